"""Which sentences the extractive summary takes, and which it passes over."""

from __future__ import annotations

import time
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.models import Article, Block, BlockKind, Summary
from generator.summarizers import SUMMARIZERS, summarize
from generator.text.segments import article_sentences

FIRST = "افتتحت البلدية صباح اليوم مكتبة عامة جديدة في الحي القديم."
SECOND = "تضم المكتبة عشرين ألف كتاب وقاعة واسعة للأطفال."
THIRD = "وقال المدير إن الدخول مجاني لسكان المدينة جميعا."
FOURTH = "وستبقى الأبواب مفتوحة حتى التاسعة مساء كل يوم."
ALL = (FIRST, SECOND, THIRD, FOURTH)


def article(*texts: str | tuple[BlockKind, str], title: str = "", gap: int = 2) -> Article:
    """An article whose plain texts are paragraphs, `gap` lines apart."""
    pairs = [(BlockKind.PARAGRAPH, t) if isinstance(t, str) else t for t in texts]
    blocks = tuple(Block(kind, text, n * gap + 1) for n, (kind, text) in enumerate(pairs))
    return Article("slug", title, "ar", "articles/slug.txt", "0" * 64, blocks=blocks)


def summary_of(given: Article, count: int = 3) -> Summary:
    return summarize(given, article_sentences(given.blocks), count)


def texts(given: Article, count: int = 3) -> list[str]:
    return [segment.text for segment in summary_of(given, count).segments]


def test_a_segment_names_the_sentence_it_is() -> None:
    given = article((BlockKind.HEADING, "عن المكتبة"), f"{FIRST} {SECOND}")
    summary = summary_of(given)
    assert summary.method == "lead"
    assert [(s.context, s.text, s.sources) for s in summary.segments] == [
        ("summary", FIRST, ("s2",)),
        ("summary", SECOND, ("s3",)),
    ]


def test_the_first_whole_sentence_leads_and_the_order_is_that_of_reading() -> None:
    assert texts(article(" ".join(ALL)), 1) == [FIRST]
    chosen = texts(article(" ".join(ALL)), 3)
    assert chosen[0] == FIRST
    assert chosen == sorted(chosen, key=ALL.index)


def test_a_short_article_gives_fewer_and_an_empty_one_none() -> None:
    assert texts(article(f"{FIRST} {SECOND}"), 5) == [FIRST, SECOND]
    assert texts(article(), 5) == []
    assert texts(article("  "), 5) == []


@pytest.mark.parametrize("kind", [BlockKind.HEADING, BlockKind.CAPTION, BlockKind.BYLINE])
def test_only_the_text_itself_is_summed_up(kind: BlockKind) -> None:
    assert texts(article((kind, FIRST), SECOND)) == [SECOND]


@pytest.mark.parametrize("kind", [BlockKind.PARAGRAPH, BlockKind.QUOTE, BlockKind.LIST_ITEM])
def test_quotations_and_list_items_are_text(kind: BlockKind) -> None:
    assert texts(article((kind, FIRST))) == [FIRST]


@pytest.mark.parametrize(
    "passed_over",
    [
        "مكتبة في المدينة.",
        "وجاءت مواعيد العمل في المكتبة الجديدة كما يلي:",
        "تضم المكتبة عشرين ألف كتاب وقاعة واسعة للأطفال،",
        "القاهرة (رويترز).",
        "، كما تضم المكتبة قاعة واسعة للأطفال الصغار.",
        "وقال المدير: «ندعو الجميع إلى زيارة المكتبة الجديدة غدا.",
        "سندعو الجميع إلى زيارة المكتبة الجديدة يوم غد».",
        "فتحت المكتبة أبوابها (بعد عام كامل من الإغلاق والترميم.",
        "اقرأ أيضا: عشر مكتبات قديمة في مدن الساحل.",
        "للمزيد من الأخبار تابعوا صفحتنا على الشبكة كل يوم.",
        "*** --- ***",
    ],
)
def test_what_cannot_stand_alone_is_passed_over(passed_over: str) -> None:
    assert texts(article(passed_over, FIRST)) == [FIRST]


def test_a_quotation_never_closed_taints_the_rest_of_its_paragraph() -> None:
    paragraph = f"وقال المدير: «هذا يوم جميل لنا جميعا. {SECOND} {FOURTH}"
    assert texts(article(FIRST, paragraph, THIRD)) == [FIRST, THIRD]


@pytest.mark.parametrize(
    "doubtful",
    [
        "هل تكفي مكتبة واحدة لسكان هذا الحي الكبير كله؟",
        "تضم المكتبة عشرين ألف كتاب وقاعة واسعة للأطفال والكبار",
    ],
)
def test_questions_and_lines_without_a_stop_fill_what_would_stay_empty(doubtful: str) -> None:
    given = article(doubtful, FIRST, THIRD)
    assert texts(given, 2) == [FIRST, THIRD]
    assert texts(given, 3) == [doubtful, FIRST, THIRD]


def test_lines_that_an_editor_broke_are_not_sentences() -> None:
    upper = "افتتحت البلدية صباح اليوم بحضور الأهالي مكتبة عامة جديدة في الحي"
    lower = f"القديم من المدينة بعد عام من العمل. {SECOND}"
    assert texts(article(upper, lower, gap=1)) == [SECOND]
    assert texts(article(upper, THIRD, gap=2), 2) == [upper, THIRD]


def test_what_was_said_is_not_said_again() -> None:
    again = "افتتحت البلدية اليوم مكتبةً عامةً جديدةً في الحيّ القديم."
    assert texts(article(FIRST, again, SECOND)) == [FIRST, SECOND]


def test_the_title_is_not_repeated() -> None:
    given = article(FIRST, SECOND, title="البلدية تفتتح مكتبة عامة جديدة في الحي القديم صباح اليوم")
    assert texts(given) == [SECOND]


def test_a_title_taken_from_the_text_does_not_make_its_first_sentence_a_repetition() -> None:
    assert texts(article(FIRST, SECOND, title=FIRST.rstrip("."))) == [FIRST, SECOND]
    assert texts(article(FIRST, SECOND, title=FIRST[:30] + "…")) == [FIRST, SECOND]


def test_the_built_in_summarizer_is_the_registered_one() -> None:
    assert list(SUMMARIZERS) == ["lead"]
    given = article(*ALL)
    sentences = article_sentences(given.blocks)
    assert summarize(given, sentences, 2, "lead") == summarize(given, sentences, 2)
    with pytest.raises(KeyError, match="no-such-method"):
        summarize(given, sentences, 2, "no-such-method")


BLOCKS = st.lists(
    st.tuples(
        st.sampled_from(list(BlockKind)),
        st.one_of(
            st.text(max_size=60),
            st.lists(st.sampled_from([*ALL, "«", '"', "؟", "("])).map(" ".join),
        ),
    ),
    max_size=6,
)


@given(BLOCKS, st.text(max_size=30), st.integers(0, 6))
def test_any_article_gives_whole_sentences_of_its_own(
    pairs: list[tuple[BlockKind, str]], title: str, count: int
) -> None:
    given = article(*pairs, title=title)
    sentences = article_sentences(given.blocks)
    segments = summarize(given, sentences, count).segments
    by_id = {sentence.id: sentence for sentence in sentences}
    assert len(segments) <= count
    assert [s.sources for s in segments] == [
        (sentence.id,) for sentence in sentences if (sentence.id,) in {s.sources for s in segments}
    ]
    assert all(by_id[s.sources[0]].text == s.text for s in segments)
    assert summarize(given, sentences, count).segments == segments


def test_a_long_article_takes_no_more_than_linear_time() -> None:
    def seconds(paragraphs: Sequence[str]) -> float:
        given = article(*paragraphs)
        runs = []
        for _ in range(3):
            began = time.process_time()
            summary_of(given)
            runs.append(time.process_time() - began)
        return min(runs)

    # Linear is ten times, quadratic a hundred; the quickest of three, for a busy machine varies.
    unit = f'{FIRST} "{SECOND} ( '
    assert seconds([unit * 2000]) < 50 * max(seconds([unit * 200]), 0.01)
