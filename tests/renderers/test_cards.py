"""Cards: an article's title as a picture, in the language of its page, whatever the title is."""

from __future__ import annotations

import io
from dataclasses import replace

import png
import pytest
from hostile import SITE, hostile_entry
from pypdf import PdfReader

from generator import typesetting
from generator.models import Digest, Entry, Lang, Segment, Sheet, Status, Translation
from generator.renderers.cards import HEIGHT, WIDTH, cards

WANTED = replace(SITE, site_name="Digest", cards=True)
PAPER = bytes((0xFD, 0xFC, 0xF9, 0xFF))


def titled(arabic: str, english: str = "") -> Entry:
    entry = hostile_entry("titled")
    status = Status.REVIEWED if english else Status.MISSING
    title = Translation(Segment("title", arabic), english, status)
    article = replace(entry.article, title=arabic, source="Paper", section=None)
    return replace(entry, article=article, title=title)


def cards_in(entry: Entry, lang: Lang) -> list[Sheet]:
    return [sheet for sheet in cards(Digest((entry,)), WANTED) if sheet.path.parent.name == lang]


def text_on(entry: Entry, lang: Lang) -> str:
    """What the card says, from the same sheet set as PDF; spaces aside, which lines swallow."""
    (sheet,) = cards_in(entry, lang)
    (page,) = PdfReader(io.BytesIO(typesetting.document(sheet))).pages
    return "".join(page.extract_text().split())


def test_there_are_none_unless_they_are_wanted() -> None:
    assert list(cards(Digest((titled("مكتبة"),)), SITE)) == []


def test_each_article_has_one_in_each_language() -> None:
    sheets = cards(Digest((titled("مكتبة", "Library"),)), WANTED)
    assert [str(s.path) for s in sheets] == ["cards/ar/titled.png", "cards/en/titled.png"]


def test_the_english_card_has_the_english_title_and_its_state() -> None:
    shown = text_on(titled("مكتبة الحي", "The library"), "en")
    assert "Thelibrary" in shown
    assert "Translation:Reviewed" in shown
    assert "25October2016" in shown


def test_a_title_without_english_is_shown_in_arabic_and_as_pending() -> None:
    assert "Englishtitlepending" in text_on(titled("مكتبة الحي"), "en")


HOSTILE = [
    '#panic("x") #import "/etc/passwd": * #sys.inputs',
    "$x_1$ *bold* _it_ `raw` @label <label> = heading - item // comment /* */ ~ \\ \\u{41}",
    '"><img src=x onerror=alert(1)>]]></script>{{ 7*7 }}{% raw %}',
]


@pytest.mark.parametrize("title", HOSTILE)
def test_what_typst_would_read_as_markup_is_text(title: str) -> None:
    shown = text_on(titled("مكتبة", title), "en").replace("\u200b", "")
    assert "".join(title.split()) in shown


@pytest.mark.parametrize(
    "title",
    [
        *HOSTILE,
        "قال المتحدث إن المشروع الكبير سيبدأ قريبًا " * 8,
        "م" * 500,
        "W" * 500,
        "قطة 😀👩‍👩‍👧‍👦❤️ 你好 привет שלום C++ $1,500 " * 3,
        "abc \u202e\u202b\u2067 مكتبة \u2066(x\u2069\u2069 «y»",
        "",
    ],
)
@pytest.mark.parametrize("lang", ["ar", "en"])
def test_the_layout_holds(title: str, lang: Lang) -> None:
    """Nothing is set on the margins or between the title and the foot."""
    (sheet,) = cards_in(titled(title, title), lang)
    rows = png.rows(typesetting.picture(sheet, 0.5))
    margin, masthead, foot = PAPER * 20, 7, 8
    assert all(row.startswith(margin) and row.endswith(margin) for row in rows[masthead:])
    assert all(row == PAPER * (WIDTH // 4) for row in rows[-foot:])


def test_a_long_title_is_cut_at_a_word() -> None:
    words = [f"word{number}" for number in range(300)]
    shown = text_on(titled("مكتبة", " ".join(words)), "en")
    kept = shown[shown.index("word0") : shown.index("…")]
    number = kept.count("word")
    assert 20 < number < 300
    assert kept == "".join(words[:number])


def test_the_same_article_gives_the_same_bytes() -> None:
    entry = titled("مكتبة الحي تفتح أبوابها", "The library opens")
    (one,), (other,) = cards_in(entry, "ar"), cards_in(entry, "ar")
    picture = typesetting.picture(one)
    assert picture == typesetting.picture(other)
    assert png.size(picture) == (WIDTH, HEIGHT)
