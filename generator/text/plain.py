"""Turn any text into one line that every format can hold.

Refuses nothing. What would end a field, reorder the text behind it or make an XML document one that
no parser takes is gone; the words and their order are as they were.
"""

from __future__ import annotations

from generator.text.normalize import strip_bidi_overrides

_NO_CHARACTERS = dict.fromkeys((0xFFFE, 0xFFFF))  # that XML 1.0 has (production 2, "Char")


def plain(text: str) -> str:
    """`text` on one line, without control characters, bidi controls that spill, half characters."""
    return " ".join(strip_bidi_overrides(text).translate(_NO_CHARACTERS).split())
