"""Turn a pair into who-said-what that was lost: the speaker, or the doubt, denial or warning in it.

An Arabic verb of saying wants an English word of saying, thinking or telling, of whatever kind. The
few that carry a judgement (زعم, نفى, حذر ...) want one of their own kind, for these decide whether
a statement is believed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.checks.pair import Pair
from generator.models import Finding, Rule
from generator.text.stems import english_stem

_EDGE = "(?<![\u0621-\u064a])"
_END = "(?![\u0621-\u064a])"


def _english(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words.split())})\b", re.IGNORECASE)


# Verbs of saying that are hardly anything else. Folded, without the prefixes of the imperfect.
_SAYING = re.compile(
    f"{_EDGE}[وف]?(?:"
    "قال|قالت|قالوا|يقول|تقول|يقولون|قايلا|قايله|قايلين|القول|صرح|صرحت|صرحوا|يصرح|مصرحا|اضاف|اضافت"
    "|يضيف|مضيفا"
    "|اكد|اكدت|اكدوا|يوكد|توكد|موكدا|موكده|اعلن|اعلنت|اعلنوا|يعلن|معلنا|افاد|افادت|افادوا|يفيد"
    "|اوضح|اوضحت|يوضح|موضحا|موضحه"
    "|زعم|زعمت|زعموا|يزعم|تزعم|يزعمون|زاعما|بزعم|ادعي|ادعت|ادعوا|مدعيا|صرحوا|ابلغ|ابلغت|اخبر|اخبرت"
    "|يخبر"
    "|بحسب|حسب ما|حسبما|شدد|شددت|نوه|اشار(?:ت|وا)? الي|يشير الي|تشير الي|مشيرا|لفت الي|علق قايلا"
    "|جادل|ذكر(?:ت|وا)? ان|يذكر ان"
    "|كشف عن ان|قيل|يقال|حذر(?:ت|وا)?|محذرا|نفي|نفت|نفوا|ينفي|تنفي|نافيا|انكر|انكرت|اعترف(?:ت|وا)?"
    "|يعترف"
    f"){_END}|^[وف]?وفقا ل|، وفقا ل"
)
_TOLD = _english(
    "said says? saying tells? told telling stat(?:es?|ed|ing|ements?) add(?:s|ed|ing) announc\\w+"
    " declar\\w+ report\\w* accord\\w+"
    " not(?:es?|ed|ing) claim\\w* alleg\\w+ confirm\\w* den(?:y|ies|ied|ying|ial) warn\\w*"
    " expla\\w+ stress\\w* emphasi\\w+ suggest\\w*"
    " argu\\w+ insist\\w* ask\\w* mention\\w* reveal\\w* point\\w* indicat\\w+ comment\\w*"
    " quot\\w+ descri\\w+ sp(?:eak|oke|eech)\\w*"
    " talk\\w* writ\\w+ wrote express\\w* believ\\w+ thinks? thought conclu\\w+ propos\\w+"
    " acknowledg\\w+ admi\\w+ respon\\w+ repl\\w+"
    " call(?:s|ed|ing)? urg\\w+ predict\\w* clarif\\w+ stipulat\\w+ assert\\w* maintain\\w*"
    " contend\\w* remark\\w* observ\\w+ show\\w*"
    " fe(?:el|lt)\\w* inform\\w* notif\\w+ brief\\w* disclos\\w+ testif\\w+ cit(?:es?|ed|ing)"
    " refer\\w* recount\\w* affirm\\w* assur\\w+"
    " swor\\w+ swear\\w* alert\\w* advis\\w+ recommend\\w* accus\\w+ critici\\w+ condemn\\w*"
    " prais\\w+ disput\\w+ reject\\w* refut\\w+"
    " confess\\w* highlight\\w* underlin\\w+ underscor\\w+ find(?:s|ings?)? found learn\\w*"
    " consider\\w* expect\\w* hop(?:es?|ed|ing)"
    " view\\w* interview\\w* apparent\\w* purport\\w* supposed\\w* so-called tweet\\w* post(?:ed"
    "|s) puts? per interpret\\w* establish\\w* pretend\\w*"
    " communicat\\w+ let proclaim\\w* demonstrat\\w+ pronounc\\w+ discuss\\w+ address\\w* via"
    " word(?:s|ed)? promis\\w+ pledg\\w+ vow\\w*"
    " demand\\w* request\\w* specif\\w+ ensur\\w+ prov(?:es?|ed|en|ing) illustrat\\w+ recogni\\w+"
    " continu(?:es?|ed|ing)"
    " based elaborat\\w+ signal\\w* report reading reads?"
)


@dataclass(frozen=True, slots=True)
class _Kind:
    """Words that judge what is said: how the Arabic has them, and what may answer in English."""

    name: str
    arabic: re.Pattern[str]
    english: re.Pattern[str]


_CLAIM_AR = (
    f"{_EDGE}[وفبل]?(?:ال)?(?:زعم|زعمت|زعموا|[يت]زعم|يزعمون|زاعما|زاعمه|زاعمين|مزاعم|مزعوم|مزعومه"
    f"|ادعي|ادعت|ادعوا|[يت]دعي ان|[يت]دعون"
    f"|ادعاء|ادعاءات|مدعيا|مدعيه|مدعين){_END}"
)
_KINDS = (
    _Kind(
        "a claim",
        re.compile(_CLAIM_AR),
        _english(
            "claim\\w* alleg\\w+ purport\\w* supposed\\w* pretend\\w* assert\\w* contend\\w*"
            " maintain\\w* accus\\w+ insist\\w* so-called"
            " argu\\w+ apparent\\w* reputed\\w* suggest\\w* rumou?r\\w* charg\\w+ ostensib\\w+"
            " call\\w* suspect\\w* profess\\w*"
        ),
    ),
    _Kind(
        "a denial",
        re.compile(
            f"{_EDGE}[وف]?(?:نفي|نفت|نفوا|[يت]نفي|ينفون|نافيا|نافيه|انكر|انكرت|انكروا|[يت]نكر"
            f"|ينكرون){_END}(?= |$|[.،])"
        ),
        _english(
            "den(?:y|ies|ied|ying|ial) refut\\w+ reject\\w* dismiss\\w* disput\\w+ disavow\\w*"
            " negat\\w+ not never no exile\\w* banish\\w*"
            " disclaim\\w* repudiat\\w+ contradict\\w* disown\\w* psychological\\w* n't without"
        ),
    ),
    _Kind(
        "a warning",
        re.compile(
            f"{_EDGE}[وف]?(?:حذر من|حذرت من|حذروا من|حذر|حذرت|[يت]حذر|محذرا|محذره|تحذير|تحذيرا"
            f"|تحذيرات){_END}"
        ),
        _english(
            "warn\\w* caution\\w* alert\\w* advis\\w+ careful\\w* beware threat\\w* alarm\\w*"
            " urg\\w+ care watch\\w* prudent wary mind"
        ),
    ),
)


def _told(pair: Pair) -> bool:
    """Whether the English has a word of saying that is not the answer to another Arabic word."""
    words = [m[0].lower() for m in _TOLD.finditer(pair.plain)]
    others = [w for w in pair.arabic_words if not _SAYING.fullmatch(w.text)]
    taken = frozenset().union(*(w.answers for w in others if not _SPOKEN.search(w.text)))
    return any(word in _SAID or english_stem(word) not in taken for word in words)


_SAID = frozenset(
    "based said say says saying told tell tells according reportedly stated claimed claims noted"
    " announced announces declared reported reports confirmed stressed continued".split()
)
_SPOKEN = re.compile(
    "قول|قال|صرح|ذكر|حدث|خبر|علن|وكد|بلغ|تقرير|كلم|ناطق|بيان|اشار|راي|عتقد|عتبر|نقل|ضاف|وضح|سال"
    "|جواب|اجاب"
)


def unsupported(pair: Pair) -> Iterator[Finding]:
    """A claim of the sources told as a fact: no English word of saying or doubt at all."""
    kind = _KINDS[0]
    arabic = kind.arabic.search(pair.folded)
    if arabic and not kind.english.search(pair.plain) and not _TOLD.search(pair.plain):
        yield Finding(Rule.SPEAKER, f'"{arabic[0].strip()}" is told as a fact in the English')


def find(pair: Pair) -> Iterator[Finding]:
    said = _SAYING.search(pair.folded)
    if said and not _told(pair):
        yield Finding(
            Rule.SPEAKER, f'the Arabic has "{said[0].strip()}" and the English has nobody say it'
        )
        return
    for kind in _KINDS:
        arabic = kind.arabic.search(pair.folded)
        if arabic and not kind.english.search(pair.plain):
            found = _TOLD.search(pair.plain)
            instead = f' (found: "{found[0]}")' if found else ""
            yield Finding(
                Rule.SPEAKER, f'"{arabic[0].strip()}", {kind.name}, is none in the English{instead}'
            )
