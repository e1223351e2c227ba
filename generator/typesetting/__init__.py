"""Turn a `Sheet` into the bytes of a picture or a book: the one room in which Typst runs.

A template (`*.typ`) says how a sheet looks, and reads the sheet's data as JSON. What comes from a
source is never joined into a template: Typst sees it as a string, and shows each sign of it.
The letters are those of `fonts/` alone, so that the same sheet gives the same bytes everywhere; a
character that none of them has shows as "\ufffd". No other file, package or address is read.

Refuses a font or a template that is missing, and what Typst cannot set, by a `PublishError`.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from generator.errors import PublishError
from generator.models import Problem, Sheet
from generator.typesetting.coverage import displayable
from generator.typesetting.readable import readable

ROOM = Path(__file__).parent
FONTS = ROOM / "fonts"
NEEDED = (
    *("Amiri-Regular.ttf", "Amiri-Bold.ttf", "Newsreader-Regular.ttf", "Newsreader-Bold.ttf"),
    *("Vazirmatn-Regular.ttf", "Vazirmatn-Bold.ttf", "NotoEmoji-Regular.ttf", "DejaVuSans.ttf"),
)
"""The files in `fonts/` without which nothing is set."""


LONG = 500_000
"""Characters of data above which a book gets a process of its own."""
REFUSED = 3
"""How that process ends where it has told a problem."""


def picture(sheet: Sheet, pixels_per_point: float = 2) -> bytes:
    """The only page of `sheet` as PNG. Raises PublishError."""
    return _set(sheet, format="png", ppi=72 * pixels_per_point)


def document(sheet: Sheet) -> bytes:
    """`sheet` as PDF; a long one is set in a process of its own. Raises PublishError."""
    if len(sheet.data) < LONG:
        return set_document(sheet)
    given = json.dumps([str(sheet.path), sheet.template, sheet.data]).encode()
    command = [sys.executable, "-m", __name__]
    done = subprocess.run(command, input=given, capture_output=True, check=False)
    if done.returncode == REFUSED:
        raise PublishError(Problem(**json.loads(done.stderr.splitlines()[-1])))
    if done.returncode:
        raise PublishError(_not_set(sheet, f"its process ended with {done.returncode}"))
    return done.stdout


def set_document(sheet: Sheet) -> bytes:
    """`sheet` as PDF, by the rules of PDF/UA-1 (ISO 14289-1). Raises PublishError.

    Where its letters cannot meet them (a mark on a letter of another font), it is tagged as well
    and claims nothing.
    """
    try:
        return readable(_set(sheet, format="pdf", pdf_standards="ua-1"))
    except _UnshowableError:
        return readable(_set(sheet, format="pdf"))


@cache
def fingerprint() -> str:
    """Of all that a sheet's look depends on besides its data: templates, letters, Typst itself."""
    digest = hashlib.sha256(version("typst").encode())
    for path in sorted((*ROOM.glob("*.typ"), *ROOM.glob("*.py"), *_fonts_in(FONTS))):
        digest.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


class _UnshowableError(Exception):
    """A text that the standard asked for does not allow."""


def _set(sheet: Sheet, **form: Any) -> bytes:
    import typst  # noqa: PLC0415  80 MB, which only those who want pictures or books load

    data = displayable(sheet.data, tuple(_fonts_in(FONTS)))
    try:
        done = _compiler(sheet.template).compile(sys_inputs={"data": data}, **form)
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # Typst's own fault: it has no other name here
            _compiler.cache_clear()
            raise PublishError(_not_set(sheet, str(error))) from None
        if not isinstance(error, typst.TypstError):
            raise
        if "could not be displayed" in error.message and "pdf_standards" in form:
            raise _UnshowableError from None
        raise PublishError(_not_set(sheet, error.message)) from None
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
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)]
    )


def _fonts_in(folder: Path) -> list[Path]:
    """The letters that are needed. Raises PublishError where one of them is missing."""
    paths = [folder / name for name in NEEDED]
    for path in paths:
        if not path.is_file():
            raise PublishError(_missing(path))
    return paths


def _not_set(sheet: Sheet, why: str) -> Problem:
    return Problem(
        path=sheet.path.as_posix(),
        found=f"it cannot be set: {why}",
        action="Build again; if it stays, report it with the article.",
    )


def _missing(path: Path) -> Problem:
    return Problem(
        path=str(path),
        found="a file of Khulasa itself is missing, without which nothing can be typeset",
        expected="the fonts and templates that are installed with it",
        action="Install Khulasa again (pip install --force-reinstall --no-deps khulasa).",
    )
