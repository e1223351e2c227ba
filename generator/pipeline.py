"""Turn `articles/` and `translations/` into pages: the program, stage by stage.

Offline, and the same files give the same pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from generator import memory, readers, related, renderers, stories, termbase
from generator.config import Settings
from generator.errors import KhulasaError, TranslationFileError
from generator.models import Article, Asset, Digest, Entry, Problem, Status, Term
from generator.publishers.assets import publish_assets
from generator.publishers.epub import pack
from generator.publishers.files import Published, publish
from generator.publishers.typeset import typeset
from generator.renderers import epub
from generator.renderers.addresses import epub_path
from generator.revisions import collate
from generator.summarizers import summarize
from generator.text.segments import article_sentences
from generator.text.terms import TermIndex, names_in

NO_TERMS = TermIndex()


@dataclass(frozen=True, slots=True)
class Built:
    """What `build` made, and everything that is wrong with its sources."""

    digest: Digest
    published: Published

    @property
    def problems(self) -> tuple[Problem, ...]:
        return self.digest.problems + self.published.problems


def build(settings: Settings) -> Built:
    """Write every page. Raises PublishError when a page cannot be written."""
    entries = digest(settings)
    return Built(entries, publish(renderers.render(entries, settings), settings.docs_path))


def complete(
    digest: Digest, settings: Settings, site: Path, is_taken: Callable[[str], bool]
) -> tuple[int, tuple[Problem, ...]]:
    """Put what is no page into the built site: how many files, and which were not written.

    Raises PublishError.
    """
    set_ = typeset(renderers.sheets(digest, settings), settings.cache_path / "typeset")
    assets = chain(renderers.assets(digest, settings), set_, _epubs(digest, settings))
    return publish_assets(assets, site, is_taken)


def _epubs(digest: Digest, settings: Settings) -> Iterator[Asset]:
    """The issues as EPUB, one at a time, where the settings want them."""
    layout = settings.epub
    if layout == "off":
        return
    issues = list(epub.issues(digest))
    sheets = (epub.cover(issue, layout, settings) for issue in issues)
    covers = typeset(sheets, settings.cache_path / "covers")
    for issue, picture in zip(issues, covers, strict=True):
        files = epub.book(issue, layout, settings, picture.content)
        yield Asset(epub_path(issue.key, issue.kind), pack(files))


def digest(settings: Settings) -> Digest:
    """All entries, newest first, with the problems of the sources that could not be used."""
    articles, problems = read_all(settings)
    try:
        index = TermIndex(termbase.of_site(settings))
    except TranslationFileError as error:
        problems.extend(error.problems)
        index = NO_TERMS
    entries = []
    for article in articles:
        try:
            record = memory.load(memory.path_of(settings.translations_path, article.slug))
        except TranslationFileError as error:
            problems.extend(error.problems)
            record = None
        entries.append(entry_of(article, record, settings, index))
    entries = stories.told_once(entries)
    entries.sort(key=lambda entry: entry.article.slug)
    entries.sort(key=lambda entry: entry.article.published or "", reverse=True)
    return Digest(tuple(related.relate(entries)), tuple(problems))


def terms_of(settings: Settings) -> tuple[Term, ...]:
    """The termbase; nothing where it cannot be read, which `digest` has told."""
    try:
        return tuple(termbase.of_site(settings))
    except TranslationFileError:
        return ()


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


def entry_of(
    article: Article,
    record: memory.Record | None,
    settings: Settings,
    index: TermIndex = NO_TERMS,
) -> Entry:
    """The article with its summary as the record has it, or as it is chosen now."""
    sentences = article_sentences(article.blocks)
    chosen = summarize(article, sentences, settings.sentences)
    current = memory.recall(record, article.title, chosen, sentences)
    terms = _terms(article, index)
    return Entry(article, sentences, current.title, current.summary, current.method, terms=terms)


def _terms(article: Article, index: TermIndex) -> tuple[Term, ...]:
    """The terms in the title and the text."""
    found = names_in([article.title, *(block.text for block in article.blocks)], index)
    return tuple(term for terms in found.values() for term in terms)


def number_of(status: Status, entries: Iterable[Entry]) -> int:
    """How many segments, titles among them, have that status."""
    return sum(t.status is status for entry in entries for t in entry.translations)


def _same_slug(article: Article, twin: Article) -> Problem:
    return Problem(
        path=article.path,
        found=f"the slug '{article.slug}' is already taken by {twin.path}",
        expected="one source for each slug",
        action="Rename one of the files or give it a 'slug:' in its head.",
    )
