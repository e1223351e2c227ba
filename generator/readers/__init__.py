"""Turn a source in `articles/` into an `Article`.

A reader is a module with one function, `read(source: Source) -> Article`. `READERS` names the
module for each suffix; it is imported when the first file with that suffix is read. What the
readers share: `facts` (what a person says about a source), `lines`,
`furniture`, `comments` and `blocks` (what the lines of a page are).

Refuses, with a `SourceError` that names file and line, what is not an article in Arabic: a file
too large, empty, binary or in another encoding, a broken head, a text without Arabic. One refused
file says nothing about the others.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path, PurePath
from typing import Final, Protocol, cast

from generator.errors import SourceError
from generator.models import Article, Problem
from generator.readers.facts import SIDECAR_SUFFIX, Facts, read_facts
from generator.text.slugs import slugify

__all__ = [
    "CONTAINED",
    "MAX_BYTES",
    "READERS",
    "Reader",
    "Source",
    "find_sources",
    "read",
    "read_bytes",
    "read_sidecar",
    "read_source",
]

READERS: Final = {
    ".txt": "generator.readers.plain_text",
    ".md": "generator.readers.markdown",
    ".html": "generator.readers.html",
    ".htm": "generator.readers.html",
    ".mhtml": "generator.readers.mhtml",
    ".mht": "generator.readers.mhtml",
}
"""The module that reads files of each suffix."""

CONTAINED: Final = {".entry": "generator.readers.entry"}
"""The module that reads what only containers hold: no file in `articles/` is one of these."""

MAX_BYTES: Final = 5_000_000
"""Size from which a file is refused: a book of a thousand pages is smaller."""

_MAX_WITH_PICTURES = 50_000_000  # a page saved with its pictures and styles
_WITH_PICTURES = frozenset({".mhtml", ".mht"})

_RAW = "raw"  # the folder of the bytes that sources were made from
_NOT_SOURCES = frozenset({"readme", "license", "licence", "copying"})


@dataclass(frozen=True, slots=True)
class Source:
    """The bytes of a source as they came, and what a sidecar says about them.

    `path` is relative to the project's root, with forward slashes; for what comes from elsewhere it
    is the address. `charset` is the encoding that a server named.
    """

    path: str
    data: bytes
    facts: Facts = field(default_factory=Facts)
    charset: str | None = None

    @property
    def sha256(self) -> str:
        """The SHA-256 of the bytes, in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()

    def slug(self, wish: str | None = None) -> str:
        """The slug for `wish` or else for the file's name; never empty, never with a slash."""
        wanted = PurePath(self.path).stem if wish is None else wish
        return slugify(wanted) or f"article-{self.sha256[:8]}"


class Reader(Protocol):
    """What a module of `READERS` holds."""

    def read(self, source: Source) -> Article:
        """The article in `source`. Raises SourceError."""


def find_sources(folder: Path) -> list[Path]:
    """The sources in `folder` and below it, sorted by path.

    Left out are hidden files and folders, `raw/`, editors' backups (`name~`), sidecars that stand
    beside a source, and a README or licence. A file of a kind that no reader knows is listed, so
    that somebody is told about it. Links to folders are not followed. Raises nothing: a folder that
    does not exist has no sources.
    """
    return sorted(_walk(folder), key=lambda path: path.as_posix())


def _walk(folder: Path) -> Iterator[Path]:
    for where, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != _RAW and not name.startswith(".")]
        stems = {PurePath(name).stem for name in names if PurePath(name).suffix.lower() in READERS}
        for name in names:
            path = PurePath(name)
            hidden = name.startswith((".", "#")) or name.endswith("~")
            sidecar = path.suffix == SIDECAR_SUFFIX and path.stem in stems
            if not hidden and not sidecar and path.stem.lower() not in _NOT_SOURCES:
                yield Path(where, name)


def read(path: Path, root: Path, *, max_bytes: int = MAX_BYTES) -> Article:
    """The article in the file at `path`; the record's path is relative to `root` where it can be.

    Raises SourceError. A file of more than `max_bytes` bytes is refused unread; one that holds its
    pictures too may be ten times as large.
    """
    name = _relative(path, root)
    suffix = path.suffix.lower()
    reader = _reader(suffix, name, READERS)
    facts = read_sidecar(path, root)
    most = max(max_bytes, _MAX_WITH_PICTURES) if suffix in _WITH_PICTURES else max_bytes
    return reader.read(Source(name, read_bytes(path, root, most), facts))


def read_source(source: Source, suffix: str) -> Article:
    """The article in `source`, bytes of the kind `suffix` from anywhere: ".html", ".entry".

    Raises SourceError.
    """
    return _reader(suffix.lower(), source.path, READERS | CONTAINED).read(source)


def read_sidecar(path: Path, root: Path) -> Facts:
    """What the sidecar of the source at `path` says, if there is one. Raises SourceError."""
    # Imported here because decoding is a stage's work and the registry is only its door.
    from generator.text.decoding import decode  # noqa: PLC0415

    sidecar = path.with_suffix(SIDECAR_SUFFIX)
    if not sidecar.is_file():
        return Facts()
    name, data = _relative(sidecar, root), read_bytes(sidecar, root)
    return read_facts(decode(data, name), name) if data.strip() else Facts()


def _reader(suffix: str, name: str, modules: Mapping[str, str]) -> Reader:
    if suffix in modules:
        return cast(Reader, import_module(modules[suffix]))
    known = ", ".join(sorted(READERS))
    if suffix in {SIDECAR_SUFFIX, ".yaml"}:
        raise SourceError(
            Problem(name, "facts without a source", f"a file of the same name beside it ({known})",
                    f"Add the source, or rename this file to <source>{SIDECAR_SUFFIX}.")
        )  # fmt: skip
    found = f"no reader for {suffix} files" if suffix else "no reader for a file without a suffix"
    action = "Save it as text in UTF-8 with the suffix .txt, or move it out of the folder."
    raise SourceError(Problem(name, found, known, action))


def read_bytes(path: Path, root: Path, max_bytes: int = MAX_BYTES) -> bytes:
    """The bytes of the file at `path`. Raises SourceError where it cannot be read or is larger."""
    name = _relative(path, root)
    try:
        if not path.is_file():
            found = "there is no such file" if not path.exists() else "it is not a file"
            raise SourceError(Problem(name, found, "a file", "Check the path."))
        size = path.stat().st_size
        if size <= max_bytes:
            with path.open("rb") as file:
                data = file.read(max_bytes + 1)
            if len(data) <= max_bytes:
                return data
            size = len(data)
    except OSError as error:
        found = f"it cannot be read: {error.strerror or 'unknown fault'}"
        raise SourceError(Problem(name, found, "a readable file", "Check its rights.")) from None
    raise SourceError(
        Problem(name, f"the file is {_amount(size)} large", f"at most {_amount(max_bytes)}",
                "Split it into one file for each article.")
    )  # fmt: skip


def _amount(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB" if size >= 100_000 else f"{size} bytes"


def _relative(path: Path, root: Path) -> str:
    absolute = Path(os.path.abspath(path))
    try:
        return absolute.relative_to(os.path.abspath(root)).as_posix()
    except ValueError:
        return path.as_posix()
