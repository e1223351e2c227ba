"""Turn an Arabic text and its English into the English with the names of the termbase right.

A name that is not there as the termbase has it may stand there misspelt or in another
transliteration (Qadhafi for Gaddafi). It is put right only when that is safe: the word has a
capital, is near by its letters or by its consonants, is no demonym or inflection of the name, no
word that is right as it stands, no form of another term, and the only such word. Else nothing is
touched and the name is told to be missing, for the caller to ask again with `with_latin_names`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from generator.models import Term, TermKind
from generator.text.terms.demonyms import is_derived, is_known
from generator.text.terms.index import TermIndex, find_terms
from generator.text.terms.rendering import (
    Form,
    Span,
    Word,
    english_words,
    forms,
    is_inflected,
    renderings,
)

_PARTICLES = frozenset("of the and for al el bin ibn abu de la le da do dos del von van".split())
_SOUNDS = (
    (r"(.)\1+", r"\1"),
    (r"tch|tsch|ch|sch|sh", "s"),
    (r"ph|v", "f"),
    (r"kh|gh|ck|q|g|x", "k"),
    (r"c(?=[eiy])", "s"),
    (r"c|j", "k"),
    (r"th|dh|d", "t"),
    (r"z", "s"),
    (r"p", "b"),
    (r"[aeiouywh]", ""),
)
_DOUBLE = re.compile(r"(.)\1+")
_SOUND = tuple((re.compile(pattern), sound) for pattern, sound in _SOUNDS)
_THE = re.compile(r"\bthe\s+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Replacement:
    """`found`, which stood in the English, gave way to the English of `term`."""

    term: Term
    found: str


@dataclass(frozen=True, slots=True)
class Enforced:
    """The English with its names right, and what became of each name that was not.

    `inflected` are names that are there as an adjective or a plural, and were left so.
    """

    text: str
    replaced: tuple[Replacement, ...] = ()
    missing: tuple[Term, ...] = ()
    inflected: tuple[Term, ...] = ()


def enforce(arabic: str, english: str, index: TermIndex) -> Enforced:
    """`english` with each term that `find_terms` sees in `arabic` said as `index` has it."""
    wanted = dict.fromkeys(hit.term for hit in find_terms(arabic, index))
    words = english_words(english)
    absent = [term for term in wanted if not renderings(term, words, english)]
    if not absent:
        return Enforced(english)
    taken = _taken(index.terms, words, english)
    misses = {term: _misses(term, words, english, taken) for term in absent}
    edits: list[tuple[Span, Term]] = []
    missing: list[Term] = []
    inflected: list[Term] = []
    for term, spans in misses.items():
        others = {span for other, found in misses.items() if other != term for span in found}
        if spans and not _overlap(spans, others):
            edits += [(span, term) for span in spans]
        else:
            (inflected if is_inflected(term, english) else missing).append(term)
    replaced = tuple(Replacement(term, english[span.start : span.end]) for span, term in edits)
    return Enforced(_edited(english, edits), replaced, tuple(missing), tuple(inflected))


def near_miss(term: Term, english: str, index: TermIndex | None = None) -> Span | None:
    """Where `english` has `term` misspelt, or None where that is not certain.

    The forms of the terms of `index` are never taken for a misspelling. Of several places with the
    same word it is the first.
    """
    words = english_words(english)
    taken = _taken(index.terms if index else (), words, english)
    return next(iter(_misses(term, words, english, taken)), None)


def _taken(terms: Collection[Term], words: Sequence[Word], english: str) -> list[Span]:
    """The places where `english` says one of `terms`; only those that begin as a word of it does."""
    begins = {word.plain[:2] for word in words}
    return [
        span
        for term in terms
        if any(form.joined[:2] in begins or len(form.words[0]) < 2 for form in forms(term))
        for span in renderings(term, words, english)
    ]


def _misses(
    term: Term, words: Sequence[Word], english: str, taken: Collection[Span]
) -> list[Span]:
    """The places of the one word (or run of words) that is `term` misspelt."""
    found: dict[str, list[Span]] = {}
    for run in _runs(term, words, english):
        span = Span(run[0].start, run[-1].end)
        if not _overlap([span], taken) and any(_is_near(form, run, term) for form in forms(term)):
            found.setdefault("".join(word.plain for word in run), []).append(span)
    if len(found) > 1:  # a run inside a longer one is no second candidate
        widest = max(found, key=len)
        if all(_overlap(spans, found[widest]) for spans in found.values()):
            found = {widest: found[widest]}
    return next(iter(found.values())) if len(found) == 1 else []


def _runs(term: Term, words: Sequence[Word], english: str) -> Iterator[Sequence[Word]]:
    """Runs of words as long as a form of `term`, or one more or less, that look like a name."""
    lengths = {len(form.words) + more for form in forms(term) for more in (-1, 0, 1)}
    for at, word in enumerate(words):
        if not word.capital and term.kind is not TermKind.TERM:
            continue
        for length in sorted(lengths - {0}):
            run = words[at : at + length]
            if len(run) == length and _is_whole(run, english):
                yield run


def _is_whole(run: Sequence[Word], english: str) -> bool:
    gaps = (english[one.end : other.start] for one, other in zip(run, run[1:], strict=False))
    return all(gap in {" ", "-", ". ", ".", "\u00a0"} for gap in gaps) and (
        run[-1].capital or len(run) == 1
    )


def _is_near(form: Form, run: Sequence[Word], term: Term) -> bool:
    joined = "".join(word.plain for word in run)
    if joined == form.joined:  # only the case is wrong
        return term.kind is not TermKind.TERM and not (form.acronym or is_known(joined))
    if term.kind is TermKind.TERM or form.acronym or len(form.joined) < 4:
        return False
    if any(not word.capital and word.plain not in _PARTICLES for word in run):
        return False
    if len(run) == 1 and len(form.words) == 1:
        return _is_near_word(form.words[0], joined)
    if len(run) == len(form.words):
        pairs = list(zip(form.words, (word.plain for word in run), strict=True))
        changed = [(one, other) for one, other in pairs if one != other]
        return all(_is_near_word(one, other) for one, other in changed)
    return _sounds(form.joined) == _sounds(joined) and _distance(form.joined, joined) <= 2


def _is_near_word(name: str, word: str) -> bool:
    """Whether `word` is `name` misspelt or transliterated in another way."""
    if is_known(word) or is_derived(name, word) or is_derived(word, name):
        return False
    if _class(name) != _class(word) or min(len(name), len(word)) < 4:
        return False
    distance = min(_distance(name, word), _distance(_single(name), _single(word)))
    sounds = _sounds(name)
    if sounds == _sounds(word):
        return distance <= (1 if len(sounds) < 3 else max(2, len(name) * 2 // 5))
    return distance <= (0 if len(name) < 6 else 1 if len(name) < 9 else 2)


def _class(word: str) -> str:
    """The sound a word begins with; all vowels are one."""
    return _sounds(word[:2])[:1] if word[0] not in "aeiouywh" else "a"


@lru_cache(maxsize=50_000)
def _sounds(word: str) -> str:
    """The consonants of `word`, those that transliterations of Arabic exchange made the same."""
    for pattern, sound in _SOUND:
        word = pattern.sub(sound, word)
    return word


def _single(word: str) -> str:
    return _DOUBLE.sub(r"\1", word)


@lru_cache(maxsize=50_000)
def _distance(one: str, other: str) -> int:
    """Damerau and Levenshtein's, with only neighbours swapped (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        before, above, row = row, before, [i]
        for j, b in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, above[j - 2] + 1)
            row.append(cost)
    return row[-1]


def _overlap(spans: Collection[Span], others: Collection[Span]) -> bool:
    return any(
        one.start < other.end and other.start < one.end for one in spans for other in others
    )


def _edited(english: str, edits: Sequence[tuple[Span, Term]]) -> str:
    for span, term in sorted(edits, reverse=True, key=lambda edit: edit[0]):
        name = term.english
        before = english[: span.start]
        if name[:4].casefold() == "the " and _THE.search(before):
            name = name[4:]
        english = before + name + english[span.end :]
    return english
