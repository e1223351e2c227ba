"""Turn a problem into a line that GitHub Actions shows beside the line of code it is about.

The form is `::error file=...,line=...,title=...::message` (GitHub's "workflow commands"). What
would end a property, or begin another command, is escaped: texts of articles are untrusted.
"""

from __future__ import annotations

from typing import Literal

from generator.models import Problem

Level = Literal["error", "warning", "notice"]

_MESSAGE = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = _MESSAGE | str.maketrans({":": "%3A", ",": "%2C"})


def annotation(problem: Problem, level: Level = "error", title: str = "") -> str:
    """The workflow command that says `problem` at its place; `title` stands above it."""
    place = {"file": problem.path, "line": problem.line, "title": title}
    given = [f"{key}={_escaped(value)}" for key, value in place.items() if value]
    expected = f" (expected {problem.expected})" if problem.expected else ""
    action = f" {problem.action}" if problem.action else ""
    message = f"{problem.found}{expected}.{action}".translate(_MESSAGE)
    return f"::{level} {','.join(given)}::{message}"


def _escaped(value: str | int) -> str:
    return str(value).translate(_PROPERTY)
