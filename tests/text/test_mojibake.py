"""Arabic that was decoded wrongly and saved so: restored, or refused with its line."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.models import Note, NoteKind
from generator.text.decoding import decode_source
from generator.text.mojibake import GarbledText, mend

TEXTS = {
    "a title": "معرض الكتب القديمة",
    "with Latin and digits": "أطلقت شركة Nour تطبيقها v2.1 في 14 مدينة",
    "with quotes": "قال المدير: «عاد السوق»، ثم أضاف – بعد صمت – أن الزوار كثيرون؛ فهل يزيدون؟",
    "paragraphs": "عاد السوق\n\nعاد السوق إلى الساحة بعد غياب طويل.\nوقال تجار إنهم سعداء.\n",
}
WAYS = {
    "UTF-8 as Windows-1252": ("utf-8", "cp1252"),
    "UTF-8 as Latin-1": ("utf-8", "latin-1"),
    "UTF-8 as Windows-1256": ("utf-8", "cp1256"),
    "UTF-8 as Mac Roman": ("utf-8", "mac_roman"),
    "UTF-8 twice as Windows-1252": ("utf-8", "cp1252", "cp1252"),
    "UTF-8 twice as Windows-1256": ("utf-8", "cp1256", "cp1256"),
    "Windows-1256 as Windows-1252": ("cp1256", "cp1252"),
    "Windows-1256 as Latin-1": ("cp1256", "latin-1"),
    "ISO-8859-6 as Latin-1": ("iso8859_6", "latin-1"),
}


def garbled(text: str, written: str, *read: str) -> tuple[str, str]:
    """`text` decoded wrongly, as programs do, and what should be restored of it."""
    data = text.encode(written, "ignore")
    expected = data.decode(written)
    for codec in read:
        seen = "".join(bytes([b]).decode(codec, "ignore") or chr(b) for b in data)
        data = seen.encode()
    return data.decode(), expected


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_it_is_restored(text: str, way: tuple[str, ...]) -> None:
    seen, expected = garbled(text, *way)

    assert seen != expected
    assert mend(seen) == expected


@pytest.mark.parametrize(
    "text",
    [
        *TEXTS.values(),
        "الحفاظ… شرط، نقاط؟ «شرط»",
        "زار الكاتب Françoise Noël مقهى Café Ünlü في Århus",
        "Ñandú, Øre, Åse: أسماء من بعيد",
        "رمز × و ÷ و ×××× و ٪ و © ٢٠١٠",
        "À l'été\nعاد السوق",
        "عکس‌های ظریف و باغ",
        "",
    ],
)
def test_sound_text_stays_as_it_is(text: str) -> None:
    assert mend(text) == text


def test_only_the_lines_that_were_garbled_are_touched_and_counted() -> None:
    line, expected = garbled("عاد السوق القديم", "utf-8", "cp1252")
    decoded = decode_source(f"السوق\n{line}\nالساحة\n".encode(), "a.txt")

    assert decoded.text == f"السوق\n{expected}\nالساحة\n"
    assert decoded.notes == (Note(NoteKind.MOJIBAKE, "1"),)


def test_garbled_quotation_marks_amid_sound_arabic_are_restored() -> None:
    assert mend("قال â€œنعمâ€\x9d â€“ ثم سكت") == "قال “نعم” – ثم سكت"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("السوق\n\nØ§Ù„Ø³ÙˆÙ‚ Ø§Ù„Ù\n", 3),
        ("السوق\r\nالسوق Ø§Ù„Ø³ÙˆÙ‚\r\n", 2),
        ("السوق\nط§ظ„ط³ظˆظ‚ القديم", 2),
        ("السوق ÇáÓæÞ ÇáÞÏíã", 1),
        ("السوق\nÏðèâåò âñåì", 2),
        ("ال\ufffd\ufffdق ال\ufffdديم", 1),
    ],
)
def test_what_cannot_be_restored_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(GarbledText) as error:
        mend(text)
    assert error.value.line == line


def test_a_few_letters_over_and_over_are_not_taken_for_arabic() -> None:
    with pytest.raises(GarbledText):
        mend("سوق المدينة القديم\nÇ ÇÇ Ç")
    assert mend("سوق Ça المدينة") == "سوق Ça المدينة"


@given(st.text(alphabet="ØÙÂâ€œ§„طظâÇáÓæ ا<\n\x81\xa0", max_size=60))
def test_nothing_but_garbled_text_is_raised(text: str) -> None:
    with suppress(GarbledText):
        mended = mend(text)
        assert mend(mended) == mended


def test_the_time_grows_with_the_length_only() -> None:
    for piece in ("ا ", "Ø§", "Ø", "ط§ ", "Ã˜Â§", "ÇáÓæ ", "é", "ط"):
        begun = time.perf_counter()
        with suppress(GarbledText):
            mend(piece * 100_000)
        assert time.perf_counter() - begun < 5, piece
