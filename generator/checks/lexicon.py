"""Turn an Arabic word into the stems of the English words that may stand for it.

The list is `lexicon.txt` (frequent words by their meanings) and `names.txt` (names that are not
written as they sound). It is small, and it errs on the generous side: a word that it knows is
evidence that the English says the same, a word that it does not know says nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from itertools import chain

from generator.text.normalize import fold
from generator.text.number_words import is_number_word
from generator.text.stems import arabic_skeleton, arabic_stems, english_stem

_NOTHING: frozenset[str] = frozenset()
_LISTS = ("lexicon.txt", "names.txt")

# Words of grammar, which may have any answer or none. Folded.
_SMALL_WORDS = frozenset(
    (
        "في من علي الي عن مع ان انه انها انهم انا ما ماذا لا لم لن ليس ليست هو هي هم هما هن نحن انت"
        " هذا هذه ذلك تلك هولاء اولئك الذي التي الذين اللذين اللتين اللواتي كان كانت كانوا كن كنا"
        " كنت"
        " يكون تكون يكونون يكونوا تكن يكن نكون اكون كون بان بانه بانها بانهم فيه فيها فيهم فيهما"
        " به بها"
        " بهم بهما له لها لهم لهما لك لنا لي لكم منه منها منهم منا عليه عليها عليهم عليك علينا"
        " اليه اليها"
        " اليهم عنه عنها عنهم لدي لديه لديها لديهم لديك لدينا او ام اما بل ثم قد لقد سوف كما كذلك"
        " لذلك"
        " لذا كي لكي حتي اذا اذ لو لولا الا حيث هنا هناك عند عندما بينما لان لانه لانها فان فانه"
        " فانها"
        " فهو فهي فهم وهو وهي وهم وان وانه وانها ولا ولم ولن وفي ومن وعلي والي وعن ومع وقد ولقد"
        " وكان"
        " وكانت وهذا وهذه وذلك والذي والتي والذين ومما مما عما فيما بما كل كلا كلتا اي ايه ذات ذو"
        " ذي ذا"
        " نفس نفسه نفسها نفسهم انفسهم انفسنا غير سوي بعد قبل بين خلال حول نحو عبر ضد لدي منذ مثل"
        " دون تم"
        " تمت يتم قام قامت يقوم تقوم بشكل حال حد مر اصبح اصبحت يصبح تصبح ظل مازال يزال تزال زال"
        " بعضها"
        " بعضهم احد احدي اثناء ففي فمن وبعد وقبل ومنها ومنهم وكل وبين وكانوا تعد يعد بي ال ابن ابو"
        " بن"
        " الخ الخاص الخاصه خاص نظرا بالنسبه عباره وجه بوجه ايضا امر الامر امور عام العام يلي وكذلك"
        " كلها"
        " لهذه لهذا عدم بعدم لعدم لما لمن ستكون سيكون ستكون تشرين كانون حزيران اذار شباط نيسان"
        " ايار تموز ايلول اب الاول"
        " الثاني باي لاي غضون هنالك جدا تماما فقا وفقا بحسب حسب بذلك لذلك هكذا سواء فسوف فلن لا"
        " بواسطه عام لعام"
        " لمده كم مم سم كلم شيء شييا جانب بجانب شان حين حينما انك بك الان وقت الوقت مره مرات المره"
        " لمره"
    ).split()
)


@lru_cache(maxsize=65_536)
def english_of(arabic: str) -> frozenset[str]:
    """The stems of the English words that may stand for a folded `arabic` word; none if unknown."""
    return _NOTHING.union(*(_stems(line) for line in _lines_of(arabic)))


def _lines_of(arabic: str) -> Iterable[str]:
    """The left sides of the lines for the most likely readings of a folded word."""
    words = _index(_by_form)
    if arabic in _SMALL_WORDS:
        return ()
    found: list[str] = []
    best = 99.0
    for stem, cost in arabic_stems(arabic):
        if cost > best + (1.1 if arabic[0] in "يتن" else 0.6):
            break
        if stem in words and (len(stem) > 2 or cost < 1):
            found += words[stem]
            best = min(best, cost)
    if found:
        return found
    skeletons = _index(_by_skeleton)
    for stem, _ in arabic_stems(arabic):
        skeleton = arabic_skeleton(stem)
        if len(skeleton) >= 3 and len(stem) >= 4 and skeleton in skeletons:
            return skeletons[skeleton]
    return ()


def is_common(word: str) -> bool:
    """Whether an English `word`, in lower case, may have a capital without being a name."""
    bases = {word, word + "e"} | {word.removesuffix(ending) for ending in _INFLECTIONS}
    return not bases.isdisjoint(_common_words())


_INFLECTIONS = ("s", "es", "d", "ed", "ing", "ly", "'s", "al", "ist", "ists")


@cache
def _common_words() -> frozenset[str]:
    lists = (left for name in ("lexicon.txt", "common.txt") for left, _ in _lines(name))
    words = (word.replace("_", " ").split() for left in lists for word in left.split())
    return frozenset(part for parts in words for part in parts if part[0].islower())


@cache
def answering_english() -> Mapping[str, int]:
    """The stems of the English words that answer a word of the lists, and on how many lines."""
    lists = (left for name in _LISTS for left, _ in _lines(name))
    return Counter(chain.from_iterable(map(_stems, lists)))


@lru_cache(maxsize=65_536)
def is_small_word(arabic: str) -> bool:
    """Whether a folded Arabic word is one of grammar, or a number, which `figures` compares."""
    return arabic in _SMALL_WORDS or len(arabic) < 2 or is_number_word(arabic)


GRAMMAR = frozenset(
    (
        "a an the this that these those there here it he she they we you i its his her hers their"
        " our your"
        " my him them us me who whom whose which what where when why how and but or nor so yet if"
        " while"
        " because since although though unless until as at by for from in into of on onto off to"
        " with"
        " within without under over up down out about above across after against along among"
        " around before"
        " behind below between beyond despite during except inside like near through throughout"
        " toward"
        " towards upon via per than then now not no yes never ever also too very just only even"
        " still again"
        " already always almost often sometimes usually however therefore thus hence is are was"
        " were be been"
        " being am do does did done doing have has had having will would shall should can could"
        " may might"
        " must let get got some any all each every both either neither one other another such same"
        " own more"
        " most many much few less least several themselves itself himself herself ourselves make"
        " made take"
        " taken come well way use used"
    ).split()
)


@cache
def _lines(name: str) -> tuple[tuple[str, str], ...]:
    """The left and the folded right sides of a list's lines."""
    text = files("generator.checks").joinpath(name).read_text("utf-8")
    lines = [line.partition(" = ") for line in text.splitlines() if line and line[0] != "#"]
    folded = fold("|".join(right for _, _, right in lines)).split("|")  # at once: quicker
    return tuple((left, right) for (left, _, _), right in zip(lines, folded, strict=True))


@cache
def _stems(words: str) -> frozenset[str]:
    return frozenset(english_stem(part) for part in words.lower().replace("_", " ").split())


def _by_form(arabic: str) -> Iterable[str]:
    """The forms under which a word is known: with and without its article and feminine ending."""
    return {f for f in (arabic, arabic.removesuffix("ه"), arabic.removeprefix("ال")) if len(f) >= 2}


def _by_skeleton(arabic: str) -> Iterable[str]:
    skeleton = arabic_skeleton(arabic)
    return (skeleton,) if len(skeleton) >= 3 else ()


@cache
def _index(keys: Callable[[str], Iterable[str]]) -> dict[str, list[str]]:
    """The English sides of the lines under each of the `keys` of their Arabic words."""
    found: dict[str, list[str]] = {}
    for left, right in (line for name in _LISTS for line in _lines(name)):
        for arabic in right.split():
            for key in keys(arabic):
                found.setdefault(key, []).append(left)
    return found
