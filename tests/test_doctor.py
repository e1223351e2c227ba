"""`khulasa doctor` says what is well and what is not, and `khulasa report` what waits for a person."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from markdown_it import MarkdownIt
from project import Project
from web_server import WebServer

PARK = """\
---
source: نشرة الحي
url: {url}
published: {published}
---
الحديقة تفتح أبوابها من جديد

فتحت الحديقة العامة أبوابها يوم السبت بعد شهر من العمل. وقال المدير إن 40 شجرة زُرعت فيها. وسيبقى الدخول مجانيًا للجميع.
"""
JSON = "application/json"


@pytest.fixture
def web() -> Iterator[WebServer]:
    with WebServer() as server:
        yield server


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path / "site")


def doctor(
    project: Project, *options: str, code: int = 0, **environ: str
) -> dict[str, list[dict[str, str]]]:
    """What it found, by the names of the rows."""
    done = project.khulasa("doctor", "--json", *options, environ=environ)
    assert done.returncode == code, done.stdout + done.stderr
    found: dict[str, list[dict[str, str]]] = {}
    for row in json.loads(done.stdout):
        found.setdefault(row["name"], []).append(row)
    return found


def asking(project: Project, *options: str, **how: Any) -> dict[str, list[dict[str, str]]]:
    return doctor(project, "--allow-private", "--delay", "0", *options, **how)


def feed(day: datetime) -> str:
    return (
        '<?xml version="1.0"?><rss version="2.0"><channel><title>صحيفة</title>'
        "<link>https://example.org/</link><item><title>خبر من الحديقة العامة</title>"
        f"<link>https://example.org/1</link><pubDate>{format_datetime(day)}</pubDate>"
        f"<description>{'فتحت الحديقة العامة أبوابها يوم السبت بعد شهر من العمل. ' * 6}</description>"
        "</item></channel></rss>"
    )


def test_a_healthy_site_is_told_so_in_a_table(project: Project) -> None:
    project.add("park.txt", PARK.format(url="https://example.org/1", published="2026-02-01"))
    done = project.khulasa("doctor", "--offline")
    assert done.returncode == 0, done.stdout
    head, *rows, end = done.stdout.splitlines()
    assert head.split() == ["state", "area", "what", "found"]
    assert {row.split()[0] for row in rows} <= {"ok", "note"}
    assert {row.split()[1] for row in rows} == {"machine", "settings", "providers", "articles"}
    assert re.search(r"whole, with \d+ files of fonts", done.stdout)
    assert "3 missing" in done.stdout
    assert end.endswith(", 0 problems.")


def test_faults_of_the_settings_are_rows_like_any_other(project: Project) -> None:
    project.configure("      sentences: 9\n      sources: [feed.xml]")
    found = doctor(project, "--offline", code=1)
    faults = [row for rows in found.values() for row in rows if row["state"] == "problem"]
    assert len(faults) == 2
    assert {row["area"] for row in faults} == {"settings"}
    assert "a list of addresses" in faults[1]["found"]


def test_keys_are_set_or_not_and_never_shown(project: Project) -> None:
    project.configure("      providers: [mymemory, deepl]")
    told = project.khulasa(
        "doctor", "--offline", "--json",
        environ={"KHULASA_MYMEMORY_EMAIL": "secret@example.org", "KHULASA_DEEPL_KEY": None},
    )  # fmt: skip
    assert "secret" not in told.stdout + told.stderr
    assert told.returncode == 1
    rows = [row for row in json.loads(told.stdout) if row["area"] == "providers"]
    assert rows[0]["found"] == "KHULASA_MYMEMORY_EMAIL is set"
    assert rows[-1]["state"] == "problem"
    assert "set the environment variable KHULASA_DEEPL_KEY" in rows[-1]["found"]


@pytest.mark.parametrize(
    ("used", "state"), [(1_000, "ok"), (460_000, "note"), (500_000, "problem")]
)
def test_deepl_says_how_much_of_the_allowance_is_used(
    project: Project, web: WebServer, used: int, state: str
) -> None:
    answer = {"character_count": used, "character_limit": 500_000}
    web.page("/v2/usage", json.dumps(answer), JSON)
    project.configure(f"      providers: [{{deepl: {{url: '{web.url('')}'}}}}]")
    found = asking(project, code=int(state == "problem"), KHULASA_DEEPL_KEY="0123456789abcdef:fx")
    assert found["deepl"][-1]["state"] == state
    assert found["deepl"][-1]["found"] == f"{used:,} of 500,000 characters used"


@pytest.mark.parametrize(
    ("languages", "state"),
    [
        ([{"code": "ar", "targets": ["en", "fr"]}, {"code": "en", "targets": ["ar"]}], "ok"),
        ([{"code": "fr", "targets": ["en"]}], "problem"),
        ({"error": "?"}, "problem"),
    ],
)
def test_a_libretranslate_server_says_whether_it_knows_arabic(
    project: Project, web: WebServer, languages: object, state: str
) -> None:
    web.page("/languages", json.dumps(languages), JSON)
    project.configure(f"      providers: [{{libre: {{url: '{web.url('')}'}}}}]")
    found = asking(project, code=int(state == "problem"))
    assert found["libre"][-1]["state"] == state
    assert web.paths() == ["/languages"]


@pytest.mark.parametrize(
    ("answer", "state", "told"),
    [
        ({"data": [{"id": "qwen"}, {"id": "gemma"}]}, "ok", "has the model qwen"),
        ({"data": [{"id": "gemma"}]}, "problem", "has no model 'qwen'; it has gemma"),
        (None, "ok", "does not list its models"),
    ],
)
def test_a_server_of_models_says_whether_it_has_the_model(
    project: Project, web: WebServer, answer: object, state: str, told: str
) -> None:
    if answer:
        web.page("/v1/models", json.dumps(answer), JSON)
    project.configure(
        f"      providers: [{{openai: {{url: '{web.url('/v1')}', model: qwen}}}}, echo]"
    )
    found = asking(project, code=int(state == "problem"))
    assert found["openai"][-1]["state"] == state
    assert told in found["openai"][-1]["found"]
    assert found["echo"][-1]["found"] == "works on this machine, asks nobody"


def test_a_provider_that_is_not_there_is_a_problem_and_offline_asks_nobody(
    project: Project, web: WebServer
) -> None:
    web.page("/m", status=503)
    project.configure(f"      providers: [{{google: {{url: '{web.url('/m')}'}}}}]")
    assert asking(project, code=1)["google"][-1]["found"] == "google answered 503"
    asked = len(web.asked)
    assert doctor(project, "--offline")["google"][-1]["state"] == "ok"
    assert len(web.asked) == asked


def test_sources_are_fresh_or_old_or_gone(project: Project, web: WebServer) -> None:
    now = datetime.now(UTC)
    fresh = web.page("/fresh.xml", feed(now), "application/rss+xml")
    old = web.page("/old.xml", feed(now - timedelta(days=400)), "application/rss+xml")
    gone = web.url("/gone.xml")
    project.configure(f"      sources: ['{fresh}', '{old}', '{gone}']")
    found = asking(project, code=1)
    assert [found[url][0]["state"] for url in (fresh, old, gone)] == ["ok", "note", "problem"]
    assert (now - timedelta(days=400)).date().isoformat() in found[old][0]["found"]
    assert "404" in found[gone][0]["found"]


def test_links_are_looked_at_where_that_is_asked_for(project: Project, web: WebServer) -> None:
    alive = web.page("/alive", "<p>مقال")
    shut = web.page("/shut", status=403)
    for number, url in enumerate((alive, web.url("/dead"), shut), 1):
        text = PARK.replace("40", f"{number}7").format(url=url, published=f"2026-02-0{number}")
        project.add(
            f"park-{number}.txt", text.replace("السبت", ("السبت", "الأحد", "الاثنين")[number - 1])
        )
    assert doctor(project, "--offline")
    assert web.asked == []
    found = asking(project, "--links", code=1)
    assert found[web.url("/dead")][0]["state"] == "problem"
    assert "archived:" in found[web.url("/dead")][0]["action"]
    assert found[shut][0]["state"] == "note"
    assert alive not in found
    assert found["all"][0]["found"] == "1 of 3 originals answer; dead: 1"
    wrong = project.khulasa("doctor", "--offline", "--links")
    assert wrong.returncode == 2


def test_what_does_not_belong_together_in_the_memory_is_told(project: Project) -> None:
    project.add("park.txt", PARK.format(url="https://example.org/1", published="2026-02-01"))
    project.khulasa("update")
    project.translate("park")
    folder = project.folder / "translations"
    (folder / "gone.po").write_bytes((folder / "park.po").read_bytes())
    project.add(
        "other.txt",
        "عنوان لا صلة له بما سبق\n\nكتب الأطفال قصة عن البحر والسفن القديمة في المدرسة.\n",
    )
    (folder / "other.po").write_bytes((folder / "park.po").read_bytes())
    (folder / "broken.po").write_text('msgid "x\nmsgstr', "utf-8")
    project.add("empty.txt", "")
    raw = project.folder / "articles" / "raw"
    raw.mkdir()
    way = {"file": "abc.html", "came": [{"url": "https://example.org/1"}]}
    (raw / "abc.json").write_text(json.dumps(way), "utf-8")
    found = doctor(project, "--offline", code=1)
    assert found["gone.po"][0]["state"] == "note"
    assert (
        "no article has the slug 'gone'; 3 sentences are not shown" in found["gone.po"][0]["found"]
    )
    assert [n for n in found if "broken.po" in n and found[n][0]["state"] == "problem"]
    assert [n for n in found if "empty.txt" in n and found[n][0]["state"] == "problem"]
    assert "none of its sentences is in the article" in found["other.po"][0]["found"]
    assert found["raw/abc.html"][0]["state"] == "note"
    assert found["English sentences"][0]["found"].startswith("3 reviewed")


# -- The report -----------------------------------------------------------------------------------


def rendered(text: str) -> BeautifulSoup:
    """As GitHub renders it: tables, and HTML that stands in the text."""
    return BeautifulSoup(MarkdownIt("gfm-like", {"linkify": False}).render(text), "html.parser")


def test_a_report_says_what_came_in_and_what_waits(project: Project, tmp_path: Path) -> None:
    project.configure("      providers: [echo]")
    article = project.add(
        "park.txt", PARK.format(url="https://example.org/1", published="2026-02-01")
    )
    hostile = "</p><script>alert(1)</script> @octocat #7 | [x](javascript:1) `c` ![i](https://evil.example/i.png)"
    added = project.khulasa("add", "--json", str(article), "nothing-here.txt")
    came = json.loads(added.stdout)
    came.append(
        {"result": "added", "title": hostile, "path": "articles/x.md", "confidence": 0.7, "why": ""}
    )
    (tmp_path / "added.json").write_text(json.dumps(came), "utf-8")
    assert project.khulasa("update").returncode == 0
    target = tmp_path / "report.md"
    done = project.khulasa("report", "--added", str(tmp_path / "added.json"), "-o", str(target))
    assert done.returncode == 0, done.stderr
    text = target.read_text("utf-8")
    html = rendered(text)
    assert "1 added, 0 revised" in html.get_text()
    assert "3 machine" in html.get_text()
    assert "nothing-here.txt: there is no such file" in html.get_text()
    assert html.select("script, img, a") == []
    assert hostile in html.select_one("td").get_text().replace("\u200b", "")
    assert "@octocat" not in html.get_text()
    arabic = [tag.get_text() for tag in html.select('p[dir="rtl"]')]
    assert "الحديقة تفتح أبوابها من جديد" in arabic
    assert "doubtful: " in html.get_text()


def test_a_report_of_thousands_fits_into_a_pull_request(project: Project, tmp_path: Path) -> None:
    for number in range(150):
        text = PARK.format(url=f"https://example.org/{number}", published="2026-02-01")
        project.add(f"park-{number}.txt", text.replace("الحديقة", f"الحديقة رقم {number}"))
    done = project.khulasa("report")
    assert done.returncode == 0, done.stderr
    assert 50_000 < len(done.stdout) < 65_536
    assert "more did not fit" in done.stdout


@pytest.mark.parametrize("text", ["", "{}", "[1]", "not JSON"])
def test_what_is_no_outcome_of_add_is_wrong_usage(
    project: Project, tmp_path: Path, text: str
) -> None:
    (tmp_path / "added.json").write_text(text, "utf-8")
    done = project.khulasa("report", "--added", str(tmp_path / "added.json"))
    assert done.returncode == 2
    assert "'khulasa add --json' prints" in done.stderr


# -- The configured sources -----------------------------------------------------------------------


def test_the_configured_sources_are_added_when_asked_for(project: Project, web: WebServer) -> None:
    nothing = project.khulasa("add")
    assert nothing.returncode == 2
    assert "--configured" in nothing.stderr
    assert project.khulasa("add", "--configured", "--json").stdout == "[]\n"
    url = web.page("/feed.xml", feed(datetime.now(UTC)), "application/rss+xml")
    project.configure(f"      sources: [' {url} ']")
    done = project.khulasa("add", "--configured", "--json", "--allow-private", "--delay", "0")
    (outcome,) = json.loads(done.stdout)
    assert outcome["source"].startswith(url)
