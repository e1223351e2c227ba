"""Turn a pair into the negation that one side has and the other lacks.

Negations are counted. The Arabic has its particles (لا لم لن ليس) and words that may
do the same (غير، دون، عدم، رفض ...); the English has "not" and its kind, and words that may do the
same ("un-", "fail", "hardly" ...). One is lost where the particles are more than everything the
English has; one is added where the English words of plain denial are more than everything the
Arabic has. Where the numbers agree, the words next to a negation are looked for on the other side.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.checks.lexicon import GRAMMAR
from generator.checks.pair import Pair
from generator.models import Finding, Rule

_EDGE = "(?<![\u0621-\u064a])"
_END = "(?![\u0621-\u064a])"
_START = f"{_EDGE}[وف]?"
_PARTICLE = re.compile(f"{_START}(?:لا|لم|لن|ليس|ليست|ليسا|ليسوا|لست|لسنا|لسن|ليستا){_END}")
# Particles that deny nothing: "still", "especially", "must", "no doubt", "at least", "unless".
_NOT_DENYING = re.compile(
    f"{_START}(?:"
    "(?:لا|لم|ما) ?[يتنا]?زا?ل(?:وا|ون|ت)?"
    "|لا سيما|ما لم"
    "|(?:لا|لم|لن) [يتن](?:قل|تجاوز|تعدي|زيد)(?:ون)?"
    f"){_END}"
)
# Particles that English may say with "no" or without: "no doubt", "surely".
_OPTIONAL = re.compile(f"{_START}لا (?:بد|شك|ريب|جدال|محاله|مفر|داعي|يخفي|باس|غني|عجب){_END}")
_ONLY = re.compile(f"{_START}(?:لا|لم|لن|ليس|ليست){_END}[^.،؛]{{1,60}}?{_EDGE}(?:الا|سوي){_END}")
# Words that may answer an English "not": verbs of failing and forbidding, privatives.
_WEAK = re.compile(
    f"{_EDGE}(?:[وفبلك]|ال|بال|لل|وال|وب|ول|ول)?(?:"
    "غير|دون|بدون|عدم|عدمه|بلا|سوي|خلا|عدا|انعدام|منعدم|معدوم|عديم|عديمه|كلا|لولا|لما|لئلا|ليلا"
    "|نفي|تنفي|ينفي|نفت"
    "|[يتن]?رفض(?:ت|وا|ون)?|[يتن]?فشل(?:ت|وا|ون)?|[يتن]?عجز(?:ت|وا|ون)?|عاجز|[يتن]?منع(?:ت|وا|ون)?"
    "|[يتن]?حظر(?:ت|وا)?|محظور|ممنوع"
    "|[يت]فتقر(?:ون)?|افتقار|افتقر(?:ت|وا)?|نقص|خال|خالي|خاليه|[يت]خلو|نادرا|قلما|مستحيل|استحاله"
    "|يستحيل|[يت]?تعذر|غياب"
    "|[يتن]?تجنب|تفادي|باستثناء|مستبعد|استبعد|[يت]ستبعد|استبعاد|بالكاد|مجهول|مجهوله|امتنع|[يت]متنع"
    "|امتناع|[يت]?توقف(?:ت|وا)?"
    "|انكر(?:ت|وا)?|[يت]نكر|انكار|ابدا|مطلقا|اطلاقا|بتاتا|ناهيك|حرمان"
    "|فقدان|لايزال|لايمكن"
    f"|لاتوجد|لايوجد|اللا[\u0621-\u064a]{{4,}}(?<!لاتيني)(?<!لاتينيه)|مجان|مجانا|مجاني|قله|ضعف"
    f"|انقطع|انقطاع|استثناء)(?:ه|ها|هم)?{_END}"
    f"|{_EDGE}[وف]?(?:لا|لم|لن|ليس|ليست|لست|ليسوا|غاب|غابت|غابوا){_END}"
    f'|{_EDGE}[وف]ما{_END}|(?:^|[.،؛:"«(] ?)ما{_END}|{_EDGE}الا (?=[يتن])'
)
# "ألا", that not: folded, it cannot be told from "إلا", but.
_NOT_TO = re.compile("(?<![\u0621-\u064a])[وفبل]?أل\u0651?ا(?![\u0621-\u064a])")
_EXPLICIT = re.compile(
    r"\bnot\b|n't\b|\bcannot\b|\bno\b|\bnever\b|\bnone\b|\bnothing\b|\bnobody\b|\bno[- ]one\b"
    r"|\bnowhere\b"
    r"|\bneither\b|\bnor\b|\bwithout\b",
    re.IGNORECASE,
)
# "whether or not" asks, "not only" adds, and one negation may take two words.
_SAME_AS_ONE = re.compile(r"\bneither\b([^.]*?)\bnor\b", re.IGNORECASE)
_NO_DENIAL = re.compile(
    r"\bwhether or not\b|\bno doubt\b|\bnot even\b|\b(?:no|not) (?:less|more|\w+er) than\b|\bNo\."
    r" ?\d|(?:n't|not|never) forget\b",
    re.IGNORECASE,
)
_ABSENCE = re.compile(f"{_EDGE}[وفبل]?(?:عدم|بدون|بلا|دون ان|من دون){_END}")
_JUST = re.compile("فقط|فحسب|وحد|مجرد|مقصور|تقتصر|يقتصر")
_NO_QUESTION = re.compile(r"\bwhether or not\b|\bNo\. ?\d", re.IGNORECASE)
_NOT_ONLY = re.compile(r"\bnot (?:only|just|merely|simply)\b", re.IGNORECASE)
# English words that may answer an Arabic particle.
_HINT = re.compile(
    r"\b(?:un(?!i(?!n|m)|der|til|cle|its?\b)|non-?|dis(?!c|t|p|h|k|s|ea)|in(?:ab|acc|fin|act|adeq"
    r"|appro|cap|comp|consi"
    r"|corr|cred|def|dir|eff|elig|hum|jus|sec|sens|signi|stab|suff|tol|val|vis|vul)|im(?:poss|per"
    r"|mo|prob"
    r"|prop|pract)|ir(?:reg|rel|res|rev)|il(?:leg|lit|log))\w+|\b\w{3,}less\b"
    r"|\b(?:fail|refus|den[iy]|lack|prevent|avoid|absen|except|bare|hardly|scarce|rare|seldom|few"
    r"|little"
    r"|unless|stop|ceas|reject|ban|forb|prohibit|instead|exclu|miss|lost|loss|lose|declin|doubt"
    r"|unknown|rather"
    r"|halt|offline|discomf|anything but|far from|oppos|disagree|too \w+ to|free of|yet to|beyond"
    r"|abnormal)\w*\b",
    re.IGNORECASE,
)


def find(pair: Pair) -> Iterator[Finding]:
    arabic = pair.folded.replace("بدون طيار", " ")  # a drone
    demanded = _PARTICLE.findall(_not_demanded(arabic))
    # "لا يسرقون ولا يكذبون": one "not" may serve for both.
    demanded = demanded[:1] + [word for word in demanded[1:] if not word.startswith("ولا")]
    particles = len(_PARTICLE.findall(_NOT_DENYING.sub(" ", arabic)))
    weak = _WEAK.findall(_PARTICLE.sub(" ", arabic)) + _NOT_TO.findall(pair.arabic)
    plain = _SAME_AS_ONE.sub(r"neither\1", pair.plain)
    said = [match[0].lower() for match in _EXPLICIT.finditer(_NO_QUESTION.sub(" ", plain))]
    sure = len(_EXPLICIT.findall(_NO_DENIAL.sub(" ", plain)))
    if _JUST.search(arabic):
        sure -= len(_NOT_ONLY.findall(plain))
    hints = [m[0] for m in _HINT.finditer(_EXPLICIT.sub(" ", plain)) if _is_no_name(m)]
    if len(demanded) > len(said) + max(0, len(hints) - len(weak)):
        yield Finding(
            Rule.NEGATION, f"{_told(demanded)} in the Arabic; {_told(said)} in the English"
        )
    elif not said and not hints and (absence := _ABSENCE.search(arabic)):
        yield Finding(Rule.NEGATION, f'"{absence[0]}" in the Arabic; no negation in the English')
    elif sure > particles + max(0, len(weak) - len(hints)):
        found = [*demanded, *weak]
        yield Finding(Rule.NEGATION, f"{_told(said)} in the English; {_told(found)} in the Arabic")
    elif sure > particles and (added := _added_here(pair)):
        yield Finding(Rule.NEGATION, f'"not" stands before "{added}" in the English alone')
    elif len(said) < particles + len(weak) and (lost := _lost_here(pair)):
        yield Finding(Rule.NEGATION, f'"{lost}" is negated in the Arabic alone')


def unsupported(pair: Pair) -> Iterator[Finding]:
    """A negation in the English where no source denies anything."""
    said = [m[0].lower() for m in _EXPLICIT.finditer(_NO_DENIAL.sub(" ", pair.plain))]
    if (
        said
        and not _PARTICLE.search(pair.folded)
        and not _WEAK.search(pair.folded)
        and not _NOT_TO.search(pair.arabic)
    ):
        yield Finding(Rule.NEGATION, f"{_told(said)} in the English; no negation in the Arabic")


REACH = 4
"""How many words a negation may stand before the word that it negates."""


def _added_here(pair: Pair) -> str | None:
    """The word after an English "not" whose Arabic has no negation near it."""
    near = _cue_places(pair)
    words = pair.english_words
    for at, word in enumerate(words):
        if word.lower not in {"not", "never", "cannot"} and not word.lower.endswith(("n't", "n’t")):
            continue
        after = [w for w in words[at + 1 : at + 5] if w.lower not in GRAMMAR][:2]
        answered = [
            [n for n, a in enumerate(pair.arabic_words) if w.stem in a.answers] for w in after
        ]
        if answered and answered[0] and not any(n in near for places in answered for n in places):
            return after[0].text
    return None


def _cue_places(pair: Pair) -> set[int]:
    """The places of the Arabic words that a negation reaches."""
    places: set[int] = set()
    for match in re.finditer(
        f"{_PARTICLE.pattern}|{_WEAK.pattern}|{_EDGE}[وفا]?ما{_END}", pair.folded
    ):
        first = next((n for n, w in enumerate(pair.arabic_words) if w.start >= match.start()), None)
        if first is not None:
            far = REACH + 3 * bool(_THERE_IS.match(pair.folded, match.end()))
            places.update(range(first - 2, first + far + 1))
    return places


def _lost_here(pair: Pair) -> str | None:
    """The Arabic word after a particle whose English has no negation near it."""
    text = _not_demanded(pair.folded)
    cues = [m.start() for m in _EXPLICIT.finditer(pair.plain)]
    cues += [m.start() for m in _HINT.finditer(pair.plain) if _is_no_name(m)]
    near: set[int] = set()
    for cue in cues:
        first = next((n for n, w in enumerate(pair.english_words) if w.start >= cue), None)
        if first is not None:
            near.update(range(first - 2, first + REACH + 3))
    for match in _PARTICLE.finditer(text):
        after = [w for w in pair.arabic_words if w.start >= match.end()][:2]
        if not after or not after[0].answers:
            continue
        places = [
            [n for n, word in enumerate(pair.english_words) if word.stem in w.answers]
            for w in after
        ]
        if places[0] and not any(n in near for found in places for n in found):
            return match[0] + " " + after[0].text
    return None


def _not_demanded(arabic: str) -> str:
    """`arabic` without the particles that English need not say with a negation."""
    for pattern in (_NOT_DENYING, _OPTIONAL, _ONLY):
        arabic = pattern.sub(_blank, arabic)
    return arabic


def _is_no_name(match: re.Match[str]) -> bool:
    return match[0][0].islower() or match.start() == 0


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


_THERE_IS = re.compile(" (?:[يت]وجد|هناك|[يت]كن|[يت]كون)")


def _told(words: list[str]) -> str:
    return ", ".join(f'"{word.strip()}"' for word in words) if words else "no negation"
