"""`khulasa status` and `khulasa review`: through pipes, and through a real terminal."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import polib
import pytest
from project import Project

from generator.cli.asking import Interrupts

GARDEN = """\
الحديقة العامة تفتح بابها الشرقي

فتحت الحديقة العامة بابها الشرقي صباح السبت بعد إغلاق دام 3 أشهر. وقال مدير الحديقة إن الباب الجديد أوسع من القديم. ويدخل منه الزوار من الساعة الثامنة صباحًا.
"""
LIBRARY = """\
المكتبة تعير الكتب لمدة شهر

أعلنت المكتبة العامة أنها ستعير الكتب لمدة شهر كامل بدءًا من الأحد القادم. وقالت أمينة المكتبة إن القراء طلبوا ذلك منذ وقت طويل. ويستطيع كل قارئ أن يستعير خمسة كتب في المرة الواحدة.
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Two articles: one translated by a machine, one without English."""
    project = Project(tmp_path / "digest")
    project.add("garden.txt", GARDEN)
    project.add("library.txt", LIBRARY)
    project.khulasa("update")  # Nobody is asked: no provider is set.
    project.translate("garden", fuzzy=True)
    return project


def units(project: Project, slug: str = "garden") -> list[polib.POEntry]:
    return list(polib.pofile(str(project.folder / "translations" / f"{slug}.po"), wrapwidth=0))


def review(
    project: Project, keys: str, *arguments: str, **environ: str
) -> subprocess.CompletedProcess[str]:
    """`khulasa review` with the keys typed ahead, one a line."""
    return project.khulasa(
        "review",
        *arguments,
        keys="".join(f"{key}\n" for key in keys.split("|")),
        environ={"EDITOR": None, "VISUAL": None} | environ,
    )


def test_status_counts_sentences_and_articles(project: Project) -> None:
    done = project.khulasa("status", "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    of = {row["slug"]: row for row in told["articles"]}
    assert of["garden"]["sentences"] == {"reviewed": 0, "machine": 4, "stale": 0, "missing": 0}
    assert (of["library"]["status"], of["library"]["waiting"]) == ("missing", 4)
    assert told["total"]["articles"] == {"reviewed": 0, "machine": 1, "stale": 0, "missing": 1}
    assert told["total"]["sentences"] == {"reviewed": 0, "machine": 4, "stale": 0, "missing": 4}
    assert told["total"]["failing"] == 4  # "English 1 of garden." is the English of no sentence


def test_status_is_a_table_with_the_arabic_at_its_end(project: Project) -> None:
    lines = project.khulasa("status").stdout.splitlines()
    row = next(line for line in lines if "garden" in line)
    assert re.fullmatch(r"machine\s+0\s+4\s+0\s+0\s+4\s+garden\s+الحديقة العامة .*", row)
    assert lines[-3:] == [
        "2 articles: 0 reviewed, 1 machine, 0 stale, 1 missing.",
        "8 sentences: 0 reviewed, 4 machine, 0 stale, 4 missing.",
        "4 sentences with findings of the checks.",
    ]


def test_status_can_be_limited_and_sorted(project: Project) -> None:
    def slugs(*options: str) -> list[str]:
        told = json.loads(project.khulasa("status", "--json", *options).stdout)
        return [row["slug"] for row in told["articles"]]

    assert slugs("--status", "machine") == ["garden"]
    assert slugs("--status", "machine", "--status", "missing", "--sort", "slug") == [
        "garden",
        "library",
    ]
    assert slugs("--sort", "status") == ["library", "garden"]
    assert slugs("library") == ["library"]
    assert project.khulasa("status", "nowhere").returncode == 2


def test_a_broken_file_is_told_by_status_and_the_rest_is_counted(project: Project) -> None:
    (project.folder / "translations" / "garden.po").write_text("<<<<<<< HEAD\n")
    done = project.khulasa("status", "--json")
    assert done.returncode == 1
    assert "translations/garden.po:1" in done.stderr
    assert len(json.loads(done.stdout)["articles"]) == 2


def test_without_a_slug_review_lists_what_waits(project: Project) -> None:
    done = review(project, "")
    assert done.returncode == 0, done.stderr
    assert "garden" in done.stdout
    assert "khulasa review" in done.stdout
    review(project, "a|a|a|a", "garden", "--reviewer", "Layla Haddad")
    assert "garden" not in review(project, "").stdout


def test_accepting_writes_who_and_when_at_once(project: Project) -> None:
    done = review(project, "a|s|a|q", "garden", "--reviewer", "Layla Haddad <layla@example.org>")
    assert done.returncode == 0, done.stderr
    first, second, third, fourth = units(project)
    for unit in (first, third):
        assert not unit.fuzzy
        assert re.fullmatch(r"reviewed: Layla Haddad on \d{4}-\d\d-\d\d \[\w{8}\]", unit.tcomment)
    assert second.fuzzy
    assert fourth.fuzzy
    assert "2 decided, 2 waiting" in done.stdout


def test_the_end_of_the_input_is_a_quit(project: Project) -> None:
    done = review(project, "a", "garden", "--reviewer", "Layla")
    assert done.returncode == 0
    assert [unit.fuzzy for unit in units(project)] == [False, True, True, True]


def test_an_edit_on_a_line_is_reviewed_english(project: Project) -> None:
    review(project, "e|The gate is open.|q", "library", "--reviewer", "Layla")
    (title, *rest) = units(project, "library")
    assert (title.msgstr, title.fuzzy) == ("The gate is open.", False)
    assert {unit.msgstr for unit in rest} == {""}


@pytest.mark.parametrize("text", ["", "   ", "الباب مفتوح", "\x1b"])
def test_an_edit_that_cannot_be_the_english_is_not_written(project: Project, text: str) -> None:
    before = (project.folder / "translations" / "library.po").read_bytes()
    done = review(project, f"e|{text}|q", "library", "--reviewer", "Layla")
    assert done.returncode == 0, done.stderr
    assert (project.folder / "translations" / "library.po").read_bytes() == before


def test_a_sentence_without_english_cannot_be_accepted(project: Project) -> None:
    done = review(project, "a|q", "library", "--reviewer", "Layla")
    assert "'a' is none of these" in done.stdout
    assert units(project, "library")[0].msgstr == ""


def test_an_editor_gets_the_english_and_gives_it_back(project: Project, tmp_path: Path) -> None:
    editor = tmp_path / "editor.sh"
    editor.write_text('#!/bin/sh\ncp "$1" "$0.seen"\nsed -i "1s/.*/Edited in the editor./" "$1"\n')
    editor.chmod(0o755)
    review(project, "e|q", "garden", "--reviewer", "Layla", EDITOR=str(editor))
    assert units(project)[0].msgstr == "Edited in the editor."
    seen = Path(f"{editor}.seen").read_text()
    assert seen.startswith("English 0 of garden.\n")
    assert "الحديقة العامة تفتح بابها الشرقي" in seen


def test_an_editor_that_fails_or_changes_nothing_writes_nothing(project: Project) -> None:
    before = (project.folder / "translations" / "garden.po").read_bytes()
    assert (
        "The editor failed"
        in review(project, "e|q", "garden", "--reviewer", "L", EDITOR="false").stdout
    )
    review(project, "e|q", "garden", "--reviewer", "L", EDITOR="true")
    assert (project.folder / "translations" / "garden.po").read_bytes() == before


def test_stale_english_is_shown_with_what_changed_in_the_arabic(project: Project) -> None:
    source = project.folder / "articles" / "garden.txt"
    source.write_text(source.read_text().replace("3 أشهر", "5 أشهر"))
    shown = review(project, "s|s|s|s", "garden", "--reviewer", "Layla").stdout
    assert "stale" in shown
    assert "was      فتحت الحديقة العامة بابها الشرقي صباح السبت بعد إغلاق دام 3 أشهر." in shown
    assert "دام [-3-] {+5+} أشهر." in shown
    review(project, "s|a|q", "garden", "--reviewer", "Layla")
    assert [unit.fuzzy for unit in units(project)] == [True, False, True, True]
    assert units(project)[1].previous_msgid is None


def test_who_reviews_is_taken_from_the_environment_or_from_git_or_asked(project: Project) -> None:
    home = project.folder / "home"
    home.mkdir()
    nobody = {
        "HOME": str(home),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": str(home / ".gitconfig"),
    }
    review(project, "a|q", "garden", **nobody, KHULASA_REVIEWER="From The Environment")
    review(project, "\x07|Asked For|a|q", "garden", **nobody)
    (home / ".gitconfig").write_text("[user]\n\tname = Known To Git\n")
    review(project, "a|q", "garden", **nobody)
    names = [unit.tcomment.partition(" on ")[0] for unit in units(project)[:3]]
    assert names == [
        "reviewed: From The Environment",
        "reviewed: Asked For",
        "reviewed: Known To Git",
    ]


def test_reviewed_sentences_without_a_name_can_be_signed(project: Project) -> None:
    project.translate("garden")
    path = project.folder / "translations" / "garden.po"
    path.write_text(path.read_text().replace('"Language: en', '"Last-Translator: Omar <o@example.org>\\n"\n"Language: en'))  # fmt: skip
    assert "garden  (file last saved by Omar)" in review(project, "").stdout
    assert (
        "4 reviewed sentences signed" in review(project, "", "--sign", "--reviewer", "Omar").stdout
    )
    before = path.read_bytes()
    assert (
        "0 reviewed sentences signed" in review(project, "", "--sign", "--reviewer", "Layla").stdout
    )
    assert path.read_bytes() == before
    told = json.loads(project.khulasa("status", "garden", "--json").stdout)
    assert told["articles"][0]["reviewers"] == ["Omar"]


def test_what_a_source_holds_cannot_reach_the_terminal_as_a_command(project: Project) -> None:
    path = project.folder / "translations" / "garden.po"
    path.write_text(path.read_text().replace("English 0", "\x1b]0;owned\x07 English 0"))
    assert "\x1b]" not in review(project, "q", "garden", "--reviewer", "Layla").stdout


class Terminal:
    """`khulasa review` in a real terminal (a pty), typed into as a person would."""

    def __init__(self, project: Project, *arguments: str) -> None:
        self.process, self.screen = pty.fork()
        if self.process == 0:
            os.chdir(project.folder)
            environ = {k: v for k, v in os.environ.items() if k not in ("EDITOR", "VISUAL")}
            command = [sys.executable, "-m", "generator.cli", "review", *arguments]
            os.execve(sys.executable, command, environ | {"PYTHONUTF8": "1", "TERM": "xterm"})
        self.shown = ""

    def until(self, words: str, seconds: float = 30) -> str:
        """What is shown up to these words."""
        end = time.monotonic() + seconds
        while words not in self.shown:
            ready, _, _ = select.select([self.screen], [], [], max(0, end - time.monotonic()))
            try:
                read = os.read(self.screen, 4096) if ready else b""
            except OSError:  # Linux says so where the program has ended.
                read = b""
            assert read, f"waited in vain for {words!r} after {self.shown!r}"
            self.shown += read.decode("utf-8", "replace")
        before, _, self.shown = self.shown.partition(words)
        return before

    def type(self, keys: str) -> None:
        os.write(self.screen, keys.encode())

    def end(self) -> int:
        return os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1])


@pytest.fixture
def terminal(project: Project) -> Iterator[Callable[..., Terminal]]:
    opened: list[Terminal] = []

    def start(*arguments: str) -> Terminal:
        opened.append(Terminal(project, *arguments))
        return opened[-1]

    yield start
    for one in opened:
        os.close(one.screen)


def test_in_a_terminal_a_single_key_decides(
    project: Project, terminal: Callable[..., Terminal]
) -> None:
    screen = terminal("garden", "--reviewer", "Layla Haddad")
    assert "\x1b[" in screen.until("[q]uit: ")  # the status in colour
    screen.type("a")
    screen.until("Saved as reviewed by Layla Haddad.")
    assert not units(project)[0].fuzzy  # while the session goes on
    screen.until("[q]uit: ")
    screen.type("e")
    screen.until("as it was): ")
    screen.type("Typed in the terminal.\r")
    screen.until("Saved as reviewed")
    screen.until("[q]uit: ")
    screen.type("x")
    screen.until("'x' is none of these.")
    screen.type("q")
    screen.until("2 decided, 2 waiting")
    assert screen.end() == 0
    assert units(project)[1].msgstr == "Typed in the terminal."


def test_ctrl_c_ends_a_review_and_keeps_what_was_decided(
    project: Project, terminal: Callable[..., Terminal]
) -> None:
    screen = terminal("garden", "--reviewer", "Layla")
    screen.until("[q]uit: ")
    screen.type("a")
    screen.until("2 of 4")
    screen.until("[q]uit: ")
    screen.type("ة")  # no key of a keyboard in Arabic letters
    screen.until("none of these")
    screen.type("س")  # the key of "s"
    screen.until("3 of 4")
    screen.type("\x03")  # while the third is checked
    screen.until("1 decided, 3 waiting. All is saved.")
    screen.until("Interrupted.")
    assert screen.end() == 130


def test_ctrl_c_at_the_question_and_just_after_an_answer_ends_a_review(
    project: Project, terminal: Callable[..., Terminal]
) -> None:
    screen = terminal("garden", "--reviewer", "Layla")
    screen.until("[q]uit: ")
    screen.type("\x03")
    screen.until("0 decided, 4 waiting. All is saved.")
    assert screen.end() == 130
    screen = terminal("garden", "library", "--reviewer", "Layla")
    screen.until("[q]uit: ")
    screen.type("a")
    screen.until("Saved as reviewed")
    screen.type("\x03")
    screen.until("1 decided, 3 waiting. All is saved.")
    screen.until("Interrupted.")  # and not the next article
    assert screen.end() == 130
    assert [unit.fuzzy for unit in units(project)] == [False, True, True, True]


def test_ctrl_c_takes_an_edit_back_and_the_review_goes_on(
    project: Project, terminal: Callable[..., Terminal]
) -> None:
    screen = terminal("garden", "--reviewer", "Layla")
    screen.until("[q]uit: ")
    screen.type("e")
    screen.until("as it was): ")
    screen.type("Half a sent\x03")
    screen.until("[q]uit: ")
    screen.type("q")
    screen.until("0 decided, 4 waiting")
    assert screen.end() == 0


class Finalized:
    """Is interrupted as it is thrown away, where Python cannot raise what the signal raises."""

    def __del__(self) -> None:
        signal.raise_signal(signal.SIGINT)


@pytest.fixture
def keyboard() -> Iterator[tuple[int, int]]:
    """What a program reads from a terminal, and where its keys are put in."""
    ends = os.pipe()
    yield ends
    for end in ends:
        os.close(end)


def test_an_interrupt_during_a_finalizer_is_not_lost(keyboard: tuple[int, int]) -> None:
    before = signal.getsignal(signal.SIGINT)
    with Interrupts() as interrupts:
        Finalized()
        with pytest.raises(KeyboardInterrupt):
            interrupts.wait(keyboard[0])
    assert signal.getsignal(signal.SIGINT) is before


def test_an_interrupt_while_nothing_is_typed_ends_the_wait(keyboard: tuple[int, int]) -> None:
    with Interrupts() as interrupts:
        waits = f"import os, signal; os.kill({os.getpid()}, signal.SIGINT)"
        with subprocess.Popen([sys.executable, "-c", waits]), pytest.raises(KeyboardInterrupt):
            interrupts.wait(keyboard[0])


def test_what_is_typed_after_an_interrupt_was_taken_back_is_read(
    keyboard: tuple[int, int],
) -> None:
    with Interrupts() as interrupts:
        signal.raise_signal(signal.SIGINT)
        interrupts.forget()
        os.write(keyboard[1], b"a")
        interrupts.wait(keyboard[0])
        assert os.read(keyboard[0], 1) == b"a"


def test_a_second_interrupt_does_not_wait_for_the_end_of_a_step() -> None:
    with Interrupts():
        signal.raise_signal(signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)


def test_a_killed_review_has_lost_nothing(
    project: Project, terminal: Callable[..., Terminal]
) -> None:
    screen = terminal("garden", "--reviewer", "Layla")
    screen.until("[q]uit: ")
    screen.type("a")
    screen.until("Saved as reviewed")
    os.kill(screen.process, 9)
    assert screen.end() == -9
    assert [unit.fuzzy for unit in units(project)] == [False, True, True, True]
    assert "1 decided" in review(project, "a|q", "garden", "--reviewer", "Layla").stdout


def test_what_somebody_changes_during_a_review_is_read_again_and_not_overwritten(
    project: Project, terminal: Callable[..., Terminal]
) -> None:
    screen = terminal("garden", "--reviewer", "Layla")
    screen.until("English 0 of garden.")
    screen.until("[q]uit: ")
    path = project.folder / "translations" / "garden.po"
    path.write_text(path.read_text().replace("English 0 of garden.", "Mended in Poedit."))
    screen.type("a")
    screen.until("The file was changed meanwhile")
    screen.until("Mended in Poedit.")
    assert units(project)[0].fuzzy
    screen.until("[q]uit: ")
    screen.type("a")
    screen.until("Saved as reviewed")
    screen.until("[q]uit: ")
    screen.type("q")
    assert screen.end() == 0
    assert (units(project)[0].msgstr, units(project)[0].fuzzy) == ("Mended in Poedit.", False)
