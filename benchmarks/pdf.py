"""PDF by Typst beside WeasyPrint and Chromium: seconds, size, memory, and the words that come back.

The same articles (the samples, each copy with words of its own) in the bilingual layout: English
sentences beside the Arabic ones, then the text; the other two get them as HTML with the same fonts.
Each runs in a process of its own. Memory is that of the largest process; Chromium has several. Run:

    python benchmarks/pdf.py [--articles 1 100 1000] [--tools typst weasyprint chromium]

Words are those of the titles, summaries and texts of the samples, without marks; each counts as
often as it comes back. Extractors that are not installed are left out.
"""

from __future__ import annotations

import argparse
import io
import json
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from html import escape
from pathlib import Path

from generator import pipeline, typesetting
from generator.config import Settings, load_settings
from generator.models import Entry
from generator.renderers.addresses import book_paths
from generator.renderers.books import Book, volumes
from generator.text.normalize import tokens

ROOT = Path(__file__).resolve().parents[1]
TOOLS = ("typst", "weasyprint", "chromium")
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-pdf-header-footer")
STYLE = """
@font-face {{ font-family: Naskh; src: url({fonts}/Amiri-Regular.ttf) }}
@font-face {{ font-family: Latin; src: url({fonts}/Newsreader-Regular.ttf) }}
@page {{ size: A4; margin: 25mm }}
body {{ font: 10.5pt/1.5 Latin, Naskh; text-align: justify }}
[dir=rtl] {{ font: 12.5pt/1.6 Naskh, Latin }}
article {{ break-before: page }}
td {{ width: 50%; vertical-align: top; padding: 4pt }}
"""


def samples() -> tuple[Settings, list[Entry]]:
    settings = load_settings(ROOT / "mkdocs.yml")
    return settings, list(pipeline.digest(settings).entries)


def entries(number: int) -> list[Entry]:
    """So many articles; those after the samples have a number in each of their sentences."""
    found = samples()[1]
    return [
        numbered(found[n % len(found)], n) if n >= len(found) else found[n] for n in range(number)
    ]


def numbered(entry: Entry, n: int) -> Entry:
    blocks = tuple(replace(b, text=f"{b.text} رقم {n}") for b in entry.article.blocks)
    sentences = tuple(replace(s, text=s.text, end=s.end) for s in entry.sentences)
    summary = tuple(
        replace(
            t,
            text=f"{t.text} Number {n}.",
            segment=replace(t.segment, text=f"{t.segment.text} رقم {n}"),
        )
        for t in entry.summary
    )
    article = replace(
        entry.article,
        slug=f"{entry.article.slug}-{n}",
        blocks=blocks,
        title=f"{entry.article.title} {n}",
    )
    return replace(entry, article=article, sentences=sentences, summary=summary)


def by_typst(number: int, folder: Path) -> list[Path]:
    settings, _ = samples()
    found = entries(number)
    paths = book_paths("typst", articles=number)
    files = []
    for sheet in volumes(Book("Benchmark", found, paths), "bilingual", settings):
        files.append(folder / sheet.path.name)
        files[-1].write_bytes(typesetting.document(sheet))
    return files


def html(number: int) -> str:
    parts = [
        "<!doctype html><html lang=en><title>Benchmark</title><style>",
        STYLE.format(fonts=typesetting.FONTS.as_uri()),
        "</style>",
    ]
    for entry in entries(number):
        article = entry.article
        parts.append(f"<article><h1>{escape(entry.title.text)}</h1>")
        parts.append(f"<h2 lang=ar dir=rtl>{escape(article.title)}</h2><table>")
        parts += (
            f"<tr><td>{escape(t.text)}<td lang=ar dir=rtl>{escape(t.segment.text)}"
            for t in entry.summary
        )
        parts.append("</table><div lang=ar dir=rtl>")
        parts += (f"<p>{escape(block.text)}" for block in article.blocks)
        parts.append(f"</div><p>{escape(article.url or '')}<p>{article.sha256}</article>")
    return "\n".join(parts)


def by_weasyprint(number: int, folder: Path) -> list[Path]:
    from weasyprint import HTML  # noqa: PLC0415

    file = folder / "weasyprint.pdf"
    HTML(string=html(number)).write_pdf(file, pdf_variant="pdf/ua-1")
    return [file]


def by_chromium(number: int, folder: Path) -> list[Path]:
    program = next(filter(None, map(shutil.which, CHROMIUM)))
    page, file = folder / "page.html", folder / "chromium.pdf"
    page.write_text(html(number), encoding="utf-8")
    subprocess.run(
        [program, *FLAGS, f"--print-to-pdf={file}", page.as_uri()], check=True, capture_output=True
    )
    return [file]


MAKERS: dict[str, Callable[[int, Path], list[Path]]] = {
    "typst": by_typst,
    "weasyprint": by_weasyprint,
    "chromium": by_chromium,
}


def work(tool: str, number: int, folder: Path) -> None:
    """In a process of its own: make the files, and tell what it took."""
    start = time.perf_counter()
    files = MAKERS[tool](number, folder)
    seconds = time.perf_counter() - start
    both = (
        resource.getrusage(who).ru_maxrss
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(json.dumps([seconds, max(both) / 1000, [str(file) for file in files]]))


def measured(tool: str, number: int, folder: Path) -> tuple[float, float, list[Path]]:
    done = subprocess.run(
        [sys.executable, __file__, "--worker", tool, str(number), str(folder)],
        check=True,
        capture_output=True,
        text=True,
    )
    seconds, memory, files = json.loads(done.stdout.splitlines()[-1])
    return seconds, memory, [Path(file) for file in files]


def words(text: str) -> Counter[str]:
    return Counter(tokens(re.sub("[\u200b-\u200f\u202a-\u202e\u2066-\u2069]", "", text)))


def wanted(number: int) -> Counter[str]:
    found: Counter[str] = Counter()
    for entry in entries(number):
        found += words(entry.article.title) + words(entry.title.text)
        for block in entry.article.blocks:
            found += words(block.text)
        for line in entry.summary:
            found += words(line.segment.text) + words(line.text)
    return found


def extracted(file: Path) -> Iterator[tuple[str, str]]:
    content = file.read_bytes()
    if shutil.which("pdftotext"):
        run = subprocess.run(["pdftotext", str(file), "-"], check=True, capture_output=True)
        yield "pdftotext", run.stdout.decode()
    try:
        from pypdf import PdfReader  # noqa: PLC0415

        yield (
            "pypdf",
            "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages),
        )
    except ImportError:
        pass
    try:
        import pypdfium2  # noqa: PLC0415

        document = pypdfium2.PdfDocument(content)
        pages = (document[n].get_textpage() for n in range(len(document)))
        yield "pdfium", "\n".join(page.get_text_bounded() for page in pages)
    except ImportError:
        pass
    try:
        import pymupdf  # noqa: PLC0415

        yield "MuPDF", "\n".join(page.get_text() for page in pymupdf.open(stream=content))
    except ImportError:
        pass


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--articles", type=int, nargs="+", default=[1, 100, 1000])
    parser.add_argument("--tools", nargs="+", default=TOOLS, choices=TOOLS)
    parser.add_argument("--worker", nargs=3, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.worker:
        tool, number, folder = arguments.worker
        work(tool, int(number), Path(folder))
        return
    number = len(samples()[1])
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        print("tool         articles   seconds        MB   peak MB")
        for count in arguments.articles:
            for tool in arguments.tools:
                seconds, memory, files = measured(tool, count, folder)
                size = sum(file.stat().st_size for file in files) / 1_000_000
                print(
                    f"{tool:<12} {count:>8} {seconds:>9.1f} {size:>9.2f} {memory:>9.0f}", flush=True
                )
        asked = wanted(number)
        print(f"\nwords recovered of {asked.total()} in {number} articles, in percent")
        for tool in arguments.tools:
            _, _, files = measured(tool, number, folder)
            found = {name: (asked & words(text)).total() for name, text in extracted(files[0])}
            shares = ", ".join(f"{n} {100 * f / asked.total():.1f}" for n, f in found.items())
            print(f"{tool:<12} {shares}", flush=True)


if __name__ == "__main__":
    main()
