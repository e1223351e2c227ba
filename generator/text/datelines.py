"""Turn lexemes into a date as it is written there: day, month and year, or month and year.

Refuses what only looks like a date in digits (see `_is_other_number`). Whether the calendar has
such a day, and which reading of 01/02/2016 is meant, is for `generator.text.dates` to say.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from generator.text.calendars import (
    GREGORIAN_MONTHS,
    HIJRI_MONTHS,
    HIJRI_YEARS,
    WEEKDAYS,
)
from generator.text.lexemes import Line, Phrases, number_at, phrase_at, phrases, skip, word_at

Calendar = Literal["gregorian", "hijri"]

GREGORIAN_YEARS = range(1600, 2101)
_SURELY_HIJRI = range(1420, 1501)  # a year below could be of the solar calendar of Iran

_ERAS: Phrases[Calendar] = phrases(
    [
        ("هـ|هجري|هجرية|للهجرة|من الهجرة|AH", "hijri"),
        ("م|ميلادي|ميلادية|للميلاد|AD|CE", "gregorian"),
    ]
)
_ONES = "الأول|الثاني|الثالث|الرابع|الخامس|السادس|السابع|الثامن|التاسع".split("|")
_ORDINALS: Phrases[int] = phrases(
    [(one, day) for day, one in enumerate(_ONES, start=1)]
    + [("العاشر", 10), ("الحادي عشر", 11), ("العشرين|العشرون", 20), ("الثلاثين|الثلاثون", 30)]
    + [(f"{one} عشر", day) for day, one in enumerate(_ONES[1:], start=12)]
    + [
        (f"{one} والعشرين|{one} والعشرون|{one} و العشرين", day)
        for day, one in enumerate(["الحادي", *_ONES[1:]], start=21)
    ]
    + [("الحادي والثلاثين|الحادي والثلاثون", 31), ("الفاتح", 1)]  # as Algeria calls the first
)

_SEPARATORS = {"/", "-", ".", "\\"}
_BETWEEN = _SEPARATORS | set(", من شهر عام سنه لعام لسنه العام للعام of st nd rd th".split())
_AFTER_WEEKDAY = {",", "-", "/", ".", ":", "يوم", "في", "the"}
_BEFORE_COUNTS = set(
    "العدد عدد رقم الرقم المجلد الحلقه صفحه الصفحه ماده الماده قانون القانون الاصدار اصدار نسخه"
    " النسخه هاتف no issue vol volume version ver v release page".split()
)


@dataclass(frozen=True, slots=True)
class Written:
    """A date as written, up to `end`.

    `day_first` is set where it is in digits and day and month might be meant the other way round,
    `ordinal` where the day is a word ("الأول من أكتوبر").
    """

    year: int
    month: int
    day: int | None
    calendar: Calendar
    end: int
    day_first: bool = False
    ordinal: bool = False


def written_at(line: Line, at: int) -> Written | None:
    """The date written at `at`, in digits or with the name of its month."""
    if number_at(line, at, 4) is not None and word_at(line, at - 1) in _BEFORE_COUNTS:
        return None
    named = _day_first(line, at) or _month_first(line, at) or _year_first(line, at)
    return _dated(line, named) if named else _in_digits(line, at)


def weekday_at(line: Line, at: int) -> tuple[int | None, int]:
    """The weekday at `at` (Monday is 0) and where what follows begins; None and `at` if none."""
    named = phrase_at(line, at + (word_at(line, at) == "يوم"), WEEKDAYS)
    return (named[0], skip(line, named[1], _AFTER_WEEKDAY, 2)) if named else (None, at)


def month_before(line: Line, end: int) -> bool:
    """Whether a day and a month, as in "28 أبريل", end just before `end`."""
    return any(
        number_at(line, end - length - 1) is not None
        and (month := _month_at(line, end - length)) is not None
        and month[2] == end
        for length in (1, 2)
    )


def coarse_at(line: Line, at: int) -> tuple[int, int | None, int] | None:
    """The year and the month of "10/2016", or the year of "عام 2016", and where that ends."""
    at += word_at(line, at) in {"عام", "سنه", "العام", "year"}
    if word_at(line, at + 1) in {"/", "-"} and number_at(line, at + 2, 4) is not None:
        year, month, end = _year_at(line, at), number_at(line, at + 2), at + 3
        if year is None:
            year, month = _year_at(line, at + 2), number_at(line, at)
        if month is None or not 1 <= month <= 12:
            return None
    else:
        year, month, end = _year_at(line, at), None, at + 1
    era, end = phrase_at(line, end, _ERAS) or ("gregorian", end)
    if year is None or year not in GREGORIAN_YEARS or era == "hijri":
        return None
    return year, month, end


def _day_first(line: Line, at: int) -> Written | None:
    """ "25 أكتوبر 2016", "الخامس والعشرين من تشرين الأول/أكتوبر 2016"."""
    ordinal = phrase_at(line, at, _ORDINALS)
    day, end = ordinal or (number_at(line, at), at + 1)
    month = _month_at(line, skip(line, end, _BETWEEN, 3)) if day is not None else None
    if month is None:
        return None
    year_at = skip(line, month[2], _BETWEEN, 3)
    year = _year_at(line, year_at)
    if year is None:
        return None
    return Written(year, month[0], day, month[1], year_at + 1, ordinal=ordinal is not None)


def _month_first(line: Line, at: int) -> Written | None:
    """ "October 25, 2016", and without a day "أكتوبر 2016"."""
    month = _month_at(line, at)
    if month is None:
        return None
    after = skip(line, month[2], _BETWEEN, 3)
    day, year_at = number_at(line, after), after
    if day is not None:
        year_at = skip(line, after + 1, _BETWEEN, 3)
    year = _year_at(line, year_at)
    return None if year is None else Written(year, month[0], day, month[1], year_at + 1)


def _year_first(line: Line, at: int) -> Written | None:
    """ "2016 أكتوبر 25"."""
    year = _year_at(line, at)
    month = _month_at(line, skip(line, at + 1, _SEPARATORS, 1)) if year is not None else None
    if year is None or month is None:
        return None
    day_at = skip(line, month[2], _SEPARATORS, 1)
    day = number_at(line, day_at)
    return None if day is None else Written(year, month[0], day, month[1], day_at + 1)


def _dated(line: Line, date: Written) -> Written | None:
    """`date` with the mark of its era; None where year or era are not of the month's calendar."""
    years = HIJRI_YEARS if date.calendar == "hijri" else GREGORIAN_YEARS
    era, end = phrase_at(line, date.end, _ERAS) or (date.calendar, date.end)
    return replace(date, end=end) if date.year in years and era == date.calendar else None


def _in_digits(line: Line, at: int) -> Written | None:
    """ "25/10/2016", "2016-10-25": three numbers around one and the same separator."""
    separator = word_at(line, at + 1)
    if separator not in _SEPARATORS or word_at(line, at + 3) != separator:
        return None
    if (year := _year_at(line, at)) is not None:
        month, day, day_first = number_at(line, at + 2), number_at(line, at + 4), False
    else:
        day, month, day_first = number_at(line, at), number_at(line, at + 2), True
        year = _year_at(line, at + 4)
    if year is None or month is None or day is None or _is_other_number(line, at, at + 5):
        return None
    calendar: Calendar = "hijri" if year in _SURELY_HIJRI else "gregorian"
    calendar, end = phrase_at(line, at + 5, _ERAS) or (calendar, at + 5)
    if year not in (HIJRI_YEARS if calendar == "hijri" else GREGORIAN_YEARS):
        return None
    return Written(year, month, day, calendar, end, day_first=day_first)


def _is_other_number(line: Line, at: int, end: int) -> bool:
    """Whether what is glued to the digits makes them a part of a path, a price or a version."""
    if at and line[at].glued:
        before = line[at - 1]
        joined = before.glued and before.text in "/\\-.,:" and not _is_arabic(line, at - 2)
        if joined and (before.text not in ",:" or number_at(line, at - 2, 9) is not None):
            return True
        if before.text in "+#$€£=@_" or (before.kind == "word" and before.text.isascii()):
            return True
    if end >= len(line) or not line[end].glued:
        return False
    after = line[end]
    chained = after.text in "/\\-." and end + 1 < len(line) and line[end + 1].glued
    in_latin = after.kind == "word" and after.text.isascii() and after.text != "t"
    return in_latin or (chained and not _is_arabic(line, end + 1))


def _is_arabic(line: Line, at: int) -> bool:
    return not word_at(line, at).isascii()


def _month_at(line: Line, at: int) -> tuple[int, Calendar, int] | None:
    """The month named at `at`, its calendar and where its name ends, both names of a doubled one.

    0 is the month of two names that contradict each other ("تشرين الثاني/ديسمبر").
    """
    for calendar, names in _CALENDARS:
        if named := phrase_at(line, at, names):
            month, end = named
            other_at = end + (word_at(line, end) in {"/", "-", "(", ",", "\\"})
            if other := phrase_at(line, other_at, names):
                month = month if other[0] == month else 0
                end = other[1] + (word_at(line, other[1]) == ")" and word_at(line, end) == "(")
            return month, calendar, end
    return None


_CALENDARS: tuple[tuple[Calendar, Phrases[int]], ...] = (
    ("gregorian", GREGORIAN_MONTHS),
    ("hijri", HIJRI_MONTHS),
)


def _year_at(line: Line, at: int) -> int | None:
    """The number of four digits at `at`."""
    return number_at(line, at, 4) if at < len(line) and len(line[at].text) == 4 else None
