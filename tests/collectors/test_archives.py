"""Archives of the web, written by warcio: which records are pages, and what damaged ones still give."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Callable, Mapping

import brotli
import pytest
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from generator.collectors import Find
from generator.collectors.unpack import unpack
from generator.errors import SourceError
from generator.models import Capture, Problem
from generator.readers import Source, read_source
from generator.unpacking import unpacked

SENTENCES = (
    "افتتحت المدرسة الجديدة أبوابها صباح اليوم أمام مئتي تلميذ من القرى الأربع حول البحيرة.",
    "وقالت المديرة إن الصفوف واسعة ومضاءة بالشمس، وإن في المدرسة مكتبة ومختبرا وملعبا كبيرا.",
    "وكان الأهالي قد جمعوا نصف كلفة البناء خلال ثلاث سنوات من مواسم الزيتون والعنب المتتالية.",
    "وينتقل التلاميذ كل صباح بحافلتين صغيرتين تمران على البيوت البعيدة قبل طلوع الشمس بقليل.",
)
PAGE = "<!DOCTYPE html><html><head><title>مدرسة</title></head><body><h1>مدرسة جديدة</h1>{}</body></html>"
HTML = PAGE.format("".join(f"<p>{sentence}</p>" for sentence in SENTENCES)).encode()
URL = "https://hay.example/%D8%AE%D8%A8%D8%B1/1"
WHEN = "2024-05-04T14:35:10Z"


class Archive:
    """A WARC file that is being written."""

    def __init__(self, *, compressed: bool = True) -> None:
        self._out = io.BytesIO()
        self._writer = WARCWriter(self._out, gzip=compressed)

    @property
    def data(self) -> bytes:
        return self._out.getvalue()

    def response(
        self,
        payload: bytes = HTML,
        headers: Mapping[str, str] | None = None,
        url: str = URL,
        status: str = "200 OK",
        kind: str = "response",
    ) -> Archive:
        named = {"Content-Type": "text/html; charset=utf-8"} if headers is None else headers
        http = StatusAndHeaders(status, list(named.items()), protocol="HTTP/1.1")
        record = self._writer.create_warc_record(
            url,
            kind,
            payload=io.BytesIO(payload),
            http_headers=http if kind == "response" else None,
            warc_content_type="text/html" if kind == "resource" else "",
            warc_headers_dict={"WARC-Date": WHEN},
        )
        self._write(record)
        return self

    def revisit(self, digest: str, url: str = URL) -> Archive:
        http = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        self._write(self._writer.create_revisit_record(url, digest, url, WHEN, http_headers=http))
        return self

    def _write(self, record: ArcWarcRecord) -> None:
        self._writer.write_record(record)
        record.raw_stream.close()  # warcio leaves the file that it measured the record with open


def opened(data: bytes, suffix: str = ".warc.gz") -> tuple[list[Find], list[str]]:
    got = list(unpack(Capture(f"web{suffix}", suffix, data)))
    finds = [find for find in got if isinstance(find, Find)]
    return finds, [str(problem) for problem in got if isinstance(problem, Problem)]


def refusal(data: bytes, suffix: str = ".warc.gz") -> str:
    with pytest.raises(SourceError) as error:
        opened(data, suffix)
    (problem,) = error.value.problems
    assert problem.action
    return problem.found


@pytest.mark.parametrize("compressed", [True, False])
def test_a_page_in_an_archive_is_a_capture_of_its_own(compressed: bool) -> None:
    headers = {
        "Content-Type": "text/html; Charset=windows-1256",
        "ETag": '"7"',
        "Set-Cookie": "a=b",
    }
    data = Archive(compressed=compressed).response(headers=headers).data
    (find,), problems = opened(data, ".warc.gz" if compressed else ".warc")

    assert problems == []
    assert (find.suffix, find.data, find.charset) == (".html", HTML, "windows-1256")
    capture = find.capture
    assert (capture.url, capture.retrieved, capture.data) == (URL, "2024-05-04T14:35+00:00", HTML)
    assert capture.headers == (("content-type", headers["Content-Type"]), ("etag", '"7"'))
    article = read_source(Source(find.name, find.data), find.suffix)
    assert article.title == "مدرسة جديدة"
    assert article.sha256 == hashlib.sha256(HTML).hexdigest()


def chunked(body: bytes) -> bytes:
    parts = [body[i : i + 100] for i in range(0, len(body), 100)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def raw_deflate(body: bytes) -> bytes:
    deflate = zlib.compressobj(wbits=-15)
    return deflate.compress(body) + deflate.flush()


@pytest.mark.parametrize(
    ("coding", "encode"),
    [
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", raw_deflate),
        ("br", brotli.compress),
        ("gzip, br", lambda body: brotli.compress(gzip.compress(body))),
        ("gzip", bytes),  # some tools undo the coding and leave the header
        ("identity", bytes),
    ],
)
@pytest.mark.parametrize("in_chunks", [True, False])
def test_what_the_server_did_to_a_page_is_undone(
    coding: str, encode: Callable[[bytes], bytes], in_chunks: bool
) -> None:
    headers = {"Content-Type": "text/html", "Content-Encoding": coding}
    headers |= {"Transfer-Encoding": "chunked"} if in_chunks else {}
    body = encode(HTML)
    (find,), problems = opened(
        Archive().response(chunked(body) if in_chunks else body, headers).data
    )

    assert (find.data, problems) == (HTML, [])


def test_pages_are_told_by_status_kind_and_content() -> None:
    text = {"Content-Type": "text/plain"}
    archive = (
        Archive()
        .response(b"body{}", {"Content-Type": "text/css"}, f"{URL}.css")
        .response(b"\x89PNG", {"Content-Type": "image/png"}, f"{URL}.png")
        .response(HTML, None, f"{URL}/missing", "404 Not Found")
        .response(b"", None, f"{URL}/moved", "301 Moved")
        .response(b'{"a": 1}', None, f"{URL}/json-called-html")
        .response(b"plain", text, f"{URL}/plain")
        .response(b"\n <!doctype HTML>" + HTML, text, f"{URL}/called-plain")
        .response(HTML, {}, f"{URL}/called-nothing")
        .response(HTML, None, f"{URL}/resource", kind="resource")
        .response(HTML, {"Content-Type": "application/xhtml+xml"}, f"{URL}/xhtml")
        .response(HTML, None, "urn:not-an-address")
    )
    finds, problems = opened(archive.data)

    assert problems == []
    assert [find.capture.url for find in finds] == [
        f"{URL}/called-plain", f"{URL}/called-nothing", f"{URL}/resource", f"{URL}/xhtml",
    ]  # fmt: skip


def test_a_revisit_is_told_where_the_page_itself_is_elsewhere() -> None:
    digest = "sha1:" + "A" * 32
    finds, (problem,) = opened(Archive().response().revisit(digest, f"{URL}/again").data)

    assert len(finds) == 1
    assert f"{URL}/again" in problem
    assert "earlier archive" in problem


@pytest.mark.parametrize("bomb", [gzip.compress, brotli.compress])
def test_a_page_that_would_grow_without_end_is_left_out(bomb: Callable[[bytes], bytes]) -> None:
    coding = "br" if bomb is brotli.compress else "gzip"
    headers = {"Content-Type": "text/html", "Content-Encoding": coding}
    archive = Archive().response(bomb(b"<html>" + b" " * 60_000_000), headers).response()
    (find,), (problem,) = opened(archive.data)

    assert find.data == HTML
    assert "would grow beyond 20 MB" in problem


def test_a_large_page_is_left_out_and_the_next_is_read() -> None:
    archive = Archive(compressed=False).response(b"<html>" + b"x\n" * 11_000_000).response()
    (find,), (problem,) = opened(archive.data, ".warc")

    assert find.data == HTML
    assert "larger than 20 MB" in problem


@pytest.mark.parametrize(
    ("body", "coding", "fault"),
    [
        (gzip.compress(HTML)[:-40], "gzip", "breaks off"),
        (b"<p>no gzip", "gzip", "damaged"),
        (brotli.compress(HTML)[:-20], "br", "breaks off"),
        (b"\xff" * 40, "br", "damaged"),
        (HTML, "zstd", "not known"),
        (b"x" * 11, "", "larger than"),
    ],
)
def test_a_coding_that_cannot_be_undone_is_an_error(body: bytes, coding: str, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        unpacked(body, coding, 1_000_000 if coding else 10)


@pytest.mark.parametrize("compressed", [True, False])
@pytest.mark.parametrize("cut", [10, 100, 300])
def test_of_an_archive_that_breaks_off_the_whole_pages_are_read(compressed: bool, cut: int) -> None:
    archive = Archive(compressed=compressed).response().response(url=f"{URL}/2")
    finds, problems = opened(archive.data[:-cut], ".warc")

    assert [find.capture.url for find in finds][:1] == [URL]
    assert len(finds) == 1
    assert [("breaks off" in problem) for problem in problems] == [True]


def test_damage_in_the_middle_keeps_what_stands_before(capsys: pytest.CaptureFixture[str]) -> None:
    archive = Archive().response().response(url=f"{URL}/2").data
    middle = len(archive) * 3 // 4
    finds, (problem,) = opened(archive[:middle] + b"\0" * 40 + archive[middle + 40 :])

    assert [find.capture.url for find in finds] == [URL]
    assert "damaged or breaks off" in problem
    assert capsys.readouterr() == ("", "")


def test_a_record_of_another_length_is_told_and_not_printed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    plain = Archive(compressed=False).response().response(url=f"{URL}/2").data
    at = plain.index(b"Content-Length: ")
    longer = plain[:at] + plain[at:].replace(b"</html>", b"</html> more", 1)
    _, problems = opened(longer, ".warc")

    assert problems
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"", "no record"),
        (b"no archive at all, but a text\n" * 20, "no record"),
        (gzip.compress(b"<html></html>"), "no record"),
        (gzip.compress(b"\0" * 70_000_000), "no record"),
        (gzip.compress(b"WARC/1.0\r\n" + b"a" * 70_000_000), "no record"),
        (Archive().response(b"x", {"Content-Type": "image/png"}).data, "none of its 1 records"),
    ],
)
def test_what_holds_no_page_is_refused(data: bytes, found: str) -> None:
    assert found in refusal(data)


# -- WACZ ----------------------------------------------------------------------------------------


def wacz(
    files: Mapping[str, bytes],
    pages: list[str] | None = None,
    hashes: Mapping[str, str] | None = None,
) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
        if pages is not None:
            lines = [{"format": "json-pages-1.0", "id": "pages"}, *({"url": url} for url in pages)]
            archive.writestr("pages/pages.jsonl", "\n".join(map(json.dumps, lines)))
        resources = [{"path": path, "hash": value} for path, value in (hashes or {}).items()]
        archive.writestr("datapackage.json", json.dumps({"resources": resources}))
    return out.getvalue()


def sha256(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


WARC = Archive().response().response(url="https://ads.example/frame").data
WARC_FILE = "archive/data.warc.gz"


def test_of_a_wacz_the_pages_it_lists_are_read() -> None:
    data = wacz({WARC_FILE: WARC}, [f"{URL}#top"], {WARC_FILE: sha256(WARC)})
    (find,), problems = opened(data, ".wacz")

    assert (find.capture.url, problems) == (URL, [])


def test_of_a_wacz_without_a_list_all_pages_are_read() -> None:
    finds, _ = opened(wacz({WARC_FILE: WARC, "archive/../../x.warc": WARC}), ".wacz")

    assert len(finds) == 4


def test_pages_that_a_wacz_lists_and_does_not_hold_are_told() -> None:
    (_,), (problem,) = opened(wacz({WARC_FILE: WARC}, [URL, f"{URL}/lost"]), ".wacz")

    assert f"1 of the pages it lists, {URL}/lost" in problem


def test_a_file_that_is_not_what_was_archived_is_not_read() -> None:
    other = Archive().response(url=f"{URL}/other").data
    files = {WARC_FILE: WARC, "archive/other.warc.gz": other}
    finds, (problem,) = opened(wacz(files, None, {WARC_FILE: sha256(other)}), ".wacz")

    assert [find.capture.url for find in finds] == [f"{URL}/other"]
    assert f"web.wacz/{WARC_FILE}: the file is not the one" in problem


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"PK\x03\x04 broken", "not a whole ZIP"),
        (wacz({WARC_FILE: WARC})[:-60], "not a whole ZIP"),
        (wacz({"other/x": b""}), "no folder archive/"),
        (wacz({"archive/data.warc": b"\0" * 200_000_000}), "would grow to 200 MB"),
        (wacz({WARC_FILE: b""}), "no record"),
    ],
)
def test_what_is_no_wacz_or_a_bomb_is_refused(data: bytes, found: str) -> None:
    assert found in refusal(data, ".wacz")
