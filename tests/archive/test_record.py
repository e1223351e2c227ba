"""A record holds an article in Markdown, and gives it back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from generator import readers
from generator.archive.record import render
from generator.models import Article, Block, BlockKind, Comment, Note, NoteKind
from generator.readers import Source

K = BlockKind
WHOLE = Article(
    slug="2016-10-25-نافذة",
    title="نافذة على [الحديقة] *الكبيرة*",
    lang="ar",
    path="articles/نافذة.md",
    sha256="a" * 64,
    source="صحيفة المثال",
    url="https://example.org/a?b=c&d=%D8%A7",
    archived="https://archive.example.org/2023/https://example.org/a?b=c",
    published="2016-10-25T14:35",
    published_text="الثلاثاء 25 تشرين الأول 2016 - 14:35",
    retrieved="2023-11-02T10:00+00:00",
    authors=("ليلى العمر", "د. سامي: الأحمد"),
    topics=("حدائق", "#مدن"),
    section="ثقافة",
    blocks=(
        Block(K.BYLINE, "بقلم: ليلى العمر", 1),
        Block(K.PARAGRAPH, "فُتحت الحديقة أمس - بعد عام من العمل.", 2),
        Block(K.HEADING, "1. من هنا #", 3),
        Block(K.QUOTE, "«قال أحدهم: <b>لا</b> & نعم»", 4),
        Block(K.LIST_ITEM, "- بند", 5),
        Block(K.LIST_ITEM, "12) بند آخر", 6),
        Block(K.PARAGRAPH, "``` ثم سطر_له_خطوط | وعمود", 7),
        Block(K.LIST_ITEM, "بند وحده", 8),
        Block(K.CAPTION, "الحديقة: صورة {: .byline }", 9),
        Block(K.PARAGRAPH, "--- خط", 10),
    ),
    comments=(
        Comment("قارئ", "منذ أسبوع", "2023-10-26", "ar", "سطر\n\nوسطر: ``` آخر", 11),
        Comment(None, None, None, "en", "- Thanks", 12),
    ),
    comments_declared=5,
    notes=(Note(NoteKind.ENCODING, "Windows-1256"), Note(NoteKind.BIDI_CONTROLS, "2")),
    confidence=0.93,
    revision=3,
)


def read_back(article: Article) -> Article:
    return readers.read_source(Source(article.path, render(article).encode()), ".md")


def without_lines(article: Article) -> Article:
    return replace(
        article,
        blocks=tuple(replace(block, line=0) for block in article.blocks),
        comments=tuple(replace(comment, line=0) for comment in article.comments),
    )


def test_an_article_comes_back_from_its_record_as_it_was() -> None:
    assert without_lines(read_back(WHOLE)) == without_lines(WHOLE)


def test_a_record_says_on_which_line_each_block_stands() -> None:
    lines = render(WHOLE).splitlines()
    for block in read_back(WHOLE).blocks:
        assert block.text.split()[0].strip("-`)0123456789.<«") in lines[block.line - 1]


def test_what_is_not_known_takes_no_line() -> None:
    bare = Article("a", "عنوان", "ar", "articles/a.md", "b" * 64, blocks=WHOLE.blocks[1:2])
    assert render(bare) == (
        f"---\nslug: a\nsha256: {'b' * 64}\n---\n\n# عنوان\n\nفُتحت الحديقة أمس - بعد عام من العمل.\n"
    )


# A line of a text: no white space at its ends, and a word in it, or no reader would have kept it.
# Accented letters are left out: a text of them alone is what a wrong encoding looks like.
texts = st.text(
    st.sampled_from(
        "ابتثجحخدذرزسشصضطظعغفقكلمنهوي٠٣۴،؛؟«»“”…😀ABCxyz019 *_`#>-+=|~[]()<>&\\!{}:.'\"^$%@/"
    ),
    min_size=1,
    max_size=40,
).map(lambda text: " ".join(f"{text} كلمة".split()))


@given(st.lists(st.tuples(st.sampled_from(K), texts), min_size=1, max_size=4), texts)
def test_no_text_is_read_as_markup(blocks: list[tuple[BlockKind, str]], title: str) -> None:
    article = replace(
        WHOLE, title=title, blocks=tuple(Block(kind, text, 0) for kind, text in blocks)
    )
    back = read_back(article)
    assert back.title == title
    assert [(block.kind, block.text) for block in back.blocks] == blocks
    assert back.dropped == ()


@pytest.mark.parametrize("text", ["<script>alert(1)</script> كلمة", "[رابط](javascript:alert(1))"])
def test_a_record_shown_as_markdown_runs_nothing(text: str) -> None:
    record = render(replace(WHOLE, blocks=(Block(K.PARAGRAPH, text, 1),)))
    shown = MarkdownIt("commonmark").render(record)
    assert "<script" not in shown
    assert "<a " not in shown
