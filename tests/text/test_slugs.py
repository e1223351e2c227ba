"""Slugs: one safe path segment from anything."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.text.slugs import MAX_BYTES, MAX_CHARACTERS, slugify


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("../../x", "x"),
        ("000_77cde5b198ab0328", "000-77cde5b198ab0328"),
        ("خُلاصـة الأخبار: 25/10", "خلاصة-الأخبار-25-10"),
        ("نشرة ٢٠٢٦", "نشرة-٢٠٢٦"),
        ("Über München — Café", "über-münchen-café"),
        ("ﺍﻟﻌﺮﺑﻴﺔ", "العربية"),
        ("می\u200cخواهم", "میخواهم"),
        ("a\u202eb.txt", "ab-txt"),
        ("C:\\temp\\..\\nul", "c-temp-nul"),
        ("CON", "con-1"),
        ("Index", "index-1"),
        ("lpt¹", "lpt1-1"),
        ("console", "console"),
        ("日本語", "日本語"),
        ("%2e%2e%2f", "2e-2e-2f"),
        ("...", ""),
        ("", ""),
        ("؟!", ""),
    ],
)
def test_a_text_becomes_this_slug(text: str, slug: str) -> None:
    assert slugify(text) == slug


def test_a_long_title_is_cut_between_words() -> None:
    slug = slugify("كلمة " * 100)
    assert len(slug) <= MAX_CHARACTERS
    assert set(slug.split("-")) == {"كلمة"}


def test_a_single_long_word_is_cut_inside() -> None:
    assert slugify("a " + "ب" * 500) == "a-" + "ب" * 78
    assert slugify("語" * 500) == "語" * (MAX_BYTES // 3)


@given(st.one_of(st.text(), st.text(st.characters())), st.integers(1, 9))
def test_a_slug_is_one_safe_segment_and_its_own_slug(text: str, times: int) -> None:
    slug = slugify(text * times)
    assert slugify(slug) == slug
    assert slug == slug.strip("-")
    assert "--" not in slug
    assert all(character.isalnum() or character == "-" for character in slug)
    assert len(slug) <= MAX_CHARACTERS
    assert len(slug.encode()) <= MAX_BYTES


@given(st.text())
def test_case_does_not_tell_two_slugs_apart(text: str) -> None:
    assert slugify(text).lower() == slugify(text)
