"""Turn bytes in an unknown 8-bit encoding into Arabic text, by evidence.

Each encoding is tried, and what comes out is scored in nats against any byte being as likely as any
other: how frequent its letters and pairs of letters are in Arabic, its small words, and what no
Arabic word has (ة in the middle, a Latin letter between Arabic ones, a symbol). Refuses to choose
where the best score is low, or where another encoding comes near it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import log
from typing import Final

CODECS: Final = {
    "Windows-1256": "cp1256",
    "ISO-8859-6": "iso8859_6",
    "Mac Arabic": "mac_arabic",  # has the letters of ISO-8859-6, and digits it has not
}
"""Python's codec for each encoding that is tried; of two that agree, the first is named."""

# Per mille of the letters of the sample articles; `_RARE` stands for the other Arabic letters.
_LETTERS = (
    "ا139 ل108 ي70 م63 ن53 ر51 و50 ت50 ب38 ف34 ع32 ة31 ه26 ق25 د25 أ24 س22 ح21 ك19 ج12 ص12 خ12"
    " ط11 ش11 ى9 إ8 ث7 ض6 ذ6 ز6 ء5 غ4 ئ4 ظ3 ؤ1 آ1"
)
_UNIFORM = 1000 / 128
_RARE = log(0.05 / _UNIFORM)
_LETTER = {entry[0]: log(float(entry[1:]) / _UNIFORM) for entry in _LETTERS.split()}
# The 120 most frequent of their pairs: six of ten in Arabic, one of ten where it is misread.
_PAIRS = frozenset(
    "ال لم في من ها وا ما ين لا ار را ات لى ان با ول أن ام ير رة عل لت اء لأ وي مر لي بي لن لق لح"
    " نا نه بع إل لع قا ية عا دي ون تب لب لس يق يد لة ري بل تح لك سا مي عد كل وق تا حد اح ست تر كت"
    " اع تي كا رب مل يل وت لل مت تع دا يه اب وم خل اد اف فت عي اس حر مد قر يت لو نت له بر ني لف يف"
    " قد عة مك فا إن يع رف ثم أو لج جا شر در مس ائ يم طو بة أخ عر حت لخ يس غي جد ور نخ".split()
)
_WORDS = frozenset(
    "في من على إلى عن أن إن التي الذي هذا هذه ذلك بعد قبل كان كانت قد لم لا ما كل بين أو ثم حتى مع"
    " هو هي الى ان او الذين عند لن ولم وقد وفي ومن وقال قال أنه".split()
)
_PAIR, _NO_PAIR, _WORD, _IMPOSSIBLE = 0.7, -0.4, 2.0, -6.0
# Short vowels, seldom written; the two joiners and tatweel say nothing.
_MARKS = dict.fromkeys("َُِْ", -1.2) | {"ً": -0.3, "ّ": -0.5, "ٌ": -2.0, "ٍ": -2.0}
_MARKS |= dict.fromkeys("\u200c\u200dـ", 0.0)
_FINAL, _NOT_INITIAL = frozenset("ةى"), frozenset("ءئؤةى")
_ARABIC = re.compile("[\u0621-\u063a\u0641-\u064a\u067e\u0679\u0686-\u06d5]")
# What is written in bytes above ASCII, without the punctuation that such encodings also have.
_CHUNK = re.compile("[^\x00-\x7f\\s\u200e\u200f«»“”‘’–—…،؛؟•·٪٠-٩]+")

# The brackets and lines that Mac Arabic has twice, between two letters.
_MAC_BRACKET = re.compile(b"[\xc1-\xda\xe1-\xf2][\xdb-\xdf\xfb-\xfd][\xc1-\xda\xe1-\xf2]")

_ENOUGH, _MEAN, _AHEAD, _DECLARED = 9.0, 0.45, 7.0, 6.0
_GARBLED, _SOUND, _GARBLED_LENGTH = -1.5, 1.0, 8


@dataclass(frozen=True, slots=True)
class Reading:
    """`text` is what the bytes say in `encoding`; `certain` whether they can say nothing else.

    `garbled` is the line, from 1, that makes no sense in an encoding that is otherwise certain.
    """

    encoding: str
    text: str
    certain: bool
    garbled: int | None = None


def best_reading(data: bytes, declared: str | None = None) -> Reading | None:
    """What `data`, not in UTF-8, most likely says; None where no encoding makes Arabic of it.

    `declared` is the name in `CODECS` that the source gives itself. It tips the balance in a short
    text, and is overruled where the letters say otherwise.
    """
    texts = _texts(data, declared)
    scores = {name: evidence(text) for name, text in texts.items()}
    totals = {name: scores[name][0] + _DECLARED * (name == declared) for name in texts}
    if not totals:
        return None
    first, *others = sorted(totals, key=totals.__getitem__, reverse=True)
    length = scores[first][1]
    if not length or totals[first] <= 0:
        return None
    rival = max((totals[name] for name in others), default=0.0)
    certain = (
        totals[first] >= _ENOUGH
        and totals[first] / length >= _MEAN
        and totals[first] - max(rival, 0) >= _AHEAD
    )
    garbled = next(_garbled_lines(texts[first], first), None) if certain else None
    return Reading(first, texts[first], certain and garbled is None, garbled)


def _texts(data: bytes, declared: str | None = None) -> dict[str, str]:
    """What `data` says in each encoding that it can be in; of two that agree, in one."""
    texts: dict[str, str] = {}
    for name, codec in CODECS.items():
        if _is_excluded(name, data):
            continue
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        # ISO-8859-6 and Mac Arabic say the same but for kinds of spaces in most texts.
        same = (other for other, said in texts.items() if _spaced(said) == _spaced(text))
        if (other := next(same, None)) is None:
            texts[name] = text
        elif name == declared:
            del texts[other]
            texts[name] = text
    return texts


def _is_excluded(name: str, data: bytes) -> bool:
    if name == "Mac Arabic":
        return bool(_MAC_BRACKET.search(data))
    # Only Mac Arabic has a second space for text from right to left.
    return name == "ISO-8859-6" and b"\xa0" in data and b" " not in data


def _spaced(text: str) -> str:
    return text.replace("\xa0", " ")


def evidence(text: str) -> tuple[float, int]:
    """How much speaks for `text` being Arabic, in nats, and how many characters it rests on."""
    chunks = Counter(_CHUNK.findall(text))
    return (
        sum(_score(chunk) * number for chunk, number in chunks.items()),
        sum(len(chunk) * number for chunk, number in chunks.items()),
    )


def _garbled_lines(reading: str, encoding: str) -> Iterator[int]:
    """The lines of a text read in `encoding` that are no Arabic, or better Arabic in another."""
    for number, line in enumerate(re.split("\r\n?|\n", reading), 1):
        score, length = (0.0, 0) if line.isascii() else evidence(line)
        if length < _GARBLED_LENGTH or score > _SOUND * length:
            continue
        data = line.encode(CODECS[encoding])
        rival = max((evidence(text)[0] for text in _texts(data).values()), default=0)
        if score < _GARBLED * length or rival - score >= _AHEAD:
            yield number


@lru_cache(maxsize=65_536)
def _score(chunk: str) -> float:
    """The evidence of one chunk of letters above ASCII, a word or part of one."""
    if len(chunk) == 1 and not _ARABIC.match(chunk):
        return -1.0 if chunk.isalpha() else -2.0  # the é of a French name, or a sign
    letters = "".join(c for c in chunk if c not in _MARKS)
    score = sum(map(_letter, letters)) + sum(_MARKS.get(c, 0) for c in chunk)
    score += _IMPOSSIBLE * (_MARKS.get(chunk[0], 0) < 0)
    for first, second in pairwise(letters):
        score += _PAIR if first + second in _PAIRS else _NO_PAIR
        score += _IMPOSSIBLE * (first in _FINAL)
    score += _IMPOSSIBLE * (len(letters) > 1 and letters[0] in _NOT_INITIAL)
    return score + _WORD * (letters in _WORDS)


def _letter(character: str) -> float:
    return _LETTER.get(character, _RARE if _ARABIC.match(character) else _IMPOSSIBLE)
