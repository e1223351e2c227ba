"""Turn a pair into two names that stand in each other's places.

A name is tied to the words around it: in "Alonso beat Massa" what stands beside "Alonso" in English
stands beside it in Arabic too. Where the words around two names are answered nearer to the other
one, and the names follow each other in another order than in the Arabic, they have changed places.
Both are weighed by a logistic regression, fitted on the FLORES-200 development set with and without
two names exchanged. Silent where a name stands more than once or where its place is not certain.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import combinations

from generator.checks.coverage import coverage
from generator.checks.gaps import ENGLISH_WORDS
from generator.checks.lexicon import GRAMMAR
from generator.checks.names import names_in
from generator.checks.pair import Pair
from generator.models import Finding, Rule

REACH = 8
"""How many words around a name tie it to its place."""

# Weights in the order of `_features`, the constant last; and what the sum must exceed.
_WEIGHTS = (0.51, 0.28, -0.15, 4.1, -0.01, 0.16, 0.07, 0.25, -3.45)
EXCHANGED_ABOVE = 3.3


@dataclass(frozen=True, slots=True)
class _Name:
    """The places of the words of a name in the English, and where it stands in the Arabic."""

    words: range
    text: str
    place: float


def find(pair: Pair) -> Iterator[Finding]:
    sources = coverage(pair).sources()
    for first, second in combinations(_placed_names(pair), 2):
        measured = features(first, second, pair, sources)
        if measured and _weighed(measured) > EXCHANGED_ABOVE:
            yield Finding(
                Rule.NAME, f'"{first.text}" and "{second.text}" stand in each other\'s places'
            )
            return


def features(
    first: _Name, second: _Name, pair: Pair, sources: dict[int, list[int]]
) -> tuple[float, ...]:
    """What the suspicion that two names are exchanged is weighed from; empty for neighbours."""
    apart = abs(first.place - second.place)
    if apart < 1:
        return ()
    names = {*first.words, *second.words}
    near, led, tied = [], [], 0.0
    for name, other in ((first, second), (second, first)):
        anchors = _anchors(name, names, pair, sources)
        near.append(_distance(anchors, name.place, 0) - _distance(anchors, other.place, 0))
        led.append(_distance(anchors, name.place, 1) - _distance(anchors, other.place, 1))
        tied += sum(1 / (abs(steps) + 0.5) for steps, _ in anchors)
    turned = float(first.place > second.place)
    between = abs(second.words[0] - first.words[-1])
    return (sum(near), sum(led), min(near), turned, turned * apart, turned * between, between, tied)


def _weighed(measured: tuple[float, ...]) -> float:
    return _WEIGHTS[-1] + sum(w * m for w, m in zip(_WEIGHTS, measured, strict=False))


def _placed_names(pair: Pair) -> list[_Name]:
    """The names of the English, those side by side as one, whose place in the Arabic is certain."""
    words = pair.english_words
    places = {word.start: at for at, word in enumerate(words)}
    spans: list[range] = []
    for word in names_in(pair):
        at = places[word.start]
        before = words[at - 1]
        touches = word.start - before.start - len(before.text) <= 1
        if spans and spans[-1][-1] == at - 1 and touches:
            spans[-1] = range(spans[-1][0], at + 1)
        else:
            spans.append(range(at, at + 1))
    texts = [" ".join(words[at].text for at in span) for span in spans]
    return [
        _Name(span, text, place)
        for span, text in zip(spans, texts, strict=True)
        if texts.count(text) == 1 and (place := _place(span, pair)) is not None
    ]


def _place(span: range, pair: Pair) -> float | None:
    """Where the words of a name stand in the Arabic; None where that is not certain."""
    hits = [
        [n for n, arabic in enumerate(pair.arabic_words) if pair.sounds_like(name.text, arabic)]
        for name in (pair.english_words[at] for at in span)
    ]
    everywhere = sorted({place for places in hits for place in places})
    if everywhere and everywhere[-1] - everywhere[0] > len(span):
        everywhere = [places[0] for places in hits if len(places) == 1]
    if not everywhere or max(everywhere) - min(everywhere) > len(span):
        return None
    return sum(everywhere) / len(everywhere)


def _anchors(
    name: _Name, names: Collection[int], pair: Pair, sources: dict[int, list[int]]
) -> list[tuple[int, list[int]]]:
    """The words around a name: how many words before (or after, below 0) it, and their sources."""
    first, last = name.words[0], name.words[-1]
    return [
        (first - at if at < first else last - at, sources[at])
        for at in range(max(0, first - REACH), min(len(pair.english_words), last + REACH + 1))
        if at in sources and at not in names and pair.english_words[at].lower not in GRAMMAR
    ]


def _distance(anchors: list[tuple[int, list[int]]], place: float, led: int) -> float:
    """How far a place is from the sources of the words around a name, the nearest weighing most;
    if `led`, from where the name would stand by each of them."""
    total = weight = 0.0
    for steps, found in anchors:
        there = place - led * steps / ENGLISH_WORDS
        near = 1 / (abs(steps) + (1.0 if led else 0.5))
        total += near * min(REACH, *(abs(source - there) for source in found))
        weight += near
    return total / weight if weight else 0.0
