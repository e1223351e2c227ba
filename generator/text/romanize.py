"""Turn Arabic into Latin letters, letter by letter, for citations and catalogues.

The letters of DIN 31635 and ISO 233-2 with the article joined by a hyphen ("al-"), so that whoever
reads no Arabic can say and file a title. Short vowels are given where the source writes them and
nowhere else, and so is length: مكتبة is "mktba" and مَكتَبة is "maktaba", في is "fy". That is
less than a cataloguer would write, who knows the words, and no guess.
"""

from __future__ import annotations

import re

from generator.text.normalize import ascii_digits, clean

_CONSONANTS = {
    "ب": "b", "ت": "t", "ث": "ṯ", "ج": "ǧ", "ح": "ḥ", "خ": "ḫ", "د": "d", "ذ": "ḏ", "ر": "r",
    "ز": "z", "س": "s", "ش": "š", "ص": "ṣ", "ض": "ḍ", "ط": "ṭ", "ظ": "ẓ", "ع": "ʿ", "غ": "ġ",
    "ف": "f", "ق": "q", "ك": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h",
    "ء": "ʾ", "ؤ": "ʾ", "ئ": "ʾ", "پ": "p", "چ": "č", "ژ": "ž", "گ": "g", "ڤ": "v", "ک": "k",
}  # fmt: skip
_FATHA, _DAMMA, _KASRA = "\u064e", "\u064f", "\u0650"
_MARKS = {
    "\u064e": "a", "\u064f": "u", "\u0650": "i", "\u0652": "", "\u0670": "ā",
    "\u064b": "an", "\u064c": "un", "\u064d": "in",
}  # fmt: skip
_LONG = {(_DAMMA, "و"): "ū", (_KASRA, "ي"): "ī", (_KASRA, "ی"): "ī", (_FATHA, "ا"): "ā"}
_SHADDA = "\u0651"
_SIGNS = str.maketrans({"،": ",", "؛": ";", "؟": "?", "٪": "%", "«": '"', "»": '"'})
_LETTERS = "\u0621-\u063a\u0641-\u065f\u0670\u067e\u0686\u0698\u06a4\u06a9\u06af\u06cc"
_WORD = re.compile(f"[{_LETTERS}]+")
_MARK = "[\u064b-\u0650\u0652\u0670]"
# Canonical order has the shadda behind the vowel that is said after it.
_SHADDA_LAST = re.compile(f"({_MARK}+){_SHADDA}")
# The article; behind particles what follows must be a word of some length, as it is not in والي,
# and والد is a word itself.
_ARTICLES = (
    re.compile(f"ال(?=[{_LETTERS}]{{2}})"),
    re.compile(f"(?!والد[اهتيةكن])([وف]?)([بك]?)ال(?=[{_LETTERS}]{{3}})"),
    re.compile(f"([وف]?)(ل)ل(?=[{_LETTERS}]{{3}})"),
)
_PARTICLES = {"و": "wa-", "ف": "fa-", "ب": "bi-", "ك": "ka-", "ل": "li-"}


def romanize(text: str) -> str:
    """`text` with its Arabic words in Latin letters; all else, digits and Latin words, stays."""
    text = ascii_digits(clean(text)).translate(_SIGNS)
    return _WORD.sub(lambda word: _word(_SHADDA_LAST.sub(rf"{_SHADDA}\1", word[0])), text)


def _word(word: str) -> str:
    if re.sub(f"{_MARK}|{_SHADDA}", "", word) == "الله":
        return "Allāh"
    article = next(filter(None, (pattern.match(word) for pattern in _ARTICLES)), None)
    if article is None:
        return _letters(word)
    particles = "".join(_PARTICLES[particle] for particle in article.groups() if particle)
    return f"{particles}{'l-' if particles else 'al-'}{_letters(word[article.end() :])}"


def _letters(word: str) -> str:
    latin = ""
    for at, letter in enumerate(word):
        before, after = word[at - 1 : at], word[at + 1 : at + 2]
        if letter == _SHADDA:
            latin += latin[-1:]
        elif letter in _MARKS:
            latin += "" if (letter, after) in _LONG else _MARKS[letter]
        else:
            latin += _CONSONANTS.get(letter) or _vowel(letter, before, after, at)
    return latin


def _vowel(letter: str, before: str, after: str, at: int) -> str:
    """The letters that are vowels or consonants by their place."""
    if long := _LONG.get((before, letter)):
        return long
    if letter in "أإ":
        vowel = "i" if letter == "إ" else "a"
        return "ʾ" if at else "" if after in _MARKS else vowel
    if letter in "اٱ":
        # First in a word it only carries a vowel; behind a tanwin, or below one, it is silent.
        if at == 0:
            return "" if after in _MARKS else "a"
        return "" if "\u064b" in (before, after) else "ā"
    return {"آ": "ʾā" if at else "ā", "ى": "ā", "ة": "a", "و": "w", "ي": "y", "ی": "y"}.get(
        letter, ""
    )
