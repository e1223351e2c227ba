"""Bad input: one clear error with its place, the rest is built, and the exit code says so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from project import Project

GOOD = """\
السوق القديم يفتح أبوابه من جديد

فتح السوق القديم أبوابه صباح الأحد بعد ترميم استمر سنة كاملة. وقال تجار السوق إن الزوار كانوا أكثر من المتوقع. ويبقى السوق مفتوحًا كل يوم حتى المساء.
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = Project(tmp_path / "digest")
    project.add("good.txt", GOOD)
    return project


def raw(project: Project, name: str, content: bytes) -> None:
    (project.folder / "articles" / name).write_bytes(content)


def huge(project: Project) -> None:
    with (project.folder / "articles" / "huge.txt").open("wb") as file:
        file.truncate(50_000_000)


def escaping(project: Project) -> None:
    project.add("escape.txt", f"---\nslug: ../../x\npublished: 40\n---\n{GOOD}")


CASES = {
    "empty file": (lambda p: raw(p, "empty.txt", b""), r"articles/empty\.txt"),
    "binary file": (lambda p: raw(p, "b.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256))), r"articles/b\.txt"),
    "unknown encoding": (lambda p: raw(p, "w.txt", GOOD.encode("cp720", "ignore")), r"articles/w\.txt:1: byte 0x.* is not UTF-8"),
    "lost letters": (lambda p: p.add("m.txt", "السوق القديم\n\nØ§Ù„Ø³Ùˆ Ù\n"), r"articles/m\.txt:3: .*decoded wrongly"),
    "50 MB": (huge, r"articles/huge\.txt: .*MB"),
    "no Arabic": (lambda p: p.add("e.txt", "A title\n\nNothing but English in this text.\n"), r"articles/e\.txt"),
    "broken YAML head": (lambda p: p.add("y.txt", f"---\nsource: x\nurl: [\n---\n{GOOD}"), r"articles/y\.txt:\d"),
    "unknown fact": (lambda p: p.add("u.txt", f"---\nauther: x\n---\n{GOOD}"), r"articles/u\.txt:2: .*auther"),
    "broken sidecar": (lambda p: (p.add("s.txt", GOOD), p.add("s.yml", "a: b: c\n")), r"articles/s\.yml:1"),
    "two sources with one slug": (lambda p: p.add("Good.txt", GOOD), r"articles/good\.txt: the slug 'good'"),
    "wrong date": (escaping, r"articles/escape\.txt:3: .*40"),
}  # fmt: skip


@pytest.mark.parametrize(("spoil", "told"), CASES.values(), ids=CASES)
def test_a_bad_source_is_told_with_its_place_and_the_others_are_built(
    project: Project, spoil, told: str
) -> None:
    spoil(project)
    built = project.run("generator.cli", "build")
    assert built.returncode == 1
    errors = [line for line in built.stderr.splitlines() if line.startswith("ERROR")]
    assert len([line for line in errors if re.search(told, line)]) == 1, built.stderr
    assert "Traceback" not in built.stderr
    assert (project.folder / "site/ar/articles/good/index.html").is_file()
    assert "Articles:  1\n" in built.stdout


def test_plain_mkdocs_says_so_with_its_exit_code_too(project: Project) -> None:
    raw(project, "empty.txt", b"")
    built = project.run("mkdocs", "build")
    assert built.returncode == 1
    assert "articles/empty.txt" in built.stderr
    assert (project.folder / "site/en/articles/good/index.html").is_file()


def test_a_broken_translation_file_leaves_the_article_pending(project: Project) -> None:
    path = project.folder / "translations" / "good.po"
    path.write_text('msgid ""\nmsgstr ""\n\nmsgctxt "title"\nmsgid "x"\n>>>>>>> theirs\n')
    built = project.run("generator.cli", "build")
    assert built.returncode == 1
    assert "translations/good.po:6:" in built.stderr
    assert "English summary pending" in project.html("en/articles/good").get_text()


@pytest.mark.parametrize("command", [("mkdocs", "build"), ("generator.cli", "update")])
def test_an_unknown_setting_is_told_with_its_line_and_nothing_is_built(
    project: Project, command: tuple[str, ...]
) -> None:
    project.configure("      sentance: 4\n      comments: hide")
    done = project.run(*command)
    assert done.returncode != 0
    lines = (project.folder / "mkdocs.yml").read_text().splitlines()
    for setting in ("sentance: 4", "comments: hide"):
        number = next(n for n, line in enumerate(lines, start=1) if setting in line)
        assert f"mkdocs.yml:{number}: " in done.stderr
    assert "Traceback" not in done.stderr
    assert not (project.folder / "site").exists()


def test_an_unknown_provider_is_told(project: Project) -> None:
    project.configure("      providers: [gogle]")
    done = project.khulasa("update")
    assert done.returncode == 2
    assert "google" in done.stderr


@pytest.mark.parametrize("slug", ["../../x", "/etc/x", "..\\..\\x", "a/../../x", ".", ".."])
def test_no_slug_leads_outside_docs(project: Project, slug: str) -> None:
    project.add("a.txt", f"---\nslug: '{slug}'\n---\n{GOOD}")
    project.run("generator.cli", "build")
    written = {p.resolve() for p in project.folder.parent.rglob("*.md")}
    docs = (project.folder / "docs").resolve()
    assert all(path.is_relative_to(docs) for path in written)
    assert len(list((docs / "ar/articles").glob("*.md"))) == 2


def test_a_page_written_by_hand_in_the_way_is_told_and_left(project: Project) -> None:
    page = project.folder / "docs" / "ar" / "index.md"
    page.parent.mkdir()
    page.write_text("# صفحتي\n")
    built = project.run("generator.cli", "build")
    assert built.returncode == 1
    assert "docs/ar/index.md" in built.stderr
    assert page.read_text() == "# صفحتي\n"


def test_a_folder_without_settings_says_what_to_do(tmp_path: Path) -> None:
    done = Project(tmp_path / "x").run("generator.cli", "build", "-f", "elsewhere.yml")
    assert done.returncode == 2
    assert "elsewhere.yml: there is no such file" in done.stderr


@pytest.mark.parametrize("command", ["read", "summarize"])
def test_a_file_that_is_not_there_is_told(project: Project, command: str) -> None:
    done = project.khulasa(command, "none.txt")
    assert done.returncode == 1
    assert "none.txt" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_empty_project_builds(tmp_path: Path) -> None:
    project = Project(tmp_path / "empty")
    built = project.run("generator.cli", "build")
    assert built.returncode == 0, built.stderr
    assert "No articles yet" in project.html("en").get_text()
    assert "لا مقالات بعد" in project.html("ar").get_text()
