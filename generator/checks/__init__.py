"""Turn an Arabic text and its English into findings: reasons to doubt the English.

Two doors: `check` compares a translation with what it translates, `check_support` a sentence that a
model wrote with the Arabic sentences it names as its sources. Each rule is a module with one
function, `find`; what they share is in `pair`, `coverage` and `lexicon`.

A finding is a doubt, not a proof. The rules are made so that few good translations are flagged;
what they catch and what they flag is measured in `benchmarks/checks.py`. They refuse to judge
style, grammar and choice of words, and texts longer than `LONGEST`, which no sentence is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator.checks import agreed, content, figures, marks, names, negation, order, speech
from generator.checks.pair import Pair
from generator.models import Finding, Rule, Term
from generator.text.terms import TermIndex

__all__ = ["LONGEST", "check", "check_support"]

LONGEST = 10_000
"""The longest text, in characters, of either side that is looked at."""

_RULES = (figures, names, order, negation, speech, marks, content)


def check(arabic: str, english: str, terms: Iterable[Term] | TermIndex = ()) -> list[Finding]:
    """What in `english` is not as `arabic` has it; empty where nothing is doubted.

    With many texts, pass the terms as one `TermIndex`. Linear in the length of the texts; one
    longer than `LONGEST` gets a single finding that says so.
    """
    if refused := _too_long(arabic, english):
        return [refused]
    pair = Pair(arabic, english)
    found = list(agreed.find(pair, _index(terms)))
    return found + [finding for rule in _RULES for finding in rule.find(pair)]


def check_support(sources: Sequence[str], english: str) -> list[Finding]:
    """What `english` says that none of its Arabic `sources` seems to say.

    A summary may leave things out, so that only what was added or changed is a finding: numbers,
    dates and names that are in no source, a negation that no source has, a claim told as a fact.
    """
    arabic = "\n".join(sources)
    if refused := _too_long(arabic, english):
        return [refused]
    pair = Pair(arabic, english)
    return [
        *figures.unsupported(pair),
        *names.find(pair),
        *negation.unsupported(pair),
        *speech.unsupported(pair),
        *marks.unsupported(pair),
        *content.unsupported(pair),
    ]


def _index(terms: Iterable[Term] | TermIndex) -> TermIndex:
    return terms if isinstance(terms, TermIndex) else TermIndex(terms)


def _too_long(arabic: str, english: str) -> Finding | None:
    length = max(len(arabic), len(english))
    if length <= LONGEST:
        return None
    return Finding(
        Rule.LENGTH, f"{length} characters are too long for a sentence (at most {LONGEST})"
    )
