"""Raw bytes are kept by their SHA-256, with where and when they came from."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from generator.archive import raw
from generator.models import Capture

PAGE = Capture(
    name="https://example.org/a",
    suffix=".html",
    data=b"<p>\xd9\x86\xd8\xb5",
    url="https://example.org/a",
    final_url="https://example.org/b",
    retrieved="2026-01-02T03:04:05Z",
    headers=(("etag", '"x"'), ("content-type", "text/html")),
)
SHA256 = raw.sha256_of(PAGE.data)


def told(folder: Path) -> Any:
    return json.loads((folder / "raw" / f"{SHA256}.json").read_text("utf-8"))


def test_the_bytes_and_how_they_came_are_kept(tmp_path: Path) -> None:
    raw.keep(PAGE, tmp_path, "keep")
    assert (tmp_path / "raw" / f"{SHA256}.html").read_bytes() == PAGE.data
    assert told(tmp_path) == {
        "sha256": SHA256,
        "bytes": len(PAGE.data),
        "file": f"{SHA256}.html",
        "came": [
            {
                "url": "https://example.org/a",
                "final_url": "https://example.org/b",
                "retrieved": "2026-01-02T03:04:05Z",
                "headers": {"etag": '"x"', "content-type": "text/html"},
            }
        ],
    }


def test_compressed_bytes_are_the_same_in_each_run(tmp_path: Path) -> None:
    for run in ("one", "two"):
        raw.keep(PAGE, tmp_path / run, "compress")
    one, two = (
        (tmp_path / run / "raw" / f"{SHA256}.html.gz").read_bytes() for run in ("one", "two")
    )
    assert one == two
    assert gzip.decompress(one) == PAGE.data


def test_where_no_bytes_are_kept_it_is_still_told_how_they_came(tmp_path: Path) -> None:
    raw.keep(PAGE, tmp_path, "off")
    assert [path.name for path in (tmp_path / "raw").iterdir()] == [f"{SHA256}.json"]
    assert told(tmp_path)["file"] is None


@pytest.mark.parametrize("how", ["keep", "compress"])
def test_bytes_that_are_json_are_kept_beside_their_record(how: raw.Keep, tmp_path: Path) -> None:
    feed = Capture("feed.json", ".json", b'{"version": "https://jsonfeed.org/version/1.1"}')
    raw.keep(feed, tmp_path, how)
    (way,) = raw.provenance(tmp_path)
    (kept,) = (p for p in (tmp_path / "raw").iterdir() if p.name != f"{way.sha256}.json")
    data = kept.read_bytes()
    assert (gzip.decompress(data) if how == "compress" else data) == feed.data


def test_the_same_bytes_from_elsewhere_are_kept_once(tmp_path: Path) -> None:
    raw.keep(PAGE, tmp_path, "keep")
    raw.keep(Capture("saved/page.html", ".html", PAGE.data), tmp_path, "keep")
    raw.keep(PAGE, tmp_path, "keep")
    assert len(list((tmp_path / "raw").iterdir())) == 2
    assert [way.get("name") for way in told(tmp_path)["came"]] == [None, "page.html"]


def test_the_folder_of_a_local_file_is_not_told(tmp_path: Path) -> None:
    raw.keep(Capture("/private/desk/page.html", ".html", PAGE.data), tmp_path, "keep")
    assert "private" not in (tmp_path / "raw" / f"{SHA256}.json").read_text("utf-8")


def test_what_is_kept_can_be_asked_for(tmp_path: Path) -> None:
    raw.keep(PAGE, tmp_path, "keep")
    (way,) = raw.provenance(tmp_path)
    assert (way.sha256, way.url, way.headers["etag"]) == (SHA256, PAGE.url, '"x"')


@pytest.mark.parametrize("text", ["", "{", "[]", '{"came": 3}', '{"sha256": 3, "came": [{}]}'])
def test_a_broken_file_is_passed_over_and_written_anew(tmp_path: Path, text: str) -> None:
    path = tmp_path / "raw" / f"{SHA256}.json"
    path.parent.mkdir()
    path.write_text(text)
    assert list(raw.provenance(tmp_path)) == []
    raw.keep(PAGE, tmp_path, "keep")
    assert len(list(raw.provenance(tmp_path))) == 1
