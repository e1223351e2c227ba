"""The pages that people write into docs/: their language, their twin, their place in the menu."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from bs4 import Tag
from project import Project

ARTICLE = """\
مكتبة الحي تفتح أبوابها مساءً

فتحت مكتبة الحي أبوابها مساء الأحد لأول مرة منذ عام كامل. وقالت أمينة المكتبة إن الزوار كثيرون.
"""
PAGES = {
    "en/guide/index.md": "---\ntitle: Guide & help\n---\n# Guide\n\nWords.\n",
    "en/guide/last.md": "---\norder: 2\n---\n# Last steps\n\nWords.\n",
    "en/guide/first.md": "---\norder: 1\n---\n# First steps\n\nA library.\n",
    "ar/guide/index.md": "---\ntitle: الدليل\n---\n# الدليل\n\nكلام.\n",
    "ar/guide/first.md": "---\norder: 1\n---\n# الخطوات الأولى\n\nكلام.\n",
    "ar/guide/خاتمة.md": "---\norder: 2\ntranslation: en/guide/last.md\n---\n# خاتمة\n\nكلام.\n",
    "imprint.md": "---\nlang: ar\ntranslation: who.md\n---\n# من نحن\n\nكلام.\n",
    "who.md": "---\nlang: en\n---\n# Who we are\n\nWords.\n",
    "alone.md": "---\nlang: ar\n---\n# وحدها\n\nكلام.\n",
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = Project(tmp_path_factory.mktemp("own"))
    project.add("library.txt", ARTICLE)
    assert project.khulasa("update").returncode == 3
    project.translate("library")
    for name, text in PAGES.items():
        path = project.folder / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    built = project.build()
    assert built.returncode == 0, built.stderr
    return project


def links(page: Tag, selector: str) -> dict[str, str]:
    return {link["hreflang"]: unquote(link["href"]) for link in page.select(selector)}


@pytest.mark.parametrize(
    ("page", "lang", "direction", "twins"),
    [
        ("en/guide/first", "en", "ltr", {"ar": "ar/guide/first/", "en": "en/guide/first/"}),
        ("ar/guide/first", "ar", "rtl", {"ar": "ar/guide/first/", "en": "en/guide/first/"}),
        ("ar/guide/خاتمة", "ar", "rtl", {"ar": "ar/guide/خاتمة/", "en": "en/guide/last/"}),
        ("en/guide/last", "en", "ltr", {"ar": "ar/guide/خاتمة/", "en": "en/guide/last/"}),
        ("imprint", "ar", "rtl", {"ar": "imprint/", "en": "who/"}),
        ("who", "en", "ltr", {"ar": "imprint/", "en": "who/"}),
        ("alone", "ar", "rtl", {"ar": "alone/"}),
    ],
)
def test_a_page_has_its_language_and_its_twin(
    project: Project, page: str, lang: str, direction: str, twins: dict[str, str]
) -> None:
    html = project.html(page)
    assert (html.html["lang"], html.html["dir"]) == (lang, direction)
    here = "https://example.org/digest/"
    assert links(html, "link[hreflang]") == {each: here + at for each, at in twins.items()}
    switch = links(html, ".md-select__link")
    assert set(switch) == {"ar", "en"}, "the switch always leads somewhere"
    for each, address in twins.items():
        target = (project.folder / "site" / page / switch[each]).resolve()
        assert target.relative_to(project.folder / "site").as_posix() + "/" == address


@pytest.mark.parametrize(
    ("lang", "title", "pages"),
    [
        ("en", "Guide & help", ["Guide & help", "First steps", "Last steps"]),
        ("ar", "الدليل", ["الدليل", "الخطوات الأولى", "خاتمة"]),
    ],
)
def test_a_folder_is_one_entry_of_the_menu_with_its_pages_in_their_order(
    project: Project, lang: str, title: str, pages: list[str]
) -> None:
    html = project.html(f"{lang}/guide/first")
    (branch,) = html.select(".md-nav--primary > .md-nav__list > .md-nav__item--nested")
    assert branch.select_one("label").get_text(strip=True) == title
    items = branch.select(".md-nav__list > .md-nav__item > .md-nav__link:not(label)")
    assert [item.get_text(strip=True) for item in items] == pages


@pytest.mark.parametrize(
    ("page", "names"),
    [("en/guide/first", ["Guide &amp; help"]), ("404.html", ["العربية", "English"])],
)
def test_each_menu_has_the_name_of_its_entry(project: Project, page: str, names: list[str]) -> None:
    path = project.folder / "site" / page
    html = (path / "index.html" if path.is_dir() else path).read_text(encoding="utf-8")
    menus = re.findall(r'<nav class="md-nav" data-md-level="1"[^>]*>', html)
    labels = [re.search('aria-label="([^"]*)"', menu) for menu in menus]
    assert [label and label[1] for label in labels][-len(names) :] == names


def test_a_twin_that_is_not_there_is_told(tmp_path: Path) -> None:
    project = Project(tmp_path)
    (project.folder / "docs/a.md").write_text("---\ntranslation: b.md\n---\n# A\n", "utf-8")
    built = project.build()
    assert built.returncode == 1
    assert "a.md: 'translation: b.md' is no page in another language" in built.stderr


def test_articles_stand_before_them_in_the_index_of_the_search(project: Project) -> None:
    folder = project.folder / "site/search-index"

    def unpacked(name: str) -> dict[str, object]:
        return json.loads(gzip.decompress((folder / f"{name}.pack").read_bytes()))

    index = unpacked("index")
    documents = [unpacked(f"documents/{n}") for n in range(index["documents"])]
    assert index["articles"] == 1
    assert documents[0]["address"] == "articles/library/"
    (first,) = [d for d in documents if d["address"] == "guide/first/"]
    assert first["pages"]["en"]["meta"] == {"section": "Guide & help"}
    assert first["pages"]["ar"]["meta"] == {"section": "الدليل"}
