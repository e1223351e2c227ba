"""Turn an Arabic name into the consonants by which its spellings in Latin letters are known.

Halab, Haleb and Hhalab are حلب; Muhammad, Mohamed and Mohammed are محمد. Vowels are left out, as
are letters that transliterators disagree about (ع, hamza, و and ي, final h) and doubling.
`latin_sounds` has its twin in `overrides/assets/javascripts/search-terms.js`.

Refuses to name a sound of fewer than two consonants: too many words would share it.
"""

from __future__ import annotations

import re

from generator.text.search_terms import words

_ARABIC = str.maketrans(
    dict(zip("بتثجحخدذرزسشصضطظغفقكلمنه", "bttghxddrzscsdtzgfkklmnh", strict=True))
    | dict.fromkeys("اأإآىويؤئءعة", None)
)
_ARTICLE = re.compile("^ال(?=..)")
_DIGRAPHS = (("kh", "x"), ("gh", "g"), ("sh", "c"), ("ch", "c"), ("th", "t"), ("dh", "d"))
_LETTERS = str.maketrans({"j": "g", "q": "k", **dict.fromkeys("aeiouyw", None)})
_FINAL_H = re.compile("(?<=[aeiou])h$")
_DOUBLED = re.compile(r"(.)\1+")
_FEWEST = 2


def sounds(arabic: str) -> list[str]:
    """The consonants of each word of an Arabic name; none if a word has too few."""
    found = [_once(_ARTICLE.sub("", word).translate(_ARABIC)) for word in words(arabic)]
    return found if all(len(sound) >= _FEWEST for sound in found) else []


def latin_sounds(word: str) -> str:
    """The consonants of a word in Latin letters, in the form of `search_terms.spelled`."""
    word = _FINAL_H.sub("", word)
    for digraph, sound in _DIGRAPHS:
        word = word.replace(digraph, sound)
    return _once(word.translate(_LETTERS))


def _once(sound: str) -> str:
    return _DOUBLED.sub(r"\1", sound)
