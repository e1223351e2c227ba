"""Turn one unit of a PO file into a `Translation`, and what was decided back into the unit.

Reads and writes no file. Only `amend` and `fill` change English; comments that are not of the forms
in `text.provenance` are people's, and stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import polib

from generator.models import Segment, Status, Translation
from generator.text.provenance import (
    NAMES,
    ORIGIN,
    REVIEW,
    Review,
    names_line,
    origin_line,
    parse_origin,
    parse_review,
    review_line,
    seal,
)

CONTEXTS: Mapping[str, Literal["title", "summary", "written"]] = {
    "title": "title",
    "summary": "summary",
    "written": "written",
}
"""The contexts that a unit may have."""

_SOURCES = re.compile(r"^(?:written from )?sentences: (?P<ids>.*)$")


def translation_of(entry: polib.POEntry) -> Translation:
    """What the unit says. Its context must be one of `CONTEXTS`."""
    sources = next((m for m in map(_SOURCES.match, entry.comment.splitlines()) if m), None)
    text = entry.msgstr.strip()
    status = _status(entry)
    previous = entry.previous_msgid if status is Status.STALE else None
    review = _review(entry, status)
    return Translation(
        segment=Segment(
            context=CONTEXTS[entry.msgctxt],
            text=entry.msgid,
            sources=tuple(sources["ids"].split()) if sources else (),
        ),
        text=text,
        status=status,
        origin=parse_origin(entry.tcomment),
        previous=previous,
        reviewer=review.name if review else None,
        reviewed=review.date if review else None,
    )


def _status(entry: polib.POEntry) -> Status:
    if not entry.msgstr.strip():
        return Status.MISSING
    if not entry.fuzzy:
        return Status.REVIEWED
    # Some tools name the Arabic itself as the former one.
    same = entry.previous_msgid in (None, entry.msgid)
    return Status.MACHINE if same else Status.STALE


def _review(entry: polib.POEntry, status: Status) -> Review | None:
    """The review on record, if it is of this English: see `text.provenance` on seals."""
    review = parse_review(entry.tcomment)
    if review is None or status in (Status.MISSING, Status.MACHINE):
        return None
    if status is Status.STALE:  # Only a seal shows that the English is still what was reviewed.
        made_from = seal(entry.msgctxt, entry.previous_msgid or "", entry.msgstr)
        return review if review.seal == made_from else None
    fits = seal(entry.msgctxt, entry.msgid, entry.msgstr)
    return review if review.seal in (None, fits) else None


def unit_for(translation: Translation, units: Iterable[polib.POEntry]) -> polib.POEntry | None:
    """The unit of this Arabic, or the unit whose English was made from the same older Arabic."""
    segment, previous = translation.segment, translation.previous
    same_context = [unit for unit in units if unit.msgctxt == segment.context]
    for unit in same_context:
        if unit.msgid == segment.text:
            return unit
    for unit in same_context:
        made_from = unit.previous_msgid or unit.msgid
        if unit.msgstr and made_from in (segment.text, previous):
            return unit
    return None


def describe(entry: polib.POEntry, translation: Translation) -> None:
    """Bring a unit's Arabic, comments and flags up to date; its English stays as it is."""
    segment = translation.segment
    # Somebody may have reviewed it since `translation` was read.
    reviewed = entry.msgid == segment.text and _status(entry) is Status.REVIEWED
    # The Arabic may have gone back to what a reviewed sentence was made from.
    restored = entry.previous_msgid == segment.text != entry.msgid and entry.fuzzy
    entry.obsolete = False
    entry.msgid = segment.text
    if translation.status in (Status.STALE, Status.MACHINE) and not reviewed:
        entry.previous_msgid = translation.previous
        _set_fuzzy(entry)
    elif translation.status is Status.REVIEWED and restored:
        _clear_fuzzy(entry)
    if segment.sources:
        said = "written from sentences: " if segment.is_written else "sentences: "
        sources = said + " ".join(segment.sources)
        entry.comment = _with_line(entry.comment, _SOURCES, sources)
    if translation.origin is not None:
        entry.tcomment = _with_line(entry.tcomment, ORIGIN, origin_line(translation.origin))


def fill(
    entry: polib.POEntry, proposal: Translation, names: Sequence[tuple[str, str]] = ()
) -> None:
    """Put a provider's English into a unit that has none; a review it once had was of other.

    `names` are those that were put right in it, as (found, put).
    """
    _set_fuzzy(entry)
    entry.msgstr = proposal.text
    entry.tcomment = _with_line(entry.tcomment, REVIEW, None)
    entry.tcomment = _with_line(entry.tcomment, NAMES, None)
    describe(entry, proposal)
    entry.tcomment = _with_line(entry.tcomment, NAMES, names_line(names))


def amend(entry: polib.POEntry, wanted: Translation) -> None:
    """Make the unit say what a person decided; reviewed English that it replaces is kept as a
    comment.
    """
    before = translation_of(entry)
    if before.status is Status.REVIEWED and before.text != wanted.text:
        keep_earlier(entry, before.text)
    entry.msgstr = wanted.text
    entry.previous_msgid = None
    if wanted.status is Status.REVIEWED:
        _clear_fuzzy(entry)
    else:
        _set_fuzzy(entry)
    origin = origin_line(wanted.origin) if wanted.origin else None
    entry.tcomment = _with_line(entry.tcomment, ORIGIN, origin)
    review = None
    if wanted.status is Status.REVIEWED and wanted.reviewer:
        sealed = seal(entry.msgctxt, entry.msgid, wanted.text)
        review = review_line(Review(wanted.reviewer, wanted.reviewed, sealed))
    entry.tcomment = _with_line(entry.tcomment, REVIEW, review)


def keep_earlier(entry: polib.POEntry, english: str) -> None:
    """Keep other English of the same Arabic, for which gettext has no place, as a comment."""
    line = f"earlier: {english!r}"
    if line not in entry.tcomment.splitlines():
        entry.tcomment = "\n".join(filter(None, [entry.tcomment, line]))


def _set_fuzzy(entry: polib.POEntry) -> None:
    if not entry.fuzzy:
        entry.flags.insert(0, "fuzzy")


def _clear_fuzzy(entry: polib.POEntry) -> None:
    entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
    entry.previous_msgid = None


def _with_line(comment: str, pattern: re.Pattern[str], line: str | None) -> str:
    """The comment with its line of this form replaced or gone; the other lines are people's."""
    lines = comment.splitlines()
    place = next((n for n, old in enumerate(lines) if pattern.match(old)), len(lines))
    kept = [old for old in lines if not pattern.match(old)]
    return "\n".join(kept if line is None else [*kept[:place], line, *kept[place:]])
