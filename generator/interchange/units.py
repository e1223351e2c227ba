"""The records of the interchange, and what all formats share."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from generator.errors import InterchangeError
from generator.models import Origin, Problem, Translation
from generator.text.normalize import strip_bidi_overrides

LARGEST = 64 * 1024 * 1024
"""Bytes of a file that is read."""
_NOT_XML = re.compile("[\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Unit:
    """A translation and the article it belongs to, on its way out."""

    slug: str
    translation: Translation


@dataclass(frozen=True, slots=True)
class Incoming:
    """A pair of Arabic and English from a file; `slug` and `context` where it says them.

    `approved` says that a person stands by the English, and the file says so in its own terms.
    `tool` is what the file says wrote it.
    """

    line: int
    arabic: str
    english: str
    slug: str | None = None
    context: str | None = None
    approved: bool = False
    origin: Origin | None = None
    reviewer: str | None = None
    reviewed: str | None = None
    tool: str | None = None


def xml_text(text: str) -> str:
    """`text` without controls, and without what else no XML document may hold."""
    return _NOT_XML.sub("", strip_bidi_overrides(text))


def key_of(text: str) -> str:
    """The form in which texts from a file are compared: tools change white space and controls."""
    return unicodedata.normalize("NFC", " ".join(xml_text(text).split()))


def check_size(data: bytes, name: str) -> None:
    """Raises InterchangeError for a file that is too large."""
    if len(data) > LARGEST:
        raise refused(name, None, f"{len(data):,} bytes", f"at most {LARGEST:,}", "Split the file.")


def refused(
    name: str, line: int | None, found: str, expected: str, action: str = "Nothing was imported."
) -> InterchangeError:
    return InterchangeError(Problem(name, found, expected, action, line))
