"""Turn an article into the sentences that sum it up.

Refuses to hide what a sentence rests on. A summarizer is one function::

    summarize(article, sentences, count) -> Summary

`sentences` are all of the article's, numbered (`generator.text.segments.article_sentences`). The
`Summary` has at most `count` segments, in reading order, fewer where the article has no more to
give, and none where it has nothing. Each segment names in `sources` the ids of the sentences it
rests on, one or more, all of them ids that were given. An extractive summarizer names one, and its
segment's text is that sentence's; one that writes sentences of its own names all it used.

The same article gives the same summary, on any machine. A module is imported when it is first
asked for, so that a summarizer may need what not every installation has.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Final, Protocol

from generator.models import Article, Sentence, Summary

SUMMARIZERS: Final = {"lead": "generator.summarizers.lead"}
"""The name of each method, as settings and translation files have it, and the module it is in."""


class Summarizer(Protocol):
    def __call__(self, article: Article, sentences: Sequence[Sentence], count: int) -> Summary: ...


def summarizer(method: str) -> Summarizer:
    """The summarizer called `method`; a KeyError where `SUMMARIZERS` has none of that name."""
    found: Summarizer = import_module(SUMMARIZERS[method]).summarize
    return found


def summarize(
    article: Article, sentences: Sequence[Sentence], count: int, method: str = "lead"
) -> Summary:
    """The summary of `article` in at most `count` segments, as `method` makes it."""
    return summarizer(method)(article, sentences, count)
