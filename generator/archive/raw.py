"""Turn a `Capture` into files in `articles/raw/`: the bytes as they came, and how they came.

`<sha256>.html` (or `.html.gz`) holds the bytes, `<sha256>.json` says where and when they came from;
bytes that are JSON themselves, which would have the name of that record, are `<sha256>.source`.
The second file is written also where the settings keep no bytes: it is what a later reader can
check a copy of the page against. Only the name of a local file is kept, not the folder it lay in.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePath
from typing import Any, Literal

from generator.atomic import write_atomically
from generator.errors import PublishError
from generator.models import Capture, Problem

FOLDER = "raw"
Keep = Literal["keep", "compress", "off"]

_PACKED = (".gz", ".wacz", ".zip")
_RECORD = ".json"


@dataclass(frozen=True, slots=True)
class Provenance:
    """How bytes with this SHA-256 once came; `headers` by their names in lower case."""

    sha256: str
    name: str
    url: str | None
    final_url: str | None
    retrieved: str | None
    headers: Mapping[str, str]


@lru_cache(maxsize=2)
def sha256_of(data: bytes) -> str:
    """The SHA-256 of `data`, in hexadecimal.

    Remembered for the last ones: each of a feed's thousand entries asks for that of the same bytes.
    """
    return hashlib.sha256(data).hexdigest()


def keep(capture: Capture, articles: Path, how: Keep) -> None:
    """Keep the bytes of `capture` below `articles`, and how they came. Raises PublishError.

    Bytes that are there already are left alone; another way by which they came is added.
    """
    sha256 = sha256_of(capture.data)
    folder = articles / FOLDER
    path = folder / f"{sha256}{_RECORD}"
    found = _read(path)
    came = _way(capture)
    ways = [*found.get("came", []), came]
    if any(_is_same(came, other) for other in ways[:-1]):
        return
    try:
        stored = found.get("file") or _store(capture, folder, sha256, how)
        told = {"sha256": sha256, "bytes": len(capture.data), "file": stored, "came": ways}
        write_atomically(path, _json(told))
    except OSError as error:
        raise PublishError(
            Problem(f"{articles.name}/{FOLDER}", f"the raw bytes cannot be kept: {error.strerror}",
                    "a folder that can be written to", "Make room, or check the rights.")
        ) from None  # fmt: skip


def provenance(articles: Path) -> Iterator[Provenance]:
    """How all that is kept below `articles` came. Files that cannot be read are passed over."""
    for path in sorted((articles / FOLDER).glob(f"*{_RECORD}")):
        found = _read(path)
        for way in found.get("came", []):
            headers = way.get("headers")
            yield Provenance(
                path.stem,
                str(way.get("name", "")),
                way.get("url"),
                way.get("final_url"),
                way.get("retrieved"),
                headers if isinstance(headers, dict) else {},
            )


def missing(articles: Path) -> list[str]:
    """The files of bytes that are named below `articles` and not there."""
    folder = articles / FOLDER
    named = (_read(path).get("file") for path in sorted(folder.glob(f"*{_RECORD}")))
    names = (PurePath(str(name)).name for name in named if name)
    return [name for name in names if not (folder / name).exists()]


def _store(capture: Capture, folder: Path, sha256: str, how: Keep) -> str | None:
    if how == "off":
        return None
    is_named_as_record = capture.suffix.lower() == _RECORD
    data, name = capture.data, f"{sha256}{'.source' if is_named_as_record else capture.suffix}"
    if how == "compress" and not name.endswith(_PACKED):
        # Without a name and a time of its own, the same bytes make the same file.
        data, name = gzip.compress(data, mtime=0), f"{name}.gz"
    write_atomically(folder / name, data)
    return name


def _way(capture: Capture) -> dict[str, Any]:
    is_local = capture.url is None
    way = {
        "name": PurePath(capture.name).name if is_local else None,
        "url": capture.url,
        "final_url": None if capture.final_url == capture.url else capture.final_url,
        "retrieved": capture.retrieved,
        "headers": dict(capture.headers),
    }
    return {key: value for key, value in way.items() if value}


def _is_same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    keys = ("name", "url", "final_url")
    return all(one.get(key) == other.get(key) for key in keys)


def _read(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}  # Not there yet, or broken: then it is written anew.
    came = found.get("came") if isinstance(found, dict) else None
    is_whole = isinstance(came, list) and all(isinstance(w, dict) and w for w in came)
    return found if is_whole else {}


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
