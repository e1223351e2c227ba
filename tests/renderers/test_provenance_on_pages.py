"""What the pages say of who made the English, in both languages."""

from __future__ import annotations

from dataclasses import replace
from html import unescape

import pytest

from generator.models import Article, Entry, Origin, Segment, Status, Translation
from generator.renderers import provenance

LIBRE = Origin("libre", "opus-mt", "2026-11-20")
SEGMENT = Segment("summary", "دام العمل 3 أشهر.", ("s1",))
REVIEWED = Translation(
    SEGMENT, "It took.", Status.REVIEWED, reviewer="Layla", reviewed="2026-11-22"
)
MACHINE = Translation(SEGMENT, "It took.", Status.MACHINE, LIBRE)
WRITTEN = replace(MACHINE, segment=Segment("written", "دام العمل 3 أشهر.\nانتهى.", ("s3", "s5")))
STALE = replace(MACHINE, status=Status.STALE, previous="دام العمل 2 أشهر.")


def entry(*summary: Translation) -> Entry:
    title = replace(summary[0], segment=Segment("title", "عنوان"))
    return Entry(Article("a", "عنوان", "ar", "articles/a.txt", "0"), (), title, summary, "lead")


def said(translation: Translation, lang: str) -> str:
    markup = unescape(provenance.of_translation(translation, lang).striptags())
    return " ".join(markup.split())


@pytest.mark.parametrize(
    ("translation", "english", "arabic"),
    [
        (REVIEWED, "by Layla on 22 November 2026", "على يد Layla بتاريخ 22 نوفمبر 2026"),
        (replace(REVIEWED, reviewed=None), "by Layla", "على يد Layla"),
        (replace(REVIEWED, origin=LIBRE), "by Layla on 22 November 2026, from a machine translation by libre (opus-mt)", "على يد Layla بتاريخ 22 نوفمبر 2026، وأصلها ترجمة آلية من libre (opus-mt)"),
        (replace(REVIEWED, reviewer=None, reviewed=None, origin=LIBRE), "", ""),
        (MACHINE, "machine translation by libre (opus-mt) on 20 November 2026", "ترجمة آلية من libre (opus-mt) بتاريخ 20 نوفمبر 2026"),
        (replace(MACHINE, origin=None), "", ""),
        (replace(MACHINE, origin=Origin("import", "OmegaT")), "imported from a file by OmegaT", "مستوردة من ملف كتبه OmegaT"),
        (replace(MACHINE, origin=Origin("memory")), "taken from the same sentence in another article", "مأخوذة من الجملة نفسها في مقال آخر"),
        (replace(STALE, reviewer="Layla", reviewed="2026-11-22"), "reviewed by Layla on 22 November 2026, before the Arabic changed", "مراجَعة على يد Layla بتاريخ 22 نوفمبر 2026، قبل تغيّر النص العربي"),
        (Translation(SEGMENT), "", ""),
        (WRITTEN, "written by libre (opus-mt) on 20 November 2026 from sentences 3 and 5", "كتبها libre (opus-mt) بتاريخ 20 نوفمبر 2026 استنادًا إلى الجملتين 3 و5"),
        (replace(WRITTEN, segment=Segment("written", "دام.", ("s3",)), origin=Origin("x")), "written by x from sentence 3", "كتبها x استنادًا إلى الجملة 3"),
        (replace(WRITTEN, status=Status.REVIEWED, reviewer="Layla"), "by Layla, from a text written by libre (opus-mt) from sentences 3 and 5", "على يد Layla، وأصلها نصّ كتبه libre (opus-mt) استنادًا إلى الجملتين 3 و5"),
    ],
)  # fmt: skip
def test_a_sentence_says_who_made_it(translation: Translation, english: str, arabic: str) -> None:
    assert said(translation, "en") == english
    assert said(translation, "ar") == arabic


def test_an_entry_says_it_once_where_its_sentences_agree() -> None:
    one = entry(REVIEWED, replace(REVIEWED, reviewed="2026-11-20"))
    assert provenance.as_text(one, "en") == "reviewed by Layla (last on 22 November 2026)"
    assert provenance.as_text(entry(MACHINE), "en") == (
        "not reviewed, machine translation by libre (opus-mt) on 20 November 2026"
    )
    assert provenance.as_text(entry(MACHINE), "ar") == (
        "غير مراجَعة، ترجمة آلية من libre (opus-mt) بتاريخ 20 نوفمبر 2026"
    )


def test_a_summary_that_is_missing_is_nobodys_though_the_title_is_reviewed() -> None:
    bare = replace(entry(REVIEWED), summary=())
    assert bare.status is Status.MISSING
    assert provenance.beside_badge(bare, "en").striptags() == "not translated yet"


def test_an_entry_counts_where_its_sentences_differ() -> None:
    mixed = entry(REVIEWED, REVIEWED, MACHINE, Translation(SEGMENT))
    assert provenance.as_text(mixed, "en") == (
        "3 of 5 reviewed by Layla on 22 November 2026;"
        " 1 of 5 not reviewed, machine translation by libre (opus-mt) on 20 November 2026;"
        " 1 of 5 missing"
    )


def test_an_entry_tells_its_translated_title_from_sentences_that_were_written() -> None:
    assert provenance.as_text(replace(entry(MACHINE), summary=(WRITTEN, WRITTEN)), "en") == (
        "1 of 3 not reviewed, machine translation by libre (opus-mt) on 20 November 2026;"
        " 2 of 3 not reviewed, written by libre (opus-mt) on 20 November 2026"
    )


def test_nobody_is_named_who_is_not_on_record() -> None:
    unknown = replace(REVIEWED, reviewer=None, reviewed=None)
    assert provenance.as_text(entry(unknown), "en") == "reviewed"
    half = entry(REVIEWED, unknown)
    assert (
        provenance.as_text(half, "en")
        == "2 of 3 reviewed by Layla on 22 November 2026; 1 of 3 reviewed"
    )


def test_a_name_cannot_become_markup() -> None:
    hostile = replace(REVIEWED, reviewer="<script>*x*</script> {{ 7*7 }}")
    markup = provenance.of_translation(hostile, "en")
    assert "<script" not in markup
    assert "*" not in markup
    assert "{" not in markup
    assert "{{ 7*7 }}" in said(hostile, "en")


def test_the_changed_words_of_the_former_arabic_are_marked() -> None:
    assert "<del>2</del>" in provenance.former_arabic(STALE)
    assert unescape(provenance.former_arabic(STALE).striptags()) == STALE.previous
