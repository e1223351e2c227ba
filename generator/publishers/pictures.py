"""Turn `Sheet`s into PNG `Asset`s, each typeset once: what has been set is kept in a cache.

The cache is a folder of files named by a hash of all that a picture depends on. It may be deleted
at any time; what nobody wants any more is removed from it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from generator import typesetting
from generator.atomic import write_atomically
from generator.errors import PublishError
from generator.models import Asset, Problem, Sheet

_SIGNATURE, _END = b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"


def pictures(sheets: Iterable[Sheet], cache: Path) -> Iterator[Asset]:
    """One picture a sheet, in their order.

    Raises PublishError when one cannot be set, or the cache cannot be written.
    """
    used = set()
    try:
        for sheet in sheets:
            path = cache / f"{_key(sheet)}.png"
            used.add(path.name)
            content = path.read_bytes() if path.is_file() else b""
            if not (content.startswith(_SIGNATURE) and content.endswith(_END)):
                content = typesetting.picture(sheet)
                write_atomically(path, content)
            yield Asset(sheet.path, content)
        for path in cache.glob("*.png"):
            if path.name not in used:
                path.unlink(missing_ok=True)
    except OSError as error:
        raise PublishError(
            Problem(
                path=str(error.filename or cache),
                found=f"cannot keep a picture: {error.strerror or error}",
                action="Make room or mend the permissions and build again.",
            )
        ) from None


def _key(sheet: Sheet) -> str:
    parts = (typesetting.fingerprint(), sheet.template, sheet.data)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]
