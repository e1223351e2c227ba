"""Turn articles into stories: which are the same text, and which share so much that one is a copy.

Exact copies have the same words in the same order in title and text; how they are spelled,
punctuated and marked up is not asked. A near-copy holds at least `THRESHOLD` of the shingles of the
shorter text, so that a copy cut to a third of the original is found, and so is one with paragraphs
added. Readers' comments are no part of a text; captions and bylines, which each site has of its
own, are none where near-copies are looked for.

Refuses to link what shares words for another reason:

- a text of which less than `FEWEST` shingles are shared, be they all it has;
- articles that quote the same statement: what stands outside of quotations must be shared too;
- texts made by one pattern (weather, exchange rates, hours of prayer): in the same place there
  stands another number or date, and that often.

A link is between two texts that were compared, never through a third: a digest of two wires shares
its text with both, and they have nothing to do with each other. What is found depends neither on
the order of the articles nor on the run.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from hashlib import blake2b

from generator.models import Article, BlockKind, Copy, Entry, Likeness, Status
from generator.text.normalize import ascii_digits
from generator.text.shingles import (
    Shingles,
    compare_numbers,
    containment,
    coverage,
    resemblance,
    sample,
    shingle,
    words_of,
)

THRESHOLD = 0.4
"""The part of the shorter text's shingles that a near-copy shares (benchmarks/stories.py)."""
FEWEST = 20
"""Shingles that must be shared at least: fewer are a sentence."""
CROWD = 64
"""Of the articles that share one sampled shingle, so many are compared, those next by name: what
a thousand articles say is a pattern and no story, and to compare each with each would take days."""

_WORTH = 0.4  # of the threshold, by the sample, which is a tenth of the shingles
_QUOTABLE = 100  # shingles: so much may be a statement quoted without marks
_SHORT = 0.5  # the threshold where no more than that is shared
_UNQUOTED = 0.3  # of what stands outside of quotations
_PATTERN = 0.2  # of the numbers and dates in the same places differ
_DENSE = 60  # shared shingles for each such difference; more, and it is an updated report
_FIGURE = re.compile(r"[-−+±]?\d[\d.,/:]*\d|[-−+±]?\d")
_ASIDE = frozenset({BlockKind.CAPTION, BlockKind.BYLINE})


@dataclass(frozen=True, slots=True)
class Story:
    """What is known of one article: the slugs of its exact copies, and its near-copies.

    Copies are in the order of their slugs; of the near-copies, that with the most of its text
    comes first.
    """

    copies: tuple[str, ...] = ()
    near: tuple[Likeness, ...] = ()


def stories(articles: Iterable[Article]) -> Mapping[str, Story]:
    """The story of each article that has one, by its slug. About linear in the text."""
    copies: dict[str, list[str]] = defaultdict(list)
    near: dict[str, list[Likeness]] = defaultdict(list)
    index = Index()
    for article in sorted(articles, key=lambda article: article.slug):
        story = index.add(article)
        for slug in story.copies:
            copies[slug].append(article.slug)
            copies[article.slug].append(slug)
        for likeness in story.near:
            near[article.slug].append(likeness)
            near[likeness.slug].append(_turned(likeness, article.slug))
    return {
        slug: Story(tuple(sorted(copies[slug])), _ordered(near[slug]))
        for slug in sorted(copies.keys() | near.keys())
    }


def told_once(entries: Iterable[Entry]) -> list[Entry]:
    """The entries with their stories: of exact copies one, which names the others.

    That is the one in whose English a person has put work, else one that has English (so that an
    article keeps its address when a copy comes in later), else the one published first, retrieved
    first, or first by path.
    """
    by_slug = {entry.article.slug: entry for entry in entries}
    found = stories(entry.article for entry in by_slug.values())
    told: dict[str, Entry] = {}
    for slug, entry in by_slug.items():
        same = [entry, *(by_slug[copy] for copy in found.get(slug, Story()).copies)]
        first, *others = sorted(same, key=_precedence)
        if first is entry:
            told[slug] = replace(entry, copies=tuple(Copy.of(other.article) for other in others))
    return [
        replace(entry, same_story=tuple(n for n in found[slug].near if n.slug in told))
        if slug in found
        else entry
        for slug, entry in told.items()
    ]


def _precedence(entry: Entry) -> tuple[bool, bool, str, str, str]:
    article, english = entry.article, {translation.status for translation in entry.translations}
    # "2016~" comes after "2016-10-25": of two dates that may be the same, the one that says more.
    published, retrieved = (f"{date or ''}~" for date in (article.published, article.retrieved))
    unread, missing = Status.REVIEWED not in english, english == {Status.MISSING}
    return unread, missing, published, retrieved, article.path


def nearest(article: Article, index: Index) -> Story:
    """What `article` is like among the articles in `index`, itself aside."""
    return index.find(article)


@dataclass(frozen=True, slots=True)
class _Text:
    """What is compared of an article.

    `words` is the same for the same words and figures of title and text; of the punctuation only
    that of figures counts, for -5 is not 5.
    """

    slug: str
    words: bytes
    shingles: Shingles
    sample: frozenset[int]

    @classmethod
    def of(cls, article: Article) -> _Text:
        parts = (article.title, "\n".join(block.text for block in article.blocks))
        told_by = [
            " ".join([*words_of(part), *_FIGURE.findall(ascii_digits(part))]) for part in parts
        ]
        words = blake2b("\n".join(told_by).encode(), digest_size=16).digest()
        told = (block.text for block in article.blocks if block.kind not in _ASIDE)
        shingles = shingle([article.title, *told])
        return cls(article.slug, words, shingles, sample(shingles.hashes))


class Index:
    """The texts of articles, to find those that share much with another one.

    About 4 kB for an article of 400 words.
    """

    def __init__(self, articles: Iterable[Article] = (), threshold: float = THRESHOLD) -> None:
        self.threshold = threshold
        self._same: dict[bytes, list[str]] = {}  # the slugs of each text
        self._texts: dict[str, _Text] = {}  # each text once, by its first slug
        # A sampled shingle leads to the text that has it; most are in one alone.
        self._first: dict[int, str] = {}
        self._others: dict[int, list[str]] = {}
        for article in articles:
            self.add(article)

    def add(self, article: Article) -> Story:
        """Put `article` in, and say what it is like among those that were there before."""
        text = _Text.of(article)
        story = self._find(text)
        slugs = self._same.setdefault(text.words, [])
        slugs.append(text.slug)
        if len(slugs) == 1:
            self._texts[text.slug] = text
            for value in text.sample:
                first = self._first.setdefault(value, text.slug)
                if first != text.slug:
                    self._others.setdefault(value, [first]).append(text.slug)
        return story

    def find(self, article: Article) -> Story:
        """What `article` is like among those in the index, itself aside."""
        return self._find(_Text.of(article))

    def _find(self, text: _Text) -> Story:
        distinct = text.shingles.distinct()
        near: list[Likeness] = []
        for other in self._candidates(text):
            likeness = self._likeness(text, distinct, other)
            if likeness:
                slugs = (slug for slug in self._same[other.words] if slug != text.slug)
                near += (replace(likeness, slug=slug) for slug in slugs)
        same = (slug for slug in self._same.get(text.words, []) if slug != text.slug)
        return Story(tuple(sorted(same)), _ordered(near))

    def _candidates(self, text: _Text) -> list[_Text]:
        """The other texts that share enough of the sample for a comparison to be worth while."""
        shared: Counter[str] = Counter()
        for value in text.sample:
            if value in self._others:
                shared.update(self._others[value][-CROWD:])
            elif value in self._first:
                shared[self._first[value]] += 1
        worth = _WORTH * self.threshold
        others = ((self._texts[slug], number) for slug, number in shared.items())
        return [
            other
            for other, number in others
            if number >= worth * min(len(text.sample), len(other.sample))
            and other.words != text.words
        ]

    def _threshold(self, shared: int) -> float:
        return self.threshold if shared >= _QUOTABLE else max(self.threshold, _SHORT)

    def _likeness(self, text: _Text, distinct: frozenset[int], there: _Text) -> Likeness | None:
        own, other = text.shingles, there.shingles
        others = other.distinct()
        shared = distinct & others
        numbers = len(shared), len(distinct), len(others)
        if len(shared) < FEWEST or containment(*numbers) < self._threshold(len(shared)):
            return None
        if _is_pattern(own, other, len(shared)) or _quotes_the_same(own, other):
            return None
        return Likeness(
            there.slug,
            shared=_floored(coverage(own, shared)),
            shared_there=_floored(coverage(other, shared)),
            resemblance=_floored(resemblance(*numbers)),
        )


def _quotes_the_same(a: Shingles, b: Shingles) -> bool:
    """Whether what they share is in quotations, and they share little else."""
    if not (any(a.quoted) or any(b.quoted)):
        return False
    own, others = a.unquoted(), b.unquoted()
    return containment(len(own & others), len(own), len(others)) < _UNQUOTED


def _is_pattern(a: Shingles, b: Shingles, shared: int) -> bool:
    """Whether they say the same of other numbers and dates."""
    same, other = compare_numbers(a, b)
    return other > _PATTERN * (same + other) and other * _DENSE > shared


def _turned(likeness: Likeness, slug: str) -> Likeness:
    return Likeness(slug, likeness.shared_there, likeness.shared, likeness.resemblance)


def _ordered(near: Iterable[Likeness]) -> tuple[Likeness, ...]:
    return tuple(sorted(near, key=lambda likeness: (-likeness.shared, likeness.slug)))


def _floored(part: float) -> float:
    return math.floor(part * 100 + 1e-9) / 100
