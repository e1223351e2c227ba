"""Decode the PNGs that Typst writes (8 bits, RGBA, not interlaced), by the standard alone."""

from __future__ import annotations

import struct
import zlib


def size(png: bytes) -> tuple[int, int]:
    width, height, depth, colour = struct.unpack(">IIBB", png[16:26])
    assert (depth, colour) == (8, 6)
    return width, height


def rows(png: bytes) -> list[bytes]:
    """The pixels, four bytes each, row by row (PNG, section 9)."""
    width, height = size(png)
    packed, at = b"", 8
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        packed += png[at + 8 : at + 8 + length] if kind == b"IDAT" else b""
        at += 12 + length
    data, wide = zlib.decompress(packed), width * 4
    found, above = [], bytes(wide)
    for start in range(0, height * (wide + 1), wide + 1):
        above = unfiltered(data[start], bytearray(data[start + 1 : start + 1 + wide]), above)
        found.append(above)
    return found


def unfiltered(kind: int, row: bytearray, above: bytes) -> bytes:
    if kind == 2 and not any(row):
        return above
    left = corner = bytes(4)
    for at in range(0, len(row), 4):
        up = above[at : at + 4]
        for n in range(4):
            if kind == 1:
                row[at + n] = (row[at + n] + left[n]) & 255
            elif kind == 2:
                row[at + n] = (row[at + n] + up[n]) & 255
            elif kind == 3:
                row[at + n] = (row[at + n] + (left[n] + up[n]) // 2) & 255
            elif kind == 4:
                row[at + n] = (row[at + n] + paeth(left[n], up[n], corner[n])) & 255
        left, corner = row[at : at + 4], up
    return bytes(row)


def paeth(a: int, b: int, c: int) -> int:
    estimate = a + b - c
    return min((a, b, c), key=lambda value: abs(estimate - value))
