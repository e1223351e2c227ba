"""Plain MkDocs commands, without any step before them, and what the commands print."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import polib
import pytest
from project import Project

TEXT = """\
الحديقة العامة تفتح بابها الشرقي

فتحت الحديقة العامة بابها الشرقي صباح السبت بعد إغلاق دام 3 أشهر. وقال مدير الحديقة إن الباب الجديد أوسع من القديم. ويدخل منه الزوار من الساعة الثامنة صباحًا.

التعليقات (1)

    زائر

    ·منذ شهرين
    أخيرًا صار الطريق إلى الحديقة أقصر.

الأكثر قراءة
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = Project(tmp_path / "digest")
    project.add("garden.txt", TEXT)
    project.khulasa("update")  # Nobody is asked: no provider is set.
    project.translate("garden")
    return project


@pytest.fixture
def served(project: Project) -> Iterator[Callable[[str], str]]:
    """`mkdocs serve` on a free port; gives the text at a path once it is there."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = (project.folder / "serve.log").open("w")
    process = subprocess.Popen(
        [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"],
        cwd=project.folder, stdout=log, stderr=log,
    )  # fmt: skip

    def get(path: str) -> str:
        address = f"http://127.0.0.1:{port}/digest/{path}"
        with urllib.request.urlopen(address, timeout=10) as answer:
            return answer.read().decode()

    yield get
    process.terminate()
    process.wait(timeout=20)
    log.close()


def eventually(holds: Callable[[], bool], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            if holds():
                return
        except OSError:
            pass  # Not up yet, or between two builds.
        time.sleep(0.1)
    pytest.fail("waited in vain")


def test_serve_shows_what_changes_in_articles_and_translations(
    project: Project, served: Callable[[str], str]
) -> None:
    page = "en/articles/garden/"
    eventually(lambda: "English 1 of garden." in served(page))

    po = project.folder / "translations" / "garden.po"
    po.write_text(po.read_text().replace("English 1 of garden.", "The garden has a new gate."))
    eventually(lambda: "The garden has a new gate." in served(page))
    feed = served("en/feed.atom")
    assert "The garden has a new gate." in feed
    assert "https://example.org/digest/en/articles/garden/" in feed, "as it will be published"

    source = project.folder / "articles" / "garden.txt"
    source.write_text(source.read_text().replace("3 أشهر", "4 أشهر"))
    eventually(lambda: "4 أشهر" in served("ar/articles/garden/"))
    assert "khulasa-status--stale" in served(page)

    project.add("second.txt", TEXT.replace("الشرقي", "الغربي"))
    eventually(lambda: "الغربي" in served("ar/articles/second/"))

    (project.folder / "articles" / "empty.txt").touch()  # A bad source does not end the server.
    log = project.folder / "serve.log"
    eventually(lambda: "articles/empty.txt" in log.read_text())
    assert "الغربي" in served("ar/")


def test_serve_does_not_build_for_ever(project: Project, served: Callable[[str], str]) -> None:
    """Each build writes pages into docs/, which must not set off the next."""
    eventually(lambda: "English 1 of garden." in served("en/articles/garden/"))
    source = project.folder / "articles" / "garden.txt"
    source.write_text(source.read_text().replace("3 أشهر", "5 أشهر"))
    eventually(lambda: "5 أشهر" in served("ar/articles/garden/"))
    log = project.folder / "serve.log"
    until = time.monotonic() + 4  # The watcher looks twice a second.
    while time.monotonic() < until:
        time.sleep(0.2)
    assert log.read_text().count("Building documentation...") <= 3


def git(folder: Path, *arguments: str) -> str:
    command = ["git", "-c", "user.name=t", "-c", "user.email=t@example.org", *arguments]
    done = subprocess.run(command, cwd=folder, check=True, capture_output=True, encoding="utf-8")
    return done.stdout


def test_gh_deploy_publishes_the_site_to_its_branch(project: Project, tmp_path: Path) -> None:
    bare = tmp_path / "remote.git"
    git(tmp_path, "init", "--quiet", "--bare", str(bare))
    git(project.folder, "init", "--quiet")
    git(project.folder, "remote", "add", "origin", str(bare))
    git(project.folder, "add", "articles", "translations", "mkdocs.yml")
    git(project.folder, "commit", "--quiet", "-m", "Sources")
    identity = {f"GIT_{who}_{what}": "t@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}  # fmt: skip
    deployed = project.run("mkdocs", "gh-deploy", "--strict", environ=identity)
    assert deployed.returncode == 0, deployed.stderr
    files = set(git(bare, "ls-tree", "-r", "--name-only", "-z", "gh-pages").split("\0"))
    assert {
        "index.html", ".nojekyll", "404.html", "sitemap.xml",
        "ar/articles/garden/index.html", "en/articles/garden/index.html",
        "en/feed.atom", "ar/months/undated/feed.json", "cite/garden.bib",
        "search-index/index.pack", "search-index/facets.pack",
    } <= files  # fmt: skip


def test_a_dirty_build_renders_only_what_changed(project: Project) -> None:
    project.add("second.txt", "خبر آخر\n\nيستمر المعرض الفني في القاعة الكبرى 3 أشهر كل مساء.\n")
    assert project.run("mkdocs", "build").returncode == 0
    pages = {name: project.folder / f"site/ar/articles/{name}/index.html" for name in ("garden", "second")}  # fmt: skip
    before = {name: path.stat().st_mtime_ns for name, path in pages.items()}
    source = project.folder / "articles" / "second.txt"
    source.write_text(source.read_text().replace("3 أشهر", "6 أشهر"))
    assert project.run("mkdocs", "build", "--dirty").returncode == 0
    after = {name: path.stat().st_mtime_ns for name, path in pages.items()}
    assert after["garden"] == before["garden"]
    assert "6 أشهر" in pages["second"].read_text()


def test_read_prints_the_whole_record(project: Project) -> None:
    done = project.khulasa("read", "articles/garden.txt", "--json")
    record = json.loads(done.stdout)
    assert {
        "slug", "title", "lang", "source", "url", "published", "retrieved", "sha256", "blocks",
        "comments", "comments_declared", "dropped",
    } <= record.keys()  # fmt: skip
    assert record["title"] == "الحديقة العامة تفتح بابها الشرقي"
    assert record["comments_declared"] == 1
    assert record["comments"][0]["age"] == "2 months"
    assert [block["kind"] for block in record["blocks"]] == ["paragraph"]
    assert "الأكثر قراءة" in [line["text"] for line in record["dropped"]]
    assert "[زائر, 2 months]" in project.khulasa("read", "articles/garden.txt").stdout


def test_summarize_prints_sentences_at_their_offsets(project: Project) -> None:
    record = json.loads(project.khulasa("read", "articles/garden.txt", "--json").stdout)
    done = project.khulasa("summarize", "articles/garden.txt", "-n", "2", "--json")
    sentences = json.loads(done.stdout)["sentences"]
    assert [s["id"] for s in sentences] == ["s1", "s2"]
    for s in sentences:
        assert record["blocks"][s["block"]]["text"][s["start"] : s["end"]] == s["text"]


def test_build_ends_by_saying_what_there_is_and_how_to_look(project: Project) -> None:
    project.add("second.txt", TEXT.replace("الشرقي", "الغربي"))
    said = project.run("generator.cli", "build").stdout
    assert f"Site:      {project.folder}/site/index.html" in said
    assert "Articles:  2" in said
    assert "1 reviewed" in said
    assert "1 missing" in said
    assert "mkdocs serve" in said.splitlines()[-1]


def test_a_review_in_a_po_editor_shows_at_the_next_build(project: Project) -> None:
    project.translate("garden", fuzzy=True)
    project.run("generator.cli", "build")
    assert project.html("en/articles/garden").select(".khulasa-facts .khulasa-status--machine")
    path = project.folder / "translations" / "garden.po"
    po = polib.pofile(str(path))
    for entry in po:
        entry.flags.clear()
    po.save()
    project.run("generator.cli", "build")
    assert project.html("en/articles/garden").select(".khulasa-facts .khulasa-status--reviewed")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("الثلاثاء 25 تشرين الأول 2016", "2016-10-25, day, gregorian, from «الثلاثاء 25 تشرين الأول 2016»"),
        ("17-01-1437 هـ", "2015-10-30, day, hijri, from «17-01-1437 هـ»"),
        ("منذ أسبوع", "2023-10-26, day, gregorian, from «منذ أسبوع»"),
        ("سوق الحرفيين", "no date"),
    ],
)  # fmt: skip
def test_date_tells_what_a_line_states(project: Project, text: str, told: str) -> None:
    done = project.khulasa("date", text, "--retrieved", "2023-11-02")
    assert (done.returncode, done.stdout) == (0, told + "\n")


def test_date_prints_json_and_null_where_there_is_none(project: Project) -> None:
    assert json.loads(project.khulasa("date", "تشرين الأول 2016", "--json").stdout) == {
        "iso": "2016-10", "precision": "month", "calendar": "gregorian", "words": "تشرين الأول 2016",
    }  # fmt: skip
    done = project.khulasa("date", "منذ أسبوع", "--json")  # From when is not said.
    assert (done.returncode, done.stdout) == (0, "null\n")


def test_a_time_of_retrieval_that_is_none_is_wrong_usage(project: Project) -> None:
    done = project.khulasa("date", "منذ أسبوع", "--retrieved", "أمس")
    assert done.returncode == 2
    assert "--retrieved" in done.stderr
    assert "Traceback" not in done.stderr
