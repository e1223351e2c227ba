"""Turn a title or a file's name into a slug: one segment of a path, in any script.

Refuses nothing; what has no letter and no digit gives "", and the caller decides what to do.
"""

from __future__ import annotations

import re
import unicodedata

from generator.text.normalize import TATWEEL

MAX_CHARACTERS = 80
MAX_BYTES = 180  # of UTF-8: most file systems stop at 255, and a suffix must fit behind it

# https://learn.microsoft.com/windows/win32/fileio/naming-a-file#naming-conventions
# "index" is the page that a folder itself shows.
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d|index)")
_HYPHENS = re.compile("-+")


def slugify(text: str) -> str:
    """`text` as a slug: lower-case letters and digits of any script, joined by single hyphens.

    Vowel marks, tatweel and invisible controls vanish; everything else that is not a letter or a
    digit, dots and slashes among it, becomes a hyphen, never the first or last character. At most
    `MAX_CHARACTERS` and `MAX_BYTES` long, cut at a hyphen unless that would lose half of it. A name
    that Windows keeps for a device, or web servers for a folder ("index"), gets "-1" behind it.
    Idempotent.
    """
    text = unicodedata.normalize("NFKC", text)
    for _ in range(2):  # letters can compose once the marks between them are gone
        text = unicodedata.normalize("NFKC", _letters(text.lower()))
    slug = _cut(_HYPHENS.sub("-", text).strip("-"))
    return f"{slug}-1" if _RESERVED.fullmatch(slug) else slug


def _letters(text: str) -> str:
    return "".join(
        character if _is_letter_or_digit(character) else "" if _vanishes(character) else "-"
        for character in text
    )


def _is_letter_or_digit(character: str) -> bool:
    category = unicodedata.category(character)
    return (category.startswith("L") or category == "Nd") and character != TATWEEL


def _vanishes(character: str) -> bool:
    return character == TATWEEL or unicodedata.category(character) in {"Mn", "Mc", "Me", "Cf"}


def _cut(slug: str) -> str:
    short = slug[:MAX_CHARACTERS].encode()[:MAX_BYTES].decode(errors="ignore")
    if len(short) < len(slug) and slug[len(short)] != "-":
        hyphen = short.rfind("-")
        if hyphen >= len(short) // 2:
            short = short[:hyphen]
    return short.rstrip("-")
