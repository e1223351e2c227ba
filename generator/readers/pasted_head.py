"""Turn what stands around the beginning of a copied article's text into its title, date and byline.

The title is the headline above the text that most speaks for: the text uses its words, a date or a
byline stands right below it, the page says it again (in its own title, a path, a list), and little
stands between it and the text. The date is the one between the title and the text, else right above
the title, else right below the text; that on the page's top is the day it was copied.

Refuses to take a line for the title that says when, by whom or where on the site.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from generator.readers.blocks import is_byline, is_caption
from generator.readers.facts import Facts
from generator.readers.furniture import recognize
from generator.readers.pasted_body import Stretch
from generator.readers.pasted_lines import Row, is_menu_line, is_notice, is_section
from generator.readers.publication import agreed
from generator.readers.stamps import Stamp, read_stamp
from generator.readers.titles import may_be_title, repeating
from generator.text.dates import parse_date
from generator.text.normalize import tokens
from generator.text.prose import function_share, stems

_FAR = 40  # rows above the text among which its title is looked for
_LONGEST, _SHORTEST, _FEW_WORDS = 32, 2, 4  # words of a headline
_RELATED = 0.4  # the share of a headline's words that its text uses
_NEAR_DATE = 3  # rows between a date and the title or the end of the text
_HEAD_ROWS = 8  # rows within which a date or byline follows a title
_LEAD_ROWS, _LEAD_WORDS, _LONGEST_LEAD = 6, 12, 80
_DATE_WORDS = 10  # of a line near the title that holds a date and little else
_PIECES = re.compile(r"\s*[|•·]\s*|\s+[-–—/]\s+")
_UPDATED = re.compile("تحديث|عدل|updated", re.IGNORECASE)
_ROLE = re.compile(r"(?:author|role|by),? ", re.IGNORECASE)
_PATH = re.compile(r"[>›»/|\\]| {2,}")


@dataclass(frozen=True, slots=True)
class Title:
    """The title at `rows[at]`, and what confirms it."""

    at: int
    text: str
    marks: dict[str, bool]


def find_title(rows: Sequence[Row], stretch: Stretch) -> Title | None:
    """The title above the text, or None where no line could be one."""
    body = Counter(
        word for row in rows[stretch.start : stretch.end] for word in stems(row.text[:4_000])
    )
    best, best_score = None, 0.0
    between = 0.0
    first = _first_text(rows, stretch)
    for at in range(first - 1, max(-1, first - 1 - _FAR), -1):
        row = rows[at]
        if may_be_headline(row):
            marks = _marks(rows, at, first)
            score = _score(row, body, marks, between) - 3.0 * _is_below_another(rows, at, body)
            if score > best_score:
                best, best_score = Title(at, row.text, marks), score
        between += _distance(row)
    return best


def _first_text(rows: Sequence[Row], stretch: Stretch) -> int:
    """The first row of the text that is no headline: one that asks counts as running text."""
    first = rows[stretch.start]
    asks = first.words <= _LONGEST // 2 and first.text.rstrip("\"'”»").endswith(("؟", "?", "!"))
    return stretch.start + asks if stretch.start + 1 < stretch.end else stretch.start


def may_be_headline(row: Row) -> bool:
    """Whether a row could be the title of an article."""
    return (
        _SHORTEST <= row.words <= _LONGEST
        and row.furniture is None
        and not row.says_when
        and may_be_title(row.text)
        and not is_menu_line(row.text)
        and not is_notice(row.text)
        and not _is_path(row.text)
        and not _ROLE.match(row.text)
    )


def _is_path(text: str) -> bool:
    """Whether `text` says where on the site a page is: "الرئيسية > ثقافة"."""
    pieces = [piece for piece in _PATH.split(text) if piece.strip()]
    return len(pieces) > 1 and any(recognize(piece) or is_section(piece) for piece in pieces)


def _marks(rows: Sequence[Row], at: int, first: int) -> dict[str, bool]:
    below = rows[at + 1 : min(first, at + 1 + _HEAD_ROWS)]
    above = rows[max(0, at - 2) : at]
    text = rows[at].text
    repeats = repeating(text)
    return {
        "a date or byline below it": any(_is_meta(row) for row in below),
        "a date above it": any(row.says_when for row in above),
        "the page says it again": rows[at].repeated
        or any(i != at and repeats(rows[i].text) for i in _heads(rows, at)),
    }


def _is_below_another(rows: Sequence[Row], at: int, body: Counter[str]) -> bool:
    """Whether a headline of the text and its date stand right above: then this is a caption."""
    dates = [i for i in range(max(1, at - 2), at) if rows[i].says_when]
    if not dates or not may_be_headline(rows[dates[0] - 1]):
        return False
    above = _share(rows[dates[0] - 1].text, body)
    return above >= max(_RELATED, _share(rows[at].text, body) * 2 / 3)


def _share(text: str, body: Counter[str]) -> float:
    own = stems(text)
    return sum(word in body for word in own) / len(own) if own else 0.0


def _heads(rows: Sequence[Row], at: int) -> Iterator[int]:
    """Where a page says a title again: in its first lines, or close to it."""
    yield from range(min(4, len(rows)))
    yield from range(max(4, at - 6), min(len(rows), at + 6))


def _is_meta(row: Row) -> bool:
    return row.says_when or is_byline(row.text) or _loose_stamp(row, None) is not None


def _score(row: Row, body: Counter[str], marks: dict[str, bool], between: float) -> float:
    share = _share(row.text, body)
    below, above, again = marks.values()
    score = 3.5 * share + 2.0 * below + 0.7 * above + 1.2 * again
    score += 0.6 if 5 <= row.words <= 22 else 0.0
    score -= 1.0 if len(tokens(row.text)) < _FEW_WORDS else 0.0
    score -= 1.0 if row.running and function_share(tokens(row.text)) > 0.25 else 0.0
    score -= 0.8 if row.text.rstrip().endswith((".", ":")) else 0.0
    return score - 0.35 * min(between, 12.0) + 1.0


def _distance(row: Row) -> float:
    """How far a row parts what stands above it from the text."""
    if row.furniture or row.says_when or is_byline(row.text):
        return 0.2
    return 0.5 if row.is_label or row.running else 1.0


# -- Lead ----------------------------------------------------------------------------------------


def find_lead(rows: Sequence[Row], title: Title | None, stretch: Stretch) -> list[int]:
    """The rows between title and text that belong to the article: sentences, or nearly."""
    start = title.at + 1 if title else stretch.start
    repeats = repeating(title.text) if title else None
    found = [
        i
        for i in range(start, stretch.start)
        if (rows[i].running or rows[i].words >= _LEAD_WORDS) and not _is_beside(rows[i], repeats)
    ]
    return found[-_LEAD_ROWS:]


def _is_beside(row: Row, repeats: Callable[[str], bool] | None) -> bool:
    return (
        row.furniture is not None
        or row.repeated
        or _is_meta(row)
        or is_caption(row.text)
        or is_notice(row.text)
        or bool(repeats and repeats(row.text))
    )


# -- Date ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Dates:
    """The date lines near the article by their places, and what they say of its publication."""

    stamps: dict[int, Stamp]
    published: Stamp | None


def find_dates(rows: Sequence[Row], title: Title | None, stretch: Stretch, facts: Facts) -> Dates:
    """The date lines that tell when the article appeared.

    Where those at one place differ, the date stays unknown and no other place is asked.
    """
    head = range(title.at + 1 if title else max(0, stretch.start - 6), _top_end(rows, stretch))
    above = range(max(0, title.at - _NEAR_DATE), title.at) if title else range(0)
    below = range(stretch.end, min(len(rows), stretch.end + _NEAR_DATE))
    found: dict[int, Stamp] = {}
    for place in (head, above, below):
        near = {i: stamp for i in place if (stamp := near_stamp(rows[i], facts.retrieved))}
        found.update(near)
        when = [stamp for stamp in near.values() if not stamp.updated]
        if when:
            return Dates(found, agreed(when))
    return Dates(found, None)


def _top_end(rows: Sequence[Row], stretch: Stretch) -> int:
    """Where the head ends: a lead may stand above the date, and then the text begins below it."""
    end, above = stretch.start, 0
    for i in range(stretch.start, min(stretch.end, stretch.start + _LEAD_ROWS)):
        above += rows[i].running
        if above > _LONGEST_LEAD:
            break
        if not rows[i].running and _is_meta(rows[i]):
            end = i + 1
    return end


def near_stamp(row: Row, retrieved: str | None) -> Stamp | None:
    """The time that a line near the title says, if it says little else."""
    stamp = read_stamp(row.text, retrieved) if row.says_when else None
    if stamp and (stamp.has_day or stamp.age):
        return stamp
    return _loose_stamp(row, retrieved)


def _loose_stamp(row: Row, retrieved: str | None) -> Stamp | None:
    """A date that is one piece of a line, or nearly all of it: "دمشق 12 أيار 2020"."""
    if row.words > 2 * _DATE_WORDS or row.running or not re.search(r"\d", row.text):
        return None
    pieces = _PIECES.split(row.text)
    for piece in pieces if len(pieces) > 1 else ():
        stamp = read_stamp(piece, retrieved)
        if stamp and stamp.has_day:
            rest = [other for other in pieces if other and other is not piece]
            byline = rest[0] if len(rest) == 1 and is_byline(rest[0]) else None
            return replace(stamp, words=piece if byline else row.text, author=byline)
    if row.words > _DATE_WORDS or is_caption(row.text):
        return None
    date = parse_date(row.text, retrieved)
    if date is None or len(date.iso) < len("2016-10-25"):
        return None
    others = row.text.replace(date.words, " ")
    if len(tokens(others)) > len(tokens(date.words)):
        return None
    return Stamp(row.text, None, date.iso, bool(_UPDATED.search(others)))
