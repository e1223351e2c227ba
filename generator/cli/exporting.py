"""`khulasa export` and `khulasa import`: translations for other tools, and back; the corpus."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from generator import desk, pipeline
from generator.atomic import write_atomically
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
from generator.cli.reporting import status_option
from generator.config import load_settings
from generator.desk import Choices, Result, Taken
from generator.errors import InterchangeError, PublishError
from generator.interchange import FORMATS, Format, format_of
from generator.interchange.units import LARGEST
from generator.models import Entry, Problem, Status, to_json
from generator.renderers.corpus import FORMS
from generator.text.columns import printable
from generator.text.provenance import clean_name

_SUFFIXES = [suffix for format_ in FORMATS.values() for suffix in format_.suffixes]


@click.command()
@config_option
@click.argument("slugs", nargs=-1)
@click.option("--tmx", "chosen", flag_value="tmx", help="A translation memory, TMX 1.4b.")
@click.option("--xliff", "chosen", flag_value="xliff", help="Work for a CAT tool, XLIFF 1.2.")
@click.option("--csv", "chosen", flag_value="csv", help="A table, CSV.")
@click.option("--jsonl", "chosen", flag_value="jsonl", help="The corpus, JSON Lines.")
@click.option(
    "--corpus", is_flag=True, help="The articles with all that is known of them (CSV, JSON Lines)."
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    help="The file to write; without it, standard output.",
)
@status_option
def export(
    config_file: Path,
    slugs: tuple[str, ...],
    output: Path | None,
    wanted: tuple[str, ...],
    **how: Any,
) -> None:
    """Write the translations for other tools, with status, origin and reviewer.

    With --corpus, or as JSON Lines, the articles themselves: text, facts, summary in Arabic and
    English, a line each.

    All articles, or SLUGS. Without --tmx, --xliff, --csv or --jsonl, the end of FILE's name
    decides.
    """
    file = None if output == Path("-") else output
    chosen = how["chosen"]
    form = chosen or (file.suffix.lower().removeprefix(".") if file else "")
    if how["corpus"] or form == "jsonl":
        if form not in FORMS:
            raise click.UsageError("The corpus is written with --jsonl or --csv.")
        sys.exit(_export_corpus(config_file, slugs, form, file, wanted))
    format_ = FORMATS[chosen] if chosen else format_of(str(file)) if file else None
    if format_ is None:
        raise click.UsageError("Say which format: --tmx, --xliff, --csv or --jsonl.")
    with told():
        settings = load_settings(config_file)
        digest = pipeline.digest(settings)
        entries = [e for e in select(digest.entries, slugs) if _has(e, wanted)]
        _put([desk.export(entries, format_)], file)
    articles = counted(len(entries), "article")
    number = sum(len(entry.translations) for entry in entries)
    click.echo(f"{articles} with {counted(number, 'sentence')} as {format_.name}.", err=True)
    written = sum(t.segment.is_written for entry in entries for t in entry.translations)
    if written and format_ is FORMATS["tmx"]:
        count = counted(written, "sentence")
        click.echo(f"left out: {count} that a model wrote, no translation of any.", err=True)
    print_problems(digest.problems)
    sys.exit(PROBLEMS if digest.problems else 0)


def _export_corpus(
    config_file: Path, slugs: tuple[str, ...], form: str, output: Path | None, wanted: Sequence[str]
) -> int:
    """Write the articles, and say how many; the exit code."""
    with told():
        settings = load_settings(config_file)
        digest = pipeline.digest(settings)
        entries = [e for e in select(digest.entries, slugs) if _has(e, wanted)]
        _put(FORMS[form](entries, settings), output)
    name = {"jsonl": "JSON Lines", "csv": "CSV"}[form]
    click.echo(f"{counted(len(entries), 'article')} as {name}.", err=True)
    print_problems(digest.problems)
    return PROBLEMS if digest.problems else 0


def _put(parts: Iterable[bytes], output: Path | None) -> None:
    """Write to the file, or to standard output as it comes."""
    if output is not None:
        _write(output, b"".join(parts))
        return
    for part in parts:
        sys.stdout.buffer.write(part)
    sys.stdout.flush()


def _has(entry: Entry, wanted: Sequence[str]) -> bool:
    return not wanted or any(t.status in wanted for t in entry.translations)


def _write(path: Path, content: bytes) -> None:
    try:
        write_atomically(path, content)
    except OSError as error:
        found = f"cannot write the file: {error.strerror or error}"
        raise PublishError(Problem(str(path), found, action="Choose another place.")) from None


@click.command(name="import")
@config_option
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
@click.option(
    "--overwrite-reviewed",
    is_flag=True,
    help="Let English that FILE says is reviewed replace other reviewed English.",
)
@click.option("--reviewer", help="Who stands by what FILE approves without a name.")
@json_option
def import_(config_file: Path, file: Path, *, dry_run: bool, as_json: bool, **chosen: Any) -> None:
    """Take English from FILE (.tmx, .xlf, .csv) for the Arabic that is known.

    It comes in for review, unless FILE says that a person has approved it. Reviewed English stays.
    """
    with told():
        settings = load_settings(config_file)
        incoming = _format_of(file).read(_bytes_of(file), file.name)
        digest = pipeline.digest(settings)
        choices = Choices(
            today=date.today().isoformat(),
            overwrite_reviewed=chosen["overwrite_reviewed"],
            reviewer=clean_name(chosen["reviewer"] or "") or None,
            dry_run=dry_run,
        )
        taken = list(desk.take_in(incoming, digest.entries, settings, choices))
    taken.sort(key=lambda unit: unit.line)
    if as_json:
        print_json([to_json(unit) for unit in taken])
    else:
        _print_taken(file, taken, dry_run)
    print_problems(digest.problems)
    refused = any(unit.result is Result.REFUSED for unit in taken)
    sys.exit(PROBLEMS if refused or digest.problems else 0)


def _format_of(file: Path) -> Format:
    format_ = format_of(file.name)
    if format_ is None:
        expected = f"a file whose name ends in {', '.join(_SUFFIXES)}"
        raise InterchangeError(
            Problem(file.name, "a file of unknown format", expected, "Rename it, if it is one.")
        )
    return format_


def _bytes_of(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(LARGEST + 1)
    except OSError as error:
        found = f"cannot read the file: {error.strerror or error}"
        raise InterchangeError(Problem(file.name, found)) from None


def _print_taken(file: Path, taken: Sequence[Taken], dry_run: bool) -> None:
    for unit in taken:
        if unit.why and unit.result is not Result.EMPTY:
            where = f"{file.name}:{unit.line}: {unit.result}: {unit.why}"
            click.echo(f"{where} {printable(unit.arabic)[:60]}")
    numbers = Counter(unit.result for unit in taken)
    said = ", ".join(f"{numbers[result]} {result}" for result in Result if numbers[result])
    unchanged = dry_run or not (numbers[Result.REVIEWED] or numbers[Result.PROPOSED])
    click.echo(
        f"{file.name}: {counted(len(taken), 'sentence')}: {said}."
        if taken
        else f"{file.name}: no sentences."
    )
    if unchanged:
        click.echo("Nothing was written.")
    if numbers[Result.PROPOSED] and not dry_run:
        click.echo(
            f"What was proposed waits for review ('khulasa status --status {Status.MACHINE}')."
        )
