"""Turn a finished site into a search index: static files that answer both languages at once.

A document is an article (or any other marked page) with its Arabic and its English page. Below
`<site>/search-index/` stand, each as JSON packed with gzip, as not every server packs what it
sends:

- `index.pack`: how many documents, articles and pages there are, and the first key of each part;
- `terms/<n>.pack`: keys in order (`text/search_terms.py`), each with the documents it is in, and
  the names of the termbase with all their spellings;
- `facets.pack`: the documents of each year, source, topic and status;
- `documents/<n>.pack`: the text of a document, for excerpts.

Documents are numbered from the newest to the oldest, so that their order is their date; pages that
people have written, such as a manual, come after all articles and stand below them in each result.
A browser asks for the index, the parts with the words of the query, and the documents it shows: how
much that is hardly depends on the size of the site. The same pages give the same bytes.

Pagefind did this before: of the pairs in `tests/search_pairs.yml` it finds three in five, by the
rules of one language a bundle, it finds parts of words that are other words, and its first query
over 10,000 articles fetched up to 435 kB where this one fetches up to 145. It also needs
WebAssembly, which a strict Content-Security-Policy has to be opened for.

Refuses to leave half an index: the old one stays until the new one is whole.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from generator.errors import PublishError
from generator.models import Lang, Problem, Term, TermKind
from generator.publishers.search_pages import SearchPage, read_pages
from generator.text.search_spelling import words
from generator.text.search_terms import exported, is_small, joined, keys
from generator.text.sounds import all_sounds, common_names, latin_sounds

FOLDER = "search-index"
LANGS: tuple[Lang, ...] = get_args(Lang)

_UNFINISHED = ".search-"
_PART = 48_000
"""Characters of JSON in a part: about 16 kB as it is sent."""
_TITLE, _OFTEN, _TWICE, _ONCE = 3, 2, 1, 0
_LEVELS = 4

Document = dict[Lang, SearchPage]
Postings = list[int]


@dataclass(frozen=True, slots=True)
class SearchIndex:
    """The index at `path`; `pages` counts the indexed pages of each language."""

    path: Path
    pages: Mapping[Lang, int]

    @property
    def total(self) -> int:
        """All indexed pages."""
        return sum(self.pages.values())


def build_search_index(site_dir: Path, terms: Iterable[Term] = ()) -> SearchIndex:
    """Index the built site at `site_dir`; the names among `terms` are found in every spelling.

    Raises PublishError when the pages cannot be read or the files cannot be written.
    """
    target = site_dir / FOLDER
    try:
        for leftover in site_dir.glob(f"{_UNFINISHED}*"):
            shutil.rmtree(leftover)
        documents = _documents(site_dir)
        with tempfile.TemporaryDirectory(dir=site_dir, prefix=_UNFINISHED) as folder:
            new = Path(folder) / FOLDER
            new.mkdir()
            _write(new, documents, terms)
            if target.exists():
                target.rename(Path(folder) / "old")
            new.rename(target)
    except OSError as error:
        raise PublishError(
            Problem(
                path=FOLDER,
                found=f"cannot write the search index: {error.strerror or error}",
                action="Make room or mend the permissions and build again.",
            )
        ) from None
    return SearchIndex(target, _pages(documents))


def _documents(site_dir: Path) -> list[Document]:
    """The pages of both languages, those of one address together: articles first, newest first."""
    found: dict[str, Document] = {}
    for lang in LANGS:
        for page in read_pages(site_dir, lang):
            found.setdefault(page.address, {})[lang] = page
    ordered = [found[address] for address in sorted(found)]
    return sorted(ordered, key=lambda d: (_is_article(d), _day(d)), reverse=True)


def _is_article(document: Document) -> bool:
    """Only articles have a status; the pages that people write stand behind all of them."""
    return any("status" in page.meta for page in document.values())


def _day(document: Document) -> str:
    return next((page.day for page in document.values() if page.day), "")


def _pages(documents: Sequence[Document]) -> dict[Lang, int]:
    return {lang: sum(lang in document for document in documents) for lang in LANGS}


def _write(folder: Path, documents: Sequence[Document], terms: Iterable[Term]) -> None:
    parts = _parts(_postings(documents), _names(terms))
    packed = {f"terms/{number}": _pack(part) for number, part in enumerate(parts)}
    packed["facets"] = _pack(_facets(documents))
    packed |= {f"documents/{n}": _pack(_shown(d)) for n, d in enumerate(documents)}
    digest = hashlib.sha256()
    for name in packed:
        digest.update(packed[name])
    index = {
        "version": digest.hexdigest()[:12],
        "documents": len(documents),
        "articles": sum(map(_is_article, documents)),
        "pages": _pages(documents),
        "parts": [min((*part["keys"], *part["names"]), default="") for part in parts],
        "tables": exported(),
    }
    packed["index"] = _pack(index)
    for name in ("terms", "documents"):
        (folder / name).mkdir()
    for name, content in packed.items():
        (folder / f"{name}.pack").write_bytes(content)


def _pack(value: object) -> bytes:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(text.encode(), compresslevel=9, mtime=0)


def _postings(documents: Sequence[Document]) -> dict[str, Postings]:
    """For each key its documents: number * 4 + how much the document is about it."""
    found: dict[str, Postings] = {}
    for number, document in enumerate(documents):
        for key, level in _levels(document).items():
            found.setdefault(key, []).append(number * _LEVELS + level)
    return found


def _levels(document: Document) -> dict[str, int]:
    counts: Counter[str] = Counter()
    weak: set[str] = set()
    titles: set[str] = set()
    for page in document.values():
        for word in words(page.title):
            titles.add(keys(word)[0])
            weak.update(keys(word)[1:])
        for compound in joined(f"{page.title}\n{page.text}"):
            weak.update(keys(compound))
        for word in words(page.text):
            if not is_small(word):
                best, *others = keys(word)
                counts[best] += 1
                weak.update(others)
    levels = dict.fromkeys(weak, _ONCE)
    for key, number in counts.items():
        levels[key] = _OFTEN if number > 3 else _TWICE if number > 1 else _ONCE
    return levels | dict.fromkeys(titles, _TITLE)


def _names(terms: Iterable[Term]) -> dict[str, list[list[list[str]]]]:
    """By the first key of each spelling: all spellings of the name, each as its keys.

    A spelling that begins with "~" is a sound: what a name is written by in Latin letters, vowels
    aside, wherever it is not written as the termbase says.
    """
    found: dict[str, list[list[list[str]]]] = {}

    def add(spellings: list[list[str]]) -> None:
        for first in dict.fromkeys(spelling[0] for spelling in spellings):
            if spellings not in found.setdefault(first, []):
                found[first].append(spellings)

    for term in terms:
        if term.kind is not TermKind.TERM:
            add(_spellings(term.arabic, (term.english, *term.accepted)))
            for one, other in _parts_of_name(term):
                add(_spellings((one,), (other,)))
    for arabic, latin in common_names():
        add(_spellings(arabic, latin))
    return found


def _spellings(arabic: Iterable[str], latin: Iterable[str]) -> list[list[str]]:
    spellings = [
        [keys(word)[0] for word in words(text) if not is_small(word)] for text in (*arabic, *latin)
    ]
    spellings += [[f"~{sound}" for sound in way] for text in arabic for way in all_sounds(text)]
    return [list(spelling) for spelling in dict.fromkeys(map(tuple, spellings)) if spelling]


def _parts_of_name(term: Term) -> Iterator[tuple[str, str]]:
    """The names that a person's name is made of: نجيب and Naguib, محفوظ and Mahfouz."""
    if term.kind is not TermKind.PERSON:
        return
    for arabic in term.arabic:
        for latin in (term.english, *term.accepted):
            ours = words(arabic)
            theirs = [word for word in words(latin) if not is_small(word)]
            if len(ours) == len(theirs) > 1:
                for one, other in zip(ours, theirs, strict=True):
                    if [latin_sounds(other)] in all_sounds(one):
                        yield one, other


def _parts(
    postings: Mapping[str, Postings], names: Mapping[str, list[list[list[str]]]]
) -> list[dict[str, dict[str, object]]]:
    """All keys in order, in parts of about one size, so that a query needs few and small files."""
    parts: list[dict[str, dict[str, object]]] = [{"keys": {}, "names": {}}]
    size = 0
    for key in sorted(postings.keys() | names.keys()):
        if size > _PART:
            parts.append({"keys": {}, "names": {}})
            size = 0
        for kind, value in (("keys", _deltas(postings.get(key, []))), ("names", names.get(key))):
            if value:
                parts[-1][kind][key] = value
                size += len(key) + len(json.dumps(value))
    return parts


def _deltas(numbers: Postings) -> Postings:
    """Each posting less the number of the one before it, which makes them short."""
    before, found = 0, []
    for posting in numbers:
        number, level = divmod(posting, _LEVELS)
        found.append((number - before) * _LEVELS + level)
        before = number
    return found


def _facets(documents: Sequence[Document]) -> dict[str, dict[str, list[int]]]:
    """The documents of each value that a reader can filter by; numbers as differences."""
    facets: dict[str, dict[str, list[int]]] = {
        name: {} for name in ("year", "source", "topic", "status")
    }
    for number, document in enumerate(documents):
        page = next(iter(document.values()))
        values = {
            "year": [page.day[:4]],
            "source": [page.meta.get("source", "")],
            "topic": page.filters.get("topic", []),
            "status": [page.meta.get("status", "")],
        }
        for name, several in values.items():
            for value in filter(None, dict.fromkeys(several)):
                facets[name].setdefault(value, []).append(number)
    return {
        name: {
            value: [b - a for a, b in zip([0, *numbers], numbers, strict=False)]
            for value, numbers in sorted(of_kind.items())
        }
        for name, of_kind in facets.items()
    }


def _shown(document: Document) -> dict[str, object]:
    """What a result shows of each page."""
    return {
        "address": next(iter(document.values())).address,
        "pages": {
            lang: {"title": page.title, "text": page.text, "meta": page.meta}
            for lang, page in document.items()
        },
    }
