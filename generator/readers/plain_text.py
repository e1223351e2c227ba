"""Turn a text, or a page saved as one, into an `Article`.

Every line with something on it ends in exactly one place: in the title, in a block, in a comment,
or in `dropped` with the reason. Refuses what is not an article in Arabic; guesses no date, author
or source.

Where neither the facts nor a line of its own give a title, the first sentence is the title too, or
as many of its words as a title can hold; the paragraph stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import accumulate

from generator.errors import SourceError
from generator.models import Article, Block, Dropped, Problem
from generator.readers import Source
from generator.readers.assemble import LANGUAGE_SAMPLE, Found, assemble
from generator.readers.blocks import classify, is_byline, is_prose
from generator.readers.comment_count import Count, is_lone_number, read_count
from generator.readers.comments import Thread, find_thread
from generator.readers.facts import Facts, merge, split_head
from generator.readers.furniture import MENU, Place, recognize
from generator.readers.lines import Line, Paragraph, split_lines, split_paragraphs
from generator.readers.parts import (
    COMMENT_COUNT,
    LONE_NUMBER,
    furniture_reason,
    without_furniture,
)
from generator.readers.pasted import read_page
from generator.readers.pasted_lines import is_copied_page, page_paragraphs, read_rows
from generator.readers.publication import split_dates
from generator.readers.stamps import read_stamp
from generator.readers.titles import REPEATS_TITLE, repeating, split_title
from generator.text.decoding import decode_source
from generator.text.languages import arabic_share

BELOW_END = "below the end of the article"

_LEAST_ARABIC = 0.1
_MENU_WORDS, _MENU_LINES = 3, 4


def read(source: Source) -> Article:
    """The article in a text file. Raises SourceError."""
    decoded = decode_source(source.data, source.path, source.charset)
    text = decoded.text
    head, taken = split_head(text, source.path)
    facts = merge(head, source.facts)
    lines, invisible = split_lines(text, taken)
    if not any(line.text for line in lines):
        raise _refusal(source, "the file holds no text", taken + 1)
    parts = read_parts(source.path, lines, facts)
    if parts is None:
        raise _refusal(source, "no line of the text could be a title or a paragraph", taken + 1)
    refuse_other_scripts(source, parts.title, parts.blocks, taken + 1)
    article = assemble(source, facts, parts)
    dropped = _in_order((*invisible, *article.dropped))
    return replace(article, dropped=dropped, notes=decoded.notes)


def read_parts(path: str, lines: Sequence[Line], facts: Facts) -> Found | None:
    """What `lines` come to, or None where nothing among them could be an article.

    Raises SourceError where they are a whole page and its article cannot be told from the rest.
    """
    thread = find_thread(lines, facts.retrieved) or Thread(len(lines), len(lines), None)
    around = [*lines[: thread.start], *lines[thread.end :]]
    if is_copied_page(read_rows(page_paragraphs(around))):
        return read_page(path, lines, facts)
    body, below = _split_footer(list(split_paragraphs(lines[: thread.start])))
    body, menu = _split_menu(body)
    body, furniture = without_furniture(body)
    found = split_title(body, facts.text("title"))
    if found is None:
        return None
    title, body, repeated = found
    body, dates, date = split_dates(body, facts)
    repeats = repeating(title)
    rest: tuple[Line | Paragraph, ...] = (
        *below,
        *(line for line in lines[thread.end :] if line.text),
    )
    foot = [_below(line, repeats) for line in rest]
    blocks = classify(body)
    return Found(
        title=title,
        blocks=blocks,
        dropped=(*menu, *furniture, *repeated, *dates, *thread.dropped, *foot),
        comments=thread.comments,
        comments_declared=_first_count(thread, furniture),
        date=date,
    )


def _first_count(thread: Thread, furniture: Sequence[Dropped]) -> int | None:
    if thread.declared is not None:
        return thread.declared
    counts = (read_count(line.text) for line in furniture if line.reason == COMMENT_COUNT)
    return next((count.number for count in counts if count), None)


def refuse_other_scripts(source: Source, title: str, blocks: Sequence[Block], line: int) -> None:
    """Raise SourceError where hardly a letter of an article is Arabic."""
    text = "\n".join((title, *(block.text for block in blocks)))
    if arabic_share(text[:LANGUAGE_SAMPLE]) >= _LEAST_ARABIC:
        return
    share = arabic_share(text)
    if share >= _LEAST_ARABIC:
        return
    amount = "none" if share == 0 else f"{share:.0%}"
    raise _refusal(source, f"{amount} of the letters are Arabic", line)


def _refusal(source: Source, found: str, line: int) -> SourceError:
    action = "Put an article into it, or delete it."
    return SourceError(Problem(source.path, found, "an article in Arabic", action, line))


def _in_order(dropped: Sequence[Dropped]) -> tuple[Dropped, ...]:
    return tuple(sorted(dropped, key=lambda line: line.line))


# -- Furniture -----------------------------------------------------------------------------------


def _split_footer(paragraphs: list[Paragraph]) -> tuple[list[Paragraph], list[Paragraph]]:
    """The article, and what stands below it.

    The foot of a page begins at the first of its headings ("الأكثر قراءة") behind which less than a
    fifth as much is written as before. The same heading beside an article's beginning is not it.
    """
    sizes = [len(p.text) if is_prose(p.text) else 0 for p in paragraphs]
    before = list(accumulate(sizes, initial=0))
    for i, paragraph in enumerate(paragraphs):
        after = before[-1] - before[i]
        if i >= 2 and before[i] >= 5 * after and _begins_footer(paragraph.text):
            return paragraphs[:i], paragraphs[i:]
    return paragraphs, []


def _split_menu(paragraphs: list[Paragraph]) -> tuple[list[Paragraph], list[Dropped]]:
    """The paragraphs below a menu, and its entries: a run of labels before a headline.

    Only at the very top, where a page as it was selected and copied begins with its menu.
    """
    labels = 0
    for paragraph in paragraphs:
        text = paragraph.text
        is_label = len(text.split(None, _MENU_WORDS)) <= _MENU_WORDS
        if not is_label or is_prose(text) or is_byline(text) or read_stamp(text):
            break
        labels += 1
    if not _MENU_LINES <= labels < len(paragraphs) or is_prose(paragraphs[labels].text):
        return paragraphs, []
    menu = [Dropped(p.line, p.text, furniture_reason(p.text) or MENU.name)
            for p in paragraphs[:labels]]  # fmt: skip
    return paragraphs[labels:], menu


def _begins_footer(text: str) -> bool:
    if furniture := recognize(text):
        return furniture.place is Place.FOOTER
    return read_count(text) == Count(None)


def _below(line: Line | Paragraph, repeats: Callable[[str], bool]) -> Dropped:
    text = line.text
    reason = furniture_reason(text) or (LONE_NUMBER if is_lone_number(text) else BELOW_END)
    if reason == BELOW_END and repeats(text):
        reason = REPEATS_TITLE
    return Dropped(line.number if isinstance(line, Line) else line.line, text, reason)
