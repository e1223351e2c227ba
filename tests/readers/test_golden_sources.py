"""Each case in `golden/` is a source and what must be read from it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.models import Article
from generator.readers import read

GOLDEN = Path(__file__).parent / "golden"
CASES = [
    pytest.param(case, id=f"{path.stem}: {case['name']}")
    for path in sorted(GOLDEN.glob("*.yml"))
    for case in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
]
NOTHING = {"null": None}


@pytest.mark.parametrize("case", CASES)
def test_a_source_is_read_as_expected(case: dict[str, Any], tmp_path: Path) -> None:
    source = (tmp_path / "source").with_suffix(case.get("suffix", ".txt"))
    source.write_text(case["text"], encoding="utf-8")
    if "sidecar" in case:
        source.with_suffix(".yml").write_text(case["sidecar"], encoding="utf-8")

    article = read(source, tmp_path)

    for part, expected in case["expected"].items():
        assert found(article, part, expected) == known(expected), part


def found(article: Article, part: str, expected: Any) -> Any:
    """The part of `article` in the form in which the golden cases write it."""
    if part == "blocks":
        return [{str(block.kind): block.text} for block in article.blocks]
    if part == "lines":
        return [str(block.line) for block in article.blocks]
    if part == "dropped":
        return [[line.text, line.reason] for line in article.dropped]
    if part == "comments":
        assert len(article.comments) == len(expected)
        return [
            {name: getattr(comment, name) for name in said}
            for comment, said in zip(article.comments, expected, strict=True)
        ]
    value = getattr(article, part)
    return list(value) if isinstance(value, tuple) else str(value) if value is not None else None


def known(expected: Any) -> Any:
    """`expected` with YAML's null, which its base loader leaves a word, as None."""
    if isinstance(expected, list):
        return [known(item) for item in expected]
    if isinstance(expected, dict):
        return {name: known(value) for name, value in expected.items()}
    return NOTHING.get(expected, expected)
