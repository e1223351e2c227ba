"""Turn an `Article` into a record: a Markdown file with a YAML head, for people to review.

`generator.readers.markdown` reads it back; what a record keeps comes back as it was, block for
block. Not kept are the dropped lines, which the raw bytes hold, and the lines' numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from generator.models import Article, Block, BlockKind, Comment

_SPECIAL = re.compile(r"[\\`*_\[\]<&]")
# What makes a block of the line that it begins.
_OPENING = re.compile(r"(?:[#>+\-=~|]|\d{1,9}(?=[.)]))")
_AFTER_NUMBER = re.compile(r"(\d{1,9})([.)])")
_KIND_LINE = re.compile(r"\{:")


def render(article: Article) -> str:
    """The record of `article`, ending in a line end."""
    parts = [f"---\n{_yaml(_head(article))}---", f"# {_escape(article.title)}"]
    items: list[str] = []
    for block in article.blocks:
        if block.kind is BlockKind.LIST_ITEM:
            items.append(_block(block))
            continue
        if items:
            parts.append("\n".join(items))
            items = []
        parts.append(_block(block))
    if items:
        parts.append("\n".join(items))
    if article.comments:
        comments = _yaml([_comment(comment) for comment in article.comments])
        parts.append(f"``` yaml comments\n{comments}```")
    return "\n\n".join(parts) + "\n"


def _head(article: Article) -> dict[str, Any]:
    """What is known besides the text, in the order in which a person asks for it."""
    same = article.published_text in (None, article.published)
    head = {
        "slug": article.slug,
        "source": article.source,
        "url": article.url,
        "archived": article.archived,
        "published": article.published,
        "published_text": None if same else article.published_text,
        "retrieved": article.retrieved,
        "authors": [*article.authors],
        "section": article.section,
        "topics": [*article.topics],
        "lang": None if article.lang == "ar" else article.lang,
        "comments_declared": article.comments_declared,
        "revision": article.revision if article.revision > 1 else None,
        "confidence": article.confidence,
        "notes": [f"{note.kind.value}: {note.value}" for note in article.notes],
        "sha256": article.sha256,
    }
    return {key: value for key, value in head.items() if value not in (None, [])}


def _comment(comment: Comment) -> dict[str, str]:
    fields = {
        "author": comment.author,
        "age": comment.age,
        "published": comment.published,
        "lang": comment.lang,
        "text": comment.text,
    }
    return {key: value for key, value in fields.items() if value is not None}


def _block(block: Block) -> str:
    text = _escape(block.text)
    match block.kind:
        case BlockKind.HEADING:
            return f"## {text}"
        case BlockKind.QUOTE:
            return f"> {text}"
        case BlockKind.LIST_ITEM:
            return f"- {text}"
        case BlockKind.CAPTION | BlockKind.BYLINE:
            return f"{text}\n{{: .{block.kind.value} }}"
    return text


def _escape(text: str) -> str:
    """`text` on one line, so that Markdown reads each character of it as itself."""
    text = _SPECIAL.sub(r"\\\g<0>", " ".join(_lines(text)))
    text = _KIND_LINE.sub(r"\\{:", text)
    if opening := _OPENING.match(text):
        end = opening.end()
        at = end if text[:end].isdigit() else 0
        text = f"{text[:at]}\\{text[at:]}"
    return f"{text[:-1]}\\#" if text.endswith("#") else text


def _lines(text: str) -> Iterator[str]:
    return filter(None, map(str.strip, text.splitlines()))


class _Dumper(yaml.SafeDumper):
    """Writes lists indented below their key, and texts of several lines as blocks."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        del indentless
        super().increase_indent(flow, False)


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def _yaml(value: Any) -> str:
    text = yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10**9)
    return str(text)
