"""The termbase as a CSV file: read, refused with all its faults, written back the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polib
import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from generator.errors import TranslationFileError
from generator.models import Term, TermKind
from generator.termbase import clashes, load, merged, parse, parse_tbx, save, table, tbx, unsafe
from generator.text.terms import TermIndex, enforce

ROOT = Path(__file__).resolve().parents[2]
FAULTS: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("faults.yml").read_text("utf-8")
)
EGYPT = Term(("مصر", "جمهورية مصر"), "Egypt", TermKind.PLACE, ("Misr",), "A note, with a comma.")
IRAQ = Term(("العراق",), "Iraq", TermKind.PLACE)
HEAD = "arabic,english,accepted,kind,note\n"


@pytest.mark.parametrize("case", FAULTS, ids=lambda case: case["name"])
def test_a_fault_is_told_with_its_line(case: dict[str, Any]) -> None:
    _, problems = parse(case["file"].encode(), "terms.csv")
    assert len(problems) == len(case["told"])
    for problem, told in zip(problems, case["told"], strict=True):
        assert str(problem).startswith(f"terms.csv:{told}")
        assert problem.action


def test_a_row_is_a_term(tmp_path: Path) -> None:
    file = tmp_path / "terms.csv"
    row = 'مصر|جمهورية مصر,Egypt,Misr,place,"A note, with a comma."\n'
    file.write_text(f"{HEAD}{row}العراق,Iraq,,place,\n", "utf-8")
    assert load(file) == (EGYPT, IRAQ)


def test_there_are_no_terms_without_a_file(tmp_path: Path) -> None:
    assert load(tmp_path / "terms.csv") == ()


def test_what_a_spreadsheet_makes_of_the_file_is_read_the_same(tmp_path: Path) -> None:
    file = tmp_path / "terms.csv"
    text = 'kind,english,arabic\r\n"place","Iraq","العراق"\r\n,,\r\n\r\n PLACE , Egypt , مصر | مصر |\r\n'
    file.write_bytes(text.encode("utf-8-sig"))
    assert load(file) == (IRAQ, Term(("مصر",), "Egypt", TermKind.PLACE))


def test_a_byte_order_mark_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "terms.csv"
    file.write_bytes(table([IRAQ]).encode("utf-8-sig"))
    save(file, [IRAQ, EGYPT])
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    assert load(file) == (IRAQ, EGYPT)


def test_a_file_that_is_not_in_utf_8_is_told(tmp_path: Path) -> None:
    file = tmp_path / "terms.csv"
    file.write_bytes(HEAD.encode() + "مصر,Egypt,,place,\n".encode("cp1256"))
    with pytest.raises(
        TranslationFileError, match=r"terms\.csv:2: the line is not in UTF-8. Save it"
    ):
        load(file, "translations/terms.csv")


def test_nothing_is_written_that_would_not_be_read_back(tmp_path: Path) -> None:
    file = tmp_path / "terms.csv"
    save(file, [IRAQ])
    before = file.read_bytes()
    other_egypt = Term(("مصـر",), "Misr", TermKind.PLACE)
    formula = Term(("العراق",), "=Iraq", TermKind.PLACE)
    piped = Term(("العراق",), "Iraq", TermKind.PLACE, ("a|b",))
    for wrong in ([EGYPT, other_egypt], [formula], [piped]):
        with pytest.raises(TranslationFileError):
            save(file, wrong)
    assert file.read_bytes() == before


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "translations").write_text("a file, not a folder", "utf-8")
    with pytest.raises(TranslationFileError, match=r"terms\.csv: "):
        save(tmp_path / "translations" / "terms.csv", [IRAQ])


def test_new_terms_take_the_place_of_old_ones_and_lose_no_note() -> None:
    new = Term(("جمهورية مصر", "مصر"), "Arab Republic of Egypt", TermKind.PLACE)
    jordan = Term(("الأردن",), "Jordan", TermKind.PLACE)
    after = merged([EGYPT, IRAQ], [jordan, new])
    assert [term.english for term in after] == ["Arab Republic of Egypt", "Iraq", "Jordan"]
    assert after[0].note == EGYPT.note


def one_line(text: str) -> str:
    return " ".join(text.split())


arabic_names = st.builds("ا{}".format, st.text("ابتجحمنيةىأئ \u064e-12(,", max_size=12))
english_names = st.builds("E{}".format, st.text("abcXYZé '-,.\"12;&<", max_size=12))
terms_lists = st.lists(
    st.builds(
        Term,
        st.lists(arabic_names.map(one_line), min_size=1, max_size=3, unique=True).map(tuple),
        st.builds("A{}".format, english_names.map(one_line)),
        st.sampled_from(TermKind),
        st.lists(english_names.map(one_line), max_size=3, unique=True).map(tuple),
        st.text("abcمصر ,\"&<>é'", max_size=20).map(one_line),
    ),
    max_size=3,
)


@given(terms_lists)
def test_terms_come_back_as_they_were_from_csv_and_from_tbx(terms: list[Term]) -> None:
    assume(not unsafe(terms, "t") and not clashes(terms, "t"))
    written = table(terms)
    rows, problems = parse(written.encode(), "t")
    assert problems == []
    assert [row.term for row in rows] == terms
    assert table(row.term for row in rows) == written
    assert parse_tbx(tbx(terms), "t") == (terms, [])


@given(
    st.one_of(
        st.binary(max_size=200),
        st.text(max_size=200).map(str.encode),
        st.text('ab,"\nمص|', max_size=60).map(lambda s: (HEAD + s).encode()),
    )
)
def test_no_file_breaks_the_reader(content: bytes) -> None:
    rows, problems = parse(content, "t")
    assert all(problem.line for problem in problems)
    if not problems:
        assert unsafe([row.term for row in rows], "t") == []


def test_the_project_s_own_termbase_is_sound_and_written_as_we_write_it() -> None:
    file = ROOT / "translations" / "terms.csv"
    terms = load(file)
    assert len(terms) >= 20
    assert file.read_text("utf-8") == table(terms)


def test_the_english_of_the_samples_says_what_the_termbase_says() -> None:
    index = TermIndex(load(ROOT / "translations" / "terms.csv"))
    checked = 0
    for file in sorted((ROOT / "translations").glob("*.po")):
        for entry in polib.pofile(str(file)):
            if entry.msgstr:
                done = enforce(entry.msgid, entry.msgstr, index)
                assert (done.replaced, done.missing) == ((), ()), entry.msgid
                checked += 1
    assert checked > 40
