"""Turn a saved HTML page into an `Article`.

Every line a reader would see ends in exactly one place: the title, a block, a comment, or `dropped`
with the reason. Facts in a sidecar count before what the page's markup says, and that before what
its lines say. No script is run and nothing is fetched.

Refuses, with a `SourceError` that says why, a page without an article (a front page, a list of
links), one that cannot be decoded, and one too large or too deep to be read in a few seconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from generator.errors import SourceError
from generator.models import Article, Block, BlockKind, Dropped, Problem
from generator.readers import Source
from generator.readers.assemble import Found, assemble, bounded
from generator.readers.blocks import classify
from generator.readers.comments import Thread, find_thread
from generator.readers.confidence import refuse_doubtful
from generator.readers.facts import Facts
from generator.readers.lines import Line, Paragraph
from generator.readers.linked_comments import read_declared, with_declared
from generator.readers.metadata import Metadata, read_metadata
from generator.readers.page_body import (
    beside_title,
    extracted_text,
    find_title_line,
    refuse_no_article,
    select,
    without_site,
)
from generator.readers.page_comments import BESIDE, comment_zones, read_thread, stamp_reason
from generator.readers.page_decoding import REPLACED, decode_page
from generator.readers.page_lines import OUTSIDE, PageLine, marked, page_lines, parse
from generator.readers.page_signs import Chosen, page_signs
from generator.readers.parts import furniture_reason, without_furniture
from generator.readers.plain_text import refuse_other_scripts
from generator.readers.publication import DATE_OTHER, split_dates
from generator.readers.stamps import Stamp
from generator.readers.titles import REPEATS_TITLE, repeating, split_title
from generator.text.normalize import tokens

_ACTION = "Save the page of an article, or save its text as a .txt file."
_DAY = len("2016-10-25")


def read(source: Source) -> Article:
    """The article in an HTML file. Raises SourceError."""
    decoded = decode_page(source.data, source.path, source.charset)
    try:
        return replace(_read(source, decoded.text), notes=decoded.notes)
    except ValueError as error:
        raise _refusal(source, f"the page is not read: {error}") from None


def _read(source: Source, text: str) -> Article:
    facts = source.facts
    root = parse(text)
    lines, unseen = page_lines(root)
    if not lines:
        raise ValueError("it shows no text")
    metadata = read_metadata(root)
    page = _choose(root, lines, metadata, facts)
    parts = _parts(page, metadata, facts)
    article = _article(source, facts, metadata, parts)
    refuse_other_scripts(source, article.title, article.blocks, 1)
    if REPLACED in article.title or any(REPLACED in block.text for block in article.blocks):
        raise ValueError("a letter of the article is damaged")
    beside = frozenset({*page.labels, *page.zone, *page.in_thread})
    chosen = Chosen(lines, page.body, page.title, beside, page.extracted)
    # A title that a person gave says nothing about the page.
    title = _own_title(page, metadata) if facts.text("title") else article.title
    sure = refuse_doubtful(source.path, page_signs(chosen, title, metadata), _ACTION)
    return replace(article, dropped=bounded((*unseen, *article.dropped)), confidence=sure)


def _own_title(page: _Page, metadata: Metadata) -> str | None:
    line = page.lines[page.title].text if page.title is not None else None
    return line or next(iter(metadata.titles), None)


@dataclass(frozen=True, slots=True)
class _Page:
    """The lines of a page, and the places of those that are the title, the body and so on."""

    lines: Sequence[PageLine]
    title: int | None
    body: Sequence[int]
    labels: Sequence[int]
    thread: Thread
    in_thread: frozenset[int]
    zone: frozenset[int]
    extracted: str


def _choose(root: object, lines: Sequence[PageLine], metadata: Metadata, facts: Facts) -> _Page:
    zones = comment_zones(root)
    within = {element for zone in zones for element in zone.iter()}
    zone = frozenset(i for i, line in enumerate(lines) if line.block in within)
    found = read_thread(lines, zones, facts.retrieved)
    given = facts.text("title")
    title = find_title_line(lines, (*([given] if given else []), *metadata.titles))
    text = extracted_text(root, zones)
    lead, body = select(lines, text, title, zone)
    labels = [i for i in beside_title(lines, title, body[0]) if i not in lead and i not in zone]
    thread = Thread(0, 0, found.declared, found.comments)
    in_thread = found.used
    if not found.comments:
        body, thread, in_thread = _thread_below(lines, body, thread, facts)
    thread, declared = with_declared(lines, thread, read_declared(root))
    in_thread |= declared
    body = [i for i in body if i not in declared] or body
    refuse_no_article(lines, body, title, declared=metadata.kind == "article")
    return _Page(lines, title, [*lead, *body], labels, thread, in_thread, zone, text)


def _thread_below(
    lines: Sequence[PageLine], body: list[int], known: Thread, facts: Facts
) -> tuple[list[int], Thread, frozenset[int]]:
    """The thread that the lines below the article's middle show, where the markup shows none."""
    places: list[int] = []
    plain: list[Line] = []
    for i in range(body[0], len(lines)):
        if lines[i].begins_stretch and plain:
            places.append(i)
            plain.append(Line(lines[i].line.number, ""))
        places.append(i)
        plain.append(lines[i].line)
    thread = find_thread(plain, facts.retrieved)
    if thread is None or not thread.comments:
        return body, known if thread is None or known.declared is not None else (
            Thread(0, 0, thread.declared)), frozenset()  # fmt: skip
    start = places[thread.start]
    kept = [i for i in body if i < start]
    if 2 * sum(len(lines[i].text) for i in kept) < sum(len(lines[i].text) for i in body):
        return body, known, frozenset()
    return kept, thread, frozenset(places[thread.start : thread.end])


# -- The article ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Parts:
    title: str
    blocks: tuple[Block, ...]
    date: Stamp | None
    page: _Page
    dropped: tuple[Dropped, ...]


def _parts(page: _Page, metadata: Metadata, facts: Facts) -> _Parts:
    lines = page.lines
    paragraphs = [
        Paragraph(lines[i].line.number, lines[i].text, lines[i].begins_stretch)
        for i in sorted({*page.labels, *page.body})
    ]
    own = lines[page.title].text if page.title is not None else None
    named = next((without_site(name, metadata.site) for name in metadata.titles), None)
    given = facts.text("title") or own or named
    kept, furniture = without_furniture(paragraphs)
    found = split_title(kept, given)
    if found is None:
        raise ValueError("no line of it could be a title or a paragraph")
    title, kept, repeated = found
    kept, dates, date = split_dates(kept, facts)
    if not kept:
        raise ValueError("it has too little running text")
    marks = {
        (lines[i].line.number, lines[i].text): lines[i] for i in page.body if i not in page.labels
    }
    blocks = tuple(
        marked(block, line)
        if (line := marks.get((paragraph.line, paragraph.text)))
        else replace(block, kind=BlockKind.BYLINE)  # beside the title and no date: it says who
        for block, paragraph in zip(classify(kept), kept, strict=True)
    )
    if date and metadata.published and (date.published or "")[:_DAY] != metadata.published[:_DAY]:
        dates = [replace(line, reason=DATE_OTHER) for line in dates]
        date = None
    told = {(line.line, line.text): line for line in (*furniture, *repeated, *dates)}
    return _Parts(title, blocks, date, page, tuple(_dropped(page, title, told, facts)))


def _dropped(
    page: _Page, title: str, told: dict[tuple[int, str], Dropped], facts: Facts
) -> Iterable[Dropped]:
    """The lines that are in no other part of the article, in their order, and why."""
    body = {*page.body, *page.labels}
    in_thread = {(line.line, line.text): line for line in page.thread.dropped}
    repeats = repeating(title)
    for i, line in enumerate(page.lines):
        key = (line.line.number, line.text)
        if i == page.title and tokens(line.text) == tokens(title):
            continue
        if i in body:
            if key in told:
                yield told[key]
        elif i in page.in_thread:
            if key in in_thread:
                yield in_thread[key]
        else:
            reason = REPEATS_TITLE if repeats(line.text) else furniture_reason(line.text)
            if i in page.zone:
                reason = reason or stamp_reason(line, facts.retrieved) or BESIDE
            yield Dropped(*key, reason or OUTSIDE)


def _article(source: Source, facts: Facts, metadata: Metadata, parts: _Parts) -> Article:
    thread = parts.page.thread
    found = Found(
        title=parts.title,
        blocks=parts.blocks,
        dropped=parts.dropped,
        comments=thread.comments,
        comments_declared=thread.declared,
        date=parts.date,
        site=metadata.site,
        url=metadata.url,
        published=metadata.published,
        authors=metadata.authors,
        section=metadata.section,
    )
    return assemble(source, facts, found)


def _refusal(source: Source, found: str) -> SourceError:
    return SourceError(Problem(source.path, found, "a page with one article in Arabic", _ACTION))
