"""Turn a term and an English text into where the English says the term, and how.

The same name is seen through case, accents (São Paulo, Sao Paulo), hyphens and spaces (Al-Qaeda,
Al Qaeda), full stops (U.S., US), a possessive, "the", British and American spelling, and in any of
its accepted forms. A name must have its capital: turkey is not Turkey, us is not US.

A demonym is not the name: "Japanese" does not say Japan (`is_rendered`), though it may well be what
اليابان should be here (`is_inflected`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from generator.models import Term, TermKind
from generator.text.terms.demonyms import is_derived

_APOSTROPHES = "'’‘`ʼʿʾʻ"
_WORD = re.compile(f"[^\\W_](?:[^\\W_]|[\u0300-\u036f]|[{_APOSTROPHES}](?=[^\\W_]))*|&(?=\\s)")
_POSSESSIVE = re.compile(f"[{_APOSTROPHES}]s$", re.IGNORECASE)
_GAP = re.compile(r"[\s\-‐‑–./'’\"“”]{0,3}")
_POSSESSIVE_GAP = re.compile(r"['’]s\s")  # only within a form that has one: People's Front
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "ı": "i", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th"}
)
_ABBREVIATIONS = {"st": "saint", "mt": "mount", "&": "and", "programme": "program"}
_BRITISH = (
    (re.compile(r"(?<=..)is(ations?|e|ed|ing|es)$"), r"iz\1"),
    (re.compile(r"(?<=..)our(s|ed|ing|ite|ites|hood|hoods)?$"), r"or\1"),
    (re.compile(r"(?<=..)tre(s?)$"), r"ter\1"),
    (re.compile(r"(?<=[ef])ence$"), "ense"),
)


class Span(NamedTuple):
    """`text[start:end]`, in characters."""

    start: int
    end: int


class Word(NamedTuple):
    """A word of an English text without its possessive, as written and as compared."""

    raw: str
    plain: str
    start: int
    end: int

    @property
    def capital(self) -> bool:
        return self.raw[0].isupper()


class Form(NamedTuple):
    """A way to say a term in English: its words as compared."""

    text: str
    words: tuple[str, ...]

    @property
    def joined(self) -> str:
        return "".join(self.words)

    @property
    def acronym(self) -> bool:
        return self.text.isupper() and len(self.joined) <= 5


def is_rendered(term: Term, english: str) -> bool:
    """Whether `english` says `term` in its English or an accepted form."""
    return bool(renderings(term, english_words(english), english))


def is_inflected(term: Term, english: str) -> bool:
    """Whether `english` has an adjective, a demonym or a plural of `term`: Japanese, Iraqis.

    Of a name of several words, the last word alone may be it: "Emirati" for the Emirates.
    """
    words = english_words(english)
    return any(
        is_derived(form.words[-1], word.plain, common=term.kind is TermKind.TERM)
        for form in forms(term)
        for word in words
        if word.capital or term.kind is TermKind.TERM
    )


def renderings(term: Term, words: Sequence[Word], english: str) -> list[Span]:
    """Where `english`, whose `words` these are, says `term`; in reading order."""
    found = {span for form in forms(term) for span in _spans(form, term.kind, words, english)}
    return sorted(found)


@lru_cache(maxsize=10_000)
def forms(term: Term) -> tuple[Form, ...]:
    """The English of `term` and its accepted forms, without "the"."""
    found = []
    for text in (term.english, *term.accepted):
        words = tuple(word.plain for word in english_words(text))
        if len(words) > 1 and words[0] == "the":
            words = words[1:]
        if words:
            found.append(Form(text, words))
    return tuple(found)


def english_words(text: str) -> list[Word]:
    """The words of `text`; apostrophes inside are part of a word, a possessive is not."""
    found = []
    for match in _WORD.finditer(text):
        raw = _POSSESSIVE.sub("", match[0])
        found.append(Word(raw, plain(raw), match.start(), match.start() + len(raw)))
    return found


@lru_cache(maxsize=50_000)
def plain(word: str) -> str:
    """`word` as it is compared: lower case, without accents and apostrophes, spelled one way."""
    decomposed = unicodedata.normalize("NFKD", word.casefold().translate(_PLAIN))
    letters = "".join(letter for letter in decomposed if letter.isalnum() or letter == "&")
    letters = _ABBREVIATIONS.get(letters, letters)
    for pattern, american in _BRITISH:
        letters = pattern.sub(american, letters)
    return letters


def _spans(form: Form, kind: TermKind, words: Sequence[Word], english: str) -> Iterator[Span]:
    target = form.joined
    for at, first in enumerate(words):
        if not target.startswith(first.plain):
            continue
        joined, last = first.plain, at
        while len(joined) < len(target) and last + 1 < len(words):
            between = words[last].end, words[last + 1].start
            owned = "s " in form.text and _POSSESSIVE_GAP.fullmatch(english, *between)
            if not owned and not _GAP.fullmatch(english, *between):
                break
            last += 1
            joined += words[last].plain
        if joined == target and _has_case(form, kind, words[at : last + 1]):
            yield Span(first.start, words[last].end)


def _has_case(form: Form, kind: TermKind, words: Sequence[Word]) -> bool:
    if form.acronym:
        return all(word.raw.isupper() or word.raw.isdigit() for word in words)
    is_name = kind is not TermKind.TERM and form.text[0].isupper()
    return words[0].capital or words[0].raw[0].isdigit() or not is_name
