"""Turn an Arabic text and its English into words that know what they may answer in each other.

Everything the rules ask more than once is found here, once for a pair.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

from generator.checks.lexicon import english_of
from generator.text.normalize import fold
from generator.text.stems import english_stem
from generator.text.transliteration import arabic_sounds, consonants, distance, latin_sounds

ALIKE = 0.36
"""The distance per consonant up to which a Latin and an Arabic word are the same name."""

_LATIN_WORD = re.compile(r"[A-Za-z]+(?:['’]?[A-Za-z]+)*")
_ARABIC_WORD = re.compile(r"[\u0621-\u064a]+")
_POSSESSIVE = re.compile(r"['’]s?$")
_CLITICS = ("", "و", "ف", "ب", "ل", "ك", "ال", "وال", "بال", "لل", "ول", "وب", "فال", "كال")


@dataclass(frozen=True, slots=True)
class EnglishWord:
    """A word of the English: as it is written, in lower case, its stem and where it starts."""

    text: str
    lower: str
    stem: str
    start: int


@dataclass(frozen=True, slots=True)
class ArabicWord:
    """A folded word of the Arabic, where it starts in the folded text, and what may answer it."""

    text: str
    start: int
    answers: frozenset[str]

    @property
    def sounds(self) -> frozenset[str]:
        return _sounds(self.text)


def _sounds(word: str) -> frozenset[str]:
    forms = {word.removeprefix(c) for c in _CLITICS if word.startswith(c)}
    return frozenset(arabic_sounds(form) for form in forms if len(form) > 1)


@dataclass(frozen=True)
class Pair:
    """An Arabic text and its English."""

    arabic: str
    english: str

    @cached_property
    def folded(self) -> str:
        return fold(self.arabic)

    @cached_property
    def plain(self) -> str:
        """The English without accents."""
        decomposed = unicodedata.normalize("NFKD", self.english.replace("’", "'"))
        return "".join(c for c in decomposed if not unicodedata.combining(c))

    @cached_property
    def english_words(self) -> tuple[EnglishWord, ...]:
        found = []
        for match in _LATIN_WORD.finditer(self.plain):
            text = _POSSESSIVE.sub("", match[0])
            lower = text.lower()
            found.append(EnglishWord(text, lower, english_stem(lower), match.start()))
        return tuple(found)

    @cached_property
    def arabic_words(self) -> tuple[ArabicWord, ...]:
        return tuple(
            ArabicWord(m[0], m.start(), english_of(m[0]))
            for m in _ARABIC_WORD.finditer(self.folded)
        )

    @cached_property
    def stems(self) -> frozenset[str]:
        return frozenset(word.stem for word in self.english_words)

    @cached_property
    def answers(self) -> frozenset[str]:
        """The English stems that may stand for a word of the Arabic."""
        return frozenset().union(*(word.answers for word in self.arabic_words))

    def heard(self, word: EnglishWord) -> float:
        """How far the nearest word of the Arabic is from sounding like `word`; 1 is far."""
        latin = latin_sounds(word.text)
        return min(
            (distance(latin, s) for arabic in self.arabic_words for s in _sounds(arabic.text)),
            default=1.0,
        )

    def written(self, arabic: ArabicWord) -> float:
        """How far the nearest word of the English is from sounding like `arabic`; 1 is far."""
        return min(
            (
                distance(latin_sounds(word.text), sounds)
                for sounds in _sounds(arabic.text)
                for word in self.english_words
                if len(word.text) > 3 or word.text[0].isupper()
            ),
            default=1.0,
        )
