"""The command `khulasa`: reads options, calls the pipeline, prints, and picks the exit code.

Exit codes: 0 all well; 1 something is wrong with a source, a translation file, a file to import or
the build (the rest was done); 2 wrong usage or settings; 3 `update` left sentences without English;
130 interrupted by Ctrl-C.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any, cast

import click

from generator import __version__

__all__ = ["main"]

INTERRUPTED = 130  # 128 and the number of SIGINT, as shells have it

COMMANDS = {
    "new": "starting:new",
    "add": "adding:add",
    "read": "reading:read",
    "summarize": "reading:summarize",
    "date": "reading:date",
    "terms": "terms:terms",
    "models": "models:models",
    "update": "updating:update",
    "check": "checking:check_command",
    "status": "reporting:status",
    "review": "reviewing:review",
    "export": "exporting:export",
    "import": "exporting:import_",
    "doctor": "doctoring:doctor_command",
    "report": "proposing:report_command",
    "pdf": "printing:pdf",
    "epub": "booking:epub",
    "mail": "mailing:mail",
    "build": "building:build",
}
"""Where each command is: module and name. It is imported when it is asked for."""


class Commands(click.Group):
    """The commands, each with what it needs only once it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        return cast(click.Command, getattr(import_module(f"{__name__}.{module}"), name))

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            click.echo("Interrupted.", err=True)
            ctx.exit(INTERRUPTED)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="khulasa")
def main() -> None:
    """Make a bilingual, searchable digest of Arabic articles."""
