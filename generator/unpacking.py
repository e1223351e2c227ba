"""Turn the packed body of an HTTP answer into its bytes, piece by piece and never beyond a limit.

The codings of RFC 9110, section 8.4.1 (gzip and deflate) and RFC 7932 (br). An unpacker is fed what
arrives and told how much room is left, so that a body which unpacks to a thousand times its size
is noticed before it exists.

Refuses a coding that nobody here can undo, two codings on top of each other, and a packed body
with a fault in it. A body cut short is for the caller to refuse: its unpacker is not `done`.
"""

from __future__ import annotations

import zlib
from typing import Final, Protocol

import brotli

ACCEPTED: Final = "gzip, deflate, br"
"""The codings to offer in Accept-Encoding."""

_NONE = frozenset({"", "identity", "none"})


class UnpackError(ValueError):
    """The packed body holds a fault."""


class UnknownCodingError(ValueError):
    """`coding` is none of those that can be undone."""

    def __init__(self, coding: str) -> None:
        super().__init__("unknown coding")
        self.coding = coding


class Unpacker(Protocol):
    """Undoes one coding."""

    @property
    def done(self) -> bool:
        """Whether what was fed so far is whole."""

    def feed(self, packed: bytes, room: int) -> bytes:
        """What comes out of `packed`; of more than `room` bytes only the first are certain.

        Raises UnpackError. Not to be fed again once `room` was reached.
        """


def unpacker(coding: str) -> Unpacker:
    """What undoes the value of a Content-Encoding. Raises UnknownCodingError."""
    coding = coding.strip().lower()
    if coding in _NONE:
        return _Plain()
    if coding in ("gzip", "x-gzip", "deflate"):
        return _Zlib()
    if coding == "br":
        return _Brotli()
    raise UnknownCodingError(coding)


def unpacked(body: bytes, codings: str | None, limit: int) -> bytes:
    """The whole of `body` without its `codings`, the value of a Content-Encoding; `limit` in bytes.

    Raises ValueError, whose text says what is wrong with the body.
    """
    for coding in reversed((codings or "").split(",")):
        try:
            undo = unpacker(coding)
            body = undo.feed(body, limit)
        except UnknownCodingError as error:
            raise ValueError(f"the coding {error.coding[:20]!r} is not known") from None
        except UnpackError:
            raise ValueError("its compression is damaged") from None
        if len(body) > limit:
            packed = "would grow beyond" if coding.strip() else "is larger than"
            raise ValueError(f"it {packed} {limit / 1e6:.0f} MB")
        if not undo.done:
            raise ValueError("its compression breaks off")
    return body


class _Plain:
    done = True

    def feed(self, packed: bytes, room: int) -> bytes:
        return packed


class _Zlib:
    """gzip (also of several members, RFC 1952), zlib, and the raw deflate that some servers send.

    What a server sends is told by its first bytes, as browsers do: names and bytes often disagree.
    """

    def __init__(self) -> None:
        self._head = b""
        self._member: zlib._Decompress | None = None

    @property
    def done(self) -> bool:
        return self._member is not None and self._member.eof

    def feed(self, packed: bytes, room: int) -> bytes:
        packed, self._head = self._head + packed, b""
        unpacked = b""
        while packed and len(unpacked) <= room:
            if self._member is None or self._member.eof:
                if len(packed) < 2:
                    self._head = packed
                    break
                if self._member is not None and packed[:2] != b"\x1f\x8b":
                    break  # Padding behind the last member is no part of the body.
                self._member = zlib.decompressobj(_window(packed))
            try:
                unpacked += self._member.decompress(packed, room - len(unpacked) + 1)
            except zlib.error:
                raise UnpackError("not a packed body") from None
            packed = self._member.unused_data
        return unpacked


def _window(packed: bytes) -> int:
    """The `wbits` of zlib for a stream that begins like this."""
    gzip = packed[:2] == b"\x1f\x8b"
    with_header = packed[0] & 0x0F == 8 and int.from_bytes(packed[:2], "big") % 31 == 0
    return zlib.MAX_WBITS | 32 if gzip or with_header else -zlib.MAX_WBITS


class _Brotli:
    def __init__(self) -> None:
        self._stream = brotli.Decompressor()

    @property
    def done(self) -> bool:
        return bool(self._stream.is_finished())

    def feed(self, packed: bytes, room: int) -> bytes:
        try:
            return bytes(self._stream.process(packed, output_buffer_limit=room + 1))
        except brotli.error:
            raise UnpackError("not a packed body") from None
