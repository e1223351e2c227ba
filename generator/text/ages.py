"""Turn an age such as "منذ 7 سنوات 6 أشهر" or "2 hours ago" into its parts, and back into words.

Refuses a line that holds anything besides an age, an age without a number ("منذ أيام") or with an
approximate one ("منذ حوالي سنة"), and units that do not go from large to small.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

from babel import Locale

from generator.text.calendars import Moment
from generator.text.lexemes import Lexeme, lexemes, number_at, phrase_at, phrases, word_at

Unit = Literal["year", "month", "week", "day", "hour", "minute", "second"]
UNITS: tuple[Unit, ...] = get_args(Unit)

_SECONDS = {"week": 604_800, "day": 86_400, "hour": 3_600, "minute": 60, "second": 1}

_UNIT_NAMES = phrases(
    [
        ("سنة|سنوات|سنين|عام|عاما|عاماً|أعوام|اعوام|year|years|yr|yrs", "year"),
        ("شهر|شهرا|أشهر|شهور|month|months|mo|mos", "month"),
        ("أسبوع|أسبوعا|أسابيع|week|weeks|wk|wks", "week"),
        ("يوم|يوما|أيام|day|days", "day"),
        ("ساعة|ساعات|hour|hours|hr|hrs", "hour"),
        ("دقيقة|دقائق|minute|minutes|min|mins", "minute"),
        ("ثانية|ثوان|ثواني|second|seconds|sec|secs", "second"),
    ]
)
_DUALS = phrases(
    [
        ("سنتين|سنتان|عامين|عامان", "year"),
        ("شهرين|شهران", "month"),
        ("أسبوعين|أسبوعان", "week"),
        ("يومين|يومان", "day"),
        ("ساعتين|ساعتان", "hour"),
        ("دقيقتين|دقيقتان", "minute"),
        ("ثانيتين|ثانيتان", "second"),
    ]
)
_NUMBERS = phrases(
    (spellings, number)
    for number, spellings in enumerate(
        (
            "واحد|واحدة|a|an|one",
            "اثنين|اثنان|اثنتين|اثنتان|إثنين|إثنان|two",
            "ثلاث|ثلاثة|three",
            "أربع|أربعة|four",
            "خمس|خمسة|five",
            "ست|ستة|six",
            "سبع|سبعة|seven",
            "ثماني|ثمان|ثمانية|eight",
            "تسع|تسعة|nine",
            "عشر|عشرة|ten",
            "أحد عشر|إحدى عشرة|eleven",
            "اثنا عشر|اثني عشر|اثنتا عشرة|اثنتي عشرة|twelve",
        ),
        start=1,
    )
)
_BEFORE = {"منذ", "مند", "قبل"}
_AFTER = {"ago", "مضت", "مضي", "خلت"}

# CLDR's forms for the plural categories one, two, few, many and other. (Babel 2.18 finds no
# Arabic days and months and does not inflect weeks.)
_ARABIC_FORMS = {
    "year": ("سنة", "سنتان", "سنوات", "سنة", "سنة"),
    "month": ("شهر", "شهران", "أشهر", "شهرًا", "شهر"),
    "week": ("أسبوع", "أسبوعان", "أسابيع", "أسبوعًا", "أسبوع"),
    "day": ("يوم", "يومان", "أيام", "يومًا", "يوم"),
    "hour": ("ساعة", "ساعتان", "ساعات", "ساعة", "ساعة"),
    "minute": ("دقيقة", "دقيقتان", "دقائق", "دقيقة", "دقيقة"),
    "second": ("ثانية", "ثانيتان", "ثوانٍ", "ثانية", "ثانية"),
}
_PLURAL_CATEGORIES = ("one", "two", "few", "many", "other")


@dataclass(frozen=True, slots=True)
class Age:
    """How long ago something was, from the largest unit to the smallest: ((7, "year"), ...).

    `str()` is the English of it: "7 years 6 months".
    """

    parts: tuple[tuple[int, Unit], ...]

    def __str__(self) -> str:
        return " ".join(f"{n} {unit}{'' if n == 1 else 's'}" for n, unit in self.parts)

    def before(self, retrieved: str) -> str:
        """The ISO 8601 date this long before `retrieved`, no more precise than the smallest unit.

        Years give a year, months a month, weeks and days a day, hours an hour and minutes a minute,
        each counted back in whole units. Where `retrieved` has no time of day, hours and minutes
        give a day: the day of retrieval, or as many days before as there are 24 hours. The offset
        of `retrieved` is kept with a time. Raises `ValueError` where `retrieved` is no ISO 8601
        date or not precise enough to count back from, or the result lies before the year 1.
        """
        counts: dict[str, int] = {unit: n for n, unit in self.parts}
        smallest = self.parts[-1][1]
        then = _months_before(
            Moment.of(retrieved), 12 * counts.get("year", 0) + counts.get("month", 0), smallest
        )
        if smallest == "year":
            return f"{then.year:04}"
        if smallest == "month":
            return f"{then.year:04}-{then.month:02}"
        seconds = sum(counts.get(unit, 0) * length for unit, length in _SECONDS.items())
        return str(_seconds_before(then, seconds, smallest))


def parse_age(text: str) -> Age | None:
    """The age that `text`, a whole line, says in Arabic or English, else None.

    A bullet may stand before it. "منذ", "قبل" or "ago" may be missing where a number in digits
    comes first ("7 years 6 months").
    """
    line = lexemes(text)
    start = next((i for i, lexeme in enumerate(line) if lexeme.text not in "·•|-*"), len(line))
    found = age_at(line, start)
    if found is None:
        return None
    age, end, marked = found
    whole = all(lexeme.text in ".·" for lexeme in line[end:])
    return age if whole and (marked or line[start].kind == "number") else None


def is_age(text: str) -> bool:
    """Whether the whole of `text` is an age, as the line below a comment's author is."""
    return parse_age(text) is not None


def format_age(age: Age | str, lang: str) -> str:
    """`age` for a reader of `lang`: "7 سنوات و6 أشهر", "7 years 6 months". Digits are 0-9.

    A string is parsed; one that is no age is given back as it is.
    """
    if isinstance(age, str):
        parsed = parse_age(age)
        if parsed is None:
            return age
        age = parsed
    if lang != "ar":
        return str(age)
    return " و".join(_arabic(n, unit) for n, unit in age.parts)


def age_at(line: Sequence[Lexeme], at: int) -> tuple[Age, int, bool] | None:
    """The age beginning at `at`, where it ends, and whether "منذ" or "ago" marks it as one."""
    marked = word_at(line, at) in _BEFORE
    i = at + marked
    parts: list[tuple[int, Unit]] = []
    while found := _part_at(line, i, bool(parts)):
        part, i = found
        if parts and UNITS.index(part[1]) <= UNITS.index(parts[-1][1]):
            return None
        parts.append(part)
    if word_at(line, i) in _AFTER:
        marked, i = True, i + 1
    return (Age(tuple(parts)), i, marked) if parts else None


def _part_at(
    line: Sequence[Lexeme], at: int, joined: bool
) -> tuple[tuple[int, Unit], int] | None:
    """A number and a unit, a dual or a lone unit, with "و", "," or "and" before it if `joined`."""
    if joined:
        if word_at(line, at) in {"و", ",", "and"}:
            at += 1
        line, at = _without_waw(line, at)
    if dual := phrase_at(line, at, _DUALS):
        unit, end = dual
        return (2, _unit(unit)), end + (word_at(line, end) in {"اثنين", "اثنتين"})
    number: int | None
    if (number := number_at(line, at, digits=4)) is not None:
        at += 1
    elif word := phrase_at(line, at, _NUMBERS):
        number, at = word
    if named := phrase_at(line, at, _UNIT_NAMES):
        unit, end = named
        if number is None:  # "منذ أسبوع", "منذ سنة واحدة", but not "منذ أيام"
            if line[at].text not in _SINGULAR:
                return None
            number, end = 1, end + (word_at(line, end) in {"واحد", "واحده"})
        return (number, _unit(unit)), end
    return None


_SINGULAR = {"سنه", "عام", "عاما", "شهر", "شهرا", "اسبوع", "اسبوعا", "يوم", "يوما", "ساعه"} | {
    "دقيقه", "ثانيه",
}  # fmt: skip


def _unit(name: str) -> Unit:
    return next(unit for unit in UNITS if unit == name)


def _without_waw(line: Sequence[Lexeme], at: int) -> tuple[Sequence[Lexeme], int]:
    """The rest of `line` with the "و" taken off its first word ("وشهرين"), unless it is the word's."""
    word = word_at(line, at)
    if word.startswith("و") and not word.startswith("واحد"):
        first = replace_text(line[at], word[1:])
        return [*line[:at], first, *line[at + 1 :]], at
    return line, at
