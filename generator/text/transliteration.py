"""Turn an Arabic word and a Latin name into how far they are from sounding alike.

Both sides are read as a string of sounds, an Arabic letter for every consonant it is used for in
foreign names (ج is the g of "Gama" and the j of "Japan"), and compared by an edit distance in which
what transliterators disagree about costs little: vowels, voicing, ch, gh, th, x, silent letters.
Refuses nothing; short names are near many words, which is for the caller to weigh.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import product

_LATIN = (
    ("tch", "C"), ("tsch", "C"), ("sch", "S"), ("sh", "S"), ("ch", "C"), ("kh", "x"), ("gh", "G"),
    ("th", "T"), ("dh", "D"), ("ph", "f"), ("ck", "k"), ("cz", "C"), ("dj", "j"), ("zh", "j"),
    ("qu", "kw"), ("q", "k"), ("tion", "Sn"), ("cc", "k"), ("x", "ks"), ("wr", "r"),
    ("wh", "w"), ("mc", "mak"), ("eau", "u"), ("aux", "u"), ("eux", "u"), ("kn", "n"),
    ("p", "b"), ("v", "v"), ("oo", "u"), ("ee", "i"), ("ou", "u"), ("ea", "i"),
)  # fmt: skip
_LATIN_SOUNDS = re.compile("|".join(sorted((a for a, _ in _LATIN), key=len, reverse=True)))
_LATIN_TABLE = dict(_LATIN)
_ARABIC = (
    dict(zip("بتثجحخدذرزسشصضطظعغفقكلمنهوياء", "btTJhxdDrzsSsdtDaGfqklmnhuiaa", strict=True))
    | {"پ": "b", "ڤ": "v"}
)  # fmt: skip

_VOWELS = frozenset("aeiouyw")
_HALF = frozenset("hGaiueoyw")


def _pairs(costs: str) -> dict[tuple[str, str], float]:
    table = {}
    for entry in costs.split():
        pair, cost = entry.split(":")
        table[pair[0], pair[1]] = table[pair[1], pair[0]] = float(cost)
    return table


_COST = _pairs(
    "vf:0 vb:.4 vu:.3 wu:0 wf:.2 wv:.2 wb:.5 yi:0 bf:.5 td:.4 tT:.2 Ts:.4 Td:.5 TD:.2 Tz:.5 Dd:.1"
    " Dz:.2 Dt:.4 sz:.2 sS:.4 zS:.4 zj:.4 zJ:.4 sj:.7 SC:.2 Ck:.3 Cx:.2 CJ:.4 Cs:.4 Ct:.6 Cq:.4"
    " SJ:.4"
    " Sj:.3 jJ:0 Jg:0 JG:.2 Jk:.5 Jq:.4 gG:0 gk:.4 gq:.2 gj:.3 gx:.4 kq:.1 kx:.3 kG:.4 xh:.2 xG:.3"
    " xj:.4 xJ:.4 hJ:.5 hj:.5 Gh:.4 Gf:.4 ji:.3 jy:.3 Ji:.5 mn:.6 lr:.9 cs:.1 ck:.1 cC:.2 cq:.2"
    " cx:.4"
    " cS:.3 ct:.6 GJ:.2 hG:.4 sC:.4 tC:.5 kC:.3 ks:.8 lu:.8 nm:.6 dT:.4 dz:.6 tz:.6 ts:.7"
)


@lru_cache(maxsize=32_768)
def latin_sounds(name: str) -> str:
    """How a Latin `name` sounds, a letter for each sound."""
    bare = unicodedata.normalize("NFKD", name.lower().replace("ı", "i").replace("ø", "o"))
    bare = re.sub(r"[^a-z]", "", bare.replace("ß", "ss").replace("ł", "l").replace("æ", "e"))
    bare = re.sub(r"(?<=[^aeiou])e$", "", bare) if len(bare) > 3 else bare
    bare = re.sub(r"(?<=a)h$|(?<=o)h(?=[lmnr])", "", bare)
    bare = re.sub(r"^u(?=[bcdfghjklmprstvz][aeiouy])", "iu", bare)
    bare = re.sub(r"^(?:mc)", "mak", bare)
    bare = _LATIN_SOUNDS.sub(lambda match: _LATIN_TABLE[match[0]], bare)
    bare = re.sub("c(?=[eiy])", "c", bare)
    bare = re.sub("c(?![eiy])", "k", bare)
    bare = re.sub("g(?=[eiy])", "J", bare)
    bare = re.sub(r"([a-zA-Z])\1+", r"\1", bare)
    return re.sub("[aeiouy]{2,}", lambda match: match[0][0] + match[0][-1], bare)


@lru_cache(maxsize=65_536)
def arabic_sounds(word: str) -> str:
    """How a folded Arabic `word` may sound, a letter for each sound."""
    final = word[:-1] + "ا" if word.endswith("ه") and len(word) > 2 else word
    sounds = "".join(_ARABIC.get(letter, "") for letter in final)
    return sounds.replace("tS", "C").replace("aa", "a").replace("dJ", "j")


def consonants(sounds: str) -> int:
    """How many sounds of a name are neither vowels nor half vowels."""
    return sum(sound not in _HALF for sound in sounds)


def _drop(sound: str) -> float:
    if sound in "aeo":
        return 0.15
    if sound in "iuy":
        return 0.25
    if sound in "hGw":
        return 0.35
    return 1.0


def _change(latin: str, arabic: str) -> float:
    if latin == arabic:
        return 0.0
    if latin in _VOWELS and arabic in _VOWELS:
        return 0.1
    return _COST.get((latin, arabic), 1.1)


_SOUNDS = sorted(set("".join(_ARABIC.values())) | set("abcdefghijklmnopqrstuvwxyzCSTDGJ"))
_DROPPING = {sound: _drop(sound) for sound in _SOUNDS}
_CHANGING = {(a, b): _change(a, b) for a, b in product(_SOUNDS, _SOUNDS)}
_GROUPS = ("bpfvwu", "tdTDszSCJjcgkqxGhiy", "l", "r", "mn")
_GROUP_OF = {s: 1 << n for n, group in enumerate(_GROUPS) for s in group if s not in "uiy"}


def _groups(sounds: str) -> int:
    mask = 0
    for sound in sounds:
        mask |= _GROUP_OF.get(sound, 0)
    return mask


_groups = lru_cache(maxsize=65_536)(_groups)


@lru_cache(maxsize=262_144)
def distance(latin: str, arabic: str) -> float:
    """How far two strings of sounds are from each other, per consonant: 0 is alike, 1 is far."""
    apart = _groups(latin) ^ _groups(arabic)
    if apart & (apart - 1) or abs(len(latin) - len(arabic)) > 5:
        return 1.0
    row = [0.0]
    for sound in arabic:
        row.append(row[-1] + _DROPPING[sound])
    for sound in latin:
        dropped = _DROPPING[sound]
        diagonal, row[0] = row[0], row[0] + dropped
        for at, other in enumerate(arabic, 1):
            best = min(
                row[at] + dropped,
                row[at - 1] + _DROPPING[other],
                diagonal + _CHANGING[sound, other],
            )
            diagonal, row[at] = row[at], best
    return row[-1] / max(2.0, consonants(latin), consonants(arabic))
