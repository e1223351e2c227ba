"""The options by which `epub`, `mail` and `pdf` are told what to put out."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from generator.atomic import write_atomically
from generator.errors import PublishError
from generator.models import Problem
from generator.renderers.editions import LANGS_OF, LATEST, Wanted

_OPTIONS = (
    click.argument("slugs", nargs=-1),
    click.option("--issue", metavar="WEEK", help=f"The issue of a week: 2016-W43, or '{LATEST}'."),
    click.option("--month", metavar="MONTH", help=f"A month: 2016-10, or '{LATEST}'."),
    click.option("--topic", metavar="TOPIC", help="All articles on a topic."),
    click.option("--all", "everything", is_flag=True, help="All articles."),
)

layout_option = click.option(
    "--layout",
    type=click.Choice(list(LANGS_OF)),
    default="bilingual",
    show_default=True,
    help="What of the articles goes in.",
)
output_option = click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    help="The file to write; '-' is standard output.",
)


def edition_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options and the argument that `wanted` understands."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def wanted(
    slugs: tuple[str, ...],
    issue: str | None,
    month: str | None,
    topic: str | None,
    everything: bool,
) -> Wanted:
    """What is asked for; none or several of them is wrong usage."""
    asked = Wanted(slugs, issue, month, topic, everything)
    if len(asked) != 1:
        raise click.UsageError(
            "Say what to put out: SLUGS, --issue, --month, --topic or --all, one of them."
        )
    return asked


def put(content: bytes, path: Path) -> None:
    """Write the file whole or not at all, or to standard output. Raises PublishError."""
    if path == Path("-"):
        sys.stdout.buffer.write(content)
        sys.stdout.flush()
        return
    try:
        write_atomically(path, content)
    except OSError as error:
        found = f"cannot write the file: {error.strerror or error}"
        raise PublishError(
            Problem(str(path), found, action="Make room or choose another place with --output.")
        ) from None
