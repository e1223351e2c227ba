"""A source that is all markup, in a real browser: nothing of it runs, all of it can be read."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page, expect
from project import Project

SCRIPT = "</title></script></textarea><script>alert(1)</script>"
IMAGE = '"><img src=x onerror=alert(2)>'
HOSTILE = f"{SCRIPT} {IMAGE} ]]> '-alert(3)-' {{{{ 7*7 }}}} javascript:alert(4)"
WORD = "طويل" * 125
MIXED = "\u202eمقلوب \u2066بلا نهاية Latin кириллица 漢字 😀👩‍👩‍👧‍👦 **bold** [x](javascript:alert(6)) {% raw %}"
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

{MIXED} ويبقى النص كما هو في هذه الفقرة الطويلة التي تضم كلمة واحدة من خمسمئة حرف {WORD} وتنتهي هنا.
"""
LONG = f"""\
---
source: {WORD}
published: 2026-02-04
authors: [{WORD}]
topics: [{WORD}]
---
{("عنوان طويل جدًا " * 20).strip()}

{WORD} كلمة واحدة في أول النص لا تنتهي إلا بعد خمسمئة حرف. وتقول الجملة الثانية إن كل شيء يبقى في مكانه على الصفحة. وتختم الجملة الثالثة هذا النص القصير.
"""
TERMS = f"""\
arabic,english,kind
المحرر,"{IMAGE.replace('"', '""')}",person
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = Project(tmp_path_factory.mktemp("hostile"))
    project.configure(
        "      feeds: full\n      cards: true\n"
        f"      licence: {json.dumps(HOSTILE)}\n      contact: desk@example.org"
    )
    project.add("hostile.txt", ARTICLE)
    project.add("long.txt", LONG)
    (project.folder / "translations" / "terms.csv").write_text(TERMS, encoding="utf-8")
    project.khulasa("update")
    assert {po.stem for po in (project.folder / "translations").glob("*.po")} == {"hostile", "long"}
    project.translate("hostile")
    project.translate("long")
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
            if "hostile" in item["url"]:
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


def test_neither_long_words_nor_long_titles_run_over_the_edge(
    page: Page, site: Path, address: str, trap: list[str]
) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    for path in sorted(site.rglob("index.html")):
        page.goto(f"{address}{path.parent.relative_to(site).as_posix()}/")
        root = "document.documentElement"
        assert page.evaluate(f"{root}.scrollWidth - {root}.clientWidth") == 0, path
    assert trap == []


@pytest.mark.parametrize("query", ["المقال", "alert", IMAGE, SCRIPT])
def test_search_shows_it_as_text(page: Page, address: str, trap: list[str], query: str) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{address}ar/")
    page.locator("[data-khulasa-search=ready]").click()
    page.locator("dialog[open] input").fill(query)
    results = page.locator(f"dialog ol[data-query={json.dumps(query, ensure_ascii=False)}]")
    results.wait_for(state="attached")
    expect(results).to_contain_text("<script>alert(1)</script>")
    assert page.locator("dialog img, dialog script").count() == 0
    panel = page.locator("dialog[open]")
    assert panel.evaluate("e => e.scrollWidth - e.clientWidth") <= 0
    assert trap == []


def test_what_is_taken_away_holds_it_as_text(site: Path) -> None:
    """Citations and lists of addresses: each is read by its own parser, and has no entry more."""
    assert len(list(site.rglob("hostile/*.ris")) + list(site.rglob("hostile*.ris"))) >= 1
    for file in site.rglob("*.ris"):
        lines = file.read_text(encoding="utf-8").splitlines()
        assert sum(line.startswith("TY  - ") for line in lines) == 1, file
        assert sum(line.startswith("ER  - ") for line in lines) == 1, file
    for file in (*site.rglob("*.csl.json"), *site.rglob("*.json")):
        json.loads(file.read_text(encoding="utf-8"))
    for file in (*site.rglob("*.xml"), *site.rglob("*.atom"), *site.rglob("*.rss")):
        tree = ElementTree.fromstring(file.read_bytes())
        assert not [each for each in tree.iter() if each.tag.endswith("script")], file
