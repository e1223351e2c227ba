"""Turn `Page`s into files below `docs/`: written only when their bytes differ, pruned by manifest.

Refuses to leave the folder, and to write over a file that lacks the mark of a generated page:
what people write by hand is theirs.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from generator.atomic import write_atomically
from generator.errors import PublishError
from generator.models import GENERATED_MARK, Page, Problem

MANIFEST = ".khulasa-manifest.json"


@dataclass(frozen=True, slots=True)
class Published:
    """What a run changed, as paths below the folder, and the files it would not touch."""

    written: tuple[str, ...]
    pruned: tuple[str, ...]
    problems: tuple[Problem, ...]


def publish(pages: Iterable[Page], folder: Path) -> Published:
    """Make `folder` hold exactly `pages` beside what is written by hand. Raises PublishError."""
    known = _read_manifest(folder)
    wanted = {page.path.as_posix(): page.text.encode() for page in pages}
    for name in wanted:
        _refuse_outside(folder, name)
    old = {name: _read(folder / name) for name in wanted}
    foreign = {name for name in wanted if not _may_replace(old[name])}
    mine = wanted.keys() - foreign
    changed = sorted(name for name in mine if old[name] != wanted[name])
    pruned = sorted(n for n in known - wanted.keys() if _may_prune(folder, n))
    try:
        if mine - known:  # First, so that a run cut off in between knows its files as its own.
            _write_manifest(folder, known | mine)
        for name in changed:
            write_atomically(folder / name, wanted[name])
        for name in pruned:
            _remove(folder / name, folder)
        if known != mine:
            _write_manifest(folder, mine)
    except OSError as error:
        raise PublishError(
            Problem(
                path=str(error.filename or folder),
                found=f"cannot write the pages: {error.strerror or error}",
                action="Make room or mend the permissions and run again; nothing is half-written.",
            )
        ) from None
    return Published(tuple(changed), tuple(pruned), tuple(_not_ours(folder, foreign)))


def _refuse_outside(folder: Path, name: str) -> None:
    if not (folder / name).resolve().is_relative_to(folder.resolve()):
        raise PublishError(
            Problem(name, f"the page would be written outside {folder.name}/", "a path inside it")
        )


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _may_replace(content: bytes | None) -> bool:
    return content is None or GENERATED_MARK.encode() in content[:1000]


def _may_prune(folder: Path, name: str) -> bool:
    _refuse_outside(folder, name)
    return (folder / name).is_file() and _may_replace(_read(folder / name))


def _not_ours(folder: Path, names: Iterable[str]) -> Iterable[Problem]:
    for name in sorted(names):
        yield Problem(
            path=f"{folder.name}/{name}",
            found="a file of this name is already there and was not made by khulasa",
            action="It was left as it is: rename or remove it.",
        )


def _read_manifest(folder: Path) -> set[str]:
    """The files that earlier runs wrote; none where there is no manifest or it is not ours."""
    try:
        names = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return set()
    return {n for n in names if isinstance(n, str)} if isinstance(names, list) else set()


def _write_manifest(folder: Path, names: Iterable[str]) -> None:
    content = json.dumps(sorted(names), ensure_ascii=False, indent=0) + "\n"
    write_atomically(folder / MANIFEST, content.encode())


def _remove(target: Path, folder: Path) -> None:
    """Remove a page, and the folders that are empty without it."""
    target.unlink()
    for parent in target.parents:
        if parent == folder or any(parent.iterdir()):
            break
        parent.rmdir()
