"""Feeds that are broken, wrongly encoded or made to do harm: read where no letter is lost, or told."""

from __future__ import annotations

import json
import time

import pytest

from generator.collectors import Find
from generator.collectors.unpack import unpack
from generator.errors import SourceError
from generator.models import Capture, Problem
from generator.text.teasers import visible_lines

SENTENCE = "افتتحت المكتبة الجديدة في حي البساتين أبوابها أمام القراء صباح يوم السبت الماضي."
TEXT = " ".join([SENTENCE] * 6)
DECLARED = '<?xml version="1.0" encoding="{}"?>'


def rss(items: str) -> str:
    return f'<rss version="2.0"><channel><title>مجلة الحي</title>{items}</channel></rss>'


def item(text: str = TEXT, title: str = "خبر المكتبة") -> str:
    return (
        f"<item><title>{title}</title><link>https://hay.example/1</link>"
        f"<description>{text}</description></item>"
    )


def opened(data: str | bytes, suffix: str = ".xml") -> tuple[list[Find], list[str]]:
    raw = data.encode() if isinstance(data, str) else data
    got = list(unpack(Capture(f"feed{suffix}", suffix, raw, charset="utf-8")))
    finds = [find for find in got if isinstance(find, Find)]
    return finds, [str(problem) for problem in got if isinstance(problem, Problem)]


def refusal(data: str | bytes, suffix: str = ".xml") -> str:
    with pytest.raises(SourceError) as error:
        opened(data, suffix)
    (problem,) = error.value.problems
    assert problem.path == f"feed{suffix}"
    assert problem.expected
    assert problem.action
    return problem.found


def shown(find: Find) -> str:
    return " ".join(visible_lines(find.data.decode()))


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE rss [<!ENTITY a "ب"><!ENTITY b "&a;&a;&a;">]>',
        '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE rss SYSTEM "https://hay.example/feed.dtd">',
        '<!DOCTYPE rss [<!ENTITY % p SYSTEM "https://hay.example/p"> %p;]>',
        '<!DOCTYPE rss [<!ENTITY a "ب"> <& ]>',
    ],
)
def test_entities_and_foreign_dtds_are_refused(doctype: str) -> None:
    assert "defines entities" in refusal(doctype + rss(item("&a;")))


@pytest.mark.parametrize(
    ("data", "found"),
    [
        ("", "no XML element"),
        (rss(""), "no entries"),
        (rss(item("Text in English only, " * 20, "English")), "none of the 1 entries"),
        (rss("<a>" * 900 + "</a>" * 900), "nested"),
        (rss(item())[:200], "breaks off"),
        ("<urlset><url/></urlset>", "a sitemap"),
        ("<?xml version='1.0'?><!-- <rss> --><opml/>", "OPML"),
        ("<x:books xmlns:x='x'/>", "<books>"),
        (b"\0\1\2" * 400, "no XML element"),
    ],
)
def test_what_is_no_feed_is_refused_by_what_it_is(data: str | bytes, found: str) -> None:
    assert found in refusal(data)


@pytest.mark.parametrize(
    ("data", "found"),
    [
        ("{", "broken JSON"),
        ("[" * 50_000, "nested too deeply"),
        ('{"version": "2", "items": []}', "it has items"),
        ('{"version": "https://jsonfeed.org/version/1", "items": []}', "no entries"),
        ('{"@type": "Product", "name": "x"}', "schema.org Product"),
        ('{"@type": "NewsArticle", "headline": "x"}', "no articleBody"),
        ('{"title": "x"}', "an object with title"),
        ("[1, 2]", "a list of 2"),
        ("7", "a single value"),
        ("", "empty"),
    ],
)
def test_other_json_is_refused_by_what_it_is(data: str, found: str) -> None:
    assert found in refusal(data, ".json")


@pytest.mark.parametrize(
    ("data", "title"),
    [
        (rss(item(title="أ & ب")), "أ & ب"),
        (rss(item(title="أ &nbsp;&laquo;ب&raquo; &hellip;")), "أ «ب» …"),
        (rss(item(title="أ &unknown; ب")), "أ &unknown; ب"),
        ("\n\n \ufeff" + DECLARED.format("utf-8") + rss(item(title="أ ب")), "أ ب"),
        (rss(item(title="أ\x0b ب")), "أ ب"),
    ],
)
def test_slips_are_mended_and_nothing_is_lost(data: str, title: str) -> None:
    (find,), _ = opened(data)

    assert find.facts["title"] == title
    assert shown(find) == TEXT


def test_what_was_mended_is_said() -> None:
    (_,), (problem,) = opened(rss(item(title="أ & ب")))

    assert "feed.xml:1: the feed is not well-formed XML; it was mended" in problem


def test_html_that_was_not_escaped_is_read_leniently() -> None:
    text = f"<p>{SENTENCE}<br>3 &lt; 4 <b>غامق</p><p>{TEXT}"
    (find,), (problem,) = opened(rss(item(text)))

    assert "read leniently" in problem
    assert shown(find) == f"{SENTENCE} 3 < 4 غامق {TEXT}"


def test_cdata_in_cdata_loses_nothing() -> None:
    nested = f"<![CDATA[<p>قبل <![CDATA[ داخل ]]> بعد {TEXT}</p>]]>"
    escaped = f"<![CDATA[<p>قبل <![CDATA[ داخل ]]]]><![CDATA[> بعد {TEXT}</p>]]>"

    for text in (nested, escaped):
        (find,), _ = opened(rss(item(text)))
        assert shown(find) == f"قبل داخل بعد {TEXT}"


@pytest.mark.parametrize("cut", [30, 301, 302, 303, 700])
def test_of_a_feed_that_breaks_off_the_whole_entries_are_read(cut: int) -> None:
    whole = rss(item() + item(title="الثاني"))
    finds, problems = opened(whole.encode()[:-cut])

    assert [find.facts["title"] for find in finds] == ["خبر المكتبة"] + (
        ["الثاني"] if cut < 25 else []
    )
    assert any("breaks off" in problem for problem in problems)


@pytest.mark.parametrize(
    ("codec", "declared"),
    [
        ("cp1256", "utf-8"),
        ("cp1256", "windows-1256"),
        ("cp1256", "iso-8859-1"),
        ("utf-8", "windows-1256"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-16", "utf-8"),
        ("iso8859_6", "windows-1256"),
    ],
)
def test_the_letters_tell_the_encoding_whatever_is_declared(codec: str, declared: str) -> None:
    (find,), _ = opened((DECLARED.format(declared) + rss(item())).encode(codec))

    assert find.facts["source"] == "مجلة الحي"
    assert shown(find) == TEXT


def test_mojibake_is_read_back() -> None:
    (find,), _ = opened(rss(item()).encode().decode("latin-1"))

    assert shown(find) == TEXT


def test_nul_bytes_are_left_out_and_told() -> None:
    (find,), (problem,) = opened(rss(item()).replace("المكتبة", "المك\0تبة", 1))

    assert find.facts["title"] == "خبر المكتبة"
    assert "1 NUL bytes" in problem


def test_scripts_and_frames_of_an_entry_are_text_to_nobody() -> None:
    text = (
        "<![CDATA[<script>alert('س')</script><style>p{}</style><p onclick='x'>" + TEXT + "</p>]]>"
    )
    (find,), _ = opened(rss(item(text)))

    assert shown(find) == TEXT


def test_an_entry_without_text_and_link_is_told_and_the_others_are_read() -> None:
    finds, (problem,) = opened(rss("<item><title>ع</title></item>" + item()))

    assert [find.name for find in finds] == ["feed.xml#2"]
    assert problem.startswith("feed.xml#1: the entry has neither text nor link")


def test_a_large_feed_takes_seconds() -> None:
    start = time.monotonic()
    finds, _ = opened(rss(item(f"&lt;p&gt;{TEXT * 3}&lt;/p&gt;") * 1_000))

    assert len(finds) == 1_000
    assert time.monotonic() - start < 30


def test_articles_of_schema_org() -> None:
    whole = {
        "@type": "NewsArticle", "headline": "خبر المكتبة", "articleBody": f"{TEXT}\n{TEXT}",
        "datePublished": "2024-05-04T00:00:00Z", "author": [{"@type": "Person", "name": "سلمى"}],
        "publisher": {"name": "مجلة الحي"}, "url": "https://hay.example/1",
        "keywords": "كتب، أطفال", "articleSection": "ثقافة",
    }  # fmt: skip
    (alone,), _ = opened(json.dumps(whole), ".json")
    graph = {"@context": "https://schema.org", "@graph": [{"@type": "WebSite"}, whole]}
    (in_graph,), _ = opened(json.dumps(graph), ".json")
    listed, (problem,) = opened(json.dumps([whole, {"@type": "Article"}, whole]), ".json")

    assert alone.facts == in_graph.facts
    assert alone.facts == {
        "title": "خبر المكتبة", "url": "https://hay.example/1", "published": "2024-05-04",
        "source": "مجلة الحي", "section": "ثقافة", "authors": ("سلمى",), "topics": ("كتب", "أطفال"),
    }  # fmt: skip
    assert len(listed) == 2
    assert "without articleBody" in problem
