"""Bytes in any encoding that Arabic is written in: read, or refused by name; and what is noted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.errors import SourceError
from generator.models import Note, NoteKind, Problem
from generator.readers import read
from generator.text.decoding import decode, decode_source

TITLE = "معرض الكتب القديمة"
TEXTS = {
    "a title": TITLE,
    "with Latin and digits": "أطلقت شركة Nour تطبيقها الجديد v2.1 في 14 مدينة منذ عام 2009",
    "a paragraph": "افتُتح المعرض مساء الخميس في قاعة البلدية. وقالت المنظمة إن 300 زائر حضروا في اليوم"
    " الأول، وإن المعرض يستمر حتى نهاية الشهر؛ فهل يزوره أهل القرى المجاورة أيضا؟",
    "paragraphs": f"{TITLE}\n\nجمع المعرض كتبا من خمسين بيتا، وبعضها مكتوب بخط اليد.\n\n"
    "وقال أحد الزوار: هذه أول مرة أرى فيها خريطة للمدينة كما كانت قبل مئة عام.\n",
    "with vowels": "كَتَبَ الطِّفْلُ رِسَالَةً إِلَى جَدَّتِهِ وَأَرْسَلَهَا",
}
LEGACY = {"cp1256": "Windows-1256", "iso8859_6": "ISO-8859-6", "mac_arabic": "Mac Arabic"}
ANY_TEXT = pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)


def encoded(text: str, codec: str) -> tuple[bytes, str]:
    """`text` in a legacy encoding, and what is left of it there."""
    data = text.encode(codec, "ignore")
    return data, data.decode(codec)


def refusal(data: bytes, declared: str | None = None) -> Problem:
    with pytest.raises(SourceError) as error:
        decode(data, "a.txt", declared)
    (problem,) = error.value.problems
    assert problem.action
    return problem


@ANY_TEXT
@pytest.mark.parametrize("codec", LEGACY)
def test_a_legacy_encoding_is_told_by_its_letters(text: str, codec: str) -> None:
    data, expected = encoded(text, codec)

    decoded = decode_source(data, "a.txt")

    assert decoded.text.replace("\xa0", " ") == expected
    (note,) = decoded.notes
    assert note.kind is NoteKind.ENCODING
    assert note.value == LEGACY[codec] or codec == "mac_arabic"  # Where ISO-8859-6 says the same.


@ANY_TEXT
@pytest.mark.parametrize("declared", ["utf-8", "windows-1252", "ISO-8859-6", "x-unknown", "", "\0"])
def test_a_wrong_declaration_is_overruled(text: str, declared: str) -> None:
    data, expected = encoded(text, "cp1256")

    assert decode(data, "a.txt", declared) == expected
    assert decode(text.encode(), "a.txt", declared) == text


@ANY_TEXT
@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_told_with_and_without_a_mark(text: str, codec: str) -> None:
    decoded = decode_source(text.encode(codec), "a.txt", "windows-1256")

    assert decoded.text == text
    assert [note.value for note in decoded.notes] == ["UTF-16"] * codec.startswith("utf-16")


def test_what_is_declared_tips_the_balance_in_a_short_text() -> None:
    data = "سوق".encode("cp1256")

    assert "not certain" in refusal(data).found
    assert decode(data, "a.txt", "windows-1256") == "سوق"


def test_where_two_encodings_come_near_each_other_neither_is_chosen() -> None:
    data = "ظهر قوس قزح فوق تلال خضراء".encode("cp1256")

    assert "looks like Windows-1256, which is not certain" in refusal(data).found
    assert "not certain" in refusal(data, "iso-8859-6").found
    assert decode(data, "a.txt", "cp1256") == "ظهر قوس قزح فوق تلال خضراء"


def test_a_western_declaration_counts_where_no_word_is_arabic() -> None:
    assert decode(b"<p>&#1575; \xa9 caf\xe9</p>", "a", "ISO-8859-1") == "<p>&#1575; © café</p>"


def test_character_references_are_left_to_html() -> None:
    assert decode("السوق &#1575;&lt;".encode(), "a.txt") == "السوق &#1575;&lt;"


def test_an_html_page_is_refused_but_where_it_is_expected() -> None:
    page = "<!doctype html><p>عاد السوق القديم إلى الساحة".encode("cp1256")

    assert "HTML page" in refusal(page).found
    assert decode_source(page, "a.html", markup=True).text.endswith("عاد السوق القديم إلى الساحة")


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("عاد سوق الحرفيين إلى الساحة بعد غياب طويل", "cp720"),
        ("Сегодня в городе открылась выставка старых книг", "cp1251"),
        ("Сегодня в городе открылась выставка старых книг", "koi8-r"),
        ("Σήμερα άνοιξε στην πόλη μια έκθεση βιβλίων", "cp1253"),
        ("היום נפתחה בעיר תערוכה של ספרים ומפות", "cp1255"),
        ("À l'été dernier, les élèves étaient très fâchés", "cp1252"),
        ("Bugün şehirde eski kitaplar sergisi açıldı", "cp1254"),
        ("今天城市里举办了一个旧书和地图展览", "gb18030"),
        ("今日、町で古い本と地図の展覧会が開かれました", "shift_jis"),
    ],
)
def test_no_other_encoding_is_taken_for_arabic(text: str, codec: str) -> None:
    assert "is not UTF-8" in refusal(text.encode(codec)).found


def test_a_line_in_another_encoding_is_told() -> None:
    data = "عاد السوق القديم إلى الساحة بعد غياب طويل\n".encode("cp1256") * 3
    data += "وقالت البلدية إن السوق يفتح أبوابه\n".encode("iso8859_6")

    problem = refusal(data)

    assert problem.line == 4
    assert "Windows-1256, but not this line" in problem.found


def test_damaged_utf8_is_no_other_encoding() -> None:
    problem = refusal("سطر أول\n".encode() * 3 + "السوق".encode("cp1256"))

    assert problem.line == 4
    assert "damaged there" in problem.found


def test_removed_bidi_controls_are_noted(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("عاد السوق\n\n\u202eعاد\u202c السوق إلى\u200f الساحة بعد غياب طويل.\n", "utf-8")

    article = read(path, tmp_path)

    assert article.blocks[0].text == "عاد السوق إلى\u200f الساحة بعد غياب طويل."
    assert article.notes == (Note(NoteKind.BIDI_CONTROLS, "2"),)


SHARED = Path(__file__).resolve().parents[2] / ".." / "shared" / "data"


@pytest.mark.parametrize("codec", LEGACY)
def test_real_text_is_never_read_wrongly(codec: str) -> None:
    lines, corpus = SHARED / "flores-dev" / "flores-dev.ar", SHARED / "easc-dev/easc-dev.jsonl"
    if not lines.is_file() or not corpus.is_file():
        pytest.skip(f"the material is not at {SHARED}")
    texts = [json.loads(line)["text"] for line in corpus.read_text("utf-8").splitlines()]
    for text in [*lines.read_text("utf-8").splitlines(), *texts]:
        data, expected = encoded(text, codec)
        assert decode(data, "a.txt").strip() == expected.strip()
