"""The four forms of a text: what each takes away, and what it must leave."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.text.normalize import ascii_digits, clean, fold, strip_bidi_overrides, tokens

arabic = st.text(
    st.one_of(
        st.characters(min_codepoint=0x0600, max_codepoint=0x06FF),
        st.characters(min_codepoint=0xFB50, max_codepoint=0xFEFF),
        st.sampled_from(" \n\t\u00a0\u00ad\u200b\u200c\u200d\u200e\u202e\u2066\u0301aIİß١1٫٬"),
    )
)
any_text = st.one_of(arabic, st.text(), st.text(st.characters()))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("أحمد", "احمد"),
        ("إلى الآن", "الى الان"),
        ("ٱلكتاب", "الكتاب"),
        ("مدرسة", "مدرسه"),
        ("على", "علي"),
        ("مسؤول", "مسوول"),
        ("رئيس", "رييس"),
        ("مُدَرِّسَةٌ", "مدرسة"),
        ("هٰذا", "هذا"),
        ("قَالَ ۖ نَعَمْ ۚ", "قال نعم"),
        ("العـــربية", "العربية"),
        ("ﺍﻟﻌﺮﺑﻴﺔ", "العربية"),
        ("ﷲ", "الله"),
        ("مُد\ufe76رس", "مدرس"),
        ("ایران و کردستان", "ايران و كردستان"),
        ("می\u200cخواهم", "ميخواهم"),
        ("ڤيينا", "فيينا"),
        ("٢٠٢٦", "2026"),
        ("۲۰۲۶", "2026"),
        ("١٬٥٠٠٫٢٥", "1,500.25"),
        ("\u202bالقاهرة\u202c\u200f", "القاهرة"),
        ("كلمة\u00a0\n كلمة ", "كلمة كلمة"),
        ("ＡＢＣ", "abc"),
        ("STRASSE", "straße"),
    ],
)
def test_two_spellings_of_the_same_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("مال", "كمال"), ("سماء", "سما"), ("كتاب", "مكتب"), ("هل؟", "هل"), ("resume", "résumé")],
)
def test_words_that_differ_fold_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(any_text)
def test_folding_is_idempotent_and_leaves_one_line(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    assert folded == " ".join(folded.split())


def test_tokens_are_folded_words_without_punctuation_or_marks() -> None:
    text = "«الأمم المتحدة»: ١٬٥٠٠ لاجئ… in_2026 (cafe\u0301)"
    expected = ["الامم", "المتحده", "1", "500", "لاجي", "in", "2026", "café"]
    assert tokens(text) == expected


@given(any_text)
def test_tokens_hold_letters_and_digits_only(text: str) -> None:
    assert all(token and token.isalnum() for token in tokens(text))


@pytest.mark.parametrize(
    ("published", "cleaned"),
    [
        ("ﺍﻟﻌﺮﺑﻴـــﺔ", "العربية"),
        ("مُدَرِّسَةٌ إلى أؤئآ", "مُدَرِّسَةٌ إلى أؤئآ"),
        ("كتب\u00adها\u200b \u200fعلي\u202c", "كتبها علي"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("كلمة\u200c كلمة", "كلمة كلمة"),
        ("1437 ه\u200d", "1437 ه"),
        ("👩\u200d🚀", "👩\u200d🚀"),
        ("مساحتها ٥٠ م²، نحو ½ فدان", "مساحتها ٥٠ م²، نحو ½ فدان"),
        ("﴿الحمد﴾", "﴿الحمد﴾"),
        ("سطر\u00a0أول\r\nسطر ثان", "سطر أول\nسطر ثان"),
        ("ظاهر\U000e0069\U000e0067", "ظاهر"),
    ],
)
def test_a_machine_gets_the_spelling_without_the_typesetting(published: str, cleaned: str) -> None:
    assert clean(published) == cleaned


@given(any_text)
def test_cleaning_is_idempotent_and_changes_no_word(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert fold(cleaned) == fold(text)


def test_what_could_reorder_the_page_goes_and_marks_stay() -> None:
    spilling = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u206a\u206f"
    marks = "\u200e\u200f\u061c"
    assert strip_bidi_overrides(f"قبل{spilling}{marks}بعد") == f"قبل{marks}بعد"


def test_controls_go_but_lines_and_tabs_stay() -> None:
    assert strip_bidi_overrides("أ\x00\x1b\x9f\ud800ب\tج\nد") == "أب\tج\nد"
    assert strip_bidi_overrides("أ\r\nب\rج\x0cد\x85ه") == "أ\nب\nج\nد\nه"


@given(any_text)
def test_stripped_text_can_be_written_as_utf8(text: str) -> None:
    stripped = strip_bidi_overrides(text)
    assert stripped.encode().decode() == strip_bidi_overrides(stripped)


def test_digits_and_number_separators_become_ascii() -> None:
    assert ascii_digits("١٢٣ و۴۵۶ و١٬٥٠٠٫٢٥") == "123 و456 و1,500.25"
    assert ascii_digits("قال٬ ثم٫ 5٬ و٫5") == "قال٬ ثم٫ 5٬ و٫5"


@given(any_text)
def test_ascii_digits_never_changes_the_length(text: str) -> None:
    assert len(ascii_digits(text)) == len(text)


@given(st.text(st.characters(categories=["L", "Nd"])))
def test_folded_text_is_in_normal_form(text: str) -> None:
    assert unicodedata.is_normalized("NFKC", fold(text))
