"""Each kind of page by axe-core (WCAG 2.2 AA), by keyboard, enlarged, and without motion."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import guide
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from project import Project

PAGES = {
    "door": "",
    "home": "{lang}/",
    "reviewed": "{lang}/articles/library-catalogue/",
    "machine": "{lang}/articles/coffee/",
    "missing": "{lang}/articles/arabic-type/",
    "comments": "{lang}/articles/chess-tournament/",
    "months": "{lang}/months/",
    "month": "{lang}/months/2025-08/",
    "week": "{lang}/weeks/2025-W33/",
    "topics": "{lang}/topics/",
    "topic": "{lang}/topics/الطعام/",
    "source": "{lang}/sources/نشرة-الحي/",
    "section": "{lang}/sections/مطبخ/",
    "place": "{lang}/places/iraq/",
    "organization": "{lang}/organizations/the-garden-magazine/",
    "method": "{lang}/method/",
    "about": "{lang}/about/",
    "guide": "{lang}/guide/",
    "step of a guide": "{lang}/guide/step-03/",
    "404": "404.html",
}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture(scope="module")
def address(root: Path, tmp_path_factory: pytest.TempPathFactory, serve: Callable[..., str]) -> str:
    """The sample site as it is published below /digest/, with an article that is a machine's."""
    folder = tmp_path_factory.mktemp("accessible")
    project = Project(folder)
    for name in ("articles", "translations", "docs/ar", "docs/en"):
        shutil.copytree(
            root / name, folder / name, dirs_exist_ok=True,
            ignore=lambda at, names: [n for n in names if "/docs/" in f"{at}/" and n != "about.md"],
        )  # fmt: skip
    guide.write(folder / "docs", root)
    text = (root / "mkdocs.yml").read_text(encoding="utf-8")
    text = re.sub("(?m)^site_url: .*$", "site_url: https://example.org/digest/", text)
    text = text.replace("custom_dir: overrides", f"custom_dir: {root / 'overrides'}")
    (folder / "mkdocs.yml").write_text(text, encoding="utf-8")
    done = project.build()
    assert done.returncode == 0, done.stderr
    return serve(folder / "site", "/digest/")


def is_of_material(rule: str, node: dict[str, str]) -> bool:
    """Its script puts the button that copies code into a `nav` without a name (a best practice)."""
    return rule == "landmark-unique" and 'class="md-code__nav"' in node["html"]


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [
        f"{rule['id']}: {node['html'][:90]} {node['target']}"
        for rule in found
        for node in [node for node in rule["nodes"] if not is_of_material(rule["id"], node)][:3]
    ]


@pytest.mark.slow
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["ar", "en"])
def test_axe_finds_nothing_on_any_kind_of_page(
    browser: Browser, address: str, lang: str, scheme: str, width: int
) -> None:
    context = browser.new_context(
        color_scheme=scheme,
        viewport={"width": width, "height": 900},
        reduced_motion="reduce",
        bypass_csp=True,  # axe itself is an inline script; `test_strict_site` holds the policy.
    )
    page = context.new_page()
    found = {}
    for kind, path in PAGES.items():
        page.goto(address + path.format(lang=lang))
        found[kind] = violations(page)
    page.goto(f"{address}{lang}/?q=المكتبة")
    page.locator("dialog ol[data-query] li").first.wait_for()
    found["search"] = violations(page)
    for choice in page.locator("dialog[open] select:visible").all()[:1]:
        choice.select_option(index=1)
    found["search narrowed"] = violations(page)
    context.close()
    assert {kind: rules for kind, rules in found.items() if rules} == {}


@pytest.mark.parametrize("width", [320, 640])
@pytest.mark.parametrize("lang", ["ar", "en"])
def test_enlarged_nothing_is_lost_or_runs_over_the_edge(
    page: Page, address: str, lang: str, width: int
) -> None:
    """1280 px at 200 % are 640 CSS px, at 400 % they are 320 (WCAG 1.4.4 and 1.4.10)."""
    page.set_viewport_size({"width": width, "height": 512})
    for path in PAGES.values():
        page.goto(address + path.format(lang=lang))
        root = "document.documentElement"
        assert page.evaluate(f"{root}.scrollWidth - {root}.clientWidth") == 0, path
        expect(page.locator("h1").first).to_be_visible()
    page.goto(f"{address}{lang}/")
    page.locator("[data-khulasa-search=ready]").click()
    box = page.locator("dialog[open] input").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_by_keyboard_one_skips_to_the_text_and_always_sees_where_one_is(
    page: Page, address: str, lang: str
) -> None:
    page.set_viewport_size({"width": 800, "height": 900})  # one column: down is on
    page.goto(f"{address}{lang}/articles/library-catalogue/")
    page.keyboard.press("Tab")
    skip = page.locator(".md-skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    before = 0.0
    for _ in range(12):
        page.keyboard.press("Tab")
        where = page.evaluate(
            "() => { const at = document.activeElement, s = getComputedStyle(at),"
            " b = at.getBoundingClientRect(); return { inside: !!at.closest('main'),"
            " shown: s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0,"
            " top: b.top + scrollY, html: at.outerHTML.slice(0, 90), inView: b.bottom > 0 &&"
            " b.top < innerHeight } }"
        )
        assert where["inside"], where
        assert where["shown"], where
        assert where["inView"], where
        assert where["top"] >= before - 400, "the order is that of reading"
        before = where["top"]


def test_who_wants_no_motion_gets_none(browser: Browser, address: str) -> None:
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{address}en/articles/library-catalogue/")
    moving = page.evaluate(
        "() => [...document.querySelectorAll('main *, header *, html')].filter((e) => {"
        " const s = getComputedStyle(e); const long = (t) => t.split(',').some((x) =>"
        " parseFloat(x) > 0.01); return long(s.transitionDuration) || (s.animationName !== 'none'"
        " && long(s.animationDuration)) || s.scrollBehavior === 'smooth' })"
        ".map((e) => e.outerHTML.slice(0, 80))"
    )
    context.close()
    assert moving == []
