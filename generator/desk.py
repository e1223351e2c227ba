"""Turn what people decide about the English into `translations/`: one by one, or from a file.

Whatever is decided is on disk before anything else is asked. Refuses to put English over English
that a person stands by, unless another person does and it is asked for; and to write over what
somebody changed meanwhile.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from generator import memory, termbase
from generator.checks import check, check_support
from generator.config import Settings
from generator.errors import TranslationFileError
from generator.interchange import Format, Incoming, Unit
from generator.interchange.units import key_of
from generator.models import Entry, Finding, Origin, Segment, Status, Translation
from generator.progress import Findings
from generator.text.languages import arabic_share
from generator.text.normalize import strip_bidi_overrides
from generator.text.terms import TermIndex

Doubts = Callable[[Translation], list[Finding]]

LONGEST = 10_000  # characters of the English of one sentence


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Who decides, and the day (ISO 8601)."""

    name: str
    day: str


def doubts(index: TermIndex) -> Doubts:
    """What the checks find in a translation, by the site's terms."""

    def found(translation: Translation) -> list[Finding]:
        arabic = translation.previous or translation.segment.text
        if not translation.text:
            return []
        if translation.segment.is_written:
            return check_support(arabic.split(memory.SEAM), translation.text)
        return check(arabic, translation.text, index)

    return found


def findings(settings: Settings) -> Findings:
    """The same in words, a line each. Raises TranslationFileError."""
    found = doubts(TermIndex(termbase.of_site(settings)))
    return lambda translation: [f"{one.rule.value}: {one.evidence}" for one in found(translation)]


def open_file(entry: Entry, settings: Settings) -> memory.Record:
    """Bring the article's file up to date with the article, and say what is on record.

    Raises TranslationFileError, PublishError.
    """
    record = memory.Record(entry.method, entry.title, entry.summary)
    return memory.save(_path(entry.article.slug, settings), record)


def on_record(slug: str, settings: Settings) -> tuple[Translation, ...]:
    """What the article's file says now. Raises TranslationFileError."""
    record = memory.load(_path(slug, settings))
    return record.translations if record else ()


def look_up(slug: str, segment: Segment, settings: Settings) -> Translation | None:
    """What the file says of this Arabic now. Raises TranslationFileError."""
    known = on_record(slug, settings) if segment.text else ()
    return next((t for t in known if _key(t.segment) == _key(segment)), None)


def accept(slug: str, seen: Translation, text: str, by: Reviewer, settings: Settings) -> bool:
    """Put down that somebody stands by `text` as the English of what they saw.

    False where the file no longer says what they saw: then nothing is written. Raises
    TranslationFileError, PublishError.
    """
    change = memory.Change(seen, _reviewed(seen, text, by.name, by.day))
    return not memory.decide(_path(slug, settings), [change])


def sign(entry: Entry, by: Reviewer, settings: Settings) -> int:
    """Put the name of who stands by them on the article's reviewed sentences that bear none.

    Gives their number. Raises TranslationFileError, PublishError.
    """
    path = _path(entry.article.slug, settings)
    changes = [
        memory.Change(t, _reviewed(t, t.text, by.name, by.day))
        for t in on_record(entry.article.slug, settings)
        if t.status is Status.REVIEWED and t.reviewer is None
    ]
    return len(changes) - len(memory.decide(path, changes)) if changes else 0


def export(entries: Iterable[Entry], format_: Format) -> bytes:
    """The translations of the entries as a file of that format."""
    return format_.write(
        Unit(entry.article.slug, translation)
        for entry in entries
        for translation in entry.translations
    )


class Result(StrEnum):
    """What became of a unit of an imported file."""

    REVIEWED = "reviewed"  # its English is there now, and a person stands by it
    PROPOSED = "proposed"  # its English is there now, for review
    SAME = "same"
    KEPT = "kept"  # other English is there that a person stands by
    EMPTY = "empty"  # it has no English
    UNKNOWN = "unknown"  # no article has that Arabic in its title or summary
    REFUSED = "refused"  # its English cannot be used


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one unit of an imported file, and why."""

    line: int
    result: Result
    arabic: str
    slug: str | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """How to import: `reviewer` stands by approved English that names nobody."""

    today: str
    overwrite_reviewed: bool = False
    reviewer: str | None = None
    dry_run: bool = False


def take_in(
    incoming: Iterable[Incoming], entries: Sequence[Entry], settings: Settings, choices: Choices
) -> Iterator[Taken]:
    """Put the English of a file where its Arabic is. Each article's file is written once.

    Raises PublishError. An article whose file is broken is passed over and said.
    """
    wanted: dict[str, list[Incoming]] = defaultdict(list)
    find = _finder(entries)
    for unit in incoming:
        slugs = find(unit)
        for slug in slugs:
            wanted[slug].append(unit)
        if not slugs:
            why = "no title or summary has this Arabic, or no longer"
            yield Taken(unit.line, Result.UNKNOWN, unit.arabic, unit.slug, why)
    for entry in entries:
        if units := wanted.get(entry.article.slug):
            yield from _into(entry, units, settings, choices)


def _finder(entries: Iterable[Entry]) -> _Finder:
    places: dict[str, list[tuple[str, Segment]]] = defaultdict(list)
    slugs = set()
    for entry in entries:
        slugs.add(entry.article.slug)
        for segment in (translation.segment for translation in entry.translations):
            places[key_of(segment.text)].append((entry.article.slug, segment))
    return _Finder(places, frozenset(slugs))


@dataclass(frozen=True, slots=True)
class _Finder:
    """Finds the articles that a unit is of: the one it names, or all that have its Arabic."""

    places: Mapping[str, Sequence[tuple[str, Segment]]]
    slugs: frozenset[str]

    def __call__(self, unit: Incoming) -> list[str]:
        places = self.places.get(key_of(unit.arabic), ())
        found = list(dict.fromkeys(slug for slug, segment in places if _is_for(unit, segment)))
        if unit.slug in self.slugs:
            return [slug for slug in found if slug == unit.slug]
        return found


def _into(
    entry: Entry, units: Sequence[Incoming], settings: Settings, choices: Choices
) -> Iterator[Taken]:
    slug = entry.article.slug
    try:
        record = None if choices.dry_run else open_file(entry, settings)
    except TranslationFileError:
        for unit in units:
            why = "the article's translation file is broken"
            yield Taken(unit.line, Result.REFUSED, unit.arabic, slug, why)
        return
    known = record.translations if record else entry.translations
    planned = list(_plan(slug, units, known, choices))
    changes = [change for _, change in planned if change]
    refused = memory.decide(_path(slug, settings), changes) if changes and record else []
    for taken, change in planned:
        if change in refused:
            yield replace(taken, result=Result.KEPT, why="somebody changed it meanwhile")
        else:
            yield taken


def _plan(
    slug: str, units: Iterable[Incoming], known: Iterable[Translation], choices: Choices
) -> Iterator[tuple[Taken, memory.Change | None]]:
    """What to do with each unit of one article; of two for the same Arabic, the first counts."""
    done: dict[tuple[str, str], Incoming] = {}
    known = list(known)
    for unit in units:
        for seen in known:
            if not _is_for(unit, seen.segment):
                continue
            first = done.setdefault(_key(seen.segment), unit)
            if first is not unit and first.english != unit.english:
                why = f"line {first.line} has other English for it"
                yield Taken(unit.line, Result.REFUSED, unit.arabic, slug, why), None
                continue
            result, why, wanted = _decided(unit, seen, choices)
            change = memory.Change(seen, wanted) if wanted and first is unit else None
            yield Taken(unit.line, result, unit.arabic, slug, why), change


def _is_for(unit: Incoming, segment: Segment) -> bool:
    """Whether the unit's English may be that of `segment`. A translation of the Arabic is none of a
    sentence that a model wrote from it, and the other way round.
    """
    if key_of(segment.text) != key_of(unit.arabic):
        return False
    told = unit.context in memory.CONTEXTS
    return unit.context == segment.context if told else not segment.is_written


def _decided(
    unit: Incoming, seen: Translation, choices: Choices
) -> tuple[Result, str, Translation | None]:
    try:
        text = english(unit.english)
    except ValueError as error:
        return (Result.REFUSED if unit.english.strip() else Result.EMPTY), str(error), None
    name = unit.reviewer or choices.reviewer
    day = unit.reviewed or (choices.today if name else None)
    if seen.status is Status.REVIEWED:
        if text == seen.text:
            named = unit.approved and name and not seen.reviewer
            wanted = _reviewed(seen, text, name, day) if named else None
            return (Result.REVIEWED if named else Result.SAME), "", wanted
        if not (unit.approved and choices.overwrite_reviewed):
            why = "reviewed English stays" + (
                "; --overwrite-reviewed replaces it" if unit.approved else ""
            )
            return Result.KEPT, why, None
    if unit.approved:
        origin = unit.origin or seen.origin
        return Result.REVIEWED, "", replace(_reviewed(seen, text, name, day), origin=origin)
    if text == seen.text:
        return Result.SAME, "", None
    # An origin that is on record is that of the English which the file has changed.
    told = unit.origin if unit.origin != seen.origin else None
    origin = told or Origin("import", unit.tool, choices.today)
    proposal = replace(_reviewed(seen, text, None, None), status=Status.MACHINE, origin=origin)
    return Result.PROPOSED, "", proposal


def english(text: str) -> str:
    """English that a person wrote, or a file holds, as it is kept: on one line, without controls.

    Raises ValueError, with the reason, where it cannot be.
    """
    one_line = " ".join(strip_bidi_overrides(text).split())
    if not one_line:
        raise ValueError("it is empty")
    if len(one_line) > LONGEST:
        raise ValueError(f"it has {len(one_line):,} characters, more than {LONGEST:,}")
    if arabic_share(one_line) > 0.5:
        raise ValueError("it is in Arabic, not in English")
    return one_line


def _reviewed(seen: Translation, text: str, name: str | None, day: str | None) -> Translation:
    return replace(
        seen, text=text, status=Status.REVIEWED, previous=None, reviewer=name, reviewed=day
    )


def _key(segment: Segment) -> tuple[str, str]:
    return segment.context, segment.text


def _path(slug: str, settings: Settings) -> Path:
    return memory.path_of(settings.translations_path, slug)
