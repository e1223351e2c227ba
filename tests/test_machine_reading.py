"""What programs find on the built site: feeds, citations, tags, the sitemap; and the corpus."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
from pathlib import Path
from urllib.parse import quote, unquote, urljoin, urlsplit

import feedparser
import pytest
from bs4 import BeautifulSoup
from lxml import etree
from project import Project

BASE = "https://example.org/digest/"
HEAD = """\
---
source: نشرة الحي
url: https://example.org/library
archived: https://archive.example.org/2026/library
published: 2026-02-03
retrieved: 2026-02-04T10:00:00Z
authors: ['"><img src=x onerror=alert(1)>']
topics: [المكتبات]
---
"""
LIBRARY = f"""\
{HEAD}مكتبة الحي ]]> تفتح </script> أبوابها

فتحت مكتبة الحي أبوابها مساء الأحد لأول مرة منذ 12 عامًا. وقالت أمينة المكتبة إن عدد الزوار فاق المتوقع. وتضم القاعة الجديدة 300 كتاب بالعربية.
"""
SECOND = "السوق القديم يفتح أبوابه\n\nفتح السوق القديم أبوابه صباح الأحد بعد ترميم استمر سنة. وقال تجار السوق إن الزوار كانوا كثيرين.\n"


def digest(folder: Path, options: str = "") -> Project:
    project = Project(folder)
    project.configure(options)
    project.add("library.txt", LIBRARY)
    project.add("market.txt", SECOND)
    project.khulasa("update")
    project.translate("library")
    return project


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = digest(tmp_path_factory.mktemp("machine"))
    built = project.build()
    assert built.returncode == 0, built.stderr
    return project


def head(project: Project, page: str) -> BeautifulSoup:
    return project.html(page).head


def on_disk(project: Project, address: str) -> Path:
    """The file of the site at an address."""
    assert address.startswith(BASE), address
    path = project.folder / "site" / unquote(urlsplit(address).path).removeprefix("/digest/")
    return path / "index.html" if address.endswith("/") else path


@pytest.mark.parametrize("lang", ["ar", "en"])
@pytest.mark.parametrize(
    ("page", "stem"),
    [
        ("", "feed"),
        ("articles/library", "feed"),
        ("topics", "feed"),
        ("topics/المكتبات", "topics/المكتبات/feed"),
        ("months/2026-02", "months/2026-02/feed"),
        ("sources/نشرة-الحي", "sources/نشرة-الحي/feed"),
    ],
)
def test_each_page_names_its_feeds(project: Project, lang: str, page: str, stem: str) -> None:
    links = head(project, f"{lang}/{page}").select("link[rel~=alternate][type]")
    found = {urljoin(f"{BASE}{quote(f'{lang}/{page}')}/", link["href"]) for link in links}
    found = {address.replace("//feed", "/feed") for address in found}
    wanted = {f"{BASE}{quote(f'{lang}/{stem}')}{end}" for end in (".atom", ".rss", ".json")}
    assert found == wanted
    for name in ("atom", "rss", "json"):
        assert (project.folder / "site" / lang / f"{stem}.{name}").is_file()


@pytest.mark.parametrize("suffix", ["atom", "rss"])
def test_the_addresses_in_feeds_lead_to_pages(project: Project, suffix: str) -> None:
    for file in (project.folder / "site").rglob(f"feed.{suffix}"):
        read = feedparser.parse(file.read_bytes())
        assert not read.bozo
        for item in read.entries:
            assert on_disk(project, item.link).is_file()
        (own,) = [link.href for link in read.feed.links if link.rel == "self"]
        path = file.relative_to(project.folder / "site").as_posix()
        assert own == f"{BASE}{quote(path)}"


def test_a_list_shows_its_feeds(project: Project) -> None:
    for lang in ("ar", "en"):
        links = project.html(f"{lang}/topics/المكتبات").select(".khulasa-feeds a")
        assert [link["href"] for link in links] == ["feed.atom", "feed.rss", "feed.json"]


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_an_article_offers_its_citations(project: Project, lang: str) -> None:
    page = project.html(f"{lang}/articles/library")
    assert [dt.get_text() for dt in page.select(".khulasa-citations dt")] == [
        "APA",
        "MLA",
        "Chicago",
    ]
    for dd in page.select(".khulasa-citations dd"):
        shown = dd.span.get_text().replace("\u200e", "")
        assert "mktba al-ḥy" in shown
        assert "مكتبة الحي ]]> تفتح </script> أبوابها" in shown
        assert "English 0 of library." in shown
        assert dd.button["data-clipboard-target"] == f"#{dd.span['id']}"
    links = page.select(".khulasa-downloads a")
    for link in links:
        address = urljoin(f"{BASE}{lang}/articles/library/", link["href"])
        assert on_disk(project, address).is_file()
    assert len(links) == 3


def test_where_it_was_when_and_its_fingerprint_are_shown(project: Project) -> None:
    page = project.html("en/articles/library")
    links = [a["href"] for a in page.select(".khulasa-facts a.khulasa-original")]
    assert links == ["https://example.org/library", "https://archive.example.org/2026/library"]
    assert page.select_one(".khulasa-facts time[datetime^='2026-02-04T10:00']")
    assert len(page.select_one(".khulasa-cite .khulasa-fingerprint code").get_text()) == 64


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_a_page_says_what_it_is_and_of_what_it_is_a_translation(
    project: Project, lang: str
) -> None:
    page = head(project, f"{lang}/articles/library")
    address = f"{BASE}{lang}/articles/library/"
    assert page.select_one("link[rel=canonical]")["href"] == address
    assert page.select_one("meta[property='og:url']")["content"] == address
    assert (
        page.select_one("meta[name=citation_author]")["content"] == '"><img src=x onerror=alert(1)>'
    )
    assert page.select("img") == []
    (script,) = page.select("script[type='application/ld+json']")
    linked = json.loads(script.get_text())
    assert (linked["@id"], linked["inLanguage"]) == (address, lang)
    other = linked["workTranslation" if lang == "ar" else "translationOfWork"]
    assert on_disk(project, other["@id"]).is_file()
    assert "/articles/library/" in other["@id"]


def test_hreflang_leads_both_ways_in_pages_and_in_the_sitemap(project: Project) -> None:
    names = {
        "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
        "x": "http://www.w3.org/1999/xhtml",
    }
    site = project.folder / "site"
    assert (
        gzip.decompress((site / "sitemap.xml.gz").read_bytes())
        == (site / "sitemap.xml").read_bytes()
    )
    mapped = {
        url.findtext("s:loc", namespaces=names): {
            link.get("hreflang"): link.get("href") for link in url.iterfind("x:link", names)
        }
        for url in etree.parse(site / "sitemap.xml").iterfind("s:url", names)
    }
    assert f"{BASE}en/articles/library/" in mapped
    for address, languages in mapped.items():
        page = BeautifulSoup(on_disk(project, address).read_text(), "html.parser")
        links = page.head.select("link[rel~=alternate][hreflang]")
        assert {a["hreflang"]: a["href"] for a in links} == languages
        if address != BASE:
            assert address in languages.values(), "a page is among its own languages"
        for twin in languages.values():
            assert mapped[twin] == languages, "the twin leads back"


def test_a_list_is_described_for_previews(project: Project) -> None:
    page = head(project, "en/topics/المكتبات")
    assert page.select_one("meta[property='og:type']")["content"] == "website"
    assert page.select_one("meta[property='og:title']")["content"] == "المكتبات"


def test_search_engines_can_be_kept_out(tmp_path: Path) -> None:
    project = digest(tmp_path / "digest", "      noindex: true\n      feeds: off")
    assert project.build().returncode == 0
    site = project.folder / "site"
    for page in ("", "en/", "ar/articles/library/", "en/topics/"):
        robots = head(project, page).select("meta[name=robots]")
        assert [tag["content"] for tag in robots] == ["noindex"]
    assert not (site / "sitemap.xml").exists()
    assert list(site.rglob("feed.*")) == []
    assert not project.html("en/topics/المكتبات").select(".khulasa-feeds")
    assert list((site / "cite").iterdir())


def test_a_site_is_not_kept_out_by_itself(project: Project) -> None:
    assert not head(project, "en/articles/library").select("meta[name=robots]")


def test_without_an_address_the_site_is_built_and_says_nothing_that_is_not_so(
    tmp_path: Path,
) -> None:
    project = digest(tmp_path / "digest")
    settings = project.folder / "mkdocs.yml"
    settings.write_text(re.sub("site_url: .*\n", "", settings.read_text()))
    assert project.build().returncode == 0
    page = head(project, "en/articles/library")
    assert not page.select("link[rel=canonical], meta[property='og:url']")
    linked = json.loads(page.select_one("script[type='application/ld+json']").get_text())
    assert "@id" not in linked
    read = feedparser.parse((project.folder / "site/en/feed.atom").read_bytes())
    (link,) = [item.link for item in read.entries if item.title.startswith("English")]
    assert (project.folder / "site/en" / link / "index.html").is_file()


def test_pages_may_be_files_and_not_folders(tmp_path: Path) -> None:
    project = digest(tmp_path / "digest")
    with (project.folder / "mkdocs.yml").open("a") as file:
        file.write("use_directory_urls: false\n")
    assert project.build().returncode == 0
    site = project.folder / "site"
    page = BeautifulSoup((site / "en/articles/library.html").read_text(), "html.parser")
    for link in page.select(".khulasa-downloads a"):
        assert (site / "en/articles" / link["href"]).resolve().is_file()
    read = feedparser.parse((site / "en/feed.atom").read_bytes())
    assert f"{BASE}en/articles/library.html" in [item.link for item in read.entries]


def test_a_file_of_a_persons_own_is_left_alone(tmp_path: Path) -> None:
    project = digest(tmp_path / "digest")
    own = project.folder / "docs" / "en" / "feed.atom"
    own.parent.mkdir()
    own.write_text("mine")
    built = project.build()
    assert built.returncode == 1
    assert "docs/en/feed.atom: the site has a file of its own under this name" in built.stderr
    assert (project.folder / "site/en/feed.atom").read_text() == "mine"
    assert (project.folder / "site/ar/feed.atom").is_file()


def test_the_same_files_give_the_same_feeds_and_citations(project: Project, tmp_path: Path) -> None:
    def files(site: Path) -> dict[str, bytes]:
        found = [*site.rglob("feed.*"), *site.rglob("cite/*"), site / "sitemap.xml"]
        return {path.relative_to(site).as_posix(): path.read_bytes() for path in found}

    twin = digest(tmp_path / "twin")
    assert twin.build().returncode == 0
    assert files(twin.folder / "site") == files(project.folder / "site")


def test_the_corpus_is_exported_an_article_a_line(project: Project) -> None:
    done = project.khulasa("export", "--jsonl")
    assert done.returncode == 0
    library, market = sorted(map(json.loads, done.stdout.splitlines()), key=lambda r: r["slug"])
    assert library["title"] == "مكتبة الحي ]]> تفتح </script> أبوابها"
    assert library["title_english"] == "English 0 of library."
    assert library["archived"] == "https://archive.example.org/2026/library"
    assert library["page_english"] == f"{BASE}en/articles/library/"
    assert library["blocks"][0]["text"].startswith("فتحت مكتبة الحي")
    assert library["summary"][0]["english"] == "English 1 of library."
    assert library["summary"][0]["sentences"] == ["s1"]
    assert (library["status"], market["status"]) == ("reviewed", "missing")
    assert market["published"] is None


def test_the_corpus_is_a_table_too_and_not_that_of_the_translations(project: Project) -> None:
    corpus = project.folder / "corpus.csv"
    assert project.khulasa("export", "--corpus", "-o", "corpus.csv").returncode == 0
    rows = list(csv.DictReader(io.StringIO(corpus.read_text("utf-8-sig"), newline="")))
    assert sorted(row["slug"] for row in rows) == ["library", "market"]
    assert {row["summary_english"] for row in rows} >= {""}
    translations = project.khulasa("export", "--csv").stdout
    assert len(translations.splitlines()) > len(rows) + 1


def test_a_cell_that_a_spreadsheet_would_run_is_guarded(tmp_path: Path) -> None:
    project = Project(tmp_path / "digest")
    project.add("sum.txt", f'---\nsource: "=HYPERLINK(1)"\n---\n{SECOND}')
    assert project.khulasa("export", "--corpus", "--csv", "-o", "c.csv").returncode == 0
    text = (project.folder / "c.csv").read_text("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert row["source"] == "'=HYPERLINK(1)"


def test_only_some_of_the_corpus(project: Project) -> None:
    done = project.khulasa("export", "--jsonl", "--status", "reviewed")
    assert [json.loads(line)["slug"] for line in done.stdout.splitlines()] == ["library"]
    done = project.khulasa("export", "--jsonl", "market", "-o", "one.jsonl")
    assert (done.stdout, done.stderr.strip()) == ("", "1 article as JSON Lines.")
    assert len((project.folder / "one.jsonl").read_text().splitlines()) == 1


def test_the_corpus_has_no_other_form(project: Project) -> None:
    done = project.khulasa("export", "--corpus", "--tmx")
    assert done.returncode == 2
    assert "--jsonl or --csv" in done.stderr


@pytest.mark.parametrize("suffix", ["atom", "rss", "json"])
def test_another_digest_can_read_the_feeds_of_this_one(tmp_path: Path, suffix: str) -> None:
    project = digest(tmp_path / "digest", "      feeds: full")
    assert project.build().returncode == 0
    other = Project(tmp_path / "other")
    feed = project.folder / "site" / "ar" / f"feed.{suffix}"
    added = other.khulasa("add", "--json", str(feed))
    assert added.returncode == 0, added.stdout
    files = {path.read_text() for path in (other.folder / "articles").glob("*.md")}
    assert len(files) == 2
    (library,) = [text for text in files if "مكتبة الحي" in text]
    assert "وتضم القاعة الجديدة 300 كتاب بالعربية." in library
    assert "2026-02-03" in library
