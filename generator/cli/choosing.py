"""The options by which `epub`, `mail` and `pdf` are told what to put out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from generator.renderers.editions import LATEST, Wanted

_OPTIONS = (
    click.argument("slugs", nargs=-1),
    click.option("--issue", metavar="WEEK", help=f"The issue of a week: 2016-W43, or '{LATEST}'."),
    click.option("--month", metavar="MONTH", help=f"A month: 2016-10, or '{LATEST}'."),
    click.option("--topic", metavar="TOPIC", help="All articles on a topic."),
    click.option("--all", "everything", is_flag=True, help="All articles."),
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
