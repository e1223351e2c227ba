"""Turn `Sheet`s into PNG and PDF `Asset`s, each set once: what has been set is kept in a cache.

The cache is a folder of files named by a hash of all that a picture or a book depends on. It may be
deleted at any time; what nobody wants any more is removed from it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from generator import typesetting
from generator.atomic import write_atomically
from generator.errors import PublishError
from generator.models import Asset, Problem, Sheet

_ENDS = {".png": b"IEND\xaeB`\x82", ".pdf": b"%%EOF"}
"""How a whole file of each kind ends."""


def typeset(sheets: Iterable[Sheet], cache: Path) -> Iterator[Asset]:
    """One file a sheet, in their order.

    Raises PublishError when one cannot be set, or the cache cannot be written.
    """
    used = set()
    try:
        for sheet in sheets:
            path = cache / f"{_key(sheet)}{sheet.path.suffix}"
            used.add(path.name)
            content = path.read_bytes() if path.is_file() else b""
            if not content.rstrip().endswith(_ENDS[sheet.path.suffix]):
                content = set_anew(sheet)
                write_atomically(path, content)
            yield Asset(sheet.path, content)
        for path in cache.glob("*.*"):
            if path.name not in used:
                path.unlink(missing_ok=True)
    except OSError as error:
        raise PublishError(
            Problem(
                path=str(error.filename or cache),
                found=f"cannot keep what was typeset: {error.strerror or error}",
                action="Make room or mend the permissions and build again.",
            )
        ) from None


def write(sheet: Sheet, path: Path) -> int:
    """Set `sheet` into the file at `path`, which is then there whole or not at all; its size.

    Raises PublishError.
    """
    content = set_anew(sheet)
    try:
        write_atomically(path, content)
    except OSError as error:
        raise PublishError(
            Problem(
                path=str(path),
                found=f"cannot write the file: {error.strerror or error}",
                action="Make room or choose another place; nothing is half-written.",
            )
        ) from None
    return len(content)


def set_anew(sheet: Sheet) -> bytes:
    """A picture or a book, as the name of its file says."""
    is_picture = sheet.path.suffix == ".png"
    return typesetting.picture(sheet) if is_picture else typesetting.document(sheet)


def _key(sheet: Sheet) -> str:
    parts = (typesetting.fingerprint(), sheet.template, sheet.data)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:32]
