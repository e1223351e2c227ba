"""Shingles: the same numbers on every machine, a sample that finds what texts share, and numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.text.normalize import tokens
from generator.text.shingles import (
    WINDOW,
    WORDS,
    Shingles,
    compare_numbers,
    containment,
    coverage,
    resemblance,
    sample,
    shingle,
    words_of,
)

TEXT = "افتتحت البلدية أمس مكتبة عامة في الحي الشرقي"


def test_a_text_has_a_shingle_for_each_run_of_words() -> None:
    text = shingle([TEXT])
    assert len(text.hashes) == len(TEXT.split()) - WORDS + 1
    assert shingle(["ثلاث كلمات فقط"]).hashes.tolist() == []


def test_shingles_are_the_same_in_every_run_and_on_every_machine() -> None:
    assert shingle([TEXT]).hashes.tolist()[:2] == [2751746272, 2839669167]


@pytest.mark.parametrize(
    "other",
    [
        "اِفتتحت البلديّة أمس مكتبة عامّة في الحي الشرقي",
        "افتتحت البلديه امس مكتبه عامه في الحى الشرقى",
        "افتتحت الـبـلـديـة أمس: مكتبة عامة (في الحي الشرقي)!",
    ],
)
def test_spelling_and_punctuation_change_no_shingle(other: str) -> None:
    assert shingle([other]).hashes == shingle([TEXT]).hashes


def test_where_paragraphs_are_cut_changes_no_shingle() -> None:
    assert (
        shingle(["افتتحت البلدية أمس", "مكتبة عامة في الحي الشرقي"]).hashes
        == shingle([TEXT]).hashes
    )


@given(st.text(alphabet="ابةهأإ \u200b\u0640\u064e.12٣,\n\t«»", max_size=60))
def test_words_are_those_of_normalize(text: str) -> None:
    assert words_of(text) == tokens(text)


@given(
    st.lists(st.integers(0, 2**60), min_size=WINDOW, max_size=WINDOW),
    st.lists(st.integers(0, 2**60), max_size=40),
    st.lists(st.integers(0, 2**60), max_size=40),
)
def test_texts_with_a_long_run_in_common_share_a_sampled_shingle(
    common: list[int], before: list[int], after: list[int]
) -> None:
    assert sample(before + common) & sample(common + after)


def test_resemblance_and_containment_are_those_of_broder() -> None:
    assert resemblance(5, 10, 20) == 5 / 25
    assert containment(5, 10, 20) == containment(5, 20, 10) == 5 / 10
    assert resemblance(0, 0, 0) == containment(0, 0, 9) == 0


def test_coverage_counts_the_words_of_shared_runs() -> None:
    whole = shingle(["واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة"])
    part = shingle(["واحد اثنان ثلاثة أربعة خمسة كلمة أخرى هنا"])
    shared = whole.distinct() & part.distinct()
    assert coverage(whole, shared) == 5 / 10
    assert coverage(part, shared) == 5 / 8
    assert coverage(whole, frozenset()) == 0


def test_a_quotation_is_told_and_a_quoted_name_is_none() -> None:
    said = shingle(["قال المدير «نحن نعمل كل يوم من أجل المدينة» ثم غادر القاعة مع الحضور"])
    assert 0 < sum(said.quoted) < len(said.quoted)
    assert sum(shingle(["زار فريق «النجمة» أمس ملعب المدينة الكبير"]).quoted) == 0


def numbers_of(a: str, b: str) -> tuple[int, int]:
    texts: list[Shingles] = [shingle([text]) for text in (a, b)]
    return compare_numbers(*texts)


@pytest.mark.parametrize(
    ("a", "b", "same_and_other"),
    [
        ("بلغ السعر 1,500 ليرة", "بلغ السعر ١٥٠٠ ليرة", (1, 0)),
        ("بلغ السعر 1,500 ليرة", "بلغ السعر 1,700 ليرة", (0, 1)),
        ("في 25 تشرين الأول/أكتوبر 2016 قال", "في 25 أكتوبر 2016 قال", (1, 0)),
        ("في 25 تشرين الأول 2016 قال", "في 25 تشرين الثاني 2016 قال", (0, 1)),
        ("الفجر 05:12 الظهر 12:10 العصر", "الفجر 5:12 الظهر 12:11 العصر", (1, 1)),
        ("بين 20 و25 درجة", "بين 21 و26 درجة", (0, 1)),
        ("قال يوم الثلاثاء إن", "قال يوم الخميس إن", (0, 1)),
        ("بلغ السعر 10 ليرات", "وصل عدد الزوار إلى 12 زائرًا", (0, 0)),
    ],
)
def test_numbers_and_dates_are_compared_where_they_stand(
    a: str, b: str, same_and_other: tuple[int, int]
) -> None:
    assert numbers_of(a, b) == same_and_other
