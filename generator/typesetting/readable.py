"""Turn a PDF of Typst's into one that looks the same, and whose Arabic programs can read.

Typst 0.15 draws each word, and each letter with a mark, in a piece of its own, the mark and the
letter exchanged and only explained by `ActualText`. Programs that search and copy then glue words
together, or turn them round. Here the pieces of a line are joined into one, each glyph stands for
its own characters (`ToUnicode`), and nothing moves on the page (ISO 32000-1, 9.4 and 9.10.3).

Refuses to touch what it does not know: such a piece stays as it is.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from generator.typesetting.pdf_file import file_of, numbers, objects_of, packed, unpacked
from generator.typesetting.pdf_text import FONT, Piece, UnknownError, pieces_of

_TEXT = re.compile(rb"(?<=\n)BT\b(.*?)\nET(?=\n)", re.S)
_UNSEEN = re.compile("[\u200b\u2066-\u2069]")


@dataclass(slots=True)
class Font:
    """The widths of a font's glyphs, in thousandths of its size, and what each stands for."""

    widths: dict[int, float]
    characters: dict[int, str]
    sure: set[int] = field(default_factory=set)


def readable(pdf: bytes) -> bytes:
    """The same document; where it is not built as Typst 0.15 builds it, it is given back as is."""
    try:
        return _rewritten(pdf)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, zlib.error, struct.error):
        return pdf


def _rewritten(pdf: bytes) -> bytes:
    head, objects, trailer = objects_of(pdf)
    by_number = dict(enumerate(objects, start=1))
    fonts: dict[int, Font] = {}
    contents: dict[int, dict[str, Font]] = {}
    for content in objects:
        if b"/Type/Page/" in content[:40]:
            (number,) = numbers(rb"/Contents (\d+) 0 R", content)
            contents[number] = _fonts_of(content, by_number, fonts)
    streams = {number: unpacked(by_number[number]) for number in contents}
    for number, of_page in contents.items():
        _learn(streams[number], of_page)
    for number, of_page in contents.items():
        by_number[number] = packed(by_number[number], _joined(streams[number], of_page))
    for number, font in fonts.items():
        by_number[number] = packed(by_number[number], _cmap(font.characters))
    return file_of(head, by_number.values(), trailer)


# ---------- Fonts ----------


def _fonts_of(page: bytes, objects: Mapping[int, bytes], known: dict[int, Font]) -> dict[str, Font]:
    """The fonts of a page by their names there; `known` has each by the object of its cmap."""
    shared = numbers(rb"/Resources (\d+) 0 R", page)
    resources = objects[shared[0]] if shared else page
    table = re.search(rb"/Font<<(.*?)>>", resources, re.S)
    found = {}
    for name, number in re.findall(rb"/([\w.+-]+) (\d+) 0 R", table[1] if table else b""):
        font = objects[int(number)]
        (descendant,) = numbers(rb"/DescendantFonts\[(\d+) 0 R\]", font)
        (cmap,) = numbers(rb"/ToUnicode (\d+) 0 R", font)
        if cmap not in known:
            known[cmap] = Font(_widths(objects[descendant]), _characters(unpacked(objects[cmap])))
        found[name.decode()] = known[cmap]
    return found


def _widths(font: bytes) -> dict[int, float]:
    """The array `W`, which Typst writes as first, last, width."""
    table = re.search(rb"/W\[([^\[\]]*)\]", font)
    if table is None:
        raise ValueError("widths of another form")
    values = table[1].split()
    found = {}
    for first, last, width in zip(values[::3], values[1::3], values[2::3], strict=True):
        found.update(dict.fromkeys(range(int(first), int(last) + 1), float(width)))
    return found


def _characters(cmap: bytes) -> dict[int, str]:
    if b"bfrange" in cmap:
        raise ValueError("a cmap of another form")
    pairs = re.findall(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]*)>\s*?\n", cmap)
    return {
        int(glyph, 16): _seen(bytes.fromhex(text.decode()).decode("utf-16-be"))
        for glyph, text in pairs
        if (glyph, text) != (b"0000", b"FFFF")
    }


def _cmap(characters: Mapping[int, str]) -> bytes:
    """A ToUnicode CMap (ISO 32000-1, 9.10.3), at most a hundred pairs a section."""
    pairs = [
        b"<%04X> <%s>\n" % (glyph, text.encode("utf-16-be").hex().upper().encode())
        for glyph, text in sorted(characters.items())
        if text
    ]
    sections = b"".join(
        b"%d beginbfchar\n%sendbfchar\n" % (len(part), b"".join(part))
        for part in (pairs[n : n + 100] for n in range(0, len(pairs), 100))
    )
    return (
        b"/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        b"/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
        b"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        b"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        + sections
        + b"endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    )


def _learn(content: bytes, fonts: Mapping[str, Font]) -> None:
    """Take from each `ActualText` of as many characters as glyphs what each glyph stands for."""
    for block in _TEXT.finditer(content):
        if b"/ActualText" not in block[1]:
            continue
        try:
            pieces = pieces_of(block[1])
        except UnknownError:
            continue
        for piece in pieces:
            font = fonts[piece.font]
            for glyph, character in _pairs(piece):
                if glyph not in font.sure:
                    font.characters[glyph] = character
                    font.sure.add(glyph)


def _pairs(piece: Piece) -> list[tuple[int, str]]:
    """The glyphs of a letter with marks, each with its character; none where that is not known."""
    text = piece.actual
    if not text or len(text) != len(piece.glyphs) or not all(map(_is_arabic, text)):
        return []
    return list(zip((glyph for glyph, _ in reversed(piece.glyphs)), text, strict=True))


def _is_arabic(character: str) -> bool:
    return "\u0600" <= character <= "\u08ff" or "\ufb50" <= character <= "\ufefc"


# ---------- Text ----------


def _seen(text: str) -> str:
    """Without the controls that were set around it and draw nothing."""
    return _UNSEEN.sub("", text)


def _joined(content: bytes, fonts: Mapping[str, Font]) -> bytes:
    arabic = {
        name.encode()
        for name, font in fonts.items()
        if any(_is_arabic(text[:1]) for text in font.characters.values())
    }

    def block(found: re.Match[bytes]) -> bytes:
        if arabic.isdisjoint(FONT.findall(found[1])):
            return found[0]
        try:
            pieces = [_explained(piece, fonts[piece.font]) for piece in pieces_of(found[1])]
        except UnknownError:
            return found[0]
        parts = [
            b"".join(_written(line, fonts) for line in _lines(part))
            for part in _spaced(pieces, fonts)
        ]
        return b"\n".join(b"BT\n" + part + b"ET" for part in parts)

    return _TEXT.sub(block, content)


def _lines(pieces: list[Piece]) -> Iterator[list[Piece]]:
    """Pieces that one TJ after another can draw."""
    line: list[Piece] = []
    for piece in pieces:
        if line and _form(line[-1]) != _form(piece):
            yield line
            line = []
        line.append(piece)
    if line:
        yield line


def _form(piece: Piece) -> tuple[object, ...]:
    return piece.font, piece.size, piece.mode, piece.matrix[:4]


def _written(line: list[Piece], fonts: Mapping[str, Font]) -> bytes:
    first, font = line[0], fonts[line[0].font]
    scale, _, _, down, left, base = first.matrix
    out = [
        b"%d Tr\n/%s %s Tf\n" % (first.mode, first.font.encode(), _number(first.size)),
        b" ".join(map(_number, first.matrix)) + b" Tm\n",
    ]
    pen = rise = 0.0  # in text space, from the beginning of the line
    for piece in line:
        if piece.actual:
            data = ("\ufeff" + piece.actual).encode("utf-16-be").hex().upper().encode()
            out.append(b"/Span<</ActualText<%s>>>BDC\n" % data)
        above = (piece.matrix[5] - base) / down
        if abs(above - rise) > 0.001:
            rise = above
            out.append(_number(rise) + b" Ts\n")
        at = (piece.matrix[4] - left) / scale
        array = bytearray()
        before = (pen - at) / piece.size * 1000  # what leads from the piece before to this one
        for glyph, shift in piece.glyphs:
            before += shift
            if abs(before) > 0.01:
                array += b">" + _number(before) + b"<"
            array += b"%04X" % glyph
            before = 0.0
        out.append((b"[<" + bytes(array) + b">]TJ\n").replace(b"<>", b""))
        pen = at + _width(piece, font)
        if piece.actual:
            out.append(b"EMC\n")
    if rise:
        out.append(b"0 Ts\n")
    return b"".join(out)


def _explained(piece: Piece, font: Font) -> Piece:
    """The piece, with `ActualText` only where its glyphs do not say the same themselves."""
    if piece.actual is None:
        return piece
    text = _seen(piece.actual)
    said = [font.characters.get(glyph, "") for glyph, _ in piece.glyphs]
    known = text in ("".join(said), "".join(reversed(said)))
    return replace(piece, actual=None if known else text)


def _width(piece: Piece, font: Font) -> float:
    """How far the pen moves, in text space."""
    moved = sum(font.widths.get(glyph, 0) - shift for glyph, shift in piece.glyphs)
    return moved * piece.size / 1000


def _number(value: float) -> bytes:
    return f"{value:.4f}".rstrip("0").rstrip(".").encode() or b"0"


def _spaced(pieces: list[Piece], fonts: Mapping[str, Font]) -> list[list[Piece]]:
    """Words from right to left, with what stands at their ends where programs look for it.

    Spaces and stops at the left, which follow the words, are drawn after them. The space at the
    right, which follows a number or a Latin word, says that it belongs to the Arabic.
    """
    says = [[fonts[p.font].characters.get(glyph, "") for glyph, _ in p.glyphs] for p in pieces]
    if not any(_is_arabic(c) for piece in says for text in piece for c in text):
        return [pieces]
    pieces = list(pieces)
    after: list[list[Piece]] = []
    while len(pieces) > 1 and pieces[0].actual is None and all(map(_is_edge, says[0])):
        after.insert(0, [pieces.pop(0)])
        says.pop(0)
    while len(says[0]) > 1 and pieces[0].actual is None and _is_edge(says[0][0]):
        first, font = pieces[0], fonts[pieces[0].font]
        edge = replace(first, glyphs=first.glyphs[:1])
        after.insert(0, [edge])
        matrix = _moved(first, _width(edge, font))
        pieces[0] = replace(first, glyphs=first.glyphs[1:], matrix=matrix)
        says[0].pop(0)
    last, font = pieces[-1], fonts[pieces[-1].font]
    if says[-1][-1:] == [" "] and last.actual is None and len(last.glyphs) > 1:
        words = replace(last, glyphs=last.glyphs[:-1])
        matrix = _moved(last, _width(words, font))
        pieces[-1:] = [
            words,
            replace(last, glyphs=last.glyphs[-1:], matrix=matrix, actual=" \u200f"),
        ]
    return [pieces, *after]


def _is_edge(text: str) -> bool:
    return len(text) == 1 and text in " .,:;!?،؛؟…"


def _moved(piece: Piece, width: float) -> tuple[float, ...]:
    a, b, c, d, e, f = piece.matrix
    return (a, b, c, d, e + width * a, f)
