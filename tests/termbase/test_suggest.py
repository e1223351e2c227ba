"""Suggestions: names that the articles have and the termbase lacks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.models import Article, Block, BlockKind, Term, TermKind
from generator.termbase import Candidate, Place, suggest

CORPUS = (
    Path(__file__).resolve().parents[2] / ".." / "shared" / "data" / "easc-dev" / "easc-dev.jsonl"
)


def read(*paragraphs: str, slug: str = "one") -> Article:
    blocks = tuple(
        Block(BlockKind.PARAGRAPH, text, line) for line, text in enumerate(paragraphs, 1)
    )
    return Article(slug, "عنوان", "ar", f"articles/{slug}.txt", "0" * 64, blocks=blocks)


def proposed(*paragraphs: str) -> list[tuple[str, str]]:
    return [(one.arabic, one.kind.value) for one in suggest([read(*paragraphs)])]


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("وصل الدكتور سليم حداد إلى هنا.", "سليم حداد", "person"),
        ("قالت السيدة سلمى بنت يوسف الخطيب إن الباب مفتوح.", "سلمى بنت يوسف الخطيب", "person"),
        ("التقى الرئيس الفنلندي أندرس سالمي ضيوفه.", "أندرس سالمي", "person"),
        ("أعلنت منظمة الصيد النهري ذلك.", "منظمة الصيد النهري", "organization"),
        ("قررت وزارة الزراعة والري ذلك.", "وزارة الزراعة والري", "organization"),
        ("درست في جامعة غرناطة سنتين.", "جامعة غرناطة", "organization"),
        ("وصل إلى مدينة غرناطة أمس.", "غرناطة", "place"),
        ("يمر نهر الفرات من هنا.", "نهر الفرات", "place"),
    ],
)
def test_a_sign_beside_a_name(text: str, name: str, kind: str) -> None:
    assert (name, kind) in proposed(text)


def test_latin_in_brackets_is_the_english() -> None:
    found = suggest([read("تنتجه شركة نوريكا (Norika) في الشمال.")])
    assert [(one.arabic, one.english) for one in found if one.english] == [
        ("شركة نوريكا", "Norika")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "زار المدينة القديمة أمس.",
        "هذه شركة كبيرة وجامعة حكومية.",
        "قال الرئيس إن الوقت قصير.",
        "ذلك نهر مقدس وجبل كبير.",
        "تغيرت درجة الحرارة (NaCl2) هنا.",
        "",
    ],
)
def test_what_is_no_name_is_not_proposed(text: str) -> None:
    assert proposed(text) == []


def test_a_word_that_behaves_as_a_name_throughout() -> None:
    texts = [
        "سافر إلى غرناطا ثم عاد من غرناطا.",
        "عاش في غرناطا عامين.",
        "ذهب إلى الباب من الباب في الباب.",
    ]
    assert proposed(*texts) == []  # it ends as an accusative may
    texts = [text.replace("غرناطا", "لشبونكس") for text in texts]
    assert [name for name, _ in proposed(*texts)] == ["لشبونكس"]


def test_what_the_termbase_has_is_not_proposed_again() -> None:
    article = read("وصل الدكتور سليم حداد إلى مدينة غرناطة.")
    known = Term(("غرناطة",), "Granada", TermKind.PLACE)
    assert [one.arabic for one in suggest([article], [known])] == ["سليم حداد"]


def test_a_candidate_says_how_often_and_where_and_the_frequent_come_first() -> None:
    articles = [
        read("زار مدينة غرناطة. وأحب غرناطة.", "عاد من غرناطة.", slug="one"),
        read("قال الدكتور سليم حداد نعم. وبغرناطة سوق.", slug="two"),
    ]
    assert suggest(articles)[0] == Candidate(
        "غرناطة",
        TermKind.PLACE,
        4,
        (Place("one", "s1"), Place("one", "s2"), Place("one", "s3"), Place("two", "s2")),
        "place",
    )


def test_most_of_the_first_hundred_are_short_and_have_no_common_words() -> None:
    if not CORPUS.exists():
        pytest.skip("needs the corpus ../shared/data/easc-dev")
    with CORPUS.open(encoding="utf-8") as lines:
        articles = [
            read(*json.loads(line)["text"].split("\n"), slug=f"a{number}")
            for number, line in enumerate(lines)
        ]
    found = suggest(articles)[:100]
    assert len(found) == 100
    assert sum(len(one.arabic.split()) <= 4 for one in found) >= 95
    assert len({one.arabic for one in found}) == 100
