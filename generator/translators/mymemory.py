"""Turn Arabic into English by MyMemory's free service, through deep-translator. Best effort.

MyMemory is a shared translation memory with a machine behind it: 5,000 characters a day, 50,000
with an e-mail address (KHULASA_MYMEMORY_EMAIL). It reports its faults in the place of a
translation, under the status 200, and offers what it knows of *similar* sentences. Both are refused
here, before deep-translator, which would pass them on, sees them.
"""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from deep_translator import MyMemoryTranslator

from generator.errors import (
    AnswerRefused,
    ProviderMisconfigured,
    ProviderUnavailable,
    QuotaExhausted,
    RateLimited,
)
from generator.exchange import Response, retry_after
from generator.text.normalize import tokens
from generator.translators import borrowed
from generator.translators.options import check_range, check_url, from_environment, limits
from generator.translators.pieces import translate_in_pieces
from generator.translators.transport import Service

_QUOTA = "USED ALL AVAILABLE FREE TRANSLATIONS"
_LENGTH = "QUERY LENGTH LIMIT"


@dataclass(frozen=True)
class MyMemory:
    """`url`: the service, or a mirror of it; `timeout`: seconds for one answer in all;
    `longest`: characters in one question, under 500."""

    url: str = "https://api.mymemory.translated.net/get"
    timeout: float = 20.0
    longest: int = 480
    email: str = from_environment("KHULASA_MYMEMORY_EMAIL")

    name: ClassVar[str] = "mymemory"
    model: ClassVar[None] = None

    def __post_init__(self) -> None:
        check_url(self.url, self.name)
        limits(self.timeout, self.name)
        check_range("longest", self.longest, 50, 499, self.name)

    def translate(self, text: str) -> str:
        """The English of `text`. Raises ProviderError."""
        return translate_in_pieces(text, self._ask, len, self.longest)

    def _ask(self, piece: str) -> str:
        service = Service(self.name, limits(self.timeout, self.name), secrets=(self.email,))
        translator = MyMemoryTranslator(source="ar-SA", target="en-GB", email=self.email or None)
        translator._base_url = self.url
        session = borrowed.Session(service, lambda response: _inspect(response, piece, service))
        answer = service.reading(lambda: borrowed.translate(translator, piece, session))
        if not isinstance(answer, str):
            raise AnswerRefused(f"{self.name} gave no translation")
        return html.unescape(answer)  # It writes &#39; for an apostrophe now and then.


def _inspect(response: Response, piece: str, service: Service) -> None:
    """Raise for what MyMemory says beside the translation or in its place."""
    try:
        body = response.json()
    except ValueError:
        return  # Not JSON: the status, or else whoever parses it, tells.
    if not isinstance(body, dict):
        return
    answer = body.get("responseData")
    text = answer.get("translatedText") if isinstance(answer, dict) else None
    said = str(body.get("responseDetails") or text or "")
    if body.get("quotaFinished") is True or _QUOTA in said:
        raise QuotaExhausted(f"{service.name} has no more free translations today")
    status = str(body.get("responseStatus") or response.status_code)
    message = f"{service.name} answered {status}{service.quote(said)}"
    if _LENGTH in said:
        raise AnswerRefused(message)
    if status == "429":
        raise RateLimited(message, retry_after(response.headers.get("Retry-After")))
    if status.startswith("5"):
        raise ProviderUnavailable(message)
    if status != "200":
        raise ProviderMisconfigured(message)
    if not text:  # deep-translator would take the first match, whatever that is, or break down.
        raise AnswerRefused(f"{service.name} knows no translation")
    if _is_of_another(piece, text, body.get("matches")):
        raise AnswerRefused(f"{service.name} only knows a similar sentence")


def _is_of_another(piece: str, text: str, matches: Any) -> bool:
    """Whether the memory took the translation from another sentence than ours."""
    origins = [
        match
        for match in (matches if isinstance(matches, list) else ())
        if isinstance(match, Mapping) and match.get("translation") == text
    ]
    return bool(origins) and not any(
        match.get("created-by") == "MT!" or tokens(str(match.get("segment"))) == tokens(piece)
        for match in origins
    )
