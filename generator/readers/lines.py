"""Turn a text into its lines, and lines into paragraphs.

Text that a mail program or an editor has broken at a fixed width is put together again; text with
one paragraph a line is left alone. Which of the two it is, the line breaks themselves tell: an
editor breaks a line where the next word would not have fitted, mostly in mid-sentence; a writer
breaks it at the end of a sentence, at any length. Refuses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from generator.models import Dropped
from generator.text.normalize import strip_bidi_overrides

# No editor's default is wider; a paragraph on one line nearly always is.
_WIDEST = 130
_NARROWEST = 40

_LINE_END = re.compile("\r\n?|\n")
_INNER_LINE_END = re.compile("[\n\u2028\u2029]")
# All that `strip_bidi_overrides` and the inner line ends act on; most texts have none of it.
_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u206f\ud800-\udfff]"
)
_FIRST_WORD = re.compile(r"\S+")
_VISIBLE = re.compile(
    "[^\\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb"
    "\U000e0000-\U000e0fff]"
)
_MARKER = re.compile(r"(?:[-–—•●▪◦‣·*]|\d{1,2}[.)]|\d{1,2} ?[-–])\s+(?=\S)")
_CLOSED = re.compile("[.؟?!…۔]\\W*$")

INVISIBLE = "no visible character"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the source without the white space around it, and its number there, from 1."""

    number: int
    text: str
    indented: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One or more lines that are one paragraph, a heading or the like.

    `begins_stretch` says that nothing but white space stands on the line before.
    """

    line: int
    text: str
    begins_stretch: bool = True


def split_lines(text: str, skip: int = 0) -> tuple[list[Line], list[Dropped]]:
    """The lines of `text` from line `skip` + 1, blank ones with the text "".

    Control characters and bidi overrides are gone (`strip_bidi_overrides`). A line that shows
    nothing and yet is not white space is a blank line, and told as dropped.
    """
    lines: list[Line] = []
    dropped: list[Dropped] = []
    has_controls = bool(_CONTROL.search(text))
    for number, raw in enumerate(_LINE_END.split(text), 1):
        if number <= skip:
            continue
        pieces = _INNER_LINE_END.split(strip_bidi_overrides(raw)) if has_controls else (raw,)
        for piece in pieces:
            kept = piece.strip()
            if kept and not _VISIBLE.search(kept):
                dropped.append(Dropped(number, kept, INVISIBLE))
                kept = ""
            lines.append(Line(number, kept, piece[:1].isspace()))
    return lines, dropped


def list_marker(text: str) -> str:
    """The bullet or number, with the space behind it, that makes `text` an item of a list."""
    match = _MARKER.match(text)
    return match[0] if match else ""


def is_closed(text: str) -> bool:
    """Whether `text` ends as a sentence does."""
    return bool(_CLOSED.search(text[-12:]))


def split_paragraphs(lines: Sequence[Line]) -> Iterator[Paragraph]:
    """The paragraphs of `lines`: a line each, or several where an editor has broken them."""
    stretches = list(_stretches(lines))
    width = _wrapped_at(stretches)
    for stretch in stretches:
        begins_stretch = True
        joined = [stretch[0]]
        for line, following in pairwise(stretch):
            if width is None or not _fills(line, following, width):
                yield _paragraph(joined, begins_stretch)
                joined, begins_stretch = [], False
            joined.append(following)
        yield _paragraph(joined, begins_stretch)


def _paragraph(lines: Sequence[Line], begins_stretch: bool) -> Paragraph:
    return Paragraph(lines[0].number, " ".join(line.text for line in lines), begins_stretch)


def _stretches(lines: Iterable[Line]) -> Iterator[list[Line]]:
    for has_text, stretch in groupby(lines, key=lambda line: bool(line.text)):
        if has_text:
            yield list(stretch)


def _wrapped_at(stretches: Sequence[Sequence[Line]]) -> int | None:
    """The width in characters at which an editor has broken the lines, or None where none has."""
    breaks = [pair for stretch in stretches for pair in pairwise(stretch)]
    width = max((len(line.text) for pair in breaks for line in pair), default=0)
    if not _NARROWEST <= width <= _WIDEST:
        return None
    open_breaks = [pair for pair in breaks if not is_closed(pair[0].text)]
    filled = sum(_fills(line, following, width) for line, following in open_breaks)
    # Lines that fill the width and yet never end a sentence are verse.
    closed = sum(is_closed(stretch[-1].text) for stretch in stretches)
    closed += len(breaks) - len(open_breaks)
    is_wrapped = (
        filled >= 2
        and filled >= 0.7 * len(open_breaks)
        and 3 * filled >= len(breaks)
        and 12 * closed >= len(breaks)
    )
    return width if is_wrapped else None


def _fills(line: Line, following: Line, width: int) -> bool:
    """Whether the first word of `following` would not have fitted on `line`, or only just.

    Marks without a width and letters that join make a line longer in characters than on a screen.
    """
    word = _FIRST_WORD.match(following.text)
    room = width - width // 20 - len(line.text) - 1
    begins_paragraph = following.indented > line.indented or bool(list_marker(following.text))
    return not begins_paragraph and len(word[0] if word else "") > room
