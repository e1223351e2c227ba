"""`khulasa mail`: an issue, a month, a topic or all of it as a mail, written or sent."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from generator import pipeline
from generator.cli.choosing import (
    edition_options,
    layout_option,
    output_option,
    put,
    wanted,
)
from generator.cli.common import PROBLEMS, config_option, counted, print_problems, told
from generator.config import Settings, load_settings
from generator.errors import SettingsError
from generator.models import Problem
from generator.publishers.mail import account, send
from generator.renderers.editions import Layout, edition
from generator.renderers.mail import CUT_BY_MAIL_PROGRAMS, Letterhead, addresses, message


@click.command()
@config_option
@edition_options
@layout_option
@output_option
@click.option("--to", multiple=True, metavar="ADDRESS", help="Who it is for; may be repeated.")
@click.option("--send", "sending", is_flag=True, help="Send it, by the server KHULASA_SMTP_HOST.")
@click.option(
    "--unsubscribe",
    envvar="KHULASA_MAIL_UNSUBSCRIBE",
    metavar="URL",
    help="Where readers leave the list: https://... or mailto:...; or KHULASA_MAIL_UNSUBSCRIBE.",
)
def mail(config_file: Path, layout: Layout, output: Path | None, **chosen: Any) -> None:
    """Write a mail (.eml) of an issue, a month, a topic, all articles, or SLUGS, and --send it.

    The file is written before anything is sent, and stays. The settings of the SMTP server are
    read from the environment: KHULASA_SMTP_HOST, _PORT, _SECURITY (starttls or ssl), _USER,
    _PASSWORD and _FROM.
    """
    to, sending, unsubscribe = (chosen.pop(name) for name in ("to", "sending", "unsubscribe"))
    what = wanted(**chosen)
    if sending and not to:
        raise click.UsageError("Say whom to send it to: --to ADDRESS.")
    with told():
        settings = load_settings(config_file)
        smtp = account(os.environ) if sending else None
        head = Letterhead(
            sender=_sender(os.environ, settings, sending),
            to=addresses(to),
            unsubscribe=unsubscribe,
            date=dt.datetime.now(dt.UTC) if sending else None,
        )
        digest = pipeline.digest(settings)
        made = edition(digest, what, settings)
        written = message(made, layout, head, settings)
        path = output or Path(made.file_name(layout, ".eml"))
        put(written.content, path)
        click.echo(f"{path}: {counted(len(made.entries), 'article')}.", err=True)
        _warn_if_long(written.html_length)
        if smtp:
            send(written.content, head.sender, head.to, smtp)
            click.echo(f"Sent to {counted(len(head.to), 'recipient')} by {smtp}.", err=True)
    print_problems(digest.problems)
    sys.exit(PROBLEMS if digest.problems else 0)


def _sender(environ: Mapping[str, str], settings: Settings, sending: bool) -> str:
    """The address the mail is from: as set, else where readers may write."""
    stated = environ.get("KHULASA_SMTP_FROM", "").strip()
    contact = settings.contact or ""
    if stated or ("@" in contact and "//" not in contact):
        return addresses([stated or contact])[0]
    if sending:
        expected = "an address such as desk@example.org"
        action = "Set it in the environment, or 'contact' in the settings."
        raise SettingsError(Problem("KHULASA_SMTP_FROM", "no sender is named", expected, action))
    return "khulasa@localhost"


def _warn_if_long(length: int) -> None:
    if length > CUT_BY_MAIL_PROGRAMS:
        click.echo(
            f"warning: {length / 1000:,.0f} kB of HTML: some mail programs show the first"
            f" {CUT_BY_MAIL_PROGRAMS / 1000:,.0f} kB only. Choose less of it.",
            err=True,
        )
