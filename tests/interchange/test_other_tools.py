"""The files in the hands of other tools: gettext and translate-toolkit.

translate-toolkit is under the GPL: it is run, and never imported. It is found in the environment
whose folder KHULASA_TRANSLATE_TOOLKIT names, in `.venv-tools/`, or on the PATH.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import polib
import pytest
from conftest import lacking

from generator import memory
from generator.interchange import FORMATS, Unit
from generator.models import Origin, Segment, Sentence, Status, Summary, Translation

ROOT = Path(__file__).resolve().parents[2]
TITLE = "الحديقة تفتح بابها الشرقي"
TEXTS = (
    "فتحت الحديقة بابها الشرقي صباح السبت بعد إغلاق دام 3 أشهر.",
    "وقال مدير الحديقة إن الباب الجديد «أوسع» من القديم.",
    "ويدخل منه الزوار من الساعة الثامنة صباحًا.",
)
Tool = Callable[..., str]


@pytest.fixture(scope="session")
def toolkit() -> Tool:
    """Run a command of translate-toolkit."""
    named = os.environ.get("KHULASA_TRANSLATE_TOOLKIT")
    environments = [Path(named)] if named else []
    folders = [folder / "bin" for folder in (*environments, ROOT / ".venv-tools")]
    path = os.pathsep.join([*map(str, folders), os.environ["PATH"]])

    def run(name: str, *arguments: object) -> str:
        program = shutil.which(name, path=path)
        if program is None:
            lacking(f"needs {name} of translate-toolkit. Run: make .venv-tools/tools.stamp")
        command = [program, *map(str, arguments)]
        done = subprocess.run(
            command, capture_output=True, encoding="utf-8", timeout=60, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout + done.stderr

    return run


@pytest.fixture
def gettext(program: Callable[[str, str], str]) -> Tool:
    """Run a command of GNU gettext."""

    def run(name: str, *arguments: object) -> str:
        command = [program(name, "gettext"), *map(str, arguments)]
        return subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout

    return run


@pytest.fixture
def po(tmp_path: Path) -> Path:
    """A title and a sentence that were reviewed, one that is stale, one that a machine made."""
    path = tmp_path / "translations" / "garden.po"

    def chosen(texts: tuple[str, ...]) -> tuple[tuple[Sentence, ...], Summary]:
        sentences = tuple(Sentence(f"s{n}", n, 0, len(t), t) for n, t in enumerate(texts, start=1))
        return sentences, Summary(
            "lead", tuple(Segment("summary", s.text, (s.id,)) for s in sentences)
        )

    sentences, summary = chosen(TEXTS)
    for seen in memory.save(path, memory.recall(None, TITLE, summary, sentences)).translations:
        text = f"English, with signs & “quotes”, of {len(seen.segment.text)}"
        origin = Origin("libre", "opus-mt", "2026-11-20")
        memory.propose(path, replace(seen, text=text, status=Status.MACHINE, origin=origin))
    for seen in memory.load(path).translations[:3]:
        wanted = replace(seen, status=Status.REVIEWED, reviewer="ليلى حداد", reviewed="2026-11-22")
        assert memory.decide(path, [memory.Change(seen, wanted)]) == []
    edited = (TEXTS[0].replace("3", "4"), *TEXTS[1:])
    sentences, summary = chosen(edited)
    memory.save(path, memory.recall(memory.load(path), TITLE, summary, sentences))
    return path


def records(path: Path) -> tuple[Translation, ...]:
    return memory.load(path).translations


def units(path: Path) -> list[Unit]:
    return [Unit("garden", translation) for translation in records(path)]


def pairs(path: Path) -> dict[str, tuple[str, bool]]:
    """The English of each Arabic in a PO file, and whether it is marked fuzzy."""
    return {e.msgid: (e.msgstr, e.fuzzy) for e in polib.pofile(str(path)) if not e.obsolete}


def test_the_fixture_holds_all_that_can_be_lost(po: Path) -> None:
    said = [(t.status, t.reviewer) for t in records(po)]
    assert said == [
        (Status.REVIEWED, "ليلى حداد"), (Status.STALE, "ليلى حداد"),
        (Status.REVIEWED, "ليلى حداد"), (Status.MACHINE, None),
    ]  # fmt: skip


@pytest.mark.parametrize("width", ["--no-wrap", "--width=40", "--sort-output"])
def test_gettext_gives_a_file_back_with_its_reviewers(po: Path, gettext: Tool, width: str) -> None:
    before = sorted(records(po), key=lambda t: t.segment.text)
    gettext("msgcat", width, "-o", po, po)
    gettext("msgfmt", "--check", "-o", os.devnull, po)
    assert sorted(records(po), key=lambda t: t.segment.text) == before


def test_clearing_fuzzy_with_gettext_reviews_without_a_name(po: Path, gettext: Tool) -> None:
    """Nobody says who did it: the stale sentence's former reviewer did not read the new Arabic."""
    gettext("msgattrib", "--clear-fuzzy", "--clear-previous", "-o", po, po)
    said = [(t.status, t.reviewer) for t in records(po)]
    assert said == [
        (Status.REVIEWED, "ليلى حداد"), (Status.REVIEWED, None),
        (Status.REVIEWED, "ليلى حداد"), (Status.REVIEWED, None),
    ]  # fmt: skip


def test_gettext_selects_by_status(po: Path, gettext: Tool, tmp_path: Path) -> None:
    gettext("msgattrib", "--only-fuzzy", "-o", tmp_path / "fuzzy.po", po)
    assert {t.status for t in records(tmp_path / "fuzzy.po")} == {Status.STALE, Status.MACHINE, Status.MISSING}  # fmt: skip


def test_toolkit_gives_a_po_back_with_its_reviewers(po: Path, toolkit: Tool) -> None:
    """`posegment` writes the whole file anew; fuzzy units it empties, the others it keeps."""
    toolkit("posegment", po, po.with_name("again.po"))
    assert po.with_name("again.po").read_bytes() != po.read_bytes()
    kept = [t for t in records(po.with_name("again.po")) if t.status is Status.REVIEWED]
    assert kept == [t for t in records(po) if t.status is Status.REVIEWED]


def test_toolkit_counts_what_khulasa_counts(po: Path, toolkit: Tool) -> None:
    counted = toolkit("pocount", "--no-color", po)
    assert re.search(r"Translated: +2 ", counted)
    assert re.search(r"Fuzzy: +2 ", counted)


def test_toolkits_filter_finds_no_fault_of_form(po: Path, toolkit: Tool) -> None:
    report = po.with_name("report.po")
    toolkit(
        "pofilter", "-t", "escapes", "-t", "newlines", "-t", "xmltags", "-t", "blank", po, report
    )
    assert not report.exists() or pairs(report) == {}


def test_toolkit_reads_the_xliff_with_its_states(po: Path, toolkit: Tool, tmp_path: Path) -> None:
    (tmp_path / "out.xlf").write_bytes(FORMATS["xliff"].write(units(po)))
    toolkit("xliff2po", tmp_path / "out.xlf", tmp_path / "out.po")
    assert pairs(tmp_path / "out.po") == {
        t.segment.text: (t.text, t.status is not Status.REVIEWED) for t in records(po)
    }


def test_toolkit_reads_the_table(po: Path, toolkit: Tool, tmp_path: Path) -> None:
    (tmp_path / "out.csv").write_bytes(FORMATS["csv"].write(units(po)))
    toolkit("csv2po", tmp_path / "out.csv", tmp_path / "out.po")
    assert {a: e for a, (e, _) in pairs(tmp_path / "out.po").items()} == {
        t.segment.text: t.text for t in records(po)
    }
    contexts = {e.msgctxt for e in polib.pofile(str(tmp_path / "out.po"))}
    assert contexts == {"title", "summary"}


def test_toolkit_takes_the_memory_for_its_own(po: Path, toolkit: Tool, tmp_path: Path) -> None:
    """`pretranslate` fills an empty PO file from our TMX."""
    (tmp_path / "memory.tmx").write_bytes(FORMATS["tmx"].write(units(po)))
    empty = polib.pofile(str(po), wrapwidth=0)
    for entry in empty:
        entry.msgstr, entry.flags, entry.previous_msgid, entry.tcomment = "", [], None, ""
    empty.save(str(tmp_path / "empty.po"))
    toolkit("pretranslate", "--similarity=100", "-t", tmp_path / "memory.tmx", tmp_path / "empty.po", tmp_path / "filled.po")  # fmt: skip
    filled = {arabic: english for arabic, (english, _) in pairs(tmp_path / "filled.po").items()}
    for known in records(po):
        stale = known.status is Status.STALE  # its English belongs to other Arabic
        assert filled[known.segment.text] == ("" if stale else known.text)


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("tmx", ["po2tmx", "-l", "en", "--source-language=ar"]),
        ("xliff", ["po2xliff"]),
        ("csv", ["po2csv"]),
    ],
)
def test_what_toolkit_makes_of_the_po_is_read_and_not_believed_too_far(
    po: Path, toolkit: Tool, tmp_path: Path, name: str, command: list[str]
) -> None:
    came = tmp_path / f"came{FORMATS[name].suffixes[0]}"
    toolkit(*command, po, came)
    known = {t.segment.text: t for t in records(po)}
    read = [u for u in FORMATS[name].read(came.read_bytes(), came.name) if u.arabic in known]
    wanted = {a for a, t in known.items() if name != "tmx" or t.status is Status.REVIEWED}
    assert {u.arabic for u in read} == wanted  # its TMX leaves fuzzy units out
    for unit in read:
        assert unit.english == known[unit.arabic].text
        assert unit.reviewer is None
        if unit.approved:
            assert (name, known[unit.arabic].status) == ("xliff", Status.REVIEWED)
