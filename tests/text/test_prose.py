"""Running text is told from headlines and labels; words are compared without what is on them."""

from __future__ import annotations

import pytest

from generator.text.normalize import tokens
from generator.text.prose import function_share, running_words, stems


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("رياضة", 0),
        ("مهرجان الطائرات الورقية ينطلق على الشاطئ مساء الجمعة", 0),
        ("كيف تحفظ الكتب من الرطوبة؟", 0),
        ("تفتح الورشة أبوابها للزوار كل يوم جمعة.", 7),
        ("سوق المدينة القديم " * 12, 36),
    ],
)
def test_only_running_text_counts(text: str, words: int) -> None:
    assert running_words(text) == words


def test_a_sentence_has_function_words_and_a_menu_has_none() -> None:
    sentence = "وقال المدير إن العمل في المشروع بدأ منذ سنة ولم ينته بعد"
    assert function_share(tokens(sentence)) > 0.3
    assert function_share(tokens("سياسة اقتصاد رياضة")) == 0.0


def test_stems_ignore_article_conjunction_and_ending() -> None:
    assert stems("والمدارس المدرسية") & stems("مدارس مدرسي") == stems("مدارس مدرسي")
    assert stems("في من على") == frozenset()
