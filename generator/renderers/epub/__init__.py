"""Turn an `Edition` into the files of an EPUB 3.3 book, which `publishers.epub` packs into one.

| file | what it is |
|---|---|
| `EPUB/package.opf` | what the book is, and the order of its parts |
| `EPUB/nav.xhtml`, `EPUB/toc.ncx` | its contents, for readers of EPUB 3 and of EPUB 2 |
| `EPUB/cover.png`, `EPUB/cover.xhtml` | its cover |
| `EPUB/front.xhtml`, `EPUB/colophon.xhtml` | what stands before and behind the articles |
| `EPUB/article-1.xhtml` ... | an article each |

The same edition gives the same bytes: a book is dated by the last change to what is in it. Nothing
in it is asked of another host, and nothing of it runs.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from generator import __version__
from generator.config import Settings
from generator.models import Asset, Digest, Entry, Lang, Sheet, Status
from generator.renderers.addresses import full
from generator.renderers.books.text import name_in, text_in
from generator.renderers.editions import LANGS_OF, Edition, Layout, of_group
from generator.renderers.epub.chapters import chapter
from generator.renderers.feeds.items import permanent_id, updated
from generator.renderers.hypertext import environment, language_of
from generator.renderers.labels import count, labels
from generator.renderers.lists import by_month, by_week, topics_of
from generator.renderers.pages import name_of
from generator.text.instants import rfc3339
from generator.text.plain import plain

ROOT = PurePosixPath("EPUB")


@dataclass(frozen=True, slots=True)
class Part:
    """A file of text in the book; `titles` are what its contents call it, with their languages."""

    file: str
    titles: tuple[tuple[str, Lang], ...]
    entry: Entry | None = None

    @property
    def id(self) -> str:
        return self.file.removesuffix(".xhtml")


@dataclass(frozen=True, slots=True)
class Section:
    """The parts that stand below one heading of the contents; without `titles`, below none."""

    titles: tuple[tuple[str, Lang], ...]
    parts: tuple[Part, ...]


def issues(digest: Digest) -> Iterator[Edition]:
    """What a site that offers EPUB has as books: its weeks and months."""
    yield from (of_group("weeks", group) for group in by_week(digest.entries))
    yield from (of_group("months", group) for group in by_month(digest.entries))


def cover(edition: Edition, layout: Layout, settings: Settings) -> Sheet:
    """The cover as it is to be typeset: a title that is the site's name stands there once."""
    langs = LANGS_OF[layout]
    counted = [count(len(edition.entries), "articles", lang) for lang in langs]
    name, shown, known = plain(settings.site_name), [], set[str]()
    for lang in langs:
        title, subtitle = edition.titles[lang], edition.subtitles[lang]
        if title not in known:
            stated = "" if subtitle in counted else subtitle
            shown.append({"title": name_in(title), "subtitle": text_in(stated, lang)})
        known.add(title)
    data = {
        "lang": langs[0],
        "masthead": None if name in known else name_in(name),
        "titles": shown,
        "counted": [text_in(text, lang) for text, lang in zip(counted, langs, strict=True)],
    }
    return Sheet(ROOT / "cover.png", "cover", json.dumps(data, ensure_ascii=False, sort_keys=True))


def book(edition: Edition, layout: Layout, settings: Settings, picture: bytes) -> Iterator[Asset]:
    """The files of the book, one at a time; `picture` is its `cover`, set as PNG."""
    langs = LANGS_OF[layout]
    sections = _sections(edition, langs)
    parts = [part for section in sections for part in section.parts]
    values: dict[str, Any] = {
        "edition": edition,
        "layout": layout,
        "langs": langs,
        "t": {lang: labels(lang) for lang in ("ar", "en")},
        "site_name": settings.site_name,
        "sections": sections,
        "parts": parts,
        "site": settings.site_url,
        "identifier": permanent_id(f"epub/{edition.id}/{layout}", settings),
        "modified": rfc3339(max(map(updated, edition.entries))),
        "counted": {lang: count(len(edition.entries), "articles", lang) for lang in langs},
    }
    yield _file("package.opf", **values, **_catalogued(edition, settings))
    yield _file("nav.xhtml", **values)
    yield _file("toc.ncx", **values)
    yield _file("style.css")
    yield Asset(ROOT / "cover.png", picture)
    yield _file("cover.xhtml", **values)
    yield _file("front.xhtml", **values)
    for part in parts:
        if part.entry is not None:
            yield _file(
                "article.xhtml", part.file, **values, **chapter(part.entry, langs, settings)
            )
    yield _file("colophon.xhtml", **values, **_standing(edition), **_terms(settings))


def _file(template: str, name: str = "", **values: Any) -> Asset:
    text = environment().get_template(f"epub_{template}").render(values)
    return Asset(ROOT / (name or template), text.strip().encode() + b"\n")


def _sections(edition: Edition, langs: Sequence[Lang]) -> list[Section]:
    """The articles; by months, where there are several and the edition is not an issue."""
    months = by_month(edition.entries)
    if len(months) == 1 or edition.kind == "weeks":
        return [Section((), tuple(_parts(edition.entries, langs, 1)))]
    sections, number = [], 1
    for month in months:
        titles = tuple((name_of(month, "months", lang), lang) for lang in langs)
        sections.append(Section(titles, tuple(_parts(month.entries, langs, number))))
        number += len(month.entries)
    return sections


def _parts(entries: Sequence[Entry], langs: Sequence[Lang], first: int) -> Iterator[Part]:
    for number, entry in enumerate(entries, start=first):
        titles: list[tuple[str, Lang]] = []
        if "ar" in langs or not entry.title.text:
            titles.append((entry.article.title, language_of(entry.article.title)))
        if "en" in langs and entry.title.text:
            titles.append((entry.title.text, "en"))
        yield Part(f"article-{number}.xhtml", tuple(titles), entry)


def _catalogued(edition: Edition, settings: Settings) -> dict[str, Any]:
    """What a library wants to know: the subjects, the series and the number in it."""
    topics = dict.fromkeys(topic for entry in edition.entries for topic in topics_of(entry))
    position = edition.key.replace("-W", ".").replace("-", ".")
    return {
        "subjects": list(topics),
        "series": settings.site_name if edition.kind in ("weeks", "months") else None,
        "position": position if position.replace(".", "").isdigit() else None,
        "licence": settings.licence,
    }


def _standing(edition: Edition) -> dict[str, Any]:
    """How far the English of the book is to be trusted."""
    numbers = Counter(entry.status for entry in edition.entries)
    return {"numbers": [(status.value, numbers[status]) for status in Status if numbers[status]]}


def _terms(settings: Settings) -> dict[str, Any]:
    return {
        "licence": settings.licence,
        "contact": settings.contact,
        "method": {lang: full(f"{lang}/method.md", settings) for lang in ("ar", "en")},
        "version": __version__,
    }
