"""`khulasa read`, `summarize` and `date`: what is understood, without writing anything."""

from __future__ import annotations

from pathlib import Path

import click

from generator import readers
from generator.cli.common import json_option, print_json, told
from generator.models import to_json
from generator.renderers.labels import labels
from generator.summarizers import summarize as choose
from generator.text.dates import parse_date
from generator.text.segments import article_sentences


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@json_option
def read(file: Path, as_json: bool) -> None:
    """Show FILE as the reader understands it: text, comments, and what was dropped and why."""
    with told():
        article = readers.read(file, Path.cwd())
    if as_json:
        print_json(to_json(article))
        return
    click.echo(article.title)
    for note in article.notes:
        said = labels("en")["note_kinds"][note.kind.value].format(value=note.value)
        click.echo(f"{'':5}  note       {said}")
    for block in article.blocks:
        click.echo(f"{block.line:5}  {block.kind:<10} {block.text}")
    for comment in article.comments:
        who = f"{comment.author or '?'}, {comment.published or comment.age or '?'}"
        click.echo(f"{comment.line:5}  comment    [{who}] {comment.text}")
    declared = article.comments_declared
    if declared is not None and declared != len(article.comments):
        said = labels("en")["comments_declared"]
        said = said.format(declared=declared, found=len(article.comments))
        click.echo(f"{'':5}  comments   {said}")
    if article.confidence is not None:
        said = labels("en")["confidence"].format(value=f"{article.confidence:.2f}")
        click.echo(f"{'':5}  confidence {said}")
    for line in article.dropped:
        click.echo(f"{line.line:5}  dropped    {line.text}  ({line.reason})")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "-n", "count", type=click.IntRange(1, 20), default=4, show_default=True, help="Sentences."
)
@json_option
def summarize(file: Path, count: int, as_json: bool) -> None:
    """Choose the sentences of FILE that sum it up, with their ids and offsets."""
    with told():
        article = readers.read(file, Path.cwd())
    sentences = article_sentences(article.blocks)
    summary = choose(article, sentences, count)
    ids = {source for segment in summary.segments for source in segment.sources}
    chosen = [sentence for sentence in sentences if sentence.id in ids]
    if as_json:
        shown = {"slug": article.slug, "title": article.title, "method": summary.method}
        print_json(shown | {"sentences": to_json(chosen)})
        return
    for sentence in chosen:
        click.echo(f"{sentence.id:>4}  {sentence.text}")


@click.command()
@click.argument("text")
@click.option("--retrieved", metavar="WHEN", help="When TEXT was fetched, in ISO 8601.")
@json_option
def date(text: str, retrieved: str | None, as_json: bool) -> None:
    """Show the date that TEXT, a short line, states; "no date" (null in JSON) if there is a doubt.

    Ages such as "منذ أسبوع" are counted back from the time given with --retrieved.
    """
    try:
        found = parse_date(text, retrieved)
    except ValueError:
        hint = f"'{retrieved}' is no date in ISO 8601, such as 2023-11-02 or 2023-11-02T14:35"
        raise click.BadParameter(f"{hint}.", param_hint="--retrieved") from None
    if as_json:
        print_json(to_json(found))
    elif found:
        click.echo(f"{found.iso}, {found.precision}, {found.calendar}, from «{found.words}»")
    else:
        click.echo("no date")
