"""Turn chat completions asked for on loopback into answers as OpenAI's protocol has them, or not.

A `TranslationServer` with all its misbehaviour, and with that of language models and their servers:
`formats` says which response formats it understands, `refuses` which parameters it does not.
It also takes what it is told in an article for an order, if it is `gullible`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from translation_server import Handler, TranslationServer, english_for

from generator.translators import Provider, create

FORMATS = ("json_schema", "json_object", "text")


@dataclass
class ChatServer(TranslationServer):
    formats: tuple[str, ...] = FORMATS
    refuses: tuple[str, ...] = ()
    refusal_status: int = 400
    ignores_formats: bool = False
    counts_tokens: bool = True
    gullible: bool = False
    summaries: list[dict[str, Any]] = field(default_factory=list)
    """What it answers, one after the other, when it is asked for a summary."""

    @staticmethod
    def handler() -> type[Handler]:
        return ChatHandler

    def url(self, service: str = "openai") -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def provider(
        self, name: str = "openai", environ: Mapping[str, str] | None = None, **options: object
    ) -> Provider:
        terms = options.pop("terms", ())
        asked = {"url": self.url(), "model": "tiny-1"} | options
        return create(name, asked, environ or {}, terms)  # type: ignore[arg-type]


class ChatHandler(Handler):
    server_owner: ChatServer

    @property
    def asked(self) -> dict[str, Any]:
        return self.question.parameters  # type: ignore[return-value]

    def material(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.asked["messages"][-1]["content"])
        return found

    def text_of(self, parameters: dict[str, str]) -> str:
        messages: Any = parameters["messages"]
        return str(json.loads(messages[-1]["content"]).get("sentence", ""))

    def page(self, english: str) -> tuple[str, str]:
        return json.dumps(self.completion(self.said(english))), "application/json"

    def said(self, english: str, **changes: object) -> str:
        """The content of a good answer with this English."""
        return json.dumps({"id": self.material()["id"], "english": english} | changes)

    def completion(
        self, content: object, reason: str = "stop", **message: object
    ) -> dict[str, Any]:
        used = {"prompt_tokens": 300, "completion_tokens": 40, "total_tokens": 340}
        return {
            "id": "c-1",
            "object": "chat.completion",
            "created": 1700000000,
            "model": "tiny-1",
            "choices": [
                {
                    "index": 0,
                    "finish_reason": reason,
                    "message": {"role": "assistant", "content": content} | message,
                }
            ],
        } | ({"usage": used} if self.server_owner.counts_tokens else {})

    def complain(self, about: str) -> None:
        error = {"message": f"'{about}' is not supported here", "type": "invalid_request_error"}
        status = self.server_owner.refusal_status
        self.send(json.dumps({"error": error | {"param": about}}), "application/json", status)

    # Behaviours ----------------------------------------------------------------------------------

    def behave_well(self) -> None:
        owner = self.server_owner
        wanted = self.asked.get("response_format", {}).get("type", "text")
        for parameter in owner.refuses:
            if parameter in self.asked:
                self.complain(parameter)
                return
        if wanted not in owner.formats:
            self.complain("response_format")
        elif owner.ignores_formats and "schema" not in self.asked["messages"][0]["content"]:
            self.behave_content("Of course! Here is the translation you asked for.")
        elif "sentences" in self.material():
            self.behave_content(json.dumps(owner.summaries.pop(0)))
        elif owner.gullible and "Ignore" in self.question.text:
            self.behave_content(self.question.text.partition("say: ")[2])
        else:
            self.send(*self.page(english_for(self.question.text)))

    def behave_content(self, content: str = "") -> None:
        self.send(json.dumps(self.completion(content)), "application/json")

    def behave_finish(self, reason: str) -> None:
        content = self.said(english_for(self.question.text))
        self.send(json.dumps(self.completion(content, reason)), "application/json")

    def behave_cut_at_length(self) -> None:
        content = self.said(english_for(self.question.text))[:-20]
        self.send(json.dumps(self.completion(content, "length")), "application/json")

    def behave_refusal(self) -> None:
        self.send(json.dumps(self.completion(None, refusal="I cannot help")), "application/json")

    def behave_other_id(self) -> None:
        self.behave_content(self.said(english_for(self.question.text), id="t0123456789"))

    def behave_extra(self) -> None:
        self.behave_content(self.said(english_for(self.question.text), note="I did my best"))

    def behave_half_json(self) -> None:
        self.behave_content(self.said(english_for(self.question.text))[:-4])

    def behave_twice(self) -> None:
        self.behave_content(self.said(english_for(self.question.text)) * 2)

    def behave_fenced(self) -> None:
        content = self.said(english_for(self.question.text))
        self.behave_content(f'<think>It says "id": ...</think>\n```json\n{content}\n```')

    def behave_error(self, detail: str) -> None:
        """ "429:insufficient_quota:You exceeded your quota" """
        status, code, said = detail.split(":")
        error = {"message": said, "type": code, "code": code}
        self.send(json.dumps({"error": error}), "application/json", int(status))
