"""How the pages look and behave: in a real Chromium, under a sub-path, on a phone and a wide screen."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from project import Project

WORD = "ك" * 500
TITLE = " ".join(["المكتبة تفتح أبوابها مساءً"] * 11)[:290]
ARTICLE = f"""\
---
source: {"مصدر" * 60}
url: https://example.org/{"a" * 300}
published: 2026-02-14
authors: ['"><img src=x onerror=alert(1)>', "👩‍💻 Zoë 漢字"]
topics: ["C++", "$1,500"]
---
{TITLE}

قال المتحدث إن لغة C++ تكلف $1,500، والهاتف +1 (555) 010-9999 والدالة inline_code() معروفة.
وتفتح المكتبة أبوابها كل مساء حتى التاسعة 🎉 русский. وقالت المديرة إن القرّاء كثيرون هذا العام.

{WORD} {"A" * 500} ثم نص عربي <script>alert(1)</script> طويل.
"""
BY_HAND = """\
---
lang: ar
---
# تجربة

نص عن `inline_code()` هنا.

<div dir="ltr" lang="en" markdown="block">

- bullet

!!! note "An English title"
    Words.

</div>
"""
PAGES = ("", "ar/", "en/", "ar/articles/long/", "en/articles/long/", "ar/try/", "404.html")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = Project(tmp_path_factory.mktemp("design"))
    project.add("long.txt", ARTICLE)
    config = project.folder / "mkdocs.yml"
    extensions = "markdown_extensions: [attr_list, md_in_html, admonition]\n"
    config.write_text(config.read_text(encoding="utf-8") + extensions, encoding="utf-8")
    (project.folder / "docs/ar").mkdir(parents=True)
    (project.folder / "docs/ar/try.md").write_text(BY_HAND, encoding="utf-8")
    built = project.build()
    assert built.returncode == 0, built.stderr
    return project.folder / "site"


@pytest.fixture
def address(site: Path, serve: Callable[..., str]) -> str:
    return serve(site, "/digest/")


def style(page: Page, selector: str, name: str) -> str:
    element = page.locator(selector).first
    return element.evaluate("(element, name) => getComputedStyle(element)[name]", name)


@pytest.mark.parametrize("width", [320, 390, 820, 1440])
def test_long_words_titles_and_odd_signs_stay_within_the_page(
    page: Page, address: str, width: int
) -> None:
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    page.set_viewport_size({"width": width, "height": 800})
    for path in PAGES:
        page.goto(f"{address}{path}")
        root = "document.documentElement"
        assert page.evaluate(f"{root}.scrollWidth - {root}.clientWidth") == 0, path


def test_letters_are_files_of_the_site_and_few_of_them(page: Page, address: str) -> None:
    fonts: dict[str, int] = {}

    def keep(response) -> None:
        if response.url.endswith(".woff2"):
            fonts[response.url.rpartition("/")[2]] = len(response.body())

    page.on("requestfinished", lambda request: keep(request.response()))
    page.goto(f"{address}ar/articles/long/")
    page.evaluate("document.fonts.ready")
    assert page.evaluate("document.fonts.check('16px \"Khulasa Naskh\"', 'سلام')")
    assert {"amiri-arabic-400.woff2", "vazirmatn-arabic.woff2"} <= set(fonts)
    assert not [name for name in fonts if "rare" in name]
    assert sum(fonts.values()) < 220_000


def test_arabic_is_set_without_letter_spacing_and_with_room_between_lines(
    page: Page, address: str
) -> None:
    page.goto(f"{address}ar/articles/long/")
    spaced = page.evaluate(
        "() => [...document.querySelectorAll('body *')].filter(element =>"
        " /[\\u0621-\\u064a]/.test(element.textContent)"
        " && parseFloat(getComputedStyle(element).letterSpacing)).map(e => e.outerHTML.slice(0, 80))"
    )
    assert spaced == []
    for selector in ("h1", ".khulasa-sentence"):
        assert int(style(page, selector, "fontWeight")) >= 400
        size, line = (float(style(page, selector, n)[:-2]) for n in ("fontSize", "lineHeight"))
        assert line / size >= 1.5


def test_code_numbers_and_names_keep_their_order_in_arabic(page: Page, address: str) -> None:
    page.goto(f"{address}ar/articles/long/")
    for text in ("C++", "$1,500", "+1 (555) 010-9999", "inline_code()"):
        run = page.locator(".khulasa-sentence bdi", has_text=text).first
        assert run.inner_text() == text
        assert run.evaluate("element => getComputedStyle(element).direction") == "ltr"
    page.goto(f"{address}ar/try/")
    assert style(page, ".md-typeset code", "direction") == "ltr"
    assert style(page, ".md-typeset code", "unicodeBidi") == "isolate"


def test_a_block_in_english_on_an_arabic_page_runs_from_its_own_side(
    page: Page, address: str
) -> None:
    page.goto(f"{address}ar/try/")
    title = page.locator(".admonition-title")
    sides = "e => [getComputedStyle(e).paddingLeft, getComputedStyle(e, '::before').left]"
    padding, icon = (float(value[:-2]) for value in title.evaluate(sides))
    assert style(page, ".admonition-title", "textAlign") == "start"
    assert icon < padding, "the icon stands before the title"
    block, item = page.locator("div[lang=en]").bounding_box(), page.locator("div[lang=en] li")
    assert item.bounding_box()["x"] - block["x"] > 10, "the bullet has room within its block"


@pytest.mark.parametrize("javascript", [True, False])
def test_a_missing_page_speaks_both_languages(
    browser: Browser, address: str, javascript: bool
) -> None:
    context = browser.new_context(java_script_enabled=javascript)
    page = context.new_page()
    page.goto(f"{address}404.html")
    for lang in ("ar", "en"):
        expect(page.locator(f"section[lang={lang}] a")).to_be_visible()
    if javascript:
        assert Axe().run(page).response["violations"] == []
    context.close()


def test_the_sheet_keeps_to_its_table_of_contents(root: Path) -> None:
    sheet = (root / "overrides/assets/stylesheets/khulasa.css").read_text(encoding="utf-8")
    contents, _, rules = sheet.partition("*/")
    listed = re.findall(r"(?m)^ \* +(\d+\. .+)$", contents)
    assert listed == re.findall(r"/\* -{10} (\d+\. .+) -{10} \*/", rules)
    rooms = re.split(r"/\* -{10} ", rules)
    assert max(room.count("\n") for room in rooms) <= 310, "a room to be divided"
