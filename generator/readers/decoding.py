"""Turn the bytes of a source into text.

Reads UTF-8, with and without a byte order mark, and UTF-16 with one. Refuses everything else by
name: an empty file, a picture or an office document, an HTML page saved as text, and another
encoding, of which it says where it begins and which one it most likely is. Nothing is mended or
guessed: a letter that is read wrongly would be published wrongly.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

from generator.errors import SourceError
from generator.models import Problem
from generator.text.languages import arabic_share

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
_EXPECTED = "text in UTF-8, or in UTF-16 with a byte order mark"
_SAMPLE = 65_536
_NEAR = 200


def decode(data: bytes, path: str) -> str:
    """`data` as text, without its byte order mark.

    Raises SourceError, naming `path` and the line of the first byte that cannot be read.
    """
    if not data.strip(b" \t\r\n\f\v"):
        raise _refusal(path, "the file is empty", "Put an article into it, or delete it.")
    encoding, body = _encoding_mark(data)
    if encoding == "utf-32":
        raise _refusal(path, "the text is in UTF-32", _convert("UTF-32"))
    if encoding.startswith("utf-16"):
        return _decode_utf16(body, encoding, path)
    _refuse_binary(body, path)
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _wrong_encoding(body, error, path) from None


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


def _refuse_binary(body: bytes, path: str) -> None:
    for magic, kind in _FILE_KINDS:
        if body.startswith(magic):
            raise _refusal(path, f"the file is {kind}", "Save its text as a .txt file in UTF-8.")
    if _HTML.match(body):
        raise _refusal(
            path,
            "the file is an HTML page, not text",
            "Open it in a browser and save it as text in UTF-8.",
        )
    at = body.find(b"\0")
    if at < 0:
        return
    for encoding in ("utf-16-le", "utf-16-be"):
        if arabic_share(body[: _SAMPLE & ~1].decode(encoding, "ignore")) > 0.3:
            name = encoding.upper()
            raise _refusal(
                path, f"the text looks like {name} without a byte order mark", _convert(name)
            )
    raise _refusal(
        path,
        "the file is binary: it holds a NUL byte",
        "Save its text as a .txt file in UTF-8.",
        1 + body.count(b"\n", 0, at),
    )


def _wrong_encoding(body: bytes, error: UnicodeDecodeError, path: str) -> SourceError:
    line = 1 + body.count(b"\n", 0, error.start)
    found = f"byte 0x{body[error.start]:02X} is not UTF-8"
    # Arabic in UTF-8 near the fault tells a damaged file from one in another encoding.
    near = body[max(0, error.start - _NEAR) : error.start + _NEAR].decode("utf-8", "ignore")
    if arabic_share(near) > 0.3:
        action = "The rest is UTF-8: mend that line, or fetch or save the file again."
        return _refusal(path, f"{found}; the file is damaged there", action, line)
    name = likely_encoding(body[error.start : error.start + _SAMPLE])
    if name is None:
        return _refusal(path, found, "Save the file as UTF-8.", line)
    return _refusal(path, f"{found}; the text looks like {name}", _convert(name), line)


def likely_encoding(sample: bytes) -> str | None:
    """The 8-bit Arabic encoding `sample` is most likely in, or None where it looks like neither.

    The one in which more of it is Arabic letters: و ه ي of ISO-8859-6 are è ç ê in Windows-1256,
    and ف ق ك of Windows-1256 are nothing at all in ISO-8859-6.
    """
    name = max(("Windows-1256", "ISO-8859-6"), key=lambda name: _arabic_letters(sample, name))
    return name if arabic_share(sample.decode(name, "ignore")) > 0.5 else None


def _arabic_letters(sample: bytes, encoding: str) -> int:
    return sum("\u0620" <= letter <= "\u064a" for letter in sample.decode(encoding, "ignore"))


def _convert(name: str) -> str:
    return f"Convert it: iconv -f {name.upper()} -t UTF-8 OLD > NEW."


def _refusal(path: str, found: str, action: str, line: int | None = None) -> SourceError:
    return SourceError(Problem(path, found, _EXPECTED, action, line))
