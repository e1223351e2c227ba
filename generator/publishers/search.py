"""Turn a finished site into a search index: one Pagefind bundle for each language.

Below `<site>/pagefind/` stand `ar/` and `en/`, each a bundle of the pages below `<site>/<lang>/`
that mark their text with `data-pagefind-body`, and `languages.json`, which says how many pages each
holds, so that the browser asks for no bundle that is not there. A bundle has one language because
Pagefind stems a query by the rules of the index it opened first: joined with its `mergeIndex`, an
English index behind an Arabic one no longer finds "studies" for "study".

The same pages give the same bytes, as long as they carry their facts as `data-pagefind-meta`: of
`data-pagefind-filter` Pagefind writes the values in a different order on each run.

Refuses to leave half an index: the old one stays until the new one is whole.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from generator.errors import PublishError
from generator.models import Lang, Problem

BUNDLE = "pagefind"
LANGUAGES_FILE = "languages.json"
LANGS: tuple[Lang, ...] = get_args(Lang)

_UNFINISHED = ".pagefind-"
_UNUSED = ("pagefind-*.js", "pagefind-*.css")
"""Pagefind's own interfaces and worker: the theme brings its own and needs `pagefind.js` alone."""


@dataclass(frozen=True, slots=True)
class SearchIndex:
    """The index at `path`; `pages` counts the indexed pages of each language."""

    path: Path
    pages: Mapping[Lang, int]

    @property
    def total(self) -> int:
        """All indexed pages."""
        return sum(self.pages.values())


def build_search_index(site_dir: Path, timeout: float = 900.0) -> SearchIndex:
    """Index the built site at `site_dir`, each language for at most `timeout` seconds.

    A language without a marked page has no bundle. Raises PublishError when Pagefind is missing,
    fails or takes too long, or when the files cannot be written.
    """
    site_dir = site_dir.resolve()
    bundle = site_dir / BUNDLE
    try:
        for leftover in site_dir.glob(f"{_UNFINISHED}*"):
            shutil.rmtree(leftover)
        with tempfile.TemporaryDirectory(dir=site_dir, prefix=_UNFINISHED) as folder:
            new = Path(folder) / BUNDLE
            new.mkdir()
            with ThreadPoolExecutor(len(LANGS)) as pool:
                counts = pool.map(lambda lang: _index(site_dir, lang, new / lang, timeout), LANGS)
                pages = dict(zip(LANGS, counts, strict=True))
            (new / LANGUAGES_FILE).write_text(json.dumps(pages) + "\n", encoding="utf-8")
            if bundle.exists():
                bundle.rename(Path(folder) / "old")
            new.rename(bundle)
    except OSError as error:
        raise _failure(f"cannot write the search index: {error.strerror or error}") from None
    return SearchIndex(bundle, pages)


def _index(site_dir: Path, lang: Lang, output: Path, timeout: float) -> int:
    """Write the bundle of one language to `output`; the number of its pages."""
    command = [
        *(sys.executable, "-m", "pagefind"),
        *("--site", str(site_dir)),
        *("--glob", f"{lang}/**/*.html"),
        *("--output-path", str(output)),
        *("--force-language", lang),
        # Also keeps a site without any marked page from being indexed whole, menus and all.
        *("--root-selector", "[data-pagefind-body]"),
        *("--exclude-selectors", ".headerlink"),
    ]
    try:
        run = subprocess.run(
            command,
            # Pagefind would also take settings from files in its folder and from PAGEFIND_*.
            cwd=output.parent,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=timeout,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _failure(
            f"Pagefind had not indexed {lang}/ after {timeout:g} seconds",
            action="See whether the disk is full or slow, and build again.",
        ) from None
    if run.returncode == 0:
        for pattern in _UNUSED:
            for file in output.glob(pattern):
                file.unlink()
        return _page_count(output, lang)
    if "Indexed 0 pages" in run.stdout:
        return 0
    if "No module named" in run.stderr or "Could not find pagefind binary" in run.stderr:
        raise _failure(
            "Pagefind, which builds the search index, is not installed",
            action="Install it with: pip install 'pagefind[bin]'",
        )
    said = (run.stderr.strip() or run.stdout.strip() or "it said nothing").splitlines()[-1]
    raise _failure(
        f"Pagefind failed on {lang}/ with exit code {run.returncode}: {said}",
        action="Build again; 'python -m pagefind --site site --verbose' says more.",
    )


def _environment() -> dict[str, str]:
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("PAGEFIND_") or name == "PAGEFIND_BINARY_PATH"
    }


def _page_count(output: Path, lang: Lang) -> int:
    entry = output / "pagefind-entry.json"
    try:
        return int(json.loads(entry.read_text(encoding="utf-8"))["languages"][lang]["page_count"])
    except (OSError, ValueError, LookupError, TypeError):
        raise _failure(
            f"Pagefind wrote no readable {entry.name} for {lang}/",
            expected="one index of that language",
            action="Install the version of Pagefind that pyproject.toml asks for.",
        ) from None


def _failure(found: str, expected: str = "", action: str = "") -> PublishError:
    return PublishError(Problem(BUNDLE, found, expected, action))
