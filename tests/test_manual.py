"""The manual is whole in both languages, and says of commands and settings what the code does."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import manual
import pytest
import yaml
from pictures import SCALE, sizes

from generator import cli
from generator.cli import common
from generator.config import settings_from
from generator.models import Status
from generator.readers.facts import KEYS

ROOT = Path(__file__).resolve().parents[1]
ENGLISH, ARABIC = manual.MANUAL["en"], manual.MANUAL["ar"]
WRITTEN = sorted(path for folder in manual.MANUAL.values() for path in folder.glob("*.md"))
REFERENCE = [folder / name for folder in manual.MANUAL.values() for name in manual.PAGES]
FENCE = re.compile(r"(?ms)^ *```(\w*)\n(.*?)^ *```$")


def told(path: Path) -> str:
    return path.relative_to(ROOT / "docs").as_posix()


def head(path: Path) -> dict[str, object]:
    return yaml.safe_load(path.read_text("utf-8").split("---\n")[1])


def prose(path: Path) -> str:
    """A page without its head and its blocks of code."""
    return FENCE.sub("", path.read_text("utf-8").split("---\n", 2)[2])


def blocks(path: Path, *kinds: str) -> Iterator[str]:
    for kind, block in FENCE.findall(path.read_text("utf-8")):
        if kind in kinds:
            yield block


def typed(path: Path) -> Iterator[list[str]]:
    """The words of each `khulasa` that a page tells people to type, up to a pipe or a comment."""
    shown = [block.replace("\\\n", " ") for block in blocks(path, "sh")]
    shown += [
        line[2:] for b in blocks(path, "console") for line in b.splitlines() if line[0] == "$"
    ]
    shown += re.findall(r"`(khulasa [^`\n]+)`", prose(path))
    for block in shown:
        for line in block.splitlines():
            words = shlex.split(line, comments=True)
            for at, word in enumerate(words):
                if word == "khulasa":
                    rest = words[at + 1 :]
                    ends = [n for n, w in enumerate(rest) if re.fullmatch(r"[|;&<>]+|\d?>.*", w)]
                    yield rest[: ends[0]] if ends else rest


@pytest.mark.parametrize("path", REFERENCE, ids=told)
def test_the_reference_says_what_the_code_says(path: Path) -> None:
    assert path.read_text("utf-8") == manual.fresh(path), "run: python tests/manual.py"


@pytest.mark.parametrize("path", REFERENCE, ids=told)
def test_each_part_of_the_reference_is_explained(path: Path) -> None:
    page = path.read_text("utf-8")
    unexplained = [
        name
        for kind in manual.PAGES[path.name]
        for name, words in manual.sections(page, kind).items()
        if not words
    ]
    assert unexplained == [], f"say in {told(path)} what they are for"


def test_each_page_is_there_in_both_languages_at_the_same_place() -> None:
    english, arabic = (
        {path.name: head(path)["order"] for path in folder.glob("*.md")}
        for folder in (ENGLISH, ARABIC)
    )
    assert english == arabic
    assert sorted(english.values()) == list(range(len(english)))


@pytest.mark.parametrize("name", sorted(path.name for path in ENGLISH.glob("*.md")))
def test_both_languages_have_the_same_marked_headings(name: str) -> None:
    english, arabic = (
        set(re.findall(r"\{: ?#([\w-]+)", (folder / name).read_text("utf-8")))
        for folder in (ENGLISH, ARABIC)
    )
    assert english == arabic


@pytest.mark.parametrize("path", sorted(ARABIC.glob("*.md")), ids=told)
def test_the_arabic_pages_are_in_arabic(path: Path) -> None:
    words = re.sub(r"`[^`]*`|\]\([^)]*\)|\{:[^}]*\}|<[^>]+>", " ", prose(path))
    letters = re.findall(r"[^\W\d_]", words)
    arabic = [letter for letter in letters if "\u0600" <= letter <= "\u06ff"]
    assert len(arabic) > 0.8 * len(letters)


def marked(path: Path, heading: str) -> list[str]:
    """The names that the first cells of a section's table have in code marks."""
    found = re.search(rf"(?ms){{: #{heading} }}\n(.*?)(?=^## |\Z)", path.read_text("utf-8"))
    assert found, f"{told(path)} has no heading #{heading}"
    return re.findall(r"(?m)^\| [^|]*?`(\w+)`[^|]* \|", FENCE.sub("", found[1]))


@pytest.mark.parametrize("folder", manual.MANUAL.values(), ids=manual.MANUAL)
def test_each_command_has_an_example(folder: Path) -> None:
    written = manual.sections((folder / "commands.md").read_text("utf-8"), "commands")
    assert [
        name for name, words in written.items() if not re.search(rf"[\n`]{name}\b", words)
    ] == []


@pytest.mark.parametrize("folder", manual.MANUAL.values(), ids=manual.MANUAL)
def test_each_variable_of_the_environment_is_told(folder: Path) -> None:
    read = {
        name
        for path in (ROOT / "generator").rglob("*.py")
        for name in re.findall(r"KHULASA_[A-Z_]*[A-Z]\b", path.read_text("utf-8"))
    }
    table = (folder / "settings.md").read_text("utf-8").partition("{: #environment }")[2]
    told = set(re.findall(r"`(KHULASA_\w+)`", table))
    assert told - {"KHULASA_SITE_URL"} == read - {"KHULASA_SITE_URL"}
    assert "!ENV [KHULASA_SITE_URL" in (ROOT / "mkdocs.yml").read_text("utf-8")


@pytest.mark.parametrize("folder", manual.MANUAL.values(), ids=manual.MANUAL)
def test_facts_statuses_and_exit_codes_are_told(folder: Path) -> None:
    assert {*KEYS} <= {*marked(folder / "sources.md", "head")}
    assert marked(folder / "review.md", "statuses") == [str(status) for status in Status]
    codes = re.findall(r"(?m)^\| (\d+) \|", (folder / "commands.md").read_text("utf-8"))
    assert [int(code) for code in codes] == [
        0, common.PROBLEMS, common.USAGE, common.GAPS, cli.INTERRUPTED
    ]  # fmt: skip


@pytest.mark.parametrize("path", WRITTEN, ids=told)
def test_what_people_are_told_to_type_exists(path: Path) -> None:
    known = dict(manual.commands(cli.main))
    for words in typed(path):
        name = next(
            (n for n in (f"khulasa {' '.join(words[:k])}" for k in (2, 1)) if n in known), None
        )
        if name is None:
            assert words in ([], ["--version"], ["--help"], ["-h"]), f"khulasa {words}"
            continue
        given = {w.partition("=")[0] for w in words if re.match(r"-\w|--\w", w)}
        exist = manual.options(known[name]) | {"-h", "--help"}
        assert given <= exist, f"{name} {words}"


@pytest.mark.parametrize("path", WRITTEN, ids=told)
def test_the_settings_it_shows_are_settings(path: Path) -> None:
    for block in blocks(path, "yaml"):
        shown = yaml.load(block, Loader=_Settings)
        if not isinstance(shown, dict):
            continue
        for plugin in shown.get("plugins", []):
            if isinstance(plugin, dict) and plugin.get("khulasa"):
                settings_from(plugin["khulasa"], ROOT / "mkdocs.yml")


@pytest.mark.parametrize("path", WRITTEN, ids=told)
def test_headings_go_down_a_step_at_a_time(path: Path) -> None:
    levels = [len(marks) for marks in re.findall(r"(?m)^(#+) ", prose(path))]
    assert levels[0] == 1
    assert 1 not in levels[1:]
    assert [b for a, b in pairwise(levels) if b > a + 1] == []


def test_the_tour_shows_each_picture_and_says_what_is_in_it() -> None:
    for lang, folder in manual.MANUAL.items():
        pictures = re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", (folder / "tour.md").read_text("utf-8"))
        shown = {(folder / path).resolve() for _, path in pictures}
        assert shown == {path for path in sizes() if path.stem.endswith(f"-{lang}")}
        assert {path: pixels(path) for path in shown} == {
            path: (int(width * SCALE), int(height * SCALE))
            for path, (width, height) in sizes().items()
            if path in shown
        }
        assert min(len(alt.split()) for alt, _ in pictures) >= 4


def pixels(path: Path) -> tuple[int, int]:
    """Width and height of a WebP, as its chunk VP8X has them (RFC 9649, 2.7)."""
    picture = path.read_bytes()
    assert (picture[:4], picture[8:16]) == (b"RIFF", b"WEBPVP8X")
    width, height = (int.from_bytes(picture[at : at + 3], "little") + 1 for at in (24, 27))
    return width, height


class _Settings(yaml.SafeLoader):
    """YAML as MkDocs reads it, with its tag for the environment."""


_Settings.add_constructor("!ENV", lambda loader, node: None)
