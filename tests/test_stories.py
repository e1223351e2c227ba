"""Stories: which articles are the same text, which share much of it, and which only seem to."""

from __future__ import annotations

import importlib.util
import random
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from generator.models import Article, Block, BlockKind, Comment, Entry, Segment, Status, Translation
from generator.stories import CROWD, FEWEST, Index, Story, nearest, stories, told_once

ROOT = Path(__file__).resolve().parents[1]


def load_benchmark() -> ModuleType:
    spec = importlib.util.spec_from_file_location("stories_bench", ROOT / "benchmarks/stories.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


benchmark = load_benchmark()

WORDS = (
    "المدينة الحي السكان البلدية المكتبة القاعة الحديقة الشارع المدرسة الطلاب المعلم الكتاب القراءة"
    " الموسم العرض المسرح الموسيقى الرسم الجمهور التذاكر المدير المهندس البناء الطريق الجسر النهر"
    " المزرعة القمح الزيتون الحصاد السوق التجار الأسعار البضائع الميناء السفينة البحر الصيادون"
    " الطقس المطر الشتاء الصيف الصباح المساء افتتح أعلن زار شارك نظم أضاف أوضح أكد قدم عرض جديد"
    " قديم واسع كبير صغير هادئ جميل بعيد قريب خلال بعد قبل أمام خلف قرب حول بين منذ لدى ضمن"
).split()


def prose(seed: str, sentences: int = 12) -> list[str]:
    """Sentences of twelve words that no other seed has."""
    draw = random.Random(seed)
    return [" ".join(draw.choices(WORDS, k=12)) + "." for _ in range(sentences)]


def article(slug: str, sentences: Sequence[str], title: str | None = None) -> Article:
    found: Article = benchmark.article(slug, title or f"خبر {sentences[0][:30]}", sentences)
    return found


def linked(*articles: Article) -> set[frozenset[str]]:
    found = stories(articles)
    return {frozenset({slug, n.slug}) for slug, story in found.items() for n in story.near}


TEXT = prose("original")
EDITOR = benchmark.Editor("tests", WORDS)


# -- The same text ---------------------------------------------------------------------------------


def test_the_same_words_are_a_copy_however_they_are_spelled_and_cut() -> None:
    one = article("one", TEXT, "عنوان الخبر الأول")
    text = " ".join(TEXT).replace("أ", "ا").replace("ة", "ه").replace(".", " ...")
    other = replace(
        article("other", [text], "عنوانُ الخبر: «الأوّل»"),
        comments=(Comment(None, None, None, "ar", "تعليق لا يغيّر النص", 9),),
    )
    assert stories([one, other]) == {"one": Story(("other",)), "other": Story(("one",))}


def test_another_word_makes_it_a_near_copy() -> None:
    one, other = article("one", TEXT, "عنوان"), article("other", [*TEXT, "كلمة"], "عنوان")
    found = stories([one, other])["one"]
    assert found.copies == ()
    assert [(n.slug, n.shared) for n in found.near] == [("other", 1.0)]


def test_short_texts_are_copies_only_when_they_are_the_same() -> None:
    short = " ".join(" ".join(TEXT).split()[: FEWEST - 1])
    same, other = article("b", [short], "خبر"), article("c", [short], "خبر آخر")
    found = stories([article("a", [short], "خبر"), same, other])
    assert found == {"a": Story(("b",)), "b": Story(("a",))}


# -- Copies that were edited -----------------------------------------------------------------------

EDITS: dict[str, Callable[[], list[str]]] = {
    "another headline": lambda: TEXT,
    "a dateline and the agency": lambda: EDITOR.datelined(TEXT),
    "cut to a third": lambda: EDITOR.first(TEXT, 1 / 3),
    "paragraphs in another order": lambda: EDITOR.reordered(TEXT),
    "as many words added": lambda: EDITOR.added(TEXT, 1.0),
    "another lead": lambda: EDITOR.new_lead(TEXT),
    "spelled otherwise": lambda: EDITOR.respelled(TEXT),
    "every tenth word edited": lambda: EDITOR.edited(TEXT, 0.1),
    "merged with another wire": lambda: [*TEXT, *prose("another wire")],
}


@pytest.mark.parametrize("edit", EDITS)
def test_a_copy_is_found(edit: str) -> None:
    copy = article("copy", EDITS[edit](), "عنوان آخر كتبه محرر الموقع")
    assert linked(article("original", TEXT), copy, article("other", prose("other"))) == {
        frozenset({"original", "copy"})
    }


def test_an_updated_report_is_a_copy_although_some_numbers_changed() -> None:
    told = [f"{sentence} وبلغ عددهم {n + 10}" for n, sentence in enumerate(TEXT)]
    later = [*prose("lead", 2), *told[:-1], told[-1].replace("21", "35")]
    assert linked(article("first", told), article("later", later))


def test_how_much_is_shared_is_told_from_both_sides() -> None:
    whole, part = article("whole", TEXT, "عنوان الخبر"), article("part", TEXT[:6], "خبر آخر هنا")
    found = stories([whole, part])
    (there,), (here,) = found["part"].near, found["whole"].near
    assert (there.slug, here.slug) == ("whole", "part")
    assert there.shared == here.shared_there == 0.96  # 72 of 75 words
    assert there.shared_there == here.shared == 0.49  # 72 of 146
    assert there.resemblance == here.resemblance < 0.5


def test_what_two_merged_wires_share_with_it_does_not_link_them_to_each_other() -> None:
    wires = [article("a", prose("a")), article("b", prose("b"))]
    merged = article("m", [*prose("a"), *prose("b")])
    assert linked(*wires, merged) == {frozenset({"a", "m"}), frozenset({"b", "m"})}


# -- What only seems to be a copy ------------------------------------------------------------------


@pytest.mark.parametrize("marks", ["«»", "“”", '""'])
def test_articles_that_quote_the_same_statement_are_not_linked(marks: str) -> None:
    said = " ".join(prose("statement", 8))
    quoting = [
        article(slug, [*prose(slug, 3), f"وقال: {marks[0]}{said}{marks[1]}", *prose(f"{slug}2", 2)])
        for slug in ("a", "b")
    ]
    assert linked(*quoting) == set()


def test_nor_are_those_that_quote_some_sentences_without_marks() -> None:
    said = prose("statement", 4)
    assert linked(*(article(slug, [*prose(slug, 7), *said]) for slug in ("a", "b"))) == set()


PATTERNS = {made.kind for made in benchmark.patterned(1)}


@pytest.mark.parametrize("kind", sorted(PATTERNS))
def test_texts_made_by_one_pattern_are_not_linked(kind: str) -> None:
    made = [one.article for one in benchmark.patterned(12) if one.kind == kind]
    assert len(made) == 12
    assert linked(*made) == set()


def test_a_copy_of_such_a_text_is() -> None:
    (rates,) = (one.article for one in benchmark.patterned(1) if one.kind == "pattern: currencies")
    assert linked(rates, replace(rates, slug="copy", title="كم يبلغ سعر الدولار اليوم"))


def test_captions_and_bylines_are_no_part_of_what_is_compared() -> None:
    aside = [Block(BlockKind.CAPTION, text, n) for n, text in enumerate(prose("picture", 6))]
    one, other = (
        replace(
            article(slug, prose(slug, 4)), blocks=(*article(slug, prose(slug, 4)).blocks, *aside)
        )
        for slug in ("a", "b")
    )
    assert linked(one, other) == set()


# -- Many articles ---------------------------------------------------------------------------------


def collection() -> list[Article]:
    return [
        one.article for one in benchmark.copies({n: prose(n) for n in ("a1", "a2", "a3", "a4")})
    ]


def test_the_order_of_the_articles_changes_nothing() -> None:
    articles = collection()
    expected = stories(articles)
    assert expected
    for seed in range(3):
        random.Random(seed).shuffle(articles)
        assert stories(articles) == expected
        assert list(stories(articles)) == list(expected)


def test_one_article_is_looked_up_as_all_are() -> None:
    articles = collection()
    index, found = Index(articles), stories(articles)
    for one in articles:
        assert nearest(one, index) == found.get(one.slug, Story())
    assert nearest(article("new", prose("new")), index) == Story()


def test_what_crowds_share_is_compared_with_some_of_them() -> None:
    crowd = [article(f"{n:04}", [*TEXT, *prose(f"{n}", 1)], "عنوان") for n in range(2 * CROWD)]
    index = Index(crowd)
    story = nearest(article("new", [*TEXT, "كلمة جديدة"], "عنوان"), index)
    assert 0 < len(story.near) <= CROWD


def test_exact_copies_are_compared_once_and_all_named() -> None:
    same = [article(f"{n:04}", TEXT, "عنوان") for n in range(3 * CROWD)]
    index = Index([article("near", [*TEXT, "كلمة"], "عنوان"), *same])
    story = nearest(article("new", TEXT[:6], "عنوان آخر"), index)
    assert {n.slug for n in story.near} == {"near", *(one.slug for one in same)}


@pytest.mark.parametrize(("one", "other"), [("-5", "5"), ("1.500", "1500"), ("٣/٤", "٣٤")])
def test_texts_with_other_figures_are_no_exact_copies(one: str, other: str) -> None:
    copies = [
        article(slug, [*TEXT, f"بلغت الدرجة {figure} مساء."], "خبر")
        for slug, figure in (("a", one), ("b", other))
    ]
    assert stories(copies)["a"].copies == ()
    assert linked(*copies) == {frozenset({"a", "b"})}


# -- One entry of exact copies ---------------------------------------------------------------------


def entry(
    slug: str, status: Status = Status.MISSING, *, text: Sequence[str] = TEXT, **facts: object
) -> Entry:
    english = "" if status is Status.MISSING else "English"
    title = Translation(Segment("title", "عنوان"), english, status)
    return Entry(replace(article(slug, text, "عنوان"), **facts), (), title, (), "lead")


def first_of(*entries: Entry) -> str:
    told = [told_once(list(order)) for order in (entries, entries[::-1])]
    assert [len(those) for those in told] == [1, 1]
    assert told[0] == told[1]
    return told[0][0].article.slug


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"published": "2016-10-24"}, {"published": "2016-10-25"}),
        ({"published": "2016-10-25"}, {"published": "2016"}),
        ({"published": "2016-10-25"}, {"retrieved": "2016-01-01"}),
        ({"retrieved": "2016-10-25T10:00Z"}, {"retrieved": "2016-10-26"}),
        ({"path": "articles/a.txt"}, {"path": "articles/b.txt"}),
        ({"status": Status.REVIEWED, "published": "2020"}, {"published": "2016"}),
        ({"status": Status.REVIEWED, "published": "2020"}, {"status": Status.MACHINE}),
        ({"status": Status.MACHINE, "published": "2020"}, {"published": "2016"}),
    ],
)
def test_of_exact_copies_one_is_the_entry(one: dict[str, str], other: dict[str, str]) -> None:
    assert first_of(entry("z", **one), entry("a", **other)) == "z"


def test_the_entry_keeps_the_facts_and_comments_of_the_others() -> None:
    comment = Comment("قارئ", None, None, "ar", "تعليق", 9)
    facts = {"source": "نشرة", "url": "https://example.org/b", "published": "2016-10-25"}
    (told,) = told_once(
        [entry("a", published="2016-10-24"), entry("b", comments=(comment,), sha256="ab", **facts)]
    )
    (copy,) = told.copies
    assert {name: getattr(copy, name) for name in facts} == facts
    assert (copy.slug, copy.path, copy.sha256) == ("b", "articles/b.txt", "ab")
    assert copy.comments == (comment,)


def test_entries_of_one_story_name_each_other_and_no_copy() -> None:
    def slugs(entries: Iterable[Entry]) -> dict[str, list[str]]:
        return {e.article.slug: [like.slug for like in e.same_story] for e in entries}

    told = told_once(
        [entry("a"), entry("b"), entry("c", text=TEXT[:7]), entry("d", text=prose("d"))]
    )
    assert slugs(told) == {"a": ["c"], "c": ["a"], "d": []}


# -- Real articles ---------------------------------------------------------------------------------


def test_copies_of_real_articles_are_found_and_little_else(shared: Path) -> None:
    texts = benchmark.read_corpus()
    made = benchmark.collection({name: texts[name] for name in list(texts)[:25]})
    score = benchmark.score(made, benchmark.ours(made, benchmark.stories.THRESHOLD))
    assert score.precision >= PRECISION
    assert score.recall >= RECALL
    assert score.false["other pairs"] == 0
    assert sum(number for kind, number in score.false.items() if "pattern" in kind) == 0


PRECISION, RECALL = 0.99, 0.97


@pytest.mark.parametrize("name", ["assabah_tn", "cnn_arabic", "youm7_eg"])
def test_a_real_page_is_the_story_of_its_own_text(shared: Path, name: str) -> None:
    from generator import readers  # noqa: PLC0415

    data = shared / "data"
    page = readers.read(data / "html" / name / "page.html", data)
    text = replace(readers.read(data / "plaintext" / f"{name}.txt", data), slug="text")
    story = nearest(page, Index([text]))
    assert story.copies or story.near[0].shared > 0.9
