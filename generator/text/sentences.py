"""Turn an Arabic text into the spans of its sentences.

Refuses to guess: where a stop may or may not end a sentence (an initial, an ellipsis, a question
inside a quotation) it keeps the sentence whole, because a sentence that runs on can still be read
and translated, and one that was cut can say what nobody said. In particular:

- A line break always ends a sentence; a heading is one line.
- Inside a balanced pair of quotation marks or brackets nothing ends, since a sentence taken out of
  a quotation loses who said it (`quotation` says what is a pair).
- An ellipsis ends a sentence only before words that begin one ("وقال", "من جهة أخرى"). So does `؛`,
  and only between two clauses of at least `CLAUSE_WORDS` words: what follows it most often leans on
  what stands before ("؛ إذ", "؛ وهو", "؛ لأن"). So do `؟` and `!` at the end of a quotation.
- "1. كذا 2. كذا" is two sentences when the line begins with the first number.

Between two spans there is white space or nothing, so that text, spans and what lies between them
always give back the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from generator.text.abbreviations import (
    begins_sentence,
    ends_in_abbreviation,
    ends_in_brand,
    joins_letter_names,
    reports_speech,
)
from generator.text.quotation import (
    CLOSING_BRACKETS,
    OPENING_BRACKETS,
    QUOTATION_MARKS,
    Marks,
    Span,
    read_marks,
)

__all__ = ["CLAUSE_WORDS", "Span", "split_sentences"]

CLAUSE_WORDS = 6

_STOP = ".۔؟?!‼⁇⁈⁉…؛"
_STOPS = re.compile(f"[{_STOP}](?: ?[{_STOP}])*")
_WORD = re.compile(r"[^\W_]")
_NOT_SPACE = re.compile(r"\S")
_PARENTHESIS = re.compile(r"\([^()]{1,60}\)\.?")
# The stretch of text looked at on either side of a stop, in characters: enough for a few words.
_NEAR = 40
_CLAUSE = 240


def split_sentences(text: str) -> tuple[Span, ...]:
    """The sentences of `text` in order, without the white space around them.

    Takes any text; what has no letter or digit belongs to the sentence before it on its line, or
    else to the one after. Takes time linear in the length of `text`.
    """
    spans: list[Span] = []
    offset = 0
    for line in text.splitlines(keepends=True):
        for item in () if line.isspace() else _items(line):
            base = offset + item.offset
            spans.extend(Span(base + start, base + end) for start, end in _sentences(item))
        offset += len(line)
    return tuple(spans)


class _Item(NamedTuple):
    """A stretch of a line, its place there, and the stops in it that belong to a list's numbers."""

    text: str
    offset: int = 0
    label_stops: frozenset[int] = frozenset()


def _sentences(item: _Item) -> list[Span]:
    spans: list[Span] = []
    start = 0
    for cut in (*_cuts(item), len(item.text)):
        piece = item.text[start:cut]
        kept = piece.strip()
        if kept:
            first = start + len(piece) - len(piece.lstrip())
            spans.append(Span(first, first + len(kept)))
        start = cut
    if len(spans) > 1 and _leans_back(item.text[slice(*spans[-1])]):
        last = spans.pop()
        spans[-1] = Span(spans[-1].start, last.end)
    return spans


def _leans_back(piece: str) -> bool:
    """Whether the last piece of a line is no sentence: "!!!", or a source, "(رويترز)"."""
    return not _WORD.search(piece) or _PARENTHESIS.fullmatch(piece) is not None


# -- Lists ---------------------------------------------------------------------------------------

_LABEL = re.compile(r"(?<!\S)(\d{1,2})([.)\-–])(?=\s|[^\W\d])")


def _items(line: str) -> Iterator[_Item]:
    """The items of a line that begins with the number of one, or else the line as it is."""
    labels = _labels(line)
    if not labels or line[: labels[0].start()].strip():
        yield _Item(line, 0, frozenset(label.start(2) for label in labels))
        return
    starts = [0, *(label.start() for label in labels[1:])]
    for label, start, end in zip(labels, starts, [*starts[1:], len(line)], strict=True):
        yield _Item(line[start:end], start, frozenset({label.start(2) - start}))


def _labels(line: str) -> list[re.Match[str]]:
    """The numbers of a list: the first begins the line or follows a colon, each is one more."""
    found: list[re.Match[str]] = []
    first = _first_character(line, 0)
    for label in _LABEL.finditer(line):
        at = label.start()
        if found:
            if int(label[1]) == int(found[-1][1]) + 1 and label[2] == found[-1][2]:
                found.append(label)
        elif at == first or line[max(0, at - 2) : at].rstrip().endswith(":"):
            found.append(label)
    return found


# -- Stops ---------------------------------------------------------------------------------------

_WEB = re.compile(r"(?:https?://|www\.)[!-~]*[a-z0-9/]", re.IGNORECASE)
# A footnote's number as encyclopedias print it, and marks of direction that nobody sees.
_TRAILER = re.compile(
    r"(?:\[\d{1,3}\]|[\u200b-\u200f\u061c\u2060\ufeff\u202a-\u202e\u2066-\u2069])+"
)
_CONTINUES = frozenset("،,:;/\\%٪=&|" + _STOP) | CLOSING_BRACKETS
_FILE_NAME = re.compile(r"(?:[a-z][a-z0-9]*|PDF|DOCX?|XLSX?|PPTX?|JPE?G|PNG|MP[34]|ZIP|TXT)\b")
_SMALL_LATIN = re.compile(r"[a-z]+\b")


def _cuts(item: _Item) -> Iterator[int]:
    """Where the sentences of an item end, but for the last."""
    line = item.text
    if not _STOPS.search(line):
        return
    marks = read_marks(line)
    web = [match.span() for match in _WEB.finditer(line)][::-1]
    start = word = 0
    for run in _STOPS.finditer(line):
        while web and web[-1][1] <= run.start():
            web.pop()
        if (web and web[-1][0] <= run.start()) or run.start() in item.label_stops:
            continue
        if word <= start:
            found = _WORD.search(line, start)
            word = found.start() if found else len(line)
        if word >= run.start():
            continue
        stop = _read_stop(line, start, run, marks)
        if _ends_sentence(stop, marks):
            yield stop.cut
            start = word = stop.cut


class _Stop(NamedTuple):
    """A run of stops in a line, with the marks that close after it.

    `start` is where the sentence begins. `cut` is behind the run and those marks, `next` the first
    character from there on that is not white space. `closer` is the last of the marks, or empty;
    `encloses` says that its partner begins the sentence.
    """

    line: str
    start: int
    at: int
    signs: str
    cut: int
    next: int
    closer: str
    encloses: bool

    @property
    def before(self) -> str:
        return self.line[max(self.start, self.at - _NEAR) : self.at]

    @property
    def after(self) -> str:
        return self.line[self.next : self.next + _NEAR]


def _read_stop(line: str, start: int, run: re.Match[str], marks: Marks) -> _Stop:
    cut, closer, encloses = run.end(), "", False
    first = _first_character(line, start)
    while cut < len(line):
        trailer = _TRAILER.match(line, cut)
        if trailer:
            cut = trailer.end()
            continue
        at = cut + (line[cut] == " ")
        partner = marks.pairs.get(at)
        if at not in marks.closing or (partner is None and at > cut):
            break
        cut, closer, encloses = at + 1, line[at], partner == first
    return _Stop(
        line, start, run.start(), run[0], cut, _first_character(line, cut), closer, encloses
    )


def _first_character(line: str, start: int) -> int:
    found = _NOT_SPACE.search(line, start)
    return found.start() if found else len(line)


def _ends_sentence(stop: _Stop, marks: Marks) -> bool:
    line = stop.line
    if stop.next == len(line) or marks.enclose(stop.cut) or line[stop.at - 1] in OPENING_BRACKETS:
        return False
    if line[stop.next] in _CONTINUES or stop.next in marks.closing:
        return False
    if stop.cut == stop.next and not _space_is_missing(stop):
        return False
    if "؛" in stop.signs:
        return _is_clause_break(stop)
    if _is_doubtful(stop) and not begins_sentence(stop.after):
        return False
    if stop.signs == ".":
        if _SMALL_LATIN.match(stop.after) and stop.before.rstrip()[-1:].isascii():
            return False
        if stop.closer in QUOTATION_MARKS and reports_speech(stop.after):
            return False
        return not ends_in_abbreviation(stop.before, stop.after)
    return not (stop.signs == "!" and ends_in_brand(stop.before))


def _is_doubtful(stop: _Stop) -> bool:
    """An ellipsis, a question at the end of a quotation, or the end of a bracket."""
    if stop.closer in CLOSING_BRACKETS and not stop.encloses:
        return True
    if any(sign in "؟?!‼⁇⁈⁉" for sign in stop.signs):
        return stop.closer in QUOTATION_MARKS
    return "…" in stop.signs or stop.signs.count(".") > 1


def _is_clause_break(stop: _Stop) -> bool:
    before = stop.line[max(stop.start, stop.at - _CLAUSE) : stop.at]
    after = _STOPS.split(stop.line[stop.next : stop.next + _CLAUSE], maxsplit=1)[0]
    long_enough = min(len(before.split()), len(after.split())) >= CLAUSE_WORDS
    return long_enough and begins_sentence(stop.after)


def _space_is_missing(stop: _Stop) -> bool:
    """Whether a stop that runs into the next word was meant to be followed by a space.

    "انتهى.وقال" is two sentences; "example.com", "ملف.pdf", "3.5", "د.سعاد", "بي.بي.سي" are words.
    """
    last, first = stop.line[stop.at - 1], stop.line[stop.cut]
    if first in OPENING_BRACKETS or first in QUOTATION_MARKS:
        return not (last.isascii() and last.isalnum())
    if _is_arabic_letter(first):
        is_initial = stop.line.startswith(".", stop.cut + 1)
        return not is_initial and not joins_letter_names(stop.before, stop.after)
    if first.isascii() and first.isupper():
        return _is_arabic_letter(last) and not _FILE_NAME.match(stop.after)
    return False


def _is_arabic_letter(character: str) -> bool:
    return character.isalpha() and (
        "\u0600" <= character <= "\u08ff" or "\ufb50" <= character <= "\ufefc"
    )
