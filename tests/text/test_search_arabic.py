"""Arabic words and their keys: what stands before and behind a word, and what belongs to it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.text.search_arabic import arabic_keys
from generator.text.search_spelling import words
from generator.text.search_terms import tables


def of(text: str) -> list[str]:
    (word,) = words(text)
    return list(dict.fromkeys(arabic_keys(word, tables())))


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("وبالمدرسة", ["مدرسه"]),
        ("للجنة", ["لجنه"]),
        ("كدولة", ["دوله", "كدول"]),  # a state, or a word not known here
        ("كمال", ["كمال"]),
        ("مكتبه", ["مكتب", "مكتبه"]),  # his desk, or a library without its dots
        ("مكتبة", ["مكتبه"]),
        ("مسؤول", ["مسوول", "مسءول"]),
        ("مسئول", ["مسيول", "مسءول"]),  # the second is one
        ("سيكتب", ["سيكتب", "يكتب"]),
        ("أعلنت", ["اعلنت", "اعلن"]),
        ("أنظمة", ["انظم", "نظام", "نظيم"]),
        ("غربة", ["غربه"]),
        ("صعبة", ["صعب"]),
    ],
)
def test_the_likeliest_key_comes_first(word: str, expected: list[str]) -> None:
    assert of(word) == expected


@given(st.text(alphabet="اأإآبتثجحخدذرزسشصضطظعغفقكلمنهويىةءؤئ", min_size=3, max_size=12))
def test_an_arabic_word_is_found_by_itself_behind_the_article(word: str) -> None:
    own, articled = of(word), of(f"ال{word}")
    assert set(own) & set(articled) or word[0] in "وفبكلاأإآء"  # no word begins with ء
