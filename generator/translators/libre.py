"""Turn Arabic into English by a LibreTranslate server, with or without a key.

By a POST of our own: deep-translator's class puts text and key into the address (where servers log
them), insists on a key, and shows the key in its errors.

The server (1.9) shapes its answer after the question: it ends it as the question ends, but knows no
"؟" and takes the question mark away; and where all letters that have a case are capitals, as in an
Arabic sentence with "NASA" in it, it puts the whole answer into capitals (or into small letters,
for "iphone"). So the last mark is sent in Latin, and one such word with a capital in front only,
which is put right in the answer. Refused is an answer that comes back in one case nevertheless.
"""

from __future__ import annotations

import re
import urllib.request
from dataclasses import dataclass
from typing import ClassVar

from generator.errors import AnswerRefused
from generator.translators.options import check_range, check_url, from_environment, limits
from generator.translators.pieces import translate_in_pieces
from generator.translators.reach import languages
from generator.translators.transport import Service

_ENDS = {"؟": "?", "،": ",", "؛": ";"}
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")


@dataclass(frozen=True)
class Libre:
    """`url`: the server, such as http://localhost:5000; `timeout`: seconds for one answer in all;
    `longest`: characters in one question, as the server's --char-limit has it; `price`: of a
    million characters."""

    url: str
    timeout: float = 60.0
    longest: int = 2000
    price: float = 0.0
    key: str = from_environment("KHULASA_LIBRE_KEY")

    name: ClassVar[str] = "libre"
    model: ClassVar[None] = None

    def __post_init__(self) -> None:
        check_url(self.url, self.name)
        limits(self.timeout, self.name)
        check_range("longest", self.longest, 50, 100_000, self.name)
        check_range("price", self.price, 0, 1_000_000, self.name)

    def translate(self, text: str) -> str:
        """The English of `text`. Raises ProviderError."""
        return translate_in_pieces(text, self._ask_in_mixed_case, len, self.longest)

    def tell(self) -> str:
        """Whether the server can do it. Raises ProviderError."""
        service = self._service
        response = service.send(urllib.request.Request(f"{self._server}/languages"))
        service.check(response)
        return languages(self.name, service.reading(response.json))

    @property
    def _service(self) -> Service:
        return Service(
            self.name, limits(self.timeout, self.name), secrets=(self.key,), takes_key=True
        )

    @property
    def _server(self) -> str:
        return self.url.rstrip("/").removesuffix("/translate")

    def _ask_in_mixed_case(self, piece: str) -> str:
        """The answer to a piece whose letters are not all of one case when they are sent."""
        piece = piece[:-1] + _ENDS.get(piece[-1], piece[-1])
        word = _LATIN_WORD.search(piece) if piece.isupper() or piece.islower() else None
        if word is None:
            answer = self._ask(piece)
        else:
            sent, meant = word[0].capitalize(), word[0]
            answer = self._ask(piece[: word.start()] + sent + piece[word.end() :])
            answer = re.sub(rf"\b{sent}\b", meant, answer)
        if len(answer.split()) > 3 and (
            (piece.isupper() and answer.isupper()) or (piece.islower() and answer.islower())
        ):
            raise AnswerRefused(f"{self.name}'s answer came in letters of one case")
        return answer

    def _ask(self, piece: str) -> str:
        service = self._service
        question = {"q": piece, "source": "ar", "target": "en", "format": "text"}
        if self.key:
            question["api_key"] = self.key
        response = service.post(f"{self._server}/translate", question)
        service.check(response)
        body = service.reading(response.json)
        answer = body.get("translatedText") if isinstance(body, dict) else None
        if not isinstance(answer, str):
            raise AnswerRefused(f"{self.name} gave no translation")
        return answer
