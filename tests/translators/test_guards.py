"""Which answers are believed. The texts are made up; FLORES is measured where it is there."""

from __future__ import annotations

import html
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from translation_server import GOOGLE_ERROR, MYMEMORY_QUOTA

from generator.translators.guards import refusal

FLORES = Path(__file__).resolve().parents[2] / ".." / "shared" / "data" / "flores-dev"

SOURCE = "أعلنت البلدية افتتاح المكتبة العامة بعد ترميم استمر 14 شهراً وكلف 2.5 مليون دينار."
GOOD = (
    "The municipality announced the opening of the public library after 14 months of restoration"
    " that cost 2.5 million dinars."
)


@pytest.mark.parametrize(
    ("arabic", "english"),
    [
        (SOURCE, GOOD),
        ("الأمم المتحدة", "UN"),
        ("سوريا", "The Syrian Arab Republic"),
        ("هل تعود القطارات؟", "Will the trains come back?"),
        ("قال: «نعم»", 'He said: "Yes."'),
        ("كلمة «قلم» عربية", "The word “قلم” (pen) is Arabic"),
        ("Windows 11", "Windows 11"),
        ("1999", "1999"),
        ("حرية حرية حرية حرية", "Freedom, freedom, freedom, freedom"),
        ("ما هو الخطأ 404؟", "What is a 404 error?"),
        ("ممنوع", "Forbidden"),
        ("هذا خطأ", "That's an error."),
        ("هذا كل ما نعرفه", "That's all we know."),
        ("يكتب المبرمج <b> للخط العريض", "The programmer writes <b> for bold"),
        ("قال A & B إن", "A & B said that"),
        ("ناسا", "NASA"),
        ("وكالة ناسا الأمريكية", "US NASA"),
        ("مدينة كوبنهاغن", "Københavns kommune"),
    ],
)
def test_a_translation_is_believed(arabic: str, english: str) -> None:
    assert refusal(arabic, english) is None


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (None, "is no text"),
        (b"bytes", "is no text"),
        (["a"], "is no text"),
        ("", "is empty"),
        (" \n ", "is empty"),
        (SOURCE, "is the Arabic itself"),
        (SOURCE.replace("أ", "ا"), "is the Arabic itself"),
        (f"{SOURCE[:40]} the public library", "is still in Arabic"),
        (GOOD.replace("municipality", "بلدية"), "is still in Arabic"),
        (GOOD[:40] + "\x07" + GOOD[40:], "control characters"),
        (GOOD.replace("The", "\u202eThe"), "control characters"),
        (GOOD.replace("of", "\ufffd"), "broken letters"),
        (GOOD.replace(" of", "â€™s"), "broken letters"),
        ("Ø£Ø¹Ù„Ù†Øª Ø§Ù„Ø¨Ù„Ø¯ÙŠØ© 14 2.5 million", "broken letters"),
        (f"<p>{GOOD}</p>", "HTML"),
        (GOOD.replace(" of", "&#39;s"), "HTML"),
        ("<!DOCTYPE html><title>Sorry</title>", "HTML"),
        (MYMEMORY_QUOTA, "message of the service"),
        (GOOGLE_ERROR, "message of the service"),
        ("429 Too Many Requests", "message of the service"),
        ("Internal Server Error", "message of the service"),
        ("Invalid request", "message of the service"),
        ("undefined", "message of the service"),
        ("[object Object]", "message of the service"),
        (GOOD.upper(), "capitals throughout"),
        (
            "Муниципалитет объявил об открытии библиотеки через 14 месяцев, 2,5 млн",
            "not in English",
        ),
        (
            "La mairie a annoncé la réouverture de la bibliothèque publique après une rénovation"
            " qui a duré 14 mois et coûté 2,5 millions de dinars.",
            "not in English",
        ),
        ("In 14.", "too short"),
        (GOOD * 3, "too long"),
        ("The library " + "of the public " * 5 + "14 months 2.5 million.", "repeats itself"),
        ("The library is very very very very public 14 2.5 million.", "repeats itself"),
        ("The library p" + "la" * 30 + " 14 2.5 million.", "repeats itself"),
        (GOOD.replace("14", "40"), "lost the number 14"),
        (GOOD.replace("million", "billion"), "lost the number 2.5"),
        (GOOD.replace("14 months", "months"), "lost the number 14"),
    ],
)
def test_what_is_no_translation_is_refused(answer: object, reason: str) -> None:
    assert reason in (refusal(SOURCE, answer) or "believed")


def test_a_lost_question_and_an_invented_number_are_refused() -> None:
    assert refusal("هل تعود القطارات؟", "The trains come back.") == "has lost the question mark"
    assert refusal("عادت القطارات إلى المدينة", "Trains came back in 1987") == (
        "has a number that the Arabic has not: 1987"
    )


@given(st.text(), st.text())
def test_no_text_whatever_breaks_the_guards(source: str, answer: str) -> None:
    assert isinstance(refusal(source, answer), str | None)


def test_ten_megabytes_are_refused_unread() -> None:
    assert refusal(SOURCE, "12 and 13 " * 1_000_000) == "is far too long"


@pytest.mark.parametrize(
    ("system", "most"),
    [("en", 3), ("google.en", 2), ("microsoft.en", 2), ("opusmt.en", 12)],
)
def test_hardly_any_faithful_translation_is_refused(system: str, most: int) -> None:
    """Of 997 lines each. What is refused of the weaker systems is mostly rightly so."""
    if not FLORES.is_dir():
        pytest.skip("the FLORES sentences in ../shared/data/flores-dev are not there")
    arabic = (FLORES / "flores-dev.ar").read_text(encoding="utf-8").splitlines()
    english = (FLORES / f"flores-dev.{system}").read_text(encoding="utf-8").splitlines()
    pairs = [(source, html.unescape(line)) for source, line in zip(arabic, english, strict=True)]
    assert len(pairs) == 997
    assert sum(refusal(source, line) is not None for source, line in pairs) <= most
