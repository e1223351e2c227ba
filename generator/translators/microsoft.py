"""Turn Arabic into English by Microsoft's Translator (Azure AI, REST version 3.0).

A POST of our own: the service's package would bring far more than one request needs. The key and
the region of the resource come from the environment.
"""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from generator.errors import ProviderMisconfigured, QuotaExhausted
from generator.exchange import Response
from generator.translators.options import check_range, check_url, from_environment, limits
from generator.translators.pieces import answers, batches, translate_batch, translate_in_pieces
from generator.translators.transport import Service

MOST_TEXTS = 10
"""In one question; the service would take 1,000, and 50,000 characters."""

_QUOTA = "403001"  # The free allowance of the month is used up.


@dataclass(frozen=True)
class Microsoft:
    """`url`: the service, or a resource's own address; `timeout`: seconds for one answer in all;
    `longest`: characters in one question, of several sentences; `price`: of a million
    characters."""

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
        return translate_in_pieces(text, lambda piece: self._ask([piece])[0], len, self.longest)

    def batches(self, texts: Sequence[str]) -> list[list[str]]:
        return batches(texts, MOST_TEXTS, self.longest)

    def translate_many(self, texts: Sequence[str]) -> list[str]:
        """The English of each of `texts`. Raises ProviderError."""
        return translate_batch(texts, self._ask)

    def _ask(self, texts: list[str]) -> list[str]:
        service = Service(
            self.name, limits(self.timeout, self.name), secrets=(self.key,), takes_key=True
        )
        request = urllib.request.Request(
            f"{self.url.rstrip('/')}/translate?api-version=3.0&from=ar&to=en&textType=plain",
            json.dumps([{"Text": text} for text in texts]).encode(),
        )
        request.add_header("Content-Type", "application/json")
        request.add_header("Ocp-Apim-Subscription-Key", self.key)
        if self.region:
            request.add_header("Ocp-Apim-Subscription-Region", self.region)
        response = service.send(request)
        if response.status_code == 403 and _QUOTA in _code(response):
            raise QuotaExhausted(f"{self.name} has no more translations this month")
        service.check(response)
        return answers(
            self.name,
            service.reading(lambda: _texts(response.json())),
            len(texts),
        )


def _texts(body: Any) -> list[object]:
    return [body[number]["translations"][0]["text"] for number in range(max(len(body), 1))]


def _code(response: Response) -> str:
    try:
        return str(response.json()["error"]["code"])
    except (ValueError, TypeError, KeyError):
        return ""
