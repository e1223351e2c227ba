"""Turn the files of a book into one EPUB file (EPUB 3.3, section 4: OCF).

The same files give the same bytes: no time and no owner is written.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

from generator.models import Asset

_MIMETYPE = ("mimetype", b"application/epub+zip")
_CONTAINER = (
    "META-INF/container.xml",
    b"""<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
  <rootfiles>
    <rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>
  </rootfiles>
</container>
""",
)
_EPOCH = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o644 << 16


def pack(files: Iterable[Asset]) -> bytes:
    """The book; the first file of it, which is not packed, tells programs what it is."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as book:
        _put(book, *_MIMETYPE, zipfile.ZIP_STORED)
        _put(book, *_CONTAINER)
        for file in files:
            _put(book, file.path.as_posix(), file.content)
    return packed.getvalue()


def _put(book: zipfile.ZipFile, name: str, content: bytes, how: int = zipfile.ZIP_DEFLATED) -> None:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.compress_type, entry.external_attr, entry.create_system = how, _READABLE, 3
    book.writestr(entry, content)
