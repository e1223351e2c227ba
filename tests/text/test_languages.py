"""Languages: told by letters and small words, or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.text.languages import arabic_share, direction, guess_language


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("هذا تعليق قصير على المقال", "ar"),
        ("شكرا", "ar"),
        ("زرنا مدينة فيينا ثم عدنا إلى بغداد", "ar"),
        ("شلون چنت وين رحت گلبي", "ar"),
        ("مطعم پيتزا هت في ڤيينا أفضل من غيره", "ar"),
        ("علی الجميع أن يقرأ هذا المقال", "ar"),
        ("اقرأ المزيد https://example.org/a/very/long/address/in/latin/letters", "ar"),
        ("أعجبتني مكتبة Python كثيرا", "ar"),
        ("The library opens at nine and closes at five", "en"),
        ("Good article, thank you", "en"),
        ("Is this the new library in the old town,mr editor and friends", "en"),
        ("THIS IS NOT TRUE", "en"),
        ("I can’t agree with the café owner", "en"),
        ("Cet article est très intéressant, merci pour le partage", "und"),
        ("La bibliothèque est ouverte dans la ville", "und"),
        ("Il article de la question sur le port", "und"),
        ("La biblioteca está en el centro de la ciudad", "und"),
        ("Die Bibliothek ist in der Stadt und nicht auf dem Land", "und"),
        ("Bu kütüphane çok güzel bir yer", "und"),
        ("ya salam 3la el akhbar", "und"),
        ("Bravo", "und"),
        ("این کتاب برای کودکان است و گفتگو هم دارد", "fa"),
        ("کتابخانه پرچم را نگه می‌دارد", "fa"),
        ("یہ کتاب بہت اچھی ہے اور میں نے اسے پڑھا", "ur"),
        ("ئەم کتێبە زۆر باشە بۆ منداڵان", "und"),
        ("Это хорошая статья", "und"),
        ("ספר טוב מאוד", "und"),
        ("日本語の記事", "und"),
        ("12345 !!! 😀", "und"),
        ("", "und"),
    ],
)
def test_the_language_of_a_comment(text: str, lang: str) -> None:
    assert guess_language(text) == lang


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("كتاب", 1.0),
        ("كِتَابٌ، ١٢٣!", 1.0),
        ("ﻛﺘﺎﺏ", 1.0),
        ("book", 0.0),
        ("كتب book", 3 / 7),
        ("123 — …", 0.0),
        ("", 0.0),
    ],
)
def test_the_share_of_arabic_letters(text: str, share: float) -> None:
    assert arabic_share(text) == pytest.approx(share)


@given(st.text())
def test_any_text_has_a_share_and_a_language(text: str) -> None:
    assert 0.0 <= arabic_share(text) <= 1.0
    assert guess_language(text) in {"ar", "en", "fa", "ur", "und"}


def test_the_direction_of_a_language() -> None:
    assert [direction(lang) for lang in ("ar", "ar-EG", "fa", "UR")] == ["rtl"] * 4
    assert [direction(lang) for lang in ("en", "fr", "und", "")] == ["ltr", "ltr", "auto", "auto"]
