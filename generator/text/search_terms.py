"""Turn a word into its keys: what the search index knows it by, and what a query asks for.

Two words find each other when they share a key. `search_spelling` gives a word one spelling, then
`search_arabic` or `search_english` take off what its language adds to it, by the tables that
`search_rules` reads. `overrides/assets/javascripts/search-terms.js` is the twin of all of them: it
takes the same steps by the same tables (`exported`), and a test holds the two equal.

Refuses to guess at meaning: no root is extracted, no word is corrected.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache, lru_cache

from generator.text.search_arabic import arabic_keys, stems
from generator.text.search_english import american, english_keys
from generator.text.search_rules import Rules, parts
from generator.text.search_spelling import LETTERS, WORD, plain, spelled, words

_COMPOUND = re.compile(r"(?<![^\W_])[a-z]+(?:[-\u2010][a-z]+)+(?![^\W_])")
_ARABIC = re.compile("[\u0620-\u064a]")


def joined(text: str) -> dict[str, list[str]]:
    """The English compounds of `text` without their hyphens, each with its words: `{"email":
    ["e", "mail"]}`."""
    found = {}
    for compound in _COMPOUND.findall(spelled(text)):
        single = WORD.findall(compound)
        if not any(map(is_small, single)):
            found["".join(single)] = single
    return found


@lru_cache(maxsize=262_144)
def keys(word: str) -> tuple[str, ...]:
    """The keys of a word in the form of `spelled`, the likeliest first; at least one."""
    rules = tables()
    if not _ARABIC.search(word):
        return tuple(dict.fromkeys(english_keys(word, rules)))
    found = (rules.same.get(key, key) for key in arabic_keys(word, rules))
    return tuple(dict.fromkeys(found)) or (word,)


def is_small(word: str) -> bool:
    """Whether a word in the form of `spelled` is one of grammar, which the index leaves out."""
    return plain(word) in tables().stop


@cache
def tables() -> Rules:
    """The tables, read from `search_words.txt`."""
    lines = parts()

    def listed(part: str) -> list[str]:
        return [word for line in lines[part] for word in words(line)]

    def less_hamza(part: str) -> frozenset[str]:
        return frozenset(map(plain, listed(part)))

    feminine = frozenset(plain(word) for word in listed("kept") if word.endswith("ة"))
    start = Rules(
        whole=frozenset(),
        kept=less_hamza("kept") - feminine,
        feminine=feminine,
        stop=less_hamza("stop"),
        same={},
        english={},
        plain=frozenset(listed("plain")),
        adjectives=less_hamza("adjectives"),
        single=less_hamza("single"),
    )
    whole = (form for word in listed("whole") for form in (word, stems(word, start)[0]))
    rules = replace(start, whole=frozenset(map(plain, whole)))
    for head, *forms in map(words, lines["english"]):
        known = american(head)
        rules.english.update(dict.fromkeys((head, *forms), known))
    for head, *forms in map(words, lines["same"]):
        known = next(arabic_keys(head, rules))
        rules.same.update({next(arabic_keys(form, rules)): known for form in forms})
    for key in [key for key, known in rules.same.items() if key == known]:
        del rules.same[key]
    return rules


def exported() -> dict[str, object]:
    """The tables as JSON can hold them, for the twin; sorted, so that they are the same bytes."""
    rules = tables()
    return {
        "letters": {chr(code): letter for code, letter in sorted(LETTERS.items())},
        **{
            name: " ".join(sorted(getattr(rules, name)))
            for name in ("whole", "kept", "feminine", "stop", "plain", "adjectives", "single")
        },
        "same": dict(sorted(rules.same.items())),
        "english": dict(sorted(rules.english.items())),
    }
