"""Turn `Entry`s into books: what `typesetting` sets as PDF, a volume at a time.

Three layouts: `arabic` (the articles' text, right to left), `english` (the summaries) and
`bilingual` (each English sentence beside the Arabic it was made from, then the text). A book of
many articles comes in volumes, each with a contents and a colophon of its own, so that no more than
one is in memory. Pure; the same entries give the same data.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from generator.config import Settings
from generator.models import Digest, Entry, Lang, Sheet, Status
from generator.renderers.addresses import IN_A_VOLUME, book_paths, full
from generator.renderers.books.chapters import chapter
from generator.renderers.books.text import Text, name_in, shortened, text_in
from generator.renderers.editions import Edition, Layout
from generator.renderers.labels import count, labels
from generator.renderers.lists import ISSUES, UNDATED, Group, groups_of
from generator.renderers.pages import days_in, name_of, shown_date
from generator.text.plain import plain

_SEVERAL_MONTHS = 3
"""From so many on, the contents of a book are grouped by months."""


@dataclass(frozen=True, slots=True)
class Book:
    """Some articles under a title, in as many volumes as there are `paths`.

    Without a `subtitle`, each volume says from when to when its articles are.
    """

    title: str
    entries: Sequence[Entry]
    paths: Sequence[PurePosixPath]
    subtitle: str = ""


def language_of(layout: Layout) -> Lang:
    """The language in which a book speaks of itself."""
    return "ar" if layout == "arabic" else "en"


def books(digest: Digest, settings: Settings) -> Iterator[Sheet]:
    """The books of the site: one for each article and each issue, where the settings want them."""
    layout = settings.pdf
    if layout == "off":
        return
    lang = language_of(layout)
    for entry in digest.entries:
        yield from volumes(of_article(entry, lang), layout, settings)
    for kind, groups in groups_of(digest).items():
        for group in groups if kind in ISSUES else ():
            yield from volumes(of_group(group, kind, lang), layout, settings)


def of_edition(edition: Edition, layout: Layout) -> Book:
    """A book of what somebody has asked for."""
    lang = language_of(layout)
    paths = book_paths(edition.file_name(layout, ""), edition.kind, len(edition.entries))
    subtitle = edition.subtitles[lang] if edition.kind == "weeks" else ""
    return Book(edition.titles[lang], edition.entries, paths, subtitle)


def of_article(entry: Entry, lang: Lang) -> Book:
    """A book of one article, under its title."""
    title = entry.title.text if lang == "en" and entry.title.text else entry.article.title
    return Book(title, [entry], book_paths(entry.article.slug))


def of_group(group: Group, kind: str, lang: Lang) -> Book:
    """A book of an issue, or of any other list of articles."""
    days = days_in(group.key, lang) if kind == "weeks" else ""
    paths = book_paths(group.key, kind, len(group.entries))
    return Book(name_of(group, kind, lang), group.entries, paths, days)


def volumes(book: Book, layout: Layout, settings: Settings) -> Iterator[Sheet]:
    """The volumes of a book, one at a time."""
    for number, path in enumerate(book.paths, start=1):
        first = (number - 1) * IN_A_VOLUME
        entries = book.entries[first : first + IN_A_VOLUME]
        shown = _volume(book, number, entries, layout, settings)
        yield Sheet(path, "book", json.dumps(shown, ensure_ascii=False, sort_keys=True))


def _volume(
    book: Book, number: int, entries: Sequence[Entry], layout: Layout, settings: Settings
) -> dict[str, Any]:
    lang = language_of(layout)
    t = labels(lang)
    chapters = [chapter(entry, lang, layout, settings) for entry in entries]
    months = _months(entries, lang) if len(book.entries) > 1 else [None] * len(entries)
    for shown, month in zip(chapters, months, strict=True):
        shown["month"] = month
    content = json.dumps(chapters, ensure_ascii=False, sort_keys=True)
    total = len(book.paths)
    of = t["volume"].format(n=number, total=total) if total > 1 else ""
    return {
        "lang": lang,
        "layout": layout,
        "alone": len(book.entries) == 1,
        "by-month": any(months),
        "masthead": plain(book.title) != plain(settings.site_name),
        "site": text_in(shortened(settings.site_name, 40), lang),
        "title": name_in(book.title),
        "head": name_in(shortened(book.title)),
        "subtitle": text_in(book.subtitle or _days(entries, lang), lang),
        "volume": of,
        "counted": count(len(book.entries), "articles", lang),
        "labels": {
            key: t[key] for key in ("contents", "colophon", "summary", "full_text", "sentence_n")
        },
        "chapters": chapters,
        "colophon": _colophon(book, entries, content, lang, settings),
        "meta": {
            "title": plain(" · ".join(filter(None, (book.title, of, settings.site_name)))),
            "authors": [plain(settings.site_name)],
            "keywords": _keywords(entries),
            "description": plain(t["home_intro"]),
        },
    }


def _colophon(
    book: Book, entries: Sequence[Entry], content: str, lang: Lang, settings: Settings
) -> dict[str, Any]:
    """What the book is, how to cite it, and by what to tell that it is the same one."""
    t = labels(lang)
    home = full(f"{lang}/index.md", settings)
    parts = (settings.site_name, book.title, _days(entries, lang), home)
    cited = ". ".join(dict.fromkeys(filter(None, parts)))
    numbers = Counter(entry.status for entry in entries)
    statuses = "; ".join(
        f"{t['statuses'][status.value]}: {numbers[status]}" for status in Status if numbers[status]
    )
    facts: list[tuple[str, Text]] = [
        (t["status"], text_in(statuses, lang)),
        (t["cite_book"], text_in(f"{cited}.", lang)),
    ]
    if settings.licence:
        facts.append((t["licence"], name_in(settings.licence)))
    if settings.contact:
        facts.append((t["contact"], text_in(settings.contact, "en")))
    digest = hashlib.sha256(content.encode("utf-8", "replace")).hexdigest()
    return {
        "about": text_in(t["about_book"], lang),
        "facts": [{"label": label, "text": text} for label, text in facts],
        "fingerprint": {"label": t["fingerprint_book"], "text": digest},
        "fingerprints": t["fingerprints"],
    }


def _months(entries: Sequence[Entry], lang: Lang) -> list[dict[str, Text] | None]:
    """The month that begins with each article, named in both languages, where there are several."""
    months = [
        entry.article.published[:7] if entry.article.published else UNDATED for entry in entries
    ]
    if len(set(months)) < _SEVERAL_MONTHS:
        return [None] * len(entries)
    other: Lang = "en" if lang == "ar" else "ar"
    begun: list[dict[str, Text] | None] = []
    for before, month in zip([None, *months], months, strict=False):
        group = Group(month, month, ())
        named = {"name": text_in(name_of(group, "months", lang), lang)}
        named["other"] = text_in(name_of(group, "months", other), other)
        begun.append(named if month != before else None)
    return begun


def _days(entries: Sequence[Entry], lang: Lang) -> str:
    """The day of the oldest article and of the newest."""
    days = sorted(entry.article.published for entry in entries if entry.article.published)
    ends = dict.fromkeys(shown_date(day[:10], lang, hijri=False) for day in (days[:1] + days[-1:]))
    return " – ".join(ends)


def _keywords(entries: Sequence[Entry]) -> list[str]:
    topics = Counter(topic for entry in entries for topic in entry.article.topics)
    return [plain(topic) for topic, _ in topics.most_common(20)]
