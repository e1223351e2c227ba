"""Turn translations into a table for a spreadsheet, CSV (RFC 4180), and such tables back.

UTF-8 with the byte order mark without which spreadsheets take it for another encoding; no cell is
one that a spreadsheet would run (see `text.cells`). The columns
`source`, `target` and `context` are also those of translate-toolkit and Weblate. The context
"written" is that of English which a model wrote from the Arabic, and which is no translation of it.
English is approved where `status` is "reviewed".
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from generator.interchange.units import Incoming, Unit, check_size, refused
from generator.models import Status
from generator.text.cells import guarded, unguarded
from generator.text.provenance import clean_name, origin_line, parse_origin

COLUMNS = (
    *("slug", "context", "sentences", "source", "target"),
    *("status", "origin", "reviewer", "reviewed", "previous"),
)
_NEEDED = ("source", "target")


def write(units: Iterable[Unit]) -> bytes:
    """The table, a row a unit."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n", quoting=csv.QUOTE_MINIMAL)
    writer.writerow(COLUMNS)
    for unit in units:
        writer.writerow([guarded(cell) for cell in _cells(unit)])
    return out.getvalue().encode("utf-8-sig", "replace")


def _cells(unit: Unit) -> tuple[str, ...]:
    english = unit.translation
    segment = english.segment
    return (
        unit.slug,
        segment.context,
        " ".join(segment.sources),
        segment.text,
        english.text,
        english.status.value,
        origin_line(english.origin) if english.origin else "",
        english.reviewer or "",
        english.reviewed or "",
        english.previous or "",
    )


def read(data: bytes, name: str) -> list[Incoming]:
    """The rows of the table; columns it does not know are passed over. Raises InterchangeError."""
    check_size(data, name)
    return list(_incoming(_decoded(data, name), name))


def _decoded(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        action = "Save it as CSV UTF-8; nothing was imported."
        raise refused(name, line, "bytes that are no UTF-8", "UTF-8", action) from None


def _incoming(text: str, name: str) -> Iterator[Incoming]:
    rows = _rows(text, name)
    _, header = next(rows, (1, []))
    columns = [column.strip().lower() for column in header]
    if lacking := [column for column in _NEEDED if column not in columns]:
        found = f"no column {' and no column '.join(lacking)}"
        raise refused(name, 1, found, f"the columns {', '.join(COLUMNS)}")
    for line, row in rows:
        if not any(row):
            continue
        if len(row) != len(columns):
            found = f"a row of {len(row)} cells"
            raise refused(name, line, found, f"{len(columns)} as in the first row")
        cells = {column: unguarded(cell) for column, cell in zip(columns, row, strict=True)}
        yield _unit(cells, line, name)


def _unit(cells: dict[str, str], line: int, name: str) -> Incoming:
    status = cells.get("status", "").strip().lower()
    if status and status not in list(Status):
        expected = ", ".join(Status)
        raise refused(name, line, f"the status '{status[:40]}'", expected)
    approved = status == Status.REVIEWED
    return Incoming(
        line=line,
        arabic=cells["source"],
        english=cells["target"],
        slug=cells.get("slug") or None,
        context=cells.get("context") or None,
        approved=approved,
        origin=parse_origin(cells.get("origin", "")),
        reviewer=clean_name(cells.get("reviewer", "")) or None if approved else None,
        reviewed=_day(cells.get("reviewed", ""), line, name) if approved else None,
    )


def _day(text: str, line: int, name: str) -> str | None:
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip()).isoformat()
    except ValueError:
        raise refused(name, line, f"the day '{text[:40]}'", "a day such as 2026-11-22") from None


def _rows(text: str, name: str) -> Iterator[tuple[int, Sequence[str]]]:
    """Each row with the line on which it begins. Spreadsheets may write ; or a tab for a comma."""
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for row in reader:
            yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        raise refused(name, line, f"no CSV as in RFC 4180: {error}", "such CSV") from None
