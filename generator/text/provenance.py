"""Turn who made a translation, and who reviewed it, into a line of a comment and back.

The lines stand in PO comments, where people read and may edit them::

    origin: libre (opus-mt) on 2026-11-21
    names: 'Qadhafi' became 'Gaddafi'
    reviewed: Layla Haddad on 2026-11-22 [3f9a1c2b]

A review speaks of one English text for one Arabic text. Tools that know nothing of the line carry
it along while a person changes the text below it, so it ends with a seal of what was read; where
the seal does not fit, the name is of another text's reviewer and is not believed. A line written
by hand has no seal and is taken at its word.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from generator.models import Origin
from generator.text.normalize import strip_bidi_overrides

LONGEST_NAME = 100  # characters

ORIGIN = re.compile(r"^origin: (?P<provider>\S+)(?: \((?P<model>.+)\))?(?: on (?P<date>\S+))?$")
NAMES = re.compile(r"^names: .* became ")
REVIEW = re.compile(
    r"^reviewed: (?P<name>\S.*?)(?: on (?P<date>\d{4}-\d\d-\d\d))?(?: \[(?P<seal>[0-9a-f]{8})\])?$"
)


@dataclass(frozen=True, slots=True)
class Review:
    """Who read the English against the Arabic, the day (ISO 8601), and the seal of the text."""

    name: str
    date: str | None = None
    seal: str | None = None


def seal(context: str, arabic: str, english: str) -> str:
    """Eight hexadecimal digits (of SHA-256) that any change of the three texts changes."""
    text = "\x04".join((context, arabic, english.strip()))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def origin_line(origin: Origin) -> str:
    model = f" ({origin.model})" if origin.model else ""
    day = f" on {origin.date}" if origin.date else ""
    return f"origin: {origin.provider}{model}{day}"


def names_line(names: Iterable[tuple[str, str]]) -> str | None:
    """The names that the termbase put right in a machine's English, as (found, put)."""
    changes = "; ".join(f"{found!r} became {put!r}" for found, put in names)
    return f"names: {changes}" if changes else None


def parse_origin(comment: str) -> Origin | None:
    """The origin that one of the comment's lines states."""
    match = next((m for m in map(ORIGIN.match, comment.splitlines()) if m), None)
    return Origin(**match.groupdict()) if match else None


def review_line(review: Review) -> str:
    day = f" on {review.date}" if review.date else ""
    sealed = f" [{review.seal}]" if review.seal else ""
    return f"reviewed: {review.name}{day}{sealed}"


def parse_review(comment: str) -> Review | None:
    """The review that one of the comment's lines states; None too where its day is no day."""
    match = next((m for m in map(REVIEW.match, comment.splitlines()) if m), None)
    if match is None or clean_name(match["name"]) != match["name"]:
        return None
    day = match["date"]
    return Review(match["name"], day, match["seal"]) if day is None or is_day(day) else None


def clean_name(name: str) -> str:
    """A person's name as it is kept: on one line, without controls or an e-mail address.

    Empty where nothing is left that could be a name.
    """
    one_line = " ".join(strip_bidi_overrides(name).split())
    return re.sub(r"\s*<[^<>]*@[^<>]*>", "", one_line)[:LONGEST_NAME].strip()


def is_day(text: str) -> bool:
    """Whether `text` is a day in ISO 8601."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
