"""Turn a text into the form in which it is compared, sent to a machine, or safely shown.

Four forms, from the most to the least changed::

    tokens                 words for counting: ROUGE, redundancy, overlap
    fold                   one spelling for all that readers of Arabic take for the same
    clean                  the same words and spelling, without what only a typesetter sees
    strip_bidi_overrides   the text as published, without what could reorder the page around it

None of them guesses: no word is stemmed, no spelling mistake mended, no encoding repaired. All are
linear in the length of the text and idempotent.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

TATWEEL = "\u0640"
ZWNJ, ZWJ = "\u200c", "\u200d"

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_SEPARATORS = re.compile(r"(?<=\d)[٫٬](?=\d)")


def _characters(*ranges: tuple[int, int]) -> str:
    return "".join(chr(code) for first, last in ranges for code in range(first, last + 1))


# Short vowels, tanwin, shadda, sukun, hamza and madda as marks, superscript alef, Quranic signs.
_ARABIC_MARKS = _characters(
    (0x0610, 0x061A), (0x064B, 0x065F), (0x0670, 0x0670), (0x06D6, 0x06ED),
    (0x0897, 0x089F), (0x08CA, 0x08FF),
)  # fmt: skip
_OVERRIDES = _characters((0x202A, 0x202E), (0x2066, 0x206F))
# Soft hyphen, ALM, Mongolian vowel separator, ZWSP, LRM, RLM, word joiner and invisible operators,
# BOM, interlinear annotation, tag characters (which can hide a whole message).
_INVISIBLE = _characters(
    (0x00AD, 0x00AD), (0x061C, 0x061C), (0x180E, 0x180E), (0x200B, 0x200B), (0x200E, 0x200F),
    (0x2060, 0x2064), (0xFEFF, 0xFEFF), (0xFFF9, 0xFFFB), (0xE0001, 0xE0001), (0xE0020, 0xE007F),
)  # fmt: skip
_VARIATION_SELECTORS = _characters((0x180B, 0x180D), (0xFE00, 0xFE0F), (0xE0100, 0xE01EF))
# C0, C1 and lone surrogates, which no file can hold. Those that end a line become one.
_CONTROLS = _characters((0x00, 0x08), (0x0E, 0x1F), (0x7F, 0x84), (0x86, 0x9F), (0xD800, 0xDFFF))
_OVERRIDE = re.compile(f"[{_OVERRIDES}]")
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85]")

_PRESENTATION_FORMS = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]+")
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
# ZWNJ is spelling between two Arabic letters (Persian "می‌خواهم") and litter elsewhere; ZWJ only
# shapes a letter ("1437 ه‍") where it does not hold an emoji together.
_ARABIC_LETTER = "[\u0620-\u063f\u0641-\u064a\u066e-\u066f\u0671-\u06d3\u06d5\u06ee-\u06ff]"
_IDLE_JOINERS = re.compile(
    f"(?<!{_ARABIC_LETTER}){ZWNJ}|{ZWNJ}(?!{_ARABIC_LETTER})"
    f"|(?<=[\\s\u0600-\u06ff]){ZWJ}|{ZWJ}(?=[\\s\u0600-\u06ff])|^{ZWJ}|{ZWJ}$"
)

_FOLDED_LETTERS = {
    "أإآٱٲٳٵ": "ا",
    "ىئیےۓېۍ": "ي",
    "ؤ": "و",
    "ةهہھۀۂۃە": "ه",
    "کڪگ": "ك",
    "پ": "ب",
    "چ": "ج",
    "ڤ": "ف",
}
_DROPPED_BY_FOLD = (
    _ARABIC_MARKS + TATWEEL + ZWNJ + ZWJ + _OVERRIDES + _INVISIBLE + _VARIATION_SELECTORS
)
_DROP = dict.fromkeys(map(ord, _DROPPED_BY_FOLD))
_FOLD = (
    {ord(letter): base for letters, base in _FOLDED_LETTERS.items() for letter in letters}
    | _DIGITS
    | _DROP
)
_CLEAN = dict.fromkeys(map(ord, TATWEEL + _INVISIBLE))
_STRIP = dict.fromkeys(map(ord, _OVERRIDES + _CONTROLS))

_WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """`text` in the form in which two spellings are compared, on one line.

    - compatibility forms (NFKC): presentation forms, ligatures, full-width and styled letters;
    - gone: short vowels, tanwin, shadda, superscript alef and Quranic signs, tatweel, zero-width
      and bidi controls;
    - أ إ آ ٱ become ا; ى ئ and Persian ی become ي; ؤ becomes و; ة and Persian ۀ become ه; ک and گ
      become ك. A hamza on its own (ء) stays. The seats ؤ and ئ are folded because writers of
      dialect and of hurried news leave their hamza out (مسؤول, مسوول) as they do on alef;
    - پ چ ڤ, which Arabic has only in foreign names, become the ب ج ف that others write there;
    - digits become ASCII (`ascii_digits`), letters lower case, runs of white space one space.

    Punctuation stays, and so do the accents of other scripts.
    """
    text = _without_spacing_marks(strip_bidi_overrides(text)).translate(_DROP)
    # Twice, because lower case letters can compose where capitals could not.
    for _ in range(2):
        text = unicodedata.normalize("NFKC", text).casefold()
    text = unicodedata.normalize("NFKC", _ascii_separators(text.translate(_FOLD)))
    return " ".join(text.split())


@lru_cache(maxsize=65_536)
def fold_word(word: str) -> str:
    """`fold` of a single word, remembered: texts repeat the same ones."""
    return fold(word)


def tokens(text: str) -> list[str]:
    """The folded words of `text`: runs of letters and digits, all combining marks gone.

    "1,500" is two words and "الأمم المتحدة" is ["الامم", "المتحده"].
    """
    return _WORD.findall(fold(text).translate(_MARKS))


def clean(text: str) -> str:
    """`text` as a translator or a summarizer should get it.

    Presentation forms become letters; tatweel, zero-width and bidi controls and other invisible
    characters go; any kind of space becomes a plain one. Lines stay lines.

    Spelling is kept: hamza, ة, ى, Persian letters, digits, and short vowels too, since where a
    writer took the trouble to set one it tells words apart (يُقتل, يَقتل). So is a ZWNJ between two
    Arabic letters, without which two words of Persian would run together, and a ZWJ in an emoji.
    """
    text = _without_spacing_marks(strip_bidi_overrides(text))
    text = _PRESENTATION_FORMS.sub(lambda form: unicodedata.normalize("NFKC", form[0]), text)
    text = _SPACES.sub(" ", _IDLE_JOINERS.sub("", text.translate(_CLEAN)))
    return unicodedata.normalize("NFC", text)


def strip_bidi_overrides(text: str) -> str:
    """`text` without controls that can reorder or break what stands around it on a page.

    Gone: the bidi embeddings, overrides and isolates with their ends (LRE RLE LRO RLO PDF, LRI RLI
    FSI PDI: unbalanced, they spill over; browsers have `dir` and `<bdi>` for their work), the
    deprecated U+206A to U+206F, C0 and C1 controls and lone surrogates. CR, CRLF, NEL, vertical
    tabs and form feeds become "\\n", so that no two words are glued. The marks LRM, RLM and ALM
    stay: they cannot spill, and dates and brackets lean on them.
    """
    return _LINE_ENDS.sub("\n", text).translate(_STRIP)


def count_bidi_overrides(text: str) -> int:
    """How many of the bidi controls that `strip_bidi_overrides` removes are in `text`."""
    return len(_OVERRIDE.findall(text))


def ascii_digits(text: str) -> str:
    """`text` with Arabic-Indic (٠-٩) and Persian (۰-۹) digits as 0-9.

    Between two digits the decimal separator ٫ becomes "." and the thousands separator ٬ becomes
    ",": "١٬٥٠٠٫٢٥" is "1,500.25". The length of the text never changes.
    """
    return _ascii_separators(text.translate(_DIGITS))


def _ascii_separators(text: str) -> str:
    return _SEPARATORS.sub(lambda separator: "." if separator[0] == "٫" else ",", text)


def _without_spacing_marks(text: str) -> str:
    """Marks that have a presentation form, as plain marks: NFKC would put a space before them."""
    return _SPACING_MARK.sub(lambda form: _SPACING_MARKS[form[0]], text)


class _Marks(dict[int, int | None]):
    """A table for `str.translate` that drops combining marks and learns each character once."""

    def __missing__(self, code: int) -> int | None:
        self[code] = None if unicodedata.category(chr(code)).startswith("M") else code
        return self[code]


_MARKS = _Marks()


_SPACING_MARKS = {
    chr(code): unicodedata.normalize("NFKC", chr(code)).replace(" ", "").replace(TATWEEL, "")
    for code in (*range(0xFC5E, 0xFC64), *range(0xFCF2, 0xFCF5), *range(0xFE70, 0xFE80))
}
_SPACING_MARKS["\ufe73"] = ""  # the tail fragment: a shape without a letter
_SPACING_MARK = re.compile("[" + "".join(_SPACING_MARKS) + "]")
