"""One line that every format can hold; an instant for what is known of a date."""

from __future__ import annotations

import datetime as dt
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.text.cells import guarded, unguarded
from generator.text.instants import at_least, instant, rfc3339
from generator.text.plain import plain


@given(st.text(st.characters(codec=None), max_size=60))
def test_any_text_becomes_one_line_that_xml_can_hold(text: str) -> None:
    element = ElementTree.Element("x")
    element.text = plain(text)
    written = ElementTree.tostring(element, encoding="utf-8")
    assert (ElementTree.fromstring(written).text or "") == plain(text)
    assert plain(text) == plain(plain(text)) == " ".join(plain(text).splitlines())


def test_what_would_reorder_the_text_behind_it_is_gone() -> None:
    assert plain("\u202eا\u2067 \x00ب\r\n\u200fج\ufffe") == "ا ب \u200fج"


@pytest.mark.parametrize(
    ("iso", "when"),
    [
        ("2016-10-25", "2016-10-25T12:00:00Z"),
        ("2016-10-25T14:35", "2016-10-25T14:35:00Z"),
        ("2016-10-25T14:35:09+03:00", "2016-10-25T14:35:00+03:00"),
        ("2016-10-25T14:35-0330", "2016-10-25T14:35:00-03:30"),
        ("2016-10-25T14", "2016-10-25T14:00:00Z"),
        ("2016-10", None),
        ("2016", None),
    ],
)
def test_an_instant_is_no_more_precise_than_the_date(iso: str, when: str | None) -> None:
    found = instant(iso)
    assert (found and rfc3339(found)) == when


def test_where_one_must_be_given_it_is_the_first_that_can_be_meant() -> None:
    assert at_least("2016") == dt.datetime(2016, 1, 1, 12, tzinfo=dt.UTC)
    assert at_least("2016-10") == dt.datetime(2016, 10, 1, 12, tzinfo=dt.UTC)


@given(st.text(max_size=20))
def test_a_guarded_cell_comes_back(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert guarded(text)[:1] not in tuple("=+-@|%")
