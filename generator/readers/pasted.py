"""Turn the text of a whole page, as "select all, copy" gives it, into the parts of its article.

Every row of the page ends in exactly one place: in the title, in a block, in a comment, or in
`dropped` with the reason. Refuses, with `SourceError`, a page whose article cannot be told from the
rest with enough confidence: a front page, a list of teasers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from generator.models import Block, BlockKind, Dropped
from generator.readers.assemble import Found
from generator.readers.blocks import byline_authors, classify, is_byline
from generator.readers.comment_count import read_count
from generator.readers.comments import Thread, find_thread
from generator.readers.confidence import (
    Sign,
    cohesion_sign,
    confidence,
    focus_sign,
    refuse_doubtful,
    size_sign,
    text_sign,
    title_sign,
)
from generator.readers.facts import Facts
from generator.readers.furniture import LATEST, MENU, MOST_READ, READ_ALSO, RELATED, TOOLS, TOPICS
from generator.readers.lines import Line, Paragraph
from generator.readers.parts import ends_label, furniture_reason
from generator.readers.pasted_body import (
    NOTICE,
    Stretch,
    clean,
    extend,
    find_stretches,
    regain,
    trim,
)
from generator.readers.pasted_head import Dates, Title, find_dates, find_lead, find_title
from generator.readers.pasted_lines import (
    Row,
    is_menu_line,
    is_notice,
    page_paragraphs,
    read_rows,
)
from generator.readers.publication import date_reason
from generator.readers.titles import REPEATS_TITLE, repeating, split_title
from generator.text.prose import stems

OUTSIDE = "outside the article"
CAPTION_OUTSIDE = "beside the title"

_LEAST_TEXT = 40  # words above a thread of comments that can be the article it belongs to
_MENU_LINES = 4
_LEAST_SENTENCE = 5
_TEASER_WORDS, _HEADLINE_WORDS = 45, 15
_LISTS = frozenset({MOST_READ, RELATED, LATEST, TOPICS})
_ACTION = (
    "Save the page of the article itself, or keep the lines of the article and delete the others."
)


@dataclass(frozen=True, slots=True)
class _Choice:
    """What of `rows` is the article: its title, its lead and the stretch of its text."""

    rows: Sequence[Row]
    stretch: Stretch
    title: Title | None
    lead: Sequence[int]
    dates: Dates
    kept: Sequence[int]
    reasons: Mapping[int, str]
    signs: tuple[Sign, ...]


def read_page(path: str, lines: Sequence[Line], facts: Facts) -> Found | None:
    """What the lines of a copied page come to; None where none could be a title or a paragraph.

    Raises SourceError where the article is too doubtful.
    """
    thread = find_thread(lines, facts.retrieved)
    choice = _above(lines, thread, facts) if thread else None
    if choice is None:
        choice = _best(read_rows(page_paragraphs(lines)), None, facts)
        thread = None
        if choice is not None:
            thread = _thread_below(lines, choice, facts)
            choice = (_above(lines, thread, facts) if thread else None) or choice
    if choice is None:
        refuse_doubtful(path, (size_sign(0),), _ACTION)
        return None
    sure = refuse_doubtful(path, choice.signs, _ACTION)
    return replace(_parts(choice, thread or Thread(0, 0, None), facts), confidence=sure)


def _above(lines: Sequence[Line], thread: Thread, facts: Facts) -> _Choice | None:
    """The article above a thread of comments, if there is one."""
    above = page_paragraphs(lines[: thread.start])
    below = page_paragraphs(lines[thread.end :])
    choice = _best(read_rows([*above, *below]), len(above), facts)
    return choice if choice and choice.stretch.weight >= _LEAST_TEXT else None


def _thread_below(lines: Sequence[Line], choice: _Choice, facts: Facts) -> Thread | None:
    begin = choice.rows[choice.stretch.start].paragraph.line
    first = next(i for i, line in enumerate(lines) if line.number >= begin)
    thread = find_thread(lines[first:], facts.retrieved)
    if thread is None:
        return None
    return replace(thread, start=thread.start + first, end=thread.end + first)


def _best(rows: Sequence[Row], end: int | None, facts: Facts) -> _Choice | None:
    """Of the stretches of running text in `rows[:end]` that which most looks like an article."""
    choices = (
        _choose(rows, extend(rows[:end], regain(rows[:end], trim(rows, stretch))), facts)
        for stretch in find_stretches(rows[:end])
    )
    return max(
        choices,
        key=lambda choice: choice.stretch.weight * confidence(choice.signs) ** 2,
        default=None,
    )


def _choose(rows: Sequence[Row], stretch: Stretch, facts: Facts) -> _Choice:
    title = find_title(rows, stretch)
    if title and title.at >= stretch.start:
        stretch = replace(stretch, start=title.at + 1)
    lead = find_lead(rows, title, stretch)
    kept, reasons = clean(rows, stretch)
    kept = [i for i in kept if not title or i != title.at]
    dates = find_dates(rows, title, stretch, facts)
    signs = _signs(rows, stretch, kept, title, dates)
    return _Choice(rows, stretch, title, lead, dates, kept, reasons, signs)


# -- Confidence ----------------------------------------------------------------------------------


def _signs(
    rows: Sequence[Row], stretch: Stretch, kept: Sequence[int], title: Title | None, dates: Dates
) -> tuple[Sign, ...]:
    texts = [rows[i].text for i in kept if rows[i].running]
    inside = sum(rows[i].running for i in kept)
    outside = sum(
        row.running
        for i, row in enumerate(rows)
        if row.running > _LEAST_SENTENCE and not stretch.start <= i < stretch.end
    )
    labels = sum(
        rows[i].words for i in kept if not rows[i].running and rows[i].words <= _HEADLINE_WORDS
    )
    near = rows[max(0, stretch.start - 6) : stretch.start + 4]
    signed = bool(dates.stamps) or any(is_byline(row.text) for row in near)
    return (
        size_sign(inside),
        focus_sign(inside, outside),
        cohesion_sign(texts),
        _density_sign(inside, labels),
        _teaser_sign(rows, stretch, title),
        text_sign(texts),
        _title_sign(title, texts),
        Sign(1.0 if signed else 0.6, 0.5, "no date and no byline stands at it"),
    )


def _density_sign(running: int, labels: int) -> Sign:
    share = running / (running + labels) if running else 0.0
    return Sign(min(1.0, 1.15 * share), 1.0,
                f"{1 - share:.0%} of its words stand in headlines and labels")  # fmt: skip


def _teaser_sign(rows: Sequence[Row], stretch: Stretch, title: Title | None) -> Sign:
    """Whether its paragraphs are short and each has a headline or a link of its own above."""
    texts = [i for i in range(stretch.start, stretch.end) if rows[i].running]
    teasers = [i for i in texts if rows[i].words <= _TEASER_WORDS and _is_led_to(rows, i)]
    share = len(teasers) / len(texts) if texts else 0.0
    value = 1.0 - (share - 0.45) / 0.3 if len(teasers) > 2 else 1.0 if share < 1 else 0.5
    # In an article of many small parts, the parts speak of what its title says.
    about = stems(title.text) if title else frozenset[str]()
    related = sum(not about.isdisjoint(stems(rows[i].text)) for i in teasers[1:])
    least = 0.08 + 0.4 * min(1.0, 2 * related / max(1, len(teasers) - 1))
    return Sign(
        max(least, value), 2.0, f"{len(teasers)} of its {len(texts)} paragraphs are like teasers"
    )


def _is_led_to(rows: Sequence[Row], i: int) -> bool:
    """Whether a headline stands above `rows[i]`, or "read more" below."""
    above, below = rows[max(0, i - 1) : i], rows[i + 1 : i + 2]
    return any(
        not row.running and not row.is_item and row.words <= _HEADLINE_WORDS for row in above
    ) or any(row.furniture == TOOLS for row in below)


def _title_sign(title: Title | None, texts: Sequence[str]) -> Sign:
    if title is None:
        return Sign(0.15, 1.0, "no line above the text could be its title")
    return title_sign(title.text, texts, title.marks)


# -- Parts ---------------------------------------------------------------------------------------


def _parts(choice: _Choice, thread: Thread, facts: Facts) -> Found:
    rows, given = choice.rows, facts.text("title")
    own = choice.title
    bylines = _bylines(choice)
    places = sorted({*choice.lead, *choice.kept, *bylines} - set(choice.dates.stamps))
    paragraphs = {i: rows[i].paragraph for i in places}
    for i, stamp in choice.dates.stamps.items():
        if stamp.author and is_byline(stamp.author):
            paragraphs[i] = replace(rows[i].paragraph, text=stamp.author)
            bylines.add(i)
    ordered = sorted(paragraphs)
    wish = given or (own.text if own else None)
    found = split_title([paragraphs[i] for i in ordered], wish)
    title, body, repeated = found if found else (wish or "", [], [])
    blocks = _classified(body, {rows[i].paragraph.line for i in bylines})
    told = set(paragraphs) | ({own.at} if own and not given else set())
    authors = (byline_authors(block.text) for block in blocks if block.kind is BlockKind.BYLINE)
    return Found(
        title=title,
        blocks=blocks,
        dropped=(*repeated, *_dates(choice, facts), *thread.dropped,
                 *_outside(choice, told, repeating(title))),
        comments=thread.comments,
        comments_declared=_declared(choice, thread),
        date=choice.dates.published,
        authors=next(filter(None, authors), ()),
    )  # fmt: skip


def _bylines(choice: _Choice) -> set[int]:
    """The places of the bylines: between the title and the text, in its top, or right below it."""
    rows, stretch = choice.rows, choice.stretch
    first = choice.title.at + 1 if choice.title else max(0, stretch.start - 3)
    around = [*range(first, min(len(rows), stretch.start + 3)), stretch.end]
    return {
        i
        for i in around
        if i < len(rows)
        and not rows[i].running
        and not rows[i].furniture
        and i not in choice.reasons
        and is_byline(rows[i].text)
    }


def _classified(body: Sequence[Paragraph], bylines: set[int]) -> tuple[Block, ...]:
    return tuple(
        replace(block, kind=BlockKind.BYLINE)
        if paragraph.line in bylines and is_byline(paragraph.text)
        else block
        for block, paragraph in zip(classify(body), body, strict=True)
    )


def _declared(choice: _Choice, thread: Thread) -> int | None:
    if thread.declared is not None:
        return thread.declared
    near = range(choice.title.at if choice.title else choice.stretch.start, choice.stretch.end + 20)
    counts = (read_count(choice.rows[i].text) for i in near if i < len(choice.rows))
    return next((count.number for count in counts if count and count.number is not None), None)


# -- What is dropped -----------------------------------------------------------------------------


def _dates(choice: _Choice, facts: Facts) -> Iterator[Dropped]:
    for i, stamp in choice.dates.stamps.items():
        has_author = stamp.author and is_byline(stamp.author)
        words = stamp.words if has_author else choice.rows[i].text
        reason = date_reason(stamp, facts, choice.dates.published)
        yield Dropped(choice.rows[i].paragraph.line, words, reason)


def _outside(choice: _Choice, told: set[int], repeats: Callable[[str], bool]) -> Iterator[Dropped]:
    """The rows that are in no other part, and why."""
    rows = choice.rows
    menus = _menus(rows)
    heading: str | None = None
    for i, row in enumerate(rows):
        if row.furniture or row.running > _TEASER_WORDS:
            is_list = row.furniture in _LISTS or (
                row.furniture == READ_ALSO and ends_label(row.text)
            )
            heading = row.furniture.name if row.furniture and is_list else None
        if i in told or i in choice.dates.stamps:
            continue
        reason = choice.reasons.get(i) or furniture_reason(row.text)
        if reason is None and repeats(row.text):
            reason = REPEATS_TITLE
        if reason is None and is_notice(row.text):
            reason = NOTICE
        if reason is None and i in menus:
            reason = MENU.name
        yield Dropped(row.paragraph.line, row.text, reason or heading or OUTSIDE)


def _menus(rows: Sequence[Row]) -> set[int]:
    """The places of entries of menus: names of sections, and labels in a run of four or more."""
    found = {i for i, row in enumerate(rows) if is_menu_line(row.text)}
    for is_label, run in groupby(range(len(rows)), key=lambda i: rows[i].is_label):
        places = list(run)
        if is_label and len(places) >= _MENU_LINES:
            found.update(places)
    return found
