"""Turn the bytes of a source into text, and say what had to be done for it.

Reads UTF-8 and UTF-16, with and without a byte order mark, and Windows-1256, ISO-8859-6 and Mac
Arabic where the letters, not what the source declares, leave no doubt (`encodings`). Arabic that
was decoded wrongly before it was saved is read back (`mojibake`). Character references (`&#1575;`)
are HTML's and stay as they are.

Refuses everything else by name: an empty file, a picture or an office document, an HTML page saved
as text, damaged UTF-8, an encoding that is not certain, of which it says which one it most likely
is, and mojibake of which letters are lost. Nothing is guessed: a letter that is read wrongly would
be published wrongly.
"""

from __future__ import annotations

import codecs
import operator
import re
from dataclasses import dataclass
from typing import Final

from generator.errors import SourceError
from generator.models import Note, NoteKind, Problem
from generator.text.encodings import CODECS, best_reading
from generator.text.mojibake import GarbledText, mend
from generator.text.normalize import count_bidi_overrides

_ENCODING_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins with the mark of UTF-16, so it is asked first
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_FILE_KINDS: Final = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an office document (.docx, .odt, .epub)"),
    (b"\xd0\xcf\x11\xe0", "an old office document (.doc)"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x7fELF", "a program"),
)
_HTML = re.compile(rb"\s*<(?:!doctype\s+html|html[\s>])", re.IGNORECASE)
_EXPECTED = "text in UTF-8, UTF-16, Windows-1256, ISO-8859-6 or Mac Arabic"
_SAMPLE = 65_536
_DAMAGED = 0.3
_WESTERN = frozenset({"cp1252", "iso8859-1", "iso8859-15", "ascii"})
# Three letters above ASCII in a row are a word of Arabic, not one of French or German.
_LEGACY_WORD = re.compile(rb"[\xc0-\xff]{3}")
_ABOVE_ASCII = re.compile(rb"[\x80-\xff]")
_UTF8_ARABIC = re.compile(rb"[\xd8-\xdb][\x80-\xbf]")
_BARE_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, and what had to be done to read it."""

    text: str
    notes: tuple[Note, ...] = ()


def decode(data: bytes, path: str, declared: str | None = None) -> str:
    """`data` as text, without its byte order mark. As `decode_source`, without the notes."""
    return decode_source(data, path, declared).text


def decode_source(
    data: bytes, path: str, declared: str | None = None, *, markup: bool = False
) -> Decoded:
    """`data` as text, without its byte order mark, and what was done to read it.

    `declared` is the encoding that the source or its server names, in any spelling; what the bytes
    show goes before it. With `markup` an HTML page is no surprise.

    Raises SourceError, naming `path` and the line of the first byte that cannot be read.
    """
    if not data.strip(b" \t\r\n\f\v"):
        raise _refusal(path, "the file is empty", "Put an article into it, or delete it.")
    text, encoding = _decoded(data, path, _codec(declared), markup)
    try:
        mended = mend(text)
    except GarbledText as error:
        raise _refusal(
            path,
            "the text was decoded wrongly before it was saved, and letters of it are lost",
            "Fetch it again, or save the original as UTF-8.",
            error.line,
        ) from None
    notes = [Note(NoteKind.ENCODING, encoding)] if encoding != "UTF-8" else []
    if mended != text:
        lines = sum(map(operator.ne, text.split("\n"), mended.split("\n")))
        notes.append(Note(NoteKind.MOJIBAKE, str(lines)))
    if bidi := count_bidi_overrides(mended):
        notes.append(Note(NoteKind.BIDI_CONTROLS, str(bidi)))
    return Decoded(mended, tuple(notes))


def _codec(declared: str | None) -> str | None:
    """Python's name for the codec of a declared encoding, or None where there is none."""
    try:
        return codecs.lookup(declared.strip()).name if declared else None
    except (LookupError, ValueError):
        return None


def _decoded(data: bytes, path: str, declared: str | None, markup: bool) -> tuple[str, str]:
    """The text in `data` and the name of its encoding. Raises SourceError."""
    encoding, body = _encoding_mark(data)
    if encoding == "utf-32":
        raise _refusal(path, "the text is in UTF-32", _convert("UTF-32"))
    if encoding.startswith("utf-16"):
        return _decode_utf16(body, encoding, path), "UTF-16"
    _refuse_kinds(body, path, markup)
    if unmarked := _unmarked_utf16(body):
        return _decode_utf16(body, unmarked, path), "UTF-16"
    _refuse_binary(body, path)
    try:
        return body.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError as error:
        return _decode_legacy(body, declared, error, path)


def _encoding_mark(data: bytes) -> tuple[str, bytes]:
    for mark, encoding in _ENCODING_MARKS:
        if data.startswith(mark):
            return encoding, data[len(mark) :]
    return "utf-8", data


def _decode_utf16(body: bytes, encoding: str, path: str) -> str:
    try:
        return body.decode(encoding)
    except UnicodeDecodeError as error:
        line = 1 + body[: error.start].decode(encoding, "replace").count("\n")
        raise _refusal(
            path,
            f"the UTF-16 text is damaged: {error.reason}",
            "Fetch or save the file again.",
            line,
        ) from None


def _refuse_kinds(body: bytes, path: str, markup: bool) -> None:
    for magic, kind in _FILE_KINDS:
        if body.startswith(magic):
            raise _refusal(path, f"the file is {kind}", "Save its text as a .txt file in UTF-8.")
    if _HTML.match(body) and not markup:
        raise _refusal(
            path,
            "the file is an HTML page, not text",
            "Open it in a browser and save it as text in UTF-8.",
        )


def _unmarked_utf16(body: bytes) -> str | None:
    """The kind of UTF-16 that `body` is in without a mark: Arabic has 06 in every other byte."""
    sample = body[: _SAMPLE & ~1]
    for encoding, high in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
        if high.count(6) >= 2 and high.count(6) + high.count(0) > 0.8 * len(high):
            text = sample.decode(encoding, "ignore")
            if not _BARE_CONTROL.search(text):
                return encoding
    return None


def _refuse_binary(body: bytes, path: str) -> None:
    at = body.find(b"\0")
    if at >= 0:
        raise _refusal(
            path,
            "the file is binary: it holds a NUL byte",
            "Save its text as a .txt file in UTF-8.",
            1 + body.count(b"\n", 0, at),
        )


def _decode_legacy(
    body: bytes, declared: str | None, error: UnicodeDecodeError, path: str
) -> tuple[str, str]:
    """The text of `body`, which is not UTF-8, and the name of its encoding. Raises SourceError."""
    line = 1 + body.count(b"\n", 0, error.start)
    found = f"byte 0x{body[error.start]:02X} is not UTF-8"
    if _is_damaged_utf8(body):
        action = "The rest is UTF-8: mend that line, or fetch or save the file again."
        raise _refusal(path, f"{found}; the file is damaged there", action, line)
    if declared in _WESTERN and not _LEGACY_WORD.search(body):
        return body.decode("cp1252", "replace"), "Windows-1252"
    name = next(
        (name for name, codec in CODECS.items() if codecs.lookup(codec).name == declared), None
    )
    reading = best_reading(body, name)
    if reading is None:
        raise _refusal(path, found, "Save the file as UTF-8.", line)
    if reading.garbled is not None:
        found = f"the text is in {reading.encoding}, but not this line"
        raise _refusal(path, found, "Save the file as UTF-8.", reading.garbled)
    if not reading.certain:
        found = f"{found}; the text looks like {reading.encoding}, which is not certain"
        raise _refusal(path, found, _convert(reading.encoding), line)
    return reading.text, reading.encoding


def _is_damaged_utf8(body: bytes) -> bool:
    """Whether so much of `body` is Arabic in UTF-8 that the rest of it is damage."""
    above_ascii = len(_ABOVE_ASCII.findall(body))
    return 2 * len(_UTF8_ARABIC.findall(body)) > _DAMAGED * above_ascii


def _convert(name: str) -> str:
    return f"Convert it: iconv -f {name.upper()} -t UTF-8 OLD > NEW."


def _refusal(path: str, found: str, action: str, line: int | None = None) -> SourceError:
    return SourceError(Problem(path, found, _EXPECTED, action, line))
