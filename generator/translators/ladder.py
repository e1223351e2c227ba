"""Turn an Arabic text into a proposal by the first provider whose answer can be believed.

Each provider is asked in the order of the settings. One that is down is asked again, after waits
that double and are drawn at random ("full jitter": Brooker, Exponential Backoff and Jitter, 2015)
or that it asked for itself; one that keeps failing is left alone for a while (a circuit breaker:
Nygard, Release It!, 2007), and one without a valid key or allowance for the rest of the run. An
answer that the guards refuse goes to the next provider, never to the memory.

Each question is entered into the account, and none is asked that could pass the budget: the run
then asks nobody any more.

Refuses to guess: when nobody gives a believable answer, `NobodyAnswered` says who and why.
"""

from __future__ import annotations

import itertools
import logging
import math
import random
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar

from generator.errors import (
    AnswerRefused,
    ProviderError,
    ProviderMisconfigured,
    ProviderUnavailable,
    QuotaExhausted,
    RateLimited,
)
from generator.models import Origin
from generator.text.normalize import fold
from generator.translators import Batching, Provider, Writer, ledger
from generator.translators.guards import refusal
from generator.translators.ledger import Budget, Line, Metered, Outcome, Usage

log = logging.getLogger("khulasa")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Proposal:
    """English that passed the guards, and who made it when."""

    text: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Written(Generic[T]):
    """What a provider wrote, read and found to be as it should, and who it was when."""

    content: T
    origin: Origin


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to bear with a provider; all times in seconds.

    A text is asked for up to `attempts` times, with waits of up to `first_wait`, then twice that
    and so on, never beyond `longest_wait`; a provider that asks for a longer wait is left alone
    until then. After `failures` in a row it is left alone for `rest`, then given one try.
    """

    attempts: int = 4
    first_wait: float = 1.0
    longest_wait: float = 30.0
    failures: int = 5
    rest: float = 120.0


class NobodyAnswered(ProviderError):
    """No provider gave a believable answer; `reasons` are (provider, reason) in their order."""

    def __init__(self, reasons: Iterable[tuple[str, str]]) -> None:
        self.reasons = tuple(reasons)
        told = "; ".join(
            reason if reason.startswith(name) else f"{name}: {reason}"
            for name, reason in self.reasons
        )
        super().__init__(told or "no provider is set; name one under 'providers:'")


class _BudgetReached(ProviderError):
    """The next question could pass the budget."""


@dataclass(slots=True)
class _Rung:
    """A provider with its circuit breaker, and what it has answered in this run.

    `ready` are answers that were asked for together, ahead of their turn.
    """

    provider: Provider
    failures: int = 0
    shut_until: float = -math.inf
    reason: str = ""
    answers: dict[str, str] = field(default_factory=dict)
    ready: dict[str, str] = field(default_factory=dict)

    def answer(self, text: str) -> str:
        """The provider's answer. Raises ProviderError."""
        return self.ready.pop(text) if text in self.ready else self.provider.translate(text)

    def shut(self, until: float, reason: str) -> None:
        """Leave the provider alone until then; a failure right afterwards shuts it again."""
        self.shut_until, self.reason = until, reason


@dataclass
class Ladder:
    """Providers in order of preference. One text at a time; not for several threads.

    `today`, `clock` (seconds, monotonic), `sleep` and `chance` (0.0 to 1.0) are what it takes from
    the world; `tell` gets the plain lines on waits and failures, which hold no text and no key;
    `account` gets a line for each question once it is over. `used` is what each provider has used.
    """

    providers: Iterable[Provider]
    patience: Patience = field(default_factory=Patience)
    today: Callable[[], date] = date.today
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random
    tell: Callable[[str], None] = log.info
    budget: Budget = field(default_factory=Budget)
    account: Callable[[Line], None] = lambda line: None

    def __post_init__(self) -> None:
        self._rungs = [_Rung(provider) for provider in self.providers]
        self.used: dict[str, Usage] = {}

    def ahead(self, texts: Sequence[str]) -> None:
        """Ask for several texts at once, where the first provider is faster so.

        The answers wait until `translate` is asked for each. What fails is asked for again then.
        """
        now = self.clock()
        rung = next((rung for rung in self._rungs if rung.shut_until <= now), None)
        if rung is None or not isinstance(rung.provider, Batching):
            return
        wanted = [text for text in dict.fromkeys(texts) if text not in rung.ready]
        planned = sum((ledger.estimate(rung.provider, text) for text in wanted), Usage())
        if self.budget.objection(ledger.total(self.used), planned):
            return
        try:
            answers = rung.provider.translate_many(wanted)
        except ProviderError as error:
            self.tell(str(error))
        else:
            rung.ready.update(zip(wanted, answers, strict=True))

    def translate(self, text: str) -> Proposal:
        """The English of `text` by the first provider that can be believed.

        Raises NobodyAnswered.
        """

        def ask(rung: _Rung) -> str:
            return self._believable(rung, text, rung.answer(text))

        answer, origin = self._first(self._rungs, text, ask)
        return Proposal(answer, origin)

    def again(self, text: str, variant: str, origin: Origin) -> Proposal:
        """The English of `text` once more, by who made that of `origin`, shown `variant` of it.

        Raises NobodyAnswered.
        """

        def ask(rung: _Rung) -> str:
            return self._believable(rung, text, rung.provider.translate(variant))

        rungs = [rung for rung in self._rungs if rung.provider.name == origin.provider]
        answer, new_origin = self._first(rungs, variant, ask)
        return Proposal(answer, new_origin)

    def write(
        self,
        instructions: str,
        material: str,
        schema: Mapping[str, object],
        read: Callable[[object], T],
    ) -> Written[T]:
        """What the first provider that can write makes of `material`, a stranger's text.

        `read` makes something of its JSON, or raises a ValueError that completes "the answer ...".
        Raises NobodyAnswered.
        """

        def ask(rung: _Rung) -> T:
            assert isinstance(rung.provider, Writer)
            answer = rung.provider.write(instructions, material, schema)
            try:
                return read(answer)
            except ValueError as error:
                reason = str(error)
            raise AnswerRefused(f"{rung.provider.name}'s answer is refused: it {reason}")

        writers = [rung for rung in self._rungs if isinstance(rung.provider, Writer)]
        if not writers:
            raise NobodyAnswered([("summary", "no provider is set that can write one")])
        return Written(*self._first(writers, instructions + material, ask))

    def _first(
        self, rungs: Iterable[_Rung], text: str, ask: Callable[[_Rung], T]
    ) -> tuple[T, Origin]:
        """The first good answer, and who gave it. Raises NobodyAnswered."""
        reasons: list[tuple[str, str]] = []
        for rung in rungs:
            name = rung.provider.name
            if self.clock() < rung.shut_until:
                reasons.append((name, rung.reason))
                continue
            try:
                answer = self._ask(rung, text, ask)
            except _BudgetReached as error:
                reasons.append(("budget", str(error)))
                break
            except ProviderError as error:
                self.tell(str(error))
                reasons.append((name, str(error)))
                continue
            return answer, Origin(name, rung.provider.model, self.today().isoformat())
        raise NobodyAnswered(reasons)

    def _ask(self, rung: _Rung, text: str, ask: Callable[[_Rung], T]) -> T:
        """One provider's believable answer, asked for as often as patience allows."""
        for attempt in itertools.count(1):
            planned = self._affordable(rung, text)
            try:
                answer = ask(rung)
            except (ProviderMisconfigured, QuotaExhausted) as error:
                self._enter(rung, "failed")
                rung.shut(math.inf, str(error))
                raise
            except AnswerRefused as error:  # The same again is likely; the next provider is better.
                self._enter(rung, "refused", planned)
                self._count_failure(rung, error)
                raise
            except ProviderUnavailable as error:
                # What was cut off on the way back may have been billed.
                lost = None if isinstance(error, RateLimited) else planned
                self._enter(rung, "failed", lost)
                wait = self._wait_after(rung, error, attempt)
                if wait is None:
                    raise
                self.tell(f"waiting {round(wait, 1):g} s for {rung.provider.name}: {error}")
                self.sleep(wait)
            else:
                self._enter(rung, "kept", planned)
                rung.failures = 0
                return answer
        raise AssertionError("counting never ends")

    def _affordable(self, rung: _Rung, text: str) -> Usage:
        """The most that the next question can use. Raises _BudgetReached."""
        planned = ledger.estimate(rung.provider, text)
        if objection := self.budget.objection(ledger.total(self.used), planned):
            raise _BudgetReached(objection)
        return planned

    def _enter(self, rung: _Rung, outcome: Outcome, planned: Usage | None = None) -> None:
        """Enter a question into the account: as the provider has measured it, else as planned."""
        provider = rung.provider
        spent = provider.spent() if isinstance(provider, Metered) else Usage()
        usage = spent if spent.questions else planned or Usage(questions=1)
        self.used[provider.name] = self.used.get(provider.name, Usage()) + usage
        self.account(Line(provider.name, provider.model, outcome, usage))

    def _count_failure(self, rung: _Rung, error: ProviderError) -> bool:
        """Whether the breaker stays open for another try; it shuts after too many failures."""
        rung.failures += 1
        if rung.failures < self.patience.failures:
            return True
        rung.shut(
            self.clock() + self.patience.rest,
            f"{error}; left alone for a while after {rung.failures} failures",
        )
        return False

    def _wait_after(self, rung: _Rung, error: ProviderUnavailable, attempt: int) -> float | None:
        """Seconds to wait before the next attempt; None when there is to be none."""
        patience = self.patience
        asked = error.retry_after if isinstance(error, RateLimited) else None
        may_retry = self._count_failure(rung, error)
        if asked is not None and asked > patience.longest_wait:
            rung.shut(self.clock() + asked, f"{error}; it asks to be left alone for {asked:.0f} s")
            return None
        if not may_retry or attempt >= patience.attempts:
            return None
        ceiling = min(patience.longest_wait, patience.first_wait * 2 ** (attempt - 1))
        # A wait that was asked for is kept to, with a little on top so that not all come back at
        # the same moment.
        return self.chance() * ceiling if asked is None else asked + self.chance()

    def _believable(self, rung: _Rung, text: str, answer: object) -> str:
        """The answer on one line, when the guards let it pass and no other text had it before.

        Raises AnswerRefused.
        """
        name = rung.provider.name
        if reason := refusal(text, answer):
            raise AnswerRefused(f"{name}'s answer is refused: it {reason}")
        english = " ".join(str(answer).split())
        earlier = rung.answers.setdefault(english, text)
        if len(english) >= 60 and fold(earlier) != fold(text):  # Titles may well coincide.
            raise AnswerRefused(f"{name}'s answer is refused: it was given for another text before")
        return english
