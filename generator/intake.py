"""Turn what a person names into records in `articles/`: `khulasa add`, stage by stage.

    what is named -> captures -> finds -> articles -> records and raw bytes

Captures come ahead of their turn from several hosts at once; everything else happens one by one, in
the order in which it was named, and each article is on disk before the next one is read. A source
that is refused says nothing about the others.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Protocol, TypeVar
from urllib.parse import urlsplit

from filelock import FileLock, Timeout

from generator import readers
from generator.archive import raw, record
from generator.archive.shelf import Kind, Place, Shelf, address_key, file_of
from generator.atomic import write_atomically
from generator.collectors import Find
from generator.collectors.files import Named, PassedOver, capture_file
from generator.collectors.manners import NotModified, Validators
from generator.collectors.unpack import unpack
from generator.config import Settings
from generator.errors import KhulasaError, PublishError, SourceError
from generator.models import Article, Capture, Problem
from generator.readers.facts import Facts, facts_of
from generator.revisions import collate
from generator.stories import Index

LOCK = ".khulasa.lock"

_AHEAD = 8  # captures that may wait in memory for their turn
_HOSTS = 4  # hosts that are asked at the same time
_WHOLE = frozenset({".txt", ".md", ".html", ".htm", ".mhtml", ".mht"})

T = TypeVar("T")
R = TypeVar("R")


class Result(StrEnum):
    """What became of a source."""

    ADDED = "added"
    REVISED = "revised"
    SKIPPED = "skipped"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one source, and why; `path` is that of the record, where there is one.

    `like` are the paths of the records that tell the same story.
    """

    source: str
    result: Result
    why: str = ""
    path: str | None = None
    article: Article | None = None
    problems: tuple[Problem, ...] = ()
    like: tuple[str, ...] = ()


class Fetch(Protocol):
    """How an address becomes a capture. Raises FetchError."""

    def __call__(self, url: str, validators: Validators | None = None) -> Capture | NotModified: ...


@dataclass(frozen=True, slots=True)
class Choices:
    """What may be chosen for a run.

    `follow` fetches the pages of a feed whose entries are only teasers, `refresh` also those that
    are there already; with `dry_run` nothing is written.
    """

    follow: bool = False
    refresh: bool = False
    dry_run: bool = False


def add(
    named: Iterable[Named | PassedOver], settings: Settings, fetch: Fetch, choices: Choices
) -> Iterator[Outcome]:
    """Bring in what is `named`, one outcome for each article and each source without one.

    Raises PublishError when a file cannot be written, and where another run is at work.
    """
    with _sole_writer(settings.articles_path), ThreadPoolExecutor(_HOSTS) as pool:
        yield from _Run(settings, fetch, choices, pool).outcomes(named)


class _Run:
    """One run: what is there already, and how to get more."""

    def __init__(
        self, settings: Settings, fetch: Fetch, choices: Choices, pool: ThreadPoolExecutor
    ) -> None:
        self.settings, self.fetch, self.choices, self.pool = settings, fetch, choices, pool
        known = list(raw.provenance(settings.articles_path))
        names = ((way.sha256, way.name) for way in known if way.name)
        there = list(_there(settings))
        self.shelf = Shelf(there, names)
        self.stories = Index(collate(there)[0])
        self.paths = {article.slug: article.path for article in there}
        self.validators = _validators(known)

    def outcomes(self, named: Iterable[Named | PassedOver]) -> Iterator[Outcome]:
        finds = self._finds(named)
        for found in _ahead(self.pool, self._followed, finds):
            yield found if isinstance(found, Outcome) else self._outcome(found)

    # -- What is named -> finds --------------------------------------------------------------------

    def _finds(self, named: Iterable[Named | PassedOver]) -> Iterator[Find | Outcome]:
        for source, captured in _ahead(self.pool, self._captured, _once(named)):
            if isinstance(captured, Outcome):
                yield captured
                continue
            is_whole = captured.suffix in _WHOLE
            if is_whole and (twin := self.shelf.of_bytes(raw.sha256_of(captured.data))):
                yield Outcome(source, Result.SKIPPED, "the same bytes are there", twin.path, twin)
                continue
            yield from self._unpacked(captured)

    def _captured(self, named: Named | PassedOver) -> tuple[str, Capture | Outcome]:
        if isinstance(named, PassedOver):
            kinds = ", ".join(f"{number} {kind}" for kind, number in named.kinds)
            why = f"files of kinds that are not read: {kinds}"
            return named.name, Outcome(named.name, Result.SKIPPED, why)
        try:
            if named.path is not None:
                return named.name, capture_file(named.path)
            answer = self.fetch(named.name, self.validators.get(address_key(named.name)))
        except KhulasaError as error:
            return named.name, _refused(named.name, error)
        if isinstance(answer, Capture):
            return named.name, answer
        twin = self.shelf.at(named.name)
        why = "the server says that it has not changed"
        path = twin.path if twin else None
        return named.name, Outcome(named.name, Result.SKIPPED, why, path, twin)

    def _unpacked(self, capture: Capture) -> Iterator[Find | Outcome]:
        try:
            for found in unpack(capture):
                if isinstance(found, Problem):
                    yield Outcome(capture.name, Result.REFUSED, found.found, problems=(found,))
                else:
                    yield found
        except KhulasaError as error:
            yield _refused(capture.name, error)

    def _followed(self, found: Find | Outcome) -> Find | Outcome:
        """The page of an entry that is only a teaser, where it is to be fetched."""
        if isinstance(found, Outcome) or found.follow is None or not self.choices.follow:
            return found
        twin = self.shelf.at(found.follow)
        if twin and not self.choices.refresh:
            why = "its page is there (--refresh fetches it again)"
            return Outcome(found.name, Result.SKIPPED, why, twin.path, twin)
        _, captured = self._captured(Named(found.follow))
        if isinstance(captured, Outcome):
            return captured
        hints = {key: found.facts[key] for key in _FROM_FEED if key in found.facts}
        return Find(
            captured, captured.name, captured.suffix, captured.data, captured.charset, hints=hints
        )

    # -- A find -> an article -> a record ----------------------------------------------------------

    def _outcome(self, find: Find) -> Outcome:
        try:
            article = _read(find, self.settings.root)
        except SourceError as error:
            return _refused(find.name, error)
        name = Path(find.capture.name).name if find.capture.url is None else None
        place = self.shelf.place(article, name)
        if place.kind is Kind.KNOWN:
            assert place.twin
            return Outcome(find.name, Result.SKIPPED, place.why, place.twin.path, place.twin)
        return self._kept(find, place, name)

    def _kept(self, find: Find, place: Place, name: str | None) -> Outcome:
        settings = self.settings
        path = settings.articles_path / file_of(place.article)
        article = replace(place.article, path=path.relative_to(settings.root).as_posix())
        if not self.choices.dry_run:
            raw.keep(find.capture, settings.articles_path, settings.raw)
            _write(path, record.render(article))
        self.shelf.put(article, name)
        self.paths[article.slug] = article.path
        if place.twin:
            why = f"revision {article.revision} of {place.twin.path}"
            return Outcome(find.name, Result.REVISED, why, article.path, article)
        story = self.stories.add(article)
        why = f"word for word {self.paths[story.copies[0]]}" if story.copies else ""
        like = tuple(self.paths[near.slug] for near in story.near)
        return Outcome(find.name, Result.ADDED, why, article.path, article, like=like)


_FROM_FEED = ("published", "authors", "topics", "source")
"""What a feed may say of a page that does not say it itself."""


def _read(find: Find, root: Path) -> Article:
    """The article in a find, with where it came from. Raises SourceError."""
    capture = find.capture
    said = {**find.facts, **({"retrieved": capture.retrieved} if capture.retrieved else {})}
    given = {**facts_of(said, find.name).given}
    if capture.url is None and capture.suffix in _WHOLE:
        given |= readers.read_sidecar(Path(capture.name), root).given
    source = readers.Source(find.name, find.data, Facts(given), find.charset)
    article = readers.read_source(source, find.suffix)
    url = article.url if "url" in given else _address(article.url, capture)
    hints = facts_of(find.hints, find.name)
    return replace(
        article,
        url=url,
        sha256=raw.sha256_of(capture.data),
        source=article.source or hints.text("source"),
        published=article.published or (hints.published.iso if hints.published else None),
        authors=article.authors or hints.texts("authors"),
        topics=article.topics or hints.texts("topics"),
    )


def _address(declared: str | None, capture: Capture) -> str | None:
    """Where a page is: the address that it declares, if that can be believed, or what answered.

    A page elsewhere is not this one, and some systems declare their home page on every page.
    """
    came = capture.final_url or capture.url
    if declared and (urlsplit(declared).path in ("", "/") and not urlsplit(declared).query):
        declared = None
    if came is None or (declared and urlsplit(declared).hostname == urlsplit(came).hostname):
        return declared
    return came


# -- The edges -----------------------------------------------------------------------------------


@contextmanager
def _sole_writer(folder: Path) -> Iterator[None]:
    """Keep a second `add` out: both would give the same slug to different articles."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / LOCK, timeout=0):
            yield
    except Timeout:
        raise PublishError(
            Problem(folder.name, "another 'khulasa add' is at work here", action="Wait for it.")
        ) from None


def _there(settings: Settings) -> Iterator[Article]:
    """The articles that are there. `khulasa build` tells of those that cannot be read."""
    for path in readers.find_sources(settings.articles_path):
        with suppress(KhulasaError):
            yield readers.read(path, settings.root)


def _validators(known: Iterable[raw.Provenance]) -> dict[str, Validators]:
    """What to ask each address with, so that it need not send what is there; the newest counts."""
    found: dict[str, tuple[str, Validators]] = {}
    for way in known:
        etag, modified = way.headers.get("etag"), way.headers.get("last-modified")
        if way.url and (etag or modified):
            when, url = way.retrieved or "", address_key(way.url)
            if url not in found or found[url][0] <= when:
                found[url] = when, Validators(etag, modified, way.final_url or way.url)
    return {url: validators for url, (_, validators) in found.items()}


def _write(path: Path, text: str) -> None:
    try:
        write_atomically(path, text.encode())
    except OSError as error:
        raise PublishError(
            Problem(path.name, f"the record cannot be written: {error.strerror}",
                    action="Make room, or check the rights of the folder.")
        ) from None  # fmt: skip


def _refused(source: str, error: KhulasaError) -> Outcome:
    why = "; ".join(problem.found for problem in error.problems)
    return Outcome(source, Result.REFUSED, why, problems=error.problems)


def _once(named: Iterable[Named | PassedOver]) -> Iterator[Named | PassedOver]:
    """Each source once, however often and in whatever spelling it is named."""
    seen = set()
    for one in named:
        is_address = isinstance(one, Named) and one.path is None
        key = address_key(one.name) if is_address else os.path.abspath(one.name)
        if key not in seen:
            seen.add(key)
            yield one


def _ahead(pool: ThreadPoolExecutor, work: Callable[[T], R], items: Iterable[T]) -> Iterator[R]:
    """What `work` makes of each item, in their order, some items ahead of their turn."""
    waiting: deque[Future[R]] = deque()
    for item in items:
        waiting.append(pool.submit(work, item))
        if len(waiting) > _AHEAD:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()
