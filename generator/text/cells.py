"""Turn a text into a cell of CSV that a spreadsheet shows and does not run, and back.

A cell that a spreadsheet would run as a formula gets an apostrophe before it (OWASP, "CSV
Injection"), and so does one that begins with such an apostrophe itself: coming back, one is taken
off.
"""

from __future__ import annotations

import re

_RISKY = re.compile("'*[=+\\-@\t\r\n|%\uff1d\uff0b\uff0d\uff20]")
_GUARDED = re.compile("'+[=+\\-@\t\r\n|%\uff1d\uff0b\uff0d\uff20]")


def guarded(text: str) -> str:
    """`text` as a cell."""
    return f"'{text}" if _RISKY.match(text) else text


def unguarded(cell: str) -> str:
    """The text that `guarded` made this cell of."""
    return cell[1:] if _GUARDED.match(cell) else cell
