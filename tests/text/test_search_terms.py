"""Words and the keys they are found by; what finds what is in search_pairs.yml."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.text.search_spelling import words
from generator.text.search_terms import exported, is_small, joined, keys, tables


def of(text: str) -> list[tuple[str, ...]]:
    return [keys(word) for word in words(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("والوزراء", [("وزير", "وزراء")]),  # the table knows whose plural it is
        ("مسؤول مسئول", [("مسوول", "مسءول"), ("مسوول", "مسءول")]),
        ("عبدالناصر", [("عبد",), ("ناصر",)]),
        ("Cities مكتبة", [("city", "citie"), ("مكتبه",)]),
        ("the news", [("the",), ("news",)]),
    ],
)
def test_each_word_has_the_keys_of_its_language_the_likeliest_first(
    text: str, expected: list[tuple[str, ...]]
) -> None:
    assert of(text) == expected


@given(st.text(max_size=40))
def test_every_word_has_a_key_and_keys_are_folded(text: str) -> None:
    for word in words(text):
        assert keys(word)
        assert not any(unicodedata.category(letter).startswith("M") for letter in word)


def test_an_english_compound_is_known_without_its_hyphen_too() -> None:
    text = "An e-mail of the ceasefire and state-of-the-art, al-Quds; Co-Operation"
    assert joined(text) == {"email": ["e", "mail"], "cooperation": ["co", "operation"]}


def test_words_of_grammar_are_known_in_each_spelling() -> None:
    assert all(is_small(word) for word in words("في إلى التى the of"))
    assert not any(is_small(word) for word in words("علي أم مال who"))


def test_the_tables_go_to_the_browser_whole_and_in_order() -> None:
    sent = exported()
    assert json.loads(json.dumps(sent)) == sent
    assert set(str(sent["whole"]).split()) == tables().whole
    assert sent["english"] == tables().english
    assert sent["same"] == tables().same
