"""Turn what was chosen from a saved page into the signs that it is the article of that page.

The lines were chosen by trafilatura's text and by rules of their own; where the two agree, where
little running text is left, where the markup names the title that the text speaks of, the choice is
sure. Refuses nothing: `confidence.refuse_doubtful` does, by these signs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from generator.readers.confidence import (
    Sign,
    cohesion_sign,
    focus_sign,
    size_sign,
    text_sign,
    title_sign,
)
from generator.readers.metadata import Metadata
from generator.readers.page_body import teasers
from generator.readers.page_lines import HEADINGS, PageLine
from generator.text.normalize import tokens
from generator.text.prose import running_words

_LINK, _LEAST_SENTENCE = 0.3, 5
_SHORT = 250  # words of a text too short to repeat its words
_NEVER_TEXT = frozenset({"nav", "footer", "form", "button"})


@dataclass(frozen=True, slots=True)
class Chosen:
    """What of a page's `lines` is its article: the places of its `body` and of its `title`.

    `beside` are the places that belong to it without being its text: bylines, dates, comments.
    `extracted` is what trafilatura takes for the text.
    """

    lines: Sequence[PageLine]
    body: Sequence[int]
    title: int | None
    beside: frozenset[int]
    extracted: str


def page_signs(chosen: Chosen, title: str | None, metadata: Metadata) -> tuple[Sign, ...]:
    """The signs for and against the choice; `title` is the page's own, None where it has none."""
    lines = chosen.lines
    texts = [lines[i].text for i in chosen.body]
    words = sum(len(text.split()) for text in texts)
    inside = max(words, 1)
    own = {*chosen.body, *chosen.beside}
    outside = sum(_running(line) for i, line in enumerate(lines) if i not in own)
    is_article = metadata.kind == "article"
    led_to, of = teasers(lines, chosen.body)
    signed = bool(metadata.published or metadata.authors or chosen.beside)
    return (
        # A page that says of itself that it is an article may be a short one.
        size_sign(words + 15 * is_article),
        focus_sign(inside, outside),
        _cohesion_sign(texts, words, is_article),
        text_sign([" ".join(texts)]),
        _agreement_sign(texts, chosen.extracted),
        Sign(1.0 - led_to / max(of, 1) if led_to > 1 else 1.0, 2.0,
             f"{led_to} of its {of} paragraphs belong to links"),
        *([title_sign(title, texts, _marks(chosen, title, metadata))] if title else []),
        Sign(1.0 if signed or is_article else 0.6, 0.5, "the page names no date and no author"),
    )  # fmt: skip


def _cohesion_sign(texts: Sequence[str], words: int, is_article: bool) -> Sign:
    """What a short text repeats tells little, and less where the markup says what the page is."""
    sign = cohesion_sign(texts)
    least = 0.0 if words >= _SHORT else 0.6 if is_article else 0.4
    return replace(sign, value=max(least, sign.value))


def _running(line: PageLine) -> int:
    if line.linked > _LINK or _NEVER_TEXT.intersection(line.within):
        return 0
    words = running_words(line.text)
    return words if words > _LEAST_SENTENCE else 0


def _agreement_sign(texts: Sequence[str], extracted: str) -> Sign:
    """Whether trafilatura's text and the lines that were chosen are the same."""
    ours, theirs = Counter(tokens(" ".join(texts))), Counter(tokens(extracted))
    common = (ours & theirs).total()
    agreed = 2 * common / (ours.total() + theirs.total()) if common else 0.0
    return Sign(1.4 * agreed, 1.0, f"two ways of finding its text agree by {agreed:.0%} only")


def _marks(chosen: Chosen, title: str, metadata: Metadata) -> dict[str, bool]:
    line = chosen.lines[chosen.title] if chosen.title is not None else None
    words = tokens(title)
    named = [tokens(name) for name in metadata.titles]
    return {
        "it is a heading": line is not None and bool(HEADINGS.intersection(line.within)),
        "the markup names it": any(words == name[: len(words)] for name in named),
    }
