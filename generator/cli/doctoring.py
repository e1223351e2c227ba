"""`khulasa doctor`: what is as it should be, and what is not."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from tqdm import tqdm

from generator import doctor, pipeline
from generator.cli.adding import delay_option, fetcher_for, private_option
from generator.cli.common import PROBLEMS, config_option, counted, json_option, print_json
from generator.config import load_settings
from generator.doctor import Check, State
from generator.errors import SettingsError
from generator.models import to_json
from generator.text.columns import apart, ljust, printable, width


@click.command("doctor")
@config_option
@click.option("--offline", is_flag=True, help="Ask nobody: neither providers nor sources.")
@click.option("--links", is_flag=True, help="See whether the originals still answer. Slow.")
@delay_option
@private_option
@json_option
def doctor_command(
    config_file: Path, *, offline: bool, links: bool, as_json: bool, **chosen: Any
) -> None:
    """Look at the machine, the settings, the providers, the articles and their sources.

    Each row is ok, a note (to be known) or a problem (to be mended, with what to do). It tells
    whether keys are set, never what they are, and what providers say is left of an allowance.
    Nothing is changed. The exit code is 1 where there is a problem.
    """
    if offline and links:
        raise click.UsageError("--links asks the originals; that is not offline.")
    steps = _checks(config_file, not offline, links, chosen)
    quiet = as_json or not sys.stderr.isatty()
    checks = list(tqdm(steps, unit="check", disable=quiet, leave=False))
    if as_json:
        print_json([to_json(check) for check in checks])
    else:
        _print_table(checks)
    sys.exit(PROBLEMS if any(check.state is State.PROBLEM for check in checks) else 0)


def _checks(config_file: Path, ask: bool, links: bool, chosen: dict[str, Any]) -> Iterator[Check]:
    yield from doctor.machine()
    try:
        settings = load_settings(config_file)
        fetch = fetcher_for(settings, {"ignore_robots": False, **chosen}).fetch
    except SettingsError as error:
        yield from doctor.faults(error)
        return
    today = datetime.now(UTC).date()
    digest = pipeline.digest(settings)
    yield from doctor.settings_of(settings)
    yield from doctor.providers(settings, os.environ, ask)
    yield from doctor.kept(settings, digest, today)
    if ask:
        yield from doctor.sources(settings, fetch, today)
    if links:
        yield from doctor.links(digest.entries, fetch)


def _print_table(checks: Sequence[Check]) -> None:
    head = ("state", "area", "what", "found")
    rows = [
        (
            c.state.value,
            c.area,
            apart(printable(c.name)),
            printable(". ".join(filter(None, [c.found, c.action]))),
        )
        for c in checks
    ]
    widths = [max(map(width, column)) for column in zip(head, *rows, strict=True)]
    widths[2] = min(widths[2], 40)  # an address is longer than that
    for line in (head, *rows):
        cells = [ljust(cell, columns) for cell, columns in zip(line, widths, strict=True)]
        click.echo("  ".join([*cells[:-1], line[-1]]).rstrip())
    numbers = Counter(check.state for check in checks)
    told = (counted(numbers[state], state) for state in (State.NOTE, State.PROBLEM))
    click.echo(", ".join([f"{numbers[State.OK]} {State.OK}", *told]) + ".")
