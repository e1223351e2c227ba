"""Turn names and texts into elements, and a tree into the bytes of a document.

The standard library writes every text as text; `]]>`, `</title>` and quotation marks come out as
they went in. Names are prefixed, and the root declares the prefixes.
"""

from __future__ import annotations

from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DC = "http://purl.org/dc/elements/1.1/"
LANG = "xml:lang"


def child(parent: Element, name: str, text: str | None = None, **attributes: str) -> Element:
    """A new element at the end of `parent`."""
    element = SubElement(parent, name, attributes)
    element.text = text
    return element


def document(root: Element) -> bytes:
    """The document in UTF-8; the same tree gives the same bytes."""
    ElementTree.indent(root)
    body = ElementTree.tostring(root, encoding="unicode")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + body.encode() + b"\n"
