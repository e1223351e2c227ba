"""Turn an Arabic word into the stems of the English words that may stand for it.

The list is `lexicon.txt` (frequent words by their meanings) and `names.txt` (names that are not
written as they sound). It is small, and it errs on the generous side: a word that it knows is
evidence that the English says the same, a word that it does not know says nothing.
"""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.resources import files

from generator.text.normalize import fold
from generator.text.number_words import is_number_word
from generator.text.stems import arabic_skeleton, arabic_stems, english_stem

_NOTHING: frozenset[str] = frozenset()

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
    words, skeletons = _index()
    if arabic in _SMALL_WORDS:
        return _NOTHING
    found, best = _NOTHING, 99.0
    for stem, cost in arabic_stems(arabic):
        if cost > best + (1.1 if arabic[0] in "يتن" else 0.6):
            break
        if stem in words and (len(stem) > 2 or cost < 1):
            found, best = found | words[stem], min(best, cost)
    if found:
        return found
    for stem, _ in arabic_stems(arabic):
        skeleton = arabic_skeleton(stem)
        if len(skeleton) >= 3 and len(stem) >= 4 and skeleton in skeletons:
            return skeletons[skeleton]
    return _NOTHING


@cache
def common_english() -> frozenset[str]:
    """The stems of English words that may be written with a capital without being a name."""
    listed = (s for line in _lines("lexicon.txt") for s in _english(line[0]))
    plain = (english_stem(w) for line in _lines("common.txt") for w in line[0].split())
    return frozenset(listed) | frozenset(plain)


@cache
def answering_english() -> frozenset[str]:
    """The stems of the English words that answer any word of the lists."""
    listed = [*_lines("lexicon.txt"), *_lines("names.txt")]
    return frozenset(stem for line in listed for stem in _english(line[0]))


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


def _lines(name: str) -> list[tuple[str, str]]:
    text = files("generator.checks").joinpath(name).read_text("utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(left, right) for left, _, right in (line.partition(" = ") for line in lines)]


def _english(words: str) -> frozenset[str]:
    parts = (part for word in words.split() for part in word.lower().split("_"))
    return frozenset(english_stem(part) for part in parts)


@cache
def _index() -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]]]:
    words: dict[str, frozenset[str]] = {}
    skeletons: dict[str, frozenset[str]] = {}
    for left, right in [*_lines("lexicon.txt"), *_lines("names.txt")]:
        english = _english(left)
        for arabic in map(fold, right.split()):
            for form in {arabic, arabic.removesuffix("ه"), arabic.removeprefix("ال")}:
                if len(form) >= 2:
                    words[form] = words.get(form, _NOTHING) | english
            skeleton = arabic_skeleton(arabic)
            if len(skeleton) >= 3:
                skeletons[skeleton] = skeletons.get(skeleton, _NOTHING) | english
    return words, skeletons
