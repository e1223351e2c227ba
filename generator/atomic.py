"""Turn bytes into a file that is there whole or not at all. The one place that writes files."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

SUFFIX = ".tmp"
"""Ends the names of files that are not finished; a killed run may leave one."""


def write_atomically(path: Path, content: bytes) -> None:
    """Replace the file at `path`; its folder is made if need be.

    The bytes are on disk (fsync) before the name is, so a crash or a full disk leaves the old
    file or the new one and nothing else. Raises OSError.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(
        dir=path.parent, prefix=f".{path.name}.", suffix=SUFFIX
    )
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
