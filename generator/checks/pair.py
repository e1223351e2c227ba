"""Turn an Arabic text and its English into words that know what they may answer in each other.

Everything the rules ask more than once is found here, once for a pair.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache

from generator.checks.lexicon import english_of, is_small_word
from generator.text.normalize import fold
from generator.text.stems import english_stem
from generator.text.transliteration import arabic_sounds, distance, latin_sounds

ALIKE = 0.36
"""The distance per consonant up to which a Latin and an Arabic word are the same name."""

SURELY_ALIKE = 0.12
"""The same for an Arabic word that the English already translates."""

_LATIN_WORD = re.compile(r"[A-Za-z]+(?:['’]?[A-Za-z]+)*|[$€£%]")
_READ_AS = {"$": "dollar", "€": "euro", "£": "pound", "%": "percent"}
_ARABIC_WORD = re.compile(r"[\u0621-\u064a]+")
_POSSESSIVE = re.compile(r"['’]s?$")
_ENDING = re.compile("(?:ي|يه|يون|يين|ين|ون|ات|يا|ان)$")
_PEOPLE = re.compile(r"(?:ians?|ans?|ese|ish|ic|[in]?s|ites?|i|ers?)$")
_SILENT = re.compile(r"(?<=[aeiouyl])(?:[tsxzrhdp]|ts|er|ne|gh|ue)$")
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


@lru_cache(maxsize=65_536)
def _sounds(word: str) -> tuple[str, ...]:
    """How a word may sound with and without what is written onto it."""
    starts = {word.removeprefix(c) for c in _CLITICS if word.startswith(c)}
    forms = {form for start in starts for form in (start, _ENDING.sub("", start))}
    return tuple({arabic_sounds(form) for form in forms if len(form) > 1})


@lru_cache(maxsize=65_536)
def _spoken(name: str) -> tuple[str, ...]:
    """How a Latin name may sound, with and without a silent end or the ending of a people."""
    forms = [name]
    if len(name) > 4:
        forms += [_PEOPLE.sub("", name), _SILENT.sub("", name)]
    return tuple({latin_sounds(form) for form in forms if len(form) > 1})


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
            text = _READ_AS.get(match[0]) or _POSSESSIVE.sub("", match[0])
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
    def latin(self) -> frozenset[str]:
        """The Latin words that stand in the Arabic itself, in lower case."""
        return frozenset(m[0].lower() for m in re.finditer(r"[A-Za-z]+", self.folded))

    @cached_property
    def stems(self) -> frozenset[str]:
        return frozenset(word.stem for word in self.english_words)

    @cached_property
    def answers(self) -> frozenset[str]:
        """The English stems that may stand for a word of the Arabic."""
        return frozenset().union(*(word.answers for word in self.arabic_words))

    @cached_property
    def _heard_words(self) -> tuple[frozenset[str], frozenset[str]]:
        """How each word of the Arabic may sound: those that may be names, and the others."""
        free: set[str] = set()
        taken: set[str] = set()
        for word in self.arabic_words:
            (taken if self._is_taken(word) else free).update(_sounds(word.text))
        return frozenset(free), frozenset(taken - free)

    def _is_taken(self, word: ArabicWord) -> bool:
        """Whether an Arabic word is no name: one of grammar, or one that the English translates."""
        return is_small_word(word.text) or bool(word.answers & self.common_stems)

    @cached_property
    def common_stems(self) -> frozenset[str]:
        """The stems of the English words without a capital."""
        return frozenset(word.stem for word in self.english_words if word.text[0].islower())

    @cached_property
    def _heard_runs(self) -> tuple[str, ...]:
        """How two or three words of the Arabic sound that may be one name: توت عنخ آمون."""
        words = [word.text for word in self.arabic_words]
        runs = {"".join(words[at : at + n]) for n in (2, 3) for at in range(len(words) - n + 1)}
        return tuple({s for run in runs if len(run) < 18 for s in (arabic_sounds(run),)})

    def heard(self, word: str) -> float:
        """How far the nearest word of the Arabic is from sounding like a Latin `word`; 1 is far."""
        spoken = _spoken(word)
        free, taken = self._heard_words
        best = min((distance(s, a) for s in spoken for a in free), default=1.0)
        if best > SURELY_ALIKE:
            nearest = min((distance(s, a) for s in spoken for a in taken), default=1.0)
            best = nearest if nearest <= SURELY_ALIKE else best
        if best > 0.2 and len(word) > 4:
            latin = latin_sounds(word)
            best = min(best, min((distance(latin, a) for a in self._heard_runs), default=1.0))
        return best

    def sounds_like(self, name: str, arabic: ArabicWord) -> bool:
        """Whether `arabic` may be the Latin `name`, or a word that the list has for it."""
        if english_stem(name.lower()) in arabic.answers:
            return True
        if is_small_word(arabic.text):
            return False
        return any(distance(s, a) <= ALIKE for s in _spoken(name) for a in _sounds(arabic.text))

    def written(self, arabic: ArabicWord) -> float:
        """How far the nearest word of the English is from sounding like `arabic`; 1 is far."""
        sounds = _sounds(arabic.text)
        return min((distance(e, a) for e in self._spoken_words for a in sounds), default=1.0)

    def distance(self, english: EnglishWord, arabic: ArabicWord) -> float:
        """How far the two are from sounding alike; 1 is far, as is a word too short to tell."""
        if not _is_heard(english):
            return 1.0
        sounds = _sounds(arabic.text)
        return min((distance(e, a) for e in _spoken(english.text) for a in sounds), default=1.0)

    @cached_property
    def _spoken_words(self) -> tuple[str, ...]:
        words = {word.text for word in self.english_words if _is_heard(word)}
        return tuple({sounds for word in words for sounds in _spoken(word)})


def _is_heard(word: EnglishWord) -> bool:
    return len(word.text) > 3 or word.text[0].isupper()
