"""Turn an age such as "منذ 7 سنوات 6 أشهر" or "2 hours ago" into its parts, and back into words.

Refuses a line that holds anything besides an age, an age without a number ("منذ أيام") or with an
approximate one ("منذ حوالي سنة"), and units that do not go from large to small.
"""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass, replace
from typing import Literal, TypeVar, get_args

from babel import Locale

from generator.text.calendars import Moment
from generator.text.lexemes import Line, Phrases, lexemes, number_at, phrase_at, phrases, word_at

Unit = Literal["year", "month", "week", "day", "hour", "minute", "second"]
UNITS: tuple[Unit, ...] = get_args(Unit)
T = TypeVar("T")

_SECONDS = {"week": 604_800, "day": 86_400, "hour": 3_600, "minute": 60, "second": 1}

_ONE: Phrases[Unit] = phrases(
    [
        ("سنة|عام|عاما", "year"),
        ("شهر|شهرا", "month"),
        ("أسبوع|أسبوعا", "week"),
        ("يوم|يوما", "day"),
        ("ساعة", "hour"),
        ("دقيقة", "minute"),
        ("ثانية", "second"),
    ]
)
_TWO: Phrases[Unit] = phrases(
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
_COUNTED: Phrases[Unit] = {
    **_ONE,
    **phrases(
        [
            ("سنوات|سنين|أعوام|year|years|yr|yrs", "year"),
            ("أشهر|شهور|month|months|mo|mos", "month"),
            ("أسابيع|week|weeks|wk|wks", "week"),
            ("أيام|day|days", "day"),
            ("ساعات|hour|hours|hr|hrs", "hour"),
            ("دقائق|minute|minutes|min|mins", "minute"),
            ("ثوان|ثواني|second|seconds|sec|secs", "second"),
        ]
    ),
}
_NUMBERS: Phrases[int] = phrases(
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
        try:
            return str(_seconds_before(then, seconds, smallest))
        except OverflowError:
            raise ValueError(f"{self} before {retrieved} lies before the year 1") from None


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


def age_at(line: Line, at: int) -> tuple[Age, int, bool] | None:
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


def _part_at(line: Line, at: int, joined: bool) -> tuple[tuple[int, Unit], int] | None:
    """A number and a unit, a dual or a lone unit, with "و", "," or "and" before it if `joined`."""
    if joined and word_at(line, at) in {"و", ",", "and"}:
        at += 1
    if dual := phrase_at(line, at, _TWO_JOINED if joined else _TWO):
        unit, end = dual
        return (2, unit), end + (word_at(line, end) in {"اثنين", "اثنتين"})
    if lone := phrase_at(line, at, _ONE_JOINED if joined else _ONE):
        unit, end = lone
        return (1, unit), end + (word_at(line, end) in {"واحد", "واحده"})
    number = number_at(line, at, digits=4)
    end = at + 1
    if number is None:
        if not (word := phrase_at(line, at, _NUMBERS_JOINED if joined else _NUMBERS)):
            return None
        number, end = word
    if not (named := phrase_at(line, end, _COUNTED)):
        return None
    return (number, named[0]), named[1]


def _joined(table: Phrases[T]) -> Phrases[T]:
    """`table`, and each of its phrases with an "و" written onto it: "شهرين وأسبوع"."""
    return {**table, **{(f"و{first}", *rest): value for (first, *rest), value in table.items()}}


_ONE_JOINED, _TWO_JOINED, _NUMBERS_JOINED = _joined(_ONE), _joined(_TWO), _joined(_NUMBERS)


def _months_before(moment: Moment, months: int, needed: Unit) -> Moment:
    """`moment` so many months earlier, on the last day of its month where the day is missing there.

    A month that is not known may stay so when only whole years are taken off and asked for.
    """
    if moment.month is None:
        if needed != "year" or months % 12:
            raise ValueError(f"{moment} does not say the month")
        month_index = moment.year * 12 - months
    else:
        month_index = moment.year * 12 + moment.month - 1 - months
    year, month = divmod(month_index, 12)
    if year < 1:
        raise ValueError("the age reaches back before the year 1")
    day = moment.day and min(moment.day, calendar.monthrange(year, month + 1)[1])
    return replace(moment, year=year, month=month + 1, day=day)


def _seconds_before(moment: Moment, seconds: int, smallest: Unit) -> Moment:
    """`moment` so many seconds earlier, cut to what `smallest` and the moment allow."""
    day = moment.date()
    if moment.hour is None or smallest in {"week", "day"}:
        day -= dt.timedelta(days=seconds // _SECONDS["day"])
        return Moment(day.year, day.month, day.day)
    time = dt.time(moment.hour, moment.minute or 0)
    then = dt.datetime.combine(day, time) - dt.timedelta(seconds=seconds)
    minute = None if smallest == "hour" or moment.minute is None else then.minute
    return Moment(then.year, then.month, then.day, then.hour, minute, moment.offset)


def _arabic(number: int, unit: Unit) -> str:
    category = Locale("ar").plural_form(number)
    form = dict(zip(_PLURAL_CATEGORIES, _ARABIC_FORMS[unit], strict=True)).get(
        category, _ARABIC_FORMS[unit][-1]
    )
    return form if number in {1, 2} else f"{number} {form}"
