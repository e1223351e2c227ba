"""Which articles the slugs given to a command are of."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest
from project import Project

from generator.cli.common import select
from generator.models import Article, Copy, Entry, Segment, Translation

GARDEN = """\
الحديقة العامة تفتح بابها الشرقي

فتحت الحديقة العامة بابها الشرقي صباح السبت بعد إغلاق دام 3 أشهر. وقال مدير الحديقة إن الباب الجديد أوسع من القديم. ويدخل منه الزوار من الساعة الثامنة صباحًا.
"""


def entry(slug: str, *copies: str) -> Entry:
    article = Article(slug, "عنوان", "ar", f"articles/{slug}.txt", "0" * 64)
    same = tuple(Copy(copy, f"articles/{copy}.txt", "0" * 64) for copy in copies)
    return Entry(article, (), Translation(Segment("title", "عنوان")), (), "lead", same)


ENTRIES = (entry("garden", "twin", "triplet"), entry("library"), entry("market"))


@pytest.mark.parametrize(
    ("slugs", "chosen"),
    [
        ((), ["garden", "library", "market"]),
        (("market", "garden"), ["garden", "market"]),
        (("library", "library"), ["library"]),
        (("twin",), ["garden"]),
        (("triplet", "garden", "twin"), ["garden"]),
    ],
)
def test_entries_keep_their_order_and_answer_to_their_copies_slugs_too(
    slugs: tuple[str, ...], chosen: list[str]
) -> None:
    assert [one.article.slug for one in select(iter(ENTRIES), slugs)] == chosen


@pytest.mark.parametrize(
    ("slugs", "said"),
    [
        (("gardn",), "No article is called gardn. Did you mean garden?"),
        (("garden", "xyz", "abc"), "No article is called abc, xyz. 'khulasa status' lists them."),
    ],
)
def test_a_slug_that_nobody_answers_to_is_wrong_usage(slugs: tuple[str, ...], said: str) -> None:
    with pytest.raises(click.UsageError) as raised:
        select(ENTRIES, slugs)
    assert raised.value.message == said


def test_without_articles_no_slug_is_known() -> None:
    assert select((), ()) == []
    with pytest.raises(click.UsageError):
        select((), ("garden",))


def test_each_command_takes_the_slug_of_a_copy(tmp_path: Path) -> None:
    project = Project(tmp_path / "digest")
    project.add("garden.txt", GARDEN)
    project.add("twin.txt", GARDEN)
    told = json.loads(project.khulasa("status", "twin", "--json").stdout)
    assert [row["slug"] for row in told["articles"]] == ["garden"]
    assert "4 sentences without" in project.khulasa("update", "twin", "--dry-run").stdout
    assert "1 article with 4 sentences" in project.khulasa("export", "twin", "--csv").stderr
    assert "garden, reviewed by L" in project.khulasa("review", "twin", "--reviewer", "L").stdout
    for command in (["status"], ["update"], ["export", "--csv"], ["review"]):
        assert project.khulasa(*command, "twim").returncode == 2
