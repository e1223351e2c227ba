"""Turn a stream, compressed with gzip or not, into its bytes within limits.

Refuses, with `EndlessError`, a stream that grows beyond `MAX_UNPACKED`, or that has no line break
for longer than any page or picture: warcio reads headers by the line.
"""

from __future__ import annotations

import gzip
import io
from typing import IO, Any, Final, cast

MAX_UNPACKED: Final = 4_000_000_000
"""Bytes that are read of one archive, its compression undone."""

_LONGEST_LINE = 64_000_000
_STEP = 1_000_000


class EndlessError(ValueError):
    """A stream grows beyond what any archive of pages needs."""


def unzipped(stream: IO[bytes]) -> IO[bytes]:
    """`stream` with its gzip undone, member by member, where it begins as gzip does."""
    buffered: Any = io.BufferedReader(cast(Any, stream))
    is_gzip = buffered.peek(2)[:2] == b"\x1f\x8b"
    return cast(IO[bytes], gzip.GzipFile(fileobj=buffered) if is_gzip else buffered)


class BoundedStream:
    """A stream that stops where its content grows without end."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._offset = 0
        self._since_line = 0

    def tell(self) -> int:
        """The bytes read so far."""
        return self._offset

    def read(self, size: int = -1) -> bytes:
        """The next bytes, fewer than `size` perhaps. Raises EndlessError."""
        data = self._stream.read(_STEP if size < 0 else min(size, _STEP))
        self._offset += len(data)
        line_end = data.rfind(b"\n")
        self._since_line = len(data) - line_end - 1 + (self._since_line if line_end < 0 else 0)
        if self._offset > MAX_UNPACKED:
            raise EndlessError(f"it holds more than {MAX_UNPACKED // 10**9} GB")
        if self._since_line > _LONGEST_LINE:
            raise EndlessError("it grows without end")
        return data
