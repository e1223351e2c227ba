"""Turn a parsed HTML page into the lines a reader would see, each with where it stands.

A line is what stands between two breaks of the layout: a paragraph, a heading, an entry of a menu,
what comes between two `<br>`. Scripts, styles and what the page hides by its own markup are not
seen. Refuses, with `ValueError`, a page with more elements, or deeper ones, than can be read in a
few seconds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final

from lxml import etree
from lxml import html as lxml_html

from generator.models import Block, BlockKind, Dropped
from generator.readers.blocks import is_prose
from generator.readers.lines import Line, split_lines

MAX_ELEMENTS: Final = 20_000
"""Elements from which a page is refused: the fullest news pages have a tenth of them."""

MAX_DEPTHS: Final = 600_000
"""The sum of the depths of all elements from which a page is refused."""

OUTSIDE: Final = "outside the article"

HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_UNSEEN = frozenset(
    "head script style noscript template svg math iframe object embed video audio canvas select"
    " datalist textarea map".split()
)
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark nobr q"
    " rp rt ruby s samp small span strike strong sub sup time tt u var wbr".split()
)
_STRUCTURE = HEADINGS | frozenset(
    "li blockquote q figcaption caption p td th dt dd nav aside footer form button address".split()
)
_APART = frozenset({"nav", "aside", "footer", "form", "button"})
_WHOLE_PAGE = 60  # boxes in a form from which it is the page: some systems put all of it in one
_CAPTION = re.compile(r"caption|(?:img|image|photo|pic)[_-]?(?:cap|desc|title|text)", re.IGNORECASE)
_LONGEST_HEADING = 30  # words
_KINDS: Final = {"li": BlockKind.LIST_ITEM, "blockquote": BlockKind.QUOTE}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PageLine:
    """A visible line: its text and number, and the element that holds it.

    `within` names the structural elements around it from the outside in; one that holds the page's
    `<h1>` is no part of it but all of it and is left out. `origin` is the element in which the text
    begins: `block` or one of the words in it. `linked` is the share of
    its characters that are a link's, `link_first` says that it begins with one. `begins_stretch`
    says that more than a line break parts it from the line before.
    """

    line: Line
    block: Any
    origin: Any
    within: tuple[str, ...]
    linked: float
    link_first: bool
    begins_stretch: bool = True

    @property
    def text(self) -> str:
        return self.line.text

    @property
    def is_caption(self) -> bool:
        """Whether the markup says that the line belongs to a picture."""
        around = (self.origin, *self.ancestors(2))
        return "figcaption" in self.within or any(
            _CAPTION.search(element.get("class") or "") for element in around
        )

    @property
    def tag(self) -> str:
        """The innermost structural element around the line, or ""."""
        return self.within[-1] if self.within else ""

    def ancestors(self, most: int) -> Iterator[Any]:
        """The element that holds the line and up to `most` - 1 around it, from the inside out."""
        element = self.block
        while element is not None and most:
            yield element
            element, most = element.getparent(), most - 1


def parse(text: str) -> Any:
    """The root element of the page `text`.

    Raises ValueError where it is too large to be read, or no page at all.
    """
    parser = lxml_html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False
    )
    try:
        root = lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        raise ValueError("it holds nothing that could be shown") from None
    elements = depths = depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if event == "start":
            elements, depths = elements + 1, depths + depth
        if elements > MAX_ELEMENTS:
            raise ValueError(f"the page has more than {MAX_ELEMENTS} elements")
        if depths > MAX_DEPTHS:
            raise ValueError("the elements of the page are nested too deeply")
    return root


def is_unseen(element: Any) -> bool:
    """Whether the page's own markup keeps `element` from being seen."""
    tag = element.tag
    if not isinstance(tag, str) or tag in _UNSEEN or "hidden" in element.attrib:
        return True
    if tag == "input":
        return True
    style = element.get("style")
    return bool(style) and bool(_HIDDEN.search(style))


def page_lines(root: Any) -> tuple[list[PageLine], list[Dropped]]:
    """The visible lines of the page in their order, and those without a visible character."""
    writer = _Writer()
    stack: list[tuple[Any, bool]] = [(root, False)]
    while stack:
        element, leaving = stack.pop()
        if leaving:
            writer.leave(element)
        elif not is_unseen(element):
            writer.enter(element)
            stack.append((element, True))
            stack.extend((child, False) for child in reversed(element))
            continue
        writer.take(element.tail, element, element.getparent())
    writer.end_line()
    return writer.lines, writer.dropped


def marked(block: Block, line: PageLine) -> Block:
    """`block` as the kind that the markup of its line gives it, where it gives one."""
    kind = _kind(block.text, line)
    return Block(kind, block.text, block.line) if kind else block


def _kind(text: str, line: PageLine) -> BlockKind | None:
    if HEADINGS.intersection(line.within):
        is_long = len(text.split()) > _LONGEST_HEADING
        is_sentence = is_prose(text) and text.rstrip().endswith(".")
        return None if is_long or is_sentence else BlockKind.HEADING
    if line.is_caption:
        return BlockKind.CAPTION
    return next((_KINDS[tag] for tag in reversed(line.within) if tag in _KINDS), None)


@dataclass(slots=True)
class _Writer:
    """The lines so far, and the one that is being written."""

    lines: list[PageLine] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    blocks: list[Any] = field(default_factory=list)
    within: list[str] = field(default_factory=list)
    structure: list[Any] = field(default_factory=list)
    origin: Any = None
    links: int = 0
    link_first: bool = False
    pieces: list[str] = field(default_factory=list)
    linked: int = 0
    number: int = 1
    breaks: int = 2  # one `<br>` goes on with a stretch, two or a new block begin another

    def enter(self, element: Any) -> None:
        if element.tag == "br":
            self.end_line()
            self.breaks += 1
        elif element.tag not in _INLINE:
            self.end_line()
            self.breaks = 2
            self.blocks.append(element)
        if element.tag in _STRUCTURE and not _is_whole_page(element):
            self.within.append(element.tag)
            self.structure.append(element)
        self.links += element.tag == "a"
        self.take(element.text, element, element)

    def leave(self, element: Any) -> None:
        if element.tag not in _INLINE and element.tag != "br":
            self.end_line()
            self.breaks = 2
            self.blocks.pop()
        if self.structure and self.structure[-1] is element:
            self.within.pop()
            self.structure.pop()
        self.links -= element.tag == "a"

    def take(self, text: str | None, element: Any, within: Any) -> None:
        if not text:
            return
        if not self.pieces:
            if not (text := self._without_margin(text, element)):
                return
            self.link_first, self.origin = self.links > 0, within
        self.pieces.append(text)
        self.linked += len(text) if self.links else 0

    def _without_margin(self, text: str, element: Any) -> str:
        kept = text.lstrip()
        before = text[: len(text) - len(kept)]
        self.number = (element.sourceline or 1) + before.count("\n")
        return kept

    def end_line(self) -> None:
        written = "".join(self.pieces)
        linked = self.linked / len(written) if written else 0.0
        self.pieces, self.linked = [], 0
        text = " ".join(written.split())
        if not text:
            return
        lines, unseen = split_lines(text)
        self.dropped += [replace(line, line=self.number) for line in unseen]
        for line in lines:
            if line.text:
                self.lines.append(
                    PageLine(
                        Line(self.number, line.text), self.blocks[-1], self.origin,
                        tuple(self.within), linked, self.link_first, self.breaks > 1,
                    )
                )  # fmt: skip
                self.breaks = 0


def _is_whole_page(element: Any) -> bool:
    if element.tag not in _APART:
        return False
    return element.find(".//h1") is not None or (
        element.tag == "form"
        and sum(1 for _ in element.iter("div", "p", "table", "article")) > _WHOLE_PAGE
    )
