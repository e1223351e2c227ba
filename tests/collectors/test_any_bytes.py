"""Whatever the bytes of a container are: finds, problems or one refusal, and nothing else."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.collectors import Find
from generator.collectors.unpack import KINDS, unpack
from generator.errors import SourceError
from generator.models import Capture, Problem

TEXT = "افتتحت المكتبة الجديدة في حي البساتين أبوابها أمام القراء صباح يوم السبت الماضي. " * 6
RSS = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>مجلة</title><item><title>خبر &amp;'
    f" قول</title><link>https://hay.example/1</link><description><![CDATA[<p>{TEXT}</p>]]>"
    "</description></item></channel></rss>"
).encode()
ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>خبر</title>'
    f'<content type="html">&lt;p&gt;{TEXT}&lt;/p&gt;</content></entry></feed>'
).encode()
FEED = json.dumps(
    {"version": "https://jsonfeed.org/version/1", "items": [{"id": "1", "content_text": TEXT}]}
).encode()
ARTICLE = json.dumps(
    {"@type": "Article", "articleBody": TEXT, "author": [{"name": "نور"}]}
).encode()
MHTML = (
    'Date: Sat, 4 May 2024 14:35:10 +0300\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n'
    f"--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html><p>{TEXT}</p></html>\r\n--b--\r\n"
).encode()
HTTP = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>" + TEXT.encode()
WARC = (
    b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://hay.example/1\r\n"
    b"WARC-Date: 2024-05-04T14:35:10Z\r\nContent-Type: application/http; msgtype=response\r\n"
    b"Content-Length: %d\r\n\r\n%s\r\n\r\n" % (len(HTTP), HTTP)
)


def _wacz() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("archive/a.warc.gz", gzip.compress(WARC))
        archive.writestr("pages/pages.jsonl", '{"url": "https://hay.example/1"}')
        archive.writestr("datapackage.json", '{"resources": []}')
    return out.getvalue()


SAMPLES = [
    (".xml", RSS), (".atom", ATOM), (".json", FEED), (".json", ARTICLE), (".mhtml", MHTML),
    (".warc", WARC), (".warc.gz", gzip.compress(WARC)), (".wacz", _wacz()),
]  # fmt: skip
CHANGES = st.lists(
    st.tuples(
        st.floats(0, 1, exclude_max=True),
        st.integers(0, 30),
        st.one_of(
            st.binary(max_size=6),
            st.sampled_from(
                [b"", b"<", b"]]>", b"<![CDATA[", b"&", b"&#0;", b"</item>", b"\0", b"<item>",
                 b"<!DOCTYPE x [", b"\r\n", b"0", b"-1", b"{", b'"', b"Content-Length: x\r\n"]
            ),
        ),
    ),
    max_size=6,
)  # fmt: skip


def outcome(suffix: str, data: bytes) -> tuple[list[Find | Problem], tuple[Problem, ...]]:
    """What is in `data`, or the problems that it is refused for."""
    try:
        return list(unpack(Capture(f"a{suffix}", suffix, data))), ()
    except SourceError as error:
        return [], error.problems


def check(suffix: str, data: bytes) -> None:
    """That `data` is unpacked or refused as the door of the containers promises."""
    got, refused = outcome(suffix, data)
    assert bool(got) != bool(refused)
    assert all(problem.path == f"a{suffix}" and problem.action for problem in refused)
    for one in got:
        if isinstance(one, Problem):
            assert one.action
        else:
            assert isinstance(one, Find)
            assert all(one.facts.values())


@pytest.mark.parametrize(("suffix", "sample"), SAMPLES)
def test_the_samples_hold_one_find_each(suffix: str, sample: bytes) -> None:
    (find,) = unpack(Capture(f"a{suffix}", suffix, sample))

    assert isinstance(find, Find)


@settings(max_examples=400)
@given(st.sampled_from(SAMPLES), CHANGES)
def test_a_damaged_container_is_read_told_or_refused(
    sample: tuple[str, bytes], changes: list[tuple[float, int, bytes]]
) -> None:
    suffix, data = sample
    for place, length, new in changes:
        at = int(place * len(data))
        data = data[:at] + new + data[at + length :]

    check(suffix, data)


@settings(max_examples=200)
@given(st.sampled_from(sorted(KINDS)), st.binary(max_size=300))
def test_any_bytes_under_any_suffix(suffix: str, data: bytes) -> None:
    check(suffix, data)


def test_the_registry_names_modules_that_exist() -> None:
    package = Path(__file__).resolve().parents[2]

    for module in KINDS.values():
        assert (package / f"{module.replace('.', '/')}.py").is_file()
