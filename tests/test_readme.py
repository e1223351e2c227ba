"""The README and the code say the same: commands, settings, providers, facts, statuses, modules."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from dataclasses import MISSING, fields
from pathlib import Path

import click
import pytest
from manual import can_be_set, commands, provider_fields

from generator import cli, readers
from generator.cli import common
from generator.config import Settings
from generator.models import Status
from generator.readers.facts import KEYS
from generator.renderers.labels import labels
from generator.summarizers import summarize
from generator.text.segments import article_sentences
from generator.translators import PROVIDERS
from generator.translators.options import is_option

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def section(title: str) -> str:
    """What stands below a heading, up to the next heading of any level outside code."""
    text = re.sub(r"(?ms)^ *```.*?^ *```$", lambda m: m[0].replace("\n#", "\n #"), README)
    found = re.search(rf"(?ms)^#+ {re.escape(title)}\n(.*?)(?=^#+ |\Z)", text)
    assert found, f"the README has no section '{title}'"
    return found[1]


def rows(title: str) -> dict[str, list[str]]:
    """The table of a section: the cells of each row, by the name that its first cell holds."""
    lines = [line for line in section(title).splitlines() if re.match(r"\| (?!-)", line)]
    cells = [[c.strip() for c in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]
    return {plain(first): rest for first, *rest in cells if first.startswith(("`", "*"))}


def plain(cell: str) -> str:
    return re.split(r"[`*]", cell)[1]


def names(cell: str) -> set[str]:
    """What a cell holds in code marks."""
    return set(re.findall(r"`([^`]+)`", cell))


def options(command: click.Command) -> set[str]:
    """The options of a command, but for those that all have."""
    given = [p for p in command.params if isinstance(p, click.Option)]
    return {name for option in given for name in (*option.opts, *option.secondary_opts)}


def shell_lines() -> Iterator[str]:
    """What the README tells people to type, in blocks and in running text."""
    for block in re.findall(r"(?ms)^ *```sh\n(.*?)^ *```$", README):
        yield from (line.partition("#")[0].strip() for line in block.splitlines())
    yield from re.findall(r"`((?:khulasa|make|mkdocs) [^`]+)`", README)
    yield from re.findall(r"<code>(.+?)</code>", README)


def test_each_command_is_in_the_readme_with_exactly_its_options() -> None:
    told = {
        " ".join(re.findall(r"\b[a-z]+", name)): names(cells[1])
        for name, cells in rows("Commands").items()
    }
    assert told == {name: options(command) for name, command in commands(cli.main)}


def test_what_the_readme_tells_people_to_type_exists() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    known = {
        "khulasa": {*cli.COMMANDS, "--version"},
        "make": set(re.findall(r"(?m)^([a-z-]+):.*## ", makefile)),
        "mkdocs": {"build", "serve", "gh-deploy"},
    }
    typed = [line.split() for line in shell_lines() if line.split()[:1] in [[p] for p in known]]
    assert {words[0] for words in typed} == known.keys()
    assert [words for words in typed if words[1] not in known[words[0]]] == []
    for program, command, *rest in typed:
        if program == "khulasa" and command in cli.COMMANDS:
            known_options = {
                option
                for name, one in commands(cli.main)
                if name.split()[1] == command
                for option in options(one)
            }
            given = {word for word in rest if word.startswith("-") and word != "-"}
            assert given <= known_options, f"khulasa {command} {rest}"


def test_the_exit_codes_are_in_the_readme() -> None:
    told = {int(code) for code in re.findall(r"(?m)^\| (\d+) \|", section("Commands"))}
    assert told == {0, common.PROBLEMS, common.USAGE, common.GAPS, cli.INTERRUPTED}


def test_each_setting_is_in_the_readme_with_its_default() -> None:
    defaults = {f.name: f.default for f in fields(Settings) if can_be_set(f.name)}
    told = {name: cells[0].strip("`") for name, cells in rows("Settings").items()}
    assert told == {name: as_written(value) for name, value in defaults.items()}


def as_written(value: object) -> str:
    """A setting's value as mkdocs.yml has it."""
    return str(value).lower() if isinstance(value, bool) else str(value or "none")


def test_each_provider_is_in_the_readme_with_its_options_and_keys() -> None:
    told = {name: cells[:2] for name, cells in rows("Translation providers").items()}
    assert told.keys() == PROVIDERS.keys()
    for provider, (given, key) in told.items():
        declared = provider_fields(provider)
        variables = {f.metadata["variable"] for f in declared if "variable" in f.metadata}
        assert names(key) == variables
        assert names(given) == {f.name for f in declared if is_option(f)}


def test_an_option_without_a_default_is_named_as_such() -> None:
    for provider, cells in rows("Translation providers").items():
        needed = {
            f.name
            for f in provider_fields(provider)
            if f.default is MISSING and f.default_factory is MISSING
        }
        assert set(re.findall(r"`(\w+)` has no default", cells[2])) == needed


def test_each_fact_that_a_head_may_hold_is_in_the_readme() -> None:
    assert sorted(rows("Facts in the head")) == sorted(KEYS)


def test_each_status_is_in_the_readme() -> None:
    assert list(rows("How memory and review work")) == [str(status) for status in Status]


def test_what_the_pages_say_is_quoted_as_they_say_it() -> None:
    words = labels("en")
    quoted = set(re.findall(r"\*([A-Z][^*]+)\*", README))
    assert quoted == {words["pending"], words["statuses"]["reviewed"], words["statuses"]["machine"]}


def test_the_reading_order_passes_by_every_part_of_the_package() -> None:
    package = ROOT / "generator"
    parts = {path for path in package.glob("*") if path.suffix == ".py" or path.is_dir()}
    linked = {ROOT / target for target in re.findall(r"\((generator/[^)]+)\)", README)}
    seen = linked | {path.parent for path in linked if path.parent != package}
    unseen = {path.name for path in parts - seen if any(path.glob("*.py")) or path.is_file()}
    assert unseen == set(), "add them to 'How it works'"


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_links_to_files_and_headings_lead_somewhere(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    for target in re.findall(r"\]\((?!https?:)([^)]+)\)", text):
        file, _, heading = target.partition("#")
        assert (ROOT / (file or name)).is_file(), target
        assert not heading or section(heading.replace("-", " ").capitalize())


def test_the_first_article_of_the_readme_is_one(tmp_path: Path) -> None:
    block = re.search(
        r"(?ms)^( *)```text\n(.*?)^ *```$", section("An article of your own in five minutes")
    )
    assert block
    path = tmp_path / "mine.txt"
    path.write_text(textwrap.dedent(block[2]), encoding="utf-8")
    article = readers.read(path, tmp_path)
    assert (article.slug, article.published, article.topics) == (
        "mine",
        "2026-02-14",
        ("الدراجات",),
    )
    assert [block.kind for block in article.blocks] == ["paragraph", "paragraph"]
    assert article.dropped == ()
    assert len(summarize(article, article_sentences(article.blocks), 4).segments) == 4


def test_the_changelog_has_a_place_for_what_is_to_come() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    versions = re.findall(r"(?m)^## (.+)$", changelog)
    assert versions[0] == "[Unreleased]"
    assert all(re.fullmatch(r"\[\d+\.\d+\.\d+\] - \d{4}-\d\d-\d\d", v) for v in versions[1:])
