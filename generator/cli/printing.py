"""`khulasa pdf`: an issue, a month, a topic or all of it as PDF, one file or several volumes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click
from tqdm import tqdm

from generator import pipeline
from generator.cli.choosing import edition_options, layout_option, wanted
from generator.cli.common import PROBLEMS, config_option, counted, print_problems, told
from generator.config import Settings, load_settings
from generator.publishers.typeset import write
from generator.renderers.addresses import IN_A_VOLUME
from generator.renderers.books import Book, of_edition, volumes
from generator.renderers.editions import Layout, edition


@click.command()
@config_option
@edition_options
@layout_option
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="The file to write, or the folder; without it, a file here, named by what is in it.",
)
def pdf(config_file: Path, layout: Layout, output: Path | None, **asked: Any) -> None:
    """Write a PDF of an issue, a month, a topic, all articles, or SLUGS.

    More than 200 articles come in volumes, a file each.
    """
    what = wanted(**asked)
    with told():
        settings = load_settings(config_file)
        digest = pipeline.digest(settings)
        book = of_edition(edition(digest, what, settings), layout)
        _print(book, layout, settings, _files(book, output))
    print_problems(digest.problems)
    sys.exit(PROBLEMS if digest.problems else 0)


def _files(book: Book, output: Path | None) -> list[Path]:
    """The file of each volume."""
    if output is None or output.is_dir():
        return [(output or Path()) / path.name for path in book.paths]
    further = (f"{output.stem}-{n}{output.suffix}" for n in range(2, len(book.paths) + 1))
    return [output, *(output.with_name(name) for name in further)]


def _print(book: Book, layout: Layout, settings: Settings, files: list[Path]) -> None:
    quiet = len(files) == 1 or not sys.stderr.isatty()
    with tqdm(total=len(book.entries), unit="article", disable=quiet) as bar:
        for sheet, path in zip(volumes(book, layout, settings), files, strict=True):
            size = write(sheet, path)
            bar.update(min(IN_A_VOLUME, len(book.entries) - bar.n))
            tqdm.write(f"{path} ({size / 1_000_000:.1f} MB)")
    click.echo(f"{counted(len(book.entries), 'article')}, {layout}.", err=True)
