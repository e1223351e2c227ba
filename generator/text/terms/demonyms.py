"""Turn a name and an English word into whether the word is derived from it: Japan, Japanese.

Adjectives, demonyms, languages and plurals, which must never be "corrected" into the name. Regular
ones by their endings, irregular ones by a list. `is_known` says of a word that it is right as it
stands: a country, a capital, a language, a day, a common word. Names of countries and languages are
those of the Unicode CLDR, by Babel.
"""

from __future__ import annotations

import re
from functools import cache

from babel import Locale

_SUFFIXES = frozenset(
    "s es i is an ans ian ians ean eans n ns ese ish ic ics er ers ite ites ist ists ism isms y al"
    " ine ines ni nis ani anis ensian i anian anians nese ese ii ization in ins ti tis ati atis ien"
    " ois ais man men esque ize ized izing ization ward wards".split()
)
_IRREGULAR = {
    "france": "french frenchman frenchmen frenchwoman",
    "netherlands": "dutch dutchman netherlander",
    "holland": "dutch hollander",
    "switzerland": "swiss",
    "greece": "greek greeks hellenic",
    "denmark": "danish dane danes",
    "sweden": "swedish swede swedes",
    "norway": "norwegian norwegians norse",
    "finland": "finnish finn finns",
    "poland": "polish pole poles",
    "spain": "spanish spaniard spaniards",
    "turkey": "turkish turk turks",
    "turkiye": "turkish turk turks",
    "germany": "german germans",
    "italy": "italian italians",
    "britain": "british briton britons brit brits",
    "england": "english englishman englishmen",
    "scotland": "scottish scot scots scotch",
    "wales": "welsh welshman",
    "ireland": "irish irishman irishmen",
    "iceland": "icelandic icelander icelanders",
    "thailand": "thai thais",
    "philippines": "filipino filipinos filipina philippine",
    "cyprus": "cypriot cypriots",
    "afghanistan": "afghan afghans afghani",
    "pakistan": "pakistani pakistanis",
    "kurdistan": "kurd kurds kurdish",
    "uzbekistan": "uzbek uzbeks",
    "kazakhstan": "kazakh kazakhs",
    "tajikistan": "tajik tajiks",
    "turkmenistan": "turkmen turkmens",
    "kyrgyzstan": "kyrgyz",
    "morocco": "moroccan moroccans",
    "lebanon": "lebanese",
    "yemen": "yemeni yemenis yemenite",
    "emirates": "emirati emiratis",
    "congo": "congolese",
    "togo": "togolese",
    "monaco": "monegasque monacan",
    "madagascar": "malagasy",
    "peru": "peruvian peruvians",
    "brazil": "brazilian brazilians",
    "argentina": "argentine argentines argentinian argentinians",
    "canada": "canadian canadians",
    "ukraine": "ukrainian ukrainians",
    "russia": "russian russians",
    "belgium": "belgian belgians",
    "austria": "austrian austrians",
    "hungary": "hungarian hungarians magyar",
    "czechia": "czech czechs",
    "slovakia": "slovak slovaks",
    "slovenia": "slovene slovenes slovenian",
    "croatia": "croat croats croatian",
    "serbia": "serb serbs serbian",
    "bosnia": "bosnian bosniak bosniaks",
    "palestine": "palestinian palestinians",
    "israel": "israeli israelis israelite",
    "jerusalem": "jerusalemite",
    "jordan": "jordanian jordanians",
    "europe": "european europeans",
    "africa": "african africans",
    "asia": "asian asians asiatic",
    "america": "american americans",
    "states": "american americans",
    "kingdom": "british briton britons",
    "arabia": "saudi saudis arabian arab arabs",
    "cairo": "cairene cairenes",
    "naples": "neapolitan",
    "venice": "venetian venetians",
    "florence": "florentine",
    "vienna": "viennese",
    "moscow": "muscovite",
    "paris": "parisian parisians parisienne",
    "athens": "athenian athenians",
    "quebec": "quebecois",
    "manchester": "mancunian",
    "liverpool": "liverpudlian",
    "glasgow": "glaswegian",
    "korea": "korean koreans",
    "china": "chinese",
    "siam": "siamese",
}
_DERIVED = {name: frozenset(words.split()) for name, words in _IRREGULAR.items()}
_CAPITALS = (
    "abidjan accra aden algiers amman amsterdam ankara athens baghdad baku bamako bangkok basel"
    " basra beijing beirut belgrade benghazi berlin bern bogota bonn brasilia bratislava brussels"
    " bucharest budapest cairo canberra caracas casablanca conakry copenhagen dakar dallas damascus"
    " delhi dhaka djibouti doha dubai dublin edinburgh fez gaza geneva giza haifa hanoi harare"
    " havana hebron helsinki homs irbid islamabad istanbul jakarta jeddah jenin jerusalem kabul"
    " kampala karachi khartoum kiev kyiv kigali kinshasa kirkuk kuala kuwait lagos latakia lima"
    " lisbon ljubljana london luanda lusaka luxor lyon madrid malabo malaga male manama manila"
    " maputo marrakesh mecca medina milan minsk mogadishu monrovia moscow mosul muscat nablus"
    " nairobi najaf nassau niamey nice nicosia nouakchott oran oslo ottawa paris prague pretoria"
    " pyongyang quito rabat ramallah riga riyadh rome sanaa santiago sarajevo seoul sfax sidon"
    " singapore skopje sofia sousse stockholm suez sydney taipei tallinn tangier tanta tashkent"
    " tbilisi tehran tirana tokyo tripoli tunis tyre ulaanbaatar valencia vienna vilnius warsaw"
    " washington yaounde yerevan zagreb zurich california virginia georgia indiana montana nevada"
    " texas carolina dakota florida alaska arizona hawaii kansas kentucky maine michigan oregon"
    " asia africa europe america americas arctic atlantic pacific antarctica balkans caribbean"
    " caucasus levant maghreb mediterranean siberia sinai sahara catalonia scotland england wales"
)
_COMMON = (
    "january february march april may june july august september october november december monday"
    " tuesday wednesday thursday friday saturday sunday north south east west northern southern"
    " eastern western central the a an this that these those it he she they we you i his her their"
    " our my your its who what when where why how which while after before since until because"
    " although though if unless but and or nor so yet as at by for from in into of off on onto out"
    " over than then there here to under up upon with within without about above across against"
    " along among around behind below beneath beside between beyond despite down during except"
    " inside like near outside through toward towards via per all any both each every few many most"
    " much no none not one only other others own same several some such two three four five six"
    " seven eight nine ten hundred thousand million billion first second third last next new old"
    " great high low long large small big good best more less least very also again always never"
    " often once soon still today tomorrow yesterday now just even ever perhaps however therefore"
    " moreover meanwhile according said says saying say told added noted stated claimed denied is"
    " are was were be been being has have had having do does did done can could may might must shall"
    " should will would get got make made take taken give given go gone come came see seen know"
    " known think thought people person man men woman women child children world country countries"
    " state states city town village street road river sea lake mountain island coast border region"
    " area place house home family life day days week month year years time times hour war wars"
    " peace army force forces police court law laws party group groups company bank market trade"
    " oil gas food water air fire earth sun moon star stars sky heaven god lord king queen prince"
    " princess emperor president minister prime ministry government parliament senate congress"
    " council committee commission union nation nations united national international public private"
    " political economic social human rights health education science sciences school university"
    " college institute center museum library church mosque temple festival film music art book"
    " books news press radio television internet web site game games team club league cup final"
    " player coach captain doctor professor mister general colonel major sergeant judge mayor"
    " governor ambassador leader chief head chairman director secretary member members official"
    " officials spokesman report reports study research results data number numbers part parts"
    " point points end start beginning morning evening night noon spring summer autumn winter"
    " christian christians christianity muslim muslims islam islamic jew jews jewish judaism hindu"
    " hindus buddhist buddhists catholic orthodox protestant sunni shia shiite arab arabs arabic"
    " english roman romans greek ottoman soviet nazi viking internet google microsoft facebook"
    " twitter apple amazon reuters guardian times post let bill mark frank rose grace hope faith joy"
    " jack john james david michael peter paul thomas george william henry charles robert richard"
    " mary anna elizabeth"
)


def is_derived(name: str, word: str, *, common: bool = False) -> bool:
    """Whether `word` is an adjective, a demonym or a plural of `name`, both in lower case.

    Of a `common` noun only the plural is.
    """
    if name == word or len(name) < 3:
        return False
    if common:
        return word in {name + "s", name + "es", re.sub("y$", "ies", name)}
    if word in _DERIVED.get(name, ()):
        return True
    stems = {name, name.rstrip("aeiouy"), re.sub("[aeiouy]$", "", name)}
    return any(
        len(stem) >= 3 and word.startswith(stem) and word[len(stem) :] in _SUFFIXES
        for stem in stems
    )


def is_known(word: str) -> bool:
    """Whether `word`, in lower case, is right as it stands."""
    return word in _known()


@cache
def _known() -> frozenset[str]:
    english = Locale("en")
    named = " ".join([*english.territories.values(), *english.languages.values()]).casefold()
    irregular = " ".join(_IRREGULAR.values())
    words = re.findall(r"[^\W\d_]{3,}", f"{named} {irregular} {' '.join(_IRREGULAR)}")
    return frozenset([*words, *_CAPITALS.split(), *_COMMON.split()])
