"""Turn translations into work for a CAT tool, XLIFF 1.2, and the work done back.

Source: http://docs.oasis-open.org/xliff/v1.2/os/xliff-core.html. Version 1.2 and not 2.x, because
Weblate, OmegaT, Poedit, Virtaal, Okapi and the large commercial tools all read 1.2 and keep its
states, while 2.x says nothing of approval in a way that they share.

| status | approved | state |
|---|---|---|
| reviewed | yes | final |
| machine | no | needs-review-translation |
| stale | no | needs-adaptation; the former Arabic stands in `<alt-trans>` |
| missing | no | no `<target>` |

Coming back, English is approved where `approved` is "yes", or is not given and the state is "final"
or "signed-off". Refuses XLIFF 2.x, and says what to do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import groupby
from xml.etree.ElementTree import Element, SubElement

from generator import __version__
from generator.interchange.tmx import note_of
from generator.interchange.units import Incoming, Unit, key_of, refused, xml_text
from generator.interchange.xml_tree import Node, parse, to_bytes
from generator.models import Status
from generator.text.provenance import clean_name, is_day, origin_line, parse_origin, seal

_NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
_STATES = {
    Status.REVIEWED: "final",
    Status.MACHINE: "needs-review-translation",
    Status.STALE: "needs-adaptation",
}
_FINAL = ("final", "signed-off")
_CODES = frozenset({"bpt", "ept", "ph", "it"})
_PREFIX = "x-khulasa-"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def write(units: Iterable[Unit]) -> bytes:
    """The document, a `<file>` an article, a `<trans-unit>` a unit."""
    root = Element("xliff", {"version": "1.2", "xmlns": _NAMESPACE})
    for slug, group in groupby(units, key=lambda unit: unit.slug):
        languages = {"source-language": "ar", "target-language": "en"}
        file = SubElement(
            root, "file", {"original": xml_text(slug), **languages, "datatype": "plaintext"}
        )
        header = SubElement(file, "header")
        SubElement(
            header,
            "tool",
            {"tool-id": "khulasa", "tool-name": "Khulasa", "tool-version": __version__},
        )
        body = SubElement(file, "body")
        numbers: Counter[str] = Counter()
        for unit in group:
            id_ = "-".join((unit.translation.segment.context, *unit.translation.segment.sources))
            numbers[id_] += 1
            body.append(_trans_unit(unit, id_ if numbers[id_] == 1 else f"{id_}.{numbers[id_]}"))
    return to_bytes(root)


def _trans_unit(unit: Unit, id_: str) -> Element:
    english = unit.translation
    segment = english.segment
    approved = "yes" if english.status is Status.REVIEWED else "no"
    element = Element(
        "trans-unit", {"id": id_, "resname": id_, "approved": approved, _SPACE: "preserve"}
    )
    SubElement(element, "source").text = xml_text(segment.text)
    if english.text:
        state = _STATES[english.status]
        SubElement(element, "target", state=state).text = xml_text(english.text)
    contexts = {
        "context": segment.context,
        "origin": origin_line(english.origin) if english.origin else "",
        "reviewer": english.reviewer or "",
        "reviewed": english.reviewed or "",
        "seal": seal(segment.context, key_of(segment.text), key_of(english.text)),
    }
    group = SubElement(element, "context-group", name="khulasa", purpose="information")
    for name, value in contexts.items():
        if value:
            context = SubElement(group, "context", {"context-type": _PREFIX + name})
            context.text = xml_text(value)
    SubElement(element, "note", {"from": "khulasa"}).text = xml_text(note_of(unit))
    if english.previous:
        old = SubElement(element, "alt-trans", {"alttranstype": "previous-version"})
        SubElement(old, "source").text = xml_text(english.previous)
        SubElement(old, "target").text = xml_text(english.text)
    return element


def read(data: bytes, name: str) -> list[Incoming]:
    """The units of the document whose target is English. Raises InterchangeError."""
    root = parse(data, name, "xliff")
    if not root.attributes.get("version", "").startswith("1."):
        found = f"XLIFF {root.attributes.get('version', 'of no version')}"
        raise refused(
            name, root.line, found, "XLIFF 1.2", "Save it as XLIFF 1.2; nothing was imported."
        )
    return [
        _incoming(unit, file)
        for file in root.all("file")
        if _is_english(file)
        for unit in file.within("trans-unit")
    ]


def _is_english(file: Node) -> bool:
    """Whether the target is English. What a tool names as the source may be wrong, and the Arabic
    decides anyway.
    """
    given = file.attributes.get("target-language", "en").lower().replace("_", "-")
    return given.partition("-")[0] == "en"


def _incoming(unit: Node, file: Node) -> Incoming:
    source, target = unit.first("source"), unit.first("target")
    arabic = source.text(_CODES) if source else ""
    english = target.text(_CODES) if target else ""
    said = {
        context.attributes.get("context-type", "").removeprefix(_PREFIX): context.text().strip()
        for context in unit.within("context")
        if context.attributes.get("context-type", "").startswith(_PREFIX)
    }
    sealed = seal(said.get("context", ""), key_of(arabic), key_of(english))
    unchanged = said.get("seal") == sealed
    approved = _approved(unit, target)
    tool = next((t.attributes.get("tool-name") for t in file.within("tool")), None)
    day = said.get("reviewed", "")
    return Incoming(
        line=unit.line,
        arabic=arabic,
        english=english,
        slug=file.attributes.get("original"),
        context=said.get("context"),
        approved=approved,
        origin=parse_origin(said.get("origin", "")) if unchanged else None,
        reviewer=clean_name(said.get("reviewer", "")) or None if approved and unchanged else None,
        reviewed=day if approved and unchanged and is_day(day) else None,
        tool=tool,
    )


def _approved(unit: Node, target: Node | None) -> bool:
    given = unit.attributes.get("approved")
    if given is not None:
        return given == "yes"
    return target is not None and target.attributes.get("state") in _FINAL
