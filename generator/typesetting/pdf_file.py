"""Turn a PDF into its objects, and objects into a PDF: what Typst 0.15 writes, and no other form.

The objects stand one after another, none within another, and a table says where (ISO 32000-1, 7.5).
Refuses any other form by a `ValueError`.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable

_STREAM = re.compile(rb"\d+ 0 obj\s*<<(.*?)>>\s*stream\r?\n", re.S)
_LENGTH = re.compile(rb"/Length (\d+)")


def objects_of(pdf: bytes) -> tuple[bytes, list[bytes], bytes]:
    """What stands before the objects, the objects by their numbers from 1, and the trailer."""
    start = int(pdf[pdf.rindex(b"startxref") + 9 :].split()[0])
    table = re.compile(rb"xref\s+0 (\d+)\s*?\n").match(pdf, start)
    if table is None:
        raise ValueError("no table of objects")
    first, number = table.end(), int(table[1])
    offsets = [int(pdf[first + 20 * n : first + 20 * n + 10]) for n in range(1, number)]
    if offsets != sorted(offsets):
        raise ValueError("objects out of order")
    ends = [*offsets[1:], start]
    trailer = pdf[pdf.index(b"trailer", start) : pdf.rindex(b"startxref")]
    return (
        pdf[: offsets[0]],
        [pdf[a:b] for a, b in zip(offsets, ends, strict=True)],
        trailer,
    )


def file_of(head: bytes, objects: Iterable[bytes], trailer: bytes) -> bytes:
    """The file of these parts, with a new table."""
    out, offsets = bytearray(head), []
    for content in objects:
        offsets.append(len(out))
        out += content
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(offsets) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return bytes(out + trailer + b"startxref\n%d\n%%%%EOF" % start)


def unpacked(content: bytes) -> bytes:
    """The stream of an object."""
    stream = _STREAM.match(content)
    if stream is None or b"/FlateDecode" not in stream[1]:
        raise ValueError("no packed stream")
    (length,) = numbers(_LENGTH.pattern, stream[1])
    return zlib.decompress(content[stream.end() : stream.end() + length])


def packed(content: bytes, stream: bytes) -> bytes:
    """The object with another stream."""
    found = _STREAM.match(content)
    if found is None:
        raise ValueError("no stream")
    data = zlib.compress(stream, 6)
    head = _LENGTH.sub(b"/Length %d" % len(data), content[: found.end()], count=1)
    return head + data + b"\nendstream\nendobj\n"


def numbers(pattern: bytes, content: bytes) -> list[int]:
    """The numbers that a pattern finds: of other objects, of bytes."""
    return [int(number) for number in re.findall(pattern, content)]
