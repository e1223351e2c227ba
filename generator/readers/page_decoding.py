"""Turn the bytes of an HTML page into text.

What the bytes show goes before what the page declares (`decoding`). A byte that a page has broken
by cutting a text short becomes U+FFFD, which no article may hold. Refuses everything else by name,
so that no wrong letter is published.
"""

from __future__ import annotations

import re

from generator.errors import SourceError
from generator.text.decoding import Decoded, decode_source
from generator.text.languages import arabic_share

REPLACED = "\ufffd"

_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.\-]{2,40})"""
    rb"""|<\?xml[^>]{0,100}?encoding\s*=\s*["']([A-Za-z0-9_:.\-]{2,40})""",
    re.IGNORECASE,
)
_HEAD = 8_192  # bytes within which a charset is declared; browsers look at the first 1,024
_TAG = re.compile(r"<(script|style)\b.*?</\1\s*>|<[^>]*>", re.IGNORECASE | re.DOTALL)
_SAMPLE = 200_000
# Letters, and their share, that may be broken: more is another encoding, or a damaged file.
_FEW_BROKEN, _MOST_BROKEN = 3, 0.001
_ARABIC = 0.3  # of the letters of a page that is read rightly


def declared_charset(data: bytes) -> str | None:
    """The name of the encoding that the page declares, as it spells it."""
    match = _DECLARED.search(data[:_HEAD])
    return (match[1] or match[2]).decode("ascii") if match else None


def decode_page(data: bytes, path: str, charset: str | None = None) -> Decoded:
    """`data` as text, and what was done to read it.

    `charset` is what the server named; what the page declares goes before it, since servers name
    one for everything they hold. Raises SourceError.
    """
    try:
        return decode_source(data, path, declared_charset(data) or charset, markup=True)
    except SourceError:
        text = data.decode("utf-8", "replace")
        broken = text.count(REPLACED)
        shown = _TAG.sub(" ", text[:_SAMPLE])
        is_nearly_utf8 = 0 < broken <= max(_FEW_BROKEN, _MOST_BROKEN * len(text))
        if is_nearly_utf8 and "\0" not in text and arabic_share(shown) > _ARABIC:
            return Decoded(text)
        raise
