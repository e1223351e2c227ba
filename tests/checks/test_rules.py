"""What the checks say of good and of damaged translations."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.checks import LONGEST, check, check_support
from generator.models import Rule, Term, TermKind

PAIRS: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("pairs.yml").read_text("utf-8")
)
DAMAGED = [
    (pair["ar"], english, rule) for pair in PAIRS for rule, english in pair.get("damaged", [])
]


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair["en"][:40])
def test_a_good_translation_is_not_doubted(pair: dict[str, Any]) -> None:
    assert check(pair["ar"], pair["en"]) == []


@pytest.mark.parametrize(
    ("arabic", "english", "rule"), DAMAGED, ids=[f"{rule}-{en[:40]}" for _, en, rule in DAMAGED]
)
def test_a_damaged_translation_is_doubted_by_the_rule_for_it(
    arabic: str, english: str, rule: str
) -> None:
    assert rule in {str(finding.rule) for finding in check(arabic, english)}


def test_there_are_more_than_a_hundred_golden_cases() -> None:
    assert len(PAIRS) + len(DAMAGED) > 100


def test_every_rule_but_that_of_terms_has_a_golden_case() -> None:
    assert {rule for _, _, rule in DAMAGED} == {str(rule) for rule in Rule} - {"term"}


def test_the_evidence_says_what_was_found_on_each_side() -> None:
    [finding] = check("حضر 1500 زائر إلى المتحف", "1,050 visitors came to the museum")
    assert finding.evidence == '"1500" is not in the English (found: "1,050")'


def test_a_term_that_is_not_said_as_agreed_is_told() -> None:
    term = Term(("الجبهة الشعبية",), "Popular Front", TermKind.ORGANIZATION, ("People's Front",))
    arabic = "عقدت الجبهة الشعبية مؤتمرها"
    assert [f.rule for f in check(arabic, "The National Front held its congress", [term])] == [
        Rule.TERM
    ]
    assert check(arabic, "The People's Front held its congress", [term]) == []


SOURCES = [
    "قال وزير الزراعة إن المحصول بلغ 40 ألف طن هذا العام.",
    "وزعم مزارعون أن الأمطار لم تكن كافية في شمال البلاد.",
]


@pytest.mark.parametrize(
    "english",
    [
        "The harvest reached 40,000 tonnes this year, the agriculture minister said.",
        "Farmers in the north claimed that there had not been enough rain.",
    ],
)
def test_a_summary_may_leave_things_out(english: str) -> None:
    assert check_support(SOURCES, english) == []


@pytest.mark.parametrize(
    ("english", "rule"),
    [
        ("The harvest reached 60,000 tonnes this year, the agriculture minister said.", "number"),
        ("The harvest in Bulgaria reached 40,000 tonnes this year.", "name"),
        ("There was enough rain in the north of the country.", "speaker"),
        ("The museum opened a new hall for visitors and children.", "mismatch"),
    ],
)
def test_what_no_source_says_is_doubted(english: str, rule: str) -> None:
    assert rule in {str(finding.rule) for finding in check_support(SOURCES, english)}


def test_a_negation_that_no_source_has_is_doubted() -> None:
    found = check_support(
        [SOURCES[0]], "The harvest did not reach 40,000 tonnes, the minister said."
    )
    assert [finding.rule for finding in found] == [Rule.NEGATION]


@pytest.mark.parametrize("side", ["arabic", "english"])
def test_what_is_no_sentence_is_refused_at_once(side: str) -> None:
    texts = {"arabic": "كلمة", "english": "word"} | {side: "x " * 1_000_000}
    started = time.monotonic()
    [finding] = check(texts["arabic"], texts["english"])
    assert finding.rule is Rule.LENGTH
    assert time.monotonic() - started < 1


@pytest.mark.parametrize(
    ("arabic", "english"),
    [
        ("كلمة " * (LONGEST // 5 - 1), "Word1 Xylo " * (LONGEST // 11 - 1)),
        ("لا " * 3000, "not no " * 1400),
        ("1.2." * 2400, "1,2," * 2400),
        ("«" * 9000, '"' * 9000),
        ("ثلاثة و" * 1300, "three and " * 990),
        ("ـ" * 9000, "A" * 9000),
        ("", ""),
        ("\x00\u202e", "\ud800"),
    ],
    ids=["names", "negations", "numbers", "marks", "number words", "one word", "empty", "broken"],
)
def test_hostile_text_takes_no_long_time(arabic: str, english: str) -> None:
    started = time.monotonic()
    check(arabic, english)
    assert time.monotonic() - started < 20
