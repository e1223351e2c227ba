"""Turn a pair into which words of each side the other side answers.

A word counts as answered when the list of words has an answer for it that stands on the other side,
or when something there sounds like it. A word that the list knows and nothing answers is missing;
of a word that it does not know nothing is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from generator.checks.lexicon import GRAMMAR, answering_english, is_small_word
from generator.checks.pair import Pair

SOUNDS_ALIKE = 0.3


class Answer(Enum):
    ANSWERED = "answered"
    MISSING = "missing"
    UNKNOWN = "unknown"
    SMALL = "small"  # a word of grammar


@dataclass(frozen=True, slots=True)
class Coverage:
    """For each word of the Arabic, and each of the English, whether the other side answers it."""

    arabic: tuple[Answer, ...]
    english: tuple[Answer, ...]


def coverage(pair: Pair) -> Coverage:
    return Coverage(tuple(_of_arabic(pair)), tuple(_of_english(pair)))


def _of_arabic(pair: Pair) -> Sequence[Answer]:
    found = []
    for word in pair.arabic_words:
        if is_small_word(word.text):
            found.append(Answer.SMALL)
        elif word.answers & pair.stems or pair.written(word) <= SOUNDS_ALIKE:
            found.append(Answer.ANSWERED)
        else:
            found.append(Answer.MISSING if word.answers else Answer.UNKNOWN)
    return found


def _of_english(pair: Pair) -> Sequence[Answer]:
    found = []
    for word in pair.english_words:
        if word.lower in GRAMMAR or len(word.lower) < 3:
            found.append(Answer.SMALL)
        elif word.stem in pair.answers or (
            len(word.text) > 3 and pair.heard(word.text) <= SOUNDS_ALIKE
        ):
            found.append(Answer.ANSWERED)
        else:
            known = word.stem in answering_english()
            found.append(Answer.MISSING if known else Answer.UNKNOWN)
    return found
