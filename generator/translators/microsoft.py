"""Turn Arabic into English by Microsoft's Translator (Azure AI, REST version 3.0).

A POST of our own: the service's package would bring far more than one request needs. The key and
the region of the resource come from the environment.
"""

from __future__ import annotations

import json
import urllib.request
from dataclasses import dataclass
from typing import Any, ClassVar

from generator.errors import AnswerRefused, ProviderMisconfigured, QuotaExhausted
from generator.exchange import Response
from generator.translators.options import check_range, check_url, from_environment, limits
from generator.translators.pieces import translate_in_pieces
from generator.translators.transport import Service

_QUOTA = "403001"  # The free allowance of the month is used up.


@dataclass(frozen=True)
class Microsoft:
    """`url`: the service, or a resource's own address; `timeout`: seconds for one answer in all;
    `longest`: characters in one question; `price`: of a million characters."""

    url: str = "https://api.cognitive.microsofttranslator.com"
    timeout: float = 30.0
    longest: int = 10_000
    price: float = 0.0
    key: str = from_environment("KHULASA_MICROSOFT_KEY")
    region: str = from_environment("KHULASA_MICROSOFT_REGION", secret=False)

    name: ClassVar[str] = "microsoft"
    model: ClassVar[None] = None

    def __post_init__(self) -> None:
        check_url(self.url, self.name)
        limits(self.timeout, self.name)
        check_range("longest", self.longest, 50, 50_000, self.name)
        check_range("price", self.price, 0, 1_000_000, self.name)
        if not self.key:
            raise ProviderMisconfigured(
                f"provider '{self.name}': set the environment variable KHULASA_MICROSOFT_KEY"
            )

    def translate(self, text: str) -> str:
        """The English of `text`. Raises ProviderError."""
        return translate_in_pieces(text, self._ask, len, self.longest)

    def _ask(self, piece: str) -> str:
        service = Service(
            self.name, limits(self.timeout, self.name), secrets=(self.key,), takes_key=True
        )
        request = urllib.request.Request(
            f"{self.url.rstrip('/')}/translate?api-version=3.0&from=ar&to=en&textType=plain",
            json.dumps([{"Text": piece}]).encode(),
        )
        request.add_header("Content-Type", "application/json")
        request.add_header("Ocp-Apim-Subscription-Key", self.key)
        if self.region:
            request.add_header("Ocp-Apim-Subscription-Region", self.region)
        response = service.send(request)
        if response.status_code == 403 and _QUOTA in _code(response):
            raise QuotaExhausted(f"{self.name} has no more translations this month")
        service.check(response)
        answer = service.reading(lambda: _text(response.json()))
        if not isinstance(answer, str):
            raise AnswerRefused(f"{self.name} gave no translation")
        return answer


def _text(body: Any) -> object:
    return body[0]["translations"][0]["text"]


def _code(response: Response) -> str:
    try:
        return str(response.json()["error"]["code"])
    except (ValueError, TypeError, KeyError):
        return ""
