"""The site under its own Content-Security-Policy: all of it works, and nothing else runs."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit
from urllib.request import urlopen
from xml.etree import ElementTree

import guide
import pytest
from conftest import lacking
from playwright.sync_api import Browser, BrowserContext, Page, expect
from project import Project

HOME = "https://example.org/digest/"
KINDS = (
    "",
    "{lang}/",
    "{lang}/articles/library-catalogue/",
    "{lang}/articles/chess-tournament/",
    "{lang}/articles/coffee/",
    "{lang}/topics/",
    "{lang}/topics/الطعام/",
    "{lang}/months/2025-08/",
    "{lang}/weeks/2025-W33/",
    "{lang}/sources/نشرة-الحي/",
    "{lang}/places/iraq/",
    "{lang}/method/",
    "{lang}/about/",
    "{lang}/guide/",
    "404.html",
)
"""A page of each kind; articles reviewed, of a machine, and without English."""
WATCH = """
window.refused = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.refused.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));
"""


@pytest.fixture(scope="module")
def site(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample site as it is published below /digest/."""
    return built(root, tmp_path_factory.mktemp("strict"))


def built(root: Path, folder: Path, **settings: str) -> Path:
    project = Project(folder)
    for name in ("articles", "translations", "docs/ar/about.md", "docs/en/about.md"):
        source, target = root / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, dirs_exist_ok=True)
        else:
            shutil.copy(source, target)
    guide.write(folder / "docs", root)
    text = (root / "mkdocs.yml").read_text(encoding="utf-8")
    text = re.sub("(?m)^site_url: .*$", f"site_url: {HOME}", text)
    text = text.replace("custom_dir: overrides", f"custom_dir: {root / 'overrides'}")
    text += "".join(f"\n{name}: {value}" for name, value in settings.items())
    (folder / "mkdocs.yml").write_text(text, encoding="utf-8")
    done = project.build()
    assert done.returncode == 0, done.stderr
    return folder / "site"


@pytest.fixture
def address(site: Path, serve: Callable[..., str]) -> str:
    return serve(site, "/digest/")


@pytest.fixture
def watched(browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    """A page, and whatever its console says of faults and its policy refuses."""
    context: BrowserContext = browser.new_context()
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    context.add_init_script(WATCH)
    context.set_default_timeout(20_000)
    page = context.new_page()
    told: list[str] = []
    page.on(
        "console",
        lambda m: told.append(f"{page.url}: {m.text}") if m.type in ("error", "warning") else None,
    )
    page.on("pageerror", lambda error: told.append(f"{page.url}: {error}"))
    yield page, told
    context.close()


def refused(page: Page) -> list[str]:
    return page.evaluate("window.refused")


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_each_kind_of_page_keeps_to_its_policy(
    watched: tuple[Page, list[str]], address: str, lang: str
) -> None:
    page, told = watched
    for path in KINDS:
        page.goto(address + path.format(lang=lang))
        before = page.locator("body").get_attribute("data-md-color-scheme")
        page.locator("label[for^=__palette]:visible").click()
        expect(page.locator("body")).not_to_have_attribute("data-md-color-scheme", before or "")
        assert refused(page) == [], path
    assert told == []


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_what_readers_do_keeps_to_the_policy(
    watched: tuple[Page, list[str]], address: str, lang: str
) -> None:
    page, told = watched
    page.goto(f"{address}{lang}/articles/coffee/")
    page.locator("[data-khulasa-search=ready]").wait_for(state="attached")
    page.locator("#cite-mla + button").click()
    page.wait_for_function("async () => (await navigator.clipboard.readText()).length > 0")
    for tip in page.locator("abbr[title]:visible, [title]:visible").all()[:3]:
        tip.hover()
    page.keyboard.press("/")
    page.locator("dialog[open] input").fill("القهوة")
    page.locator('dialog ol[data-query="القهوة"] li').first.wait_for()
    visible = page.locator("dialog[open] select:visible")
    for name in visible.evaluate_all("selects => selects.map(({ name }) => name)"):
        choice = page.locator(f"dialog[open] select[name={name}]")
        choice.select_option(index=1)
        choice.select_option(index=0)  # a filter with nothing left to choose is hidden meanwhile
    page.keyboard.press("Escape")
    page.goto(f"{address}{lang}/articles/coffee/?mark=coffee+القهوة")
    expect(page.locator("mark").first).to_be_attached()
    assert refused(page) == []
    assert told == []


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_code_is_copied_by_a_button_that_has_a_name(
    watched: tuple[Page, list[str]], address: str, lang: str
) -> None:
    page, told = watched
    page.goto(f"{address}{lang}/guide/")
    block = page.locator("pre:has(code)").first
    name = {"ar": "نسخ", "en": "Copy"}[lang]
    block.get_by_role("button", name=name).click()
    page.wait_for_function("async () => (await navigator.clipboard.readText()).length > 0")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == block.locator("code").inner_text().rstrip()
    assert refused(page) == []
    assert told == []


def test_what_is_slipped_into_a_page_does_not_run(
    site: Path, serve: Callable[..., str], browser: Browser, tmp_path: Path
) -> None:
    folder = tmp_path / "site"
    shutil.copytree(site, folder)
    path = folder / "en/articles/coffee/index.html"
    slipped = (
        "<script>document.title = 'taken'</script><img src=x onerror=\"document.title='taken'\">"
        "<script src=https://example.net/x.js></script><base href=https://example.net/>"
        "<p id=styled style='position:fixed'>x</p><img src=https://example.net/x.png>"
        "<iframe src=https://example.net/></iframe><object data=https://example.net/></object>"
        "<a id=go href='javascript:document.title=\"taken\"'>go</a>"
    )
    html = path.read_text(encoding="utf-8").replace("<h1", f"{slipped}<h1", 1)
    path.write_text(html, encoding="utf-8")
    context = browser.new_context()
    context.add_init_script(WATCH)
    page = context.new_page()
    asked: list[str] = []
    page.on("response", lambda answer: asked.append(answer.url))
    page.goto(f"{serve(folder)}en/articles/coffee/")
    page.locator("#go").evaluate("link => link.click()")
    page.wait_for_function("() => window.refused.length >= 8")
    assert page.title() != "taken"
    assert page.locator("#styled").evaluate("p => getComputedStyle(p).position") == "static"
    assert {url for url in asked if "example.net" in url} == set()
    directives = {line.split()[0] for line in refused(page)}
    assert directives >= {"script-src-elem", "script-src-attr", "style-src-attr", "img-src"}
    context.close()


class Links(HTMLParser):
    """What a page leads to and loads, the ids in it, and the ids that stand twice."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.links: set[str] = set()
        self.ids: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        if "id" in facts:
            self.ids.append(facts["id"])
        for name in ("href", "src", "poster", "data"):
            if facts.get(name):
                self.links.add(facts[name])
        for candidate in facts.get("srcset", "").split(","):
            self.links.update(candidate.split()[:1])
        if facts.get("property") in ("og:url", "og:image") or "_url" in facts.get("name", ""):
            self.links.add(facts["content"])


def test_no_link_within_the_site_is_broken(site: Path, address: str) -> None:
    """From the door on, over HTTP; pages, files, anchors, feeds, alternates and canonicals."""
    pages, broken, waiting = {}, [], [(address, "the door"), (f"{address}404.html", "the server")]
    waiting.append((f"{address}sitemap.xml", "the server"))
    known = {each for each, _ in waiting}
    anchors: list[tuple[str, str, str]] = []
    while waiting:
        url, told_by = waiting.pop()
        try:
            with urlopen(url, timeout=20) as answer:
                kind, body = answer.headers.get_content_type(), answer.read()
        except OSError as error:
            broken.append((url, told_by, str(error)))
            continue
        if kind == "text/html":
            parsed = Links(body.decode())
            pages[url] = set(parsed.ids)
            links = parsed.links
        elif url.endswith((".xml", ".atom", ".rss")):
            tree = ElementTree.fromstring(body)
            links = {
                each.text.strip() for each in tree.iter() if (each.text or "").startswith(HOME)
            }
            links |= {value for each in tree.iter() for key, value in each.items() if key == "href"}
        else:
            continue
        for link in links:
            target = urljoin(url, link.replace(HOME, address, 1))
            target, _, anchor = target.partition("#")
            if not target.startswith(address):
                assert urlsplit(target).netloc != urlsplit(address).netloc, (url, link)
                continue
            if anchor:
                anchors.append((target, unquote(anchor), url))
            if target not in known:
                known.add(target)
                waiting.append((target, url))
    assert broken == []
    assert [a for a in anchors if a[0] in pages and a[1] not in pages[a[0]]] == []
    assert len(pages) == len(list(site.rglob("*.html"))), "every page is reached from the door"


def test_the_page_for_missing_addresses_works_at_any_depth(page: Page, site: Path) -> None:
    """Its links begin with the sub-path, as the server shows it in place of any page."""
    html = (site / "404.html").read_text(encoding="utf-8")
    links = Links(html).links
    assert {link for link in links if not link.startswith(("/digest/", "https://", "#"))} == set()


def test_ids_stand_once(site: Path) -> None:
    for path in site.rglob("*.html"):
        ids = Links(path.read_text(encoding="utf-8")).ids
        assert sorted(ids) == sorted(set(ids)), path.relative_to(site)


@pytest.fixture(scope="module")
def disk(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(root, tmp_path_factory.mktemp("disk"), use_directory_urls="false")


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_from_a_disk_one_reads_follows_links_and_sees_the_lights(
    watched: tuple[Page, list[str]], disk: Path, lang: str
) -> None:
    page, told = watched
    page.goto((disk / lang / "index.html").as_uri())
    page.locator("a[href*='library-catalogue']").first.click()
    expect(page.locator("h1")).to_be_visible()
    assert page.evaluate("document.fonts.ready.then(() => document.fonts.size)") > 0
    page.goto((disk / "ar/articles/library-catalogue.html").as_uri())
    page.locator("#s2").hover()
    expect(page.locator(".khulasa-lit")).to_have_count(2)
    page.locator("#s2 a").first.click()
    assert page.url.endswith("#e2")
    assert told == []
    assert refused(page) == []


@pytest.mark.parametrize(("lang", "said"), [("ar", "خادم ويب"), ("en", "web server")])
def test_from_a_disk_the_search_says_what_it_needs(
    watched: tuple[Page, list[str]], disk: Path, lang: str, said: str
) -> None:
    page, told = watched
    page.goto((disk / lang / "index.html").as_uri())
    page.keyboard.press("/")
    expect(page.locator("dialog[open]")).to_contain_text(said)
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    assert told == []


MATERIALS_OWN = (
    # Its drawers are checkboxes that must not come back checked when the page is shown again.
    "Attribute “autocomplete” is only allowed when the input type is",
    # A page without a table of contents still has the button for it.
    "The value of the “for” attribute of the “label” element must be the ID of a non-hidden form",
)
"""Messages on what the theme's own templates write."""


def test_the_html_is_valid(
    root: Path, site: Path, program: Callable[[str, str], str], kind_files: list[Path]
) -> None:
    """By the Nu HTML checker, but for what is Material's own."""
    jars = sorted((root / ".venv-tools").rglob("vnu.jar"))
    if not jars:
        lacking("needs the Nu HTML checker. Run: make .venv-tools/tools.stamp")
    command = [program("java", "default-jre-headless"), "-jar", str(jars[0])]
    command += ["--format", "json", "--errors-only", "--exit-zero-always", *map(str, kind_files)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=200, check=True)
    messages = json.loads(done.stderr)["messages"]
    faults = {
        f"{m['url'].removeprefix(f'file:{site}/')}: {m['message']}"
        for m in messages
        if not m["message"].startswith(MATERIALS_OWN)
    }
    assert faults == set()


@pytest.fixture
def kind_files(site: Path) -> list[Path]:
    """The file of a page of each kind, in both languages."""
    addresses = dict.fromkeys(kind.format(lang=lang) for kind in KINDS for lang in ("ar", "en"))
    files = [
        site / address / ("" if address.endswith(".html") else "index.html")
        for address in addresses
    ]
    assert all(file.is_file() for file in files)
    return files
