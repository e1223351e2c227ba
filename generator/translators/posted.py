"""What the paid services have in common that take several texts in one POST, the key in a header.

A POST of our own: a service's package would bring far more than one request needs, and text or key
in an address would stand in every log on the way.
"""

from __future__ import annotations

import json
import urllib.request
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from generator.errors import ProviderMisconfigured
from generator.exchange import Response
from generator.translators.options import check_range, check_url, limits
from generator.translators.pieces import answers, batches, translate_batch, translate_in_pieces
from generator.translators.transport import Service

MOST_TEXTS = 10
"""In one question; the services would take a hundred and more."""


@dataclass(frozen=True)
class PostedTexts(ABC):
    """`url`: the service; `timeout`: seconds for one answer in all; `longest`: characters in one
    question, of several sentences; `price`: of a million characters."""

    url: str = ""
    timeout: float = 30.0
    longest: int = 5000
    price: float = 0.0
    key: str = ""

    name: ClassVar[str]
    model: ClassVar[None] = None
    key_variable: ClassVar[str]
    """The environment variable of the key."""
    path: ClassVar[str]
    """What stands in the address behind `url`."""
    takes: ClassVar[int]
    """The most characters that the service takes in one question."""

    def __post_init__(self) -> None:
        check_url(self.url, self.name)
        limits(self.timeout, self.name)
        check_range("longest", self.longest, 50, self.takes, self.name)
        check_range("price", self.price, 0, 1_000_000, self.name)
        if not self.key:
            raise ProviderMisconfigured(
                f"provider '{self.name}': set the environment variable {self.key_variable}"
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
        body = json.dumps(self.question(texts)).encode()
        headers = {"Content-Type": "application/json"} | self.headers()
        address = self.url.rstrip("/") + self.path
        response = service.send(urllib.request.Request(address, body, headers))
        self.check(response, service)
        found = service.reading(lambda: self.texts_in(response.json()))
        return answers(self.name, found, len(texts))

    @abstractmethod
    def question(self, texts: list[str]) -> Any:
        """What is sent, to become JSON."""

    @abstractmethod
    def headers(self) -> dict[str, str]:
        """The key, and what else the service wants to know."""

    @abstractmethod
    def check(self, response: Response, service: Service) -> None:
        """Refuse a response that is no answer. Raises ProviderError."""

    @abstractmethod
    def texts_in(self, answer: Any) -> list[object]:
        """The English of each text. May raise what a JSON of another form raises."""
