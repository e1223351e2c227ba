"""The command `khulasa`: reads options, calls the pipeline, prints, and picks the exit code.

Exit codes: 0 all well; 1 something is wrong with a source, a translation file, a file to import or
the build (the rest was done); 2 wrong usage or settings; 3 `update` left sentences without English.
"""

from __future__ import annotations

import click

from generator import __version__
from generator.cli.adding import add
from generator.cli.building import build
from generator.cli.checking import check_command
from generator.cli.exporting import export, import_
from generator.cli.models import models
from generator.cli.reading import date, read, summarize
from generator.cli.reporting import status
from generator.cli.reviewing import review
from generator.cli.terms import terms
from generator.cli.updating import update

__all__ = ["main"]


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="khulasa")
def main() -> None:
    """Make a bilingual, searchable digest of Arabic articles."""


COMMANDS = (
    *(add, read, summarize, date, terms, models),
    *(update, check_command, status, review, export, import_, build),
)

for command in COMMANDS:
    main.add_command(command)
