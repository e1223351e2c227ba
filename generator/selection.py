"""Turn slugs into the entries that answer to them.

Refuses slugs that nothing answers to, and names the nearest.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence

from generator.errors import SelectionError
from generator.models import Entry, Problem


def of_slugs(entries: Iterable[Entry], slugs: Sequence[str]) -> tuple[Entry, ...]:
    """The entries that answer to these slugs, each once and in their order; without slugs, all.

    An entry answers to its own slug and to those of its copies. Raises SelectionError.
    """
    names = [({e.article.slug, *(copy.slug for copy in e.copies)}, e) for e in entries]
    known = set().union(*(slugs_of for slugs_of, _ in names))
    if unknown := sorted(set(slugs) - known):
        near = difflib.get_close_matches(unknown[0], sorted(known), n=1)
        raise SelectionError(
            Problem(
                path="articles",
                found=f"No article is called {', '.join(unknown)}",
                action=f"Did you mean {near[0]}?" if near else "'khulasa status' lists them.",
            )
        )
    return tuple(entry for own, entry in names if not slugs or not own.isdisjoint(slugs))
