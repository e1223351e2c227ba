"""What is done to a PDF so that programs can read its Arabic: the words come back, nothing moves."""

from __future__ import annotations

import importlib
import io
import re
from collections import Counter
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from pypdf import PdfReader

from generator import pipeline, typesetting
from generator.config import load_settings
from generator.models import Sheet
from generator.renderers.books import LAYOUTS, Layout, of_all, volumes
from generator.text.normalize import tokens
from generator.typesetting.pdf_text import pieces_of

# The package's function of the same name hides the module.
module = importlib.import_module("generator.typesetting.readable")
CONTROLS = re.compile("[\u200b-\u200f\u2066-\u2069]")


@pytest.fixture(scope="module")
def settings_and_entries(root: Path) -> tuple:
    settings = load_settings(root / "mkdocs.yml")
    return settings, pipeline.digest(settings).entries[:6]


def sheet_of(settings_and_entries: tuple, layout: Layout) -> Sheet:
    settings, entries = settings_and_entries
    (sheet,) = volumes(of_all(entries, "Samples"), layout, settings)
    return sheet


@pytest.mark.parametrize("layout", LAYOUTS)
def test_nothing_moves(settings_and_entries: tuple, layout: Layout) -> None:
    before = typesetting._set(sheet_of(settings_and_entries, layout), format="pdf")
    after = module.readable(before)
    assert after != before
    for one, other in zip(*(pypdfium2.PdfDocument(pdf) for pdf in (before, after)), strict=True):
        pages = [page.render(grayscale=True).to_numpy().astype(int) for page in (one, other)]
        differing = (np.abs(pages[0] - pages[1]) > 64).mean()
        assert differing < 0.001  # the edges of letters, by hundredths of a point


@pytest.mark.parametrize("program", ["pypdf", "pdfium"])
def test_its_words_come_back(settings_and_entries: tuple, program: str) -> None:
    """The titles, the summaries in both languages, and the text: 97 of a hundred."""
    pdf = typesetting.document(sheet_of(settings_and_entries, "bilingual"))
    pages = PdfReader(io.BytesIO(pdf)).pages if program == "pypdf" else pypdfium2.PdfDocument(pdf)
    text = "\n".join(
        page.extract_text() if program == "pypdf" else page.get_textpage().get_text_bounded()
        for page in pages
    )
    asked = Counter(token for said in texts(settings_and_entries[1]) for token in tokens(said))
    found = asked & Counter(tokens(CONTROLS.sub("", text)))
    assert found.total() / asked.total() >= 0.97, asked - found


def texts(entries: tuple) -> list[str]:
    return [
        text
        for entry in entries
        for text in (
            *(block.text for block in entry.article.blocks),
            *(entry.article.title, entry.title.text),
            *(part for line in entry.summary for part in (line.segment.text, line.text)),
        )
    ]


@pytest.mark.parametrize(
    "block",
    [
        b"/Unknown 3 gs [<0001>] TJ",
        b"/f0 11 Tf [<0001>] TJ 3 Tz",
        b"/Span<</Lang(ar)>>BDC [<0001>] TJ EMC",
    ],
)
def test_what_it_does_not_know_it_leaves(block: bytes) -> None:
    content = b"q\nBT\n" + block + b"\nET\nQ"
    font = module.Font({1: 500.0}, {1: "ب"})
    assert module._joined(content, {"f0": font}) == content


def test_escapes_of_strings_are_read_and_balanced_parentheses_too() -> None:
    block = rb"0 Tr/f0 11 Tf 1 0 0 -1 0 0 Tm[(\000\050\000(\000)\000\\)-20.5<0041>]TJ"
    ((glyphs,),) = ((piece.glyphs for piece in pieces_of(block)),)
    assert glyphs == [(0x28, 0.0), (0x28, 0.0), (0x29, 0.0), (0x5C, 0.0), (0x41, -20.5)]
