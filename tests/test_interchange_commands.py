"""`khulasa export` and `khulasa import`: what may come in, and what stays as it is."""

from __future__ import annotations

import json
from pathlib import Path

import polib
import pytest
from project import Project

from generator.interchange import FORMATS

GARDEN = """\
الحديقة العامة تفتح بابها الشرقي

فتحت الحديقة العامة بابها الشرقي صباح السبت بعد إغلاق دام 3 أشهر. وقال مدير الحديقة إن الباب الجديد أوسع من القديم. ويدخل منه الزوار من الساعة الثامنة صباحًا.
"""
TITLE = GARDEN.splitlines()[0]
FIRST = "فتحت الحديقة العامة بابها الشرقي صباح السبت بعد إغلاق دام 3 أشهر."
SECOND = "وقال مدير الحديقة إن الباب الجديد أوسع من القديم."


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """An article whose title and first two sentences a machine has translated."""
    project = Project(tmp_path / "digest")
    project.add("garden.txt", GARDEN)
    project.khulasa("update")  # Nobody is asked: no provider is set.
    project.translate("garden", fuzzy=True)
    file = polib.pofile(str(po(project)), wrapwidth=0)
    file[3].msgstr = ""
    file.save()
    return project


def po(project: Project) -> Path:
    return project.folder / "translations" / "garden.po"


def unit(project: Project, arabic: str) -> polib.POEntry:
    return next(u for u in polib.pofile(str(po(project)), wrapwidth=0) if u.msgid == arabic)


def table(
    project: Project, *rows: str, head: str = "source,target,status,reviewer,reviewed"
) -> str:
    path = project.folder / "came.csv"
    path.write_text("\r\n".join([head, *rows]) + "\r\n", encoding="utf-8")
    return path.name


def taken(project: Project, file: str, *options: str) -> list[tuple[int, str]]:
    done = project.khulasa("import", file, "--json", *options)
    assert done.stdout, done.stderr
    return [(row["line"], row["result"]) for row in json.loads(done.stdout)]


@pytest.mark.parametrize("name", FORMATS)
def test_what_is_exported_and_imported_changes_nothing(project: Project, name: str) -> None:
    project.khulasa("review", "garden", "--reviewer", "Layla")
    before = po(project).read_bytes()
    file = f"out{FORMATS[name].suffixes[0]}"
    done = project.khulasa("export", "-o", file)
    assert done.returncode == 0, done.stderr
    assert {result for _, result in taken(project, file)} <= {"same", "empty"}
    assert po(project).read_bytes() == before


@pytest.mark.parametrize("name", FORMATS)
def test_a_review_goes_to_another_checkout_by_file(
    project: Project, tmp_path: Path, name: str
) -> None:
    other = Project(tmp_path / "other")
    other.add("garden.txt", GARDEN)
    other.khulasa("update")
    path = po(project)
    text = path.read_text()
    path.write_text(text.replace("#, fuzzy\n", "# reviewed: ليلى حداد on 2026-11-21\n", 1))
    file = tmp_path / f"out{FORMATS[name].suffixes[0]}"
    file.write_bytes(project.khulasa("export", f"--{name}", "garden").stdout.encode())
    assert [result for _, result in taken(other, str(file))][:3] == [
        "reviewed",
        "proposed",
        "proposed",
    ]
    title, first = unit(other, TITLE), unit(other, FIRST)
    assert (title.msgstr, title.fuzzy) == ("English 0 of garden.", False)
    assert title.tcomment.startswith("reviewed: ليلى حداد on 2026-11-21 [")
    assert (first.msgstr, first.fuzzy) == ("English 1 of garden.", True)
    assert first.tcomment.startswith("origin: import")


def test_english_from_elsewhere_comes_in_for_review(project: Project) -> None:
    file = table(project, f"{FIRST},From a file.,,,", f"{SECOND},,,,", "نص لا يعرفه أحد,Unknown,,,")
    assert taken(project, file) == [(2, "proposed"), (3, "empty"), (4, "unknown")]
    now = unit(project, FIRST)
    assert (now.msgstr, now.fuzzy) == ("From a file.", True)
    assert now.tcomment.startswith("origin: import on ")
    assert unit(project, SECOND).msgstr == "English 2 of garden."


def test_approved_english_comes_in_reviewed_by_whom_the_file_names(project: Project) -> None:
    file = table(
        project,
        f"{FIRST},By hand.,reviewed,Layla Haddad,2026-11-21",
        f"{SECOND},By hand.,reviewed,,",
    )
    assert taken(project, file) == [(2, "reviewed"), (3, "reviewed")]
    assert unit(project, FIRST).tcomment.startswith("reviewed: Layla Haddad on 2026-11-21 [")
    assert (unit(project, SECOND).fuzzy, unit(project, SECOND).tcomment) == (False, "")


def test_the_importer_may_stand_by_what_names_nobody(project: Project) -> None:
    file = table(project, f"{FIRST},By hand.,reviewed,,")
    taken(project, file, "--reviewer", "Omar Nassar")
    assert unit(project, FIRST).tcomment.startswith("reviewed: Omar Nassar on ")


def test_reviewed_english_stays_unless_other_reviewed_english_is_to_replace_it(
    project: Project,
) -> None:
    taken(project, table(project, f"{FIRST},The review.,reviewed,Layla,2026-11-21"))
    before = po(project).read_bytes()
    machine = table(project, f"{FIRST},A machine's.,,,")
    assert taken(project, machine, "--overwrite-reviewed") == [(2, "kept")]
    other = table(project, f"{FIRST},Another review.,reviewed,Omar,2026-11-22")
    assert taken(project, other) == [(2, "kept")]
    assert po(project).read_bytes() == before
    assert taken(project, other, "--overwrite-reviewed") == [(2, "reviewed")]
    now = unit(project, FIRST)
    assert now.msgstr == "Another review."
    assert "earlier: 'The review.'" in now.tcomment


def test_a_dry_run_says_the_same_and_writes_nothing(project: Project) -> None:
    file = table(
        project, f"{FIRST},From a file.,,,", f"{SECOND},By hand.,reviewed,Layla,2026-11-21"
    )
    before = po(project).read_bytes()
    said = project.khulasa("import", file, "--dry-run").stdout.splitlines()
    assert said == ["came.csv: 2 sentences: 1 reviewed, 1 proposed.", "Nothing was written."]
    dry = taken(project, file, "--dry-run")
    assert po(project).read_bytes() == before
    assert taken(project, file) == dry == [(2, "proposed"), (3, "reviewed")]


def test_english_that_cannot_be_used_is_refused_with_its_line(project: Project) -> None:
    file = table(project, f"{FIRST},{SECOND},reviewed,,", f"{SECOND},One.,,,", f"{SECOND},Two.,,,")
    done = project.khulasa("import", file)
    assert done.returncode == 1
    assert "came.csv:2: refused: it is in Arabic" in done.stdout
    assert "came.csv:4: refused: line 3 has other English for it" in done.stdout
    assert unit(project, FIRST).msgstr == "English 1 of garden."
    assert unit(project, SECOND).msgstr == "One."


def test_a_faulty_file_writes_nothing_and_names_its_line(project: Project) -> None:
    before = po(project).read_bytes()
    file = table(project, f"{FIRST},By hand.,reviewed,Layla,2026-11-21", f"{SECOND},too few")
    done = project.khulasa("import", file)
    assert done.returncode == 1
    assert "came.csv:3: a row of 2 cells" in done.stderr
    assert "Traceback" not in done.stderr
    assert po(project).read_bytes() == before
    assert "unknown format" in project.khulasa("import", "mkdocs.yml").stderr


def test_a_broken_translation_file_is_passed_over_and_left_alone(project: Project) -> None:
    file = table(project, f"{FIRST},From a file.,,,")
    po(project).write_text("<<<<<<< HEAD\n")
    assert taken(project, file) == [(2, "refused")]
    assert po(project).read_text() == "<<<<<<< HEAD\n"


def test_english_for_an_article_that_has_no_file_yet_makes_one(project: Project) -> None:
    po(project).unlink()
    assert taken(project, table(project, f"{FIRST},By hand.,reviewed,,")) == [(2, "reviewed")]
    assert unit(project, FIRST).msgstr == "By hand."


def test_the_slug_and_the_context_of_a_unit_are_kept_to(project: Project) -> None:
    more = "وزُرعت عند الباب الجديد أشجار من الزيتون والليمون والرمان لم تكن في الحديقة من قبل."
    project.add("twin.txt", f"{GARDEN}\n{more}\n")  # not a copy, which would be the same entry
    head = "slug,context,source,target"
    file = table(
        project, f"twin,summary,{FIRST},Only there.", f"twin,title,{SECOND},Nowhere.", head=head
    )
    assert [line for line, result in taken(project, file) if result == "proposed"] == [2]
    assert unit(project, FIRST).msgstr == "English 1 of garden."
    both = table(project, f"{FIRST},In both.", head="source,target")
    assert taken(project, both) == [(2, "proposed"), (2, "proposed")]


def test_an_export_says_its_format_or_its_file_does(project: Project) -> None:
    assert project.khulasa("export").returncode == 2
    assert project.khulasa("export", "--tmx", "nowhere").returncode == 2
    assert project.khulasa("export", "-o", "out.odt").returncode == 2
    done = project.khulasa("export", "--csv", "--status", "reviewed")
    assert done.returncode == 0
    assert done.stdout.splitlines() == [
        "\ufeffslug,context,sentences,source,target,status,origin,reviewer,reviewed,previous"
    ]
    assert "0 articles with 0 sentences as CSV." in done.stderr
