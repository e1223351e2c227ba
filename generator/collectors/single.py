"""Turn a file that is one document into the one find that it is, unchanged. Refuses nothing."""

from __future__ import annotations

from collections.abc import Iterator

from generator.collectors import Find
from generator.models import Capture, Problem


def unpack(capture: Capture) -> Iterator[Find | Problem]:
    """The document itself."""
    suffix = ".html" if capture.suffix.lower() == ".xhtml" else capture.suffix.lower()
    yield Find(capture, capture.name, suffix, capture.data, capture.charset)
