"""Turn the comments and their number that a page's data declares into part of its thread.

Read are schema.org's `Comment` in JSON-LD, and `commentCount` and `interactionStatistic` in JSON-LD
and microdata. A comment that the lines of the page show too is one comment: what its lines do not
say of it, its author or its time, is filled in. Refuses a count that is no number, and a comment
without text.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from generator.models import Comment
from generator.readers.comments import Thread
from generator.readers.metadata import is_article, iso_date, linked_data, name_of, types_of
from generator.readers.page_lines import PageLine
from generator.text.languages import guess_language
from generator.text.normalize import strip_bidi_overrides, tokens

_COMMENTS = frozenset({"Comment", "UserComments"})
_LANGUAGE_SAMPLE = 600
_MOST = 1_000  # comments of one page
_LONGEST = 20_000  # characters of one
_TELLING = 6  # words from which the beginning of a comment tells it from others
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_BREAK = re.compile(r"\s*\n\s*|<br\b[^>]*>|</p>", re.IGNORECASE)
_USER_COMMENTS = re.compile(r"UserComments:\s*(\d{1,7})")


@dataclass(frozen=True, slots=True)
class Declared:
    """The comments that a page's data declares, and how many it says there are."""

    comments: tuple[Comment, ...] = ()
    number: int | None = None


def read_declared(root: Any) -> Declared:
    """What the data in the page says of its comments."""
    comments: dict[tuple[str, ...], Comment] = {}
    number = None
    for line, node in linked_data(root):
        if types_of(node) & _COMMENTS and len(comments) < _MOST:
            comment = _comment(node, line)
            if comment:
                comments.setdefault((comment.author or "", *tokens(comment.text)), comment)
        elif is_article(node) and number is None:
            number = _number(node)
    return Declared(tuple(comments.values()), _microdata_number(root) if number is None else number)


def _comment(node: Mapping[str, Any], line: int) -> Comment | None:
    text = next((t for key in ("text", "commentText", "description")
                 if (t := _text(node.get(key)))), "")  # fmt: skip
    dates = (node.get(key) for key in ("dateCreated", "datePublished", "commentTime"))
    published = next((iso for date in dates if isinstance(date, str) and (iso := iso_date(date))),
                     None)  # fmt: skip
    if not tokens(text):
        return None
    author = name_of(node.get("author") or node.get("creator"))
    lang = guess_language(text[:_LANGUAGE_SAMPLE])
    return Comment(author, None, published, lang, text, line)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        return ""
    text = _TAG.sub("", _BREAK.sub("\n", html.unescape(value[:_LONGEST])))
    lines = (" ".join(strip_bidi_overrides(line).split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _number(node: Mapping[str, Any]) -> int | None:
    if (number := _whole(node.get("commentCount"))) is not None:
        return number
    counters = node.get("interactionStatistic")
    for counter in counters if isinstance(counters, list) else [counters]:
        if isinstance(counter, dict):
            kind = counter.get("interactionType")
            kind = (kind.get("@type") or kind.get("@id")) if isinstance(kind, dict) else kind
            if isinstance(kind, str) and kind.endswith("CommentAction"):
                return _whole(counter.get("userInteractionCount"))
        elif isinstance(counter, str) and (match := _USER_COMMENTS.search(counter)):
            return int(match[1])
    return None


def _whole(value: Any) -> int | None:
    text = str(value).strip() if isinstance(value, int | str) and value is not True else ""
    return int(text) if re.fullmatch(r"\d{1,7}", text) else None


def _microdata_number(root: Any) -> int | None:
    for element in root.xpath("//*[@itemprop='commentCount' or @itemprop='interactionCount']")[:20]:
        text = element.get("content") or "".join(element.itertext())
        user = _USER_COMMENTS.search(text)
        is_count = element.get("itemprop") == "commentCount"
        number = int(user[1]) if user else _whole(text) if is_count else None
        if number is not None:
            return number
    return None


# -- With what the lines show --------------------------------------------------------------------


def with_declared(
    lines: Sequence[PageLine], thread: Thread, declared: Declared
) -> tuple[Thread, frozenset[int]]:
    """`thread` with what is `declared`, and the places of lines that turn out to be comments."""
    comments = list(thread.comments)
    shown = [tokens(comment.text) for comment in comments]
    used: set[int] = set()
    starts: dict[str, list[int]] = {}
    if declared.comments:
        for i, shown_line in enumerate(lines):
            starts.setdefault("".join(tokens(shown_line.text)[:1]), []).append(i)
    for comment in declared.comments:
        words = tokens(comment.text)
        same = next((i for i, own in enumerate(shown) if _is_same(own, words)), None)
        if same is not None:
            comments[same] = _joined(comments[same], comment)
            continue
        places = next(_places(lines, words, starts.get(words[0], ())), ())
        used.update(places)
        line = lines[places[0]].line.number if places else comment.line
        comments.append(replace(comment, line=line))
    number = declared.number if thread.declared is None else thread.declared
    return replace(thread, comments=tuple(comments), declared=number), frozenset(used)


def _joined(shown: Comment, declared: Comment) -> Comment:
    """One comment of two: what is shown, and what only the data say; of the text, the whole."""
    whole = len(tokens(declared.text)) > len(tokens(shown.text))
    return replace(
        shown,
        author=shown.author or declared.author,
        published=shown.published or declared.published,
        text=declared.text if whole else shown.text,
    )


def _is_same(own: Sequence[str], words: Sequence[str]) -> bool:
    """Whether two texts are one comment: a page may show only its beginning."""
    least = min(len(own), len(words))
    return own == words or (least >= _TELLING and own[:least] == words[:least])


def _places(
    lines: Sequence[PageLine], words: Sequence[str], starts: Sequence[int]
) -> Iterator[tuple[int, ...]]:
    """The runs of lines that say exactly `words`."""
    for start in starts:
        said: list[str] = []
        for i in range(start, len(lines)):
            said += tokens(lines[i].text)
            if said == words:
                yield tuple(range(start, i + 1))
            if said != words[: len(said)] or len(said) >= len(words):
                break
