"""Whatever comes in comes out: in the title, a block, a comment, or dropped with a reason."""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.errors import SourceError
from generator.models import Article, BlockKind, Problem, to_json
from generator.readers import Source, read
from generator.readers.lines import list_marker, split_lines
from generator.readers.plain_text import read as read_text
from generator.text.normalize import strip_bidi_overrides

NEWS_PAGE = "articles/000_77cde5b198ab0328.txt"
SHARED = Path(__file__).resolve().parents[2] / ".." / "shared"

PIECES = st.sampled_from(
    [
        "عنوان المقال الأول", "فقرة كاملة تنتهي بنقطة.", "التعليقات (2)", "تعليقات", "·منذ 3 أيام",
        "أم خالد", "الأكثر قراءة", "💡 أهم المواضيع", "شارك", "25 تشرين الأول 2016", "4", "***",
        "- بند", "1. بند", "> قول", "«قول كامل بين علامتي اقتباس طويل»", "بقلم: سلمى الخطيب", "---",
        "صورة: بيت", "اقرأ أيضا:", "أم خالد - منذ ساعة", "\u200b", "\u202e", "رد", "3 تعليقات",
        "سلمى | 25/10/2016", "سطر طويل جدا " * 12, "    ", "title: x", "عنوان المقال الأول - الموقع",
    ]
)  # fmt: skip
LINES = st.lists(
    st.tuples(
        st.sampled_from(["", "    ", "\t", "\u200f"]),
        st.one_of(PIECES, st.text(max_size=60)),
        st.sampled_from(["\n", "\n\n", "\r\n", "\r", " ", "\u2028", "\x0c"]),
    ),
    max_size=40,
)
# Arabic at the top, so that no text is refused for having none; once with a thread opened below it.
TOPS = st.sampled_from(
    [
        "سوق المدينة القديم\n" * 3,
        "سوق المدينة القديم\nفتح السوق أبوابه أمام الزوار.\nالتعليقات (3)\n",
        "سوق المدينة القديم\nفتح السوق أبوابه أمام الزوار.\nComments (1)\n\n    سلمى\n\n    ·منذ يوم\n",
    ]
)
MARKS = re.compile(r"[^\w]+")


def accept(text: str) -> Article | None:
    """The article in `text`; None where it is refused."""
    return outcome(text.encode("utf-8", "surrogatepass"))[0]


def outcome(data: bytes) -> tuple[Article | None, tuple[Problem, ...]]:
    """What is read from `data`, or the problems that keep it from being read."""
    try:
        return read_text(Source("a.txt", data)), ()
    except SourceError as error:
        return None, error.problems


def words(text: str) -> list[str]:
    return MARKS.sub(" ", strip_bidi_overrides(text)).split()


@settings(max_examples=400)
@given(TOPS, LINES)
def test_every_word_of_the_source_is_in_exactly_one_place(
    top: str, rows: list[tuple[str, str, str]]
) -> None:
    text = top + "".join(map("".join, rows))
    article = accept(text)

    if article is None:
        return
    own = [article.title] if Counter(words(text)) - Counter(said(article)) else []
    kept = Counter(said(article)) + Counter(word for title in own for word in words(title))
    assert kept == Counter(words(text))


def said(article: Article) -> list[str]:
    """All words in the blocks, the comments and the dropped lines of `article`."""
    texts = [block.text for block in article.blocks]
    texts += [text for c in article.comments for text in (c.author or "", c.text)]
    texts += [line.text for line in article.dropped]
    return [word for text in texts for word in words(text)]


@settings(max_examples=200)
@given(TOPS, LINES)
def test_blocks_and_dropped_lines_are_what_stands_at_their_lines(
    top: str, rows: list[tuple[str, str, str]]
) -> None:
    text = top + "".join(map("".join, rows))
    article = accept(text)

    if article is None:
        return
    lines, _ = split_lines(text)
    for place, part in [(b.line, b.text) for b in article.blocks] + [
        (d.line, d.text) for d in article.dropped
    ]:
        below = words(" ".join(line.text for line in lines if line.number >= place))
        assert " ".join(words(part)) in " ".join(below)
    assert [b.line for b in article.blocks] == sorted(b.line for b in article.blocks)
    assert [d.line for d in article.dropped] == sorted(d.line for d in article.dropped)
    assert all(line.reason for line in article.dropped)


@settings(max_examples=200)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    article, problems = outcome(data)

    assert json.dumps(to_json(article))
    assert bool(article) != bool(problems)
    assert all(str(problem).startswith("a.txt") and problem.action for problem in problems)


@settings(max_examples=200)
@given(st.text(alphabet=":-[]{}&*!|>'\"#%@ \n\tabtitleurl", max_size=80))
def test_any_head_is_understood_or_refused(head: str) -> None:
    article, problems = outcome(f"---\n{head}\n---\nسوق المدينة القديم\n".encode())

    assert bool(article) != bool(problems)
    assert all(problem.line for problem in problems)


@pytest.mark.parametrize(
    "text",
    [
        "سوق المدينة " * 18000,
        "سوق المدينة. " * 16000,
        "سوق\n" * 20000,
        "سوق\n\n" * 20000,
        "تعليق\n" * 20000,
        "سوق المدينة القديم كله.\n" + "التعليقات (3)\n" * 12000,
        "سوق المدينة القديم كله.\nالتعليقات (3)\n" + "منذ 3 أيام\n" * 12000,
        "سوق المدينة القديم كله.\nالتعليقات (3)\n" + "    منذ 3 أيام\nسوق\n" * 6000,
        "سوق المدينة القديم\n" + "- بند\n" * 16000,
        "سوق المدينة القديم\n" + "الأكثر قراءة\n" * 12000,
        "سوق" + "\n" * 200_000,
        "سوق" + " " * 200_000 + "سوق",
        "سوق " + "(" * 100_000,
        "سوق المدينة\n" + "«" * 90 + "\n" + '"' * 100_000,
    ],
    ids=range(14),
)
def test_a_hostile_text_takes_no_longer_than_its_size(text: str) -> None:
    begin = time.process_time()

    article = accept(text)

    assert article is None or article.title
    assert time.process_time() - begin < 10


def test_a_saved_news_page_is_taken_apart() -> None:
    path = SHARED / NEWS_PAGE
    if not path.exists():
        pytest.skip("the shared material is not here")

    article = read(path, SHARED)

    kinds = Counter(block.kind for block in article.blocks)
    assert kinds == {BlockKind.HEADING: 3, BlockKind.PARAGRAPH: 11}
    assert article.title not in [block.text for block in article.blocks]
    assert (article.published, article.published_text, article.authors) == (None, None, ())
    assert (article.slug, article.lang) == ("000-77cde5b198ab0328", "ar")
    assert article.path == NEWS_PAGE
    assert article.comments_declared == len(article.comments) == 4
    assert {comment.age for comment in article.comments} == {"7 years 6 months"}
    assert [comment.lang for comment in article.comments] == ["ar", "en", "ar", "ar"]
    assert all(comment.author and comment.text for comment in article.comments)
    reasons = Counter(line.reason.split(":")[0] for line in article.dropped)
    assert reasons["repeats the title"] == reasons["a lone number"] == 1
    assert reasons["furniture"] == 3
    assert list_marker(article.blocks[0].text) == ""
