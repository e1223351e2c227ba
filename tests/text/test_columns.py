"""Cells of a table in a terminal."""

from __future__ import annotations

import pytest

from generator.text.columns import apart, ljust, printable, width


@pytest.mark.parametrize(
    ("text", "columns"),
    [("abc", 3), ("مُرّاً", 3), ("é", 1), ("e\u0301", 1), ("漢字", 4), ("a\u200eb", 2), ("", 0)],
)
def test_width_is_that_of_a_terminal(text: str, columns: int) -> None:
    assert width(text) == columns
    assert width(ljust(text, 7)) == 7


def test_what_is_printed_cannot_steer_the_terminal() -> None:
    assert printable("a\x1b[2Jb\u202ec\x9bd\r\ne\x07") == "a[2Jbcd e"


def test_arabic_beside_arabic_keeps_its_place() -> None:
    assert apart("خبز") == "خبز\u200e"
    assert apart("bread") == "bread"
