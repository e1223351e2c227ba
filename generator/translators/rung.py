"""Turn a provider into one of the ladder's rungs: what is remembered of it during a run.

Whether it is to be left alone for now (a circuit breaker), what it has answered already, and what
of that was refused. So nothing is asked for, and paid for, a second time that has an answer, be it
a good or a bad one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from generator.errors import AnswerRefused
from generator.text.normalize import fold
from generator.translators import Batching, Provider
from generator.translators.guards import refusal
from generator.translators.options import secrets_of

LONG = 60
"""Characters of English from which on two Arabic texts do not have the same by chance."""


@dataclass(slots=True)
class Rung:
    """`ready` are answers that were asked for together, ahead of their turn; `refused` says of a
    question why its answer was refused."""

    provider: Provider
    failures: int = 0
    shut_until: float = -math.inf
    reason: str = ""
    answers: dict[str, str] = field(default_factory=dict)
    ready: dict[str, str] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)

    def shut(self, until: float, reason: str) -> None:
        """Leave the provider alone until then; a failure right afterwards shuts it again."""
        self.shut_until, self.reason = until, reason

    def objection(self, question: str, now: float) -> str | None:
        """Why the provider is not to be asked; None where it is, or where its answer is here."""
        if question in self.refused:
            return self.refused[question]
        return self.reason if now < self.shut_until and question not in self.ready else None

    def knows(self, question: str) -> bool:
        """Whether its answer is here, be it a good or a bad one."""
        return question in self.ready or question in self.refused

    def answer(self, text: str) -> str:
        """The provider's answer. Raises ProviderError."""
        return self.ready.pop(text) if text in self.ready else self.provider.translate(text)

    def answers_together(self, texts: Sequence[str]) -> list[str]:
        """The provider's answers to several texts, in their order. Raises ProviderError."""
        assert isinstance(self.provider, Batching)
        answers = self.provider.translate_many(texts)
        if len(answers) != len(texts):
            raise AnswerRefused(
                f"{self.provider.name} gave {len(answers)} answers to {len(texts)} texts"
            )
        return answers

    def believable(self, text: str, answer: object) -> str:
        """The answer on one line, when the guards let it pass and no other text had it before.

        Raises AnswerRefused.
        """
        self.check_silence(str(answer))  # First, for a refusal may quote numbers of the answer.
        if reason := refusal(text, answer):
            raise self.refusal(reason)
        english = " ".join(str(answer).split())
        earlier = self.answers.setdefault(english, text)
        if len(english) >= LONG and fold(earlier) != fold(text):  # Titles may well coincide.
            raise self.refusal("was given for another text before")
        return english

    def check_silence(self, answer: str) -> None:
        """Raises AnswerRefused for an answer that holds the key: what is kept is published."""
        if any(secret in answer for secret in secrets_of(self.provider)):
            raise self.refusal("holds the key")

    def refusal(self, reason: str) -> AnswerRefused:
        return AnswerRefused(f"{self.provider.name}'s answer is refused: it {reason}")
