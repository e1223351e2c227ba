"""Turn `search_words.txt` into its parts, and say which tables the search follows.

The tables go to the browser with the index, so that both twins follow the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Rules:
    """The tables that both twins follow, in the form of `spelled`, less hamza."""

    whole: frozenset[str]
    kept: frozenset[str]
    feminine: frozenset[str]
    stop: frozenset[str]
    same: dict[str, str]
    english: dict[str, str]
    plain: frozenset[str]
    adjectives: frozenset[str]
    single: frozenset[str]


def parts() -> dict[str, list[str]]:
    """The lines of each part of `search_words.txt`, without comments."""
    found: dict[str, list[str]] = {}
    text = files("generator.text").joinpath("search_words.txt").read_text("utf-8")
    for line in text.splitlines():
        if line.startswith("["):
            part = found.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            part.append(line)
    return found
