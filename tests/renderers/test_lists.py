"""The groups that lead to articles: issues, the timeline, and the pages of long lists."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from project import Project

from generator.models import Article, Entry, Lang, Segment, Translation
from generator.renderers.lists import ON_A_PAGE, Group, by_month, by_week, days_of, timeline
from generator.renderers.pages import days_in, name_of


def entry(slug: str, published: str | None) -> Entry:
    article = Article(slug, slug, "ar", f"articles/{slug}.txt", "0", published=published)
    return Entry(article, (), Translation(Segment("title", slug)), (), "lead")


def test_weeks_are_those_of_iso_8601_and_need_a_day() -> None:
    groups = by_week(
        [
            entry("new-year", "2017-01-01"),
            entry("sunday", "2016-10-30T23:00+03:00"),
            entry("monday", "2016-10-24"),
            entry("month", "2016-10"),
            entry("undated", None),
        ]
    )
    assert {g.key: [e.article.slug for e in g.entries] for g in groups} == {
        "2016-W52": ["new-year"],
        "2016-W43": ["sunday", "monday"],
    }
    assert days_of("2016-W43") == (date(2016, 10, 24), date(2016, 10, 30))


@pytest.mark.parametrize(
    ("lang", "name", "days"),
    [
        ("en", "Digest, week 43 of 2016", "24\u201330 Oct 2016"),
        ("ar", "خلاصة الأسبوع 43 من عام 2016", "24\u201330 أكتوبر 2016"),
    ],
)
def test_a_weekly_issue_has_a_name_and_its_days(lang: Lang, name: str, days: str) -> None:
    assert name_of(Group("2016-W43", "2016-W43", ()), "weeks", lang) == name
    assert days_in("2016-W43", lang) == days


def test_the_timeline_has_every_month_of_the_years_that_have_any() -> None:
    months = by_month([*(entry(f"e{n}", "2016-10-01") for n in range(10)), entry("x", "2014-02")])
    years = timeline([*months, *by_month([entry("year", "2013"), entry("undated", None)])])
    assert [year.year for year in years] == ["2016", "2014"]
    assert all(len(year.months) == 12 for year in years)
    full, sparse = dict(years[0].months)["2016-10"], dict(years[1].months)["2014-02"]
    assert full is not None
    assert sparse is not None
    assert (years[0].tenths(full), years[1].tenths(sparse)) == (10, 1)
    assert dict(years[1].months)["2014-03"] is None


def test_a_long_list_has_several_pages_that_lead_to_each_other(tmp_path: Path) -> None:
    project = Project(tmp_path / "digest")
    for number in range(ON_A_PAGE + 1):
        head = f"---\npublished: 2016-10-{1 + number % 28:02}\nsource: الصحيفة\n---\n"
        text = f"خبر رقم {number}\n\nافتتح الحي رقم {number} مكتبة جديدة أمام الزوار.\n"
        project.add(f"news{number}.txt", head + text)
    assert project.build().returncode == 0
    [source] = [
        p.parent.name for p in (project.folder / "site" / "en" / "sources").glob("*/index.html")
    ]
    first, second = (project.html(f"en/sources/{source}{rest}") for rest in ("", "/2"))
    assert len(first.select(".khulasa-card")) == ON_A_PAGE
    assert len(second.select(".khulasa-card")) == 1
    assert first.select_one(".khulasa-pages a[rel=next]")["href"] == "2/"
    assert second.select_one(".khulasa-pages a[rel=prev]")["href"] == "../"
    assert "Page 2 of 2" in second.get_text()
    menu = {a["href"] for a in first.select(".md-nav--primary a")}
    assert not any(href.endswith("/2/") for href in menu)


def test_an_issue_shows_each_article_with_its_summary(tmp_path: Path) -> None:
    project = Project(tmp_path / "digest")
    text = (
        "---\npublished: 2016-10-25\n---\nافتتاح المكتبة\n\n"
        "افتتح الحي مكتبة جديدة أمام الزوار صباح أمس. وقال مديرها إن فيها 1500 كتاب للأطفال."
        " وستفتح أبوابها كل يوم حتى المساء طوال الصيف.\n"
    )
    project.add("library.txt", text)
    project.khulasa("update")
    project.translate("library")
    assert project.build().returncode == 0
    issue = project.html("en/weeks/2016-W43")
    said = [li.get_text(strip=True) for li in issue.select(".khulasa-card-summary li")]
    assert said == [f"English {n} of library." for n in range(1, len(said) + 1)]
    assert said
    arabic = project.html("ar/weeks/2016-W43").select(".khulasa-card-summary li")
    assert len(arabic) == len(said)
    assert "1500" in "".join(li.get_text() for li in arabic)
