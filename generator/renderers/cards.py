"""Turn an `Entry` into its cards: the pictures by which links to its pages are shown elsewhere.

A card for each language, 1200 by 630 pixels, with the title in that language. Pure: what is made
here is the data that `typesetting` sets as text. Where the article has no English title, the
English card shows the Arabic one and says so.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from generator.config import Settings
from generator.models import Digest, Entry, Lang, Sheet
from generator.renderers.labels import labels
from generator.text.bidi import isolated
from generator.text.dates import format_date
from generator.text.languages import arabic_share
from generator.text.plain import plain

WIDTH, HEIGHT = 1200, 630
LANGS: tuple[Lang, Lang] = ("ar", "en")

_LONG_WORD = 20  # letters; a line of the title has room for as many of the widest
_MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u200d\ufe00-\ufe0f\U0001f3fb-\U0001f3ff"
_BREAK = re.compile(rf"([^\s\u200d]{{8}})(?=[^\s{_MARKS}])")
_ZERO_WIDTH_SPACE = "\u200b"


def cards(digest: Digest, settings: Settings) -> Iterator[Sheet]:
    """The cards of all articles; none where the settings want none."""
    if settings.cards:
        for entry in digest.entries:
            for lang in LANGS:
                yield _card(entry, lang, settings)


def path_of(slug: str, lang: Lang) -> PurePosixPath:
    """Where the card of an article is on the site."""
    return PurePosixPath("cards", lang, f"{slug}.png")


def described(entry: Entry, lang: Lang, settings: Settings) -> str:
    """What the card shows, for those who do not see it."""
    article = entry.article
    said = (_title(entry, lang)[0], article.source or "", settings.site_name)
    return " · ".join(filter(None, map(plain, said)))


def _card(entry: Entry, lang: Lang, settings: Settings) -> Sheet:
    article, t = entry.article, labels(lang)
    title, title_lang = _title(entry, lang)
    pending = lang == "en" and title_lang == "ar"
    status = t["title_pending"] if pending else t["statuses"][entry.status.value]
    shown = {
        "lang": lang,
        "title": _parts(isolated(plain(title), title_lang)),
        "title-lang": title_lang,
        "site": _parts(isolated(plain(settings.site_name), lang)),
        "section": _parts(_name(article.section or "", lang)),
        "source": _parts(_name(article.source or "", lang)),
        "date": format_date(article.published, lang) if article.published else t["undated"],
        "status": {
            "tone": entry.status.value,
            "text": status if pending else f"{t['status']}: {status}",
        },
    }
    data = json.dumps(shown, ensure_ascii=False, sort_keys=True)
    return Sheet(path_of(article.slug, lang), "card", data)


def _title(entry: Entry, lang: Lang) -> tuple[str, Lang]:
    """The title of the page, and the language it is in."""
    if lang == "en" and entry.title.text:
        return entry.title.text, "en"
    return entry.article.title, "ar"


def _name(text: str, lang: Lang) -> str:
    """A name in either script, on a line in `lang`."""
    own: Lang = "ar" if arabic_share(text) > 0.5 else "en"
    name = isolated(plain(text), own)
    mark = "\u2067" if own == "ar" else "\u2066"
    return name if own == lang or not name else f"{mark}{name}\u2069"


def _parts(text: str) -> list[str]:
    """The parts between which a text may be broken or cut, which give it back when joined."""
    words = " ".join(_breakable(word) for word in text.split(" "))
    return [part for part in re.split(rf"(?<=[ {_ZERO_WIDTH_SPACE}])", words) if part]


def _breakable(word: str) -> str:
    """A word that is too long for a line may be broken between any two letters."""
    return _BREAK.sub(rf"\1{_ZERO_WIDTH_SPACE}", word) if len(word) > _LONG_WORD else word
