"""Turn the questions that providers were asked into an account, and a budget into a halt.

Pure: `Line`s in, totals out; who reads and writes the file is the edge. Refuses to guess prices:
they change, and differ from contract to contract, so they stand in the settings (`price` ...), in
the user's own currency, for a million characters or tokens.

The account is kept a line a question, written before the next one is asked, so that a killed run
has not spent anything unseen. It is no part of what is published: it says what an account has paid,
not what the site says.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Literal, Protocol, runtime_checkable

FILE = ".ledger.jsonl"
"""Its name in the folder of translations."""

MILLION = 1_000_000

Outcome = Literal["kept", "together", "refused", "failed"]
"""What became of a question. Of several texts asked for "together" all are entered in one line; one
that is refused afterwards has a line of its own, which uses nothing more."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What questions have used: characters of Arabic, tokens as the service counts them, money.

    `cost` is in the currency of the prices in the settings; 0 where no price is set.
    """

    questions: int = 0
    characters: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    cost: float = 0.0

    def __add__(self, other: Usage) -> Usage:
        return Usage(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))


@runtime_checkable
class Metered(Protocol):
    """A provider that knows better than by characters what it uses."""

    def estimate(self, text: str) -> Usage:
        """The most that asking for `text` once can use."""

    def spent(self) -> Usage:
        """What was used since this was last asked, by answers that were refused as well."""


@dataclass(frozen=True, slots=True)
class Budget:
    """What a run may use in all; None is no limit."""

    characters: int | None = None
    cost: float | None = None

    def objection(self, spent: Usage, planned: Usage) -> str | None:
        """Why nothing more may be asked, if `planned` could pass the budget; None if it cannot."""
        after = spent + planned
        if self.characters is not None and after.characters > self.characters:
            return (
                f"the budget of {self.characters:,} characters would be passed"
                f" ({spent.characters:,} are used)"
            )
        if self.cost is not None and after.cost > self.cost and planned.cost > 0:
            return (
                f"the budget of {self.cost:g} could be passed"
                f" ({spent.cost:.4g} is spent, the next question may cost {planned.cost:.2g})"
            )
        return None


@dataclass(frozen=True, slots=True)
class Line:
    """One question to a provider, and what became of it.

    `run` is when the run began, `time` when the question ended (ISO 8601); the edge knows.
    """

    provider: str
    model: str | None
    outcome: Outcome
    usage: Usage
    run: str = ""
    time: str = ""

    def to_json(self) -> str:
        """The line as it stands in the file, without its end."""
        used = {f.name: getattr(self.usage, f.name) for f in fields(self.usage)}
        kept = {name: value for name, value in used.items() if value}
        head = {"run": self.run, "time": self.time, "provider": self.provider}
        model = {"model": self.model} if self.model else {}
        return json.dumps(head | model | {"outcome": self.outcome} | kept, ensure_ascii=False)


def read(lines: Iterable[str]) -> Iterator[Line]:
    """The lines of a file. One that was cut in half, or holds what cannot be, is passed over."""
    return filter(None, map(_line, lines))


def _line(text: str) -> Line | None:
    try:
        body = json.loads(text)
        counts = [int(body.get(f.name, 0)) for f in fields(Usage) if f.name != "cost"]
        usage = replace(Usage(*counts), cost=float(body.get("cost", 0)))
        head = (body["provider"], body.get("model"), body["outcome"])
        line = Line(*head, usage, body["run"], body["time"])
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
        return None
    return line if min(*counts, usage.cost) >= 0 and math.isfinite(usage.cost) else None


def totals(lines: Iterable[Line]) -> dict[str, Usage]:
    """What each provider has used, in the order in which they first come."""
    found: dict[str, Usage] = {}
    for line in lines:
        found[line.provider] = found.get(line.provider, Usage()) + line.usage
    return found


def total(used: Mapping[str, Usage]) -> Usage:
    return sum(used.values(), Usage())


def estimate(provider: object, text: str) -> Usage:
    """The most that asking `provider` for `text` once can use.

    By the characters, unless the provider knows better; a provider without a `price` costs nothing.
    """
    if isinstance(provider, Metered):
        return provider.estimate(text)
    return by_characters(len(text), getattr(provider, "price", 0.0))


def without_price(providers: Iterable[object]) -> list[str]:
    """The names of the providers that could have a price and have none: they count as free."""
    options = ("price", "price_in", "price_out")
    return [
        str(getattr(provider, "name", ""))
        for provider in providers
        if (prices := [getattr(provider, o) for o in options if hasattr(provider, o)])
        and not any(prices)
    ]


def by_characters(characters: int, price: float) -> Usage:
    """One question of so many characters at `price` for a million."""
    return Usage(questions=1, characters=characters, cost=characters * price / MILLION)


def told(usage: Usage) -> str:
    """ "12 questions, 3,400 characters, 5,600 tokens, cost 0.012": what is 0 is left out."""
    tokens = usage.tokens_in + usage.tokens_out
    return ", ".join(
        filter(
            None,
            [
                f"{usage.questions:,} question{'s' * (usage.questions != 1)}",
                f"{usage.characters:,} characters" if usage.characters else "",
                f"{tokens:,} tokens" if tokens else "",
                f"cost {usage.cost:.4g}" if usage.cost else "",
            ],
        )
    )
