"""The page that says how the digest is made: from the settings, and from what is there."""

from __future__ import annotations

from pathlib import Path

import pytest
from project import Project

TEXT = (
    "افتتاح المكتبة\n\nافتتح الحي مكتبة جديدة أمام الزوار صباح أمس. وقال مديرها إن فيها 1500 كتاب"
    " للأطفال. وستفتح أبوابها كل يوم حتى المساء طوال الصيف.\n"
)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = Project(tmp_path / "digest")
    project.add("library.txt", TEXT)
    return project


def told(project: Project, lang: str) -> str:
    assert project.build().returncode == 0
    page = project.html(f"{lang}/method").select_one("article")
    return " ".join(page.get_text(" ").split())


def test_it_names_who_is_asked_who_proposed_and_who_reviewed(project: Project) -> None:
    project.configure("      providers: [echo]\n      contact: desk@example.org\n")
    project.khulasa("update")
    project.khulasa("review", "library", "--reviewer", "Layla", keys="a\nq\n")
    english = told(project, "en")
    assert "Asked for the English, in this order: echo ." in english
    assert "echo 4" in english
    assert "Of 4 sentences and titles: 1 Reviewed" in english
    assert "3 Not reviewed" in english
    assert "Reviewed by Layla." in english
    assert project.html("ar/method").select_one('a[href="mailto:desk@example.org"]') is not None
    assert "راجعها: Layla ." in told(project, "ar")


def test_without_providers_it_says_that_people_write_the_english(project: Project) -> None:
    assert "No machine is asked for translations" in told(project, "en")


@pytest.mark.parametrize("contact", ["javascript:alert(1)", "desk", '"a b@c.d"'])
def test_a_contact_that_is_no_address_is_refused(project: Project, contact: str) -> None:
    project.configure(f"      contact: {contact}\n")
    done = project.khulasa("status")
    assert done.returncode == 2
    assert "an e-mail address" in done.stderr
