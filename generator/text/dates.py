"""Turn a dateline, or the words that stand in for one, into a date no more precise than they are.

Refuses to guess. None is the answer to a line without a date, to a day the calendar does not have
(31 شباط), to two dates that differ, to a range, to a two-digit year, to a relative date without the
time of retrieval, and to numbers that only look like dates.

The rules where there is a choice:

- 01/02/2016 is the first of February: Arabic countries write the day first (CLDR d/M/y). In a line
  with Latin letters, AM and PM among them, it may be American and is refused, unless a weekday
  tells. 10/25/2016 has one reading only. An unmarked year of 1420 to 1500 is Hijri.
- A year, or a month in digits (10/2016), is a date only where it is all the line says.
- "اليوم", "أمس" and ages ("منذ أسبوع") count only where they are all that a stretch between "|",
  "·" or " - " says, labels such as "نشر" aside: "روسيا اليوم" is a name.
- A weekday that contradicts a full date is taken for the slip, and the date stays; one that
  contradicts "اليوم" or "أمس" leaves nothing certain. A Hijri day yields to its weekday by a day,
  for the new moon is not sighted everywhere at once.
- Of a Hijri and a Gregorian date in one line the Gregorian counts.
- A date after "آخر تحديث" gives way to another one in the line; one after قبل, بعد, منذ or حتى is
  not the date of anything here.
- A Hijri month without a day gives the Gregorian year it lies in, if it lies in one.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Literal

from generator.text.ages import Age, format_age, is_age, parse_age
from generator.text.calendars import (
    WEEKDAYS,
    Moment,
    format_date,
    format_days,
    format_hijri,
    format_month,
    from_hijri,
    to_hijri,
)
from generator.text.datelines import (
    Calendar,
    Written,
    coarse_at,
    month_before,
    weekday_at,
    written_at,
)
from generator.text.lexemes import Line, lexemes, number_at, skip, word_at
from generator.text.relative_dates import relative_at
from generator.text.times import at_time, time_after, time_before

__all__ = [
    "Age",
    "Date",
    "format_age",
    "format_date",
    "format_days",
    "format_hijri",
    "format_month",
    "is_age",
    "parse_age",
    "parse_date",
    "to_hijri",
]

Precision = Literal["year", "month", "day", "hour", "minute"]

_PAIRED = set(", - | / ( ) = الموافق الموافقه ل يوم corresponding to".split()) | {
    phrase[0] for phrase in WEEKDAYS
}
_LABELS = set(
    ": , ( [ · - نشر نشرت تم النشر تاريخ التاريخ بتاريخ في اضيف اضيفت كتب كتبت حرر حررت تحديث"
    " التحديث اخر محدث وقت المقال الخبر published posted updated last modified on date added"
    " created".split()
)
_UPDATED = set("تحديث التحديث محدث تعديل updated modified".split())
_NOT_OF = set("قبل بعد منذ حتي since before after until till".split())
_RANGE = {"-", "و", "الي", "حتي", "او", "to", "and", "or", "&"}
_NEUTRAL_LATIN = {"gmt", "utc", "t", "z", "h", "ad", "ce", "ah"}
_ENDS = {"|", "·", "-"}


@dataclass(frozen=True, slots=True)
class Date:
    """A date and what it rests on.

    `iso` is ISO 8601 as precise as it is known: "2016", "2016-10", "2016-10-25", "2016-10-25T14",
    "2016-10-25T14:35", with an offset if the text states one. It is always Gregorian; `calendar` is
    the one the text used. `words` is the part of the text that says so.
    """

    iso: str
    precision: Precision
    calendar: Calendar
    words: str


@dataclass(frozen=True, slots=True)
class _Found:
    """A date resting on `line[start:end]`; `updated` is the date of a change, after a label."""

    moment: Moment
    calendar: Calendar
    start: int
    end: int
    updated: bool


class _Undatable(ValueError):
    """What is meant as a date is impossible or has two readings."""


def parse_date(text: str, retrieved: str | None = None) -> Date | None:
    """The one date that `text`, a short line, states; None if there is none or any doubt.

    `retrieved` is when the text was fetched, in ISO 8601: "منذ أسبوع", "أمس" and their kind are
    counted from it. Raises `ValueError` if it is no such date. Linear in the length of `text`.
    """
    line = lexemes(text)
    now = None if retrieved is None else Moment.of(retrieved)
    try:
        found = _full_dates(line) or _coarse_dates(line)
        if not found and now is not None:
            found = _relative_dates(line, now)
        date = _the_one(line, found)
    except _Undatable:
        return None
    if date is None:
        return None
    words = text[line[date.start].start : line[date.end - 1].end]
    return Date(str(date.moment), _precision(date.moment), date.calendar, words)


def _precision(moment: Moment) -> Precision:
    if moment.day is None:
        return "year" if moment.month is None else "month"
    return "day" if moment.hour is None else "hour" if moment.minute is None else "minute"


def _the_one(line: Line, found: list[_Found]) -> _Found | None:
    """The most precise of the dates found, if all others agree with it."""
    if any(date.calendar == "gregorian" for date in found):
        found = [
            _paired(line, date, found[i - 1 : i] + found[i + 1 : i + 2])
            for i, date in enumerate(found)
            if date.calendar == "gregorian"
        ]
    found = [date for date in found if not date.updated] or found
    best = max(found, key=lambda date: len(str(date.moment)), default=None)
    if best and all(str(best.moment).startswith(str(date.moment)) for date in found):
        return best
    return None


def _paired(line: Line, date: _Found, neighbours: list[_Found]) -> _Found:
    """`date`, resting also on its neighbours that only say it again in the other calendar."""
    for other in neighbours:
        if other.calendar == date.calendar:
            continue
        first, second = sorted((date, other), key=lambda found: found.start)
        gap = line[first.end : second.start]
        if len(gap) <= 6 and all(lexeme.text in _PAIRED for lexeme in gap):
            closed = "(" in {lexeme.text for lexeme in gap} and word_at(line, second.end) == ")"
            date = replace(date, start=first.start, end=second.end + closed)
    return date


def _full_dates(line: Line) -> list[_Found]:
    """The dates in `line` that have a month and a year. Raises `_Undatable`."""
    latin = any(
        x.kind == "word" and x.text.isascii() and x.text not in _NEUTRAL_LATIN for x in line
    )
    found: list[_Found] = []
    at = behind = 0
    while at < len(line):
        date = _full_date_at(line, at, behind, latin)
        if date is None:
            at += 1
            continue
        at = behind = date.end
        if not _is_of_something_else(line, date.start):
            found.append(date)
    return found


def _full_date_at(line: Line, at: int, behind: int, latin: bool) -> _Found | None:
    """The date at `at` with its weekday, and its time before or after it."""
    time, core = time_before(line, at)
    weekday, core = weekday_at(line, core)
    written = written_at(line, core)
    if written is None:
        return None
    if time is None and _is_end_of_range(line, core, behind):
        raise _Undatable("a range has two ends")
    moment = _moment(written, weekday, latin)
    unparted = core > 0 and line[core - 1].kind == "word"
    if written.ordinal and unparted and weekday not in {None, moment.date().weekday()}:
        raise _Undatable("the first Tuesday of a month need not be its first day")
    end = written.end
    if moment.day is None:
        time, at = None, core
    elif time is None:
        time, end = time_after(line, end)
    return _Found(at_time(moment, time), written.calendar, at, end, _is_updated(line, at))


def _moment(written: Written, weekday: int | None, latin: bool) -> Moment:
    """What `written` means. Raises `_Undatable` where the calendar has no such date, or two do."""
    year, month, day = written.year, written.month, written.day
    first = _in_calendar(written.calendar, year, month, day)
    if written.day_first and day != month:
        second = _in_calendar(written.calendar, year, day or 0, month)
        if first and second and written.calendar == "gregorian":
            likely = [m for m in (first, second) if m.date().weekday() == weekday]
            if latin and len(likely) != 1:
                raise _Undatable("an American date or not?")
            first = likely[0] if len(likely) == 1 else first
        first = first or second
    if first is None:
        raise _Undatable("the calendar has no such date")
    if written.calendar == "hijri" and weekday is not None and first.day is not None:
        return _sighted(first, weekday)
    return first


def _in_calendar(calendar: Calendar, year: int, month: int, day: int | None) -> Moment | None:
    if calendar == "hijri":
        return from_hijri(year, month, day)
    try:
        dt.date(year, month, 1 if day is None else day)
    except ValueError:
        return None
    return Moment(year, month, day)


def _sighted(moment: Moment, weekday: int) -> Moment:
    """`moment`, or the day before or after it if that is the `weekday` said."""
    for days in (0, -1, 1):
        day = moment.date() + dt.timedelta(days=days)
        if day.weekday() == weekday:
            return Moment(day.year, day.month, day.day)
    return moment


def _is_end_of_range(line: Line, at: int, behind: int) -> bool:
    """Whether a day stands before the date at `at`: 3-5 مايو 2016, 28 أبريل - 5 مايو 2016."""
    if at - 2 < behind or word_at(line, at - 1) not in _RANGE:
        return False
    return number_at(line, at - 2) is not None or month_before(line, at - 1)


def _is_of_something_else(line: Line, at: int) -> bool:
    """Whether "قبل" or the like stands before the date at `at`."""
    while word_at(line, at - 1) in {"يوم", "تاريخ", "شهر", "في"}:
        at -= 1
    return word_at(line, at - 1) in _NOT_OF


def _is_updated(line: Line, at: int) -> bool:
    """Whether the labels before `at` say that it is the date of a change."""
    words = []
    while word_at(line, at - 1) in _LABELS | _UPDATED:
        at -= 1
        words.append(word_at(line, at))
    return not _UPDATED.isdisjoint(words)


def _coarse_dates(line: Line) -> list[_Found]:
    """The year, or the month in digits, that is all the line says."""
    start = skip(line, 0, _LABELS, len(line))
    coarse = coarse_at(line, start)
    if coarse is None or any(lexeme.text not in ".,)" for lexeme in line[coarse[2] :]):
        return []
    year, month, end = coarse
    return [_Found(Moment(year, month), "gregorian", start, end, updated=False)]


def _relative_dates(line: Line, now: Moment) -> list[_Found]:
    """The dates counted back from `now` that are all a stretch of the line says."""
    found = []
    for at in range(len(line)):
        if at == 0 or word_at(line, at - 1) in _ENDS:
            start = skip(line, at, _LABELS, 8)
            relative = relative_at(line, start, now)
            if relative and _is_end(line, relative[1]):
                moment, end = relative
                found.append(_Found(moment, "gregorian", start, end, _is_updated(line, start)))
    return found


def _is_end(line: Line, at: int) -> bool:
    at = skip(line, at, {".", ")", "]"}, 2)
    return at == len(line) or word_at(line, at) in _ENDS
