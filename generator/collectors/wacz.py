"""Turn a WACZ file (the Web Archive Collection Zipped, 1.1) into one find for each of its pages.

It is a ZIP archive with WARC files below `archive/`. Where `pages/pages.jsonl` lists pages, only
those are read: the others are frames and requests that came with them. Where `datapackage.json`
gives the hash of a file, a file with another is not read, and that is said. Nothing is written to
disk. Refuses what is no WACZ, and a ZIP archive made to grow without end.
"""

from __future__ import annotations

import hashlib
import io
import json
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any, Final

from generator.collectors import Find
from generator.collectors.bounded import MAX_UNPACKED
from generator.collectors.entries import address
from generator.collectors.warc import (
    MAX_ARCHIVE,
    Tally,
    conclude,
    read_archive,
    refusal,
    without_fragment,
)
from generator.models import Capture, Problem

PAGES: Final = "pages/pages.jsonl"

_MOST_FILES = 10_000
_MOST_TEXT = 50_000_000  # bytes of a list of pages
_BOMB, _BOMB_SIZE = 100, 100_000_000  # times smaller than what it holds; WARC files are compressed
_FAULTS = (  # all that zipfile raises where an archive is not what it says
    zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError, NotImplementedError,
    RuntimeError, ValueError, IndexError,
)  # fmt: skip


def unpack(capture: Capture) -> Iterator[Find | Problem]:
    """The pages of the archive, and what is wrong with it. Raises SourceError."""
    if len(capture.data) > MAX_ARCHIVE:
        raise refusal(capture.name, f"the archive is larger than {MAX_ARCHIVE // 10**9} GB")
    try:
        archive = zipfile.ZipFile(io.BytesIO(capture.data))
        files = {info.filename: info for info in archive.infolist()}
    except _FAULTS:
        raise refusal(capture.name, "it is not a whole ZIP archive") from None
    with archive:
        _refuse_bombs(capture.name, files)
        yield from _unpack(capture.name, archive, files)


def _unpack(
    name: str, archive: zipfile.ZipFile, files: dict[str, zipfile.ZipInfo]
) -> Iterator[Find | Problem]:
    hashes = _hashes(_read(archive, files.get("datapackage.json")))
    pages = _pages(_read(archive, files.get(PAGES)))
    if pages and (problem := _altered(archive, files[PAGES], hashes, name)):
        yield problem
        pages = None
    tally = Tally()
    for file, info in files.items():
        if not file.startswith("archive/") or not file.lower().endswith((".warc", ".warc.gz")):
            continue
        if problem := _altered(archive, info, hashes, name):
            yield problem
            continue
        with archive.open(info) as stream:
            yield from read_archive(stream, f"{name}/{file}", tally, pages)
    missing = sorted((pages or frozenset()) - tally.addresses) if tally.pages else []
    if missing:
        yield Problem(name, f"{len(missing)} of the pages it lists, {missing[0]} the first, are not"
                      " in it", "the pages listed", "Add them by their addresses.")  # fmt: skip
    yield from conclude(name, tally)


def _refuse_bombs(name: str, files: dict[str, zipfile.ZipInfo]) -> None:
    """Raise SourceError where the ZIP archive is encrypted or made to fill a disk."""
    infos = files.values()
    if len(files) > _MOST_FILES:
        raise refusal(name, f"it holds more than {_MOST_FILES} files")
    if any(info.flag_bits & 1 for info in infos):
        raise refusal(name, "it is encrypted")
    size, packed = sum(i.file_size for i in infos), sum(i.compress_size for i in infos)
    if size > MAX_UNPACKED or (size > _BOMB_SIZE and size > _BOMB * max(1, packed)):
        raise refusal(name, f"it would grow to {size // 1_000_000} MB, as archives made to harm do")
    if not any(file.startswith("archive/") for file in files):
        raise refusal(name, "the ZIP archive has no folder archive/")


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo | None) -> bytes:
    """The bytes of a small file; none where it is missing, damaged or not small."""
    if info is None or info.file_size > _MOST_TEXT:
        return b""
    try:
        with archive.open(info) as stream:
            return stream.read(_MOST_TEXT)
    except _FAULTS:
        return b""


def _hashes(data: bytes) -> dict[str, str]:
    """The SHA-256 of each file that the package gives one for."""
    package = _json(data)
    resources = package.get("resources") if isinstance(package, dict) else None
    found: dict[str, str] = {}
    for resource in resources if isinstance(resources, list) else []:
        if isinstance(resource, dict):
            path, digest = resource.get("path"), resource.get("hash")
            if isinstance(path, str) and isinstance(digest, str):
                kind, _, value = digest.rpartition(":")
                if kind in {"sha256", ""}:
                    found[path] = value.lower()
    return found


def _pages(data: bytes) -> frozenset[str] | None:
    """The addresses that the list of pages gives; None where it gives none."""
    found = set()
    for line in data.splitlines():
        page = _json(line)
        url = page.get("url") if isinstance(page, dict) else None
        if isinstance(url, str) and (fit := address(url)):
            found.add(without_fragment(fit))
    return frozenset(found) or None


def _json(data: bytes) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None


def _altered(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, hashes: dict[str, str], name: str
) -> Problem | None:
    """That a file is not what the package says it is, or None."""
    digest = hashlib.sha256()
    try:
        with archive.open(info) as stream:
            while part := stream.read(1_000_000):
                digest.update(part)
    except _FAULTS:
        found = "the file is damaged"
    else:
        if hashes.get(info.filename, digest.hexdigest()) == digest.hexdigest():
            return None
        found = "the file is not the one that datapackage.json gives the hash of"
    return Problem(f"{name}/{info.filename}", found, "the file as it was archived",
                   "Fetch the archive again; the file was not read.")  # fmt: skip
