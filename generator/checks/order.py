"""Turn a pair into two names that stand in each other's places.

A name is tied to the words around it: in "Alonso beat Massa" what stands beside "Alonso" in English
stands beside it in Arabic too. Where the words around each of two names are answered beside the
other one, clearly and on both sides, the names have changed places. Silent where a name stands
more than once, or where too few of the words around it are known.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from statistics import median

from generator.checks.lexicon import GRAMMAR
from generator.checks.names import names_in
from generator.checks.pair import EnglishWord, Pair
from generator.models import Finding, Rule

ANCHORS = 4
"""So many of them count, the nearest."""

REACH = 7
"""How many words around a name tie it to its place."""

CLEARLY = 1.2
"""By how many times the distance of the two names the exchange must fit better."""


def find(pair: Pair) -> Iterator[Finding]:
    names = names_in(pair)
    places = {name.start: place for name in names if (place := _only_place(name, names, pair))}
    anchored = [
        (name, places[name.start], anchors)
        for name in names
        if name.start in places and len(anchors := _anchors(name, names, pair)) >= 1
    ]
    for (first, a, around_first), (second, b, around_second) in combinations(anchored, 2):
        if abs(a - b) < 2 or abs(first.start - second.start) < 2 + len(first.text):
            continue
        as_it_is = _apart(around_first, a) + _apart(around_second, b)
        exchanged = _apart(around_first, b) + _apart(around_second, a)
        if (
            as_it_is - exchanged > CLEARLY * abs(a - b)
            and _apart(around_first, a) > _apart(around_first, b)
            and _apart(around_second, b) > _apart(around_second, a)
        ):
            yield Finding(
                Rule.NAME, f'"{first.text}" and "{second.text}" stand in each other\'s places'
            )
            return


def _only_place(name: EnglishWord, names: list[EnglishWord], pair: Pair) -> int | None:
    """Where the name stands in the Arabic, from 1; None where that is not certain."""
    if sum(other.lower == name.lower for other in names) > 1:
        return None
    found = [n for n, word in enumerate(pair.arabic_words, 1) if pair.sounds_like(name.text, word)]
    return found[0] if len(found) == 1 else None


def _anchors(name: EnglishWord, names: list[EnglishWord], pair: Pair) -> list[float]:
    """Where the name should stand by each of the nearest words whose place is certain."""
    words = pair.english_words
    at = next(n for n, word in enumerate(words) if word.start == name.start)
    starts = {other.start for other in names}
    slope = len(pair.arabic_words) / max(1, len(words))
    found = []
    for near in sorted(range(len(words)), key=lambda n: abs(n - at)):
        word = words[near]
        if word.start in starts or word.lower in GRAMMAR or abs(near - at) > REACH:
            continue
        places = [n for n, a in enumerate(pair.arabic_words, 1) if word.stem in a.answers]
        if len(places) == 1:
            found.append(places[0] + (at - near) * slope)
    return found[:ANCHORS]


def _apart(anchors: list[float], place: int) -> float:
    return median(abs(anchor - place) for anchor in anchors)
