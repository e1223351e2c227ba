"""The words that people see: each once, and in both languages."""

from __future__ import annotations

from pathlib import Path

import yaml

from generator import renderers

FILE = Path(renderers.__file__).with_name("labels.yml")


def keys(node: yaml.MappingNode) -> list[str]:
    return [key.value for key, _ in node.value]


def test_each_label_is_written_once_and_in_both_languages() -> None:
    document = yaml.compose(FILE.read_text("utf-8"))
    assert isinstance(document, yaml.MappingNode)
    languages = {key.value: keys(value) for key, value in document.value}
    for names in languages.values():
        assert len(names) == len(set(names)), sorted(n for n in names if names.count(n) > 1)
    assert set(languages["ar"]) == set(languages["en"])
