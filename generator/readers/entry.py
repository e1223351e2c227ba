"""Turn the text of one article, as a feed carries it, into an `Article`.

All that it shows is the article's, since a feed has no menus: every line ends in the title, in a
block, or in `dropped` with the reason (furniture, the closing line of the feed, what stands in a
form). Facts come from the feed.

Refuses, with a `SourceError`, what the feed gives as a teaser only, and what has no running text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from generator.errors import SourceError
from generator.models import Article, Block, BlockKind, Dropped, Problem
from generator.readers import Source
from generator.readers.assemble import Found, assemble, bounded
from generator.readers.blocks import classify
from generator.readers.facts import Facts
from generator.readers.lines import Paragraph
from generator.readers.page_decoding import decode_page
from generator.readers.page_lines import OUTSIDE, PageLine, marked, page_lines, parse
from generator.readers.parts import without_furniture
from generator.readers.plain_text import refuse_other_scripts
from generator.readers.publication import split_dates
from generator.readers.titles import split_title
from generator.text.normalize import tokens
from generator.text.teasers import FEED_TAIL, is_feed_tail

_TEASER = re.compile(rb'\s*<article itemprop="abstract">')
_APART = frozenset({"nav", "form", "button", "footer"})
_BOLD = frozenset({"b", "strong"})
_FEW_WORDS = 8


def read(source: Source) -> Article:
    """The article in one entry of a feed. Raises SourceError."""
    if _TEASER.match(source.data):
        raise _teaser(source)
    decoded = decode_page(source.data, source.path, source.charset)
    try:
        lines, unseen = page_lines(parse(decoded.text))
    except ValueError as error:
        raise _refusal(source, str(error)) from None
    found = _found(lines, source.facts)
    words = sum(len(tokens(block.text)) for block in found.blocks) if found else 0
    if found is None or words < _FEW_WORDS:
        raise _refusal(source, f"the entry has too little running text: {words} words")
    refuse_other_scripts(source, found.title, found.blocks, 1)
    dropped = sorted((*unseen, *found.dropped), key=lambda line: line.line)
    found = replace(found, dropped=bounded(dropped))
    return replace(assemble(source, source.facts, found), notes=decoded.notes)


def _found(lines: Sequence[PageLine], facts: Facts) -> Found | None:
    """What the lines come to; None where none of them could be an article's."""
    body, dropped = [], []
    for line in lines:
        reason = _not_text(line)
        if reason:
            dropped.append(Dropped(line.line.number, line.text, reason))
        else:
            body.append(line)
    paragraphs = [Paragraph(line.line.number, line.text, line.begins_stretch) for line in body]
    kept, furniture = without_furniture(paragraphs)
    split = split_title(kept, facts.text("title"))
    if split is None:
        return None
    title, kept, repeated = split
    kept, dates, date = split_dates(kept, facts)
    dropped += [*furniture, *repeated, *dates]
    return Found(title, _blocks(kept, body), tuple(dropped), date=date)


def _not_text(line: PageLine) -> str | None:
    if is_feed_tail(line.text):
        return FEED_TAIL
    return OUTSIDE if _APART.intersection(line.within) else None


def _blocks(paragraphs: Sequence[Paragraph], lines: Sequence[PageLine]) -> tuple[Block, ...]:
    """The blocks that `paragraphs` are; each is one of `lines`, in their order."""
    rest = iter(lines)
    blocks = []
    for block, paragraph in zip(classify(paragraphs), paragraphs, strict=True):
        line = next((line for line in rest if paragraph.text in line.text), None)
        blocks.append(_as_marked(block, line) if line else block)
    return tuple(blocks)


def _as_marked(block: Block, line: PageLine) -> Block:
    """The kind that the markup gives; a short paragraph, of verse perhaps, is no heading by that.

    In bold it is: that is how writers of posts make headings.
    """
    if block.kind is BlockKind.HEADING and line.tag == "p" and line.origin.tag not in _BOLD:
        block = replace(block, kind=BlockKind.PARAGRAPH)
    return marked(block, line)


def _teaser(source: Source) -> SourceError:
    link = source.facts.text("url")
    action = "--feed follows it to its page." if link else "Add the page of the article instead."
    found = "the entry is only a teaser" + ("" if link else ", without a link to its page")
    return SourceError(Problem(source.path, found, "the text of an article", action))


def _refusal(source: Source, found: str) -> SourceError:
    action = "Add the page of the article instead: --feed follows an entry to its page."
    return SourceError(Problem(source.path, found, "the text of an article in Arabic", action))
