"""Turn the fonts of this room into the set of characters that they can show.

Reads the `cmap` of TrueType fonts (OpenType 1.9, formats 4 and 12) and nothing else of them.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

UNKNOWN = "\ufffd"
"""Shown in the place of a character that no font has."""

_NEEDS_NO_LETTER = {"Cc", "Cf", "Zs", "Zl", "Zp"}  # controls and spaces, of which nothing is seen
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")


def displayable(text: str, fonts: tuple[Path, ...]) -> str:
    """`text` with a sign for a missing character in the place of each that no font has."""
    covered = characters_of(fonts)
    missing = {
        ord(sign): UNKNOWN
        for sign in set(text)
        if ord(sign) not in covered
        and unicodedata.category(sign) not in _NEEDS_NO_LETTER
        and not _SELECTORS.match(sign)
    }
    return text.translate(missing) if missing else text


@cache
def characters_of(fonts: Iterable[Path]) -> frozenset[int]:
    """All characters that one of these fonts has."""
    return frozenset(code for font in fonts for code in _characters(font.read_bytes()))


def _characters(font: bytes) -> Iterable[int]:
    (tables,) = struct.unpack_from(">H", font, 4)
    for number in range(tables):
        tag, _, start, _ = struct.unpack_from(">4s3I", font, 12 + 16 * number)
        if tag == b"cmap":
            (records,) = struct.unpack_from(">H", font, start + 2)
            for record in range(records):
                _, _, offset = struct.unpack_from(">HHI", font, start + 4 + 8 * record)
                yield from _characters_at(font, start + offset)


def _characters_at(font: bytes, start: int) -> Iterable[int]:
    (form,) = struct.unpack_from(">H", font, start)
    if form == 4:
        (twice,) = struct.unpack_from(">H", font, start + 6)
        ends = struct.unpack_from(f">{twice // 2}H", font, start + 14)
        starts = struct.unpack_from(f">{twice // 2}H", font, start + 16 + twice)
        for first, last in zip(starts, ends, strict=True):
            yield from range(first, min(last, 0xFFFE) + 1)
    elif form == 12:
        (groups,) = struct.unpack_from(">I", font, start + 12)
        for group in range(groups):
            first, last, _ = struct.unpack_from(">3I", font, start + 16 + 12 * group)
            yield from range(first, last + 1)
