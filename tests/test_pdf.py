"""`khulasa pdf`, and the PDF files of the built site."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from project import Project
from pypdf import PdfReader

from generator.config import load_settings
from generator.models import Sheet
from generator.pipeline import digest
from generator.renderers import sheets
from generator.text.plain import plain


def article(day: str, topic: str) -> str:
    return (
        f"---\nsource: نشرة الحي\npublished: {day}\ntopics: [{topic}]\n---\n"
        f"خبر من يوم {day}\n\nافتتح النادي موسمه الجديد مساء أمس في القاعة الكبرى بحضور جمع من الأهالي."
        " وقال مدير النادي إن الموسم يضم عشرين عرضًا في المسرح والموسيقى والرسم.\n"
    )


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = Project(tmp_path)
    project.add("first.txt", article("2016-10-25", "المسرح"))
    project.add("second.txt", article("2016-10-27", "الرسم"))
    project.add("third.txt", article("2016-11-20", "الرسم"))
    return project


def titles(path: Path) -> list[str]:
    bookmarks = [plain(str(item["/Title"])) for item in PdfReader(path).outline]
    return bookmarks[:-1]  # without the colophon


@pytest.mark.parametrize(
    ("arguments", "name", "days"),
    [
        (["first"], "first-arabic.pdf", ["2016-10-25"]),
        (["first", "third"], "2-articles-", ["2016-11-20", "2016-10-25"]),
        (["--issue", "2016-W43"], "2016-W43-arabic.pdf", ["2016-10-27", "2016-10-25"]),
        (["--month", "2016-11"], "2016-11-arabic.pdf", ["2016-11-20"]),
        (["--topic", "الرسم"], "الرسم-arabic.pdf", ["2016-11-20", "2016-10-27"]),
        (["--all"], "all-arabic.pdf", ["2016-11-20", "2016-10-27", "2016-10-25"]),
    ],
)
def test_it_prints_what_is_asked_for(
    project: Project, arguments: list[str], name: str, days: list[str]
) -> None:
    done = project.khulasa("pdf", *arguments, "--layout", "arabic")
    assert done.returncode == 0, done.stderr
    (file,) = project.folder.glob("*.pdf")
    assert file.name.startswith(name)
    assert done.stdout.startswith(file.name)
    found = [title for title in titles(file) if title != "المحتويات"]
    assert found == [f"خبر من يوم {day}" for day in days]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "Say what to put out"),
        (["first", "--all"], "Say what to put out"),
        (["--issue", "2016-W44"], "--issue 2016-W44: no article is in that issue"),
        (["fist"], "first"),
        (["--all", "--layout", "greek"], "'greek' is not one of"),
    ],
)
def test_wrong_usage_is_told(project: Project, arguments: list[str], said: str) -> None:
    done = project.khulasa("pdf", *arguments)
    assert (done.returncode, said in done.stderr) == (2, True), done.stderr
    assert list(project.folder.glob("*.pdf")) == []


def test_it_writes_where_it_is_told(project: Project) -> None:
    (project.folder / "books").mkdir()
    assert project.khulasa("pdf", "first", "-o", "books").returncode == 0
    assert project.khulasa("pdf", "first", "-o", "mine.pdf").returncode == 0
    assert (project.folder / "books" / "first.pdf").read_bytes() == (
        project.folder / "mine.pdf"
    ).read_bytes()


def test_a_file_that_cannot_be_written_leaves_nothing(project: Project) -> None:
    (project.folder / "taken").write_text("a file, no folder")
    old = project.folder / "old.pdf"
    old.write_bytes(b"the old one")
    done = project.khulasa("pdf", "first", "-o", "taken/first.pdf")
    assert done.returncode == 1
    assert "cannot write the file" in done.stderr
    assert old.read_bytes() == b"the old one"
    assert list(project.folder.glob("**/*.tmp")) == []


def test_the_site_offers_what_the_settings_say(project: Project) -> None:
    project.configure("      pdf: bilingual")
    built = project.build()
    assert built.returncode == 0, built.stderr
    site = project.folder / "site"
    files = {path.relative_to(site).as_posix() for path in site.rglob("*.pdf")}
    assert files == {
        *(f"pdf/articles/{name}.pdf" for name in ("first", "second", "third")),
        *("pdf/weeks/2016-W43.pdf", "pdf/weeks/2016-W46.pdf"),
        *("pdf/months/2016-10.pdf", "pdf/months/2016-11.pdf"),
    }
    for lang in ("ar", "en"):
        for page, file in (
            ("articles/first", "../../../pdf/articles/first.pdf"),
            ("weeks/2016-W43", "../../../pdf/weeks/2016-W43.pdf"),
            ("months/2016-10", "../../../pdf/months/2016-10.pdf"),
        ):
            html = project.html(f"{lang}/{page}")
            assert [a["href"] for a in html.select("a[type='application/pdf']")] == [file]
    assert project.html("en/topics/الرسم").select("a[type='application/pdf']") == []


def test_a_picture_that_is_missing_leaves_its_caption(project: Project) -> None:
    text = article("2016-10-25", "المسرح").replace(
        "\n\n", "\n\n![واجهة النادي](missing.png)\n\n", 1
    )
    project.add("pictured.md", text.replace("---\nخبر", "---\n# خبر", 1))
    done = project.khulasa("pdf", "pictured", "--layout", "arabic", "-o", "pictured.pdf")
    assert done.returncode == 0, done.stderr
    said = " ".join(
        page.extract_text() for page in PdfReader(project.folder / "pictured.pdf").pages
    )
    assert "واجهة النادي" in said
    assert "missing.png" not in said


def test_a_copy_of_an_article_offers_the_book_of_the_article(project: Project) -> None:
    copy = article("2016-10-25", "المسرح").replace("نشرة الحي", "صحيفة أخرى")
    project.add("other.txt", copy.replace("2016-10-25\n", "2016-10-26\n", 1))
    project.configure("      pdf: arabic")
    assert project.build().returncode == 0
    for lang in ("ar", "en"):
        page = project.html(f"{lang}/articles/other")
        (link,) = page.select("a[type='application/pdf']")
        assert link["href"] == "../../../pdf/articles/first.pdf"
    assert not (project.folder / "site/pdf/articles/other.pdf").exists()


def test_a_copy_of_an_article_is_shown_elsewhere_by_the_articles_card(project: Project) -> None:
    copy = article("2016-10-25", "المسرح").replace("نشرة الحي", "صحيفة أخرى")
    project.add("other.txt", copy.replace("2016-10-25\n", "2016-10-26\n", 1))
    project.configure("      cards: true")
    assert project.build().returncode == 0
    for lang in ("ar", "en"):
        page = project.html(f"{lang}/articles/other")
        said = {
            tag.get("property") or tag.get("name"): tag["content"]
            for tag in page.select("meta[content]")
        }
        assert said["og:image"] == f"https://example.org/digest/cards/{lang}/first.png"
        assert (project.folder / f"site/cards/{lang}/first.png").is_file()
        assert said["og:url"] == f"https://example.org/digest/{lang}/articles/other/"
        assert said["DC.source"] == "صحيفة أخرى"
        assert said["twitter:card"] == "summary_large_image"
        assert page.select("script[type='application/ld+json']") == []


def test_the_site_offers_its_issues_as_epub(project: Project) -> None:
    project.configure("      epub: bilingual\n      pdf: arabic")
    assert project.build().returncode == 0
    site = project.folder / "site"
    files = {path.relative_to(site).as_posix(): path for path in site.rglob("*.epub")}
    assert set(files) == {
        *("epub/weeks/2016-W43.epub", "epub/weeks/2016-W46.epub"),
        *("epub/months/2016-10.epub", "epub/months/2016-11.epub"),
    }
    for lang in ("ar", "en"):
        html = project.html(f"{lang}/weeks/2016-W43")
        links = [a["href"] for a in html.select("a[download]")]
        assert links == ["../../../pdf/weeks/2016-W43.pdf", "../../../epub/weeks/2016-W43.epub"]
        assert html.select_one("a[type='application/epub+zip']").get_text() == "EPUB"
    done = project.khulasa("epub", "--issue", "2016-W43", "-o", "mine.epub")
    assert done.returncode == 0
    assert (
        files["epub/weeks/2016-W43.epub"].read_bytes()
        == (project.folder / "mine.epub").read_bytes()
    )
    covers = project.folder / ".cache/khulasa/covers"
    before = {path.name: path.stat().st_mtime_ns for path in covers.iterdir()}
    assert len(before) == 4
    assert project.build().returncode == 0
    assert {path.name: path.stat().st_mtime_ns for path in covers.iterdir()} == before


def test_only_what_has_changed_is_printed_again(project: Project) -> None:
    project.configure("      pdf: arabic")
    before = {sheet.path: sheet.data for sheet in made(project)}
    source = project.folder / "articles" / "third.txt"
    source.write_text(source.read_text().replace("عشرين", "ثلاثين"))
    changed = {str(s.path) for s in made(project) if before[s.path] != s.data}
    assert changed == {
        "pdf/articles/third.pdf",
        "pdf/weeks/2016-W46.pdf",
        "pdf/months/2016-11.pdf",
    }


def made(project: Project) -> list[Sheet]:
    settings = load_settings(project.folder / "mkdocs.yml")
    return list(sheets(digest(settings), settings))


LIMITED = (
    "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}));"
    "from generator.cli import main; main({arguments!r})"
)


@pytest.mark.skipif(sys.platform == "win32", reason="needs limits as POSIX has them")
@pytest.mark.parametrize(
    ("arguments", "name", "limit"),
    [
        (["pdf", "first"], "first.pdf", 20_000),
        (["epub", "first"], "first.epub", 5_000),
        (["mail", "first"], "first.eml", 500),
    ],
)
def test_a_disk_that_fills_up_leaves_the_old_file_and_no_other(
    project: Project, arguments: list[str], name: str, limit: int
) -> None:
    """A limit on the size of files stands for the disk: the write fails in the middle."""
    (project.folder / name).write_bytes(b"the old one")
    done = subprocess.run(
        [sys.executable, "-c", LIMITED.format(limit=limit, arguments=arguments)],
        cwd=project.folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, "cannot write the file: File too large" in done.stderr) == (1, True)
    assert (project.folder / name).read_bytes() == b"the old one"
    assert sorted(path.name for path in project.folder.glob("*.*")) == sorted([name, "mkdocs.yml"])


@pytest.mark.skipif(sys.platform == "win32", reason="needs limits as POSIX has them")
def test_a_disk_that_fills_up_in_a_build_is_told_and_the_next_build_is_whole(
    project: Project,
) -> None:
    project.configure("      pdf: bilingual")
    done = subprocess.run(
        [sys.executable, "-c", LIMITED.format(limit=20_000, arguments=["build"])],
        cwd=project.folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "File too large" in done.stderr
    assert "Traceback" not in done.stderr
    kept = [*project.folder.glob(".cache/khulasa/**/*.pdf"), *project.folder.glob("site/**/*.pdf")]
    assert [path for path in kept if not path.read_bytes().rstrip().endswith(b"%%EOF")] == []
    assert list(project.folder.glob("**/*.tmp")) == []
    assert project.build().returncode == 0
    assert len(list(project.folder.glob("site/pdf/**/*.pdf"))) == 7


def test_volumes_are_written_one_after_the_other_and_a_bar_tells_how_far_it_is(
    project: Project,
) -> None:
    """On a terminal. Volumes of two articles stand for those of 200."""
    pty, termios = pytest.importorskip("pty"), pytest.importorskip("termios")
    code = (
        "import sys; from generator.cli import main, printing;"
        "rooms = [sys.modules[f'generator.renderers.{name}'] for name in ('addresses', 'books')];"
        "[setattr(room, 'IN_A_VOLUME', 2) for room in (*rooms, printing)];"
        "main(['pdf', '--all'])"
    )
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 80))
    with open(ours, "rb", buffering=0) as screen:
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=project.folder,
            stdout=subprocess.PIPE,
            stderr=theirs,
            text=True,
            check=False,
        )
        os.close(theirs)
        shown = screen.read(10_000).decode("utf-8", "replace")
    assert done.returncode == 0, shown
    assert [line.partition(" ")[0] for line in done.stdout.split("\n") if ".pdf" in line] == [
        "all.pdf",
        "all-2.pdf",
    ]
    assert "3/3" in shown
    assert "article" in shown
    assert [len(titles(project.folder / name)) - 1 for name in ("all.pdf", "all-2.pdf")] == [2, 1]
