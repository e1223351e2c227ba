"""Turn what has no English yet into proposals, which go into `translations/` for review.

The one program that asks providers. Each answer is mended by the termbase, doubted by the checks,
and on disk before the next is asked for. Refuses to touch English that is there already.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from generator import memory
from generator.checks import check
from generator.config import Settings
from generator.errors import TranslationFileError
from generator.models import (
    Article,
    Entry,
    Finding,
    Origin,
    Segment,
    Sentence,
    Status,
    Term,
    Translation,
)
from generator.summarizers import llm
from generator.text.terms import Enforced, TermIndex, enforce, find_terms, with_latin_names
from generator.translators import guards
from generator.translators.ladder import Ladder, NobodyAnswered, Proposal, Written

Ahead = Callable[[Sequence[str]], None]
"""Told of several texts that will be asked for next, so that they can be translated together."""

Writer = Callable[[Article, Sequence[Sentence]], Written[tuple[Translation, ...]]]
"""Asks for a summary in English, the title's first. Raises NobodyAnswered."""

Doubts = Callable[[Translation], Sequence[Finding]]
"""What the checks find in a translation."""

TOGETHER = 8
"""Articles whose sentences are translated together, by a provider that is faster so."""


@dataclass(frozen=True, slots=True)
class Named:
    """A proposal, and the names of the termbase that were put right in it, as (found, put)."""

    proposal: Proposal
    names: tuple[tuple[str, str], ...] = ()


Translator = Callable[[str], Named]
"""Asks for the English of one Arabic text. Raises NobodyAnswered."""


@dataclass(frozen=True, slots=True)
class Asking:
    """Whom to ask, and how to doubt the answers.

    Without `write`, summaries are chosen from the article and translated.
    """

    translate: Translator
    ahead: Ahead | None = None
    write: Writer | None = None
    doubts: Doubts = lambda _: ()


@dataclass(frozen=True, slots=True)
class Step:
    """One segment that `propose` is done with.

    `english` is None for a gap, and then `reasons` says of each provider (its name, the reason)
    why it gave no usable answer. `names` are those put right in it, as (found, put); `findings` is
    what the checks doubt in it.
    """

    slug: str
    segment: Segment
    english: Translation | None = None
    reasons: tuple[tuple[str, str], ...] = ()
    names: tuple[tuple[str, str], ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def origin(self) -> Origin | None:
        """Who made the English; None for a gap."""
        return self.english.origin if self.english else None


def propose(entries: Iterable[Entry], settings: Settings, asking: Asking) -> Iterator[Step]:
    """Find English for what has none: in the memory first, then by asking.

    The English of each text is on disk before the next is asked for, and where several texts are
    asked for together (`ahead`), before the next such several; so a run that is stopped loses
    nothing else.
    With `write`, an article without any English is summed up by whoever answers it. Entries whose
    translation file is broken are passed over: `pipeline.digest` has told of them; where one breaks
    meanwhile, its article is asked for no more. Yields a step a segment. Raises PublishError when a
    file cannot be written.
    """
    with memory.sole_writer(settings.translations_path):
        known = memory.english_in(settings.translations_path)
        saved = _saved(entries, settings)
        while batch := list(islice(saved, TOGETHER if asking.ahead else 1)):
            gaps: list[tuple[str, Path, Translation]] = []
            for entry, path, record in batch:
                slug = entry.article.slug
                if asking.write and _may_be_written(entry):
                    yield from _write(entry, path, asking.write, asking.doubts)
                else:
                    gaps += ((slug, path, gap) for gap in _gaps(record))
            if asking.ahead:
                texts = [gap.segment.text for *_, gap in gaps]
                asking.ahead([text for text in texts if text not in known])
            for slug, path, gap in gaps:
                try:
                    memory.load(path)
                    step = _translate(gap, known, asking, slug)
                    if step.english is not None:
                        known[gap.segment.text] = step.english
                        memory.propose(path, step.english, step.names)
                except TranslationFileError as error:
                    step = Step(slug, gap.segment, reasons=_broken(error))
                yield step


# -- Whom to ask ----------------------------------------------------------------------------------


def translator(ladder: Ladder, index: TermIndex) -> Translator:
    """What asks the ladder's providers, and sees to it that the names are as the termbase has them.

    A name that is misspelt is put right. One that is not there at all is asked for once more, of
    the same provider, with the name in Latin letters in the Arabic; of the two answers it is the
    one with fewer doubts, and of equals the first.
    """

    def translate(arabic: str) -> Named:
        first = ladder.translate(arabic)
        done = enforce(arabic, first.text, index)
        absent = [hit for hit in find_terms(arabic, index) if hit.term in done.missing]
        variant = with_latin_names(arabic, absent)
        if variant == arabic:
            return _named(first, done)
        try:
            second = ladder.again(arabic, variant, first.origin)
        except NobodyAnswered:
            return _named(first, done)
        done_again = enforce(arabic, second.text, index)
        if len(check(arabic, done_again.text, index)) < len(check(arabic, done.text, index)):
            return _named(second, done_again)
        return _named(first, done)

    return translate


def _named(proposal: Proposal, done: Enforced) -> Named:
    names = tuple((one.found, one.put) for one in done.replaced)
    return Named(replace(proposal, text=done.text), names)


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


# -- One article, one segment ---------------------------------------------------------------------


def _may_be_written(entry: Entry) -> bool:
    """Whether there is something to sum up, and nothing of a summary yet."""
    return bool(entry.summary) and all(e.status is Status.MISSING for e in entry.summary)


def _write(entry: Entry, path: Path, write: Writer, doubts: Doubts) -> Iterator[Step]:
    """Have the summary written, and put it on disk as a whole."""
    slug = entry.article.slug
    try:
        written = write(entry.article, entry.sentences)
        title, *summary = (replace(e, origin=written.origin) for e in written.content)
        if entry.title.status is not Status.MISSING:
            title = entry.title
        memory.adopt(path, memory.Record(llm.METHOD, title, tuple(summary)))
    except (NobodyAnswered, TranslationFileError) as error:
        reasons = error.reasons if isinstance(error, NobodyAnswered) else _broken(error)
        for gap in entry.translations:
            if gap.status is Status.MISSING:
                yield Step(slug, gap.segment, reasons=reasons)
        return
    for english in summary if title is entry.title else (title, *summary):
        yield Step(slug, english.segment, english, findings=tuple(doubts(english)))


def _broken(error: TranslationFileError) -> tuple[tuple[str, str], ...]:
    """Somebody broke the file since it was read: each fault with its place."""
    return tuple(
        (f"{p.path}:{p.line}" if p.line else p.path, f"{p.found}. {p.action}")
        for p in error.problems
    )


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
    missing: Translation, known: Mapping[str, Translation], asking: Asking, slug: str
) -> Step:
    segment = missing.segment
    if (old := known.get(segment.text)) is not None:
        named = Named(Proposal(old.text, old.origin or Origin("memory")))
    else:
        try:
            named = asking.translate(segment.text)
        except NobodyAnswered as error:
            return Step(slug, segment, reasons=error.reasons)
    text, origin = named.proposal.text, named.proposal.origin
    english = replace(missing, text=text, status=Status.MACHINE, origin=origin)
    return Step(slug, segment, english, (), named.names, tuple(asking.doubts(english)))
