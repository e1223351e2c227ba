"""How the project is set up: the lock files, the Makefile and what CI runs."""

from __future__ import annotations

import re
import subprocess
import tomllib
from collections.abc import Callable
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[1]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
EXTRAS = PROJECT["project"]["optional-dependencies"]
TOOLS = (ROOT / "requirements" / "tools.in").read_text("utf-8")
DIRECT = PROJECT["project"]["dependencies"] + PROJECT["build-system"]["requires"]
NEEDED = {
    "runtime": DIRECT,
    "test": DIRECT + EXTRAS["test"] + EXTRAS["check"],
    "bench": DIRECT + EXTRAS["bench"],
    "lowest": DIRECT + EXTRAS["test"],
    "tools": [line for line in TOOLS.splitlines() if not line.startswith("#")],
}


def locked(path: Path) -> dict[str, list[Requirement]]:
    """What a lock file pins, by name: several where versions differ between Pythons."""
    lines = re.sub(r" \\\n +", " ", path.read_text("utf-8")).splitlines()
    pins = [
        Requirement(line.partition(" --hash=")[0]) for line in lines if re.match("[a-z0-9]", line)
    ]
    return {name: list(group) for name, group in groupby(pins, lambda pin: pin.name)}


def version(pin: Requirement) -> str:
    (specifier,) = pin.specifier
    assert specifier.operator == "==", f"{pin} is no exact version"
    return specifier.version


def test_there_is_a_lock_file_for_each_environment() -> None:
    assert [path.stem for path in LOCKS] == sorted(NEEDED)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.stem)
def test_each_dependency_is_locked_within_its_bounds(lock: Path) -> None:
    pins = locked(lock)
    for requirement in map(Requirement, NEEDED[lock.stem]):
        found = [version(pin) for pin in pins.get(canonicalize_name(requirement.name), [])]
        assert found, f"{lock.name} lacks {requirement}. Run: make lock"
        assert all(requirement.specifier.contains(v) for v in found), f"{requirement}: {found}"


def test_the_lowest_versions_are_the_lower_bounds() -> None:
    pins = locked(ROOT / "requirements" / "lowest.txt")
    for requirement in map(Requirement, NEEDED["lowest"]):
        lower = next(s.version for s in requirement.specifier if s.operator == ">=")
        found = version(pins[canonicalize_name(requirement.name)][0])
        assert found.startswith(lower), f"pyproject.toml allows {requirement}, tested is {found}"


@pytest.mark.parametrize("name", ["test", "bench"])
def test_environments_agree_on_what_they_share(name: str) -> None:
    runtime = locked(ROOT / "requirements" / "runtime.txt")
    other = locked(ROOT / "requirements" / f"{name}.txt")
    differing = {p for p in runtime if {*map(str, runtime[p])} != {*map(str, other.get(p, []))}}
    assert differing == set()


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.stem)
def test_everything_locked_has_hashes_and_no_address(lock: Path) -> None:
    text = lock.read_text("utf-8")
    requirements = re.sub(r" \\\n +", " ", re.sub(r"(?m)^ *#.*\n", "", text)).splitlines()
    assert requirements
    assert [r for r in requirements if not re.search(r"--hash=sha256:[0-9a-f]{64}", r)] == []
    assert not re.search(r"://|--(extra-)?index|--find-links|@ file", text)


def test_help_lists_every_target_that_is_meant_for_people() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    phony = re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    assert phony
    shown = subprocess.run(
        ["make", "--no-print-directory", "help"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    listed = re.findall(r"^  make (\S+) +\S", shown, re.MULTILINE)
    assert listed == phony[1].split()


def test_ci_runs_the_tests_twice_and_pytest_has_the_last_word() -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    assert "set -euo pipefail" in script
    commands = [line for line in script.splitlines() if re.match("[a-z]", line)]
    assert commands[-2:] == ["make test", "make test-lowest"]


def test_the_workflow_runs_what_people_run() -> None:
    workflow = (ROOT / ".github" / "workflows" / "ci.yml").read_text("utf-8")
    assert re.findall(r"- run: (.+)", workflow) == ["bash .ci/run"]


def test_a_site_below_a_subpath_opens_in_the_browser(
    page: Page, serve: Callable[..., str], tmp_path: Path
) -> None:
    html = '<html lang="ar" dir="rtl"><meta charset="utf-8"><p>مرحبا'
    (tmp_path / "index.html").write_text(html, "utf-8")
    address = serve(tmp_path, "/digest/")
    below, outside = page.goto(address), page.goto(address.replace("/digest/", "/"))
    assert [answer and answer.status for answer in (below, outside)] == [200, 404]
    page.goto(address)
    assert page.locator("p").inner_text() == "مرحبا"
    assert page.locator("p").evaluate("p => getComputedStyle(p).direction") == "rtl"


def test_gettext_is_at_hand(program: Callable[[str, str], str]) -> None:
    told = subprocess.check_output([program("msgfmt", "gettext"), "--version"], text=True)
    assert "gettext" in told
