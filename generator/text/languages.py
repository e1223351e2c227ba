"""Turn a text into the language it is written in, as far as letters and small words say.

Refuses to guess: a language that neither shows is "und", the BCP 47 tag for "undetermined".
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Literal

from generator.text.normalize import strip_bidi_overrides, tokens

_LETTER = re.compile(r"[^\W\d_]")
_ARABIC_LETTER = re.compile(
    "[\u0620-\u063f\u0641-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06e5\u06e6\u06ee\u06ef"
    "\u06fa-\u06ff\u0750-\u077f\u0870-\u0887\u0889-\u088e\u08a0-\u08c9"
    "\ufb50-\ufbb1\ufbd3-\ufd3d\ufd50-\ufdfb\ufe70-\ufefc]"
)
_LATIN_LETTER = re.compile(
    "[A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff]"
)
_ADDRESS = re.compile(r"https?://\S+|www\.\S+|\S{1,64}@\S{1,255}|[@#]\w+")

# Letters, after the forms of ya and kaf that Arabic pages mix up were left out.
_PERSIAN_LETTERS = "پچژگ"  # Arabic has some of them too, in foreign names and in dialect
_URDU_LETTERS = "ٹڈڑںےہۓۂ"
_OTHER_LETTERS = "ۆێڵڕەۇۈۋېڭښځڅډړڼۍټڄڃڳڻٻڀٺ"  # Kurdish, Uyghur, Pashto, Sindhi and others

# Folded, as `tokens` gives them; words that both languages have (این, أين) are left out.
_PERSIAN_WORDS = frozenset(
    tokens("است که را از با برای های می بود در نیز شما خود هستند دارد شده اند باید نمی")
)
_ARABIC_WORDS = frozenset(
    "في من علي الي عن ان التي الذي هذا هذه ذلك بعد قبل كان كانت قد لم لن لا ما كل بين او ثم"
    " حتي مع هو هي لقد الله يا انت انا نحن لكن".split()
)

_WORDS = {
    "en": "the of and to is that it for was are with this be have from not you they what who which"
    " i my your his her their our were been has had will would can could should does did if there"
    " when where how why but or by at an all about more than into after before during while over"
    " under between because though against through until since every another such many most some"
    " any other each only just like now then we us he she them its very really said says good great"
    " thank thanks please people in on a no so me do as"
    " god right wrong true never always don't doesn't isn't it's i'm",
    "fr": "le la les des une un du de et est que qui dans pour pas sur ce cette ces avec sont au"
    " aux je tu il elle nous vous ils mais ou donc plus ne se sa son leur leurs par comme bien"
    " merci tout c'est été très même on en ça a me",
    "es": "el la los las de del que y en un una por con no se su para es lo como más pero sus al"
    " este esta muy gracias también son fue ser hay yo está todo a me he",
    "pt": "o os as de do da dos das que e em um uma não com por para se no na mais mas ao muito"
    " obrigado são está foi você isso a me",
    "it": "il lo la gli le di del della che e è un una per non con si in da sono ma come più anche"
    " questo grazie ho alla nel a me",
    "de": "der die das und ist nicht ein eine zu den von mit auf für sich dem des im in es ich sie"
    " er wir auch aus bei nach an so was war sind aber wie noch man",
    "nl": "de het een en van is dat niet in op te zijn voor met die ik je hij wij ook aan er maar"
    " om dit was deze bij we over",
    "tr": "bir ve bu da de için ile çok ne olarak daha gibi kadar değil var ben sen biz en mi mı",
    "id": "yang dan di ini itu dengan untuk tidak dari dalam akan pada ke juga saya kami ada"
    " adalah",
}
_OTHERS = {lang: frozenset(words.split()) for lang, words in _WORDS.items() if lang != "en"}
# Words that English shares with one of the others ("in", "was") speak for neither.
_SHARED = frozenset(_WORDS["en"].split()).intersection(frozenset().union(*_OTHERS.values()))
_ENGLISH = frozenset(_WORDS["en"].split()) - _SHARED

_RIGHT_TO_LEFT = frozenset(
    {"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "syr", "ug", "ur", "yi"}
)


def arabic_share(text: str) -> float:
    """The share of the letters of `text` that are of the Arabic script, 0.0 to 1.0.

    Marks, digits and punctuation do not count; 0.0 where there is no letter.
    """
    letters = len(_LETTER.findall(text))
    return len(_ARABIC_LETTER.findall(text)) / letters if letters else 0.0


def guess_language(text: str) -> str:
    """The language of `text`: "ar", "en", "fa", "ur", or "und" where that cannot be told.

    The script that most letters belong to decides first; web addresses, handles and hashtags are
    left out. In the Arabic script it is Arabic unless letters say otherwise that Arabic does not
    have, more than a foreign name would bring in. In the Latin script it is English when it has
    more of the small words of English than of any other language looked at; Arabic in Latin
    letters ("ya salam") has none and is "und".
    """
    text = _ADDRESS.sub(" ", strip_bidi_overrides(text))
    letters = len(_LETTER.findall(text))
    if not letters:
        return "und"
    if 2 * len(_ARABIC_LETTER.findall(text)) >= letters:
        return _in_arabic_script(text)
    return _in_latin_script(text) if 2 * len(_LATIN_LETTER.findall(text)) > letters else "und"


def direction(lang: str) -> Literal["rtl", "ltr", "auto"]:
    """The value of HTML's `dir` for the BCP 47 tag `lang`; "auto" for "und" and nothing."""
    primary = lang.split("-", maxsplit=1)[0].casefold()
    if primary in {"und", ""}:
        return "auto"
    return "rtl" if primary in _RIGHT_TO_LEFT else "ltr"


def _in_arabic_script(text: str) -> str:
    counts = Counter(text)
    arabic = len(_ARABIC_LETTER.findall(text))
    urdu, other, persian = (
        [counts[letter] for letter in letters if counts[letter]]
        for letters in (_URDU_LETTERS, _OTHER_LETTERS, _PERSIAN_LETTERS)
    )
    if sum(urdu) + sum(other) >= max(2, arabic * 0.03):
        return "ur" if sum(urdu) > sum(other) else "und"
    if _is_persian(text, persian, arabic):
        return "fa"
    return "ar"


def _is_persian(text: str, persian: list[int], arabic: int) -> bool:
    """Whether Persian small words outweigh Arabic ones, or without either, its letters are many."""
    words = Counter(tokens(text))
    score = sum(words[w] for w in _PERSIAN_WORDS) - sum(words[w] for w in _ARABIC_WORDS)
    keyboard = any(letter in text for letter in "یک")
    if score > 0:
        return bool(persian) or keyboard
    return score == 0 and len(persian) >= 2 and sum(persian) >= arabic * 0.05 and keyboard


def _in_latin_script(text: str) -> str:
    words = Counter(re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", text.casefold().replace("’", "'")))
    english = sum(words[word] for word in _ENGLISH)
    english += sum(n for word, n in words.items() if len(word) > 5 and word.endswith("ing"))
    most = max(sum(words[word] for word in small - _SHARED) for small in _OTHERS.values())
    # A word with an accent is hardly English: it weighs as a small word of some other language.
    accented = sum(n for word, n in words.items() if not word.isascii())
    return "en" if english > max(most, accented) else "und"
