"""`khulasa update` when something breaks on the way: nothing lost, nothing paid for twice."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from paid_server import KEYS, PaidServer
from project import Project
from translation_server import english_for

from generator import memory, pipeline, proposals
from generator.config import load_settings
from generator.models import Article, Origin, Segment, Sentence, Status, Translation
from generator.text.terms import TermIndex
from generator.translators import accounts, ledger
from generator.translators.ladder import Ladder, Proposal, Written
from generator.translators.ledger import Line

SHARED = "وقالت متحدثة باسم البلدية إن الدخول مفتوح للجميع في الأيام 7 الأولى."
TEXT = """{title}

افتتحت البلدية {what} مساء أمس بحضور {number} من الأهالي والزوار. {shared}
"""
CONFLICT = "<<<<<<< HEAD\n=======\n>>>>>>> theirs\n"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Two articles with one sentence in common."""
    project = Project(tmp_path / "digest")
    for name, what, number in (("garden", "حديقة النهر", 120), ("market", "سوق الميناء", 340)):
        title = f"افتتاح {what} للزوار"
        text = TEXT.format(title=title, what=what, number=number, shared=SHARED)
        project.add(f"{name}.txt", text)
    return project


def po(project: Project, slug: str) -> Path:
    return project.folder / "translations" / f"{slug}.po"


def run(project: Project, asking: proposals.Asking) -> list[proposals.Step]:
    settings = load_settings(project.folder / "mkdocs.yml")
    return list(proposals.propose(pipeline.digest(settings).entries, settings, asking))


def english(project: Project, slug: str) -> list[str]:
    record = memory.load(po(project, slug))
    assert record is not None
    return [t.text for t in record.translations]


def breaking(project: Project, asked: list[str], slug: str) -> proposals.Translator:
    """Answers, and while it is asked for the second text somebody merges badly."""

    def translate(arabic: str) -> proposals.Named:
        asked.append(arabic)
        if len(asked) == 2:
            with po(project, slug).open("a", encoding="utf-8") as file:
                file.write(CONFLICT)
        return proposals.Named(Proposal(english_for(arabic), Origin("echo")))

    return translate


def test_a_file_that_breaks_meanwhile_is_left_as_it_is_and_its_article_asked_for_no_more(
    project: Project,
) -> None:
    asked: list[str] = []
    steps = run(project, proposals.Asking(breaking(project, asked, "garden")))
    gaps = [step for step in steps if step.english is None]
    assert {step.slug for step in gaps} == {"garden"}
    ((place, found),) = gaps[0].reasons
    assert place.startswith("translations/garden.po:")
    assert "it was left as it is" in found
    assert po(project, "garden").read_text().endswith(CONFLICT)
    assert english(project, "market") == [english_for(t) for t in _texts(project, "market")]
    # Of garden the title and one sentence were asked for; what both have in common once, in all.
    assert len(asked) == len(set(asked)) == 5


def _texts(project: Project, slug: str) -> list[str]:
    record = memory.load(po(project, slug))
    assert record is not None
    return [t.segment.text for t in record.translations]


def test_a_summary_for_a_file_that_breaks_meanwhile_is_a_gap_with_its_place(
    project: Project,
) -> None:
    def write(
        article: Article, sentences: tuple[Sentence, ...]
    ) -> Written[tuple[Translation, ...]]:
        if article.slug == "garden":
            with po(project, "garden").open("a", encoding="utf-8") as file:
                file.write(CONFLICT)
        title = Translation(Segment("title", article.title), "A title", Status.MACHINE)
        segment = Segment("written", sentences[0].text, ("s1",))
        return Written((title, Translation(segment, "It opened.", Status.MACHINE)), Origin("echo"))

    def nobody(arabic: str) -> proposals.Named:
        raise AssertionError("nothing is to be translated")

    steps = run(project, proposals.Asking(nobody, write=write))  # type: ignore[arg-type]
    assert {step.slug for step in steps if step.english is None} == {"garden"}
    assert english(project, "market") == ["A title", "It opened."]


# With a provider that is paid -------------------------------------------------------------------


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[PaidServer]:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with PaidServer() as running:
        yield running


def test_an_answer_that_was_refused_is_paid_for_once_though_two_articles_need_it(
    project: Project, server: PaidServer
) -> None:
    lines: list[Line] = []
    ladder = Ladder([server.provider("deepl", KEYS["deepl"])], account=lines.append)
    server.wrong = {SHARED: "The municipality has nothing more to say about any of this."}
    asking = proposals.Asking(proposals.translator(ladder, TermIndex(())))
    steps = run(project, asking)
    gaps = [step for step in steps if step.english is None]
    assert [(gap.slug, gap.segment.text) for gap in gaps] == [
        ("garden", SHARED),
        ("market", SHARED),
    ]
    assert all("lost the number 7" in reason for gap in gaps for _, reason in gap.reasons)
    assert sum(SHARED in question.text for question in server.questions) == 1
    assert [line.outcome for line in lines].count("refused") == 1


def test_a_run_that_is_killed_keeps_each_batch_that_was_answered_and_pays_for_none_twice(
    tmp_path: Path, server: PaidServer
) -> None:
    project = Project(tmp_path / "many")
    project.configure(f"      providers:\n        - microsoft: {{url: '{server.url()}'}}")
    for number in range(100, 106):
        title, what = f"افتتاح الحديقة رقم {number}", f"الحديقة رقم {number}"
        text = TEXT.format(title=title, what=what, number=number * 2, shared="")
        project.add(f"a{number}.txt", f"{text.strip()} وقال مدير {what} إنها مفتوحة للجميع.\n")
    environ = KEYS["microsoft"] | {"PYTHONUTF8": "1", "NO_PROXY": "127.0.0.1"}
    server.plan("well", "silence")
    with subprocess.Popen(
        [sys.executable, "-m", "generator.cli", "update"],
        cwd=project.folder, env=os.environ | environ,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as update:  # fmt: skip
        server.wait_for_questions(2, seconds=60)
        update.kill()
    first, lost = (question.text.split("\n") for question in server.questions)
    folder = project.folder / "translations"
    (line,) = accounts.read(folder / ledger.FILE)
    assert (line.outcome, line.usage.questions) == ("together", len(first))
    kept = memory.english_in(folder)
    assert {text: kept[text].text for text in first} == {text: english_for(text) for text in first}
    again = project.khulasa("update", environ=environ)
    assert again.returncode == 0, again.stderr
    asked = [text for question in server.questions for text in question.text.split("\n")]
    assert (len(first), len(lost)) == (10, 8)
    assert sorted(asked) == sorted([*memory.english_in(folder), *lost])
