"""Turn a pair into the suspicion that a part of the Arabic is missing, or that all of it is.

Both are weighed from the lengths and from which words of each side the other answers (`coverage`,
`gaps`), by logistic regressions whose weights were fitted on the FLORES-200 development set: good
translations against the same with their last third or a clause cut, and against the English of
other lines. The thresholds lie where hardly any good translation does.

Source of the length part: Gale and Church, "A program for aligning sentences", 1993.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from generator.checks.coverage import Answer, Coverage, coverage
from generator.checks.gaps import broken_off, gaps, hardly_ends
from generator.checks.lexicon import answering_english
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
_END_CUT = (
    *(-5.93, 0.85, 1.4, -0.25, -4.17, -4.41, 0.71),
    *(1.58, 1.42, 4.99, 2.01, 0.01, 0.46, -3.61, -0.13, -4.45, 2.68),
    0.33,
)  # fmt: skip
_CLAUSE_CUT = (
    *(-7.32, -0.47, -1.37, 1.87, 3.17, 0.11, 1.92),
    *(1.7, -0.13, 3.06, 0.92, 0.01, 0.75, -3.72, 0.95, -3.53, -0.5),
    -11.67,
)  # fmt: skip
_MISMATCH = (
    *(1.18, 0.66, 0.26, 0.33, -0.39, 0.57, 2.43),
    *(-3.72, -4.1, -4.74, 1.53, 0.04, 0.37, -1.25, 0.95, 1.44, 0.8),
    -0.97,
)  # fmt: skip
END_CUT_ABOVE = 2.0
CLAUSE_CUT_ABOVE = 3.0
MISMATCH_ABOVE = 2.5

# What a word is worth as evidence that the texts do not belong together; an answer by how many
# lines of the list have its rarest word: one has -4, 200 have -0.8.
_UNANSWERED = {Answer.MISSING: 1.9, Answer.UNKNOWN: 0.85}
_SOUNDS_ALIKE = -0.75
_BY_FREQUENCY = (-4.0, -3.9, -3.1, -1.85, -1.55, -0.8)


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
    elif last := broken_off(pair.plain):
        yield Finding(Rule.INCOMPLETE, f'the English breaks off at "{last}"')
    elif (
        _weighed(_END_CUT, measured) > END_CUT_ABOVE
        or _weighed(_CLAUSE_CUT, measured) > CLAUSE_CUT_ABOVE
    ):
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
    """What the suspicions are weighed from."""
    words = len(found.arabic)
    answered, missing, unknown = _counts(found.arabic)
    answered_en, missing_en, unknown_en = _counts(found.english)
    root = math.sqrt(words + 1)
    strange = _strangeness(pair, found)
    return (
        *gaps(pair, found),
        (answered + 0.5) / (answered + missing + 0.4 * unknown + 1),
        answered_en / (answered_en + missing_en + 1),
        (answered_en + 1) / (answered_en + missing_en + 0.4 * unknown_en + 1),
        missing_en / root,
        strange,
        strange / (answered + missing + unknown + 1),
        math.log((answered_en + missing_en + unknown_en + 2) / (answered + missing + unknown + 2)),
        root,
        len(found.english) / words,
        float(hardly_ends(pair.plain)),
    )


def _strangeness(pair: Pair, found: Coverage) -> float:
    """The logarithm of how much likelier the answers are in the English of another text."""
    lines = answering_english()
    total = 0.0
    for word, answer in zip(pair.arabic_words, found.arabic, strict=True):
        if answer is Answer.ANSWERED:
            rarest = min((lines[stem] for stem in word.answers & pair.stems), default=0)
            by_frequency = _BY_FREQUENCY[min(5, int(math.log2(rarest + 1) / 1.2))]
            total += by_frequency if rarest else _SOUNDS_ALIKE
        else:
            total += _UNANSWERED.get(answer, 0.0)
    return total


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
