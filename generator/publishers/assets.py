"""Turn `Asset`s into files of the built site: feeds, citations, whatever is no page.

They go into the site and not into `docs/`, since nothing makes anything else of them, and since a
JSON or RIS file cannot carry the mark by which a generated page is told from a person's.

Refuses to leave the site, and to write over a file that came from `docs/`: that is a person's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from generator.errors import PublishError
from generator.models import Asset, Problem


def publish_assets(
    assets: Iterable[Asset], site: Path, is_taken: Callable[[str], bool]
) -> tuple[int, tuple[Problem, ...]]:
    """Write them below `site`, one at a time; how many there are, and those that were not written.

    `is_taken` says of a path whether a person's file is there. A file whose bytes are right is left
    alone. Raises PublishError.
    """
    number, problems = 0, []
    for asset in assets:
        name = asset.path.as_posix()
        if is_taken(name):
            problems.append(_taken(name))
            continue
        _write(site, name, asset.content)
        number += 1
    return number, tuple(problems)


def _write(site: Path, name: str, content: bytes) -> None:
    path = site / name
    if not path.resolve().is_relative_to(site.resolve()):
        raise PublishError(
            Problem(name, f"the file would be written outside {site.name}/", "a path inside it")
        )
    try:
        if path.is_file() and path.read_bytes() == content:
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)  # not atomically: a site that is half built is built anew
    except OSError as error:
        raise PublishError(
            Problem(
                path=str(error.filename or path),
                found=f"cannot write into the site: {error.strerror or error}",
                action="Make room or mend the permissions and build again.",
            )
        ) from None


def _taken(name: str) -> Problem:
    return Problem(
        path=f"docs/{name}",
        found="the site has a file of its own under this name, and khulasa's was not written",
        action="Rename or remove that file.",
    )
