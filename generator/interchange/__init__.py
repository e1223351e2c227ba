"""Turn translations into files that other tools read (TMX, XLIFF, CSV), and such files back.

| format | module | what for |
|---|---|---|
| TMX 1.4b | `tmx` | translation memories of CAT tools; holds the translations that there are |
| XLIFF 1.2 | `xliff` | work to be done in a CAT tool, with its states |
| CSV (RFC 4180) | `tables` | a spreadsheet |

A module has `write(units) -> bytes` and `read(data, name) -> list[Incoming]`. Both are pure. A file
from elsewhere is untrusted: XML that defines entities, and files of more than
`units.LARGEST` bytes, are refused; a name of a reviewer is believed only for the English that was
reviewed (see `text.provenance`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePath

from generator.interchange import tables, tmx, xliff
from generator.interchange.units import Incoming, Unit

__all__ = ["FORMATS", "Format", "Incoming", "Unit", "format_of"]


@dataclass(frozen=True, slots=True)
class Format:
    """A file format, its two directions, and the ends of its files' names, the usual one first."""

    name: str
    suffixes: tuple[str, ...]
    write: Callable[[Iterable[Unit]], bytes]
    read: Callable[[bytes, str], list[Incoming]]


FORMATS: Mapping[str, Format] = {
    "tmx": Format("TMX", (".tmx",), tmx.write, tmx.read),
    "xliff": Format("XLIFF", (".xlf", ".xliff"), xliff.write, xliff.read),
    "csv": Format("CSV", (".csv",), tables.write, tables.read),
}


def format_of(name: str) -> Format | None:
    """The format of a file by the end of its name."""
    suffix = PurePath(name).suffix.lower()
    return next((format_ for format_ in FORMATS.values() if suffix in format_.suffixes), None)
