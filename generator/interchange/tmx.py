"""Turn translations into a translation memory, TMX 1.4b, and such memories back.

Source: https://www.gala-global.org/tmx-14b. Held is what has English; stale English stands beside
the Arabic it was made from, of which it is a translation. Left out is what a model wrote of its
own: it translates no sentence, and a tool would take it for the translation wherever the Arabic
comes up again. TMX knows no status: ours stands in `<prop>`s, which tools carry along, and counts
only for the English it was given to. All else that a memory holds comes in as a proposal.
"""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement

from generator import __version__
from generator.interchange.units import Incoming, Unit, key_of, xml_text
from generator.interchange.xml_tree import Node, parse, to_bytes
from generator.models import Status
from generator.text.provenance import clean_name, is_day, origin_line, parse_origin, seal

_PREFIX = "x-khulasa-"
_CODES = frozenset({"bpt", "ept", "ph", "it", "ut"})
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def write(units: Iterable[Unit]) -> bytes:
    """The memory, a `<tu>` a translation that has English."""
    root = Element("tmx", version="1.4")
    SubElement(
        root,
        "header",
        {
            "creationtool": "Khulasa",
            "creationtoolversion": __version__,
            "segtype": "sentence",
            "o-tmf": "PO",
            "adminlang": "en",
            "srclang": "ar",
            "datatype": "plaintext",
        },
    )
    body = SubElement(root, "body")
    for unit in units:
        if unit.translation.text and not unit.translation.segment.is_written:
            body.append(_tu(unit))
    return to_bytes(root)


def _tu(unit: Unit) -> Element:
    english = unit.translation
    segment = english.segment
    arabic = english.previous or segment.text
    tu = Element("tu")
    if english.reviewer and english.reviewed and english.status is Status.REVIEWED:
        tu.set("changeid", xml_text(english.reviewer))
        tu.set("changedate", english.reviewed.replace("-", "") + "T000000Z")
    SubElement(tu, "note").text = xml_text(note_of(unit))
    props = {
        "slug": unit.slug,
        "context": segment.context,
        "sentences": " ".join(segment.sources),
        "status": english.status.value,
        "origin": origin_line(english.origin) if english.origin else "",
        "reviewer": english.reviewer or "",
        "reviewed": english.reviewed or "",
        "seal": seal(segment.context, key_of(arabic), key_of(english.text)),
    }
    for name, value in props.items():
        if value:
            SubElement(tu, "prop", type=_PREFIX + name).text = xml_text(value)
    for lang, text in (("ar", arabic), ("en", english.text)):
        tuv = SubElement(tu, "tuv", {_LANG: lang})
        SubElement(tuv, "seg").text = xml_text(text)
    return tu


def note_of(unit: Unit) -> str:
    """Where the Arabic stands, for a person who sees one unit alone."""
    segment = unit.translation.segment
    sentences = f"sentences {' '.join(segment.sources)}"
    if segment.is_written:
        return f"article {unit.slug}, written from {sentences}: no translation"
    return f"article {unit.slug}, {sentences if segment.sources else segment.context}"


def read(data: bytes, name: str) -> list[Incoming]:
    """The pairs of Arabic and English in the memory; of several English ones, the first.

    Raises InterchangeError.
    """
    root = parse(data, name, "tmx")
    header = root.first("header")
    tool = header.attributes.get("creationtool") if header else None
    units = (_incoming(tu, tool) for tu in root.within("tu"))
    return [unit for unit in units if unit is not None]


def _incoming(tu: Node, tool: str | None) -> Incoming | None:
    texts: dict[str, str] = {}
    for tuv in tu.all("tuv"):
        lang = tuv.attributes.get("lang", "").lower().replace("_", "-").partition("-")[0]
        if (seg := tuv.first("seg")) is not None:
            texts.setdefault(lang, seg.text(_CODES))
    if "ar" not in texts or "en" not in texts:
        return None
    arabic, english = texts["ar"], texts["en"]
    props = {
        prop.attributes.get("type", "").removeprefix(_PREFIX): prop.text().strip()
        for prop in tu.all("prop")
        if prop.attributes.get("type", "").startswith(_PREFIX)
    }
    sealed = seal(props.get("context", ""), key_of(arabic), key_of(english))
    unchanged = props.get("seal") == sealed
    approved = unchanged and props.get("status") == Status.REVIEWED
    day = props.get("reviewed", "")
    return Incoming(
        line=tu.line,
        arabic=arabic,
        english=english,
        slug=props.get("slug"),
        context=props.get("context"),
        approved=approved,
        origin=parse_origin(props.get("origin", "")) if unchanged else None,
        reviewer=clean_name(props.get("reviewer", "")) or None if approved else None,
        reviewed=day if approved and is_day(day) else None,
        tool=tool,
    )
