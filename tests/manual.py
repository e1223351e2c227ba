"""Turn the commands and settings that there are into the reference pages of the manual.

    python tests/manual.py

In docs/<lang>/manual/, between `<!-- commands -->` and `<!-- end -->` (so too `settings` and
`providers`), each command has a section: what is written there by hand, then a block of what the
code says of it. The blocks are made anew, sections are put in the order of the code, what is gone
goes, and what is new comes without a word by hand: tests/test_manual.py asks for that one, in both
languages.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, fields
from importlib import import_module
from pathlib import Path
from typing import Any

import click
import yaml

from generator import cli
from generator.config import Settings, settings_from
from generator.errors import SettingsError
from generator.translators import PROVIDERS
from generator.translators.options import is_option

ROOT = Path(__file__).resolve().parents[1]
MANUAL = {lang: ROOT / "docs" / lang / "manual" for lang in ("en", "ar")}
PAGES = {"commands.md": ("commands",), "settings.md": ("settings", "providers")}
WIDTH = 78
"""Characters in a line of help: what fits beside the menu."""

LIST = r"(?ms)^<!-- {kind} -->\n(.*?)^<!-- end -->$"
SECTION = re.compile(r"(?ms)^### `([^`\n]+)`\n(.*?)(?=^### |\Z)")
BLOCK = re.compile(r"(?ms)^```code\n.*?^```$\n?")
"""What is made: the only blocks of this kind on the page."""


def sections(page: str, kind: str) -> dict[str, str]:
    """What is written by hand in each section of a list, by what the section is of."""
    found = re.search(LIST.format(kind=kind), page)
    assert found, f"the page has no list '<!-- {kind} -->'"
    return {name: BLOCK.sub("", text).strip() for name, text in SECTION.findall(found[1])}


def renewed(page: str, kind: str, blocks: Mapping[str, str]) -> str:
    """The page with a list of exactly these blocks, and what was written beside them."""
    written = sections(page, kind)
    parts = ("\n\n".join(filter(None, [f"### `{name}`", written.get(name), f"```code\n{block}\n```"]))
             for name, block in blocks.items())  # fmt: skip
    made = f"<!-- {kind} -->\n\n" + "\n\n".join(parts) + "\n\n<!-- end -->"
    return re.sub(LIST.format(kind=kind), lambda _: made, page)


def commands(group: click.Group, above: str = "khulasa") -> Iterator[tuple[str, click.Command]]:
    """Each command with its whole name."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from commands(command, f"{above} {name}")
        elif command is not None:
            yield f"{above} {name}", command


def options(command: click.Command) -> set[str]:
    """The options of a command, but for those that all have."""
    given = [p for p in command.params if isinstance(p, click.Option)]
    return {name for option in given for name in (*option.opts, *option.secondary_opts)}


def help_of(name: str, command: click.Command) -> str:
    """What `--help` prints, at a width of its own."""
    names = {"help_option_names": ["-h", "--help"]}
    context = click.Context(command, info_name=name, terminal_width=WIDTH, **names)
    return command.get_help(context)


def can_be_set(name: str) -> bool:
    try:
        settings_from({name: None}, ROOT / "mkdocs.yml")
    except SettingsError:
        return False
    return True


def expected(name: str) -> str:
    """What a setting must be, as the error says that tells of a wrong one."""
    try:
        settings_from({name: object()}, ROOT / "mkdocs.yml")
    except SettingsError as error:
        return error.problems[0].expected
    raise AssertionError(f"any value will do for {name}")


def setting(declared: Field[Any]) -> str:
    """A setting with its default and what it must be, as mkdocs.yml has it."""
    if declared.default in (None, ()):
        return f"# {declared.name}: not set; {expected(declared.name)}"
    return f"{declared.name}: {as_written(declared.default)}  # {expected(declared.name)}"


def as_written(value: object) -> str:
    return yaml.safe_dump(value, allow_unicode=True).partition("\n")[0]


def provider_fields(name: str) -> tuple[Field[Any], ...]:
    module, _, class_name = PROVIDERS[name].partition(":")
    return fields(getattr(import_module(module), class_name))


def provider(name: str) -> str:
    """A provider with the defaults of its options, and the variables that it reads."""
    lines = [f"- {name}:"]
    for declared in filter(is_option, provider_fields(name)):
        if declared.default is MISSING and declared.default_factory is MISSING:
            lines.append(f"    {declared.name}:  # has no default: must be set")
        else:
            lines.append(f"    {declared.name}: {as_written(declared.default)}")
    variables = (f.metadata.get("variable") for f in provider_fields(name))
    return "\n".join([*lines, *(f"# from the environment: {v}" for v in variables if v)])


def blocks(kind: str) -> dict[str, str]:
    """What the code says: of each command, setting or provider."""
    if kind == "commands":
        return {name: help_of(name, command) for name, command in commands(cli.main)}
    if kind == "settings":
        return {f.name: setting(f) for f in fields(Settings) if can_be_set(f.name)}
    return {name: provider(name) for name in PROVIDERS}


def fresh(path: Path) -> str:
    """What a page of reference should hold."""
    page = path.read_text("utf-8")
    for kind in PAGES[path.name]:
        page = renewed(page, kind, blocks(kind))
    return page


def renew() -> None:
    for folder in MANUAL.values():
        for name in PAGES:
            path = folder / name
            old, new = path.read_text("utf-8"), fresh(path)
            if old != new:
                path.write_text(new, "utf-8")
                print(f"renewed {path.relative_to(ROOT)}")


if __name__ == "__main__":
    sys.exit(renew())
