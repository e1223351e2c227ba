"""`khulasa report`: what came in and what waits for review, for the text of a pull request."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from generator import desk, pipeline
from generator.atomic import write_atomically
from generator.cli.changed import changed_since, is_touched
from generator.cli.common import config_option, select, told
from generator.config import load_settings
from generator.errors import PublishError
from generator.models import Problem
from generator.renderers.report import report


@click.command("report")
@config_option
@click.argument("slugs", nargs=-1)
@click.option(
    "--added",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="What 'khulasa add --json' printed.",
)
@click.option(
    "--since",
    metavar="REVISION",
    help="Only articles that have changed, or whose English has, since this revision of git.",
)
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file."
)
def report_command(
    config_file: Path,
    slugs: tuple[str, ...],
    added: Path | None,
    since: str | None,
    output: Path | None,
) -> None:
    """Write in Markdown what came in and which English waits for review, beside its Arabic.

    For the text of a pull request: the workflow update.yml uses it so. SLUGS limit it to these
    articles.
    """
    with told():
        came = _read(added) if added else []
        settings = load_settings(config_file)
        digest = pipeline.digest(settings)
        entries = select(digest.entries, slugs)
        if since is not None:
            changed = changed_since(since, settings.root)
            entries = [entry for entry in entries if is_touched(entry, changed, settings)]
        text = report(came, entries, desk.findings(settings), digest.problems)
        if output is None:
            click.echo(text, nl=False)
        else:
            _write(output, text)


def _read(path: Path) -> list[dict[str, Any]]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        found = None
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise click.UsageError(f"{path} does not hold what 'khulasa add --json' prints.")
    return found


def _write(path: Path, text: str) -> None:
    try:
        write_atomically(path, text.encode())
    except OSError as error:
        raise PublishError(
            Problem(str(path), f"the report cannot be written: {error.strerror or error}",
                    action="Make room, or choose another place.")
        ) from None  # fmt: skip
