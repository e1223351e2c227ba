"""Turn an Arabic text into the names and terms of the termbase that stand in it, and where.

A term is found in any spelling that `fold` takes for the same, with what Arabic writes onto a word:
و ف before it, ب ل ك before it (للقاهرة is ل and القاهرة), and for common terms (not for names) the
article, the accusative alef and the pronouns of two letters. A term of several words takes these on
its first word; a common term without articles is found with them too (حرب أهلية, الحرب الأهلية,
مجلس أمن, مجلس الأمن). Beyond that only what is listed is found: no stem is guessed, so مصر is not
in مصرف nor in مصري.

Refused, because each was wrong more often than right: س, which stands before verbs alone; the
article before names (الكريم is not Karim); a clitic before a person's name of up to three letters
(وسام is not و and سام); pronouns of one letter (مكتبه, his office, folds like مكتبة, a library); a
name that is also a word of every day where nothing around it says that it is a name (`homographs`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from generator.models import Term, TermKind
from generator.text.normalize import fold, fold_word
from generator.text.terms.homographs import (
    FUNCTION_WORDS,
    HOMOGRAPHS,
    MEASURES,
    ORGANIZATION_CUES,
    PERSON_CUES,
    PLACE_CUES,
    PLACE_PREPOSITIONS,
    PRAYERS,
    WHOLE_WORDS,
)

_WORDS = 65_536  # remembered words: Arabic text repeats the same ones

_MARK = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u200b-\u200f\u061c"
_WORD = re.compile(f"[^\\W_](?:[^\\W_]|[{_MARK}])*")
_GAP = re.compile(r"[\s\-–_.'’\"“”«»]{0,3}")
_PRONOUNS = ("هما", "ها", "هم", "هن", "نا", "كم")
_CUES = {
    TermKind.PERSON: PERSON_CUES,
    TermKind.PLACE: PLACE_CUES,
    TermKind.ORGANIZATION: ORGANIZATION_CUES,
}
_ABU = ("ابو", "ابي", "ابا")
_JOINING = frozenset({"عبد", *_ABU})


class TermHit(NamedTuple):
    """`text[start:end]` says `term`; `clitic` is what is written onto it, folded ("و", "ول").

    The clitic stands before `start`; an article, an ending or a pronoun is inside.
    """

    term: Term
    start: int
    end: int
    clitic: str = ""


class Token(NamedTuple):
    """A word of a text: `text[start:end]`, and how it is compared."""

    folded: str
    start: int
    end: int


class _Form(NamedTuple):
    """A way to write a term: its words, folded, and how it ends before folding."""

    term: Term
    words: tuple[str, ...]
    ending: str

    @property
    def alone(self) -> bool:
        return len(self.words) == 1

    @property
    def doubtful(self) -> bool:
        return self.alone and self.words[0] in HOMOGRAPHS

    @property
    def inflects(self) -> bool:
        """Whether the article and endings may come on: for a common term without articles."""
        return self.term.kind is TermKind.TERM and not any(w.startswith("ال") for w in self.words)


class _Reading(NamedTuple):
    """A word taken apart: `clitic`, which is `cut` letters long, then `stem`."""

    stem: str
    clitic: str
    cut: int
    article: bool = False
    ending: bool = False


class _Match(NamedTuple):
    form: _Form
    reading: _Reading
    first: int
    last: int  # the first token after it

    @property
    def rank(self) -> tuple[int, int]:
        return (self.last - self.first, -len(self.reading.clitic) - self.reading.ending)


class TermIndex:
    """The terms of a termbase, ready to be found. Where two say the same, the first counts."""

    def __init__(self, terms: Iterable[Term] = ()) -> None:
        self.terms = tuple(terms)
        self._forms: dict[str, list[_Form]] = {}
        for form in (form for term in self.terms for form in _forms(term)):
            if not (form.alone and form.words[0] in FUNCTION_WORDS):
                self._forms.setdefault(form.words[0], []).append(form)

    def starting_with(self, word: str) -> Sequence[_Form]:
        """The forms whose first word is `word`, folded."""
        return self._forms.get(word, ())


def find_terms(text: str, index: TermIndex) -> list[TermHit]:
    """The terms in `text` in reading order, the longest where several begin, none inside another.

    Linear in the length of the text.
    """
    words = text_words(text)
    sure: list[_Match] = []
    doubtful: list[_Match] = []
    at = 0
    while at < len(words):
        match = max(_matches(text, words, at, index), key=lambda found: found.rank, default=None)
        if match is None:
            at += 1
            continue
        (doubtful if match.form.doubtful else sure).append(match)
        at = match.last
    taken = {place for match in sure for place in range(match.first, match.last)}
    sure += [match for match in doubtful if _is_name(match, words, taken)]
    return [_hit(text, words, match) for match in sorted(sure, key=lambda match: match.first)]


def text_words(text: str) -> list[Token]:
    """The words of `text`, folded, with their offsets."""
    words = (Token(fold_word(m[0]), m.start(), m.end()) for m in _WORD.finditer(text))
    return [word for word in words if word.folded]


def with_latin_names(text: str, hits: Iterable[TermHit]) -> str:
    """`text` with the names of `hits` in Latin, what was written onto them kept: بـ Cairo.

    This is the source to ask a translator with again, when it did not know a name. Common terms
    stay: without its article and endings the Arabic around them would be none.
    """
    parts: list[str] = []
    end = 0
    names = (hit for hit in hits if hit.term.kind is not TermKind.TERM)
    for hit in sorted(names, key=lambda hit: hit.start):
        parts.append(text[end : hit.start])
        if hit.clitic:
            parts.append(" " if hit.clitic[-1] in "وف" else "ـ ")
        parts.append(hit.term.english)
        end = hit.end
    return "".join([*parts, text[end:]])


def names_in(texts: Iterable[str], index: TermIndex) -> dict[TermKind, list[Term]]:
    """The terms in `texts` by kind, the most frequent first, then in the order they appear."""
    if not index.terms:
        return {kind: [] for kind in TermKind}
    counts = Counter(hit.term for text in texts for hit in find_terms(text, index))
    return {
        kind: [term for term, _ in counts.most_common() if term.kind is kind] for kind in TermKind
    }


def doubt(term: Term) -> str | None:
    """Why `term` is found seldom or never, in a sentence for whoever keeps the termbase."""
    alone = [(raw, fold(raw)) for raw in term.arabic if len(text_words(raw)) == 1]
    if never := [raw for raw, folded in alone if folded in FUNCTION_WORDS]:
        return f"{never[0]} alone is taken for a common word and is never found"
    if seldom := [raw for raw, folded in alone if folded in HOMOGRAPHS]:
        return f"{seldom[0]} is also a common word and is found only beside a title or a name"
    return None


def folded_forms(term: Term) -> dict[tuple[str, ...], str]:
    """What the variants of `term` look like to `find_terms`; two terms must not share one."""
    return {tuple(word.folded for word in text_words(variant)): variant for variant in term.arabic}


def _forms(term: Term) -> Iterator[_Form]:
    seen: set[tuple[str, ...]] = set()
    for variant in term.arabic:
        words = tuple(word.folded for word in text_words(variant))
        for spelled in _spellings(words, term.kind) if words else ():
            if spelled not in seen:
                seen.add(spelled)
                yield _Form(term, spelled, variant.rstrip()[-1])


def _spellings(words: tuple[str, ...], kind: TermKind) -> Iterator[tuple[str, ...]]:
    """`words`, with or without a space after عبد and أبو, in the cases of أبو and of ون."""
    yield words
    if kind in {TermKind.ORGANIZATION, TermKind.TERM}:
        for one, other in (("ون", "ين"), ("ين", "ون")):
            yield tuple(
                word[:-2] + other if len(word) >= 6 and word.endswith(one) else word
                for word in words
            )
    for at, word in enumerate(words):
        if word in _ABU:
            yield from ((*words[:at], abu, *words[at + 1 :]) for abu in _ABU)
        if word in _JOINING and at + 1 < len(words):
            yield (*words[:at], word + words[at + 1], *words[at + 2 :])
        for joined in _JOINING:
            rest = word.removeprefix(joined)
            if rest != word and (rest.startswith("ال") if joined == "عبد" else len(rest) >= 3):
                yield (*words[:at], joined, rest, *words[at + 1 :])


def _matches(text: str, words: Sequence[Token], at: int, index: TermIndex) -> Iterator[_Match]:
    word = words[at].folded
    listed = any(form.alone for form in index.starting_with(word))
    for reading in _readings(word):
        if reading.clitic and (listed or word in WHOLE_WORDS):
            continue
        for form in index.starting_with(reading.stem):
            if _may_begin(reading, form) and (last := _end(text, words, at, form, reading)):
                match = _Match(form, reading, at, last)
                if not _looks_alike_only(match, text, words):
                    yield match


@lru_cache(maxsize=_WORDS)
def _readings(word: str) -> tuple[_Reading, ...]:
    """`word` whole, and without what may be written onto a term."""
    return tuple(_read(word))


def _read(word: str) -> Iterator[_Reading]:
    for conjunction in ("", word[0]) if word[0] in "وف" else ("",):
        rest = word[len(conjunction) :]
        for preposition in ("", rest[0]) if rest and rest[0] in "بلك" else ("",):
            stem = rest[len(preposition) :]
            clitic = conjunction + preposition
            if len(stem) < 2:
                continue
            yield from _inflected(stem, clitic, len(clitic))
            if preposition == "ل" and stem.startswith("ل"):  # ل and ال are written لل
                for definite in ("ا" + stem, "ال" + stem):
                    yield from _inflected(definite, clitic, len(clitic))


def _inflected(stem: str, clitic: str, cut: int) -> Iterator[_Reading]:
    yield _Reading(stem, clitic, cut)
    if stem.startswith("ال") and len(stem) > 4:
        yield _Reading(stem[2:], clitic, cut, article=True)
        return
    if len(stem) >= 4 and stem.endswith("ا"):
        yield _Reading(stem[:-1], clitic, cut, ending=True)
    if len(stem) >= 5 and stem.endswith("ته"):
        yield _Reading(stem[:-2] + "ه", clitic, cut, ending=True)
    for pronoun in _PRONOUNS:
        base = stem.removesuffix(pronoun)
        if base != stem and len(base) >= 4:
            yield _Reading(base, clitic, cut, ending=True)
            if base.endswith("ت"):
                yield _Reading(base[:-1] + "ه", clitic, cut, ending=True)


def _may_begin(reading: _Reading, form: _Form) -> bool:
    if (reading.article or reading.ending) and not form.inflects:
        return False
    if reading.clitic and form.alone and len(form.words[0]) <= 3:
        return form.term.kind is not TermKind.PERSON and "ك" not in reading.clitic
    return True


def _end(text: str, words: Sequence[Token], at: int, form: _Form, reading: _Reading) -> int | None:
    """The token after the form that begins at `at`, or None where its words do not follow."""
    article = reading.article
    for offset, word in enumerate(form.words[1:], start=at + 1):
        if offset >= len(words):
            return None
        token, before = words[offset], words[offset - 1]
        if not _GAP.fullmatch(text, before.end, token.start):
            return None
        plain = token.folded == word or (token.folded, word) in {("ابن", "بن"), ("بن", "ابن")}
        if form.inflects and token.folded == "ال" + word:
            article = True
            continue
        accusative = form.inflects and token.folded == word + "ا"
        if (article and form.inflects) or not (plain or accusative):
            return None
    return at + len(form.words)


def _looks_alike_only(match: _Match, text: str, words: Sequence[Token]) -> bool:
    """Whether folding made the word like a single one of which it is no spelling.

    A common term keeps ة and ه apart, and a doubtful name ى and ي too. Part of a name with عبد is
    not a name.
    """
    form, token = match.form, words[match.first]
    if not form.alone:
        return False
    before = words[match.first - 1].folded if match.first else ""
    if before == "عبد" and form.term.kind is TermKind.PERSON:
        return True
    if form.words[0] == "المغرب" and {before, before.removeprefix("و")} & PRAYERS:
        return True
    if form.words[0] in MEASURES and match.last < len(words):
        return words[match.last].folded[0].isdigit()
    if match.reading.ending:
        return False
    last = text[token.start : token.end].rstrip("".join(_TRAILING))[-1:]
    if form.doubtful:
        return last != form.ending and {last, form.ending} <= set("ةهىي")
    return form.term.kind is TermKind.TERM and {last, form.ending} == {"ة", "ه"}


_TRAILING = tuple(chr(code) for code in (*range(0x064B, 0x0660), 0x0670, 0x200C, 0x200D, 0x0640))


def _is_name(match: _Match, words: Sequence[Token], taken: set[int]) -> bool:
    """Whether the words around say that a word which is also a common one is a name here."""
    kind = match.form.term.kind
    before = words[match.first - 1].folded if match.first else ""
    after = words[match.last].folded if match.last < len(words) else ""
    if {before, before.removeprefix("و")} & _CUES.get(kind, frozenset()):
        return True
    if kind is TermKind.PERSON and after in {"بن", "ابن", "بنت"}:
        return True
    bare = not match.form.words[0].startswith("ال")
    if kind is TermKind.PLACE and bare and before in PLACE_PREPOSITIONS:
        return True
    joined_before = match.reading.clitic == "و" and match.first - 1 in taken
    return joined_before or (match.last in taken and after.startswith("و"))


def _hit(text: str, words: Sequence[Token], match: _Match) -> TermHit:
    start = words[match.first].start
    letters = 0
    while letters < match.reading.cut:
        letters += len(fold(text[start]))
        start += 1
    while not fold(text[start]):  # a mark belongs to the letter before it
        start += 1
    return TermHit(match.form.term, start, words[match.last - 1].end, match.reading.clitic)
