"""Turn an `Entry` into what a book or a mail says of it, in the words of one language.

Whatever is not known stays None, and is not said.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from generator.config import Settings
from generator.models import Copy, Entry, Lang, Status, Translation
from generator.renderers import provenance
from generator.renderers.addresses import full, in_ascii
from generator.renderers.labels import labels
from generator.renderers.pages import Line, shown_date


@dataclass(frozen=True, slots=True)
class Account:
    """The facts of an article; `standing` says who made its English and who reviewed it.

    `page` is its address on the site, None where the site has none. `copies` are the other places
    that published the same text.
    """

    lang: Lang
    source: str | None
    authors: tuple[str, ...]
    published: str | None
    original: str | None
    archived: str | None
    page: str | None
    standing: str
    copies: tuple[Account, ...] = ()


def account(entry: Entry, lang: Lang, settings: Settings) -> Account:
    """What is known of `entry`."""
    copies = tuple(_account(copy, entry, lang, settings) for copy in entry.copies)
    return replace(_account(Copy.of(entry.article), entry, lang, settings), copies=copies)


def _account(facts: Copy, entry: Entry, lang: Lang, settings: Settings) -> Account:
    """What is known of the article, as one of those that published it has it."""
    return Account(
        lang=lang,
        source=facts.source,
        authors=facts.authors,
        published=facts.published and shown_date(facts.published, lang, settings.hijri),
        original=in_ascii(facts.url) if facts.url else None,
        archived=in_ascii(facts.archived) if facts.archived else None,
        page=full(PurePosixPath(lang, "articles", f"{facts.slug}.md"), settings),
        standing=provenance.as_text(entry, lang),
    )


def lines_of(entry: Entry) -> list[Line]:
    """The sentences of the summary, numbered from 1."""
    return [Line(number, line) for number, line in enumerate(entry.summary, start=1)]


def remark(line: Translation, entry: Entry, lang: Lang) -> str:
    """What must be said beside a sentence: that it is stale, or has a status of its own."""
    if line.status is Status.STALE:
        t = labels(lang)
        return f"{t['statuses']['stale']}: {t['status_explained']['stale']}"
    if line.status is entry.status or not line.text:
        return ""
    return provenance.translation_as_text(line, lang)
