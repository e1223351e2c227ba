"""Turn `Entry`s into `Page`s, of which MkDocs makes a site, and into `Asset`s beside them.

`pages` decides which pages there are; `templates/` hold their form, `labels.yml` their words;
`markdown` sees to it that the text of a source stays text. `feeds` and `citations` make assets:
files that stand in the site as they are. `cards` and `books` say what is on the pictures and in the
PDF files that `publishers` have typeset.
`head` says what programs read in the head of a page.
"""

from collections.abc import Iterator

from generator.config import Settings
from generator.models import Asset, Digest, Sheet
from generator.renderers.books import books
from generator.renderers.cards import cards
from generator.renderers.citations import citation_files
from generator.renderers.feeds import feeds
from generator.renderers.pages import render

__all__ = ["assets", "render", "sheets"]


def assets(digest: Digest, settings: Settings) -> Iterator[Asset]:
    """All files of the site that are no pages, one at a time."""
    yield from citation_files(digest, settings)
    yield from feeds(digest, settings)


def sheets(digest: Digest, settings: Settings) -> Iterator[Sheet]:
    """All pictures and books of the site, one at a time, as they are to be typeset."""
    yield from cards(digest, settings)
    yield from books(digest, settings)
