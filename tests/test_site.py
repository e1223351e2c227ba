"""The built site: real articles through the real `mkdocs build --strict`, and its HTML parsed."""

from __future__ import annotations

import shutil
from pathlib import Path
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup, Tag
from project import Project

HOSTILE = '</title><script>alert(1)</script> *b* [x](javascript:alert(2)) {{ 7*7 }} & "q" `c`'
LIBRARY = """\
---
source: نشرة الحي
url: https://example.org/library
published: 2026-02-03
retrieved: 2026-02-04T10:00:00Z
topics: [المكتبات, القراءة]
---
مكتبة الحي تفتح أبوابها مساءً

فتحت مكتبة الحي أبوابها مساء الأحد لأول مرة منذ 12 عامًا، بعد أن أعيد ترتيب قاعاتها. وقالت أمينة المكتبة إن عدد الزوار فاق ما كان متوقعًا في الليلة الأولى.

قاعة جديدة للأطفال

وتضم القاعة الجديدة 300 كتاب بالعربية و50 كتابًا بلغة C++ وغيرها من لغات البرمجة. ويستطيع القراء الاتصال بالرقم +44 20 7946 0000 للحجز قبل الزيارة بيومين.

التعليقات (2)

    قارئ

    ·منذ سنتين
    خبر جميل نتمنى أن يستمر هذا العمل طويلًا.

    reader_7

    ·منذ سنتين
    This is the best library that we have in the whole town and I love it.
"""
HIJRI = """\
مهرجان القراءة يعود إلى الحديقة

الأحد 11 جمادى الأولى 1447 هـ

يعود مهرجان القراءة إلى الحديقة العامة هذا الأسبوع بعد انقطاع دام عامين كاملين. وقال منظمو المهرجان إن الدخول مفتوح للجميع طوال أيامه.
"""


def prose(n: int) -> str:
    return (
        f"افتتح النادي رقم {n} موسمه الجديد مساء أمس في القاعة الكبرى بحضور جمع من الأهالي. "
        f"وقال مدير النادي إن الموسم يضم {n + 20} عرضًا في المسرح والموسيقى والرسم. "
        "وأضاف أن التذاكر تباع في مقر النادي كل صباح ما عدا يوم الجمعة."
    )


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Six articles in all states of translation, built once."""
    project = Project(tmp_path_factory.mktemp("project"))
    project.add("library.txt", LIBRARY)
    project.add("festival.txt", HIJRI).write_bytes(HIJRI.encode("cp1256"))
    for number, name in enumerate(("machine", "missing", "stale"), start=1):
        head = f"---\nsource: نشرة الحي\npublished: 2026-01-0{number}\n---\n"
        project.add(f"{name}.txt", f"{head}النادي يفتتح موسمه رقم {number}\n\n{prose(number)}\n")
    project.add(
        "hostile.txt",
        f"---\nsource: {HOSTILE!r}\nauthors: [{HOSTILE!r}]\ntopics: [{HOSTILE!r}]\n---\n"
        f"عنوان {HOSTILE}\n\nنص {HOSTILE} يقول إن كل شيء هنا نص لا غير وليس فيه ما يعمل. "
        f'{{% for x in y %}} <img src=x onerror=alert(3)> --8<-- "/etc/passwd" [TOC] [^1] $x$.\n\n'
        f"{prose(9)}\n",
    )
    update = project.khulasa("update")
    assert update.returncode == 3, update.stderr
    for slug in ("library", "festival", "stale", "hostile"):
        project.translate(slug)
    project.translate("machine", fuzzy=True)
    source = project.folder / "articles" / "stale.txt"
    source.write_text(source.read_text().replace("23 عرضًا", "24 عرضًا"))
    built = project.build()
    assert built.returncode == 0, built.stderr
    return project


def body_text(page: BeautifulSoup) -> str:
    return " ".join(page.select_one(".khulasa-article").get_text().split())


def language_of(tag: Tag) -> str:
    return next(t["lang"] for t in (tag, *tag.parents) if t.get("lang"))


def direction_of(tag: Tag) -> str:
    return next(t["dir"] for t in (tag, *tag.parents) if t.get("dir"))


@pytest.mark.parametrize(
    ("lang", "direction", "menu"), [("ar", "rtl", "الأشهر"), ("en", "ltr", "Months")]
)
def test_each_page_is_in_its_own_language_from_the_root_down(
    project: Project, lang: str, direction: str, menu: str
) -> None:
    for page in ("", "articles/library", "months", "months/2026-02", "topics", "sources"):
        html = project.html(f"{lang}/{page}")
        assert html.html["lang"] == lang
        assert html.html["dir"] == direction
        assert html.body["dir"] == direction
        assert menu in html.select_one(".md-nav--primary").get_text()
        other = "Months" if lang == "ar" else "الأشهر"
        assert other not in html.select_one(".md-nav--primary").get_text()


def test_every_english_sentence_leads_to_its_arabic_sentence_and_back(project: Project) -> None:
    arabic, english = project.html("ar/articles/library"), project.html("en/articles/library")
    lines = arabic.select(".khulasa-summary li")
    assert len(lines) >= 3
    for number, line in enumerate(lines, start=1):
        assert line.select_one(".khulasa-english").get_text() == f"English {number} of library."
        anchor = line.select_one("a.khulasa-source-link")["href"].removeprefix("#")
        sentence = arabic.find(id=anchor)
        assert f"#{line['id']}" in [a["href"] for a in sentence.select("a.khulasa-back-link")]
        pair = english.find(id=line["id"])
        link = pair.select_one("a.khulasa-source-link")["href"]
        assert link == f"../../../ar/articles/library/#{anchor}"
        said = pair.select_one(".khulasa-pair-arabic p").get_text()
        assert said in " ".join(sentence.get_text().split())


def test_the_body_is_the_source_with_its_heading_and_nothing_lost(project: Project) -> None:
    page = project.html("ar/articles/library")
    assert [h.get_text().strip() for h in page.select(".khulasa-body h3")] == ["قاعة جديدة للأطفال"]
    text = " ".join(page.select_one(".khulasa-body").get_text(" ").split())
    for words in ("لأول مرة منذ 12 عامًا", "وتضم القاعة الجديدة 300 كتاب", "+44 20 7946 0000"):
        assert words in text


def test_runs_of_the_other_script_are_isolated(project: Project) -> None:
    page = project.html("ar/articles/library")
    isolated = [bdi.get_text() for bdi in page.select(".khulasa-body bdi[dir=ltr]")]
    assert "C++" in isolated
    assert "+44 20 7946 0000" in isolated
    for tag in page.select(".khulasa-english, .khulasa-title-translation"):
        assert (language_of(tag), direction_of(tag)) == ("en", "ltr")
    english = project.html("en/articles/library")
    for tag in english.select(".khulasa-pair-arabic p:first-child, .khulasa-title-translation"):
        assert (language_of(tag), direction_of(tag)) == ("ar", "rtl")
    (source,) = [dd for dd in english.select(".khulasa-facts dd") if "نشرة الحي" in dd.get_text()]
    assert language_of(source.find(string="نشرة الحي").parent) == "ar"


def test_comments_are_folded_with_their_count_and_language(project: Project) -> None:
    page = project.html("ar/articles/library")
    comments = page.select_one("details.khulasa-comments")
    assert "open" not in comments.attrs
    assert comments.summary.get_text() == "التعليقات (2)"
    second = comments.select(".khulasa-comment")[1].select("p")[1]
    assert (second["lang"], second["dir"]) == ("en", "ltr")
    assert "best library" in second.get_text()


def test_the_facts_are_on_both_pages(project: Project) -> None:
    for lang, day in (("ar", "3 فبراير 2026"), ("en", "3 February 2026")):
        facts = project.html(f"{lang}/articles/library").select_one(".khulasa-facts")
        assert day in facts.get_text()
        assert facts.select_one("a.khulasa-original")["href"] == "https://example.org/library"
        assert facts.select_one(".khulasa-status--reviewed")


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("ar", "كُتب المصدر بترميز Windows-1256 وحُوّل إلى يونيكود"),
        ("en", "decoded from Windows-1256"),
    ],
)
def test_what_was_done_to_read_a_source_is_said(project: Project, lang: str, said: str) -> None:
    shown = [project.html(f"{lang}/articles/{slug}").select_one(".khulasa-facts").get_text()
             for slug in ("festival", "library")]  # fmt: skip
    assert [said in facts for facts in shown] == [True, False]


def test_a_hijri_date_is_shown_with_the_words_of_the_source(project: Project) -> None:
    facts = project.html("en/articles/festival").select_one(".khulasa-facts").get_text()
    assert "2 November 2025" in facts
    assert "11 جمادى الأولى 1447 هـ" in facts


@pytest.mark.parametrize(
    ("slug", "status", "said"),
    [
        ("library", "reviewed", "a person has read it"),
        ("machine", "machine", "no person has read it"),
        ("missing", "missing", "English summary pending"),
        ("stale", "stale", "the Arabic has changed since"),
    ],
)
def test_the_state_of_the_english_is_said(
    project: Project, slug: str, status: str, said: str
) -> None:
    page = project.html(f"en/articles/{slug}")
    assert page.select_one(f".khulasa-facts .khulasa-status--{status}")
    assert said in body_text(page)
    assert "English summary pending" in body_text(project.html("ar/articles/missing"))


def test_stale_english_is_shown_beside_the_arabic_it_was_made_from(project: Project) -> None:
    page = project.html("en/articles/stale")
    previous = page.select_one(".khulasa-previous")
    assert "23 عرضًا" in previous.get_text()
    assert "24 عرضًا" in previous.find_parent(class_="khulasa-pair").get_text()


def test_a_page_without_a_date_says_so(project: Project) -> None:
    assert "The page gives no date" in body_text(project.html("en/articles/hostile"))
    assert "لم تذكر الصفحة تاريخًا" in body_text(project.html("ar/articles/hostile"))


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_text_of_a_source_is_text_and_nothing_else(project: Project, lang: str) -> None:
    page = project.html(f"{lang}/articles/hostile")
    assert HOSTILE in " ".join(page.select_one(".khulasa-facts").get_text().split())
    article = page.select_one(".khulasa-article")
    assert article.select("script, img, em, strong, code:not(.khulasa-fingerprint code)") == []
    assert [a["href"] for a in page.select("a[href]") if a["href"].startswith("javascript")] == []
    assert "alert(1)" not in "".join(
        script.get_text() for script in page.select("script:not([type$=json])")
    )
    if lang == "ar":
        assert HOSTILE in page.title.get_text()
        text = " ".join(article.get_text().split())
        for words in ("{{ 7*7 }}", "{% for x in y %}", "<img src=x onerror=alert(3)>", "[TOC]"):
            assert words in text
        assert '--8<-- "/etc/passwd" [TOC] [^1] $x$.' in text


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_the_lists_lead_to_every_article(project: Project, lang: str) -> None:
    def linked(page: str) -> set[str]:
        cards = project.html(f"{lang}/{page}").select(".khulasa-card-title a")
        return {Path(card["href"]).name for card in cards}

    assert len(linked("")) == 5  # newest: 5
    assert linked("months/2026-01") == {"machine", "missing", "stale"}
    assert linked("months/undated") == {"hostile"}
    assert linked("topics/المكتبات") == {"library"}
    assert linked("sources/نشرة-الحي") == {"library", "machine", "missing", "stale"}


def test_the_language_switch_leads_to_the_same_article(project: Project) -> None:
    for page in ("articles/library", "months/2026-01", "topics"):
        for lang, other in (("ar", "en"), ("en", "ar")):
            html = project.html(f"{lang}/{page}")
            links = {a["hreflang"]: a["href"] for a in html.select(".md-select__link")}
            target = project.folder / "site" / lang / page / links[other] / "index.html"
            assert target.resolve() == project.folder / "site" / other / page / "index.html"


def test_no_link_inside_the_site_is_broken(project: Project) -> None:
    site = project.folder / "site"
    broken = []
    for file in site.rglob("*.html"):
        page = BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser")
        for link in page.select("a[href], link[href], script[src]"):
            address = unquote((link.get("href") or link["src"]).partition("#")[0])
            if not address or ":" in address:
                continue
            target = (
                site / address.removeprefix("/digest/")
                if address[0] == "/"
                else file.parent / address
            )
            if not (target.is_file() or (target / "index.html").is_file()):
                broken.append((file.relative_to(site).as_posix(), address))
    assert broken == []


def test_nothing_is_loaded_from_another_host(project: Project) -> None:
    for file in (project.folder / "site").rglob("*.html"):
        page = BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser")
        loaded = page.select(
            "script[src], img[src], iframe[src], link[rel=stylesheet], link[rel=preconnect]"
        )
        assert [t for t in loaded if "//" in (t.get("src") or t.get("href", ""))] == []


def test_the_same_files_give_the_same_pages(project: Project, tmp_path: Path) -> None:
    def pages(folder: Path) -> dict[str, bytes]:
        return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*.md")}

    twin = Project(tmp_path / "elsewhere")
    for name in ("articles", "translations"):
        shutil.copytree(project.folder / name, twin.folder / name, dirs_exist_ok=True)
    assert twin.build().returncode == 0
    assert pages(twin.folder / "docs") == pages(project.folder / "docs")


def test_comments_can_be_left_out(project: Project, tmp_path: Path) -> None:
    without = Project(tmp_path / "quiet")
    without.configure("      comments: omit")
    without.add("library.txt", LIBRARY)
    assert without.build().returncode == 0
    text = (without.folder / "site/ar/articles/library/index.html").read_text()
    assert "reader_7" not in text
    assert "التعليقات" not in text
