"""Turn the words before and after a stop into an answer: does the stop belong to an abbreviation?

Refuses to decide by the stop alone. "د." is a doctor before a name and a section after a number;
"هـ." closes a Hijri year and with it, as a rule, the sentence; "U.S." may end one or not, and then
the next word must look like the beginning of another (`begins_sentence`).
"""

from __future__ import annotations

import re
from functools import lru_cache

from generator.text.normalize import fold

# Words come back all the time, and folding one is most of the work here.
_fold = lru_cache(maxsize=4096)(fold)

# Words whose next word, a single letter, names one of several: "المجموعة ب.", "فيتامين C."
_NAMED_BY_LETTER = frozenset(
    "المجموعه مجموعه الفيه فيه الفريق فريق المستوي مستوي القسم الدرجه الصف الفصل النوع نوع الفقره"
    " البند الحرف حرف فيتامين الفيتامين المنطقه الشكل التصنيف تصنيف الملحق الجدول الخط الطراز"
    " group vitamin class type category plan".split()
)
# The conjunction written to a title: "ود. سعاد", "وأ. سمير".
_TITLES_WITH_CONJUNCTION = frozenset({"ود", "وا", "وم"})
_BEFORE_NAMES = frozenset(
    "dr mr mrs ms mx prof st ste mt ft gen col maj lt sgt capt cmdr adm rev fr hon sen rep gov pres"
    " messrs mme mlle vs cf ca".split()
)
_BEFORE_NUMBERS = frozenset("no nos vol p pp ch fig sec art para مج صص تح تل هاتف فاكس".split())
_AFTER_NAMES = frozenset(
    "inc ltd co corp bros llc plc jr sr esq etc al ed eds dept univ est".split()
)
_BRANDS = frozenset("yahoo joomla kahoot jeopardy e ياهو".split())
# The Arabic names of Latin letters, as agencies and companies spell themselves: "بي.بي.سي".
_LETTER_NAMES = frozenset(
    "اي ايه بي سي دي اف جي اتش اتس اي جيه كي كيه ال ام ان او بو كيو ار اس تي يو في دبليو اكس واي زد"
    " زي".split()
)
# Those of them that may end a sentence as words: "هي أم", "مر بي".
_LETTER_NAMES_AND_WORDS = frozenset({"ام", "بي"})
# Those that are as a rule a word before another: "في إف. بي. آي".
_LETTER_NAMES_AND_PARTICLES = frozenset({"في", "او"})
# Verbs of saying: after و or ف they begin a sentence, without it they end a quotation.
_REPORTING = frozenset(
    "قال قالت قالوا يقول تقول اضاف اضافت اضافوا تابع تابعت اكد اكدت اكدوا اوضح اوضحت صرح صرحت اعلن"
    " اعلنت ذكر ذكرت اشار اشارت رد ردت سال سالت اجاب اجابت كتب كتبت علق علقت افاد افادت بين بينت"
    " لفت لفتت شدد شددت ختم ختمت استطرد استطردت زعم زعمت نفي نفت نقل نقلت كشف كشفت حذر حذرت دعا دعت"
    " طالب طالبت اعتبر اعتبرت راي رات وصف وصفت ابدي ابدت اعرب اعربت".split()
)
_PARTICLES = frozenset("كان كانت قد لقد".split())
_AROUND = '"“”«»()[]،:/-–—'
_OPENINGS = frozenset("اما كما لقد هكذا هنا هناك حينها عندها وقتها لاحقا اخيرا".split())
_OPENING_PHRASES = (
    "من جهه", "من جانب", "من ناحيه", "من جهته", "من جهتها", "من جانبه", "من جانبها", "في المقابل",
    "بالمقابل", "الي ذلك", "في غضون", "في هذه الاثناء", "في السياق", "في هذا", "علي صعيد", "هذا و",
    "مع ذلك", "رغم ذلك", "لهذا", "لذلك", "من هنا",
)  # fmt: skip


def begins_sentence(after: str) -> bool:
    """Whether the words of `after` are ones that open a sentence.

    Arabic has no capitals, so that only some openings can be told: an opening phrase, or و or ف
    before a verb of saying or a particle.
    """
    words = [_fold(word).strip(_AROUND) for word in after.split(maxsplit=3)[:3]]
    first = words[0] if words else ""
    if " ".join(words).removeprefix("و").startswith(_OPENING_PHRASES):
        return True
    if first.removeprefix("و") in _OPENINGS:
        return True
    return first[:1] in {"و", "ف"} and first[1:] in _REPORTING | _PARTICLES


def reports_speech(after: str) -> bool:
    """Whether `after` goes on with who said it: '"لن نعود." قال الرجل'."""
    return _fold(after.split(maxsplit=1)[0]).strip(_AROUND) in _REPORTING


def ends_in_abbreviation(before: str, after: str) -> bool:
    """Whether a stop between `before` and `after` belongs to the last word of `before`.

    Both may be cut to a few words; `after` comes without the white space before it.
    """
    previous, word = ["", "", *(_fold(word).strip(_AROUND) for word in before.split()[-2:])][-2:]
    parts = word.split(".")
    if len(parts) > 1 and all(_is_initial(part) for part in parts if part):
        return not begins_sentence(after)
    if len(word) == 1 and word.isalpha():
        return not (previous in _NAMED_BY_LETTER or previous[-1:].isdigit())
    if word in _LETTER_NAMES:
        return _is_spoken_initial(previous, word, after)
    if word in _BEFORE_NAMES or word in _TITLES_WITH_CONJUNCTION:
        return True
    if word in _BEFORE_NUMBERS:
        return after[:1].isdigit()
    return word in _AFTER_NAMES and not begins_sentence(after)


def _is_initial(part: str) -> bool:
    return part.isalpha() and len(part) <= (2 if part.isascii() else 1)


def _is_spoken_initial(previous: str, word: str, after: str) -> bool:
    """Whether the name of a Latin letter stands for it: "جون إف. كينيدي", "سي. إن. إن.".

    Letters that are spelled without stops need none: "بي بي سي." ends its sentence.
    """
    if begins_sentence(after):
        return False
    following = _fold(after.split(maxsplit=1)[0])
    if any(
        neighbour.endswith(".") and neighbour[:-1] in _LETTER_NAMES
        for neighbour in (previous, following)
    ):
        return True
    return not (
        word in _LETTER_NAMES_AND_WORDS
        or previous in _NAMED_BY_LETTER
        or previous in _LETTER_NAMES - _LETTER_NAMES_AND_PARTICLES
    )


def ends_in_brand(before: str) -> bool:
    """Whether `before` ends in a name that is written with an exclamation mark."""
    return any(_fold(word).strip(_AROUND) in _BRANDS for word in before.split()[-1:])


def joins_letter_names(before: str, after: str) -> bool:
    """Whether a stop without spaces stands between the names of two letters ("بي.بي.سي")."""
    last = re.split(r"[\s.]", before)[-1]
    first = re.split(r"[\s.،:]", after, maxsplit=1)[0]
    return _fold(last).removeprefix("ال") in _LETTER_NAMES and _fold(first) in _LETTER_NAMES
