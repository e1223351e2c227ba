"""Turn questions on loopback into answers as DeepL and Microsoft's Translator give them, or not."""

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
        if isinstance(parameters, list):
            return str(parameters[0]["Text"])
        return str(parameters.get("text", [""])[0])

    def page(self, english: str) -> tuple[str, str]:
        if self.question.path == "/translate":
            body: Any = [{"translations": [{"text": english, "to": "en"}]}]
        else:
            billed = len(self.question.text)
            found = {"detected_source_language": "AR", "text": english, "billed_characters": billed}
            body = {"translations": [found]}
        return json.dumps(body), "application/json"

    def behave_well(self) -> None:
        owner, path = self.server_owner, self.question.path
        if path == "/v2/usage":
            self.behave_json(json.dumps({"character_count": 1200, "character_limit": 500000}))
        elif path == "/v2/glossaries" and self.command == "GET":
            self.behave_json(json.dumps({"glossaries": owner.glossaries}))
        elif path == "/v2/glossaries":
            self.make_glossary()
        else:
            self.send(*self.page(owner.english(self.question.text)))

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

    def behave_echo_key(self, status: str = "403") -> None:
        key = self.headers["Authorization"] or self.headers["Ocp-Apim-Subscription-Key"]
        said = json.dumps({"message": f"Wrong key {key}"})
        self.send(said, "application/json", int(status))

    def behave_free_quota(self) -> None:
        error = {"code": 403001, "message": "The operation isn't allowed: quota exceeded."}
        self.send(json.dumps({"error": error}), "application/json", 403)
