"""Turn the paragraphs of an article's body into blocks: headings, lists, quotes, captions, bylines.

Refuses to guess: what is not plainly something else is a paragraph. A wrong paragraph is read all
the same, where a wrong caption or byline would be kept out of the summary.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.models import Block, BlockKind
from generator.readers.lines import Paragraph, is_closed, list_marker
from generator.text.normalize import fold

_HEADING_WORDS, _HEADING_LENGTH = 10, 70
_CAPTION_WORDS, _CAPTION_LENGTH = 30, 300
_BODY_WORDS = 12
_BYLINE_LENGTH = 90
_TOP = 8  # paragraphs among which those before the text proper are looked for
_LABEL_WORDS = 25  # no title or label is longer
_SHORTEST_SENTENCE = 3  # "U.S." and "Feb." end in a stop and are none

_LETTER_OR_DIGIT = re.compile(r"[^\W_]")

_AGENCIES = (
    "أ ف ب|ا ف ب|أ.ف.ب|فرانس برس|رويترز|أسوشيتد برس|أ ب|د ب أ|الأناضول|وكالات|سانا|غيتي|جيتي"
    "|الفرنسية|AFP|AP|Reuters|Getty|Getty Images|EPA|DPA|Anadolu"
)
_AGENCY = f"(?:وكالة |صورة |photo |صور )?(?:{fold(_AGENCIES).replace('.', chr(92) + '.')})"


def _folded(alternatives: str) -> frozenset[str]:
    return frozenset(map(fold, alternatives.split("|")))


_ENDS_IN_AGENCY = re.compile(rf".*[(\[] ?{_AGENCY}(?: ?[-/،,] ?{_AGENCY})*(?: images)? ?[)\]]\.?")
_CAPTION_LABEL = re.compile(
    fold("الصورة|صورة|صور|تصوير|عدسة|المصور|كاريكاتير|فيديو|photo|photos|image|caption|credit")
    .join((r"(?:", r")(?: ارشيفيه| من الارشيف| تعبيريه| by)? ?[:：].*"))
)  # fmt: skip
_CAPTION_WHOLE = re.compile(
    fold("صورة|صور|لقطة|من").join((r"[(\[]?(?:", r")? ?(?:ارشيفيه|تعبيريه|الارشيف)[)\]]?\.?"))
)
# Labels that some sites read out to the blind before a picture's credit and its caption.
_CAPTION_SAID = re.compile(
    fold("صدر الصورة|مصدر الصورة|التعليق على الصورة|تعليق الصورة|image source|image caption")
    .join((r"(?:", r")\b.*"))
)  # fmt: skip

_AUTHOR_LABELS = _folded(
    "بقلم|كتب|كتبت|كتبه|كتبها|كتابة|إعداد|أعده|أعدته|تقرير|حوار|حاوره|حاورته|أجرى الحوار"
    "|أجرت الحوار|الكاتب|الكاتبة|المؤلف|by|written by|author"
)
_OTHER_LABELS = _folded(
    "ترجمة|ترجمها|تحرير|المصدر|المراسل|مراسل|مراسلنا|متابعة|متابعات|source|translated by|edited by|role"
)
# "كتب" is also the verb of a sentence: only these stand without a mark, before a name of two words
# or more.
_BARE_LABELS = _folded("بقلم|كتب|كتبت|by|written by")
_LABEL_WORD = r"[^\s:：/|ـ–—-]+"
_BYLINES = tuple(
    re.compile(rf"({label})\s*([:：/|ـ–—,-]?)\s*(\S.*)")
    for label in (rf"{_LABEL_WORD} {_LABEL_WORD}", _LABEL_WORD)
)
_DATELINE = re.compile(
    rf"[^\W\d]+(?: [^\W\d]+){{0,2}} ?[-–—/|:] ?«?(?:{_AGENCY}|{fold('خاص|متابعات|رصد|تقارير')})»?"
)
# "عمان - مراسلة المجلة" between the title and the text: it says from where or by whom, not clearly
# enough to take a name from it.
_CREDIT = re.compile(r"(?:[^\W\d]+ ){1,3}[-–—|/] ?[^\W\d]+(?: [^\W\d]+){0,3}")
_NAME = re.compile(r"(?:(?:د|أ|م)\. ?)?[^\W\d_]+(?:[ .'’\-]+[^\W\d_]+\.?){0,4}")
_BETWEEN_NAMES = re.compile(r"\s*[،,/&]\s*|\s+و\s+|\s+and\s+")

_QUOTE = re.compile(r"""(?:«[^«»]+»|“[^“”]+”|"[^"]+")[.،]?""")
_QUOTE_MARK = re.compile(r">+\s*(?=\S)")
_QUOTE_WORDS = 6


def classify(paragraphs: Sequence[Paragraph]) -> tuple[Block, ...]:
    """The blocks that `paragraphs` are, one each, in their order.

    The mark of a quotation (">") and of a list's bullet are not text and go; numbers stay.
    """
    kinds = [_kind(paragraphs, i) for i in range(len(paragraphs))]
    headings = [i for i in range(len(paragraphs)) if _is_heading(paragraphs, kinds, i)]
    # Where every other line looks like a heading it is verse, or a list of names.
    if len(headings) <= kinds.count(BlockKind.PARAGRAPH) - len(headings):
        for i in headings:
            kinds[i] = BlockKind.HEADING
    return tuple(
        Block(kind, _text(kind, paragraph.text), paragraph.line)
        for kind, paragraph in zip(kinds, paragraphs, strict=True)
    )


def is_prose(text: str) -> bool:
    """Whether `text` reads as a sentence or more, not as a title, a label or a menu."""
    words = len(text.split(None, _LABEL_WORDS))
    return words > _LABEL_WORDS or (words > _SHORTEST_SENTENCE and is_closed(text))


def is_caption(text: str) -> bool:
    """Whether `text` says of itself that it belongs to a picture."""
    if len(text) > _CAPTION_LENGTH or len(text.split(None, _CAPTION_WORDS)) > _CAPTION_WORDS:
        return False
    folded = fold(text)
    if any(shape.fullmatch(folded) for shape in (_CAPTION_LABEL, _CAPTION_WHOLE, _CAPTION_SAID)):
        return True
    return bool(_ENDS_IN_AGENCY.fullmatch(folded)) and not re.search(r"[.؟!]\s", text)


def is_byline(text: str) -> bool:
    """Whether `text` says who wrote, translated or supplied the article."""
    return _byline(text) is not None


def byline_authors(text: str) -> tuple[str, ...]:
    """The authors that the byline `text` names, as it spells them; none where that is not clear."""
    label, names = _byline(text) or ("", ())
    return names if label in _AUTHOR_LABELS else ()


def _byline(text: str) -> tuple[str, tuple[str, ...]] | None:
    """The folded label of a byline and the names behind it; the label is "" in "دمشق - سانا"."""
    if len(text) > _BYLINE_LENGTH or is_closed(text):
        return None
    for pattern in _BYLINES:
        match = pattern.fullmatch(text)
        label = fold(match[1]) if match else ""
        if not match or label not in _AUTHOR_LABELS | _OTHER_LABELS:
            continue
        names = tuple(name.strip() for name in _BETWEEN_NAMES.split(match[3]))
        words = min(len(name.split()) for name in names)
        if not all(map(_NAME.fullmatch, names)) or (
            not match[2] and not (label in _BARE_LABELS and words > 1)
        ):
            return None
        return label, names
    return ("", ()) if _DATELINE.fullmatch(fold(text)) else None


def _kind(paragraphs: Sequence[Paragraph], i: int) -> BlockKind:
    text = paragraphs[i].text
    if _QUOTE_MARK.match(text):
        return BlockKind.QUOTE
    if _marker_class(text) and _has_neighbour_item(paragraphs, i):
        return BlockKind.LIST_ITEM
    if is_caption(text):
        return BlockKind.CAPTION
    above = not any(is_prose(paragraph.text) for paragraph in paragraphs[: min(i, _TOP)])
    if is_byline(text) and ((above and i < _TOP) or i >= len(paragraphs) - 2):
        return BlockKind.BYLINE
    if above and i < _TOP and _CREDIT.fullmatch(fold(text)):
        return BlockKind.BYLINE
    if _QUOTE.fullmatch(text) and len(text.split()) >= _QUOTE_WORDS:
        return BlockKind.QUOTE
    return BlockKind.PARAGRAPH


def _marker_class(text: str) -> str:
    marker = list_marker(text).strip()
    return "number" if marker[:1].isdigit() else marker


def _has_neighbour_item(paragraphs: Sequence[Paragraph], i: int) -> bool:
    own = _marker_class(paragraphs[i].text)
    neighbours = (*paragraphs[max(0, i - 1) : i], *paragraphs[i + 1 : i + 2])
    return any(_marker_class(neighbour.text) == own for neighbour in neighbours)


def _is_heading(paragraphs: Sequence[Paragraph], kinds: Sequence[BlockKind], i: int) -> bool:
    text = paragraphs[i].text
    if kinds[i] is not BlockKind.PARAGRAPH or not _may_be_heading(text):
        return False
    if i and not paragraphs[i].begins_stretch and not is_closed(paragraphs[i - 1].text):
        return False
    for follower in paragraphs[i + 1 : i + 3]:
        if _is_body(follower.text) or len(follower.text) >= 2 * len(text):
            # Without a blank line between, only a line much shorter than the next is set apart.
            return follower.begins_stretch or 2 * len(follower.text) >= 3 * len(text)
        if not _may_be_heading(follower.text):
            return False
    return False


def _may_be_heading(text: str) -> bool:
    if len(text) > _HEADING_LENGTH or not 1 <= len(text.split()) <= _HEADING_WORDS:
        return False
    end = text.rstrip('\u200e\u200f"”»)')[-1:]
    return bool(_LETTER_OR_DIGIT.search(text)) and (
        end in "؟?!" or (end not in ",،;؛:…" and not is_closed(text))
    )


def _is_body(text: str) -> bool:
    return (
        is_closed(text)
        or len(text.split(None, _BODY_WORDS)) >= _BODY_WORDS
        or bool(list_marker(text))
    )


def _text(kind: BlockKind, text: str) -> str:
    if kind is BlockKind.QUOTE:
        return _QUOTE_MARK.sub("", text, count=1)
    if kind is BlockKind.LIST_ITEM and not list_marker(text)[:1].isdigit():
        return text.removeprefix(list_marker(text))
    return text
