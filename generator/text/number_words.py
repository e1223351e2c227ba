"""Turn Arabic or English text into the numbers that it says in words, each as one value.

Read are cardinals and ordinals of any length ("ألف وتسعمئة وخمسة وتسعون", "two hundred and fifty
thousand"), duals ("مليونان", "عامين"), words for groups ("dozen", "decade", "عقدين") and simple
fractions. Left aside: a scale after digits ("1.2 مليون"), which `numbers` reads with its digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from generator.text.normalize import fold


@dataclass(frozen=True, slots=True)
class WordedNumber:
    """A number in words: as `text` has it (the Arabic folded), its value, and where it starts.

    `loose` marks words that say a number only by the way ("second", "عامين", "decades"): a
    translation may well say the same without any.
    """

    text: str
    value: float
    start: int
    loose: bool = False


class _Step(NamedTuple):
    kind: str  # "unit", "ten", "tens", "hundred", "scale", "whole", "loose"
    value: float


class _Run:
    """Number words that belong together so far."""

    def __init__(self) -> None:
        self.total = self.current = 0.0
        self.scale = 0.0  # the last one
        self.counted = False  # by more than the bare "thousands"
        self.start = self.end = -1

    @property
    def open(self) -> bool:
        return self.start >= 0

    @property
    def value(self) -> float:
        return self.total + self.current


# -- Arabic ---------------------------------------------------------------------------------------

_AR: dict[str, _Step] = {}


def _name(kind: str, value: float, words: str) -> None:
    _AR.update({word: _Step(kind, value) for word in words.split()})


_name("unit", 2, "اثنان اثنين اثنتان اثنتين اثنا اثني اثنتا اثنتي ثنتين")
_name("unit", 3, "ثلاث ثلاثه ثالث ثالثه")
_name("unit", 4, "اربع اربعه رابع رابعه")
_name("unit", 5, "خمس خمسه خامس خامسه")
_name("unit", 6, "ست سته سادس سادسه")
_name("unit", 7, "سبع سبعه سابع سابعه")
_name("unit", 8, "ثمان ثماني ثمانيه ثامن ثامنه")
_name("unit", 9, "تسع تسعه تاسع تاسعه")
_name("one", 1, "احد احدي حادي حاديه واحد واحده اول اولي")
_name("two", 2, "ثان ثاني ثانيه")
_name("ten", 10, "عشر عشره عاشر عاشره")
for _value, _stem in zip(
    range(20, 100, 10), "عشر ثلاث اربع خمس ست سبع ثمان تسع".split(), strict=True
):
    _name("tens", _value, f"{_stem}ون {_stem}ين")
    _name("loose", _value, f"{_stem}ينيات {_stem}ينات")
_name("hundred", 100, "مايه ميه مايت")
_name("hundred", 200, "مايتان مايتين ميتان ميتين مايتا ميتا مايتي ميتي")
for _value, _stem in zip(
    range(300, 1000, 100), "ثلاث اربع خمس ست سبع ثمان تسع".split(), strict=True
):
    _name("hundred", _value, f"{_stem}مايه {_stem}ميه {_stem}مايت {_stem}ميت {_stem}يمايه")
_name("scale", 1e3, "الف الفا الاف")
_name("scale", 1e6, "مليون مليونا ملايين")
_name("scale", 1e9, "مليار مليارا مليارات بليون بلايين بليونا")
_name("scale", 1e12, "تريليون تريليونا تريليونات ترليون")
_name("scale", 2e3, "الفان الفين الفي الفا")
_AR["الفا"] = _Step("scale", 1e3)
_name("scale", 2e6, "مليونان مليونين مليوني مليونا")
_AR["مليونا"] = _Step("scale", 1e6)
_name("scale", 2e9, "ملياران مليارين ملياري")
_name("loose", 10, "عشرات عقد عقدا")
_name("loose", 100, "ميات مايات قرن قرنا")
_name("loose", 1e3, "الوف الفيه")
_name("loose", 20, "عقدان عقدين")
_name("loose", 2, "عامان عامين سنتان سنتين يومان يومين شهران شهرين اسبوعان اسبوعين ساعتان ساعتين")
_name("loose", 2, "مرتان مرتين قرنان قرنين دقيقتان دقيقتين كلا كلتا كلاهما كليهما ضعف زوج")
_name("loose", 0.5, "نصف")
_name("loose", 0.25, "ربع")
_name("loose", 1 / 3, "ثلث")
_name("loose", 2 / 3, "ثلثا ثلثي ثلثين ثلثان")
_name("loose", 0.75, "ارباع")
_name("loose", 12, "دزينه درزن")
_AR_WORD = re.compile(r"\d+(?:[.,]\d+)*|[\u0621-\u064a]+|[^\s\w]")
# "You are not", hardly ever "for six"; per cent.
_NO_NUMBERS = frozenset({"لست", "بالميه", "بالمايه"})
_name("loose", 100, "الميه المايه")
_AR_STARTS = ("", "ال", "و", "وال", "ب", "بال", "ل", "لل", "ف", "ول", "وب", "ولل")
_THEIR = re.compile("(?<=[\u0621-\u064a]{3})(?:هم|هن|ها|نا)$")


def is_number_word(word: str) -> bool:
    """Whether a folded Arabic word says a number or is part of one."""
    return _arabic_step(word)[0] is not None


def arabic_numbers(text: str) -> list[WordedNumber]:
    """The numbers that an Arabic `text` says in words, in order."""
    return list(_arabic(fold(text)))


def _arabic(text: str) -> Iterator[WordedNumber]:
    run = _Run()
    after_digits = False
    for match in _AR_WORD.finditer(text):
        step, joined = _arabic_step(match[0])
        if step is None or (step.kind == "scale" and after_digits):
            yield from _closed(run, text)
            run = _Run()
            after_digits = match[0][0].isdigit()
            continue
        after_digits = False
        if step.kind == "loose":
            yield from _closed(run, text)
            run = _Run()
            yield WordedNumber(match[0], step.value, match.start(), loose=True)
            continue
        if not _joins(run, step, joined):
            yield from _closed(run, text)
            run = _Run()
        if step.kind == "scale" and run.current and run.scale and step.value * 3 > run.scale:
            # "مليوني وثلاثة ملايين": two numbers
            yield WordedNumber(text[run.start : run.end], run.total, run.start)
            run.total = 0
        _take(run, step, match)
    yield from _closed(run, text)


def _arabic_step(word: str) -> tuple[_Step | None, bool]:
    """What a word adds to a number, and whether "و" joins it to what stands before."""
    if word in _NO_NUMBERS:
        return None, False
    if word in _AR:
        return _AR[word], False
    for start in _AR_STARTS:
        if word.startswith(start) and word[len(start) :] in _AR:
            return _AR[word[len(start) :]], start.startswith("و")
    bare = _THEIR.sub("", word)  # "a fifth of them"
    return (None, False) if bare == word else _arabic_step(bare)


def _joins(run: _Run, step: _Step, joined: bool) -> bool:
    """Whether an Arabic number word goes on with the number before it."""
    if not run.open:
        return True
    below = run.current % 100
    if step.kind in {"unit", "one", "two"}:
        return joined and below == 0
    if step.kind == "ten":
        return (not joined and 1 <= below <= 9) or (joined and below == 0)
    if step.kind == "tens":
        return joined and below < 10
    if step.kind == "hundred":
        return (not joined and 1 <= run.current <= 9) or (joined and run.current == 0)
    return not joined or run.current == 0


def _take(run: _Run, step: _Step, match: re.Match[str]) -> None:
    if not run.open:
        run.start = match.start()
    run.end = match.end()
    run.counted = run.counted or step.kind != "scale" or step.value in {2e3, 2e6, 2e9}
    if step.kind == "scale":
        run.total += (run.current or 1) * step.value
        run.current, run.scale = 0, step.value
    elif step.kind == "hundred" and 1 <= run.current <= 9:
        run.current *= step.value
    else:
        run.current += step.value


def _closed(run: _Run, text: str) -> Iterator[WordedNumber]:
    if run.open:
        words = text[run.start : run.end]
        loose = run.value <= 2 or not run.counted
        yield WordedNumber(words, run.value, run.start, loose)


# -- English --------------------------------------------------------------------------------------

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen"
).split()
_ORDINALS = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
    " thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_EN: dict[str, _Step] = (
    {word: _Step("unit", value) for value, word in enumerate(_ONES)}
    | {word: _Step("unit", value) for value, word in enumerate(_ORDINALS)}
    | {word: _Step("tens", 20 + 10 * at) for at, word in enumerate(_TENS)}
    | {f"{word[:-1]}ieth": _Step("tens", 20 + 10 * at) for at, word in enumerate(_TENS)}
    | {f"{word[:-1]}ies": _Step("loose", 20 + 10 * at) for at, word in enumerate(_TENS)}
    | {
        "hundred": _Step("hundred", 100),
        "hundredth": _Step("hundred", 100),
        "thousand": _Step("scale", 1e3),
        "thousandth": _Step("scale", 1e3),
        "million": _Step("scale", 1e6),
        "billion": _Step("scale", 1e9),
        "trillion": _Step("scale", 1e12),
        "dozen": _Step("dozen", 12),
        "first": _Step("loose", 1), "firstly": _Step("loose", 1), "once": _Step("loose", 1),
        "one": _Step("loose", 1), "single": _Step("loose", 1), "zero": _Step("loose", 0),
        "second": _Step("loose", 2), "seconds": _Step("loose", 2), "twice": _Step("loose", 2),
        "double": _Step("loose", 2), "doubled": _Step("loose", 2), "both": _Step("loose", 2),
        "couple": _Step("loose", 2), "pair": _Step("loose", 2), "secondly": _Step("loose", 2),
        "triple": _Step("loose", 3), "thrice": _Step("loose", 3), "trio": _Step("loose", 3),
        "triad": _Step("loose", 3),
        "trillions": _Step("loose", 1e12), "quartet": _Step("loose", 4),
        "threefold": _Step("loose", 3),
        "tripled": _Step("loose", 3), "thirds": _Step("loose", 3), "quarters": _Step("loose", 4),
        "quarter": _Step("loose", 0.25), "half": _Step("loose", 0.5),
        "fortnight": _Step("loose", 2),
        "decade": _Step("loose", 10), "decades": _Step("loose", 10), "dozens": _Step("loose", 12),
        "hundreds": _Step("loose", 100), "thousands": _Step("loose", 1e3),
        "millions": _Step("loose", 1e6), "billions": _Step("loose", 1e9),
        "century": _Step("loose", 100), "tens": _Step("loose", 10),
    }
)  # fmt: skip
_EN_WORD = re.compile(r"\d+(?:[.,]\d+)*|[a-z]+|-|[^\s\w]")


def english_numbers(text: str) -> list[WordedNumber]:
    """The numbers that an English `text` says in words, in order."""
    return list(_english(text.lower()))


def _english(text: str) -> Iterator[WordedNumber]:
    run = _Run()
    after_digits = joined = False
    for match in _EN_WORD.finditer(text):
        word = match[0]
        step = _EN.get(word)
        if run.open and word in {"-", "and"}:
            joined = joined or word == "and"
            continue
        if step and step.kind == "loose" and step.value < 10 and run.open and _is_small(run, step):
            step = _Step("unit", step.value)  # the "one" of "twenty-one", the "first" of "21st"
        if (
            step
            and word == "one"
            and re.match(r"[ -](?:hundred|thousand|[mb]illion)", text[match.end() :])
        ):
            step = _Step("unit", 1)
        if step is None or (step.kind in {"scale", "hundred", "dozen"} and after_digits):
            yield from _closed_english(run, text)
            run, joined = _Run(), False
            after_digits = word[0].isdigit() or (after_digits and word == "-")
            continue
        after_digits = False
        if step.kind == "loose":
            yield from _closed_english(run, text)
            run, joined = _Run(), False
            yield WordedNumber(word, step.value, match.start(), loose=True)
            continue
        if run.open and not _continues(run, step, joined):
            yield from _closed_english(run, text)
            run = _Run()
        joined = False
        _take_english(run, step, match)
    yield from _closed_english(run, text)


def _is_small(run: _Run, step: _Step) -> bool:
    below = run.current % 100
    return 1 <= step.value <= 3 and below >= 20 and below % 10 == 0


def _continues(run: _Run, step: _Step, joined: bool) -> bool:
    below = run.current % 100
    if step.kind == "unit":
        if below >= 20 and below % 10 == 0 and step.value < 10:
            return not joined
        return below == 0 and run.current + run.total >= 100
    if step.kind == "tens":
        return below == 0 and run.current + run.total >= 100
    if step.kind in {"hundred", "dozen"}:
        return 1 <= run.current < 100 and not joined
    return run.current > 0 and not joined


def _take_english(run: _Run, step: _Step, match: re.Match[str]) -> None:
    if not run.open:
        run.start = match.start()
    run.end = match.end()
    if step.kind == "scale":
        run.total += (run.current or 1) * step.value
        run.current = 0
    elif step.kind in {"hundred", "dozen"}:
        run.current = (run.current or 1) * step.value
    else:
        run.current += step.value


def _closed_english(run: _Run, text: str) -> Iterator[WordedNumber]:
    if run.open:
        words = text[run.start : run.end]
        yield WordedNumber(words, run.value, run.start, run.value in {1, 1e3, 1e6})
