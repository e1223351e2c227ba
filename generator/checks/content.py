"""Turn a pair into the suspicion that a part of the Arabic is missing, or that all of it is.

Both are weighed from the lengths and from which words of each side the other answers (`coverage`),
by a logistic regression whose weights were fitted on even lines of the FLORES-200 development set:
good translations against the same with their last third or a clause cut, and against the English
of other lines. The thresholds lie where hardly any good translation does.

Source of the length part: Gale and Church, "A program for aligning sentences", 1993.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import accumulate

from generator.checks.coverage import SOUNDS_ALIKE, Answer, Coverage, coverage
from generator.checks.pair import Pair
from generator.models import Finding, Rule

MIN_WORDS = 4
"""A shorter Arabic text, such as a title, is judged by its length alone."""

SHORTEST, SHORTER_BY = 0.45, 12
LONGEST, LONGER_BY = 2.3, 40
"""The bounds of the lengths, in characters of the folded Arabic, whatever the words say."""

SUPPORTED = 0.4
"""The share of the known words of a summary's sentence that its sources must answer."""

# Weights in the order of `features`, the constant last; and what the sum must exceed.
_INCOMPLETE = (
    *(-6.9, -1.15, -0.95, -4.97, -1.24, 9.43, -5.63, 0.42, 0.5, 0.14, 7.25, 0.32, -0.58, 1.7),
    -6.17,
)
_MISMATCH = (
    *(0.48, -0.03, -2.48, -3.45, -2.75, -3.79, -0.64, 0.75, -0.34, 1.41, 0.63, 0.25, 1.28, 1.45),
    2.13,
)
INCOMPLETE_ABOVE = 2.7
MISMATCH_ABOVE = 3.0


def find(pair: Pair) -> Iterator[Finding]:
    arabic, english = len(pair.folded), len(pair.english.strip())
    if not pair.arabic_words or not english:
        return
    if english < SHORTEST * arabic - SHORTER_BY:
        yield Finding(Rule.LENGTH, f"too short: {english} characters for {arabic} of Arabic")
    elif english > LONGEST * arabic + LONGER_BY:
        yield Finding(Rule.LENGTH, f"too long: {english} characters for {arabic} of Arabic")
    found = coverage(pair)
    if sum(answer is not Answer.SMALL for answer in found.arabic) < MIN_WORDS:
        return
    measured = features(pair, found)
    if _weighed(_MISMATCH, measured) > MISMATCH_ABOVE:
        share = f"{found.arabic.count(Answer.ANSWERED)} of {len(_known(found.arabic))}"
        yield Finding(
            Rule.MISMATCH,
            f"the English answers {share} known words of the Arabic: {_told(pair, found)}",
        )
    elif _weighed(_INCOMPLETE, measured) > INCOMPLETE_ABOVE:
        yield Finding(
            Rule.INCOMPLETE,
            f"{english} characters for {arabic} of Arabic, with no answer to {_told(pair, found)}",
        )


def unsupported(pair: Pair) -> Iterator[Finding]:
    """An English of which hardly a word answers any of the sources."""
    english = coverage(pair).english
    answered, missing, _ = _counts(english)
    if answered + missing >= MIN_WORDS and answered < SUPPORTED * (answered + missing):
        share = f"{answered} of {answered + missing}"
        yield Finding(Rule.MISMATCH, f"the sources answer {share} known words of the English")


def features(pair: Pair, found: Coverage) -> tuple[float, ...]:
    """What the two suspicions are weighed from."""
    arabic, english = found.arabic, found.english
    words = math.sqrt(len(arabic) + 1)
    ratio = math.log((_length(pair) + 10) / (len(pair.folded) + 10))
    answered, missing, unknown = _counts(arabic)
    answered_en, missing_en, unknown_en = _counts(english)
    content = answered + missing + unknown + 2
    last = arabic[len(arabic) * 2 // 3 :]
    return (
        ratio,
        words * ratio,
        answered / (answered + missing + 1),
        answered_en / (answered_en + missing_en + 1),
        (answered + 0.5) / (answered + missing + 0.4 * unknown + 1),
        (answered_en + 1) / (answered_en + missing_en + 0.4 * unknown_en + 1),
        math.log((answered_en + missing_en + unknown_en + 2) / content),
        _worst_stretch(arabic, 1.0) / words,
        _worst_stretch(last, 1.0) / words,
        _worst_stretch(arabic, 9.0) / content,
        _last_gap(arabic) / content,
        math.sqrt(_last_gap(arabic)),
        missing / words,
        missing_en / words,
    )


def _length(pair: Pair) -> int:
    """The characters of the English, where an abbreviation counts as what it stands for."""
    short = [w for w in pair.english_words if w.text.isupper() and len(w.text) > 2]
    spelt_out = [
        w for w in short if w.lower not in pair.latin and pair.heard(w.text) > SOUNDS_ALIKE
    ]
    return len(pair.english.strip()) + 4 * sum(len(word.text) for word in spelt_out)


def _weighed(weights: Sequence[float], measured: Sequence[float]) -> float:
    return weights[-1] + sum(w * m for w, m in zip(weights, measured, strict=False))


def _counts(answers: Sequence[Answer]) -> tuple[int, int, int]:
    return (
        answers.count(Answer.ANSWERED),
        answers.count(Answer.MISSING),
        answers.count(Answer.UNKNOWN),
    )


def _known(answers: Sequence[Answer]) -> list[Answer]:
    return [answer for answer in answers if answer in {Answer.ANSWERED, Answer.MISSING}]


def _worst_stretch(answers: Sequence[Answer], redeems: float) -> float:
    """The heaviest stretch without answers, where an answer `redeems` so many missing ones."""
    cost = {Answer.ANSWERED: -redeems, Answer.MISSING: 1.0, Answer.UNKNOWN: 0.4, Answer.SMALL: 0.0}
    sums = accumulate((cost[a] for a in answers), lambda total, x: max(0.0, total + x), initial=0.0)
    return max(sums)


def _last_gap(answers: Sequence[Answer]) -> float:
    """The heaviest stretch without answers that ends with the text."""
    cost = {Answer.ANSWERED: -1.3, Answer.MISSING: 1.0, Answer.UNKNOWN: 0.5, Answer.SMALL: 0.0}
    return max(accumulate((cost[a] for a in reversed(answers)), initial=0.0))


def _told(pair: Pair, found: Coverage) -> str:
    """Some Arabic words that nothing answers, from the longest stretch of them."""
    runs: list[list[str]] = [[]]
    for word, answer in zip(pair.arabic_words, found.arabic, strict=True):
        if answer is Answer.ANSWERED:
            runs.append([])
        else:
            runs[-1].append(word.text)
    longest = max(runs, key=len)
    return f'"{" ".join(longest[:6])}"' + (" ..." if len(longest) > 6 else "")
