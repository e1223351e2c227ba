"""Turn a pair into which words of each side the other side answers.

A word counts as answered when the list of words has an answer for it that stands on the other side,
or when something there sounds like it. A word that the list knows and nothing answers is missing;
of a word that it does not know nothing is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from generator.checks.lexicon import GRAMMAR, answering_english, is_small_word
from generator.checks.pair import ArabicWord, Pair

SOUNDS_ALIKE = 0.3


class Answer(Enum):
    ANSWERED = "answered"
    MISSING = "missing"
    UNKNOWN = "unknown"
    SMALL = "small"  # a word of grammar


@dataclass(frozen=True, slots=True)
class Coverage:
    """For each word of the Arabic, and each of the English, whether the other side answers it.

    `places` are for each Arabic word those of the English words that answer it, counted from 0.
    """

    arabic: tuple[Answer, ...]
    english: tuple[Answer, ...]
    places: tuple[tuple[int, ...], ...]

    def sources(self) -> dict[int, list[int]]:
        """For the places of answering English words the places of the Arabic words they answer."""
        found: dict[int, list[int]] = {}
        for at, places in enumerate(self.places):
            for place in places:
                found.setdefault(place, []).append(at)
        return found


@lru_cache(maxsize=8)
def coverage(pair: Pair) -> Coverage:
    """Found once for the rules that ask for it."""
    places = tuple(_places(word, pair) for word in pair.arabic_words)
    arabic = map(_of_arabic, pair.arabic_words, places)
    return Coverage(tuple(arabic), tuple(_of_english(pair)), places)


def _places(arabic: ArabicWord, pair: Pair) -> tuple[int, ...]:
    """Where the English has a word of the list for `arabic`, or else one that sounds like it."""
    words = pair.english_words
    if answers := arabic.answers & pair.stems:
        return tuple(n for n, word in enumerate(words) if word.stem in answers)
    if is_small_word(arabic.text) or pair.written(arabic) > SOUNDS_ALIKE:
        return ()
    return tuple(n for n, w in enumerate(words) if pair.distance(w, arabic) <= SOUNDS_ALIKE)


def _of_arabic(word: ArabicWord, places: tuple[int, ...]) -> Answer:
    if is_small_word(word.text):
        return Answer.SMALL
    if places:
        return Answer.ANSWERED
    return Answer.MISSING if word.answers else Answer.UNKNOWN


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
