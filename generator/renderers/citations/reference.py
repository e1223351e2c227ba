"""Turn an `Entry` into a reference: what one says of an article to cite it, in any format."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from generator.config import Settings
from generator.models import Copy, Entry, Lang
from generator.renderers import provenance
from generator.renderers.addresses import full, in_ascii
from generator.text.calendars import Moment
from generator.text.plain import plain
from generator.text.romanize import romanize


@dataclass(frozen=True, slots=True)
class Reference:
    """An Arabic article, as it was published, and where the digest has it.

    `title` is in Arabic, `romanized` in Latin letters, `english` None where it has none. `url` is
    where it was published; without that, where the digest has it. `arabic_page` and `english_page`
    are whole addresses, None where the site has none. `standing` says who made the English.
    """

    key: str
    title: str
    romanized: str
    english: str | None
    authors: tuple[str, ...]
    source: str | None
    section: str | None
    topics: tuple[str, ...]
    issued: Moment | None
    accessed: Moment | None
    url: str | None
    archived: str | None
    arabic_page: str | None
    english_page: str | None
    abstract: str | None
    standing: str
    sha256: str
    site_name: str
    lang: str

    @property
    def note(self) -> str:
        """What no field of the formats holds."""
        said = [_sentence(f"Title in Latin letters: {self.romanized}")]
        if self.english:
            said.append(_sentence(f"In English: {self.english}"))
        said.append(f"English in {self.site_name}: {self.standing}.")
        if self.archived:
            said.append(f"Archived at {self.archived}.")
        said.append(f"SHA-256 of the source: {self.sha256}.")
        return " ".join(said)


def _sentence(text: str) -> str:
    """With a stop, unless it has a sign at its end already."""
    return text if text.endswith((".", "?", "!", "…")) else f"{text}."


def versions(entry: Entry) -> Iterator[Entry]:
    """The entry, and then as each of its copies has it: cited by its own source and date."""
    yield entry
    for copy in entry.copies:
        facts = {name: getattr(copy, name) for name in Copy.__slots__}
        yield replace(entry, article=replace(entry.article, **facts))


def reference(entry: Entry, settings: Settings) -> Reference:
    """How to cite `entry`."""
    article = entry.article
    pages = {lang: _page(article.slug, lang, settings) for lang in ("ar", "en")}
    title = plain(article.title)
    return Reference(
        key=article.slug,
        title=title,
        romanized=romanize(title),
        english=plain(entry.title.text) or None,
        authors=tuple(filter(None, map(plain, article.authors))),
        source=plain(article.source) if article.source else None,
        section=plain(article.section) if article.section else None,
        topics=tuple(filter(None, map(plain, article.topics))),
        issued=Moment.of(article.published) if article.published else None,
        accessed=Moment.of(article.retrieved) if article.retrieved else None,
        url=in_ascii(article.url) if article.url else pages["ar"],
        archived=in_ascii(article.archived) if article.archived else None,
        arabic_page=pages["ar"],
        english_page=pages["en"],
        abstract=plain(" ".join(line.text for line in entry.summary)) or None,
        standing=plain(provenance.as_text(entry, "en")),
        sha256=article.sha256,
        site_name=plain(settings.site_name),
        lang=article.lang,
    )


def _page(slug: str, lang: Lang | str, settings: Settings) -> str | None:
    return full(PurePosixPath(lang, "articles", f"{slug}.md"), settings)
