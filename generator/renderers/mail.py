"""Turn an `Edition` into a mail: a text, and HTML that says the same, in one message (RFC 5322).

Mail programs drop styles that do not stand on the element, what they would have to fetch, and
scripts; so there is none of these but the first. The same edition and letterhead give the same
bytes.

Refuses addresses that are none: nothing in them can end a header and begin another.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlsplit

from generator.config import Settings
from generator.errors import MailError
from generator.models import Entry, Lang, Problem
from generator.renderers.accounts import account, lines_of, remark
from generator.renderers.addresses import full
from generator.renderers.editions import LANGS_OF, Edition, Layout
from generator.renderers.feeds.items import updated
from generator.renderers.hypertext import environment, language_of
from generator.renderers.labels import count, labels
from generator.text.plain import plain

CUT_BY_MAIL_PROGRAMS = 102_000
"""Bytes of HTML after which a large provider of mail shows no more."""

_ADDRESS = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)*[A-Za-z0-9-]{1,63}"
)
_UNSUBSCRIBE = re.compile(r"(?:https://|mailto:)[!-;=?-~]+")


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who writes to whom. `to` may be empty: then nobody is named. `date` is when it is sent."""

    sender: str
    to: tuple[str, ...] = ()
    unsubscribe: str | None = None
    date: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail as it is sent, and how many bytes of it are its HTML."""

    content: bytes = field(repr=False)
    html_length: int


def message(edition: Edition, layout: Layout, head: Letterhead, settings: Settings) -> Mail:
    """The mail. Raises MailError for an address that is none.

    Several recipients are not told of each other. Without a date of its own, the mail has that of
    the last change to what is in it.
    """
    values = _values(edition, layout, head, settings)
    text = environment().get_template("mail.txt").render(values)
    html = environment().get_template("mail.html").render(values).strip() + "\n"
    mail = EmailMessage(policy=SMTP)
    subject = _subject(edition, layout, settings)
    (sender,), to = addresses([head.sender]), addresses(head.to)
    mail["To"] = to[0] if len(to) == 1 else "undisclosed-recipients:;"
    mail["Date"] = format_datetime(head.date or max(map(updated, edition.entries)))
    said = hashlib.sha256(f"{subject}\n{text}\n{html}".encode()).hexdigest()
    mail["Message-ID"] = f"<{said[:32]}@{_domain(head, settings)}>"
    mail["Auto-Submitted"] = "auto-generated"
    if head.unsubscribe:
        if not _UNSUBSCRIBE.fullmatch(head.unsubscribe):
            raise _refused("--unsubscribe", "an address that begins with https:// or mailto:")
        mail["List-Unsubscribe"] = f"<{head.unsubscribe}>"
    mail.set_content(_readable(text), cte="base64")
    mail.add_alternative(html, subtype="html", cte="base64")
    mail.set_boundary(f"khulasa-{said[32:]}")
    mail["Content-Language"] = ", ".join(LANGS_OF[layout])
    name = f"{_words('From', plain(settings.site_name))} <{sender}>"
    first = f"Subject: {_words('Subject', subject)}\r\nFrom: {name}\r\n"
    return Mail(first.encode("ascii") + mail.as_bytes(), len(html.encode()))


def addresses(given: Sequence[str]) -> tuple[str, ...]:
    """Each address once. Raises MailError for one that is none."""
    if not all(map(_ADDRESS.fullmatch, given)):
        raise _refused("mail", "an address such as desk@example.org, without a name")
    return tuple(dict.fromkeys(given))


def _words(header: str, text: str) -> str:
    """Text as a header may hold it (RFC 2047).

    The standard library's own headers lose spaces between Arabic words and numbers.
    """
    return Header(text, "utf-8", header_name=header).encode(linesep="\r\n")


def _refused(where: str, expected: str) -> MailError:
    return MailError(Problem(where, "an address that is none", expected, "Nothing was sent."))


def _domain(head: Letterhead, settings: Settings) -> str:
    """Whose the id of the mail is."""
    host = urlsplit(settings.site_url or "").hostname or ""
    return host if re.fullmatch(r"[a-z0-9.-]+", host) else head.sender.partition("@")[2]


def _subject(edition: Edition, layout: Layout, settings: Settings) -> str:
    """What the edition is called in its languages, and by whom it is."""
    parts = [edition.titles[lang] for lang in LANGS_OF[layout]]
    return " · ".join(dict.fromkeys([plain(settings.site_name), *parts]))


def _values(
    edition: Edition, layout: Layout, head: Letterhead, settings: Settings
) -> dict[str, Any]:
    langs = LANGS_OF[layout]
    return {
        "edition": edition,
        "langs": langs,
        "t": {lang: labels(lang) for lang in ("ar", "en")},
        "site_name": settings.site_name,
        "site": {lang: full(f"{lang}/index.md", settings) for lang in langs},
        "counted": {lang: count(len(edition.entries), "articles", lang) for lang in langs},
        "items": [_item(entry, langs, settings) for entry in edition.entries],
        "licence": settings.licence,
        "unsubscribe": head.unsubscribe,
    }


def _item(entry: Entry, langs: Sequence[Lang], settings: Settings) -> dict[str, Any]:
    """An article: its titles, its facts in each language, and the pairs of its summary."""
    titles: list[tuple[str, Lang]] = []
    if "ar" in langs or not entry.title.text:
        titles.append((entry.article.title, language_of(entry.article.title)))
    if "en" in langs and entry.title.text:
        titles.append((entry.title.text, "en"))
    lines = lines_of(entry)
    pairs = [
        (
            line.translation.text if "en" in langs else "",
            line.translation.segment.text.split("\n") if "ar" in langs else [],
            remark(line.translation, entry, langs[-1]) if "en" in langs else "",
        )
        for line in lines
        if "en" in langs or not line.translation.segment.is_written
    ]
    has_english = any(line.translation.text for line in lines)
    return {
        "titles": titles,
        "accounts": [account(entry, lang, settings) for lang in langs],
        "pairs": pairs if "ar" in langs or has_english else [],
        "pending": "en" in langs and not has_english,
        "written": entry.method == "llm" and "en" in langs,
        "sha256": entry.article.sha256,
    }


def _readable(text: str) -> str:
    """The text with one empty line at most between two parts."""
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
