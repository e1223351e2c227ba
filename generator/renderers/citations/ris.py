"""Turn a `Reference` into RIS, which reference managers import.

A line is a field: its tag, two spaces, a hyphen, a space, and text up to the end of the line. Text
from a source has no line end left in it, so it cannot begin a field.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.renderers.citations.reference import Reference
from generator.text.calendars import Moment
from generator.text.plain import plain

SUFFIX = ".ris"


def write(reference: Reference) -> bytes:
    """The record, of the type "newspaper"."""
    lines = [f"{tag}  - {plain(value)}" for tag, value in _fields(reference) if value]
    return "".join(f"{line}\r\n" for line in (*lines, "ER  - ")).encode()


def _fields(reference: Reference) -> Iterator[tuple[str, str | None]]:
    yield "TY", "NEWS"
    yield "ID", reference.key
    for name in reference.authors:
        yield "AU", name
    yield "TI", reference.title
    yield "TT", reference.english
    yield "T2", reference.source
    yield "SE", reference.section
    if reference.issued:
        yield "PY", f"{reference.issued.year:04}"
        yield "DA", _date(reference.issued)
    if reference.accessed:
        yield "Y2", _date(reference.accessed)
    yield "UR", reference.url
    for address in (reference.archived, reference.arabic_page, reference.english_page):
        yield "L2", address if address != reference.url else None
    yield "LA", reference.lang
    yield "AB", reference.abstract
    for topic in reference.topics:
        yield "KW", topic
    yield "N1", reference.note
    yield "DB", reference.site_name


def _date(moment: Moment) -> str:
    """ "YYYY/MM/DD/", with nothing between the slashes where it is not known."""
    month, day = (f"{part:02}" if part else "" for part in (moment.month, moment.day))
    return f"{moment.year:04}/{month}/{day}/"
