"""What the commands share: options, errors as lines and exit codes, JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import click

from generator.config import CONFIG_FILE
from generator.errors import (
    KhulasaError,
    ProviderMisconfigured,
    SelectionError,
    SettingsError,
)
from generator.models import Entry, Problem
from generator.selection import of_slugs

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


@contextmanager
def told() -> Iterator[None]:
    """Turn an error into its lines on standard error and an exit code."""
    try:
        yield
    except (SelectionError, SettingsError) as error:
        _fail(error.problems, USAGE)
    except KhulasaError as error:
        _fail(error.problems, PROBLEMS)
    except ProviderMisconfigured as error:
        click.echo(f"error: {error}", err=True)
        sys.exit(USAGE)


def _fail(problems: Iterable[Problem], code: int) -> NoReturn:
    print_problems(problems)
    sys.exit(code)


def print_problems(problems: Iterable[Problem]) -> None:
    for problem in problems:
        click.echo(f"error: {problem}", err=True)


def print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def select(entries: Iterable[Entry], slugs: Sequence[str]) -> list[Entry]:
    """The entries that answer to these slugs, each once and in their order; without slugs, all.

    One that none answers to is wrong usage.
    """
    try:
        return list(of_slugs(entries, slugs))
    except SelectionError as error:
        raise _wrong_usage(error) from None


def _wrong_usage(error: SelectionError) -> click.UsageError:
    return click.UsageError(" ".join(f"{p.found}. {p.action}" for p in error.problems))


def counted(number: int, what: str) -> str:
    """ "1 sentence", "2 sentences"."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
