"""`khulasa build`: the site, and what is in it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import click

from generator import pipeline
from generator.cli.common import PROBLEMS, config_option, told
from generator.config import Settings, load_settings
from generator.models import Entry, Status


@click.command()
@config_option
@click.option("--clean/--dirty", default=True, help="Build all pages, or only the changed ones.")
def build(config_file: Path, clean: bool) -> None:
    """Build the site with MkDocs, strictly, and say what is in it."""
    with told():
        settings = load_settings(config_file)
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", str(config_file)]
    environ = os.environ | {"NO_MKDOCS_2_WARNING": "1"}  # Material's notice, the same each time.
    done = subprocess.run([*command, "--clean" if clean else "--dirty"], env=environ, check=False)
    with told():
        digest = pipeline.digest(settings)
    _print_report(settings, digest.entries)
    sys.exit(PROBLEMS if done.returncode else 0)


def _print_report(settings: Settings, entries: Iterable[Entry]) -> None:
    numbers = Counter(entry.status for entry in entries)
    click.echo(f"Site:      {settings.site_path / 'index.html'}")
    click.echo(f"Articles:  {numbers.total()}")
    words = {
        Status.REVIEWED: "reviewed",
        Status.MACHINE: "machine, not reviewed",
        Status.STALE: "stale: the Arabic has changed",
        Status.MISSING: "missing, shown as pending",
    }
    for status in Status:
        if numbers[status] or status is not Status.STALE:
            click.echo(f"English:   {numbers[status]:>4} {words[status]}")
    click.echo("To look at it, run 'mkdocs serve' and open the address it prints.")
