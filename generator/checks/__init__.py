"""Turn an Arabic text and its English into findings: reasons to doubt the English."""

from __future__ import annotations

from collections.abc import Iterable

from generator.checks import figures, names, negation
from generator.checks.pair import Pair
from generator.models import Finding, Term


def check(arabic: str, english: str, terms: Iterable[Term] = ()) -> list[Finding]:
    """What in `english` is not as `arabic` has it."""
    pair = Pair(arabic, english)
    return [finding for rule in (figures, names, negation) for finding in rule.find(pair)]
