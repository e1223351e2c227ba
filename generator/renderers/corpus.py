"""Turn `Entry`s into the whole corpus for researchers and programs: JSON Lines, or CSV.

An article a line, or a row, with its text, its facts, its summary in both languages, who made the
English and where its pages are. JSON Lines holds everything; a row of CSV what fits into cells,
several values with "|" between them. It goes out and does not come back: translations are exchanged
by `interchange`.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from generator.config import Settings
from generator.models import Article, Copy, Entry, Translation, to_json
from generator.renderers import provenance
from generator.renderers.addresses import full
from generator.text.cells import guarded
from generator.text.normalize import strip_bidi_overrides

_FACTS = (
    *("lang", "source", "url", "archived", "published", "published_text", "retrieved"),
    *("authors", "topics", "section", "path", "sha256"),
)
COLUMNS = (
    *("slug", "title", "title_english", "status", "standing", *_FACTS, "revision"),
    *("summary", "summary_english", "text", "page", "page_english"),
)


def records(entries: Iterable[Entry], settings: Settings) -> Iterator[dict[str, Any]]:
    """What there is to know of each article, as plain dicts."""
    for entry in entries:
        article = entry.article
        record = {
            "slug": article.slug,
            "title": article.title,
            "title_english": entry.title.text or None,
            "status": entry.status.value,
            "standing": provenance.as_text(entry, "en"),
            **_facts(article),
            "revision": article.revision,
            "method": entry.method,
            "summary": [_line(line) for line in entry.summary],
            "blocks": [{"kind": block.kind.value, "text": block.text} for block in article.blocks],
            "names": [to_json(term) for term in entry.names],
            "copies": [{"slug": copy.slug} | _facts(copy) for copy in entry.copies],
            "same_story": to_json(entry.same_story),
            "page": _page(entry, "ar", settings),
            "page_english": _page(entry, "en", settings),
        }
        if settings.comments == "fold":
            record["comments"] = [to_json(comment) for comment in article.comments]
        yield record


def jsonl(entries: Iterable[Entry], settings: Settings) -> Iterator[bytes]:
    """JSON Lines in UTF-8, a line at a time."""
    for record in records(entries, settings):
        yield _json(record)


def table(entries: Iterable[Entry], settings: Settings) -> Iterator[bytes]:
    """CSV (RFC 4180) in UTF-8 with a byte order mark, a row at a time."""
    yield b"\xef\xbb\xbf" + _row(COLUMNS)
    for record in records(entries, settings):
        cells = record | {
            "summary": _joined(line["arabic"] for line in record["summary"]),
            "summary_english": _joined(line["english"] for line in record["summary"]),
            "text": "\n".join(block["text"] for block in record["blocks"]),
        }
        yield _row(_cell(cells[column]) for column in COLUMNS)


FORMS: Mapping[str, Callable[[Iterable[Entry], Settings], Iterator[bytes]]] = {
    "jsonl": jsonl,
    "csv": table,
}


def _facts(article: Article | Copy) -> dict[str, Any]:
    return {name: to_json(getattr(article, name, None)) for name in _FACTS}


def _line(line: Translation) -> dict[str, Any]:
    return {
        "arabic": line.segment.text,
        "english": line.text or None,
        "written": line.segment.is_written,
        "sentences": list(line.segment.sources),
        "status": line.status.value,
        "origin": to_json(line.origin),
        "reviewer": line.reviewer,
        "reviewed": line.reviewed,
    }


def _page(entry: Entry, lang: str, settings: Settings) -> str | None:
    return full(PurePosixPath(lang, "articles", f"{entry.article.slug}.md"), settings)


def _joined(texts: Iterable[str | None]) -> str:
    return " ".join(filter(None, texts))


def _cell(value: Any) -> str:
    text = "|".join(value) if isinstance(value, list) else "" if value is None else str(value)
    return guarded(strip_bidi_overrides(text))


def _row(cells: Iterable[str]) -> bytes:
    line = io.StringIO(newline="")
    csv.writer(line, lineterminator="\r\n").writerow(list(cells))
    return line.getvalue().encode("utf-8", "replace")


def _json(value: Any) -> bytes:
    """One line: what some programs take for the end of one is escaped."""
    text = json.dumps(value, ensure_ascii=False)
    for sign in "\x85\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return f"{text}\n".encode("utf-8", "replace")
