"""Turn Arabic into English by Google's free mobile page, through deep-translator. Best effort.

Nobody has promised this service: it is limited by address and often answers 429 or 500. Refused
here is a page that was cut off; the error pages that it sends in the place of a translation are
left to the guards.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from deep_translator import GoogleTranslator

from generator.errors import AnswerRefused, ProviderUnavailable
from generator.exchange import Response
from generator.translators import borrowed
from generator.translators.options import check_range, check_url, limits
from generator.translators.pieces import translate_in_pieces, url_bytes
from generator.translators.transport import Service

_RESULT = re.compile(r"<div[^>]*class=\"(?:t0|result-container)\"[^>]*>")


@dataclass(frozen=True)
class Google:
    """`url`: the page, or a mirror of it; `timeout`: seconds for one answer in all;
    `longest`: bytes of text in one address."""

    url: str = "https://translate.google.com/m"
    timeout: float = 20.0
    longest: int = 8000

    name: ClassVar[str] = "google"
    model: ClassVar[None] = None

    def __post_init__(self) -> None:
        check_url(self.url, self.name)
        limits(self.timeout, self.name)
        check_range("longest", self.longest, 50, 9_900, self.name)

    def translate(self, text: str) -> str:
        """The English of `text`. Raises ProviderError."""
        return translate_in_pieces(text, self._ask, _size, self.longest)

    def _ask(self, piece: str) -> str:
        service = Service(self.name, limits(self.timeout, self.name))
        translator = GoogleTranslator(source="ar", target="en")
        translator._base_url = self.url
        session = borrowed.Session(service, _inspect)
        answer = service.reading(lambda: borrowed.translate(translator, piece, session))
        if not isinstance(answer, str):  # It returns None for what it takes for untranslated.
            raise AnswerRefused(f"{self.name} gave no translation")
        return answer


def _size(text: str) -> int:
    """Bytes in the address; deep-translator refuses 5,000 characters, which Latin text reaches."""
    return max(url_bytes(text), 2 * len(text))


def _inspect(response: Response) -> None:
    """A page cut within the translation parses as well as a whole one: look for the end."""
    if response.status_code != 200:
        return
    result = _RESULT.search(response.text)
    if result and "</div>" not in response.text[result.end() :]:
        raise ProviderUnavailable("google sent half a page")
