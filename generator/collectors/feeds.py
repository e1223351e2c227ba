"""Turn a feed in XML (RSS 0.9x, 1.0 and 2.0, Atom) into one find for each of its entries.

`feedparser` tells the kinds of feeds apart; it is given checked text, fetches nothing, and leaves
the HTML of the entries as it is, since every reader takes it for untrusted anyhow. Refuses, with a
`SourceError`, what is no feed or has no entry, and what `feed_text` refuses. What an entry lacks is
told as a `Problem`, and the others are read.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import feedparser

from generator.collectors import Find
from generator.collectors.entries import (
    Entry,
    Text,
    address,
    as_markup,
    entry_find,
    is_markup,
    is_web_address,
    plain,
)
from generator.collectors.feed_text import EXPECTED, FeedText, read_feed_text
from generator.errors import SourceError
from generator.models import Capture, Problem
from generator.text.languages import arabic_share
from generator.text.teasers import visible_lines

_LETTER = re.compile(r"[^\W\d_]")
_ENTRY = re.compile(
    r"<((?:[A-Za-z_][\w.\-]*:)?(?:item|entry))(?=[\s>]).*?</\1\s*>", re.IGNORECASE | re.DOTALL
)
_CAPTION = re.compile(r"(</?media:)description\b")
_CONTENT = re.compile(r"<(?:\w+:)?encoded\b|<(?:\w+:)?body\b|<fullcontent\b", re.IGNORECASE)
_LOST = 0.02  # of the letters of an entry, that marks between them may make


def unpack(capture: Capture) -> Iterator[Find | Problem]:
    """The entries of a feed, in its order, and what is wrong with it. Raises SourceError."""
    feed_text = read_feed_text(capture)
    parsed = _parse(_without_captions(feed_text.text), capture)
    if not parsed.version and not parsed.entries:
        raise _refusal(capture, "it is not a feed", "Give the address of the feed, or a page.")
    yield from feed_text.problems
    damaged = set()
    if not feed_text.well_formed:
        for number, problem in _losses(feed_text, parsed.entries, capture):
            damaged.add(number)
            yield problem
    finds = [
        entry_find(capture, f"{capture.name}#{number}", entry)
        for number, entry in enumerate(_entries(parsed, feed_text.text, capture), 1)
        if number not in damaged
    ]
    yield from judged(capture, finds)


def judged(capture: Capture, finds: Sequence[Find]) -> Iterator[Find | Problem]:
    """The finds of a feed, and what is wrong with some of them.

    Raises SourceError where there are none, or none of them has a word of Arabic.
    """
    if not finds:
        raise _refusal(capture, "the feed has no entries", "Try again when it has some.")
    if not any(_is_arabic(find) for find in finds):
        found = f"none of the {len(finds)} entries of the feed is in Arabic"
        raise _refusal(capture, found, "Give a feed of articles in Arabic.")
    for find in finds:
        if find.follow is None and not visible_lines(find.data.decode("utf-8")):
            yield Problem(find.name, "the entry has neither text nor link", "a text or a link",
                          "Leave it, or tell the feed's publisher.")  # fmt: skip
        else:
            yield find


def _is_arabic(find: Find) -> bool:
    title = find.facts.get("title", "")
    return arabic_share(f"{title} " + " ".join(visible_lines(find.data.decode("utf-8")))) > 0.1


def _without_captions(text: str) -> str:
    """`text` in which a picture's `media:description` is not taken for the entry's, if it has one.

    In Atom it is the only text of a film's entry, and stays what it is.
    """
    if "<media:description" not in text:
        return text

    def renamed(match: re.Match[str]) -> str:
        own = re.search(r"<(?:description|\w+:encoded)[\s>]", match[0])
        return _CAPTION.sub(r"\1caption", match[0]) if own else match[0]

    return _ENTRY.sub(renamed, text)


def _parse(text: str, capture: Capture) -> Any:
    headers = {"content-type": "application/xml; charset=utf-8"}
    if base := address(capture.final_url or capture.url):
        headers["content-location"] = base
    try:
        # A stream, for of a string feedparser would open the file or the address that it names.
        return feedparser.parse(
            io.BytesIO(b'<?xml version="1.0" encoding="utf-8"?>' + text.encode("utf-8")),
            response_headers=headers,
            resolve_relative_uris=False,
            sanitize_html=False,
        )
    except Exception as error:  # its lenient parser is not made for what was not meant as a feed
        kind = type(error).__name__
        raise _refusal(
            capture, f"it cannot be read as a feed ({kind})", "Fetch it again."
        ) from None


def _entries(parsed: Any, text: str, capture: Capture) -> Iterator[Entry]:
    is_atom = str(parsed.version).startswith("atom")
    has_content = is_atom or bool(_CONTENT.search(text))
    source = plain(_get(parsed.feed, "title"))
    base = address(capture.final_url or capture.url) or _home(parsed.feed)
    for raw in parsed.entries:
        yield Entry(
            texts=tuple(_texts(raw, is_atom=is_atom, has_content=has_content)),
            title=_get(raw, "title"),
            link=_link(raw, base, is_atom=is_atom),
            # RSS has the date of publication in dc:date, which feedparser files with the updates.
            published=_get(raw, "published") or (None if is_atom else _get(raw, "updated")),
            authors=_authors(raw, is_atom=is_atom),
            topics=[str(tag.get("label") or tag.get("term") or "") for tag in raw.get("tags", ())],
            source=source,
        )


def _get(record: Mapping[str, Any], key: str) -> str | None:
    """The value of `key` itself: feedparser's `get` gives another key's for a missing one."""
    value = record.get(key) if key in record.keys() else None  # noqa: SIM118
    return value if isinstance(value, str) and value.strip() else None


def _home(feed: Mapping[str, Any]) -> str | None:
    links = feed.get("links", ())
    hrefs = [_get(link, "href") for link in links if link.get("rel") in {"alternate", "self"}]
    return next((url for url in map(address, (*hrefs, _get(feed, "link"))) if url), None)


def _texts(raw: Mapping[str, Any], *, is_atom: bool, has_content: bool) -> Iterator[Text]:
    contents = [c for c in raw.get("content", ()) if c.get("value")]
    # In RSS, text/plain is a picture's media:description: the text only where there is no other.
    rich = [c for c in contents if is_atom or c.get("type") != "text/plain"]
    for content in rich:
        yield Text(_markup(content), summary=not has_content)
    detail = raw.get("summary_detail") or {}
    if summary := _get(raw, "summary"):
        yield Text(_markup({**detail, "value": summary}), summary=True)
    elif not rich:
        yield from (Text(_markup(content), summary=True) for content in contents)


def _markup(content: Mapping[str, Any]) -> str:
    value = str(content["value"])
    if content.get("type") == "text/plain" or (not is_markup(value) and "\n\n" in value):
        return as_markup(value)
    return value


def _link(raw: Mapping[str, Any], base: str | None, *, is_atom: bool) -> str | None:
    """The address of the entry's page; an id is one only where RSS calls it a link."""
    links = [_get(link, "href") for link in raw.get("links", ()) if link.get("rel") == "alternate"]
    own = [_get(raw, "feedburner_origlink"), *links]
    if not is_atom and raw.get("guidislink") and is_web_address(_get(raw, "id") or ""):
        own.append(_get(raw, "id"))
    return next((url for url in (address(link, base) for link in own) if url), None)


def _authors(raw: Mapping[str, Any], *, is_atom: bool) -> list[str]:
    """The names of the authors.

    Of "mail (name)" in RSS feedparser takes ends of four letters for the whole of ".online", and
    the rest for the name: there the words themselves count, or nobody.
    """
    authors = raw.get("authors", ())
    mailed = [author for author in authors if author.get("email") and not is_atom]
    names = [str(author.get("name") or "") for author in authors if author not in mailed]
    return [*names, _get(raw, "author") or ""] if not names or len(authors) == 1 else names


def _losses(
    feed: FeedText, entries: Sequence[Any], capture: Capture
) -> Iterator[tuple[int, Problem]]:
    """The number of each entry of which letters were lost in reading it leniently, and how many.

    Raises SourceError where the entries cannot be told from each other.
    """
    raws = [match[0] for match in _ENTRY.finditer(feed.text)]
    if len(raws) != len(entries):
        found = f"the feed is broken: of {len(raws)} entries {len(entries)} could be read"
        raise _refusal(capture, found, "Add its pages one by one, or tell its publisher.")
    for number, (raw, entry) in enumerate(zip(raws, entries, strict=True), 1):
        values = (c.get("value", "") for c in entry.get("content", ()))
        kept = " ".join([_get(entry, "title") or "", _get(entry, "summary") or "", *values])
        letters, read = (sum(1 for _ in _LETTER.finditer(_shown(t))) for t in (_core(raw), kept))
        if read < letters * (1 - _LOST):
            found = f"{letters - read} of {letters} letters of the entry cannot be read"
            action = "Add its page instead."
            yield number, Problem(f"{capture.name}#{number}", found, "well-formed XML", action)


_CORE = re.compile(
    r"<((?:\w+:)?(?:title|description|summary|encoded|content))(?=[\s>])[^>]*>(.*?)</\1\s*>",
    re.IGNORECASE | re.DOTALL,
)


def _core(raw: str) -> str:
    return " ".join(match[2] for match in _CORE.finditer(raw))


def _shown(text: str) -> str:
    text = re.sub(r"<!\[CDATA\[|\]\]>", "", text)
    return " ".join(visible_lines(text.replace("&lt;", "<").replace("&gt;", ">")))


def _refusal(capture: Capture, found: str, action: str) -> SourceError:
    return SourceError(Problem(capture.name, found, EXPECTED, action))
