"""Pages saved as files: in one file with their pictures, as XHTML, as they are."""

from __future__ import annotations

import base64
import quopri
from pathlib import Path

import pytest

from generator.collectors import Find
from generator.collectors.unpack import KINDS, suffix_of, unpack
from generator.errors import SourceError
from generator.models import Capture
from generator.readers import READERS, find_sources, read

SENTENCES = (
    "افتتحت المدرسة الجديدة أبوابها صباح اليوم أمام مئتي تلميذ من القرى الأربع حول البحيرة.",
    "وقالت المديرة إن الصفوف واسعة ومضاءة بالشمس، وإن في المدرسة مكتبة ومختبرا وملعبا كبيرا.",
    "وكان الأهالي قد جمعوا نصف كلفة البناء خلال ثلاث سنوات من مواسم الزيتون والعنب المتتالية.",
    "وينتقل التلاميذ كل صباح بحافلتين صغيرتين تمران على البيوت البعيدة قبل طلوع الشمس بقليل.",
)
BODY = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
TITLED = (
    f"<html><head><title>مدرسة</title></head><body><h1>مدرسة قرب البحيرة</h1>{BODY}</body></html>"
)
UNTITLED = f"<html><head></head><body><div>{BODY}</div></body></html>"
URL = "https://hay.example/%D8%AE%D8%A8%D8%B1/1"
SUBJECT = f"=?utf-8?B?{base64.b64encode('مدرسة على البحيرة'.encode()).decode()}?="
HEAD = (
    "From: <Saved by Blink>\r\n"
    f"Snapshot-Content-Location: {URL}\r\n"
    f"Subject: {SUBJECT}\r\n"
    "Date: Sat, 4 May 2024 14:35:10 +0300\r\n"
    "MIME-Version: 1.0\r\n"
)
FRAME = (
    "--b\r\nContent-Type: text/html\r\nContent-ID: <frame>\r\n"
    "Content-Location: https://ads.example/\r\n\r\n<html><body>ad</body></html>\r\n"
)


def mhtml(html: str = TITLED, coding: str = "quoted-printable", charset: str = "") -> bytes:
    codec = charset or "utf-8"
    body = {
        "quoted-printable": quopri.encodestring,
        "base64": base64.encodebytes,
        "8bit": bytes,
    }[coding](html.encode(codec))
    declared = f'; charset="{charset}"' if charset else ""
    head = (
        f'{HEAD}Content-Type: multipart/related; type="text/html"; start="<root>"; boundary="b"\r\n'
        f"\r\n{FRAME}--b\r\nContent-Type: text/html{declared}\r\nContent-ID: <root>\r\n"
        f"Content-Transfer-Encoding: {coding}\r\nContent-Location: {URL}\r\n\r\n"
    )
    return head.encode() + body.replace(b"\n", b"\r\n") + b"\r\n--b--\r\n"


def found(data: bytes | str, suffix: str) -> Find:
    raw = data.encode() if isinstance(data, str) else data
    (find,) = unpack(Capture(f"page{suffix}", suffix, raw))
    assert isinstance(find, Find)
    return find


@pytest.mark.parametrize("coding", ["quoted-printable", "base64", "8bit"])
@pytest.mark.parametrize("charset", ["", "utf-8", "windows-1256"])
def test_a_page_saved_as_one_file(coding: str, charset: str) -> None:
    find = found(mhtml(coding=coding, charset=charset), ".mhtml")

    assert (find.suffix, find.charset) == (".html", charset or None)
    assert SENTENCES[0] in find.data.decode(charset or "utf-8")
    assert find.facts == {"url": URL, "retrieved": "2024-05-04T14:35+03:00"}


def test_the_subject_is_the_title_of_a_page_without_one() -> None:
    assert found(mhtml(UNTITLED), ".mht").facts["title"] == "مدرسة على البحيرة"


def test_a_saved_page_in_articles_is_read_as_the_page_it_is(tmp_path: Path) -> None:
    path = tmp_path / "articles" / "school.mhtml"
    path.parent.mkdir()
    path.write_bytes(mhtml(charset="windows-1256"))
    path.with_suffix(".yml").write_text("source: مجلة الحي\n", "utf-8")

    assert find_sources(path.parent) == [path]
    article = read(path, tmp_path)
    assert (article.title, article.url, article.source) == ("مدرسة قرب البحيرة", URL, "مجلة الحي")
    assert article.retrieved == "2024-05-04T14:35+03:00"
    assert [block.text for block in article.blocks] == list(SENTENCES)


def test_a_sidecar_counts_before_what_the_file_says(tmp_path: Path) -> None:
    path = tmp_path / "school.mht"
    path.write_bytes(mhtml(UNTITLED))
    path.with_suffix(".yml").write_text("url: https://other.example/\ntitle: عنوان آخر\n", "utf-8")

    article = read(path, tmp_path)
    assert (article.url, article.title) == ("https://other.example/", "عنوان آخر")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0" * 500,
        "نص بلا رأس".encode(),
        b"Content-Type: image/png\r\n\r\nx",
        b"Content-Type: text/html\r\n\r\n   ",
        b'Content-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n\r\nx\r\n--b--',
        b'Content-Type: multipart/related; boundary="b"\r\n\r\n' + b"--b\r\n\r\n" * 12_000,
        b"Content-Type: message/rfc822\r\n\r\n" * 3_000,
    ],
)
def test_what_is_no_saved_page_is_refused(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "page.mhtml"
    path.write_bytes(data)

    for attempt in (lambda: found(data, ".mhtml"), lambda: read(path, tmp_path)):
        with pytest.raises(SourceError) as refused:
            attempt()
        (problem,) = refused.value.problems
        assert problem.path == "page.mhtml"
        assert problem.action


@pytest.mark.parametrize("suffix", [".txt", ".md", ".html", ".htm"])
def test_a_single_document_passes_unchanged(suffix: str) -> None:
    find = found(TITLED, suffix)

    assert (find.suffix, find.data, find.facts, find.follow) == (suffix, TITLED.encode(), {}, None)


def test_xhtml_in_an_xml_file_is_a_page() -> None:
    doctype = (
        '<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN"'
        ' "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">'
    )

    assert found(doctype + TITLED, ".xml").suffix == ".html"
    assert found(TITLED, ".rss").suffix == ".html"


def test_a_kind_that_nothing_opens_is_refused_by_name() -> None:
    with pytest.raises(SourceError, match=r"nothing here reads \.pdf files"):
        list(unpack(Capture("a.pdf", ".pdf", b"%PDF-")))


@pytest.mark.parametrize(
    ("name", "suffix"),
    [
        ("a/b.WARC.GZ", ".warc.gz"),
        ("a.b/c", ""),
        ("C:\\x\\page.MHT", ".mht"),
        (".hidden", ""),
        ("x.tar.gz", ".gz"),
    ],
)
def test_the_suffix_of_a_name(name: str, suffix: str) -> None:
    assert suffix_of(name) == suffix


def test_what_can_be_read_from_a_folder_can_be_added_too() -> None:
    assert set(READERS) <= set(KINDS)


def test_an_entry_is_no_file_of_the_folder(tmp_path: Path) -> None:
    path = tmp_path / "a.entry"
    path.write_text(f'<article itemprop="articleBody">{BODY}</article>', "utf-8")

    with pytest.raises(SourceError, match=r"no reader for \.entry files"):
        read(path, tmp_path)
