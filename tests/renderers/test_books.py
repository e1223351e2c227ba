"""Books: what a PDF says, whatever the articles say; read back by a program that reads PDF."""

from __future__ import annotations

import io
import json
from collections import Counter
from dataclasses import replace
from itertools import pairwise

import pikepdf
import pytest
from hostile import SITE, hostile_entry
from pypdf import PdfReader

from generator import typesetting
from generator.errors import PublishError
from generator.models import Article, Block, BlockKind, Entry, Origin, Segment, Status, Translation
from generator.renderers.addresses import IN_A_VOLUME, book_paths
from generator.renderers.books import Book, of_article, of_group, volumes
from generator.renderers.editions import LANGS_OF, Layout
from generator.renderers.lists import Group
from generator.text.normalize import tokens
from generator.text.plain import plain
from generator.text.segments import article_sentences
from generator.typesetting.readable import readable

TEXT = (
    "فتحت مكتبة الحي أبوابها مساء الأحد لأول مرة منذ 12 عامًا، وكان عدد الزوار نحو 300 في الليلة الأولى.",
    "وتضم القاعة 50 كتابًا عن لغة C++ ويمكن الاتصال بالرقم +44 20 7946 0000 قبل الزيارة بيومين.",
    "وقال المدير «إنّ الزوار كُثُر» (نحو الضعف)، وشكر المتطوّعين.",
)


def library(number: int = 0, **changes: object) -> Entry:
    blocks = tuple(Block(BlockKind.PARAGRAPH, text, n) for n, text in enumerate(TEXT, start=1))
    article = Article(
        slug=f"library-{number}",
        title=f"مكتبة الحي رقم {number} تفتح أبوابها",
        lang="ar",
        path="articles/library.txt",
        sha256=f"{number:064}",
        source="نشرة الحي",
        url="https://example.org/library?a=1&b=2",
        published="2016-10-25",
        blocks=blocks,
    )
    origin = Origin("libre", None, "2016-11-01")
    title = Translation(
        Segment("title", article.title), f"Library {number} opens", Status.MACHINE, origin
    )
    lines = tuple(
        Translation(Segment("summary", text, (f"s{n}",)), f"English {n}.", Status.REVIEWED)
        for n, text in enumerate(TEXT, start=1)
    )
    entry = Entry(article, article_sentences(blocks), title, lines, "lead")
    return replace(entry, **changes)


def book(*entries: Entry, layout: Layout = "bilingual") -> bytes:
    group = Group("2016-W43", "2016-W43", entries)
    lang = "ar" if layout == "arabic" else "en"
    made = of_article(entries[0], lang) if len(entries) == 1 else of_group(group, "weeks", lang)
    (sheet,) = volumes(made, layout, SITE)
    return typesetting.document(sheet)


def text_of(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.fixture(scope="module")
def issue() -> bytes:
    return book(library(1), library(2))


@pytest.mark.parametrize(
    ("layout", "lang", "there", "not_there"),
    [
        ("arabic", "ar", ("مكتبة الحي أبوابها", "رقم 1"), ("English 1.",)),
        ("english", "en", ("Library 1 opens", "English 2."), ("لغة",)),
        ("bilingual", "en", ("Library 1 opens", "English 1.", "مكتبة الحي أبوابها"), ()),
    ],
)
def test_each_layout_has_its_languages(
    layout: Layout, lang: str, there: tuple[str, ...], not_there: tuple[str, ...]
) -> None:
    pdf = book(library(1), library(2), layout=layout)
    text = text_of(pdf)
    assert [part for part in there if part not in text] == []
    assert [part for part in not_there if part in text] == []
    document = pikepdf.open(io.BytesIO(pdf))
    assert str(document.Root.Lang) == lang
    right_to_left = document.Root.ViewerPreferences.Direction == "/R2L"
    assert right_to_left == (layout == "arabic")


def test_it_is_tagged_and_says_that_it_meets_pdf_ua(issue: bytes) -> None:
    document = pikepdf.open(io.BytesIO(issue))
    assert document.check_pdf_syntax() == []
    assert bool(document.Root.MarkInfo.Marked)
    assert bool(document.Root.ViewerPreferences.DisplayDocTitle)
    with document.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == "Digest, week 43 of 2016 · خلاصة"
    tags, languages = Counter(), set()
    for element in structure(document.Root.StructTreeRoot):
        tags[str(element.S)] += 1
        languages |= {str(element.Lang)} if "/Lang" in element else set()
    assert tags["/H1"] == 4  # contents, two articles, colophon
    assert tags["/Link"] >= 6
    assert "ar" in languages


def structure(element: pikepdf.Object) -> list[pikepdf.Object]:
    kids = element.get("/K")
    several = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    found = [kid for kid in several if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
    return found + [deeper for kid in found for deeper in structure(kid)]


def test_bookmarks_and_contents_lead_to_the_articles(issue: bytes) -> None:
    reader = PdfReader(io.BytesIO(issue))
    titles = [str(item["/Title"]) for item in reader.outline]
    assert titles == ["Contents", "Library 1 opens", "Library 2 opens", "About this book"]
    pages = [reader.get_destination_page_number(item) for item in reader.outline]
    contents = reader.pages[1].extract_text()
    assert [str(page + 1) in contents.split() for page in pages[1:]] == [True] * 3
    assert "٣" in contents  # the page of the first article, in the digits of Arabic


def dated(number: int, published: str | None) -> Entry:
    entry = library(number)
    return replace(entry, article=replace(entry.article, published=published))


@pytest.mark.parametrize(
    ("layout", "months"),
    [
        ("english", ["November 2016", "October 2016", "Undated"]),
        ("bilingual", ["November 2016", "October 2016", "Undated"]),
        ("arabic", ["نوفمبر 2016", "أكتوبر 2016", "بلا تاريخ"]),
    ],
)
def test_a_book_of_several_months_is_grouped_by_them(layout: Layout, months: list[str]) -> None:
    days = ("2016-11-02", "2016-10-25", "2016-10-24", None)
    entries = [dated(number, day) for number, day in enumerate(days, start=1)]
    (sheet,) = volumes(Book("All", entries, book_paths("all")), layout, SITE)
    pdf = typesetting.document(sheet)
    first, *grouped, last = PdfReader(io.BytesIO(pdf)).outline
    assert not isinstance(first, list)
    assert not isinstance(last, list)
    assert [plain(str(item["/Title"])) for item in grouped[::2]] == months
    assert [len(articles) for articles in grouped[1::2]] == [1, 2, 1]
    contents = PdfReader(io.BytesIO(pdf)).pages[1].extract_text()
    assert [month for month in months if month.split()[0] not in contents] == []
    with pikepdf.open(io.BytesIO(pdf)) as document:
        levels = [int(str(e.S)[2:]) for e in structure(document.Root.StructTreeRoot)
                  if str(e.S).startswith("/H")]  # fmt: skip
    assert levels[0] == 1
    assert [b for a, b in pairwise(levels) if b > a + 1] == []


def test_an_article_keeps_its_head_together() -> None:
    """Never is a title the last line of a page: its facts are on the same one."""
    entries = [replace(library(n), summary=library(n).summary * (1 + n % 5)) for n in range(1, 50)]
    (sheet,) = volumes(Book("All", entries, book_paths("all")), "english", SITE)
    reader = PdfReader(io.BytesIO(typesetting.document(sheet)))
    for item in reader.outline[1:-1]:
        page = reader.pages[reader.get_destination_page_number(item)].extract_text()
        below = f"\n{page}".rpartition(f"\n{item['/Title']}")[2].partition("Cite")[0]
        assert "25 October 2016" in below, item


def test_nothing_on_a_cover_or_in_a_citation_is_said_twice() -> None:
    entries = [dated(1, "2016-11-02"), dated(2, "2016-10-25")]
    (sheet,) = volumes(Book(SITE.site_name, entries, book_paths("all")), "english", SITE)
    pages = PdfReader(io.BytesIO(typesetting.document(sheet))).pages
    cover = pages[0].extract_text()
    assert cover.count("خلاصة") == 1
    assert "25 October 2016 – 2 November 2016" in cover
    cited = (
        " ".join(pages[-1].extract_text().split()).partition("Cite")[2].partition("Fingerprint")[0]
    )
    assert cited.count("خلاصة") == 1


def test_it_says_where_everything_is_from(issue: bytes) -> None:
    text = text_of(issue)
    assert "3 of 4 reviewed" in text
    assert f"{1:064}" in text
    assert "https://example.org/library?a=1&b=2" in text.replace("\u200b", "").replace(" ", "")
    links = {
        str(note["/A"]["/URI"])
        for page in PdfReader(io.BytesIO(issue)).pages
        for note in page.get("/Annots", ())
        if "/A" in note and "/URI" in note["/A"]
    }
    assert "https://example.org/library?a=1&b=2" in links
    assert "https://example.org/digest/en/articles/library-1/" in links


def test_its_arabic_can_be_read_and_searched() -> None:
    asked = Counter(tokens(" ".join(TEXT)))
    found = asked & Counter(tokens(text_of(book(library(), layout="arabic"))))
    assert found.total() / asked.total() >= 0.97


def test_words_stand_in_their_order() -> None:
    text = text_of(book(library(), layout="arabic"))
    assert "منذ 12 عام" in text
    assert "عدد الزوار نحو 300 في الليلة الأولى" in text
    assert "+44 20 7946 0000" in text


@pytest.mark.parametrize("layout", LANGS_OF)
def test_a_hostile_article_is_text(layout: Layout) -> None:
    text = text_of(book(hostile_entry(), layout=layout))
    assert "alert('x')" in text
    assert "{{ 7*7 }}" in text
    assert "$x_1$ 50% ~ ^ #" in text


@pytest.mark.parametrize(
    "title",
    [
        "W" * 500,
        "م" * 500,
        "word " * 60,
        "قطة 😀👩‍👩‍👧 你好 привет שלום",
        "\u202e\u2066x",
        "a\u0335\u0489ב\u05b0",
    ],
)
def test_no_title_is_too_much(title: str) -> None:
    entry = library()
    entry = replace(entry, article=replace(entry.article, title=title, source=title))
    reader = PdfReader(io.BytesIO(book(entry, library(1))))
    assert len(reader.pages) < 12


def test_what_no_font_has_is_shown_as_missing() -> None:
    entry = library()
    title = replace(entry.title, text="Beijing 北京 library")
    assert "Beijing \ufffd\ufffd library" in text_of(book(replace(entry, title=title)))


def test_an_article_without_text_or_english_says_so() -> None:
    bare = library()
    article = replace(bare.article, blocks=(), source=None, url=None, published=None)
    title = replace(bare.title, text="", status=Status.MISSING, origin=None)
    bare = Entry(article, (), title, (), "lead")
    text = text_of(book(bare))
    assert "No text of this article is kept." in text
    assert "English title pending" in text
    assert "Undated" in text


def test_the_same_articles_give_the_same_bytes(issue: bytes) -> None:
    assert book(library(1), library(2)) == issue


def test_many_articles_come_in_volumes_with_their_own_contents() -> None:
    entries = [library(number) for number in range(IN_A_VOLUME + 1)]
    paths = book_paths("all", articles=len(entries))
    assert [path.name for path in paths] == ["all.pdf", "all-2.pdf"]
    first, second = (
        json.loads(sheet.data) for sheet in volumes(Book("All", entries, paths), "english", SITE)
    )
    assert (len(first["chapters"]), len(second["chapters"])) == (IN_A_VOLUME, 1)
    assert (first["volume"], second["volume"]) == ("Volume 1 of 2", "Volume 2 of 2")


def test_a_long_book_is_set_apart_and_the_same(
    issue: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typesetting, "LONG", 1000)
    assert book(library(1), library(2)) == issue


def test_a_fault_in_the_process_apart_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetting, "LONG", 0)
    (sheet,) = volumes(of_article(library(), "en"), "english", SITE)
    with pytest.raises(PublishError, match=r"^pdf/articles/library-0\.pdf: it cannot be set: "):
        typesetting.document(replace(sheet, data="{}"))


def test_a_file_of_another_make_is_left_as_it_is() -> None:
    assert readable(b"%PDF-1.7 of somebody else") == b"%PDF-1.7 of somebody else"
