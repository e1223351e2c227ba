"""Turn entries into which of them are related: by the names, terms and topics that they share.

What few articles name says more than what many do, so each is weighed by its inverse document
frequency, and an article is as near to another as the cosine of the two (Salton and Buckley,
"Term-weighting approaches in automatic text retrieval", 1988). Refuses to call two articles
related for what a tenth of all have in common, or because they tell the same story, which
`stories` says.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from generator.models import Entry, Term

MOST = 5
"""Related entries of an entry."""
NEAR = 0.15
"""The least cosine."""
FEW = 20
"""What so many entries name may always relate them, however few there are in all."""


def relate(entries: Sequence[Entry]) -> list[Entry]:
    """The entries, each with the slugs of those nearest to it: the nearest first, the first of
    equals.

    Linear in the number of entries, but for what few of them share.
    """
    marks = [_marks(entry) for entry in entries]
    having: dict[Term | str, list[int]] = defaultdict(list)
    for at, of_entry in enumerate(marks):
        for mark in of_entry:
            having[mark].append(at)
    common = max(FEW, len(entries) // 10)
    weight = {mark: math.log(1 + len(entries) / len(at)) for mark, at in having.items()}
    length = [math.hypot(*(weight[mark] for mark in of_entry)) for of_entry in marks]
    found = []
    for at, entry in enumerate(entries):
        shared: dict[int, float] = defaultdict(float)
        for mark in marks[at]:
            for other in having[mark] if len(having[mark]) <= common else ():
                shared[other] += weight[mark] ** 2
        told = {entry.article.slug, *(like.slug for like in entry.same_story)}
        near = sorted((-dot / (length[at] * length[other]), other) for other, dot in shared.items())
        slugs = [entries[other].article.slug for cosine, other in near if -cosine >= NEAR]
        found.append(
            replace(entry, related=tuple([slug for slug in slugs if slug not in told][:MOST]))
        )
    return found


def _marks(entry: Entry) -> set[Term | str]:
    """What an article has of its own: names and terms, and the topics that its sources give it."""
    topics = (*entry.article.topics, *(topic for copy in entry.copies for topic in copy.topics))
    return {*entry.terms, *topics}
