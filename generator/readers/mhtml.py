"""Turn a page that a browser saved as one file (.mhtml, .mht) into an `Article`.

The HTML is taken out and read as any page (`html`); where and when it was saved counts as facts,
after those in a sidecar. Lines are those of the HTML within. Refuses what holds no page, and what
`html` refuses.
"""

from __future__ import annotations

from dataclasses import replace

from generator.errors import SourceError
from generator.models import Article, Problem
from generator.readers import Source, html
from generator.readers.facts import Facts, facts_of
from generator.text.mhtml import read_mhtml


def read(source: Source) -> Article:
    """The article in a saved page. Raises SourceError."""
    try:
        page = read_mhtml(source.data)
    except ValueError as error:
        raise SourceError(
            Problem(source.path, str(error), "a page that a browser saved as one file",
                    "Save the page again, as one file or as HTML.")
        ) from None  # fmt: skip
    said = facts_of(page.facts, source.path)
    facts = Facts({**said.given, **source.facts.given})
    article = html.read(Source(source.path, page.html, facts, page.charset or source.charset))
    return replace(article, sha256=source.sha256)
