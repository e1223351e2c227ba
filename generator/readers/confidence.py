"""Turn the signs that an article was told from its page into a confidence, 0 to 1.

Each sign is a number from 0 (against) to 1 (for). The confidence is their weighted geometric mean,
so that one bad sign cannot be outvoted by many good ones. It is no probability; what values good
pages and pages without an article reach was measured, and `THRESHOLD` stands in the gap between.

Refuses, with `SourceError`, an article below the threshold, and says which signs speak against it.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from generator.errors import SourceError
from generator.models import Problem
from generator.text.normalize import tokens
from generator.text.prose import function_share, stems

THRESHOLD: Final = 0.65
"""The confidence below which an article is refused."""

_LEAST = 0.02  # no single sign is a proof
_CHUNK, _CHUNKS = 25, 80  # words that are compared with the rest, and how many such chunks
_TELLING, _UNTOLD = 3, (0.15, 0.3)  # fewer chunks tell nothing
# "الميناء - جريدة يومية": a name and what it is
_ENTRY = re.compile(r"(?:[^\s.،]+ ){1,5}[-–—|:] \S+(?: \S+){1,28}$")
_SAMPLE = 20_000  # characters that tell sentences from entries
_FEW, _MANY = 40, 120  # words of an article
_WEAK = 0.5  # a sign below this is told as a reason


@dataclass(frozen=True, slots=True)
class Sign:
    """How far something speaks for an article; `doubt` says in words what speaks against it."""

    value: float
    weight: float
    doubt: str


def confidence(signs: Iterable[Sign]) -> float:
    """The weighted geometric mean of `signs`, rounded to two digits."""
    known = list(signs)
    total = sum(sign.weight for sign in known)
    logs = sum(sign.weight * math.log(min(1.0, max(_LEAST, sign.value))) for sign in known)
    return round(math.exp(logs / total), 2) if total else 0.0


def refuse_doubtful(path: str, signs: Sequence[Sign], action: str) -> float:
    """The confidence. Raises SourceError where it is below `THRESHOLD`."""
    value = confidence(signs)
    if value >= THRESHOLD:
        return value
    weak = sorted((sign for sign in signs if sign.value < _WEAK), key=lambda sign: sign.value)
    why = "; ".join(sign.doubt for sign in weak[:3]) or "its signs are weak"
    found = f"the article cannot be told from the rest of the page: {why}"
    expected = f"a confidence of {THRESHOLD:.2f} or more; it is {value:.2f}"
    raise SourceError(Problem(path, found, expected, action))


# -- What several readers ask --------------------------------------------------------------------


def size_sign(words: int) -> Sign:
    """Whether there is enough running text: a teaser has thirty words, a short notice a hundred."""
    value = 0.4 + 0.6 * (words - _FEW) / (_MANY - _FEW) if words >= _FEW else 0.1
    return Sign(value, 1.0, f"only {words} words of running text stand together")


def focus_sign(inside: int, outside: int) -> Sign:
    """Whether most of the page's running text stands in the article."""
    share = inside / (inside + outside) if inside else 0.0
    return Sign(2 * share - 0.2, 1.0, f"{1 - share:.0%} of the running text stand elsewhere")


def text_sign(paragraphs: Sequence[str]) -> Sign:
    """Whether it is made of sentences: a directory has short entries without function words."""
    words = tokens(" ".join(paragraphs)[:_SAMPLE])
    share = function_share(words)
    mean = sum(len(text.split()) for text in paragraphs) / len(paragraphs) if paragraphs else 0.0
    entries = sum(bool(_ENTRY.match(text)) for text in paragraphs)
    value = min(1.0, (share - 0.07) / 0.09) * min(1.0, (mean - 7) / 15) if mean > 7 else 0.0
    value = 0.1 * value if 2 * entries > len(paragraphs) else value
    return Sign(value, 2.0, f"it is made of entries of {mean:.0f} words rather than of sentences")


def cohesion_sign(paragraphs: Sequence[str]) -> Sign:
    """Whether the parts of the text speak of the same things: those of a list of teasers do not."""
    value, common = cohesion(paragraphs)
    found = min(1.0, (value - 0.06) / 0.16) * min(1.0, (common - 0.1) / 0.18)
    return Sign(
        found if min(value, common) > 0.1 else 0.0,
        2.5,
        f"its parts have only {value:.0%} of their words in common",
    )


def cohesion(paragraphs: Sequence[str]) -> tuple[float, float]:
    """The mean share of content words that a part of the text has in common with the others.

    And how many of the parts have its three commonest words, as a share.
    """
    words = [word for text in paragraphs for word in text.split(None, _CHUNK * _CHUNKS)]
    words = words[: _CHUNK * _CHUNKS]
    chunks = [
        found
        for i in range(0, len(words), _CHUNK)
        if (found := stems(" ".join(words[i : i + _CHUNK])))
    ]
    if len(chunks) < _TELLING:
        return _UNTOLD
    known = Counter(stem for chunk in chunks for stem in chunk)
    shares = [sum(known[stem] > 1 for stem in chunk) / len(chunk) for chunk in chunks]
    common = sum(number for _, number in known.most_common(3)) / 3 / len(chunks)
    # Of many parts, some have a word in common by chance.
    return sum(shares) / len(shares) - 0.002 * min(50, len(chunks)), common


def title_sign(title: str, paragraphs: Sequence[str], marks: Mapping[str, bool]) -> Sign:
    """Whether the title is one: the text uses its words, and the page's `marks` confirm it."""
    own = stems(title)
    said = [stems(paragraph[:4_000]) for paragraph in paragraphs]
    share = _share(own, said)
    # The first teaser of a list speaks of its own headline, and the others do not.
    rest = _share(own, said[1:]) if len(said) > 3 else share
    confirmed = sum(marks.values())
    value = 0.1 + 0.4 * min(1.0, 1.5 * share) + 0.35 * min(1.0, 2 * rest) + 0.1 * min(2, confirmed)
    short = " ".join(tokens(title)[:6])
    return Sign(value, 1.0, f"the text has {share:.0%} of the words of its title “{short} …”")


def _share(words: frozenset[str], texts: Iterable[frozenset[str]]) -> float:
    said = frozenset().union(*texts)
    return len(words & said) / len(words) if words else 0.0
