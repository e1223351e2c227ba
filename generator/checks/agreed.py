"""Turn a pair into the names and terms of the termbase that the English does not say as agreed."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.pair import Pair
from generator.models import Finding, Rule
from generator.text.terms import TermIndex, find_terms, is_inflected, is_rendered


def find(pair: Pair, terms: TermIndex) -> Iterator[Finding]:
    told = set()
    for hit in find_terms(pair.arabic, terms):
        said = is_rendered(hit.term, pair.english) or is_inflected(hit.term, pair.english)
        if hit.term in told or said:
            continue
        told.add(hit.term)
        yield Finding(
            Rule.TERM, f'"{hit.term.arabic[0]}" is not "{hit.term.english}" in the English'
        )
