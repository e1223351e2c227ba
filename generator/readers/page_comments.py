"""Turn the part of an HTML page that holds the readers' comments into a thread.

That part is told by the names that systems give it ("comments", "disqus_thread") or by schema.org.
A comment is the smallest element with one text in it and all that stands around that text: an
author, a time. Refuses to guess: where the markup does not say which text is a comment's, none is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.models import Comment
from generator.readers.comment_count import read_count
from generator.readers.page_lines import PageLine
from generator.readers.stamps import Stamp, read_stamp
from generator.text.calendars import Moment
from generator.text.languages import guess_language

BESIDE = "in the comments' part of the page, not a comment"

_LANGUAGE_SAMPLE = 600
_ZONE = re.compile(r"comment|disqus|(?:^|[\s_-])respond(?:$|[\s_-])", re.IGNORECASE)
_BODY = re.compile(r"article-?_?body|entry-content|post-content|article-?_?content", re.IGNORECASE)
_TEXT = re.compile(
    r"(?:^|[\s_-])comment(?:[_-]{0,2}|s[_-]{1,2})(?:content|text|body|message|txt)(?:$|\s)"
    r"|(?:^|\s)field-name-comment-body(?:$|\s)",
    re.IGNORECASE,
)
_AUTHOR = re.compile(
    r"(?:^|[\s_-])(?:author|fn|user-?name|username|commenter|name|creator|writer)(?:$|[\s_-])",
    re.IGNORECASE,
)
_TIMES = frozenset({"dateCreated", "datePublished", "commentTime"})
_LONGEST_NAME = 60
_MOST = 1_000  # comments of one page


@dataclass(frozen=True, slots=True)
class PageThread:
    """The comments, how many the page says there are, and which lines (by place) are theirs."""

    comments: tuple[Comment, ...] = ()
    declared: int | None = None
    used: frozenset[int] = frozenset()


def comment_zones(root: Any) -> list[Any]:
    """The outermost elements that hold comments or their form and nothing of an article."""
    zones: list[Any] = []
    inside: set[Any] = set()
    for element in root.iter():
        if not isinstance(element.tag, str) or element.tag in {"html", "head", "body", "main"}:
            continue
        if element.getparent() in inside:
            inside.add(element)
        elif _is_zone(element):
            zones.append(element)
            inside.add(element)
    return zones


def _names(element: Any) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def _is_zone(element: Any) -> bool:
    named = bool(_ZONE.search(_names(element)))
    if not named and not _is_schema_comment(element):
        return False
    return not any(
        inner.tag == "h1" or "articlebody" in (inner.get("itemprop") or "").lower()
        or _BODY.search(_names(inner))
        for inner in element.iter()
        if isinstance(inner.tag, str)
    )  # fmt: skip


def _is_schema_comment(element: Any) -> bool:
    kind = element.get("itemtype") or ""
    return kind.endswith(("/Comment", "/UserComments")) or element.get("itemprop") == "comment"


def read_thread(
    lines: Sequence[PageLine], zones: Sequence[Any], retrieved: str | None
) -> PageThread:
    """The thread in those of `lines` that stand in `zones`; ages count back from `retrieved`."""
    within = {element for zone in zones for element in zone.iter()}
    places = [i for i, line in enumerate(lines) if line.block in within]
    if not places:
        return PageThread()
    counts = (read_count(lines[i].text) for i in places)
    declared = next((count.number for count in counts if count and count.number is not None), None)
    named = [element for element in within if _is_text(element)]
    outer = {around for element in named for around in element.iterancestors()}
    texts = [element for element in named if element not in outer][:_MOST]
    holding = Counter(around for element in texts for around in element.iterancestors())
    found: list[tuple[int, Comment]] = []
    used: set[int] = set()
    for text in texts:
        item = _item(text, holding, within)
        own = set(item.iter())
        of_item = [i for i in places if lines[i].block in own]
        said = set(text.iter())
        of_text = [i for i in of_item if lines[i].block in said]
        if of_text:
            around = [i for i in of_item if i not in of_text]
            comment, places_used = _comment(lines, of_text, around, item, retrieved)
            found.append((of_text[0], comment))
            used |= places_used
    found.sort(key=lambda placed: placed[0])
    return PageThread(tuple(comment for _, comment in found), declared, frozenset(used))


def _is_text(element: Any) -> bool:
    if not isinstance(element.tag, str) or element.tag in {"form", "textarea", "input", "label"}:
        return False
    if any(True for _ in element.iterancestors("form")):
        return False
    return bool(_TEXT.search(_names(element))) or (
        element.get("itemprop") in {"text", "commentText"}
    )


def _item(text: Any, holding: Mapping[Any, int], within: set[Any]) -> Any:
    """The largest element around `text` that holds no other text of a comment."""
    item = text
    while (parent := item.getparent()) is not None and parent in within:
        if holding[parent] > 1:
            break
        item = parent
    return item


def _comment(
    lines: Sequence[PageLine], of_text: Sequence[int], around: Sequence[int], item: Any,
    retrieved: str | None,
) -> tuple[Comment, frozenset[int]]:  # fmt: skip
    stamp_at = next((i for i in around if read_stamp(lines[i].text, retrieved)), None)
    stamp = read_stamp(lines[stamp_at].text, retrieved) if stamp_at is not None else None
    author = next(_authors(item), None) or (stamp.author if stamp else None)
    text = ""
    for i in of_text:
        gap = "" if not text else "\n\n" if lines[i].begins_stretch else "\n"
        text += gap + lines[i].text
    comment = Comment(
        author=author,
        age=stamp.age if stamp else None,
        published=_time(item) or (stamp.published if stamp else None),
        lang=guess_language(text[:_LANGUAGE_SAMPLE]),
        text=text,
        line=lines[of_text[0]].line.number,
    )
    told = {i for i in around if author and lines[i].text.strip(" :") == author}
    return comment, frozenset({*of_text, *told})


def _authors(item: Any) -> Iterator[str]:
    """The names in the elements that are named for an author, the innermost first."""
    for element in reversed([e for e in item.iter() if isinstance(e.tag, str)]):
        if _AUTHOR.search(_names(element)) or element.get("itemprop") in {"author", "name"}:
            said = "".join(element.itertext()).strip() or element.get("content") or ""
            name = " ".join(said.split()).strip(" :")
            if 0 < len(name) <= _LONGEST_NAME and not read_stamp(name):
                yield name


def _time(item: Any) -> str | None:
    for element in item.iter():
        if element.tag != "time" and element.get("itemprop") not in _TIMES:
            continue
        try:
            return str(Moment.of(element.get("datetime") or element.get("content") or ""))
        except ValueError:
            continue
    return None


def stamp_reason(line: PageLine, retrieved: str | None) -> str | None:
    """Why a line that is the time of a comment is not in its text."""
    stamp: Stamp | None = read_stamp(line.text, retrieved)
    return stamp.reason if stamp else None
