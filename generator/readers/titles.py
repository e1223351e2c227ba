"""Turn the paragraphs of a page into the title of its article, and the paragraphs without it.

Refuses to take a date, a byline, a caption or an address for a title. Where the facts give none and
no line can be one, the first sentence stands in, or as many of its words as a title can hold.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from generator.models import Dropped
from generator.readers.blocks import is_byline, is_caption
from generator.readers.comment_count import is_lone_number
from generator.readers.lines import Paragraph
from generator.readers.stamps import read_stamp
from generator.text.normalize import tokens
from generator.text.sentences import split_sentences

REPEATS_TITLE = "repeats the title"

_LENGTH = 160  # characters of a sentence that stands in for a title
_HEADLINE_WORDS = 3  # of a headline that can be told from "حلب - مراسلنا"
_AMONG = 4  # paragraphs within which a site repeats its title
# Words that label a byline and also begin headlines: "تقرير: موسم الزيتون".
_AMBIGUOUS_LABELS = ("تقرير", "حوار", "متابعة")
_WORD = re.compile(r"[^\W_]")
_BEFORE_SITE_NAME = re.compile(r"\s*(?:[|»›•]|\s[-–—:])\s*")


def split_title(
    paragraphs: list[Paragraph], given: str | None
) -> tuple[str, list[Paragraph], list[Dropped]] | None:
    """The title, the other paragraphs, and those that repeat the title."""
    title, own = given, None
    if title is None:
        own = _title_paragraph(paragraphs)
        if own is None:
            return None
        title = _title_text(own.text)
        if title != own.text:
            own = None  # a sentence that stands in for a title stays in its paragraph
    stands_in = own is None and given is None
    repeats = repeating(title)
    body: list[Paragraph] = []
    dropped: list[Dropped] = []
    for paragraph in paragraphs:
        if paragraph is own:
            continue
        if not stands_in and repeats(paragraph.text):
            dropped.append(Dropped(paragraph.line, paragraph.text, REPEATS_TITLE))
        else:
            body.append(paragraph)
    return title, body, dropped


def _title_paragraph(paragraphs: Sequence[Paragraph]) -> Paragraph | None:
    able = (p for p in paragraphs if may_be_title(p.text))
    first = next(able, None)
    if first is None:
        return next((p for p in paragraphs if _WORD.search(p.text)), None)
    # A page's own title has the name of the site behind it; the headline below has not.
    for later in paragraphs[1:_AMONG]:
        if later is not first and _is_without_site_name(later.text, first.text):
            return later
    return first


def may_be_title(text: str) -> bool:
    """Whether `text` is no number, caption, byline, date or address, and so could be a title."""
    return not (
        is_lone_number(text)
        or is_caption(text)
        or (is_byline(text) and not text.startswith(_AMBIGUOUS_LABELS))
        or read_stamp(text)
        or text.startswith(("http://", "https://", "www."))
    )


def _title_text(text: str) -> str:
    """`text` if it is short enough for a title, else its first sentence, else words of that."""
    if len(text) <= _LENGTH and not text.rstrip().endswith("."):
        return text
    start, end = split_sentences(text[:2_000])[0]
    sentence = text[start:end]
    if len(sentence) <= _LENGTH:
        return sentence.removesuffix(".")
    words = sentence[: _LENGTH + 1].rsplit(None, 1)[0]
    return words[:_LENGTH].rstrip(" ،,؛:") + "…"


def repeating(title: str) -> Callable[[str], bool]:
    """Whether a text is `title`, alone or with the name of the site behind it."""
    words = tokens(title)

    def repeats(text: str) -> bool:
        if not len(title) / 2 <= len(text) <= 2 * len(title) + 60:
            return False
        return tokens(text) == words or _is_without_site_name(title, text)

    return repeats


def _is_without_site_name(headline: str, title: str) -> bool:
    if len(headline.split()) < _HEADLINE_WORDS or not title.startswith(headline):
        return False
    rest = title[len(headline) :]
    match = _BEFORE_SITE_NAME.match(rest)
    return bool(match) and 0 < len(rest[match.end() if match else 0 :].split()) <= 5
