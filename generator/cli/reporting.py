"""`khulasa status`: how far the English has come, by article and in all."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import click

from generator import desk, pipeline
from generator.cli.common import (
    PROBLEMS,
    config_option,
    counted,
    json_option,
    print_json,
    print_problems,
    select,
    told,
)
from generator.config import load_settings
from generator.models import Status, to_json
from generator.progress import SORTS, Standing, standing, totals
from generator.text.columns import apart, ljust, printable, width

status_option = click.option(
    "--status",
    "wanted",
    type=click.Choice([status.value for status in Status]),
    multiple=True,
    help="Only articles with such sentences; may be given more than once.",
)


@click.command()
@config_option
@click.argument("slugs", nargs=-1)
@status_option
@click.option(
    "--sort",
    type=click.Choice(["newest", *SORTS]),
    default="newest",
    show_default=True,
    help="The order of the articles.",
)
@json_option
def status(
    config_file: Path, slugs: tuple[str, ...], wanted: tuple[str, ...], sort: str, as_json: bool
) -> None:
    """Show how much English is reviewed, machine, stale or missing, by article and in all.

    The numbers are of sentences, titles among them. SLUGS limit it to these articles.
    """
    with told():
        settings = load_settings(config_file)
        digest = pipeline.digest(settings)
        findings = desk.findings(settings)
        chosen = select(digest.entries, slugs)
    rows = ordered((standing(entry, findings) for entry in chosen), wanted, sort)
    if as_json:
        print_json({"articles": [_as_json(row) for row in rows], "total": _total_as_json(rows)})
    else:
        print_table(rows)
    print_problems(digest.problems)
    sys.exit(PROBLEMS if digest.problems else 0)


def ordered(
    rows: Iterable[Standing], wanted: Sequence[str] = (), sort: str = "newest"
) -> list[Standing]:
    """The rows that have sentences of a status that is wanted, in that order."""
    chosen = [r for r in rows if not wanted or any(r.sentences[Status(s)] for s in wanted)]
    return sorted(chosen, key=SORTS[sort]) if sort in SORTS else chosen  # type: ignore[arg-type]


def print_table(rows: Sequence[Standing]) -> None:
    """The rows below each other; what may be in Arabic stands last."""
    head = ("status", *Status, "failing", "article", "title")
    cells = [
        (
            row.status.value,
            *(str(number) for number in row.sentences.values()),
            str(row.failing),
            apart(printable(row.slug)),
            printable(row.title),
        )
        for row in rows
    ]
    widths = [max(map(width, column)) for column in zip(head, *cells, strict=True)]
    numbers = range(1, len(Status) + 2)
    for line in [head, *cells] if cells else []:
        aligned = [
            cell.rjust(columns) if index in numbers else ljust(cell, columns)
            for index, (cell, columns) in enumerate(zip(line, widths, strict=True))
        ]
        click.echo("  ".join([*aligned[:-1], line[-1]]).rstrip())
    total = totals(rows)
    for name, numbers_of in (("article", total.articles), ("sentence", total.sentences)):
        each = ", ".join(f"{number} {status}" for status, number in numbers_of.items())
        click.echo(f"{counted(sum(numbers_of.values()), name)}: {each}.")
    if total.failing:
        click.echo(f"{counted(total.failing, 'sentence')} with findings of the checks.")


def _as_json(row: Standing) -> dict[str, Any]:
    told = to_json(row)
    return {**told, "sentences": _plain(row.sentences), "waiting": row.waiting}


def _total_as_json(rows: Sequence[Standing]) -> dict[str, Any]:
    total = totals(rows)
    numbers = {"articles": _plain(total.articles), "sentences": _plain(total.sentences)}
    return {**numbers, "failing": total.failing}


def _plain(numbers: Any) -> dict[str, int]:
    return {str(status): number for status, number in numbers.items()}
