"""Turn an Arabic text into the terms of the termbase that stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from generator.models import Term
from generator.text.normalize import fold

_CLITICS = r"(?:[وف]?(?:ال|لل|[بكل](?:ال)?)?)"


@dataclass(frozen=True, slots=True)
class TermHit:
    """A term at `text[start:end]` of the folded text."""

    term: Term
    start: int
    end: int


class TermIndex:
    """The terms, ready to be looked for."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self.patterns = [
            (term, re.compile(rf"(?<!\w){_CLITICS}(?:{'|'.join(map(_bare, term.arabic))})(?!\w)"))
            for term in terms
        ]


def _bare(arabic: str) -> str:
    return re.escape(fold(arabic).removeprefix("ال"))


def find_terms(text: str, terms: TermIndex) -> list[TermHit]:
    """Where the terms stand in `text`."""
    folded = fold(text)
    return [
        TermHit(term, match.start(), match.end())
        for term, pattern in terms.patterns
        for match in pattern.finditer(folded)
    ]


def is_rendered(term: Term, english: str) -> bool:
    """Whether the English has the term's form or one that is accepted."""
    plain = fold(english)
    return any(fold(form) in plain for form in (term.english, *term.accepted))
