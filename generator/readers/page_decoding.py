"""Turn the bytes of an HTML page into text.

A byte order mark counts first, then UTF-8 where all of it is, whatever the page declares: text in
another encoding is never UTF-8 by chance. Then what the page declares, if that gives Arabic. A byte
that a page has broken by cutting a text short becomes U+FFFD, which no article may hold. Refuses
everything else by name, so that no wrong letter is published.
"""

from __future__ import annotations

import codecs
import re

from generator.errors import SourceError
from generator.models import Problem
from generator.readers.decoding import decode, likely_encoding
from generator.text.languages import arabic_share

REPLACED = "\ufffd"

_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.\-]{2,40})"""
    rb"""|<\?xml[^>]{0,100}?encoding\s*=\s*["']([A-Za-z0-9_:.\-]{2,40})""",
    re.IGNORECASE,
)
_HEAD = 8_192  # bytes within which a charset is declared; browsers look at the first 1,024
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_TAG = re.compile(rb"<(script|style)\b.*?</\1\s*>|<[^>]*>", re.IGNORECASE | re.DOTALL)
_SAMPLE = 200_000
# Letters, and their share, that may be broken: more is another encoding, or a damaged file.
_FEW_BROKEN, _MOST_BROKEN = 3, 0.001
_ARABIC = 0.3  # of the letters of a page that is read rightly
_EXPECTED = "an HTML page in UTF-8, or in the encoding that it declares"


def declared_charset(data: bytes) -> str | None:
    """The name of the encoding that the page declares, as it spells it."""
    match = _DECLARED.search(data[:_HEAD])
    return (match[1] or match[2]).decode("ascii") if match else None


def decode_page(data: bytes, path: str) -> str:
    """`data` as text, without its byte order mark. Raises SourceError."""
    if data.startswith(_UTF16) or not data.strip():
        return decode(data, path)
    body = data.removeprefix(codecs.BOM_UTF8)
    if b"\0" in body[:_HEAD]:
        raise _refusal(path, "the file is binary: it holds a NUL byte", "Save the page again.")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as fault:
        error = fault
    declared = declared_charset(body)
    text = _as_declared(body, declared)
    if text is not None:
        return text
    text = body.decode("utf-8", "replace")
    words = _TAG.sub(b" ", body[:_SAMPLE]).decode("utf-8", "ignore")
    most = max(_FEW_BROKEN, _MOST_BROKEN * len(text))
    if text.count(REPLACED) <= most and arabic_share(words) > _ARABIC:
        return text
    line = 1 + body.count(b"\n", 0, error.start)
    likely = likely_encoding(_TAG.sub(b" ", body[:_SAMPLE]))
    found = f"byte 0x{body[error.start]:02X} is not UTF-8"
    says = f"the page declares {declared}" if declared else "the page declares no encoding"
    looks = f"; the text looks like {likely}" if likely else ""
    action = (f"Convert it: iconv -f {likely.upper()} -t UTF-8 OLD > NEW." if likely
              else "Save the page again, as UTF-8.")  # fmt: skip
    raise _refusal(path, f"{found}, {says}{looks}", action, line)


def _as_declared(body: bytes, declared: str | None) -> str | None:
    """`body` in the encoding that the page declares, where that is one and makes it Arabic."""
    try:
        name = codecs.lookup(declared or "utf-8").name
        if name == "utf-8":
            return None
        text = body.decode(name)
        words = _TAG.sub(b" ", body[:_SAMPLE]).decode(name, "ignore")
    except (LookupError, UnicodeError, AssertionError):
        return None
    return text if isinstance(text, str) and arabic_share(words) > _ARABIC else None


def _refusal(path: str, found: str, action: str, line: int | None = None) -> SourceError:
    return SourceError(Problem(path, found, _EXPECTED, action, line))
