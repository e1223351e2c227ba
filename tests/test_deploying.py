"""`mkdocs gh-deploy` into a bare repository on disk: what arrives, and what is never lost."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Page
from project import RUNNER

from generator.cli import main

ADDRESS = "https://me.example/digest/"


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=folder, check=True, capture_output=True, encoding="utf-8",
        env=os.environ | WHO,
    )  # fmt: skip
    return done.stdout.strip()


WHO = {f"GIT_{role}_{what}": value for role in ("AUTHOR", "COMMITTER")
       for what, value in (("NAME", "T"), ("EMAIL", "t@example.org"))}  # fmt: skip


def deploy(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "gh-deploy", *options],
        cwd=folder, capture_output=True, encoding="utf-8", timeout=250, check=False,
        env=os.environ | WHO | {"KHULASA_SITE_URL": ADDRESS, "NO_MKDOCS_2_WARNING": "1"},
    )  # fmt: skip


@pytest.fixture(scope="module")
def deployed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A new site with a domain of its own, deployed once, and its bare repository."""
    folder = tmp_path_factory.mktemp("deployed")
    bare, site = folder / "site.git", folder / "site"
    assert RUNNER.invoke(main, ["new", str(site)]).exit_code == 0
    (site / "docs" / "CNAME").write_text("digest.example\n", "utf-8")
    git(folder, "init", "-q", "--bare", "-b", "main", str(bare))
    git(site, "init", "-q", "-b", "main")
    git(site, "remote", "add", "origin", str(bare))
    git(site, "add", "--all")
    git(site, "commit", "-q", "-m", "A new site")
    done = deploy(site)
    assert done.returncode == 0, done.stderr
    return site, bare


@pytest.fixture
def copies(deployed: tuple[Path, Path], tmp_path: Path) -> tuple[Path, Path]:
    """The same, to be changed by one test."""
    for name, folder in zip(("site", "site.git"), deployed, strict=True):
        shutil.copytree(folder, tmp_path / name)
    git(tmp_path / "site", "remote", "set-url", "origin", str(tmp_path / "site.git"))
    return tmp_path / "site", tmp_path / "site.git"


def test_what_pages_needs_is_on_the_branch(deployed: tuple[Path, Path]) -> None:
    _, bare = deployed
    names = git(bare, "ls-tree", "-r", "--name-only", "gh-pages").splitlines()
    assert {".nojekyll", "CNAME", "404.html", "index.html", "sitemap.xml"} <= set(names)
    assert git(bare, "show", "gh-pages:CNAME") == "digest.example"
    assert not any(name.startswith(("articles/", "translations/")) for name in names)


def test_a_missing_page_is_told_in_both_languages_and_leads_home(
    deployed: tuple[Path, Path],
) -> None:
    _, bare = deployed
    html = BeautifulSoup(git(bare, "show", "gh-pages:404.html"), "html.parser")
    door = html.select_one(".khulasa-door")
    assert {tag["lang"] for tag in door.select("[lang]")} >= {"ar", "en"}
    homes = [link["href"] for link in door.select("a")]
    assert {"/digest/ar/", "/digest/en/"} <= set(homes), homes


def test_the_branch_works_below_its_subpath(
    deployed: tuple[Path, Path], tmp_path: Path, page: Page, serve: Callable[..., str]
) -> None:
    _, bare = deployed
    git(tmp_path, "clone", "-q", "-b", "gh-pages", str(bare), "pages")
    address = serve(tmp_path / "pages", "/digest/")
    failed: list[str] = []
    page.on("response", lambda answer: answer.status < 400 or failed.append(answer.url))
    page.goto(f"{address}en/")
    page.get_by_role("link", name="How are clouds read?").first.click()
    page.wait_for_url(f"{address}en/articles/clouds/")
    assert page.locator("h1").inner_text() == "How are clouds read?"
    assert failed == []


def test_a_branch_that_has_moved_is_left_alone_and_the_way_on_is_told(
    copies: tuple[Path, Path], tmp_path: Path
) -> None:
    site, bare = copies
    git(tmp_path, "clone", "-q", "-b", "gh-pages", str(bare), "other")
    (tmp_path / "other" / "note.txt").write_text("of somebody else", "utf-8")
    git(tmp_path / "other", "add", "--all")
    git(tmp_path / "other", "commit", "-q", "-m", "A note")
    git(tmp_path / "other", "push", "-q")
    moved = git(bare, "rev-parse", "gh-pages")

    done = deploy(site)
    assert done.returncode == 1
    assert f"origin/gh-pages: it has moved: its last commit is {moved[:10]}" in done.stderr
    assert "Traceback" not in done.stderr
    assert git(bare, "rev-parse", "gh-pages") == moved

    remedy = done.stderr.partition("Run 'git ")[2].partition("'")[0]
    git(site, *remedy.split())
    again = deploy(site)
    assert again.returncode == 0, again.stderr
    assert moved in git(bare, "rev-list", "gh-pages").splitlines()


def test_a_remote_that_cannot_be_asked_is_told(copies: tuple[Path, Path]) -> None:
    site, bare = copies
    git(site, "remote", "set-url", "origin", f"{bare}-is-elsewhere")
    done = deploy(site)
    assert done.returncode == 1
    assert "origin: the remote repository cannot be asked" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_faulty_article_keeps_the_branch_as_it_is(copies: tuple[Path, Path]) -> None:
    site, bare = copies
    before = git(bare, "rev-parse", "gh-pages")
    (site / "articles" / "empty.txt").write_text("", "utf-8")
    done = deploy(site)
    assert done.returncode == 1
    assert "articles/empty.txt" in done.stderr
    assert git(bare, "rev-parse", "gh-pages") == before
