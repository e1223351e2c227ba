"""Turn an Arabic text into a proposal by the first provider whose answer can be believed.

Each provider is asked in the order of the settings. One that is down is asked again, after waits
that double and are drawn at random ("full jitter": Brooker, Exponential Backoff and Jitter, 2015)
or that it asked for itself; one that keeps failing is left alone for a while (a circuit breaker:
Nygard, Release It!, 2007), and one without a valid key or allowance for the rest of the run. An
answer that the guards refuse goes to the next provider, never to the memory.

Refuses to guess: when nobody gives a believable answer, `NobodyAnswered` says who and why.
"""

from __future__ import annotations

import itertools
import logging
import math
import random
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

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
from generator.translators import Provider
from generator.translators.guards import refusal

log = logging.getLogger("khulasa")


@dataclass(frozen=True, slots=True)
class Proposal:
    """English that passed the guards, and who made it when."""

    text: str
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


@dataclass(slots=True)
class _Rung:
    """A provider with its circuit breaker, and what it has answered in this run."""

    provider: Provider
    failures: int = 0
    shut_until: float = -math.inf
    reason: str = ""
    answers: dict[str, str] = field(default_factory=dict)

    def shut(self, until: float, reason: str) -> None:
        """Leave the provider alone until then; a failure right afterwards shuts it again."""
        self.shut_until, self.reason = until, reason


@dataclass
class Ladder:
    """Providers in order of preference. One text at a time; not for several threads.

    `today`, `clock` (seconds, monotonic), `sleep` and `chance` (0.0 to 1.0) are what it takes from
    the world; `tell` gets the plain lines on waits and failures, which hold no text and no key.
    """

    providers: Iterable[Provider]
    patience: Patience = field(default_factory=Patience)
    today: Callable[[], date] = date.today
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random
    tell: Callable[[str], None] = log.info

    def __post_init__(self) -> None:
        self._rungs = [_Rung(provider) for provider in self.providers]

    def translate(self, text: str) -> Proposal:
        """The English of `text` by the first provider that can be believed.

        Raises NobodyAnswered.
        """
        reasons: list[tuple[str, str]] = []
        for rung in self._rungs:
            name = rung.provider.name
            if self.clock() < rung.shut_until:
                reasons.append((name, rung.reason))
                continue
            try:
                answer = self._ask(rung, text)
            except ProviderError as error:
                self.tell(str(error))
                reasons.append((name, str(error)))
                continue
            day = self.today().isoformat()
            return Proposal(answer, Origin(name, rung.provider.model, day))
        raise NobodyAnswered(reasons)

    def _ask(self, rung: _Rung, text: str) -> str:
        """One provider's believable answer, asked for as often as patience allows."""
        for attempt in itertools.count(1):
            try:
                answer = rung.provider.translate(text)
                english = self._believable(rung, text, answer)
            except (ProviderMisconfigured, QuotaExhausted) as error:
                rung.shut(math.inf, str(error))
                raise
            except AnswerRefused as error:  # The same again is likely; the next provider is better.
                self._count_failure(rung, error)
                raise
            except ProviderUnavailable as error:
                wait = self._wait_after(rung, error, attempt)
                if wait is None:
                    raise
                self.tell(f"waiting {round(wait, 1):g} s for {rung.provider.name}: {error}")
                self.sleep(wait)
            else:
                rung.failures = 0
                return english
        raise AssertionError("counting never ends")

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
