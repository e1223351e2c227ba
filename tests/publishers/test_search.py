"""Search: what the index of a finished site holds, and what the panel finds in a real browser."""

from __future__ import annotations

import gzip
import html
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from generator.errors import PublishError
from generator.publishers.search import build_search_index

HOSTILE = "</title><script>alert(1)</script> & \"x\" 'y' {{ 7*7 }} <img src=x onerror=alert(2)>"


def write_page(site: Path, address: str, body: str) -> None:
    lang = address[:2]
    path = site / address / "index.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f'<!doctype html><html lang="{lang}"><head><title>t</title></head><body>'
        f"<nav>menu قائمة</nav>{body}</body></html>",
        "utf-8",
    )


def marked(title: str, text: str = "") -> str:
    return (
        f"<article data-pagefind-body><h1>{title}"
        f'<a class="headerlink" href="#t">¶</a></h1><p>{text}</p></article>'
    )


def unpacked(path: Path) -> Any:
    return json.loads(gzip.decompress(path.read_bytes()))


def indexed(site: Path, lang: str) -> dict[str, dict[str, Any]]:
    """What the index holds of the pages in one language, by address."""
    documents = map(unpacked, (site / "search-index" / "documents").glob("*.pack"))
    return {
        f"/{lang}/{document['address']}": document["pages"][lang]
        for document in documents
        if lang in document["pages"]
    }


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A finished site of two articles, each in two languages, and pages that only list them."""
    site = tmp_path / "site"
    for slug, arabic, english in (("a", "بئر القرية", "The well"), ("b", "مكتبة", "A library")):
        write_page(site, f"ar/articles/{slug}", marked(arabic))
        write_page(site, f"en/articles/{slug}", marked(english))
    write_page(site, "ar", "<h1>الأحدث</h1>")
    write_page(site, "en/topics/water", "<h1>Water</h1>")
    return site


def test_only_marked_pages_are_indexed_each_in_its_language(built: Path) -> None:
    index = build_search_index(built)
    assert (index.pages, index.total) == ({"ar": 2, "en": 2}, 4)
    assert index.path == built / "search-index"
    assert set(indexed(built, "ar")) == {"/ar/articles/a/", "/ar/articles/b/"}
    assert set(indexed(built, "en")) == {"/en/articles/a/", "/en/articles/b/"}
    assert unpacked(index.path / "index.pack")["pages"] == {"ar": 2, "en": 2}


def test_menus_and_heading_anchors_are_not_part_of_the_text(built: Path) -> None:
    build_search_index(built)
    page = indexed(built, "en")["/en/articles/a/"]
    assert (page["title"], page["text"]) == ("The well", "")


def test_the_same_site_gives_the_same_bytes(built: Path) -> None:
    first = files(build_search_index(built).path)
    assert files(build_search_index(built).path) == first


def test_a_language_without_articles_has_no_pages(built: Path) -> None:
    for path in (built / "en" / "articles").rglob("index.html"):
        path.unlink()
    index = build_search_index(built)
    assert index.pages == {"ar": 2, "en": 0}
    assert indexed(built, "en") == {}


def test_an_empty_site_has_an_empty_index(tmp_path: Path) -> None:
    assert build_search_index(tmp_path).total == 0
    assert unpacked(tmp_path / "search-index" / "index.pack")["documents"] == 0


def test_building_again_forgets_the_pages_that_are_gone(built: Path) -> None:
    build_search_index(built)
    (built / "en" / "articles" / "b" / "index.html").unlink()
    build_search_index(built)
    assert set(indexed(built, "en")) == {"/en/articles/a/"}


def test_nothing_is_left_of_a_run_that_was_cut_off(built: Path) -> None:
    (built / ".search-x1" / "search-index").mkdir(parents=True)
    build_search_index(built)
    assert sorted(path.name for path in built.iterdir()) == ["ar", "en", "search-index"]


def test_documents_stand_from_the_newest_to_the_oldest(tmp_path: Path) -> None:
    for slug, day in (("a", "2024-05"), ("b", ""), ("c", "2025-01-31")):
        date = f'<time datetime="{day}" data-pagefind-meta="date">then</time>' if day else ""
        write_page(tmp_path, f"ar/articles/{slug}", f"<p data-pagefind-body>{slug} {date}</p>")
    index = build_search_index(tmp_path).path
    order = [unpacked(index / "documents" / f"{n}.pack")["address"] for n in range(3)]
    assert order == ["articles/c/", "articles/a/", "articles/b/"]
    assert unpacked(index / "facets.pack")["year"] == {"2024": [1], "2025": [0]}


def test_parts_of_the_index_are_small_however_many_words_there_are(tmp_path: Path) -> None:
    text = " ".join(f"word{n}x" for n in range(20_000))
    write_page(tmp_path, "en/articles/a", marked("Words", text))
    index = build_search_index(tmp_path).path
    sizes = [path.stat().st_size for path in (index / "terms").iterdir()]
    assert len(sizes) > 3
    assert max(sizes) < 30_000


def test_when_a_page_cannot_be_read_the_old_index_stays(built: Path) -> None:
    old = files(build_search_index(built).path)
    broken = built / "ar" / "articles" / "c" / "index.html"
    broken.parent.mkdir()
    broken.symlink_to(broken)
    with pytest.raises(PublishError) as caught:
        build_search_index(built)
    (problem,) = caught.value.problems
    assert problem.action
    assert files(built / "search-index") == old
    assert sorted(path.name for path in built.iterdir()) == ["ar", "en", "search-index"]


def test_a_site_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(PublishError, match="cannot write the search index"):
        build_search_index(tmp_path / "site")


# The panel, in a site that MkDocs builds with the theme's overrides.

HOOK = """
import html
from pathlib import Path
from generator.publishers.search import build_search_index

def on_page_context(context, page, config, nav):
    lang = page.meta["lang"]
    config.theme["language"] = lang
    config.theme["direction"] = "rtl" if lang == "ar" else "ltr"
    config.extra["alternate"] = [
        {"name": name, "lang": code, "link": code + page.url[2:]}
        for code, name in (("ar", "العربية"), ("en", "English"))
    ]
    config.extra["translations"] = config.extra["alternate"]
    page.title = html.escape(page.title)
    page.meta.pop("title", None)

def on_post_build(config):
    build_search_index(Path(config.site_dir))
"""

MKDOCS = """
site_name: Khulasa
theme: {{name: material, custom_dir: {overrides}, font: false}}
plugins: []
hooks: [hook.py]
"""

ARTICLES = [
    # slug, status, Arabic title and text, English title and text
    ("well", "reviewed", "بئر القرية", "عاد الماء. جهاز Hach", "The well", "Tested by Hach."),
    ("study", "machine", "موسم الزيتون", "قطاف مبكر.", "The olives", "Studies on water agreed."),
    ("hostile", "machine", f"خطر {HOSTILE}", "نص.", f"Danger {HOSTILE}", f"Text {HOSTILE}"),
    *(
        (f"rain-{n}", "machine", f"مطر {n}", "هطل.", f"Rain {n}", f"It rained on day {n}.")
        for n in range(1, 13)
    ),
]


def article(lang: str, slug: str, status: str, *texts: str) -> str:
    title, text, other = texts
    there = "en" if lang == "ar" else "ar"
    head = json.dumps({"lang": lang, "title": title, "description": title})
    e = html.escape
    return f"""---
{head}
---
<article data-pagefind-body markdown="0">
<h1>{e(title)}</h1>
<p data-pagefind-ignore><time datetime="{2020 + len(slug)}-05-01" data-pagefind-meta="date">May</time>
<span data-pagefind-meta="source">{"Gazette" if "rain" in slug else "Courier"}</span>
<i data-pagefind-filter="topic">weather</i> <i data-pagefind-filter="topic">{e(slug)}</i>
<a id="other" lang="{there}" href="../../../{there}/articles/{slug}/#s1"
data-pagefind-meta="other_title">{e(other)}</a>
<span data-status="{status}" data-pagefind-meta="status[data-status]">{status.title()}</span></p>
<p id="s1">{e(text)}</p>
</article>
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    project = tmp_path_factory.mktemp("project")
    for slug, status, ar_title, ar_text, en_title, en_text in ARTICLES:
        for page in (("ar", ar_title, ar_text, en_title), ("en", en_title, en_text, ar_title)):
            path = project / "docs" / page[0] / "articles" / f"{slug}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(article(page[0], slug, status, *page[1:]), "utf-8")
    for lang in ("ar", "en"):
        text = f"---\nlang: {lang}\ntitle: Khulasa\n---\n# Khulasa\n"
        (project / "docs" / lang / "index.md").write_text(text, "utf-8")
    (project / "hook.py").write_text(HOOK, "utf-8")
    config = MKDOCS.format(overrides=json.dumps(str(root / "overrides")))
    (project / "mkdocs.yml").write_text(config, "utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    subprocess.run(command, cwd=project, check=True, timeout=120)
    return project / "site"


@pytest.fixture(scope="module")
def address(site: Path, serve: Callable[..., str]) -> str:
    return serve(site, "/digest/")


def ask(page: Page, query: str) -> list[str]:
    """Type into the panel, opening it by its key, and wait for the titles that answer just that."""
    if not page.locator("dialog[open]").count():
        page.keyboard.press("/")
    page.locator("dialog[open] input").fill(query)
    return answer(page, query)


def answer(page: Page, query: str) -> list[str]:
    page.locator(f"dialog[open] ol[data-query='{query}']").wait_for(state="attached")
    return page.locator("dialog .khulasa-search__title").all_inner_texts()


def test_an_english_word_on_an_arabic_page_finds_the_english_page(page: Page, address: str) -> None:
    page.goto(f"{address}ar/")
    assert ask(page, "olives") == ["The olives"]
    title = page.locator("dialog .khulasa-search__title")
    assert title.evaluate("a => [a.lang, a.dir]") == ["en", "ltr"]
    other = page.get_by_role("link", name="بالعربية: موسم الزيتون")
    assert other.get_attribute("href") == f"{address}ar/articles/study/"
    expect(page.get_by_role("status")).to_have_text("نتيجة واحدة")
    title.click()
    page.wait_for_url(f"{address}en/articles/study/?mark=*")


def test_an_arabic_word_on_an_english_page_finds_the_arabic_page(page: Page, address: str) -> None:
    page.goto(f"{address}en/articles/study/")
    assert ask(page, "الزيتون") == ["موسم الزيتون"]
    title = page.locator("dialog .khulasa-search__title")
    assert title.evaluate("a => [a.lang, a.dir]") == ["ar", "rtl"]
    expect(page.get_by_role("status")).to_have_text("1 result")


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_english_is_stemmed_as_english_whichever_page_one_is_on(
    page: Page, address: str, lang: str
) -> None:
    page.goto(f"{address}{lang}/")
    assert ask(page, "study") == ["The olives"]
    expect(page.locator("dialog mark")).to_have_text("Studies")


@pytest.mark.parametrize(("lang", "title"), [("ar", "بئر القرية"), ("en", "The well")])
def test_an_article_found_in_both_languages_is_one_result_in_the_readers(
    page: Page, address: str, lang: str, title: str
) -> None:
    page.goto(f"{address}{lang}/")
    assert ask(page, "Hach") == [title]
    expect(page.get_by_role("status")).to_have_text("1 result" if lang == "en" else "نتيجة واحدة")


def test_labels_and_the_other_languages_title_are_no_text_to_be_found(
    page: Page, address: str
) -> None:
    page.goto(f"{address}en/")
    assert ask(page, "machine") == []
    expect(page.get_by_role("status")).to_have_text("No results for “\u2068machine\u2069”.")
    assert ask(page, "القرية") == ["بئر القرية"]
    expect(page.locator("dialog .khulasa-status--reviewed")).to_have_text("Reviewed")


def test_long_answers_come_in_parts_and_their_number_is_said_at_once(
    page: Page, address: str
) -> None:
    page.goto(f"{address}ar/")
    assert len(ask(page, "مطر")) == 10
    expect(page.get_by_role("status")).to_have_text("12 نتيجة")
    page.get_by_role("button", name="مزيد من النتائج").click()
    expect(page.locator("dialog .khulasa-search__title")).to_have_count(12)
    expect(page.locator("dialog .khulasa-search__title").nth(10)).to_be_focused()
    expect(page.locator(".khulasa-search__more")).to_be_hidden()


def select(page: Page, name: str) -> Locator:
    return page.locator(f"dialog select[name={name}]")


def test_results_are_narrowed_by_what_they_have_and_the_address_keeps_it(
    page: Page, address: str
) -> None:
    page.goto(f"{address}en/")
    assert len(ask(page, "rain")) == 10
    expect(select(page, "year").locator("option")).to_have_text(["All", "2027 (3)", "2026 (9)"])
    expect(select(page, "source")).to_be_hidden()  # all have the same
    select(page, "year").select_option("2027")
    expect(page.locator("dialog .khulasa-search__title")).to_have_count(3)
    expect(page.get_by_role("status")).to_have_text("3 results")
    select(page, "topic").select_option("rain-11")
    expect(page.locator("dialog .khulasa-search__title")).to_have_text(["Rain 11"])
    shared = page.url
    assert "q=rain&year=2027&topic=rain-11" in shared
    page.goto(f"{address}ar/")
    page.goto(shared)
    expect(page.locator("dialog .khulasa-search__title")).to_have_text(["Rain 11"])
    expect(select(page, "year")).to_have_value("2027")
    select(page, "topic").select_option("")
    expect(page.locator("dialog .khulasa-search__title")).to_have_count(3)


def test_the_newest_may_come_first(page: Page, address: str) -> None:
    page.goto(f"{address}ar/?q=مطر")
    answer(page, "مطر")
    select(page, "sort").select_option("date")
    titles = page.locator("dialog .khulasa-search__title")
    expect(titles.first).to_have_text("مطر 10")
    expect(titles.nth(3)).to_have_text("مطر 1")
    assert "sort=date" in page.url


def test_keys_of_a_list_are_left_to_it(page: Page, address: str) -> None:
    page.goto(f"{address}en/")
    ask(page, "rain")
    select(page, "sort").focus()
    page.keyboard.press("ArrowDown")
    expect(select(page, "sort")).to_be_focused()


def test_what_was_looked_for_is_marked_in_the_page(page: Page, address: str) -> None:
    page.goto(f"{address}ar/")
    ask(page, "study")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}en/articles/study/?mark=study")
    mark = page.locator("main mark")
    expect(mark).to_have_text("Studies")
    expect(mark).to_be_in_viewport()


def test_a_query_of_several_words_needs_them_all_in_either_language(
    page: Page, address: str
) -> None:
    page.goto(f"{address}en/")
    assert ask(page, "water study") == ["The olives"]
    assert ask(page, "الزيتون water") == ["The olives"]
    assert ask(page, "water rain") == []
    assert len(ask(page, "the well")) == 1


def test_keys_open_move_choose_and_close(page: Page, address: str) -> None:
    page.goto(f"{address}en/")
    box = page.get_by_role("searchbox")
    typed = "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'ظ', bubbles: true}))"
    page.evaluate(typed)  # what the key "/" types on an Arabic keyboard
    expect(box).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_be_hidden()
    first, second, *_ = ask(page, "rain")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("link", name=second, exact=True)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(box).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_be_hidden()
    page.wait_for_url(f"{address}en/")
    ask(page, "rain")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/articles/rain-*/?mark=rain")
    assert first.replace("Rain ", "rain-") in page.url


def test_results_that_come_again_leave_the_reader_where_she_was(page: Page, address: str) -> None:
    page.goto(f"{address}en/")
    first, *_ = ask(page, "rain")
    page.keyboard.press("ArrowDown")
    page.evaluate("document.activeElement.dataset.old = ''")
    page.evaluate("document.querySelector('dialog input').dispatchEvent(new Event('input'))")
    expect(page.locator("[data-old]")).to_have_count(0)
    expect(page.get_by_role("link", name=first, exact=True)).to_be_focused()


def test_enter_opens_what_was_asked_for_last(page: Page, address: str) -> None:
    page.goto(f"{address}en/")
    ask(page, "rain")
    page.locator("dialog input").fill("olives")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}en/articles/study/?mark=*")


def test_an_address_with_a_query_opens_the_panel_and_back_returns_to_it(
    page: Page, address: str
) -> None:
    page.goto(f"{address}en/?q=olives")
    assert answer(page, "olives") == ["The olives"]
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}en/articles/study/?mark=*")
    page.go_back()
    assert answer(page, "olives") == ["The olives"]
    page.get_by_role("button", name="Close").click()
    expect(page).to_have_url(f"{address}en/")


def test_nothing_of_an_article_runs_in_the_page_or_in_the_results(page: Page, address: str) -> None:
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.goto(f"{address}en/articles/hostile/")
    assert page.title() == f"Danger {HOSTILE} - Khulasa"
    assert page.locator("meta[name=description]").get_attribute("content") == f"Danger {HOSTILE}"
    assert page.locator("[data-md-component=header-topic]").text_content().strip() == (
        f"Danger {HOSTILE}"
    )
    assert ask(page, "danger") == [f"Danger {HOSTILE}"]
    assert HOSTILE in page.locator("dialog .khulasa-search__excerpt").inner_text()
    expect(page.locator("dialog .khulasa-search__other")).to_contain_text(f"خطر {HOSTILE}")
    assert page.locator("img").count() == 0
    assert dialogs == []


def test_a_link_to_the_other_language_keeps_its_place_in_the_page(page: Page, address: str) -> None:
    page.goto(f"{address}en/articles/well/", wait_until="networkidle")
    versions = (
        "[...document.querySelectorAll('link[rel~=alternate]')].map(l => [l.hreflang, l.href])"
    )
    assert dict(page.evaluate(versions)) == {
        lang: f"{address}{lang}/articles/well/" for lang in ("ar", "en")
    }
    page.locator("#other").click()
    page.wait_for_url(f"{address}ar/articles/well/#s1")


def test_the_language_switch_goes_to_the_same_article(page: Page, address: str) -> None:
    page.goto(f"{address}ar/articles/well/", wait_until="networkidle")
    page.locator("header").get_by_role("link", name="English").click()
    page.wait_for_url(f"{address}en/articles/well/")


def test_a_page_loads_nothing_of_the_search_before_it_is_used(page: Page, address: str) -> None:
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url.removeprefix(address)))
    page.goto(f"{address}en/", wait_until="networkidle")
    assert [url for url in loaded if "search" in url] == ["assets/javascripts/search.js"]
    assert not any("sitemap" in url for url in loaded)
    assert not any(url.startswith("http") for url in loaded)
    ask(page, "olives")
    assert any(url.startswith("search-index/documents/") for url in loaded)


def test_the_site_may_lie_at_the_root(page: Page, site: Path, serve: Callable[..., str]) -> None:
    address = serve(site)
    page.goto(f"{address}ar/articles/well/")
    assert ask(page, "olives") == ["The olives"]
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}en/articles/study/?mark=*")


def test_a_search_that_cannot_be_loaded_says_so_and_works_when_tried_again(
    page: Page, address: str
) -> None:
    page.route("**/index.pack", lambda route: route.abort())
    page.goto(f"{address}en/?q=olives")
    expect(page.get_by_role("status")).to_contain_text("could not be loaded")
    page.unroute("**/index.pack")
    page.locator("dialog input").press("Enter")
    page.wait_for_url(f"{address}en/articles/study/?mark=*")


def test_without_scripts_there_is_no_search_button(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}en/")
    expect(page.locator("header .khulasa-search-button")).to_be_hidden()
    context.close()


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_the_panel_fits_a_phone(page: Page, address: str, lang: str) -> None:
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto(f"{address}{lang}/")
    page.get_by_role("button", name="البحث" if lang == "ar" else "Search").click()
    ask(page, "danger")
    width = page.evaluate(
        "Math.max(...[...document.querySelectorAll('dialog, dialog *')].map(e => e.scrollWidth))"
    )
    assert width <= 360
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
