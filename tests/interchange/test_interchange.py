"""TMX, XLIFF and CSV: what goes out comes back, and what comes from elsewhere is not believed."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.errors import InterchangeError
from generator.interchange import FORMATS, Incoming, Unit, format_of
from generator.interchange.units import key_of
from generator.models import Origin, Segment, Status, Translation

ARABIC = "فتحت الحديقة بابها الشرقي صباح السبت بعد إغلاق دام 3 أشهر."
BEFORE = ARABIC.replace("3", "2")
ENGLISH = 'The garden opened its "east" gate <on Saturday> & after 3 months.'
ORIGIN = Origin("libre", "opus-mt (big)", "2026-11-20")
formats = pytest.mark.parametrize("name", FORMATS)


def unit(status: Status = Status.MACHINE, **more: object) -> Unit:
    segment = Segment("summary", ARABIC, ("s1", "s2"))
    values = {"text": ENGLISH, "status": status, "origin": ORIGIN} | more
    return Unit("garden", Translation(segment, **values))


REVIEWED = unit(Status.REVIEWED, reviewer="ليلى حداد", reviewed="2026-11-22")


def back(name: str, *units: Unit) -> list[Incoming]:
    return FORMATS[name].read(FORMATS[name].write(units), f"file.{name}")


@formats
def test_a_reviewed_sentence_comes_back_with_its_reviewer(name: str) -> None:
    (came,) = back(name, REVIEWED)
    assert (came.slug, came.context, came.arabic, came.english) == (
        "garden",
        "summary",
        ARABIC,
        ENGLISH,
    )
    assert (came.approved, came.reviewer, came.reviewed) == (True, "ليلى حداد", "2026-11-22")
    assert came.origin == ORIGIN


@formats
def test_a_machines_sentence_comes_back_unapproved(name: str) -> None:
    (came,) = back(name, unit())
    assert (came.english, came.approved, came.reviewer, came.origin) == (
        ENGLISH,
        False,
        None,
        ORIGIN,
    )


def test_stale_english_goes_out_beside_the_arabic_it_belongs_to() -> None:
    stale = unit(Status.STALE, previous=BEFORE)
    (pair,) = back("tmx", stale)
    assert (pair.arabic, pair.approved) == (BEFORE, False)
    document = FORMATS["xliff"].write([stale]).decode()
    assert 'approved="no"' in document
    assert 'state="needs-adaptation"' in document
    assert (
        f'<alt-trans alttranstype="previous-version">\n          <source>{BEFORE}</source>'
        in document
    )
    assert BEFORE in FORMATS["csv"].write([stale]).decode()


WRITTEN = Unit("garden", Translation(Segment("written", f"{ARABIC}\n{BEFORE}", ("s1", "s2")), ENGLISH, Status.MACHINE, ORIGIN))  # fmt: skip
SUMS_UP_ONE = Unit("garden", Translation(Segment("written", ARABIC, ("s1",)), ENGLISH, Status.REVIEWED))  # fmt: skip


def test_a_memory_holds_no_sentence_that_a_model_wrote() -> None:
    assert [came.context for came in back("tmx", WRITTEN, unit(), SUMS_UP_ONE)] == ["summary"]


@pytest.mark.parametrize("name", ["xliff", "csv"])
def test_a_sentence_that_a_model_wrote_goes_out_as_such_and_comes_back_as_such(name: str) -> None:
    assert [came.context for came in back(name, WRITTEN, SUMS_UP_ONE)] == ["written", "written"]
    document = FORMATS[name].write([WRITTEN]).decode()
    told = {
        "xliff": "article garden, written from sentences s1 s2: no translation",
        "csv": ",written,s1 s2,",
    }
    assert told[name] in document


def test_what_has_no_english_is_work_in_xliff_and_csv_and_nothing_in_a_memory() -> None:
    missing = unit(Status.MISSING, text="", origin=None)
    assert back("tmx", missing) == []
    (came,) = back("xliff", missing)
    assert (came.arabic, came.english, came.approved) == (ARABIC, "", False)
    (came,) = back("csv", missing)
    assert (came.arabic, came.english, came.approved) == (ARABIC, "", False)


@formats
def test_the_same_units_give_the_same_bytes(name: str) -> None:
    assert FORMATS[name].write([REVIEWED, unit()]) == FORMATS[name].write([REVIEWED, unit()])


def test_each_unit_of_an_article_has_an_id_of_its_own_in_xliff() -> None:
    document = FORMATS["xliff"].write([REVIEWED, unit(), Unit("library", unit().translation)])
    root = ElementTree.fromstring(document)
    space = {"x": "urn:oasis:names:tc:xliff:document:1.2"}
    files = root.findall("x:file", space)
    assert [file.get("original") for file in files] == ["garden", "library"]
    ids = [tu.get("id") for tu in files[0].iterfind(".//x:trans-unit", space)]
    assert ids == ["summary-s1-s2", "summary-s1-s2.2"]


@pytest.mark.parametrize("name", ["tmx", "xliff"])
def test_english_that_a_tool_changed_is_not_said_to_be_the_reviewers(name: str) -> None:
    document = FORMATS[name].write([REVIEWED]).replace(b"The garden", b"Some garden")
    (came,) = FORMATS[name].read(document, "f")
    assert (came.reviewer, came.reviewed, came.origin) == (None, None, None)
    assert came.approved is (name == "xliff")  # XLIFF says so itself, TMX cannot


@pytest.mark.parametrize(
    ("attributes", "approved"),
    [
        ('approved="yes"><source>ن</source><target>x</target>', True),
        (
            'approved="yes"><source>ن</source><target state="needs-review-translation">x</target>',
            True,
        ),
        ('approved="no"><source>ن</source><target state="final">x</target>', False),
        ("><source>ن</source><target state='final'>x</target>", True),
        ("><source>ن</source><target state='signed-off'>x</target>", True),
        ("><source>ن</source><target state='translated'>x</target>", False),
        ("><source>ن</source><target>x</target>", False),
    ],
)
def test_what_xliff_counts_as_approved(attributes: str, approved: bool) -> None:
    document = (
        '<xliff version="1.2"><file original="a" source-language="ar-SY" target-language="en_GB"'
        f' datatype="plaintext"><body><trans-unit id="1" {attributes}</trans-unit></body></file></xliff>'
    )
    (came,) = FORMATS["xliff"].read(document.encode(), "f")
    assert (came.english, came.approved) == ("x", approved)


def test_a_memory_of_another_tool_is_read() -> None:
    document = """<?xml version="1.0" encoding="utf-16"?>
    <!DOCTYPE tmx SYSTEM "tmx14.dtd">
    <tmx version="1.4"><header creationtool="OmegaT" srclang="AR"/><body>
    <tu><tuv xml:lang="FR"><seg>bonjour</seg></tuv><tuv xml:lang="EN-US"><seg>hello</seg></tuv></tu>
    <tu><tuv lang="AR-LB"><seg>مرحبًا <bpt i="1">&lt;b></bpt>بكم<ept i="1">&lt;/b></ept></seg></tuv>
    <tuv lang="EN-US"><seg>Welcome <hi>all</hi></seg></tuv></tu></body></tmx>"""
    (came,) = FORMATS["tmx"].read(document.encode("utf-16"), "project.tmx")
    assert (came.line, came.arabic, came.english) == (5, "مرحبًا بكم", "Welcome all")
    assert (came.slug, came.approved, came.tool) == (None, False, "OmegaT")


@pytest.mark.parametrize(
    "start", ["=1+1", "+1", "-1", "@x", "\t=1", "'=1", "''-1", "|x", "＝1", "-", "'"]
)
def test_no_cell_of_the_table_is_a_formula_and_each_comes_back(start: str) -> None:
    table = FORMATS["csv"].write([unit(text=f"{start} word")])
    _, row = csv.reader(io.StringIO(table.decode("utf-8-sig"), newline=""))
    assert not any(re.match("[=+\\-@\t\r＝]", cell) for cell in row)
    (came,) = FORMATS["csv"].read(table, "f.csv")
    assert came.english == f"{start} word"


def test_a_spreadsheets_own_csv_is_read() -> None:
    table = f'\ufeffContext;Source;Notes;Target;Status\r\nsummary;{ARABIC};"a ""b"";\nc";Hello;Reviewed\r\n;;;;\r\n'
    (came,) = FORMATS["csv"].read(table.encode(), "f.csv")
    assert (came.arabic, came.english, came.approved, came.context) == (
        ARABIC,
        "Hello",
        True,
        "summary",
    )


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
FAULTS = [
    ("tmx", "<tmx>\n<body>\n</tmx>", 3, "well-formed"),
    ("tmx", "", 1, "well-formed"),
    ("tmx", "<xliff version='1.2'/>", 1, "<xliff>"),
    ("tmx", f"{BOMB}<tmx>&b;</tmx>", 1, "entities"),
    (
        "xliff",
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><xliff>&a;</xliff>',
        1,
        "entities",
    ),
    ("xliff", "\n<xliff version='2.0'/>", 2, "XLIFF 2.0"),
    ("xliff", "<xliff version='1.2'>" + "<g>" * 200 + "</g>" * 200 + "</xliff>", 1, "nested"),
    ("tmx", "<?xml version='1.0' encoding='nonsense'?><tmx/>", None, "encoding"),
    ("csv", "", 1, "no column source"),
    ("csv", "source,comment\r\nن,x\r\n", 1, "no column target"),
    ("csv", 'source,target\r\nن,x\r\n"a\r\nb",c\r\nن,x,y\r\n', 5, "3 cells"),
    ("csv", 'source,target\r\nن,x\r\nن,"x\r\n', 3, "RFC 4180"),
    ("csv", "source,target,status\r\nن,x,perfect\r\n", 2, "'perfect'"),
    ("csv", "source,target,status,reviewed\r\nن,x,reviewed,yesterday\r\n", 2, "'yesterday'"),
]


def test_nothing_that_a_document_names_is_opened(tmp_path: Path) -> None:
    (tmp_path / "tmx14.dtd").write_text('<!ENTITY secret "in the file">')
    named = (tmp_path / "tmx14.dtd").as_uri()
    document = f'<!DOCTYPE tmx SYSTEM "{named}"><tmx><note>&secret;</note></tmx>'
    with pytest.raises(InterchangeError, match="entities"):
        FORMATS["tmx"].read(document.encode(), "f.tmx")


@pytest.mark.parametrize(("name", "text", "line", "what"), FAULTS)
def test_a_fault_is_told_with_its_line(name: str, text: str, line: int | None, what: str) -> None:
    with pytest.raises(InterchangeError) as caught:
        FORMATS[name].read(text.encode(), "came.xml")
    (problem,) = caught.value.problems
    assert (problem.path, problem.line) == ("came.xml", line)
    assert what in problem.found


def test_csv_in_another_encoding_is_refused_with_its_line() -> None:
    with pytest.raises(InterchangeError, match=r"f\.csv:2: .*UTF-8"):
        FORMATS["csv"].read("source,target\nنص,text\n".encode("cp1256"), "f.csv")


def test_the_format_is_told_by_the_name() -> None:
    assert format_of("A.XLIFF") is FORMATS["xliff"]
    assert format_of("a.xlf") is FORMATS["xliff"]
    assert format_of("a.tmx") is FORMATS["tmx"]
    assert format_of("a.csv") is FORMATS["csv"]
    assert format_of("a.po") is None


texts = st.text(min_size=1, max_size=60).filter(lambda text: key_of(text) != "")


@formats
@given(arabic=texts, english=texts)
@settings(max_examples=60)
def test_any_text_survives_but_for_what_no_document_may_hold(
    name: str, arabic: str, english: str
) -> None:
    segment = Segment("summary", arabic, ("s1",))
    sent = Unit(
        "a", Translation(segment, english, Status.REVIEWED, reviewer="L", reviewed="2026-11-22")
    )
    (came,) = back(name, sent)
    assert (key_of(came.arabic), key_of(came.english)) == (key_of(arabic), key_of(english))
    assert came.reviewer == "L"
