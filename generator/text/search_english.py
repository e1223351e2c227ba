"""Turn an English word into its keys: plurals, "-ed", "-ing" and irregular forms undone.

British spellings become American ones. Refuses to take off anything else: "nation" and "national"
stay two words. `search-terms.js` has a twin of each function here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.text.search_rules import Rules

_SHORTEST = 3
_MEN = re.compile("(?<=[a-z]{3})(?:men|(?<=child)ren)$")
_NO_PLURAL = re.compile("(?:ss|us|sis|itis|polis)$")
_SIBILANT = re.compile("(?:s|x|z|ch|sh|o)es$")
_PAST = re.compile("(?=.*[aeiouy].*(?:ing|ed)$)^.{2,}(?:[^e]ed|ing)$")
_DOUBLED = re.compile(r"([bcdfghjklmnpqrstvwxz])\1$")
_NEEDS_E = re.compile("^[^aeiouy]*[aeiouy][^aeiouywx]$")
_BRITISH = (
    (re.compile("(?<=[a-z]{4})([iy])s(e?|ation)$"), r"\1z\2"),
    (re.compile("(?<=[a-z]{3})our(?=$|ite|able|al|hood|er|y|less|ful)"), "or"),
    (re.compile("(?<=[a-z]{2})([bt])re$"), r"\1er"),
    (re.compile("(?<=[a-z]{3})ogue$"), "og"),
)


def english_keys(word: str, rules: Rules) -> Iterator[str]:
    """The keys of an English word, or of any other that is not Arabic, the likeliest first."""
    for singular in (word,) if word in rules.english else _singulars(word, rules):
        if singular in rules.english:
            yield rules.english[singular]
        else:
            yield from (american(verb) for verb in _presents(singular, rules))


def _singulars(word: str, rules: Rules) -> tuple[str, ...]:
    if word not in rules.plain and _MEN.search(word):
        return (word[:-2] + "an",) if word.endswith("men") else (word[:-3],)
    if word in rules.plain or len(word) <= _SHORTEST or not word.endswith("s"):
        return (word,)
    if word.endswith("ies") and len(word) > _SHORTEST + 1:
        return word[:-3] + "y", word[:-1]  # cities, movies
    if _SIBILANT.search(word):
        return word[:-2], word[:-1]  # boxes, houses
    return (word,) if _NO_PLURAL.search(word) else (word[:-1],)


def _presents(word: str, rules: Rules) -> tuple[str, ...]:
    if word in rules.plain or not _PAST.search(word):
        return (word,)
    if word.endswith("ied"):
        return (word[:-3] + "y",)
    rest = word[:-3] if word.endswith("ing") else word[:-2]
    if rest.endswith("e"):
        return (rest,)  # seeing
    if rest.endswith("ick") and len(rest) > 5:
        return rest[:-1], rest  # panicked
    if _DOUBLED.search(rest):
        return rest[:-1], rest  # stopped, killed
    if _NEEDS_E.search(rest):
        return (rest + "e",)  # making: of "mak" it would be makking
    return (rest + "e", rest) if rest[-1] in "csuvz" else (rest, rest + "e")


def american(word: str) -> str:
    """A word in American spelling: colour as color."""
    for british, american in _BRITISH:
        word = british.sub(american, word)
    return word
