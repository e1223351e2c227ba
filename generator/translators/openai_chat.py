"""Turn Arabic into English by a language model behind any server that speaks OpenAI's protocol.

OpenAI itself, Ollama, vLLM, llama.cpp: through the official package, with the address from the
settings. The package is given a transport of ours, so that the deadline, the size limit, the
proxies and the silence about keys are the same as everywhere; its own retries are off, for the
ladder retries. Nothing is sent but the question: no organization or project from the environment.

Refuses an answer that was cut off ("length") or filtered, one that is not JSON of the shape asked
for, and one for another sentence.
"""

from __future__ import annotations

import re
import threading
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar

import httpx2
import openai

from generator.errors import (
    AnswerRefused,
    ProviderError,
    ProviderMisconfigured,
    ProviderUnavailable,
    QuotaExhausted,
)
from generator.exchange import Limits, Response
from generator.models import Term
from generator.text.terms import TermIndex, find_terms
from generator.translators import questions
from generator.translators.dialects import Dialect, read_json
from generator.translators.ledger import MILLION, Usage
from generator.translators.options import (
    check_range,
    check_url,
    from_environment,
    from_termbase,
    limits,
)
from generator.translators.reach import models
from generator.translators.transport import Service


class _Run:
    """What is learnt during a run: how the server wants to be asked, and what it has cost."""

    def __init__(self) -> None:
        self.dialect, self.proven = Dialect(), False
        self._used, self._lock = Usage(), threading.Lock()

    def add(self, usage: Usage) -> None:
        with self._lock:
            self._used += usage

    def take(self) -> Usage:
        with self._lock:
            used, self._used = self._used, Usage()
        return used


@dataclass(frozen=True)
class OpenAI:
    """`model`: its name, as the server calls it; `url`: the server, up to /v1; `timeout`: seconds
    for one answer in all; `most_tokens`: of one answer, thoughts included; `price_in`, `price_out`:
    of a million tokens sent and received."""

    model: str
    url: str = "https://api.openai.com/v1"
    timeout: float = 120.0
    most_tokens: int = 2000
    price_in: float = 0.0
    price_out: float = 0.0
    key: str = from_environment("KHULASA_OPENAI_KEY")
    terms: tuple[Term, ...] = from_termbase()
    _run: _Run = field(default_factory=_Run, init=False, repr=False, compare=False)

    name: ClassVar[str] = "openai"

    def __post_init__(self) -> None:
        check_url(self.url, self.name)
        limits(self.timeout, self.name)
        check_range("most_tokens", self.most_tokens, 50, 200_000, self.name)
        check_range("price_in", self.price_in, 0, MILLION, self.name)
        check_range("price_out", self.price_out, 0, MILLION, self.name)

    def translate(self, text: str) -> str:
        """The English of `text`. Raises ProviderError."""
        answer = self._complete(
            questions.INSTRUCTIONS, self._material(text), questions.SCHEMA, len(text)
        )
        try:
            return questions.english(answer, text)
        except ValueError as error:
            reason = str(error)
        raise AnswerRefused(f"{self.name}'s answer {reason}")

    def write(self, instructions: str, material: str, schema: Mapping[str, object]) -> object:
        """The JSON answered to `instructions` about `material`, which is data."""
        return self._complete(instructions, material, schema, len(material))

    def tell(self) -> str:
        """Whether the server has the model. Raises ProviderError."""
        request = urllib.request.Request(f"{self.url.rstrip('/')}/models")
        if self.key:
            request.add_header("Authorization", f"Bearer {self.key}")
        service = self._service()
        response = service.send(request)
        if response.status_code == 404:
            return models(self.name, self.model, None)
        service.check(response)
        return models(self.name, self.model, service.reading(response.json))

    def estimate(self, text: str) -> Usage:
        """At most a token for a byte goes out, and `most_tokens` come back, for each try."""
        sent = len((questions.INSTRUCTIONS + self._material(text)).encode()) + 1000
        tries = 1 if self._run.proven else self._run.dialect.formats_left
        return self._usage(len(text), sent * tries, self.most_tokens * tries)

    def spent(self) -> Usage:
        return self._run.take()

    @cached_property
    def _index(self) -> TermIndex:
        return TermIndex(self.terms)

    def _material(self, text: str) -> str:
        hits = (hit.term for hit in find_terms(text, self._index))
        return questions.material(text, tuple(dict.fromkeys(hits)))

    def _usage(self, characters: int, tokens_in: int, tokens_out: int) -> Usage:
        cost = (tokens_in * self.price_in + tokens_out * self.price_out) / MILLION
        return Usage(1, characters, tokens_in, tokens_out, cost)

    def _complete(
        self, instructions: str, material: str, schema: Mapping[str, object], characters: int
    ) -> object:
        """One answer, asked for more simply until the server understands."""
        dialect: Dialect | None = self._run.dialect
        while dialect:
            answer = self._ask(dialect, instructions, material, schema, characters)
            if isinstance(answer, _NotUnderstood):
                dialect, refused = dialect.simpler(answer.complaint), answer.error
                continue
            try:
                found = read_json(answer)
            except ValueError:
                refused = AnswerRefused(f"{self.name}'s answer is no JSON")
                # A server that was never held to JSON ignores the format: the schema has to be in
                # the prompt. One that kept to it until now made a mistake.
                dialect = None if self._run.proven else dialect.simpler()
            else:
                self._run.dialect, self._run.proven = dialect, True
                return found
        raise refused

    def _ask(
        self,
        dialect: Dialect,
        instructions: str,
        material: str,
        schema: Mapping[str, object],
        characters: int,
    ) -> str | _NotUnderstood:
        bridge = _Bridge(self._service(), self.key)
        failure: ProviderError | None
        messages = [
            {"role": "system", "content": dialect.instructions(instructions, schema)},
            {"role": "user", "content": material},
        ]
        try:
            completion = bridge.client(self.url).chat.completions.create(
                model=self.model,
                messages=messages,  # type: ignore[arg-type]
                **dialect.parameters(schema, self.most_tokens),
            )
        except openai.APIStatusError:
            failure = None
        except Exception:  # Ours, and whatever the package makes of what a stranger sent.
            unreadable = ProviderUnavailable(f"{self.name} sent an answer that cannot be read")
            failure = bridge.failure or unreadable
        else:
            sent = len((instructions + material).encode())
            self._run.add(self._counted(completion, characters, sent))
            return bridge.service.reading(lambda: self._content(completion))
        if failure is None:
            return self._refused(bridge)
        failure.__cause__ = failure.__context__ = None
        raise failure.with_traceback(None)

    def _service(self) -> Service:
        total = limits(self.timeout, self.name)
        # A model is silent until its whole answer is there.
        patient = Limits(total.total, total.connect, total.total, total.size)
        return Service(self.name, patient, secrets=(self.key,), takes_key=True)

    def _counted(self, completion: Any, characters: int, sent: int) -> Usage:
        """What an answer used, as the server counts; else the most that it can have used."""
        usage = getattr(completion, "usage", None)
        counts = [getattr(usage, name, None) for name in ("prompt_tokens", "completion_tokens")]
        if all(type(count) is int and 0 <= count <= 10_000_000 for count in counts):
            return self._usage(characters, *counts)  # type: ignore[arg-type]
        return self._usage(characters, sent, self.most_tokens)

    def _content(self, completion: Any) -> str:
        """The words of a complete answer. Raises AnswerRefused for one that is none."""
        choice = completion.choices[0]
        reason = choice.finish_reason
        if reason == "length":
            raise AnswerRefused(
                f"{self.name}'s answer was cut off at {self.most_tokens:,} tokens;"
                " raise 'most_tokens' if it happens often"
            )
        if reason == "content_filter" or getattr(choice.message, "refusal", None):
            raise AnswerRefused(f"{self.name} declined to answer")
        if reason not in (None, "stop"):
            raise AnswerRefused(f"{self.name}'s answer did not come to its end")
        content = choice.message.content
        if not isinstance(content, str) or not content.strip():
            raise AnswerRefused(f"{self.name} gave no answer")
        return content

    def _refused(self, bridge: _Bridge) -> _NotUnderstood:
        """What a status other than 200 stands for; raised, unless asking otherwise may help."""
        response = bridge.response
        assert response is not None
        status, code, said = response.status_code, *_complaint(response)
        told = f"{self.name} answered {status}{bridge.service.quote(said)}"
        if "insufficient_quota" in code or status == 402:
            raise QuotaExhausted(told)
        if status == 404:
            raise ProviderMisconfigured(f"{told}; check the options 'model' and 'url'")
        if status in (400, 422, 501) or (status == 500 and _IS_ABOUT_FORM.search(said)):
            return _NotUnderstood(f"{code} {said}", AnswerRefused(told))
        bridge.service.check(response)
        raise AnswerRefused(told)


@dataclass(frozen=True, slots=True)
class _NotUnderstood:
    """A server's complaint about how it was asked, and the error if nothing else is left to try."""

    complaint: str
    error: AnswerRefused


_IS_ABOUT_FORM = re.compile(r"grammar|response_format|validation error", re.IGNORECASE)
"""What servers that say 500 to a question they do not understand say beside it: llama.cpp, and
llama-cpp-python's."""


def _complaint(response: Response) -> tuple[str, str]:
    """The code and parameter of an error, and its message, as far as the server gives them."""
    try:
        body = response.json()
    except ValueError:
        return "", ""
    body = body[0] if isinstance(body, list) and body else body
    error = body.get("error", body) if isinstance(body, dict) else body
    if isinstance(error, dict):
        code = " ".join(str(error[name]) for name in ("code", "type", "param") if error.get(name))
        return code[:200], str(error.get("message") or error.get("detail") or "")[:2000]
    return "", str(error or "")[:2000]


class _Bridge(httpx2.BaseTransport):
    """The package's questions on our transport. For one question; keeps the answer as it came."""

    def __init__(self, service: Service, key: str) -> None:
        self.service, self._key = service, key
        self.response: Response | None = None
        self.failure: ProviderError | None = None

    def client(self, url: str) -> openai.OpenAI:
        return openai.OpenAI(
            api_key=self._key or "none",
            base_url=url,
            max_retries=0,
            http_client=httpx2.Client(transport=self, trust_env=False, timeout=None),
        )

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        ours = urllib.request.Request(str(request.url), request.read(), method=request.method)
        ours.add_header("Content-Type", "application/json")
        if self._key:
            ours.add_header("Authorization", f"Bearer {self._key}")
        try:
            self.response = self.service.send(ours)
        except ProviderError as error:  # Some versions of the package hide it in one of theirs.
            self.failure = error
            raise
        return httpx2.Response(
            self.response.status_code,
            headers={"Content-Type": "application/json"},
            content=self.response.content,
        )
