"""The memory: a PO file that people and machines share, and in which nothing is lost."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import polib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import memory
from generator.errors import TranslationFileError
from generator.memory import Record
from generator.models import Origin, Segment, Sentence, Status, Summary, Translation

TITLE = "مكتبة الحي تفتح أبوابها مساءً"
FIRST = "فتحت مكتبة الحي أبوابها مساء الأحد لأول مرة منذ 12 عامًا."
SECOND = "وقالت أمينة المكتبة إن الزوار «أكثر من المتوقع»."
THIRD = "ويبدأ الموسم الجديد في تشرين الأول."


def article(*texts: str) -> tuple[Sentence, ...]:
    return tuple(Sentence(f"s{n}", n, 0, len(t), t) for n, t in enumerate(texts, start=1))


def chosen(*sentences: Sentence) -> Summary:
    return Summary("lead", tuple(Segment("summary", s.text, (s.id,)) for s in sentences))


def recalled(path: Path, *texts: str, count: int = 2, title: str = TITLE) -> Record:
    sentences = article(*texts)
    return memory.recall(memory.load(path), title, chosen(*sentences[:count]), sentences)


def in_english(translation: Translation, text: str) -> Translation:
    origin = Origin("echo", "v1 (test)", "2026-11-22")
    return replace(translation, text=text, status=Status.MACHINE, origin=origin)


def translate_all(path: Path) -> None:
    for translation in memory.load(path).translations:
        memory.propose(path, in_english(translation, f"English of {len(translation.segment.text)}"))


def review_all(path: Path) -> None:
    """What a person does in a PO editor: mend the English, take the mark off."""
    po = polib.pofile(str(path), wrapwidth=78)
    for entry in po:
        if entry.msgstr:
            entry.msgstr += " (mended)"
            entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
    po.save()


@pytest.fixture
def po(tmp_path: Path) -> Path:
    """The file of an article whose title and first two sentences a machine has translated."""
    path = tmp_path / "translations" / "library.po"
    memory.save(path, recalled(path, FIRST, SECOND, THIRD))
    translate_all(path)
    return path


def test_an_article_without_a_file_has_no_record(tmp_path: Path) -> None:
    assert memory.load(tmp_path / "none.po") is None


def test_a_proposal_comes_back_as_machine_english_with_its_origin(po: Path) -> None:
    record = memory.load(po)
    assert {t.status for t in record.translations} == {Status.MACHINE}
    assert record.title.origin == Origin("echo", "v1 (test)", "2026-11-22")
    assert [t.segment.sources for t in record.summary] == [("s1",), ("s2",)]
    assert record.method == "lead"


def test_saving_what_is_there_changes_no_byte(po: Path) -> None:
    before = po.read_bytes()
    memory.save(po, recalled(po, FIRST, SECOND, THIRD))
    assert po.read_bytes() == before


def test_another_tools_line_breaks_stay(po: Path) -> None:
    review_all(po)  # Saved with lines wrapped at 78.
    before = po.read_bytes()
    memory.save(po, recalled(po, FIRST, SECOND, THIRD))
    assert po.read_bytes() == before


def test_a_unit_without_the_fuzzy_mark_is_reviewed_and_no_proposal_overwrites_it(po: Path) -> None:
    review_all(po)
    before = po.read_bytes()
    record = memory.load(po)
    assert {t.status for t in record.translations} == {Status.REVIEWED}
    memory.propose(po, in_english(record.title, "Another title"))
    assert po.read_bytes() == before


def test_an_edit_made_while_an_update_runs_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    memory.save(path, recalled(path, FIRST, SECOND))
    asked = memory.load(path).title
    edited = polib.pofile(str(path))
    edited[0].msgstr = "A person's title"
    edited.save()
    memory.propose(path, in_english(asked, "A machine's title"))
    assert memory.load(path).title.text == "A person's title"


@pytest.mark.parametrize("review", [False, True])
def test_english_of_edited_arabic_is_kept_and_stale(po: Path, review: bool) -> None:
    if review:
        review_all(po)
    old = memory.load(po).summary[0]
    edited = FIRST.replace("12", "15")
    memory.save(po, recalled(po, edited, SECOND, THIRD))
    now = memory.load(po).summary[0]
    assert (now.status, now.text) == (Status.STALE, old.text)
    assert (now.segment.text, now.previous) == (edited, FIRST)
    assert memory.load(po).summary[1].status is (Status.REVIEWED if review else Status.MACHINE)


def test_arabic_edited_twice_still_shows_what_the_english_was_made_from(po: Path) -> None:
    for number in ("15", "16"):
        memory.save(po, recalled(po, FIRST.replace("12", number), SECOND, THIRD))
    now = memory.load(po).summary[0]
    assert (now.segment.text, now.previous) == (FIRST.replace("12", "16"), FIRST)
    assert len([entry for entry in polib.pofile(str(po)) if entry.obsolete]) == 0


def test_arabic_that_goes_back_to_what_it_was_is_no_longer_stale(po: Path) -> None:
    memory.save(po, recalled(po, FIRST.replace("12", "15"), SECOND, THIRD))
    memory.save(po, recalled(po, FIRST, SECOND, THIRD))
    now = memory.load(po).summary[0]
    assert (now.segment.text, now.previous, now.status) == (FIRST, None, Status.MACHINE)


def test_a_stale_unit_that_a_person_accepts_is_reviewed(po: Path) -> None:
    memory.save(po, recalled(po, FIRST.replace("12", "15"), SECOND, THIRD))
    review_all(po)
    assert memory.load(po).summary[0].status is Status.REVIEWED


def test_a_changed_title_is_stale(po: Path) -> None:
    memory.save(po, recalled(po, FIRST, SECOND, title="عنوان جديد كل الجدة"))
    title = memory.load(po).title
    assert (title.status, title.previous) == (Status.STALE, TITLE)


def test_a_sentence_that_is_gone_becomes_obsolete_and_comes_back_whole(po: Path) -> None:
    review_all(po)
    reviewed = memory.load(po).summary[1]
    memory.save(po, recalled(po, FIRST, THIRD))
    record = memory.load(po)
    assert [t.segment.text for t in record.summary] == [FIRST, THIRD]
    assert record.summary[1].status is Status.MISSING
    assert reviewed.text.removesuffix(" (mended)") in po.read_text()
    memory.save(po, recalled(po, FIRST, SECOND))
    back = memory.load(po).summary[1]
    assert (back.text, back.status) == (reviewed.text, Status.REVIEWED)
    assert back.origin == reviewed.origin


def test_the_recorded_choice_outlives_a_summarizer_that_would_choose_otherwise(po: Path) -> None:
    sentences = article(FIRST, SECOND, THIRD)
    record = memory.recall(memory.load(po), TITLE, chosen(*sentences[1:]), sentences)
    assert [t.segment.text for t in record.summary] == [FIRST, SECOND]


def test_known_english_is_found_over_all_files_and_reviewed_beats_machine(po: Path) -> None:
    other = po.with_name("other.po")
    shutil.copy(po, other)
    review_all(other)
    po.with_name("broken.po").write_text("<<<<<<< HEAD\n")
    known = memory.english_in(po.parent)
    assert known[FIRST].text.endswith("(mended)")
    assert known[FIRST].origin is None


@pytest.mark.parametrize(
    ("damage", "line", "what"),
    [
        (lambda text: text.replace('msgctxt "title"', "<<<<<<< HEAD"), 15, "syntax"),
        (lambda text: text + '\nmsgid "oops\n', 33, "quotation mark"),
        (lambda text: text + text[text.index("msgctxt") :], 32, "second time"),
        (lambda text: text.replace('msgctxt "title"', 'msgctxt "headline"'), 13, "headline"),
    ],
    ids=["conflict markers", "open quotation", "duplicate unit", "unknown context"],
)
def test_a_broken_file_is_told_with_its_line_and_left_alone(
    po: Path, damage, line: int, what: str
) -> None:
    broken = damage(po.read_text())
    po.write_text(broken)
    with pytest.raises(TranslationFileError) as caught:
        memory.load(po)
    (problem,) = caught.value.problems
    assert problem.path == "translations/library.po"
    assert what in problem.found
    assert problem.line is not None
    assert abs(problem.line - line) <= 1
    with pytest.raises(TranslationFileError):
        memory.propose(po, Translation(Segment("title", TITLE), "x", Status.MACHINE))
    assert po.read_text() == broken


def test_bytes_that_are_no_utf8_are_refused(po: Path) -> None:
    po.write_bytes(po.read_bytes() + "# وصف".encode("cp1256"))
    with pytest.raises(TranslationFileError, match="UTF-8"):
        memory.load(po)


@given(st.text(max_size=200), st.text(min_size=1, max_size=200))
@settings(max_examples=150)
def test_any_text_survives_the_file(tmp_path_factory, arabic: str, english: str) -> None:
    arabic = "نص " + " ".join(arabic.split())
    english = " ".join(english.encode(errors="ignore").decode().split()) or "x"
    arabic = arabic.encode(errors="ignore").decode()
    path = tmp_path_factory.mktemp("po") / "x.po"
    sentences = article(arabic)
    memory.save(path, memory.recall(None, TITLE, chosen(*sentences), sentences))
    memory.propose(path, in_english(memory.load(path).summary[0], english))
    now = memory.load(path).summary[0]
    assert (now.segment.text, now.text) == (arabic, english)


gettext = pytest.mark.skipif(shutil.which("msgcat") is None, reason="gettext is not installed")


@gettext
def test_gettexts_own_tools_accept_the_file_and_give_it_back_whole(po: Path) -> None:
    memory.save(po, recalled(po, FIRST.replace("12", "15"), THIRD))
    before = memory.load(po)
    subprocess.run(["msgfmt", "--check-format", "-o", "/dev/null", po], check=True)
    subprocess.run(["msgcat", "--no-wrap", "-o", po, po], check=True)
    assert memory.load(po) == before
    subprocess.run(["msgcat", "--width=40", "-o", po, po], check=True)
    assert memory.load(po) == before


@gettext
def test_clearing_fuzzy_with_gettext_is_a_review(po: Path) -> None:
    subprocess.run(["msgattrib", "--clear-fuzzy", "-o", po, po], check=True)
    assert {t.status for t in memory.load(po).translations} == {Status.REVIEWED}


# Summaries that were written: a segment rests on several sentences -------------------------------

WRITTEN_BY_MODEL = "The library opened, to more visitors than expected."


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """The file of an article whose summary a model wrote: one sentence on two, one on the third."""
    path = tmp_path / "translations" / "library.po"
    both = Segment("written", f"{FIRST}\n{SECOND}", ("s1", "s2"))
    third = Segment("written", THIRD, ("s3",))
    adopted = memory.Record(
        "llm",
        in_english(Translation(Segment("title", TITLE)), "The library opens in the evening"),
        (
            in_english(Translation(both), WRITTEN_BY_MODEL),
            in_english(Translation(third), "The season begins in October."),
        ),
    )
    path.parent.mkdir(parents=True)
    memory.adopt(path, adopted)
    return path


def test_a_written_summary_comes_back_with_all_its_sources(written: Path) -> None:
    record = recalled(written, FIRST, SECOND, THIRD)
    assert record.method == "llm"
    assert [t.segment.sources for t in record.summary] == [("s1", "s2"), ("s3",)]
    assert record.summary[0].text == WRITTEN_BY_MODEL
    before = written.read_bytes()
    memory.save(written, record)
    assert written.read_bytes() == before


def test_one_edited_source_of_two_makes_the_sentence_stale(written: Path) -> None:
    record = recalled(written, FIRST.replace("12", "13"), SECOND, THIRD)
    assert [t.status for t in record.summary] == [Status.STALE, Status.MACHINE]
    assert record.summary[0].previous == f"{FIRST}\n{SECOND}"
    assert record.summary[0].segment.sources == ("s1", "s2")


def test_one_vanished_source_of_two_makes_it_stale_and_both_drop_it(written: Path) -> None:
    one = recalled(written, SECOND, THIRD)
    assert [t.segment.sources for t in one.summary] == [("s1",), ("s2",)]
    assert one.summary[0].status is Status.STALE
    none = recalled(written, THIRD)
    assert [t.segment.text for t in none.summary] == [THIRD]


def test_a_written_summary_is_not_filled_up_with_sentences_that_were_chosen(written: Path) -> None:
    record = recalled(written, FIRST, SECOND, THIRD, "جملة رابعة عن أمر آخر تمامًا.", count=4)
    assert len(record.summary) == 2


def test_a_sentence_that_sums_up_is_no_translation_to_be_used_again(written: Path) -> None:
    assert set(memory.english_in(written.parent)) == {TITLE}


def test_the_file_says_that_it_was_written_and_from_what(written: Path) -> None:
    title, both, third = polib.pofile(str(written))
    assert (title.msgctxt, title.comment) == ("title", "")
    assert (both.msgctxt, both.comment) == ("written", "written from sentences: s1 s2")
    assert (third.msgctxt, third.comment) == ("written", "written from sentences: s3")


def test_a_translation_of_the_same_arabic_is_another_unit(written: Path) -> None:
    """The written summary gives way to a chosen one and comes back: neither has the other's."""
    sentences = article(THIRD)
    now = memory.recall(None, TITLE, chosen(*sentences), sentences)
    assert [t.text for t in memory.save(written, now).summary] == [""]
    memory.propose(written, in_english(now.summary[0], "The season starts in October."))
    assert memory.english_in(written.parent)[THIRD].text == "The season starts in October."
    third = Translation(Segment("written", THIRD, ("s3",)))
    again = memory.save(written, memory.Record("llm", now.title, (third,)))
    assert [t.text for t in again.summary] == ["The season begins in October."]


def test_a_source_that_two_sentences_share_moves_for_both(written: Path) -> None:
    shared = memory.load(written)
    more = Translation(Segment("written", f"{SECOND}\n{THIRD}", ("s2", "s3")))
    memory.adopt(
        written,
        replace(shared, summary=(*shared.summary[:1], in_english(more, "Many came, and will."))),
    )
    record = recalled(written, FIRST, SECOND.replace("الزوار", "الزائرين"), THIRD)
    assert [t.segment.sources for t in record.summary] == [("s1", "s2"), ("s2", "s3")]
    assert {t.status for t in record.summary} == {Status.STALE}


def test_of_two_that_come_to_rest_on_the_same_the_unchanged_one_stays(written: Path) -> None:
    shared = memory.load(written)
    more = Translation(Segment("written", f"{SECOND}\n{THIRD}", ("s2", "s3")))
    memory.adopt(
        written,
        replace(shared, summary=(in_english(more, "Many came, and will."), shared.summary[1])),
    )
    record = recalled(written, FIRST, THIRD)
    assert [t.text for t in record.summary] == ["The season begins in October."]
    assert record.summary[0].status is Status.MACHINE


def test_a_written_sentence_that_was_taken_out_is_not_asked_for_as_a_translation(
    written: Path,
) -> None:
    file = polib.pofile(str(written), wrapwidth=0)
    file[1].msgstr = ""
    file.save()
    record = recalled(written, FIRST, SECOND, THIRD)
    assert [t.text for t in record.summary] == ["The season begins in October."]


def test_what_a_person_has_written_is_not_adopted_over(written: Path) -> None:
    review_all(written)
    record = recalled(written, FIRST, SECOND, THIRD)
    memory.adopt(
        written, replace(record, summary=tuple(in_english(t, "Other.") for t in record.summary))
    )
    kept = memory.load(written)
    assert kept is not None
    assert "Other." not in {t.text for t in kept.summary}
    assert {t.status for t in kept.summary} == {Status.REVIEWED}
