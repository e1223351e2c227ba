"""An article on paper, as Chromium prints it: what is read and cited is there, what is pressed is not."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from playwright.sync_api import Page
from project import Project
from pypdf import PdfReader

ARTICLE = """\
---
source: نشرة الحي
url: https://example.org/nashra/library
published: 2026-02-14
---
مكتبة الحي تفتح أبوابها مساءً

فتحت مكتبة الحي أبوابها مساء الأحد لأول مرة منذ عام كامل. وقالت أمينة المكتبة إن الزوار كثيرون. وتبقى الأبواب مفتوحة حتى التاسعة.
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, serve: Callable[..., str]) -> str:
    project = Project(tmp_path_factory.mktemp("paper"))
    project.add("library.txt", ARTICLE)
    project.khulasa("update")
    project.translate("library")
    done = project.build()
    assert done.returncode == 0, done.stderr
    return serve(project.folder / "site", "/digest/")


PRESSED = (
    *(".md-header", ".md-tabs", ".md-footer", ".md-sidebar", ".khulasa-copy", ".khulasa-feeds"),
    *(
        ".khulasa-back-link",
        ".khulasa-full-text",
        ".khulasa-partner",
        ".khulasa-search",
        ".khulasa-related",
    ),
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["ar", "en"])
def test_on_paper_there_is_what_is_read_in_ink(
    page: Page, address: str, lang: str, scheme: str
) -> None:
    page.emulate_media(media="print", color_scheme=scheme)
    page.goto(f"{address}{lang}/articles/library/")
    shown = [name for name in PRESSED for each in page.locator(name).all() if each.is_visible()]
    assert shown == []
    colours = "e => [getComputedStyle(e).color, getComputedStyle(document.body).backgroundColor]"
    assert page.locator("h1").evaluate(colours) == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_a_printed_article_says_where_it_is_from(page: Page, address: str, lang: str) -> None:
    page.goto(f"{address}{lang}/articles/library/")
    printed = PdfReader(BytesIO(page.pdf(format="A4")))
    text = "".join(sheet.extract_text() for sheet in printed.pages)
    assert "example.org/nashra/library" in "".join(text.split())
    assert "English 2 of library." in " ".join(text.split())
    assert len(printed.pages) <= 3
