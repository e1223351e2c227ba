"""Turn the line that heads a thread of comments into the number it declares.

Refuses a line with anything besides the word for comments and a number: a sentence about comments
heads nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from generator.text.normalize import fold, tokens

_LONGEST = 60  # characters
_LABELS = (
    "التعليقات|تعليقات|التعليق|تعليقا|تعليق|تعليقات القراء|تعليقات الزوار|تعليقات القراء والزوار"
    "|عدد التعليقات|كل التعليقات|جميع التعليقات|آراء القراء|ردود القراء|تعليقات على الخبر"
    "|التعليقات على الخبر|تعليقات المستخدمين|comments?|user comments|all comments"
    "|readers['’] comments"
)
_HINT = re.compile("ق|آراء|اراء|ردود|comment", re.IGNORECASE)  # spares most lines the folding
_LABEL = f"(?:{fold(_LABELS)})"
_NUMBER = r"[(\[{]? ?(\d[\d,.]{0,8}) ?[)\]}]?"
_HEADING = re.compile(rf"\W*(?:{_LABEL}\W{{0,3}}{_NUMBER}|{_NUMBER} ?{_LABEL})\W*")
_BARE_HEADING = re.compile(rf"\W*{_LABEL}\W*")
_IN_WORDS: Final = {
    tuple(tokens(phrase)): number
    for phrases, number in (
        ("لا توجد تعليقات|لا يوجد تعليقات|لا تعليقات|بدون تعليقات|لا توجد تعليقات على الخبر", 0),
        ("لا توجد تعليقات بعد|لا توجد تعليقات حتى الآن|لا يوجد تعليقات بعد|لا توجد أي تعليقات", 0),
        ("no comments|no comments yet|there are no comments", 0),
        ("تعليق واحد|one comment", 1),
        ("تعليقان|تعليقين", 2),
    )
    for phrase in phrases.split("|")
}
_LONE_NUMBER = re.compile(r"[(\[]?\d{1,7}[)\]]?")


@dataclass(frozen=True, slots=True)
class Count:
    """What a heading says about its thread: a number of comments, or None."""

    number: int | None


def read_count(text: str) -> Count | None:
    """What `text` says as the heading of a thread; None where it is no such heading."""
    if len(text) > _LONGEST or not _HINT.search(text):
        return None
    folded = fold(text)
    if match := _HEADING.fullmatch(folded):
        return Count(int(re.sub(r"\D", "", match[1] or match[2])))
    if (words := tuple(tokens(text))) in _IN_WORDS:
        return Count(_IN_WORDS[words])
    return Count(None) if _BARE_HEADING.fullmatch(folded) else None


def is_lone_number(text: str) -> bool:
    """Whether a line is a number and nothing else, in brackets or not."""
    return bool(_LONE_NUMBER.fullmatch(text))
