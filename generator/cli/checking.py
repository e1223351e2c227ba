"""The command `khulasa check`: what is doubtful in the English of the site, or of a file of pairs.

Exit codes: 0 nothing found; 1 something was found, or a line could not be read; 2 wrong usage.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import click

from generator import desk, pipeline, termbase
from generator.checks import LONGEST, check
from generator.cli.common import PROBLEMS, config_option, print_problems, told
from generator.config import load_settings
from generator.models import Digest, to_json
from generator.text.terms import TermIndex

MAX_LINE = 2 * LONGEST + 1_000
"""The longest line of a file of pairs, in characters; the rest of a longer one is skipped."""


@click.command("check")
@config_option
@click.option(
    "--pairs",
    "pairs_file",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    metavar="FILE",
    help="Check the lines of FILE, Arabic TAB English; - is standard input.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON; with --pairs a line for each.")
def check_command(config_file: Path, pairs_file: Path | None, as_json: bool) -> None:
    """Say what is doubtful in the English: numbers, names, negations, who said what, and more.

    Without --pairs, all English of the site is checked.
    """
    with told():
        if pairs_file is None:
            found = _check_site(config_file, as_json)
        else:
            terms = TermIndex(
                termbase.of_site(load_settings(config_file)) if _is_there(config_file) else ()
            )
            with _opened(pairs_file) as stream:
                found = _check_pairs(stream, as_json, terms)
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


def _check_site(config_file: Path, as_json: bool) -> bool:
    """Print what is found in the English of the site; whether anything was found."""
    settings = load_settings(config_file)
    doubts = desk.doubts(settings)
    digest = pipeline.digest(settings)
    print_problems(digest.problems)
    problems = list(_problems(digest, doubts))
    if as_json:
        click.echo(json.dumps(problems, ensure_ascii=False, indent=2))
    else:
        _print(problems)
    return bool(problems or digest.problems)


def _problems(digest: Digest, doubts: desk.Doubts) -> Iterator[dict[str, Any]]:
    """Each finding with its article, the segment it is in and the sentences that rests on."""
    for entry in digest.entries:
        for translation in entry.translations:
            if not translation.text:
                continue  # missing, which `khulasa update` tells
            arabic = translation.previous or translation.segment.text
            for finding in doubts(translation):
                yield {
                    "article": entry.article.slug,
                    "context": translation.segment.context,
                    "sentences": list(translation.segment.sources),
                    "status": str(translation.status),
                    **to_json(finding),
                    "arabic": arabic,
                    "english": translation.text,
                }


def _print(problems: Iterable[dict[str, Any]]) -> None:
    count = 0
    for problem in problems:
        count += 1
        place = " ".join([problem["context"], *problem["sentences"]])
        click.echo(f"{problem['article']}: {place}: {problem['rule']}: {problem['evidence']}")
    click.echo(f"{count} doubtful." if count else "Nothing doubtful found.")
