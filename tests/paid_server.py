"""Turn questions on loopback into answers as DeepL, Microsoft's Translator and Google's Cloud
Translation give them, or not.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from translation_server import Handler, TranslationServer, english_for

from generator.translators import Provider, create

KEYS = {
    "deepl": {"KHULASA_DEEPL_KEY": "s3cret-deepl-key-0123456789:fx"},
    "microsoft": {
        "KHULASA_MICROSOFT_KEY": "s3cretmicrosoftkey0123456789",
        "KHULASA_MICROSOFT_REGION": "westeurope",
    },
    "google-cloud": {"KHULASA_GOOGLE_CLOUD_KEY": "AIzas3cretgooglekey0123456789"},
}


@dataclass
class PaidServer(TranslationServer):
    glossaries: list[dict[str, Any]] = field(default_factory=list)
    room: int = 2
    """How many glossaries the account may have."""
    wrong: dict[str, str] = field(default_factory=dict)
    """What it says of some texts in the place of their English."""

    def english(self, text: str) -> str:
        return self.wrong.get(text) or english_for(text)

    @staticmethod
    def handler() -> type[Handler]:
        return PaidHandler

    def url(self, service: str = "") -> str:
        return f"http://127.0.0.1:{self.port}"

    def provider(
        self, name: str, environ: Mapping[str, str] | None = None, **options: object
    ) -> Provider:
        terms = options.pop("terms", ())
        keys = KEYS[name] if environ is None else environ
        return create(name, {"url": self.url()} | options, keys, terms)  # type: ignore[arg-type]

    def translations(self) -> list[Any]:
        """The questions for translations, without those for glossaries."""
        return [q for q in self.questions if "translate" in q.path]


class PaidHandler(Handler):
    server_owner: PaidServer

    def text_of(self, parameters: Any) -> str:
        """All texts that are asked for, a line each."""
        if isinstance(parameters, list):
            return "\n".join(item["Text"] for item in parameters)
        return "\n".join(parameters.get("text") or parameters.get("q") or ())

    def page(self, english: str) -> tuple[str, str]:
        return self.pages([english])

    def pages(self, english: list[str]) -> tuple[str, str]:
        """The answer with several texts."""
        path = self.question.path
        if path == "/translate":
            body: Any = [{"translations": [{"text": text, "to": "en"}]} for text in english]
        elif path == "/language/translate/v2":
            body = {"data": {"translations": [{"translatedText": text} for text in english]}}
        else:
            body = {
                "translations": [
                    {"detected_source_language": "AR", "text": text, "billed_characters": 9}
                    for text in english
                ]
            }
        return json.dumps(body), "application/json"

    def english(self) -> list[str]:
        return [self.server_owner.english(text) for text in self.question.text.split("\n")]

    def behave_well(self) -> None:
        owner, path = self.server_owner, self.question.path
        if path == "/v2/usage":
            self.behave_json(json.dumps({"character_count": 1200, "character_limit": 500000}))
        elif path == "/v2/glossaries" and self.command == "GET":
            self.behave_json(json.dumps({"glossaries": owner.glossaries}))
        elif path == "/v2/glossaries":
            self.make_glossary()
        else:
            self.send(*self.pages(self.english()))

    def make_glossary(self) -> None:
        owner, asked = self.server_owner, self.question.parameters
        if len(owner.glossaries) >= owner.room:
            said = json.dumps({"message": "Too many glossaries"})
            self.send(said, "application/json", 456)
            return
        made = {
            "glossary_id": f"g-{len(owner.glossaries) + 1}",
            "name": asked["name"],
            "ready": True,
            "source_lang": "ar",
            "target_lang": "en",
            "creation_time": "2024-05-06T12:00:00.000000Z",
            "entry_count": len(asked["entries"].splitlines()),
        }
        owner.glossaries.append(made)
        self.send(json.dumps(made), "application/json", 201)

    def behave_fewer(self) -> None:
        """Two sentences in one, as a service does that looks for the ends of sentences itself."""
        first, *others = self.english()
        self.send(*self.pages([" ".join([first, *others[:1]]), *others[1:]]))

    def behave_swapped(self) -> None:
        self.send(*self.pages(self.english()[::-1]))

    def behave_none_for_one(self) -> None:
        self.send(*self.pages([*self.english()[:-1], ""]))

    def behave_google_says(self, detail: str) -> None:
        """ "403:dailyLimitExceeded:Daily Limit Exceeded" """
        status, reason, said = detail.split(":")
        error = {"code": int(status), "message": said, "errors": [{"reason": reason}]}
        self.send(json.dumps({"error": error}), "application/json", int(status))

    def behave_echo_key(self, status: str = "403") -> None:
        keys = ("Authorization", "Ocp-Apim-Subscription-Key", "X-Goog-Api-Key")
        key = next(self.headers[name] for name in keys if self.headers[name])
        said = json.dumps({"message": f"Wrong key {key}"})
        self.send(said, "application/json", int(status))

    def behave_free_quota(self) -> None:
        error = {"code": 403001, "message": "The operation isn't allowed: quota exceeded."}
        self.send(json.dumps({"error": error}), "application/json", 403)
