"""Turn what a server says of a body, and its first bytes, into the suffix that names its reader.

The server's Content-Type counts first, then the bytes, then the path of the address. Only where
the bytes leave no doubt do they overrule a server: feeds are often sent as text/html, and PDFs as
anything.

Refuses, with `UnsupportedError`, what is neither a page nor a feed nor an archive of the web, and
says what it is.
"""

from __future__ import annotations

import re
import zlib
from typing import Final
from urllib.parse import urlsplit

SUFFIXES: Final = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/vnd.wap.xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "text/x-markdown": ".md",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "application/json": ".json",
    "text/json": ".json",
    "multipart/related": ".mhtml",
    "application/x-mimearchive": ".mhtml",
    "message/rfc822": ".mhtml",
    "application/wacz": ".wacz",
    "application/x-wacz": ".wacz",
    "application/wacz+zip": ".wacz",
}
"""The suffix for each type that says enough by itself."""

ARCHIVES: Final = (".warc", ".warc.gz", ".wacz")
"""The suffixes of what holds many pages and may be large."""

# These say nothing, or not enough: the bytes do.
_VAGUE = frozenset(
    "application/octet-stream binary/octet-stream application/x-download application/download"
    " application/force-download application/unknown application/x-unknown unknown/unknown"
    " application/gzip application/x-gzip application/zip application/x-zip-compressed"
    " application/warc application/x-warc */*".split()
)

_NAMES = {
    "application/pdf": "a PDF",
    "application/msword": "a Word document",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "a Word document",
    "application/rtf": "a Word document",
    "application/epub+zip": "an e-book",
    "text/css": "a style sheet",
    "text/javascript": "a script",
    "application/javascript": "a script",
    "text/csv": "a table",
    "image": "a picture",
    "audio": "a recording",
    "video": "a video",
    "font": "a font",
}
# With bytes that no text has, so that no text which begins with such a word is taken for one.
_MAGIC = (
    (rb"%PDF-\d", "a PDF"),
    (
        rb"\x89PNG\r\n|\xff\xd8\xff|GIF8[79]a.{0,40}\0|RIFF.{4}WEBP|BM.{4}\0{4}|\0\0\x01\0",
        "a picture",
    ),
    (rb"\0\0..ftyp|\x1aE\xdf\xa3|RIFF.{4}AVI ", "a video"),
    (rb"ID3[\x02-\x04]|OggS\0|RIFF.{4}WAVE|fLaC\0", "a recording"),
    (rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1|\{\\rtf\d", "a Word document"),
    (rb"7z\xbc\xaf\x27\x1c|Rar!\x1a|BZh\d1AY|\xfd7zXZ\0|\x28\xb5\x2f\xfd", "a packed archive"),
    (rb"wOF[F2](?:\0\x01\0\0|OTTO|true)|\0\x01\0\0\0|OTTO\0", "a font"),
    (rb"\x7fELF|MZ.{0,60}\0", "a program"),
)
_PATHS = re.compile(
    r"\.(?:(html?|xhtml)|(xml|rss|atom|rdf)|(json)|(txt)|(md)|(mht(?:ml)?)|(warc)|(warc\.gz)|(wacz))$",
    re.IGNORECASE,
)
_PATH_SUFFIXES = (
    *(".html", ".xml", ".json", ".txt", ".md", ".mhtml"),
    *(".warc", ".warc.gz", ".wacz"),
)
_HEAD = 4096
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


class UnsupportedError(Exception):
    """A body that no reader is for; `what` it is, as "a PDF"."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


def media_type(content_type: str | None) -> str:
    """The type without its parameters, in lower case; "" where none is given."""
    return (content_type or "").partition(";")[0].strip().lower()


def check(content_type: str | None) -> None:
    """Raise UnsupportedError where the type alone says that no reader is for the body."""
    kind = media_type(content_type)
    if "/" in kind and kind not in _VAGUE and kind not in SUFFIXES and not _by_ending(kind):
        name = _NAMES.get(kind) or _NAMES.get(kind.partition("/")[0])
        shown = kind if re.fullmatch(r"[\w.+-]+/[\w.+-]+", kind, re.ASCII) else "an unknown type"
        raise UnsupportedError(name or f"of the type {shown[:60]}")


def suffix(content_type: str | None, data: bytes, url: str) -> str:
    """The suffix for a body that came with this type from `url`. Raises UnsupportedError."""
    check(content_type)
    kind = media_type(content_type)
    seen = _seen(data)
    told = SUFFIXES.get(kind) or _by_ending(kind)
    if told in (".html", ".txt", ".xml") and seen in (".html", ".xml", ".json", ".mhtml"):
        # A page may hold JSON for all to see; only a feed is surely not meant to be a page.
        return seen if (told, seen) != (".html", ".json") or _is_json_feed(data) else told
    if told:
        return told
    by_path = _by_path(url)
    if seen or by_path:
        return seen or by_path
    if b"\0" in data[:_HEAD]:
        raise UnsupportedError("in a binary format that is not known here")
    return ".txt"


def archive(url: str, content_type: str | None = None) -> bool:
    """Whether this is an archive of the web, as far as type and path can tell."""
    kind = media_type(content_type)
    told = SUFFIXES.get(kind, "")
    return told in ARCHIVES or kind.endswith("warc") or (
        (not kind or kind in _VAGUE) and _by_path(url) in ARCHIVES
    )  # fmt: skip


def _by_ending(kind: str) -> str:
    """Structured types (RFC 6838, section 4.2.8): application/rss+xml, application/feed+json."""
    if kind.startswith(("application/", "text/")):
        for ending in ("xml", "json"):
            if kind.endswith(f"+{ending}"):
                return f".{ending}"
    return ""


def _by_path(url: str) -> str:
    match = _PATHS.search(urlsplit(url).path)
    return _PATH_SUFFIXES[(match.lastindex or 1) - 1] if match else ""


def _seen(data: bytes) -> str:
    """The suffix that the first bytes tell, or "". Raises UnsupportedError."""
    if data.startswith(b"WARC/"):
        return ".warc"
    if data.startswith(b"\x1f\x8b"):
        with_window = zlib.decompressobj(zlib.MAX_WBITS | 16)
        try:
            inside = with_window.decompress(data[:_HEAD], 16)
        except zlib.error:
            inside = b""
        if inside.startswith(b"WARC/"):
            return ".warc.gz"
        raise UnsupportedError("a packed archive")
    if data.startswith(b"PK\x03\x04"):
        if b"datapackage.json" in data[:_HEAD] + data[-4 * _HEAD :]:
            return ".wacz"
        if b"application/epub+zip" in data[:_HEAD]:
            raise UnsupportedError("an e-book")
        if b"word/" in data[:_HEAD] or b"[Content_Types].xml" in data[:_HEAD]:
            raise UnsupportedError("a document of an office program")
        raise UnsupportedError("a packed archive")
    for magic, what in _MAGIC:
        if re.match(magic, data, re.DOTALL):
            raise UnsupportedError(what)
    return _seen_in_text(_text(data[:_HEAD]).lstrip("\ufeff \t\r\n\0"))


def _text(head: bytes) -> str:
    for bom, encoding in _BOMS:
        if head.startswith(bom):
            return head.decode(encoding, errors="ignore")
    return head.decode("latin-1")


def _seen_in_text(text: str) -> str:
    lowered = re.sub(r"<\?.*?\?>|<!--.*?-->", "", text.lower(), flags=re.DOTALL).lstrip()
    if re.match(r"<!doctype\s+html|<html[\s>]", lowered):
        return ".html"
    if re.match(r"(?:<!doctype\s+(?:rss|rdf)[^>]*>\s*)?<(?:\w+:)?(?:rss|feed|rdf)[\s>]", lowered):
        return ".xml"
    if re.match(r"(?:from: |mime-version: |snapshot-content-location: )", lowered) and re.search(
        r"^content-type:\s*multipart/related", lowered, re.MULTILINE
    ):
        return ".mhtml"
    if re.match(r"\{\s*\"", lowered):
        return ".json"
    if re.match(r"<(?:head|body|meta|title|div|p|article|h1|table)[\s>]", lowered):
        return ".html"
    return ".xml" if text.lower().startswith("<?xml") else ""


def _is_json_feed(data: bytes) -> bool:
    return b"jsonfeed.org/version" in data[:_HEAD]
