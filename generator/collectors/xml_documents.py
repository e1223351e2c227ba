"""Turn an XML document into what its root element says it is: a feed, or a page in XHTML.

Refuses every other by its name: a sitemap, which lists addresses and holds no text, a list of
feeds, a drawing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from generator.collectors import Find, feeds, single
from generator.collectors.feed_text import root_name
from generator.errors import SourceError
from generator.models import Capture, Problem

_FEEDS = frozenset({"rss", "feed", "rdf"})
_KNOWN = {
    "urlset": ("a sitemap, a list of addresses", "Give the addresses of the pages in it."),
    "sitemapindex": ("a list of sitemaps", "Give the addresses of the pages themselves."),
    "opml": ("a list of feeds (OPML)", "Give the addresses of the feeds in it."),
    "svg": ("a drawing (SVG)", "Give the page that it stands on."),
    "opensearchdescription": ("a description of a search", "Give the page or the feed itself."),
    "error": ("an error message of a server", "Fetch it again."),
}


def unpack(capture: Capture) -> Iterator[Find | Problem]:
    """The entries of the feed, or the page. Raises SourceError."""
    root = (root_name(capture.data) or "").lower()
    if root in _FEEDS:
        yield from feeds.unpack(capture)
    elif root == "html":
        yield from single.unpack(replace(capture, suffix=".html"))
    else:
        known = _KNOWN.get(root)
        found = f"it is {known[0]}" if known else f"its root element is <{root[:40]}>"
        if not root:
            found = "it holds no XML element"
        action = known[1] if known else "Save the text of the article as a .txt file."
        raise SourceError(
            Problem(capture.name, found, "a feed (<rss>, <feed>, <rdf:RDF>) or a page (<html>)",
                    action)
        )  # fmt: skip
