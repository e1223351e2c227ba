"""What a body is: by the server's word, its first bytes, and its address."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.collectors.content_types import UnsupportedError, archive, check, suffix

RSS = b'<?xml version="1.0"?>\n<!-- made today -->\n<rss version="2.0"><channel/></rss>'
ATOM = b'<feed xmlns="http://www.w3.org/2005/Atom"></feed>'
PAGE = "<!DOCTYPE html>\n<html lang=ar><p>نص".encode()
XHTML = b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN"><html>'
FEED = b'{"version": "https://jsonfeed.org/version/1.1", "items": []}'
MHTML = (
    b"From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=x\r\n"
)
WARC = b"WARC/1.0\r\nWARC-Type: warcinfo\r\n"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3"
TEXT = "نص عادي في سطرين.\nوهذا الثاني.".encode()


def zipped(name: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, "{}")
    return file.getvalue()


@pytest.mark.parametrize(
    ("kind", "body", "path", "expected"),
    [
        # the server's word
        ("text/html; charset=windows-1256", TEXT, "/a.txt", ".html"),
        ("TEXT/HTML", PAGE, "/feed.xml", ".html"),
        ("application/xhtml+xml", XHTML, "/", ".html"),
        ("text/plain; charset=utf-8", TEXT, "/a.html", ".txt"),
        ("text/markdown", TEXT, "/", ".md"),
        ("application/rss+xml", RSS, "/", ".xml"),
        ("application/atom+xml", ATOM, "/", ".xml"),
        ("text/xml", RSS, "/", ".xml"),
        ("application/json", FEED, "/", ".json"),
        ("application/feed+json", FEED, "/", ".json"),
        ("multipart/related; boundary=x", MHTML, "/", ".mhtml"),
        ("application/x-mimearchive", MHTML, "/", ".mhtml"),
        ("application/wacz", zipped("datapackage.json"), "/", ".wacz"),
        # bytes that leave no doubt
        ("text/html", RSS, "/feed", ".xml"),
        ("text/html", b"\xef\xbb\xbf" + ATOM, "/feed", ".xml"),
        ("text/html", FEED, "/feed", ".json"),
        ("text/html", b'{"a": 1}', "/", ".html"),
        ("text/plain", RSS, "/feed", ".xml"),
        ("text/plain", PAGE, "/page", ".html"),
        ("text/plain", FEED, "/feed", ".json"),
        ("application/xml", XHTML, "/page", ".html"),
        ("text/html", RSS.decode().encode("utf-16"), "/feed", ".xml"),
        # no word, or one that says nothing
        (None, PAGE, "/", ".html"),
        ("", RSS, "/", ".xml"),
        ("html", PAGE, "/", ".html"),
        ("application/octet-stream", PAGE, "/", ".html"),
        ("application/octet-stream", FEED, "/", ".json"),
        ("application/octet-stream", MHTML, "/saved", ".mhtml"),
        ("application/octet-stream", WARC, "/", ".warc"),
        ("application/warc", WARC, "/", ".warc"),
        ("application/warc", gzip.compress(WARC), "/", ".warc.gz"),
        ("application/gzip", gzip.compress(WARC), "/a.warc.gz", ".warc.gz"),
        ("application/zip", zipped("datapackage.json"), "/a.zip", ".wacz"),
        # the address, where nothing else helps
        (None, TEXT, "/a.html", ".html"),
        ("application/octet-stream", TEXT, "/a.TXT", ".txt"),
        ("application/octet-stream", TEXT, "/a.mht", ".mhtml"),
        (None, TEXT, "/a", ".txt"),
        # words that begin like a magic number
        ("text/plain", b"OTTO was here. ID3 tags and GIF89a files, MZ too.", "/", ".txt"),
        ("text/plain", b"BMW said on Monday that it would build.", "/", ".txt"),
    ],
)
def test_a_body_is_told_by_its_type_then_its_bytes_then_its_address(
    kind: str | None, body: bytes, path: str, expected: str
) -> None:
    assert suffix(kind, body, f"https://example.org{path}") == expected


@pytest.mark.parametrize(
    ("kind", "body", "what"),
    [
        ("application/pdf", PDF, "a PDF"),
        ("text/html", PDF, "a PDF"),
        (None, PDF, "a PDF"),
        ("image/png", PNG, "a picture"),
        ("image/svg+xml", b"<svg/>", "a picture"),
        ("text/html; charset=utf-8", PNG, "a picture"),
        ("application/octet-stream", b"\xff\xd8\xff\xe0", "a picture"),
        ("video/mp4", b"", "a video"),
        ("application/octet-stream", b"\0\0\0\x20ftypisom", "a video"),
        ("audio/mpeg", b"", "a recording"),
        ("application/msword", b"", "a Word document"),
        ("text/html", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a Word document"),
        ("application/zip", zipped("word/document.xml"), "an office program"),
        ("application/zip", zipped("photo.jpg"), "a packed archive"),
        ("application/gzip", gzip.compress(b"no archive of the web"), "a packed archive"),
        ("application/gzip", b"\x1f\x8bbroken", "a packed archive"),
        ("text/css", b"a{}", "a style sheet"),
        ("application/javascript", b"1", "a script"),
        ("font/woff2", b"", "a font"),
        ("application/x-shockwave-flash", b"", "of the type application/x-shockwave-flash"),
        ("text/\x1b[31mred", b"", "of the type an unknown type"),
        (None, b"\x01\x02\0\x03", "binary format"),
    ],
)
def test_what_no_reader_is_for_is_refused_by_name(kind: str | None, body: bytes, what: str) -> None:
    with pytest.raises(UnsupportedError, match=what):
        suffix(kind, body, "https://example.org/file")


def test_a_type_alone_can_be_enough_to_refuse_before_anything_is_read() -> None:
    with pytest.raises(UnsupportedError):
        check("application/pdf")
    for kind in (None, "", "text/html", "application/octet-stream", "application/ld+json"):
        check(kind)


@pytest.mark.parametrize(
    ("path", "kind", "large"),
    [
        ("/a.warc", None, True),
        ("/a.warc.gz", "application/gzip", True),
        ("/a.wacz", "application/zip", True),
        ("/download", "application/warc", True),
        ("/download", "application/wacz", True),
        ("/a.warc.gz", "text/html", False),
        ("/a.html", "text/html", False),
    ],
)
def test_archives_of_the_web_are_known_before_they_are_read(
    path: str, kind: str | None, large: bool
) -> None:
    assert archive(f"https://example.org{path}", kind) is large


@given(st.binary(max_size=80), st.sampled_from([None, "text/html", "application/octet-stream"]))
def test_any_bytes_are_something_or_refused(noise: bytes, kind: str | None) -> None:
    for body in (noise, b"<" + noise, b"\x1f\x8b" + noise, b"PK\x03\x04" + noise):
        try:
            told = suffix(kind, body, "https://example.org/")
        except UnsupportedError as refused:
            told = refused.what
        assert told
