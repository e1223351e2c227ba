"""A source that is all markup, in a real browser: nothing of it runs, all of it can be read."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from project import Project

SCRIPT = "</title></script></textarea><script>alert(1)</script>"
IMAGE = '"><img src=x onerror=alert(2)>'
HOSTILE = f"{SCRIPT} {IMAGE} ]]> '-alert(3)-' {{{{ 7*7 }}}} javascript:alert(4)"
ARTICLE = f"""\
---
source: {json.dumps(HOSTILE)}
url: https://example.org/a?b='onmouseover=alert(5)
published: 2026-02-03
authors: [{json.dumps(IMAGE)}]
topics: [{json.dumps(HOSTILE)}]
section: {json.dumps(HOSTILE)}
---
عنوان {HOSTILE}

نص المقال الأول {HOSTILE} يقول إن كل شيء هنا نص لا غير وليس فيه ما يعمل أبدًا. وقال المحرر إن الموسم يضم {HOSTILE} عروضًا كثيرة في المسرح والموسيقى.
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = Project(tmp_path_factory.mktemp("hostile"))
    project.configure("      feeds: full\n      cards: true")
    project.add("hostile.txt", ARTICLE)
    project.khulasa("update")
    for po in (project.folder / "translations").glob("*.po"):
        assert po.stem == "hostile"
    project.translate("hostile")
    po = project.folder / "translations" / "hostile.po"
    spoiled = HOSTILE.replace("\\", "\\\\").replace('"', '\\"')
    po.write_text(po.read_text().replace("English", f"English {spoiled}"))
    built = project.build()
    assert built.returncode == 0, built.stderr
    return project.folder / "site"


@pytest.fixture
def address(site: Path, serve: Callable[..., str]) -> str:
    return serve(site, "/digest/")


@pytest.fixture
def trap(page: Page) -> Iterator[list[str]]:
    """What ran although it must not: dialogs that were opened, images that were asked for."""
    caught: list[str] = []

    def dismiss(dialog: object) -> None:
        caught.append(dialog.message)  # type: ignore[attr-defined]
        dialog.dismiss()  # type: ignore[attr-defined]

    page.on("dialog", dismiss)
    page.on("request", lambda r: caught.append(r.url) if r.url.endswith("/x") else None)
    yield caught
    assert caught == []


def test_no_page_runs_what_a_source_says(
    page: Page, site: Path, address: str, trap: list[str]
) -> None:
    pages = sorted(path.parent.relative_to(site).as_posix() for path in site.rglob("index.html"))
    assert any("articles/hostile" in name for name in pages)
    for name in pages:
        page.goto(f"{address}{name}/")
        assert page.locator("img[src=x]").count() == 0
    assert trap == []


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_the_citations_show_and_copy_it_as_text(
    page: Page, address: str, trap: list[str], lang: str
) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{address}{lang}/articles/hostile/")
    shown = page.locator("#cite-mla")
    expect(shown).to_contain_text(SCRIPT)
    expect(shown).to_contain_text(IMAGE)
    page.locator("#cite-mla + button").click()
    page.wait_for_function("async () => (await navigator.clipboard.readText()).length > 0")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == shown.text_content()
    assert trap == []


def test_what_feeds_carry_runs_nowhere(
    page: Page, site: Path, address: str, trap: list[str]
) -> None:
    for file in sorted(site.rglob("feed.json")):
        for item in json.loads(file.read_text())["items"]:
            page.goto(f"{address}404.html")
            page.evaluate("html => { document.body.innerHTML = html }", item["content_html"])
            expect(page.locator("body")).to_contain_text("alert(1)")
            assert page.locator("body img, body script").count() == 0
    for suffix in ("atom", "rss"):
        name = f"en/feed.{suffix}"
        page.set_content((site / name).read_text())  # as a careless reader would
        assert page.locator("img[src=x]").count() == 0
    assert trap == []


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_its_card_is_named_on_its_page(
    page: Page, site: Path, address: str, trap: list[str], lang: str
) -> None:
    page.goto(f"{address}{lang}/articles/hostile/")
    told = {
        name: page.locator(f"meta[property='og:image{name}']").get_attribute("content")
        for name in ("", ":type", ":width", ":height", ":alt")
    }
    root = "https://example.org/digest/"
    assert told[""] == f"{root}cards/{lang}/hostile.png"
    assert (told[":type"], told[":width"], told[":height"]) == ("image/png", "1200", "630")
    assert SCRIPT in told[":alt"]
    card = page.locator("meta[name='twitter:card']").get_attribute("content")
    assert card == "summary_large_image"
    page.goto(f"{address}{told[''].removeprefix(root)}")
    size = "[document.images[0].naturalWidth, document.images[0].naturalHeight]"
    assert page.evaluate(size) == [1200, 630]
    assert trap == []


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_programs_read_it_as_text(page: Page, address: str, trap: list[str], lang: str) -> None:
    page.goto(f"{address}{lang}/articles/hostile/")
    linked = json.loads(page.locator("script[type='application/ld+json']").text_content())
    assert SCRIPT in linked["headline"]
    assert linked["author"] == [{"@type": "Person", "name": IMAGE}]
    author = page.locator("meta[name=citation_author]")
    assert author.get_attribute("content") == IMAGE
    assert "49" not in page.title()
    assert trap == []
