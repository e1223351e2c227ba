"""Turn the bytes of an XML document into a tree that knows its lines, and a tree into bytes.

Refuses, with its line, what is not well-formed, and what only an attack needs: entities of its own,
elements nested without end (defusedxml). Nothing that a document names is fetched or opened.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl, Locator

from defusedxml import DefusedXmlException
from defusedxml.sax import parseString

from generator.errors import InterchangeError
from generator.interchange.units import check_size, refused

_DEEPEST = 100


@dataclass(slots=True)
class Node:
    """An element: its name and its attributes' without their prefixes, and what is in it."""

    name: str
    line: int
    attributes: dict[str, str]
    content: list[Node | str] = field(default_factory=list)

    def all(self, *names: str) -> Iterator[Node]:
        """The children of these names."""
        return (c for c in self.content if isinstance(c, Node) and c.name in names)

    def first(self, name: str) -> Node | None:
        return next(self.all(name), None)

    def within(self, *names: str) -> Iterator[Node]:
        """The elements of these names at any depth, in document order."""
        for child in self.content:
            if isinstance(child, Node):
                if child.name in names:
                    yield child
                else:
                    yield from child.within(*names)

    def text(self, without: frozenset[str] = frozenset()) -> str:
        """All text in the element, but for that in elements named in `without`."""
        return "".join(
            c if isinstance(c, str) else "" if c.name in without else c.text(without)
            for c in self.content
        )


def parse(data: bytes, name: str, root: str) -> Node:
    """The tree of the document, whose root element must be `root`. Raises InterchangeError."""
    check_size(data, name)
    tree = _Tree(name)
    try:
        # Memories of some tools name TMX's own DTD: it is not forbidden, and not fetched either.
        parseString(data, tree, forbid_dtd=False, forbid_entities=True, forbid_external=False)
    except SAXParseException as error:
        found = f"no well-formed XML: {error.getMessage()}"
        raise refused(name, error.getLineNumber(), found, f"a document <{root}>") from None
    except DefusedXmlException:
        raise tree.refused_entities() from None
    except (LookupError, ValueError, UnicodeError):
        found = "an encoding that is not known, or not kept to"
        raise refused(name, None, found, "UTF-8 or UTF-16") from None
    if tree.root is None or tree.root.name != root:
        found = f"a document <{tree.root.name if tree.root else ''}>"
        raise refused(name, tree.root.line if tree.root else None, found, f"<{root}>")
    return tree.root


class _Tree(ContentHandler):
    def __init__(self, document: str) -> None:
        super().__init__()
        self._document = document
        self._open: list[Node] = []
        self._locator: Locator | None = None
        self.root: Node | None = None

    @property
    def line(self) -> int | None:
        return self._locator.getLineNumber() if self._locator else None

    def setDocumentLocator(self, locator: Locator) -> None:
        self._locator = locator

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        node = Node(_local(name), self.line or 1, {_local(k): v for k, v in attrs.items()})
        if len(self._open) == _DEEPEST:
            raise self._too_deep()
        if self._open:
            self._open[-1].content.append(node)
        else:
            self.root = node
        self._open.append(node)

    def endElement(self, name: str) -> None:
        self._open.pop()

    def characters(self, content: str) -> None:
        if self._open:
            self._open[-1].content.append(content)

    def skippedEntity(self, name: str) -> None:
        raise self.refused_entities()

    def refused_entities(self) -> InterchangeError:
        found = "XML that uses entities of its own"
        return refused(self._document, self.line, found, "a plain document")

    def _too_deep(self) -> InterchangeError:
        expected = f"at most {_DEEPEST}"
        return refused(self._document, self.line, "elements nested without end", expected)


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def to_bytes(root: ElementTree.Element) -> bytes:
    """The document, indented, in UTF-8; the same tree gives the same bytes."""
    ElementTree.indent(root)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"
