"""A Markdown file is read by its marks: a person's own, and a record of what was added."""

from __future__ import annotations

import pytest

from generator import readers
from generator.errors import SourceError
from generator.models import Article, BlockKind
from generator.readers import Source
from generator.readers.markdown import OTHER_TITLE, RAW_HTML

POST = """\
---
source: مدوّنة الحيّ
published: 2024-03-01
---
# سوق الحيّ

<div dir="rtl">

افتُتح *السوق* صباح الجمعة في [ساحة الحيّ](https://example.org/map)، وفيه
ستون بائعًا.

## ما الذي يباع

- خضار
- خبز

  من الفرن نفسه

1. أول
2. ثان

> "سنعود كل جمعة"، قالت بائعة.

![واجهة السوق](market.jpg)

الفرن القديم
{: .caption }

---

</div>
"""


def read(text: str, path: str = "articles/post.md") -> Article:
    return readers.read_source(Source(path, text.encode()), ".md")


def test_marks_say_what_each_block_is() -> None:
    article = read(POST)
    kind = BlockKind
    assert article.title == "سوق الحيّ"
    assert [(block.kind, block.text, block.line) for block in article.blocks] == [
        (kind.PARAGRAPH, "افتُتح السوق صباح الجمعة في ساحة الحيّ، وفيه ستون بائعًا.", 9),
        (kind.HEADING, "ما الذي يباع", 12),
        (kind.LIST_ITEM, "خضار", 14),
        (kind.LIST_ITEM, "خبز", 15),
        (kind.LIST_ITEM, "من الفرن نفسه", 17),
        (kind.LIST_ITEM, "أول", 19),
        (kind.LIST_ITEM, "ثان", 20),
        (kind.QUOTE, '"سنعود كل جمعة"، قالت بائعة.', 22),
        (kind.CAPTION, "واجهة السوق", 24),
        (kind.CAPTION, "الفرن القديم", 26),
    ]
    assert (article.source, article.published) == ("مدوّنة الحيّ", "2024-03-01")
    assert article.confidence is None


def test_html_is_no_text_and_is_told() -> None:
    dropped = read(POST).dropped
    assert [(line.line, line.text, line.reason) for line in dropped if line.reason == RAW_HTML] == [
        (7, '<div dir="rtl">', RAW_HTML),
        (31, "</div>", RAW_HTML),
    ]


def test_the_head_gives_the_title_and_the_heading_is_told() -> None:
    article = read("---\ntitle: عنوان الرأس\n---\n# عنوان آخر\n\nنص المقال هنا.\n")
    assert article.title == "عنوان الرأس"
    assert [(line.text, line.reason) for line in article.dropped] == [("عنوان آخر", OTHER_TITLE)]


def test_without_a_heading_the_first_short_line_is_the_title() -> None:
    article = read("سوق الحيّ يعود\n\nافتُتح السوق صباح الجمعة في الساحة، وفيه ستون بائعًا.\n")
    assert article.title == "سوق الحيّ يعود"
    assert len(article.blocks) == 1


def test_nothing_of_a_persons_text_is_taken_for_furniture() -> None:
    article = read("# عنوان\n\nاقرأ أيضا\n\nشارك المقال\n\nنص المقال هنا.\n")
    assert [block.text for block in article.blocks] == [
        "اقرأ أيضا",
        "شارك المقال",
        "نص المقال هنا.",
    ]


@pytest.mark.parametrize(
    ("text", "line", "found"),
    [
        ("", None, "empty"),
        ("---\nsource: x\n---\n", 4, "no text"),
        ("# Title\n\nOnly English here.\n", 1, "none of the letters are Arabic"),
        ("---\nsha256: abc\n---\n# عنوان\n\nنص.\n", 2, "SHA-256"),
        ("---\nrevision: 0\n---\n# عنوان\n\nنص.\n", 2, "revision"),
        ("---\nauthor: x\n---\n# عنوان\n\nنص.\n", 2, "unknown key"),
        ("# عنوان\n\nنص.\n\n``` yaml comments\n- who: x\n  text: y\n```\n", 6, "other keys"),
        ("# عنوان\n\nنص.\n\n``` yaml comments\n- text: 'y\n```\n", 7, "broken YAML"),
        ("# عنوان\n\nنص.\n\n``` yaml comments\ntext: y\n```\n", 6, "no list"),
        ("# عنوان\n\nنص.\n\n``` yaml comments\n- {text: y, published: أمس}\n```\n", 6, "published"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(
    text: str, line: int | None, found: str
) -> None:
    with pytest.raises(SourceError) as refusal:
        read(text)
    problem = refusal.value.problems[0]
    assert problem.line == line
    assert found in problem.found
