"""Turn the blocks of an article into its numbered sentences.

Refuses to leave anything out: headings, captions and bylines are counted too, each as one sentence,
so that the number of a sentence says where it stands on the page. What may go into a summary is
the summarizer's to decide.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.models import Block, BlockKind, Sentence
from generator.text.sentences import Span, split_sentences

_WHOLE = frozenset({BlockKind.HEADING, BlockKind.CAPTION, BlockKind.BYLINE})


def article_sentences(blocks: Sequence[Block]) -> tuple[Sentence, ...]:
    """The sentences of `blocks`, named "s1", "s2", ... in reading order.

    `start` and `end` are offsets in characters into the block's text; a blank block has none.
    """
    found = (
        (index, block.text, span) for index, block in enumerate(blocks) for span in _spans(block)
    )
    return tuple(
        Sentence(f"s{number}", index, span.start, span.end, text[span.start : span.end])
        for number, (index, text, span) in enumerate(found, start=1)
    )


def _spans(block: Block) -> Iterator[Span]:
    if block.kind not in _WHOLE:
        yield from split_sentences(block.text)
    elif text := block.text.strip():
        start = block.text.index(text)
        yield Span(start, start + len(text))
