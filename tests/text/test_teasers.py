"""Whether a text from a feed is the whole or a teaser, by its own words."""

from __future__ import annotations

import pytest

from generator.text.teasers import is_feed_tail, is_teaser, visible_lines

LONG = "كلمة من نص طويل " * 60


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        ("<p>أ</p>\n<p>ب <b>ج</b></p>", ["أ", "ب ج"]),
        ("أ<br/>ب<script>x</script><!-- <p>ج</p> -->", ["أ", "ب"]),
        ("3 < 4 &amp; 5 &gt; 2", ["3 < 4 & 5 > 2"]),
        ("<ul><li>أ<li>ب</ul>", ["أ", "ب"]),
        ("  \n ", []),
    ],
)
def test_the_lines_that_a_piece_of_html_shows(markup: str, lines: list[str]) -> None:
    assert visible_lines(markup) == lines


@pytest.mark.parametrize(
    ("line", "tail"),
    [
        ("The post خبر المكتبة appeared first on مجلة الحي.", True),
        ("This article first appeared on Magazine", True),
        ("ظهرت المقالة خبر المكتبة أولاً على مجلة الحي.", True),
        ("التدوينة خبر المكتبة ظهرت أولاً على مجلة الحي.", True),
        ("المقالة خبر المكتبة ظهرت على مجلة الحي", True),
        ("نشر هذا المقال لأول مرة في مجلة الحي", True),
        ("المقال نشر في عدد أمس من الصحيفة وأثار الجدل", False),
        ("نشرت الصحيفة المقالة على صفحتها الأولى", False),
        ("ظهرت المكتبة أولا على الخريطة", False),
    ],
)
def test_what_a_feed_writes_below_each_of_its_texts(line: str, tail: bool) -> None:
    assert is_feed_tail(line) is tail


@pytest.mark.parametrize(
    ("last", "cut"),
    [
        ("وقال […]", True),
        ("وقال [...]", True),
        ("وقال (...)", True),
        ("وقال... اقرأ المزيد", True),
        ("اقرأ المزيد »", True),
        ("المزيد", True),
        ("وقال. المزيد...", True),
        ("Continue reading →", True),
        ("وقال إنه يريد المزيد", False),
        ("وذكر كل التفاصيل", False),
        ("وقال كلمته ومضى...", False),
        ("انتهى.", False),
    ],
)
def test_the_end_of_a_long_text_says_that_it_was_cut(last: str, cut: bool) -> None:
    assert is_teaser([LONG, last], summary=False) is cut


@pytest.mark.parametrize(
    ("lines", "summary", "teaser"),
    [
        ([], False, True),
        (["كلمة " * 39], False, True),
        (["كلمة " * 41], False, False),
        (["كلمة " * 41], True, True),
        (["كلمة " * 61], True, False),
        (["كلمة " * 50 + "وهكذا…"], True, True),
        (["كلمة " * 130 + "وهكذا…"], True, False),
        (["بيت", "وبيت", "وثالث"], True, False),
        (["كلمة " * 10, "The post أ appeared first on ب."], False, True),
    ],
)
def test_a_few_words_in_one_line_lead_to_more(
    lines: list[str], summary: bool, teaser: bool
) -> None:
    assert is_teaser(lines, summary=summary) is teaser
