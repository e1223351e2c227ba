"""Turn `Entry`s into what a feed says of them, the same for all formats.

An unknown date stays unknown where the format lets it. `updated`, which Atom demands, is the last
day that is on record: that on which the article was fetched, translated or reviewed.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from generator.config import Settings
from generator.models import Entry, Lang
from generator.renderers import provenance
from generator.renderers.addresses import from_file, in_ascii
from generator.renderers.feeds.content import content, summary
from generator.renderers.lists import topics_of
from generator.text.instants import UNKNOWN, at_least, instant
from generator.text.plain import plain


@dataclass(frozen=True, slots=True)
class Item:
    """An article in a feed in one language.

    `title_lang` is the language of the title: an article without an English title has its own.
    `url` is its page, `original` the address that it was published at. `content` is HTML, all else
    is text. `status` is the key of the status, `standing` says it in the words of the language.
    """

    id: str
    url: str
    original: str | None
    title: str
    title_lang: Lang
    summary: str
    content: str
    published: dt.datetime | None
    updated: dt.datetime
    authors: tuple[str, ...]
    source: str | None
    topics: tuple[str, ...]
    status: str
    standing: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed to be, in every format: `stem` is its path without the suffix."""

    id: str
    stem: PurePosixPath
    lang: Lang
    title: str
    subtitle: str
    site_name: str
    page: str
    items: tuple[Item, ...]

    @property
    def updated(self) -> dt.datetime:
        return max((item.updated for item in self.items), default=UNKNOWN)


def newest(entries: Iterable[Entry], most: int) -> Sequence[Entry]:
    """The entries that changed last: what a reader of the feed does not know yet."""
    return sorted(entries, key=updated, reverse=True)[:most]


def item(entry: Entry, lang: Lang, stem: PurePosixPath, settings: Settings) -> Item:
    """What the feed at `stem` says of `entry`."""
    article = entry.article
    page = PurePosixPath(lang, "articles", f"{article.slug}.md")
    english = lang == "en" and bool(entry.title.text)
    url = from_file(stem, page, settings)
    return Item(
        id=permanent_id(str(page.with_suffix("")), settings),
        url=url,
        original=in_ascii(article.url) if article.url else None,
        title=plain(entry.title.text if english else article.title),
        title_lang="en" if english else "ar",
        summary=summary(entry, lang),
        content=content(entry, lang, url, settings),
        published=instant(article.published) if article.published else None,
        updated=updated(entry),
        authors=tuple(filter(None, map(plain, article.authors))),
        source=plain(article.source) if article.source else None,
        topics=tuple(filter(None, map(plain, topics_of(entry)))),
        status=entry.status.value,
        standing=plain(provenance.as_text(entry, lang)),
        sha256=article.sha256,
    )


def updated(entry: Entry) -> dt.datetime:
    """The last instant on record, else when it was published, else `UNKNOWN`."""
    known = [when for when in map(instant, _dates(entry)) if when]
    if known:
        return max(known)
    return at_least(entry.article.published) if entry.article.published else UNKNOWN


def _dates(entry: Entry) -> Iterator[str]:
    if entry.article.retrieved:
        yield entry.article.retrieved
    for translation in entry.translations:
        if translation.origin and translation.origin.date:
            yield translation.origin.date
        if translation.reviewed:
            yield translation.reviewed


def permanent_id(path: str, settings: Settings) -> str:
    """An id that stays while the article is translated, reviewed, revised (RFC 4287, 4.2.6).

    It is made from the address of the site, or from `identity` where the site has moved since.
    """
    address = (settings.identity or settings.site_url or "").partition("://")
    site = (address[2] or address[0]).strip().rstrip("/")
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{site}/{path}").urn
