"""Feeds of every kind: what an entry is, what it says of itself, and whether it is the whole."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.collectors import Find
from generator.collectors.unpack import unpack
from generator.errors import SourceError
from generator.models import Article, Capture, Problem
from generator.readers import Source, read_source
from generator.readers.facts import facts_of

FEEDS = Path(__file__).resolve().parents[2] / ".." / "shared" / "data" / "feeds"

SENTENCE = "افتتحت المكتبة الجديدة في حي البساتين أبوابها أمام القراء صباح يوم السبت الماضي."
TEXT = " ".join([SENTENCE] * 6)
HTML = f"<h2>قاعة للأطفال</h2><p>{TEXT}</p><blockquote>{SENTENCE}</blockquote><ul><li>كتب</li></ul>"
SPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"'
    ' xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom"'
)


def rss(items: str, version: str = "2.0") -> str:
    head = "<title>مجلة الحي</title><link>https://hay.example/</link>"
    return f'<rss version="{version}" {SPACES}><channel>{head}{items}</channel></rss>'


def item(inside: str) -> str:
    return f"<item>{inside}</item>"


def atom(entries: str) -> str:
    return (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://hay.example/a/">'
        f"<title>مجلة الحي</title>{entries}</feed>"
    )


def captured(data: str | bytes, suffix: str = ".xml", url: str | None = None) -> Capture:
    raw = data.encode() if isinstance(data, str) else data
    return Capture(f"feed{suffix}", suffix, raw, url=url, retrieved="2024-05-10T09:00")


def found(data: str | bytes, suffix: str = ".xml", url: str | None = None) -> list[Find]:
    got = list(unpack(captured(data, suffix, url)))
    assert not [problem for problem in got if isinstance(problem, Problem)]
    return [find for find in got if isinstance(find, Find)]


def one(data: str | bytes, suffix: str = ".xml", url: str | None = None) -> Find:
    (find,) = found(data, suffix, url)
    return find


def article(find: Find) -> Article:
    source = Source(find.name, find.data, facts_of(find.facts, find.name), find.charset)
    return read_source(source, find.suffix)


def test_an_entry_of_rss_says_who_wrote_what_when_and_where() -> None:
    find = one(
        rss(
            item(
                "<title>مكتبة &amp;amp; &lt;b&gt;قاعة&lt;/b&gt;</title>"
                "<link>https://hay.example/%D9%85%D9%83%D8%AA%D8%A8%D8%A9/</link>"
                "<dc:creator><![CDATA[سلمى الخطيب]]></dc:creator>"
                "<pubDate>Sat, 04 May 2024 00:30:00 +0300</pubDate>"
                "<category><![CDATA[ثقافة]]></category><category>Uncategorized</category>"
                f"<description>{SENTENCE}</description>"
                f"<content:encoded><![CDATA[{HTML}]]></content:encoded>"
            )
        )
    )

    assert (find.suffix, find.charset, find.follow) == (".entry", "utf-8", None)
    assert find.facts == {
        "title": "مكتبة & قاعة",
        "url": "https://hay.example/%D9%85%D9%83%D8%AA%D8%A8%D8%A9/",
        "published": "2024-05-04T00:30+03:00",
        "source": "مجلة الحي",
        "authors": ("سلمى الخطيب",),
        "topics": ("ثقافة",),
    }
    read = article(find)
    assert [block.kind.value for block in read.blocks] == [
        "heading", "paragraph", "quote", "list_item",
    ]  # fmt: skip
    assert (read.title, read.source, read.authors) == (
        "مكتبة & قاعة", "مجلة الحي", ("سلمى الخطيب",),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("element", "expected"),
    [
        ("<pubDate>Sat, 04 May 2024 00:00:00 +0300</pubDate>", "2024-05-04"),
        ("<pubDate>Sat, 4 May 24 23:10 GMT</pubDate>", "2024-05-04T23:10+00:00"),
        ("<pubDate>2024-05-04T14:35:10Z</pubDate>", "2024-05-04T14:35+00:00"),
        ("<pubDate>السبت 4 أيار 2024 - 14:35</pubDate>", "2024-05-04T14:35"),
        ("<pubDate>منذ 3 أيام</pubDate>", "2024-05-07"),
        ("<dc:date>2024-05-04</dc:date>", "2024-05-04"),
        ("<pubDate>Thu, 01 Jan 1970 00:00:00 +0000</pubDate>", None),
        ("<pubDate>قريبا</pubDate>", None),
        ("", None),
    ],
)
def test_a_date_keeps_its_zone_and_its_precision_or_is_unknown(
    element: str, expected: str | None
) -> None:
    find = one(rss(item(f"<title>ع</title><description>{TEXT}</description>{element}")))

    assert find.facts.get("published") == expected


def test_the_time_of_an_update_is_not_that_of_publication() -> None:
    entry = f"<title>ع</title><content>{TEXT}</content><updated>2024-05-04T10:00:00Z</updated>"
    assert "published" not in one(atom(f"<entry>{entry}</entry>")).facts

    entry += "<published>2024-05-01T10:00:00Z</published>"
    assert one(atom(f"<entry>{entry}</entry>")).facts["published"] == "2024-05-01T10:00+00:00"


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("<author>desk@hay.example (نور الحسن)</author>", ("نور الحسن",)),
        ("<author>desk@hay.example</author>", None),
        ("<dc:creator>admin</dc:creator>", None),
        ("<dc:creator>مجلة الحي</dc:creator>", None),
        ("<dc:creator>نور الحسن</dc:creator><dc:creator>سلمى</dc:creator>", ("نور الحسن", "سلمى")),
    ],
)
def test_an_author_is_a_name_without_an_address(author: str, names: tuple[str, ...] | None) -> None:
    find = one(rss(item(f"<title>ع</title>{author}<description>{TEXT}</description>")))

    assert find.facts.get("authors") == names


@pytest.mark.parametrize(
    ("inside", "link"),
    [
        ("<link>/خبر/1</link>", "https://hay.example/خبر/1"),
        ("<link>https://hay.example/a b</link>", "https://hay.example/a%20b"),
        (
            "<link>https://feeds.example/~r/1</link>"
            "<feedburner:origLink>https://hay.example/1</feedburner:origLink>",
            "https://hay.example/1",
        ),
        ("<guid>https://hay.example/2</guid>", "https://hay.example/2"),
        ('<guid isPermaLink="false">https://hay.example/?p=2</guid>', None),
        ("<link>javascript:alert(1)</link>", None),
        ("<guid>tag:hay.example,2024:1</guid>", None),
    ],
)
def test_a_link_is_resolved_and_an_identifier_is_none(inside: str, link: str | None) -> None:
    data = rss(item(f"<title>ع</title><description>{TEXT}</description>{inside}"))

    assert one(data, url="https://hay.example/feed/").facts.get("url") == link


def test_an_entry_of_atom_in_each_of_its_kinds_of_text() -> None:
    entries = (
        '<entry><title type="html">أ &lt;i&gt;ب&lt;/i&gt;</title><link href="1.html"/>'
        '<link rel="replies" href="1/comments"/><author><name>نور</name>'
        "<email>a@hay.example</email></author>"
        f'<category term="k" label="ثقافة"/><content type="html">&lt;p&gt;{TEXT}&lt;/p&gt;</content>'
        "</entry>"
        "<entry><title>ج</title><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>"
        f"<p>{TEXT}</p></div></content></entry>"
        f"<entry><title>د &lt; ه</title><content type='text'>{TEXT}\n\n3 &lt; 4 {TEXT}</content></entry>"
    )
    html, xhtml, text = found(atom(entries))

    assert html.facts["title"] == "أ ب"
    assert html.facts["url"] == "https://hay.example/a/1.html"
    assert (html.facts["authors"], html.facts["topics"]) == (("نور",), ("ثقافة",))
    assert [len(article(find).blocks) for find in (html, xhtml, text)] == [1, 1, 2]
    assert article(text).blocks[1].text.startswith("3 < 4 ")
    assert article(text).title == "د < ه"


def test_rss_1_0_and_the_oldest_of_all() -> None:
    rdf = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        ' xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        '<channel rdf:about="https://hay.example"><title>مجلة الحي</title></channel>'
        '<item rdf:about="https://hay.example/1"><title>ع</title>'
        f"<link>https://hay.example/1</link><description>{TEXT}</description>"
        "<dc:date>2024-05-04T14:35:00+03:00</dc:date></item></rdf:RDF>"
    )
    old = (
        '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN"'
        ' "http://my.netscape.com/publish/formats/rss-0.91.dtd">'
        + rss(item(f"<title>ع</title><description>{TEXT}</description>"), "0.91")
    )

    assert one(rdf).facts["published"] == "2024-05-04T14:35+03:00"
    assert article(one(old)).blocks[0].text == TEXT


@pytest.mark.parametrize(
    ("content", "follows"),
    [
        (f"<description>{TEXT}</description>", False),
        (f"<description>{SENTENCE}</description>", True),
        (f"<description>{SENTENCE} […]</description>", True),
        (f"<description>{TEXT} [&amp;#8230;]</description>", True),
        (f"<description>{TEXT}&lt;p&gt;اقرأ المزيد »&lt;/p&gt;</description>", True),
        (f"<description>{SENTENCE}&lt;br&gt;{SENTENCE} ...</description>", True),
        (f"<description>{TEXT} {TEXT} {TEXT} وهكذا...</description>", False),
        (
            "<description>بيت من الشعر&lt;br&gt;وبيت آخر&lt;br&gt;وثالث بعده&lt;br&gt;ورابع</description>",
            False,
        ),
        (
            f"<description>{SENTENCE} […]</description>"
            f"<content:encoded><![CDATA[<p>{TEXT}</p>]]></content:encoded>",
            False,
        ),
        (f"<content:encoded><![CDATA[<p>{SENTENCE}</p>]]></content:encoded>", True),
        (
            f"<content:encoded><![CDATA[<p>{TEXT}</p><p>The post <a>ع</a> appeared first on"
            " <a>مجلة الحي</a>.</p>]]></content:encoded>",
            False,
        ),
        (
            f"<description><![CDATA[<p>{TEXT} […]</p><p>ظهرت المقالة <a>ع</a> أولاً على"
            " <a>مجلة الحي</a>.</p>]]></description>",
            True,
        ),
        (
            f"<media:description>صورة القاعة</media:description><description>{TEXT}</description>",
            False,
        ),
        ("", True),
    ],
)
def test_a_teaser_leads_to_its_page_and_a_whole_text_does_not(content: str, follows: bool) -> None:
    link = "https://hay.example/1"
    find = one(rss(item(f"<title>خبر المكتبة</title><link>{link}</link>{content}")))

    assert find.follow == (link if follows else None)
    if follows:
        with pytest.raises(SourceError) as refused:
            article(find)
        assert "only a teaser" in str(refused.value)
        assert "--feed follows it" in str(refused.value)
    else:
        assert not any("مجلة الحي" in block.text for block in article(find).blocks)


def test_a_teaser_without_a_link_is_refused_without_a_promise() -> None:
    find = one(rss(item(f"<title>ع</title><description>{SENTENCE}</description>")))

    assert find.follow is None
    with pytest.raises(SourceError, match="without a link") as refused:
        article(find)
    assert "--feed" not in str(refused.value)


def test_a_json_feed() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "مجلة الحي",
        "feed_url": "https://hay.example/feed.json",
        "authors": [{"name": "أسرة المجلة"}],
        "items": [
            {"id": "1", "url": "/1", "title": "أ", "content_html": HTML, "content_text": SENTENCE,
             "date_published": "2024-05-04T14:35:00+03:00", "tags": ["ثقافة", 7],
             "authors": [{"name": "سلمى"}]},
            {"id": "2", "url": "https://hay.example/2", "title": "ب", "summary": TEXT},
            {"id": "3", "content_text": f"{TEXT}\n\n{TEXT}", "author": {"name": "نور"}},
            "not an item",
        ],
    }  # fmt: skip
    whole, summary, text = found(json.dumps(feed), ".json")

    assert whole.facts == {
        "title": "أ", "url": "https://hay.example/1", "published": "2024-05-04T14:35+03:00",
        "source": "مجلة الحي", "authors": ("سلمى",), "topics": ("ثقافة",),
    }  # fmt: skip
    assert (whole.follow, summary.follow) == (None, None)
    assert summary.facts["authors"] == ("أسرة المجلة",)
    assert len(article(text).blocks) == 2
    assert article(text).authors == ("نور",)


def test_two_entries_with_one_id_are_two_finds_with_two_names() -> None:
    entry = item(f"<title>ع</title><guid>1</guid><description>{TEXT}</description>")

    assert [find.name for find in found(rss(entry * 2))] == ["feed.xml#1", "feed.xml#2"]


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a feed asked for the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    entry = item(
        f"<title>ع</title><link>https://hay.example/1</link><description>{TEXT}</description>"
    )

    assert one(rss(entry), url="https://hay.example/feed").follow is None


def test_a_thousand_entries_are_read_in_their_order() -> None:
    entries = "".join(
        item(f"<title>خبر {n}</title><description>{TEXT}</description>") for n in range(1_000)
    )

    assert [find.facts["title"] for find in found(rss(entries))] == [
        f"خبر {n}" for n in range(1_000)
    ]


def shared(name: str) -> Iterator[Find]:
    path = FEEDS / name
    if not path.is_file():
        pytest.skip("needs ../shared/data/feeds")
    capture = Capture(name, path.suffix, path.read_bytes(), retrieved="2026-11-01")
    for find in unpack(capture):
        assert isinstance(find, Find)
        yield find


def test_a_real_feed_with_whole_texts() -> None:
    finds = list(shared("nabd-sharqi_rss2.xml"))
    articles = [article(find) for find in finds]

    assert len(articles) == 10
    assert not any(find.follow for find in finds)
    assert {read.lang for read in articles} == {"ar"}
    assert all(read.published and len(read.published) == 10 for read in articles)
    assert all(read.url and "%D" in read.url for read in articles)


def test_a_real_feed_of_teasers() -> None:
    finds = list(shared("doyouknow_ar_feed.json"))

    assert len(finds) == 20
    assert all(find.follow == find.facts["url"] for find in finds)
