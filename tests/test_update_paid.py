"""`khulasa update` with providers that cost: the ledger, the budget, summaries that are written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from chat_server import ChatServer
from project import Project
from translation_server import TranslationServer

from generator import memory
from generator.models import Status
from generator.translators import accounts, ledger

TEXT = """مكتبة جديدة للمدينة

افتتحت المدينة مكتبتها الجديدة مساء الأحد بحضور 120 من الأهالي والزوار. \
وقالت مديرة المكتبة إن العمل استغرق 3 أعوام من التحضير والترتيب المتواصل. \
وأضافت المديرة أن الدخول مفتوح للجميع من دون رسوم في العام الأول. \
ويحوي المبنى قاعة للأطفال وأخرى للندوات والعروض.
"""
SUMMARY = {
    "title": "A new library for the city",
    "sentences": [
        {
            "text": "The city opened a library that took 3 years to prepare, before 120 guests.",
            "sources": ["s1", "s2"],
        },
        {"text": "Entry is free for all in the first year.", "sources": ["s3"]},
        {"text": "It has a hall for children and one for talks and shows.", "sources": ["s4"]},
    ],
}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = Project(tmp_path / "digest")
    project.add("library.txt", TEXT)
    return project


@pytest.fixture
def chat(monkeypatch: pytest.MonkeyPatch) -> Iterator[ChatServer]:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with ChatServer() as running:
        yield running


def ask(project: Project, server: ChatServer, more: str = "", summarizer: str = "lead") -> None:
    project.configure(
        f"      summarizer: {summarizer}\n"
        "      providers:\n"
        f"        - openai: {{url: '{server.url()}', model: tiny-1{more}}}"
    )


def po(project: Project) -> Path:
    return project.folder / "translations" / "library.po"


def test_what_a_run_has_used_is_told_and_kept(project: Project, chat: ChatServer) -> None:
    ask(project, chat, ", price_in: 2, price_out: 10")
    update = project.khulasa("update")
    assert update.returncode == 0, update.stderr
    assert "used of openai: 5 questions" in update.stdout
    assert "1,700 tokens, cost 0.005" in update.stdout
    lines = accounts.read(project.folder / "translations" / ledger.FILE)
    assert len(lines) == 5
    assert {(line.provider, line.model, line.outcome) for line in lines} == {
        ("openai", "tiny-1", "kept")
    }
    assert len({line.run for line in lines}) == 1


@pytest.mark.parametrize(
    ("option", "said"),
    [(("--max-characters", "100"), "100 characters"), (("--max-cost", "0.0001"), "0.0001")],
)
def test_the_run_stops_before_the_budget_is_passed_and_the_next_goes_on(
    project: Project, chat: ChatServer, option: tuple[str, str], said: str
) -> None:
    ask(project, chat, ", price_in: 2, price_out: 10")
    first = project.khulasa("update", *option)
    assert first.returncode == 3, first.stderr
    assert f"the budget of {said}" in first.stdout
    spent = ledger.total(ledger.totals(accounts.read(po(project).with_name(ledger.FILE))))
    assert spent.characters <= 100 or spent.cost <= 0.0001
    asked = len(chat.questions)
    assert project.khulasa("update").returncode == 0
    assert len(chat.questions) == 5
    assert asked < 5


def test_a_summary_is_written_once_and_kept_with_the_sentences_it_rests_on(
    project: Project, chat: ChatServer
) -> None:
    ask(project, chat, summarizer="llm")
    chat.summaries.append(SUMMARY)
    update = project.khulasa("update")
    assert update.returncode == 0, update.stderr
    assert "4 sentences by openai" in update.stdout
    record = memory.load(po(project))
    assert record is not None
    assert record.method == "llm"
    assert [t.segment.sources for t in record.translations] == [(), ("s1", "s2"), ("s3",), ("s4",)]
    assert {t.status for t in record.translations} == {Status.MACHINE}
    assert record.title.text == "A new library for the city"
    before = po(project).read_bytes()
    assert "Nothing to translate" in project.khulasa("update").stdout
    assert po(project).read_bytes() == before
    assert len(chat.questions) == 1


def test_a_written_summary_stands_on_the_page_with_a_link_to_each_source(
    project: Project, chat: ChatServer
) -> None:
    ask(project, chat, summarizer="llm")
    chat.summaries.append(SUMMARY)
    project.khulasa("update")
    build = project.build()
    assert build.returncode == 0, build.stderr
    page = project.html("en/articles/library")
    first = page.select(".khulasa-pair")[0]
    assert "3 years to prepare" in first.get_text()
    links = [a["href"].rpartition("#")[2] for a in first.select(".khulasa-source-link")]
    assert links == ["s1", "s2"]
    assert "A language model wrote this summary" in page.get_text()
    said = " ".join(first.select_one(".khulasa-provenance").get_text().split())
    assert said.startswith("Not reviewed written by openai (tiny-1) on ")
    assert said.endswith(" from sentences 1 and 2")
    arabic = project.html("ar/articles/library").get_text()
    assert "كتب هذا الملخّص نموذجٌ لغوي" in arabic
    assert "استنادًا إلى الجملتين 1 و2" in arabic
    assert "استنادًا إلى الجملة 3" in arabic


def test_a_written_sentence_is_not_used_as_the_translation_of_its_only_source(
    project: Project, chat: ChatServer
) -> None:
    ask(project, chat, summarizer="llm")
    chat.summaries.append(SUMMARY)
    project.khulasa("update")
    ask(project, chat)
    sentence = TEXT.splitlines()[2].split(". ")[2] + "."
    project.add("fees.txt", f"لا رسوم في مكتبة المدينة\n\n{sentence}\n")
    update = project.khulasa("update", "fees")
    assert update.returncode == 0, update.stderr
    assert [q.text for q in chat.questions[1:]] == ["لا رسوم في مكتبة المدينة", sentence]
    record = memory.load(po(project).with_name("fees.po"))
    assert record is not None
    assert SUMMARY["sentences"][1]["text"] not in {t.text for t in record.summary}  # type: ignore[index]


def test_a_written_sentence_is_checked_for_what_its_sources_do_not_say_be_they_one_or_two(
    project: Project, chat: ChatServer
) -> None:
    ask(project, chat, summarizer="llm")
    # A translation may not leave out "she added" nor "without fees"; a sentence that sums up may.
    shorter = json.dumps(SUMMARY).replace(
        "Entry is free for all in the first year", "Entry is open to all"
    )
    chat.summaries.append(json.loads(shorter))
    project.khulasa("update")
    check = project.khulasa("check", "--json")
    assert (check.returncode, json.loads(check.stdout)) == (0, []), check.stdout
    wrong = po(project).read_text().replace("open to all", "open to all for 9 years")
    po(project).write_text(wrong)
    check = project.khulasa("check", "--json")
    assert check.returncode == 1
    (problem,) = json.loads(check.stdout)
    assert (problem["context"], problem["sentences"]) == ("written", ["s3"])
    assert (problem["rule"], "9" in problem["evidence"]) == ("number", True)


def test_a_written_sentence_is_in_no_translation_memory_and_goes_and_comes_in_a_table(
    project: Project, chat: ChatServer
) -> None:
    ask(project, chat, summarizer="llm")
    chat.summaries.append(SUMMARY)
    project.khulasa("update")
    memory_file = project.khulasa("export", "--tmx")
    assert "A new library for the city" in memory_file.stdout
    assert "hall for children" not in memory_file.stdout
    assert "left out: 3 sentences that a model wrote" in memory_file.stderr
    for file in ("out.csv", "out.xlf"):
        before = po(project).read_bytes()
        assert "left out" not in project.khulasa("export", "-o", file).stderr
        assert "4 same.\nNothing was written.\n" in project.khulasa("import", file).stdout
        assert po(project).read_bytes() == before


def test_english_from_elsewhere_for_its_only_source_does_not_replace_a_written_sentence(
    project: Project, chat: ChatServer
) -> None:
    ask(project, chat, summarizer="llm")
    chat.summaries.append(SUMMARY)
    project.khulasa("update")
    sentence = TEXT.splitlines()[2].split(". ")[2] + "."
    (project.folder / "came.csv").write_text(f"source,target\n{sentence},Entry is open to all.\n")
    before = po(project).read_bytes()
    assert "1 unknown" in project.khulasa("import", "came.csv").stdout
    assert po(project).read_bytes() == before


def test_an_edited_source_makes_the_written_sentence_stale_and_asks_nobody(
    project: Project, chat: ChatServer
) -> None:
    ask(project, chat, summarizer="llm")
    chat.summaries.append(SUMMARY)
    project.khulasa("update")
    project.add("library.txt", TEXT.replace("3 أعوام", "4 أعوام"))
    update = project.khulasa("update")
    assert update.returncode == 0, update.stderr
    record = memory.load(po(project))
    assert record is not None
    assert [t.status for t in record.summary] == [Status.STALE, Status.MACHINE, Status.MACHINE]
    assert "4 أعوام" in record.summary[0].segment.text
    assert record.summary[0].previous is not None
    assert "3 أعوام" in record.summary[0].previous
    assert len(chat.questions) == 1


def test_a_summary_that_is_not_believed_leaves_a_named_gap(
    project: Project, chat: ChatServer
) -> None:
    ask(project, chat, summarizer="llm")
    unsupported = json.loads(json.dumps(SUMMARY).replace('"s3"', '"s77"'))
    chat.summaries.append(unsupported)
    update = project.khulasa("update")
    assert update.returncode == 3
    assert "a source that the article has not" in update.stdout
    record = memory.load(po(project))
    assert record is not None
    assert {t.status for t in record.translations} == {Status.MISSING}
    chat.summaries.append(SUMMARY)
    assert project.khulasa("update").returncode == 0


def test_english_that_is_there_is_not_written_over(project: Project, chat: ChatServer) -> None:
    ask(project, chat)
    project.khulasa("update")
    project.translate("library")
    before = po(project).read_bytes()
    asked = len(chat.questions)
    ask(project, chat, summarizer="llm")
    project.khulasa("update")
    assert po(project).read_bytes() == before
    assert len(chat.questions) == asked


def test_a_written_summary_needs_a_provider_that_can_write(project: Project) -> None:
    with TranslationServer() as server:
        project.configure(
            "      summarizer: llm\n      providers:\n"
            f"        - libre: {{url: '{server.url('libre')}'}}"
        )
        update = project.khulasa("update")
        assert update.returncode == 3
        assert "no provider is set that can write one" in update.stdout
        assert server.questions == []
