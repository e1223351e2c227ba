"""Turn Arabic into English by Google's Cloud Translation (Basic, REST version 2), which is paid.

A POST of our own with a key in a header: the service's package would bring far more than one
request needs, and text or key in an address would stand in every log on the way. Not to be mixed
up with `google`, the free page.
"""

from __future__ import annotations

import json
import re
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from generator.errors import ProviderMisconfigured, QuotaExhausted, RateLimited
from generator.exchange import Response, retry_after
from generator.translators.options import check_range, check_url, from_environment, limits
from generator.translators.pieces import answers, batches, translate_batch, translate_in_pieces
from generator.translators.transport import Service

MOST_TEXTS = 10
"""In one question; the service would take 128."""


@dataclass(frozen=True)
class GoogleCloud:
    """`url`: the service; `timeout`: seconds for one answer in all; `longest`: characters in one
    question, of several sentences; `price`: of a million characters."""

    url: str = "https://translation.googleapis.com"
    timeout: float = 30.0
    longest: int = 5000
    price: float = 0.0
    key: str = from_environment("KHULASA_GOOGLE_CLOUD_KEY")

    name: ClassVar[str] = "google-cloud"
    model: ClassVar[None] = None

    def __post_init__(self) -> None:
        check_url(self.url, self.name)
        limits(self.timeout, self.name)
        check_range("longest", self.longest, 50, 30_000, self.name)
        check_range("price", self.price, 0, 1_000_000, self.name)
        if not self.key:
            raise ProviderMisconfigured(
                f"provider '{self.name}': set the environment variable KHULASA_GOOGLE_CLOUD_KEY"
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
        question = {"q": texts, "source": "ar", "target": "en", "format": "text"}
        request = urllib.request.Request(
            f"{self.url.rstrip('/')}/language/translate/v2", json.dumps(question).encode()
        )
        request.add_header("Content-Type", "application/json")
        request.add_header("X-Goog-Api-Key", self.key)
        response = service.send(request)
        _check(response, service)
        found = service.reading(
            lambda: [one["translatedText"] for one in response.json()["data"]["translations"]]
        )
        return answers(self.name, found, len(texts))


def _check(response: Response, service: Service) -> None:
    """What the service says by a status that means something else elsewhere."""
    said = response.text[:4000] if response.status_code in (400, 403) else ""
    if re.search("dailyLimitExceeded|Daily Limit Exceeded", said):
        raise QuotaExhausted(f"{service.name} has no more translations today")
    if re.search("[rR]ateLimitExceeded|Rate Limit Exceeded", said):
        wait = retry_after(response.headers.get("Retry-After"))
        raise RateLimited(f"{service.name} asks for fewer questions a minute", wait)
    if re.search("API_KEY_INVALID|API key not valid|keyInvalid", said):
        raise ProviderMisconfigured(f"{service.name} does not know the key")
    service.check(response)
