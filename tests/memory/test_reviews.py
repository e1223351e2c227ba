"""Who reviewed a sentence, and when: kept in its PO unit, and never claimed of another text."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import polib
import pytest

from generator import memory
from generator.errors import TranslationFileError
from generator.memory import Change, Record
from generator.models import Origin, Segment, Sentence, Status, Summary, Translation

TITLE = "الحديقة تفتح بابها الشرقي"
FIRST = "فتحت الحديقة بابها الشرقي صباح السبت بعد إغلاق دام 3 أشهر."
SECOND = "وقال مدير الحديقة إن الباب الجديد أوسع من القديم."
ORIGIN = Origin("libre", "opus-mt", "2026-11-20")
TODAY = "2026-11-22"


def record_of(*texts: str) -> Record:
    sentences = tuple(Sentence(f"s{n}", n, 0, len(t), t) for n, t in enumerate(texts, start=1))
    segments = tuple(Segment("summary", s.text, (s.id,)) for s in sentences)
    return memory.recall(None, TITLE, Summary("lead", segments), sentences)


def change_article(path: Path, *texts: str) -> None:
    sentences = tuple(Sentence(f"s{n}", n, 0, len(t), t) for n, t in enumerate(texts, start=1))
    segments = tuple(Segment("summary", s.text, (s.id,)) for s in sentences)
    known = memory.load(path)
    memory.save(path, memory.recall(known, TITLE, Summary("lead", segments), sentences))


@pytest.fixture
def po(tmp_path: Path) -> Path:
    path = tmp_path / "translations" / "garden.po"
    for english in memory.save(path, record_of(FIRST, SECOND)).translations:
        text = f"English of {len(english.segment.text)}"
        memory.propose(path, replace(english, text=text, status=Status.MACHINE, origin=ORIGIN))
    return path


def accept(path: Path, seen: Translation, text: str = "", name: str = "Layla Haddad") -> bool:
    wanted = replace(
        seen, text=text or seen.text, status=Status.REVIEWED, previous=None, reviewer=name, reviewed=TODAY
    )  # fmt: skip
    return memory.decide(path, [Change(seen, wanted)]) == []


def first(path: Path) -> Translation:
    return memory.load(path).summary[0]


def edit(path: Path, change: Callable[[polib.POEntry], None]) -> None:
    """What a person does in a PO editor that knows nothing of the reviewer's line."""
    file = polib.pofile(str(path), wrapwidth=0)
    change(next(unit for unit in file if unit.msgctxt == "summary"))
    file.save()


def test_a_review_is_a_line_in_the_unit_and_comes_back(po: Path) -> None:
    assert accept(po, first(po), "The garden opened its gate.")
    now = first(po)
    assert (now.status, now.text) == (Status.REVIEWED, "The garden opened its gate.")
    assert (now.reviewer, now.reviewed, now.origin) == ("Layla Haddad", TODAY, ORIGIN)
    assert "# reviewed: Layla Haddad on 2026-11-22 [" in po.read_text()
    assert memory.load(po).summary[1].status is Status.MACHINE


def test_saving_and_proposing_change_no_byte_of_a_review(po: Path) -> None:
    accept(po, first(po))
    before = po.read_bytes()
    change_article(po, FIRST, SECOND)
    memory.propose(po, replace(first(po), text="Another", status=Status.MACHINE))
    assert po.read_bytes() == before


def test_a_reviewer_may_be_named_by_hand(po: Path) -> None:
    text = po.read_text().replace("#, fuzzy\n", "").replace("# origin:", "# reviewed: ليلى حداد on 2026-01-02\n# origin:")  # fmt: skip
    po.write_text(text)
    assert (first(po).reviewer, first(po).reviewed) == ("ليلى حداد", "2026-01-02")
    po.write_text(text.replace(" on 2026-01-02", ""))
    assert (first(po).reviewer, first(po).reviewed) == ("ليلى حداد", None)


@pytest.mark.parametrize(
    "line", ["Layla on 2026-13-45", "Layla\u202e on 2026-01-02", " on 2026-01-02"]
)
def test_a_line_that_names_nobody_or_no_day_is_a_comment_like_others(po: Path, line: str) -> None:
    text = po.read_text().replace("#, fuzzy\n", "").replace("# origin:", f"# reviewed: {line}\n# origin:")  # fmt: skip
    po.write_text(text)
    assert (first(po).status, first(po).reviewed) == (Status.REVIEWED, None)


def test_english_edited_after_its_review_is_not_said_to_be_that_reviewers(po: Path) -> None:
    accept(po, first(po))
    edit(po, lambda unit: setattr(unit, "msgstr", "Somebody else wrote this."))
    now = first(po)
    assert (now.status, now.reviewer, now.reviewed) == (Status.REVIEWED, None, None)


def test_english_marked_as_needing_work_again_has_no_reviewer(po: Path) -> None:
    accept(po, first(po))
    edit(po, lambda unit: unit.flags.append("fuzzy"))
    assert (first(po).status, first(po).reviewer) == (Status.MACHINE, None)


def test_stale_english_says_who_had_reviewed_it_before_the_arabic_changed(po: Path) -> None:
    accept(po, first(po))
    change_article(po, FIRST.replace("3", "4"), SECOND)
    now = first(po)
    assert (now.status, now.reviewer, now.previous) == (Status.STALE, "Layla Haddad", FIRST)
    edit(po, lambda unit: setattr(unit, "msgstr", "Half mended"))
    assert first(po).reviewer is None


def test_who_clears_a_stale_mark_elsewhere_is_not_taken_for_the_former_reviewer(po: Path) -> None:
    accept(po, first(po))
    change_article(po, FIRST.replace("3", "4"), SECOND)
    edit(po, lambda unit: unit.flags.clear())
    assert (first(po).status, first(po).reviewer) == (Status.REVIEWED, None)


def test_a_review_comes_back_with_its_arabic(po: Path) -> None:
    accept(po, first(po))
    reviewed = first(po)
    change_article(po, FIRST.replace("3", "4"), SECOND)
    change_article(po, FIRST, SECOND)
    assert first(po) == reviewed
    change_article(po, SECOND)
    change_article(po, FIRST, SECOND)
    assert first(po) == reviewed


def test_a_decision_about_what_somebody_changed_meanwhile_is_not_written(po: Path) -> None:
    seen = first(po)
    edit(po, lambda unit: setattr(unit, "msgstr", "Mended meanwhile."))
    before = po.read_bytes()
    assert not accept(po, seen, "Mine")
    assert po.read_bytes() == before


def test_reviewed_english_that_is_replaced_stays_as_a_comment(po: Path) -> None:
    accept(po, first(po), "The first review.")
    accept(po, first(po), "The second review.", "Omar Nassar")
    assert (first(po).text, first(po).reviewer) == ("The second review.", "Omar Nassar")
    assert "# earlier: 'The first review.'" in po.read_text()


def test_a_save_does_not_undo_a_review_made_since_its_record_was_read(po: Path) -> None:
    old = memory.load(po)
    accept(po, first(po))
    memory.save(po, old)
    assert (first(po).status, first(po).reviewer) == (Status.REVIEWED, "Layla Haddad")


def test_new_machine_english_carries_no_old_review(po: Path) -> None:
    accept(po, first(po))
    edit(po, lambda unit: setattr(unit, "msgstr", ""))
    memory.propose(po, replace(first(po), text="Anew", status=Status.MACHINE, origin=ORIGIN))
    assert "reviewed:" not in po.read_text()
    assert first(po).status is Status.MACHINE


def test_who_last_saved_the_file_is_told_apart_from_who_reviewed(po: Path) -> None:
    assert memory.last_saved(po) is None
    file = polib.pofile(str(po), wrapwidth=0)
    file.metadata["Last-Translator"] = "Omar Nassar <omar@example.org>"
    file.metadata["PO-Revision-Date"] = "2026-11-21 10:00+0200"
    for unit in file:
        unit.flags.clear()
    file.save()
    saved = memory.last_saved(po)
    assert (saved.name, saved.date) == ("Omar Nassar", "2026-11-21")
    assert {t.reviewer for t in memory.load(po).translations} == {None}


def test_the_line_of_each_unit_is_known(po: Path) -> None:
    lines = po.read_text().splitlines()
    found = memory.lines_of(po)
    assert found.keys() == {("title", TITLE), ("summary", FIRST), ("summary", SECOND)}
    for (context, arabic), line in found.items():
        unit = lines[line - 1 : lines.index(f'msgid "{arabic}"') + 1]
        assert (lines[line - 2], unit[-2]) == ("", f'msgctxt "{context}"')


def test_a_broken_file_is_left_alone_by_a_decision(po: Path) -> None:
    seen = first(po)
    broken = po.read_text().replace('msgctxt "title"', "<<<<<<< HEAD")
    po.write_text(broken)
    with pytest.raises(TranslationFileError, match=r"garden\.po:1\d"):
        accept(po, seen)
    assert po.read_text() == broken


RACE = """
import sys
from dataclasses import replace
from pathlib import Path
from generator import memory
from generator.models import Status
path, name = Path(sys.argv[1]), sys.argv[2]
for seen in memory.load(path).summary[int(name)::2]:
    wanted = replace(seen, status=Status.REVIEWED, reviewer="R" + name, reviewed="2026-11-22")
    assert memory.decide(path, [memory.Change(seen, wanted)]) == []
"""


def test_two_reviewers_at_the_same_time_lose_nothing_of_each_other(tmp_path: Path) -> None:
    path = tmp_path / "translations" / "long.po"
    texts = [f"هذه هي الجملة رقم {n} من نص طويل." for n in range(20)]
    for english in memory.save(path, record_of(*texts)).translations:
        memory.propose(path, replace(english, text="x", status=Status.MACHINE))
    processes = [subprocess.Popen([sys.executable, "-c", RACE, path, n]) for n in "01"]
    assert [process.wait(60) for process in processes] == [0, 0]
    assert [t.reviewer for t in memory.load(path).summary] == ["R0", "R1"] * 10
