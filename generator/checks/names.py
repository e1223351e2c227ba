"""Turn a pair into the names that stand only in the English, and the terms not said as agreed.

A name is a capitalized word that is neither a common word nor known by another form. It is found
again in the Arabic by its sound, by the list of names that are not written as they sound, by a
word of the Arabic that it may translate, or letter by letter where it is an abbreviation. The other
way round Arabic has no capitals: a name left out is seen by `coverage` as a word without an answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.checks.lexicon import is_common, is_small_word
from generator.checks.pair import ALIKE, EnglishWord, Pair
from generator.models import Finding, Rule
from generator.text.stems import english_stem
from generator.text.transliteration import consonants, latin_sounds

_LISTED = 4


def find(pair: Pair) -> Iterator[Finding]:
    names = names_in(pair)
    answered = {word.start for word in names if _is_answered(word, pair, ALIKE)}
    strangers = [
        word.text
        for word in names
        if word.start not in answered
        and not (_has_neighbour(word, names, answered) and _is_answered(word, pair, LOOSE))
    ]
    strangers = strangers or [word.text for word in _odd_capitals(pair)]
    if strangers:
        named = ", ".join(f'"{name}"' for name in list(dict.fromkeys(strangers))[:_LISTED])
        yield Finding(Rule.NAME, f"nothing in the Arabic sounds like or means {named}")


def _odd_capitals(pair: Pair) -> list[EnglishWord]:
    """Common words that stand alone with a capital, as names do, and answer nothing."""
    words = pair.english_words
    return [
        word
        for before, word, after in zip((None, *words), words, (*words[1:], None), strict=False)
        if word.text.istitle()
        and len(word.text) > 3
        and word.lower not in _TITLES | _CALENDAR
        and word.stem not in pair.common_stems
        and not _opens(word, pair)
        and not _is_capital_beside(before, word)
        and not _is_capital_beside(after, word)
        and not _NUMBERED.match(pair.plain, word.start + len(word.text))
        and not _is_answered(word, pair, LOOSE)
    ]


def _is_capital_beside(other: EnglishWord | None, word: EnglishWord) -> bool:
    if other is None or other.text == "I" or not other.text[0].isupper():
        return False
    first, last = sorted((other, word), key=lambda each: each.start)
    return last.start - first.start - len(first.text) <= 2


_NUMBERED = re.compile(r" ?\d")
_CALENDAR = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may"
    " june july"
    " august september october november december english earth moon internet heaven spring summer"
    " autumn"
    " winter christmas".split()
)


def _has_neighbour(word: EnglishWord, names: list[EnglishWord], answered: set[int]) -> bool:
    """Whether `word` stands beside a name that was found again."""
    end = word.start + len(word.text)
    return any(
        name.start in answered
        and (0 < name.start - end <= 2 or 0 < word.start - name.start - len(name.text) <= 2)
        for name in names
    )


def names_in(pair: Pair) -> list[EnglishWord]:
    """The words of the English that are names, as far as capitals and the list of words tell."""
    lower = {word.stem for word in pair.english_words if word.text == word.lower}
    if pair.english.isupper():
        return []
    return [
        word
        for word in pair.english_words
        if word.text[0].isupper()
        and word.stem not in lower
        and not _is_common(word)
        and (not _opens(word, pair) or _may_be_subject(word, pair))
    ]


def _is_common(word: EnglishWord) -> bool:
    if "'" in word.text or len(word.text) < 3 or word.lower in _TITLES or is_common(word.lower):
        return True
    return _COMMON_ENDING.search(word.lower) is not None


def _opens(word: EnglishWord, pair: Pair) -> bool:
    """Whether `word` has its capital from the beginning of a sentence."""
    return _BEGINNING.search(pair.plain[max(0, word.start - 6) : word.start]) is not None


def _may_be_subject(word: EnglishWord, pair: Pair) -> bool:
    """Whether what follows the first word of a sentence makes a name of it."""
    following = pair.plain[word.start + len(word.text) :][:12]
    return _AFTER_NAME.match(following) is not None and not word.lower.endswith(_NO_NAMES)


def _is_answered(word: EnglishWord, pair: Pair, limit: float) -> bool:
    if word.stem in pair.answers or word.lower in pair.latin:
        return True
    if word.text.isupper() or _ABBREVIATION.search(word.text):
        return True  # an abbreviation may be spelt, sounded or said in full
    limit *= _STRICTER.get(consonants(latin_sounds(word.text)), 1.0)
    if _is_translated_compound(word.lower, pair):
        return True
    if pair.heard(word.text) <= limit or _resembles_unknown(word, pair):
        return True
    parts = _CAMEL.findall(word.text)
    return len(parts) > 1 and any(pair.heard(part) <= limit for part in parts if len(part) > 2)


def _is_translated_compound(word: str, pair: Pair) -> bool:
    """Whether `word` is two common words in one, as in a brand, and answers the Arabic by one."""
    halves = ((word[:at], word[at:]) for at in range(3, len(word) - 2))
    return any(
        is_common(first)
        and is_common(second)
        and any(len(half) > 3 and english_stem(half) in pair.answers for half in (first, second))
        for first, second in halves
    )


def _resembles_unknown(word: EnglishWord, pair: Pair) -> bool:
    """Whether `word` sounds roughly like a word that the list does not know: a name, misspelt."""
    return len(word.text) > 4 and any(
        not arabic.answers
        and not is_small_word(arabic.text)
        and pair.distance(word, arabic) <= RESEMBLING
        for arabic in pair.arabic_words
    )


RESEMBLING = 0.45
"""The same as `ALIKE` where the Arabic word can hardly be anything but a name."""

_STRICTER = {0: 0.5, 1: 0.5, 2: 0.75, 3: 0.9}
"""By how much nearer a name of so few consonants must be: there are many words like it."""

LOOSE = 0.55
"""The same as `ALIKE` where a neighbouring part of the name was found."""

_BEGINNING = re.compile(r"^\W*$|[.!?:;][\s\"'“‘(\[]+$|[\"“(\[•]$|\s[-–—] $")
_AFTER_NAME = re.compile(
    r"'s?\b| (?:is|was|has|had|said|says|also|who|and [A-Z]|of [A-Z]|will|would|then|told|did|does"
    r"|won|[A-Z])|, "
)
_NO_NAMES = ("ed", "ing", "ly", "ous", "ful", "tion", "ity", "ive", "ness", "ment")
_COMMON_ENDING = re.compile(
    r"(?:isms?|hood|able|tional|ical|ological|ology|tion|tions|isation|ization|ments?|ities|ness|ously|fully|ively"
    r"|ically|ingly"
    r"|ous|ious|ful|less|ship|ability|ology|ologist|graphic|metric|chronous|ations?)$"
)
_ABBREVIATION = re.compile(r"[A-Z][a-z]?[A-Z]{2}|[A-Z]{2,}s?$")
_CAMEL = re.compile(r"[A-Z][a-z]+|[A-Z]+(?![a-z])|[a-z]+")
_TITLES = frozenset(
    "mr mrs ms miss dr sir lord lady saint st jr sr prof gen col capt lt sgt rev hon de la le el"
    " al los las jan feb mar apr jun jul aug sep sept oct nov dec"
    " the of von van der den du da di bin ibn abu ben mac".split()
)
