"""Turn a page that a browser saved as one file (MHTML, RFC 2557) into its HTML and what it says.

The root is the part that `start` names, else the part at the address of the snapshot, else the
first HTML. Refuses, with `ValueError`, a message without an HTML part, and one of more parts than a
page has. Pictures and styles in the other parts are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parsedate_to_datetime

_MOST_PARTS = 10_000
_HTML = frozenset({"text/html", "application/xhtml+xml"})
_TITLED = re.compile(rb"<title\b[^>]*>\s*[^\s<]|<h1\b|og:title", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s<>\"\\]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SavedPage:
    """The HTML of a saved page as its bytes, their charset, and where and when it was saved.

    `url` is where it lay, `retrieved` ISO 8601. `title` is the subject of the message, where the
    page itself has no title.
    """

    html: bytes = field(repr=False)
    charset: str | None = None
    url: str | None = None
    retrieved: str | None = None
    title: str | None = None

    @property
    def facts(self) -> dict[str, str | tuple[str, ...]]:
        """What is known of the page, by the keys of a sidecar."""
        known = {"url": self.url, "retrieved": self.retrieved, "title": self.title}
        return {key: value for key, value in known.items() if value}


def read_mhtml(data: bytes) -> SavedPage:
    """The page in an MHTML file. Raises ValueError where there is none."""
    try:
        message = message_from_bytes(data.lstrip(b"\r\n\t \xef\xbb\xbf"))
        root = _root(message)
        page = root.get_payload(decode=True)
    except (RecursionError, LookupError, TypeError, AttributeError):
        raise ValueError("it is no message that a browser would write") from None
    if not isinstance(page, bytes) or not page.strip():
        raise ValueError("its page is empty")
    urls = (_header(message, "Snapshot-Content-Location"), _header(root, "Content-Location"))
    title = _header(message, "Subject") if not _TITLED.search(page) else None
    return SavedPage(
        html=page,
        charset=root.get_content_charset(),
        url=next((url for url in urls if url and _ADDRESS.fullmatch(url)), None),
        retrieved=_date(_header(message, "Date")),
        title=title,
    )


def _root(message: Message) -> Message:
    pages = [part for part in _parts(message) if part.get_content_type() in _HTML]
    if not pages:
        raise ValueError("it holds no HTML page")
    start = _bare(str(message.get_param("start") or ""))
    at = _header(message, "Snapshot-Content-Location")
    for part in pages:
        if start and _bare(_header(part, "Content-ID") or "") == start:
            return part
    for part in pages:
        if at and _header(part, "Content-Location") == at:
            return part
    return pages[0]


def _parts(message: Message) -> Iterator[Message]:
    for number, part in enumerate(message.walk()):
        if number >= _MOST_PARTS:
            raise ValueError(f"it has more than {_MOST_PARTS} parts")
        if not part.is_multipart():
            yield part


def _bare(identifier: str) -> str:
    return identifier.strip().strip("<>")


def _header(message: Message, name: str) -> str | None:
    value = message.get(name)
    if value is None:
        return None
    try:
        text = str(make_header(decode_header(str(value))))
    except (ValueError, LookupError, UnicodeError):  # a header as broken as its text
        text = str(value)
    text = " ".join(text.split())
    return text or None


def _date(text: str | None) -> str | None:
    try:
        moment = parsedate_to_datetime(text) if text else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if moment is None or moment.year < 1990:
        return None
    return moment.replace(microsecond=0).isoformat(timespec="minutes")
