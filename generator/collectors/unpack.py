"""Turn a capture into what it holds: one page, or the entries of a feed or an archive.

`KINDS` names the module for each suffix; it is imported when the first capture of that kind is
unpacked. Each has one function, `unpack(capture) -> Iterator[Find | Problem]`: finds in the order
of the container, and in between what is wrong with a part of it, which says nothing about the
others. A container that holds nothing to be read is refused with a `SourceError`, raised at the
first step of the iterator; one that breaks off is a `Problem` behind what could be read of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Final, Protocol, cast

from generator.collectors import Find
from generator.errors import SourceError
from generator.models import Capture, Problem

KINDS: Final = {
    ".txt": "generator.collectors.single",
    ".md": "generator.collectors.single",
    ".html": "generator.collectors.single",
    ".htm": "generator.collectors.single",
    ".xhtml": "generator.collectors.single",
    ".xml": "generator.collectors.xml_documents",
    ".rss": "generator.collectors.xml_documents",
    ".atom": "generator.collectors.xml_documents",
    ".rdf": "generator.collectors.xml_documents",
    ".json": "generator.collectors.json_documents",
    ".jsonld": "generator.collectors.json_documents",
    ".mhtml": "generator.collectors.mhtml",
    ".mht": "generator.collectors.mhtml",
    ".warc": "generator.collectors.warc",
    ".warc.gz": "generator.collectors.warc",
    ".wacz": "generator.collectors.wacz",
}
"""The module that opens captures of each suffix."""


class Kind(Protocol):
    """What a module of `KINDS` holds."""

    def unpack(self, capture: Capture) -> Iterator[Find | Problem]:
        """What is in `capture`. Raises SourceError."""


def unpack(capture: Capture) -> Iterator[Find | Problem]:
    """What is in `capture`, in its order, and what is wrong with parts of it.

    Raises SourceError, at the first step, where it is of no known kind or holds nothing to read.
    """
    module = KINDS.get(capture.suffix.lower())
    if module is None:
        found = (
            f"nothing here reads {capture.suffix} files"
            if capture.suffix
            else "its kind is unknown"
        )
        raise SourceError(
            Problem(capture.name, found, ", ".join(KINDS),
                    "Save it as one of these, or its text as a .txt file.")
        )  # fmt: skip
    yield from cast(Kind, import_module(module)).unpack(capture)


def suffix_of(name: str) -> str:
    """The suffix of a path or an address in lower case, the double one of ".warc.gz" whole."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1].lower()
    if last.endswith(".warc.gz"):
        return ".warc.gz"
    dot = last.rfind(".")
    return last[dot:] if dot > 0 else ""
