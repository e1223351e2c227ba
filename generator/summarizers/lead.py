"""Turn an article into the first of its sentences that stand alone and say something new.

Refuses to cut, to repeat and to speak for others. The first whole sentence always leads; those
after it are taken by their place and, weighing less, by how much they have in common with the whole
text (`CENTRALITY`). Passed over are

- what is not the article's own text: headings, captions, bylines, lines that lead elsewhere;
- what cannot stand alone: a fragment, a sentence without its end or its beginning, one in which a
  quotation mark or bracket has no partner, so that nobody can say who is speaking;
- what mostly repeats the title or a sentence already chosen.

Questions, a last sentence that trails off, and a paragraph's last words where their stop is missing
are taken only when there is not enough else.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from enum import IntEnum
from typing import NamedTuple

from generator.models import Article, Block, BlockKind, Segment, Sentence, Summary
from generator.text.normalize import fold, tokens
from generator.text.quotation import CLOSING_BRACKETS, QUOTATION_MARKS, read_marks

CENTRALITY = 0.3
"""What being central weighs against being early; measured in `benchmarks/summaries.py`."""

MIN_WORDS = 5
"""A shorter sentence is a fragment, or says too little for one of three to five."""

DOUBTFUL_MIN_WORDS = 8
"""The same for a question, an ellipsis and a sentence without its stop."""

REPEATED = 0.7
"""The share of a sentence's words in one chosen before it from which on it repeats that one."""

WRAPPED = 130
"""The widest line, in characters, that an editor's line break may have cut."""


def summarize(article: Article, sentences: Sequence[Sentence], count: int) -> Summary:
    """The `count` sentences of `article` that sum it up, fewer where it has no more that may.

    The segments are in reading order, each one sentence of the article as it is.
    """
    words = [tokens(sentence.text) for sentence in sentences]
    terms = [_terms(found) for found in words]
    fitness = _fitness(sentences, words, article.blocks)
    weight = _weights(terms, [bool(fit) for fit in fitness])
    ranked = sorted(
        (at for at, fit in enumerate(fitness) if fit), key=lambda at: (-fitness[at], -weight[at])
    )
    chosen = sorted(_new_ones(ranked, terms, _title_terms(article), count))
    return Summary(
        "lead",
        tuple(Segment("summary", sentences[at].text, (sentences[at].id,)) for at in chosen),
    )


# -- Which sentences come first ------------------------------------------------------------------

# What is written onto a word, and how many letters must be left for it not to be the word's own.
_CLITICS = {"وال": 3, "بال": 3, "كال": 3, "فال": 3, "لل": 3, "ال": 3, "و": 4}


def _terms(words: Iterable[str]) -> list[str]:
    """Those of some folded `words` that carry meaning: of three letters or more, without "ال"."""
    return [_without_clitic(word) for word in words if len(word) > 2]


def _without_clitic(word: str) -> str:
    for clitic, rest in _CLITICS.items():
        if word.startswith(clitic) and len(word) >= len(clitic) + rest:
            return word[len(clitic) :]
    return word


def _weights(terms: Sequence[Sequence[str]], fit: Sequence[bool]) -> list[float]:
    """How early and how central each sentence is, 0 to 1; the first that is fit weighs most."""
    central = _centrality(terms)
    weights = [
        (1 - CENTRALITY) * (1 - at / len(terms)) + CENTRALITY * share
        for at, share in enumerate(central)
    ]
    if True in fit:
        weights[fit.index(True)] = math.inf
    # Rounded, so that the last bits of a machine's logarithm never decide.
    return [round(weight, 9) for weight in weights]


def _centrality(sentences: Sequence[Sequence[str]]) -> list[float]:
    """How near each sentence is to all of them together, in TF-IDF, as a share of the nearest.

    Source: Radev et al., "Centroid-based summarization of multiple documents", 2004.
    """
    spread = Counter(term for words in sentences for term in set(words))
    vectors = [
        {t: n * math.log(1 + len(sentences) / spread[t]) for t, n in Counter(words).items()}
        for words in sentences
    ]
    units = []
    for vector in vectors:
        length = math.sqrt(math.fsum(x * x for x in vector.values())) or 1.0
        units.append({term: x / length for term, x in vector.items()})
    centroid: Counter[str] = Counter()
    for unit in units:
        centroid.update(unit)
    near = [math.fsum(x * centroid[term] for term, x in unit.items()) for unit in units]
    nearest = max(near, default=0) or 1
    return [share / nearest for share in near]


def _title_terms(article: Article) -> list[str]:
    """The terms of the title; none where it is only the text's own beginning, as for a text
    without a title: there is nothing that the text could repeat.
    """
    beginning = next((block.text for block in article.blocks if block.kind in _PROSE), "")
    if fold(beginning).startswith(fold(article.title).rstrip(" .…")):
        return []
    return _terms(tokens(article.title))


def _new_ones(
    ranked: Iterable[int], terms: Sequence[Sequence[str]], title: Iterable[str], count: int
) -> list[int]:
    """The first `count` that do not mostly repeat `title` or one chosen before them."""
    chosen: list[int] = []
    said = [frozenset(title)]
    for at in ranked:
        if len(chosen) >= count:
            break
        own = frozenset(terms[at])
        if all(len(own & before) < REPEATED * len(own) for before in said):
            chosen.append(at)
            said.append(own)
    return chosen


# -- Which sentences may be taken ----------------------------------------------------------------

_PROSE = frozenset({BlockKind.PARAGRAPH, BlockKind.QUOTE, BlockKind.LIST_ITEM})
_FULL_STOPS = tuple(".۔!‼")
_ELLIPSES = ("..", ". .", "…")
_QUESTIONS = tuple("؟?⁇⁈⁉")
_UNFINISHED = tuple("،,:;؛-–—/(«“")
_INVISIBLE = "\u200e\u200f\u061c"
_BEHIND_STOP = ')]}»«›‹"“”„‟ ' + _INVISIBLE
_BEFORE_WORD = "([ " + _INVISIBLE + "".join(sorted(QUOTATION_MARKS))
_INTERROGATIVES = frozenset(
    conjunction + word
    for word in "هل ما ماذا لماذا لم كيف متي اين من كم اي ايه الا اليس اما".split()
    for conjunction in ("", "و", "ف")
)
_NEAR = 40  # characters, enough for the longest of these
_LEADS_ELSEWHERE = (
    "اقرا ايضا", "اقرا المزيد", "اقرا كذلك", "للمزيد", "لمزيد من", "لقراءه المزيد", "شاهد ايضا",
    "شاهدوا", "طالع ايضا", "انظر ايضا", "مواضيع ذات", "اخبار ذات", "تابعونا", "اشترك", "اضغط هنا",
    "المصدر:", "تصوير:", "حقوق النشر", "جميع الحقوق", "read more", "read also",
)  # fmt: skip


class _Fit(IntEnum):
    NOT = 0
    DOUBTFUL = 1
    WHOLE = 2


def _fitness(
    sentences: Sequence[Sentence], words: Sequence[Sequence[str]], blocks: Sequence[Block]
) -> list[_Fit]:
    places = [s.block for s in sentences]
    open_ends = {at: _OpenEnds.of(blocks[at].text) for at in set(places)}
    found = []
    rows = zip([-1, *places], sentences, words, [*places[1:], -1], strict=False)
    for before, s, own, after in rows:
        passed_over = (
            blocks[s.block].kind not in _PROSE
            or open_ends[s.block].touch(s)
            or _begins_midway(s.text)
            or (before != s.block and _is_broken_off(s.block - 1, blocks))
            or (after != s.block and _is_broken_off(s.block, blocks))
            or fold(s.text[:_NEAR]).startswith(_LEADS_ELSEWHERE)
        )
        last = s.block == len(blocks) - 1
        found.append(_Fit.NOT if passed_over else _by_its_end(s, own, is_last_block=last))
    return found


def _by_its_end(sentence: Sentence, words: Sequence[str], is_last_block: bool) -> _Fit:
    end = sentence.text.rstrip(_BEHIND_STOP)
    if end.rstrip("!").endswith(_QUESTIONS):
        whole = len(words) >= 2 * DOUBTFUL_MIN_WORDS and words[0] not in _INTERROGATIVES
    elif end.endswith(_ELLIPSES):
        whole = not is_last_block  # there a teaser is cut off
    else:
        whole = end.endswith(_FULL_STOPS)
    if whole and len(words) >= MIN_WORDS:
        return _Fit.WHOLE
    finished = len(words) >= DOUBTFUL_MIN_WORDS and not end.endswith(_UNFINISHED)
    return _Fit.DOUBTFUL if finished else _Fit.NOT


def _begins_midway(text: str) -> bool:
    first = text.lstrip(_BEFORE_WORD)[:1]
    return not first.isalnum() or first.islower()


def _is_broken_off(at: int, blocks: Sequence[Block]) -> bool:
    """Whether block `at` looks like a line that an editor broke: short, and with no stop."""
    if not 0 <= at < len(blocks) - 1:
        return False
    block, following = blocks[at], blocks[at + 1]
    return (
        block.kind is following.kind is BlockKind.PARAGRAPH
        and following.line == block.line + 1
        and len(block.text) <= WRAPPED
        and not block.text.rstrip(_BEHIND_STOP).endswith((*_FULL_STOPS, *_QUESTIONS, "…", ":"))
    )


class _OpenEnds(NamedTuple):
    """The marks of a block that have no partner, so that it is unclear who speaks round them.

    All that follows a quotation never closed may belong to it, up to the block's end, and so may
    all that comes before a mark that closes nothing. `opened` is the first such opening mark,
    `closed` the last such closing one; `alone` holds these and the brackets never closed.
    """

    alone: tuple[int, ...]
    opened: float
    closed: int

    @classmethod
    def of(cls, text: str) -> _OpenEnds:
        marks = read_marks(text)
        alone = tuple(at for at in marks.alone if text[at] not in CLOSING_BRACKETS)
        quotes = [at for at in alone if text[at] in QUOTATION_MARKS]
        return cls(
            alone,
            min((at for at in quotes if at not in marks.closing), default=math.inf),
            max((at for at in quotes if at in marks.closing), default=-1),
        )

    def touch(self, sentence: Sentence) -> bool:
        first = bisect_left(self.alone, sentence.start)
        holds_one = first < len(self.alone) and self.alone[first] < sentence.end
        return holds_one or sentence.start > self.opened or sentence.end <= self.closed
