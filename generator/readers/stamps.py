"""Turn a line that only says when into that time: an age, a date, or both with an author before.

Refuses a line with anything else in it: a date in a sentence is not the date of the article.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from generator.text.calendars import Moment
from generator.text.dates import parse_age, parse_date
from generator.text.normalize import fold, tokens

_LONGEST = 120  # characters
_HINT = re.compile(r"\d|منذ|مند|قبل|أمس|امس|اليوم|الآن|الان|ago|yesterday|today|now", re.IGNORECASE)
_VAGUE = frozenset(
    fold(words)
    for words in (
        "الآن", "منذ لحظات", "قبل لحظات", "منذ قليل", "قبل قليل", "منذ ثوان", "منذ ثوانٍ",
        "منذ أيام", "منذ ساعات", "منذ دقائق", "just now", "now", "moments ago",
    )
)  # fmt: skip
# "·منذ حوالي سنة": behind a bullet, even an age that has no number is one.
_UNCOUNTED = re.compile(r"[·•∙⋅]\s*(?:منذ|قبل)(?:\s+[^\s.،؛:]+){1,6}")
_PUBLISHED = "نشر|نشرت|تاريخ|النشر|الإضافة|التاريخ|بتاريخ|كتب|أضيف|published|posted|date"
_UPDATED = "آخر|تحديث|التحديث|حدث|عدل|updated|update|last|modified"
_FILLERS = (
    "في|يوم|الساعة|بتوقيت|الموافق|الاثنين|الثلاثاء|الأربعاء|الخميس|الجمعة|السبت|الأحد|هـ|ه|م|ص"
    "|مساء|صباحا|on|at|gmt|utc|pm|am"
)
_PUBLISHED_WORDS = frozenset(tokens(_PUBLISHED))
_UPDATED_WORDS = frozenset(tokens(_UPDATED))
_FILLER_WORDS = frozenset(tokens(_FILLERS))
_LEADING = "·•∙⋅|-–—:* "
_AUTHOR_AND = re.compile(r"(?P<author>\S.*?)(?:\s*[·•∙⋅|]\s*|\s+[-–—]\s+)(?P<when>[^·•∙⋅|]+)")


@dataclass(frozen=True, slots=True)
class Stamp:
    """When something was written, in the source's `words`.

    `age` is their English where they are an age ("7 years 6 months"), or the words themselves where
    they are too vague for a number. `published` is ISO 8601, or None where it cannot be known.
    `updated` says that it is the time of a change. `author` is a name before the time.
    """

    words: str
    age: str | None = None
    published: str | None = None
    updated: bool = False
    author: str | None = None

    @property
    def reason(self) -> str:
        """Why the line of this stamp is not part of a comment's text."""
        return f"time of a comment, kept as its {'age' if self.age else 'date'}"

    @property
    def has_day(self) -> bool:
        """Whether `published` is known to the day."""
        return self.published is not None and len(self.published) >= len("2016-10-25")


def read_stamp(text: str, retrieved: str | None = None) -> Stamp | None:
    """The time that the whole of `text` says, with or without an author before it; else None.

    `retrieved` is the ISO 8601 time that ages count back from.
    """
    if len(text) > _LONGEST or not _HINT.search(text):
        return None
    if stamp := _whole(text, retrieved):
        return stamp
    match = _AUTHOR_AND.fullmatch(text)
    if match and (stamp := _whole(match["when"], retrieved)):
        return replace(stamp, author=match["author"])
    return None


def _whole(text: str, retrieved: str | None) -> Stamp | None:
    if age := parse_age(text):
        return Stamp(text, str(age), _before(retrieved, text))
    if " ".join(tokens(text)) in _VAGUE or _UNCOUNTED.fullmatch(text):
        return Stamp(text, text.lstrip(_LEADING))
    date = parse_date(text, retrieved)
    if date is None:
        return None
    rest = tokens(text.replace(date.words, " "))
    updated = not _UPDATED_WORDS.isdisjoint(rest) and _PUBLISHED_WORDS.isdisjoint(rest)
    if not (_PUBLISHED_WORDS | _UPDATED_WORDS | _FILLER_WORDS).issuperset(rest):
        return None
    iso = date.iso
    if not updated and not _UPDATED_WORDS.isdisjoint(tokens(date.words)):
        iso = iso[: len("2016-10-25")]  # "25/10/2016، آخر تحديث 14:35": the time is of the change
    return Stamp(text, None, iso, updated)


def _before(retrieved: str | None, text: str) -> str | None:
    age = parse_age(text)
    if retrieved is None or age is None:
        return None
    try:
        return age.before(str(Moment.of(retrieved)))
    except ValueError:
        return None
