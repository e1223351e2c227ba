"""Turn a JSON document into finds: the items of a JSON Feed, the articles of schema.org (JSON-LD).

JSON Feed 1.0 and 1.1 (jsonfeed.org); `Article` and its kinds with an `articleBody`, alone, in a
list or in a `@graph` (schema.org). Refuses every other by what it is, and JSON that is broken.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from generator.collectors import Find
from generator.collectors.entries import Entry, Text, address, as_markup, entry_find, is_markup
from generator.collectors.feeds import judged
from generator.errors import SourceError
from generator.models import Capture, Problem
from generator.text.decoding import decode

EXPECTED = "a JSON Feed, or a schema.org Article with an articleBody"

_FEED = re.compile(r"https?://(?:www\.)?jsonfeed\.org/version/1(?:\.\d)?/?")
_ARTICLE = re.compile(r"(?:https?://schema\.org/|schema:)?(?:\w*Article|BlogPosting|Report|Review)")
_MOST_NODES = 20_000


def unpack(capture: Capture) -> Iterator[Find | Problem]:
    """The items or articles of the document, in its order. Raises SourceError."""
    document = _parse(capture)
    if isinstance(document, dict) and _is_feed(document):
        entries = list(_items(document, capture))
        names = (f"{capture.name}#{number}" for number in range(1, len(entries) + 1))
        finds = [entry_find(capture, n, e) for n, e in zip(names, entries, strict=True)]
        yield from judged(capture, finds)
    else:
        yield from _articles(document, capture)


def _parse(capture: Capture) -> Any:
    text = decode(capture.data, capture.name, capture.charset)
    try:
        return json.loads(text, strict=False)
    except json.JSONDecodeError as error:
        raise SourceError(
            Problem(capture.name, f"broken JSON: {error.msg}", EXPECTED,
                    "Fetch or save it again.", error.lineno)
        ) from None  # fmt: skip
    except (RecursionError, ValueError):
        raise _refusal(capture, "it is nested too deeply") from None


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value.strip() else None


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


# -- JSON Feed -----------------------------------------------------------------------------------


def _is_feed(document: Mapping[str, Any]) -> bool:
    version = _text(document.get("version"))
    return isinstance(document.get("items"), list) and bool(version and _FEED.fullmatch(version))


def _items(feed: Mapping[str, Any], capture: Capture) -> Iterator[Entry]:
    found_at = capture.final_url or capture.url
    base = next(filter(None, map(address, (found_at, _text(feed.get("feed_url")),
                                           _text(feed.get("home_page_url"))))), None)  # fmt: skip
    for item in feed["items"]:
        if not isinstance(item, dict):
            continue
        texts = []
        if markup := _text(item.get("content_html")):
            texts.append(Text(markup))
        if text := _text(item.get("content_text")):
            texts.append(Text(as_markup(text)))
        if summary := _text(item.get("summary")):
            texts.append(Text(as_markup(summary), summary=True))
        authors = _list(item.get("authors") or item.get("author"))
        authors = authors or _list(feed.get("authors") or feed.get("author"))
        yield Entry(
            texts=texts,
            title=_text(item.get("title")),
            link=address(_text(item.get("url")), base),
            published=_text(item.get("date_published")),
            authors=list(_names(authors)),
            topics=[tag for tag in _list(item.get("tags")) if isinstance(tag, str)],
            source=_text(feed.get("title")),
        )


def _names(people: list[Any]) -> Iterator[str]:
    for person in people[:20]:
        name = person.get("name") if isinstance(person, dict) else person
        yield from (n for n in _list(name) if isinstance(n, str))


# -- schema.org ----------------------------------------------------------------------------------


def _articles(document: Any, capture: Capture) -> Iterator[Find | Problem]:
    articles = [node for node in _nodes(document) if _is_article(node)]
    whole = [node for node in articles if _text(_first(node.get("articleBody")))]
    if not whole:
        raise _refusal(capture, _described(document, bool(articles)))
    for number, node in enumerate(articles, 1):
        name = f"{capture.name}#{number}" if len(articles) > 1 else capture.name
        body = _text(_first(node.get("articleBody")))
        if body is None:
            yield Problem(name, "an article without articleBody", EXPECTED, "Add its page instead.")
            continue
        yield entry_find(capture, name, _article(node, body, capture))


def _first(value: Any) -> Any:
    return value[0] if isinstance(value, list) and value else value


def _article(node: Mapping[str, Any], body: str, capture: Capture) -> Entry:
    page = node.get("mainEntityOfPage")
    page = page.get("@id") or page.get("url") if isinstance(page, dict) else page
    links = (_text(_first(link)) for link in (node.get("url"), page, node.get("@id")))
    base = capture.final_url or capture.url
    publisher = next(_names(_list(node.get("publisher"))), None)
    words = node.get("keywords")
    topics = [w for part in _list(words) if isinstance(part, str) for w in re.split("[,،;]", part)]
    return Entry(
        texts=(Text(body if is_markup(body) else as_markup(body)),),
        title=_text(_first(node.get("headline"))) or _text(_first(node.get("name"))),
        link=next((url for url in (address(link, base) for link in links) if url), None),
        published=_text(_first(node.get("datePublished"))),
        authors=list(_names(_list(node.get("author")))),
        topics=topics,
        source=publisher,
        section=_text(_first(node.get("articleSection"))),
    )


def _nodes(document: Any) -> Iterator[Mapping[str, Any]]:
    """The objects at the top, in lists and in graphs; what stands within an article is its own."""
    queue = [document]
    for _ in range(_MOST_NODES):
        if not queue:
            return
        node = queue.pop(0)
        if isinstance(node, list):
            queue[:0] = node[:_MOST_NODES]
        elif isinstance(node, dict):
            yield node
            if not _is_article(node):
                queue.extend(node[k] for k in ("@graph", "mainEntity", "itemListElement", "item",
                                               "hasPart") if k in node)  # fmt: skip


def _is_article(node: Mapping[str, Any]) -> bool:
    return any(isinstance(k, str) and _ARTICLE.fullmatch(k) for k in _list(node.get("@type")))


def _described(document: Any, has_articles: bool) -> str:
    if has_articles:
        return "its articles have no articleBody"
    if isinstance(document, dict):
        if isinstance(document.get("items"), list):
            return f"it has items, and the version {str(document.get('version'))[:60]!r}"
        kinds = ", ".join(str(kind)[:40] for kind in _list(document.get("@type")))
        keys = ", ".join(str(key)[:30] for key in list(document)[:6])
        return (
            f"it is a schema.org {kinds}" if kinds else f"it is an object with {keys or 'no keys'}"
        )
    if isinstance(document, list):
        return f"it is a list of {len(document)} without any article"
    return "it is a single value"


def _refusal(capture: Capture, found: str) -> SourceError:
    action = "Give the feed or the page itself, or the article's text as a .txt file."
    return SourceError(Problem(capture.name, found, EXPECTED, action))
