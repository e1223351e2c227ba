"""Turn the lines of a page into those of its article, by what trafilatura takes for its text.

trafilatura says where the text is; the lines are the page's own, so that nothing of their wording,
order and kind is lost on the way. Its slips are mended by these rules:

- A heading, an item of a list, a quotation or a paragraph that stands between two of the text's
  lines, in the same place of the page, belongs to it.
- So does a lead: sentences, or a second heading, between the title and the text.
- A line that is all link and no sentence points to another article.
- A text that shares a box of its own with the link above it is a teaser.
- Below the text: a notice about comments or opinions, and whatever stands in a box of its own
  right before the comments, is the site's and not the author's.

Refuses, with `ValueError`, a page on which no article can be told.
"""

from __future__ import annotations

import copy
import logging
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import trafilatura

from generator.readers.blocks import is_byline, is_caption, is_prose
from generator.readers.furniture import recognize
from generator.readers.page_lines import HEADINGS, PageLine
from generator.readers.stamps import read_stamp
from generator.readers.titles import repeating
from generator.text.normalize import tokens

_ANCHOR_WORDS = 8  # of a line that can be told from furniture by its words alone
_VERSE_WORDS = 4  # the same on a page that has no longer line
_GRAM = 4
_COVERED = 0.7  # of a line's runs of four words
_APART = frozenset({"nav", "aside", "footer", "form", "button"})
_HEADLINE_WORDS = 3
_SITE_NAME = re.compile(r"\s*[|»›•]\s*|\s+[-–—:]+\s+")
_LEAD_LINES, _NEAR = 4, 12
_NOTICE = re.compile(
    r"(?:الآراء|آراء|التعليقات|تعليقات|المقالات|المقال|المقالة)\b.{0,80}?\b(?:لا|ولا)"
    r" (?:تعبر|تعبّر|تعكس|تمثل|تمثّل|يعبر|يعبّر|يعكس)\b"
)
_AGO = re.compile(r"منذ|مند|قبل|\bago\b|أمس|امس|اليوم|yesterday", re.IGNORECASE)
_FEW_WORDS, _FEW_WORDS_DECLARED = 40, 25  # in a page that calls itself an article

# They report on pages without text as errors; here that is said by SourceError, once.
for _name in ("trafilatura", "htmldate"):
    logging.getLogger(_name).addHandler(logging.NullHandler())


def extracted_text(root: Any, without: Iterable[Any]) -> str:
    """What trafilatura takes for the text of the page, apart from the elements `without`.

    Raises ValueError where it finds none.
    """
    # Marked in the copy by their places in the tree: elements of two trees are never the same.
    skipped = set(without)
    places = [place for place, element in enumerate(root.iter()) if element in skipped]
    tree = copy.deepcopy(root)
    elements = list(tree.iter())
    for place in places:
        elements[place].drop_tree()
    try:
        found = trafilatura.bare_extraction(tree, include_comments=False, with_metadata=False)
    except Exception as error:  # untrusted markup can break any of its steps
        raise ValueError(f"its text cannot be told ({type(error).__name__})") from None
    body = getattr(found, "body", None)
    if body is None:
        raise ValueError("it has too little running text")
    return "\n".join(body.itertext())


def find_title_line(lines: Sequence[PageLine], titles: Sequence[str]) -> int | None:
    """The place of the line that is the article's title.

    That is the line, an `<h1>` before another heading before any other, that says what the page
    gives as its title, with or without the name of the site before or behind it.
    """
    wanted = [words for title in titles for words in _title_words(title)]
    able = [(i, tokens(line.text)) for i, line in enumerate(lines)]
    for tags in (frozenset({"h1"}), HEADINGS, None):
        for words in wanted:
            for i, own in able:
                is_able = tags.intersection(lines[i].within) if tags else lines[i].linked < 0.5
                if own == words and is_able:
                    return i
    heads = [(i, words) for i, words in able if "h1" in lines[i].within and lines[i].linked < 0.5]
    long = [(i, words) for i, words in heads if len(words) >= _HEADLINE_WORDS] or heads
    return long[0][0] if len(long) == 1 else None


def without_site(title: str, site: str | None) -> str:
    """`title` without the name of the site before or behind it."""
    parts = _SITE_NAME.split(title)
    rest = [part for part in parts if tokens(part) != tokens(site or "")]
    return max(rest, key=len) if len(parts) == 2 and len(rest) == 1 else title


def _title_words(title: str) -> list[list[str]]:
    parts = sorted(_SITE_NAME.split(title), key=len, reverse=True)
    words = [tokens(title), *(tokens(part) for part in parts)]
    return [words[0], *(part for part in words[1:] if len(part) >= _HEADLINE_WORDS)]


def select(
    lines: Sequence[PageLine], text: str, title: int | None, apart: frozenset[int]
) -> tuple[list[int], list[int]]:
    """The places of the lines that are the article's lead, and of those that are its body.

    `text` is what trafilatura found, `title` the place of the title, `apart` those of the comments.
    Raises ValueError where none are.
    """
    covered = [covers and i not in apart and i != title
               for i, covers in enumerate(_covered(lines, text))]  # fmt: skip
    anchors = _anchors(lines, covered, _ANCHOR_WORDS) or _anchors(lines, covered, _VERSE_WORDS)
    anchors = _without_repeats(lines, anchors)
    if title is not None and any(i > title for i in anchors):
        anchors = [i for i in anchors if i > title]
    if not anchors:
        raise ValueError("it has too little running text")
    homes = _homes(lines, anchors)
    first, last = anchors[0], _last(lines, anchors[-1], covered, homes, apart)
    chosen = [
        i
        for i in range(first, last + 1)
        if i in anchors or (i not in apart and _belongs(lines[i], covered[i], homes))
    ]
    chosen = _without_teasers(lines, _without_notices(lines, chosen, apart))
    return _lead(lines, title, first, apart), chosen


def _anchors(lines: Sequence[PageLine], covered: Sequence[bool], words: int) -> list[int]:
    """The places of the lines that are of the text for sure: of `words` words or more."""
    return [
        i
        for i, line in enumerate(lines)
        if covered[i]
        and len(tokens(line.text)) >= words
        and line.linked <= 0.5
        and not line.is_caption
        and not is_byline(line.text)
        and not _APART.intersection(line.within)
    ]


def _covered(lines: Sequence[PageLine], text: str) -> list[bool]:
    words = tokens(text)
    grams = set(zip(*(words[n:] for n in range(_GRAM)), strict=False))
    joined = f" {' '.join(words)} "
    return [_is_covered(tokens(line.text), grams, joined) for line in lines]


def _is_covered(words: Sequence[str], grams: set[tuple[str, ...]], joined: str) -> bool:
    if len(words) < _ANCHOR_WORDS:
        return bool(words) and f" {' '.join(words)} " in joined
    own = list(zip(*(words[n:] for n in range(_GRAM)), strict=False))
    return sum(gram in grams for gram in own) >= _COVERED * len(own)


def _without_repeats(lines: Sequence[PageLine], anchors: Sequence[int]) -> list[int]:
    """Of lines that say the same in two places of the page, those that stand with most text."""
    sizes = Counter[Any]()
    for i in anchors:
        sizes[lines[i].block.getparent()] += len(lines[i].text)
    best: dict[str, Any] = {}
    for i in anchors:
        place = lines[i].block.getparent()
        if sizes[place] > sizes[best.setdefault(lines[i].text, place)]:
            best[lines[i].text] = place
    return [i for i in anchors if lines[i].block.getparent() is best[lines[i].text]]


def _homes(lines: Sequence[PageLine], anchors: Sequence[int]) -> set[Any]:
    """The elements that the text's paragraphs stand in, side by side."""
    parents = Counter(lines[i].block.getparent() for i in anchors)
    return {lines[i].block for i in anchors} | {parent for parent, n in parents.items() if n > 1}


def _belongs(line: PageLine, covered: bool, homes: set[Any]) -> bool:
    """Whether a line between two of the text's lines is of the text too."""
    if _APART.intersection(line.within) or (line.linked > 0.8 and not is_prose(line.text)):
        return False
    if covered:
        return True
    furniture = recognize(line.text)
    return furniture is None and not homes.isdisjoint(line.ancestors(3)) and line.linked <= 0.5


def _last(
    lines: Sequence[PageLine], last: int, covered: Sequence[bool], homes: set[Any],
    apart: frozenset[int],
) -> int:  # fmt: skip
    """The last line of the text: short ones, and sentences in its own place, may follow."""
    for i in range(last + 1, len(lines)):
        line = lines[i]
        is_own = line.block in homes or line.block.getparent() in homes
        goes_on = is_own and line.linked < 0.3 and len(tokens(line.text)) >= _ANCHOR_WORDS
        belongs = covered[i] or (goes_on and is_prose(line.text) and i not in apart)
        is_near = belongs and not homes.isdisjoint(line.ancestors(3))
        if not is_near or recognize(line.text) or not _belongs(line, True, homes):
            return i - 1
    return len(lines) - 1


def _lead(
    lines: Sequence[PageLine], title: int | None, first: int, apart: frozenset[int]
) -> list[int]:
    """The sentences, or a second heading, between the title and the text: at most four lines."""
    if title is None or first - title > _NEAR:
        return []
    found = []
    repeats = repeating(lines[title].text)
    for i in range(title + 1, first):
        line = lines[i]
        words = len(line.text.split())
        is_lead = (
            i not in apart
            and line.linked < 0.3
            and not _APART.intersection(line.within)
            and (
                line.is_caption
                or is_prose(line.text)
                or words >= 12
                or (line.tag in HEADINGS and words >= 3)
            )
            and not is_caption(line.text)
            and not read_stamp(line.text)
            and not recognize(line.text)
            and not repeats(line.text)
        )
        if is_lead:
            found.append(i)
    return found[-_LEAD_LINES:]


def beside_title(lines: Sequence[PageLine], title: int | None, first: int) -> list[int]:
    """The bylines and date lines between the title and the text, or right above the title."""
    start = title if title is not None else max(0, first - 6)
    between = [i for i in range(start, first) if _is_label(lines[i])]
    if any(_is_stamp(lines[i].text) for i in between) or title is None:
        return between
    above = [i for i in range(max(0, title - 4), title) if _is_stamp(lines[i].text)]
    return [*above[-1:], *between]


def _is_label(line: PageLine) -> bool:
    return is_byline(line.text) or _is_stamp(line.text)


def _is_stamp(text: str) -> bool:
    """Whether `text` says when; "2 min" alone says how long the reading takes."""
    stamp = read_stamp(text)
    return stamp is not None and (stamp.has_day or bool(_AGO.search(text)))


def _without_notices(
    lines: Sequence[PageLine], chosen: list[int], apart: frozenset[int]
) -> list[int]:
    kept = list(chosen)
    body = Counter(lines[i].block.getparent() for i in chosen)
    while len(kept) > 1:
        line = lines[kept[-1]]
        home = line.block.getparent()
        in_own_box = body[home] <= 2 and len(body) > 1 and _before_comments(home)
        if not _NOTICE.search(line.text) and not in_own_box:
            break
        kept.pop()
    return kept


def _without_teasers(lines: Sequence[PageLine], chosen: list[int]) -> list[int]:
    """`chosen` without the texts that share a box of their own with the link above them.

    Where most are such texts they stay: then the page is a list, and refused as one.
    """
    body = Counter(lines[i].block.getparent() for i in chosen)
    kept = []
    for i in chosen:
        box = lines[i].block.getparent()
        if body[box] > 1 or not _is_teaser(lines, i, body):
            kept.append(i)
    return kept if 2 * len(kept) > len(chosen) else chosen


def _before_comments(box: Any) -> bool:
    following = box.getnext() if box is not None else None
    names = f"{following.get('class') or ''} {following.get('id') or ''}" if (
        following is not None) else ""  # fmt: skip
    return bool(re.search(r"comment|disqus", names, re.IGNORECASE))


def refuse_no_article(
    lines: Sequence[PageLine], chosen: Sequence[int], title: int | None, *, declared: bool
) -> None:
    """Raise ValueError where what was chosen is a front page, a list of links or next to nothing.

    `declared`: the page says of itself that it is an article.
    """
    size = sum(len(lines[i].text) for i in chosen) or 1
    linked = sum(len(lines[i].text) * lines[i].linked for i in chosen)
    if linked > 0.4 * size:
        raise ValueError(f"{linked / size:.0%} of its text are links")
    led_to, of = teasers(lines, chosen)
    if led_to >= 3 and 2 * led_to >= of:
        raise ValueError(f"it is a list: {led_to} of {of} texts belong to a link")
    words = sum(len(tokens(lines[i].text)) for i in chosen)
    least = _FEW_WORDS_DECLARED if declared and title is not None else _FEW_WORDS
    if words < least:
        raise ValueError(f"it has too little running text: {words} words")
    items = sum(len(lines[i].text) for i in chosen if "li" in lines[i].within)
    if items > 0.8 * size and not declared:
        raise ValueError("it is a list: nearly all of its text stands in items")


def teasers(lines: Sequence[PageLine], chosen: Sequence[int]) -> tuple[int, int]:
    """How many of the texts that were chosen are what a link says of its page, and of how many."""
    prose = [i for i in chosen if len(tokens(lines[i].text)) >= _ANCHOR_WORDS]
    body = Counter(lines[i].block.getparent() for i in chosen)
    return sum(_is_teaser(lines, i, body) for i in prose), len(prose)


def _is_teaser(lines: Sequence[PageLine], i: int, body: Counter[Any]) -> bool:
    """Whether a text begins with a link, or is the summary of what the link above it leads to.

    It is where that link is a heading, stands in one element with it or shares a box of its own
    with it; other links between paragraphs only part them.
    """
    line = lines[i]
    if line.link_first and line.linked < 1:
        return True
    if i == 0 or lines[i - 1].linked < 0.8 or recognize(lines[i - 1].text):
        return False
    above, box = lines[i - 1], line.block.getparent()
    is_boxed = body[box] == 1 and box in above.ancestors(4)
    return above.block is line.block or is_boxed or bool(HEADINGS.intersection(above.within))
