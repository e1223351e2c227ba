"""Turn entries into how far their English has come: by article, and in all.

Pure. What the checks find is asked of a function that is passed in, so that this part does not
depend on which checks there are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from generator.models import Entry, Status, Translation

Findings = Callable[[Translation], Sequence[str]]
"""What the checks find in a translation, each in a line for a person."""


def no_findings(translation: Translation) -> Sequence[str]:
    """Nothing is checked."""
    return ()


@dataclass(frozen=True, slots=True)
class Standing:
    """How many sentences of an article, its title among them, have which status.

    `status` is the weakest of them; `failing` is how many have findings; `reviewers` are those who
    are named, in reading order, each once.
    """

    slug: str
    title: str
    published: str | None
    status: Status
    sentences: Mapping[Status, int]
    failing: int = 0
    reviewers: tuple[str, ...] = ()

    @property
    def waiting(self) -> int:
        """How many sentences wait for a person."""
        return sum(number for status, number in self.sentences.items() if status is not REVIEWED)


REVIEWED = Status.REVIEWED

SORTS: Mapping[str, Callable[[Standing], object]] = {
    "slug": lambda row: row.slug,
    "status": lambda row: (-list(Status).index(row.status), row.slug),
    "waiting": lambda row: (-row.waiting, row.slug),
    "failing": lambda row: (-row.failing, row.slug),
}
"""Orders besides that of the digest (newest first); what needs most comes first."""


@dataclass(frozen=True, slots=True)
class Totals:
    """All articles by their status, all sentences by theirs, and how many have findings."""

    articles: Mapping[Status, int]
    sentences: Mapping[Status, int]
    failing: int


def standing(entry: Entry, findings: Findings = no_findings) -> Standing:
    """How far the English of one article has come."""
    numbers = Counter(translation.status for translation in entry.translations)
    named = (t.reviewer for t in entry.translations if t.status is REVIEWED and t.reviewer)
    return Standing(
        slug=entry.article.slug,
        title=entry.article.title,
        published=entry.article.published,
        status=entry.status,
        sentences={status: numbers[status] for status in Status},
        failing=sum(bool(t.text and findings(t)) for t in entry.translations),
        reviewers=tuple(dict.fromkeys(named)),
    )


def totals(rows: Iterable[Standing]) -> Totals:
    """What the rows come to."""
    rows = list(rows)
    articles = Counter(row.status for row in rows)
    return Totals(
        articles={status: articles[status] for status in Status},
        sentences={status: sum(row.sentences[status] for row in rows) for status in Status},
        failing=sum(row.failing for row in rows),
    )
