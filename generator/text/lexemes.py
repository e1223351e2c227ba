"""Turn a line into lexemes: numbers, folded words and signs, each knowing where it stands.

What dates and ages are read from. A web address is one lexeme, so that no date is found in it;
vowel marks, tatweel and bidi controls never come between the letters of a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple, TypeVar

from generator.text.normalize import ascii_digits, fold_word

T = TypeVar("T")


class Lexeme(NamedTuple):
    """`text` is folded: ASCII digits, a folded word or one sign; `glued` is without space before.

    `line[start:end]` is what the source has.
    """

    kind: Literal["number", "word", "sign", "address"]
    text: str
    start: int
    end: int
    glued: bool


Line = Sequence[Lexeme]
Phrases = Mapping[tuple[str, ...], T]

_INVISIBLE = "\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
_MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
_LEXEME = re.compile(
    rf"(?P<address>(?:https?://|www\.)\S+)|(?P<number>[0-9٠-٩۰-۹]+)"
    rf"|(?P<word>[^\W\d_](?:[^\W\d_]|[{_INVISIBLE}{_MARKS}])*)"
    rf"|(?P<skipped>[{_INVISIBLE}{_MARKS}]+)|(?P<sign>\S)"
)
_SIGNS = str.maketrans("‐‑‒–—―−⁄∕؍،：∶’‘ʼ`•∙⋅・｜؛", "-------///,::''''····|;")


def lexemes(line: str) -> list[Lexeme]:
    """The lexemes of `line`, in order. Linear in its length."""
    found: list[Lexeme] = []
    behind = -1  # where the last lexeme, or what is skipped after it, ended
    for match in _LEXEME.finditer(line):
        kind, glued, start = match.lastgroup, match.start() == behind, match.start()
        behind = match.end()
        if kind == "word":
            word = fold_word(match[0])
            # Nothing but tatweel is a dash: ٢٥ـ١٠ـ٢٠١٦.
            lexeme = Lexeme("word", word, start, behind, glued) if word else None
            found.append(lexeme or Lexeme("sign", "-", start, behind, glued))
        elif kind == "number":
            found.append(Lexeme("number", ascii_digits(match[0]), start, behind, glued))
        elif kind == "sign":
            found.append(Lexeme("sign", match[0].translate(_SIGNS), start, behind, glued))
        elif kind == "address":
            found.append(Lexeme("address", match[0], start, behind, glued))
    return found


def phrases(names: Iterable[tuple[str, T]]) -> dict[tuple[str, ...], T]:
    """A table for `phrase_at` from pairs of spellings, separated by "|", and what they mean."""
    return {
        tuple(word.text for word in lexemes(spelling) if word.kind == "word"): meaning
        for spellings, meaning in names
        for spelling in spellings.split("|")
    }


def phrase_at(line: Line, at: int, table: Phrases[T]) -> tuple[T, int] | None:
    """What the longest phrase of `table` beginning at `at` means, and where it ends.

    A hyphen, an apostrophe or a dot without a space may stand between its words, as in
    "Rabi' al-Awwal" and "p.m.".
    """
    best: tuple[T, int] | None = None
    words: tuple[str, ...] = ()
    i = at
    while i < len(line) and len(words) < 5:
        if line[i].kind == "word":
            words += (line[i].text,)
            if words in table:
                best = table[words], i + 1
        elif not (words and line[i].glued and line[i].text in {"'", "-", "."}):
            break
        i += 1
    return best


def word_at(line: Line, at: int) -> str:
    """The word or sign at `at`; "" for a number, an address and beyond either end."""
    if 0 <= at < len(line) and line[at].kind in {"word", "sign"}:
        return line[at].text
    return ""


def number_at(line: Line, at: int, digits: int = 2) -> int | None:
    """The number at `at` if it has at most `digits` digits."""
    if 0 <= at < len(line) and line[at].kind == "number" and len(line[at].text) <= digits:
        return int(line[at].text)
    return None


def skip(line: Line, at: int, words: set[str], most: int) -> int:
    """Where what follows at most `most` of `words` at `at` begins."""
    end = at
    while end - at < most and word_at(line, end) in words:
        end += 1
    return end
