"""The shape of the code: which way dependencies point, and what no file may name."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "generator"

# From the ground up: a part imports from the rows above its own, and from itself.
LAYERS = (
    {"models"},
    {"errors"},
    {"text", "atomic", "unpacking"},
    {"exchange", "typesetting", "selection"},
    {"config"},
    {
        *("collectors", "readers", "archive", "revisions", "stories", "summarizers"),
        *("translators", "memory", "termbase", "checks", "progress", "interchange"),
        *("related", "renderers", "publishers", "starter"),
    },
    {"pipeline", "intake", "proposals", "desk"},
    {"doctor"},
    {"cli", "mkdocs_plugin"},
    {"__main__"},
)
LAYER_OF = {part: number for number, layer in enumerate(LAYERS) for part in layer}

MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def part_of(path: Path) -> str:
    """The part a file belongs to: `text` for `generator/text/dates.py`."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """The line and the full name of each import of a file, those inside functions too."""
    package = ("generator", *path.relative_to(PACKAGE).parent.parts)
    for node in ast.walk(ast.parse(path.read_text("utf-8"), path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) + 1 - node.level] if node.level else ()
            module = ".".join((*base, *filter(None, [node.module])))
            yield from ((node.lineno, f"{module}.{alias.name}") for alias in node.names)


def name(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_dependencies_point_one_way(path: Path) -> None:
    part = part_of(path)
    assert part in LAYER_OF, f"{name(path)} has no layer: give it one in LAYERS"
    wrong = [
        f"{name(path)}:{line} imports {module}"
        for line, module in imports(path)
        if module.split(".")[0] == "generator"
        and (target := [*module.split("."), ""][1]) != part
        and LAYER_OF.get(target, -1) >= LAYER_OF[part]
    ]
    assert wrong == []


def test_the_records_need_the_standard_library_alone() -> None:
    tops = {module.split(".")[0] for _, module in imports(PACKAGE / "models.py")}
    assert tops - sys.stdlib_module_names == set()


def test_only_the_plugin_knows_mkdocs() -> None:
    knowing = {
        part_of(path)
        for path in MODULES
        for _, module in imports(path)
        if module.split(".")[0] in {"mkdocs", "material"}
    }
    assert knowing <= {"mkdocs_plugin"}


# Put together here, so that this file does not hold what it looks for.
FORBIDDEN = re.compile(
    r"(?<![\w./])/(?:" + "work|root|opt" + r")/\w"
    r"|(?<![\w./])/home/\w"
    r"|" + r"\.".join(("pypi", "org")) + r"|" + r"\.".join(("pythonhosted", "org")) + r"|"
    r"registry\.npmjs|deb\.debian|security\.debian"
)


def test_no_file_names_this_machine_or_a_registry() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("needs a git checkout, to tell the project's files from others")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    files = [ROOT / file for file in listed.split("\0") if file]
    found = [
        f"{path.relative_to(ROOT)}:{number}: {match[0]}"
        for path in files
        if path.is_file()
        for number, line in enumerate(path.read_bytes().decode("utf-8", "ignore").split("\n"), 1)
        if (match := FORBIDDEN.search(line))
    ]
    assert found == []
