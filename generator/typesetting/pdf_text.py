"""Turn the text operators of a page, as Typst 0.15 writes them, into pieces: glyphs with places.

Refuses what is not among them by an `UnknownError` (ISO 32000-1, 9.4).
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

NUMBER = rb"-?(?:\d+\.?\d*|\.\d+)"
_SIGN = rb"[^\\()]|\\."
# Parentheses within a string stand as they are where they are balanced, up to this depth.
_STRING = rb"\((?:" + _SIGN + rb")*\)"
for _ in range(3):
    _STRING = rb"\((?:" + _SIGN + rb"|" + _STRING + rb")*\)"
_HEX = rb"<[0-9A-Fa-f]*>"
_TOKEN = re.compile(
    rb"\s*(?:"
    rb"(?P<reversed>/ReversedChars\s+BMC)"
    rb"|/Span\s*<<\s*/ActualText\s*(?P<actual>" + _HEX + rb"|" + _STRING + rb")\s*>>"
    rb"\s*BDC"
    rb"|(?P<end>EMC)"
    rb"|(?P<mode>\d+)\s+Tr"
    rb"|/(?P<font>[\w.+-]+)\s+(?P<size>" + NUMBER + rb")\s+Tf"
    rb"|(?P<matrix>(?:" + NUMBER + rb"\s+){6})Tm"
    rb"|\[(?P<array>(?:[^\]()\\]|" + _STRING + rb")*)\]\s*TJ"
    rb"|(?P<string>" + _HEX + rb"|" + _STRING + rb")\s*Tj"
    rb")\s*",
    re.S,
)
# A piece as most are: one show, in its own marks.
_PIECE = re.compile(
    rb"\s*(?:/Span\s*<<\s*/ActualText\s*(?P<actual>"
    + _HEX
    + rb"|"
    + _STRING
    + rb")\s*>>\s*BDC\s*)?(?P<reversed>/ReversedChars\s+BMC\s*)?(?P<mode>\d+)\s+Tr\s*"
    rb"/(?P<font>[\w.+-]+)\s+(?P<size>"
    + NUMBER
    + rb")\s+Tf\s*(?P<matrix>(?:"
    + NUMBER
    + rb"\s+){6})Tm\s*(?:\[(?P<array>(?:[^\]()\\]|"
    + _STRING
    + rb")*)\]\s*TJ|(?P<string>"
    + _HEX
    + rb"|"
    + _STRING
    + rb")\s*Tj)\s*(?P<ends>(?:EMC\s*)*)",
    re.S,
)
_ELEMENT = re.compile(
    rb"(?P<string>" + _HEX + rb"|" + _STRING + rb")|(?P<number>" + NUMBER + rb")", re.S
)
FONT = re.compile(rb"/([\w.+-]+)\s+" + NUMBER + rb"\s+Tf")


class UnknownError(Exception):
    """An operator that this module does not know stands in a piece of text."""


@dataclass(slots=True)
class Piece:
    """Glyphs of one font and size, each with its place: x on the line, y from it."""

    font: str
    size: float
    mode: int
    matrix: tuple[float, ...]
    glyphs: list[tuple[int, float]]
    actual: str | None


def pieces_of(block: bytes) -> list[Piece]:
    """The pieces between BT and ET. Raises UnknownError."""
    at, end, found = 0, len(block.rstrip()), []
    while at < end:
        piece = _PIECE.match(block, at)
        opened = 0 if piece is None else bool(piece["actual"]) + bool(piece["reversed"])
        if piece is None or piece["ends"].count(b"EMC") != opened:
            return list(_by_token(block))
        at = piece.end()
        found.append(
            Piece(
                piece["font"].decode(),
                float(piece["size"]),
                int(piece["mode"]),
                tuple(map(float, piece["matrix"].split())),
                _glyphs(piece["array"] if piece["array"] is not None else piece["string"]),
                _actual(piece) if piece["actual"] else None,
            )
        )
    return found


def _by_token(block: bytes) -> Iterator[Piece]:
    """The same, where a mark spans several pieces."""
    at, font, size, mode = 0, "", 0.0, 0
    matrix: tuple[float, ...] = (1, 0, 0, 1, 0, 0)
    actual: list[str | None] = []
    while at < len(block.rstrip()):
        token = _TOKEN.match(block, at)
        if token is None:
            raise UnknownError
        at = token.end()
        if token["reversed"]:
            actual.append(None)
        elif token["end"]:
            actual.pop()
        elif token["mode"]:
            mode = int(token["mode"])
        elif token["font"]:
            font, size = token["font"].decode(), float(token["size"])
        elif token["matrix"]:
            matrix = tuple(map(float, token["matrix"].split()))
        elif token["array"] is not None or token["string"]:
            glyphs = _glyphs(token["array"] if token["array"] is not None else token["string"])
            text = next((text for text in reversed(actual) if text is not None), None)
            yield Piece(font, size, mode, matrix, glyphs, text)
        else:
            actual.append(_actual(token))


def _actual(token: re.Match[bytes]) -> str:
    data = _unescaped(token["actual"])
    return data[2:].decode("utf-16-be") if data.startswith(b"\xfe\xff") else data.decode("latin-1")


def _glyphs(array: bytes) -> list[tuple[int, float]]:
    """Each glyph of a TJ with what stands before it, in thousandths."""
    found: list[tuple[int, float]] = []
    shift = 0.0
    for element in _ELEMENT.finditer(array):
        if element["number"]:
            shift += float(element["number"])
            continue
        codes = _unescaped(element["string"])
        for glyph in struct.unpack(f">{len(codes) // 2}H", codes):
            found.append((glyph, shift))
            shift = 0.0
    return found


def _unescaped(string: bytes) -> bytes:
    if string.startswith(b"<"):
        return bytes.fromhex(string[1:-1].decode())
    # Python knows the same escapes as PDF (ISO 32000-1, 7.3.4.2), but for parentheses.
    inner = string[1:-1].replace(b"\\(", b"\\050").replace(b"\\)", b"\\051")
    return inner.decode("unicode_escape").encode("latin-1") if b"\\" in inner else inner
