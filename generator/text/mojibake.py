"""Turn mojibake, Arabic that was decoded wrongly and saved so, back into Arabic.

UTF-8 read as Windows-1252, Latin-1, Windows-1256 or Mac Roman ("Ø§Ù„", "ط§ظ„", "ÿßŸÑ"), once or
twice, and Windows-1256 or ISO-8859-6 read as Windows-1252 or Latin-1 ("ÇáÓæÞ"). Mended is a stretch
between line ends and tags of which every letter can be read back; a letter that was lost on the
way cannot. Refuses, with its line, a text with anything else of the kind: none of it is published.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import compress
from typing import Final

from generator.text.encodings import best_reading

_STRETCH = re.compile("[^\n\r<>]+")
_TIMES = 6  # each misreading twice
_LOST = "\ufffd"
_LOST_SHARE = 1 / 200


class GarbledText(ValueError):
    """Mojibake that cannot be mended with certainty; `line` is where, from 1."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line}")
        self.line = line


@dataclass(frozen=True)
class _Misreading:
    """UTF-8 that was read as `codec`; `least` pairs in a row are no accident."""

    codec: str
    least: int

    @cached_property
    def bytes_of(self) -> dict[int, int]:
        """The byte that each character above ASCII was, as a table for `str.translate`.

        Bytes that the encoding leaves undefined mostly become C1 controls, as in Latin-1.
        """
        table = {byte: byte for byte in range(0x80, 0xA0)}
        for byte in range(0x80, 0x100):
            table[ord(bytes([byte]).decode(self.codec, "ignore") or chr(byte))] = byte
        return table

    def _one_of(self, first: int, last: int) -> str:
        codes = [code for code, byte in self.bytes_of.items() if first <= byte <= last]
        return "[" + "".join(re.escape(chr(code)) for code in codes) + "]"

    @cached_property
    def _sequence(self) -> str:
        """A character above ASCII in UTF-8."""
        rest = self._one_of(0x80, 0xBF)
        return (
            f"(?:{self._one_of(0xC2, 0xDF)}{rest}|{self._one_of(0xE0, 0xEF)}{rest}{{2}}"
            f"|{self._one_of(0xF0, 0xF4)}{rest}{{3}})"
        )

    @cached_property
    def _arabic(self) -> str:
        """A letter of the Arabic block in UTF-8; or one misread already, in UTF-8 again."""
        once = self._one_of(0xD8, 0xDB) + self._one_of(0x80, 0xBF)
        twice = self._one_of(0xC3, 0xC3) + self._one_of(0x98, 0x9B) + self._sequence
        return f"(?:{once}|{twice})"

    @cached_property
    def hint(self) -> re.Pattern[str]:
        """Two letters in a row: most texts have none, and are left alone."""
        return re.compile(f"{self._arabic}{{2}}")

    @cached_property
    def sign(self) -> re.Pattern[str]:
        """So many letters in a row that they are mojibake whatever stands around them."""
        return re.compile(f"{self._arabic}{{{self.least}}}")

    @cached_property
    def whole(self) -> re.Pattern[str]:
        """A stretch in which all above ASCII is UTF-8, two letters of it at least Arabic."""
        anything = f"(?:[\x00-\x7f]|{self._sequence})*"
        return re.compile(f"(?=(?:.*?{self._arabic}){{2}}){anything}", re.DOTALL)

    def back(self, stretch: str) -> str:
        """What `stretch` was. Raises UnicodeError."""
        return stretch.translate(self.bytes_of).encode("latin-1").decode("utf-8")


_MISREADINGS: Final = (
    _Misreading("cp1252", 2),
    _Misreading("cp1256", 3),  # "ط…" and the like do stand in Arabic and Persian
    _Misreading("mac_roman", 2),
)
_WESTERN = _MISREADINGS[0].bytes_of
_FEWEST = 3
_KINDS = 5
_ASCII = frozenset(range(0x80))
_ACCENTED = "[\xc0-\xd6\xd8-\xf6\xf8-\xff]"
_ABOVE_ASCII = re.compile(f"{_ACCENTED}{{2}}")
# No language in Latin letters has four of these in a row.
_GARBLED_WORD = re.compile(f"{_ACCENTED}{{4}}")
# Quotation marks and dashes of UTF-8 read as Windows-1252 are told even amid sound Arabic.
_PUNCTUATION = re.compile("â€[\u201c\u201d\u02dc\u2122\u0161\u203a\u0153\u017e\x9d¢¦]")


def mend(text: str) -> str:
    """`text` with the mojibake in it read back; the same `text` where there is none.

    Raises GarbledText where some cannot be read back.
    """
    for _ in range(_TIMES):
        # One at a time, from the first again: what is half restored may look like another.
        tried = (_mend_utf8(text, misreading) for misreading in _MISREADINGS)
        mended = next((result for result in tried if result != text), text)
        if mended == text:
            break
        text = mended
    text = _PUNCTUATION.sub(lambda match: _MISREADINGS[0].back(match[0]), text)
    text = _mend_single_bytes(text)
    if text.count(_LOST) > max(2, _LOST_SHARE * len(text)):
        raise GarbledText(line_of(text, text.index(_LOST)))
    return text.removeprefix("\ufeff")


def _mend_utf8(text: str, misreading: _Misreading) -> str:
    if not misreading.hint.search(text):
        return text

    def back(match: re.Match[str]) -> str:
        stretch = match[0]
        if stretch.isascii():
            return stretch
        if misreading.whole.fullmatch(stretch):
            try:
                return misreading.back(stretch)
            except UnicodeError:
                raise GarbledText(line_of(text, match.start())) from None
        if misreading.sign.search(stretch):
            raise GarbledText(line_of(text, match.start()))
        return stretch

    return _STRETCH.sub(back, text)


def _mend_single_bytes(text: str) -> str:
    """`text` with stretches of a legacy Arabic encoding, read as a Western one, read as it was."""
    found = [match for match in _STRETCH.finditer(text) if _ABOVE_ASCII.search(match[0])]
    garbled = [_is_western(match[0]) for match in found]
    # All stretches of one text were misread in the same way: together they are longer evidence.
    data = b"\n".join(_western_bytes(match[0]) for match in compress(found, garbled))
    reading = best_reading(data) if data else None
    # A few letters over and over ("Ç ÇÇ Ç") prove nothing, whatever they would spell.
    certain = reading is not None and reading.certain and len(set(data) - _ASCII) >= _KINDS
    backs = iter(reading.text.split("\n")) if reading and certain else iter(())
    pieces, end = [], 0
    for match, is_garbled in zip(found, garbled, strict=True):
        is_mended = certain and is_garbled
        if not is_mended and ((is_garbled and reading) or _GARBLED_WORD.search(match[0])):
            raise GarbledText(line_of(text, match.start()))
        pieces += [text[end : match.start()], next(backs) if is_mended else match[0]]
        end = match.end()
    return "".join((*pieces, text[end:]))


def _is_western(stretch: str) -> bool:
    """Whether `stretch` can be bytes read as Windows-1252, more of them letters than of ASCII."""
    high = [character for character in stretch if character > "\x7f"]
    ascii_letters = sum(character.isascii() and character.isalpha() for character in stretch)
    return len(high) > max(ascii_letters, _FEWEST - 1) and all(
        ord(character) in _WESTERN for character in high
    )


def _western_bytes(stretch: str) -> bytes:
    return stretch.translate(_WESTERN).encode("latin-1")


def line_of(text: str, at: int) -> int:
    """The line, from 1, on which the character `at` stands."""
    return 1 + len(re.findall("\r\n?|\n", text[:at]))
