"""The records that flow through the pipeline: frozen dataclasses, standard library only.

In the order they come into being::

    Capture                             bytes as they came, and where and when they came from
    Article (Block, Comment, Dropped)   what a reader found in one source
    Note                                what had to be done to a source to read it
    Sentence                            a stretch of a block, with an id and offsets
    Summary (Segment)                   the Arabic to be said in English, and what it rests on
    Translation (Origin, Status)        the English of one segment, and who made it
    Likeness                            how much of its text an article shares with another
    Copy                                where else the very same text was published
    Entry                               an article with its title and summary in English
    Page                                a Markdown file to be
    Asset                               a file that stands in the site as it is
    Sheet                               what is to be typeset: a picture, a book
    Problem                             what is wrong, where, and what to do about it
    Term (TermKind)                     a name in Arabic, and how the English says it
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields, is_dataclass
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Any, Literal

Lang = Literal["ar", "en"]

GENERATED_MARK = "# Made by khulasa from articles/ and translations/: an edit here is lost."
"""Stands in the head of every generated page; a page without it is a person's."""


class BlockKind(StrEnum):
    """What a block of an article is, in the words of HTML where HTML has one."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    QUOTE = "quote"
    LIST_ITEM = "list_item"
    CAPTION = "caption"
    BYLINE = "byline"


class Status(StrEnum):
    """How far the English of a segment or an entry may be trusted, best first."""

    REVIEWED = "reviewed"
    MACHINE = "machine"
    STALE = "stale"
    MISSING = "missing"


def worst(statuses: Iterable[Status]) -> Status:
    """The least trustworthy of `statuses`; what has no English at all is missing."""
    order = list(Status)
    return max(statuses, key=order.index, default=Status.MISSING)


@dataclass(frozen=True, slots=True)
class Capture:
    """Bytes as they came, and where and when they came from.

    `name` is what messages call it: a path or an address as it was given. `suffix` says what the
    bytes are (".html", ".xml", ".warc.gz" ...). `url` is the address asked for, `final_url` the one
    that answered after redirects, `retrieved` the time in ISO 8601, `charset` the encoding that the
    server named, `headers` those of the answer that matter later, their names in lower case.
    """

    name: str
    suffix: str
    data: bytes = field(repr=False)
    url: str | None = None
    final_url: str | None = None
    retrieved: str | None = None
    charset: str | None = None
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading or the like; `line` is the line of the source it starts on."""

    kind: BlockKind
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Comment:
    """A reader's comment.

    `age` is what the page says in place of a date ("7 years 6 months"); `published` is an ISO 8601
    date of the precision that is known ("2016", "2016-10-25T14:35"), or None.
    """

    author: str | None
    age: str | None
    published: str | None
    lang: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Dropped:
    """A line of the source that is not part of the article, with the reason."""

    line: int
    text: str
    reason: str


class NoteKind(StrEnum):
    """What had to be done to a source before it could be read, and `Note.value` with it."""

    ENCODING = "encoding"  # it is not in UTF-8 but in this encoding
    MOJIBAKE = "mojibake"  # in so many lines, text that had been decoded wrongly was read back
    BIDI_CONTROLS = "bidi_controls"  # so many controls that override the direction were removed


@dataclass(frozen=True, slots=True)
class Note:
    """Something done to the text of a source, which the page of the article says."""

    kind: NoteKind
    value: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier revision of an article, and what the next one changed: whole blocks.

    `title` is None where the next one has the same.
    """

    number: int
    path: str
    sha256: str
    retrieved: str | None = None
    title: str | None = None
    removed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """What a reader found in one source.

    `published` and `retrieved` are ISO 8601, as precise as they are known and no more;
    `published_text` is the date in the source's own words. `path` is the source's path from the
    project's root. `sha256` is of the source's bytes as they came. `archived` is the address of a
    copy that a web archive keeps.
    `confidence`, 0 to 1, is how sure the reader is to have told the article from the rest of the
    page; it is None where nothing had to be told apart. `revision` counts the versions of the page
    that were kept; `earlier` are those before this one, newest first.
    """

    slug: str
    title: str
    lang: str
    path: str
    sha256: str
    source: str | None = None
    url: str | None = None
    archived: str | None = None
    published: str | None = None
    published_text: str | None = None
    retrieved: str | None = None
    authors: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    section: str | None = None
    blocks: tuple[Block, ...] = ()
    comments: tuple[Comment, ...] = ()
    comments_declared: int | None = None
    dropped: tuple[Dropped, ...] = ()
    notes: tuple[Note, ...] = ()
    confidence: float | None = None
    revision: int = 1
    earlier: tuple[Earlier, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """`article.blocks[block].text[start:end]`, named `id` ("s1", "s2", ...) in reading order."""

    id: str
    block: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A unit of translation: some Arabic, and the ids of the sentences it rests on.

    The title's segment has the context "title" and no sources. The context "written" is that of
    Arabic which a model's own English sentence rests on: one sentence or several, a line each.
    """

    context: Literal["title", "summary", "written"]
    text: str
    sources: tuple[str, ...] = ()

    @property
    def is_written(self) -> bool:
        """Whether its English is a sentence of its own, the translation of no sentence."""
        return self.context == "written"


@dataclass(frozen=True, slots=True)
class Summary:
    """The chosen segments in reading order; `method` names what chose them."""

    method: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """Who made a translation: a provider, its model where it says one, and the day (ISO 8601)."""

    provider: str
    model: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Translation:
    """The English of one segment.

    `text` is empty exactly when `status` is missing. `previous` is the Arabic a stale translation
    was made from. `origin` is None where a person wrote the English from nothing. `reviewer` and
    `reviewed` (ISO 8601) say who stands by this English and since when, None where that was not
    recorded; of stale English they say who had reviewed it before the Arabic changed.
    """

    segment: Segment
    text: str = ""
    status: Status = Status.MISSING
    origin: Origin | None = None
    previous: str | None = None
    reviewer: str | None = None
    reviewed: str | None = None


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much of its text an article shares with the article `slug`, each number from 0 to 1.

    `shared` is the part of its own words that stand there too, word for word and several in a row;
    `shared_there` the part of that article's words that stand in it. `resemblance` is what both
    have of all that either has (Broder's, of shingles). They are rounded down to hundredths.
    """

    slug: str
    shared: float
    shared_there: float
    resemblance: float


@dataclass(frozen=True, slots=True)
class Copy:
    """A source that says word for word what another one says: it is shown with that one.

    The fields are those of its `Article`.
    """

    slug: str
    path: str
    sha256: str
    source: str | None = None
    url: str | None = None
    archived: str | None = None
    published: str | None = None
    published_text: str | None = None
    retrieved: str | None = None
    authors: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    section: str | None = None
    comments: tuple[Comment, ...] = ()
    comments_declared: int | None = None

    @classmethod
    def of(cls, article: Article) -> Copy:
        """All of `article` but its text."""
        return cls(**{name: getattr(article, name) for name in cls.__slots__})


class TermKind(StrEnum):
    """What a term of the termbase names; a person, a place or an organization is a name."""

    PERSON = "person"
    PLACE = "place"
    ORGANIZATION = "organization"
    TERM = "term"


@dataclass(frozen=True, slots=True)
class Term:
    """A name or term: how it is written in Arabic, best first, and how the English says it.

    `english` is the form to use; `accepted` are other spellings that are no mistake.
    """

    arabic: tuple[str, ...]
    english: str
    kind: TermKind
    accepted: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """An article with its sentences, and its title and summary in English.

    `method` names what chose the sentences of the summary. `copies` are the other sources of the
    same text, `same_story` the entries that share much of it. `terms` are those of the
    termbase that the article names, of each kind the most frequent first. `related` are the slugs
    of entries that share names, terms or topics with it, the nearest first.
    """

    article: Article
    sentences: tuple[Sentence, ...]
    title: Translation
    summary: tuple[Translation, ...]
    method: str
    copies: tuple[Copy, ...] = ()
    same_story: tuple[Likeness, ...] = ()
    terms: tuple[Term, ...] = ()
    related: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[Term, ...]:
        """The people, places and organizations among its terms."""
        return tuple(term for term in self.terms if term.kind is not TermKind.TERM)

    @property
    def translations(self) -> tuple[Translation, ...]:
        """The title's translation, then the summary's."""
        return (self.title, *self.summary)

    @property
    def status(self) -> Status:
        """The worst status of the title and the summary: one gap makes the entry incomplete."""
        if not self.summary:
            return Status.MISSING
        return worst(translation.status for translation in self.translations)


@dataclass(frozen=True, slots=True)
class Page:
    """A Markdown file to be, at `path` below `docs/`."""

    path: PurePosixPath
    lang: Lang
    text: str


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that stands in the site as it is, at `path` below its root: a feed, a citation."""

    path: PurePosixPath
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is to be typeset into the file at `path`: a template of `typesetting`, and its JSON."""

    path: PurePosixPath
    template: str
    data: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, where, what was expected, and what to do next. Never holds a key."""

    path: str
    found: str
    expected: str = ""
    action: str = ""
    line: int | None = None

    def __str__(self) -> str:
        place = self.path if self.line is None else f"{self.path}:{self.line}"
        expected = f" (expected {self.expected})" if self.expected else ""
        action = f" {self.action}" if self.action else ""
        return f"{place}: {self.found}{expected}.{action}"


@dataclass(frozen=True, slots=True)
class Digest:
    """All entries, newest first, and the problems met on the way to them."""

    entries: tuple[Entry, ...] = ()
    problems: tuple[Problem, ...] = field(default=())


def to_json(record: Any) -> Any:
    """A record as plain dicts, lists and strings, for `json.dumps`."""
    if is_dataclass(record) and not isinstance(record, type):
        return {f.name: to_json(getattr(record, f.name)) for f in fields(record)}
    if isinstance(record, tuple | list):
        return [to_json(item) for item in record]
    return str(record) if isinstance(record, StrEnum | PurePosixPath) else record


class Rule(StrEnum):
    """What the checks ask of an English text beside its Arabic."""

    NUMBER = "number"
    DATE = "date"
    PERCENTAGE = "percentage"
    CURRENCY = "currency"
    NAME = "name"
    TERM = "term"
    NEGATION = "negation"
    SPEAKER = "speaker"
    QUOTATION = "quotation"
    UNTRANSLATED = "untranslated"
    REPEATED = "repeated"
    LENGTH = "length"
    INCOMPLETE = "incomplete"
    MISMATCH = "mismatch"


@dataclass(frozen=True, slots=True)
class Finding:
    """A doubt about one English text: the rule that raised it, and what was found on each side."""

    rule: Rule
    evidence: str
