"""`khulasa update` and the termbase: names are put right, asked for again, or told to be missing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import polib
import pytest
from project import Project
from translation_server import TranslationServer

ARTICLE = (
    "مباحثات في العاصمة\n\n"
    "استقبل الوزير سليمان الدرعاوي وفدًا من 12 بلدًا في مبنى الوزارة صباح الأحد الماضي.\n"
)
TERMS = "arabic,english,kind\nالدرعاوي,Derawi,person\nطرابلس,Tripoli,place\n"
TITLE = "say:Talks in the capital"
REST = "received a delegation from 12 countries at the ministry building last Sunday morning."


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[TranslationServer]:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with TranslationServer() as running:
        yield running


@pytest.fixture
def project(tmp_path: Path, server: TranslationServer) -> Project:
    project = Project(tmp_path / "digest")
    project.configure(f"      providers:\n        - libre: {{url: '{server.url('libre')}'}}\n")
    project.add("talks.txt", ARTICLE)
    (project.folder / "translations" / "terms.csv").write_text(TERMS, "utf-8")
    return project


def unit(project: Project) -> polib.POEntry:
    """The unit of the one sentence of the summary."""
    po = polib.pofile(str(project.folder / "translations" / "talks.po"))
    return next(entry for entry in po if entry.msgctxt == "summary")


def test_a_name_that_is_misspelt_is_put_right_and_the_file_says_so(
    project: Project, server: TranslationServer
) -> None:
    server.plan(TITLE, f"say:Minister Suleiman Dirawi {REST}")
    update = project.khulasa("update")
    assert update.returncode == 0, update.stderr
    assert unit(project).msgstr == f"Minister Suleiman Derawi {REST}"
    assert "names: 'Dirawi' became 'Derawi'" in unit(project).tcomment
    assert 'talks: summary s1: "Dirawi" became "Derawi"' in update.stdout
    assert len(server.questions) == 2


def test_a_name_that_is_missing_is_asked_for_again_in_latin_letters(
    project: Project, server: TranslationServer
) -> None:
    server.plan(TITLE, f"say:The minister {REST}", f"say:Minister Suleiman Derawi {REST}")
    update = project.khulasa("update")
    assert update.returncode == 0, update.stderr
    assert unit(project).msgstr == f"Minister Suleiman Derawi {REST}"
    assert "الدرعاوي" not in server.questions[-1].text
    assert "سليمان Derawi وفدًا" in server.questions[-1].text
    assert "Derawi" not in update.stdout


def test_a_name_that_stays_missing_is_told_and_the_english_waits_for_review(
    project: Project, server: TranslationServer
) -> None:
    server.plan(TITLE, f"say:The minister {REST}", f"say:Some minister {REST}")
    update = project.khulasa("update")
    assert update.returncode == 0, update.stderr
    assert unit(project).msgstr == f"The minister {REST}"
    assert unit(project).fuzzy
    assert "talks: summary s1: term: " in update.stdout
    assert "Derawi" in update.stdout
    assert "1 sentence doubtful" in update.stdout
    assert len(server.questions) == 3


def test_the_second_answer_counts_only_when_there_is_less_to_doubt_in_it(
    project: Project, server: TranslationServer
) -> None:
    worse = (
        f"say:Suleiman Derawi {REST.replace('delegation', 'group of five and not a delegation')}"
    )
    server.plan(TITLE, f"say:Minister Suleiman {REST}", worse)
    project.khulasa("update")
    assert unit(project).msgstr == f"Minister Suleiman {REST}"


def test_a_second_answer_that_fails_costs_nothing_but_the_question(
    project: Project, server: TranslationServer
) -> None:
    server.plan(TITLE, f"say:The minister {REST}", "say:Error 500 (Server Error)!!1500.")
    update = project.khulasa("update")
    assert update.returncode == 0, update.stderr
    assert unit(project).msgstr == f"The minister {REST}"


def test_a_termbase_with_a_fault_stops_before_anybody_is_asked(
    project: Project, server: TranslationServer
) -> None:
    path = project.folder / "translations" / "terms.csv"
    path.write_text(TERMS + "طرابلس,Trablous,place\n", "utf-8")
    update = project.khulasa("update")
    assert update.returncode == 1
    assert "terms.csv:4" in update.stderr
    assert server.questions == []


def test_the_names_lead_to_lists_in_both_languages_and_namesakes_stay_apart(
    project: Project,
) -> None:
    terms = "طرابلس الغرب,Tripoli,place\nالفيحاء,Tripoli,place\n"
    (project.folder / "translations" / "terms.csv").write_text(
        TERMS.replace("طرابلس,Tripoli,place\n", terms), "utf-8"
    )
    for number, place in enumerate(("طرابلس الغرب", "الفيحاء")):
        text = f"خبر رقم {number}\n\nوصل سليمان الدرعاوي إلى {place} في الصباح الباكر مع الوفد.\n"
        project.add(f"news{number}.txt", text)
    assert project.build().returncode == 0
    english = project.html("en/places")
    links = [link["href"] for link in english.select("article li a")]
    assert len(links) == len(set(links)) == 2
    assert [a.get_text() for a in project.html("en/people").select("article li a")] == ["Derawi"]
    assert "الدرعاوي" in project.html("ar/people").select_one("article li").get_text()
    told = " ".join(li.get_text(" ", strip=True) for li in english.select("article li"))
    assert "Tripoli · طرابلس الغرب" in told
    assert "Tripoli · الفيحاء" in told
    page = project.html("en/articles/news0")
    [place] = [a for a in page.select(".khulasa-facts a") if a.get_text() == "Tripoli"]
    listed = project.html("en/" + unquote(place["href"]).split("../")[-1].strip("/"))
    cards = [a["href"] for a in listed.select(".khulasa-card-title a")]
    assert [href.strip("/").split("/")[-1] for href in cards] == ["news0"]


def test_without_names_there_are_no_lists_of_names(project: Project) -> None:
    (project.folder / "translations" / "terms.csv").unlink()
    assert project.build().returncode == 0
    assert not (project.folder / "site" / "en" / "people").exists()
    menu = {a.get_text(strip=True) for a in project.html("en").select(".md-nav--primary a")}
    assert "Months" in menu
    assert "People" not in menu
