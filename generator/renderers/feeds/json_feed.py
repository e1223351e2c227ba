"""Turn a `Feed` into JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

import json
from typing import Any

from generator.renderers.feeds.items import Feed, Item
from generator.text.instants import rfc3339


def write(feed: Feed, own: str) -> bytes:
    """The document; `own` is the address it will have."""
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.page,
        "feed_url": own,
        "description": feed.subtitle,
        "language": feed.lang,
        "authors": [{"name": feed.site_name}],
        "items": [_item(item, feed.lang) for item in feed.items],
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _item(item: Item, lang: str) -> dict[str, Any]:
    authors = item.authors or ((item.source,) if item.source else ())
    fields = {
        "id": item.id,
        "url": item.url,
        "external_url": item.original,
        "title": item.title,
        "summary": item.summary,
        "content_html": item.content,
        "date_published": rfc3339(item.published) if item.published else None,
        "date_modified": rfc3339(item.updated),
        "authors": [{"name": name} for name in authors],
        "tags": list(item.topics),
        "language": lang,
        # The name of an extension begins with an underscore.
        "_khulasa": {
            "status": item.status,
            "standing": item.standing,
            "source": item.source,
            "sha256": item.sha256,
        },
    }
    return {key: value for key, value in fields.items() if value not in (None, [])}
