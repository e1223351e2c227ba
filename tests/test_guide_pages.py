"""A guide that people wrote, in a real Chromium: tables, code, pictures and its menu, on any screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import guide
import pytest
from playwright.sync_api import Browser, Page, expect
from project import Project

EXTENSIONS = "markdown_extensions: [attr_list, md_in_html]\n"
FEATURES = "  features: [navigation.tabs, navigation.indexes, content.code.copy]\n"


@pytest.fixture(scope="module")
def address(root: Path, tmp_path_factory: pytest.TempPathFactory, serve: Callable[..., str]) -> str:
    project = Project(tmp_path_factory.mktemp("guide"))
    guide.write(project.folder / "docs", root)
    config = project.folder / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    text = text.replace("  font: false\n", f"  font: false\n{FEATURES}")
    config.write_text(text + EXTENSIONS, encoding="utf-8")
    done = project.build()
    assert done.returncode == 0, done.stderr
    return serve(project.folder / "site", "/digest/")


@pytest.fixture(params=["with scripts", "without scripts"])
def reader(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=request.param == "with scripts")
    yield context.new_page()
    context.close()


WIDE = "e => [e.scrollWidth, e.clientWidth]"


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_a_wide_table_scrolls_in_its_own_box_and_by_keyboard(
    reader: Page, address: str, lang: str
) -> None:
    reader.set_viewport_size({"width": 390, "height": 800})
    reader.goto(f"{address}{lang}/guide/")
    box, narrow = reader.locator(".khulasa-table").all()
    held, shown = box.evaluate(WIDE)
    assert held > shown, "all of the table is there, behind the edge"
    held, shown = narrow.evaluate(WIDE)
    assert held == shown, "what has room needs no scrolling"
    held, shown = reader.locator("html").evaluate(WIDE)
    assert held == shown, "the page does not scroll sideways"
    scrolling = "e => [...e.querySelectorAll('*')].filter(c => c.scrollWidth > c.clientWidth + 1"
    scrolling += " && getComputedStyle(c).overflowX !== 'visible').map(c => c.className)"
    assert box.evaluate(scrolling) == [], "one box scrolls, not several"
    expect(box).to_have_accessible_name({"ar": "جدول", "en": "Table"}[lang])
    box.focus()
    expect(box).to_be_focused()


def test_a_name_in_a_table_is_not_torn_at_each_letter(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{address}en/guide/")
    lines = "e => new Set([...e.getClientRects()].map(r => Math.round(r.top))).size"
    for code in page.locator(".khulasa-table td code").all():
        assert code.evaluate(lines) <= 3, code.inner_text()


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_code_runs_from_the_left_and_stays_in_its_box(
    reader: Page, address: str, lang: str
) -> None:
    reader.set_viewport_size({"width": 390, "height": 800})
    reader.goto(f"{address}{lang}/guide/")
    page_edge = reader.locator(".md-content__inner").bounding_box()
    assert page_edge
    for block in reader.locator("pre > code").all():
        style = "e => [getComputedStyle(e).direction, getComputedStyle(e).textAlign]"
        assert block.evaluate(style) == ["ltr", "left"]
        box = block.bounding_box()
        assert box
        assert box["x"] >= page_edge["x"]
        assert box["x"] + box["width"] <= page_edge["x"] + page_edge["width"] + 1
    assert reader.locator("pre > code").first.evaluate("e => e.scrollLeft") == 0


def test_signs_of_code_keep_their_order_in_arabic_and_nothing_is_slanted(
    page: Page, address: str
) -> None:
    page.goto(f"{address}ar/guide/")
    lefts = """e => [...e.firstChild.data].map((sign, n) => { const range = new Range();
      range.setStart(e.firstChild, n); range.setEnd(e.firstChild, n + 1);
      return range.getBoundingClientRect().left })"""
    for text in ("[-", "-]", "beds/", "--from"):
        code = page.locator(".md-typeset code").get_by_text(text, exact=True)
        found = code.evaluate(lefts)
        assert found == sorted(found), text
    assert page.locator("em").evaluate("e => getComputedStyle(e).fontStyle") == "normal"


@pytest.mark.parametrize("width", [390, 1280])
def test_a_picture_is_as_wide_as_the_text_at_most_and_framed(
    page: Page, address: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{address}ar/guide/")
    picture = page.locator(".khulasa-own img")
    box, text = picture.bounding_box(), page.locator(".khulasa-own").bounding_box()
    assert box
    assert text
    assert text["x"] - 1 <= box["x"]
    assert box["x"] + box["width"] <= text["x"] + text["width"] + 1
    natural = picture.evaluate("e => e.naturalHeight / e.naturalWidth")
    assert box["height"] / box["width"] == pytest.approx(natural, abs=0.02)
    assert picture.evaluate("e => getComputedStyle(e).borderTopStyle") == "solid"


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("lang", ["ar", "en"])
def test_an_anchor_is_shown_below_the_header(
    page: Page, address: str, lang: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 600})
    page.goto(f"{address}{lang}/guide/step-03/")
    page.locator("a[href$='#orders']").click()
    heading, header = page.locator("#orders"), page.locator(".md-header")
    expect(heading).to_be_in_viewport()
    page.wait_for_function("scrollY > 0")
    top, foot = heading.bounding_box(), header.bounding_box()
    assert top
    assert foot
    assert top["y"] >= foot["y"] + foot["height"]


@pytest.mark.parametrize(("lang", "name"), [("ar", "الدليل"), ("en", "Guide")])
def test_its_pages_stand_in_the_menu_of_a_phone_and_beside_the_text_of_a_wide_screen(
    page: Page, address: str, lang: str, name: str
) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{address}{lang}/guide/step-03/")
    side = page.locator(".md-sidebar--primary")
    others = side.locator(
        "a.md-nav__link[href*='step-']:visible"
    )  # besides this page and the first
    expect(others).to_have_count(guide.PAGES - 2)
    expect(page.locator(".md-tabs__link", has_text=name)).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 800})
    page.reload()
    page.locator("label[for=__drawer]:visible").first.click()
    last = side.locator("a.md-nav__link[href*='step-13']")
    last.scroll_into_view_if_needed()
    expect(last).to_be_in_viewport()
    last.click()
    page.wait_for_url("**/step-13/")
