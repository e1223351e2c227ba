"""Turn terms into TermBase eXchange and back.

Written is ISO 30042:2019 (TBX version 3), dialect TBX-Basic, style DCA: a concept for each term,
its kind as the subject field, its note as a note, the preferred and the admitted names of each
language as `administrativeStatus`. Read is that, and the older TBX-Basic (`martif`), in any
namespace and in DCT style too; of a file from elsewhere, terms that are deprecated or superseded
are left out, and a concept without a known kind is a `term`.

Refused: what is no XML or no TBX, a document type with entities, a concept without both languages,
and anything the termbase could not hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any
from xml.etree.ElementTree import Element, ParseError, SubElement, indent, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from generator.models import Problem, Term, TermKind
from generator.termbase.table import clashes, unsafe

NAMESPACE = "urn:iso:std:iso:30042:ed-2"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ENTRIES = ("conceptEntry", "termEntry")
_LANGUAGES = ("langSec", "langSet")
_TERMS = ("termSec", "tig", "ntig")
_ROOTS = ("tbx", "martif")
_PREFERRED, _ADMITTED = "preferredTerm-admn-sts", "admittedTerm-admn-sts"
_GONE = re.compile("deprecated|superseded|obsolete|forbidden|notRecommended")


def tbx(terms: Iterable[Term], title: str = "terms") -> bytes:
    """`terms` as a TBX-Basic file in UTF-8; the same terms give the same bytes."""
    root = Element(
        "tbx", {"xmlns": NAMESPACE, "type": "TBX-Basic", "style": "dca", "xml:lang": "en"}
    )
    described = SubElement(SubElement(root, "tbxHeader"), "fileDesc")
    SubElement(SubElement(described, "titleStmt"), "title").text = title
    SubElement(SubElement(described, "sourceDesc"), "p").text = "Written by Khulasa."
    body = SubElement(SubElement(root, "text"), "body")
    for number, term in enumerate(terms, start=1):
        concept = SubElement(body, "conceptEntry", id=f"c{number}")
        SubElement(concept, "descrip", type="subjectField").text = term.kind.value
        if term.note:
            SubElement(concept, "note").text = term.note
        _add_language(concept, "ar", term.arabic)
        _add_language(concept, "en", (term.english, *term.accepted))
    indent(root)
    declared: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return declared.replace(b"<?xml version='1.0' encoding='utf-8'?>", _DECLARATION, 1) + b"\n"


_DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>'


def _add_language(concept: Element, lang: str, names: Iterable[str]) -> None:
    section = SubElement(concept, "langSec", {"xml:lang": lang})
    for number, name in enumerate(names):
        term = SubElement(section, "termSec")
        SubElement(term, "term").text = name
        SubElement(term, "termNote", type="partOfSpeech").text = "noun"
        status = _ADMITTED if number else _PREFERRED
        SubElement(term, "termNote", type="administrativeStatus").text = status


def parse_tbx(content: bytes, name: str) -> tuple[list[Term], list[Problem]]:
    """The terms of a TBX file and all that is wrong with it; `name` is what messages call it."""
    try:
        root = fromstring(content)
    except ParseError as error:
        found, line = "the file is no XML", error.position[0]
        return [], [Problem(name, found, "a TBX file", "Export it again.", line)]
    except (DefusedXmlException, LookupError, ValueError):
        found = "the file has entities or an encoding that are not read"
        return [], [Problem(name, found, "TBX in UTF-8", "Export it again without a DTD.")]
    if _name(root) not in _ROOTS:
        return [], [Problem(name, f"the file is <{_name(root)}>", "<tbx>", "Export it as TBX.")]
    terms: list[Term] = []
    problems: list[Problem] = []
    for number, concept in enumerate(_named(root, *_ENTRIES), start=1):
        label = concept.get("id") or f"number {number}"
        names = {lang: list(_names(concept, lang)) for lang in ("ar", "en")}
        if missing := [lang for lang in names if not names[lang]]:
            found = f"the concept {label} has no term in {' and '.join(missing)}"
            problems.append(Problem(name, found, "Arabic and English", "Add it or drop it."))
        else:
            terms.append(_term(concept, names))
    problems += [*unsafe(terms, name), *clashes(terms, name)]
    return terms, problems


def _term(concept: Element, names: dict[str, list[str]]) -> Term:
    fields = [_text(e) for e in _named(concept, "descrip") if e.get("type") == "subjectField"]
    fields += [_text(e) for e in _named(concept, "subjectField")]
    known = (field.casefold() for field in fields if field.casefold() in [*TermKind])
    notes = [_text(note) for note in concept if _name(note) == "note"]
    english, *accepted = names["en"]
    kind = TermKind(next(known, TermKind.TERM))
    return Term(tuple(names["ar"]), english, kind, tuple(accepted), " ".join(filter(None, notes)))


def _names(concept: Element, lang: str) -> Iterator[str]:
    """The terms of `concept` in `lang` or a variety of it, the preferred first."""
    found: dict[str, bool] = {}
    for section in _named(concept, *_LANGUAGES):
        tag = section.get(_LANG) or section.get("lang") or ""
        if re.split("[-_]", tag.casefold())[0] != lang:
            continue
        for term in _named(section, *_TERMS):
            text = next((_text(e) for e in _named(term, "term")), "")
            status = " ".join(_statuses(term))
            if text and not _GONE.search(status):
                found[text] = found.get(text, False) or "preferred" in status
    yield from sorted(found, key=lambda text: not found[text])


def _statuses(term: Element) -> Iterator[str]:
    for element in term.iter():
        named = element.get("type") or _name(element)
        if named in {"administrativeStatus", "normativeAuthorization"}:
            yield _text(element)


def _named(element: Element, *names: str) -> Iterator[Element]:
    return (child for child in element.iter() if _name(child) in names)


def _name(element: Element) -> str:
    tag: Any = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _text(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())
