"""Turn "أمس الاثنين", "الشهر الماضي" or "منذ أسبوع" into a date counted from that of retrieval.

Refuses a weekday that is not the one of the day, a weekday alone, and weeks ("الأسبوع الماضي").
"""

from __future__ import annotations

import datetime as dt

from generator.text.ages import Age, age_at
from generator.text.calendars import WEEKDAYS, Moment
from generator.text.lexemes import Line, Phrases, phrase_at, phrases, skip, word_at
from generator.text.times import at_time, time_after, time_before

_DAYS: Phrases[int] = phrases(
    [
        ("اليوم|هذا اليوم|today", 0),
        ("أمس|الأمس|البارحة|يوم أمس|yesterday", -1),
        ("أول أمس|أول من أمس|أمس الأول|أول البارحة|قبل أمس|the day before yesterday", -2),
        ("غدا|يوم غد|tomorrow", 1),
        ("بعد غد", 2),
    ]
)
_PERIODS: Phrases[Age] = phrases(
    [
        ("هذا الشهر|الشهر الحالي|الشهر الجاري|this month", Age(((0, "month"),))),
        ("الشهر الماضي|الشهر الفائت|last month", Age(((1, "month"),))),
        ("هذا العام|هذه السنة|العام الحالي|العام الجاري|this year", Age(((0, "year"),))),
        ("العام الماضي|السنة الماضية|العام الفائت|last year", Age(((1, "year"),))),
    ]
)
_PARTS_OF_DAY = {"فجر", "صباح", "ظهر", "عصر", "مساء", "ليل"}
_LAST = {"الماضي", "الماضيه", "الفائت", "الفايت", "المنصرم"}


def relative_at(line: Line, at: int, now: Moment) -> tuple[Moment, int] | None:
    """What "منذ أسبوع", "الشهر الماضي" or "أمس الاثنين 14:35" at `at` means, and where it ends."""
    age = age_at(line, at)
    if age and age[2]:
        return _counted_back(age[0], now, age[1])
    if period := phrase_at(line, at, _PERIODS):
        return _counted_back(period[0], now, period[1])
    if now.day is None:
        return None
    time, at = time_before(line, at)
    try:
        day = _day_at(line, at, now.date())
    except OverflowError:  # before the first or after the last day there is
        return None
    if day is None:
        return None
    date, end = day
    if time is None:
        time, end = time_after(line, end)
    return at_time(Moment(date.year, date.month, date.day), time), end


def _counted_back(age: Age, now: Moment, end: int) -> tuple[Moment, int] | None:
    try:
        return Moment.of(age.before(str(now))), end
    except ValueError:  # the time of retrieval is not known well enough
        return None


def _day_at(line: Line, at: int, today: dt.date) -> tuple[dt.date, int] | None:
    """The day that "مساء أمس", "اليوم الثلاثاء" or "الثلاثاء الماضي" means."""
    at += word_at(line, at) in _PARTS_OF_DAY
    if named := phrase_at(line, at, _DAYS):
        days, end = named
        date = today + dt.timedelta(days=days)
        weekday = phrase_at(line, skip(line, end, {",", "-", "("}, 1), WEEKDAYS)
        if weekday is None:
            return date, end
        return (date, weekday[1]) if weekday[0] == date.weekday() else None
    last = word_at(line, at) == "last"
    weekday = phrase_at(line, at + (last or word_at(line, at) == "يوم"), WEEKDAYS)
    if weekday is None or not (last or word_at(line, weekday[1]) in _LAST):
        return None
    days = (today.weekday() - weekday[0] - 1) % 7 + 1
    return today - dt.timedelta(days=days), weekday[1] + (not last)
