"""Turn a text, or a page saved as one, into an `Article`.

Every line with something on it ends in exactly one place: in the title, in a block, in a comment,
or in `dropped` with the reason. Refuses what is not an article in Arabic; guesses no date, author
or source.

Where neither the facts nor a line of its own give a title, the first sentence is the title too, or
as many of its words as a title can hold; the paragraph stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from generator.errors import SourceError
from generator.models import Article, Block, BlockKind, Comment, Dropped, Problem
from generator.readers import Source
from generator.readers.blocks import byline_authors, classify, is_byline, is_caption, is_prose
from generator.readers.comment_count import is_lone_number, read_count
from generator.readers.comments import Thread, find_thread
from generator.readers.decoding import decode
from generator.readers.facts import Facts, merge, split_head
from generator.readers.furniture import MENU, READ_ALSO, Place, recognize
from generator.readers.lines import Line, Paragraph, split_lines, split_paragraphs
from generator.readers.stamps import Stamp, read_stamp
from generator.text.languages import arabic_share, guess_language
from generator.text.normalize import tokens
from generator.text.sentences import split_sentences

REPEATS_TITLE = "repeats the title"
DATE_KEPT = "date line, kept as published"
DATE_GIVEN = "date line, where the facts give the date"
DATE_OTHER = "date line, not the date of publication"
DATES_DIFFER = "date line, one of several that differ"
NO_WORDS = "no letter and no digit"
LONE_NUMBER = "a lone number"
COMMENT_COUNT = "count of the comments, kept as comments_declared"
BELOW_END = "below the end of the article"

_LEAST_ARABIC = 0.1
_LANGUAGE_SAMPLE = 4_000  # characters that tell the language of an article
_TITLE_LENGTH = 160  # characters of a sentence that stands in for a title
_TITLE_WORDS = 3  # of a headline that can be told from "حلب - مراسلنا"
_TITLE_AMONG = 4  # paragraphs within which a site repeats its title
_YEAR = re.compile("(?:19|20|١٩|٢٠)[0-9٠-٩]{2}")
_WORD = re.compile(r"[^\W_]")
_DAY = len("2016-10-25")
_MENU_WORDS, _MENU_LINES = 3, 4
_BEFORE_SITE_NAME = re.compile(r"\s*(?:[|»›•]|\s[-–—:])\s*")


@dataclass(frozen=True, slots=True)
class Parts:
    """What the lines of a text come to."""

    title: str
    blocks: tuple[Block, ...]
    dropped: tuple[Dropped, ...]
    comments: tuple[Comment, ...]
    comments_declared: int | None
    date: Stamp | None
    authors: tuple[str, ...]


def read(source: Source) -> Article:
    """The article in a text file. Raises SourceError."""
    text = decode(source.data, source.path)
    head, taken = split_head(text, source.path)
    facts = merge(head, source.facts)
    lines, invisible = split_lines(text, taken)
    if not any(line.text for line in lines):
        raise _refusal(source, "the file holds no text", taken + 1)
    parts = read_parts(lines, facts)
    if parts is None:
        raise _refusal(source, "no line of the text could be a title or a paragraph", taken + 1)
    _refuse_other_scripts(source, parts, taken + 1)
    article = _article(source, facts, parts)
    return replace(article, dropped=_in_order((*invisible, *article.dropped)))


def read_parts(lines: Sequence[Line], facts: Facts) -> Parts | None:
    """What `lines` come to, or None where nothing among them could be an article."""
    thread = find_thread(lines, facts.retrieved) or Thread(len(lines), len(lines), None)
    body, below = _split_footer(list(split_paragraphs(lines[: thread.start])))
    body, menu = _split_menu(body)
    body, furniture = _without_furniture(body)
    found = _split_title(body, facts.text("title"))
    if found is None:
        return None
    title, body, repeats = found
    body, dates, date = _split_dates(body, facts)
    foot = [_below(p.line, p.text, title) for p in below]
    foot += [_below(line.number, line.text, title) for line in lines[thread.end :] if line.text]
    blocks = classify(body)
    authors = (byline_authors(b.text) for b in blocks if b.kind is BlockKind.BYLINE)
    return Parts(
        title=title,
        blocks=blocks,
        dropped=(*menu, *furniture, *repeats, *dates, *thread.dropped, *foot),
        comments=thread.comments,
        comments_declared=_first_count(thread, furniture),
        date=date,
        authors=next(filter(None, authors), ()),
    )


def _first_count(thread: Thread, furniture: Sequence[Dropped]) -> int | None:
    if thread.declared is not None:
        return thread.declared
    counts = (read_count(line.text) for line in furniture if line.reason == COMMENT_COUNT)
    return next((count.number for count in counts if count), None)


def _article(source: Source, facts: Facts, parts: Parts) -> Article:
    date, published = parts.date, facts.published
    text = "\n".join((parts.title, *(block.text for block in parts.blocks)))
    return Article(
        slug=source.slug(facts.text("slug")),
        title=parts.title,
        lang=facts.text("lang") or guess_language(text[:_LANGUAGE_SAMPLE]),
        path=source.path,
        sha256=source.sha256,
        source=facts.text("source"),
        url=facts.text("url"),
        published=published.iso if published else date.published if date else None,
        published_text=published.words if published else date.words if date else None,
        retrieved=facts.retrieved,
        authors=facts.texts("authors") or parts.authors,
        topics=facts.texts("topics"),
        section=facts.text("section"),
        blocks=parts.blocks,
        comments=parts.comments,
        comments_declared=parts.comments_declared,
        dropped=parts.dropped,
    )


def _refuse_other_scripts(source: Source, parts: Parts, line: int) -> None:
    text = "\n".join((parts.title, *(block.text for block in parts.blocks)))
    share = arabic_share(text)
    if share >= _LEAST_ARABIC:
        return
    if text.count("Ø") + text.count("Ù") > len(text) / 10:
        found = "the text was decoded wrongly before it was saved: it shows Ø and Ù for letters"
        raise _refusal(source, found, line, "Fetch it again, or save the original as UTF-8.")
    amount = "none" if share == 0 else f"{share:.0%}"
    raise _refusal(source, f"{amount} of the letters are Arabic", line)


def _refusal(
    source: Source, found: str, line: int, action: str = "Put an article into it, or delete it."
) -> SourceError:
    return SourceError(Problem(source.path, found, "an article in Arabic", action, line))


def _in_order(dropped: Sequence[Dropped]) -> tuple[Dropped, ...]:
    return tuple(sorted(dropped, key=lambda line: line.line))


# -- Furniture -----------------------------------------------------------------------------------


def _split_footer(paragraphs: list[Paragraph]) -> tuple[list[Paragraph], list[Paragraph]]:
    """The article, and what stands below it.

    The foot of a page begins at the first of its headings ("الأكثر قراءة") behind which less than a
    fifth as much is written as before. The same heading beside an article's beginning is not it.
    """
    sizes = [len(p.text) if is_prose(p.text) else 0 for p in paragraphs]
    before = list(accumulate(sizes, initial=0))
    for i, paragraph in enumerate(paragraphs):
        after = before[-1] - before[i]
        if i >= 2 and before[i] >= 5 * after and _begins_footer(paragraph.text):
            return paragraphs[:i], paragraphs[i:]
    return paragraphs, []


def _split_menu(paragraphs: list[Paragraph]) -> tuple[list[Paragraph], list[Dropped]]:
    """The paragraphs below a menu, and its entries: a run of labels before a headline.

    Only at the very top, where a page as it was selected and copied begins with its menu.
    """
    labels = 0
    for paragraph in paragraphs:
        text = paragraph.text
        is_label = len(text.split(None, _MENU_WORDS)) <= _MENU_WORDS
        if not is_label or is_prose(text) or is_byline(text) or read_stamp(text):
            break
        labels += 1
    if not _MENU_LINES <= labels < len(paragraphs) or is_prose(paragraphs[labels].text):
        return paragraphs, []
    menu = [Dropped(p.line, p.text, _furniture_reason(p.text) or MENU.name)
            for p in paragraphs[:labels]]  # fmt: skip
    return paragraphs[labels:], menu


def _begins_footer(text: str) -> bool:
    furniture = recognize(text)
    return furniture is not None and furniture.place is Place.FOOTER


def _without_furniture(
    paragraphs: Sequence[Paragraph],
) -> tuple[list[Paragraph], list[Dropped]]:
    kept: list[Paragraph] = []
    dropped: list[Dropped] = []
    link_follows = False
    for paragraph in paragraphs:
        reason = _furniture_reason(paragraph.text)
        if reason is None and link_follows and not is_prose(paragraph.text):
            reason = READ_ALSO.name
        link_follows = reason == READ_ALSO.name and paragraph.text.rstrip().endswith(_LABEL_ENDS)
        if reason is None:
            kept.append(paragraph)
        else:
            dropped.append(Dropped(paragraph.line, paragraph.text, reason))
    return kept, dropped


_LABEL_ENDS = (":", "：", "أيضا", "أيضًا", "أيضاً", "ايضا", "ايضاً", "كذلك", "also")


def _furniture_reason(text: str) -> str | None:
    if furniture := recognize(text):
        return furniture.name
    if (count := read_count(text)) and count.number is not None:
        return COMMENT_COUNT
    if is_lone_number(text) and not _YEAR.fullmatch(text):
        return LONE_NUMBER
    return None if _WORD.search(text) else NO_WORDS


def _below(line: int, text: str, title: str) -> Dropped:
    reason = _furniture_reason(text) or (LONE_NUMBER if is_lone_number(text) else BELOW_END)
    if reason == BELOW_END and _same(text, title):
        reason = REPEATS_TITLE
    return Dropped(line, text, reason)


# -- Title ---------------------------------------------------------------------------------------


def _split_title(
    paragraphs: list[Paragraph], given: str | None
) -> tuple[str, list[Paragraph], list[Dropped]] | None:
    """The title, the other paragraphs, and those that repeat the title."""
    title, own = given, None
    if title is None:
        own = _title_paragraph(paragraphs)
        if own is None:
            return None
        title = _title_text(own.text)
        if title != own.text:
            own = None  # a sentence that stands in for a title stays in its paragraph
    body: list[Paragraph] = []
    dropped: list[Dropped] = []
    for paragraph in paragraphs:
        if paragraph is own:
            continue
        if _same(paragraph.text, title) and not (own is None and given is None):
            dropped.append(Dropped(paragraph.line, paragraph.text, REPEATS_TITLE))
        else:
            body.append(paragraph)
    return title, body, dropped


def _title_paragraph(paragraphs: Sequence[Paragraph]) -> Paragraph | None:
    able = (p for p in paragraphs if _may_be_title(p.text))
    first = next(able, None)
    if first is None:
        return next((p for p in paragraphs if _WORD.search(p.text)), None)
    # A page's own title has the name of the site behind it; the headline below has not.
    for later in paragraphs[1:_TITLE_AMONG]:
        if later is not first and _is_without_site_name(later.text, first.text):
            return later
    return first


def _may_be_title(text: str) -> bool:
    return not (
        is_lone_number(text)
        or is_caption(text)
        or (is_byline(text) and not text.startswith(("تقرير", "حوار", "متابعة")))
        or read_stamp(text)
        or text.startswith(("http://", "https://", "www."))
    )


def _title_text(text: str) -> str:
    """`text` if it is short enough for a title, else its first sentence, else words of that."""
    if len(text) <= _TITLE_LENGTH and not text.rstrip().endswith("."):
        return text
    start, end = split_sentences(text[:2_000])[0]
    sentence = text[start:end]
    if len(sentence) <= _TITLE_LENGTH:
        return sentence.removesuffix(".")
    words = sentence[: _TITLE_LENGTH + 1].rsplit(None, 1)[0]
    return words[:_TITLE_LENGTH].rstrip(" ،,؛:") + "…"


def _same(text: str, title: str) -> bool:
    """Whether `text` is the title, or the title with the name of the site behind it."""
    if not text or not len(title) / 2 <= len(text) <= 2 * len(title) + 60:
        return False
    return tokens(text) == tokens(title) or _is_without_site_name(title, text)


def _is_without_site_name(headline: str, title: str) -> bool:
    if len(headline.split()) < _TITLE_WORDS or not title.startswith(headline):
        return False
    rest = title[len(headline) :]
    match = _BEFORE_SITE_NAME.match(rest)
    return bool(match) and 0 < len(rest[match.end() if match else 0 :].split()) <= 5


# -- Dates ---------------------------------------------------------------------------------------


def _split_dates(
    paragraphs: Sequence[Paragraph], facts: Facts
) -> tuple[list[Paragraph], list[Dropped], Stamp | None]:
    """The paragraphs without date lines, those lines, and what they say of the publication.

    Date lines are looked for above the first paragraph and in the last two. In between, a line
    that is a date heads a part of a chronology.
    """
    stamps: dict[int, Stamp] = {}
    above = True
    for i, paragraph in enumerate(paragraphs):
        above = above and not is_prose(paragraph.text)
        if above or i >= len(paragraphs) - 2:
            stamp = _date_line(paragraph.text, facts.retrieved)
            if stamp:
                stamps[i] = stamp
    published = _agreed([stamp for stamp in stamps.values() if not stamp.updated])
    kept = [
        replace(paragraph, text=stamps[i].author or "") if i in stamps else paragraph
        for i, paragraph in enumerate(paragraphs)
        if i not in stamps or stamps[i].author
    ]
    dropped = [
        Dropped(paragraphs[i].line, stamp.words, _date_reason(stamp, facts, published))
        for i, stamp in stamps.items()
    ]
    return kept, dropped, published


def _date_line(text: str, retrieved: str | None) -> Stamp | None:
    stamp = read_stamp(text, retrieved)
    if stamp is None or (stamp.author and not is_byline(stamp.author)):
        return None
    return stamp if stamp.has_day or stamp.age else None


def _agreed(stamps: Sequence[Stamp]) -> Stamp | None:
    """The date that all of `stamps` give, to the day where they differ on the time of day only."""
    if not stamps:
        return None
    first = stamps[0]
    dates = {stamp.published for stamp in stamps}
    if len(dates) == 1:
        return first
    days = {date[:_DAY] if date else None for date in dates}
    return replace(first, published=days.pop()) if len(days) == 1 else None


def _date_reason(stamp: Stamp, facts: Facts, published: Stamp | None) -> str:
    if facts.published:
        return DATE_GIVEN
    if stamp.updated:
        return DATE_OTHER
    return DATE_KEPT if published else DATES_DIFFER
