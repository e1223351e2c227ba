"""`khulasa add` brings in what people have, from disk and from a web server, and loses nothing."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from project import Project
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter
from web_server import WebServer

BODY = (
    "أعلنت بلدية المدينة صباح اليوم افتتاح الجسر الجديد فوق النهر بعد عامين من العمل، وقالت إن كلفته بلغت ثلاثة ملايين.",
    "وقال مهندس المشروع إن السير فوق الجسر يبدأ مساء الخميس بعد انتهاء الفحوص الأخيرة، وإن أحدًا لن يدفع رسمًا.",
    "وأضاف أن الجسر القديم سيبقى مفتوحًا للمشاة وراكبي الدراجات حتى نهاية العام، ثم تُنقل حجارته إلى متحف المدينة.",
)


def page(title: str = "افتتاح الجسر الجديد", body: tuple[str, ...] = BODY, head: str = "") -> str:
    paragraphs = "".join(f"<p>{text}</p>" for text in body)
    return (
        f'<!doctype html><html lang="ar"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta property="og:type" content="article"><meta property="og:site_name" content="صحيفة المثال">'
        f'<meta property="article:published_time" content="2024-05-06T08:30:00+03:00">{head}</head>'
        f'<body><nav><a href="/">الرئيسية</a> <a href="/s">رياضة</a></nav><article><h1>{title}</h1>'
        f"{paragraphs}</article><footer>جميع الحقوق محفوظة</footer></body></html>"
    )


def feed(*items: str) -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>صحيفة المثال</title><link>https://example.org/</link>{''.join(items)}</channel></rss>"
    )


def item(title: str, link: str, text: str, tag: str = "content:encoded") -> str:
    return (
        f"<item><title>{title}</title><link>{link}</link><guid>{link}</guid>"
        "<pubDate>Mon, 06 May 2024 08:30:00 +0300</pubDate><category>مدن</category>"
        f"<{tag}><![CDATA[{text}]]></{tag}></item>"
    )


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path / "site")


@pytest.fixture
def web() -> Iterator[WebServer]:
    with WebServer() as server:
        yield server


def add(
    project: Project, *sources: str, code: int = 0, stdin: str = "", **environ: str
) -> list[dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, "-m", "generator.cli", "add", "--json", "--delay", "0", "--allow-private", *sources],
        cwd=project.folder, input=stdin, capture_output=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def results(outcomes: list[dict[str, Any]]) -> list[str]:
    return [outcome["result"] for outcome in outcomes]


def record(project: Project, outcome: dict[str, Any]) -> str:
    return (project.folder / outcome["path"]).read_text("utf-8")


def files(project: Project) -> list[str]:
    folder = project.folder / "articles"
    return sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(".")
    )


def test_a_page_becomes_a_record_and_its_bytes_are_kept(project: Project, web: WebServer) -> None:
    url = web.page("/bridge", page(), ETag='"1"')
    (outcome,) = add(project, url)
    assert outcome["result"] == "added"
    text = record(project, outcome)
    assert text.startswith("---\nslug: 2024-05-06-افتتاح-الجسر-الجديد\nsource: صحيفة المثال\n")
    assert f"url: {url}\n" in text
    assert "\n# افتتاح الجسر الجديد\n" in text
    assert all(sentence in text for sentence in BODY)
    assert "الرئيسية" not in text
    raw = project.folder / "articles" / "raw"
    assert (raw / f"{outcome['sha256']}.html").read_bytes() == page().encode()
    (way,) = json.loads((raw / f"{outcome['sha256']}.json").read_text("utf-8"))["came"]
    assert (way["url"], way["headers"]["etag"]) == (url, '"1"')
    assert way["retrieved"].endswith("Z")


def test_what_was_added_is_on_the_site(project: Project, web: WebServer) -> None:
    (outcome,) = add(project, web.page("/bridge", page()))
    done = project.build()
    assert done.returncode == 0, done.stderr
    html = project.html(f"ar/articles/{outcome['slug']}")
    assert html.select_one("h1").get_text(strip=True) == "افتتاح الجسر الجديد"  # type: ignore[union-attr]
    assert outcome["sha256"] in html.get_text()


def test_the_same_thing_twice_adds_nothing(project: Project, web: WebServer) -> None:
    url = web.page("/bridge", page())
    saved = project.folder / "saved.html"
    saved.write_text(page(), "utf-8")
    add(project, url)
    before = files(project)
    assert results(add(project, url, f"{url}?utm_source=mail", str(saved))) == ["skipped"] * 2
    assert files(project) == before


def test_what_the_server_says_is_unchanged_is_not_sent_again(
    project: Project, web: WebServer
) -> None:
    url = web.page("/bridge", page(), ETag='"1"')
    add(project, url)
    (outcome,) = add(project, url)
    assert (outcome["result"], outcome["why"]) == (
        "skipped",
        "the server says that it has not changed",
    )
    assert web.asked[-1].headers["If-None-Match"] == '"1"'


def test_a_page_that_has_changed_is_a_revision_and_the_site_says_what(
    project: Project, web: WebServer
) -> None:
    url = web.page("/bridge", page())
    (first,) = add(project, url)
    kept = record(project, first)
    web.page("/bridge", page(body=(BODY[0].replace("ثلاثة", "خمسة"), *BODY[1:])))
    (second,) = add(project, url)
    assert (second["result"], second["revision"], second["slug"]) == ("revised", 2, first["slug"])
    assert record(project, first) == kept
    done = project.build()
    assert done.returncode == 0, done.stderr
    html = project.html(f"en/articles/{first['slug']}")
    (removed,) = (tag.get_text(strip=True) for tag in html.select(".khulasa-history del"))
    (added,) = (tag.get_text(strip=True) for tag in html.select(".khulasa-history ins"))
    assert ("ثلاثة" in removed, "خمسة" in added) == (True, True)


def test_a_feed_gives_its_whole_entries_and_refuses_its_teasers(
    project: Project, web: WebServer
) -> None:
    whole = "".join(f"<p>{text}</p>" for text in BODY)
    url = web.page(
        "/feed",
        feed(
            item("خبر كامل", "https://example.org/1", whole),
            item("خبر ناقص", web.page("/2", page("خبر آخر عن الجسر")), "أعلنت البلدية…", "description"),
        ),
        "application/rss+xml",
    )  # fmt: skip
    full, teaser = add(project, url, code=1)
    assert (full["result"], full["url"]) == ("added", "https://example.org/1")
    assert "published: 2024-05-06T08:30+03:00" in record(project, full)
    assert "مدن" in record(project, full)
    assert teaser["result"] == "refused"
    assert "--feed" in teaser["problems"][0]["action"]


def test_the_pages_of_teasers_are_fetched_where_asked_for(project: Project, web: WebServer) -> None:
    link = web.page("/2", page("خبر آخر عن الجسر"))
    url = web.page("/feed", feed(item("خبر ناقص", link, "أعلنت البلدية…", "description")))
    (outcome,) = add(project, "--feed", url)
    assert (outcome["result"], outcome["title"], outcome["url"]) == (
        "added",
        "خبر آخر عن الجسر",
        link,
    )
    assert "مدن" in record(project, outcome)
    web.page("/feed", feed(item("خبر ناقص، محدّث", link, "أعلنت البلدية…", "description")))
    asked = len([one for one in web.asked if one.path == "/2"])
    (again,) = add(project, "--feed", url)
    assert again["result"] == "skipped"
    assert len([one for one in web.asked if one.path == "/2"]) == asked
    assert results(add(project, "--feed", "--refresh", url)) == ["skipped"]
    assert len([one for one in web.asked if one.path == "/2"]) == asked + 1


def test_addresses_come_on_standard_input(project: Project, web: WebServer) -> None:
    urls = [web.page(f"/{n}", page(f"الخبر رقم {n} عن الجسر")) for n in (1, 2)]
    outcomes = add(project, "-", stdin=f"# الجسر\n{urls[0]}\n\n  {urls[1]}\n{urls[0]}\n")
    assert [outcome["source"] for outcome in outcomes] == urls
    assert results(outcomes) == ["added", "added"]


def test_a_folder_is_its_files_and_what_is_no_source_is_counted(
    project: Project, tmp_path: Path
) -> None:
    folder = tmp_path / "saved"
    (folder / "page_files").mkdir(parents=True)
    (folder / "page.html").write_text(page(), "utf-8")
    (folder / "page.yml").write_text("section: مدن\n", "utf-8")
    (folder / "page_files" / "ad.html").write_text(page("إعلان"), "utf-8")
    (folder / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    added, passed = add(project, str(folder))
    assert (added["result"], added["title"]) == ("added", "افتتاح الجسر الجديد")
    assert "section: مدن" in record(project, added)
    assert (passed["result"], passed["why"]) == (
        "skipped",
        "files of kinds that are not read: 1 .jpg",
    )


def test_an_archive_gives_each_of_its_pages(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "crawl.warc.gz"
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for n in (1, 2):
            payload = io.BytesIO(page(f"الخبر رقم {n} عن الجسر").encode())
            response = writer.create_warc_record(
                f"https://example.org/{n}",
                "response",
                payload=payload,
                length=len(payload.getvalue()),
                http_headers=StatusAndHeaders(
                    "200 OK", [("Content-Type", "text/html")], "HTTP/1.1"
                ),
                warc_headers_dict={"WARC-Date": "2024-05-07T10:00:00Z"},
            )
            writer.write_record(response)
            response.raw_stream.close()
    outcomes = add(project, str(path))
    assert [(one["result"], one["url"], one["retrieved"]) for one in outcomes] == [
        ("added", f"https://example.org/{n}", "2024-05-07T10:00+00:00") for n in (1, 2)
    ]
    assert len({one["sha256"] for one in outcomes}) == 2


def test_one_source_that_is_refused_says_nothing_about_the_others(
    project: Project, web: WebServer, tmp_path: Path
) -> None:
    good = web.page("/good", page())
    links = "".join(f'<li><a href="/{n}">عنوان خبر قصير رقم {n}</a></li>' for n in range(60))
    web.page("/front", f"<html><body><ul>{links}</ul></body></html>")
    outcomes = add(
        project, web.url("/gone"), web.url("/front"), str(tmp_path / "none.txt"), good, code=1
    )
    assert results(outcomes) == ["refused", "refused", "refused", "added"]
    for outcome in outcomes[:3]:
        (problem,) = outcome["problems"]
        assert problem["path"]
        assert problem["found"]
        assert problem["action"]


def test_a_private_address_is_refused_unless_allowed(project: Project, web: WebServer) -> None:
    done = project.khulasa("add", web.page("/bridge", page()))
    assert done.returncode == 1
    assert "--allow-private" in done.stderr
    assert web.asked == []


def test_a_dry_run_writes_nothing(project: Project, web: WebServer) -> None:
    assert results(add(project, "--dry-run", web.page("/bridge", page()))) == ["added"]
    assert files(project) == []


@pytest.mark.parametrize(
    ("how", "kept"), [("compress", ".html.gz"), ("off", None), ("keep", ".html")]
)
def test_the_settings_say_how_bytes_are_kept(
    project: Project, web: WebServer, how: str, kept: str | None
) -> None:
    project.configure(f"      raw: {how}")
    (outcome,) = add(project, web.page("/bridge", page()))
    names = {path.name for path in (project.folder / "articles" / "raw").iterdir()}
    assert names == {f"{outcome['sha256']}{end}" for end in (".json", kept) if end}


def test_the_table_names_each_source_and_counts_them(project: Project, web: WebServer) -> None:
    url = web.page("/bridge", page())
    done = project.khulasa("add", "--allow-private", "--delay", "0", url, web.url("/gone"))
    rows = done.stdout.splitlines()
    assert rows[0].split()[:3] == ["result", "confidence", "source"]
    assert [row.split()[0] for row in rows[1:3]] == ["added", "refused"]
    assert "articles/2024-05-06-افتتاح-الجسر-الجديد.md" in rows[1]
    assert rows[3] == "1 added, 0 revised, 0 skipped, 1 refused."
    assert "404" in done.stderr


def test_a_killed_run_is_gone_on_with(project: Project, web: WebServer) -> None:
    urls = [web.page(f"/{n}", page(f"الخبر رقم {n} عن الجسر")) for n in range(6)]
    web.plan("/5", "silence")
    with subprocess.Popen(
        [sys.executable, "-m", "generator.cli", "add", "--delay", "0", "--allow-private", *urls],
        cwd=project.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as running:  # fmt: skip
        folder = project.folder / "articles"
        while not list(folder.glob("*.md")):
            assert running.poll() is None
        running.kill()
    there = set(folder.glob("*.md"))
    outcomes = add(project, *urls)
    assert set(results(outcomes)) <= {"added", "skipped"}
    assert len(outcomes) == 6
    assert len(list(folder.glob("*.md"))) == 6
    assert there <= set(folder.glob("*.md"))
    assert not list(folder.rglob("*.tmp"))


def test_real_pages_and_feeds_come_in_over_http(
    project: Project, web: WebServer, shared: Path
) -> None:
    web.folder("/data", shared / "data")
    pages = sorted((shared / "data" / "html").glob("*/page.html"))
    fronts = sorted((shared / "data" / "not-articles").glob("*.html"))
    feeds = sorted((shared / "data" / "feeds").iterdir())
    urls = [
        web.url(f"/data/{path.relative_to(shared / 'data').as_posix()}")
        for path in (*pages, *fronts, *feeds)
    ]
    outcomes = add(project, *urls, code=1)
    of = {url: [one for one in outcomes if one["source"].startswith(url)] for url in urls}
    assert all(results(of[url]) == ["added"] for url in urls[: len(pages)])
    assert all(results(of[url]) == ["refused"] for url in urls[len(pages) : -len(feeds)])
    for one in (one for url in urls[-len(feeds) :] for one in of[url]):
        assert one["result"] == "added" or "teaser" in one["why"], one
    before = files(project)
    again = add(project, *urls, code=1)
    assert "added" not in results(again)
    assert "revised" not in results(again)
    assert files(project) == before
    done = project.build()
    assert done.returncode == 0, done.stderr
