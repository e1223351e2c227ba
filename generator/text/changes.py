"""Turn two versions of a text into what changed between them, word by word."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

_WORDS = re.compile(r"\S+\s*")


class Stretch(NamedTuple):
    """Words that are in both versions, only in the old one, or only in the new one."""

    kind: Literal["same", "removed", "added"]
    text: str


def word_changes(old: str, new: str) -> Iterator[Stretch]:
    """The words of both versions in order; what was removed stands before what took its place.

    Joined, the stretches that were not added give `old` back, and those not removed give `new`.
    """
    before, after = _WORDS.findall(old.strip()), _WORDS.findall(new.strip())
    matcher = difflib.SequenceMatcher(
        None, [word.strip() for word in before], [word.strip() for word in after], autojunk=False
    )
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
            yield Stretch("same", "".join(after[new_start:new_end]))
            continue
        if end > start:
            yield Stretch("removed", "".join(before[start:end]))
        if new_end > new_start:
            yield Stretch("added", "".join(after[new_start:new_end]))
