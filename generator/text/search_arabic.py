"""Turn an Arabic word into its keys: clitics taken off in runs, suffixes, some broken plurals.

What Lucene's ArabicAnalyzer does (Larkey, Ballesteros and Connell 2007, "Light stemming for Arabic
information retrieval": light10), with three differences. Proclitics are taken off in runs, but a
letter that may belong to the word stays (`search_words.txt`) or is tried both ways. A feminine that
is another word keeps its ة: مكتبة is not found with مكتب. Hamza on any seat is one letter in a
second key, so that مسؤول and مسئول meet. `search-terms.js` has a twin of each function here.
Refuses to look for roots.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.text.search_rules import Rules
from generator.text.search_spelling import plain

_ONE_HAMZA = str.maketrans({"أ": "ء", "ؤ": "ء", "ئ": "ء", "ى": "ي", "ة": "ه"})
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


def arabic_keys(word: str, rules: Rules) -> Iterator[str]:
    """The keys of a word in the form of `spelled`, the likeliest first; none of a lone hamza."""
    for start in _starts(word, rules):
        for stem in stems(start, rules):
            if bare := plain(stem):
                yield bare
            if any(letter in "أؤئء" for letter in stem[1:]):
                yield plain(stem[0]) + stem[1:].translate(_ONE_HAMZA)


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
        if _SHE_DID.search(form) and plain(form) not in rules.kept:
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
    if plain(word) in rules.whole:
        return True
    rest = plain(word[1:])
    if rest in rules.kept or rest in rules.feminine:  # كفنان: like an artist, not shrouds
        return False
    return any(plain(stem) in rules.whole for stem in stems(word, rules))


def stems(word: str, rules: Rules) -> list[str]:
    """`word` without its suffixes, then what it may be besides."""
    endings: tuple[str, ...] = _PRONOUNS
    stem, others = word, list[str]()
    while True:
        bare = plain(stem)
        feminine = _is_feminine(bare, rules)
        if bare in rules.kept or (feminine and stem.endswith("ة")):
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
    if plain(stem) in rules.same or plain(stem) in rules.single:
        return
    for plural, singulars in _BROKEN_PLURALS:
        if match := plural.fullmatch(stem):
            for form in singulars:
                singular = match.expand(form)
                if not form.endswith("ه") or singular in rules.feminine:
                    yield singular


def _is_feminine(bare: str, rules: Rules) -> bool:
    """Whether a word with ة is not the feminine of what stands before it: غربة, but سهلة."""
    three = len(bare) == _SHORTEST + 1 and bare[-1] == "ه" and bare[-2] != "ي"
    return bare in rules.feminine or (three and bare[:-1] not in rules.adjectives)


def _besides(stem: str, ending: str, rules: Rules) -> Iterator[str]:
    """What `stem` may be other than a word with that ending."""
    rest = stem[: -len(ending)]
    if ending == "نا":
        yield stems(stem[:-1], rules)[0]  # إنسانا
    if ending in ("ا", "ي") or (ending == "ه" and stem[-1] == "ه" and len(stem) == _SHORTEST + 1):
        yield stem  # فقيه; وزرا, for وزراء; مستشفي, for مستشفى
    if ending in _SHOWS_T and rest.endswith("ت") and not rest.endswith("ات"):
        yield rest if len(rest) > _SHORTEST else rest[:-1] + "ه"  # بيوتهم, لغتهم
    bare = rest[:-1] if ending in _SHOWS_T and rest.endswith("ت") else rest
    if (bare != rest or ending == "ات") and _is_feminine(plain(bare) + "ه", rules):
        yield bare + "ه"  # غربتهم, غربات
    if ending == "ي" and plain(rest) + "ه" in rules.feminine:
        yield rest + "ه"  # صناعي
    mine = ending == "ي" and rest.endswith("ت") and len(rest) > _SHORTEST + 1
    if mine and plain(rest) not in rules.kept:
        kept = plain(rest[:-1]) + "ه" in rules.feminine
        yield rest[:-1] + ("ه" if kept else "")  # مدينتي
    if ending in _PRONOUNS and rest.endswith("و") and len(rest) > _SHORTEST:
        yield rest[:-1]  # معلموهم


def _shorter(stem: str, ending: str, rules: Rules) -> str:
    """`stem` without that ending; with ة where it is a feminine to be kept."""
    rest = stem[: -len(ending)]
    bare = rest
    if ending in _SHOWS_T and rest.endswith("ت") and len(rest) > _SHORTEST:
        bare = rest[:-1]  # وزارتها, حياتها
    if (bare != rest or ending == "ات") and plain(bare) + "ه" in rules.feminine:
        return bare + "ة"
    return rest if rest.endswith("ات") else bare


def _ending(stem: str, endings: tuple[str, ...]) -> str:
    written = stem.replace("ة", "ه")
    for ending in endings:
        if written.endswith(ending) and len(stem) - len(ending) >= _SHORTEST:
            return ending
    return ""
