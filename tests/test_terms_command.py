"""`khulasa terms`: proposals, faults with their lines, and the way to other programs and back."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from project import Project

HEAD = "arabic,english,accepted,kind,note\n"
TABLE = f"{HEAD}غرناطة,Granada,,place,\nجمال,Gamal,Jamal,person,A first name.\n"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = Project(tmp_path / "digest")
    project.add(
        "trip.txt", "رحلة\n\nوصل الدكتور سليم حداد إلى مدينة غرناطة. وأحب سليم حداد سوقها.\n"
    )
    return project


def run(project: Project, *arguments: str) -> subprocess.CompletedProcess[str]:
    return project.khulasa("terms", *arguments)


def table(project: Project) -> Path:
    return project.folder / "translations" / "terms.csv"


def test_names_are_proposed_with_counts_and_places(project: Project) -> None:
    done = run(project, "suggest")
    assert done.returncode == 0
    assert [line.split() for line in done.stdout.splitlines()] == [
        ["2", "person", "سليم", "حداد", "trip", "s1,", "trip", "s2"],
        ["1", "place", "غرناطة", "trip", "s1"],
    ]


def test_names_that_the_termbase_has_are_not_proposed(project: Project) -> None:
    table(project).write_text(TABLE, "utf-8")
    found = json.loads(run(project, "suggest", "--json").stdout)
    assert found == [
        {
            "arabic": "سليم حداد",
            "kind": "person",
            "count": 2,
            "places": [{"slug": "trip", "sentence": "s1"}, {"slug": "trip", "sentence": "s2"}],
            "sign": "title",
            "english": None,
        }
    ]


def test_a_termbase_goes_out_and_comes_back_the_same(project: Project, tmp_path: Path) -> None:
    table(project).write_text(TABLE, "utf-8")
    for name in ("out.tbx", "out.csv"):
        assert run(project, "export", str(tmp_path / name)).returncode == 0
        table(project).write_text(HEAD, "utf-8")
        done = run(project, "import", str(tmp_path / name))
        assert done.stdout == "2 terms read: 2 added, 0 changed.\n"
        assert table(project).read_text("utf-8") == TABLE


def test_an_import_can_be_tried_first(project: Project, tmp_path: Path) -> None:
    table(project).write_text(TABLE, "utf-8")
    (tmp_path / "new.csv").write_text(
        f"{HEAD}غرناطه,Granada,Grenada,place,\nمصر,Egypt,,place,\n", "utf-8"
    )
    done = run(project, "import", "--dry-run", str(tmp_path / "new.csv"))
    assert done.stdout == "2 terms read: 1 would be added, 1 would be changed.\n"
    assert table(project).read_text("utf-8") == TABLE


def test_a_fault_keeps_the_whole_file_out(project: Project, tmp_path: Path) -> None:
    table(project).write_text(TABLE, "utf-8")
    (tmp_path / "new.csv").write_text(f"{HEAD}مصر,Egypt,,place,\nالعراق,=1+1,,land,\n", "utf-8")
    done = run(project, "import", str(tmp_path / "new.csv"))
    assert done.returncode == 1
    assert "new.csv:3: the cell 'english' begins with '='" in done.stderr
    assert "new.csv:3: the kind is 'land'" in done.stderr
    assert table(project).read_text("utf-8") == TABLE


def test_other_files_are_neither_read_nor_written(project: Project, tmp_path: Path) -> None:
    table(project).write_text(TABLE, "utf-8")
    (tmp_path / "new.txt").write_text("", "utf-8")
    assert run(project, "import", str(tmp_path / "new.txt")).returncode == 2
    assert run(project, "export", str(tmp_path / "out.txt")).returncode == 2
    assert run(project, "export", str(tmp_path / "new.txt" / "out.csv")).returncode == 1
    assert not (tmp_path / "out.txt").exists()


def test_an_empty_termbase_is_not_exported(project: Project, tmp_path: Path) -> None:
    done = run(project, "export", str(tmp_path / "out.tbx"))
    assert (done.returncode, (tmp_path / "out.tbx").exists()) == (1, False)
    assert done.stderr == "error: translations/terms.csv: there are no terms. Add some first.\n"


def test_a_check_tells_faults_and_doubts(project: Project) -> None:
    assert run(project, "check").stdout == "0 terms, no faults.\n"
    table(project).write_text(TABLE, "utf-8")
    done = run(project, "check")
    assert done.returncode == 0
    assert done.stdout == (
        "note: translations/terms.csv:3: جمال is also a common word and is found only beside a"
        " title or a name.\n2 terms, no faults.\n"
    )
    table(project).write_text(f"{TABLE}غرناطة,Grenada,,place,\n", "utf-8")
    done = run(project, "check", "--json")
    assert done.returncode == 1
    [problem] = json.loads(done.stdout)["problems"]
    assert problem["line"] == 4
    assert problem["found"] == "غرناطة is 'Grenada' here and 'Granada' in line 2"


def test_settings_with_a_fault_are_told(project: Project) -> None:
    project.configure("      unheard_of: 1")
    done = run(project, "check")
    assert done.returncode == 2
    assert "unheard_of" in done.stderr
