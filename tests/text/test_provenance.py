"""The lines that say who made and who reviewed a translation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.models import Origin
from generator.text.provenance import (
    Review,
    clean_name,
    origin_line,
    parse_origin,
    parse_review,
    review_line,
    seal,
)


@pytest.mark.parametrize(
    ("line", "review"),
    [
        ("reviewed: Layla on 2026-11-22 [3f9a1c2b]", Review("Layla", "2026-11-22", "3f9a1c2b")),
        ("reviewed: ليلى حداد on 2026-11-22", Review("ليلى حداد", "2026-11-22")),
        ("reviewed: Layla", Review("Layla")),
        ("a note\nreviewed: A on B on 2026-11-22\nanother", Review("A on B", "2026-11-22")),
        ("reviewed: ", None),
        ("reviewed by Layla", None),
        ("reviewed: Layla on 2026-02-30", None),
    ],
)
def test_a_review_is_read_from_its_line(line: str, review: Review | None) -> None:
    assert parse_review(line) == review


names = st.text(min_size=1, max_size=40).map(clean_name).filter(bool)


@given(names, st.dates(), st.booleans())
def test_what_is_written_is_read(name: str, day, sealed: bool) -> None:
    review = Review(name, day.isoformat(), seal("title", "a", "b") if sealed else None)
    assert parse_review(review_line(review)) == review


@pytest.mark.parametrize(
    "origin", [Origin("libre"), Origin("a", "b (c)", "2026-11-22"), Origin("a", None, "2026-11-22")]
)
def test_an_origin_is_read_from_its_line(origin: Origin) -> None:
    assert parse_origin(f"a note\n{origin_line(origin)}") == origin


@pytest.mark.parametrize(
    ("given_name", "name"),
    [
        ("Layla Haddad <layla@example.org>", "Layla Haddad"),
        ("  ليلى \n حداد ", "ليلى حداد"),
        ("\u202eevil\x1b[0m", "evil[0m"),
        ("<layla@example.org>", ""),
        ("x" * 500, "x" * 100),
    ],
)
def test_a_name_is_kept_without_what_is_no_name(given_name: str, name: str) -> None:
    assert clean_name(given_name) == name


def test_any_change_breaks_the_seal() -> None:
    seals = {
        seal("title", "a", "b"),
        seal("summary", "a", "b"),
        seal("title", "b", "a"),
        seal("title", "a", "c"),
    }
    assert len(seals) == 4
    assert seal("title", "a", " b\n") == seal("title", "a", "b")
