"""The README and the code say the same: commands, what to type, quoted words, modules, links."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest
from manual import commands, options

from generator import cli, readers
from generator.renderers.labels import labels
from generator.summarizers import summarize
from generator.text.segments import article_sentences

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


def shell_lines() -> Iterator[str]:
    """What the README tells people to type, in blocks and in running text."""
    for block in re.findall(r"(?ms)^ *```sh\n(.*?)^ *```$", README):
        yield from (line.partition("#")[0].strip() for line in block.splitlines())
    yield from re.findall(r"`((?:khulasa|make|mkdocs) [^`]+)`", README)
    yield from re.findall(r"<code>(.+?)</code>", README)


def test_each_command_is_in_the_readme() -> None:
    told = {" ".join(re.findall(r"\b[a-z]+", name)) for name in rows("Commands")}
    assert told == {name for name, _ in commands(cli.main)}


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
        page = (ROOT / file).read_text("utf-8") if file.endswith(".md") else ""
        named = f"{{: #{heading} }}" in page
        assert not heading or named or section(heading.replace("-", " ").capitalize())


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
