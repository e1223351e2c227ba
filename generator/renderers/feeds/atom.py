"""Turn a `Feed` into Atom (RFC 4287)."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from generator import __version__
from generator.renderers.addresses import FEEDS
from generator.renderers.feeds.items import Feed, Item
from generator.renderers.feeds.xml import ATOM, LANG, child, document
from generator.renderers.labels import labels
from generator.text.instants import rfc3339

_HTML = "text/html"


def write(feed: Feed, own: str) -> bytes:
    """The document; `own` is the address it will have."""
    root = Element("feed", {"xmlns": ATOM, LANG: feed.lang})
    child(root, "id", feed.id)
    child(root, "title", feed.title)
    child(root, "subtitle", feed.subtitle)
    child(root, "updated", rfc3339(feed.updated))
    child(root, "link", rel="self", type=FEEDS["Atom"].media_type, href=own)
    child(root, "link", rel="alternate", type=_HTML, hreflang=feed.lang, href=feed.page)
    child(child(root, "author"), "name", feed.site_name)
    child(root, "generator", "Khulasa", version=__version__)
    for item in feed.items:
        _entry(root, item, feed.lang)
    return document(root)


def _entry(root: Element, item: Item, lang: str) -> None:
    entry = child(root, "entry")
    child(entry, "id", item.id)
    title = child(entry, "title", item.title)
    if item.title_lang != lang:
        title.set(LANG, item.title_lang)
    child(entry, "link", rel="alternate", type=_HTML, hreflang=lang, href=item.url)
    if item.original:
        child(entry, "link", rel="via", type=_HTML, hreflang="ar", href=item.original)
    if item.published:
        child(entry, "published", rfc3339(item.published))
    child(entry, "updated", rfc3339(item.updated))
    nobody = labels("ar" if lang == "ar" else "en")["source_unknown"]
    for name in item.authors or (item.source or nobody,):
        child(child(entry, "author"), "name", name)
    for topic in item.topics:
        child(entry, "category", term=topic)
    child(entry, "summary", item.summary)
    child(entry, "content", item.content, type="html")
