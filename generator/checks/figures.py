"""Turn a pair into the numbers, dates, percentages and currencies that only one side has.

Where a figure stands is not asked, nor are units: a conversion in brackets is a number like any
other. Numbers that a language says by the way ("once", "عامين", "a second") are never demanded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from generator.checks.pair import Pair
from generator.models import Finding, Rule
from generator.text.calendars import GREGORIAN_MONTHS, WEEKDAYS
from generator.text.lexemes import Lexeme, lexemes, phrase_at
from generator.text.number_words import WordedNumber, arabic_numbers, english_numbers
from generator.text.numbers import Number, numbers, signs

_DUAL = re.compile(r"[\u0621-\u064a]{2,}(?:ان|ين|تا|تي|تيه|تيها)(?![\u0621-\u064a])")
_SQUARED = re.compile(r"\b([kcm]?m)[23]\b")
_LISTED = 8


def find(pair: Pair) -> Iterator[Finding]:
    yield from _numbers(pair)
    yield from _dates(pair)
    yield from _percentages(pair)
    yield from _currencies(pair)


def unsupported(pair: Pair) -> Iterator[Finding]:
    """The figures of the English that are not in the Arabic, whatever else the Arabic has."""
    if added := _number_sets(pair)[1]:
        yield Finding(Rule.NUMBER, f"{_listed(added)} is not in the Arabic")
    yield from (finding for finding in _dates(pair, lost=False))
    english = {name for name, form in _CURRENCY_EN.items() if form.search(pair.english)}
    arabic = _in_arabic(pair)
    if more := english - arabic - {"pound", "riyal"}:
        yield Finding(Rule.CURRENCY, f"{_listed(sorted(more))} is not in the Arabic")


# -- Numbers --------------------------------------------------------------------------------------


def _numbers(pair: Pair) -> Iterator[Finding]:
    lost, added = _number_sets(pair)
    if lost:
        found = f" (found: {_listed(added)})" if added else ""
        yield Finding(Rule.NUMBER, f"{_listed(lost)} is not in the English{found}")
    elif added:
        yield Finding(Rule.NUMBER, f"{_listed(added)} is not in the Arabic")


def _number_sets(pair: Pair) -> tuple[list[str], list[str]]:
    """The numbers that only the Arabic has, and those that only the English has."""
    arabic, english = numbers(pair.arabic), numbers(_SQUARED.sub(r"\1", pair.english))
    arabic_words = arabic_numbers(pair.arabic)
    english_words = [w for w in english_numbers(pair.plain) if not _is_name(w, pair)]
    if not (arabic or english or arabic_words or english_words):
        return [], []
    said = _values(english, english_words) | {float(v) for v in signs(pair.english)}
    known = _values(arabic, arabic_words) | _duals(pair.folded)
    known |= {float(v) for v in signs(pair.arabic)} | _months_in(pair.arabic)
    known |= _decades(arabic_words)
    lost = [n.text for n in arabic if not _is_said(n, said)]
    lost += [
        w.text
        for w in arabic_words
        if not w.loose and not _is_near(w.value, said) and not _is_century(w, pair.folded, said)
    ]
    added = [n.text for n in english if not _is_said(n, known)]
    added += [w.text for w in english_words if not w.loose and not _is_near(w.value, known)]
    return lost, added


def _values(digits: Iterable[Number], words: Iterable[WordedNumber]) -> set[float]:
    values = {float(v) for number in digits for reading in number.readings for v in reading}
    values |= {round(word.value, 6) for word in words}
    # "the 1990s" are "التسعينيات", half is 50 per cent, a decade is ten years.
    values |= {v % 100 for v in values if v >= 1000 and v % 10 == 0 and v % 100}
    values |= {v * 100 for v in values if 0 < v < 1}
    values |= {3.0 for v in values if round(v, 2) in {0.33, 0.67}}
    values |= {4.0 for v in values if v in {0.25, 0.75}}
    values |= {2.0 for v in values if round(v, 2) == 0.67} | {3.0 for v in values if v == 0.75}
    values |= {v * 1000 for v in values if v in {0.5, 1.5, 2.5}}
    values |= {1900 + v for v in values if v in range(10, 100, 10)}
    return values


def _is_said(number: Number, values: set[float]) -> bool:
    return any(all(float(v) in values for v in reading) for reading in number.readings) or any(
        _is_near(float(v), values)
        for reading in number.readings
        if len(reading) == 1
        for v in reading
    )


def _is_near(value: float, values: set[float]) -> bool:
    """Whether `value` is one of the values, or the sum "two and a half" of two of them."""
    if value in values:
        return True
    whole, part = divmod(value, 1)
    return bool(part) and whole in values | {1.0} and round(part, 6) in values


def _is_name(word: WordedNumber, pair: Pair) -> bool:
    """Whether a number word is part of a name that the Arabic only transliterates: Six Flags."""
    written = pair.plain[word.start : word.start + len(word.text)]
    return word.start > 0 and written[:1].isupper() and pair.heard(written) <= 0.2


def _is_century(word: WordedNumber, folded: str, values: set[float]) -> bool:
    """Whether "the 19th century" is said by a year of it."""
    if "قرن" not in folded[max(0, word.start - 8) : word.start]:
        return False
    return any((word.value - 1) * 100 <= value < (word.value + 1) * 100 for value in values)


def _decades(words: Iterable[WordedNumber]) -> set[float]:
    """The years that "the thirties of the 19th century" begin with."""
    values = {word.value for word in words}
    tens = {value for value in values if value in range(10, 100, 10)}
    return {(v - 1) * 100 + ten for v in values if 2 <= v <= 21 for ten in tens}


def _duals(folded: str) -> set[float]:
    return {2.0} if _DUAL.search(folded) else set()


def _months_in(arabic: str) -> set[float]:
    return {float(month) for month in _phrases_in(arabic, GREGORIAN_MONTHS)}


def _listed(items: list[str]) -> str:
    shown = [f'"{item}"' for item in items[:_LISTED]]
    return ", ".join(shown) + (" ..." if len(items) > _LISTED else "")


# -- Dates ----------------------------------------------------------------------------------------

_MONTH_NAMES = (
    "January February March April May June July August September October November December".split()
)
_DAY_NAMES = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_ENGLISH_MONTH = re.compile(
    r"\b(?:(January|Jan)|(February|Feb)|(March|Mar)|(April|Apr)|(May)|(June|Jun)|(July|Jul)"
    r"|(August|Aug)"
    r"|(September|Sept?)|(October|Oct)|(November|Nov)|(December|Dec))\b"
)
_MARCH_OR_MAY = re.compile(r"(?:\d |\dth |\b[Ii]n |\b[Oo]f )(?:March|May)\b|\b(?:March|May)(?= \d)")
_ENGLISH_DAY = re.compile("|".join(rf"\b({day})s?\b" for day in _DAY_NAMES))
# Words that are months or days, and other things as well: not demanded unless beside a number.
_ARABIC_AMBIGUOUS = frozenset(
    "مارس اب ماي جوان اوت مايس مايه احد خميس سبت جمعه اثنين ثلاثاء الاحد جمعه".split()
)


def _phrases_in(text: str, table: dict[tuple[str, ...], int]) -> dict[int, bool]:
    """The months or days that an Arabic `text` names, and whether there is no doubt of each."""
    line = lexemes(text)
    found: dict[int, bool] = {}
    at = 0
    while at < len(line):
        hit = _phrase_at(line, at, table) if line[at].kind == "word" else None
        if hit is None:
            at += 1
            continue
        value, end = hit
        word = " ".join(lexeme.text for lexeme in line[at:end])
        if word in {"احد", "واحد"}:  # one
            at = end
            continue
        beside = any(
            0 <= near < len(line)
            and (line[near].kind == "number" or line[near].text in {"شهر", "يوم"})
            for near in (at - 1, end)
        )
        sure = beside or not {word, word[1:]} & _ARABIC_AMBIGUOUS
        found[value] = found.get(value, False) or sure
        at = end
    return found


def _phrase_at(
    line: list[Lexeme], at: int, table: dict[tuple[str, ...], int]
) -> tuple[int, int] | None:
    """The phrase of `table` at `at`, or after a clitic there, and where it ends."""
    hit = phrase_at(line, at, table)
    word = line[at].text
    if hit is None and word[:1] in set("وفبل") and len(word) > 2:
        bare = [line[at]._replace(text=word[1:]), *line[at + 1 : at + 3]]
        shorter = phrase_at(bare, 0, table)
        return (shorter[0], at + shorter[1]) if shorter else None
    return hit


def _dates(pair: Pair, lost: bool = True) -> Iterator[Finding]:
    months = _phrases_in(pair.arabic, GREGORIAN_MONTHS)
    named = {m.lastindex or 0: m[0] for m in _ENGLISH_MONTH.finditer(pair.english)}
    sure = {n for n in named if n not in {3, 5} or _MARCH_OR_MAY.search(pair.english)}
    if not lost:
        months = dict.fromkeys(months, False)
    yield from _compared("month", months, named, sure, _MONTH_NAMES, _digits(pair))
    days = {day + 1: sure for day, sure in _phrases_in(pair.arabic, WEEKDAYS).items()}
    if not lost:
        days = dict.fromkeys(days, False)
    named = {m.lastindex or 0: m[0] for m in _ENGLISH_DAY.finditer(pair.english)}
    yield from _compared("day", days, named, set(named), _DAY_NAMES, set())


def _digits(pair: Pair) -> set[int]:
    found = numbers(pair.arabic) + numbers(pair.english)
    values = {v for number in found for reading in number.readings for v in reading}
    return {int(v) for v in values if v == v.to_integral_value() and v <= Decimal(12)}


def _compared(  # noqa: PLR0913, PLR0917
    what: str,
    arabic: dict[int, bool],
    english: dict[int, str],
    sure: set[int],
    names: list[str],
    digits: set[int],
) -> Iterator[Finding]:
    lost = [names[n - 1] for n, sure in arabic.items() if sure and n not in english.keys() | digits]
    added = [word for n, word in english.items() if n in sure - digits - arabic.keys()]
    if lost:
        found = f" (found: {_listed(list(english.values()))})" if english else ""
        yield Finding(Rule.DATE, f"the {what} {_listed(lost)} is not in the English{found}")
    elif added:
        yield Finding(Rule.DATE, f"the {what} {_listed(added)} is not in the Arabic")


# -- Percentages and currencies -------------------------------------------------------------------

_AR_PERCENT = re.compile("[%٪]|(?:ب|في )(?:ال)?(?:ميه|مايه|ميء)(?![\u0621-\u064a])")
_AR_SHARE = re.compile("ميوي|نسبه|نصف|ربع|ثلث|ميه|مايه")
_EN_PERCENT = re.compile(
    r"%|per ?cent|percent|\bpct\b|proportion|\bin (?:a|every) hundred|out of|\bhal(?:f|ves)\b"
    r"|third|quarter"
    r"|\brates?\b|\bpoints?\b|grade|celsius",
    re.IGNORECASE,
)
_EN_STRICT_PERCENT = re.compile(r"\d ?%|per ?cent\b", re.IGNORECASE)


def _percentages(pair: Pair) -> Iterator[Finding]:
    arabic = _AR_PERCENT.search(pair.folded)
    if arabic and not _EN_PERCENT.search(pair.plain):
        yield Finding(Rule.PERCENTAGE, "the Arabic has a percentage and the English has none")
    elif _EN_STRICT_PERCENT.search(pair.plain) and not arabic and not _AR_SHARE.search(pair.folded):
        yield Finding(Rule.PERCENTAGE, "the English has a percentage and the Arabic has none")


# A currency: how the Arabic says it, how the English does.
_CURRENCIES = {
    "dollar": ("دولار", r"\$|dollar|\bUSD\b|\bbucks?\b"),
    "euro": ("يورو", r"€|\beuros?\b|\bEUR\b"),
    "pound": (
        "جنيه|جنيهات|استرليني|ليره",
        r"£|\bpounds?\b|\bGBP\b|\blira\b|sterling|\bEGP\b|\bquid\b",
    ),
    "yuan": ("يوان|رينمينبي", r"yuan|renminbi|\bCNY\b|\bRMB\b|¥"),
    "dinar": ("دينار|دنانير", r"\bdinars?\b"),
    "dirham": ("درهم|دراهم", r"\bdirhams?\b|\bAED\b"),
    "riyal": ("ريال", r"\bri[y]?als?\b|\bSAR\b|\bQAR\b|\bYER\b|\bOMR\b|\bIRR\b|\breal\b"),
    "rouble": ("روبل", r"\brou?bles?\b|\bRUB\b"),
    "rupee": ("روبيه|روبيات", r"rupee|rupiah|₹"),
    "shekel": ("شيكل|شيقل|شواكل", r"she[kq]el|\bNIS\b|₪"),
}  # fmt: skip
_SIGNS = {"$": "dollar", "€": "euro", "£": "pound", "¥": "yuan", "₹": "rupee", "₪": "shekel"}
_AR_WORD = (
    r"(?<![\u0621-\u064a])(?:[وفبلك]|ال|بال|وال|لل)?(?:{})(?:ا|ات|ين|ان|يه|ي)?(?![\u0621-\u064a])"
)
_CURRENCY_AR = {name: re.compile(_AR_WORD.format(ar)) for name, (ar, _) in _CURRENCIES.items()}
_CURRENCY_EN = {name: re.compile(en, re.IGNORECASE) for name, (_, en) in _CURRENCIES.items()}


def _in_arabic(pair: Pair) -> set[str]:
    """The currencies of the Arabic, in words or by their signs."""
    signed = {name for sign, name in _SIGNS.items() if sign in pair.arabic}
    return signed | {name for name, form in _CURRENCY_AR.items() if form.search(pair.folded)}


def _currencies(pair: Pair) -> Iterator[Finding]:
    arabic = _in_arabic(pair)
    english = {name for name, form in _CURRENCY_EN.items() if form.search(pair.english)}
    lost = arabic - english
    if lost:
        found = f" (found: {_listed(sorted(english - arabic))})" if english - arabic else ""
        yield Finding(Rule.CURRENCY, f"{_listed(sorted(lost))} is not in the English{found}")
    elif added := english - arabic - {"pound", "riyal"}:
        yield Finding(Rule.CURRENCY, f"{_listed(sorted(added))} is not in the Arabic")
