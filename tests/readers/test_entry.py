"""The text of an entry of a feed as an article: its blocks, its facts, and that nothing is lost."""

from __future__ import annotations

import time
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from generator.errors import SourceError
from generator.models import Article
from generator.readers import Source, read_source
from generator.readers.facts import facts_of
from generator.text.normalize import tokens

SENTENCE = "افتتحت المكتبة الجديدة في حي البساتين أبوابها أمام القراء صباح يوم السبت الماضي."
FACTS = {"title": "خبر المكتبة", "url": "https://hay.example/1", "source": "مجلة الحي"}


def entry(markup: str, facts: dict[str, str | tuple[str, ...]] | None = None) -> Article:
    data = f'<article itemprop="articleBody">\n{markup}\n</article>\n'.encode()
    given_facts = facts_of(FACTS if facts is None else facts, "feed.xml#1")
    return read_source(Source("feed.xml#1", data, given_facts, "utf-8"), ".entry")


def told(found: Article) -> list[tuple[str, str]]:
    return [(block.kind.value, block.text) for block in found.blocks]


def test_markup_says_what_a_block_is() -> None:
    found = entry(
        f"<h3>عنوان فرعي</h3><p>{SENTENCE}</p><figure><img src='x' alt='y'><figcaption>القاعة"
        f"</figcaption></figure><blockquote><p>{SENTENCE}</p></blockquote><ol><li>بند</li></ol>"
    )

    assert told(found) == [
        ("heading", "عنوان فرعي"),
        ("paragraph", SENTENCE),
        ("caption", "القاعة"),
        ("quote", SENTENCE),
        ("list_item", "بند"),
    ]


def test_short_paragraphs_are_verse_and_no_headings() -> None:
    found = entry("<p>بيت من الشعر</p><p>وبيت آخر بعده</p><p>" + SENTENCE + "</p>")

    assert {kind for kind, _ in told(found)} == {"paragraph"}


def test_a_short_paragraph_in_bold_is_a_heading() -> None:
    found = entry(f"<p>{SENTENCE}</p><p><strong>في الختام</strong></p>" + f"<p>{SENTENCE}</p>" * 3)

    assert told(found)[1] == ("heading", "في الختام")


def test_what_is_not_the_text_is_dropped_with_a_reason() -> None:
    found = entry(
        f"<p>خبر المكتبة</p><p>{SENTENCE}</p>\n<p>شارك</p>\n<form>بحث في الموقع كله</form>\n"
        "<p>The post خبر المكتبة appeared first on مجلة الحي.</p>"
    )

    assert told(found) == [("paragraph", SENTENCE)]
    assert [(line.text.split()[0], line.reason) for line in found.dropped] == [
        ("خبر", "repeats the title"),
        ("شارك", "furniture: share buttons"),
        ("بحث", "outside the article"),
        ("The", "furniture: closing line of the feed"),
    ]


def test_without_a_title_the_first_line_is_it_or_stands_in_for_it() -> None:
    assert entry(f"<h2>رأس الخبر</h2><p>{SENTENCE}</p>", {}).title == "رأس الخبر"
    assert entry(f"<p>{SENTENCE} {SENTENCE}</p>", {}).title == SENTENCE.removesuffix(".")


def test_facts_that_are_not_fit_are_left_out() -> None:
    facts = {
        "title": " خبر\u202e\n المكتبة ", "url": "javascript:alert(1)", "published": "قريبا",
        "lang": "en", "authors": ("سلمى", "", "سلمى"), "shoe size": "44", "topics": "text",
    }  # fmt: skip
    found = entry(f"<p>{SENTENCE}</p>", facts)

    assert (found.title, found.url, found.published) == ("خبر المكتبة", None, None)
    assert (found.lang, found.authors, found.topics) == ("ar", ("سلمى",), ())


@pytest.mark.parametrize(
    ("markup", "found"),
    [
        ("<img src='x'>", "too little running text: 0 words"),
        ("<p>صورة اليوم</p>", "too little running text: 2 words"),
        ("<p>An entry in English, about a library and its many books.</p>", "Arabic"),
        ("<p>س</p>" * 30_000, "elements"),
        ("<div>" * 2_000 + SENTENCE, "too little"),
    ],
)
def test_what_is_no_text_is_refused(markup: str, found: str) -> None:
    facts = {"title": "Library"} if "English" in markup else FACTS
    with pytest.raises(SourceError) as refused:
        entry(markup, facts)
    (problem,) = refused.value.problems
    assert found in problem.found
    assert problem.path == "feed.xml#1"
    assert problem.action


PARSER = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
PIECES = st.sampled_from(
    [
        f"<p>{SENTENCE}</p>", "<p>خبر المكتبة</p>", "<h2>عنوان</h2>", "نص بلا وسم", "<br>", "شارك",
        "<li>بند أول", "</div>", "<div>", "<blockquote>قول", "<b>غامق</b>", "3 < 4", "&amp;lt;b&gt;",
        "<p>The post أ appeared first on ب.</p>", "25 تشرين الأول 2016", "<nav>قائمة</nav>", "4",
        "</article>", "<article itemprop='abstract'>", "<td>خلية", "\u202e", "***", "اقرأ أيضا:",
    ]
)  # fmt: skip


@settings(max_examples=200)
@given(st.lists(st.one_of(PIECES, st.text("ابتثج \n.<>&;/\"'", max_size=20)), max_size=25))
def test_every_word_that_an_entry_shows_is_somewhere(pieces: list[str]) -> None:
    markup = f"<p>{SENTENCE}</p>" + " ".join(pieces)
    found = entry(markup)

    page = lxml_html.document_fromstring(f"<article>\n{markup}\n</article>".encode(), parser=PARSER)
    shown = Counter(word for text in page.itertext() for word in tokens(text))
    parts = [block.text for block in found.blocks] + [line.text for line in found.dropped]
    assert Counter(word for text in parts for word in tokens(text)) == shown


def test_a_long_entry_takes_a_second() -> None:
    start = time.monotonic()
    entry(f"<p>{SENTENCE}</p>" * 3_000)

    assert time.monotonic() - start < 20
