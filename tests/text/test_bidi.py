"""Runs of the other script: isolated whole, so that they keep their order on the page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.text.bidi import runs


@pytest.mark.parametrize(
    ("text", "isolated"),
    [
        ("كتبها بلغة C++ ثم C# قبل عام", ["C++", "C#"]),
        ("ثمنه $1,500 لا غير", ["$1,500"]),
        ("الهاتف +44 20 7946 0000 أو 020 7946 0000.", ["+44 20 7946 0000", "020 7946 0000"]),
        ("هاتف +1 (555) 010-9999 أو (020) 7946-0000", ["+1 (555) 010-9999", "(020) 7946-0000"]),
        ("الدالة inline_code() تعيد (CNN)", ["inline_code()", "CNN"]),
        ("وفق معيار IEEE 802.11 ومعيار ISO 8601.", ["IEEE 802.11", "ISO 8601"]),
        ("شركة Smith & Sons وموقع example.org.", ["Smith & Sons", "example.org"]),
        ("قال (CNN) إن الخبر صحيح", ["CNN"]),
        ("راسلونا: info@example.org", ["info@example.org"]),
        ("يكفي الأمر catalogue --import books.csv لا غير", ["catalogue --import books.csv"]),
        ("على النطاق 5 GHz وليس 2.4 GHz هنا", ["5 GHz", "2.4 GHz"]),
        ("في عام 2016 قالت CNN -- نقلا عن AP", ["CNN", "AP"]),
        ("الطحين من نوع Type-00: 1,500 ليرة", ["Type-00"]),
        ("قالت CNN: 25 قتيلًا. وقالت AP. 30 جريحًا", ["CNN", "AP"]),
        ("رفعت ACME 1,500, ثم Windows 10", ["ACME 1,500", "Windows 10"]),
        ("الرسالة Error: not found هنا", ["Error: not found"]),
        ("لا شيء هنا سوى 12 كتابًا و3.5 في المئة", []),
        ("", []),
    ],
)
def test_latin_runs_in_arabic(text: str, isolated: list[str]) -> None:
    assert [run.text for run in runs(text, "ar") if run.isolated] == isolated


@pytest.mark.parametrize(
    ("text", "isolated"),
    [
        ("The city of حلب القديمة, in the north", ["حلب القديمة"]),
        ("A word (كتاب) and another (كاتب).", ["كتاب", "كاتب"]),
        ("Nothing but English.", []),
    ],
)
def test_arabic_runs_in_english(text: str, isolated: list[str]) -> None:
    assert [run.text for run in runs(text, "en") if run.isolated] == isolated


@given(st.text(st.characters() | st.sampled_from("اب ج C+#$1 2.-/")), st.sampled_from(["ar", "en"]))
def test_runs_joined_are_the_text(text: str, lang: str) -> None:
    assert "".join(run.text for run in runs(text, lang)) == text


@pytest.mark.parametrize(
    "sign",
    [
        "A",
        "+",
        "1 ",
        "(#1",
        "1.",
        "a ",
        "$",
        "a&",
        "ا ",
        "/-",
        "(1",
        "(1) ",
        "a()",
        "1,",
        "a1,1",
        "a: ",
    ],
)
def test_long_runs_take_linear_time(sign: str) -> None:
    text = sign * 200_000
    assert sum(len(run.text) for run in runs(text, "ar")) == len(text)
    assert sum(len(run.text) for run in runs(text, "en")) == len(text)
