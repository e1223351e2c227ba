"""Turn what is on record of an article, and the article as it stands now, into the record to be.

Pure: no file is read or written. What people have reviewed and what was once chosen is kept as
long as its Arabic is in the article; English made from Arabic that was edited is kept as stale.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Container, Iterable, Sequence
from dataclasses import dataclass, replace

from generator.models import Segment, Sentence, Status, Summary, Translation

WRITTEN = frozenset({"llm"})
"""Methods that write a summary of their own: its English translates no sentence."""

SEAM = "\n"
"""Stands between the sentences that a segment rests on, where they are several."""

SIMILAR = 0.6
"""Above this ratio (difflib, 0 to 1) a sentence is an old one that was edited."""


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of one article: how its summary was chosen, and the English there is."""

    method: str
    title: Translation
    summary: tuple[Translation, ...]

    @property
    def translations(self) -> tuple[Translation, ...]:
        return (self.title, *self.summary)


def recall(
    record: Record | None, title: str, chosen: Summary, sentences: Sequence[Sentence]
) -> Record:
    """What the record says of the article as it stands now.

    The recorded choice is kept: a sentence leaves the summary only when its Arabic is gone from
    the article, and `chosen` fills the places left; a summary that was written is not filled up
    with sentences that were chosen. English made from Arabic that has been edited
    since is kept and marked stale. A written sentence whose English was taken out is gone: there is
    nothing to be translated in its place.
    """
    if record is None:
        summary = tuple(Translation(segment) for segment in chosen.segments)
        return Record(chosen.method, Translation(Segment("title", title)), summary)
    place = {sentence.text: n for n, sentence in reversed(list(enumerate(sentences)))}
    recorded = [old for old in record.summary if old.text or not old.segment.is_written]
    rests_on = [_parts(old.segment.text, place) for old in recorded]
    now = _now(dict.fromkeys(part for parts in rests_on for part in parts), place)
    kept: dict[str, Translation] = {}
    for old, parts in zip(recorded, rests_on, strict=True):
        found = tuple(dict.fromkeys(now[part] for part in parts if part in now))
        if found:
            ids = tuple(sentences[place[part]].id for part in found)
            segment = Segment(old.segment.context, SEAM.join(found), ids)
            moved = _moved(old, segment)
            # Of two that came to rest on the same, the one is kept whose Arabic has not changed.
            if segment.text not in kept or moved.status is not Status.STALE:
                kept[segment.text] = moved
    new_title = _moved(record.title, Segment("title", title))
    if record.method in WRITTEN and not kept:
        chosen_now = tuple(Translation(segment) for segment in chosen.segments)
        return Record(chosen.method, new_title, chosen_now)
    if record.method not in WRITTEN:
        for segment in chosen.segments:
            if len(kept) < len(chosen.segments):
                kept.setdefault(segment.text, Translation(segment))
    in_order = sorted(kept.values(), key=lambda e: place[_parts(e.segment.text, place)[0]])
    return Record(record.method, new_title, tuple(in_order))


def _parts(text: str, known: Container[str]) -> tuple[str, ...]:
    """The sentences that a segment's text is made of."""
    return (text,) if text in known else tuple(text.split(SEAM))


def _now(parts: Iterable[str], sentences: Collection[str]) -> dict[str, str]:
    """Each of `parts` as it stands in the article now, edited or not; without those that are gone.

    What one of them is already cannot become another.
    """
    parts = list(parts)
    free = set(sentences) - set(parts)
    now: dict[str, str] = {}
    for part in parts:
        found = part if part in sentences else _closest(part, free)
        if found is not None:
            now[part] = found
            free.discard(found)
    return now


def _moved(old: Translation, segment: Segment) -> Translation:
    """`old` as a translation of `segment`: stale if there is English and the Arabic differs."""
    if old.segment.text == segment.text:
        return replace(old, segment=segment)
    if not old.text:
        return Translation(segment)
    made_from = old.previous or old.segment.text
    if made_from == segment.text:  # The Arabic went back to what it was.
        status = Status.REVIEWED if old.reviewer else Status.MACHINE
        return replace(old, segment=segment, status=status, previous=None)
    return replace(old, segment=segment, status=Status.STALE, previous=made_from)


def _closest(text: str, candidates: Iterable[str]) -> str | None:
    """The most similar of `candidates`, if it is similar enough to be an edit of `text`."""
    matcher = difflib.SequenceMatcher(b=text, autojunk=False)
    best, score = None, SIMILAR
    for candidate in sorted(candidates):
        matcher.set_seq1(candidate)
        if matcher.real_quick_ratio() >= score and matcher.quick_ratio() >= score:
            ratio = matcher.ratio()
            if ratio >= score:
                best, score = candidate, ratio
    return best
