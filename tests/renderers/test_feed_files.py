"""Feeds: valid in every format, read back by others, with what a reader must know, and stable."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import feedparser
import pytest
from bs4 import BeautifulSoup
from hostile import AUTHOR, SHOWN, SITE, hostile_digest, hostile_entry
from jsonschema import Draft202012Validator
from lxml import etree

from generator.config import Settings
from generator.models import (
    Article,
    Block,
    BlockKind,
    Copy,
    Digest,
    Entry,
    Origin,
    Segment,
    Status,
    Translation,
)
from generator.renderers.feeds import feeds
from generator.text.segments import article_sentences

SCHEMAS = Path(__file__).resolve().parents[1] / "schemas"
FULL = replace(SITE, feeds="full")
BARE = replace(SITE, site_url=None)


def entry(slug: str, status: Status = Status.MACHINE, **facts: object) -> Entry:
    """An article of two sentences, with facts of its own."""
    blocks = (
        Block(BlockKind.PARAGRAPH, f"افتتحت المكتبة {slug}.", 1),
        Block(BlockKind.LIST_ITEM, "كتاب قديم.", 2),
    )
    defaults = {
        "source": "نشرة الحي",
        "url": f"https://example.org/{slug}",
        "published": "2016-10-25",
        "topics": ("الكتب",),
    }
    article = Article(
        slug, f"عنوان {slug}", "ar", f"articles/{slug}.txt", "5" * 64, blocks=blocks,
        **(defaults | facts),
    )  # fmt: skip
    english = status is not Status.MISSING
    origin = Origin("libre", None, "2016-11-01") if english else None
    texts = (("title", f"عنوان {slug}", f"Title {slug}"), ("summary", blocks[0].text, "It opened."))
    title, line = (
        Translation(Segment(context, arabic), text if english else "", status, origin)
        for context, arabic, text in texts
    )
    return Entry(article, article_sentences(blocks), title, (line,), "lead")


def made(digest: Digest, settings: Settings = SITE) -> dict[str, bytes]:
    return {asset.path.as_posix(): asset.content for asset in feeds(digest, settings)}


DIGESTS = {
    "ordinary": Digest((entry("b"), entry("a", Status.MISSING), entry("c", Status.REVIEWED))),
    "hostile": hostile_digest(),
    "empty": Digest(),
    "unknown": Digest((entry("d", source=None, url=None, published=None, topics=()), entry("e", published="2016"))),
}  # fmt: skip
ALL = [
    pytest.param(digest, settings, id=f"{name}, {how}")
    for name, digest in DIGESTS.items()
    for how, settings in (("summaries", SITE), ("full", FULL), ("no address", BARE))
]


@pytest.mark.parametrize(("digest", "settings"), ALL)
def test_every_feed_is_valid(digest: Digest, settings: Settings) -> None:
    grammars = {
        suffix: etree.RelaxNG(etree.parse(SCHEMAS / f"{name}.rng"))
        for suffix, name in ((".atom", "atom"), (".rss", "rss"))
    }
    json_feed = Draft202012Validator(json.loads((SCHEMAS / "json_feed.json").read_text()))
    for path, content in made(digest, settings).items():
        suffix = Path(path).suffix
        if suffix == ".json":
            json_feed.validate(json.loads(content))
        else:
            grammars[suffix].assertValid(etree.fromstring(content))


@pytest.mark.parametrize(("digest", "settings"), ALL)
def test_a_feed_reader_reads_them_without_a_complaint(digest: Digest, settings: Settings) -> None:
    for path, content in made(digest, settings).items():
        if path.endswith(".json"):
            continue
        read = feedparser.parse(content)
        assert not read.bozo, (path, read.get("bozo_exception"))
        assert read.version in ("atom10", "rss20")
        ids = [item.id for item in read.entries]
        assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("suffix", ["atom", "rss"])
def test_what_a_reader_of_feeds_is_told(suffix: str) -> None:
    read = feedparser.parse(made(DIGESTS["ordinary"])[f"en/feed.{suffix}"])
    assert read.feed.title == "خلاصة"
    assert read.feed.language == "en"
    assert read.feed.link == "https://example.org/digest/en/"
    known = {item.title: item for item in read.entries}
    item = known["Title c"]
    assert item.link == "https://example.org/digest/en/articles/c/"
    assert item.published_parsed[:3] == (2016, 10, 25)
    assert item.author == "نشرة الحي"
    assert [tag.term for tag in item.tags] == ["الكتب"]
    assert "It opened." in item.summary
    assert "English: reviewed" in item.summary
    (content,) = item.content
    words = BeautifulSoup(content.value, "html.parser").get_text()
    assert "Source: نشرة الحي." in " ".join(words.split())
    assert 'href="https://example.org/c"' in content.value
    assert (
        "not reviewed, machine translation by libre on 1 November 2016" in known["Title b"].summary
    )
    assert "English summary pending" in known["عنوان a"].summary


def test_a_json_feed_tells_the_same() -> None:
    read = json.loads(made(DIGESTS["ordinary"])["en/feed.json"])
    assert read["feed_url"] == "https://example.org/digest/en/feed.json"
    item = next(item for item in read["items"] if item["title"] == "Title c")
    assert item["url"] == "https://example.org/digest/en/articles/c/"
    assert item["external_url"] == "https://example.org/c"
    assert item["tags"] == ["الكتب"]
    assert item["_khulasa"]["status"] == "reviewed"
    assert item["_khulasa"]["sha256"] == "5" * 64


def test_each_list_of_articles_has_its_feeds_in_both_languages() -> None:
    stems = {path.rpartition(".")[0] for path in made(DIGESTS["ordinary"])}
    assert stems == {
        f"{lang}/{page}feed"
        for lang in ("ar", "en")
        for page in (
            "",
            "months/2016-10/",
            "weeks/2016-W43/",
            "topics/الكتب/",
            "sources/نشرة-الحي/",
        )
    }


def test_a_feed_of_a_list_holds_only_what_is_on_it() -> None:
    digest = Digest((entry("a"), entry("b", source="صحيفة")))
    read = feedparser.parse(made(digest)["en/sources/صحيفة/feed.atom"])
    assert read.feed.title == "صحيفة · خلاصة"
    assert [item.title for item in read.entries] == ["Title b"]


@pytest.mark.parametrize(("lang", "shown"), [("ar", 2), ("en", 2)])
def test_the_arabic_text_is_in_it_when_the_settings_say_so(lang: str, shown: int) -> None:
    digest = Digest((entry("a"),))
    for settings, number in ((SITE, 0), (FULL, shown)):
        (item,) = json.loads(made(digest, settings)[f"{lang}/feed.json"])["items"]
        html = BeautifulSoup(item["content_html"], "html.parser")
        paragraphs = html.select("[lang=ar][dir=rtl] > p, [lang=ar][dir=rtl] > ul > li")
        assert ("كتاب قديم." in [p.get_text() for p in paragraphs]) is bool(number)
        assert (item["content_html"].count("It opened.") == 1) is (bool(number) or lang == "en")


def test_there_are_no_feeds_when_the_settings_say_so() -> None:
    assert made(DIGESTS["ordinary"], replace(SITE, feeds="off")) == {}


def test_a_feed_holds_the_articles_that_changed_last() -> None:
    old, new = entry("old", retrieved="2016-12-01"), entry("new", retrieved="2016-12-02T10:00Z")
    digest = Digest((old, entry("older"), new))
    read = feedparser.parse(made(digest, replace(SITE, feed_length=2))["en/feed.atom"])
    assert [item.title for item in read.entries] == ["Title new", "Title old"]
    assert read.feed.updated == read.entries[0].updated == "2016-12-02T10:00:00Z"


@pytest.mark.parametrize("suffix", ["atom", "rss"])
@pytest.mark.parametrize("published", [None, "2016", "2016-10"])
def test_a_day_that_is_not_known_is_not_given(suffix: str, published: str | None) -> None:
    digest = Digest((entry("a", published=published),))
    (item,) = feedparser.parse(made(digest)[f"en/feed.{suffix}"]).entries
    assert "published" not in item
    shown = {None: "The page gives no date", "2016": "2016", "2016-10": "October 2016"}[published]
    assert f"Published: {shown}." in item.content[0].value


def test_a_time_keeps_its_zone() -> None:
    digest = Digest((entry("a", published="2016-10-25T14:35+03:00"),))
    content = made(digest)["en/feed.atom"].decode()
    assert "<published>2016-10-25T14:35:00+03:00</published>" in content


def ids(content: bytes) -> list[str]:
    return [item.id for item in feedparser.parse(content).entries]


def test_ids_stay_while_an_article_is_translated_dated_and_revised() -> None:
    before = made(Digest((entry("a", Status.MISSING, published=None),)))
    after = made(Digest((entry("a", Status.REVIEWED, revision=2),)))
    for path in ("ar/feed.atom", "en/feed.rss"):
        assert ids(before[path]) == ids(after[path])
    assert ids(after["ar/feed.atom"]) != ids(after["en/feed.atom"])
    assert ids(after["ar/feed.atom"]) == ids(after["ar/feed.rss"])


def test_ids_can_stay_when_the_site_moves() -> None:
    digest = DIGESTS["ordinary"]
    moved = replace(SITE, site_url="https://new.example.org/")
    kept = replace(moved, identity="https://example.org/digest")
    secure = replace(SITE, site_url="http://example.org/digest")
    path = "en/feed.atom"
    here = ids(made(digest)[path])
    assert ids(made(digest, moved)[path]) != here
    assert ids(made(digest, kept)[path]) == here == ids(made(digest, secure)[path])


def test_the_topics_of_a_copy_are_in_it() -> None:
    copy = Copy.of(entry("x", topics=("القراءة",)).article)
    digest = Digest((replace(entry("a"), copies=(copy,)),))
    (item,) = json.loads(made(digest)["ar/feed.json"])["items"]
    assert item["tags"] == ["الكتب", "القراءة"]


def test_without_an_address_of_the_site_links_lead_from_the_feed_to_the_page() -> None:
    content = made(Digest((entry("a"),)), BARE)["en/topics/الكتب/feed.json"]
    (item,) = json.loads(content)["items"]
    assert item["url"] == "../../articles/a/"


@pytest.mark.parametrize("lang", ["ar", "en"])
@pytest.mark.parametrize("settings", [SITE, FULL])
def test_text_of_a_source_is_text_in_every_format(lang: str, settings: Settings) -> None:
    files = made(hostile_digest(), settings)
    atom, rss = (feedparser.parse(files[f"{lang}/feed.{suffix}"]) for suffix in ("atom", "rss"))
    (item,) = json.loads(files[f"{lang}/feed.json"])["items"]
    for read in (atom, rss):
        # feedparser takes a title for HTML or not; the words of it are the same.
        assert read.entries[0].title_detail.value == SHOWN
    assert item["title"] == SHOWN
    assert item["authors"][0]["name"] == AUTHOR
    raw = etree.fromstring(files[f"{lang}/feed.atom"])
    assert raw.findtext("{*}entry/{*}author/{*}name") == AUTHOR
    html = BeautifulSoup(item["content_html"], "html.parser")
    assert html.select("script, img") == []
    assert SHOWN in " ".join(html.get_text().split())
    assert AUTHOR in html.get_text()
    assert html.a["href"].startswith("https://example.org/a?b=%22%3E%3Cscript")


def test_the_same_digest_gives_the_same_bytes() -> None:
    assert made(DIGESTS["ordinary"]) == made(DIGESTS["ordinary"])


def test_no_control_character_is_left() -> None:
    for content in made(Digest((hostile_entry(), entry("a"))), FULL).values():
        assert (
            re.search(
                "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe]", content.decode()
            )
            is None
        )
