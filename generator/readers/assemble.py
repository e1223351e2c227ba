"""Turn the parts that a reader has found, and the facts about its source, into an `Article`.

What a person says about a source counts before what its markup says, and that before what its lines
say. Refuses nothing: whether the parts are an article is for the readers to say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from generator.models import Article, Block, BlockKind, Comment, Dropped
from generator.readers import Source
from generator.readers.blocks import byline_authors
from generator.readers.facts import Facts
from generator.readers.stamps import Stamp
from generator.text.languages import guess_language

LANGUAGE_SAMPLE: Final = 1_500
"""Characters that tell the language of an article."""

MORE: Final = "and {} more lines outside the article"
_MOST_DROPPED = 2_000  # lines of one source that are told


@dataclass(frozen=True, slots=True)
class Found:
    """What a reader has found in a source.

    `date` is what its lines say. `site`, `url`, `published`, `authors` and `section` are what its
    markup says.
    """

    title: str
    blocks: tuple[Block, ...]
    dropped: tuple[Dropped, ...] = ()
    comments: tuple[Comment, ...] = ()
    comments_declared: int | None = None
    date: Stamp | None = None
    site: str | None = None
    url: str | None = None
    published: str | None = None
    authors: tuple[str, ...] = ()
    section: str | None = None
    confidence: float | None = None


def assemble(source: Source, facts: Facts, found: Found) -> Article:
    """The article that `found` in `source` is."""
    given, date = facts.published, found.date
    published = given.iso if given else found.published or (date.published if date else None)
    bylines = (byline_authors(b.text) for b in found.blocks if b.kind is BlockKind.BYLINE)
    text = "\n".join((found.title, *(block.text for block in found.blocks)))
    return Article(
        slug=source.slug(facts.text("slug")),
        title=found.title,
        lang=facts.text("lang") or guess_language(text[:LANGUAGE_SAMPLE]),
        path=source.path,
        sha256=source.sha256,
        source=facts.text("source") or found.site,
        url=facts.text("url") or found.url,
        archived=facts.text("archived"),
        published=published,
        published_text=given.words if given else date.words if date else None,
        retrieved=facts.retrieved,
        authors=facts.texts("authors") or found.authors or next(filter(None, bylines), ()),
        topics=facts.texts("topics"),
        section=facts.text("section") or found.section,
        blocks=found.blocks,
        comments=found.comments,
        comments_declared=found.comments_declared,
        dropped=found.dropped,
        confidence=found.confidence,
    )


def bounded(dropped: Sequence[Dropped]) -> tuple[Dropped, ...]:
    """`dropped`, where they are thousands the last of them told as one with their number."""
    if len(dropped) <= _MOST_DROPPED:
        return tuple(dropped)
    rest = dropped[_MOST_DROPPED - 1 :]
    last = Dropped(rest[0].line, rest[0].text, MORE.format(len(rest)))
    return (*dropped[: _MOST_DROPPED - 1], last)
