"""`khulasa review`: read the English against the Arabic, sentence by sentence, in the terminal."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

import click

from generator import desk, memory, pipeline
from generator.cli import asking
from generator.cli.common import (
    PROBLEMS,
    config_option,
    counted,
    print_problems,
    select,
    told,
)
from generator.cli.reporting import ordered, print_table
from generator.config import Settings, load_settings
from generator.desk import Reviewer
from generator.models import Entry, Segment, Status, Translation
from generator.progress import Findings, standing
from generator.text.changes import word_changes
from generator.text.columns import printable
from generator.text.provenance import clean_name

Key = Literal["accept", "edit", "skip", "quit"]
_KEYS: dict[str, Key] = {"a": "accept", "e": "edit", "s": "skip", "q": "quit"}
_ON_AN_ARABIC_KEYBOARD = str.maketrans("شثسض", "aesq")
_ENDS = ("", "\x04", "\x1b")  # the input's end, Ctrl-D, Escape
_COLOURS = {"reviewed": "green", "machine": "yellow", "stale": "magenta", "missing": "red"}
_BELOW = "# What stands below this line is left out."


@click.command()
@config_option
@click.argument("slugs", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Show reviewed sentences too.")
@click.option("--sign", is_flag=True, help="Put your name on reviewed sentences without one.")
@click.option(
    "--reviewer",
    envvar="KHULASA_REVIEWER",
    help="Your name, which is published; without it KHULASA_REVIEWER, or the name that git knows.",
)
def review(
    config_file: Path, slugs: tuple[str, ...], everything: bool, sign: bool, reviewer: str | None
) -> None:
    """Read the English of SLUGS against the Arabic: accept, edit or skip each sentence.

    Each decision is written at once. Without SLUGS, list what waits for review.
    """
    with told():
        settings = load_settings(config_file)
        digest = pipeline.digest(settings)
        chosen = select(digest.entries, slugs)
        if sign:
            _sign(chosen, settings, _named(reviewer))
        elif not slugs:
            _list_waiting(chosen, settings)
        else:
            by, findings = _named(reviewer), desk.findings(settings)
            for entry in chosen:
                session = Session(entry, settings, by, findings, everything)
                if not session.run():
                    break
    print_problems(digest.problems)
    sys.exit(PROBLEMS if digest.problems else 0)


def _named(reviewer: str | None) -> Reviewer:
    """Who reviews: as given, as git knows, or as the person answers."""
    name = clean_name(reviewer or "") or clean_name(_name_in_git())
    while not name:
        name = clean_name(click.prompt("Your name, as it shall be published"))
    return Reviewer(name, date.today().isoformat())


def _name_in_git() -> str:
    try:
        done = subprocess.run(
            ["git", "config", "user.name"],
            capture_output=True, encoding="utf-8", errors="replace", timeout=10, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout if done.returncode == 0 else ""


def _sign(entries: Sequence[Entry], settings: Settings, by: Reviewer) -> None:
    numbers = {entry.article.slug: desk.sign(entry, by, settings) for entry in entries}
    for slug, number in numbers.items():
        if number:
            click.echo(f"{slug}: {number} signed by {by.name}")
    click.echo(f"{counted(sum(numbers.values()), 'reviewed sentence')} signed.")


def _list_waiting(entries: Sequence[Entry], settings: Settings) -> None:
    findings = desk.findings(settings)
    rows = ordered((standing(e, findings) for e in entries), sort="waiting")
    waiting = [row for row in rows if row.waiting]
    if waiting:
        print_table(waiting)
        click.echo(f"Review one with 'khulasa review {waiting[0].slug}'.")
    else:
        click.echo("Nothing waits for review.")
    unsigned = [e for e in entries if any(_unsigned(t) for t in e.translations)]
    if unsigned:
        number = sum(_unsigned(t) for e in unsigned for t in e.translations)
        click.echo(f"Without a reviewer's name: {counted(number, 'reviewed sentence')}.")
        click.echo("If you stand by them, 'khulasa review --sign SLUG' puts your name on them:")
    for entry in unsigned:
        slug = entry.article.slug
        saved = memory.last_saved(memory.path_of(settings.translations_path, slug))
        by = f"  (file last saved by {saved.name}{_on(saved.date)})" if saved else ""
        click.echo(f"  {slug}{by}")


def _unsigned(translation: Translation) -> bool:
    return translation.status is Status.REVIEWED and translation.reviewer is None


def _on(day: str | None) -> str:
    return f" on {day}" if day else ""


@dataclass
class Session:
    """One article, from its title to its last sentence, as it stands on disk at each moment."""

    entry: Entry
    settings: Settings
    by: Reviewer
    findings: Findings
    everything: bool = False
    done: int = field(default=0, init=False)
    interrupts: asking.Interrupts = field(default_factory=asking.Interrupts, init=False)

    def run(self) -> bool:
        """Go through the sentences; False where the reviewer quits. Raises KeyboardInterrupt."""
        slug = self.entry.article.slug
        segments = [t.segment for t in desk.open_file(self.entry, self.settings).translations]
        title = click.style(printable(self.entry.article.title), bold=True)
        click.echo(f"{slug}, reviewed by {self.by.name}\n{title}")
        with self.interrupts:
            try:
                going = self._all(segments)
            finally:
                now = desk.on_record(slug, self.settings)
                waiting = sum(t.status is not Status.REVIEWED for t in now)
                click.echo(f"\n{slug}: {self.done} decided, {waiting} waiting. All is saved.")
        self.interrupts.check()
        return going

    def _all(self, segments: Sequence[Segment]) -> bool:
        for number, segment in enumerate(segments, start=1):
            self.interrupts.check()
            seen = desk.look_up(self.entry.article.slug, segment, self.settings)
            if seen is None or (seen.status is Status.REVIEWED and not self.everything):
                continue
            click.echo(f"\n{number} of {len(segments)}")
            if not self._one(seen):
                return False
        return True

    def _one(self, seen: Translation) -> bool:
        """Ask about one sentence until it is decided; False where the reviewer quits."""
        shown: Translation | None = None
        while True:
            if seen is not shown:
                for line in said(seen, self.findings(seen) if seen.text else ()):
                    click.echo(line)
                shown = seen
            key = _ask(seen, self.interrupts)
            if key in ("quit", "skip"):
                return key == "skip"
            if key == "accept" and seen.status is Status.REVIEWED and seen.reviewer:
                return True  # Whoever stands by it already still does.
            text = seen.text if key == "accept" else _edited(seen, self.interrupts)
            if text is None:
                continue
            written = desk.accept(self.entry.article.slug, seen, text, self.by, self.settings)
            now = desk.look_up(self.entry.article.slug, seen.segment, self.settings)
            if now is None:
                click.echo("The sentence is no longer in the file; nothing was written.")
                return True
            if written:
                self.done += 1
                click.echo(click.style(f"Saved as reviewed by {self.by.name}.", fg="green"))
                if key == "accept" or not self.findings(now):
                    return True
            else:
                click.echo("The file was changed meanwhile; this is what it says now:")
            seen = now


def said(seen: Translation, problems: Sequence[str]) -> Iterator[str]:
    """A translation as lines: the Arabic, the English, who made it, what is wrong with it."""
    segment = seen.segment
    where = " ".join([segment.context, *segment.sources])
    yield f"{_styled(seen.status.value)}  {where}{_provenance(seen)}"
    if seen.previous:
        yield "  was      " + printable(seen.previous)
        yield "  is now   " + "".join(_marked(seen.previous, segment.text))
    else:
        yield "  Arabic   " + printable(segment.text)
    yield "  English  " + (printable(seen.text) or "(none yet)")
    for problem in problems:
        yield click.style(f"  problem  {printable(problem)}", fg="red")


def _styled(status: str) -> str:
    return click.style(status, fg=_COLOURS[status], bold=True)


def _provenance(seen: Translation) -> str:
    parts = []
    if origin := seen.origin:
        model = f" ({printable(origin.model)})" if origin.model else ""
        parts.append(f"from {printable(origin.provider)}{model}{_on(origin.date)}")
    if seen.reviewer:
        before = ", before the Arabic changed" if seen.status is Status.STALE else ""
        parts.append(f"reviewed by {seen.reviewer}{_on(seen.reviewed)}{before}")
    return "".join(f", {part}" for part in parts)


def _marked(old: str, new: str) -> Iterator[str]:
    """The changes between two texts, marked as git's word diff marks them."""
    for kind, text in word_changes(printable(old), printable(new)):
        words = text.rstrip()
        after = text[len(words) :]
        if kind == "removed":
            yield click.style(f"[-{words}-]", fg="red") + (after or " ")
        elif kind == "added":
            yield click.style(f"{{+{words}+}}", fg="green") + (after or " ")
        else:
            yield text


def _ask(seen: Translation, interrupts: asking.Interrupts) -> Key:
    """A key on a terminal, a line elsewhere; the end of the input is "quit"."""
    keys = {k: name for k, name in _KEYS.items() if seen.text or name != "accept"}
    words = ", ".join(f"[{name[0]}]{name[1:]}" for name in keys.values())
    while True:
        interrupts.check()
        click.echo(f"{words}: ", nl=False)
        given = asking.key(interrupts)
        click.echo(printable(given)[:20])
        chosen = keys.get(given[:1].lower().translate(_ON_AN_ARABIC_KEYBOARD))
        if chosen is None and given in _ENDS:
            chosen = "quit"
        if chosen is not None:
            return chosen
        click.echo(f"'{printable(given)[:20]}' is none of these.")


def _edited(seen: Translation, interrupts: asking.Interrupts) -> str | None:
    """The English as the person wants it; None where they changed their mind."""
    in_editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    try:
        text = _in_editor(seen) if in_editor else _on_a_line(interrupts)
        return None if text is None else desk.english(text)
    except click.ClickException as error:
        click.echo(f"The editor failed: {error.format_message()}")
    except ValueError as error:
        click.echo(f"This cannot be the English: {error}. Nothing was written.")
    return None


def _in_editor(seen: Translation) -> str | None:
    arabic = printable(seen.segment.text)
    text = click.edit(f"{seen.text}\n\n{_BELOW}\n# {arabic}\n", require_save=True)
    return None if text is None else text.partition(_BELOW)[0]


def _on_a_line(interrupts: asking.Interrupts) -> str | None:
    """An empty line leaves the English as it is."""
    line = asking.line("English, on one line (empty: as it was): ", interrupts)
    return line if line and line.strip() else None
