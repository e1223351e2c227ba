"""Turn the termbase, `translations/terms.csv`, into terms and back, and other formats into it.

    table      the CSV that people edit
    tbx        TermBase eXchange, for translation tools
    suggest    articles into names that the termbase lacks

Refuses a file with a fault, and tells all its faults at once, each with its line: a name half read
is a name wrong on every page. What is done with the terms is in `generator.text.terms`.
"""

from generator.termbase.suggest import Candidate, Place, suggest
from generator.termbase.table import (
    FILE_NAME,
    Row,
    clashes,
    load,
    merged,
    of_site,
    parse,
    save,
    table,
    unsafe,
)
from generator.termbase.tbx import parse_tbx, tbx

__all__ = [
    "FILE_NAME",
    "Candidate",
    "Place",
    "Row",
    "clashes",
    "load",
    "merged",
    "of_site",
    "parse",
    "parse_tbx",
    "save",
    "suggest",
    "table",
    "tbx",
    "unsafe",
]
