"""Turn the lines of a page into the thread of readers' comments below its article.

A thread begins below the article with a line that counts it ("التعليقات (4)"), or with the bare
word where a stamp follows soon. A stamp is a line that is an age or a date ("·منذ 7 سنوات",
"2016-10-25 14:30"). A comment is its author's line, its stamp, and what follows up to the author of
the next. The count is kept beside what is found and never made to fit.

Refuses to guess: where no stamps tell the comments apart they are not told apart, unless there are
exactly as many paragraphs as the count says.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby

from generator.models import Comment, Dropped
from generator.readers.blocks import is_prose
from generator.readers.comment_count import Count, is_lone_number, read_count
from generator.readers.furniture import COMMENT_FORM, REACTION, Place, recognize
from generator.readers.lines import Line, is_closed, split_paragraphs
from generator.readers.stamps import Stamp, read_stamp
from generator.text.languages import guess_language
from generator.text.normalize import fold

HEADING = "heading of the comments, kept as comments_declared"
BARE_HEADING = "heading of the comments"
BEFORE_FIRST = "between the heading of the comments and the first of them"
NOT_TOLD_APART = "below the heading of the comments, where no author and date tell them apart"

_NEAR = 5  # lines with text within which a stamp must follow a heading without a number
_LANGUAGE_SAMPLE = 600  # characters that tell the language of a comment
_NAME_LENGTH, _NAME_WORDS = 60, 8
_WORD = re.compile(r"[^\W_]")
_PICTOGRAPH = re.compile("[\u2190-\u2bff\U0001f000-\U0001faff]")


@dataclass(frozen=True, slots=True)
class Thread:
    """The comments in `lines[start:end]`; `declared` is how many the page says there are."""

    start: int
    end: int
    declared: int | None
    comments: tuple[Comment, ...] = ()
    dropped: tuple[Dropped, ...] = ()


def find_thread(lines: Sequence[Line], retrieved: str | None = None) -> Thread | None:
    """The thread in `lines`, or None where there is none.

    `retrieved` (ISO 8601) is what ages count back from; without it they stay ages.
    """
    counts = [(i, count) for i, line in enumerate(lines) if (count := read_count(line.text))]
    has_body = list(
        accumulate((is_prose(line.text) for line in lines), operator.or_, initial=False)
    )
    for start, limit, count in _with_limits(counts, len(lines)):
        if has_body[start] and count.number != 0:
            stamps = _stamps(lines, start, limit, retrieved, soon=count.number is None)
            if stamps:
                return _stamped_thread(lines, start, count, stamps)
    numbered = [(i, count.number) for i, count in counts if count.number is not None]
    if numbered and _is_below_article(lines, *numbered[-1]):
        return _unstamped_thread(lines, *numbered[-1])
    return None


def _with_limits(counts: Sequence[tuple[int, Count]], end: int) -> Iterator[tuple[int, int, Count]]:
    """Each heading with the place of the next that has a number: its first stamp stands before."""
    found = []
    for start, count in reversed(counts):
        found.append((start, end, count))
        end = end if count.number is None else start
    return reversed(found)


# -- Threads with stamps -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Stamped:
    """A comment's stamp at `lines[at]`; its author stands at `lines[author]`, or nowhere."""

    at: int
    stamp: Stamp
    author: int | None

    @property
    def begin(self) -> int:
        return self.at if self.author is None else self.author


def _stamps(
    lines: Sequence[Line], start: int, limit: int, retrieved: str | None, *, soon: bool
) -> list[_Stamped]:
    """The stamps below the heading, up to the foot of the page; the first before `limit`."""
    found: list[tuple[int, Stamp]] = []
    seen = 0
    for i in range(start + 1, len(lines)):
        text = lines[i].text
        if not found and (i >= limit or (soon and seen >= _NEAR)):
            break
        seen += bool(text)
        if _begins_footer(lines[i], bool(found) and lines[found[0][0]].indented):
            if found or recognize(text) != COMMENT_FORM:
                break
        elif stamp := read_stamp(text, retrieved):
            found.append((i, stamp))
    return _with_authors(lines, start, found)


def _begins_footer(line: Line, thread_is_indented: bool) -> bool:
    if thread_is_indented and line.indented:
        return False
    furniture = recognize(line.text)
    return furniture is not None and furniture.place is Place.FOOTER


@dataclass(frozen=True, slots=True)
class _Layout:
    """`spaced`: a blank line stands before an author. `tight`: none stands behind a stamp."""

    spaced: bool
    tight: bool


def _with_authors(
    lines: Sequence[Line], start: int, found: Sequence[tuple[int, Stamp]]
) -> list[_Stamped]:
    between: list[list[int]] = []
    previous = start
    for at, _ in found:
        between.append([i for i in range(previous + 1, at) if _may_speak(lines[i].text)])
        previous = at
    after_blank = [not lines[spoken[-1] - 1].text for spoken in between[1:] if len(spoken) > 1]
    tight = sum(bool(line.text) for at, _ in found for line in lines[at + 1 : at + 2])
    layout = _Layout(2 * sum(after_blank) > len(after_blank), 2 * tight > len(found))
    return [
        _Stamped(at, stamp, None if stamp.author else _author(lines, spoken, nth == 0, layout))
        for nth, ((at, stamp), spoken) in enumerate(zip(found, between, strict=True))
    ]


def _author(
    lines: Sequence[Line], between: Sequence[int], is_first: bool, layout: _Layout
) -> int | None:
    """Which of the lines between two stamps names the author of the second, if one does.

    The line before the stamp, unless it is all that the comment before says, or runs on from it.
    """
    if not between or not _may_be_name(lines[between[-1]].text):
        return None
    at = between[-1]
    after_blank = not lines[at - 1].text
    if is_first:
        return at
    if len(between) == 1:
        return at if after_blank and layout.tight else None
    return at if after_blank or not layout.spaced else None


def _may_speak(text: str) -> bool:
    return bool(text) and recognize(text) != REACTION


def _may_be_name(text: str) -> bool:
    fits = len(text) <= _NAME_LENGTH and len(text.split()) <= _NAME_WORDS
    return fits and not is_closed(text) and bool(_WORD.search(text))


def _stamped_thread(
    lines: Sequence[Line], start: int, count: Count, stamps: Sequence[_Stamped]
) -> Thread:
    reason = BARE_HEADING if count.number is None else HEADING
    dropped = [Dropped(lines[start].number, lines[start].text, reason)]
    dropped += _drop(lines[start + 1 : stamps[0].begin], BEFORE_FIRST)
    end = _last_end(lines, stamps, count.number)
    comments: list[Comment] = []
    for nth, stamped in enumerate(stamps):
        stop = stamps[nth + 1].begin if nth + 1 < len(stamps) else end
        said = lines[stamped.at + 1 : stop]
        comments.append(_comment(lines, stamped, said))
        # Between the author and the stamp stand buttons, if anything.
        around = [*lines[stamped.begin + 1 : stamped.at], *said]
        dropped += _drop((line for line in around if not _may_speak(line.text)), REACTION.name)
        stamp = stamped.stamp
        dropped.append(Dropped(lines[stamped.at].number, stamp.words, stamp.reason))
    return Thread(start, end, count.number, tuple(comments), tuple(dropped))


def _comment(lines: Sequence[Line], stamped: _Stamped, said: Sequence[Line]) -> Comment:
    author = stamped.stamp.author if stamped.author is None else lines[stamped.author].text
    text = _joined([line for line in said if not line.text or _may_speak(line.text)])
    return Comment(
        author=author,
        age=stamped.stamp.age,
        published=stamped.stamp.published,
        lang=guess_language(text[:_LANGUAGE_SAMPLE]),
        text=text,
        line=lines[stamped.begin].number,
    )


def _last_end(lines: Sequence[Line], stamps: Sequence[_Stamped], declared: int | None) -> int:
    """Where the last comment ends: at the foot of the page, or before.

    An indented thread ends at the first line that is not; another one where a number or a line
    that begins with a pictograph shows that the page has something else to say. A number that
    repeats the count is a sure end, and then what is not indented before it is still the comment's.
    """
    last = stamps[-1].at
    indented = all(lines[i].indented for stamped in stamps for i in (stamped.begin, stamped.at))
    for i in range(last + 1, len(lines)):
        line = lines[i]
        if _begins_footer(line, lines[last].indented):
            return i
        if not line.text or (indented and line.indented):
            continue
        if is_lone_number(line.text):
            return i
        if indented:
            return _repeated_count(lines, i, declared) or i
        stands_alone = not lines[i - 1].text and len(line.text) <= _NAME_LENGTH
        if i > last + 1 and stands_alone and _PICTOGRAPH.match(line.text):
            return i
    return len(lines)


def _repeated_count(lines: Sequence[Line], start: int, declared: int | None) -> int | None:
    for i in range(start, len(lines)):
        if recognize(lines[i].text):
            return None
        if is_lone_number(lines[i].text):
            return i if fold(lines[i].text) == str(declared) else None
    return None


def _joined(lines: Sequence[Line]) -> str:
    """The paragraphs of a comment, with a blank line between them where the source has one."""
    text = ""
    for paragraph in split_paragraphs(lines):
        gap = "" if not text else "\n\n" if paragraph.begins_stretch else "\n"
        text += gap + paragraph.text
    return text


def _drop(lines: Iterable[Line], reason: str) -> list[Dropped]:
    return [Dropped(line.number, line.text, reason) for line in lines if line.text]


# -- Threads without -----------------------------------------------------------------------------


def _is_below_article(lines: Sequence[Line], start: int, declared: int) -> bool:
    """Whether a count without stamps heads a thread; at the top of a page it is only a count."""
    before = sum(len(line.text) for line in lines[:start] if is_prose(line.text))
    after = sum(len(line.text) for line in lines[start + 1 :] if is_prose(line.text))
    told_apart = before > 0 < declared == len(_below(lines, start))
    return after == 0 or 5 * after <= before or told_apart


def _unstamped_thread(lines: Sequence[Line], start: int, declared: int) -> Thread:
    groups = _below(lines, start) if declared else []
    end = groups[-1][-1][0] + 1 if groups else start + 1
    dropped = [Dropped(lines[start].number, lines[start].text, HEADING)]
    if len(groups) != declared:
        dropped += _drop(lines[start + 1 : end], NOT_TOLD_APART)
        groups = []
    texts = [(group[0][1].number, _joined([line for _, line in group])) for group in groups]
    comments = (
        Comment(None, None, None, guess_language(text[:_LANGUAGE_SAMPLE]), text, number)
        for number, text in texts
    )
    return Thread(start, end, declared, tuple(comments), tuple(dropped))


def _below(lines: Sequence[Line], start: int) -> list[list[tuple[int, Line]]]:
    """The stretches of lines, with their places, between a heading and the first furniture."""
    below: list[tuple[int, Line]] = []
    for i in range(start + 1, len(lines)):
        if recognize(lines[i].text) or is_lone_number(lines[i].text):
            break
        below.append((i, lines[i]))
    groups = groupby(below, key=lambda numbered: bool(numbered[1].text))
    return [list(group) for has_text, group in groups if has_text]
