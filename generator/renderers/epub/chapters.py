"""Turn an `Entry` into what the template of a book's chapter prints."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from generator.config import Settings
from generator.models import Entry, Lang
from generator.renderers.accounts import account, lines_of, remark
from generator.renderers.citations import citations, reference
from generator.renderers.hypertext import language_of
from generator.renderers.pages import body


def chapter(entry: Entry, langs: Sequence[Lang], settings: Settings) -> dict[str, Any]:
    """The values for `epub_article.xhtml`."""
    article = entry.article
    lines = lines_of(entry)
    titles: list[tuple[str, Lang]] = []
    if "ar" in langs or not entry.title.text:
        titles.append((article.title, language_of(article.title)))
    if "en" in langs and entry.title.text:
        titles.append((entry.title.text, "en"))
    has_english = any(line.translation.text for line in lines)
    # An Arabic book shows the sentences that were chosen; those that a model wrote are English.
    shown = lines if (has_english if "en" in langs else entry.method != "llm") else []
    return {
        "entry": entry,
        "article": article,
        "titles": titles,
        "title_pending": "en" in langs and not entry.title.text,
        "accounts": [account(entry, lang, settings) for lang in langs],
        "lines": shown,
        "remarks": {line.number: remark(line.translation, entry, langs[-1]) for line in shown},
        "body": list(body(entry, shown)) if "ar" in langs else [],
        "citations": citations(reference(entry, settings)),
    }
