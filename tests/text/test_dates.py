"""Dates and ages: what a line says, as precisely as it says it, and nothing that it does not."""

import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.text.dates import (
    Age,
    format_age,
    format_date,
    format_hijri,
    is_age,
    parse_age,
    parse_date,
    to_hijri,
)

CASES: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("dates.yml").read_text("utf-8")
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:40])
def test_a_line_says_this_date(case: dict[str, Any]) -> None:
    date = parse_date(case["text"], case.get("retrieved"))
    if case["iso"] is None:
        assert date is None
        return
    assert date is not None
    assert date.iso == case["iso"]
    assert date.precision == case["precision"]
    assert date.calendar == case.get("calendar", "gregorian")
    assert date.words == case.get("words", case["text"])


words = st.sampled_from(
    "25 10 2016 1437 ٢٥ 14 : 35 / - . ، ( ) الثلاثاء أكتوبر تشرين الأول الثاني محرم ربيع هـ م ص منذ"
    " قبل سنة أشهر 7 و3 واحدة ساعتين أمس اليوم الموافق عام من الساعة GMT + Z T T14 ago years"
    " a".split()
)
lines = st.one_of(st.text(), st.lists(words).map(" ".join), st.lists(words).map("".join))
retrievals = st.sampled_from(["2016", "2016-10", "2016-10-25", "2016-10-25T14:35+03:00", None])


@given(lines, retrievals)
def test_any_line_has_a_date_that_its_own_words_say_or_none(
    line: str, retrieved: str | None
) -> None:
    date = parse_date(line, retrieved)
    if date is not None:
        assert date.words in line
        assert date.words == date.words.strip()
        assert format_date(date.iso, "ar")
        assert format_date(date.iso, "en")


@pytest.mark.parametrize(
    "unit",
    [
        "2016 ",
        "25/",
        "25 أكتوبر ",
        "منذ سنة و",
        "· ",
        "14:35 ",
        "الثلاثاء ",
        "في ",
        "نشر: ",
        "1 رجب 1445 2 رجب 1445 ",
    ],
)
def test_a_long_line_takes_no_longer_than_its_length(unit: str) -> None:
    begin = time.perf_counter()
    assert parse_date(unit * 5_000, "2016-10-25") is None
    assert time.perf_counter() - begin < 10


def test_a_time_of_retrieval_that_is_no_date_is_told() -> None:
    with pytest.raises(ValueError, match="'yesterday' is not an ISO 8601 date"):
        parse_date("منذ أسبوع", "yesterday")


@pytest.mark.parametrize(
    ("text", "english", "arabic"),
    [
        ("منذ 7 سنوات 6 أشهر", "7 years 6 months", "7 سنوات و6 أشهر"),
        ("·منذ 7 سنوات 6 أشهر", "7 years 6 months", "7 سنوات و6 أشهر"),
        ("• منذ ٧ سنوات و٦ أشهر", "7 years 6 months", "7 سنوات و6 أشهر"),
        ("منذ أسبوع", "1 week", "أسبوع"),
        ("منذ أسبوع واحد", "1 week", "أسبوع"),
        ("قبل ساعتين", "2 hours", "ساعتان"),
        ("منذ سنتين", "2 years", "سنتان"),
        ("منذ شهرين", "2 months", "شهران"),
        ("منذ أسبوعين", "2 weeks", "أسبوعان"),
        ("منذ يومين", "2 days", "يومان"),
        ("منذ دقيقتين", "2 minutes", "دقيقتان"),
        ("منذ سنة واحدة و3 أشهر", "1 year 3 months", "سنة و3 أشهر"),
        ("منذ شهرين وأسبوع", "2 months 1 week", "شهران وأسبوع"),
        ("منذ سنة وشهر ويوم", "1 year 1 month 1 day", "سنة وشهر ويوم"),
        ("منذ ٣ أيام", "3 days", "3 أيام"),
        ("منذ ثلاثة أيام", "3 days", "3 أيام"),
        ("منذ عشر دقائق", "10 minutes", "10 دقائق"),
        ("منذ خمس سنوات وستة أشهر", "5 years 6 months", "5 سنوات و6 أشهر"),
        ("منذ 11 شهر", "11 months", "11 شهرًا"),
        ("منذ 15 يوماً", "15 days", "15 يومًا"),
        ("منذ 100 يوم", "100 days", "100 يوم"),
        ("منذ 103 أيام", "103 days", "103 أيام"),
        ("قبل عام", "1 year", "سنة"),
        ("7 سنوات مضت", "7 years", "7 سنوات"),
        ("7 years 6 months ago", "7 years 6 months", "7 سنوات و6 أشهر"),
        ("7 years 6 months", "7 years 6 months", "7 سنوات و6 أشهر"),
        ("1 year, 2 months and 3 weeks ago", "1 year 2 months 3 weeks", "سنة وشهران و3 أسابيع"),
        ("2 Hours Ago", "2 hours", "ساعتان"),
        ("an hour ago", "1 hour", "ساعة"),
        ("three weeks ago", "3 weeks", "3 أسابيع"),
        ("5 mins ago", "5 minutes", "5 دقائق"),
    ],
)
def test_an_age_in_words(text: str, english: str, arabic: str) -> None:
    age = parse_age(text)
    assert age is not None
    assert str(age) == english
    assert parse_age(str(age)) == age
    assert format_age(age, "ar") == format_age(english, "ar") == arabic
    assert format_age(text, "en") == english


@pytest.mark.parametrize(
    "text",
    [
        "تعمل المكتبة منذ 7 سنوات",
        "منذ 7 سنوات وهي تعمل",
        "منذ 7 سنوات 6 أشهر رد",
        "منذ عام 2016",
        "منذ أيام",
        "منذ أكثر من سنة",
        "منذ حوالي ساعة",
        "منذ 6 أشهر 7 سنوات",
        "منذ سنة وسنتين",
        "منذ",
        "يوم",
        "ساعتين",
        "سنوات",
        "about 2 hours ago",
        "ago",
        "2016",
        "4",
        "·",
        "",
    ],
)
def test_a_line_that_is_not_an_age(text: str) -> None:
    assert not is_age(text)
    assert format_age(text, "ar") == text


@pytest.mark.parametrize(
    ("age", "retrieved", "before"),
    [
        ("7 years 6 months", "2024-04-30", "2016-10"),
        ("6 months", "2016-10", "2016-04"),
        ("7 years", "2024", "2017"),
        ("2 years", "2016-01-01", "2014"),
        ("1 month 1 day", "2016-03-31", "2016-02-28"),  # a month before is the last of February
        ("1 week", "2016-10-25T14:35", "2016-10-18"),
        ("3 days", "2016-03-02", "2016-02-28"),
        ("30 hours", "2016-10-25", "2016-10-24"),
        ("2 hours", "2016-10-25T01:35Z", "2016-10-24T23+00:00"),
        ("90 minutes", "2016-10-25T14:35", "2016-10-25T13:05"),
        ("5 seconds", "2016-10-25T14:35", "2016-10-25T14:34"),
    ],
)
def test_the_date_an_age_before_the_retrieval(age: str, retrieved: str, before: str) -> None:
    parsed = parse_age(age)
    assert parsed is not None
    assert parsed.before(retrieved) == before


@pytest.mark.parametrize(
    ("age", "retrieved"),
    [("6 months", "2016"), ("3 days", "2016-10"), ("9000 years", "2016-10-25"), ("1 day", "?")],
)
def test_a_date_that_cannot_be_counted_back_to(age: str, retrieved: str) -> None:
    parsed = parse_age(age)
    assert isinstance(parsed, Age)
    with pytest.raises(ValueError, match=r"does not say|before the year 1|is not an ISO 8601 date"):
        parsed.before(retrieved)


@pytest.mark.parametrize(
    ("iso", "english", "arabic"),
    [
        ("2016", "2016", "2016"),
        ("2016-10", "October 2016", "أكتوبر 2016"),
        ("2016-10-05", "5 October 2016", "5 أكتوبر 2016"),
        ("2016-10-25T14", "25 October 2016, around 14:00", "25 أكتوبر 2016، نحو الساعة 14"),
        ("2016-10-25T14:35", "25 October 2016, 14:35", "25 أكتوبر 2016، الساعة 14:35"),
        ("2016-10-25T14:35:20Z", "25 October 2016, 14:35 UTC", "25 أكتوبر 2016، الساعة 14:35 UTC"),
        (
            "2016-10-25T14:35+03:00",
            "25 October 2016, 14:35 UTC+03:00",
            "25 أكتوبر 2016، الساعة 14:35 UTC+03:00",
        ),
    ],
)
def test_a_date_for_readers(iso: str, english: str, arabic: str) -> None:
    assert format_date(iso, "en") == english
    assert format_date(iso, "ar") == arabic


@pytest.mark.parametrize("iso", ["", "25/10/2016", "2016-13", "2016-02-30", "2016-10-25T25:00"])
def test_what_is_no_iso_date_is_not_shown_as_one(iso: str) -> None:
    with pytest.raises(ValueError, match="is not a"):
        format_date(iso, "en")


def test_the_hijri_day_of_a_date() -> None:
    assert to_hijri("2016-10-25T14:35+03:00") == "1438-01-24"
    assert format_hijri("2016-10-25", "ar") == "24 محرم 1438 هـ"
    assert format_hijri("2016-10-25", "en") == "24 Muharram 1438 AH"


@pytest.mark.parametrize("iso", ["2016", "2016-10", "1924-07-31", "2077-11-17", "0622-07-16"])
def test_no_hijri_day_without_a_day_or_beyond_the_tables(iso: str) -> None:
    assert to_hijri(iso) is None
    assert format_hijri(iso, "ar") is None
