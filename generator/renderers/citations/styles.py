"""Turn a `Reference` into a line to copy, in one of three styles.

Each gives the title in Latin letters, in Arabic and in English: the first for whoever reads no
Arabic letters, the second since only it can be looked up. The styles themselves ask for the first
and the last (APA 7, section 9.38; MLA 9, 5.31; Chicago 17, 11.9 and 14.99).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from babel.dates import format_date
from markupsafe import Markup

from generator.renderers.citations.reference import Reference
from generator.renderers.markdown import escape
from generator.text.calendars import Moment
from generator.text.languages import arabic_share

_MLA_MONTHS = "Jan. Feb. Mar. Apr. May June July Aug. Sept. Oct. Nov. Dec.".split()


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a citation; `italic` for the name of a newspaper."""

    text: str
    italic: bool = False

    @property
    def is_arabic(self) -> bool:
        return arabic_share(self.text) > 0.5


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation in a style, as HTML and as text; `id` and `name` are those of the style.

    Wherever its text is pasted, a mark keeps what follows Arabic from changing its side.
    """

    id: str
    name: str
    html: Markup
    text: str


def citations(reference: Reference) -> tuple[Citation, ...]:
    """The reference in each style."""
    return tuple(
        Citation(
            id_,
            name,
            Markup("").join(map(_html, of(reference))),
            "".join(piece.text for piece in of(reference)),
        )
        for id_, (name, of) in _STYLES.items()
    )


def _apa(reference: Reference) -> Iterator[Piece]:
    date = Piece(f" ({_apa_date(reference.issued)}). ")
    if reference.authors:
        yield from _authors(reference, ", & ")
        yield date
        yield from _title(reference, "", "")
        yield Piece(". ")
    else:
        yield from _title(reference, "", "")
        yield Piece(".")
        yield date
    yield from _source(reference)
    yield from _where(reference)


def _mla(reference: Reference) -> Iterator[Piece]:
    if reference.authors:
        yield from _authors(reference, ", and ")
        yield Piece(" ")
    yield from _title(reference, "“", "”")
    yield Piece(". ")
    if reference.source:
        yield Piece(reference.source, italic=True)
        yield Piece(", ")
    yield Piece(f"{_mla_date(reference.issued)}")
    yield Piece(f", {reference.url}." if reference.url else ".")
    if reference.accessed:
        yield Piece(f" Accessed {_mla_date(reference.accessed)}.")
    yield from _digest(reference)


def _chicago(reference: Reference) -> Iterator[Piece]:
    if reference.authors:
        yield from _authors(reference, ", and ")
        yield Piece(" ")
    yield from _title(reference, "“", "”")
    yield Piece(". ")
    if reference.source:
        yield Piece(reference.source, italic=True)
        yield Piece(", ")
    yield Piece(f"{_chicago_date(reference.issued)}. ")
    yield from _where(reference)


_STYLES: dict[str, tuple[str, Callable[[Reference], Iterator[Piece]]]] = {
    "apa": ("APA", _apa),
    "mla": ("MLA", _mla),
    "chicago": ("Chicago", _chicago),
}


def _authors(reference: Reference, last: str) -> Iterator[Piece]:
    """The names, as they are written, and a full stop."""
    names = reference.authors
    for number, name in enumerate(names):
        if number:
            yield Piece(last if number == len(names) - 1 else ", ")
        yield Piece(name)
    if not names[-1].endswith("."):
        yield Piece(".")


def _title(reference: Reference, opening: str, closing: str) -> Iterator[Piece]:
    if reference.romanized != reference.title:
        yield Piece(f"{opening}{reference.romanized}{closing} ")
    yield Piece(reference.title)
    if reference.english:
        yield Piece(f" [{reference.english}]")


def _source(reference: Reference) -> Iterator[Piece]:
    if reference.source:
        yield Piece(reference.source, italic=True)
        yield Piece(". ")


def _where(reference: Reference) -> Iterator[Piece]:
    if reference.url:
        yield Piece(f"{reference.url}.")
    yield from _digest(reference)


def _digest(reference: Reference) -> Iterator[Piece]:
    """Where the English is, and whether it can be relied on."""
    yield Piece(" English summary in ")
    yield Piece(reference.site_name)
    yield Piece(f" ({reference.standing})")
    page = reference.english_page
    yield Piece(f", {page}." if page and page != reference.url else ".")


def _apa_date(moment: Moment | None) -> str:
    if moment is None:
        return "n.d."
    return f"{moment.year}{_rest(moment, ', MMMM d', ', MMMM')}"


def _chicago_date(moment: Moment | None) -> str:
    if moment is None:
        return "n.d."
    day = "MMMM d, " if moment.day else "MMMM "
    return f"{_rest(moment, day, day)}{moment.year}"


def _mla_date(moment: Moment | None) -> str:
    if moment is None:
        return "n.d."
    month = f"{_MLA_MONTHS[moment.month - 1]} " if moment.month else ""
    day = f"{moment.day} " if moment.day else ""
    return f"{day}{month}{moment.year}"


def _rest(moment: Moment, with_day: str, without: str) -> str:
    """The month and the day as far as they are known, by a pattern of CLDR."""
    if moment.month is None:
        return ""
    day = dt.date(moment.year, moment.month, moment.day or 1)
    return str(format_date(day, with_day if moment.day else without, locale="en"))


def _html(piece: Piece) -> Markup:
    # What Markdown or a template plugin could read in it stays text as well.
    words = piece.text.strip()
    before, after = piece.text.split(words, 1) if words else (piece.text, "")
    text = Markup(before) + escape(words) + Markup(after)
    if piece.is_arabic:  # Arabic letters have no italics
        return Markup('<bdi lang="ar" dir="rtl">{}</bdi>&#8206;').format(text)
    return Markup("<i>{}</i>").format(text) if piece.italic else text
