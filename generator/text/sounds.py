"""Turn an Arabic name into the consonants by which its spellings in Latin letters are known.

Halab, Haleb and Hhalab are حلب; Muhammad, Mohamed and Mohammed are محمد. Vowels are left out, as
are letters that transliterators disagree about (ع, hamza, و and ي, final h) and doubling.
`latin_sounds` has its twin in `overrides/assets/javascripts/search-terms.js`.

Refuses to name a sound of fewer than two consonants a word: too many words would share it.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from itertools import islice, product

from generator.text.search_spelling import words

_ARABIC = str.maketrans(
    dict(zip("بتثجحخدذرزسشصضطظغفقكلمنه", "bttghxddrzscsdtzgfkklmnh", strict=True))
    | dict.fromkeys("اأإآىويؤئءعة", None)
)
_ARTICLE = re.compile("^ال(?=..)")
_OTHERWISE = {"ق": "g", "ث": "s", "ذ": "z", "ظ": "d", "ض": "z"}
"""What some write instead: Gaddafi, Kalsoum, Ramazan."""
_MOST = 8
_DIGRAPHS = (
    ("dj", "g"),
    ("kh", "x"),
    ("gh", "g"),
    ("sh", "c"),
    ("ch", "c"),
    ("th", "t"),
    ("dh", "d"),
)
_LETTERS = str.maketrans({"j": "g", "q": "k", "p": "b", "v": "f", **dict.fromkeys("aeiouyw", None)})
_FINAL_H = re.compile("(?<=[aeiou])h$")
_DOUBLED = re.compile(r"(.)\1+")
_FEWEST = 2


def sounds(arabic: str) -> list[str]:
    """The consonants of each word of an Arabic name; none if they are too few."""
    found = [_once(_ARTICLE.sub("", word).translate(_ARABIC)) for word in words(arabic)]
    enough = sum(map(len, found)) >= max(_FEWEST, _FEWEST * len(found) - 1)
    return found if enough and all(found) else []


def all_sounds(arabic: str) -> list[list[str]]:
    """`sounds` in each way that people write them, the commonest first; at most eight."""
    if not sounds(arabic):
        return []
    ways = [
        [letter.translate(_ARABIC), *filter(None, [_OTHERWISE.get(letter)])]
        for word in words(arabic)
        for letter in (*_ARTICLE.sub("", word), " ")
    ]
    found = ("".join(way).split() for way in islice(product(*ways), _MOST))
    return [sound for way in found for sound in _servants(list(map(_once, way)), words(arabic))]


def _servants(way: list[str], names: list[str]) -> list[list[str]]:
    """The sounds of a name, and where it is one of عبد: Abdul Rahman, Abdelrahman, Abderrahman."""
    if names[0] != "عبد" or len(names) < 2 or not names[1].startswith("ال"):
        return [way]
    _, second, *others = way
    return [
        way,
        ["bdl", second, *others],
        [_once(f"bdl{second}"), *others],
        [f"bd{second}", *others],
    ]


@cache
def common_names() -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """Names of `search_names.txt`: their Arabic spellings and their Latin ones."""
    text = files("generator.text").joinpath("search_names.txt").read_text("utf-8")
    lines = (line.split("=") for line in text.splitlines() if not line.startswith("#"))
    return tuple(
        (tuple(map(str.strip, arabic.split(","))), tuple(map(str.strip, latin.split(","))))
        for arabic, latin in lines
    )


def latin_sounds(word: str) -> str:
    """The consonants of a word in Latin letters, in the form of `search_spelling.spelled`."""
    word = _FINAL_H.sub("", word)
    for digraph, sound in _DIGRAPHS:
        word = word.replace(digraph, sound)
    return _once(word.translate(_LETTERS))


def _once(sound: str) -> str:
    return _DOUBLED.sub(r"\1", sound)
