"""Turn `terms.csv` into terms and back.

RFC 4180 in UTF-8, with or without a byte order mark (which is kept, since spreadsheets need it),
lines ended by LF (CRLF is read too), the columns `arabic,english,accepted,kind,note` in any order.
Several variants in a cell are separated by `|`. The rows keep their order: it is the keeper's, and
a change is a change of one line.

Refused, with the line: what cannot be read without guessing, the same Arabic in two rows, a cell
that a spreadsheet would run as a formula, and conflict markers of git.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from generator.atomic import write_atomically
from generator.config import Settings
from generator.errors import TranslationFileError
from generator.models import Problem, Term, TermKind
from generator.text.terms import folded_forms

FILE_NAME = "terms.csv"
COLUMNS = ("arabic", "english", "accepted", "kind", "note")
_NEEDED = ("arabic", "english", "kind")
_BOM = b"\xef\xbb\xbf"
_ARABIC = re.compile("[\u0620-\u064a\u066e-\u06d3\ufb50-\ufdff\ufe70-\ufefc]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_FORMULA = tuple("=+-@\t\r")
_CONTROL = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
_CONFLICT = re.compile(r"^(?:<{7}|={7}|>{7}|\|{7})(?: |$)", re.MULTILINE)


class Row(NamedTuple):
    """A term and the line it begins on."""

    term: Term
    line: int


def load(path: Path, name: str | None = None) -> tuple[Term, ...]:
    """The terms of the file at `path`; none where there is no file.

    `name` is what messages call it. Raises TranslationFileError with all faults at once.
    """
    name = name or str(path)
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise TranslationFileError(_unreadable(name, error)) from None
    rows, problems = parse(content, name)
    if problems:
        raise TranslationFileError(*problems)
    return tuple(row.term for row in rows)


def of_site(settings: Settings) -> tuple[Term, ...]:
    """The names and terms of the site. Raises TranslationFileError."""
    return load(settings.translations_path / FILE_NAME, f"{settings.translations}/{FILE_NAME}")


def save(path: Path, terms: Iterable[Term], name: str | None = None) -> None:
    """Write `terms` to `path`, whole or not at all, with a byte order mark if it had one.

    Raises TranslationFileError where a term cannot be written so that it is read back the same, or
    the file cannot be written.
    """
    name = name or str(path)
    terms = tuple(terms)
    if problems := [*unsafe(terms, name), *clashes(terms, name)]:
        raise TranslationFileError(*problems)
    try:
        marked = path.exists() and path.read_bytes().startswith(_BOM)
        write_atomically(path, (_BOM if marked else b"") + table(terms).encode("utf-8"))
    except OSError as error:
        raise TranslationFileError(_unreadable(name, error)) from None


def table(terms: Iterable[Term]) -> str:
    """`terms` as the text of a CSV file."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for term in terms:
        accepted = "|".join(term.accepted)
        row = ("|".join(term.arabic), term.english, accepted, term.kind.value, term.note)
        writer.writerow(row)
    return text.getvalue()


def parse(content: bytes, name: str) -> tuple[list[Row], list[Problem]]:
    """The rows of a CSV file and all that is wrong with it; `name` is what messages call it."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return [], [
            Problem(name, "the line is not in UTF-8", action="Save it as UTF-8.", line=line)
        ]
    if conflicts := list(_conflicts(text, name)):
        return [], conflicts
    problems: list[Problem] = []
    rows: list[Row] = []
    columns: dict[str, int] | None = None
    for line, cells in _records(text, name, problems):
        if columns is None:
            columns = _columns(cells, name, line, problems)
            if columns is None:
                return [], problems
        elif row := _row(cells, columns, name, line, problems):
            rows.append(row)
    if columns is None and not problems:
        problems.append(_no_header(name))
    problems += _doubles(rows, name)
    return rows, sorted(problems, key=lambda problem: problem.line or 0)


def unsafe(terms: Iterable[Term], name: str) -> list[Problem]:
    """What keeps `terms` from being written to a CSV file and read back the same."""
    problems = []
    for term in terms:
        cells = (*term.arabic, term.english, *term.accepted, term.note)
        faults = [fault for cell in cells if (fault := _fault(cell))]
        if any("|" in cell for cell in cells[:-1]):
            faults.append("has a | in a name, which separates variants")
        if any(cell != " ".join(cell.split()) for cell in cells) or not all(cells[:-1]):
            faults.append("has an empty name, or spaces where none belong")
        if len({*cells[:-1]}) < len(cells) - 1:
            faults.append("has the same name twice")
        if not all(_ARABIC.search(variant) for variant in term.arabic) or not term.arabic:
            faults.append("has an Arabic name without an Arabic letter")
        if not all(_LATIN.search(form) for form in (term.english, *term.accepted)):
            faults.append("has an English name without a Latin letter")
        problems += [
            Problem(name, f"the term '{term.english}' {fault}", action="Mend the term.")
            for fault in dict.fromkeys(faults)
        ]
    return problems


def clashes(terms: Sequence[Term], name: str) -> list[Problem]:
    """The Arabic that two of `terms` share."""
    return _doubles([Row(term, number) for number, term in enumerate(terms, start=2)], name)


def merged(old: Sequence[Term], new: Iterable[Term]) -> tuple[Term, ...]:
    """`old` in its order with what `new` says of the same Arabic in its place, then the rest.

    A variant counts as the same by its folded spelling. A note that `new` does not have is kept.
    """
    terms = list(old)
    for term in new:
        forms = folded_forms(term).keys()
        at = next((i for i, known in enumerate(terms) if folded_forms(known).keys() & forms), None)
        if at is None:
            terms.append(term)
        else:
            terms[at] = Term(
                term.arabic, term.english, term.kind, term.accepted, term.note or terms[at].note
            )
    return tuple(terms)


def _records(text: str, name: str, problems: list[Problem]) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error:
        action = 'Close the quotation mark that opens the cell; a " inside one is written "".'
        problems.append(Problem(name, "a quoted cell is not closed", action=action, line=line))


def _columns(
    cells: Sequence[str], name: str, line: int, problems: list[Problem]
) -> dict[str, int] | None:
    heads = [cell.strip().casefold() for cell in cells]
    for head in heads:
        if head not in COLUMNS or heads.count(head) > 1:
            twice = "stands twice" if head in COLUMNS else "is not known"
            expected = ",".join(COLUMNS)
            problem = Problem(name, f"the column '{head}' {twice}", expected, "Mend it.", line)
            if problem not in problems:
                problems.append(problem)
    if missing := [head for head in _NEEDED if head not in heads]:
        found = f"the first line has no column {' and no column '.join(missing)}"
        problems.append(Problem(name, found, ",".join(COLUMNS), "Add it.", line))
    return None if problems else {head: at for at, head in enumerate(heads)}


def _row(
    cells: Sequence[str],
    columns: dict[str, int],
    name: str,
    line: int,
    problems: list[Problem],
) -> Row | None:
    def wrong(found: str, expected: str = "", action: str = "Mend the line.") -> None:
        faults.append(Problem(name, found, expected, action, line))

    faults: list[Problem] = []
    if len(cells) > len(columns):
        wrong(
            f"the line has {len(cells)} cells",
            f"{len(columns)}",
            'Put a cell that has a comma into quotation marks: "Gaza, City".',
        )
    raw = {head: cells[at].strip(" ") if at < len(cells) else "" for head, at in columns.items()}
    for head, cell in raw.items():
        if fault := _fault(cell):
            wrong(f"the cell '{head}' {fault}")
    found = {head: " ".join(cell.split()) for head, cell in raw.items()}
    arabic = _variants(found["arabic"])
    english, kind = found["english"], found["kind"].casefold()
    accepted = tuple(form for form in _variants(found.get("accepted", "")) if form != english)
    if not arabic:
        wrong("the line has no Arabic")
    for variant in arabic:
        if not _ARABIC.search(variant):
            wrong(f"'{variant}' under 'arabic' has no Arabic letter")
    if not english:
        wrong("the line has no English")
    for form in filter(None, (english, *accepted)):
        if not _LATIN.search(form):
            wrong(f"'{form}' has no Latin letter", "English under 'english' and 'accepted'")
        elif "|" in form:
            wrong(f"'{form}' has a |", "one form under 'english'", "Move others to 'accepted'.")
    kinds = [*TermKind]
    if kind not in kinds:
        wrong(f"the kind is '{kind}'", " or ".join(kinds))
    problems += faults
    if faults:
        return None
    return Row(Term(arabic, english, TermKind(kind), accepted, found.get("note", "")), line)


def _variants(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, dict.fromkeys(variant.strip() for variant in cell.split("|"))))


def _fault(cell: str) -> str | None:
    if cell.startswith(_FORMULA):
        return f"begins with {cell[0]!r}, so that a spreadsheet would run it as a formula"
    if found := _CONTROL.search(cell):
        return f"has a control character (U+{ord(found[0]):04X})"
    return None


def _doubles(rows: Iterable[Row], name: str) -> list[Problem]:
    seen: dict[tuple[str, ...], Row] = {}
    problems = []
    for row in rows:
        for form, variant in folded_forms(row.term).items():
            first = seen.setdefault(form, row)
            if first is not row:
                problems.append(_double(variant, first, row, name))
    return problems


def _double(variant: str, first: Row, row: Row, name: str) -> Problem:
    found = (
        f"{variant} is '{row.term.english}' here and '{first.term.english}' in line {first.line}"
    )
    action = "Keep one; for two who share a name write out what tells them apart."
    return Problem(name, found, "each Arabic name once, in any spelling", action, row.line)


def _conflicts(text: str, name: str) -> Iterator[Problem]:
    for mark in _CONFLICT.finditer(text):
        line = text.count("\n", 0, mark.start()) + 1
        action = "Choose between the two versions and delete the markers."
        yield Problem(name, "a conflict of git is not settled", action=action, line=line)


def _no_header(name: str) -> Problem:
    return Problem(name, "the file is empty", ",".join(COLUMNS), "Write the first line.", 1)


def _unreadable(name: str, error: OSError) -> Problem:
    return Problem(name, f"{error.strerror or error}", action="Check the file and its folder.")
