"""Turn an empty folder into a site of one's own that uses the installed package.

Settings, one sample article with its reviewed English, pages to fill in, workflows for GitHub,
a README: what is in `files/`. The theme is not copied, it comes with the package.

Refuses a folder in which something is. All is made beside it first and then moved, so that a full
disk leaves nothing half-written.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path, PurePosixPath

import jinja2

from generator import __version__
from generator.errors import PublishError
from generator.models import Problem

WORKFLOWS = ("checks.yml", "site.yml", "update.yml")
KEYS = (
    "KHULASA_DEEPL_KEY",
    "KHULASA_GOOGLE_CLOUD_KEY",
    "KHULASA_LIBRE_KEY",
    "KHULASA_MICROSOFT_KEY",
    "KHULASA_MICROSOFT_REGION",
    "KHULASA_MYMEMORY_EMAIL",
    "KHULASA_OPENAI_KEY",
)
"""What providers read from the environment."""

_SETUP = """\
      - uses: actions/setup-python@v6
        with:
          python-version: "3.11"
          cache: pip
          cache-dependency-path: {lock}
      - name: Install
        run: |
{commands}"""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How workflows set a site up: the file that pip's cache goes by, and what they run.

    `tests` is whether the repository has tests of its own, in `ci.yml`.
    """

    lock: str
    commands: tuple[str, ...]
    tests: bool = False

    @property
    def values(self) -> dict[str, object]:
        commands = "\n".join(f"          {command}" for command in self.commands)
        setup = _SETUP.format(lock=self.lock, commands=commands)
        return {"setup": setup, "tests": self.tests, "keys": KEYS}


SITE = Recipe("requirements.txt", ("python -m pip install --quiet -r requirements.txt",))
"""A site with the package installed."""

CHECKOUT = Recipe(
    "requirements/*.txt",
    (
        "python -m pip install --quiet -r requirements/runtime.txt",
        "python -m pip install --quiet --no-deps --no-build-isolation .",
    ),
    tests=True,
)
"""This project, whose own workflows are made from the same files."""


def create(folder: Path, name: str) -> list[PurePosixPath]:
    """Write a site called `name` into `folder`; the files, by their paths in it.

    The folder may be there if nothing but a `.git` is in it. Raises PublishError.
    """
    texts = dict(_texts({"name": name, "requirement": requirement(), **SITE.values}))
    try:
        there = sorted(path.name for path in folder.iterdir()) if folder.exists() else []
        if there not in ([], [".git"]):
            raise _occupied(folder, there)
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".new-") as scratch:
            for path, text in texts.items():
                target = Path(scratch, path)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(text, encoding="utf-8", newline="\n")
            for made in sorted(Path(scratch).iterdir()):
                shutil.move(made, folder / made.name)
    except OSError as error:
        raise PublishError(
            Problem(
                path=str(folder),
                found=f"the site cannot be written: {error.strerror or error}",
                expected="a folder that is empty or not there yet",
                action="Make room, or choose another folder.",
            )
        ) from None
    return sorted(texts)


def workflow(name: str, recipe: Recipe) -> str:
    """One of the workflows."""
    file = _FILES / "dot-github" / "workflows" / name
    return _environment().from_string(file.read_text("utf-8")).render(recipe.values)


def requirement() -> str:
    """The line for pip to install this package where the site is built.

    Where it was installed from an address (PEP 610), that address; else this version, and where
    that came from a file of this machine, a word on what to put in its place.
    """
    try:
        told = distribution("khulasa").read_text("direct_url.json")
        origin = json.loads(told or "{}")
        url = str(origin.get("url", ""))
        vcs = origin.get("vcs_info") or {}
    except (PackageNotFoundError, ValueError, AttributeError):
        url, vcs = "", {}
    if not url.startswith("https://") or "@" in url:  # an address with a password is not repeated
        return f"khulasa~={__version__}{_LOCAL if url.startswith('file:') else ''}"
    if vcs:
        return f"khulasa @ {vcs['vcs']}+{url}@{vcs['commit_id']}"
    return f"khulasa @ {url}"


_LOCAL = "  # was installed from a file: put an address of it here, unless an index has it"

_FILES = files("generator.starter") / "files"
_TOP = PurePosixPath()


def _texts(values: Mapping[str, object]) -> Iterator[tuple[PurePosixPath, str]]:
    """The path and the text of each file."""
    environment = _environment()
    for path, file in _walk(_FILES):
        yield path, environment.from_string(file.read_text("utf-8")).render(values)


def _walk(
    folder: Traversable, above: PurePosixPath = _TOP
) -> Iterator[tuple[PurePosixPath, Traversable]]:
    for item in folder.iterdir():
        path = above / item.name.replace("dot-", ".")  # a package carries no hidden files
        if item.is_dir():
            yield from _walk(item, path)
        else:
            yield path, item


def _environment() -> jinja2.Environment:
    """Jinja with signs of its own: GitHub's workflows have `{{` and `{%` for themselves."""
    return jinja2.Environment(
        block_start_string="<%",
        block_end_string="%>",
        variable_start_string="<<",
        variable_end_string=">>",
        comment_start_string="<#",
        comment_end_string="#>",
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=jinja2.StrictUndefined,
    )


def _occupied(folder: Path, there: list[str]) -> PublishError:
    more = f" and {len(there) - 3} more" if len(there) > 3 else ""
    return PublishError(
        Problem(
            path=str(folder),
            found=f"the folder is not empty: {', '.join(there[:3])}{more}",
            expected="a folder that is empty or not there yet",
            action="Choose another one; nothing was written.",
        )
    )
