"""Turn articles of which some are revisions of one another into one article each.

The latest revision is the article; those before it become its `earlier`, each with the blocks that
the next one removed and added. Refuses nothing: two sources with one slug and one revision are for
the caller to tell of.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import pairwise

from generator.models import Article, Earlier


def collate(articles: Iterable[Article]) -> tuple[list[Article], list[tuple[Article, Article]]]:
    """The articles, one a slug, and the pairs of which the first has the slug of the second.

    Of two with one slug and one revision, the one that comes first counts.
    """
    by_slug: dict[str, dict[int, Article]] = defaultdict(dict)
    twins = []
    for article in articles:
        first = by_slug[article.slug].setdefault(article.revision, article)
        if first is not article:
            twins.append((article, first))
    return [_collated(revisions) for revisions in by_slug.values()], twins


def _collated(revisions: dict[int, Article]) -> Article:
    ordered = [revisions[number] for number in sorted(revisions)]
    earlier = tuple(_earlier(before, after) for before, after in pairwise(ordered))
    return replace(ordered[-1], earlier=earlier[::-1])


def _earlier(before: Article, after: Article) -> Earlier:
    old, new = ([block.text for block in article.blocks] for article in (before, after))
    changes = [
        (old[i:j], new[k:m])
        for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        if tag != "equal"
    ]
    return Earlier(
        number=before.revision,
        path=before.path,
        sha256=before.sha256,
        retrieved=before.retrieved,
        title=before.title if before.title != after.title else None,
        removed=tuple(text for removed, _ in changes for text in removed),
        added=tuple(text for _, added in changes for text in added),
    )
