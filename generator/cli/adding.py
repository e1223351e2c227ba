"""`khulasa add`: bring sources in, and say what became of each."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
from tqdm import tqdm

from generator import intake
from generator.cli.common import PROBLEMS, config_option, json_option, print_json, told
from generator.collectors.fetch import Fetcher
from generator.collectors.files import expand
from generator.collectors.manners import Manners
from generator.config import CONFIG_FILE, Settings, load_settings
from generator.errors import SettingsError
from generator.intake import Outcome, Result
from generator.models import Problem, to_json

_LONGEST = 60  # characters of a source in the table

delay_option = click.option(
    "--delay",
    type=click.FloatRange(0, 3600),
    default=1.0,
    show_default=True,
    help="Seconds between two requests to one host.",
)
private_option = click.option(
    "--allow-private", is_flag=True, help="Fetch from private addresses too."
)


@click.command()
@config_option
@click.argument("sources", nargs=-1)
@click.option("--configured", is_flag=True, help="Add what 'sources' names in the settings.")
@click.option("--feed", is_flag=True, help="Fetch the page of an entry that is only a teaser.")
@click.option("--refresh", is_flag=True, help="With --feed, fetch pages that are there again.")
@delay_option
@click.option("--ignore-robots", is_flag=True, help="Fetch what a robots.txt forbids.")
@private_option
@click.option("--dry-run", is_flag=True, help="Read everything, write nothing.")
@json_option
def add(
    config_file: Path,
    sources: tuple[str, ...],
    *,
    configured: bool,
    dry_run: bool,
    as_json: bool,
    **chosen: Any,
) -> None:
    """Bring SOURCES into articles/, each article as a Markdown file to review.

    A source is a file (.txt .md .html .mhtml .json .xml .warc .wacz), a folder, an address, a feed
    or its address, or - for a list of these on standard input, one a line. What is there already
    adds nothing; a page that has changed becomes a new revision.
    """
    if not (sources or configured):
        raise click.UsageError("Name what to add, or give --configured.")
    outcomes: list[Outcome] = []
    with told():
        settings = load_settings(config_file)
        fetcher = fetcher_for(settings, chosen)
        choices = intake.Choices(chosen["feed"], chosen["refresh"], dry_run)
        sources += settings.sources if configured else ()
        named = list(expand(sources, _standard_input(sources)))
        try:
            steps = intake.add(named, settings, fetcher.fetch, choices)
            for outcome in _shown(steps, len(named)):
                outcomes.append(outcome)
        finally:  # What was done before a fault or Ctrl-C is told all the same.
            if as_json:
                print_json([_as_json(outcome) for outcome in outcomes])
            else:
                _print_table(outcomes)
    sys.exit(PROBLEMS if any(o.result is Result.REFUSED for o in outcomes) else 0)


def fetcher_for(settings: Settings, chosen: Mapping[str, Any]) -> Fetcher:
    manners = Manners(
        site=settings.site_url or "",
        pause=chosen["delay"],
        robots=not chosen["ignore_robots"],
        allow_private=chosen["allow_private"],
    )
    try:
        return Fetcher(manners)
    except ValueError as error:
        raise SettingsError(
            Problem(CONFIG_FILE, f"'site_url' {error}", "the address of the site, or nothing",
                    "Servers that are asked for pages are told it; correct it.")
        ) from None  # fmt: skip


def _standard_input(sources: Iterable[str]) -> Iterable[str]:
    return sys.stdin if "-" in sources else ()


def _shown(steps: Iterator[Outcome], total: int) -> Iterator[Outcome]:
    """The outcomes with a progress bar on a terminal; a feed or an archive gives more than one."""
    with tqdm(total=total, unit="source", disable=not sys.stderr.isatty()) as bar:
        for done, outcome in enumerate(steps, start=1):
            bar.total = max(total, done)
            bar.update()
            yield outcome


def _print_table(outcomes: Sequence[Outcome]) -> None:
    rows = [("result", "confidence", "source", "article, or why not"), *map(_row, outcomes)]
    widths = [max(len(row[i]) for row in rows) for i in range(3)]
    for *cells, last in rows if outcomes else ():
        aligned = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
        click.echo("  ".join([*aligned, last]).rstrip())
    numbers = Counter(outcome.result for outcome in outcomes)
    click.echo(", ".join(f"{numbers[result]} {result.value}" for result in Result) + ".")
    for problem in _once([problem for outcome in outcomes for problem in outcome.problems]):
        click.echo(f"error: {problem}", err=True)


def _once(problems: Sequence[Problem]) -> Iterator[Problem]:
    """The problems; one that many sources have is told once, with their number."""
    same: dict[Problem, list[Problem]] = {}
    for problem in problems:
        same.setdefault(replace(problem, path="", line=None), []).append(problem)
    for first, *others in same.values():
        more = f", and so in {len(others)} more" if others else ""
        yield replace(first, found=f"{first.found}{more}")


def _row(outcome: Outcome) -> tuple[str, str, str, str]:
    article = outcome.article
    sure = "" if article is None or article.confidence is None else f"{article.confidence:.2f}"
    told = [outcome.path or "", outcome.why, *(f"like {path}" for path in outcome.like)]
    what = "; ".join(filter(None, told))
    return outcome.result.value, sure, _cut(outcome.source), what


def _cut(source: str) -> str:
    """A path or an address of some length; its end tells more than its beginning."""
    return source if len(source) <= _LONGEST else f"…{source[1 - _LONGEST :]}"


def _as_json(outcome: Outcome) -> dict[str, Any]:
    article = outcome.article
    told = {
        "source": outcome.source,
        "result": outcome.result.value,
        "why": outcome.why or None,
        "path": outcome.path,
        "like": [*outcome.like],
        "problems": to_json(outcome.problems),
    }
    keys = ("slug", "title", "url", "published", "retrieved", "revision", "confidence", "sha256")
    return told | {key: getattr(article, key) if article else None for key in keys}
