"""What is put out together: an issue, a month, a topic, all of it, or articles that are named."""

from __future__ import annotations

import pytest

from generator.config import Settings
from generator.errors import SelectionError
from generator.models import Article, Copy, Digest, Entry, Segment, Status, Translation
from generator.renderers.editions import Wanted, edition

SETTINGS = Settings(site_name="خلاصة")


def entry(slug: str, published: str | None, *topics: str, english: str = "") -> Entry:
    article = Article(
        slug, f"عنوان {slug}", "ar", f"articles/{slug}.txt", "0", published=published, topics=topics
    )
    title = Translation(
        Segment("title", article.title), english, Status.MACHINE if english else Status.MISSING
    )
    copies = (Copy(f"{slug}-twin", f"articles/{slug}-twin.txt", "1"),)
    return Entry(article, (), title, (), "lead", copies)


DIGEST = Digest(
    (
        entry("new", "2016-11-02", "ثقافة"),
        entry("monday", "2016-10-31T08:00", "رياضة", english="Monday"),
        entry("sunday", "2016-10-30", "ثقافة"),
        entry("month", "2016-10", "الصحة العامة"),
        entry("undated", None),
    )
)


def chosen(wanted: Wanted) -> tuple[str, list[str]]:
    made = edition(DIGEST, wanted, SETTINGS)
    return made.id, [one.article.slug for one in made.entries]


@pytest.mark.parametrize(
    ("wanted", "id_", "slugs"),
    [
        (Wanted(issue="2016-W44"), "weeks/2016-W44", ["new", "monday"]),
        (Wanted(issue="2016-w43"), "weeks/2016-W43", ["sunday"]),
        (Wanted(issue="latest"), "weeks/2016-W44", ["new", "monday"]),
        (Wanted(month="2016-10"), "months/2016-10", ["monday", "sunday", "month"]),
        (Wanted(month="latest"), "months/2016-11", ["new"]),
        (Wanted(month="undated"), "months/undated", ["undated"]),
        (Wanted(topic="ثقافة"), "topics/ثقافة", ["new", "sunday"]),
        (Wanted(topic="«ثقافة»"), "topics/ثقافة", ["new", "sunday"]),
        (Wanted(everything=True), "all/all", ["new", "monday", "sunday", "month", "undated"]),
        (
            Wanted(("undated", "new", "new-twin")),
            "articles/2-articles-241a9a15",
            ["new", "undated"],
        ),
        (Wanted(("sunday-twin",)), "articles/sunday", ["sunday"]),
    ],
)
def test_an_edition_has_its_entries_in_the_order_of_the_site(
    wanted: Wanted, id_: str, slugs: list[str]
) -> None:
    assert chosen(wanted) == (id_, slugs)


def test_an_edition_is_called_what_the_site_calls_it() -> None:
    week = edition(DIGEST, Wanted(issue="2016-W43"), SETTINGS)
    assert week.titles == {"ar": "خلاصة الأسبوع 43 من عام 2016", "en": "Digest, week 43 of 2016"}
    assert week.subtitles["en"] == "24–30 Oct 2016"
    assert edition(DIGEST, Wanted(month="2016-10"), SETTINGS).titles["en"] == "October 2016"
    assert edition(DIGEST, Wanted(topic="ثقافة"), SETTINGS).titles["en"] == "ثقافة"
    both = edition(DIGEST, Wanted(("new", "month")), SETTINGS)
    assert (both.titles["en"], both.subtitles) == ("خلاصة", {"ar": "مقالان", "en": "2 articles"})


def test_a_single_article_gives_its_own_title() -> None:
    titles = edition(DIGEST, Wanted(("monday",)), SETTINGS).titles
    assert titles == {"ar": "عنوان monday", "en": "Monday"}
    assert edition(DIGEST, Wanted(("new",)), SETTINGS).titles["en"] == "عنوان new"


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        (Wanted(issue="2016-W45"), "--issue 2016-W45: no article is in that issue (expected one that has articles, such as 2016-W44, 2016-W43). 'en/weeks/' on the site lists them."),
        (Wanted(issue="43"), "such as 2016-W44, 2016-W43)"),
        (Wanted(month="2015-10"), "--month 2015-10: no article is in that month (expected one that has articles, such as 2016-10"),
        (Wanted(topic="ثقافات"), "--topic ثقافات: no article is in that topic (expected one that has articles, such as ثقافة"),
        (Wanted(topic="latest"), "--topic latest: no article is in that topic"),
        (Wanted(("nwe",)), "Did you mean new?"),
    ],
)  # fmt: skip
def test_what_nothing_answers_to_is_told_with_what_is_near(wanted: Wanted, told: str) -> None:
    with pytest.raises(SelectionError) as raised:
        edition(DIGEST, wanted, SETTINGS)
    assert told in str(raised.value)


def test_without_articles_there_is_no_issue() -> None:
    with pytest.raises(SelectionError, match="there is no issue yet"):
        edition(Digest(), Wanted(issue="latest"), SETTINGS)
    with pytest.raises(SelectionError, match="there is no article yet"):
        edition(Digest(), Wanted(everything=True), SETTINGS)
