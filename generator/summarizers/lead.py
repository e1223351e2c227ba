"""Turn an article into its first whole sentences that each say something new.

Refuses to cut, to repeat and to speak for others. News tells the whole in its first sentences, and
on Arabic articles with human summaries nothing simple does better (`benchmarks/summaries.py`). What
this adds to taking the first sentences is what it passes over:

- what is not the article's own text: headings, captions, bylines, lines that lead elsewhere;
- what cannot stand alone: a fragment, a sentence without its end or its beginning, one in which a
  quotation mark or bracket has no partner, so that nobody can say who is speaking;
- what mostly repeats the title or a sentence already chosen.

Questions, sentences that trail off in an ellipsis, and a paragraph's last words where their stop
is missing are taken only when there is not enough else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import IntEnum

from generator.models import Article, Block, BlockKind, Segment, Sentence, Summary
from generator.text.normalize import fold, tokens
from generator.text.quotation import CLOSING_BRACKETS, QUOTATION_MARKS, read_marks

MIN_WORDS = 5
"""A shorter sentence is a fragment, or says too little for one of three to five."""

DOUBTFUL_MIN_WORDS = 8
"""The same for a question, an ellipsis and a sentence without its stop."""

REPEATED = 0.7
"""The share of a sentence's words in one chosen before it from which on it repeats that one."""

_PROSE = frozenset({BlockKind.PARAGRAPH, BlockKind.QUOTE, BlockKind.LIST_ITEM})
_FULL_STOPS = tuple(".۔!‼")
_ELLIPSES = ("..", ". .", "…")
_QUESTIONS = tuple("؟?⁇⁈⁉")
_INTERROGATIVES = frozenset(
    f"{conjunction}{word}"
    for word in "هل ما ماذا لماذا لم كيف متي اين من كم اي ايه الا اليس اما".split()
    for conjunction in ("", "و", "ف")
)
_UNFINISHED = tuple("،,:;؛-–—/(«“")
_BEHIND_STOP = ")]}»«›‹\"“”„‟ \u200e\u200f\u061c"
_LEADS_ELSEWHERE = (
    "اقرا ايضا", "اقرا المزيد", "اقرا كذلك", "للمزيد", "لمزيد من", "لقراءه المزيد", "شاهد ايضا",
    "شاهدوا", "طالع ايضا", "انظر ايضا", "مواضيع ذات", "اخبار ذات", "تابعونا", "اشترك", "اضغط هنا",
    "المصدر:", "تصوير:", "حقوق النشر", "جميع الحقوق", "read more", "read also",
)  # fmt: skip


class _Fitness(IntEnum):
    UNFIT = 0
    DOUBTFUL = 1
    WHOLE = 2


def summarize(article: Article, sentences: Sequence[Sentence], count: int) -> Summary:
    """The first `count` sentences of `article` that stand alone, fewer where it has no more.

    The segments are in reading order, each one sentence of the article as it is.
    """
    fitness = {s.id: _fitness(s, article.blocks) for s in sentences}
    by_fitness = (
        sentence
        for wanted in (_Fitness.WHOLE, _Fitness.DOUBTFUL)
        for sentence in sentences
        if fitness[sentence.id] is wanted
    )
    chosen = {sentence.id for sentence in _new_ones(by_fitness, article.title, count)}
    return Summary(
        "lead", tuple(Segment("summary", s.text, (s.id,)) for s in sentences if s.id in chosen)
    )


def _new_ones(candidates: Iterable[Sentence], title: str, count: int) -> list[Sentence]:
    """The first `count` of `candidates` that do not mostly repeat `title` or one before them."""
    chosen: list[Sentence] = []
    said = [frozenset(tokens(title))]
    for sentence in candidates:
        if len(chosen) >= count:
            break
        words = frozenset(tokens(sentence.text))
        if all(len(words & before) < REPEATED * len(words) for before in said):
            chosen.append(sentence)
            said.append(words)
    return chosen


def _fitness(sentence: Sentence, blocks: Sequence[Block]) -> _Fitness:
    block = blocks[sentence.block]
    length = len(tokens(sentence.text))
    if (
        block.kind not in _PROSE
        or length < MIN_WORDS
        or fold(sentence.text).startswith(_LEADS_ELSEWHERE)
        or _begins_midway(sentence, blocks)
        or _is_half_quoted(sentence, block)
    ):
        return _Fitness.UNFIT
    if _is_whole(sentence, block, is_last=block is blocks[-1]):
        return _Fitness.WHOLE
    ends = not sentence.text.rstrip(_BEHIND_STOP).endswith(_UNFINISHED)
    return _Fitness.DOUBTFUL if ends and length >= DOUBTFUL_MIN_WORDS else _Fitness.UNFIT


def _is_whole(sentence: Sentence, block: Block, is_last: bool) -> bool:
    end = sentence.text.rstrip(_BEHIND_STOP)
    if end.rstrip("!").endswith(_QUESTIONS):
        words = tokens(sentence.text)
        return len(words) >= 2 * DOUBTFUL_MIN_WORDS and words[0] not in _INTERROGATIVES
    if end.endswith(_ELLIPSES):
        # At the very end of a page this is how a teaser is cut off.
        return not is_last
    return end.endswith(_FULL_STOPS)


def _begins_midway(sentence: Sentence, blocks: Sequence[Block]) -> bool:
    """Whether the words before this sentence seem to belong to it."""
    first = sentence.text.lstrip("".join(QUOTATION_MARKS) + "([ \u200e\u200f\u061c")[:1]
    if not first.isalnum() or first.islower():
        return True
    if sentence.start or not sentence.block:
        return False
    # A line broken by an editor: the one right above it ends without a stop, and is no heading.
    before, block = blocks[sentence.block - 1], blocks[sentence.block]
    return (
        before.kind is block.kind is BlockKind.PARAGRAPH
        and before.line + 1 == block.line
        and before.text.rstrip(_BEHIND_STOP)[-1:].isalnum()
    )


def _is_half_quoted(sentence: Sentence, block: Block) -> bool:
    """Whether a mark without partner makes it unclear who speaks in this sentence.

    All that follows a quotation that is never closed may belong to it, up to the paragraph's end,
    and so may all that comes before a closing mark that closes nothing.
    """
    marks = read_marks(block.text)
    for at in marks.alone:
        if block.text[at] in CLOSING_BRACKETS:
            continue
        if sentence.start <= at < sentence.end:
            return True
        if block.text[at] in QUOTATION_MARKS and (at in marks.closing) == (sentence.end <= at):
            return True
    return False
