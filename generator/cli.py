"""The command `khulasa`: reads options, calls the pipeline, prints, and picks the exit code.

Exit codes: 0 all well; 1 something is wrong with a source, a translation file or the build (the
rest was done); 2 wrong usage or settings; 3 `update` left sentences without English.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import click
from tqdm import tqdm

from generator import __version__, pipeline, readers, translators
from generator.cli_check import check_command
from generator.config import CONFIG_FILE, Settings, load_settings
from generator.errors import KhulasaError, ProviderMisconfigured, SettingsError
from generator.models import Entry, Problem, Status, to_json
from generator.renderers.labels import labels
from generator.summarizers import summarize as choose
from generator.text.dates import parse_date
from generator.text.segments import article_sentences
from generator.translators.ladder import Ladder

PROBLEMS, USAGE, GAPS = 1, 2, 3

config_option = click.option(
    "-f",
    "--config-file",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path(CONFIG_FILE),
    show_default=True,
    help="The site's settings.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="khulasa")
def main() -> None:
    """Make a bilingual, searchable digest of Arabic articles."""


main.add_command(check_command)


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@json_option
def read(file: Path, as_json: bool) -> None:
    """Show FILE as the reader understands it: text, comments, and what was dropped and why."""
    with _told():
        article = readers.read(file, Path.cwd())
    if as_json:
        _print_json(to_json(article))
        return
    click.echo(article.title)
    for note in article.notes:
        said = labels("en")["note_kinds"][note.kind.value].format(value=note.value)
        click.echo(f"{'':5}  note       {said}")
    for block in article.blocks:
        click.echo(f"{block.line:5}  {block.kind:<10} {block.text}")
    for comment in article.comments:
        who = f"{comment.author or '?'}, {comment.published or comment.age or '?'}"
        click.echo(f"{comment.line:5}  comment    [{who}] {comment.text}")
    for line in article.dropped:
        click.echo(f"{line.line:5}  dropped    {line.text}  ({line.reason})")


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "-n", "count", type=click.IntRange(1, 20), default=4, show_default=True, help="Sentences."
)
@json_option
def summarize(file: Path, count: int, as_json: bool) -> None:
    """Choose the sentences of FILE that sum it up, with their ids and offsets."""
    with _told():
        article = readers.read(file, Path.cwd())
    sentences = article_sentences(article.blocks)
    summary = choose(article, sentences, count)
    ids = {source for segment in summary.segments for source in segment.sources}
    chosen = [sentence for sentence in sentences if sentence.id in ids]
    if as_json:
        shown = {"slug": article.slug, "title": article.title, "method": summary.method}
        _print_json(shown | {"sentences": to_json(chosen)})
        return
    for sentence in chosen:
        click.echo(f"{sentence.id:>4}  {sentence.text}")


@main.command()
@click.argument("text")
@click.option("--retrieved", metavar="WHEN", help="When TEXT was fetched, in ISO 8601.")
@json_option
def date(text: str, retrieved: str | None, as_json: bool) -> None:
    """Show the date that TEXT, a short line, states; "no date" (null in JSON) if there is a doubt.

    Ages such as "منذ أسبوع" are counted back from the time given with --retrieved.
    """
    try:
        found = parse_date(text, retrieved)
    except ValueError:
        hint = f"'{retrieved}' is no date in ISO 8601, such as 2023-11-02 or 2023-11-02T14:35"
        raise click.BadParameter(f"{hint}.", param_hint="--retrieved") from None
    if as_json:
        _print_json(to_json(found))
    elif found:
        click.echo(f"{found.iso}, {found.precision}, {found.calendar}, from «{found.words}»")
    else:
        click.echo("no date")


@main.command()
@config_option
@click.argument("slugs", nargs=-1)
@click.option("--dry-run", is_flag=True, help="Only say what would be asked for.")
def update(config_file: Path, slugs: tuple[str, ...], dry_run: bool) -> None:
    """Ask the configured providers for the English that is missing.

    Proposals go into translations/*.po for review. SLUGS limit the run to these articles.
    """
    with _told():
        settings = load_settings(config_file)
        digest = pipeline.digest(settings)
        entries = _select(digest.entries, slugs)
        total = pipeline.number_of(Status.MISSING, entries)
        if dry_run:
            click.echo(f"{_sentences(total)} without English; nothing was asked.")
            return
        ladder = Ladder(
            [translators.create(p.name, p.options, os.environ) for p in settings.providers],
            tell=lambda line: tqdm.write(line, file=sys.stderr),
        )
        steps = list(_shown(pipeline.update(entries, settings, ladder.translate), total))
    _print_problems(digest.problems)
    gaps = [step for step in steps if step.origin is None]
    made = Counter(step.origin.provider for step in steps if step.origin)
    for provider, number in made.most_common():
        click.echo(f"{_sentences(number)} by {provider}")
    if not steps:
        click.echo("Nothing to translate.")
    if stale := pipeline.number_of(Status.STALE, entries):
        click.echo(f"{_sentences(stale)} stale: the Arabic has changed. Review the English in")
        click.echo(f"  {settings.translations}/; it is kept, and shown as stale, until you do.")
    if gaps:
        click.echo(f"{_sentences(len(gaps))} still without English, shown as pending:")
        reasons = Counter(reason for gap in gaps for reason in gap.reasons)
        for (provider, reason), number in reasons.most_common(10):
            click.echo(f"  {number} × {provider}: {reason}")
        if not settings.providers:
            click.echo(f"  no provider is set; name one under 'providers:' in {config_file}")
        click.echo("Mend the cause and run 'khulasa update' again; nothing done is done twice.")
    sys.exit(PROBLEMS if digest.problems else GAPS if gaps else 0)


@main.command()
@config_option
@click.option("--clean/--dirty", default=True, help="Build all pages, or only the changed ones.")
def build(config_file: Path, clean: bool) -> None:
    """Build the site with MkDocs, strictly, and say what is in it."""
    with _told():
        settings = load_settings(config_file)
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", str(config_file)]
    environ = os.environ | {"NO_MKDOCS_2_WARNING": "1"}  # Material's notice, the same each time.
    done = subprocess.run([*command, "--clean" if clean else "--dirty"], env=environ, check=False)
    with _told():
        digest = pipeline.digest(settings)
    _print_report(settings, digest.entries)
    sys.exit(PROBLEMS if done.returncode else 0)


def _sentences(number: int) -> str:
    return f"{number} sentence" if number == 1 else f"{number} sentences"


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
    click.echo("To look at it, run 'make serve' or 'mkdocs serve' and open the address it prints.")


def _select(entries: Iterable[Entry], slugs: tuple[str, ...]) -> list[Entry]:
    chosen = [entry for entry in entries if not slugs or entry.article.slug in slugs]
    unknown = set(slugs) - {entry.article.slug for entry in chosen}
    if unknown:
        raise click.UsageError(f"No article is called {', '.join(sorted(unknown))}.")
    return chosen


def _shown(steps: Iterator[pipeline.Step], total: int) -> Iterator[pipeline.Step]:
    """The steps with a progress bar on a terminal, as plain lines elsewhere."""
    terminal = sys.stderr.isatty()
    for step in tqdm(steps, total=total, unit="sentence", disable=not terminal):
        if not terminal:
            where = " ".join([step.slug, step.segment.context, *step.segment.sources])
            who = f"by {step.origin.provider}" if step.origin else "no English"
            click.echo(f"{where}: {who}", err=True)
        yield step


@contextmanager
def _told() -> Iterator[None]:
    """Turn an error into its lines on standard error and an exit code."""
    try:
        yield
    except SettingsError as error:
        _fail(error.problems, USAGE)
    except KhulasaError as error:
        _fail(error.problems, PROBLEMS)
    except ProviderMisconfigured as error:
        click.echo(f"error: {error}", err=True)
        sys.exit(USAGE)


def _fail(problems: Iterable[Problem], code: int) -> NoReturn:
    _print_problems(problems)
    sys.exit(code)


def _print_problems(problems: Iterable[Problem]) -> None:
    for problem in problems:
        click.echo(f"error: {problem}", err=True)


def _print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
