"""Turn an Arabic text into a proposal by the first provider whose answer can be believed.

Each provider is asked in the order of the settings. One that is down is asked again, after waits
that double and are drawn at random ("full jitter": Brooker, Exponential Backoff and Jitter, 2015)
or that it asked for itself; one that keeps failing is left alone for a while (a circuit breaker:
Nygard, Release It!, 2007), and one without a valid key or allowance for the rest of the run. An
answer that the guards refuse goes to the next provider, never to the memory; the provider that gave
it is not asked the same again.

Each question is entered into the account, and none is asked that could pass the budget: the run
then asks nobody any more. Texts that were asked for together are entered together, at once.

Refuses to guess: when nobody gives a believable answer, `NobodyAnswered` says who and why.
"""

from __future__ import annotations

import itertools
import json
import logging
import math
import random
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
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
from generator.translators import Batching, Provider, Writer, ledger
from generator.translators.ledger import Budget, Line, Metered, Outcome, Usage
from generator.translators.rung import Rung

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
        self._rungs = [Rung(provider) for provider in self.providers]
        self.used: dict[str, Usage] = {}
        self._coming: dict[str, None] = {}

    def ahead(self, texts: Sequence[str]) -> None:
        """Say which texts will be asked for next, so that some can be asked for together.

        It costs nothing: they are asked for when the first of them is.
        """
        self._coming = dict.fromkeys(texts)

    def translate(self, text: str) -> Proposal:
        """The English of `text` by the first provider that can be believed.

        Raises NobodyAnswered.
        """

        def ask(rung: Rung) -> str:
            return rung.believable(text, rung.answer(text))

        if text in self._coming:
            del self._coming[text]
            self._gather(text)
        answer, origin = self._first(self._rungs, text, ask)
        return Proposal(answer, origin)

    def _gather(self, text: str) -> None:
        """Ask for `text` and some that come after it at once, if the one to be asked is faster so.

        What gets no answer here is asked for alone.
        """
        now = self.clock()
        rung = next((rung for rung in self._rungs if rung.shut_until <= now), None)
        if rung is None or not isinstance(rung.provider, Batching) or rung.knows(text):
            return
        wanted = [text, *(later for later in self._coming if not rung.knows(later))]
        batch = next((batch for batch in rung.provider.batches(wanted) if text in batch), [])
        if len(batch) < 2:
            return
        estimate = partial(self._estimate, rung, batch)
        try:
            answers = self._ask(rung, estimate, partial(rung.answers_together, batch), "together")
        except _BudgetReached:  # One by one, some may still be affordable.
            return
        except ProviderError as error:
            self.tell(str(error))
            for failed in batch[1:]:
                self._coming.pop(failed, None)
        else:
            rung.ready.update(zip(batch, answers, strict=True))

    def again(self, text: str, variant: str, origin: Origin) -> Proposal:
        """The English of `text` once more, by who made that of `origin`, shown `variant` of it.

        Raises NobodyAnswered.
        """

        def ask(rung: Rung) -> str:
            return rung.believable(text, rung.provider.translate(variant))

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

        def ask(rung: Rung) -> T:
            assert isinstance(rung.provider, Writer)
            answer = rung.provider.write(instructions, material, schema)
            try:
                rung.check_silence(json.dumps(answer, ensure_ascii=False))
                return read(answer)
            except ValueError as error:
                reason = str(error)
            except RecursionError:
                reason = "is nested too deeply"
            raise rung.refusal(reason)

        writers = [rung for rung in self._rungs if isinstance(rung.provider, Writer)]
        if not writers:
            raise NobodyAnswered([("summary", "no provider is set that can write one")])
        return Written(*self._first(writers, instructions + material, ask))

    def _first(
        self, rungs: Iterable[Rung], text: str, ask: Callable[[Rung], T]
    ) -> tuple[T, Origin]:
        """The first good answer, and who gave it. Raises NobodyAnswered."""
        reasons: list[tuple[str, str]] = []
        for rung in rungs:
            name = rung.provider.name
            if objection := rung.objection(text, self.clock()):
                reasons.append((name, objection))
                continue
            paid = text in rung.ready
            estimate = Usage if paid else partial(self._estimate, rung, [text])
            try:
                answer = self._ask(rung, estimate, partial(ask, rung), None if paid else "kept")
            except _BudgetReached as error:
                reasons.append(("budget", str(error)))
                break
            except ProviderError as error:
                self.tell(str(error))
                reasons.append((name, str(error)))
                if isinstance(error, AnswerRefused):  # It was paid for, and would be again.
                    rung.refused[text] = str(error)
                continue
            return answer, Origin(name, rung.provider.model, self.today().isoformat())
        raise NobodyAnswered(reasons)

    def _ask(
        self,
        rung: Rung,
        estimate: Callable[[], Usage],
        ask: Callable[[], T],
        outcome: Outcome | None,
    ) -> T:
        """One provider's believable answer, asked for as often as patience allows.

        `outcome` is what a good one is in the account; None for what stands there already.
        """
        for attempt in itertools.count(1):
            planned = self._affordable(estimate())
            try:
                answer = ask()
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
                if outcome:
                    self._enter(rung, outcome, planned)
                rung.failures = 0
                return answer
        raise AssertionError("counting never ends")

    def _estimate(self, rung: Rung, texts: Iterable[str]) -> Usage:
        """The most that asking for `texts` once can use."""
        return sum((ledger.estimate(rung.provider, text) for text in texts), Usage())

    def _affordable(self, planned: Usage) -> Usage:
        """What the next question is `planned` to use at most. Raises _BudgetReached."""
        if objection := self.budget.objection(ledger.total(self.used), planned):
            raise _BudgetReached(objection)
        return planned

    def _enter(self, rung: Rung, outcome: Outcome, planned: Usage | None = None) -> None:
        """Enter a question into the account: as the provider has measured it, else as planned."""
        provider = rung.provider
        spent = provider.spent() if isinstance(provider, Metered) else Usage()
        usage = spent if spent.questions else planned or Usage(questions=1)
        self.used[provider.name] = self.used.get(provider.name, Usage()) + usage
        self.account(Line(provider.name, provider.model, outcome, usage))

    def _count_failure(self, rung: Rung, error: ProviderError) -> bool:
        """Whether the breaker stays open for another try; it shuts after too many failures."""
        rung.failures += 1
        if rung.failures < self.patience.failures:
            return True
        rung.shut(
            self.clock() + self.patience.rest,
            f"{error}; left alone for a while after {rung.failures} failures",
        )
        return False

    def _wait_after(self, rung: Rung, error: ProviderUnavailable, attempt: int) -> float | None:
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
