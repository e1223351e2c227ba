"""Turn real Arabic, put into each encoding and garbled in each usual way, into a table of outcomes.

    python benchmarks/encodings.py

Each text is encoded, or decoded wrongly and saved as UTF-8, then read without a hint. "Right" is
the very text, "refused" an error that names the line, "wrong" anything else: it should be nothing.
The sentences are also cut to their first words, to see from which length on they are read. Beside
ours, charset-normalizer where it is installed.

The material is not part of the project; without it this says so and ends with 2.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from generator.errors import SourceError
from generator.text.decoding import decode

try:
    from charset_normalizer import from_bytes
except ImportError:
    from_bytes = None

DATA = Path(__file__).resolve().parents[1] / ".." / "shared" / "data"
LENGTHS = (1, 2, 3, 4, 5, 6, 8, 12)
SAMPLE = 200  # texts given to charset-normalizer, which takes its time

Case = Callable[[str], tuple[bytes, str] | None]
"""Makes of a text its bytes and what should be read; None where the way does not touch it."""


def encoded(codec: str, mark: bytes = b"") -> Case:
    def make(text: str) -> tuple[bytes, str]:
        data = text.encode(codec, "ignore")
        return mark + data, data.decode(codec)

    return make


def misread(data: bytes, codec: str) -> str:
    """`data` as browsers and editors read it: bytes without a meaning become C1 controls."""
    return "".join(bytes([b]).decode(codec, "ignore") or chr(b) for b in data)


def garbled(written: str, *read: str, lossy: bool = False) -> Case:
    def make(text: str) -> tuple[bytes, str] | None:
        data = text.encode(written, "ignore")
        expected = data.decode(written)
        for codec in read:
            seen = misread(data, codec)
            if lossy:
                kept = "".join(c for c in seen if not 0x80 <= ord(c) < 0xA0 and ord(c) != 0xAD)
                if kept == seen:
                    return None
                seen = kept
            data = seen.encode()
        return data, expected

    return make


CASES: dict[str, Case] = {
    "UTF-8": encoded("utf-8"),
    "UTF-8 with a mark": encoded("utf-8", b"\xef\xbb\xbf"),
    "UTF-16 with a mark": encoded("utf-16-le", b"\xff\xfe"),
    "UTF-16-LE": encoded("utf-16-le"),
    "UTF-16-BE": encoded("utf-16-be"),
    "Windows-1256": encoded("cp1256"),
    "ISO-8859-6": encoded("iso8859_6"),
    "Mac Arabic": encoded("mac_arabic"),
    "UTF-8 read as Windows-1252": garbled("utf-8", "cp1252"),
    "UTF-8 read as Latin-1": garbled("utf-8", "latin-1"),
    "UTF-8 read as Windows-1256": garbled("utf-8", "cp1256"),
    "UTF-8 read as Mac Roman": garbled("utf-8", "mac_roman"),
    "UTF-8 twice as Windows-1252": garbled("utf-8", "cp1252", "cp1252"),
    "UTF-8 twice as Windows-1256": garbled("utf-8", "cp1256", "cp1256"),
    "UTF-8 as Windows-1252, C1 lost": garbled("utf-8", "cp1252", lossy=True),
    "Windows-1256 as Windows-1252": garbled("cp1256", "cp1252"),
    "Windows-1256 as Latin-1": garbled("cp1256", "latin-1"),
    "ISO-8859-6 as Latin-1": garbled("iso8859_6", "latin-1"),
    "DOS Arabic (CP720), unknown here": encoded("cp720"),
}
LEGACY = ("Windows-1256", "ISO-8859-6", "Mac Arabic")


def outcome(data: bytes, expected: str) -> str:
    """right, refused or wrong."""
    try:
        return "right" if decode(data, "x").strip() == expected.strip() else "wrong"
    except SourceError:
        return "refused"


def outcome_elsewhere(data: bytes, expected: str) -> str:
    """The same by charset-normalizer."""
    best = from_bytes(data).best()
    if best is None:
        return "refused"
    return "right" if str(best).strip() == expected.strip() else "wrong"


def shares(
    texts: list[str], case: Case, judge: Callable[[bytes, str], str] = outcome
) -> Counter[str]:
    made = (case(text) for text in texts)
    return Counter(judge(*pair) for pair in made if pair and pair[1].strip())


def shown(counts: Counter[str]) -> str:
    total = counts.total() or 1
    return " ".join(f"{counts[what] / total:8.2%}" for what in ("right", "refused", "wrong"))


def table(name: str, texts: list[str]) -> Iterator[str]:
    yield f"\n{name} ({len(texts)})\n{'':34}    right  refused    wrong"
    for label, case in CASES.items():
        yield f"{label:34} {shown(shares(texts, case))}"
    if from_bytes:
        for label in LEGACY:
            counts = shares(texts[:SAMPLE], CASES[label], outcome_elsewhere)
            yield f"{label + ', charset-normalizer':34} {shown(counts)}"


def by_length(texts: list[str]) -> Iterator[str]:
    yield "\nright / refused / wrong by number of words"
    labels = [*LEGACY, "UTF-8 read as Windows-1256", "Windows-1256 as Windows-1252"]
    for label in labels:
        for words in LENGTHS:
            cut = [" ".join(text.split()[:words]) for text in texts]
            yield f"{label:34} {words:2} {shown(shares(cut, CASES[label]))}"


def main() -> int:
    sentences, corpus = DATA / "flores-dev" / "flores-dev.ar", DATA / "easc-dev" / "easc-dev.jsonl"
    if not sentences.is_file() or not corpus.is_file():
        print(f"The material is not there: {sentences.parent.parent}", file=sys.stderr)
        return 2
    lines = sentences.read_text("utf-8").splitlines()
    articles = [json.loads(line)["text"] for line in corpus.read_text("utf-8").splitlines()]
    for row in (
        *table("Articles", articles),
        *table("Sentences", lines),
        *by_length(lines),
    ):
        print(row)
    return 0


if __name__ == "__main__":
    sys.exit(main())
