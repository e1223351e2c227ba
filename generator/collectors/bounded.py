"""Turn a stream, compressed with gzip or not, into its bytes within limits.

Refuses, with `EndlessError`, a stream that grows beyond `MAX_UNPACKED`, and a header without end.
"""

from __future__ import annotations

import gzip
import io
from typing import IO, Any, Final, cast

MAX_UNPACKED: Final = 4_000_000_000
"""Bytes that are read of one archive, its compression undone."""

_LONGEST_HEADER = 2_000_000
_STEP = 1_000_000


class EndlessError(ValueError):
    """A stream grows beyond what any archive of pages needs."""


def unzipped(stream: IO[bytes]) -> io.BufferedIOBase:
    """`stream` with its gzip undone, member by member, where it begins as gzip does."""
    buffered: Any = io.BufferedReader(cast(Any, stream))
    is_gzip = buffered.peek(2)[:2] == b"\x1f\x8b"
    return cast(io.BufferedIOBase, gzip.GzipFile(fileobj=buffered) if is_gzip else buffered)


class BoundedStream:
    """A stream that stops where its content grows without end.

    `in_header` is to be set while a reader looks for the end of a line or a header, for which it
    holds all that comes.
    """

    def __init__(self, stream: io.BufferedIOBase) -> None:
        self._stream = stream
        self._offset = 0
        self._header = 0
        self._in_header = False

    @property
    def in_header(self) -> bool:
        """Whether a header is being read."""
        return self._in_header

    @in_header.setter
    def in_header(self, value: bool) -> None:
        self._in_header, self._header = value, 0

    def tell(self) -> int:
        """The bytes read so far."""
        return self._offset

    def read(self, size: int = -1) -> bytes:
        """The next bytes, fewer than `size` perhaps. Raises EndlessError."""
        # At most one read of what lies below: what stands before damage is whole.
        try:
            data = self._stream.read1(_STEP if size < 0 else min(size, _STEP))
        except EOFError:  # to warcio it is the end of the archive, not of its middle
            raise OSError("the compression breaks off") from None
        self._offset += len(data)
        self._header += len(data) if self._in_header else 0
        if self._offset > MAX_UNPACKED:
            raise EndlessError(f"it holds more than {MAX_UNPACKED // 10**9} GB")
        if self._header > _LONGEST_HEADER:
            raise EndlessError("a header without end")
        return data
