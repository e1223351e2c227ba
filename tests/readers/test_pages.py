"""Saved pages: what is refused and why, what cannot hurt, and that no visible word is lost."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest
import yaml
from lxml import html as lxml_html

from generator.errors import SourceError
from generator.models import Article
from generator.readers import READERS, Source
from generator.readers.html import read
from generator.text.normalize import tokens

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = yaml.safe_load((Path(__file__).parent / "golden" / "pages.yml").read_text("utf-8"))

SENTENCES = (
    "افتتحت المدرسة الجديدة أبوابها صباح اليوم أمام مئتي تلميذ من القرى الأربع حول البحيرة.",
    "وقالت المديرة إن الصفوف واسعة ومضاءة بالشمس، وإن في المدرسة مكتبة ومختبرا وملعبا كبيرا.",
    "وكان الأهالي قد جمعوا نصف كلفة البناء خلال ثلاث سنوات من مواسم الزيتون والعنب المتتالية.",
    "وينتقل التلاميذ كل صباح بحافلتين صغيرتين تمران على البيوت البعيدة قبل طلوع الشمس بقليل.",
)
BODY = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
PAGE = f"<h1>مدرسة جديدة قرب البحيرة</h1><div>{BODY}</div>"


def page(body: str = PAGE, head: str = '<meta charset="utf-8">') -> str:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"


def article(text: str | bytes) -> Article:
    data = text if isinstance(text, bytes) else text.encode()
    return read(Source("page.html", data))


def texts(found: Article) -> list[str]:
    return [block.text for block in found.blocks]


def refusal(text: str | bytes) -> str:
    with pytest.raises(SourceError) as error:
        article(text)
    (problem,) = error.value.problems
    assert problem.path == "page.html"
    assert problem.expected
    assert problem.action
    return problem.found


def teaser(number: int) -> str:
    return (
        f"<div><h3><a href='/n/{number}'>عنوان الخبر رقم {number} في الصفحة الأولى</a></h3>"
        f"<p>ملخص قصير للخبر رقم {number} يدعو القارئ إلى فتح الصفحة وقراءة الخبر كله هناك.</p></div>"
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (page("<h1>بحيرة</h1><p>نص قصير جدا.</p>"), "too little running text"),
        (page("".join(map(teaser, range(12)))), "texts belong to a link"),
        (page("<script>1</script>"), "no text"),
        (page("<p>A page in English, about a school by the lake and its bus.</p>" * 9), "Arabic"),
        (page(PAGE.replace("واسعة", "وا\x00سعة")), "binary"),
        (page(PAGE).encode().replace("مكتبة".encode(), b"\xd9\xd9"), "damaged"),
        (page("<p>س</p>" * 30_000), "elements"),
        (page(("<div>" * 200 + "س" + "</div>" * 200) * 60), "nested"),
        (b" \n", "empty"),
    ],
    ids=[
        "a few words", "a front page", "nothing to see", "English", "binary", "damaged body", "too many elements", "too deep", "empty",
    ],
)  # fmt: skip
def test_a_page_without_an_article_is_refused_with_the_reason(
    text: str | bytes, found: str
) -> None:
    assert found in refusal(text)


@pytest.mark.parametrize(
    "data",
    [
        page().encode(),
        page().encode("utf-8-sig"),
        page().encode("utf-16"),
        page(head='<meta charset="windows-1256">').encode(),
        page(head="").encode("cp1256"),
        page().encode("cp1256"),
        page(head='<meta charset="iso-8859-1">').encode("cp1256"),
        page(head='<meta charset="windows-1256">').encode("cp1256"),
        page(head='<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-6">').encode("iso8859-6"),
        page(head='<meta name="description" content="@">').encode().replace(b"@", b"\xd8"),
        page("".join(f"&#{ord(c)};" if c > "\x7f" else c for c in PAGE)).encode("ascii"),
    ],
    ids=[
        "utf-8", "with a mark", "utf-16", "declared wrongly", "nothing declared",
        "windows-1256 as utf-8", "windows-1256 as iso-8859-1", "windows-1256", "iso-8859-6",
        "a text cut in mid-letter in the head", "entities",
    ],
)  # fmt: skip
def test_a_page_is_read_in_its_encoding_whatever_it_declares(data: bytes) -> None:
    found = article(data)

    assert found.title == "مدرسة جديدة قرب البحيرة"
    assert texts(found) == list(SENTENCES)


@pytest.mark.parametrize(
    "markup",
    [
        "<p>" * 3_000, "</div>" * 3_000, "<table><tr><td>", "<b><i><u>" * 500, "<!-- ", "<![CDATA[",
        "<!DOCTYPE html [<!ENTITY a 'aa'><!ENTITY b '&a;&a;'>]>&b;", "&#xD800;&#0;&#1114112;",
        "<script type='application/ld+json'>" + "[" * 50_000 + "</script>",
        "<script type='application/ld+json'>{\"@type\": [3], \"author\": [[], {}, 1]}</script>",
        "<meta property='article:published_time' content='2020-99-99'>", "<time datetime='\x85'>",
        "<form><input><select><option>س</select></form>", "<svg><p>س</p></svg>", "<p hidden>سر</p>",
    ],
    ids=range(15),
)  # fmt: skip
def test_broken_or_hostile_markup_costs_neither_the_article_nor_much_time(markup: str) -> None:
    start = time.process_time()

    found = article(page(PAGE + markup))

    assert texts(found)[: len(SENTENCES)] == list(SENTENCES)
    assert found.published is None
    assert time.process_time() - start < 5


def test_a_page_of_half_a_megabyte_is_read_in_a_few_seconds() -> None:
    menu = "".join(f"<li><a href='/{n}'>باب رقم {n} من الأبواب</a></li>" for n in range(4_000))
    start = time.process_time()

    found = article(page(f"<ul>{menu}</ul>{PAGE}<ul>{menu}</ul>"))

    assert texts(found) == list(SENTENCES)
    assert len(found.dropped) == 2_000
    assert found.dropped[-1].reason == "and 6001 more lines outside the article"
    assert time.process_time() - start < 10


def test_markup_in_the_text_stays_text_and_scripts_are_not_seen() -> None:
    found = article(
        page(PAGE + "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p><script>alert(2)</script>")
    )

    told = [*texts(found), *(line.text for line in found.dropped)]
    assert "<script>alert(1)</script>" in told
    assert not any("alert(2)" in text for text in told)


@pytest.mark.parametrize(
    ("markup", "place"),
    [
        ('<p class="intro">المدرسة التي انتظرها الأهالي سنوات تستقبل التلاميذ.</p>', 0),
        ("<h2>حلم قديم لأهل القرى</h2>", 0),
    ],
)
def test_a_lead_that_stands_apart_from_the_text_belongs_to_it(markup: str, place: int) -> None:
    body = PAGE.replace("<div>", f"<section>{markup}</section><div>")

    found = article(page(body))

    assert texts(found)[place] in markup
    assert texts(found)[place + 1 :] == list(SENTENCES)


def test_teasers_below_the_text_are_not_part_of_it() -> None:
    assert texts(article(page(f"<div>{PAGE}{teaser(1)}{teaser(2)}</div>"))) == list(SENTENCES)


def test_a_link_between_two_paragraphs_parts_them_and_takes_none_along() -> None:
    link = "<p><a href='/old'>قصة المدرسة القديمة على التلة</a></p>"
    body = PAGE.replace("</p><p>", f"</p>{link}<p>")

    found = article(page(body))

    assert texts(found) == list(SENTENCES)
    assert [line.text for line in found.dropped] == ["قصة المدرسة القديمة على التلة"] * 3


def test_a_text_of_short_lines_is_read_too() -> None:
    verses = [" ".join(sentence.split()[n : n + 5]) for sentence in SENTENCES for n in (0, 5)]

    found = article(page("<h1>نشيد البحيرة</h1><div>" + "<br>".join(verses) + "</div>"))

    assert texts(found) == verses


def test_a_notice_above_the_comments_is_not_the_authors() -> None:
    notice = "<section><p>نرحب بآراء القراء ونعتذر عن نشر ما يخالف قواعد الحوار في هذه الصفحة.</p></section>"

    found = article(page(f'<div>{PAGE}{notice}<div class="fb-comments"></div></div>'))

    assert texts(found) == list(SENTENCES)


@pytest.mark.parametrize("case", [case["text"] for case in GOLDEN], ids=[c["name"] for c in GOLDEN])
def test_every_visible_word_is_in_one_part_of_the_article(case: str) -> None:
    found = article(case)
    root = lxml_html.document_fromstring(case)
    for unseen in root.xpath("//head | //script | //textarea | //*[contains(@style, 'none')]"):
        unseen.drop_tree()
    shown = Counter(tokens(" ".join(root.itertext())))

    told = [found.title, *texts(found), *(line.text for line in found.dropped)]
    told += [f"{comment.author or ''} {comment.text}" for comment in found.comments]

    assert shown - Counter(tokens(" ".join(told))) == Counter()


def test_the_name_of_the_site_is_never_a_person() -> None:
    head = (
        '<meta property="og:site_name" content="صحيفة البحيرة"><meta name="author" content="صحيفة البحيرة">'
        '<meta name="dc.creator" content="admin"><meta name="article:author" content="https://x.example/a">'
    )

    assert article(page(head=head)).authors == ()


def test_a_text_file_is_read_without_what_pages_need() -> None:
    program = (
        "import sys; from pathlib import Path; from generator import cli, readers;"
        "readers.read(Path('articles/coffee.txt'), Path('.'));"
        "print([m for m in ('trafilatura', 'lxml', 'htmldate') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"
    assert {".html", ".htm"} <= set(READERS)


# -- Real pages ----------------------------------------------------------------------------------


def load_benchmark() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "extraction", ROOT / "benchmarks" / "extraction.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


benchmark = load_benchmark()
REAL = pytest.mark.skipif(
    not benchmark.SHARED.exists(), reason=f"the real pages are not there: {benchmark.SHARED}"
)
PINNED = {
    "assabah_tn": {"body": "6/6", "title": "right"},
    "cnn_arabic": {"body": "1.000", "title": "right"},
    "lbcgroup_lb": {"body": "1.000", "title": "right", "date": "right", "author": "none"},
    "youm7_eg": {"date": "right"},
}


@REAL
@pytest.mark.parametrize("path", benchmark.pages(), ids=lambda path: path.parent.name)
def test_real_pages_are_read_as_well_as_pinned(path: Path) -> None:
    found = benchmark.ours(path.read_bytes())
    scores = benchmark.score(found, benchmark.read_gold(path.parent))

    pinned = PINNED[path.parent.name]
    assert {name: scores[name] for name in pinned} == pinned


@REAL
@pytest.mark.parametrize("path", benchmark.not_articles(), ids=lambda path: path.name)
def test_real_front_pages_are_refused(path: Path) -> None:
    assert "it is a list" in refusal(path.read_bytes())
