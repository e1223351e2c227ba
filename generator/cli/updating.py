"""`khulasa update`: ask the providers for the English that is missing."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
from tqdm import tqdm

from generator import desk, pipeline, proposals, termbase, translators
from generator.cli.common import (
    GAPS,
    PROBLEMS,
    config_option,
    counted,
    print_problems,
    select,
    told,
)
from generator.config import load_settings
from generator.models import Status
from generator.text.terms import TermIndex
from generator.translators import accounts, ledger
from generator.translators.ladder import Ladder
from generator.translators.ledger import Budget

_SHOWN = 40  # findings; the rest is counted


@click.command()
@config_option
@click.argument("slugs", nargs=-1)
@click.option("--dry-run", is_flag=True, help="Only say what would be asked for.")
@click.option(
    "--max-characters",
    type=click.IntRange(min=0),
    help="Ask nobody any more before so many characters of Arabic are passed.",
)
@click.option(
    "--max-cost",
    type=click.FloatRange(min=0),
    help="Ask nobody any more before so much is spent, by the prices in the settings.",
)
def update(
    config_file: Path,
    slugs: tuple[str, ...],
    dry_run: bool,
    max_characters: int | None,
    max_cost: float | None,
) -> None:
    """Ask the configured providers for the English that is missing.

    Proposals go into translations/*.po for review. SLUGS limit the run to these articles.
    """
    with told():
        settings = load_settings(config_file)
        digest = pipeline.digest(settings)
        entries = select(digest.entries, slugs)
        total = pipeline.number_of(Status.MISSING, entries)
        if dry_run:
            click.echo(f"{counted(total, 'sentence')} without English; nothing was asked.")
            return
        terms = termbase.of_site(settings)
        providers = [
            translators.create(p.name, p.options, os.environ, terms) for p in settings.providers
        ]
        if max_cost is not None and (unpriced := ledger.without_price(providers)):
            click.echo(
                f"note: --max-cost does not hold for {', '.join(unpriced)}: no price is set",
                err=True,
            )
        ladder = Ladder(
            providers,
            tell=lambda line: tqdm.write(line, file=sys.stderr),
            budget=Budget(max_characters, max_cost),
            account=accounts.bookkeeper(settings.translations_path / ledger.FILE),
        )
        index = TermIndex(terms)
        by_model = settings.summarizer == "llm"
        asking = proposals.Asking(
            translate=proposals.translator(ladder, index),
            ahead=ladder.ahead,
            write=proposals.writer(ladder, settings, terms) if by_model else None,
            doubts=desk.doubts(index),
        )
        steps = list(_shown(proposals.propose(entries, settings, asking), total))
    print_problems(digest.problems)
    gaps = [step for step in steps if step.english is None]
    made = Counter(step.origin.provider for step in steps if step.origin)
    for provider, number in made.most_common():
        click.echo(f"{counted(number, 'sentence')} by {provider}")
    for provider, usage in ladder.used.items():
        click.echo(f"used of {provider}: {ledger.told(usage)}")
    if not steps:
        click.echo("Nothing to translate.")
    _tell_names_and_doubts(steps)
    if stale := pipeline.number_of(Status.STALE, entries):
        click.echo(
            f"{counted(stale, 'sentence')} stale: the Arabic has changed. Review the English in"
        )
        click.echo(f"  {settings.translations}/; it is kept, and shown as stale, until you do.")
    if gaps:
        click.echo(f"{counted(len(gaps), 'sentence')} still without English, shown as pending:")
        reasons = Counter(reason for gap in gaps for reason in gap.reasons)
        for (provider, reason), number in reasons.most_common(10):
            click.echo(f"  {number} × {provider}: {reason}")
        if not settings.providers:
            click.echo(f"  no provider is set; name one under 'providers:' in {config_file}")
        click.echo("Mend the cause and run 'khulasa update' again; nothing done is done twice.")
    sys.exit(PROBLEMS if digest.problems else GAPS if gaps else 0)


def _tell_names_and_doubts(steps: Sequence[proposals.Step]) -> None:
    """What was put right by the termbase, and what the checks doubt in the new English."""
    for step in steps:
        for found, put in step.names:
            click.echo(f'{_place(step)}: "{found}" became "{put}", as the termbase has it')
    lines = [
        f"{_place(step)}: {finding.rule.value}: {finding.evidence}"
        for step in steps
        for finding in step.findings
    ]
    for line in lines[:_SHOWN]:
        click.echo(line)
    if len(lines) > _SHOWN:
        click.echo(f"... and {len(lines) - _SHOWN} more, which 'khulasa check' lists")
    if lines:
        doubtful = counted(sum(bool(step.findings) for step in steps), "sentence")
        click.echo(f"{doubtful} doubtful; see to them in 'khulasa review SLUG'.")


def _place(step: proposals.Step) -> str:
    return " ".join([f"{step.slug}:", step.segment.context, *step.segment.sources])


def _shown(steps: Iterator[proposals.Step], total: int) -> Iterator[proposals.Step]:
    """The steps with a progress bar on a terminal, as plain lines elsewhere."""
    terminal = sys.stderr.isatty()
    for step in tqdm(steps, total=total, unit="sentence", disable=not terminal):
        if not terminal:
            who = f"by {step.origin.provider}" if step.origin else "no English"
            click.echo(f"{_place(step)}: {who}", err=True)
        yield step
