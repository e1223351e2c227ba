"""`khulasa terms`: the termbase, what it lacks, and its way to other programs and back."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from generator import pipeline, termbase
from generator.atomic import write_atomically
from generator.cli.common import (
    PROBLEMS,
    config_option,
    counted,
    json_option,
    print_json,
    print_problems,
    told,
)
from generator.config import Settings, load_settings
from generator.errors import TranslationFileError
from generator.models import Problem, Term, to_json
from generator.termbase import Candidate
from generator.text.terms import doubt

_SHOWN_PLACES = 3


@click.group()
def terms() -> None:
    """Keep the names and terms that the English must get right: translations/terms.csv."""


@terms.command()
@config_option
@click.option(
    "-n", "count", type=click.IntRange(1), default=100, show_default=True, help="Candidates."
)
@json_option
def suggest(config_file: Path, count: int, *, as_json: bool) -> None:
    """Propose names that the articles have and the termbase lacks, with counts and places.

    None is certain: take what is a name, give it its English, and add it to terms.csv.
    """
    with told():
        settings = load_settings(config_file)
        known = termbase.of_site(settings)
        digest = pipeline.digest(settings)
    print_problems(digest.problems)
    found = termbase.suggest((entry.article for entry in digest.entries), known)[:count]
    if as_json:
        print_json([_as_json(candidate) for candidate in found])
        return
    for candidate in found:
        shown = ", ".join(" ".join(place) for place in candidate.places[:_SHOWN_PLACES])
        more = ", …" if len(candidate.places) > _SHOWN_PLACES else ""
        english = f" ({candidate.english})" if candidate.english else ""
        click.echo(
            f"{candidate.count:>4}  {candidate.kind.value:<12}  {candidate.arabic}{english}"
            f"  {shown}{more}"
        )
    if not found:
        click.echo("No names that the termbase lacks were found.")


@terms.command("import")
@config_option
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
def import_terms(config_file: Path, file: Path, *, dry_run: bool) -> None:
    """Take the terms of FILE (.csv or .tbx) into the termbase.

    A term whose Arabic is there already takes the place of the old one; nothing else is lost. If
    FILE has a fault, nothing is taken.
    """
    with told():
        settings = load_settings(config_file)
        old = termbase.of_site(settings)
        new = _read(file)
        after = termbase.merged(old, new)
        if not dry_run and after != old:
            termbase.save(_path(settings), after, _name(settings))
    added = len(after) - len(old)
    changed = sum(one != other for one, other in zip(old, after, strict=False))
    would = "would be " if dry_run else ""
    click.echo(f"{counted(len(new), 'term')} read: {added} {would}added, {changed} {would}changed.")


@terms.command("export")
@config_option
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def export_terms(config_file: Path, file: Path) -> None:
    """Write the termbase to FILE: .tbx (ISO 30042, TBX-Basic) or .csv (with a byte order mark)."""
    with told():
        settings = load_settings(config_file)
        known = termbase.of_site(settings)
        if not known:
            problem = Problem(_name(settings), "there are no terms", action="Add some first.")
            raise TranslationFileError(problem)
        if file.suffix.casefold() == ".tbx":
            content = termbase.tbx(known, settings.site_name)
        elif file.suffix.casefold() == ".csv":
            content = termbase.table(known).encode("utf-8-sig")
        else:
            raise click.UsageError(f"{file}: the name must end in .tbx or .csv.")
        try:
            write_atomically(file, content)
        except OSError as error:
            action = "Check the folder."
            found = error.strerror or str(error)
            raise TranslationFileError(Problem(str(file), found, action=action)) from None
    click.echo(f"{counted(len(known), 'term')} written to {file}.")


@terms.command()
@config_option
@json_option
def check(config_file: Path, *, as_json: bool) -> None:
    """Check the termbase: all its faults with their lines, and names that are seldom found."""
    with told():
        settings = load_settings(config_file)
    path = _path(settings)
    rows, problems = (
        termbase.parse(path.read_bytes(), _name(settings)) if path.exists() else ([], [])
    )
    doubts = [(row.line, why) for row in rows if (why := doubt(row.term))]
    if as_json:
        notes = [{"line": line, "note": why} for line, why in doubts]
        print_json({"terms": len(rows), "problems": to_json(problems), "notes": notes})
    else:
        print_problems(problems)
        for line, why in doubts:
            click.echo(f"note: {_name(settings)}:{line}: {why}.")
        faults = "1 fault" if len(problems) == 1 else f"{len(problems) or 'no'} faults"
        click.echo(f"{counted(len(rows), 'term')}, {faults}.")
    sys.exit(PROBLEMS if problems else 0)


def _path(settings: Settings) -> Path:
    return settings.root / _name(settings)


def _name(settings: Settings) -> str:
    return f"{settings.translations}/{termbase.FILE_NAME}"


def _read(file: Path) -> Sequence[Term]:
    """The terms of a file to import. Raises TranslationFileError."""
    suffix = file.suffix.casefold()
    try:
        content = file.read_bytes()
    except OSError as error:
        found = error.strerror or str(error)
        raise TranslationFileError(Problem(str(file), found, action="Check the file.")) from None
    if suffix == ".csv":
        rows, problems = termbase.parse(content, str(file))
        found_terms = [row.term for row in rows]
    elif suffix in {".tbx", ".xml"}:
        found_terms, problems = termbase.parse_tbx(content, str(file))
    else:
        raise click.UsageError(f"{file}: terms are read from .csv and .tbx.")
    if problems:
        raise TranslationFileError(*problems)
    return found_terms


def _as_json(candidate: Candidate) -> dict[str, object]:
    places = [{"slug": place.slug, "sentence": place.sentence} for place in candidate.places]
    return {
        "arabic": candidate.arabic,
        "kind": candidate.kind.value,
        "count": candidate.count,
        "places": places,
        "sign": candidate.sign,
        "english": candidate.english or None,
    }
