"""Turn `articles/` and `translations/` into pages: the program, stage by stage.

`build` is pure and offline: the same files give the same pages. Only `update` asks providers, and
what they answer goes into `translations/`, where people review it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from generator import memory, readers, renderers, stories
from generator.config import Settings
from generator.errors import KhulasaError, TranslationFileError
from generator.models import (
    Article,
    Digest,
    Entry,
    Origin,
    Problem,
    Segment,
    Sentence,
    Status,
    Term,
    Translation,
)
from generator.publishers.files import Published, publish
from generator.revisions import collate
from generator.summarizers import llm, summarize
from generator.text.segments import article_sentences
from generator.translators import guards
from generator.translators.ladder import Ladder, NobodyAnswered, Proposal, Written

Translator = Callable[[str], Proposal]
"""Asks for the English of one Arabic text. Raises NobodyAnswered."""

Ahead = Callable[[Sequence[str]], None]
"""Told of several texts that will be asked for next, so that they can be translated together."""

Writer = Callable[[Article, Sequence[Sentence]], Written[tuple[Translation, ...]]]
"""Asks for a summary in English, the title's first. Raises NobodyAnswered."""

TOGETHER = 8
"""Articles whose sentences are translated together, by a provider that is faster so."""


@dataclass(frozen=True, slots=True)
class Built:
    """What `build` made, and everything that is wrong with its sources."""

    digest: Digest
    published: Published

    @property
    def problems(self) -> tuple[Problem, ...]:
        return self.digest.problems + self.published.problems


@dataclass(frozen=True, slots=True)
class Step:
    """One segment that `update` is done with.

    `origin` says who made its English; it is None for a gap, and then `reasons` says of each
    provider (its name, the reason) why it gave no usable answer.
    """

    slug: str
    segment: Segment
    origin: Origin | None = None
    reasons: tuple[tuple[str, str], ...] = ()


def build(settings: Settings) -> Built:
    """Write every page. Raises PublishError when a page cannot be written."""
    entries = digest(settings)
    return Built(entries, publish(renderers.render(entries, settings), settings.docs_path))


def digest(settings: Settings) -> Digest:
    """All entries, newest first, with the problems of the sources that could not be used."""
    articles, problems = read_all(settings)
    entries = []
    for article in articles:
        try:
            record = memory.load(memory.path_of(settings.translations_path, article.slug))
        except TranslationFileError as error:
            problems.extend(error.problems)
            record = None
        entries.append(entry_of(article, record, settings))
    entries = stories.told_once(entries)
    entries.sort(key=lambda entry: entry.article.slug)
    entries.sort(key=lambda entry: entry.article.published or "", reverse=True)
    return Digest(tuple(entries), tuple(problems))


def read_all(settings: Settings) -> tuple[list[Article], list[Problem]]:
    """Every source as an article, the revisions of a page as one.

    Of two sources with one slug, and one revision, it is the first by name.
    """
    articles: list[Article] = []
    problems: list[Problem] = []
    for path in readers.find_sources(settings.articles_path):
        try:
            articles.append(readers.read(path, settings.root))
        except KhulasaError as error:
            problems.extend(error.problems)
    collated, twins = collate(articles)
    problems.extend(_same_slug(article, twin) for article, twin in twins)
    return collated, problems


def entry_of(article: Article, record: memory.Record | None, settings: Settings) -> Entry:
    """The article with its summary as the record has it, or as it is chosen now."""
    sentences = article_sentences(article.blocks)
    chosen = summarize(article, sentences, settings.sentences)
    current = memory.recall(record, article.title, chosen, sentences)
    return Entry(article, sentences, current.title, current.summary, current.method)


def number_of(status: Status, entries: Iterable[Entry]) -> int:
    """How many segments, titles among them, have that status."""
    return sum(t.status is status for entry in entries for t in entry.translations)


def update(
    entries: Iterable[Entry],
    settings: Settings,
    ask: Translator,
    ahead: Ahead | None = None,
    write: Writer | None = None,
) -> Iterator[Step]:
    """Find English for what has none: in the memory first, then by asking.

    Each answer is on disk before the next is asked for, and where several texts are asked for
    together (`ahead`), before the next such several; so a run that is stopped loses nothing else.
    With `write`, an article without any English is summed up by whoever answers it. Entries whose
    translation file is broken are passed over: `digest` has told of them. Yields a step a segment.
    Raises PublishError when a file cannot be written.
    """
    with memory.sole_writer(settings.translations_path):
        known = memory.english_in(settings.translations_path)
        saved = _saved(entries, settings)
        while batch := list(islice(saved, TOGETHER if ahead else 1)):
            gaps: list[tuple[str, Path, Translation]] = []
            for entry, path, record in batch:
                slug = entry.article.slug
                if write and _may_be_written(entry):
                    yield from _write(entry, path, write)
                else:
                    gaps += ((slug, path, gap) for gap in _gaps(record))
            if ahead:
                ahead([gap.segment.text for *_, gap in gaps if gap.segment.text not in known])
            for slug, path, gap in gaps:
                step, english = _translate(gap, known, ask, slug)
                if english is not None:
                    memory.propose(path, english)
                    known[gap.segment.text] = english
                yield step


def writer(ladder: Ladder, settings: Settings, terms: Sequence[Term] = ()) -> Writer:
    """What asks the ladder's providers for a summary, and believes it no more than it must."""

    def write(article: Article, sentences: Sequence[Sentence]) -> Written[tuple[Translation, ...]]:
        sent = llm.sendable(article, sentences)
        return ladder.write(
            llm.instructions(sent, settings.sentences),
            llm.material(article.title, sent, terms),
            llm.SCHEMA,
            lambda answer: llm.read(answer, article.title, sent, guards.refusal, guards.unfounded),
        )

    return write


def _may_be_written(entry: Entry) -> bool:
    """Whether there is something to sum up, and nothing of a summary yet."""
    return bool(entry.summary) and all(e.status is Status.MISSING for e in entry.summary)


def _write(entry: Entry, path: Path, write: Writer) -> Iterator[Step]:
    """Have the summary written, and put it on disk as a whole."""
    slug = entry.article.slug
    try:
        written = write(entry.article, entry.sentences)
    except NobodyAnswered as error:
        for gap in entry.translations:
            if gap.status is Status.MISSING:
                yield Step(slug, gap.segment, reasons=error.reasons)
        return
    title, *summary = (replace(e, origin=written.origin) for e in written.content)
    if entry.title.status is not Status.MISSING:
        title = entry.title
    memory.adopt(path, memory.Record(llm.METHOD, title, tuple(summary)))
    for english in summary if title is entry.title else (title, *summary):
        yield Step(slug, english.segment, written.origin)


def _saved(
    entries: Iterable[Entry], settings: Settings
) -> Iterator[tuple[Entry, Path, memory.Record]]:
    """Each entry whose file could be brought up to date, with its file and record."""
    for entry in entries:
        path = memory.path_of(settings.translations_path, entry.article.slug)
        try:
            record = memory.save(path, memory.Record(entry.method, entry.title, entry.summary))
        except TranslationFileError:
            continue
        yield entry, path, record


def _gaps(record: memory.Record) -> list[Translation]:
    return [english for english in record.translations if english.status is Status.MISSING]


def _translate(
    missing: Translation, known: Mapping[str, Translation], ask: Translator, slug: str
) -> tuple[Step, Translation | None]:
    segment = missing.segment
    if (old := known.get(segment.text)) is not None:
        proposal = Proposal(old.text, old.origin or Origin("memory"))
    else:
        try:
            proposal = ask(segment.text)
        except NobodyAnswered as error:
            return Step(slug, segment, reasons=error.reasons), None
    text, origin = proposal.text, proposal.origin
    english = replace(missing, text=text, status=Status.MACHINE, origin=origin)
    return Step(slug, segment, origin), english


def _same_slug(article: Article, twin: Article) -> Problem:
    return Problem(
        path=article.path,
        found=f"the slug '{article.slug}' is already taken by {twin.path}",
        expected="one source for each slug",
        action="Rename one of the files or give it a 'slug:' in its head.",
    )
