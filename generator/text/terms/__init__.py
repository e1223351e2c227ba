"""Turn an Arabic text and its English into the names and terms of the termbase, kept or mended.

    index       an Arabic text into the terms that stand in it
    rendering   a term and an English text into where the English says it, and how
    mending     an Arabic text and its English into the English with the names right

Pure functions; the file the terms come from is read by `generator.termbase`. Refuses to guess: an
English that has no near miss of a name is left alone, and the name is told to be missing.
"""

from generator.text.terms.index import (
    TermHit,
    TermIndex,
    doubt,
    find_terms,
    folded_forms,
    names_in,
    with_latin_names,
)
from generator.text.terms.mending import Enforced, Replacement, enforce, near_miss
from generator.text.terms.rendering import is_inflected, is_rendered

__all__ = [
    "Enforced",
    "Replacement",
    "TermHit",
    "TermIndex",
    "doubt",
    "enforce",
    "find_terms",
    "folded_forms",
    "is_inflected",
    "is_rendered",
    "names_in",
    "near_miss",
    "with_latin_names",
]
