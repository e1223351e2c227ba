"""Turn the place of this package into that of the theme, which stands on top of Material's.

It is `overrides/` in the checkout and comes with the package where that is installed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]
_PLACES = (_PACKAGE / "overrides", _PACKAGE.parent / "overrides")

FOLDER = next(filter(Path.is_dir, _PLACES), _PLACES[0])
"""Where the templates, styles, scripts and fonts are."""

_URL = re.compile(r"url\(\s*[\"']?(?!data:|[a-z]+:)([^)\"'?#]+)")


def named_files() -> Iterator[Path]:
    """The templates it begins with, and each file that its style sheets name, fonts above all."""
    yield FOLDER / "main.html"
    for sheet in sorted((FOLDER / "assets" / "stylesheets").glob("*.css")):
        yield sheet
        for name in sorted(set(_URL.findall(sheet.read_text(encoding="utf-8")))):
            yield (sheet.parent / name.strip()).resolve()
