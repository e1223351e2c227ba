"""Turn a revision of git into the files that have changed since."""

from __future__ import annotations

import subprocess
from collections.abc import Container
from pathlib import Path

import click

from generator import termbase
from generator.config import Settings
from generator.models import Entry


def changed_since(revision: str, folder: Path) -> set[str]:
    """The files below `folder` that are not as they were where this branch left `revision`.

    Paths from `folder`, new and uncommitted files among them. Raises click.UsageError where git
    cannot say.
    """
    base = _git(folder, "merge-base", "--end-of-options", revision, "HEAD").strip()
    known = _git(folder, "diff", "--name-only", "--relative", "-z", base, "--")
    new = _git(folder, "ls-files", "--others", "--exclude-standard", "-z")
    return set(filter(None, (known + new).split("\0")))


def is_touched(entry: Entry, changed: Container[str], settings: Settings) -> bool:
    """Whether the article, its English, or the termbase is among the changed files."""
    names = (entry.article.path, *(copy.path for copy in entry.copies))
    english = f"{settings.translations}/{entry.article.slug}.po"
    terms = f"{settings.translations}/{termbase.FILE_NAME}"
    return any(name in changed for name in (*names, english, terms))


def _git(folder: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(
            ["git", *arguments], cwd=folder, capture_output=True, encoding="utf-8", check=False
        )
    except FileNotFoundError:
        raise click.UsageError("--since asks git, which is not installed.") from None
    if done.returncode:
        reason = done.stderr.strip().splitlines()
        told = f": {reason[-1]}" if reason else ""
        raise click.UsageError(
            f"git cannot compare with that revision{told}. In CI, fetch it and its history first."
        )
    return done.stdout
