"""Turn a finished HTML page into what the search knows of it: title, text and facts.

The pages say what is to be found in the attributes that Pagefind reads too: `data-pagefind-body`
marks the text, `data-pagefind-ignore` what is no part of it, `data-pagefind-meta="name"` a fact
(its text, or with `name[attribute]` an attribute; of the date also the `datetime`), and
`data-pagefind-filter="name"` one value of several.

Refuses to read a page without a mark: menus and lists are not what people search for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import html
from lxml.html import HtmlElement

from generator.models import Lang

_MARK = b"data-pagefind-body"
_BODY, _IGNORE = "data-pagefind-body", "data-pagefind-ignore"
_META, _FILTER = "data-pagefind-meta", "data-pagefind-filter"
_ATTRIBUTE = re.compile(r"(?P<name>[\w-]+)\[(?P<attribute>[\w-]+)\]")
_INLINE = frozenset(
    "a abbr b bdi bdo cite code del dfn em i ins kbd mark q s small span strong sub sup time u"
    " var wbr".split()
)
_NO_TEXT = frozenset({"script", "style", "template", "svg", "noscript"})


@dataclass(slots=True)
class SearchPage:
    """A page below `<site>/<lang>/`, as the search sees it; `day` is an ISO 8601 date or empty."""

    lang: Lang
    address: str
    title: str = ""
    text: str = ""
    day: str = ""
    meta: dict[str, str] = field(default_factory=dict)
    filters: dict[str, list[str]] = field(default_factory=dict)


def read_pages(site_dir: Path, lang: Lang) -> Iterator[SearchPage]:
    """The marked pages of one language, by address."""
    root = site_dir / lang
    for path in sorted(root.rglob("*.html")):
        content = path.read_bytes()
        if _MARK in content:
            address = path.relative_to(root).as_posix()
            address = address.removesuffix("index.html") if path.name == "index.html" else address
            page = _read(content, lang, address)
            if page.title or page.text:
                yield page


def _read(content: bytes, lang: Lang, address: str) -> SearchPage:
    page = SearchPage(lang, address)
    document = html.document_fromstring(content, parser=html.HTMLParser(encoding="utf-8"))
    pieces: list[str] = []
    for body in document.iterfind(f".//*[@{_BODY}]"):
        _walk(body, page, pieces, quiet=False)
        pieces.append("\n")
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    page.text = "\n".join(line for line in lines if line)
    return page


def _walk(element: HtmlElement, page: SearchPage, pieces: list[str], *, quiet: bool) -> None:
    ignored = element.get(_IGNORE)
    if (
        not isinstance(element.tag, str)
        or element.tag in _NO_TEXT
        or ignored == "all"
        or "headerlink" in element.get("class", "").split()
    ):
        return
    _take_facts(element, page)
    if element.tag == "h1" and not page.title:
        page.title = _text_of(element)
        return
    quiet = quiet or ignored is not None
    block = element.tag not in _INLINE
    if block:
        pieces.append("\n")
    if element.text and not quiet:
        pieces.append(element.text.replace("\n", " "))
    for child in element:
        _walk(child, page, pieces, quiet=quiet)
        if child.tail and not quiet:
            pieces.append(child.tail.replace("\n", " "))
    if block:
        pieces.append("\n")


def _take_facts(element: HtmlElement, page: SearchPage) -> None:
    named = element.get(_META)
    if named:
        match = _ATTRIBUTE.fullmatch(named)
        value = element.get(match["attribute"], "") if match else _text_of(element)
        page.meta.setdefault(match["name"] if match else named, value)
        if named == "date":
            page.day = element.get("datetime", "")
    if element.get(_FILTER):
        page.filters.setdefault(element.get(_FILTER), []).append(_text_of(element))


def _text_of(element: HtmlElement) -> str:
    """The text of a heading or fact, without the link that Markdown hangs on headings."""
    parts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and "headerlink" not in child.get("class", "").split():
            parts.append(_text_of(child))
        parts.append(child.tail or "")
    return " ".join("".join(parts).split())
