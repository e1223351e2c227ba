"""Turn saved pages, and pages copied as text, into a table: how well each article is found.

    python benchmarks/extraction.py

Ours reads a page as `khulasa read` does, plain trafilatura by its defaults; newspaper4k and
readability-lxml where they are installed (`pip install -e .[bench]`). The pages are not part of the
project; without them this says so and ends with 2.

- F1 is that of the words of the body against the gold body, counted with their repetitions, folded
  by `tokens` on both sides. Ours are the blocks that are not captions or bylines. Where there is no
  gold body but words that must and must not be in it, the column says how many of them are right.
- A page copied as text ("select all, copy") is measured against the same gold; where that has no
  body, against the body that ours reads from the saved page. The others read no text: "-".
- Title: equal as words. Date: the day. Author: all of them. "-" where the gold does not say, and
  what was found is then neither right nor wrong.
- Confidence is what ours says of itself, 0 to 1.
- A page that holds no article is right where it is refused, saved or copied.

Below the table stands how many articles ours reads in a second, on one core.
"""

from __future__ import annotations

import json
import logging
import sys
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from generator.errors import SourceError
from generator.models import Article, BlockKind
from generator.readers import Source, html, plain_text
from generator.readers.page_decoding import decode_page
from generator.readers.page_lines import page_lines, parse
from generator.text.normalize import tokens

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT / ".." / "shared" / "data"
COLUMNS = ("body", "title", "date", "author", "confidence", "seconds")
_NOT_BODY = {BlockKind.CAPTION, BlockKind.BYLINE}
# What the notes on the material say of pages whose own gold does not say it.
_DATES = {"youm7_eg": "2020-08-24"}


@dataclass(frozen=True)
class Found:
    """What a system finds on a page; `body` None where it finds no article."""

    body: str | None = None
    title: str | None = None
    date: str | None = None
    authors: tuple[str, ...] = ()
    confidence: float | None = None


@dataclass(frozen=True)
class Gold:
    """What is known of a page; None where nothing is."""

    body: str | None = None
    title: str | None = None
    date: str | None = None
    present: tuple[str, ...] = ()
    absent: tuple[str, ...] = field(default=())


def ours(data: bytes) -> Found:
    return _found(html.read, Source("page.html", data))


def ours_from_text(data: bytes) -> Found:
    return _found(plain_text.read, Source("page.txt", data))


def _found(read: Callable[[Source], Article], source: Source) -> Found:
    try:
        article = read(source)
    except SourceError:
        return Found()
    body = "\n".join(block.text for block in article.blocks if block.kind not in _NOT_BODY)
    return Found(body, article.title, article.published, article.authors, article.confidence)


def plain_trafilatura(data: bytes) -> Found:
    import trafilatura  # noqa: PLC0415

    page = trafilatura.bare_extraction(data, with_metadata=True)
    if page is None or not page.text:
        return Found()
    authors = tuple(page.author.split("; ")) if page.author else ()
    return Found(page.text, page.title, page.date, authors)


def newspaper(data: bytes) -> Found:
    from newspaper import Article  # noqa: PLC0415

    article = Article("http://localhost/", language="ar", fetch_images=False)
    article.download(input_html=data.decode("utf-8", "replace"))
    article.parse()
    date = article.publish_date.isoformat() if article.publish_date else None
    return Found(article.text or None, article.title, date, tuple(article.authors))


def readability(data: bytes) -> Found:
    from lxml import html as lxml_html  # noqa: PLC0415
    from readability import Document  # noqa: PLC0415

    document = Document(data.decode("utf-8", "replace"))
    body = "\n".join(lxml_html.fromstring(document.summary()).itertext())
    return Found(body if body.strip() else None, document.short_title())


SYSTEMS: dict[str, Callable[[bytes], Found]] = {
    "ours": ours,
    "trafilatura": plain_trafilatura,
    "newspaper4k": newspaper,
    "readability": readability,
}


def read_gold(folder: Path) -> Gold:
    """What the files beside a page say, in each of the forms that they come in."""
    title = body = date = None
    present: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    for path in sorted(folder.glob("expected*")):
        text = path.read_text("utf-8")
        if path.suffix == ".txt":
            body = text
            continue
        gold = json.loads(text)
        gold = next(iter(gold.values())) if "V1" in gold else gold
        title = gold.get("title") or title
        date = gold.get("publishing_date") or gold.get("date") or gold.get("publish_date") or date
        if isinstance(parts := gold.get("body"), dict):
            sections = [*parts["summary"], *(line for section in parts["sections"] for line in
                        (*section["headline"], *section["paragraphs"]))]  # fmt: skip
            body = "\n".join(sections)
        present, absent = tuple(gold.get("with", present)), tuple(gold.get("without", absent))
    return Gold(body, title, date or _DATES.get(folder.name), present, absent)


def f1(found: str | None, gold: str) -> float:
    """The harmonic mean of precision and recall over the words of both, 0.0 to 1.0."""
    ours, theirs = Counter(tokens(found or "")), Counter(tokens(gold))
    common = (ours & theirs).total()
    return 2 * common / (ours.total() + theirs.total()) if common else 0.0


def score(found: Found, gold: Gold) -> dict[str, str]:
    """The columns of the table for one page and one system."""
    body = "-"
    if gold.body:
        body = f"{f1(found.body, gold.body):.3f}"
    elif gold.present:
        text = " ".join((found.body or "").split())
        right = sum(words in text for words in gold.present)
        right += sum(words not in text for words in gold.absent)
        body = f"{right}/{len(gold.present) + len(gold.absent)}"
    day = (found.date or "none")[:10]
    return {
        "body": body,
        "title": _told(found.title, gold.title and tokens(found.title or "") == tokens(gold.title)),
        "date": day if not gold.date else "right" if gold.date[:10] == day else f"wrong: {day}",
        "author": ", ".join(found.authors) or "none",
        "confidence": "-" if found.confidence is None else f"{found.confidence:.2f}",
    }


def _told(found: str | None, is_right: bool | str | None) -> str:
    if is_right is None:
        return "found" if found else "none"
    return "right" if is_right else "wrong"


def pages() -> list[Path]:
    return sorted((SHARED / "html").glob("*/page.html"))


def copied_pages() -> list[Path]:
    return sorted((SHARED / "plaintext").glob("*.txt"))


def copied(data: bytes) -> bytes:
    """What "select all, copy" gives of a saved page: its visible lines."""
    lines, _ = page_lines(parse(decode_page(data, "page.html").text))
    return "\n".join(line.text for line in lines).encode()


def text_gold(path: Path) -> Gold:
    """The gold of a page copied as text: that of the saved page, or what ours reads from that."""
    page = SHARED / "html" / path.stem / "page.html"
    gold, saved = read_gold(page.parent), ours(page.read_bytes())
    return replace(gold, body=gold.body or saved.body, title=gold.title or saved.title)


def not_articles() -> list[Path]:
    return sorted((SHARED / "not-articles").glob("*.html"))


def rows(systems: Iterable[str]) -> Iterable[tuple[str, str, dict[str, str]]]:
    for path in pages():
        gold, data = read_gold(path.parent), path.read_bytes()
        for name in systems:
            yield path.parent.name, name, _row(SYSTEMS[name], data, gold)
    for path in copied_pages():
        yield path.name, "ours", _row(ours_from_text, path.read_bytes(), text_gold(path))
        for name in systems:
            if name != "ours":
                yield path.name, name, dict.fromkeys(COLUMNS, "-")


def _row(system: Callable[[bytes], Found], data: bytes, gold: Gold) -> dict[str, str]:
    start = time.perf_counter()
    found = system(data)
    seconds = time.perf_counter() - start
    return {**score(found, gold), "seconds": f"{seconds:.2f}"}


def speed(system: Callable[[bytes], Found], paths: Iterable[Path]) -> float:
    """How many pages a second `system` reads, each read three times."""
    pages_read = [path.read_bytes() for path in paths] * 3
    start = time.perf_counter()
    for data in pages_read:
        system(data)
    return len(pages_read) / (time.perf_counter() - start)


def installed() -> list[str]:
    """The systems that can be asked here; says which cannot."""
    names = []
    for name, system in SYSTEMS.items():
        try:
            system(b"<html><body><p>x</p></body></html>")
        except ImportError:
            print(f"{name} is not installed and left out (pip install -e .[bench]).")
            continue
        except Exception:  # an empty page may break it, which says that it is there
            pass
        names.append(name)
    return names


def main() -> int:
    if not SHARED.exists():
        print(f"The pages are not there: {SHARED}")
        return 2
    warnings.simplefilter("ignore")  # those of the others are theirs
    logging.disable()
    systems = installed()
    print(f"{'page':<16} {'system':<12} " + " ".join(f"{name:<17}" for name in COLUMNS))
    for page, name, row in rows(systems):
        print(f"{page:<16} {name:<12} " + " ".join(f"{row[column]:<17}" for column in COLUMNS))
    print("\nNot articles, refused:")
    for name in systems:
        refused = [SYSTEMS[name](path.read_bytes()).body is None for path in not_articles()]
        print(f"  {name:<12} {sum(refused)} of {len(refused)}")
    refused = [ours_from_text(copied(path.read_bytes())).body is None for path in not_articles()]
    print(f"  {'ours, copied':<12} {sum(refused)} of {len(refused)}")
    print("\nArticles a second, ours:")
    print(f"  saved pages  {speed(ours, pages()):.1f}")
    print(f"  copied pages {speed(ours_from_text, copied_pages()):.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
