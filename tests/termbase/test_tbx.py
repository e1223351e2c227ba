"""TermBase eXchange: what others read of ours, and what we read of theirs."""

from __future__ import annotations

import pytest
from lxml import etree

from generator.models import Term, TermKind
from generator.termbase import parse_tbx, tbx

TERMS = [
    Term(("مصر", "جمهورية مصر"), "Egypt", TermKind.PLACE, ("Misr", "A & B <c>"), "The country."),
    Term(("حرب أهلية",), "civil war", TermKind.TERM),
    Term(("السيدة زينب",), "Sayyida Zaynab", TermKind.PERSON),
]
NS = "{urn:iso:std:iso:30042:ed-2}"

# The rules of the TBX-Basic dialect (DCA) for the elements that we write: parent, children in order.
CHILDREN = {
    "tbx": ["tbxHeader", "text"],
    "tbxHeader": ["fileDesc"],
    "fileDesc": ["titleStmt", "sourceDesc"],
    "titleStmt": ["title"],
    "sourceDesc": ["p"],
    "text": ["body"],
    "body": ["conceptEntry"],
    "conceptEntry": ["descrip", "note", "langSec"],
    "langSec": ["termSec"],
    "termSec": ["term", "termNote"],
}
VALUES = {
    "partOfSpeech": {"adjective", "noun", "other", "verb", "adverb"},
    "administrativeStatus": {
        *("admittedTerm-admn-sts", "deprecatedTerm-admn-sts"),
        *("supersededTerm-admn-sts", "preferredTerm-admn-sts"),
    },
}


def test_what_is_written_has_the_structure_of_tbx_basic() -> None:
    root = etree.fromstring(tbx(TERMS, "Names"))
    assert root.tag == f"{NS}tbx"
    assert (root.get("type"), root.get("style")) == ("TBX-Basic", "dca")
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    for element in root.iter():
        name = etree.QName(element).localname
        children = [etree.QName(child).localname for child in element]
        order = CHILDREN.get(name, [])
        assert [order.index(child) for child in children] == sorted(map(order.index, children))
        assert not (order and (element.text or "").strip()), "text only where text belongs"
    for note in root.iter(f"{NS}termNote"):
        assert note.text in VALUES[note.get("type")]
    assert {descrip.get("type") for descrip in root.iter(f"{NS}descrip")} == {"subjectField"}
    ids = [concept.get("id") for concept in root.iter(f"{NS}conceptEntry")]
    assert len(set(ids)) == len(TERMS)


def test_each_language_has_one_preferred_term() -> None:
    root = etree.fromstring(tbx(TERMS))
    for section in root.iter(f"{NS}langSec"):
        statuses = [
            n.text for n in section.iter(f"{NS}termNote") if n.get("type") != "partOfSpeech"
        ]
        assert statuses == [
            "preferredTerm-admn-sts",
            *["admittedTerm-admn-sts"] * (len(statuses) - 1),
        ]


def test_terms_come_back_as_they_were() -> None:
    assert parse_tbx(tbx(TERMS), "t.tbx") == (TERMS, [])
    assert tbx(TERMS) == tbx(parse_tbx(tbx(TERMS), "t.tbx")[0])


MARTIF = """<?xml version="1.0"?>
<!DOCTYPE martif SYSTEM "TBXBasiccoreStructV02.dtd">
<martif type="TBX-Basic" xml:lang="en"><text><body>
 <termEntry id="e1"><descrip type="subjectField">Person</descrip><note>One  note.</note><note>Two.</note>
  <langSet xml:lang="en-GB">
   <ntig><termGrp><term>Nasir</term><termNote type="administrativeStatus">admittedTerm-admn-sts</termNote></termGrp></ntig>
   <tig><term>Nasser</term><termNote type="normativeAuthorization">preferredTerm</termNote></tig>
   <tig><term>Nassar</term><termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></tig>
  </langSet>
  <langSet xml:lang="ar"><tig><term> ناصر </term></tig></langSet>
  <langSet xml:lang="fr"><tig><term>Nasser</term></tig></langSet>
 </termEntry>
</body></text></martif>"""


def test_an_older_file_is_read() -> None:
    terms, problems = parse_tbx(MARTIF.encode(), "t.tbx")
    assert problems == []
    assert terms == [Term(("ناصر",), "Nasser", TermKind.PERSON, ("Nasir",), "One note. Two.")]


DCT = """<tbx type="TBX-Basic" style="dct" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"
 xmlns:min="http://www.tbxinfo.net/ns/min"><text><body><conceptEntry id="c">
 <min:subjectField>astronomy</min:subjectField>
 <langSec xml:lang="ar"><termSec><term>ثقب أسود</term></termSec></langSec>
 <langSec xml:lang="en"><termSec><term>collapsar</term>
 <min:administrativeStatus>supersededTerm-admn-sts</min:administrativeStatus></termSec>
 <termSec><term>black hole</term></termSec></langSec>
 </conceptEntry></body></text></tbx>"""


def test_a_file_in_the_other_style_is_read_and_an_unknown_field_is_a_term() -> None:
    terms, problems = parse_tbx(DCT.encode(), "t.tbx")
    assert (terms, problems) == ([Term(("ثقب أسود",), "black hole", TermKind.TERM)], [])


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "the file is no XML"),
        ("<tbx", "t.tbx:1: the file is no XML"),
        ("<html/>", "the file is <html>"),
        ('<!DOCTYPE tbx [<!ENTITY a "b">]><tbx>&a;</tbx>', "has entities"),
        (
            '<!DOCTYPE tbx [<!ENTITY a SYSTEM "file:///etc/hostname">]><tbx>&a;</tbx>',
            "has entities",
        ),
        (DCT.replace("ar", "he"), "the concept c has no term in ar"),
        (DCT.replace("black hole", "=1+1"), "begins with '='"),
        (DCT.replace("black hole", "a|b"), "has a |"),
        (DCT.replace("black hole", "ثقب"), "has an English name without a Latin letter"),
    ],
)
def test_what_is_no_termbase_is_told(content: str, told: str) -> None:
    _, problems = parse_tbx(content.encode(), "t.tbx")
    assert told in " ".join(map(str, problems))
