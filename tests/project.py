"""A project of one's own in a folder, as a user has it: sources, translations, mkdocs.yml."""

from __future__ import annotations

import contextlib
import inspect
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polib
from bs4 import BeautifulSoup
from click.testing import CliRunner

from generator.cli import main

# Before click 8.2, one has to ask for errors by themselves.
MIXES = "mix_stderr" in inspect.signature(CliRunner).parameters
RUNNER = CliRunner(**{"mix_stderr": False} if MIXES else {})
ROOT = Path(__file__).resolve().parents[1]
SETTINGS = """\
site_name: خلاصة
site_url: https://example.org/digest/
theme:
  name: material
  custom_dir: {overrides}
  font: false
plugins:
  - khulasa:
      newest: 5
{options}
"""


@dataclass
class Project:
    folder: Path

    def __post_init__(self) -> None:
        for name in ("articles", "translations", "docs"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        self.configure()

    def configure(self, options: str = "") -> None:
        """Write mkdocs.yml with further options of the plugin, indented by six spaces."""
        text = SETTINGS.format(overrides=ROOT / "overrides", options=options)
        (self.folder / "mkdocs.yml").write_text(text, encoding="utf-8")

    def add(self, name: str, text: str) -> Path:
        path = self.folder / "articles" / name
        path.write_text(text, encoding="utf-8")
        return path

    def run(
        self, *arguments: str, environ: Mapping[str, str] | None = None, timeout: float = 120
    ) -> subprocess.CompletedProcess[str]:
        """Run `python -m ...` here, as a person would in a terminal."""
        return subprocess.run(
            [sys.executable, "-m", *arguments],
            cwd=self.folder,
            env=os.environ | {"PYTHONUTF8": "1", "NO_PROXY": "127.0.0.1"} | dict(environ or {}),
            capture_output=True,
            encoding="utf-8",
            timeout=timeout,
            check=False,
        )

    def khulasa(
        self, *arguments: str, environ: Mapping[str, str | None] | None = None, keys: str = ""
    ) -> subprocess.CompletedProcess[str]:
        """Run a command in this process, where it need not start anew; `keys` is what is typed.

        An error that is not told, but raised, fails the test. `build` belongs into a process of its
        own: MkDocs logs to the standard error that was there first.
        """
        env = {"NO_PROXY": "127.0.0.1"} | dict(environ or {})
        with contextlib.chdir(self.folder):
            done = RUNNER.invoke(main, arguments, input=keys, env=env, catch_exceptions=False)
        return subprocess.CompletedProcess(arguments, done.exit_code, done.stdout, done.stderr)

    def build(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self.run("mkdocs", "build", "--strict", *arguments)

    def html(self, page: str) -> BeautifulSoup:
        """A page of the built site, parsed."""
        text = (self.folder / "site" / page / "index.html").read_text(encoding="utf-8")
        return BeautifulSoup(text, "html.parser")

    def translate(self, slug: str, fuzzy: bool = False) -> None:
        """Give each unit an English text of its own: "English 1", "English 2", ..."""
        path = self.folder / "translations" / f"{slug}.po"
        po = polib.pofile(str(path), wrapwidth=0)
        for number, entry in enumerate(po):
            entry.msgstr = f"English {number} of {slug}."
            entry.flags = ["fuzzy"] if fuzzy else []
        po.save()
