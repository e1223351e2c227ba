"""Turn `Entry`s into feeds: of each language, and of each page that lists articles.

| format | module | beside the page `en/topics/x/` |
|---|---|---|
| Atom (RFC 4287) | `atom` | `en/topics/x/feed.atom` |
| RSS 2.0 | `rss` | `en/topics/x/feed.rss` |
| JSON Feed 1.1 | `json_feed` | `en/topics/x/feed.json` |

A format has `write(feed, own)`, which is pure; `items` says once for all
of them what a feed says of an article, `content` in which HTML.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from types import ModuleType

from generator.config import Settings
from generator.models import Asset, Digest, Entry, Lang
from generator.renderers.addresses import FEEDS, feed_stem, from_file, full
from generator.renderers.feeds import atom, json_feed, rss
from generator.renderers.feeds.items import Feed, Item, item, newest, permanent_id
from generator.renderers.labels import labels
from generator.renderers.lists import groups_of
from generator.renderers.pages import LANGS, name_of
from generator.text.plain import plain

FORMATS: dict[str, ModuleType] = {"Atom": atom, "RSS": rss, "JSON Feed": json_feed}


def feeds(digest: Digest, settings: Settings) -> Iterator[Asset]:
    """All feeds of the site, in every format; none where the settings say so."""
    if settings.feeds == "off":
        return
    groups = groups_of(digest)
    for lang in LANGS:
        making = _Making(lang, settings)
        yield from making.feed(f"{lang}/index.md", settings.site_name, digest.entries)
        for kind, of_kind in groups.items():
            for group in of_kind:
                name = name_of(group, kind, lang)
                title = f"{name} · {settings.site_name}"
                yield from making.feed(f"{lang}/{kind}/{group.key}.md", title, group.entries)


class _Making:
    """Makes feeds in one language; an article that is in several is described once."""

    def __init__(self, lang: Lang, settings: Settings) -> None:
        self._lang = lang
        self._settings = settings
        self._known: dict[str, Item] = {}

    def feed(self, page: str, title: str, entries: tuple[Entry, ...]) -> Iterator[Asset]:
        settings, stem = self._settings, feed_stem(page)
        items = (self._item(entry, stem) for entry in newest(entries, settings.feed_length))
        feed = Feed(
            id=permanent_id(str(stem), settings),
            stem=stem,
            lang=self._lang,
            title=plain(title),
            subtitle=labels(self._lang)["home_intro"],
            site_name=plain(settings.site_name),
            page=from_file(stem, page, settings),
            items=tuple(items),
        )
        for name, format_ in FORMATS.items():
            path = stem.with_suffix(FEEDS[name].suffix)
            own = full(path, settings) or path.name
            yield Asset(path, format_.write(feed, own))

    def _item(self, entry: Entry, stem: PurePosixPath) -> Item:
        if not self._settings.site_url:  # then its links depend on where the feed lies
            return item(entry, self._lang, stem, self._settings)
        slug = entry.article.slug
        if slug not in self._known:
            self._known[slug] = item(entry, self._lang, stem, self._settings)
        return self._known[slug]
