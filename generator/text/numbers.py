"""Turn an Arabic text and its English into the numbers that one has and the other lacks.

A number is read from its digits (Western, Arabic-Indic or Persian), with decimal and thousands
separators, a scale ("1.2 مليون" is 1,200,000) and the clock ("14:35" may be said as "2:35 p.m.").
In English it may also stand in words ("two dozen", "the sixteenth"), as a month ("October" for a
10) or in Roman figures.

Two questions, both answered so that a faithful translation is hardly ever accused: `lost` asks for
every number the Arabic has in digits; `invented` only speaks up for numbers above twelve in an
English whose Arabic has no number in words at all. Where a number stands is not asked: two that
changed places are not noticed. Hijri and Gregorian years are not converted.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from generator.text.normalize import fold

Reading = frozenset[Decimal]


@dataclass(frozen=True, slots=True)
class Number:
    """A number in digits, as `text` has it, and its `readings`.

    A reading is a set of values that together say the number: "14:35" is {14, 35} or {2, 35} or
    {1435}; "1.512" is {1512} or {1.512}.
    """

    text: str
    readings: tuple[Reading, ...]


_DIGITS = re.compile(
    r"(?<![\d.,])\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?![\d.,]*\d)"  # 10 000, as in French
    r"|\d+(?:[.,]\d+)*"
)
_ARABIC_COMMA = re.compile(r"(?<=\d)،(?=\d)")
_TATWEEL_AS_DASH = re.compile("(?<=\\d)\u0640+(?=\\d)")
_POWERS = re.compile(r"[²³]|(?<=[\d ])[كمسد]?م[23](?!\d)")  # the 2 of km² is no number
_CLOCK = r"(?<![\d:])(?P<hour>\d{1,2}):(?P<minute>\d{2})(?![\d:])"
_FRACTION = r"(?<![\d/⁄.,])(?P<part>\d)[/⁄](?P<whole>[1-9])(?![\d/⁄.,])"  # ½ is folded to 1⁄2
_COMPOUND = re.compile(f"{_CLOCK}|{_FRACTION}")
_JOINT = re.compile(r"\s*(?:-|–|to|and|or|الي|و|او)\s*", re.IGNORECASE)

# Folded spellings: "آلاف" is "الاف", "مليوناً" is "مليونا".
_SCALES = {
    Decimal(1_000): "الف|الفا|الاف|thousands?",
    Decimal(1_000_000): r"مليون|مليونا|ملايين|millions?|(?<=\d)mn",
    Decimal(1_000_000_000): "مليار|مليارا|مليارات|بليون|بليونا|بلايين|billions?|bn",
    Decimal(1_000_000_000_000): r"تري?ليون|تري?ليونا|تري?ليونات|trillions?|(?<=\d)tn",
}
_LETTERS = {"k": Decimal(1_000), "m": Decimal(1_000_000)}  # or kelvins and metres
_SCALE = re.compile(
    r"[ -]?(?:" + "|".join(f"({words})" for words in _SCALES.values()) + r")(?![^\W\d_])"
)


def numbers(text: str) -> list[Number]:
    """The numbers that stand in `text` in digits, in order."""
    text = _POWERS.sub("", html.unescape(text))
    text = _ARABIC_COMMA.sub(",", fold(_TATWEEL_AS_DASH.sub("-", text)))
    found: list[Number] = []
    position = 0
    for match in _COMPOUND.finditer(text):
        found += _plain_numbers(text[position : match.start()])
        found.append(_fraction(match) if match["hour"] is None else _time(match))
        position = match.end()
    return found + _plain_numbers(text[position:])


def lost(source: str, translation: str) -> list[str]:
    """The numbers in digits of the Arabic `source` that the English `translation` nowhere says.

    As they stand in the source, with ASCII digits; empty when all are kept.
    """
    wanted = numbers(source)
    if not wanted:
        return []
    said = _values(numbers(translation)) | english_words(translation)
    return [number.text for number in wanted if not any(r <= said for r in number.readings)]


def invented(source: str, translation: str) -> list[str]:
    """The numbers above twelve, in digits, that only the English has.

    Empty when the Arabic has any number in words, for those are not computed here.
    """
    if _NUMBER_WORD.search(fold(source)):
        return []
    known = _values(numbers(source))
    return [
        number.text
        for number in numbers(translation)
        if all(max(r) > 12 and not r & known for r in number.readings)
    ]


def _values(found: list[Number]) -> Reading:
    return frozenset().union(*(reading for number in found for reading in number.readings))


def _time(clock: re.Match[str]) -> Number:
    """A time of day: as it stands, on the other half of the dial, or as one figure (1435)."""
    hour, minute = int(clock["hour"]), int(clock["minute"])
    hours = {hour, hour + 12 if hour < 12 else hour - 12}
    readings = [{h, minute} if minute else {h} for h in sorted(hours)]
    readings += [{h * 100 + minute} for h in sorted(hours)]
    return Number(clock[0], tuple(frozenset(map(Decimal, r)) for r in readings))


def _fraction(match: re.Match[str]) -> Number:
    """ "1/3" may be said in digits, as a decimal, or as "a third"."""
    part, whole = Decimal(match["part"]), Decimal(match["whole"])
    readings = [frozenset({part, whole}), frozenset({part / whole})]
    if part == 1:
        readings.append(frozenset({whole}))
    return Number(match[0], tuple(readings))


def _plain_numbers(text: str) -> list[Number]:
    matches = list(_DIGITS.finditer(text))
    found: list[Number] = []
    following: re.Match[str] | None = None
    inherited: Decimal | None = None
    for match in reversed(matches):  # From the end: "5 to 10 million" scales the 5 as well.
        own = _scale_after(text, match.end())
        joined = following and _JOINT.fullmatch(text, match.end(), following.start())
        inherited = own or (inherited if joined else None)
        perhaps = inherited or _LETTERS.get(text[match.end() : match.end() + 1])
        found = _readings(match[0], own, perhaps) + found
        following = match
    return found


def _scale_after(text: str, position: int) -> Decimal | None:
    match = _SCALE.match(text, position)
    return None if match is None else list(_SCALES)[(match.lastindex or 1) - 1]


def _readings(digits: str, own: Decimal | None, perhaps: Decimal | None) -> list[Number]:
    parts = re.split(r"[.,]", digits)
    if len(set(re.findall(r"[.,]", digits))) == 1 and len(parts) > 2 and not _grouped(parts):
        return [Number(part, (frozenset({Decimal(part)}),)) for part in parts]  # 25.10.2016
    values = _amounts(digits, parts)
    readings = [frozenset({v * (own or 1)}) for v in values]
    if perhaps and not own:
        readings += [frozenset({v * perhaps}) for v in values]
    if re.fullmatch(r"\d{1,2}\.\d{2}", digits) or ("," in digits and not _grouped(parts)):
        # 9.30 as a time of day; 2015,2016 as two years
        readings.append(frozenset(map(Decimal, parts)))
    return [Number(digits, tuple(readings))]


def _amounts(digits: str, parts: list[str]) -> list[Decimal]:
    """What the digits can amount to: "1.512" is over a thousand for some, under two for others."""
    if len(parts) == 1:
        return [Decimal(re.sub(r"\s", "", digits))]
    joined = Decimal("".join(parts))
    decimal = Decimal("".join(parts[:-1]) + "." + parts[-1])
    if not _grouped(parts):
        return [decimal]
    return [joined] if len(parts) > 2 or digits.endswith("0") else [joined, decimal]


def _grouped(parts: list[str]) -> bool:
    """Whether the separators can all be those of thousands."""
    return 1 <= len(parts[0]) <= 3 and parts[0] != "0" and all(len(p) == 3 for p in parts[1:])


# English numbers in words -----------------------------------------------------------------------

_ONES = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
]  # fmt: skip
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fifth": 5, "eighth": 8, "ninth": 9, "twelfth": 12,
    "once": 1, "single": 1, "twice": 2, "double": 2, "both": 2, "couple": 2, "pair": 2,
    "triple": 3, "decade": 10, "nil": 0, "no": 0,
}  # fmt: skip
_WORDS = (
    {word: value for value, word in enumerate(_ONES)}
    | {word: 20 + 10 * place for place, word in enumerate(_TENS)}
    | {f"{word}th": value for value, word in enumerate(_ONES)}
    | {f"{word[:-1]}ieth": 20 + 10 * place for place, word in enumerate(_TENS)}
    | {f"{word[:-1]}ies": 20 + 10 * place for place, word in enumerate(_TENS)}
    | _ORDINALS
)
_MULTIPLIERS = {
    "dozen": 12, "hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9,
    "trillion": 10**12,
}  # fmt: skip
_FRACTIONS = {
    "half": ("0.5", "50"),
    "quarter": ("0.25", "25"),
    "thirds": ("3",),
    "quarters": ("4", "75"),
}
_MONTHS = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
]  # fmt: skip
_ROMAN = re.compile(r"\b(?=[IVX])(X{0,3})(IX|IV|V?I{0,3})\b")


def english_words(text: str) -> Reading:
    """The values that an English text says in words, by month names and in Roman figures."""
    values = {Decimal(value) for value in _worded(text)}
    return frozenset(values) | signs(text)


def signs(text: str) -> Reading:
    """The values that an English text says by fractions, month names and Roman figures."""
    values: set[Decimal] = set()
    for word in re.findall(r"[a-z]+", text.lower()):
        values.update(map(Decimal, _FRACTIONS.get(word, ())))
    values.update(
        Decimal(number)
        for number, month in enumerate(_MONTHS, 1)
        if re.search(rf"\b(?:{month}|{month[:3]}t?)\b", text)
    )
    values.update(_roman(match) for match in _ROMAN.finditer(text))
    return frozenset(values)


def _roman(match: re.Match[str]) -> Decimal:
    units = {"IX": 9, "IV": 4}.get(match[2], 5 * ("V" in match[2]) + match[2].count("I"))
    return Decimal(10 * len(match[1]) + units)


def _worded(text: str) -> Iterator[int]:
    """Each run of number words as one value, and the values it is put together from."""
    total = current = 0
    running = False
    for word in re.findall(r"[a-z]+|[^a-z\s-]", text.lower()):
        singular = word.removesuffix("s")
        if word in _WORDS or singular in _WORDS:
            value = _WORDS.get(word, _WORDS.get(singular, 0))
            yield value
            joins = running and (current % 100 == 0 or (current % 10 == 0 and value < 10))
            current = current + value if joins else value
            total = total if joins else 0
            running = True
        elif singular in _MULTIPLIERS:
            multiplier = _MULTIPLIERS[singular]
            current = (current if running and current else 1) * multiplier
            if multiplier >= 1000:
                total, current = total + current, 0
            running = True
        elif word == "and" and running:
            continue
        elif running:
            yield total + current
            total = current = 0
            running = False
    if running:
        yield total + current


# Stems of Arabic number words, folded: enough to know that there is a number in words.
_NUMBER_WORD = re.compile(
    r"(?<!\w)[وفبكل]{0,2}(?:ال|ل)?(?:"
    r"عشر|احد[يا]? عشر|اثن|ثلاث|ثلث|اربع|خمس|خامس|ست[هو]? |ستين|ستون|ستمائ|سادس|سبع|سابع|ثمان|ثامن"
    r"|تسع|تاسع|عاشر|مائ[هت]|مئ[هات]|مئوي|الف(?!\w)|الفي|الفا|الاف|الوف|مليون|ملايين|مليار|بليون"
    r"|تري?ليون|نصف|ربع|رابع|دزين|درزن|عقد|قرن|قرون|ميه)"
)
