"""What changed between two versions of a sentence."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from generator.text.changes import word_changes

BEFORE = "فتحت الحديقة بابها بعد إغلاق دام 3 أشهر"
AFTER = "فتحت الحديقة بابها الشرقي بعد إغلاق دام 4 أشهر"


def test_words_that_changed_are_told_from_those_that_stayed() -> None:
    changed = [(kind, text.strip()) for kind, text in word_changes(BEFORE, AFTER) if kind != "same"]
    assert changed == [("added", "الشرقي"), ("removed", "3"), ("added", "4")]


def test_a_text_that_did_not_change_is_one_stretch() -> None:
    assert list(word_changes(BEFORE, BEFORE)) == [("same", BEFORE)]
    assert list(word_changes("", "")) == []


@given(st.lists(st.sampled_from("abcd")), st.lists(st.sampled_from("abcd")))
def test_both_versions_can_be_read_from_the_changes(old: list[str], new: list[str]) -> None:
    changes = list(word_changes(" ".join(old), " ".join(new)))
    before = "".join(f"{text} " for kind, text in changes if kind != "added")
    after = "".join(f"{text} " for kind, text in changes if kind != "removed")
    assert (before.split(), after.split()) == (old, new)
