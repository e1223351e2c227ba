"""Turn the arguments of a command into sources by name, and files into captures.

A folder stands for the files in it and below it of the kinds that are read; links to folders are
not followed, nor are hidden files, sidecars, and the folder of pictures and scripts that a browser
puts beside a saved page ("page_files" beside "page.html"). A line of standard input is an address
or a path.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Final

from generator.collectors.unpack import KINDS, suffix_of
from generator.errors import SourceError
from generator.models import Capture, Problem

ARCHIVES: Final = frozenset({".warc", ".warc.gz", ".wacz"})
FEEDS: Final = frozenset({".xml", ".rss", ".atom", ".rdf", ".json", ".jsonld"})
WITH_PICTURES: Final = frozenset({".mhtml", ".mht"})

PAGE_BYTES: Final = 5_000_000
FEED_BYTES: Final = 20_000_000
SAVED_BYTES: Final = 50_000_000
ARCHIVE_BYTES: Final = 1_000_000_000

_SAVED_BESIDE = ("_files", "_fichiers", "-Dateien", ".files")  # what browsers call that folder


@dataclass(frozen=True, slots=True)
class Named:
    """A source as it was named: an address, or the file at `path`."""

    name: str
    path: Path | None = None


@dataclass(frozen=True, slots=True)
class PassedOver:
    """Files of a folder that are of no kind that is read, how many by suffix."""

    name: str
    kinds: tuple[tuple[str, int], ...]


def is_address(name: str) -> bool:
    """Whether a source is named by an address of the web, whatever its scheme is spelled like."""
    return name.strip().lower().startswith(("http://", "https://"))


def expand(arguments: Iterable[str], lines: Iterable[str] = ()) -> Iterator[Named | PassedOver]:
    """Each source that is meant; `lines` are those of standard input, which "-" stands for.

    Raises nothing: a path that does not exist is for whoever opens it to tell of.
    """
    for argument in arguments:
        if argument == "-":
            wanted = (line.strip() for line in lines)
            yield from expand(line for line in wanted if line and not line.startswith("#"))
        elif is_address(argument):
            yield Named(argument.strip())
        elif (path := Path(argument)).is_dir():
            yield from _folder(path)
        else:
            yield Named(argument, path)


def _folder(folder: Path) -> Iterator[Named | PassedOver]:
    others: Counter[str] = Counter()
    for where, folders, names in os.walk(folder):
        stems = {PurePath(name).stem for name in names if suffix_of(name) in KINDS}
        folders[:] = sorted(
            name for name in folders
            if not name.startswith(".") and not _is_beside(name, stems)
        )  # fmt: skip
        for name in sorted(names):
            if name.startswith(".") or (name.endswith(".yml") and PurePath(name).stem in stems):
                continue
            if suffix_of(name) in KINDS:
                path = Path(where, name)
                yield Named(path.as_posix(), path)
            else:
                others[suffix_of(name) or "no suffix"] += 1
    if others:
        yield PassedOver(folder.as_posix(), tuple(others.most_common()))


def _is_beside(folder: str, stems: set[str]) -> bool:
    return any(folder.removesuffix(end) in stems for end in _SAVED_BESIDE if folder.endswith(end))


def most_bytes(suffix: str) -> int:
    """The size from which a source of that kind is refused."""
    if suffix in ARCHIVES:
        return ARCHIVE_BYTES
    if suffix in WITH_PICTURES:
        return SAVED_BYTES
    return FEED_BYTES if suffix in FEEDS else PAGE_BYTES


def capture_file(path: Path) -> Capture:
    """The bytes of the file at `path`. Raises SourceError."""
    name, suffix = path.as_posix(), suffix_of(path.name)
    if suffix not in KINDS:
        found = f"{suffix} files are not read" if suffix else "a file without a suffix is not read"
        raise _refusal(name, found, ", ".join(KINDS), "Save it as one of these.")
    limit = most_bytes(suffix)
    try:
        if not path.is_file():
            found = "it is not a file" if path.exists() else "there is no such file"
            raise _refusal(name, found, "a file, a folder or an address", "Check the path.")
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        found = f"it cannot be read: {error.strerror or 'unknown fault'}"
        raise _refusal(name, found, "a readable file", "Check its rights.") from None
    if len(data) > limit:
        found = f"the file is larger than {limit / 1e6:,.0f} MB"
        raise _refusal(name, found, "a smaller one", "Split it.")
    return Capture(name, suffix, data)


def _refusal(name: str, found: str, expected: str, action: str) -> SourceError:
    return SourceError(Problem(name, found, expected, action))
