"""Turn what the markup of a page says about its article into `Metadata`.

Read are JSON-LD, OpenGraph, Dublin Core, microdata, RDFa and the names that `htmldate` knows.
Refuses to believe what cannot be: an address that is not http or https, a date that is none, the
name of the site or an address as that of a person.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from htmldate import find_date
from lxml import etree

from generator.readers.facts import is_address
from generator.text.calendars import Moment
from generator.text.dates import parse_date
from generator.text.normalize import fold, strip_bidi_overrides, tokens

_LONGEST_SCRIPT, _MOST_NODES = 300_000, 5_000
_LONGEST = 500  # characters of a title or a name
_ARTICLE = re.compile(r"(?:.*Article|BlogPosting|.*NewsArticle|Report)")
_TITLES = ("og:title", "twitter:title", "dc.title", "dcterms.title", "title", "headline")
_DATES = (
    "article:published_time", "og:published_time", "og:article:published_time", "datepublished",
    "dc.date.issued", "dcterms.issued", "dc.date.created", "dcterms.created", "dc.date",
    "dcterms.date", "dc:date", "publishdate", "publish-date", "pubdate", "parsely-pub-date",
    "sailthru.date", "article.published", "date",
)  # fmt: skip
_AUTHORS = (
    "author", "article:author", "dc.creator", "dcterms.creator", "dc:creator", "parsely-author",
    "sailthru.author", "byl",
)  # fmt: skip
_NO_PERSON = frozenset(
    tokens("admin administrator editor webmaster editorial team staff newsroom root user"
           " المحرر التحرير الموقع محرر إدارة تحرير هيئة أسرة غرفة الأخبار")
)  # fmt: skip
_ORGANIZATIONS = frozenset({"WebSite", "Organization", "NewsMediaOrganization", "Corporation"})
_BETWEEN_NAMES = re.compile(r"\s*[;،,|]\s*|\s+و\s+|\s+and\s+")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the markup says; what it does not say is None or empty.

    `titles` best first; `published` ISO 8601, as precise as it is given; `kind` is OpenGraph's
    type, or "article" where JSON-LD has an article.
    """

    titles: tuple[str, ...] = ()
    site: str | None = None
    url: str | None = None
    published: str | None = None
    authors: tuple[str, ...] = ()
    section: str | None = None
    kind: str | None = None


def read_metadata(root: Any) -> Metadata:
    """What the markup of the page says about its article. Raises nothing for what is broken."""
    nodes = [node for _, node in linked_data(root)]
    article: Mapping[str, Any] = next((n for n in nodes if is_article(n)), {})
    meta = _meta(root)
    url = _address(root, meta)
    publisher = name_of(article.get("publisher"))
    site = publisher or _first(meta, ("og:site_name", "application-name"))
    sites = {site, *meta.get("og:site_name", ()), *meta.get("twitter:site", ())}
    sites |= {name_of(node) for node in nodes if types_of(node) & _ORGANIZATIONS}
    named = [*_authors(article.get("author")), *(n for key in _AUTHORS for n in meta.get(key, ()))]
    page_title = " ".join("".join(root.xpath("string(//head/title)")).split())
    titles = (_text(article.get("headline")), *(_first(meta, (key,)) for key in _TITLES),
              page_title)  # fmt: skip
    return Metadata(
        titles=tuple(dict.fromkeys(title for title in titles if title)),
        site=site,
        url=url,
        published=_published(root, article, meta, url),
        authors=_people(named, {name for name in sites if name}, url),
        section=_text(article.get("articleSection")) or _first(meta, ("article:section",)),
        kind="article" if article else _first(meta, ("og:type",)),
    )


# -- JSON-LD -------------------------------------------------------------------------------------


def linked_data(root: Any) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The objects in the page's JSON-LD, those around before those within, and their lines."""
    left = _MOST_NODES
    for script in root.iter("script"):
        text = script.text or ""
        if "ld+json" not in (script.get("type") or "") or len(text) > _LONGEST_SCRIPT:
            continue
        try:
            # Not strict: many pages have line breaks inside their strings.
            queue = [json.loads(text.strip().rstrip(";"), strict=False)]
        except (ValueError, RecursionError):
            continue
        while queue and left:
            left -= 1
            node = queue.pop(0)
            if isinstance(node, dict):
                yield script.sourceline or 1, node
                queue.extend(value for value in node.values() if isinstance(value, dict | list))
            elif isinstance(node, list):
                queue.extend(node[:_MOST_NODES])


def types_of(node: Mapping[str, Any]) -> set[str]:
    """The kinds of thing that an object of JSON-LD says it is."""
    kinds = node.get("@type")
    return {kind for kind in (kinds if isinstance(kinds, list) else [kinds])
            if isinstance(kind, str)}  # fmt: skip


def is_article(node: Mapping[str, Any]) -> bool:
    """Whether an object of JSON-LD is an article."""
    return any(_ARTICLE.fullmatch(kind) for kind in types_of(node))


def _text(value: Any) -> str | None:
    if isinstance(value, list) and value:
        value = value[0]
    if not isinstance(value, str):
        return None
    text = " ".join(strip_bidi_overrides(html.unescape(value)).split())
    return text if 0 < len(text) <= _LONGEST else None


def name_of(value: Any) -> str | None:
    """The first name of a person or organization, in any of the forms that schema.org allows."""
    return next(iter(_names(value)), None)


def _names(value: Any) -> list[str]:
    """The names of persons or organizations, in any of the forms that schema.org allows."""
    values = value if isinstance(value, list) else [value]
    found = (_text(v.get("name")) if isinstance(v, dict) else _text(v) for v in values[:20])
    return [name for name in found if name]


def _authors(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return _names([v for v in values if not (isinstance(v, dict) and types_of(v) & _ORGANIZATIONS)])


# -- Meta elements -------------------------------------------------------------------------------


def _meta(root: Any) -> dict[str, list[str]]:
    """The contents of `<meta>`, and of elements with `content`, by name, property or itemprop."""
    found: dict[str, list[str]] = {}
    for element in root.xpath("//*[@content][@name or @property or @itemprop]")[:2_000]:
        text = _text(element.get("content"))
        for attribute in ("property", "name", "itemprop"):
            for name in (element.get(attribute) or "").lower().split():
                # In the body, "name" and "title" name anything.
                in_head = element.tag == "meta" and attribute != "itemprop"
                if text and (in_head or name in _IN_BODY):
                    found.setdefault(name, []).append(text)
    return found


_IN_BODY = frozenset({"datepublished", "dc:date", "dcterms:issued", "author", "headline"})


def _first(meta: Mapping[str, list[str]], names: Iterable[str]) -> str | None:
    return next((meta[name][0] for name in names if name in meta), None)


def _address(root: Any, meta: Mapping[str, list[str]]) -> str | None:
    links = root.xpath("//link[translate(@rel, 'CANOIL', 'canoil')='canonical']/@href")
    wanted = (*links[:1], *meta.get("og:url", ())[:1])
    return next((url for url in map(str.strip, map(str, wanted)) if is_address(url)), None)


# -- Date ----------------------------------------------------------------------------------------


def _published(
    root: Any, article: Mapping[str, Any], meta: Mapping[str, list[str]], url: str | None
) -> str | None:
    given = (article.get("datePublished"), *(date for key in _DATES for date in meta.get(key, ())))
    for date in given:
        if isinstance(date, str) and (iso := iso_date(date)):
            return iso
    times = root.xpath("//time[@pubdate or @itemprop='datePublished']/@datetime")
    if times and (iso := iso_date(str(times[0]))):
        return iso
    return _in_head(root, url)


def iso_date(text: str) -> str | None:
    """`text` in ISO 8601; midnight to the second is what systems write for a day alone."""
    try:
        iso = str(Moment.of(text))
    except ValueError:
        date = parse_date(text)
        iso = date.iso if date else ""
    if "T00:00:00" in text:
        iso = iso[:10]
    return iso if len(iso) >= len("2016-10-25") else None


def _in_head(root: Any, url: str | None) -> str | None:
    """What htmldate finds in the head and the address: in the text of a page it guesses."""
    page = etree.Element("html")
    for head in root.findall("head")[:1]:
        page.append(etree.fromstring(etree.tostring(head), etree.HTMLParser()).find(".//head"))
    etree.SubElement(page, "body")
    try:
        found = find_date(page, extensive_search=False, original_date=True, url=url)
    except Exception:  # whatever its parsers raise on a broken head, there is no date in it
        return None
    return iso_date(found) if isinstance(found, str) else None


# -- People --------------------------------------------------------------------------------------


def _people(named: Iterable[str], sites: Iterable[str], url: str | None) -> tuple[str, ...]:
    host = (urlsplit(url).hostname or "") if url else ""
    known = {" ".join(tokens(site)) for site in sites}
    found: dict[str, str] = {}
    for names in named:
        for name in _BETWEEN_NAMES.split(names):
            words = tokens(name)
            folded = " ".join(words)
            if not words or len(words) > 6 or "/" in name or "@" in name or "." in name[3:]:
                continue
            is_site = folded in known or any(f"{folded} " in f"{site} " for site in known)
            is_host = folded.replace(" ", "") in host.split(".")
            if not is_site and not is_host and _NO_PERSON.isdisjoint(words):
                found.setdefault(fold(name), name)
    return tuple(found.values())[:10]
