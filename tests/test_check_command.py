"""`khulasa check`: over files of pairs, good and bad, and over a site."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from generator.cli import main
from generator.cli.checking import MAX_LINE

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent

GOOD = "حضر ٣ رجال\tThree men came"
BAD = "حضر ٣ رجال\tFour men came"


def check(lines: bytes, *options: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["check", "--pairs", "-", *options], input=lines)
    return result.exit_code, result.output


def rows(lines: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in check(lines, "--json")[1].splitlines()]


def test_a_line_of_json_comes_for_each_line_of_input() -> None:
    first, second = rows(f"{GOOD}\n{BAD}\n".encode())
    assert first == {"line": 1, "arabic": "حضر ٣ رجال", "english": "Three men came", "problems": []}
    assert second["line"] == 2
    [problem] = second["problems"]
    assert problem == {"rule": "number", "evidence": '"3" is not in the English (found: "four")'}


def test_the_exit_code_says_whether_anything_was_found() -> None:
    assert check(f"{GOOD}\n".encode()) == (0, "")
    assert check(f"{BAD}\n".encode()) == (
        1,
        '1: number: "3" is not in the English (found: "four")\n',
    )


@pytest.mark.parametrize(
    "lines",
    [f"{GOOD}\r\n".encode(), b"\xef\xbb\xbf" + GOOD.encode(), f"{GOOD}".encode()],
    ids=["CRLF", "BOM", "no end of line"],
)
def test_how_lines_end_or_begin_makes_no_difference(lines: bytes) -> None:
    assert check(lines) == (0, "")


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (b"", "the line is empty; expected Arabic TAB English"),
        ("حضر ٣ رجال".encode(), "the line has no tab; expected Arabic TAB English"),
        (b"a\tb\tc", "the line has 2 tabs; expected Arabic TAB English"),
        (b"\xff\xfe\tword", "the line is not in UTF-8"),
        (b"x" * 5 * MAX_LINE, f"the line is longer than {MAX_LINE} characters"),
    ],
    ids=["empty", "no tab", "two tabs", "not UTF-8", "long"],
)
def test_a_bad_line_is_a_problem_and_the_others_are_checked(line: bytes, fault: str) -> None:
    found = rows(line + b"\n" + BAD.encode())
    assert [row["line"] for row in found] == [1, 2]
    assert found[0]["problems"] == [{"rule": "format", "evidence": fault}]
    assert found[1]["problems"]


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["check", "--pairs", str(tmp_path / "none.tsv")])
    assert result.exit_code == 2
    assert "No such file" in result.output
    assert "Traceback" not in result.output


def site(folder: Path, english: str) -> Path:
    (folder / "articles").mkdir()
    (folder / "translations").mkdir()
    (folder / "mkdocs.yml").write_text("site_name: T\nplugins:\n  - khulasa\n", "utf-8")
    text = "افتتاح الجسر\n\nافتتح الجسر الجديد فوق النهر أمام ٣٠٠ زائر من المدينة.\n"
    (folder / "articles" / "bridge.txt").write_text(text, "utf-8")
    (folder / "translations" / "bridge.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        f'msgctxt "title"\nmsgid "افتتاح الجسر"\nmsgstr "{english}"\n',
        "utf-8",
    )
    return folder / "mkdocs.yml"


def test_the_english_of_a_site_is_checked_with_its_place(tmp_path: Path) -> None:
    settings = site(tmp_path, "Opening of 7 bridges")
    result = CliRunner().invoke(main, ["check", "-f", str(settings), "--json"])
    [problem] = json.loads(result.stdout)
    assert result.exit_code == 1
    assert problem["article"] == "bridge"
    assert problem["context"] == "title"
    assert problem["rule"] == "number"


def test_a_site_without_doubts_says_so(tmp_path: Path) -> None:
    settings = site(tmp_path, "Opening of the bridge")
    result = CliRunner().invoke(main, ["check", "-f", str(settings)])
    assert (result.exit_code, result.stdout) == (0, "Nothing doubtful found.\n")


# -- In a pull request ----------------------------------------------------------------------------


def repository(folder: Path) -> Path:
    """A site under git, with an article whose English is doubtful and one that has none."""
    settings = site(folder, "Opening of 7 bridges")
    (folder / "articles" / "park.txt").write_text("الحديقة\n\nفتحت الحديقة أبوابها.\n", "utf-8")
    git(folder, "init", "-q", "-b", "main")
    commit(folder)
    git(folder, "checkout", "-q", "-b", "change")
    return settings


def git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=T", "-c", "user.email=t@example.org")
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


def commit(folder: Path) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "x")


def run(settings: Path, *options: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["check", "-f", str(settings), *options])
    return result.exit_code, result.output


@pytest.mark.parametrize(
    "changed", ["articles/bridge.txt", "translations/bridge.po", "translations/terms.csv"]
)
@pytest.mark.parametrize("committed", [True, False])
def test_what_has_changed_since_a_revision_is_checked(
    tmp_path: Path, changed: str, committed: bool
) -> None:
    settings = repository(tmp_path)
    assert run(settings, "--since", "main") == (0, "Nothing doubtful found.\n")
    path = tmp_path / changed
    if path.suffix == ".csv":
        path.write_text("arabic,english,kind\nالنهر,the River,place\n", "utf-8")
    else:
        path.write_bytes(path.read_bytes() + b"\n")
    if committed:
        commit(tmp_path)
    code, output = run(settings, "--since", "main")
    assert code == 1
    assert "bridge: title: number" in output


def test_another_article_that_changes_is_not_the_doubtful_one(tmp_path: Path) -> None:
    settings = repository(tmp_path)
    (tmp_path / "articles" / "park.txt").write_text("الحديقة\n\nأغلقت الحديقة.\n", "utf-8")
    assert run(settings, "--since", "main")[0] == 0
    assert run(settings, "park")[0] == 0
    assert run(settings, "bridge")[0] == 1


@pytest.mark.parametrize("revision", ["nowhere", "--output=x", ""])
def test_a_revision_that_git_does_not_know_is_wrong_usage(tmp_path: Path, revision: str) -> None:
    code, output = run(repository(tmp_path), f"--since={revision}")
    assert code == 2
    assert "git cannot compare" in output
    assert not (tmp_path / "x").exists()


def test_without_a_repository_since_says_so(tmp_path: Path) -> None:
    code, output = run(site(tmp_path, "Opening of 7 bridges"), "--since", "main")
    assert code == 2
    assert "git cannot compare" in output


def test_annotations_name_the_line_as_seen_from_the_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "digest").mkdir()
    settings = site(tmp_path / "digest", "Opening of 7 bridges")
    (tmp_path / "digest" / "translations" / "park.po").write_text("<<<<<<< HEAD\n", "utf-8")
    (tmp_path / "digest" / "articles" / "park.txt").write_text("الحديقة\n\nنص.\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    code, output = run(settings, "--github")
    broken, doubt = output.splitlines()
    assert code == 1
    assert broken.startswith("::error file=digest/translations/park.po,line=1::")
    assert doubt.startswith("::warning file=digest/translations/bridge.po,line=4,title=number::")
    assert "7" in doubt


def test_the_workflow_checks_a_pull_request_with_this_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "checks.yml").read_text("utf-8"))
    *_, step = workflow["jobs"]["english"]["steps"]
    settings = repository(tmp_path)
    (tmp_path / "translations" / "terms.csv").write_text("arabic,english,kind\n", "utf-8")
    monkeypatch.chdir(settings.parent)
    done = subprocess.run(
        ["bash", "-e", "-c", step["run"]],
        env=os.environ | {"BASE": "main", "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert done.stdout.startswith("::warning file=translations/bridge.po,line=4,title=number::")


def test_pairs_and_a_site_are_not_checked_at_once() -> None:
    result = CliRunner().invoke(main, ["check", "--pairs", "-", "--github"])
    assert result.exit_code == 2
    assert "--pairs checks a file" in result.output
