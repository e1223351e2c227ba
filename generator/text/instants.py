"""Turn a date that is known to some precision into the instant that feeds and indexes want.

Refuses to make a day out of a month or a year: None is the answer, and the format then does
without, or takes `at_least` where it must have one.
"""

from __future__ import annotations

import datetime as dt

from generator.text.calendars import Moment

UNKNOWN = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
"""Stands where a format demands an instant and none is known."""


def instant(iso: str) -> dt.datetime | None:
    """The instant of `iso`, to the second; None if its day is not known.

    A day without a time is its noon in UTC, which is the same day from Honolulu to Auckland's
    winter; a time without a zone is taken for UTC. Raises `ValueError` if `iso` is no date.
    """
    moment = Moment.of(iso)
    if moment.day is None:
        return None
    hour = 12 if moment.hour is None else moment.hour
    time = dt.time(hour, moment.minute or 0, tzinfo=_zone(moment.offset))
    return dt.datetime.combine(moment.date(), time)


def at_least(iso: str) -> dt.datetime:
    """The first instant that `iso` can mean, where a year or a month is all it says."""
    moment = Moment.of(iso)
    first = f"{moment.year:04}-{moment.month or 1:02}-{moment.day or 1:02}"
    return instant(iso) or instant(first) or UNKNOWN


def rfc3339(when: dt.datetime) -> str:
    """`when` as Atom and JSON Feed write it, such as "2016-10-25T12:00:00Z"."""
    return when.isoformat(timespec="seconds").replace("+00:00", "Z")


def _zone(offset: str) -> dt.timezone:
    if not offset:
        return dt.UTC
    minutes = int(offset[1:3]) * 60 + int(offset[4:6])
    return dt.timezone(dt.timedelta(minutes=-minutes if offset[0] == "-" else minutes))
