"""The site as a reader has it: the sample site in a real Chromium, under a sub-path."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from project import Project

ARTICLE = "articles/library-catalogue/"


@pytest.fixture(scope="module")
def site(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample site, built from a copy of the repository's sources."""
    project = Project(tmp_path_factory.mktemp("sample"))
    for name in ("articles", "translations", "mkdocs.yml"):
        source, target = root / name, project.folder / name
        if source.is_dir():
            shutil.copytree(source, target, dirs_exist_ok=True)
        else:
            shutil.copy(source, target)
    for page in ("ar/about.md", "en/about.md"):
        (project.folder / "docs" / page).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(root / "docs" / page, project.folder / "docs" / page)
    (project.folder / "overrides").symlink_to(root / "overrides")
    built = project.build()
    assert built.returncode == 0, built.stderr
    return project.folder / "site"


@pytest.fixture
def address(site: Path, serve: Callable[..., str]) -> str:
    return serve(site, "/digest/")


@pytest.mark.parametrize(("lang", "direction"), [("ar", "rtl"), ("en", "ltr")])
def test_a_page_runs_in_the_direction_of_its_language(
    page: Page, address: str, lang: str, direction: str
) -> None:
    page.goto(f"{address}{lang}/{ARTICLE}")
    for element in ("html", "body", "h1"):
        style = f"getComputedStyle(document.querySelector('{element}')).direction"
        assert page.evaluate(style) == direction
    title = page.locator("h1").bounding_box()
    start = title["x"] + title["width"] if lang == "ar" else title["x"]
    text = page.evaluate(
        "() => { const r = document.createRange(); r.selectNodeContents(document.querySelector('h1'));"
        " const b = r.getBoundingClientRect(); return [b.left, b.right] }"
    )
    assert abs(start - text[1 if lang == "ar" else 0]) < 3, "the title begins at its own side"


@pytest.mark.parametrize("width", [360, 900, 1440])
def test_nothing_runs_over_the_edge(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for path in ("", "ar/", "en/", f"ar/{ARTICLE}", f"en/{ARTICLE}", "ar/about/", "en/topics/"):
        page.goto(f"{address}{path}")
        root = "document.documentElement"
        assert page.evaluate(f"{root}.scrollWidth - {root}.clientWidth") == 0, path


@pytest.mark.parametrize(("lang", "other"), [("ar", "en"), ("en", "ar")])
def test_the_language_switch_goes_to_the_same_article(
    page: Page, address: str, lang: str, other: str
) -> None:
    page.goto(f"{address}{lang}/{ARTICLE}")
    here = page.locator(f".md-header .md-select__link[hreflang={lang}]")
    assert here.get_attribute("aria-current") == "true"
    page.locator(f".md-select__link[hreflang={other}]").click()
    page.wait_for_url(f"**/digest/{other}/{ARTICLE}")
    assert page.locator("html").get_attribute("lang") == other


def test_an_english_sentence_leads_to_its_arabic_sentence_which_is_lit(
    page: Page, address: str
) -> None:
    page.goto(f"{address}en/{ARTICLE}")
    link = page.locator(".khulasa-pair a.khulasa-source-link").nth(2)
    arabic = page.locator(".khulasa-pair-arabic p").nth(4).inner_text()
    link.click()
    page.wait_for_url(f"**/ar/{ARTICLE}#s*")
    target = page.locator(".khulasa-sentence:target")
    expect(target).to_be_in_viewport()
    plain = page.locator(".khulasa-sentence").last
    background = "element => getComputedStyle(element).backgroundColor"
    assert target.evaluate(background) != plain.evaluate(background)
    assert target.inner_text().split()[:5] == arabic.split()[:5]
    target.locator("a.khulasa-back-link").click()
    page.wait_for_url(f"**/ar/{ARTICLE}#e3")
    expect(page.locator("#e3")).to_be_in_viewport()


def test_sentence_links_work_without_javascript(browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}en/{ARTICLE}")
    page.locator(".khulasa-pair a.khulasa-source-link").first.click()
    page.wait_for_url(f"**/ar/{ARTICLE}#s1")
    expect(page.locator("#s1")).to_be_in_viewport()
    context.close()


def lit(page: Page) -> list[str]:
    return page.evaluate("[...document.querySelectorAll('.khulasa-lit')].map(e => e.id)")


def test_a_sentence_and_what_it_comes_from_light_up_together(page: Page, address: str) -> None:
    page.goto(f"{address}ar/{ARTICLE}")
    page.locator("#s2").hover()
    assert lit(page) == ["e2", "s2"], "from the text to the summary"
    page.locator("#e3").hover()
    assert lit(page) == ["e3", "s3"], "from the summary to the text"
    page.locator("h1").hover()
    assert lit(page) == []
    page.locator("#e1 a").focus()
    assert lit(page) == ["e1", "s1"], "by keyboard"
    page.keyboard.press("Tab")
    assert lit(page) == ["e2", "s2"]
    page.locator("#s4 a").focus()
    assert lit(page) == ["e4", "s4"]
    page.locator("h1").click()
    page.locator("#s1").click(position={"x": 5, "y": 5})
    page.locator("h1").hover()
    assert lit(page) == ["e1", "s1"], "a tap stays until the next"
    page.keyboard.press("Escape")
    assert lit(page) == []


def test_a_tapped_sentence_shows_its_partner_where_that_is_off_the_screen(
    page: Page, address: str
) -> None:
    page.set_viewport_size({"width": 390, "height": 700})
    page.goto(f"{address}ar/{ARTICLE}")
    bar, said = page.locator(".khulasa-partner"), page.locator(".khulasa-partner [role=status]")
    expect(said).to_have_count(1)  # before there is anything to say: else it is not said aloud
    expect(said).to_be_empty()
    page.locator("#s4").scroll_into_view_if_needed()
    page.locator("#s4").click(position={"x": 5, "y": 5})
    expect(said.locator("p")).to_have_text(page.locator("#e4 .khulasa-english").inner_text())
    assert said.locator("p").get_attribute("lang") == "en"
    boxes = [place.bounding_box() for place in (page.locator("#s4"), bar)]
    assert boxes[0]["y"] + boxes[0]["height"] <= boxes[1]["y"], "both are to be seen"
    page.keyboard.press("Escape")
    expect(said).to_be_empty()
    page.locator("#s4").click(position={"x": 5, "y": 5})
    bar.get_by_role("link").click()
    page.wait_for_url(f"**/ar/{ARTICLE}#e4")
    expect(page.locator("#e4")).to_be_in_viewport()
    expect(said).to_be_empty()


def test_the_bar_of_a_tapped_sentence_is_closed_by_keyboard_and_never_covers_the_focus(
    page: Page, address: str
) -> None:
    page.set_viewport_size({"width": 390, "height": 700})
    page.goto(f"{address}ar/{ARTICLE}")
    bar = page.locator(".khulasa-partner")
    page.locator("#s4").click(position={"x": 5, "y": 5})
    bar.get_by_role("button", name="إغلاق").press("Enter")
    expect(page.locator("#s4 a")).to_be_focused()
    expect(bar.locator("p")).to_have_count(0)
    page.locator("#s4").click(position={"x": 5, "y": 5})
    expect(bar.locator("p")).to_have_count(1)
    page.locator("#s3 a").focus()
    page.keyboard.press("Tab")
    expect(page.locator("#s4 a")).to_be_focused()
    expect(bar.locator("p")).to_have_count(0)


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_lists_have_their_room_on_the_side_of_their_language(
    page: Page, address: str, lang: str
) -> None:
    page.set_viewport_size({"width": 390, "height": 900})
    page.goto(f"{address}{lang}/months/")
    cells = page.locator(".khulasa-year tr:has(td)").first.locator("td")
    boxes = [cell.bounding_box() for cell in cells.all()]
    tops = {round(box["y"]) for box in boxes if box}
    assert (len(boxes), len(tops)) == (12, 2), "two rows of six months"
    lefts = [box["x"] for box in boxes[:6] if box]
    assert lefts == sorted(lefts, reverse=lang == "ar")
    names = page.locator(".khulasa-bar-name")
    torn = "names => names.filter(e => e.scrollWidth > e.clientWidth).map(e => e.textContent)"
    assert names.evaluate_all(torn) == []


def test_on_the_english_page_a_pair_lights_as_one(page: Page, address: str) -> None:
    page.goto(f"{address}en/{ARTICLE}")
    background = "element => getComputedStyle(element).backgroundColor"
    plain, halves = (page.locator(f".khulasa-pair:nth-of-type({n}) > *") for n in (3, 1))
    halves.last.hover()
    shown = {half.evaluate(background) for half in halves.all()}
    assert len(shown) == 1
    assert shown != {half.evaluate(background) for half in plain.all()}


def test_the_summary_stands_beside_the_arabic_text_where_there_is_room(
    page: Page, address: str
) -> None:
    page.goto(f"{address}ar/{ARTICLE}")
    for width, beside in ((1440, True), (820, False)):
        page.set_viewport_size({"width": width, "height": 900})
        summary, text = (
            page.locator(f".khulasa-{part}").bounding_box() for part in ("summary", "body")
        )
        assert (summary["x"] + summary["width"] <= text["x"]) is beside
        assert (summary["y"] + summary["height"] <= text["y"]) is not beside


AXE_PAGES = (
    "",
    "{lang}/",
    "{lang}/articles/library-catalogue/",
    "{lang}/articles/coffee/",
    "{lang}/articles/chess-tournament/",
    "{lang}/topics/",
    "{lang}/months/2025-08/",
    "{lang}/about/",
)


@pytest.mark.parametrize("lang", ["ar", "en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Browser, address: str, lang: str, scheme: str) -> None:
    found = {}
    for width in (390, 1440):
        context = browser.new_context(
            color_scheme=scheme,
            viewport={"width": width, "height": 900},
            reduced_motion="reduce",
        )
        page = context.new_page()
        for path in AXE_PAGES:
            page.goto(address + path.format(lang=lang))
            found[path, width] = violations(page)
        page.goto(f"{address}{lang}/")
        search(page, "coffee")
        found["search", width] = violations(page)
        context.close()
    assert {where: rules for where, rules in found.items() if rules} == {}


def violations(page: Page) -> list[str]:
    return [
        f"{rule['id']}: {node['html'][:90]} {node['target']}"
        for rule in Axe().run(page).response["violations"]
        for node in rule["nodes"][:3]
    ]


def test_comments_open_on_demand(page: Page, address: str) -> None:
    page.goto(f"{address}ar/articles/chess-tournament/")
    comment = page.locator(".khulasa-comment").first
    expect(comment).to_be_hidden()
    page.locator(".khulasa-comments summary").click()
    expect(comment).to_be_visible()


def search(page: Page, query: str) -> list[str]:
    """The addresses of the results for `query`, typed into the box."""
    page.locator("[data-khulasa-search=ready]").wait_for(state="attached")
    if not page.locator("dialog.khulasa-search[open]").count():
        page.keyboard.press("/")
    page.locator("dialog[open] input").fill(query)
    page.locator(f'dialog ol[data-query="{query}"]').wait_for(state="attached")
    links = page.locator("a.khulasa-search__title")
    return [links.nth(n).get_attribute("href") for n in range(links.count())]


@pytest.mark.parametrize("lang", ["ar", "en"])
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("coffee", "coffee"),
        ("binoculars", "stargazing"),
        ("tournament", "chess-tournament"),
        ("الشطرنج", "chess-tournament"),
        ("القهوة", "coffee"),
        ("catalogue", "library-catalogue"),
    ],
)
def test_one_box_finds_articles_by_words_of_either_language(
    page: Page, address: str, lang: str, query: str, found: str
) -> None:
    page.goto(f"{address}{lang}/")
    results = search(page, query)
    assert any(f"/articles/{found}/" in link for link in results)


def test_a_word_that_is_nowhere_finds_nothing_and_says_so(page: Page, address: str) -> None:
    page.goto(f"{address}en/")
    assert search(page, "xylophone") == []
    expect(page.get_by_role("status")).not_to_be_empty()


def test_a_title_that_has_no_english_yet_is_not_shown_as_if_it_had(
    page: Page, address: str
) -> None:
    page.goto(f"{address}ar/?q=ولا+نتعب+من+آخر")
    result = page.locator("dialog ol[data-query] li", has=page.locator("[href*=arabic-type]"))
    expect(result.locator(".khulasa-search__other").first).to_have_text("بالإنجليزية")


def test_words_of_the_interface_are_not_found_as_text(page: Page, address: str) -> None:
    page.goto(f"{address}en/")
    assert not [link for link in search(page, "fingerprint") if "/articles/" in link]


def test_search_by_keyboard_opens_the_first_result(page: Page, address: str) -> None:
    page.goto(f"{address}en/")
    search(page, "coffee")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/articles/coffee/**")


def test_hand_written_pages_are_found_too(page: Page, address: str) -> None:
    page.goto(f"{address}en/")
    assert any("/en/about/" in link for link in search(page, "how this digest is made"))


def test_the_words_for_the_states_are_the_same_everywhere(root: Path) -> None:
    labels = yaml.safe_load((root / "generator/renderers/labels.yml").read_text(encoding="utf-8"))
    script = (root / "overrides/assets/javascripts/search-panel.js").read_text(encoding="utf-8")
    for lang in ("ar", "en"):
        for status, word in labels[lang]["statuses"].items():
            assert f'{status}: "{word}"' in script


def test_no_page_asks_another_host_for_anything(page: Page, address: str) -> None:
    hosts = set()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    for path in ("ar/", f"ar/{ARTICLE}", f"en/{ARTICLE}"):
        page.goto(f"{address}{path}")
    search(page, "coffee")
    assert hosts == {address.split("/")[2]}
