"""Turn the date lines of an article into the date of its publication.

Refuses to choose: where two lines give different days, the date stays unknown. A date in a sentence
dates nothing, and the time of an update is not that of publication.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from generator.models import Dropped
from generator.readers.blocks import is_byline, is_prose
from generator.readers.facts import Facts
from generator.readers.lines import Paragraph
from generator.readers.stamps import Stamp, read_stamp

DATE_KEPT = "date line, kept as published"
DATE_GIVEN = "date line, where the facts give the date"
DATE_OTHER = "date line, not the date of publication"
DATES_DIFFER = "date line, one of several that differ"

_DAY = len("2016-10-25")


def split_dates(
    paragraphs: Sequence[Paragraph], facts: Facts
) -> tuple[list[Paragraph], list[Dropped], Stamp | None]:
    """The paragraphs without date lines, those lines, and what they say of the publication.

    Date lines are looked for above the first paragraph and in the last two. In between, a line
    that is a date heads a part of a chronology.
    """
    stamps: dict[int, Stamp] = {}
    above = True
    for i, paragraph in enumerate(paragraphs):
        above = above and not is_prose(paragraph.text)
        if above or i >= len(paragraphs) - 2:
            stamp = _date_line(paragraph.text, facts.retrieved)
            if stamp:
                stamps[i] = stamp
    published = agreed([stamp for stamp in stamps.values() if not stamp.updated])
    kept = [
        replace(paragraph, text=stamps[i].author or "") if i in stamps else paragraph
        for i, paragraph in enumerate(paragraphs)
        if i not in stamps or stamps[i].author
    ]
    dropped = [
        Dropped(paragraphs[i].line, stamp.words, date_reason(stamp, facts, published))
        for i, stamp in stamps.items()
    ]
    return kept, dropped, published


def _date_line(text: str, retrieved: str | None) -> Stamp | None:
    stamp = read_stamp(text, retrieved)
    if stamp is None or (stamp.author and not is_byline(stamp.author)):
        return None
    return stamp if stamp.has_day or stamp.age else None


def agreed(stamps: Sequence[Stamp]) -> Stamp | None:
    """The date that all of `stamps` give, to the day where they differ on the time of day only."""
    if not stamps:
        return None
    first = stamps[0]
    dates = {stamp.published for stamp in stamps}
    if len(dates) == 1:
        return first
    days = {date[:_DAY] if date else None for date in dates}
    return replace(first, published=days.pop()) if len(days) == 1 else None


def date_reason(stamp: Stamp, facts: Facts, published: Stamp | None) -> str:
    """Why the line of `stamp` is not part of the text, where the lines together say `published`."""
    if facts.published:
        return DATE_GIVEN
    if stamp.updated:
        return DATE_OTHER
    return DATE_KEPT if published else DATES_DIFFER
