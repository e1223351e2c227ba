"""Turn a `Feed` into RSS 2.0 (the RSS Advisory Board's 2.0.11), with `content` and `dc`."""

from __future__ import annotations

from email.utils import format_datetime
from xml.etree.ElementTree import Element

from generator import __version__
from generator.renderers.addresses import FEEDS
from generator.renderers.feeds.items import Feed, Item
from generator.renderers.feeds.xml import ATOM, CONTENT, DC, child, document


def write(feed: Feed, own: str) -> bytes:
    """The document; `own` is the address it will have."""
    names = {"xmlns:atom": ATOM, "xmlns:content": CONTENT, "xmlns:dc": DC}
    root = Element("rss", {"version": "2.0", **names})
    channel = child(root, "channel")
    child(channel, "title", feed.title)
    child(channel, "link", feed.page)
    child(channel, "description", feed.subtitle)
    child(channel, "language", feed.lang)
    child(channel, "lastBuildDate", format_datetime(feed.updated))
    child(channel, "generator", f"Khulasa {__version__}")
    child(channel, "atom:link", rel="self", type=FEEDS["RSS"].media_type, href=own)
    for item in feed.items:
        _item(channel, item)
    return document(root)


def _item(channel: Element, item: Item) -> None:
    element = child(channel, "item")
    child(element, "title", item.title)
    child(element, "link", item.url)
    child(element, "guid", item.id, isPermaLink="false")
    if item.published:
        child(element, "pubDate", format_datetime(item.published))
    # RSS' own <author> is an e-mail address.
    for name in item.authors or ((item.source,) if item.source else ()):
        child(element, "dc:creator", name)
    if item.source and item.authors:
        child(element, "dc:publisher", item.source)
    if item.original:
        child(element, "dc:source", item.original)
    for topic in item.topics:
        child(element, "category", topic)
    child(element, "description", item.summary)
    child(element, "content:encoded", item.content)
