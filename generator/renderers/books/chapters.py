"""Turn an `Entry` into a chapter of a book: its text, its summary, and where all of it is from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from generator.config import Settings
from generator.models import Entry, Lang, Translation
from generator.renderers import provenance
from generator.renderers.addresses import full, in_ascii
from generator.renderers.books.text import Text, name_in, shortened, text_in
from generator.renderers.citations import citations, reference
from generator.renderers.labels import labels
from generator.renderers.pages import Line, body, shown_date


def chapter(entry: Entry, lang: Lang, layout: str, settings: Settings) -> dict[str, Any]:
    """What a book in `lang` shows of an article.

    The Arabic layout has its text; the English one its summary; the bilingual one the summary
    beside the Arabic sentences, then the text.
    """
    t, article = labels(lang), entry.article
    in_arabic = layout == "arabic"
    lines = [Line(n, line) for n, line in enumerate(entry.summary, start=1)]
    title, other = _titles(entry, in_arabic)
    return {
        "title": title,
        "head": name_in(
            shortened(article.title if in_arabic else entry.title.text or article.title)
        ),
        "other": other,
        "pending": "" if entry.title.text or in_arabic else t["title_pending"],
        "slug": article.slug,
        "status": {"tone": entry.status.value, "text": t["statuses"][entry.status.value]},
        "standing": text_in(f"{t['english_status']}: {provenance.as_text(entry, lang)}", lang),
        "facts": [name_in(fact) for fact in _facts(entry, lang, settings)],
        "written": t["written"] if entry.method == "llm" and not in_arabic else "",
        "lines": [] if in_arabic else [_line(line, entry, lang) for line in lines],
        "blocks": [] if layout == "english" else list(_blocks(entry, lines, layout)),
        "empty": "" if article.blocks or layout == "english" else t["no_text"],
        "origin": list(_origin(entry, lang, settings)),
        "sha256": article.sha256,
    }


def _titles(entry: Entry, in_arabic: bool) -> tuple[Text, Text | None]:
    arabic = text_in(entry.article.title, "ar")
    if not entry.title.text:
        return arabic, None
    english = text_in(entry.title.text, "en")
    return (arabic, english) if in_arabic else (english, arabic)


def _facts(entry: Entry, lang: Lang, settings: Settings) -> Iterator[str]:
    article = entry.article
    if article.source:
        yield article.source
    yield (
        shown_date(article.published, lang, settings.hijri)
        if article.published
        else labels(lang)["undated"]
    )
    yield from article.authors
    if article.section:
        yield article.section


def _line(line: Line, entry: Entry, lang: Lang) -> dict[str, Any]:
    translation = line.translation
    t = labels(lang)
    differs = translation.status is not entry.status
    said = t["statuses"][translation.status.value] if differs else ""
    return {
        "number": line.number,
        "english": text_in(translation.text, "en") if translation.text else None,
        "pending": t["sentence_pending"],
        "arabic": [text_in(part, "ar") for part in translation.segment.text.splitlines() if part],
        "sources": list(translation.segment.sources),
        "said": text_in(said, lang) if said else None,
        "former": _former(translation, lang),
    }


def _former(translation: Translation, lang: Lang) -> list[Text]:
    """The Arabic that stale English was made from."""
    if not translation.previous:
        return []
    return [text_in(labels(lang)["made_from_arabic"], lang), text_in(translation.previous, "ar")]


def _blocks(entry: Entry, lines: list[Line], layout: str) -> Iterator[dict[str, Any]]:
    """The Arabic text, sentence by sentence; in the bilingual layout they lead to the summary."""
    for block in body(entry, lines):
        yield {
            "kind": "heading" if block.kind == "heading" else block.tag,
            "parts": [
                {
                    "id": part.id,
                    "text": text_in(part.text, "ar"),
                    "after": str(part.after),
                    "lines": [line.number for line in part.lines] if layout != "arabic" else [],
                }
                for part in block.parts
            ],
        }


def _origin(entry: Entry, lang: Lang, settings: Settings) -> Iterator[dict[str, Any]]:
    """Where the text is from and how to cite it: a label, and a text or an address."""
    article, t = entry.article, labels(lang)
    page = full(PurePosixPath(lang, "articles", f"{article.slug}.md"), settings)
    addresses = ((t["original"], article.url), (t["archived"], article.archived))
    for label, address in (*addresses, (t["on_site"], page)):
        if address:
            yield {"label": label, "url": in_ascii(address), "text": text_in(address, "en")}
    if article.retrieved:
        date = shown_date(article.retrieved, lang, hijri=False)
        yield {"label": t["retrieved"], "text": text_in(date, lang)}
    cited = citations(reference(entry, settings))[0]
    yield {"label": t["cite"], "text": text_in(cited.text, "en")}
    yield {"label": t["fingerprint"], "text": text_in(article.sha256, "en"), "code": True}
