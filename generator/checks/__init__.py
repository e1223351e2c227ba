"""Turn an Arabic text and its English into findings: reasons to doubt the English."""

from __future__ import annotations

from collections.abc import Iterable

from generator.checks import content, figures, marks, names, negation, speech
from generator.checks.pair import Pair
from generator.models import Finding, Term

_RULES = (figures, names, negation, speech, marks, content)


def check(arabic: str, english: str, terms: Iterable[Term] = ()) -> list[Finding]:
    """What in `english` is not as `arabic` has it."""
    pair = Pair(arabic, english)
    return [finding for rule in _RULES for finding in rule.find(pair)]
