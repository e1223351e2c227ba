"""Turn a site and the machine it is on into a list of what is as it should be, and what is not.

It changes nothing and refuses nothing: what is broken becomes a row. Only where it is asked to does
it ask others: providers, the configured sources, the addresses of the articles.
"""

from __future__ import annotations

import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version

from generator import memory, termbase, translators, typesetting
from generator.archive import raw
from generator.collectors.unpack import unpack
from generator.config import Settings
from generator.errors import (
    FetchError,
    FetchKind,
    KhulasaError,
    ProviderError,
    ProviderMisconfigured,
    SettingsError,
    SourceError,
)
from generator.intake import Fetch
from generator.models import Capture, Digest, Entry, Problem, Status
from generator.publishers import theme
from generator.readers.facts import facts_of
from generator.translators.reach import NEARLY, reach

OLD = 30
"""Days after which a source that brings nothing new is told of."""

_PACKAGES = ("khulasa", "mkdocs", "mkdocs-material", "typst")
_PROGRAMS = {
    "git": "for 'mkdocs gh-deploy' and '--since'",
    "msgfmt": "to check PO files by hand; the Debian package gettext",
}
_HOSTS = 4  # that are asked at the same time
_GONE = (FetchKind.DNS, FetchKind.ADDRESS)
_THERE = (FetchKind.CONTENT_TYPE, FetchKind.TOO_LARGE)


class State(StrEnum):
    """How a thing is: a problem wants to be mended, a note to be known."""

    OK = "ok"
    NOTE = "note"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: how it is, and what to do about it. Never holds a key."""

    area: str
    name: str
    state: State
    found: str
    action: str = ""


def machine() -> Iterator[Check]:
    """Python, the packages, the programs, the theme with its fonts."""
    running = ".".join(map(str, sys.version_info[:3]))
    yield Check("machine", "Python", State.OK, running)
    for package in _PACKAGES:
        try:
            yield Check("machine", package, State.OK, version(package))
        except PackageNotFoundError:
            yield Check("machine", package, State.PROBLEM, "not installed", "Install it with pip.")
    for program, use in _PROGRAMS.items():
        place = shutil.which(program)
        state = State.OK if place else State.NOTE
        yield Check("machine", program, state, "is there" if place else f"not there; it is {use}")
    named = [*theme.named_files(), *(typesetting.FONTS / name for name in typesetting.NEEDED)]
    lost = [path.name for path in named if not path.is_file()]
    fonts = sum(path.suffix in (".woff2", ".ttf") for path in named)
    if lost:
        found = f"missing: {_listed(lost)}"
        yield Check("machine", "theme", State.PROBLEM, found, "Install khulasa anew.")
    else:
        yield Check("machine", "theme", State.OK, f"whole, with {fonts} files of fonts")


def settings_of(settings: Settings) -> Iterator[Check]:
    """The settings, which could be read."""
    yield Check("settings", "mkdocs.yml", State.OK, f"no fault; the site is {settings.site_name}")
    if settings.site_url:
        yield Check("settings", "site_url", State.OK, settings.site_url)
    else:
        yield Check(
            "settings",
            "site_url",
            State.NOTE,
            "not set: feeds and sitemap have no whole addresses",
            "Set it to the address of the site, once that is known.",
        )


def faults(error: SettingsError) -> Iterator[Check]:
    """The settings, which could not be read; nothing else can be looked at then."""
    return (_told(problem, "settings") for problem in error.problems)


def providers(settings: Settings, environ: Mapping[str, str], ask: bool) -> Iterator[Check]:
    """Each provider that is set: its options and keys, and where `ask`, whether it answers."""
    if not settings.providers:
        yield Check("providers", "none", State.NOTE, "nobody is asked for English")
    try:
        terms = tuple(termbase.of_site(settings))
    except KhulasaError:
        terms = ()  # `kept` tells of that.
    for chosen in settings.providers:
        try:
            provider = translators.create(chosen.name, chosen.options, environ, terms)
        except ProviderMisconfigured as error:
            yield Check("providers", chosen.name, State.PROBLEM, str(error))
            continue
        yield from _keys(provider, chosen.name, environ)
        if not ask:
            yield Check("providers", chosen.name, State.OK, "its options are right; not asked")
            continue
        try:
            reached = reach(provider)
        except ProviderError as error:
            yield Check("providers", chosen.name, State.PROBLEM, str(error))
        else:
            used = reached.used or 0.0
            state = State.PROBLEM if used >= 1 else State.NOTE if used >= NEARLY else State.OK
            yield Check("providers", chosen.name, state, reached.told)


def _keys(provider: object, name: str, environ: Mapping[str, str]) -> Iterator[Check]:
    """Which of its variables are set; never to what."""
    declared = fields(provider) if is_dataclass(provider) else ()
    for variable in (str(f.metadata["variable"]) for f in declared if "variable" in f.metadata):
        is_set = bool(environ.get(variable, "").strip())
        state = State.OK if is_set else State.NOTE
        yield Check("providers", name, state, f"{variable} is {'set' if is_set else 'not set'}")


def kept(settings: Settings, digest: Digest, today: date) -> Iterator[Check]:
    """The articles and the memory: whether all can be read, and whether they belong together."""
    entries = digest.entries
    yield from map(_told, digest.problems)
    yield from _orphans(settings, digest)
    yield from _strangers(settings, entries)
    yield _newest(entries, settings, today)
    statuses = Counter(t.status for entry in entries for t in entry.translations)
    told = ", ".join(f"{statuses[status]} {status}" for status in Status)
    stale = statuses[Status.STALE]
    action = "Review what is stale: its Arabic has changed." if stale else ""
    state = State.NOTE if stale else State.OK
    yield Check("articles", "English sentences", state, told, action)
    for name in raw.missing(settings.articles_path):
        yield Check("articles", f"raw/{name}", State.NOTE, "named, and not there",
                    "Fetch it from git or from a copy.")  # fmt: skip


def _orphans(settings: Settings, digest: Digest) -> Iterator[Check]:
    """Files of English without an article, and what is wrong with them."""
    known = {s for e in digest.entries for s in (e.article.slug, *(c.slug for c in e.copies))}
    unread = {problem.path for problem in digest.problems}
    for path in sorted(settings.translations_path.glob("*.po")):
        if path.stem in known or any(place.endswith(path.name) for place in unread):
            continue
        try:
            record = memory.load(path)
        except KhulasaError as error:
            yield from map(_told, error.problems)
            continue
        units = len(record.translations) if record else 0
        yield Check("articles", path.name, State.NOTE,
                    f"no article has the slug '{path.stem}'; {units} sentences are not shown",
                    "Rename it as the article is called now, or delete it.")  # fmt: skip


def _strangers(settings: Settings, entries: Sequence[Entry]) -> Iterator[Check]:
    """Files of English in which no sentence of their article is found."""
    for entry in entries:
        path = memory.path_of(settings.translations_path, entry.article.slug)
        if any(translation.text for translation in entry.summary) or not path.exists():
            continue
        with suppress(KhulasaError):  # The digest tells of a file that cannot be read.
            record = memory.load(path)
            if record and any(translation.text for translation in record.summary):
                yield Check("articles", path.name, State.NOTE,
                            "none of its sentences is in the article any more",
                            "Is it the file of another article?")  # fmt: skip


def _newest(entries: Sequence[Entry], settings: Settings, today: date) -> Check:
    days = [day for entry in entries if (day := _day(entry.article.published))]
    name = "articles"
    if not entries:
        return Check(name, "newest", State.NOTE, "there is no article", "Run 'khulasa add'.")
    if not days:
        return Check(name, "newest", State.NOTE, f"{len(entries)} articles, none with a date")
    age = (today - max(days)).days
    old = bool(settings.sources) and age > OLD
    found = f"{max(days).isoformat()}, {age} days ago; {len(entries)} articles in all"
    action = "Run 'khulasa add --configured'." if old else ""
    return Check(name, "newest", State.NOTE if old else State.OK, found, action)


def sources(settings: Settings, fetch: Fetch, today: date) -> Iterator[Check]:
    """The configured feeds and pages: whether they answer, and how fresh they are."""
    for url in settings.sources:
        try:
            captured = fetch(url)
            finds = list(unpack(captured)) if isinstance(captured, Capture) else []
        except (FetchError, SourceError) as error:
            yield from (_told(problem, "sources", url) for problem in error.problems)
            continue
        found = [one for one in finds if not isinstance(one, Problem)]
        facts = (facts_of(find.facts, find.name).published for find in found)
        days = [day for fact in facts if fact and (day := _day(fact.iso))]
        if not days:
            yield Check("sources", url, State.OK, f"answers; entries: {len(found)}")
            continue
        age = (today - max(days)).days
        state = State.NOTE if age > OLD else State.OK
        told = f"entries: {len(found)}; the newest is of {max(days).isoformat()}"
        yield Check("sources", url, state, told, "Is it still alive?" if age > OLD else "")


def links(entries: Iterable[Entry], fetch: Fetch) -> Iterator[Check]:
    """The originals of the articles: a row for each that is dead, then how many are not.

    Slow: a host is asked politely, one page after the other.
    """
    originals: dict[str, str | None] = {}
    for entry in entries:
        known = [(entry.article.url, entry.article.archived)]
        known += [(copy.url, copy.archived) for copy in entry.copies]
        originals |= {url: archived for url, archived in known if url}
    states: Counter[str] = Counter()
    with ThreadPoolExecutor(_HOSTS) as pool:
        for url, (state, why) in zip(originals, pool.map(_looker(fetch), originals), strict=True):
            states[state] += 1
            if state is State.PROBLEM and not originals[url]:
                yield Check("links", url, state, why, "Name a copy in a web archive: 'archived:'.")
            elif state is not State.OK:
                yield Check("links", url, state, why)
    found = f"{states[State.OK]} of {len(originals)} originals answer"
    found += f"; dead: {states[State.PROBLEM]}"
    yield Check("links", "all", State.OK, found)


def _looker(fetch: Fetch) -> Callable[[str], tuple[State, str]]:
    """What tells of an address whether it is dead (a problem) or could not be judged, and why."""

    def look(url: str) -> tuple[State, str]:
        try:
            fetch(url)
        except FetchError as error:
            dead = error.status in (404, 410) or error.kind in _GONE
            state = State.PROBLEM if dead else State.NOTE
            why = "; ".join(problem.found for problem in error.problems)
            return (State.OK, "") if error.kind in _THERE else (state, why)
        return State.OK, ""

    return look


def _told(problem: Problem, area: str = "articles", name: str = "") -> Check:
    place = problem.path if problem.line is None else f"{problem.path}:{problem.line}"
    expected = f" (expected {problem.expected})" if problem.expected else ""
    return Check(area, name or place, State.PROBLEM, f"{problem.found}{expected}", problem.action)


def _day(iso: str | None) -> date | None:
    """The day of an ISO 8601 date, the first one of a month or a year; None where there is none."""
    year, month, day = (*(iso or "")[:10].split("-"), "01", "01")[:3]
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _listed(names: Sequence[str], most: int = 5) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more
