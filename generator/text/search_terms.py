"""Turn a word into its keys: what the search index knows it by, and what a query asks for.

Two words find each other when they share a key. `overrides/assets/javascripts/search-terms.js` is
the twin of this module: it takes the same steps by the same tables (`exported`), and a test holds
the two equal.

For Arabic this does what Lucene's ArabicAnalyzer does (Larkey, Ballesteros and Connell 2007,
"Light stemming for Arabic information retrieval": normalization, stop words, light10), with three
differences. Proclitics are taken off in runs, but a letter that may belong to the word stays
(`search_words.txt`) or is tried both ways. A feminine that is another word keeps its ة: مكتبة is
not found with مكتب. Hamza on any seat is one letter in a second key, so that مسؤول and مسئول
meet. For English, plurals, "-ed", "-ing" and irregular forms are undone, and nothing else.

Refuses to guess at meaning: no root is extracted, no word is corrected.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

_HAMZA = "\u0654"
_SEATS = {"ا": "أ", "و": "ؤ", "ي": "ئ"}
_LETTERS = str.maketrans(
    {"ٱ": "ا", "ی": "ي", "ې": "ي", "ے": "ي", "ہ": "ه", "ھ": "ه", "ە": "ه", "ۃ": "ة"}
    | {"ک": "ك", "ڪ": "ك", "گ": "ك", "پ": "ب", "چ": "ج", "ژ": "ز", "ڤ": "ف"}
    | {"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe"}
    | dict(zip("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789", strict=True))
)
_PLAIN = str.maketrans({"أ": "ا", "ؤ": "و", "ئ": "ي", "ى": "ي", "ة": "ه", "ء": None})
_ONE_HAMZA = str.maketrans({"أ": "ء", "ؤ": "ء", "ئ": "ء", "ى": "ي", "ة": "ه"})
_THOUSANDS = re.compile(r"(?<=[0-9])[,\u066c](?=[0-9]{3}(?![0-9]))")
_THIN_SPACE = re.compile(r"(?<=\d)[\u00a0\u2009\u202f](?=\d{3}(?!\d))")
_INITIALS = re.compile(r"(?<![^\W_])[a-z](?:\.[a-z])+(?![^\W_])\.?")
_SERVANT = re.compile(r"(?<![^\W_])([وفبكل]?عبد)(?=ال[^\W_]{2})")
_COMPOUND = re.compile(r"(?<![^\W_])[a-z]+(?:[-\u2010][a-z]+)+(?![^\W_])")
_POSSESSIVE = re.compile(r"['\u2019\u02bc]s(?![^\W_])")
_WORD = re.compile(r"[^\W_]+")
_ARABIC = re.compile("[\u0620-\u064a]")

_ARTICLE = re.compile("^[وف]?(?:[بك]?ال|لل)")
_PRONOUNS = ("هما", "كما", "ها", "هم", "هن", "كم", "نا", "وا", "ه")
_ENDINGS = ("ات", "ان", "ين", "ون", "ه", "ي", "ا")
_OWNED = frozenset({"", "ا", "ها", "هم", "هن", "هما", "كم", "كما", "نا"})
_SHOWS_T = frozenset({"هما", "كما", "ها", "هم", "هن", "كم", "نا", "ه", "ين", "ان"})
"""Before these the ت of a feminine shows: وزارتها, شركتين."""
_SHORTEST = 3
_FUTURE = re.compile("^سي(?=..)|^ست(?=....)")
_HAMZA_NEXT = re.compile("^[بكل]أ(?=...)")
_SHE_DID = re.compile("...(?<!ا)ت$")
_KIN = re.compile("^([اأ][بخ])[اوي](?:ه|ها|هم|هما|هن|ك|كم|نا)?$")
_FINAL_HAMZA = re.compile("ا[ءئؤ]$")
_BROKEN_PLURALS = tuple(
    (re.compile(plural), singulars)
    for plural, *singulars in (
        ("(.)(.)ائ(.)", r"\1\2ي\3", r"\1\2ي\3ه", r"\1\2ا\3", r"\1\2ا\3ه"),  # حدائق, رسائل
        ("أ(.)([^اء])ا([^ءت])", r"\1\2\3", r"\1\2\3ه"),  # أفلام, أوراق
        ("أ(.)(.)([^ي])[ةه]", r"\1\2ا\3", r"\1\2ي\3"),  # أنظمة, أرصفة
        ("أ(.)(.)[يئ][ةه]", r"\1\2اء"),  # أردية, أوبئة
        ("[أا]?(.)(.)([^ايو])اء", r"\1\2ي\3"),  # فقراء, أصدقاء
        ("[أا](.)(.)ياء", r"\1\2ي"),  # أنبياء
        (r"أ(.)(.)ا\2", r"\1\2"),  # أسرار
        ("([^متا])وا([^اوي])ي(.)", r"\1ا\2و\3", r"\1ا\2ي\3"),  # صواريخ, تواريخ
        ("(.)([^ايو])ا([^اوي])ي(.)", r"\1\2\3و\4", r"\1\2\3ا\4", r"\1\2\3ي\4"),  # دساتير
        ("م([^ايو])ا([^اوي])([^اويء])", r"م\1\2\3", r"م\1\2\3ه"),  # مراكب, محاكم
        ("(.)([^او])و([^اويء])", r"\1\2\3"),  # خيوط
        ("([^متا])وا([^اوي])([^اويء])", r"\1ا\2\3", r"\1ا\2\3ه"),  # شوارع, قواعد
    )
)
"""Patterns of plurals that hardly any other word has, and the singulars that they may be of; one
that ends in ه counts only if it is a feminine that keeps its ة."""
_SHORT_OWNED = re.compile("..(?:ه|ها|هم|هما)")
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


class _Marks(dict[int, int | None]):
    """A table for `str.translate` that drops marks, but hamza above, and what is not visible."""

    def __missing__(self, code: int) -> int | None:
        category = unicodedata.category(chr(code))
        dropped = category == "Cf" or code == 0x640
        dropped |= category[0] == "M" and code != ord(_HAMZA)
        self[code] = None if dropped else code
        return self[code]


_MARKS = _Marks()


@dataclass(frozen=True, slots=True)
class Rules:
    """The tables that both twins follow, in the form of `spelled`, less hamza."""

    whole: frozenset[str]
    kept: frozenset[str]
    feminine: frozenset[str]
    stop: frozenset[str]
    same: dict[str, str]
    english: dict[str, str]
    plain: frozenset[str]
    adjectives: frozenset[str]
    single: frozenset[str]


def spelled(text: str) -> str:
    """`text` with one spelling for each word; only hamza, ة and ى still show how it was written."""
    text = _THIN_SPACE.sub("", text)
    text = unicodedata.normalize("NFKD", text).translate(_MARKS)
    for bare, seated in _SEATS.items():
        text = text.replace(bare + _HAMZA, seated)
    text = text.replace(_HAMZA, "").lower().translate(_MARKS).translate(_LETTERS)
    text = _POSSESSIVE.sub("", _THOUSANDS.sub("", text))
    text = _INITIALS.sub(lambda initials: initials[0].replace(".", ""), text)
    return _SERVANT.sub(r"\1 ", text)


def words(text: str) -> list[str]:
    """The words of `text` in the form of `spelled`, in order."""
    return _WORD.findall(spelled(text))


def joined(text: str) -> dict[str, list[str]]:
    """The English compounds of `text` without their hyphens, each with its words: `{"email":
    ["e", "mail"]}`."""
    found = {}
    for compound in _COMPOUND.findall(spelled(text)):
        parts = _WORD.findall(compound)
        if not any(map(is_small, parts)):
            found["".join(parts)] = parts
    return found


@lru_cache(maxsize=262_144)
def keys(word: str) -> tuple[str, ...]:
    """The keys of a word in the form of `spelled`, the likeliest first; at least one."""
    rules = tables()
    if not _ARABIC.search(word):
        return tuple(dict.fromkeys(_english_keys(word, rules)))
    found = (rules.same.get(key, key) for key in _arabic_keys(word, rules))
    return tuple(dict.fromkeys(found)) or (word,)


def is_small(word: str) -> bool:
    """Whether a word in the form of `spelled` is one of grammar, which the index leaves out."""
    return word.translate(_PLAIN) in tables().stop


def _arabic_keys(word: str, rules: Rules) -> Iterator[str]:
    for start in _starts(word, rules):
        for stem in _stems(start, rules):
            plain = stem.translate(_PLAIN)
            if plain:
                yield plain
            if any(letter in "أؤئء" for letter in stem[1:]):
                yield stem[0].translate(_PLAIN) + stem[1:].translate(_ONE_HAMZA)


def _starts(word: str, rules: Rules) -> Iterator[str]:
    """`word` without its proclitics; where a letter may be one or not, both."""
    if _is_whole(word, rules):
        yield word
        if _HAMZA_NEXT.match(word):
            yield word[1:]  # لأزمة, though لازم is whole
        return
    article = _ARTICLE.match(word.replace("أ", "ا"))
    if article and len(word) - article.end() >= 2:
        yield from _behind_article(word, article, rules)
        if word[0] == "أ":
            yield word  # ألوان
        return
    rest = word
    if word[0] in "وف" and len(word) > _SHORTEST:
        rest = word[1:]
        yield rest
    whole = _is_whole(rest, rules)
    if rest[0] in "بكل" and len(rest) > _SHORTEST and (not whole or _HAMZA_NEXT.match(rest)):
        yield rest[1:]
    yield word
    if _FUTURE.match(rest) and not whole:
        yield rest[1:]  # سيكتب
    for form in dict.fromkeys((rest, word)):
        if _SHE_DID.search(form) and form.translate(_PLAIN) not in rules.kept:
            yield form[:-1]  # أعلنت


def _behind_article(word: str, article: re.Match[str], rules: Rules) -> Iterator[str]:
    rest = word[article.end() :]
    if article[0].endswith("لل") and _is_whole("ل" + rest, rules):
        yield "ل" + rest  # للجنة: of three lams, two are written.
        return
    while rest.startswith("ال") and len(rest) >= _SHORTEST + 2:
        rest = rest[2:]  # الالتزام, as التزام
    yield rest
    if len(rest) < _SHORTEST:
        yield word


def _is_whole(word: str, rules: Rules) -> bool:
    if word.translate(_PLAIN) in rules.whole:
        return True
    rest = word[1:].translate(_PLAIN)
    if rest in rules.kept or rest in rules.feminine:  # كفنان: like an artist, not shrouds
        return False
    return any(stem.translate(_PLAIN) in rules.whole for stem in _stems(word, rules))


def _stems(word: str, rules: Rules) -> list[str]:
    """`word` without its suffixes, then what it may be besides."""
    endings: tuple[str, ...] = _PRONOUNS
    stem, others = word, list[str]()
    while True:
        plain = stem.translate(_PLAIN)
        feminine = _is_feminine(plain, rules)
        if plain in rules.kept or (feminine and stem.endswith("ة")):
            break
        if feminine:
            others.append(stem)  # مكتبه: his desk, or a library without its dots
        if _FINAL_HAMZA.search(stem):  # وزرائه, وزراؤه, وزراءه
            stem = stem[:-1] + "ء"
            break
        ending = _ending(stem, endings)
        if not ending:
            if endings is _ENDINGS:
                break
            endings = _ENDINGS
            continue
        others += _besides(stem, ending, rules)
        stem = _shorter(stem, ending, rules)
        endings = _ENDINGS
        if stem.endswith("ة"):
            break
    if len(stem) == _SHORTEST + 1 and stem.endswith("ات"):
        others.append(stem[:-2] + "ه")  # لغات
    if _SHORT_OWNED.fullmatch(stem):
        others.append(stem[:2])  # يدها
    if kin := _KIN.match(word):
        others.append(kin[1])  # أبوه, أخيها
    plurals = dict.fromkeys((word, stem) if word[len(stem) :] in _OWNED else (word,))
    return [stem, *others, *(one for plural in plurals for one in _broken(plural, rules))]


def _broken(stem: str, rules: Rules) -> Iterator[str]:
    """What `stem` may be a broken plural of; nothing if it is known to be one of another word."""
    if stem.translate(_PLAIN) in rules.same or stem.translate(_PLAIN) in rules.single:
        return
    for plural, singulars in _BROKEN_PLURALS:
        if match := plural.fullmatch(stem):
            for form in singulars:
                singular = match.expand(form)
                if not form.endswith("ه") or singular in rules.feminine:
                    yield singular


def _is_feminine(plain: str, rules: Rules) -> bool:
    """Whether a word with ة is not the feminine of what stands before it: غربة, but سهلة."""
    three = len(plain) == _SHORTEST + 1 and plain[-1] == "ه" and plain[-2] != "ي"
    return plain in rules.feminine or (three and plain[:-1] not in rules.adjectives)


def _besides(stem: str, ending: str, rules: Rules) -> Iterator[str]:
    """What `stem` may be other than a word with that ending."""
    rest = stem[: -len(ending)]
    if ending == "نا":
        yield _stems(stem[:-1], rules)[0]  # إنسانا
    if ending in ("ا", "ي") or (ending == "ه" and stem[-1] == "ه" and len(stem) == _SHORTEST + 1):
        yield stem  # فقيه; وزرا, for وزراء; مستشفي, for مستشفى
    if ending in _SHOWS_T and rest.endswith("ت") and not rest.endswith("ات"):
        yield rest if len(rest) > _SHORTEST else rest[:-1] + "ه"  # بيوتهم, لغتهم
    bare = rest[:-1] if ending in _SHOWS_T and rest.endswith("ت") else rest
    if (bare != rest or ending == "ات") and _is_feminine(bare.translate(_PLAIN) + "ه", rules):
        yield bare + "ه"  # غربتهم, غربات
    if ending == "ي" and rest.translate(_PLAIN) + "ه" in rules.feminine:
        yield rest + "ه"  # صناعي
    mine = ending == "ي" and rest.endswith("ت") and len(rest) > _SHORTEST + 1
    if mine and rest.translate(_PLAIN) not in rules.kept:
        kept = rest[:-1].translate(_PLAIN) + "ه" in rules.feminine
        yield rest[:-1] + ("ه" if kept else "")  # مدينتي
    if ending in _PRONOUNS and rest.endswith("و") and len(rest) > _SHORTEST:
        yield rest[:-1]  # معلموهم


def _shorter(stem: str, ending: str, rules: Rules) -> str:
    """`stem` without that ending; with ة where it is a feminine to be kept."""
    rest = stem[: -len(ending)]
    bare = rest
    if ending in _SHOWS_T and rest.endswith("ت") and len(rest) > _SHORTEST:
        bare = rest[:-1]  # وزارتها, حياتها
    if (bare != rest or ending == "ات") and bare.translate(_PLAIN) + "ه" in rules.feminine:
        return bare + "ة"
    return rest if rest.endswith("ات") else bare


def _ending(stem: str, endings: tuple[str, ...]) -> str:
    written = stem.replace("ة", "ه")
    for ending in endings:
        if written.endswith(ending) and len(stem) - len(ending) >= _SHORTEST:
            return ending
    return ""


def _english_keys(word: str, rules: Rules) -> Iterator[str]:
    for singular in (word,) if word in rules.english else _singulars(word, rules):
        if singular in rules.english:
            yield rules.english[singular]
        else:
            yield from (_american(verb) for verb in _presents(singular, rules))


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


def _american(word: str) -> str:
    for british, american in _BRITISH:
        word = british.sub(american, word)
    return word


@cache
def tables() -> Rules:
    """The tables, read from `search_words.txt`."""
    parts = _parts()

    def listed(part: str) -> list[str]:
        return [word for line in parts[part] for word in words(line)]

    kept = listed("kept")
    feminine = frozenset(word.translate(_PLAIN) for word in kept if word.endswith("ة"))
    others = frozenset(word.translate(_PLAIN) for word in kept) - feminine
    plain = frozenset(listed("plain"))
    stop = frozenset(word.translate(_PLAIN) for word in listed("stop"))
    adjectives = frozenset(word.translate(_PLAIN) for word in listed("adjectives"))
    single = frozenset(word.translate(_PLAIN) for word in listed("single"))
    bare = Rules(frozenset(), others, feminine, stop, {}, {}, plain, adjectives, single)
    whole = frozenset(
        form.translate(_PLAIN) for word in listed("whole") for form in (word, _stems(word, bare)[0])
    )
    rules = Rules(whole, others, feminine, stop, {}, {}, plain, adjectives, single)
    for head, *forms in map(words, parts["english"]):
        known = _american(head)
        rules.english.update(dict.fromkeys((head, *forms), known))
    for head, *forms in map(words, parts["same"]):
        known = next(_arabic_keys(head, rules))
        rules.same.update({next(_arabic_keys(form, rules)): known for form in forms})
    for key in [key for key, known in rules.same.items() if key == known]:
        del rules.same[key]
    return rules


def exported() -> dict[str, object]:
    """The tables as JSON can hold them, for the twin; sorted, so that they are the same bytes."""
    rules = tables()
    return {
        "letters": {chr(code): letter for code, letter in sorted(_LETTERS.items())},
        **{
            name: " ".join(sorted(getattr(rules, name)))
            for name in ("whole", "kept", "feminine", "stop", "plain", "adjectives", "single")
        },
        "same": dict(sorted(rules.same.items())),
        "english": dict(sorted(rules.english.items())),
    }


def _parts() -> dict[str, list[str]]:
    parts: dict[str, list[str]] = {}
    text = files("generator.text").joinpath("search_words.txt").read_text("utf-8")
    for line in text.splitlines():
        if line.startswith("["):
            part = parts.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            part.append(line)
    return parts
