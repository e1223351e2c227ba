"""`khulasa check`: over files of pairs, good and bad, and over a site."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.cli.checking import MAX_LINE

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
