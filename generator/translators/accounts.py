"""Turn the lines of a run's account into a file of the project, each as soon as it is over.

Appended, never rewritten: a killed run leaves at most half a line, which reading passes over. It
refuses nothing; where the file cannot be written, PublishError says so and the run ends, for what
is not accounted for is not to be spent.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from generator.errors import PublishError
from generator.models import Problem
from generator.translators import ledger
from generator.translators.ledger import Line


def now() -> datetime:
    return datetime.now(UTC)


def bookkeeper(path: Path, clock: Callable[[], datetime] = now) -> Callable[[Line], None]:
    """What enters lines into the file at `path`, all of one run, which begins now.

    The folder must be there. Raises PublishError when it is called.
    """
    run = _stamp(clock())

    def enter(line: Line) -> None:
        text = replace(line, run=run, time=_stamp(clock())).to_json()
        try:
            with path.open("ab") as file:
                file.write(_end_of_half_a_line(path) + text.encode() + b"\n")
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise PublishError(
                Problem(
                    path=f"{path.parent.name}/{path.name}",
                    found=f"cannot write the ledger: {error.strerror or error}",
                    action="Make room or mend the permissions and run again.",
                )
            ) from None

    return enter


def read(path: Path) -> list[Line]:
    """All lines of the file, none where there is no file."""
    if not path.exists():
        return []
    return list(ledger.read(path.read_text(encoding="utf-8", errors="replace").splitlines()))


def _end_of_half_a_line(path: Path) -> bytes:
    with path.open("rb") as file:
        if not file.seek(0, os.SEEK_END):
            return b""
        file.seek(-1, os.SEEK_END)
        return b"" if file.read(1) == b"\n" else b"\n"


def _stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
