"""`khulasa update` against a real server on loopback: what it costs, keeps, and says."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from project import Project
from translation_server import TranslationServer

from generator import memory
from generator.models import Status

SUBJECTS = ("المكتبة", "الحديقة", "السوق", "المتحف", "المرصد", "الميناء", "المدرسة", "المسرح")


def article(number: int) -> str:
    subject = SUBJECTS[number % len(SUBJECTS)]
    return (
        f"تقرير عن {subject} رقم {number}\n\n"
        f"افتتحت {subject} موسمها رقم {number} مساء أمس بحضور {number + 100} من الأهالي والزوار. "
        f"وقال مدير {subject} إن العمل استغرق {number + 3} أشهر من التحضير والترتيب المتواصل. "
        f"وأضافت متحدثة باسم {subject} أن الدخول مفتوح للجميع في الأيام {number + 7} الأولى.\n"
    )


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path / "digest")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[TranslationServer]:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with TranslationServer() as running:
        yield running


def ask(project: Project, server: TranslationServer, *names: str, timeout: float = 5) -> None:
    """Let the project ask these services of the server, in this order."""
    lines = [f"        - {n}: {{url: '{server.url(n)}', timeout: {timeout}}}" for n in names]
    project.configure("      providers:\n" + "\n".join(lines))


def english(project: Project) -> dict[str, str]:
    """What the translation files hold: the English of each Arabic text."""
    found = {}
    for path in sorted((project.folder / "translations").glob("*.po")):
        record = memory.load(path)
        assert record is not None
        found |= {t.segment.text: t.text for t in record.translations if t.text}
    return found


def test_each_sentence_is_asked_for_once_and_a_second_update_changes_nothing(
    project: Project, server: TranslationServer
) -> None:
    for number in range(3):
        project.add(f"a{number}.txt", article(number))
    ask(project, server, "libre")
    first = project.khulasa("update")
    assert first.returncode == 0, first.stderr
    assert set(Counter(q.text for q in server.questions).values()) == {1}
    assert len(english(project)) == len(server.questions) == 12
    files = {p: p.read_bytes() for p in (project.folder / "translations").glob("*.po")}
    second = project.khulasa("update")
    assert second.returncode == 0
    assert "Nothing to translate" in second.stdout
    assert len(server.questions) == 12
    assert {p: p.read_bytes() for p in files} == files


def test_a_refused_answer_goes_to_the_next_provider_who_is_named(
    project: Project, server: TranslationServer
) -> None:
    project.add("a.txt", article(1))
    ask(project, server, "google", "libre")
    server.plan("say:Error 500 (Server Error)!!1500.That’s an error.")
    assert project.khulasa("update").returncode == 0
    record = memory.load(project.folder / "translations" / "a.po")
    assert record.title.origin.provider == "libre"
    assert {t.origin.provider for t in record.summary} == {"google"}


def test_when_nobody_answers_the_gap_is_named_and_the_site_says_pending(
    project: Project, server: TranslationServer
) -> None:
    project.add("a.txt", article(1))
    ask(project, server, "libre")
    server.plan(*["say:" + article(1).splitlines()[0]] * 20)
    update = project.khulasa("update")
    assert update.returncode == 3
    assert "4 sentences still without English" in update.stdout
    assert "libre" in update.stdout
    assert english(project) == {}
    assert project.build().returncode == 0
    page = project.html("en/articles/a").get_text()
    assert "English summary pending" in page


def test_a_reviewed_sentence_is_reused_in_another_article_and_not_paid_for(
    project: Project, server: TranslationServer
) -> None:
    project.add("a.txt", article(1))
    ask(project, server, "libre")
    project.khulasa("update")
    project.translate("a")  # A person has reviewed it.
    # With a caption it is no exact copy, which would be shown as the same entry.
    project.add("b.txt", article(1).replace("\n\n", "\n\nصورة من الأرشيف\n\n"))
    asked = len(server.questions)
    assert project.khulasa("update").returncode == 0
    assert len(server.questions) == asked
    record = memory.load(project.folder / "translations" / "b.po")
    assert {t.status for t in record.translations} == {Status.MACHINE}
    assert {t.origin.provider for t in record.translations} == {"memory"}


def test_english_of_changed_arabic_is_kept_told_of_and_not_asked_for_again(
    project: Project, server: TranslationServer
) -> None:
    source = project.add("a.txt", article(1))
    ask(project, server, "libre")
    project.khulasa("update")
    kept = english(project)
    source.write_text(source.read_text().replace("101", "102"))
    asked = len(server.questions)
    update = project.khulasa("update")
    assert update.returncode == 0
    assert "1 sentence stale" in update.stdout
    assert len(server.questions) == asked
    assert sorted(english(project).values()) == sorted(kept.values())


def test_a_broken_translation_file_is_left_alone_and_the_others_go_on(
    project: Project, server: TranslationServer
) -> None:
    for name in ("a", "b"):
        project.add(f"{name}.txt", article(ord(name)))
    ask(project, server, "libre")
    broken = project.folder / "translations" / "a.po"
    broken.write_text('<<<<<<< HEAD\nmsgid "x"\n')
    update = project.khulasa("update")
    assert update.returncode == 1
    assert "translations/a.po:1:" in update.stderr
    assert broken.read_text() == '<<<<<<< HEAD\nmsgid "x"\n'
    assert len(english_of(project, "b")) == 4


def english_of(project: Project, slug: str) -> list[str]:
    record = memory.load(project.folder / "translations" / f"{slug}.po")
    return [t.text for t in record.translations if t.text]


def test_only_the_named_articles_are_translated(
    project: Project, server: TranslationServer
) -> None:
    for name in ("a", "b"):
        project.add(f"{name}.txt", article(ord(name)))
    ask(project, server, "libre")
    assert project.khulasa("update", "b").returncode == 0
    assert not (project.folder / "translations" / "a.po").exists()
    assert project.khulasa("update", "c").returncode == 2


def test_a_dry_run_asks_nobody_and_writes_nothing(
    project: Project, server: TranslationServer
) -> None:
    project.add("a.txt", article(1))
    ask(project, server, "libre")
    told = project.khulasa("update", "--dry-run").stdout
    assert "4 sentences without English" in told
    assert server.questions == []
    assert list((project.folder / "translations").iterdir()) == []


def test_a_key_is_never_shown_nor_written(project: Project, server: TranslationServer) -> None:
    project.add("a.txt", article(1))
    ask(project, server, "libre")
    server.plan("echo_key")
    update = project.khulasa("update", environ={"KHULASA_LIBRE_KEY": "s3cret-key"})
    assert "s3cret-key" in [q.parameters.get("api_key") for q in server.questions]
    assert "s3cret" not in update.stdout + update.stderr
    for path in project.folder.rglob("*"):
        assert not path.is_file() or b"s3cret" not in path.read_bytes()


def test_a_second_update_at_the_same_time_is_kept_out(
    project: Project, server: TranslationServer
) -> None:
    project.add("a.txt", article(1))
    ask(project, server, "libre", timeout=20)
    server.plan("slow_headers")
    first = subprocess.Popen(
        [sys.executable, "-m", "generator.cli", "update"],
        cwd=project.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        wait_for(lambda: server.questions)
        second = project.khulasa("update")
        assert second.returncode == 1
        assert "another 'khulasa update' is at work" in second.stderr
    finally:
        first.kill()
        first.wait()
    assert project.khulasa("update").returncode == 0, "a killed run leaves no lock"


def wait_for(condition, seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.002)


def update_killed(
    project: Project, server: TranslationServer, questions: int, delay: float
) -> None:
    """An update that is killed `delay` seconds after it has asked so many questions."""
    asked = len(server.questions)
    process = subprocess.Popen(
        [sys.executable, "-m", "generator.cli", "update"],
        cwd=project.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    wait_for(lambda: len(server.questions) >= asked + questions or process.poll() is not None)
    time.sleep(delay)
    process.send_signal(signal.SIGKILL)
    process.wait()


@pytest.mark.parametrize(
    "kills",
    [8, pytest.param(80, marks=[pytest.mark.slow, pytest.mark.timeout(1800)])],
    ids=["a few kills", "many kills"],
)
def test_killed_at_any_moment_nothing_is_lost_and_nothing_is_paid_for_twice(
    project: Project, server: TranslationServer, kills: int
) -> None:
    """SIGKILL between, during and after requests, until all is translated."""
    chance = random.Random(kills)
    articles = kills
    for number in range(articles):
        project.add(f"a{number}.txt", article(number))
    ask(project, server, "libre")
    for killed in range(1, kills + 1):
        asked = len(server.questions)
        on_disk = english(project)
        update_killed(project, server, chance.randint(1, 4), chance.random() * 0.02)
        now = english(project)
        assert {text: now.get(text) for text in on_disk} == on_disk, "English was lost"
        again = {q.text for q in server.questions[asked:]} & on_disk.keys()
        assert again == set(), "what is on disk was asked for again"
        # What was answered is on disk, but for the one answer on its way at each kill.
        assert len(server.questions) - len(now) <= killed
    assert len(english(project)) >= kills
    assert project.khulasa("update").returncode == 0
    segments = 4 * articles
    assert len(english(project)) == segments
    assert len(server.questions) <= segments + kills
    for path in (project.folder / "translations").glob("*.po"):
        assert not [e for e in polib.pofile(str(path)) if not e.msgstr]
    assert list((project.folder / "translations").glob(".*.tmp")) == []
