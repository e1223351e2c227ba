"""`khulasa epub`: an issue, a month, a topic or all of it as a book."""

from __future__ import annotations

import sys
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
from generator.config import load_settings
from generator.publishers.epub import pack
from generator.publishers.typeset import set_anew
from generator.renderers.editions import Layout, edition
from generator.renderers.epub import book, cover


@click.command()
@config_option
@edition_options
@layout_option
@output_option
def epub(config_file: Path, layout: Layout, output: Path | None, **asked: Any) -> None:
    """Write an EPUB 3 book of an issue, a month, a topic, all articles, or SLUGS.

    Without --output, it is called after what is in it: 2016-W43.epub.
    """
    what = wanted(**asked)
    with told():
        settings = load_settings(config_file)
        digest = pipeline.digest(settings)
        chosen = edition(digest, what, settings)
        picture = set_anew(cover(chosen, layout, settings))
        content = pack(book(chosen, layout, settings, picture))
        path = output or Path(chosen.file_name(layout, ".epub"))
        put(content, path)
    size = f"{len(content) / 1000:,.0f} kB"
    click.echo(f"{path}: {counted(len(chosen.entries), 'article')}, {size}.", err=True)
    print_problems(digest.problems)
    sys.exit(PROBLEMS if digest.problems else 0)
