"""Turn a page saved as one file (.mhtml, .mht) into a find with its HTML.

Refuses a message that holds no page.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.collectors import Find
from generator.errors import SourceError
from generator.models import Capture, Problem
from generator.text.mhtml import read_mhtml


def unpack(capture: Capture) -> Iterator[Find | Problem]:
    """The page, with where and when it was saved. Raises SourceError."""
    try:
        page = read_mhtml(capture.data)
    except ValueError as error:
        raise SourceError(
            Problem(capture.name, str(error), "a page that a browser saved as one file",
                    "Save the page again, as one file or as HTML.")
        ) from None  # fmt: skip
    yield Find(capture, capture.name, ".html", page.html, page.charset, page.facts)
