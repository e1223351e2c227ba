"""Terms: found in Arabic, seen in English, put right where that is safe, and told where not."""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.models import Term, TermKind
from generator.text.normalize import fold
from generator.text.terms import (
    TermIndex,
    doubt,
    enforce,
    find_terms,
    is_inflected,
    is_rendered,
    names_in,
    near_miss,
    with_latin_names,
)

GOLDEN: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("terms.yml").read_text("utf-8"))


def read_term(
    kind: str, arabic: list[str], english: str, accepted: tuple[str, ...] | list[str] = ()
) -> Term:
    return Term(tuple(arabic), english, TermKind(kind), tuple(accepted))


TERMS = {name: read_term(*cells) for name, cells in GOLDEN["terms"].items()}
IDS = {term: name for name, term in TERMS.items()}
INDEX = TermIndex(TERMS.values())


@pytest.mark.parametrize("case", GOLDEN["found"], ids=lambda case: case["text"])
def test_the_terms_in_a_text(case: dict[str, Any]) -> None:
    hits = find_terms(case["text"], INDEX)
    found = [[IDS[h.term], case["text"][h.start : h.end], h.clitic] for h in hits]
    assert found == [[name, text, fold(clitic)] for name, text, clitic in case["found"]]


@pytest.mark.parametrize("case", GOLDEN["latin"], ids=lambda case: case["text"])
def test_a_source_to_ask_again_with(case: dict[str, str]) -> None:
    hits = find_terms(case["text"], INDEX)
    assert with_latin_names(case["text"], hits) == case["latin"]


@pytest.mark.parametrize(("name", "english"), GOLDEN["rendered"])
def test_english_that_says_the_name(name: str, english: str) -> None:
    assert is_rendered(TERMS[name], english)


@pytest.mark.parametrize(("name", "english"), GOLDEN["not_rendered"])
def test_english_that_does_not_say_the_name(name: str, english: str) -> None:
    assert not is_rendered(TERMS[name], english)


@pytest.mark.parametrize(("name", "english"), GOLDEN["inflected"])
def test_english_with_a_word_derived_from_the_name(name: str, english: str) -> None:
    assert is_inflected(TERMS[name], english)


@pytest.mark.parametrize(("name", "english"), GOLDEN["not_inflected"])
def test_english_without_a_word_derived_from_the_name(name: str, english: str) -> None:
    assert not is_inflected(TERMS[name], english)


@pytest.mark.parametrize("case", GOLDEN["enforced"], ids=lambda case: case["english"])
def test_names_are_put_right_or_told(case: dict[str, Any]) -> None:
    done = enforce(case["arabic"], case["english"], INDEX)
    assert done.text == case["becomes"]
    assert [one.found for one in done.replaced] == case.get("replaced", [])
    assert [IDS[term] for term in done.missing] == case.get("missing", [])
    assert [IDS[term] for term in done.inflected] == case.get("inflected", [])


def spelled(part: str) -> list[tuple[str, str]]:
    return [(name, other) for name, others in GOLDEN[part].items() for other in others]


@pytest.mark.parametrize(("name", "misspelt"), spelled("misspelt"))
def test_a_misspelt_name_is_a_near_miss(name: str, misspelt: str) -> None:
    english = f"They said that {misspelt} would be there."
    span = near_miss(Term(("س",), name, TermKind.PERSON), english)
    assert span is not None
    assert english[span.start : span.end] == misspelt


@pytest.mark.parametrize(("name", "other"), spelled("other_words"))
def test_another_word_is_no_near_miss(name: str, other: str) -> None:
    english = f"They said that {other} would be there."
    assert near_miss(Term(("س",), name, TermKind.PLACE), english) is None


def test_the_form_of_another_term_is_no_near_miss() -> None:
    kanaan, kannan = (
        Term((one,), two, TermKind.PERSON) for one, two in [("كنعان", "Kanaan"), ("كنان", "Kannan")]
    )
    assert near_miss(kanaan, "So Kannan said", TermIndex([kanaan]))
    assert near_miss(kanaan, "So Kannan said", TermIndex([kanaan, kannan])) is None


def test_a_word_that_two_missing_names_are_near_to_is_left_alone() -> None:
    terms = [
        Term((one,), two, TermKind.PERSON)
        for one, two in [("كنعان", "Kanaan"), ("كنينان", "Kannaan")]
    ]
    done = enforce("كنعان وكنينان", "So Kannean said", TermIndex(terms))
    assert done.text == "So Kannean said"
    assert done.missing == tuple(terms)


def test_the_longest_of_terms_that_begin_at_one_word_is_found() -> None:
    oman, amman = (
        Term((one,), two, TermKind.PLACE)
        for one, two in [("سلطنة عمان", "Oman"), ("عمان", "Amman")]
    )
    hits = find_terms("من عمان إلى سلطنة عمان", TermIndex([amman, oman]))
    assert [hit.term.english for hit in hits] == ["Amman", "Oman"]


def test_the_names_of_texts_by_kind() -> None:
    found = names_in(["مصر والعراق ومنظمة الصحة العالمية", "العراق", "الحرب الأهلية"], INDEX)
    assert [term.english for term in found[TermKind.PLACE]] == ["Iraq", "Egypt"]
    assert [term.english for term in found[TermKind.ORGANIZATION]] == ["World Health Organization"]
    assert found[TermKind.PERSON] == []


def test_a_name_that_is_seldom_found_is_told_to_its_keeper() -> None:
    assert doubt(TERMS["cairo"]) is None
    assert "found only beside a title" in (doubt(TERMS["gamal"]) or "")
    assert "never found" in (doubt(TERMS["ali"]) or "")


arabic_texts = st.lists(
    st.one_of(
        st.sampled_from([variant for term in TERMS.values() for variant in term.arabic]),
        st.sampled_from("و ب ل لل ال ف ك ها ـ ، « » \u064e \u200f ﷲ ﻻ \n".split(" ")),
        st.text(max_size=4),
    ),
    max_size=12,
).flatmap(lambda parts: st.sampled_from(["", " "]).map(lambda glue: glue.join(parts)))
english_texts = st.lists(
    st.one_of(
        st.sampled_from([term.english for term in TERMS.values()]),
        st.sampled_from("Egipt Kannan the The Japanese 's ’ - . Moamer Kadhafi é".split()),
        st.text(max_size=4),
    ),
    max_size=10,
).map(" ".join)


@given(arabic_texts)
def test_hits_lie_inside_the_text_and_apart(text: str) -> None:
    hits = find_terms(text, INDEX)
    assert all(0 <= hit.start < hit.end <= len(text) for hit in hits)
    assert all(one.end <= other.start for one, other in pairwise(hits))
    assert text[: hits[0].start] == with_latin_names(text, hits)[: hits[0].start] if hits else True


@given(arabic_texts, english_texts)
def test_what_was_put_right_once_stays(arabic: str, english: str) -> None:
    done = enforce(arabic, english, INDEX)
    again = enforce(arabic, done.text, INDEX)
    assert again.text == done.text
    assert again.replaced == ()
    assert (done.text == english) == (not done.replaced)
    assert all(is_rendered(one.term, done.text) for one in done.replaced)


@pytest.mark.parametrize("unit", ["وللقاهرة ", "ولل", "عبد ", "جمال ", "منظمة الصحة "])
def test_a_long_text_takes_no_longer_than_its_length(unit: str) -> None:
    begin = time.perf_counter()
    find_terms(unit * 10_000, INDEX)
    assert time.perf_counter() - begin < 10
