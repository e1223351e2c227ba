"""Turn what of a pair is answered, and where, into measures of what the English may leave out.

An answer is worth most where word order lets one expect it; a word answered only from far away
speaks for a gap rather than against it. The worths are natural logarithms of likelihood ratios,
counted on sentences of the FLORES-200 development set with and without their last third.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from itertools import accumulate
from statistics import median

from generator.checks.coverage import Answer, Coverage
from generator.checks.pair import ArabicWord, Pair

ENGLISH_WORDS = 1.22
"""For each word of the Arabic."""

_NEVER_LAST = frozenset(
    "the a an and or nor but its their my our your very than because if although while whether"
    " whose every during toward towards via".split()
)
_HARDLY_LAST = frozenset(
    "to of from with by for that which as at into about is are was were be been being has have had"
    " will can could may might would should must not who whom whose when where his her between"
    " among such per upon onto since through under over in on after before they we i he she".split()
)
_LAST_WORD = re.compile(r"([A-Za-z']+)\W*$")
_ARTICLE = ("ال", "وال", "بال", "لل")

# What an answer is worth that is so many English words from where it is expected.
_ANSWERED = ((2, -3.5), (4, -3.0), (6, -2.2), (8, -1.0), (10, 0.0), (14, 0.6), (math.inf, 1.2))
_UNANSWERED = {Answer.MISSING: 1.7, Answer.UNKNOWN: 0.8, Answer.SMALL: 0.0}


def broken_off(english: str) -> str:
    """The last word of `english` where no sentence ends with it; else ""."""
    match = _LAST_WORD.search(english)
    return match[1] if match and match[1] in _NEVER_LAST else ""


def hardly_ends(english: str) -> bool:
    """Whether few sentences end with the last word of `english`."""
    match = _LAST_WORD.search(english)
    return match is not None and match[1] in _HARDLY_LAST


def gaps(pair: Pair, found: Coverage) -> tuple[float, ...]:
    """How long the English is for the Arabic; how much an end, a clause seems missing; how near to
    the end of the Arabic its last words lead; and the share that the weightiest end has."""
    count = len(found.arabic)
    root = math.sqrt(count + 1)
    lengths = [
        _length(word, answer) for word, answer in zip(pair.arabic_words, found.arabic, strict=True)
    ]
    signs = len(pair.folded) - count + 1 - sum(len(word.text) for word in pair.arabic_words)
    expected = 13 + 0.5 * signs + sum(lengths)
    length = english_length(pair)
    forward, both = _worths(found, from_end=False), _worths(found, from_end=True)
    tails = [0.0, *accumulate(reversed(forward[3:]))]
    heaviest = max(range(len(tails)), key=tails.__getitem__)
    sources = _last_sources(found) or [0]
    return (
        math.log((length + 10) / (expected + 10)),
        _end_cut(forward, lengths, length, expected) / root,
        max(accumulate(reversed(both[3:]), initial=0.0)) / root,
        max(accumulate(both, lambda total, worth: max(0.0, total + worth), initial=0.0)) / root,
        max(sources) / count,
        median(sources) / count,
        heaviest / count,
    )


def english_length(pair: Pair) -> int:
    """The characters of the English, where an abbreviation counts as what it stands for."""
    short = [w for w in pair.english_words if w.text.isupper() and len(w.text) > 2]
    spelt_out = [w for w in short if w.lower not in pair.latin and pair.heard(w.text) > 0.3]
    return len(pair.english.strip()) + 4 * sum(len(word.text) for word in spelt_out)


def _length(word: ArabicWord, answer: Answer) -> float:
    """How many characters of English a word of the Arabic is expected to become."""
    short = 1.2 * (answer is Answer.SMALL) + 1.0 * word.text.startswith(_ARTICLE)
    return 1.9 + 0.9 * len(word.text) - short


def _worths(found: Coverage, from_end: bool) -> list[float]:
    """How much each Arabic word speaks for a gap around it, its place counted from the beginning,
    or, because a clause may be missing before it, from the nearer end."""
    arabic, english = len(found.arabic), len(found.english)
    worths = []
    for at, (answer, places) in enumerate(zip(found.arabic, found.places, strict=True)):
        if answer is not Answer.ANSWERED:
            worths.append(_UNANSWERED[answer])
            continue
        expected = [at * ENGLISH_WORDS]
        if from_end:
            expected.append(english - 1 - (arabic - 1 - at) * ENGLISH_WORDS)
        apart = min(abs(place - there) for place in places for there in expected)
        worths.append(next(worth for limit, worth in _ANSWERED if apart < limit))
    return worths


def _end_cut(
    worths: Sequence[float], lengths: Sequence[float], length: float, expected: float
) -> float:
    """How much likelier, at best, the English is one of a beginning of the Arabic than of all."""
    whole = _likelihood(length, expected, len(worths))
    best, tail, kept = -9.0, 0.0, expected
    for at in range(len(worths) - 1, 2, -1):
        tail += worths[at]
        kept -= lengths[at]
        best = max(best, tail + _likelihood(length, kept, at) - whole)
    return best


def _likelihood(length: float, expected: float, words: int) -> float:
    """The logarithm of how likely a length is, but for a constant."""
    deviation = max(0.11, 0.55 / math.sqrt(words + 3))
    ratio = math.log((length + 10) / (expected + 10)) / deviation
    return -(ratio**2) / 2 - math.log(deviation)


def _last_sources(found: Coverage) -> list[int]:
    """The places of the Arabic words that the last five answering words of the English answer."""
    sources = found.sources()
    return [
        min(sources[place], key=lambda at: abs(at - place / ENGLISH_WORDS))
        for place in sorted(sources, reverse=True)[:5]
    ]
