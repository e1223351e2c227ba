"""Turn sentences with their human English into figures: how well names are found and put right.

    python benchmarks/terms.py               the tables
    python benchmarks/terms.py --replaced    also each replacement, for a person to judge
    python benchmarks/terms.py --missing     also each name that stays missing

The material is the development half of FLORES-200: Arabic sentences, their human English, and the
English of five systems. It is not part of the project; without it this says so and ends with 2.
The termbase is the list of names below, each with the English that the people who made the corpus
chose, and with other spellings that are no mistake.

Matching, twice: with that list, and with the countries and regions as the Unicode CLDR names them,
which nobody has fitted to the corpus (nor to its choice of Türkiye or Turkey). A name found in the
Arabic should stand in the human English (in any listed form, or as an adjective) and a name in the
human English should be found in the Arabic. People also write pronouns and adjectives for names and
names for those, so neither share can reach 100 %.

Enforcement, for each system: of the names found in the Arabic whose English stands in the human
line, how many stand in the system's line before and after `enforce`; how many are there as an
adjective; how many stay missing; and how many replacements took away a word that stands in the
human English, which are wrong for certain (the others are for a person to read).
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from babel import Locale

from generator.models import Term, TermKind
from generator.text.terms import (
    Replacement,
    TermIndex,
    enforce,
    find_terms,
    folded_forms,
    is_inflected,
    is_rendered,
)
from generator.text.terms.rendering import english_words, renderings

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT / ".." / "shared" / "data" / "flores-dev"
SYSTEMS = ("google", "microsoft", "bergamot-base", "opusmt", "argos")

# kind: Arabic variants = English = accepted forms
NAMES = """
place: الولايات المتحدة | الولايات المتحدة الأمريكية | أمريكا = United States = US | USA | America
place: المملكة المتحدة = United Kingdom = UK
place: نيوزيلندا = New Zealand
place: الصين = China
place: روسيا = Russia
place: تركيا = Turkey = Türkiye
place: فرنسا = France
place: إيطاليا = Italy
place: ألمانيا = Germany
place: إسبانيا = Spain
place: اليابان = Japan
place: الهند = India
place: باكستان = Pakistan
place: أفغانستان = Afghanistan
place: أستراليا = Australia
place: البرازيل = Brazil
place: كندا = Canada
place: تشيلي | شيلي = Chile
place: بيرو = Peru
place: الإكوادور = Ecuador
place: إثيوبيا | أثيوبيا = Ethiopia
place: كينيا = Kenya
place: الصومال = Somalia
place: تنزانيا = Tanzania
place: زيمبابوي = Zimbabwe
place: زامبيا = Zambia
place: بوتسوانا = Botswana
place: كمبوديا = Cambodia
place: تايلاند = Thailand
place: فيتنام = Vietnam
place: ماليزيا = Malaysia
place: بولندا = Poland
place: إستونيا = Estonia
place: ليتوانيا = Lithuania
place: بلغاريا = Bulgaria
place: مالطا = Malta
place: سلوفاكيا = Slovakia
place: أرمينيا = Armenia
place: أذربيجان = Azerbaijan
place: بلجيكا = Belgium
place: سويسرا = Switzerland
place: لوكسمبورغ | لوكسمبورج = Luxembourg
place: أيسلندا | آيسلندا | ايسلندا = Iceland
place: غرينلاند | جرينلاند | غرينلند = Greenland
place: إنجلترا | إنكلترا = England
place: اسكتلندا | أسكتلندا = Scotland
place: أيرلندا | إيرلندا = Ireland
place: بريطانيا = Britain
place: النرويج = Norway
place: الجزائر = Algeria
place: مصر = Egypt
place: ليبيا = Libya
place: إسرائيل = Israel
place: إيران = Iran
place: العراق = Iraq
place: القدس = Jerusalem
place: القاهرة = Cairo
place: مكة | مكة المكرمة = Mecca = Makkah
place: الفلوجة = Fallujah = Falluja
place: لندن = London
place: باريس = Paris
place: برلين = Berlin
place: هامبورغ | هامبورج = Hamburg
place: كولونيا = Cologne
place: أمستردام = Amsterdam
place: كوبنهاغن | كوبنهاجن = Copenhagen
place: براغ = Prague
place: صوفيا = Sofia
place: فيلنيوس = Vilnius
place: تالين = Tallinn
place: إدنبره | إدنبرة | أدنبرة = Edinburgh
place: غلاسكو | جلاسكو = Glasgow
place: دبلن = Dublin
place: أثينا = Athens
place: زغرب = Zagreb
place: بوخارست = Bucharest
place: باليرمو = Palermo
place: برشلونة = Barcelona
place: إشبيلية = Sevilla = Seville
place: بكين = Beijing
place: أوساكا = Osaka
place: هونغ كونغ | هونج كونج = Hong Kong
place: مومباي = Mumbai
place: نيروبي = Nairobi
place: كيب تاون = Cape Town
place: فانكوفر = Vancouver
place: تورونتو = Toronto
place: ميامي = Miami
place: أتلانتا | اتلانتا = Atlanta
place: لوس أنجلوس | لوس انجلوس = Los Angeles
place: سان فرانسيسكو = San Francisco
place: أوكلاند = Auckland = Oakland
place: كاليفورنيا = California
place: فلوريدا = Florida
place: تكساس = Texas
place: أوريغون | أوريجون = Oregon
place: نيفادا = Nevada
place: يوتا = Utah
place: ألاسكا | آلاسكا = Alaska
place: نيو مكسيكو | نيومكسيكو = New Mexico
place: نيو ساوث ويلز | نيوساوث ويلز = New South Wales
place: أوروبا = Europe
place: أفريقيا | إفريقيا = Africa
place: آسيا = Asia
place: البحر الأسود = Black Sea
place: بحر قزوين = Caspian Sea
place: بحر البلطيق = Baltic Sea
place: البحر الأبيض المتوسط | البحر المتوسط = Mediterranean Sea = Mediterranean
place: المحيط الأطلسي | الأطلسي = Atlantic Ocean = Atlantic
place: البحر الكاريبي | الكاريبي = Caribbean = Caribbean Sea
place: بولينيزيا = Polynesia
place: جزر غالاباغوس | غالاباغوس | جزر جالاباجوس = Galapagos = Galápagos | Galapagos Islands
place: كيوتو = Kyoto
place: هايتي = Haiti
place: جمهورية الدومينيكان = Dominican Republic
place: سنغافورة = Singapore
place: كوكودا = Kokoda
place: تاهيتي = Tahiti
place: هاواي = Hawaii
place: الإمارات العربية المتحدة | الإمارات = United Arab Emirates = UAE | Emirates
place: الاتحاد السوفيتي | الاتحاد السوفياتي | الإتحاد السوفيتي = Soviet Union = USSR
place: وايتهول = Whitehall
place: ميناء سيدني | سيدني = Sydney
organization: الاتحاد الأوروبي = European Union = EU
organization: الأمم المتحدة = United Nations = UN
organization: جامعة ستانفورد = Stanford University
organization: جامعة هارفارد = Harvard University
organization: مايكروسوفت = Microsoft
organization: ديزني = Disney
organization: نورثرن روك | نورذرن روك = Northern Rock
organization: سكايب = Skype
organization: كونامي = Konami
organization: نادي برشلونة = Barça = Barcelona | FC Barcelona | Barca
organization: اللجنة الأولمبية الدولية = International Olympic Committee = IOC
organization: الجمعية الملكية = Royal Society
organization: المحكمة العليا = Supreme Court = High Court
organization: الحزب الجمهوري = Republican Party
organization: طيران كندا = Air Canada
organization: أوبك = OPEC
organization: اليونسكو | يونسكو = UNESCO
person: توت عنخ آمون = Tutankhamun
person: نيوت غينغريتش | نيوت جينجريتش = Newt Gingrich
person: ميت رومني | رومني = Romney = Mitt Romney
person: ستيف جوبز = Steve Jobs
person: فيدال = Vidal
person: كوستيلو = Costello
person: بروفنزانو | بروفينزانو = Provenzano
person: جون هوارد | جون هاوارد = John Howard
person: علي خامنئي = Ali Khamenei
person: جاليليو جاليلي | غاليليو غاليلي | غاليليو = Galileo = Galileo Galilei
person: كوبرنيكوس = Copernicus
person: موسوليني = Mussolini
person: خروتشوف | خروشوف = Krushchev = Khrushchev
person: سيجونغ | سيجونج | سي جونغ = Sejong
person: دنغ شياو بينغ | دينغ شياو بينغ = Deng Xiaoping
person: تشارلز داروين = Charles Darwin
person: زاباتيرو | ثاباتيرو = Zapatero
person: ألونسو | الونسو = Alonso
person: أمير خان = Amir Khan
person: فيليبي ماسا = Felipe Massa
person: رودريغو أرياس | رودريجو أرياس = Rodrigo Arias
person: أريستوفانيس | أرسطوفان = Aristophanes
person: فيثاغورس | فيثاغورث = Pythagoras
person: هوميروس = Homer
person: سترابو | سترابون = Strabo
person: الإسكندر الأكبر | الاسكندر الأكبر | الإسكندر = Alexander = Alexander the Great
person: ديفيد هيدلي | هيدلي = Headley = David Headley
person: لينز = Lenz
person: ريد = Reid
term: كوكب الزهرة | الزهرة = Venus
term: اللغة السنسكريتية | السنسكريتية = Sanskrit
term: العصر البرونزي = Bronze Age
term: الحرب العالمية الثانية = World War II = Second World War | World War Two | WWII
term: الحرب العالمية الأولى = World War I = First World War | World War One | WWI
"""


@dataclass
class Score:
    """What became of the names of one system's English."""

    asked: int = 0
    right_before: int = 0
    right_after: int = 0
    inflected: int = 0
    missing: int = 0
    replaced: list[tuple[int, Replacement]] = field(default_factory=list)
    wrong: list[tuple[int, Replacement]] = field(default_factory=list)


def read_names(names: str = NAMES) -> list[Term]:
    """The termbase of this benchmark."""
    return [_term(line) for line in names.strip().splitlines()]


def _term(line: str) -> Term:
    kind, _, rest = line.partition(":")
    arabic, english, *accepted = rest.split("=")
    return Term(
        _list(arabic), english.strip(), TermKind(kind), _list(accepted[0]) if accepted else ()
    )


def _list(cell: str) -> tuple[str, ...]:
    return tuple(item.strip() for item in cell.split("|"))


def read_lines(name: str) -> list[str]:
    return (CORPUS / f"flores-dev.{name}").read_text("utf-8").split("\n")


def read_countries() -> list[Term]:
    """Countries and regions as the CLDR names them, those of one spelling once."""
    english, arabic = (Locale(lang).territories for lang in ("en", "ar"))
    terms: dict[frozenset[tuple[str, ...]], Term] = {}
    for code in sorted(arabic.keys() & english.keys()):
        if code.isalpha():
            term = Term((arabic[code],), english[code], TermKind.PLACE)
            terms.setdefault(frozenset(folded_forms(term)), term)
    return list(terms.values())


def print_matching(terms: Sequence[Term], *, show: bool) -> None:
    """How the names found in the Arabic agree with those in the human English."""
    index = TermIndex(terms)
    counts: Counter[str] = Counter()
    for number, (arabic, english) in enumerate(
        zip(read_lines("ar"), read_lines("en"), strict=True), start=1
    ):
        found = {hit.term for hit in find_terms(arabic, index)}
        words = english_words(english)
        for term in terms:
            said = bool(renderings(term, words, english))
            if term in found:
                counts["found"] += 1
                near = said or is_inflected(term, english)
                counts["found and said"] += said
                counts["found and said or derived"] += near
                if show and not near:
                    print(f"  found, not said  {number:4} {term.english}")
            elif said and not _inside_longer(term, found):
                counts["said, not found"] += 1
                if show:
                    print(f"  said, not found  {number:4} {term.english}")
    said = counts["found and said"]
    missed = counts["said, not found"]
    precision = counts["found and said or derived"] / counts["found"]
    print(f"{len(terms)} names; found {counts['found']} times in the Arabic")
    print(f"  precision  {precision:.1%}  the human English has the name, or an adjective of it")
    print(f"             {said / counts['found']:.1%}  it has the name itself")
    print(f"  recall     {said / (said + missed):.1%}  of {said + missed} in the human English")


def _inside_longer(term: Term, found: set[Term]) -> bool:
    """Whether the name was found as part of another one: the EU's Europe."""
    return any(term.english in (other.english, *other.accepted) for other in found)


def score(system: str, index: TermIndex) -> Score:
    """What `enforce` makes of the English of `system`."""
    result = Score()
    lines = zip(read_lines("ar"), read_lines("en"), read_lines(f"{system}.en"), strict=True)
    for number, (arabic, human, machine) in enumerate(lines, start=1):
        found = {hit.term for hit in find_terms(arabic, index)}
        names = {term for term in found if is_rendered(term, human)}
        done = enforce(arabic, machine, index)
        result.asked += len(names)
        result.right_before += sum(is_rendered(term, machine) for term in names)
        result.right_after += sum(is_rendered(term, done.text) for term in names)
        result.inflected += len(names & {*done.inflected})
        result.missing += len(names & {*done.missing})
        result.replaced += [(number, one) for one in done.replaced]
        said = {word.plain for word in english_words(human)}
        result.wrong += [
            (number, one)
            for one in done.replaced
            if all(word.plain in said for word in english_words(one.found))
        ]
    return result


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("--replaced", action="store_true", help="show each replacement")
    parser.add_argument("--missing", action="store_true", help="show what disagrees")
    options = parser.parse_args()
    if not CORPUS.is_dir():
        print(f"needs the corpus at {CORPUS}", file=sys.stderr)
        return 2
    terms = read_names()
    index = TermIndex(terms)
    for name, listed in (("the list", terms), ("CLDR countries", read_countries())):
        print(f"Matching, {name}:", end=" ")
        print_matching(listed, show=options.missing)
    print()
    print(f"{'system':<15}{'names':>6}{'before':>15}{'after':>15}{'adjective':>11}{'missing':>9}"
          f"{'replaced':>10}{'wrong':>7}")  # fmt: skip
    for system in SYSTEMS:
        done = score(system, index)
        before, after = (
            f"{right} ({right / done.asked:.1%})" for right in (done.right_before, done.right_after)
        )
        print(f"{system:<15}{done.asked:>6}{before:>15}{after:>15}{done.inflected:>11}"
              f"{done.missing:>9}{len(done.replaced):>10}{len(done.wrong):>7}")  # fmt: skip
        if options.replaced:
            for number, one in done.replaced:
                print(f"    {number:4} {one.found} -> {one.put}")
        if options.missing:
            _print_missing(system, index)
    return 0


def _print_missing(system: str, index: TermIndex) -> None:
    lines = zip(read_lines("ar"), read_lines("en"), read_lines(f"{system}.en"), strict=True)
    for number, (arabic, human, machine) in enumerate(lines, start=1):
        for term in enforce(arabic, machine, index).missing:
            if is_rendered(term, human):
                print(f"    {number:4} {term.english}")


if __name__ == "__main__":
    sys.exit(main())
