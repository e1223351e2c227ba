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
from itertools import pairwise
from typing import NamedTuple

from generator.models import Term, TermKind
from generator.text.terms.demonyms import has_suffix, is_derived, is_known
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
_ARTICLES = frozenset("al el ul ad an ar as at az ash ed er es ez il".split())
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
_SIBLINGS = dict(zip("pvdzqcgj", "bftskkkk", strict=True))
_DOUBLE = re.compile(r"(.)\1+")
_SOUND = tuple((re.compile(pattern), sound) for pattern, sound in _SOUNDS)
_MID_SENTENCE = re.compile(r"[^\W_][,;'’)\]]*\s+[\"“‘'(\[]*$|[-/]$")
_THE = re.compile(r"\bthe\s+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Replacement:
    """`found`, which stood in the English, gave way to `put`, the English of `term`."""

    term: Term
    found: str
    put: str


class _Miss(NamedTuple):
    """The place of a misspelt name, and the form that it is nearest to."""

    span: Span
    term: Term
    form: Form


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
    edits: list[_Miss] = []
    missing: list[Term] = []
    inflected: list[Term] = []
    for term, ones in misses.items():
        others = [miss for other in absent if other != term for miss in misses[other]]
        if ones and not _overlap(_spans(ones), _spans(others)):
            edits += ones
        else:
            (inflected if is_inflected(term, english) else missing).append(term)
    replaced = tuple(
        Replacement(edit.term, english[edit.span.start : edit.span.end], edit.form.text)
        for edit in edits
    )
    return Enforced(_edited(english, edits), replaced, tuple(missing), tuple(inflected))


def near_miss(term: Term, english: str, index: TermIndex | None = None) -> Span | None:
    """Where `english` has `term` misspelt, or None where that is not certain.

    The forms of the terms of `index` are never taken for a misspelling. Of several places with the
    same word it is the first.
    """
    words = english_words(english)
    taken = _taken(index.terms if index else (), words, english)
    return next(iter(_spans(_misses(term, words, english, taken))), None)


def _taken(terms: Collection[Term], words: Sequence[Word], english: str) -> list[Span]:
    """The places where `english` says one of `terms`."""
    begins = {word.plain[:2] for word in words}
    return [
        span
        for term in terms
        if any(form.joined[:2] in begins or len(form.words[0]) < 2 for form in forms(term))
        for span in renderings(term, words, english)
    ]


def _misses(
    term: Term, words: Sequence[Word], english: str, taken: Collection[Span]
) -> list[_Miss]:
    """The places of the one word (or run of words) that is `term` misspelt."""
    found: dict[str, list[_Miss]] = {}
    for run in _runs(term, words, english):
        span = Span(run[0].start, run[-1].end)
        if _overlap([span], taken):
            continue
        begins = not _MID_SENTENCE.search(english, 0, span.start)
        near = (form for form in forms(term) if _is_near(form, run, term, begins=begins))
        if form := next(near, None):
            said = "".join(word.plain for word in run)
            found.setdefault(said, []).append(_Miss(span, term, form))
    if len(found) > 1:  # a run inside a longer one is no second candidate
        widest = max(found, key=len)
        if all(_overlap(_spans(ones), _spans(found[widest])) for ones in found.values()):
            found = {widest: found[widest]}
    return next(iter(found.values())) if len(found) == 1 else []


def _spans(misses: Collection[_Miss]) -> list[Span]:
    return [miss.span for miss in misses]


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
    gaps = (english[one.end : other.start] for one, other in pairwise(run))
    return all(gap in {" ", "-", ". ", ".", "\u00a0"} for gap in gaps) and (
        run[-1].capital or len(run) == 1
    )


def _is_near(form: Form, run: Sequence[Word], term: Term, *, begins: bool) -> bool:
    joined = "".join(word.plain for word in run)
    if joined == form.joined:  # only the case is wrong
        return term.kind is not TermKind.TERM and not (form.acronym or is_known(joined))
    if term.kind is TermKind.TERM or form.acronym or len(form.joined) < 4:
        return False
    if any(not word.capital and word.plain not in _PARTICLES for word in run):
        return False
    if len(run) == 1 and len(form.words) == 1:
        return _is_near_word(form.words[0], joined, begins=begins)
    said = [word.plain for word in run]
    if _is_near_name(_without_articles(form.words), _without_articles(said)):
        return True
    return (
        not any(is_known(word.plain) for word in run)
        and _sounds(form.joined) == _sounds(joined)
        and _distance(form.joined, joined) <= 2
    )


def _is_near_word(name: str, word: str, *, begins: bool = False) -> bool:
    """Whether `word` is `name` misspelt or transliterated in another way.

    Less is allowed where the word `begins` a sentence, so that its capital says nothing, and of a
    well-known name, which machines do not misspell but do have neighbours of (Poland, Planned).
    """
    if not _may_be(name, word) or min(len(name), len(word)) < 4:
        return False
    distance = min(_distance(name, word), _distance(_single(name), _single(word)))
    alike = _sounds(name) == _sounds(word)
    if is_known(name) or begins:
        return alike and distance <= 1
    if alike:
        return distance <= (1 if len(_sounds(name)) < 3 or len(name) < 6 else max(2, len(name) / 3))
    return distance <= (0 if len(name) < 6 else 1 if len(name) < 9 else 2)


def _is_near_name(name: Sequence[str], words: Sequence[str]) -> bool:
    """Whether `words` are the words of `name`, one or all of them misspelt.

    Beside a word that is right, and is more than bin or of, another may be further off.
    """
    if len(name) != len(words) or len(name) < 2:
        return False
    pairs = list(zip(name, words, strict=True))
    wrong = [(one, other) for one, other in pairs if one != other]
    right = any(one == other and one not in _PARTICLES for one, other in pairs)
    near = [_is_near_word(one, other) for one, other in wrong]
    enough = right or any(near)
    return all(
        good or (enough and _is_near_part(one, other))
        for good, (one, other) in zip(near, wrong, strict=True)
    )


def _is_near_part(name: str, word: str) -> bool:
    """The same as `_is_near_word`, for a word beside one that is right: Sau Paulo, Taha Husayn."""
    share = 2 if _sounds(name) == _sounds(word) else 3
    return _may_be(name, word) and _distance(name, word) <= max(len(name) / share, 1)


def _may_be(name: str, word: str) -> bool:
    """Whether nothing forbids that `word` is a misspelling of `name`, however far it is."""
    derived = is_derived(name, word) or has_suffix(name, word)
    return not derived and not is_known(word) and _class(name) == _class(word)


def _without_articles(words: Sequence[str]) -> list[str]:
    """`words` without what stands for the Arabic article inside a name: el-Sisi, al-Sisi."""
    return [word for at, word in enumerate(words) if not at or word not in _ARTICLES]


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
def _distance(one: str, other: str) -> float:
    """Damerau and Levenshtein's, with only neighbours swapped (optimal string alignment).

    Consonants that transliterations exchange are half a change apart.
    """
    before: list[float] = []
    row = [float(j) for j in range(len(other) + 1)]
    for i, a in enumerate(one, start=1):
        before, above, row = row, before, [float(i)]
        for j, b in enumerate(other, start=1):
            change = 0 if a == b else 0.5 if _SIBLINGS.get(a, a) == _SIBLINGS.get(b, b) else 1
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + change)
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, above[j - 2] + 1)
            row.append(cost)
    return row[-1]


def _overlap(spans: Collection[Span], others: Collection[Span]) -> bool:
    return any(one.start < other.end and other.start < one.end for one in spans for other in others)


def _edited(english: str, edits: Sequence[_Miss]) -> str:
    for span, _, form in sorted(edits, reverse=True, key=lambda edit: edit.span):
        name = form.text
        before = english[: span.start]
        if name[:4].casefold() == "the " and _THE.search(before):
            name = name[4:]
        english = before + name + english[span.end :]
    return english
