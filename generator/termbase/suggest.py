"""Turn articles into the names that they have and the termbase lacks, the likeliest first.

Four signs of a name: a title before it (الرئيس، الدكتورة), a word that begins the name of an
organization or a place (منظمة، جامعة، نهر) or stands before one (مدينة), Latin in brackets behind
it ("(NATO)"), and, of single words, that they come again and again, after prepositions, and never
take an article, an adjective or a noun of their own. Without capitals none is certain: this
proposes, and a person decides. English is proposed only where the source itself has Latin beside
the name.

Refuses to guess beyond that: a name that comes once, without any sign, is not found.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import NamedTuple

from generator.models import Article, Term, TermKind
from generator.termbase.cues import (
    COMMON,
    COMPOUNDS,
    MONTHS,
    ORGANIZATIONS,
    PLACES,
    PLACES_BEFORE,
    STOP,
    TITLES,
)
from generator.text.normalize import fold
from generator.text.segments import article_sentences
from generator.text.terms import TermIndex, find_terms
from generator.text.terms.homographs import FUNCTION_WORDS, HOMOGRAPHS
from generator.text.terms.index import Token, text_words

FREQUENT = 3
"""A single word without another sign is proposed when it comes so many times."""

_LATIN = re.compile(r"\(\s*([A-Z][A-Za-z\u00c0-\u024f0-9&.,'’ \-]{1,60}?)\s*\)")
_ARABIC = re.compile("[\u0620-\u064a]")
_TANWIN = re.compile("[\u064b-\u064d]")
_QUOTES = re.compile('["“”«»]')
_JOINED = re.compile(r"[\s\"“”«»'’]{1,3}")
_NISBA = ("ي", "يه", "يين", "يون")
_PREPOSITIONS = frozenset(fold("في من إلى على عن بين نحو مع إلي فى لدى").split())
_NAME_LINKS = frozenset(fold("بن ابن بنت أبو أبي أبا عبد آل دي فان دو").split())
_YA_NAMES = frozenset(fold("ياسر ياسين ياسمين يوسف يونس يحيى يعقوب يزيد يسرا يسرى ياس").split())
_SOUNDS = str.maketrans("بتثجحخدذرزسشصضطظغفقكلمن", "bttkkkttrsssstttkfkklmn")
_SAID = str.maketrans("pvdzqcgjx", "bftskkkkk")
_WEIGHT = {"latin": 4.0, "title": 3.0, "head": 2.5, "place": 3.0, "frequent": 1.0}


class Place(NamedTuple):
    """Where a candidate stands: the article and the sentence."""

    slug: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name that the termbase might take.

    `english` is what the source has in brackets beside it, or "". `sign` is what spoke for it:
    "latin", "title", "head", "place" or "frequent".
    """

    arabic: str
    kind: TermKind
    count: int
    places: tuple[Place, ...]
    sign: str
    english: str = ""


@dataclass
class _Found:
    """What is known of one candidate, by its folded words."""

    spellings: Counter[str] = field(default_factory=Counter)
    kinds: Counter[TermKind] = field(default_factory=Counter)
    signs: set[str] = field(default_factory=set)
    english: Counter[str] = field(default_factory=Counter)


class _Line(NamedTuple):
    place: Place
    text: str
    words: list[Token]


class _Sighting(NamedTuple):
    first: int
    last: int  # the first word after it
    kind: TermKind
    sign: str
    english: str = ""


def suggest(articles: Iterable[Article], terms: Iterable[Term] = ()) -> list[Candidate]:
    """Names in `articles` that `terms` does not have, the likeliest first."""
    lines = list(_lines(articles))
    found: dict[tuple[str, ...], _Found] = defaultdict(_Found)
    for line in lines:
        for sighting in (*_sightings(line.text, line.words), *_bracketed(line.text, line.words)):
            _note(found, line, sighting)
    for word, spelling in _frequent(lines).items():
        known = found[(word,)]
        known.spellings[spelling] += 1
        known.signs.add("frequent")
        known.kinds[TermKind.PLACE] += 0
    places = _counted(lines, found)
    index = TermIndex(terms)
    candidates = [
        _candidate(known, places[words])
        for words, known in found.items()
        if places[words] and not _is_known(known, index)
    ]
    return sorted(candidates, key=lambda one: (-_score(one), one.arabic))


def _score(candidate: Candidate) -> float:
    longer = 1.2 if " " in candidate.arabic else 1.0
    return _WEIGHT[candidate.sign] * math.pow(min(candidate.count, 20), 0.7) * longer


def _lines(articles: Iterable[Article]) -> Iterator[_Line]:
    for article in articles:
        for sentence in article_sentences(article.blocks):
            place = Place(article.slug, sentence.id)
            yield _Line(place, sentence.text, text_words(sentence.text))


def _note(found: dict[tuple[str, ...], _Found], line: _Line, sighting: _Sighting) -> None:
    run = line.words[sighting.first : sighting.last]
    if _TANWIN.search(line.text, run[0].start, run[-1].end):  # no name, or no name alone
        return
    known = found[tuple(word.folded for word in run)]
    known.spellings[_QUOTES.sub("", line.text[run[0].start : run[-1].end])] += 1
    known.kinds[sighting.kind] += 1
    known.signs.add(sighting.sign)
    if sighting.english:
        known.english[sighting.english] += 1


def _sightings(text: str, words: Sequence[Token]) -> Iterator[_Sighting]:
    for at, word in enumerate(words):
        if _stems(word.folded) & TITLES:
            first = at + 1
            while first < min(len(words), at + 3) and _is_nisba(text, words, first):
                first += 1
            if last := _person_end(text, words, first):
                yield _Sighting(first, last, TermKind.PERSON, "title")
        elif word.folded in ORGANIZATIONS and (last := _phrase_end(text, words, at)):
            yield _Sighting(at, last, TermKind.ORGANIZATION, "head")
        elif word.folded in PLACES and (last := _phrase_end(text, words, at, longest=2)):
            yield _Sighting(at, last, TermKind.PLACE, "place")
        elif _stems(word.folded) & PLACES_BEFORE and _names_a_place(text, words, at + 1):
            last = at + 3 if words[at + 1].folded in COMPOUNDS else at + 2
            yield _Sighting(at + 1, min(last, len(words)), TermKind.PLACE, "place")


def _stems(word: str) -> set[str]:
    """`word` with and without one letter that may be written onto it: بمدينة, والرئيس."""
    return {word, word[1:]} if word[0] in "وفبلك" else {word}


def _names_a_place(text: str, words: Sequence[Token], at: int) -> bool:
    if at >= len(words) or not _joined(text, words, at):
        return False
    name = words[at].folded
    return _may_name(name) and name.removeprefix("ال") not in HOMOGRAPHS


def _joined(text: str, words: Sequence[Token], at: int) -> bool:
    """Whether nothing but a space or a quotation mark is between a word and the one before."""
    return bool(_JOINED.fullmatch(text, words[at - 1].end, words[at].start))


def _may_name(word: str) -> bool:
    return (
        len(word) > 2
        and bool(_ARABIC.search(word))
        and word not in STOP
        and word not in COMMON
        and word not in FUNCTION_WORDS
        and word not in TITLES
        and word not in MONTHS
        and not word.startswith(("لل", "تست", "يست"))
        and not (word[0] in "وفبلك" and word[1:] in STOP)
        and (word.startswith("ال") or not (len(word) > 5 and word.endswith("يه")))
    )


def _is_nisba(text: str, words: Sequence[Token], at: int) -> bool:
    word = words[at].folded
    return _joined(text, words, at) and word.startswith("ال") and word.endswith(_NISBA)


def _person_end(text: str, words: Sequence[Token], first: int) -> int | None:
    """Where a person's name ends that begins at `first`: two words, or three with an article.

    Links (بن, عبد) are not counted. The first word has no article, which an adjective would have.
    """
    at, names, end = first, 0, first
    while at < min(len(words), first + 6) and names < 3:
        word = words[at].folded
        linked = at > first and words[at - 1].folded in _NAME_LINKS
        if text[words[at - 1].end : words[at].start].strip():
            break
        if not _goes_on(word, 0 if linked else names, linked=linked):
            break
        at += 1
        if word not in _NAME_LINKS:
            names += 1
            end = at
        if names > 1 and word.startswith("ال"):
            break
    return end if end - first >= 2 else None


def _goes_on(word: str, names: int, *, linked: bool) -> bool:
    """Whether a person's name that has `names` words may have `word` as the next."""
    article = word.startswith("ال")
    if word in _NAME_LINKS:
        return True
    if not _may_name(word) or word.endswith("ات"):
        return False
    if names == 0:
        verb = word.startswith("ي") and word not in _YA_NAMES
        office = word[1:] in ORGANIZATIONS or word in ORGANIZATIONS  # المدير التنفيذي لشركة
        return linked or not (article or verb or office or word.startswith(("وال", "بال")))
    return article or (names == 1 and not word.startswith(("و", "ب", "ل", "ي", "ت")))


def _phrase_end(text: str, words: Sequence[Token], at: int, longest: int = 4) -> int | None:
    """Where the name ends that the noun at `at` begins, or None where it begins none.

    What follows is a name without an article, or nouns and adjectives with one: وزارة التربية
    والتعليم, منظمة الصحة العالمية, جامعة القاهرة, نهر النيل.
    """
    last = at + 1
    definite = words[at].folded.startswith("ال")
    while last < len(words) and last - at < longest and _joined(text, words, last):
        word = words[last].folded
        article = word.startswith("ال") or (last > at + 1 and word.startswith("وال"))
        if not article and (definite or last > at + 1 or not _may_name(word)):
            break
        if word in COMMON or word in STOP:
            return None
        if not article and word.startswith(("ي", "ل")):
            return None
        definite = definite or article
        last += 1
        if not article and longest <= 2:
            break
    return last if last > at + 1 else None


def _bracketed(text: str, words: Sequence[Token]) -> Iterator[_Sighting]:
    """Arabic names with Latin in brackets behind them.

    Either the Arabic sounds like the Latin, word by word, or it begins as organizations do.
    """
    for match in _LATIN.finditer(text):
        latin = " ".join(match[1].split())
        end = next((i for i, word in enumerate(words) if word.start >= match.start()), len(words))
        first, kind = end, TermKind.TERM
        for start in range(end - 1, max(-1, end - 7), -1):
            after = words[start + 1].start if start + 1 < end else match.start()
            gap = text[words[start].end : after]
            if gap.strip(" \"“”«»'’"):
                break
            if words[start].folded in ORGANIZATIONS and start + 1 < end:
                first, kind = start, TermKind.ORGANIZATION
                break
            if end - start <= len(latin.split()) and _sounds_like(words[start:end], latin):
                first = start
        if first < end and not any(word.folded in STOP for word in words[first:end]):
            yield _Sighting(first, end, kind, "latin", latin)


def _sounds_like(words: Sequence[Token], latin: str) -> bool:
    """Whether most consonants of the Arabic stand in the Latin, in their order."""
    arabic = "".join(word.folded.removeprefix("ال") for word in words).translate(_SOUNDS)
    heard = [letter for letter in arabic if letter.isascii() and letter.isalpha()]
    said = re.sub("[aeiouywh]", "", latin.casefold().translate(_SAID))
    matched = sum(block.size for block in SequenceMatcher(None, heard, said).get_matching_blocks())
    return bool(heard) and matched >= 0.6 * max(len(heard), len(said))


def _frequent(lines: Sequence[_Line]) -> dict[str, str]:
    """Single words that behave as names do throughout, with their commonest spelling."""
    total: Counter[str] = Counter()
    with_article: Counter[str] = Counter()
    after_preposition: Counter[str] = Counter()
    governing: Counter[str] = Counter()
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    for line in lines:
        for at, word in enumerate(line.words):
            folded = word.folded
            total[folded] += 1
            spellings[folded][line.text[word.start : word.end]] += 1
            if folded.startswith("ال"):
                with_article[folded[2:]] += 1
            after_preposition[folded] += at > 0 and line.words[at - 1].folded in _PREPOSITIONS
            if at + 1 < len(line.words) and _joined(line.text, line.words, at + 1):
                governing[folded] += line.words[at + 1].folded.startswith("ال")
    return {
        word: spellings[word].most_common(1)[0][0]
        for word, count in total.items()
        if count >= FREQUENT
        and len(word) > 3
        and _may_name(word)
        and word not in HOMOGRAPHS
        and not word.startswith(("ال", "لل", "و", "ي", "ت", "ب", "م"))
        and not word.endswith(("ه", "ها", "هم", "ات", "ين", "ون", "ا"))
        and not with_article[word]
        and after_preposition[word] >= max(2, count / 4)
        and governing[word] <= count / 10
    }


def _counted(
    lines: Sequence[_Line], found: dict[tuple[str, ...], _Found]
) -> dict[tuple[str, ...], tuple[int, tuple[Place, ...]]]:
    """How often, and in which sentences, each candidate stands, with or without a sign."""
    by_term = {Term((" ".join(words),), " ".join(words), TermKind.PLACE): words for words in found}
    index = TermIndex(by_term)
    counts: Counter[tuple[str, ...]] = Counter()
    places: dict[tuple[str, ...], dict[Place, None]] = defaultdict(dict)
    for line in lines:
        for hit in find_terms(line.text, index):
            words = by_term[hit.term]
            counts[words] += 1
            places[words][line.place] = None
    return defaultdict(
        lambda: (0, ()), {words: (counts[words], tuple(places[words])) for words in counts}
    )


def _candidate(known: _Found, counted: tuple[int, tuple[Place, ...]]) -> Candidate:
    count, places = counted
    return Candidate(
        known.spellings.most_common(1)[0][0],
        known.kinds.most_common(1)[0][0],
        count,
        places,
        max(known.signs, key=lambda sign: _WEIGHT[sign]),
        known.english.most_common(1)[0][0] if known.english else "",
    )


def _is_known(known: _Found, index: TermIndex) -> bool:
    """Whether the termbase has the candidate, or a name of several words that it begins with."""
    spelling = known.spellings.most_common(1)[0][0]
    hits = find_terms(spelling, index)
    begun = any(hit.start == 0 and " " in spelling[: hit.end] for hit in hits)
    return begun or sum(hit.end - hit.start for hit in hits) >= len(spelling) - 2
