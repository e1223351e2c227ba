"""An entry all of whose texts try to be something else than text, and the settings of its site."""

from __future__ import annotations

from generator.config import Settings
from generator.models import (
    Article,
    Block,
    BlockKind,
    Digest,
    Entry,
    Origin,
    Segment,
    Status,
    Translation,
)
from generator.text.segments import article_sentences

SITE = Settings(site_name="خلاصة", site_url="https://example.org/digest/")
TEXT = (
    "ب ]]> </title></script><script>alert('x')</script> {{ 7*7 }} {% raw %} a & b\u202e \\ } {"
    " $x_1$ 50% ~ ^ # @book{k,\x00\r\nER  - \nTY  - NEWS\ufffe"
)
SHOWN = (
    "ب ]]> </title></script><script>alert('x')</script> {{ 7*7 }} {% raw %} a & b \\ } {"
    " $x_1$ 50% ~ ^ # @book{k, ER - TY - NEWS"
)
"""What is left of it: on one line, without what no format can hold."""
AUTHOR = '"><img src=x onerror=alert(1)>'
SHOWN = " ".join(TEXT.replace("\x00", "").replace("\u202e", "").replace("\ufffe", "").split())


def hostile_entry(slug: str = "hostile") -> Entry:
    blocks = tuple(
        Block(kind, f"{kind.value} {TEXT}", number) for number, kind in enumerate(BlockKind, 1)
    )
    article = Article(
        slug=slug,
        title=TEXT,
        lang="ar",
        path=f"articles/{slug}.txt",
        sha256="5" * 64,
        source=TEXT,
        url='https://example.org/a?b="><script>&c=]]>',
        published="2016-10-25",
        retrieved="2016-10-26T08:00:00+03:00",
        authors=(AUTHOR, "and} , {x"),
        topics=(TEXT, AUTHOR),
        section=TEXT,
        blocks=blocks,
    )
    title = Translation(
        Segment("title", TEXT), TEXT, Status.MACHINE, Origin(AUTHOR, TEXT, "2016-11-01")
    )
    line = Translation(Segment("summary", TEXT, ("s1",)), TEXT, Status.REVIEWED, reviewer=AUTHOR)
    return Entry(article, article_sentences(blocks), title, (line,), "lead")


def hostile_digest() -> Digest:
    return Digest((hostile_entry(),))
