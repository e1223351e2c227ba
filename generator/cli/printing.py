"""`khulasa pdf`: articles as PDF, one file or several volumes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click
from tqdm import tqdm

from generator import pipeline
from generator.cli.common import (
    PROBLEMS,
    config_option,
    counted,
    print_problems,
    select,
    told,
)
from generator.config import Settings, load_settings
from generator.models import Digest
from generator.publishers.typeset import write
from generator.renderers.addresses import IN_A_VOLUME
from generator.renderers.books import (
    LAYOUTS,
    Book,
    Layout,
    language_of,
    of_all,
    of_articles,
    of_group,
    volumes,
)
from generator.renderers.lists import groups_of, key_of

_LISTS = {"issue": "weeks", "month": "months", "topic": "topics"}


@click.command()
@config_option
@click.argument("slugs", nargs=-1)
@click.option("--issue", metavar="WEEK", help="The issue of a week, such as 2016-W43.")
@click.option("--month", metavar="MONTH", help="The issue of a month, such as 2016-10.")
@click.option("--topic", metavar="TOPIC", help="All articles of a topic.")
@click.option("--all", "everything", is_flag=True, help="All articles.")
@click.option(
    "--layout",
    type=click.Choice(LAYOUTS),
    default="bilingual",
    show_default=True,
    help="The Arabic text, the English summary, or both side by side.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="The file to write, or the folder; without it, a file here, named by what is in it.",
)
def pdf(config_file: Path, slugs: tuple[str, ...], output: Path | None, **how: Any) -> None:
    """Write articles as PDF: SLUGS, an issue, a topic, or all.

    More than 200 articles come in volumes, a file each.
    """
    wanted = [name for name in (*_LISTS, "everything") if how[name]]
    if len(wanted) + bool(slugs) != 1:
        raise click.UsageError("Name articles, or give one of --issue, --month, --topic, --all.")
    with told():
        settings = load_settings(config_file)
        digest = pipeline.digest(settings)
        book = _book(digest, slugs, how, settings)
        _print(book, how["layout"], settings, _files(book, output))
    print_problems(digest.problems)
    sys.exit(PROBLEMS if digest.problems else 0)


def _book(digest: Digest, slugs: tuple[str, ...], how: dict[str, Any], settings: Settings) -> Book:
    lang = language_of(how["layout"])
    if slugs:
        return of_articles(select(digest.entries, slugs), lang)
    if how["everything"]:
        return of_all(digest.entries, settings.site_name)
    option, kind = next((option, kind) for option, kind in _LISTS.items() if how[option])
    asked: str = how[option]
    key = key_of(asked) if kind == "topics" else asked.strip()
    groups = {group.key: group for group in groups_of(digest)[kind]}
    if key not in groups:
        known = ", ".join(list(groups)[:8]) + (" ..." if len(groups) > 8 else "")
        hint = f"There are: {known}." if known else "There are none."
        raise click.UsageError(f"Nothing is in --{option} {asked}. {hint}")
    return of_group(groups[key], kind, lang)


def _files(book: Book, output: Path | None) -> list[Path]:
    """The file of each volume."""
    if output is None or output.is_dir():
        return [(output or Path()) / path.name for path in book.paths]
    further = (f"{output.stem}-{n}{output.suffix}" for n in range(2, len(book.paths) + 1))
    return [output, *(output.with_name(name) for name in further)]


def _print(book: Book, layout: Layout, settings: Settings, files: list[Path]) -> None:
    if not book.entries:
        raise click.UsageError("There are no articles.")
    quiet = len(files) == 1 or not sys.stderr.isatty()
    with tqdm(total=len(book.entries), unit="article", disable=quiet) as bar:
        for sheet, path in zip(volumes(book, layout, settings), files, strict=True):
            size = write(sheet, path)
            bar.update(min(IN_A_VOLUME, len(book.entries) - bar.n))
            tqdm.write(f"{path} ({size / 1_000_000:.1f} MB)")
    click.echo(f"{counted(len(book.entries), 'article')}, {layout}.", err=True)
