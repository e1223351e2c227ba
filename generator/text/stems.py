"""Turn a word into the forms under which a word list may know it.

Refuses to be a morphology. English endings are cut off until two words of one family look alike
("nations", "national"); of an Arabic word come all forms that remain when what may be a clitic, a
prefix of the imperfect or an ending is taken away, the least changed first. Both say too much
rather than too little: they are for finding a word again, not for counting words.
"""

from __future__ import annotations

from functools import lru_cache

_ENGLISH_ENDINGS = dict.fromkeys(
    "ational ations ation ingly ments ment ness ically ical ally ably able ible fully ful ities ity"
    " ists ist isms ism ions ion ives ive ances ance ences ence ants ant ents ent ships ship hood"
    " ious ous less edly or ors est ic al ly i".split(),
    4,
) | dict.fromkeys("ing ings ied ies ed es s y e ers er".split(), 3)
"""The endings, and how many letters must stay before each."""

_LENGTHS = {
    letter: sorted({len(e) for e in _ENGLISH_ENDINGS if e[-1] == letter}, reverse=True)
    for letter in {ending[-1] for ending in _ENGLISH_ENDINGS}
}
"""How long the endings with a last letter are, the longest first."""
_IRREGULAR = {
    form: forms.split()[0]
    for forms in (
        "use used uses using user users usage|go goes going went gone|do does did done doing|say"
        " said"
        " says|tell told|take took taken taking|make made making|see saw seen seeing|know knew"
        " known"
        "|think thought|come came coming|give gave given giving|find found|get got gotten|leave"
        " left"
        "|feel felt|put puts putting|bring brought|begin began begun|keep kept|hold held|write"
        " wrote"
        " written writing|stand stood|hear heard|let lets letting|mean meant|meet met|run ran"
        " running"
        "|pay paid|sit sat|speak spoke spoken|lie lay lain lying|lead led|read reads|grow grew"
        " grown"
        "|lose lost losing|fall fell fallen|send sent|build built|understand understood|draw drew"
        " drawn|break broke broken|spend spent|cut cuts cutting|rise rose risen|drive drove driven"
        "|buy bought|wear wore worn|choose chose chosen|eat ate eaten|win won winning|fight fought"
        "|teach taught|sell sold|catch caught|fly flew flown|hit hits hitting|shoot shot|strike"
        " struck"
        "|sing sang sung|swim swam swum|hide hid hidden|throw threw thrown|forget forgot forgotten"
        "|steal stole stolen|wake woke|sleep slept|seek sought|deal dealt|die died dies dying dead"
        "|become became|burn burnt|drink drank drunk|ride rode ridden|ring rang rung|shake shook"
        "|sink sank sunk|spread spreads|swear swore sworn|tear tore torn|withdraw withdrew"
        " withdrawn"
        "|undergo underwent|arise arose|bear bore born borne|bind bound|bite bit|blow blew blown"
        "|breed bred|feed fed|flee fled|forbid forbade forbidden|freeze froze frozen|light lit|man"
        " men"
        "|woman women|child children|foot feet|tooth teeth|mouse mice|life lives|half halves|city"
        " cities|army armies|few fewer fewest|good better best|bad worse worst|less least lesser"
        "|much"
        " more most|tie ties tied|age ages aged|ice icy|try tries tried|cry cries cried|fly flies"
        "|business businesses|species|news|series|physics|wolf wolves|leaf leaves|wife wives|us u.s"
    ).split("|")
    for form in forms.split()
}  # fmt: skip
_DOUBLED = frozenset("bdfgklmnprt")

_CONJUNCTIONS = ("", "و", "ف")
_PARTICLES = {
    **{
        "": 0.0,
        "ال": 0.0,
        "لل": 0.5,
        "ب": 0.5,
        "بال": 0.5,
        "ك": 0.5,
        "كال": 0.5,
        "ل": 0.5,
        "س": 1.0,
    },
    **{"ا": 1.0, "ي": 1.0, "ت": 1.0, "ن": 1.0},
}
_AFTER_PARTICLES = {  # the imperfect after "will" and "in order to"
    "س": ("", "ي", "ت", "ن", "ا"),
    "ل": ("", "ي", "ت", "ن"),
}
_ENDINGS = (
    *("", "ه", "ها", "هم", "هن", "هما", "ك", "كم", "نا", "ي", "ني", "ت", "تا", "ا", "وا", "و"),
    *("ون", "ين", "ان", "ات", "يه", "يا", "يين", "يون", "يات", "تها", "ته", "تهم", "تين", "تان"),
    *("اته", "اتها", "اتهم", "يته", "يتها", "ايه", "ء", "اء", "وها", "وه", "ونها", "نه", "ونه"),
)
_WEAK = str.maketrans("", "", "اويء")


@lru_cache(maxsize=32_768)
def english_stem(word: str) -> str:
    """What is left of an English `word` in lower case without its endings."""
    stem = _IRREGULAR.get(word, word)
    while True:
        shorter = _without_ending(stem)
        if shorter == stem:
            return stem
        stem = shorter


def _without_ending(word: str) -> str:
    for size in _LENGTHS.get(word[-1:], ()):
        if len(word) - size >= _ENGLISH_ENDINGS.get(word[-size:], len(word)):
            rest = word[:-size]
            doubled = rest[-1] == rest[-2] and rest[-1] in _DOUBLED
            return rest[:-1] if doubled else rest
    return word


@lru_cache(maxsize=65_536)
def arabic_stems(word: str) -> tuple[tuple[str, float], ...]:
    """A folded Arabic `word` and what may be its stem, each with what was changed, least first.

    The article is for nothing, a word of one letter costs half a letter.
    """
    found: dict[str, float] = {}
    for start, cost in _starts(word).items():
        for ending in _ENDINGS:
            if ending and not start.endswith(ending):
                continue
            stem = start[: len(start) - len(ending)] if ending else start
            if len(stem) >= 2:
                found[stem] = min(cost + len(ending), found.get(stem, 99.0))
    return tuple(sorted(found.items(), key=lambda item: (item[1], item[0])))


def _starts(word: str) -> dict[str, float]:
    """What is left of `word` at its beginning, with what that costs."""
    found: dict[str, float] = {}

    def add(rest: str, cost: float) -> None:
        if len(rest) >= 2:
            found[rest] = min(cost, found.get(rest, 99.0))

    for conjunction in _CONJUNCTIONS:
        if not word.startswith(conjunction):
            continue
        bare, paid = word[len(conjunction) :], 0.5 * len(conjunction)
        for particle, cost in _PARTICLES.items():
            if not bare.startswith(particle):
                continue
            rest = bare[len(particle) :]
            add(rest, paid + cost)
            for more in _AFTER_PARTICLES.get(particle, ()):
                if rest.startswith(more):
                    add(rest[len(more) :], paid + cost + 1)
            if particle == "لل":
                add("ل" + rest, paid + cost)
    # يستخدم, ينتقل: the imperfect has no alef where the perfect and its noun have one.
    for rest, cost in list(found.items()):
        if rest[0] in "سنتفكخشعجحضصطردذهبمل" and cost >= 1:
            add("ا" + rest, cost)
    return found


@lru_cache(maxsize=65_536)
def arabic_skeleton(word: str) -> str:
    """The letters of a folded `word` without alef, waw and ya: what its broken plural keeps."""
    return word.removesuffix("ه").translate(_WEAK)
