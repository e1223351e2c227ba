"""Turn a text into its shingles, by which the text two articles share is found and measured.

A shingle is a run of `WORDS` words, spelling folded, as its CRC-32. That is the same in every run
and on every machine; of 25,000 pairs of texts of 400 words, one has a shingle in common by chance,
where a link needs twenty. `resemblance` and `containment` are those of Broder, On the Resemblance
and Containment of Documents (1997); `sample` is winnowing (Schleimer, Wilkerson and Aiken, 2003):
two texts with `WINDOW + WORDS - 1` words in a row in common share at least one sampled shingle.

Two things are told besides, because a text can share words with another and not be a copy of it:
which shingles stand in a quotation, and what its numbers and dates are, each by the words around
it. Refuses nothing; a text of fewer than `WORDS` words has no shingle.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain
from zlib import crc32

from generator.text.calendars import GREGORIAN_MONTHS, HIJRI_MONTHS, WEEKDAYS
from generator.text.normalize import tokens
from generator.text.quotation import QUOTATION_MARKS, Span, read_marks

WORDS = 4
"""Words of a shingle: of unrelated articles two in a hundred share one, a copy with every tenth
word changed keeps two thirds of its own."""
WINDOW = 16
"""Of so many shingles in a row, at least one is in the sample. A power of two."""

_QUOTATION = 6  # words: a shorter one is a name or a phrase
_SLOT = "#"


@dataclass(frozen=True, slots=True)
class Shingles:
    """The shingles of a text, in its order.

    `quoted` holds for each whether a word of it stands in a quotation. `numbers` holds what stands
    in each place for a number or a date; a place is the words around it.
    """

    hashes: array[int]
    quoted: bytes
    numbers: Mapping[int, frozenset[int]]

    def distinct(self) -> frozenset[int]:
        """All shingles, each once."""
        return frozenset(self.hashes)

    def unquoted(self) -> frozenset[int]:
        """The shingles that stand outside of quotations."""
        return frozenset(
            h for h, quoted in zip(self.hashes, self.quoted, strict=True) if not quoted
        )


def shingle(passages: Iterable[str]) -> Shingles:
    """The shingles of a text given in passages (its title, its paragraphs). Linear in its length.

    They run on from one passage into the next: another site may cut its paragraphs elsewhere.
    """
    words: list[str] = []
    quoted: list[bool] = []
    for passage in passages:
        for part, in_quotation in _parts(passage):
            found = words_of(part)
            words += found
            quoted += [in_quotation] * len(found)
    hashes = array("I", map(crc32, _runs_of_words(words)))
    marks = bytes(len(hashes))
    if any(quoted):
        marks = bytes(any(quoted[i : i + WORDS]) for i in range(len(hashes)))
    return Shingles(hashes, marks, _numbers(words))


def words_of(text: str) -> list[str]:
    """The folded words of `text`, as `normalize.tokens` gives them; common ones are remembered."""
    return list(chain.from_iterable(map(_folded, text.split())))


def sample(hashes: Sequence[int]) -> frozenset[int]:
    """The least of each `WINDOW` shingles in a row, or of all where there are fewer."""
    if len(hashes) < WINDOW:
        return frozenset([min(hashes)] if hashes else [])
    least = list(hashes)
    width = 1  # of the windows that `least` is of; two that touch give one of twice the width
    while width < WINDOW:
        least = list(map(min, least, least[width:]))
        width *= 2
    return frozenset(least)


def resemblance(shared: int, a: int, b: int) -> float:
    """Of all the shingles that two texts of `a` and `b` have, the part they share (Jaccard)."""
    return shared / (a + b - shared) if shared else 0.0


def containment(shared: int, a: int, b: int) -> float:
    """Of the shingles of the shorter of two texts of `a` and `b`, the part the other has too."""
    return shared / min(a, b) if shared else 0.0


def coverage(text: Shingles, shared: frozenset[int]) -> float:
    """How many of a text's words stand in shingles that are in `shared`, 0 to 1."""
    if not shared:
        return 0.0
    runs = int("".join("1" if value in shared else "0" for value in text.hashes), base=2)
    words = runs  # a bit for each word: those of every shared shingle
    for _ in range(WORDS - 1):
        words |= words << 1
    return words.bit_count() / (len(text.hashes) + WORDS - 1)


def compare_numbers(a: Shingles, b: Shingles) -> tuple[int, int]:
    """In how many places that both texts have they say the same number or date, and another."""
    places = a.numbers.keys() & b.numbers.keys()
    same = sum(not a.numbers[place].isdisjoint(b.numbers[place]) for place in places)
    return same, len(places) - same


# -- Words and hashes ----------------------------------------------------------------------------


def _parts(passage: str) -> Iterator[tuple[str, bool]]:
    """The passage in parts, and of each whether it is a quotation of some length."""
    end = 0
    if not QUOTATION_MARKS.isdisjoint(passage):
        for span in _quotations(passage):
            yield passage[end : span.start], False
            yield passage[span.start : span.end], True
            end = span.end
    yield passage[end:], False


def _quotations(passage: str) -> Iterator[Span]:
    end = 0
    pairs = ((start, end) for end, start in read_marks(passage).pairs.items())
    for start, last in sorted(pairs):
        span = Span(start, last + 1)
        is_quotation = passage[start] in QUOTATION_MARKS
        if start >= end and is_quotation and len(passage[start:last].split()) >= _QUOTATION:
            yield span
            end = span.end


@lru_cache(maxsize=1 << 16)
def _folded(chunk: str) -> tuple[str, ...]:
    return tuple(tokens(chunk))


def _runs_of_words(words: Sequence[str]) -> Iterator[bytes]:
    encoded = [word.encode() for word in words]
    text = b" ".join(encoded)
    starts = [0, *accumulate(len(word) + 1 for word in encoded)]
    for start, end in zip(starts, starts[WORDS:], strict=False):
        yield text[start : end - 1]


# -- Numbers and dates ---------------------------------------------------------------------------

_NAMES = {
    words: f"{kind}{number}"
    for kind, table in (("d", WEEKDAYS), ("h", HIJRI_MONTHS), ("m", GREGORIAN_MONTHS))
    for words, number in table.items()
    if len(words) <= 2
}
_BEGINNINGS = frozenset(words[0] for words in _NAMES)


def _numbers(words: Sequence[str]) -> dict[int, frozenset[int]]:
    """What the numbers and dates of a text are, by the two words before each and the one after.

    A run of them is one: "1,500" and "1500" are the same, so are "25 تشرين الأول/أكتوبر 2016" and
    "25 أكتوبر 2016".
    """
    found: dict[int, frozenset[int]] = {}
    behind = 0  # where the last run ended
    for start, end, value in _runs(words):
        before = words[max(start - 2, behind) : start]
        place = crc32(" ".join([*before, _SLOT, *words[end : end + 1]]).encode())
        found[place] = found.get(place, frozenset()) | {crc32(value.encode())}
        behind = end
    return found


def _runs(words: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Where each run of numbers and names of days and months begins and ends, and what it says."""
    start = end = 0
    run: list[str] = []
    for at, word in enumerate(words):
        if at < end or not (_has_digits(word) or word in _BEGINNINGS):
            continue
        value, length = _value_at(words, at)
        if not length:
            continue
        if at > end or not run:
            if run:
                yield start, end, "".join(run)
            start, run = at, []
        if run[-1:] != [value]:
            run.append(value)
        end = at + length
    if run:
        yield start, end, "".join(run)


def _value_at(words: Sequence[str], at: int) -> tuple[str, int]:
    """The number or the name of a day or month at `at`, and of how many words it is, or 0."""
    if _has_digits(words[at]):
        return words[at].lstrip("0"), 1
    for length in (2, 1):
        name = _NAMES.get(tuple(words[at : at + length]))
        if name is not None:
            return name, length
    return "", 0


def _has_digits(word: str) -> bool:
    """Whether it is a number, with or without a letter before or behind: "و25", "14h"."""
    return word[0].isdigit() or word[-1].isdigit()
