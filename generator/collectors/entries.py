"""Turn what a feed or a page's data says of one article into a find with the suffix ".entry".

The bytes of such a find are one `<article>` in UTF-8, marked in the terms of schema.org:
`itemprop="articleBody"` where they are the text, `itemprop="abstract"` where they only lead to it.
Facts are kept where they are certain: an address of the web, a date that can be told, names without
addresses. Refuses to guess the rest; a date of year 1 or of the first day of 1970 is a machine's
zero.
"""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from urllib.parse import quote, urljoin, urlsplit

from generator.collectors import Find
from generator.models import Capture
from generator.text.calendars import Moment
from generator.text.dates import parse_date
from generator.text.normalize import fold, strip_bidi_overrides
from generator.text.teasers import is_teaser, visible_lines

_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_CDATA = re.compile(r"<!\[CDATA\[|\]\]>")
_MAIL = re.compile(r"\S+@\S+\.\S+")
_IN_BRACKETS = re.compile(r"\(([^()]+)\)")
_LONGEST = 500  # characters of a title or a name
_NO_TOPICS = frozenset({"uncategorized", "غير مصنف", "غير مصنّف", "بدون تصنيف"})
_NOBODY = frozenset(
    fold(name)
    for name in "admin administrator editor webmaster root user المحرر التحرير الإدارة".split()
)
_UNSAFE = re.compile(r'[\s<>"\\\x00-\x20\x7f]')
_PERCENT_OR_SAFE = "%/:?#[]@!$&'()*+,;=~"
_DAY = len("2016-10-25")


@dataclass(frozen=True, slots=True)
class Text:
    """A text in HTML; `summary` says that its feed does not call it the content."""

    markup: str
    summary: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """What is said of one article; what is not said is None or empty.

    `title` may hold markup; `published` is in the words it was given in.
    """

    texts: Sequence[Text] = ()
    title: str | None = None
    link: str | None = None
    published: str | None = None
    authors: Iterable[str] = ()
    topics: Iterable[str] = ()
    source: str | None = None
    section: str | None = None


def entry_find(capture: Capture, name: str, entry: Entry) -> Find:
    """The find that `entry` of `capture` is. A teaser is to be followed where it has a link."""
    text, lines = _longest(entry.texts)
    teaser = is_teaser(lines, summary=text.summary)
    kind = "abstract" if teaser else "articleBody"
    # What stands between marks of CDATA would be a comment to every reader of HTML.
    markup = _CDATA.sub("", text.markup)
    data = f'<article itemprop="{kind}">\n{markup}\n</article>\n'
    facts: dict[str, str | tuple[str, ...]] = {}
    for key, value in (
        ("title", plain(entry.title)),
        ("url", entry.link),
        ("published", iso_date(entry.published, capture.retrieved)),
        ("source", plain(entry.source)),
        ("section", plain(entry.section)),
        ("authors", people(entry.authors, plain(entry.source))),
        ("topics", topics(entry.topics)),
    ):
        if value:
            facts[key] = value
    return Find(
        capture=capture,
        name=name,
        suffix=".entry",
        data=data.encode("utf-8", "replace"),
        charset="utf-8",
        facts=facts,
        follow=entry.link if teaser else None,
    )


def _longest(texts: Sequence[Text]) -> tuple[Text, list[str]]:
    """The text that shows most, and its lines: a feed gives a summary and the content, or one."""
    shown = [(text, visible_lines(text.markup)) for text in texts]
    return max(
        shown,
        key=lambda pair: (sum(map(len, pair[1])), not pair[0].summary),
        default=(Text("", summary=True), []),
    )


def as_markup(text: str) -> str:
    """Plain `text` as HTML: paragraphs at blank lines, breaks at the others."""
    paragraphs = re.split(r"\n[ \t\r]*\n", text.replace("\r\n", "\n").strip())
    return "\n".join(
        "<p>" + html.escape(part.strip(), quote=False).replace("\n", "<br>\n") + "</p>"
        for part in paragraphs
        if part.strip()
    )


def is_markup(text: str) -> bool:
    """Whether `text` holds tags of HTML."""
    return bool(_TAG.search(text))


def plain(text: str | None) -> str | None:
    """`text` on one line, without tags and references; None where nothing is left or too much."""
    shown = html.unescape(_TAG.sub("", text or ""))
    shown = " ".join(strip_bidi_overrides(shown).split())
    return shown if 0 < len(shown) <= _LONGEST else None


def people(names: Iterable[str], source: str | None = None) -> tuple[str, ...]:
    """The names of persons in `names`, without their mail addresses.

    The `source` itself is none, and neither is the account that a system writes in.
    """
    found = []
    nobody = _NOBODY | {fold(source or "")}
    for name in names:
        shown = plain(name) or ""
        if _MAIL.search(shown):
            inner = _IN_BRACKETS.search(shown)
            shown = inner[1] if inner else _MAIL.sub("", shown)
        shown = shown.strip(" ()<>,،;؛-")
        is_person = fold(shown) not in nobody and not is_web_address(shown)
        if shown and is_person and not _MAIL.search(shown):
            found.append(shown)
    return tuple(dict.fromkeys(found))


def topics(names: Iterable[str]) -> tuple[str, ...]:
    """The topics in `names`: an address is none, and what says that there is none is none."""
    shown = (plain(name) for name in names)
    return tuple(
        dict.fromkeys(
            name for name in shown if name and name.lower() not in _NO_TOPICS and "://" not in name
        )
    )


# -- Addresses -----------------------------------------------------------------------------------


def address(link: str | None, base: str | None = None) -> str | None:
    """`link` as an address of the web, resolved against `base`; None where it is none."""
    wanted = (link or "").strip()
    if not wanted:
        return None
    try:
        whole = urljoin(base or "", wanted)
    except ValueError:
        return None
    # Spaces are a slip; letters beyond ASCII are an IRI's and stay.
    whole = _UNSAFE.sub(lambda match: quote(match[0], safe=_PERCENT_OR_SAFE), whole)
    return whole if is_web_address(whole) else None


def is_web_address(text: str) -> bool:
    """Whether `text` is an http or https address that may stand in a link."""
    try:
        parts = urlsplit(text)
        fits = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return fits and len(text) <= 2_000 and not _UNSAFE.search(text)


# -- Dates ---------------------------------------------------------------------------------------


def iso_date(text: str | None, retrieved: str | None = None) -> str | None:
    """`text`, a date in ISO 8601, RFC 822 or Arabic, in ISO 8601; None where it is not certain.

    The zone is kept as it is given, so that the day is the publisher's own. Midnight to the second
    is what systems write for a day alone.
    """
    if not text or not (text := " ".join(text.split())):
        return None
    iso = _timestamp(text) or _rfc822(text) or _in_words(text, retrieved)
    if iso is None or iso.startswith(("0001-", "1970-01-01", "0000")):
        return None
    is_day = "T00:00:00" in text or re.search(r"\b00:00(?::00)?\b", text)
    return iso[:_DAY] if is_day and "T00:00" in iso else iso


def _timestamp(text: str) -> str | None:
    try:
        return str(Moment.of(text))
    except ValueError:
        return None


def _rfc822(text: str) -> str | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if not 1990 <= moment.year <= dt.datetime.now(dt.UTC).year + 1 or not re.match(
        r"(?:[A-Za-z]+,? *)?\d{1,2} [A-Za-z]+ \d{2,4} ", text
    ):
        return None
    offset = moment.strftime("%z")
    return f"{moment:%Y-%m-%dT%H:%M}" + (f"{offset[:3]}:{offset[3:5]}" if offset else "")


def _in_words(text: str, retrieved: str | None) -> str | None:
    try:
        date = parse_date(text, retrieved)
    except ValueError:  # a time of retrieval that is none
        date = parse_date(text)
    return date.iso if date else None
