"""Turn a text that a feed carries into its lines, and say whether they are the whole or a teaser.

What a feed says of itself goes before what its words show: where it marks the text as cut, it is.
Refuses to take a short text that ends as a text does for a teaser by its length alone, unless the
feed calls it a summary or it is one line of a few words.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from typing import Final

from generator.text.normalize import fold

FEED_TAIL: Final = "furniture: closing line of the feed"

_UNSEEN = re.compile(r"<(script|style|template)\b.*?</\1\s*>|<!--.*?-->", re.IGNORECASE | re.DOTALL)
_BREAK = re.compile(
    r"<br\b[^>]*>|</?(?:p|div|li|ul|ol|tr|h[1-6]|blockquote|figure|figcaption|section|pre)\b[^>]*>",
    re.IGNORECASE,
)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")

# "The post X appeared first on Y.", and as the Arabic translations of WordPress have it.
_TAIL = re.compile(
    "|".join(
        (
            r"(?:the|this) (?:post|article|entry|story)\b.{0,400}? (?:first appeared|appeared first"
            r"|was (?:first|originally) published) (?:on|in|at)\b.{0,200}",
            *(
                fold(pattern)
                for pattern in (
                    r"(?:ظهرت|ظهر|نشرت|نشر) (?:هذه |هذا )?(?:المقالة|التدوينة|المقال|الخبر|الموضوع)"
                    r"\b.{0,400}? (?:أولا|لأول مرة|للمرة الأولى) (?:على|في)\b.{0,200}",
                    r"(?:هذه |هذا )?(?:المقالة|التدوينة|المقال|الخبر|الموضوع|المشاركة)\b.{0,400}?"
                    r" (?:(?:ظهرت|ظهر)(?: أولا| لأول مرة| للمرة الأولى)?"
                    r"|(?:نشرت|نشر) (?:أولا|لأول مرة|للمرة الأولى)) (?:على|في)\b.{0,200}",
                )
            ),
        )
    ),
    re.IGNORECASE,
)
_LONGEST_TAIL = 700
_TAIL_HINT = re.compile(r"appeared|published|ظهر|نشر", re.IGNORECASE)  # spares the folding
_GO_ON = (
    "اقرأ المزيد|إقرأ المزيد|قراءة المزيد|لقراءة المزيد|تابع القراءة|متابعة القراءة|أكمل القراءة"
    "|إكمال القراءة|اقرأ المقال كاملا|اقرأ بقية الخبر|لمزيد من التفاصيل|لقراءة الخبر كاملا"
    "|read more|continue reading|read the rest|read full article|full story"
)
_GO_ON_ALONE = "المزيد|للمزيد|التفاصيل|more"  # words of a sentence too
_CUT = re.compile(
    r"(?:\[ ?\.{2,} ?\]|\( ?(?:\.{2,}|more[. ]*) ?\)"
    rf"|\b(?:{fold(_GO_ON)})|(?:^|[.»:] ?)(?:{fold(_GO_ON_ALONE)}))[\s:.>»«←→›\-]*\Z"
)
_LONGEST_GO_ON = 40
_DOTS = re.compile(r"(?:…|\.{2,})[\s»”\")]*\Z")
_FEW, _FEW_OF_SUMMARY, _FEW_WITH_DOTS = 40, 60, 120  # words


def visible_lines(markup: str) -> list[str]:
    """The lines that `markup`, a piece of HTML, shows; what it shows for tags that do not close."""
    text = _TAG.sub("", _BREAK.sub("\n", _UNSEEN.sub(" ", markup)))
    lines = (" ".join(line.split()) for line in html.unescape(text).split("\n"))
    return [line for line in lines if line]


def is_feed_tail(line: str) -> bool:
    """Whether `line` is what a feed writes below each of its texts: where they first appeared."""
    if len(line) > _LONGEST_TAIL or not _TAIL_HINT.search(line):
        return False
    return bool(_TAIL.fullmatch(fold(line)))


def is_teaser(lines: Sequence[str], *, summary: bool) -> bool:
    """Whether `lines` only lead to a text: cut, or of a few words.

    `summary`: the feed does not call them the content. A line that the feed adds counts for
    nothing.
    """
    kept = list(lines)
    while kept and is_feed_tail(kept[-1]):
        kept.pop()
    words = sum(len(line.split()) for line in kept)
    if not kept or _is_cut(kept[-1]):
        return True
    if summary and _DOTS.search(kept[-1][-12:]):
        return words < _FEW_WITH_DOTS
    if len(kept) > 1:
        return False
    return words < (_FEW_OF_SUMMARY if summary else _FEW)


def _is_cut(line: str) -> bool:
    """Whether the end of `line` says that the text goes on elsewhere."""
    return bool(_CUT.search(fold(line[-_LONGEST_GO_ON:])))
