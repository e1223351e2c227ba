"""Workflow commands of GitHub Actions."""

from __future__ import annotations

from generator.models import Problem
from generator.text.annotations import annotation


def test_a_problem_is_said_at_its_line() -> None:
    problem = Problem("translations/a.po", "the number 12 is lost", "12", "Mend it.", 17)
    assert annotation(problem, title="numbers") == (
        "::error file=translations/a.po,line=17,title=numbers::"
        "the number 12 is lost (expected 12). Mend it."
    )
    assert annotation(Problem("a.po", "x"), "warning") == "::warning file=a.po::x."


def test_no_text_of_an_article_can_end_a_property_or_begin_a_command() -> None:
    problem = Problem("a,line=1::x%.po", "one\r\n::error::two 50%")
    line = annotation(problem, title="a:b,c\nd")
    assert "\n" not in line
    assert "\r" not in line
    assert line == (
        "::error file=a%2Cline=1%3A%3Ax%25.po,title=a%3Ab%2Cc%0Ad::one%0D%0A::error::two 50%25."
    )
