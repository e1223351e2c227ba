"""Names as they sound, whichever letters they are written in."""

from __future__ import annotations

import pytest

from generator.text.search_spelling import words
from generator.text.sounds import all_sounds, common_names, latin_sounds, sounds


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
