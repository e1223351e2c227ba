"""Turn texts into cells of a table in a terminal: safe to print, and of a known width.

Width is counted in columns as terminals count (UAX #11): a mark above a letter has none, a wide
letter has two. Refuses control characters, with which a text could move the cursor.
"""

from __future__ import annotations

import unicodedata

from generator.text.normalize import strip_bidi_overrides

_LRM = "\u200e"


def printable(text: str) -> str:
    """`text` on one line, without controls that could change the terminal or the direction."""
    return " ".join(strip_bidi_overrides(text).split())


def width(text: str) -> int:
    """How many columns `text` takes in a terminal."""
    return sum(map(_columns, text))


def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def ljust(text: str, columns: int) -> str:
    """`text` filled with spaces to a width of `columns`."""
    return text + " " * (columns - width(text))


def apart(text: str) -> str:
    """`text` with a mark after it that keeps what follows from changing places with it.

    Two Arabic cells side by side are one run from right to left to a terminal that knows bidi.
    """
    arabic = any(unicodedata.bidirectional(character) in ("R", "AL") for character in text)
    return f"{text}{_LRM}" if arabic else text
