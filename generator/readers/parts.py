"""Turn the lines of a page into furniture and what is left.

What the readers of texts and of pages share. Refuses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.models import Dropped
from generator.readers.blocks import is_prose
from generator.readers.comment_count import is_lone_number, read_count
from generator.readers.comments import BARE_HEADING
from generator.readers.furniture import READ_ALSO, recognize
from generator.readers.lines import Paragraph

NO_WORDS = "no letter and no digit"
LONE_NUMBER = "a lone number"
COMMENT_COUNT = "count of the comments, kept as comments_declared"

_YEAR = re.compile("(?:19|20|١٩|٢٠)[0-9٠-٩]{2}")
_WORD = re.compile(r"[^\W_]")


def without_furniture(
    paragraphs: Sequence[Paragraph],
) -> tuple[list[Paragraph], list[Dropped]]:
    """The paragraphs that are not furniture, and those that are."""
    kept: list[Paragraph] = []
    dropped: list[Dropped] = []
    link_follows = False
    for paragraph in paragraphs:
        reason = furniture_reason(paragraph.text)
        if reason is None and link_follows and not is_prose(paragraph.text):
            reason = READ_ALSO.name
        link_follows = reason == READ_ALSO.name and ends_label(paragraph.text)
        if reason is None:
            kept.append(paragraph)
        else:
            dropped.append(Dropped(paragraph.line, paragraph.text, reason))
    return kept, dropped


_LABEL_ENDS = (":", "：", "أيضا", "أيضًا", "أيضاً", "ايضا", "ايضاً", "كذلك", "also")


def ends_label(text: str) -> bool:
    """Whether a link's label ("اقرأ أيضا:") stands alone, so that the link is the next line."""
    return text.rstrip().endswith(_LABEL_ENDS)


def furniture_reason(text: str) -> str | None:
    """Why a line that is furniture is dropped, or None where it is none."""
    if furniture := recognize(text):
        return furniture.name
    if count := read_count(text):
        return BARE_HEADING if count.number is None else COMMENT_COUNT
    if is_lone_number(text) and not _YEAR.fullmatch(text):
        return LONE_NUMBER
    return None if _WORD.search(text) else NO_WORDS
