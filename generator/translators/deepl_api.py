"""Turn Arabic into English by DeepL, through its official package, with the project's terms.

The terms become a glossary of DeepL's, found again by its contents: it is made once, and anew when
the terms have changed. Others of the account are left alone. Where the account has no room for a
glossary, the translation goes without, and the log says so.

The package is given a client of ours for its requests, so that the deadline, the size limit, the
proxies and the silence about keys are the same as everywhere; with its own go its retries, for the
ladder retries, and the particulars of the machine that it would send along.
"""

from __future__ import annotations

import hashlib
import json as json_format
import logging
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import deepl

from generator.errors import AnswerRefused, ProviderMisconfigured, QuotaExhausted
from generator.models import Term
from generator.text.normalize import clean
from generator.translators.options import (
    check_range,
    check_url,
    from_environment,
    from_termbase,
    limits,
)
from generator.translators.pieces import answers, batches, translate_batch
from generator.translators.transport import Service

log = logging.getLogger("khulasa")

MOST_TEXTS, LONGEST = 10, 15_000
"""Texts and characters in one question: DeepL would take 50 texts, and 128 KiB in all."""


@dataclass(frozen=True)
class DeepL:
    """`url`: another server than the one that the key belongs to; `timeout`: seconds for one answer
    in all; `english`: EN-GB or EN-US; `glossary`: whether DeepL is told of the terms; `price`: of a
    million characters."""

    url: str = ""
    timeout: float = 30.0
    english: str = "EN-GB"
    glossary: bool = True
    price: float = 0.0
    key: str = from_environment("KHULASA_DEEPL_KEY")
    terms: tuple[Term, ...] = from_termbase()

    name: ClassVar[str] = "deepl"
    model: ClassVar[None] = None

    def __post_init__(self) -> None:
        if self.url:
            check_url(self.url, self.name)
        limits(self.timeout, self.name)
        check_range("price", self.price, 0, 1_000_000, self.name)
        if self.english not in ("EN-GB", "EN-US"):
            raise ProviderMisconfigured(f"provider '{self.name}': 'english' is EN-GB or EN-US")
        if not self.key:
            raise ProviderMisconfigured(
                f"provider '{self.name}': set the environment variable KHULASA_DEEPL_KEY"
            )

    def translate(self, text: str) -> str:
        """The English of `text`. Raises ProviderError."""
        (answer,) = self._ask([clean(text)])
        return answer

    def batches(self, texts: Sequence[str]) -> list[list[str]]:
        return batches(texts, MOST_TEXTS, LONGEST)

    def translate_many(self, texts: Sequence[str]) -> list[str]:
        """The English of each of `texts`. Raises ProviderError."""
        return translate_batch(texts, self._ask)

    def _ask(self, texts: list[str]) -> list[str]:
        found = self._service.reading(
            lambda: _texts(
                self._client().translate_text(
                    texts,
                    source_lang="AR",
                    target_lang=self.english,
                    split_sentences=deepl.SplitSentences.OFF,
                    glossary=self._glossary,
                )
            )
        )
        return answers(self.name, found, len(texts))

    def allowance(self) -> tuple[int, int] | None:
        """Characters used and allowed in this period, where DeepL says. Raises ProviderError."""
        usage = self._service.reading(lambda: self._client().get_usage().character)
        if usage.count is None or usage.limit is None:
            return None
        return usage.count, usage.limit

    @property
    def _service(self) -> Service:
        return Service(
            self.name, limits(self.timeout, self.name), secrets=(self.key,), takes_key=True
        )

    def _client(self) -> Any:
        client: Any = deepl.DeepLClient(self.key, server_url=self.url or None)
        client._client = _Requests(self._service)
        return client

    @cached_property
    def _glossary(self) -> str | None:
        """The id of the glossary that holds the terms."""
        entries = entries_of(self.terms) if self.glossary else {}
        if not entries:
            return None
        name = name_of(entries)
        client = self._client()
        try:
            for known in self._service.reading(client.list_glossaries):
                if known.name == name and known.ready:
                    return str(known.glossary_id)
            made = self._service.reading(lambda: client.create_glossary(name, "AR", "EN", entries))
        except (QuotaExhausted, AnswerRefused) as error:
            log.warning("%s; translating without a glossary", error)
            return None
        return str(made.glossary_id)


def _texts(found: Any) -> list[object]:
    """The package makes an empty list of an answer that it cannot read; that is an error here."""
    return [found[number].text for number in range(max(len(found), 1))]


def entries_of(terms: tuple[Term, ...]) -> dict[str, str]:
    """Each Arabic form with its English; of two for the same Arabic the first counts."""
    entries: dict[str, str] = {}
    for term in terms:
        for arabic in term.arabic:
            if clean(arabic) and clean(term.english):
                entries.setdefault(clean(arabic), clean(term.english))
    return entries


def name_of(entries: Mapping[str, str]) -> str:
    """A name that only these entries have."""
    contents = json_format.dumps(sorted(entries.items()), ensure_ascii=False)
    return f"khulasa {hashlib.sha256(contents.encode()).hexdigest()[:16]}"


class _Requests:
    """Stands in for the package's `HttpClient`: what it asks goes through our transport."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def request_with_backoff(
        self,
        method: str,
        url: str,
        data: object = None,
        json: object = None,
        **others: Any,
    ) -> tuple[int, str]:
        body = json if json is not None else data
        payload = None if method == "GET" else json_format.dumps(body or {}).encode()
        request = urllib.request.Request(url, payload, method=method)
        request.add_header("Content-Type", "application/json")
        request.add_header("Authorization", others["headers"]["Authorization"])
        response = self._service.send(request)
        if not 200 <= response.status_code < 300:
            self._service.check(response)
        return response.status_code, response.text

    def close(self) -> None:
        """Nothing: each request closes its connection."""
