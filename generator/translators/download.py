"""Turn the address of a large file into the file, going on where an earlier try was cut off.

Refuses what is larger or smaller than it was said to be. A part is only added to when the server
says that it still has the same file (ETag); otherwise it starts again. There is no deadline for the
whole, for nobody knows the line; a silence of a minute ends it, and the part is kept.
"""

from __future__ import annotations

import http.client
import os
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from generator.errors import ProviderUnavailable
from generator.translators.transport import USER_AGENT

SILENCE = 60.0
_PIECE = 1_000_000

Progress = Callable[[int, int | None], None]
"""Told how many bytes there are, and how many there will be, where the server says it."""


def download(url: str, target: Path, largest: int, progress: Progress = lambda *_: None) -> None:
    """Fetch `url` into `target`, by way of `target`.part. Raises ProviderUnavailable."""
    if not url.startswith(("https://", "http://")):
        raise ProviderUnavailable("the address must begin with https:// or http://")
    part, mark = (target.with_name(target.name + end) for end in (".part", ".etag"))
    target.parent.mkdir(parents=True, exist_ok=True)
    request = urllib.request.Request(url, headers={"User-Agent": USER_AGENT})
    if part.exists() and mark.exists():
        request.add_header("Range", f"bytes={part.stat().st_size}-")
        request.add_header("If-Range", mark.read_text(encoding="latin-1"))
    try:
        with urllib.request.urlopen(request, timeout=SILENCE) as response:
            start = _start(response, part)
            mark.unlink(missing_ok=True)
            if etag := _strong(response.headers.get("ETag")):
                mark.write_text(etag, encoding="latin-1")
            left = response.headers.get("Content-Length")
            whole = start + int(left) if left and left.isdigit() else None
            if (whole or 0) > largest:
                raise ProviderUnavailable(f"the file has {whole:,} bytes, more than {largest:,}")
            with part.open("ab" if start else "wb") as file:
                for piece in iter(lambda: response.read(_PIECE), b""):
                    file.write(piece)
                    if file.tell() > largest:
                        raise ProviderUnavailable(f"the file has more than {largest:,} bytes")
                    progress(file.tell(), whole)
            if whole is not None and part.stat().st_size < whole:
                raise ValueError("cut off")
    except urllib.error.HTTPError as error:
        if error.code == 416:  # The part is longer than the file: it is of another one.
            part.unlink()
        raise ProviderUnavailable(f"the server answered {error.code}") from None
    except (OSError, http.client.HTTPException, ValueError):
        raise ProviderUnavailable(
            "the connection was cut or never came about; run the command again to go on"
        ) from None
    mark.unlink(missing_ok=True)
    os.replace(part, target)


def _start(response: http.client.HTTPResponse, part: Path) -> int:
    """From which byte on the server sends."""
    if response.status == 206 and part.exists():
        start = part.stat().st_size
        if (response.headers.get("Content-Range") or "").startswith(f"bytes {start}-"):
            return start
        raise ValueError("another part than was asked for")
    return 0


def _strong(etag: str | None) -> str | None:
    return etag if etag and not etag.startswith("W/") and etag.isascii() else None
