"""Turn the words for a time of day into hour, minute and offset.

Refuses a time that no clock shows (25:70, 14:35 in the morning) and a lone hour that nothing marks
as one. A time without "ص" or "م" is taken from the 24-hour clock.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from generator.text.calendars import WEEKDAYS, Moment
from generator.text.lexemes import Line, Phrases, number_at, phrase_at, phrases, skip, word_at


class Time(NamedTuple):
    """`minute` is None where only the hour is said; `offset` is "" or like "+03:00"."""

    hour: int
    minute: int | None
    offset: str = ""


_HALVES: Phrases[str] = phrases(
    [
        ("ص|صباحا|صباح|فجرا|قبل الظهر|am|a m", "am"),
        ("م|مساء|بعد الظهر|عصرا|pm|p m", "pm"),
        ("ظهرا", "noon"),
        ("ليلا", "night"),
    ]
)
_THE_HOUR = {"الساعه", "ساعه"}
# Zones without summer time, whose offset is known whatever the day.
_ZONES: Phrases[str] = phrases(
    [
        ("غرينتش|غرينيتش|جرينتش|جرينيتش|كرينتش|قرينتش|غرينتس|ت غ|تغ", "+00:00"),
        ("بتوقيت غرينتش|بتوقيت غرينيتش|بتوقيت جرينتش|بتوقيت جرينيتش|بتوقيت كرينتش", "+00:00"),
        ("بالتوقيت العالمي|بالتوقيت العالمي الموحد|التوقيت العالمي|GMT|UTC|Z", "+00:00"),
        ("بتوقيت مكة|بتوقيت مكة المكرمة|مكة المكرمة|بتوقيت السعودية|بتوقيت الرياض", "+03:00"),
    ]
)
_ZERO = "+00:00"
_WEEKDAY_WORDS = {phrase[0] for phrase in WEEKDAYS}
_BEFORE_TIME = (
    set(", - | · : ( ) / . ; في عند علي تمام وقت الوقت التوقيت اخر تحديث التحديث".split())
    | {"t", "at", "time", "updated"}
    | _WEEKDAY_WORDS
)
_BEFORE_DATE = set(", - | · / ( ) يوم في من بتاريخ on".split())


def time_at(line: Line, at: int) -> tuple[Time, int] | None:
    """The time of day beginning at `at`, with its zone if one follows, and where it ends."""
    announced = word_at(line, at) in _THE_HOUR
    i = at + announced
    hour = number_at(line, i)
    if hour is None:
        return None
    minute, i = _minute_at(line, i + 1)
    half, i = phrase_at(line, i, _HALVES) or ("", i)
    if minute is None and not half and not (announced and hour > 12):
        return None
    on_the_clock = _twenty_four(hour, half)
    if on_the_clock is None or (minute or 0) > 59:
        return None
    offset, i = _zone_at(line, i, written_by_machine=word_at(line, at - 1) == "t")
    return Time(on_the_clock, minute, offset), i


def time_before(line: Line, at: int) -> tuple[Time | None, int]:
    """The time at `at` that a date may follow, and where that would begin."""
    time, end = time_at(line, at) or (None, at)
    return time, skip(line, end, _BEFORE_DATE, 4) if time else at


def time_after(line: Line, at: int) -> tuple[Time | None, int]:
    """The time that follows a date ending at `at` and its own end; None and `at` if none does."""
    return time_at(line, skip(line, at, _BEFORE_TIME, 6)) or (None, at)


def at_time(moment: Moment, time: Time | None) -> Moment:
    """`moment`, a day, at `time`."""
    if time is None:
        return moment
    return replace(moment, hour=time.hour, minute=time.minute, offset=time.offset)


def _minute_at(line: Line, at: int) -> tuple[int | None, int]:
    """The minute in ":35", ":35:20.123" or "h35", and where it ends."""
    minute = number_at(line, at + 1)
    if minute is None or len(line[at + 1].text) != 2 or word_at(line, at) not in {":", "h", "سا"}:
        return None, at
    at += 2
    if word_at(line, at) == ":" and number_at(line, at + 1) is not None:
        at += 2
        if word_at(line, at) in {".", ","} and number_at(line, at + 1, 9) is not None:
            at += 2
    return minute, at


def _twenty_four(hour: int, half: str) -> int | None:
    """`hour` of the 24-hour clock, or None where it contradicts its half of the day."""
    if hour > 23 or (half == "am" and hour > 12) or (half == "pm" and hour == 0):
        return None
    if half == "noon":
        half = "am" if hour in {10, 11} else "pm"
    elif half == "night":
        half = "pm" if 6 <= hour < 12 else "am" if hour <= 12 else ""
    if half == "pm" and hour < 12:
        return hour + 12
    return 0 if half == "am" and hour == 12 else hour


def _zone_at(line: Line, at: int, written_by_machine: bool) -> tuple[str, int]:
    """The offset that "GMT+3", "(UTC)", "+0300" or "بتوقيت غرينتش" says, and where it ends.

    "09:00-10:00" are two times, but "T09:00-10:00" has an offset.
    """
    i = at + (word_at(line, at) == "(")
    named = phrase_at(line, i, _ZONES)
    offset, i = named or ("", i)
    if shift := _shift_at(line, i, named is not None and offset == _ZERO):
        hours = word_at(line, i + 2) == ":" and word_at(line, i) == "-"
        if named or written_by_machine or not hours:
            offset, i = shift
    if not offset:
        return "", at
    return offset, i + (word_at(line, i) == ")" and word_at(line, at) == "(")


def _shift_at(line: Line, at: int, named: bool) -> tuple[str, int] | None:
    """The offset in "+3", "+03", "+0300" or "+03:00"; the first two only after the zone's name."""
    sign = word_at(line, at)
    if sign not in {"+", "-"} or at + 1 >= len(line) or not line[at + 1].glued:
        return None
    digits, end = line[at + 1].text, at + 2
    if number_at(line, at + 1, 4) is None:
        return None
    if len(digits) <= 2 and word_at(line, end) == ":" and number_at(line, end + 1) is not None:
        digits, end = f"{digits:0>2}{line[end + 1].text}", end + 2
    elif len(digits) <= 2 and named:
        digits = f"{digits:0>2}00"
    if len(digits) != 4 or int(digits) > 1400 or digits[2:] not in {"00", "15", "30", "45"}:
        return None
    return f"{sign}{digits[:2]}:{digits[2:]}", end
