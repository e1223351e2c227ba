"""`khulasa models`: a model fetched from a real server, checked, converted, and used."""

from __future__ import annotations

import hashlib
import json
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import marian_model
import pytest
from project import Project

from generator.translators import create, opus

SENTENCE = marian_model.ARABIC[0]


@dataclass
class Mirror:
    """Serves one file with its ETag, in parts where it is asked to; `cut_after` so many bytes."""

    content: bytes
    etag: str = '"one"'
    cut_after: int | None = None
    starts: list[int] = field(default_factory=list)

    def __enter__(self) -> Mirror:
        mirror = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_: object) -> None:
                """Silence."""

            def do_GET(self) -> None:
                mirror.serve(self)

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/tiny.zip"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def serve(self, handler: BaseHTTPRequestHandler) -> None:
        asked = handler.headers["Range"] or "bytes=0-"
        same = handler.headers["If-Range"] == self.etag
        start = int(asked.removeprefix("bytes=").rstrip("-")) if same else 0
        self.starts.append(start)
        handler.send_response(206 if start else 200)
        handler.send_header("ETag", self.etag)
        handler.send_header("Content-Length", str(len(self.content) - start))
        if start:
            end = len(self.content)
            handler.send_header("Content-Range", f"bytes {start}-{end - 1}/{end}")
        handler.end_headers()
        handler.wfile.write(self.content[start : self.cut_after])


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return marian_model.archive(tmp_path_factory.mktemp("archive") / "tiny.zip").read_bytes()


@pytest.fixture
def mirror(archive: bytes) -> Iterator[Mirror]:
    with Mirror(archive) as running:
        yield running


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path / "digest")


@pytest.fixture
def models(tmp_path: Path) -> Path:
    return tmp_path / "models"


def get(
    project: Project, models: Path, mirror: Mirror, *options: str
) -> subprocess.CompletedProcess[str]:
    return project.khulasa(
        "models", "get", "tiny", "--url", mirror.url, *options,
        environ={"KHULASA_MODELS": str(models)},
    )  # fmt: skip


def translates(models: Path) -> bool:
    return bool(create("local", {"folder": str(models), "model": "tiny"}, {}).translate(SENTENCE))


def test_a_model_is_fetched_checked_converted_and_used(
    project: Project, models: Path, mirror: Mirror
) -> None:
    sha256 = hashlib.sha256(mirror.content).hexdigest()
    done = get(project, models, mirror, "--yes", "--sha256", sha256)
    assert done.returncode == 0, done.stderr
    for told in ("licence:", "size:", mirror.url, sha256, "- local: {model: tiny}"):
        assert told in done.stdout
    card = json.loads((models / "tiny" / opus.CARD).read_text("utf-8"))
    assert (card["sha256"], card["url"]) == (sha256, mirror.url)
    assert {path.name for path in models.iterdir()} == {"tiny", "hashes.json"}
    assert translates(models)
    assert "is here already" in get(project, models, mirror, "--yes").stdout
    assert len(mirror.starts) == 1


def test_it_asks_before_it_fetches(project: Project, models: Path, mirror: Mirror) -> None:
    asked = get(project, models, mirror)
    assert "Fetch it?" in asked.stdout
    assert mirror.starts == []
    assert not models.exists()


def test_another_hash_than_expected_is_refused_and_nothing_is_installed(
    project: Project, models: Path, mirror: Mirror
) -> None:
    refused = get(project, models, mirror, "--yes", "--sha256", "0" * 64)
    assert refused.returncode == 2
    assert "damaged on the way or exchanged" in refused.stderr
    assert list(models.iterdir()) == []


def test_a_hash_not_known_beforehand_is_recorded_and_holds_the_next_time(
    project: Project, models: Path, mirror: Mirror
) -> None:
    first = get(project, models, mirror, "--yes")
    assert "not known beforehand" in first.stdout
    assert "(recorded)" in first.stdout
    (models / "tiny" / "model.bin").unlink()
    mirror.content = marian_model.archive(models / "other.zip", 5).read_bytes()
    again = get(project, models, mirror, "--yes")
    assert again.returncode == 2
    assert "damaged on the way or exchanged" in again.stderr


def test_a_fetch_that_was_cut_off_goes_on_where_it_stopped(
    project: Project, models: Path, mirror: Mirror
) -> None:
    mirror.cut_after = 200_000
    cut = get(project, models, mirror, "--yes")
    assert cut.returncode == 1
    assert "run the command again to go on" in cut.stderr
    assert "Traceback" not in cut.stderr
    mirror.cut_after = None
    assert get(project, models, mirror, "--yes").returncode == 0
    assert mirror.starts == [0, 200_000]
    assert translates(models)


def test_a_part_of_another_file_is_not_added_to(
    project: Project, models: Path, mirror: Mirror
) -> None:
    mirror.cut_after = 200_000
    get(project, models, mirror, "--yes")
    mirror.cut_after, mirror.etag = None, '"two"'
    assert get(project, models, mirror, "--yes").returncode == 0
    assert mirror.starts == [0, 0]
    assert translates(models)


def test_a_page_in_the_place_of_the_archive_is_refused(
    project: Project, models: Path, mirror: Mirror
) -> None:
    mirror.content = b"<html>Not found</html>"
    refused = get(project, models, mirror, "--yes")
    assert refused.returncode == 2
    assert "cannot be unpacked" in refused.stderr


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://localhost/x.zip"])
def test_only_the_web_is_fetched_from(project: Project, models: Path, url: str) -> None:
    done = project.khulasa("models", "get", "tiny", "--yes", "--url", url, "--folder", str(models))
    assert done.returncode == 1
    assert "must begin with https:// or http://" in done.stderr


def test_the_list_says_what_can_be_fetched_and_what_is_here(
    project: Project, models: Path, mirror: Mirror
) -> None:
    get(project, models, mirror, "--yes")
    shown = project.khulasa("models", "list", "--folder", str(models)).stdout
    assert opus.RECOMMENDED in shown
    assert "CC BY 4.0" in shown
    assert "tiny (here)" in shown
    listed = json.loads(project.khulasa("models", "list", "--folder", str(models), "--json").stdout)
    assert [card["name"] for card in listed["installed"]] == ["tiny"]
    assert {release["name"] for release in listed["known"]} == opus.RELEASES.keys()


def test_an_unknown_model_is_told_with_those_there_are(project: Project) -> None:
    unknown = project.khulasa("models", "get", "opus-xx")
    assert unknown.returncode == 2
    assert opus.RECOMMENDED in unknown.stderr
