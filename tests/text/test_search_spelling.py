"""One spelling for each word, whatever marks, letters and digits it is written with."""

from __future__ import annotations

import pytest

from generator.text.search_spelling import plain, spelled, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("مَدْرَسَةٌ", "مدرسة"),
        ("سـلام", "سلام"),
        ("آثار", "اثار"),
        ("إسلام", "اسلام"),
        ("مسؤول شيء", "مسؤول شيء"),
        ("ﻻ", "لا"),
        ("می‌خواهم", "ميخواهم"),
        ("١٬٥٠٠ ۲۰۲۶", "1500 2026"),
        ("1\u202f500", "1500"),
        ("U.S. and U.N", "us and un"),
        ("Café’s", "cafe"),
        ("O’Neill", "o’neill"),
    ],
)
def test_one_spelling_stays_of_each_word(text: str, expected: str) -> None:
    assert spelled(text) == expected


def test_what_is_often_left_out_is_left_out_of_the_plain_word() -> None:
    assert [plain(word) for word in words("مسؤول أسئلة إلى مساء")] == [
        "مسوول",
        "اسيله",
        "الي",
        "مسا",
    ]
