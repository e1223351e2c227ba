"""Words and the keys they are found by; what finds what is in search_pairs.yml."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.text.search_terms import exported, is_small, joined, keys, spelled, tables, words
from generator.text.sounds import all_sounds, common_names, latin_sounds, sounds


def of(text: str) -> list[tuple[str, ...]]:
    return [keys(word) for word in words(text)]


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("وبالمدرسة", [("مدرسه",)]),
        ("للجنة", [("لجنه",)]),
        ("كدولة", [("دوله", "كدول")]),  # a state, or a word not known here
        ("كمال", [("كمال",)]),
        ("مكتبه", [("مكتب", "مكتبه")]),  # his desk, or a library without its dots
        ("مكتبة", [("مكتبه",)]),
        ("مسؤول", [("مسوول", "مسءول")]),
        ("مسئول", [("مسوول", "مسءول")]),
        ("والوزراء", [("وزير", "وزراء")]),
        ("studies", [("study", "studie")]),
        ("making", [("make",)]),
        ("visited", [("visit", "visite")]),
        ("stopped", [("stop", "stopp")]),
        ("colours", [("color",)]),
        ("the news", [("the",), ("news",)]),
        ("panicked", [("panic", "panick")]),
        ("policemen", [("policeman",)]),
        ("سيكتب", [("سيكتب", "يكتب")]),
        ("أعلنت", [("اعلنت", "اعلن")]),
        ("أنظمة", [("نظام", "نظيم")]),
        ("غربة", [("غربه",)]),
        ("صعبة", [("صعب",)]),
        ("عبدالناصر", [("عبد",), ("ناصر",)]),
    ],
)
def test_the_likeliest_key_comes_first(text: str, expected: list[tuple[str, ...]]) -> None:
    assert of(text) == expected


@given(st.text(max_size=40))
def test_every_word_has_a_key_and_keys_are_folded(text: str) -> None:
    for word in words(text):
        assert keys(word)
        assert not any(unicodedata.category(letter).startswith("M") for letter in word)


@given(st.text(alphabet="اأإآبتثجحخدذرزسشصضطظعغفقكلمنهويىةءؤئ", min_size=3, max_size=12))
def test_an_arabic_word_is_found_by_itself_behind_the_article(word: str) -> None:
    (own,), (articled,) = of(word), of(f"ال{word}")
    assert set(own) & set(articled) or word[0] in "وفبكلاأإآ"


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


@pytest.mark.parametrize(
    ("arabic", "latin"),
    [
        ("حلب", "Halab Haleb"),
        ("القاهرة", "Qahira Kahirah"),
        ("محمد", "Muhammad Mohamed Mohammed"),
        ("نجيب", "Najib Nagib Naguib Najeeb"),
        ("خالد", "Khalid Khaled"),
        ("غزة", "Ghazza Ghaza"),
        ("شريف", "Sharif Cherif Sherif"),
    ],
)
def test_spellings_in_latin_letters_sound_like_the_arabic(arabic: str, latin: str) -> None:
    (sound,) = sounds(arabic)
    assert {latin_sounds(word) for word in words(latin)} == {sound}


@pytest.mark.parametrize(
    ("arabic", "latin"),
    [
        ("القذافي", "Gaddafi Qaddafi Kadhafi"),
        ("رمضان", "Ramadan Ramazan"),
        ("عبد الرحمن", "Abdurrahman Abderrahmane"),
    ],
)
def test_a_letter_that_is_written_in_several_ways_has_several_sounds(
    arabic: str, latin: str
) -> None:
    ways = all_sounds(arabic)
    assert all([latin_sounds(word)] in ways for word in words(latin))


def test_a_name_of_servants_is_written_as_two_words_or_one() -> None:
    assert [latin_sounds(word) for word in words("Abdul Rahman")] in all_sounds("عبدالرحمن")


def test_common_names_have_spellings_in_both_scripts() -> None:
    for arabic, latin in common_names():
        assert all((*arabic, *latin))
        assert not any("a" <= letter.lower() <= "z" for name in arabic for letter in name)


def test_a_name_of_one_consonant_has_no_sound() -> None:
    assert sounds("آية") == sounds("ياء") == []
