"""Turn the rows of a copied page into the stretch of them that is the article's text.

The text is the densest stretch of running text: each row counts for its running words, each gap
between two such rows against it, the more the longer it is and the more it looks like the foot of a
page; the stretch with the greatest sum wins. (After Pasternack and Roth, "Extracting Article Text
from the Web with Maximum Subsequence Segmentation", WWW 2009.) It is found in one pass.

Refuses to cross a gap that weighs more than the text behind it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from generator.readers.blocks import is_byline
from generator.readers.comment_count import read_count
from generator.readers.furniture import READ_ALSO, TOOLS, Place
from generator.readers.parts import ends_label, furniture_reason
from generator.readers.pasted_lines import Row, is_notice
from generator.text.prose import stems

REPEATED = "repeats a paragraph above"
NOTICE = "notice of the site"
ELSEWHERE = "headline that the page has elsewhere too"

_FOOTER_COST, _DATE_COST = 12.0, 2.0
_BUTTON, _ITEM, _NOTICE = 0.3, 0.4, 2.0  # what they count for in a gap, in rows
_FOOT_SHARE = 5  # below a footer's heading stands at most a fifth of what stands above
_MOST_STRETCHES = 3
_REGAIN_ROWS, _REGAIN_WORDS, _REGAIN_ABOVE, _REGAIN_BELOW = 12, 15, 0.35, 0.55
_TEASER_WORDS, _TEASER_SHARE, _DATED_SHARE = 45, 0.2, 0.35
_ITEM_WORDS, _OPEN_WORDS = 3, 12  # of rows that go on with a text behind its last sentence
_SAMPLE = 4_000  # characters of a paragraph that tell its words


@dataclass(frozen=True, slots=True)
class Stretch:
    """`rows[start:end]`, and what its running text weighs after its gaps, in words."""

    start: int
    end: int
    weight: float


def find_stretches(rows: Sequence[Row]) -> list[Stretch]:
    """The stretches of running text, the heaviest first: at most three, none within another."""
    found: list[Stretch] = []
    spans = [(0, len(rows))]
    while spans and len(found) < _MOST_STRETCHES:
        best = max(
            (stretch for span in spans if (stretch := _heaviest(rows, *span))),
            key=lambda stretch: stretch.weight,
            default=None,
        )
        if best is None:
            break
        found.append(best)
        spans = [
            piece
            for start, end in spans
            for piece in ((start, min(end, best.start)), (max(start, best.end), end))
            if piece[0] < piece[1]
        ]
    return found


def _heaviest(rows: Sequence[Row], start: int, end: int) -> Stretch | None:
    best: Stretch | None = None
    weight, begin = 0.0, start
    gap = _Gap()
    for i in range(start, end):
        row = rows[i]
        if not row.running:
            gap.add(row)
            continue
        weight -= gap.cost
        gap = _Gap()
        if weight <= 0:
            weight, begin = 0.0, i
        weight += row.running
        if best is None or weight > best.weight:
            best = Stretch(begin, i + 1, weight)
    return best


@dataclass(slots=True)
class _Gap:
    """Rows between two of running text: what speaks against their being of one article."""

    rows: float = 0.0
    heavy: float = 0.0
    after_label: bool = False

    def add(self, row: Row) -> None:
        is_foot = _begins_foot(row)
        if (row.furniture and not is_foot) or (self.after_label and not row.furniture):
            self.rows += _BUTTON
        elif row.is_item:
            self.rows += _ITEM
        else:
            self.rows += _NOTICE if is_notice(row.text) else 1.0
        ends_text = is_foot or is_byline(row.text)
        self.heavy += _FOOTER_COST if ends_text else _DATE_COST if row.says_when else 0.0
        self.after_label = row.furniture == READ_ALSO and ends_label(row.text)

    @property
    def cost(self) -> float:
        """In words. A list within an article has neither dates nor headings of a foot in it."""
        return 3 * self.rows + self.rows**2 / (1 if self.heavy else 2) + self.heavy


def trim(rows: Sequence[Row], stretch: Stretch) -> Stretch:
    """`stretch` without what stands behind the first heading of the page's foot in it."""
    stretch = _without_teasers(rows, stretch)
    total = sum(row.running for row in rows[stretch.start : stretch.end])
    above = 0
    for i in range(stretch.start, stretch.end):
        above += rows[i].running
        if _begins_foot(rows[i]) and above >= _FOOT_SHARE * (total - above):
            last = max(j for j in range(stretch.start, i) if rows[j].running)
            return replace(stretch, end=last + 1)
    return stretch


def _without_teasers(rows: Sequence[Row], stretch: Stretch) -> Stretch:
    """`stretch` without the teasers of other articles at its end.

    Those are short, stand below a headline, and share hardly a word with the text above.
    """
    texts = [i for i in range(stretch.start, stretch.end) if rows[i].running]
    said = [stems(rows[i].text[:_SAMPLE]) for i in texts]
    known = Counter(word for words in said for word in words)
    last, is_list = len(texts) - 1, False
    while last > 0:
        gap = rows[texts[last - 1] + 1 : texts[last]]
        below = rows[texts[last] + 1 : texts[last] + 2]
        own = said[last]
        known.subtract(own)
        shared = sum(known[word] > 0 for word in own)
        is_marked = any(row.says_when or _begins_foot(row) for row in gap) or any(
            row.says_when or row.furniture == TOOLS for row in below
        )
        if (
            rows[texts[last]].words > _TEASER_WORDS
            or not any(row.words > 2 and not row.is_item and not row.furniture for row in gap)
            or shared > (_DATED_SHARE if is_marked else _TEASER_SHARE) * len(own)
        ):
            break
        last, is_list = last - 1, is_list or is_marked
    # A single one without a date could be the last, short part of the article itself.
    if not is_list and len(texts) - 1 - last < 2:
        return stretch
    return replace(stretch, end=texts[last] + 1)


def regain(rows: Sequence[Row], stretch: Stretch) -> Stretch:
    """`stretch` with the paragraphs that a list of links parts from it, if they speak of the same.

    Such a list stands most often below the first paragraph, which is too short to outweigh it.
    """
    said = frozenset[str]().union(
        *(stems(row.text[:_SAMPLE]) for row in rows[stretch.start : stretch.end] if row.running)
    )
    start, end = stretch.start, stretch.end
    for i in range(stretch.start - 1, max(-1, stretch.start - 1 - _REGAIN_ROWS), -1):
        if _speaks_of(rows[i], said, _REGAIN_ABOVE):
            start = i
    for i in range(stretch.end, min(len(rows), stretch.end + _REGAIN_ROWS)):
        if rows[i].says_when or is_byline(rows[i].text) or read_count(rows[i].text):
            break
        if _speaks_of(rows[i], said, _REGAIN_BELOW):
            end = i + 1
    return replace(stretch, start=start, end=end)


def _speaks_of(row: Row, said: frozenset[str], least: float) -> bool:
    if row.running < _REGAIN_WORDS or row.repeated:
        return False
    own = stems(row.text[:_SAMPLE])
    return len(own & said) >= least * len(own)


def extend(rows: Sequence[Row], stretch: Stretch) -> Stretch:
    """`stretch` with what goes on right behind it: items of its lists, and open paragraphs.

    A line that is neither, or that begins another part of the page, ends it.
    """
    known = frozenset[str]().union(
        *(stems(row.text[:_SAMPLE]) for row in rows[stretch.start : stretch.end])
    )
    end = stretch.end
    while end < len(rows) and _goes_on(rows[end], known):
        end += 1
    return replace(stretch, end=end)


def _goes_on(row: Row, known: frozenset[str]) -> bool:
    if row.furniture or row.says_when or row.repeated or is_notice(row.text):
        return False
    if row.is_item and row.words >= _ITEM_WORDS:
        return True
    own = stems(row.text)
    return row.words >= _OPEN_WORDS and 3 * len(own & known) >= len(own)


def _begins_foot(row: Row) -> bool:
    return row.furniture is not None and row.furniture.place is Place.FOOTER


def clean(rows: Sequence[Row], stretch: Stretch) -> tuple[list[int], dict[int, str]]:
    """The places of the rows of `stretch` that are text, and why each of the others is not."""
    kept: list[int] = []
    reasons: dict[int, str] = {}
    texts: set[str] = set()
    for gap, i in _gaps(rows, stretch):
        link = False
        for j in gap:
            reason = furniture_reason(rows[j].text)
            if reason is None and link:
                reason = READ_ALSO.name
            link = link or _heads_links(rows[j])
            if reason is None and rows[j].repeated and not rows[j].is_item:
                reason = ELSEWHERE
            if reason is None:
                kept.append(j)
            else:
                reasons[j] = reason
        if rows[i].text in texts:
            reasons[i] = REPEATED
        else:
            kept.append(i)
        texts.add(rows[i].text)
    return kept, reasons


def _heads_links(row: Row) -> bool:
    if row.furniture is None or row.furniture.place is Place.ANYWHERE:
        return False
    return row.furniture.place is Place.FOOTER or ends_label(row.text)


def _gaps(rows: Sequence[Row], stretch: Stretch) -> Iterator[tuple[range, int]]:
    """Each row of running text, with the rows between it and the one before."""
    start = stretch.start
    for i in range(stretch.start, stretch.end):
        if rows[i].running or i == stretch.end - 1:
            yield range(start, i), i
            start = i + 1
