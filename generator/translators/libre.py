"""Turn Arabic into English by a LibreTranslate server, with or without a key.

By a POST of our own: deep-translator's class puts text and key into the address (where servers log
them), insists on a key, and shows the key in its errors.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from generator.errors import AnswerRefused
from generator.translators.options import check_range, check_url, from_environment, limits
from generator.translators.pieces import translate_in_pieces
from generator.translators.transport import Service


@dataclass(frozen=True)
class Libre:
    """`url`: the server, such as http://localhost:5000; `timeout`: seconds for one answer in all;
    `longest`: characters in one question, as the server's --char-limit has it."""

    url: str
    timeout: float = 60.0
    longest: int = 2000
    key: str = from_environment("KHULASA_LIBRE_KEY")

    name: ClassVar[str] = "libre"
    model: ClassVar[None] = None

    def __post_init__(self) -> None:
        check_url(self.url, self.name)
        limits(self.timeout, self.name)
        check_range("longest", self.longest, 50, 100_000, self.name)

    def translate(self, text: str) -> str:
        """The English of `text`. Raises ProviderError."""
        return translate_in_pieces(text, self._ask, len, self.longest)

    def _ask(self, piece: str) -> str:
        service = Service(
            self.name, limits(self.timeout, self.name), secrets=(self.key,), takes_key=True
        )
        question = {"q": piece, "source": "ar", "target": "en", "format": "text"}
        if self.key:
            question["api_key"] = self.key
        address = self.url.rstrip("/").removesuffix("/translate") + "/translate"
        response = service.post(address, question)
        service.check(response)
        body = service.reading(response.json)
        answer = body.get("translatedText") if isinstance(body, dict) else None
        if not isinstance(answer, str):
            raise AnswerRefused(f"{self.name} gave no translation")
        return answer
