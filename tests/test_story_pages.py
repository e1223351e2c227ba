"""Stories on the pages: one entry of exact copies, links between near ones; Hijri days; comments."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from project import Project

BODY = (
    "افتتحت بلدية المدينة صباح السبت مكتبة عامة جديدة في الحي الشرقي بعد أعمال بناء استمرت عامين"
    " كاملين. وقالت مديرة المكتبة إن القاعات تتسع لنحو 120 قارئًا، وإن الكتب المتاحة تجاوزت 15,000"
    " كتاب بالعربية ولغات أخرى.",
    "وتضم المكتبة قسمًا للأطفال وقاعة للمحاضرات ومقهى صغيرًا يطل على الحديقة. ويستطيع السكان"
    " استعارة ثلاثة كتب في المرة الواحدة لمدة أسبوعين، ويمكن تمديد المدة عبر الهاتف أو الموقع.",
    "ووصف عدد من الزوار المكان بأنه هادئ ومريح، وطالبوا بتمديد ساعات الدوام إلى المساء في أيام"
    " الامتحانات. ووعدت البلدية بدراسة الطلب قبل نهاية الشهر المقبل.",
)
COMMENTS = """
التعليقات ({declared})

    قارئ

    ·منذ سنتين
    خبر جميل نتمنى أن يستمر هذا العمل طويلًا.
"""
PAGE = """\
<!doctype html><html lang="ar"><head><meta charset="utf-8"><title>مهرجان القراءة يعود</title>
<meta property="og:type" content="article"></head><body><article><h1>مهرجان القراءة يعود</h1>
<p>يعود مهرجان القراءة إلى الحديقة العامة هذا الأسبوع بعد انقطاع دام عامين كاملين، ويشارك فيه
ناشرون من المدن المجاورة ومدارس كثيرة من أحياء المدينة كلها.</p>
<p>وقال منظمو المهرجان إن الدخول مفتوح للجميع طوال أيامه، وإن البرنامج يضم أمسيات شعرية وورشًا
للأطفال ومعرضًا للكتب المستعملة في الساحة الكبرى.</p></article>
<div id="comments"><h3>التعليقات (5)</h3><ol><li class="comment"><div class="comment-body">
<div class="comment-author"><cite class="fn">سائل</cite></div>
<div class="comment-content"><p>أين تقع الحديقة من فضلكم ومتى يبدأ المهرجان؟</p></div>
</div></li></ol></div></body></html>
"""


def head(facts: Mapping[str, str]) -> str:
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in facts.items()) + "---\n"


def source(title: str, body: tuple[str, ...], **facts: str) -> str:
    return head(facts) + "\n\n".join((title, *body)) + "\n"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A wire, two exact copies, one cut short; pages with comments that are and are not all there."""
    project = Project(tmp_path_factory.mktemp("stories"))
    project.configure("      hijri: true")
    wire = {"source": "وكالة الأنباء", "published": "2026-02-03", "topics": "[المكتبات]"}
    copy = {
        "source": "صحيفة النهار",
        "url": "https://news.example.com/1",
        "published": "2026-02-04",
        "retrieved": "2026-02-05",
        "topics": "[الثقافة]",
    }
    project.add("wire.txt", source("مكتبة جديدة في الحي", BODY, **wire))
    project.add(
        "copy.txt", source("مكتبة جديدة في الحي", BODY, **copy) + COMMENTS.format(declared=3)
    )
    project.add("nameless.txt", source("مكتبةٌ جديدة في الحيّ", BODY))
    project.add(
        "short.txt",
        source("البلدية تفتتح مكتبة عامة", BODY[:2], source="أخبار الحي", published="2026-02")
        + COMMENTS.format(declared=1),
    )
    project.add("festival.html", PAGE)
    assert project.khulasa("update").returncode == 3
    project.translate("wire")
    built = project.build()
    assert built.returncode == 0, built.stderr
    return project


def fact(project: Project, page: str, label: str) -> str:
    for row in project.html(page).select(".khulasa-fact"):
        if row.dt.get_text() == label:
            return " ".join(row.dd.get_text(" ").split())
    return ""


def text(project: Project, page: str) -> str:
    return " ".join(project.html(page).select_one(".khulasa-article").get_text(" ").split())


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_exact_copies_are_one_entry_in_the_lists(project: Project, lang: str) -> None:
    cards = project.html(lang).select(".khulasa-card-title a")
    assert [re.sub(r".*/(?=\w+/)", "", card["href"]) for card in cards] == [
        "wire/", "short/", "festival/",
    ]  # fmt: skip
    for page in ("sources/صحيفة-النهار", "topics/الثقافة", "sources/وكالة-الأنباء"):
        (card,) = project.html(f"{lang}/{page}").select(".khulasa-card-title a")
        assert card["href"].endswith("articles/wire/")


@pytest.mark.parametrize(
    ("lang", "label", "said"),
    [
        ("en", "Also published",
         ["word for word at:", "صحيفة النهار", "news.example.com", "4 February 2026",
          "retrieved on 5 February 2026", "an unnamed source, undated"]),
        ("ar", "نُشر أيضًا",
         ["النصّ نفسه حرفيًّا في:", "صحيفة النهار", "4 فبراير 2026", "حُفظ في 5 فبراير 2026",
          "مصدر غير مذكور، بلا تاريخ"]),
    ],
)  # fmt: skip
def test_the_page_names_the_other_sources(
    project: Project, lang: str, label: str, said: list[str]
) -> None:
    found = fact(project, f"{lang}/articles/wire", label).replace(" ،", "،").replace(" ,", ",")
    assert [words for words in said if words not in found] == []


def test_a_copy_keeps_its_address_its_facts_and_its_comments(project: Project) -> None:
    page = project.html("ar/articles/copy")
    assert page.select_one("p a[href='../wire/']")
    assert page.select_one("a.khulasa-original")["href"] == "https://news.example.com/1"
    said = text(project, "ar/articles/copy")
    for words in ("articles/copy.txt", "صحيفة النهار", "نتمنى أن يستمر هذا العمل"):
        assert words in said


@pytest.mark.parametrize(
    ("page", "label", "other", "said"),
    [
        (
            "en/articles/wire",
            "The same story",
            "short",
            r"February 2026 \d+% of this text is in it",
        ),
        ("en/articles/short", "The same story", "wire", r"3 February 2026 .*% of its text is here"),
        ("ar/articles/wire", "الخبر نفسه", "short", r"فبراير 2026 \d+ في المئة من كلمات هذا النصّ"),
        ("ar/articles/short", "الخبر نفسه", "wire", r"وكالة الأنباء، 3 فبراير 2026"),
    ],
)
def test_near_copies_are_linked_on_both_pages_and_say_how_much(
    project: Project, page: str, label: str, other: str, said: str
) -> None:
    assert re.search(said, fact(project, page, label))
    links = [a["href"] for a in project.html(page).select(".khulasa-other a")]
    assert f"../{other}/" in links


def test_both_sides_say_the_same_figures_the_other_way_round(project: Project) -> None:
    here, there = (
        re.findall(r"(\d+)%", fact(project, f"en/articles/{slug}", "The same story"))
        for slug in ("wire", "short")
    )
    assert here == there[::-1]
    assert int(there[0]) > 85 > int(here[0])


def test_who_is_alone_has_no_story(project: Project) -> None:
    assert project.html("en/articles/festival").select(".khulasa-other") == []


# -- Days in the Hijri calendar --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "label", "said"),
    [
        ("en/articles/wire", "Published", "3 February 2026 (15 Sha‘ban 1447 AH)"),
        ("ar/articles/wire", "تاريخ النشر", "3 فبراير 2026 (15 شعبان 1447 هـ)"),
        ("en/articles/short", "Published", "February 2026"),
        ("ar/articles/short", "تاريخ النشر", "فبراير 2026"),
    ],
)
def test_a_day_is_shown_in_both_calendars_and_a_month_in_one(
    project: Project, page: str, label: str, said: str
) -> None:
    assert fact(project, page, label) == said


# -- Comments --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("slug", "english", "arabic"),
    [
        ("short", "Declared by the page: 1; all were found",
         "عدد التعليقات بحسب الصفحة: 1، وكلها محفوظة"),
        ("festival", "Declared by the page: 5; found: 1",
         "عدد التعليقات بحسب الصفحة: 5، والمحفوظ منها: 1"),
        ("copy", "Declared by the page: 3; found: 1",
         "عدد التعليقات بحسب الصفحة: 3، والمحفوظ منها: 1"),
    ],
)  # fmt: skip
def test_whether_all_comments_were_found_is_said_for_each_kind_of_source(
    project: Project, slug: str, english: str, arabic: str
) -> None:
    assert english in text(project, f"en/articles/{slug}")
    assert arabic in text(project, f"ar/articles/{slug}")
