"""The command `khulasa check`: what is doubtful in the English of the site, or of a file of pairs.

Exit codes: 0 nothing found; 1 something was found, or a line could not be read; 2 wrong usage.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any

import click

from generator import desk, memory, pipeline, termbase
from generator.checks import LONGEST, check
from generator.cli.changed import changed_since, is_touched
from generator.cli.common import (
    PROBLEMS,
    config_option,
    print_json,
    print_problems,
    select,
    told,
)
from generator.config import Settings, load_settings
from generator.models import Finding, Problem, Translation, to_json
from generator.text.annotations import annotation
from generator.text.terms import TermIndex

MAX_LINE = 2 * LONGEST + 1_000
"""The longest line of a file of pairs, in characters; the rest of a longer one is skipped."""


@click.command("check")
@config_option
@click.argument("slugs", nargs=-1)
@click.option(
    "--since",
    metavar="REVISION",
    help="Only articles that have changed, or whose English has, since this revision of git.",
)
@click.option("--github", "form", flag_value="github", help="Print annotations for GitHub Actions.")
@click.option(
    "--pairs",
    "pairs_file",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    metavar="FILE",
    help="Check the lines of FILE, Arabic TAB English; - is standard input.",
)
@click.option("--json", "form", flag_value="json", help="Print JSON; with --pairs a line for each.")
def check_command(
    config_file: Path,
    slugs: tuple[str, ...],
    since: str | None,
    pairs_file: Path | None,
    form: str | None,
) -> None:
    """Say what is doubtful in the English: numbers, names, negations, who said what, and more.

    Without --pairs, all English of the site is checked, or that of the articles SLUGS.
    """
    if pairs_file and (slugs or since or form == "github"):
        raise click.UsageError("--pairs checks a file; SLUGS, --since and --github are of a site.")
    with told():
        if pairs_file is None:
            tell = {"github": _annotate, "json": _print_json}.get(form or "", _print)
            found = _check_site(config_file, slugs, since, tell)
        else:
            terms = TermIndex(
                termbase.of_site(load_settings(config_file)) if _is_there(config_file) else ()
            )
            with _opened(pairs_file) as stream:
                found = _check_pairs(stream, form == "json", terms)
    sys.exit(PROBLEMS if found else 0)


def _is_there(config_file: Path) -> bool:
    """Pairs are checked anywhere; by the terms of a site where there is one."""
    return config_file.is_file()


# -- A file of pairs ------------------------------------------------------------------------------


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    """The file or standard input, as bytes. Ends with 2 where there is none."""
    if str(path) == "-":
        yield sys.stdin.buffer
        return
    try:
        stream = path.open("rb")
    except OSError as error:
        raise click.UsageError(
            f"{path}: {error.strerror}; expected a file of lines, Arabic TAB English."
        ) from None
    with stream:
        yield stream


def _check_pairs(stream: IO[bytes], as_json: bool, terms: TermIndex) -> bool:
    """Print what is found in each line as soon as it is read; whether anything was found."""
    found = False
    for number, line in enumerate(_lines(stream), 1):
        result = _check_line(number, line, terms)
        found = found or bool(result["problems"])
        if as_json:
            click.echo(json.dumps(result, ensure_ascii=False))
        else:
            for problem in result["problems"]:
                click.echo(f"{number}: {problem['rule']}: {problem['evidence']}")
    return found


def _lines(stream: IO[bytes]) -> Iterator[bytes]:
    """The lines without their ends; of one that is too long, what fits and a byte more."""
    limit = 4 * MAX_LINE  # a character takes at most four bytes
    while line := stream.readline(limit + 1):
        rest = line
        while len(rest) > limit and not rest.endswith(b"\n"):
            rest = stream.readline(limit + 1)
        yield line.rstrip(b"\r\n")


def _check_line(number: int, line: bytes, terms: TermIndex) -> dict[str, Any]:
    """What is found in one line; a line that is no pair has the problem "format"."""
    try:
        text = line.decode("utf-8-sig" if number == 1 else "utf-8")
    except UnicodeDecodeError:
        text, fault = line.decode("utf-8", "replace"), "the line is not in UTF-8"
    else:
        fault = _fault(text)
    arabic, _, english = (part.strip() for part in text[:MAX_LINE].partition("\t"))
    problems = (
        [{"rule": "format", "evidence": fault}]
        if fault
        else [to_json(finding) for finding in check(arabic, english, terms)]
    )
    return {"line": number, "arabic": arabic, "english": english, "problems": problems}


def _fault(text: str) -> str:
    """Why a line is no pair; "" if it is one."""
    if not text.strip():
        return "the line is empty; expected Arabic TAB English"
    if len(text) > MAX_LINE:
        return f"the line is longer than {MAX_LINE} characters"
    tabs = text.count("\t")
    if tabs != 1:
        return f"the line has {tabs or 'no'} tab{'s' * (tabs > 1)}; expected Arabic TAB English"
    return ""


# -- The site -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Doubt:
    """A finding, with the article and the translation it is in."""

    slug: str
    translation: Translation
    finding: Finding

    @property
    def place(self) -> str:
        segment = self.translation.segment
        return " ".join([segment.context, *segment.sources])

    def as_json(self) -> dict[str, Any]:
        segment = self.translation.segment
        return {
            "article": self.slug,
            "context": segment.context,
            "sentences": list(segment.sources),
            "status": str(self.translation.status),
            **to_json(self.finding),
            "arabic": self.translation.previous or segment.text,
            "english": self.translation.text,
        }


def _check_site(
    config_file: Path, slugs: Sequence[str], since: str | None, tell: Callable[[_Found], None]
) -> bool:
    """Tell what is found in the English of the site; whether anything was found."""
    settings = load_settings(config_file)
    doubts = desk.doubts(TermIndex(termbase.of_site(settings)))
    digest = pipeline.digest(settings)
    entries = select(digest.entries, slugs)
    if since is not None:
        changed = changed_since(since, settings.root)
        entries = [entry for entry in entries if is_touched(entry, changed, settings)]
    found = [
        _Doubt(entry.article.slug, translation, finding)
        for entry in entries
        for translation in entry.translations
        for finding in doubts(translation)
    ]
    tell(_Found(found, digest.problems, settings))
    return bool(found or digest.problems)


@dataclass(frozen=True, slots=True)
class _Found:
    """All that is wrong: with the English, and with the files."""

    doubts: Sequence[_Doubt]
    problems: Sequence[Problem]
    settings: Settings


def _print(found: _Found) -> None:
    print_problems(found.problems)
    for one in found.doubts:
        click.echo(f"{one.slug}: {one.place}: {one.finding.rule.value}: {one.finding.evidence}")
    click.echo(f"{len(found.doubts)} doubtful." if found.doubts else "Nothing doubtful found.")


def _print_json(found: _Found) -> None:
    print_problems(found.problems)
    print_json([one.as_json() for one in found.doubts])


def _annotate(found: _Found) -> None:
    """Print each doubt as a warning at its line of the translation file, for GitHub Actions."""
    here = os.path.relpath(found.settings.root)
    for problem in found.problems:
        click.echo(annotation(replace(problem, path=_from_here(here, problem.path))))
    lines: dict[str, dict[tuple[str, str], int]] = {}
    for one in found.doubts:
        path = memory.path_of(found.settings.translations_path, one.slug)
        if one.slug not in lines:
            lines[one.slug] = memory.lines_of(path)
        segment = one.translation.segment
        made_from = one.translation.previous or segment.text
        line = lines[one.slug].get((segment.context, segment.text))
        problem = Problem(
            path=_from_here(here, f"{found.settings.translations}/{path.name}"),
            line=line or lines[one.slug].get((segment.context, made_from)),
            found=f"{one.place}: {one.finding.evidence}",
            action="Read it against the Arabic; what is right may stay.",
        )
        click.echo(annotation(problem, "warning", one.finding.rule.value))


def _from_here(folder: str, path: str) -> str:
    """A path of the site as it is from the working directory, where GitHub's paths begin."""
    return os.path.normpath(os.path.join(folder, path))
