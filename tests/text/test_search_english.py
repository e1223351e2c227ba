"""English words and their keys: plurals, past forms and British spellings undone."""

from __future__ import annotations

import pytest

from generator.text.search_english import english_keys
from generator.text.search_terms import tables


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("studies", ["study", "studie"]),
        ("making", ["make"]),
        ("visited", ["visit", "visite"]),
        ("stopped", ["stop", "stopp"]),
        ("colours", ["color"]),
        ("news", ["news"]),
        ("panicked", ["panic", "panick"]),
        ("policemen", ["policeman"]),
        ("national", ["national"]),  # no nation
    ],
)
def test_the_likeliest_key_comes_first(word: str, expected: list[str]) -> None:
    assert list(english_keys(word, tables())) == expected
