"""Turn a body as a server sent it into the bytes it stands for: gzip, deflate and Brotli undone.

Refuses, with `ValueError`, a coding that is not known, a body that is damaged, and one that would
grow beyond the limit: never more than that is held.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable

_STEP = 65_536


def decoded(body: bytes, codings: str | None, limit: int) -> bytes:
    """`body` without its `codings`, the value of Content-Encoding; at most `limit` bytes."""
    names = [name.strip().lower() for name in (codings or "").split(",")]
    for name in reversed(names):
        if name in {"", "identity", "none"}:
            continue
        undo = _CODINGS.get(name)
        if undo is None:
            raise ValueError(f"the coding {name[:20]!r} is not known")
        body = undo(body, limit)
    if len(body) > limit:
        raise ValueError(f"it is larger than {limit // 1_000_000} MB")
    return body


def _gzip(body: bytes, limit: int) -> bytes:
    return _inflated(body, 16 + zlib.MAX_WBITS, limit)


def _deflate(body: bytes, limit: int) -> bytes:
    try:
        return _inflated(body, zlib.MAX_WBITS, limit)
    except _DamagedError:  # what many servers call deflate has no zlib header
        return _inflated(body, -zlib.MAX_WBITS, limit)


class _DamagedError(ValueError):
    pass


def _inflated(body: bytes, wbits: int, limit: int) -> bytes:
    inflate = zlib.decompressobj(wbits)
    try:
        out = inflate.decompress(body, limit + 1)
    except zlib.error:
        raise _DamagedError("its compression is damaged") from None
    if len(out) > limit:
        raise _too_large(limit)
    if not inflate.eof:
        raise _DamagedError("its compression breaks off")
    return out


def _brotli(body: bytes, limit: int) -> bytes:
    # Imported here, because few servers use it and fewer archives.
    import brotli  # noqa: PLC0415

    inflate, out = brotli.Decompressor(), bytearray()
    try:
        out += inflate.process(body, output_buffer_limit=_STEP)
        while not inflate.is_finished() and not inflate.can_accept_more_data():
            if len(out) > limit:
                raise _too_large(limit)
            out += inflate.process(b"", output_buffer_limit=_STEP)
    except brotli.error:
        raise _DamagedError("its compression is damaged") from None
    if not inflate.is_finished():
        raise _DamagedError("its compression breaks off")
    return bytes(out)


def _too_large(limit: int) -> ValueError:
    return ValueError(f"it would grow beyond {limit // 1_000_000} MB when it is unpacked")


_CODINGS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
}
