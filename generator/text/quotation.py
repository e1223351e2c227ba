"""Turn a line into its pairs of quotation marks and brackets.

Refuses to believe the direction in which a quotation mark was typed: in right-to-left text « and “
are swapped about as often as not, and " has none. An opening mark touches the word after it, a
closing mark the word before it, and each closes the latest that is open. A mark without a partner
pairs with nothing, and so does one whose partner is more than `QUOTATION_LIMIT` characters away:
there one was forgotten in between, which news text does often.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from typing import NamedTuple

QUOTATION_LIMIT = 800

OPENING_BRACKETS = frozenset("([{（﴿")
CLOSING_BRACKETS = frozenset(")]}）﴾")
QUOTATION_MARKS = frozenset('"“”„‟″＂«»‹›')

_PARTNERS = {"(": ")", "[": "]", "{": "}", "（": "）", "﴿": "﴾", "»": "«", "‹": "«", "›": "«"}
_MARK = re.compile(f"[{re.escape(''.join(QUOTATION_MARKS | OPENING_BRACKETS | CLOSING_BRACKETS))}]")
_PROCLITICS = frozenset("وفبلكـ")


class Span(NamedTuple):
    """`text[start:end]`, in characters."""

    start: int
    end: int


class Marks(NamedTuple):
    """Where the marks of a line stand.

    `pairs` leads from each closing mark to the one it closes. `closing` and `alone` hold, of both
    kinds, those that close and those that have no partner; `outer` the outermost pairs, with their
    marks.
    """

    pairs: dict[int, int]
    closing: frozenset[int]
    alone: tuple[int, ...]
    outer: tuple[Span, ...]

    def enclose(self, at: int) -> bool:
        """Whether the place before the character `at` is inside a pair."""
        before = bisect_left(self.outer, Span(at, 0)) - 1
        return before >= 0 and at < self.outer[before].end


def read_marks(line: str) -> Marks:
    """The marks of `line`, in linear time."""
    waiting: dict[str, list[int]] = {}
    pairs: dict[int, int] = {}
    closing: set[int] = set()
    every: list[int] = []
    for mark in _MARK.finditer(line):
        at = mark.start()
        every.append(at)
        opened = waiting.setdefault(_family(mark[0]), [])
        if _opens(line, at, bool(opened)):
            opened.append(at)
            continue
        closing.add(at)
        partner = opened.pop() if opened else None
        if partner is not None and at - partner <= QUOTATION_LIMIT:
            pairs[at] = partner
    paired = pairs.keys() | set(pairs.values())
    return Marks(
        pairs,
        frozenset(closing),
        tuple(at for at in every if at not in paired),
        _outermost(Span(opening, at + 1) for at, opening in pairs.items()),
    )


def _family(mark: str) -> str:
    if mark in QUOTATION_MARKS:
        return "«" if mark in "«»‹›" else '"'
    return _PARTNERS.get(mark, mark)


def _opens(line: str, at: int, one_is_open: bool) -> bool:
    mark = line[at]
    if mark not in QUOTATION_MARKS:
        return mark in OPENING_BRACKETS
    before = line[at - 1] if at else " "
    after = line[at + 1] if at + 1 < len(line) else " "
    free_before = before.isspace() or before in OPENING_BRACKETS
    free_after = after.isspace() or after in "،,;:؛!؟?.…/-–—" or after in CLOSING_BRACKETS
    if free_before != free_after:
        return free_before
    if one_is_open and not free_before:
        # A word of one letter runs into what it governs: و"الجبهة" within a longer quotation.
        return before in _PROCLITICS and (at < 2 or not line[at - 2].isalnum())
    return not one_is_open


def _outermost(spans: Iterable[Span]) -> tuple[Span, ...]:
    outer: list[Span] = []
    for span in sorted(spans):
        if not outer or span.start >= outer[-1].end:
            outer.append(span)
        elif span.end > outer[-1].end:  # pairs of two kinds can overlap
            outer[-1] = Span(outer[-1].start, span.end)
    return tuple(outer)
