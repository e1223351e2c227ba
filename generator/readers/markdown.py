"""Turn a Markdown file into an `Article`: one that a person wrote, or a record of `khulasa add`.

What the marks say is believed: nothing is guessed to be furniture, a comment or a caption. The
title is the head's, or the first heading of the first level, or else the first sentence. A line
`{: .caption }` or `{: .byline }` below a paragraph says what it is. Comments stand at the end, as
YAML in a fenced block whose info string is `yaml comments`. Emphasis, links and raw HTML are not
text: what they enclose stays, the HTML goes to `dropped`.

Refuses, with file and line, comments that cannot be read and a text without Arabic.

Markdown is CommonMark (https://spec.commonmark.org), read by markdown-it-py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from generator.errors import SourceError
from generator.models import Article, Block, BlockKind, Comment, Dropped, Note, NoteKind, Problem
from generator.readers import Source
from generator.readers.assemble import Found, assemble
from generator.readers.facts import RECORD_KEYS, Facts, merge, split_head
from generator.readers.lines import Paragraph
from generator.readers.parts import NO_WORDS
from generator.readers.plain_text import refuse_other_scripts
from generator.readers.titles import split_title
from generator.text.calendars import Moment
from generator.text.decoding import decode_source
from generator.text.languages import guess_language
from generator.text.normalize import strip_bidi_overrides

COMMENTS = "yaml comments"
"""The info string of the fenced block that holds the comments."""
RAW_HTML = "HTML, not text"
OTHER_TITLE = "the head gives another title"

_KIND_LINE = re.compile(r"\s*\{:\s*\.(caption|byline)\s*\}\s*$")
_WORD = re.compile(r"[^\W_]")
_INLINE = re.compile(r"[*_\[\]<>&\\`!\n]")
_COMMENT_KEYS = ("author", "age", "published", "lang", "text")
# libyaml's parser is ten times as fast; the base loader makes nothing but strings.
_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

_blocks = MarkdownIt("commonmark")
_blocks.core.ruler.disable("inline")
_inline = MarkdownIt("commonmark")


@dataclass(slots=True)
class _Body:
    """What has been found so far, in the order of the file."""

    title: str | None = None
    headings: list[tuple[int, Block]] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)


def read(source: Source) -> Article:
    """The article in a Markdown file. Raises SourceError."""
    decoded = decode_source(source.data, source.path, source.charset)
    head, taken = split_head(decoded.text, source.path, RECORD_KEYS)
    facts = merge(head, source.facts)
    body = "\n".join(re.split(r"\r\n?|\n", decoded.text)[taken:])
    found = _read_body(strip_bidi_overrides(body), taken, source.path)
    _split_title(found, facts)
    if not found.title or not found.blocks:
        raise _refusal(source.path, "the file holds no text", taken + 1)
    refuse_other_scripts(source, found.title, found.blocks, taken + 1)
    declared, revision = facts.number("comments_declared"), facts.number("revision")
    article = assemble(
        source,
        facts,
        Found(
            title=found.title,
            blocks=tuple(found.blocks),
            dropped=tuple(found.dropped),
            comments=tuple(found.comments),
            comments_declared=None if declared is None else int(declared),
        ),
    )
    return replace(
        article,
        sha256=facts.text("sha256") or article.sha256,
        published_text=facts.text("published_text") or article.published_text,
        notes=(*decoded.notes, *_notes(facts)),
        confidence=facts.number("confidence"),
        revision=int(revision or 1),
    )


def _split_title(found: _Body, facts: Facts) -> None:
    """Set the title and take it out of the blocks."""
    given = facts.text("title")
    first = next((block for level, block in found.headings if level == 1), None)
    found.title = given or (first.text if first else None)
    if first:
        found.blocks.remove(first)
        if given and given != first.text:
            found.dropped.append(Dropped(first.line, first.text, OTHER_TITLE))
    elif not given:
        paragraphs = [Paragraph(block.line, block.text) for block in found.blocks]
        if split := split_title(paragraphs, None):
            found.title, kept, repeats = split
            lines = {(paragraph.line, paragraph.text) for paragraph in kept}
            found.blocks = [block for block in found.blocks if (block.line, block.text) in lines]
            found.dropped.extend(repeats)


# -- The body ------------------------------------------------------------------------------------


def _read_body(body: str, taken: int, path: str) -> _Body:
    found = _Body()
    within: list[str] = []
    heading = 0
    for token in _blocks.parse(body):
        line = taken + 1 + (token.map[0] if token.map else 0)
        if token.type == "heading_open":
            heading = int(token.tag[1:])
        elif token.type == "heading_close":
            heading = 0
        elif token.nesting == 1:
            within.append(token.tag)
        elif token.nesting == -1:
            within.pop()
        elif token.type == "fence" and token.info.strip() == COMMENTS:
            found.comments.extend(_comments(token.content, line + 1, path))
        elif token.type == "html_block":
            found.dropped.extend(_lines(token.content, line, RAW_HTML))
        elif token.type == "hr":
            found.dropped.append(Dropped(line, token.markup, NO_WORDS))
        elif token.type == "inline":
            _add(found, token.content, line, heading, within)
        elif token.content.strip():  # code
            _add_block(found, " ".join(token.content.split()), line, BlockKind.PARAGRAPH)
    return found


def _add(found: _Body, content: str, line: int, heading: int, within: Sequence[str]) -> None:
    named = _KIND_LINE.search(content)
    if named:
        content = content[: named.start()]
    text, html, only_image = _plain(content)
    found.dropped.extend(Dropped(line, tag, RAW_HTML) for tag in html)
    if heading:
        kind = BlockKind.HEADING
    elif named:
        kind = BlockKind(named[1])
    elif only_image:
        kind = BlockKind.CAPTION
    elif "li" in within:
        kind = BlockKind.LIST_ITEM
    else:
        kind = BlockKind.QUOTE if "blockquote" in within else BlockKind.PARAGRAPH
    if block := _add_block(found, text, line, kind):
        found.headings.extend([(heading, block)] if heading else [])


def _add_block(found: _Body, text: str, line: int, kind: BlockKind) -> Block | None:
    if not text:
        return None
    if not _WORD.search(text):
        found.dropped.append(Dropped(line, text, NO_WORDS))
        return None
    block = Block(kind, text, line)
    found.blocks.append(block)
    return block


def _plain(content: str) -> tuple[str, list[str], bool]:
    """The text of inline Markdown, the raw HTML within it, and whether it is but an image."""
    if not _INLINE.search(content):
        return content.strip(), [], False
    tokens = [t for inline in _inline.parseInline(content) for t in inline.children or ()]
    html = [token.content for token in tokens if token.type == "html_inline"]
    visible = [t for t in tokens if t.type not in {"html_inline", "softbreak"}]
    only_image = bool(visible) and all(token.type == "image" for token in visible)
    return "".join(map(_text, tokens)).strip(), html, only_image


def _text(token: Token) -> str:
    if token.type in {"softbreak", "hardbreak"}:
        return " "
    return "" if token.type == "html_inline" else token.content


def _lines(text: str, first: int, reason: str) -> Iterator[Dropped]:
    for number, line in enumerate(text.split("\n"), start=first):
        if line.strip():
            yield Dropped(number, line.strip(), reason)


# -- What a record keeps besides -------------------------------------------------------------------


def _notes(facts: Facts) -> tuple[Note, ...]:
    pairs = (note.partition(": ") for note in facts.texts("notes"))
    kinds = {kind.value for kind in NoteKind}
    return tuple(Note(NoteKind(kind), value) for kind, _, value in pairs if kind in kinds)


def _comments(text: str, first_line: int, path: str) -> Iterator[Comment]:
    """The comments in a YAML list. Raises SourceError with the line of the first fault."""
    for node, line in _items(text, first_line, path):
        given = {
            key.value: value.value
            for key, value in node.value
            if isinstance(key, yaml.ScalarNode) and isinstance(value, yaml.ScalarNode)
        }
        is_whole = len(given) == len(node.value) and "text" in given
        if not is_whole or not {*given} <= {*_COMMENT_KEYS}:
            expected = f"'text', and of {', '.join(_COMMENT_KEYS[:-1])} what is known"
            raise _refusal(path, "a comment with other keys", line, expected)
        published = given.get("published")
        if published and not _is_date(published):
            raise _refusal(path, f"published: {published[:40]}", line, "a date in ISO 8601")
        said = given["text"].strip()
        lang = given.get("lang") or guess_language(said)
        yield Comment(given.get("author"), given.get("age"), published, lang, said, line)


def _items(text: str, first_line: int, path: str) -> Iterator[tuple[yaml.MappingNode, int]]:
    try:
        root = yaml.compose(text, Loader=_Loader)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        line = first_line + (mark.line if mark else 0)
        raise _refusal(path, "broken YAML among the comments", line, "a list") from None
    for node in getattr(root, "value", []) if root is not None else []:
        line = first_line + (node.start_mark.line if isinstance(node, yaml.Node) else 0)
        if not isinstance(root, yaml.SequenceNode) or not isinstance(node, yaml.MappingNode):
            raise _refusal(path, "the comments are no list of keys and values", line, "a list")
        yield node, line


def _is_date(value: str) -> bool:
    try:
        Moment.of(value)
    except ValueError:
        return False
    return True


def _refusal(path: str, found: str, line: int, expected: str = "an article") -> SourceError:
    return SourceError(Problem(path, found, expected, "Correct it, or delete the file.", line))
