"""Turn an archive of the web (WARC, ISO 28500) into one find for each page in it.

Pages are the `response` records with the status 200, and the `resource` records, that hold HTML.
Each becomes a capture of its own, with its address, its time and the headers that matter; chunks
and compression of the server are undone. A `revisit` record has no text: it says that a page was
the same as before, and is told only where that earlier page is not in the archive.

The archive is read as a stream. Refuses what is no WARC, and one without a page; stops, and says
so, where it is damaged, breaks off or would grow without end. A page beyond `MAX_PAGE` is left out.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from typing import IO, Any, Final

from warcio.archiveiterator import WARCIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeadersParserException

from generator.collectors import Find
from generator.collectors.bounded import BoundedStream, EndlessError, unzipped
from generator.collectors.entries import address
from generator.errors import SourceError
from generator.models import Capture, Problem
from generator.text.calendars import Moment
from generator.unpacking import unpacked

MAX_ARCHIVE: Final = 1_000_000_000
"""Bytes of an archive, as it lies there, from which it is refused."""

MAX_PAGE: Final = 20_000_000
"""Bytes of one page, all compression undone."""

EXPECTED = "a WARC archive with pages in HTML"

_STEP = 65_536
_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_VAGUE_TYPES = frozenset({"", "text/plain", "application/octet-stream", "application/xml"})
_HTML = re.compile(
    rb"[\s\xef\xbb\xbf\xff\xfe\0]*<(?:!\0?d\0?o\0?c|html|head|body"
    rb"|\?xml[^>]*\?>\s*<(?:!doctype )?html)",
    re.IGNORECASE,
)
_KEPT = frozenset({"content-type", "content-language", "last-modified", "etag", "date"})
_FAULTS = (
    ArchiveLoadFailed, StatusAndHeadersParserException, EOFError, OSError, zlib.error, ValueError,
    AttributeError, AssertionError, TypeError,
)  # fmt: skip


def unpack(capture: Capture) -> Iterator[Find | Problem]:
    """The pages of the archive in its order, and what is wrong with it. Raises SourceError."""
    if len(capture.data) > MAX_ARCHIVE:
        raise refusal(capture.name, f"the archive is larger than {MAX_ARCHIVE // 10**9} GB")
    tally = Tally()
    yield from read_archive(io.BytesIO(capture.data), capture.name, tally)
    yield from conclude(capture.name, tally)


@dataclass(slots=True)
class Tally:
    """What has been met in an archive so far."""

    records: int = 0
    pages: int = 0
    addresses: set[str] = field(default_factory=set)
    digests: set[str] = field(default_factory=set)
    revisited: dict[str, str] = field(default_factory=dict)  # digest to address


def conclude(name: str, tally: Tally) -> Iterator[Problem]:
    """What is to be said of an archive at its end. Raises SourceError where it had no page."""
    missing = [url for digest, url in tally.revisited.items() if digest not in tally.digests]
    if missing:
        yield Problem(
            name, f"{len(missing)} pages, {missing[0]} the first, are not in it: they were the same"
            " as in an earlier archive", "their text", "Add the earlier archive too.",
        )  # fmt: skip
    if not tally.pages:
        found = f"none of its {tally.records} records is a page" if tally.records else (
            "it holds no record that can be read")  # fmt: skip
        raise refusal(name, found)


def refusal(name: str, found: str) -> SourceError:
    """That the archive `name` is not read, for what was found."""
    action = "Check that it is whole, or add its pages by their addresses."
    return SourceError(Problem(name, found, EXPECTED, action))


def read_archive(
    stream: IO[bytes], name: str, tally: Tally, only: frozenset[str] | None = None
) -> Iterator[Find | Problem]:
    """The pages in the archive that `stream` reads, `only` those at these addresses where given.

    What is met is counted in `tally`. Raises nothing: a damaged archive ends with a problem.
    """
    bounded = BoundedStream(unzipped(stream))
    records = _Records(bounded)
    read: Find | Problem | None = None
    while True:
        try:
            bounded.in_header = True
            record = next(records, None)
            bounded.in_header = False
            # Only now the checksum behind the record before this one has been compared.
            if read:
                yield read
            if record is None:
                break
            read = None
            read = _read(record, name, tally, only)
            _drain(record)
            tally.records += 1
        except _FAULTS as fault:
            yield Problem(
                name, f"the archive is damaged or breaks off after {tally.records} records"
                f" ({_said(fault)})", "a whole archive", "Fetch it again; what is whole was read.",
            )  # fmt: skip
            return
    if records.err_count:
        yield Problem(name, f"{records.err_count} records have another length than they say",
                      "a valid archive", "Compare what was read with its pages.")  # fmt: skip


class _Records(WARCIterator):  # type: ignore[misc]
    """warcio's records; its warning, with bytes of the archive in it, is not printed."""

    INC_RECORD = ""


def _drain(record: Any) -> None:
    while record.raw_stream.read(_STEP):
        pass


def _said(fault: BaseException) -> str:
    if isinstance(fault, EndlessError):
        return str(fault)
    return "its compression" if isinstance(fault, EOFError | OSError | zlib.error) else "a record"


# -- A record ------------------------------------------------------------------------------------


def _read(
    record: Any, name: str, tally: Tally, only: frozenset[str] | None
) -> Find | Problem | None:
    """The page in `record`, what is wrong with it, or None where it is no page that is wanted."""
    if not (record.rec_headers.get_header("Content-Length") or "").strip().isdecimal():
        raise _Broken
    url = address(record.rec_headers.get_header("WARC-Target-URI", "").strip("<>"))
    digest = record.rec_headers.get_header("WARC-Payload-Digest")
    if url is None or (only is not None and without_fragment(url) not in only):
        return None
    if record.rec_type == "revisit":
        if digest and _may_be_page(record):
            tally.revisited.setdefault(digest, url)
        return None
    if record.rec_type not in {"response", "resource"} or not _may_be_page(record):
        return None
    place = f"{name}#{url}"
    try:
        payload = _payload(record)
    except _Broken:
        raise
    except ValueError as fault:
        tally.pages += 1
        return Problem(place, f"the page cannot be unpacked: {fault}", "a page of up to"
                       f" {MAX_PAGE // 1_000_000} MB", "Add it by its address.")  # fmt: skip
    kind, charset = _content_type(record)
    if not _is_html(payload, kind):
        return None
    tally.pages += 1
    tally.addresses.add(without_fragment(url))
    if digest:
        tally.digests.add(digest)
    capture = Capture(
        name=place,
        suffix=".html",
        data=payload,
        url=url,
        final_url=url,
        retrieved=_time(record.rec_headers.get_header("WARC-Date")),
        charset=charset,
        headers=_headers(record),
    )
    return Find(capture, place, ".html", payload, charset)


def without_fragment(url: str) -> str:
    """`url` up to its "#"."""
    return url.split("#", 1)[0]


def _may_be_page(record: Any) -> bool:
    if record.http_headers is not None and record.http_headers.get_statuscode() != "200":
        return False
    if record.rec_type == "response" and record.http_headers is None:
        return False
    kind, _ = _content_type(record)
    return kind in _HTML_TYPES or kind in _VAGUE_TYPES


def _content_type(record: Any) -> tuple[str, str | None]:
    headers = record.http_headers or record.rec_headers
    value = headers.get_header("Content-Type") or ""
    message = Message()
    message["Content-Type"] = re.sub(r"[^\x20-\x7e]", " ", value)
    kind = value.split(";", 1)[0].strip().lower()
    charset = message.get_param("charset")
    return kind, charset.strip()[:40] if isinstance(charset, str) and charset.strip() else None


class _Broken(ValueError):
    """The record is shorter than it says."""


def _payload(record: Any) -> bytes:
    raw = _up_to(record.raw_stream, MAX_PAGE)
    if getattr(record.raw_stream, "limit", 0) > 0:
        if len(raw) > MAX_PAGE:
            raise ValueError(f"it is larger than {MAX_PAGE // 1_000_000} MB")
        raise _Broken
    headers = record.http_headers
    if headers is None:
        return raw
    if "chunked" in (headers.get_header("Transfer-Encoding") or "").lower():
        raw = _up_to(ChunkedDataReader(io.BytesIO(raw)), MAX_PAGE)
    codings = headers.get_header("Content-Encoding")
    try:
        return unpacked(raw, codings, MAX_PAGE)
    except ValueError:
        # Some tools undo the coding and leave the header.
        if _HTML.match(raw[:1_024]):
            return raw
        raise


def _up_to(stream: Any, limit: int) -> bytes:
    """What `stream` gives, and of more than `limit` bytes one beyond it."""
    parts, size = [], 0
    while size <= limit and (part := stream.read(min(_STEP, limit + 1 - size))):
        parts.append(part)
        size += len(part)
    return b"".join(parts)


def _is_html(payload: bytes, kind: str) -> bool:
    head = payload[:1_024]
    return b"<" in head if kind in _HTML_TYPES else bool(_HTML.match(head))


def _headers(record: Any) -> tuple[tuple[str, str], ...]:
    if record.http_headers is None:
        return ()
    return tuple(
        (name.lower(), value)
        for name, value in record.http_headers.headers
        if name.lower() in _KEPT
    )


def _time(text: str | None) -> str | None:
    try:
        return str(Moment.of(text or ""))
    except ValueError:
        return None
