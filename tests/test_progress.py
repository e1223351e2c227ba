"""How far the English has come, with whatever checks there are."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from project import Project

from generator import desk, pipeline
from generator.cli.reviewing import Session, said
from generator.config import load_settings
from generator.models import Article, Entry, Segment, Status, Translation
from generator.progress import standing, totals

ARABIC = "دام العمل 3 أشهر."
MACHINE = Translation(Segment("summary", ARABIC, ("s1",)), "It took 12 months.", Status.MACHINE)
REVIEWED = replace(MACHINE, text="It took 3 months.", status=Status.REVIEWED, reviewer="Layla")


def entry(*summary: Translation) -> Entry:
    title = replace(REVIEWED, segment=Segment("title", "عنوان"))
    return Entry(Article("a", "عنوان", "ar", "articles/a.txt", "0"), (), title, summary, "lead")


def findings(translation: Translation) -> list[str]:
    """A check that finds one fault: the number 12."""
    return ["numbers: 12 is not in the Arabic"] if "12" in translation.text else []


def test_an_article_stands_as_its_sentences_do() -> None:
    row = standing(entry(REVIEWED, MACHINE, Translation(MACHINE.segment)), findings)
    assert row.sentences == {
        Status.REVIEWED: 2, Status.MACHINE: 1, Status.STALE: 0, Status.MISSING: 1
    }  # fmt: skip
    assert (row.status, row.waiting, row.failing, row.reviewers) == (
        Status.MISSING,
        2,
        1,
        ("Layla",),
    )


def test_the_total_is_of_articles_and_of_sentences() -> None:
    total = totals([standing(entry(MACHINE), findings), standing(entry(REVIEWED), findings)])
    assert (total.articles[Status.MACHINE], total.articles[Status.REVIEWED]) == (1, 1)
    assert (total.sentences[Status.MACHINE], total.sentences[Status.REVIEWED]) == (1, 3)
    assert total.failing == 1


def test_what_the_checks_find_is_shown_beside_the_sentence() -> None:
    assert any("12 is not in the Arabic" in line for line in said(MACHINE, findings(MACHINE)))


def test_an_edit_with_a_fault_is_written_and_stays_before_the_reviewer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    project = Project(tmp_path / "digest")
    project.add(
        "a.txt",
        f"استمر العمل في الجسر القديم\n\n{ARABIC} وقال المدير إن العمل كان صعبًا جدًا في الشتاء.\n",
    )
    settings = load_settings(project.folder / "mkdocs.yml")
    (of_it,) = pipeline.digest(settings).entries
    keys = "e\nIn 12 months.\ne\nIn 3 months.\nq\n"
    monkeypatch.setattr("sys.stdin", io.StringIO(keys))
    assert not Session(of_it, settings, desk.Reviewer("Layla", "2026-11-22"), findings).run()
    out = capsys.readouterr().out
    assert out.count("Saved as reviewed by Layla.") == 2
    assert "English  In 12 months.\n  problem  numbers: 12 is not in the Arabic" in out
    title, *rest = desk.on_record("a", settings)
    assert (title.text, title.status, title.reviewer) == ("In 3 months.", Status.REVIEWED, "Layla")
    assert {t.status for t in rest} == {Status.MISSING}
