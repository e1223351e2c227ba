"""A site of one's own: `khulasa new`, with the package installed from its wheel."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import installation
import polib
import pytest
from bs4 import BeautifulSoup
from installation import Environment
from project import RUNNER

from generator import pipeline
from generator.cli import main
from generator.config import load_settings
from generator.models import Status

ROOT = Path(__file__).resolve().parents[1]


def new(*arguments: str) -> tuple[int, str]:
    done = RUNNER.invoke(main, ["new", *arguments], catch_exceptions=False)
    return done.exit_code, done.stdout + done.stderr


@pytest.fixture(scope="module")
def site(
    installed: tuple[Environment, Path], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Environment, Path]:
    """A new site, made and built by the installed commands."""
    environment, _ = installed
    folder = tmp_path_factory.mktemp("mine") / "أخبار الحي"
    made = environment.run("khulasa", "new", str(folder), cwd=folder.parent)
    assert made.returncode == 0, made.stderr
    built = environment.run("khulasa", "build", cwd=folder)
    assert built.returncode == 0, built.stderr
    assert "1 reviewed" in built.stdout
    return environment, folder


def test_the_wheel_carries_the_theme_the_starter_and_every_module(
    installed: tuple[Environment, Path],
) -> None:
    _, wheel = installed
    with zipfile.ZipFile(wheel) as opened:
        names = set(opened.namelist())
    files = {
        f"generator/{path.relative_to(ROOT / 'generator').as_posix()}"
        for path in (ROOT / "generator").rglob("*")
        if path.is_file() and path.suffix not in (".pyc", ".tmp")
    } | {
        f"generator/overrides/{path.relative_to(ROOT / 'overrides').as_posix()}"
        for path in (ROOT / "overrides").rglob("*")
        if path.is_file()
    }
    assert files - names == set()
    assert {name.split("/")[0] for name in names - files} == {"khulasa-0.1.0.dist-info"}


def test_the_new_site_has_the_theme_of_the_package(site: tuple[Environment, Path]) -> None:
    _, folder = site
    html = BeautifulSoup((folder / "site/en/index.html").read_text("utf-8"), "html.parser")
    assert html.select_one("[data-khulasa-search]") is not None
    (sheet,) = html.select("link[href$='assets/stylesheets/khulasa.css']")
    assert (folder / "site/en" / sheet["href"]).read_bytes() == (
        ROOT / "overrides/assets/stylesheets/khulasa.css"
    ).read_bytes()
    assert list((folder / "site/assets/fonts").glob("amiri-*.woff2"))
    assert "أخبار الحي" in html.title.get_text()
    door = (folder / "site/404.html").read_text("utf-8")
    assert 'lang="ar"' in door
    assert 'lang="en"' in door


def test_plain_mkdocs_builds_it_too_with_templates_of_its_own_on_top(
    site: tuple[Environment, Path],
) -> None:
    environment, folder = site
    settings = (folder / "mkdocs.yml").read_text("utf-8")
    own = settings.replace("  # custom_dir: overrides", "  custom_dir: overrides")
    (folder / "own.yml").write_text(own, "utf-8")
    partial = folder / "overrides/partials/khulasa-search.html"
    partial.parent.mkdir(parents=True)
    partial.write_text("<p>BUTTON OF MY OWN</p>", "utf-8")
    command = ("python", "-m", "mkdocs", "build", "--strict", "-f", "own.yml", "-d", "own")
    built = environment.run(*command, cwd=folder)
    assert built.returncode == 0, built.stderr
    html = (folder / "own/ar/index.html").read_text("utf-8")
    assert "BUTTON OF MY OWN" in html
    assert "khulasa.css" in html


def test_nothing_that_is_generated_would_be_committed(site: tuple[Environment, Path]) -> None:
    _, folder = site
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    (folder / ".git/info/exclude").write_text("/own\n/own.yml\n/overrides\n", "utf-8")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--others", "--exclude-standard"],
        cwd=folder, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    assert set(filter(None, listed.split("\0"))) == {
        "README.md", "mkdocs.yml", "requirements.txt", ".gitignore",
        ".github/workflows/checks.yml", ".github/workflows/site.yml",
        ".github/workflows/update.yml", "articles/README.md", "articles/clouds.txt",
        "translations/clouds.po", "translations/terms.csv", "docs/ar/about.md", "docs/en/about.md",
    }  # fmt: skip


def test_the_sample_is_reviewed_whole_and_without_a_doubt(tmp_path: Path) -> None:
    assert new(str(tmp_path / "mine"))[0] == 0
    settings = load_settings(tmp_path / "mine" / "mkdocs.yml")
    (entry,) = pipeline.digest(settings).entries
    assert entry.status is Status.REVIEWED
    assert [term.english for term in entry.terms] == ["drizzle"]
    check = RUNNER.invoke(main, ["check", "-f", str(tmp_path / "mine" / "mkdocs.yml")])
    assert check.stdout == "Nothing doubtful found.\n"
    po = tmp_path / "mine/translations/clouds.po"
    assert po.read_text("utf-8") == str(polib.pofile(str(po), wrapwidth=0)), "not as it is written"


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine", "utf-8")
    code, told = new(str(tmp_path))
    assert code == 1
    assert "the folder is not empty: letter.txt" in told
    assert "nothing was written" in told
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_an_empty_repository_is_a_folder_to_begin_in(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    assert new(str(tmp_path), "--name", 'A "name": with # signs')[0] == 0
    settings = load_settings(tmp_path / "mkdocs.yml")
    assert settings.site_name == 'A "name": with # signs'
    assert not list(tmp_path.glob(".new-*"))


def test_where_nothing_can_be_written_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    code, told = new(str(tmp_path / "file" / "mine"))
    assert code == 1
    assert "the site cannot be written" in told
    assert "Traceback" not in told


def test_a_disk_that_is_full_leaves_nothing_half_written(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    limited = "import resource as r; r.setrlimit(r.RLIMIT_FSIZE, (1000, 1000)); "
    started = "from generator.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", limited + started, "new", str(folder)],
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "the site cannot be written: File too large" in done.stderr
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("origin", "line"),
    [
        (None, "khulasa~=0.1.0"),
        ({"url": "file:///home", "dir_info": {}}, "khulasa~=0.1.0  # was installed from a file"),
        (
            {"url": "https://git.example/k", "vcs_info": {"vcs": "git", "commit_id": "ab12"}},
            "khulasa @ git+https://git.example/k@ab12",
        ),
        ({"url": "https://example.org/k.whl"}, "khulasa @ https://example.org/k.whl"),
        ({"url": "https://me:secret@example.org/k.whl"}, "khulasa~=0.1.0"),
    ],
)
def test_what_pip_installs_there_is_what_is_installed_here(
    tmp_path: Path, origin: dict[str, object] | None, line: str
) -> None:
    folder = tmp_path / "khulasa-0.1.0.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: khulasa\nVersion: 0.1.0\n")
    if origin:
        (folder / "direct_url.json").write_text(json.dumps(origin), "utf-8")
    ask = "import sys; sys.path.insert(0, sys.argv[1]); from generator import starter as s; print(s.requirement())"
    done = subprocess.check_output([sys.executable, "-c", ask, str(tmp_path)], encoding="utf-8")
    assert done.startswith(line)
    assert "secret" not in done


@pytest.mark.slow
def test_from_pip_install_to_a_built_site_in_an_empty_environment(
    installed: tuple[Environment, Path], tmp_path: Path
) -> None:
    """Everything really installed, from the lock file, as on a machine of somebody else."""
    _, wheel = installed
    environment = installation.make(tmp_path / "environment")
    index = {"PIP_NO_INDEX": "0"}
    lock = str(ROOT / "requirements" / "runtime.txt")
    started = time.monotonic()
    for what in (("--require-hashes", "-r", lock), ("--no-deps", str(wheel))):
        done = environment.run("pip", "install", "-qq", *what, cwd=tmp_path, environ=index)
        assert done.returncode == 0, done.stderr
    between = time.monotonic()
    assert environment.run("khulasa", "new", "mine", cwd=tmp_path).returncode == 0
    built = environment.run("khulasa", "build", cwd=tmp_path / "mine")
    ended = time.monotonic()
    assert built.returncode == 0, built.stderr
    print(f"wheel {wheel.stat().st_size / 1e6:.2f} MB; pip install {between - started:.0f} s;"
          f" new and build {ended - between:.1f} s")  # fmt: skip
