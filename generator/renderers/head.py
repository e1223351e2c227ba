"""Turn an `Entry` into what programs read in the head of its page.

Highwire tags (Google Scholar, Zotero), Dublin Core (Zotero takes the type and the newspaper from
it), OpenGraph (whoever shows a preview), JSON-LD (search engines). They speak of the text on the
page: the Arabic page is of the article, the English one of its summary, a translation of it.

Nothing here is markup yet. It stands in the front matter of the page as JSON, which is YAML too,
and the theme escapes it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from generator.config import Settings
from generator.models import Entry, Lang, Status, TermKind
from generator.renderers.addresses import full, in_ascii
from generator.renderers.cards import HEIGHT, WIDTH, described, path_of
from generator.renderers.labels import labels
from generator.text.calendars import Moment
from generator.text.plain import plain

_LONGEST_DESCRIPTION = 300  # characters; search engines show half of it
_LOCALES: dict[Lang, str] = {"ar": "ar_AR", "en": "en_US"}
_SCHEMA_TYPES = {
    TermKind.PERSON: "Person",
    TermKind.PLACE: "Place",
    TermKind.ORGANIZATION: "Organization",
}


def front_matter(entry: Entry, lang: Lang, settings: Settings) -> dict[str, str]:
    """Lines of YAML for the page's front matter, each a value in JSON by its key."""
    description = _shortened(_summary(entry, lang)[:1])
    lines = {
        "description": description,
        "meta_tags": list(_tags(entry, lang, description, settings)),
        "json_ld": json_ld(entry, lang, settings),
    }
    return {key: _one_line(value) for key, value in lines.items() if value}


def of_copy(version: Entry, entry: Entry, lang: Lang, settings: Settings) -> dict[str, str]:
    """The same for the page of a copy, `version`, which has the card of its `entry`.

    Without JSON-LD: to search engines it is no article of its own.
    """
    description = _shortened(_summary(entry, lang)[:1])
    own = _tags(version, lang, description, replace(settings, cards=False))
    lines = {"description": description, "meta_tags": [*own, *_card(entry, lang, settings)]}
    return {key: _one_line(value) for key, value in lines.items() if value}


def _one_line(value: Any) -> str:
    """JSON that YAML reads as the same (YAML 1.1 breaks lines at NEL, LS and PS)."""
    text = json.dumps(value, ensure_ascii=False)
    return text.replace("\x85", "\\u0085").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _tags(
    entry: Entry, lang: Lang, description: str, settings: Settings
) -> Iterator[tuple[str, str]]:
    article, title, page = entry.article, _title(entry, lang), _page(entry, lang, settings)
    published = Moment.of(article.published) if article.published else None
    authors = list(filter(None, map(plain, article.authors)))
    yield "citation_title", title
    yield from (("citation_author", name.replace(";", ",")) for name in authors)
    if published:
        yield "citation_publication_date", str(published)[:10].replace("-", "/")
    yield "citation_language", lang
    if page:
        yield "citation_public_url", page
    if abstract := plain(" ".join(_summary(entry, lang))):
        yield "citation_abstract", abstract
    for topic in filter(None, map(plain, article.topics)):
        yield "citation_keywords", topic
    yield from _dublin_core(entry, lang, authors)
    yield from _open_graph(entry, lang, description, settings)


def _dublin_core(entry: Entry, lang: Lang, authors: list[str]) -> Iterator[tuple[str, str]]:
    article = entry.article
    yield "DC.title", _title(entry, lang)
    yield from (("DC.creator", name) for name in authors)
    if article.published:
        yield "DC.date", str(Moment.of(article.published))[:10]
    yield "DC.language", lang
    yield "DC.type", "newspaperArticle"
    if article.source:
        yield "DC.source", plain(article.source)
    if article.url:
        yield "DC.identifier", in_ascii(article.url)


def _open_graph(
    entry: Entry, lang: Lang, description: str, settings: Settings
) -> Iterator[tuple[str, str]]:
    article, other = entry.article, _other(lang)
    yield "og:type", "article"
    yield "og:title", _title(entry, lang)
    if description:
        yield "og:description", description
    if page := _page(entry, lang, settings):
        yield "og:url", page
    yield "og:site_name", plain(settings.site_name)
    yield "og:locale", _LOCALES[lang]
    yield "og:locale:alternate", _LOCALES[other]
    yield from _card(entry, lang, settings)
    published = Moment.of(article.published) if article.published else None
    if published and published.day:
        yield "article:published_time", str(published)
    if article.section:
        yield "article:section", plain(article.section)
    yield from (("article:tag", topic) for topic in filter(None, map(plain, article.topics)))


def _card(entry: Entry, lang: Lang, settings: Settings) -> Iterator[tuple[str, str]]:
    """The picture of the page. Those who show it want its whole address (ogp.me)."""
    picture = full(path_of(entry.article.slug, lang), settings)
    if settings.cards and picture:
        yield "og:image", picture
        yield "og:image:type", "image/png"
        yield "og:image:width", str(WIDTH)
        yield "og:image:height", str(HEIGHT)
        yield "og:image:alt", described(entry, lang, settings)


def json_ld(entry: Entry, lang: Lang, settings: Settings) -> str:
    """A `NewsArticle` of schema.org, as JSON that can end no element of HTML.

    Empty where the page is in English and the article has none: then it is no article yet.
    """
    if lang == "en" and entry.status is Status.MISSING and not entry.title.text:
        return ""
    document = {"@context": "https://schema.org", **_news_article(entry, lang, settings)}
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def _news_article(entry: Entry, lang: Lang, settings: Settings) -> dict[str, Any]:
    article, page = entry.article, _page(entry, lang, settings)
    names = [name for name in entry.names if name.kind in _SCHEMA_TYPES]
    published = str(Moment.of(article.published)) if article.published else None
    arabic = _arabic(entry, settings)
    twin = {"@type": "NewsArticle", "@id": _page(entry, "en", settings), "inLanguage": "en"}
    twin |= {"url": twin["@id"], "headline": plain(entry.title.text)}
    fields: dict[str, Any] = {
        "@type": "NewsArticle",
        "@id": page,
        "url": page,
        "mainEntityOfPage": page,
        "headline": _title(entry, lang),
        "inLanguage": lang if lang == "en" else article.lang,
        "description": _shortened(_summary(entry, lang)[:1]),
        "datePublished": published,
        "author": [{"@type": "Person", "name": name} for name in map(plain, article.authors)],
        "publisher": {"@type": "Organization", "name": plain(article.source)}
        if article.source
        else None,
        "articleSection": plain(article.section or ""),
        "keywords": [*filter(None, map(plain, article.topics))],
        "about": [
            {"@type": _SCHEMA_TYPES[name.kind], "name": name.english, "alternateName": name.arabic}
            for name in names
        ],
        "isBasedOn": in_ascii(article.url) if article.url else None,
        "archivedAt": in_ascii(article.archived) if article.archived else None,
        "isPartOf": {"@type": "WebSite", "name": plain(settings.site_name)}
        | ({"url": settings.site_url} if settings.site_url else {}),
        "identifier": {"@type": "PropertyValue", "propertyID": "SHA-256", "value": article.sha256},
    }
    if lang == "en":
        fields["translationOfWork"] = _known(arabic)
        fields["creativeWorkStatus"] = labels("en")["statuses"][entry.status.value]
    elif entry.title.text:
        fields["workTranslation"] = _known(twin)
    return _known(fields)


def _arabic(entry: Entry, settings: Settings) -> dict[str, Any]:
    article = entry.article
    page = _page(entry, "ar", settings)
    return {
        "@type": "NewsArticle",
        "@id": page,
        "url": page,
        "headline": plain(article.title),
        "inLanguage": article.lang,
        "isBasedOn": in_ascii(article.url) if article.url else None,
    }


def _known(fields: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if value not in (None, "", [])}


def _title(entry: Entry, lang: Lang) -> str:
    return plain(entry.title.text if lang == "en" and entry.title.text else entry.article.title)


def _summary(entry: Entry, lang: Lang) -> list[str]:
    if lang == "en":
        return [line.text for line in entry.summary if line.text]
    return [line.segment.text for line in entry.summary if not line.segment.is_written]


def _shortened(sentences: list[str]) -> str:
    text = plain(" ".join(sentences))
    if len(text) <= _LONGEST_DESCRIPTION:
        return text
    return text[:_LONGEST_DESCRIPTION].rpartition(" ")[0] + "…"


def _page(entry: Entry, lang: Lang, settings: Settings) -> str | None:
    return full(PurePosixPath(lang, "articles", f"{entry.article.slug}.md"), settings)


def _other(lang: Lang) -> Lang:
    return "en" if lang == "ar" else "ar"
