"""The manual shows each rule with a pair; what it says of the pair is what the checks say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.checks import check
from generator.models import Rule, Term, TermKind

MANUAL = Path(__file__).resolve().parents[2] / "docs"
TERMS = (Term(("حمص",), "Homs", TermKind.PLACE),)
ROW = re.compile(
    r"^\| (?:[^|]*\()?`(?P<rule>\w+)`\)? \| (?P<arabic>.+)<br>(?P<english>.+) \| `(?P<said>.+)` \|$",
    re.MULTILINE,
)


def rows(lang: str) -> list[tuple[str, str, str, str]]:
    text = (MANUAL / lang / "manual" / "review.md").read_text(encoding="utf-8")
    found = ROW.findall(text)
    return [(rule, *(re.sub("<.*?>", "", cell) for cell in cells)) for rule, *cells in found]


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_the_manual_shows_every_rule_with_what_it_says(lang: str) -> None:
    shown = rows(lang)
    assert {rule for rule, *_ in shown} == set(Rule)
    for rule, arabic, english, said in shown:
        findings = [(f.rule, f.evidence) for f in check(arabic, english, TERMS)]
        assert findings == [(rule, said)]


def test_both_languages_show_the_same_pairs() -> None:
    assert rows("ar") == rows("en")
