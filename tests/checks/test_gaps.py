"""What the checks take for a text that stops too early, and how the list of words is kept."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from generator.checks import check
from generator.checks.gaps import broken_off, hardly_ends
from generator.checks.lexicon import english_of, is_common
from generator.models import Rule
from generator.text.normalize import fold
from generator.text.stems import english_stem

ARABIC = "افتتح رئيس البلدية المدرسة الجديدة في القرية ثم زار المستشفى والمكتبة العامة."


@pytest.mark.parametrize("last", ["the", "and", "of his or", "because", "their"])
def test_no_sentence_ends_with_a_word_that_wants_another(last: str) -> None:
    assert broken_off(f"The mayor opened the school {last}.") == last.rsplit(maxsplit=1)[-1]


@pytest.mark.parametrize("text", ["Vitamin A.", "It was the first.", "It ended in the 1990s", ""])
def test_other_ends_are_no_break(text: str) -> None:
    assert broken_off(text) == ""


def test_a_preposition_may_end_a_sentence_but_seldom_does() -> None:
    assert hardly_ends("This is the house that he lived in.")
    assert not hardly_ends("He lived in the house.")


def test_a_text_that_breaks_off_is_incomplete_and_the_word_is_told() -> None:
    broken = "The mayor opened the new school in the village and then visited the hospital and the."
    evidence = {f.rule: f.evidence for f in check(ARABIC, broken)}
    assert evidence[Rule.INCOMPLETE].endswith('breaks off at "the"')
    whole = broken.replace("and the.", "and the public library.")
    assert check(ARABIC, whole) == []


def test_two_names_in_each_others_places_are_doubted() -> None:
    arabic = "سافر الطبيب سامي من دمشق بالقطار ثم وصل المهندس كريم إلى بيروت بالسيارة."
    english = (
        "The doctor Sami traveled from Damascus by train, then the engineer Karim arrived in Beirut"
        " by car."
    )
    exchanged = english.replace("Sami", "?").replace("Karim", "Sami").replace("?", "Karim")
    assert check(arabic, english) == []
    assert Rule.NAME in {f.rule for f in check(arabic, exchanged)}


@pytest.mark.parametrize("word", ["school", "schools", "opened", "closing"])
def test_a_word_of_the_list_may_have_a_capital_without_being_a_name(word: str) -> None:
    assert is_common(word)


@pytest.mark.parametrize("word", ["damascus", "egyptian", "hastings"])
def test_a_name_of_the_list_is_no_common_word(word: str) -> None:
    assert not is_common(word)


@pytest.mark.parametrize(
    ("arabic", "english"),
    [("وبالمدرسة", "school"), ("سيسافرون", "travel"), ("المستشفيات", "hospital"), ("كتب", "books")],
)
def test_a_form_of_a_listed_word_has_its_answers(arabic: str, english: str) -> None:
    assert english_stem(english) in english_of(fold(arabic))


@pytest.mark.parametrize("name", ["lexicon.txt", "names.txt"])
def test_every_line_of_a_list_is_english_words_and_arabic_words(name: str) -> None:
    lines = files("generator.checks").joinpath(name).read_text("utf-8").splitlines()
    listed = [line for line in lines if line and line[0] != "#"]
    wrong = [
        line
        for line in listed
        if line.count(" = ") != 1
        or not re.fullmatch(r"[A-Za-z0-9' _.-]+ = [\u0621-\u0652 ]+", line)
    ]
    assert wrong == []
    assert len(set(listed)) == len(listed)
