"""Turn the bytes of an XML document into well-formed text, with what had to be mended.

Mended is what loses no letter: bytes NUL and controls between letters, white space before the
declaration, references that only HTML knows, an `&` that begins none, an end that was cut off (an
entry that breaks off there is left out, and said). The encoding is told by the evidence of the
letters (`text.decoding`). Refuses, with a `SourceError`, what no feed needs and can only harm:
definitions of entities, a DTD to be fetched, elements nested without end.
"""

from __future__ import annotations

import html.entities
import re
from dataclasses import dataclass
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler

from defusedxml import DefusedXmlException
from defusedxml.sax import parseString

from generator.errors import SourceError
from generator.models import Capture, Problem
from generator.text.decoding import decode_source

EXPECTED = "an RSS, Atom or JSON feed"

_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9_:.\-]{2,40})""")
_HEAD = 1_024
_DECLARATION = re.compile(r"\A[\s\ufeff]*(?:<\?xml\b[^>]*\?>)?")
# RSS 0.91 asks for this line; nobody fetches what it names.
_NETSCAPE = re.compile(
    r'<!DOCTYPE\s+rss\s+PUBLIC\s+"-//Netscape Communications//DTD RSS 0\.91//EN"\s+"[^"<>]*"\s*>',
    re.IGNORECASE,
)
_ENTITIES = re.compile(r"<!ENTITY\b", re.IGNORECASE)
_PROLOG = re.compile(r"<!--.*?-->|<\?.*?\?>|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>", re.DOTALL)
_ROOT = re.compile(r"<(?:[A-Za-z_][\w.\-]*:)?([A-Za-z_][\w.\-]*)")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REFERENCE = re.compile(
    r"(<!\[CDATA\[.*?\]\]>)|&(?:(#\d{1,7}|#[xX][0-9A-Fa-f]{1,6})|([A-Za-z][A-Za-z0-9]{1,31}));|&",
    re.DOTALL,
)
_CDATA_MARK = re.compile(r"<!\[CDATA\[|\]\]>")
_OF_XML = frozenset({"amp", "lt", "gt", "quot", "apos"})
_ENTRY_END = re.compile(r"</(?:[A-Za-z_][\w.\-]*:)?(item|entry)\s*>", re.IGNORECASE)
_DEEPEST = 200
_MOST_NULS = 0.001  # of the bytes of a text with slips; more is no text


@dataclass(frozen=True, slots=True)
class FeedText:
    """A document: its text without the declaration, its problems, and whether it is well-formed."""

    text: str
    problems: tuple[Problem, ...] = ()
    well_formed: bool = True


def root_name(data: bytes) -> str | None:
    """The name of the root element of an XML document, without its prefix; None where it is none.

    Looked for in the first bytes, in any encoding that keeps ASCII, or UTF-16.
    """
    head = data[: 64 * _HEAD].replace(b"\0", b"").decode("latin-1")
    match = _ROOT.search(_PROLOG.sub("", head))
    return match[1] if match else None


def read_feed_text(capture: Capture) -> FeedText:
    """The text of the XML in `capture`. Raises SourceError."""
    name = capture.name
    text, problems = _decoded(capture)
    text = _DECLARATION.sub("", text, count=1)
    text = _NETSCAPE.sub("", text, count=1)
    fault = _check(text, name)
    if fault is None:
        return FeedText(text, tuple(problems))
    _refuse_entities(text, name)
    line, message = fault
    text = _with_references(text)
    mended = _complete(text, name)
    tried = (mended, _complete(_with_flat_cdata(text), name))
    sound = next((one for one in tried if _check(one.text, name) is None), None)
    if sound:
        mended = sound
        if mended.cut:
            problems.append(_cut_short(name, text))
        else:
            problems.append(
                Problem(name, "the feed is not well-formed XML; it was mended, and no letter is"
                        " lost", "well-formed XML", "Tell its publisher.", line)
            )  # fmt: skip
        return FeedText(mended.text, tuple(problems))
    if mended.cut:
        problems.append(_cut_short(name, text))
    problems.append(
        Problem(name, f"the feed is not well-formed XML ({message})", "well-formed XML",
                "It was read leniently: compare its entries with their pages.", line)
    )  # fmt: skip
    return FeedText(mended.text, tuple(problems), well_formed=False)


def _decoded(capture: Capture) -> tuple[str, list[Problem]]:
    data, problems = capture.data, []
    match = _DECLARED.search(data[:_HEAD])
    declared = match[1].decode("ascii") if match else capture.charset
    nuls = data.count(b"\0")
    if 0 < nuls <= _MOST_NULS * len(data) + 1:
        data = data.replace(b"\0", b"")
        problems.append(
            Problem(capture.name, f"the feed holds {nuls} NUL bytes, which were left out",
                    "text", "Tell its publisher.")
        )  # fmt: skip
    text = decode_source(_whole(data), capture.name, declared, markup=True).text
    return _NOT_XML.sub("", text), problems


def _whole(data: bytes) -> bytes:
    """`data` without the first bytes of a letter of UTF-8 that it was cut in."""
    for size in (1, 2, 3):
        lead = data[-size] if len(data) >= size else 0
        if lead >= 0xC0:
            needed = 2 + (lead >= 0xE0) + (lead >= 0xF0)
            return data[:-size] if size < needed else data
        if lead < 0x80:
            break
    return data


class _Depth(ContentHandler):
    """Stops at what is nested deeper than any page."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = 0

    def startElement(self, name: str, attrs: object) -> None:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise _TooDeep

    def endElement(self, name: str) -> None:
        self.depth -= 1


class _TooDeep(Exception):
    pass


def _check(text: str, name: str) -> tuple[int, str] | None:
    """The line and the kind of the first fault in `text`; None for well-formed XML.

    Raises SourceError for what can only harm.
    """
    try:
        parseString(text.encode("utf-8"), _Depth(), forbid_entities=True, forbid_external=True)
    except DefusedXmlException:
        raise _entities(name) from None
    except _TooDeep:
        raise SourceError(
            Problem(name, f"its elements are nested more than {_DEEPEST} deep", EXPECTED,
                    "Leave it out, or save its pages one by one.")
        ) from None  # fmt: skip
    except SAXParseException as fault:
        return fault.getLineNumber() or 1, fault.getMessage()
    return None


def _refuse_entities(text: str, name: str) -> None:
    root = _ROOT.search(re.sub(r"<!--.*?-->", lambda m: " " * len(m[0]), text, flags=re.DOTALL))
    if _ENTITIES.search(text, 0, root.start() if root else len(text)):
        raise _entities(name)


def _entities(name: str) -> SourceError:
    return SourceError(
        Problem(name, "the feed defines entities of its own or asks for a DTD elsewhere, as feeds"
                " made to do harm do", "a feed without them",
                "Leave it out, or ask its publisher for one without <!DOCTYPE>.")
    )  # fmt: skip


# -- Mending -------------------------------------------------------------------------------------


def _with_flat_cdata(text: str) -> str:
    """`text` without the marks of CDATA inside CDATA, which XML does not know."""
    parts, at, depth = [], 0, 0
    for match in _CDATA_MARK.finditer(text):
        parts.append(text[at : match.start()])
        at = match.end()
        depth = depth + 1 if match[0] == "<![CDATA[" else max(0, depth - 1)
        if depth == (1 if match[0] == "<![CDATA[" else 0):
            parts.append(match[0])
    return "".join((*parts, text[at:]))


def _with_references(text: str) -> str:
    """`text` with references that XML knows only: those of HTML as their letters, `&` as itself."""

    def mended(match: re.Match[str]) -> str:
        cdata, number, entity = match.groups()
        if cdata:
            return match[0]
        if number:
            code = int(number[2:], 16) if number[1] in "xX" else int(number[1:])
            is_xml = code in {9, 10, 13} or (32 <= code <= 0x10FFFF and not 0xD800 <= code < 0xE000)
            return match[0] if is_xml and code not in {0xFFFE, 0xFFFF} else ""
        if entity in _OF_XML:
            return match[0]
        letters = html.entities.html5.get(f"{entity};") if entity else None
        return letters if letters and letters not in "<>&" else "&amp;" + match[0][1:]

    return _REFERENCE.sub(mended, text)


@dataclass(frozen=True, slots=True)
class _Completed:
    text: str
    cut: bool


def _complete(text: str, feed: str) -> _Completed:
    """`text` up to its last whole entry and closed, where its end is missing.

    Raises SourceError where it breaks off within its first entry.
    """
    root = _ROOT.search(re.sub(r"<!.*?>|<\?.*?\?>", lambda m: " " * len(m[0]), text[:65_536]))
    if root is None:
        return _Completed(text, cut=False)
    name = text[root.start() + 1 : root.end()]
    if re.search(rf"</{re.escape(name)}\s*>", text[-10_000:]):
        return _Completed(text, cut=False)
    ends = list(_ENTRY_END.finditer(text))
    if not ends:
        raise SourceError(
            Problem(feed, "the feed breaks off before the end of its first entry", "a whole feed",
                    "Fetch it again.")
        )  # fmt: skip
    has_channel = ends[-1][1].lower() == "item" and name.lower() == "rss"
    closing = ("</channel>" if has_channel else "") + f"</{name}>"
    return _Completed(text[: ends[-1].end()] + closing, cut=True)


def _cut_short(name: str, text: str) -> Problem:
    return Problem(
        name,
        "the feed breaks off; the entry it breaks off in was left out",
        "a whole feed",
        "Fetch it again.",
        1 + text.count("\n"),
    )
