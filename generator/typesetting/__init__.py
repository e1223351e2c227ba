"""Turn a `Sheet` into the bytes of a picture or a book: the one room in which Typst runs.

A template (`*.typ`) says how a sheet looks, and reads the sheet's data as JSON. What comes from a
source is never joined into a template: Typst sees it as a string, and shows each sign of it.
The letters are those of `fonts/` alone (behind them the few that Typst brings along), so that the
same sheet gives the same bytes on every machine. No file, package or address is read but these.

Refuses a font or a template that is missing, and what Typst cannot set, by a `PublishError`.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from generator.errors import PublishError
from generator.models import Problem, Sheet

ROOM = Path(__file__).parent
FONTS = ROOM / "fonts"
NEEDED = (
    *("Amiri-Regular.ttf", "Amiri-Bold.ttf", "Newsreader-Regular.ttf", "Newsreader-Bold.ttf"),
    *("Vazirmatn-Regular.ttf", "Vazirmatn-Bold.ttf", "NotoEmoji-Regular.ttf"),
)
"""The files in `fonts/` without which nothing is set."""


def picture(sheet: Sheet, pixels_per_point: float = 2) -> bytes:
    """The only page of `sheet` as PNG. Raises PublishError."""
    return _set(sheet, format="png", ppi=72 * pixels_per_point)


def document(sheet: Sheet) -> bytes:
    """`sheet` as PDF, tagged, and dated nowhere. Raises PublishError."""
    return _set(sheet, format="pdf", timestamp=0)


@cache
def fingerprint() -> str:
    """Of all that a sheet's look depends on besides its data: templates, letters, Typst itself."""
    digest = hashlib.sha256(version("typst").encode())
    for path in sorted((*ROOM.glob("*.typ"), *_fonts_in(FONTS))):
        digest.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _set(sheet: Sheet, **form: Any) -> bytes:
    import typst  # noqa: PLC0415  80 MB, which only those who want pictures or books load

    try:
        done = _compiler(sheet.template).compile(sys_inputs={"data": sheet.data}, **form)
    except typst.TypstError as error:
        raise PublishError(
            Problem(
                path=sheet.path.as_posix(),
                found=f"it cannot be set: {error.message}",
                action="Build again; if it stays, report it with the article.",
            )
        ) from None
    return done if isinstance(done, bytes) else b"".join(done or ())


@cache
def _compiler(template: str) -> Any:
    import typst  # noqa: PLC0415

    path = ROOM / f"{template}.typ"
    if not path.is_file():
        raise PublishError(_missing(path))
    return typst.Compiler(str(path), root=str(ROOM), font_paths=_fonts())


@cache
def _fonts() -> Any:
    import typst  # noqa: PLC0415

    _fonts_in(FONTS)
    return typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)])


def _fonts_in(folder: Path) -> list[Path]:
    """The letters that are needed. Raises PublishError where one of them is missing."""
    paths = [folder / name for name in NEEDED]
    for path in paths:
        if not path.is_file():
            raise PublishError(_missing(path))
    return paths


def _missing(path: Path) -> Problem:
    return Problem(
        path=str(path),
        found="a file of Khulasa itself is missing, without which nothing can be typeset",
        expected="the fonts and templates that are installed with it",
        action="Install Khulasa again (pip install --force-reinstall --no-deps khulasa).",
    )
