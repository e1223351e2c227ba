"""`khulasa new`: a site of one's own."""

from __future__ import annotations

from pathlib import Path

import click

from generator import starter
from generator.cli.common import counted, told


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option("--name", help="What the site is called; without it, as the folder is.")
def new(folder: Path, name: str | None) -> None:
    """Write a complete, small site into DIR, which must be empty or not there yet.

    It uses the installed khulasa, theme included: settings, one sample article with its reviewed
    English, pages to fill in, the workflows that publish it on GitHub, a README. Build it with
    `khulasa build`, look at it with `mkdocs serve`.
    """
    with told():
        made = starter.create(folder, (name or folder.resolve().name).strip() or "Khulasa")
    click.echo(f"A new site of {counted(len(made), 'file')} is in {folder}. Now:")
    for line in (f"cd {folder}", "khulasa build", "mkdocs serve", "khulasa add ADDRESS"):
        click.echo(f"  {line}")
    click.echo("README.md there says the rest, publishing on GitHub included.")
