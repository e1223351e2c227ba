"""Turn an `Article` that comes in into what it is to those already there: new, known or changed.

A page is known again by its address, and a file without one by its bytes, its text, or by its name
where the text is nearly the same. What is known and has not changed adds nothing; what has changed
is a revision of the same article, under the same slug; all else is new.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import PurePosixPath

from generator.models import Article
from generator.text.shingles import resemblance, shingle
from generator.text.slugs import slugify
from generator.text.urls import canonical

SUFFIX = ".md"

_TITLE_WORDS = 6
_REVISION = 0.5  # resemblance from which a file of the same name is the same article, changed


class Kind(StrEnum):
    """What an article is to those already there."""

    NEW = "new"
    KNOWN = "known"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Place:
    """Where an article belongs: itself with its slug and revision, and the one it belongs to."""

    kind: Kind
    article: Article
    twin: Article | None = None
    why: str = ""


class Shelf:
    """The articles that are there, by all that one may be known again by."""

    def __init__(self, articles: Iterable[Article], names: Iterable[tuple[str, str]] = ()) -> None:
        """`names` are the names of the local files that bytes came in, as (SHA-256, name)."""
        self._by_address: dict[str, Article] = {}
        self._by_text: dict[tuple[str, ...], Article] = {}
        self._by_sha256: dict[str, list[Article]] = defaultdict(list)
        self._latest: dict[str, Article] = {}
        self._names: dict[str, set[str]] = defaultdict(set)
        for sha256, name in names:
            self._names[name].add(sha256)
        for article in articles:
            self.put(article)

    def put(self, article: Article, name: str | None = None) -> None:
        """Remember `article`, and the name of the local file it came in."""
        latest = self._latest.get(article.slug)
        if latest is None or latest.revision <= article.revision:
            self._latest[article.slug] = article
            if article.url:
                self._by_address[address_key(article.url)] = article
        self._by_text.setdefault(_text(article), article)
        self._by_sha256[article.sha256].append(article)
        if name:
            self._names[name].add(article.sha256)

    def at(self, url: str) -> Article | None:
        """The latest revision of the page at `url`."""
        return self._by_address.get(address_key(url))

    def of_bytes(self, sha256: str) -> Article | None:
        """The one article that was read from the whole of these bytes."""
        found = self._by_sha256.get(sha256, [])
        return found[0] if len(found) == 1 else None

    def place(self, article: Article, name: str | None = None) -> Place:
        """What `article` is to those that are there; `name` is that of the local file it is in."""
        twin = self.at(article.url) if article.url else None
        if twin is not None:
            if _text(twin) == _text(article):
                return Place(Kind.KNOWN, twin, twin, "the page is there, and has not changed")
            return self._changed(article, twin)
        if article.url is None and (same := self._by_text.get(_text(article))):
            return Place(Kind.KNOWN, same, same, "the same text is there")
        if article.url is None and name and (same := self._older(article, name)):
            return self._changed(article, same)
        return Place(Kind.NEW, replace(article, slug=self._free(_wish(article)), revision=1))

    def _changed(self, article: Article, twin: Article) -> Place:
        latest = self._latest[twin.slug]
        if _text(latest) == _text(article):
            return Place(Kind.KNOWN, latest, latest, "the page is there, and has not changed")
        revision = latest.revision + 1
        return Place(Kind.CHANGED, replace(article, slug=twin.slug, revision=revision), latest)

    def _older(self, article: Article, name: str) -> Article | None:
        """What came in a file of the same name and says nearly the same."""
        own = _shingles(article)
        for sha256 in sorted(self._names.get(name, ())):
            for other in self._by_sha256.get(sha256, ()):
                if other.url is None and _resemblance(own, _shingles(other)) >= _REVISION:
                    return other
        return None

    def _free(self, wish: str) -> str:
        slug, number = wish, 2
        while slug in self._latest:
            slug, number = f"{wish}-{number}", number + 1
        return slug


def file_of(article: Article) -> PurePosixPath:
    """The name of the record of `article` below `articles/`."""
    revision = f".r{article.revision}" if article.revision > 1 else ""
    return PurePosixPath(f"{article.slug}{revision}{SUFFIX}")


def address_key(url: str) -> str:
    """What two addresses of one page have in common; an address that cannot be is itself."""
    try:
        return canonical(url)
    except ValueError:
        return url


def _wish(article: Article) -> str:
    """The slug that an article would like: its day and its first words."""
    day = (article.published or "")[:10]
    words = " ".join(article.title.split()[:_TITLE_WORDS])
    return slugify(f"{day} {words}") or f"article-{article.sha256[:8]}"


def _text(article: Article) -> tuple[str, ...]:
    return (article.title, *(block.text for block in article.blocks))


def _shingles(article: Article) -> frozenset[int]:
    return shingle(_text(article)).distinct()


def _resemblance(own: frozenset[int], other: frozenset[int]) -> float:
    return resemblance(len(own & other), len(own), len(other))
