"""Turn text into words, each in one spelling.

Marks, tatweel, Persian letters, digits, capitals and accents become one; only hamza, ة and ى still
show how a word was written, until `plain` takes them too. `search-terms.js` has a twin of each
function here. Refuses to take a word apart: that is for `search_arabic` and `search_english`.
"""

from __future__ import annotations

import re
import unicodedata

_HAMZA = "\u0654"
_SEATS = {"ا": "أ", "و": "ؤ", "ي": "ئ"}
LETTERS = str.maketrans(
    {"ٱ": "ا", "ی": "ي", "ې": "ي", "ے": "ي", "ہ": "ه", "ھ": "ه", "ە": "ه", "ۃ": "ة"}
    | {"ک": "ك", "ڪ": "ك", "گ": "ك", "پ": "ب", "چ": "ج", "ژ": "ز", "ڤ": "ف"}
    | {"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe"}
    | dict(zip("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789", strict=True))
)
_PLAIN = str.maketrans({"أ": "ا", "ؤ": "و", "ئ": "ي", "ى": "ي", "ة": "ه", "ء": None})
_THOUSANDS = re.compile(r"(?<=[0-9])[,\u066c](?=[0-9]{3}(?![0-9]))")
_THIN_SPACE = re.compile(r"(?<=\d)[\u00a0\u2009\u202f](?=\d{3}(?!\d))")
_INITIALS = re.compile(r"(?<![^\W_])[a-z](?:\.[a-z])+(?![^\W_])\.?")
_SERVANT = re.compile(r"(?<![^\W_])([وفبكل]?عبد)(?=ال[^\W_]{2})")
_POSSESSIVE = re.compile(r"['\u2019\u02bc]s(?![^\W_])")
WORD = re.compile(r"[^\W_]+")


class _Marks(dict[int, int | None]):
    """A table for `str.translate` that drops marks, but hamza above, and what is not visible."""

    def __missing__(self, code: int) -> int | None:
        category = unicodedata.category(chr(code))
        dropped = category == "Cf" or code == 0x640
        dropped |= category[0] == "M" and code != ord(_HAMZA)
        self[code] = None if dropped else code
        return self[code]


_MARKS = _Marks()


def spelled(text: str) -> str:
    """`text` with one spelling for each word; only hamza, ة and ى still show how it was written."""
    text = _THIN_SPACE.sub("", text)
    text = unicodedata.normalize("NFKD", text).translate(_MARKS)
    for bare, seated in _SEATS.items():
        text = text.replace(bare + _HAMZA, seated)
    text = text.replace(_HAMZA, "").lower().translate(_MARKS).translate(LETTERS)
    text = _POSSESSIVE.sub("", _THOUSANDS.sub("", text))
    text = _INITIALS.sub(lambda initials: initials[0].replace(".", ""), text)
    return _SERVANT.sub(r"\1 ", text)


def words(text: str) -> list[str]:
    """The words of `text` in the form of `spelled`, in order."""
    return WORD.findall(spelled(text))


def plain(word: str) -> str:
    """A word in the form of `spelled`, without hamza and dots that are often left out."""
    return word.translate(_PLAIN)
