"""How many sentences a second `local` translates: one by one, and together.

With a tiny model that is made here, so the figures say what everything around the model costs, not
what a real one does; `--model NAME` measures one that was fetched by `khulasa models get`. The
sentences are those of the summaries of the samples in articles/. Run:

    python benchmarks/local.py [--model opus-mt-tc-big-ar-en] [--sentences 200]
"""

from __future__ import annotations

import argparse
import itertools
import resource
import sys
import tempfile
import time
from pathlib import Path

from generator import readers
from generator.summarizers import summarize
from generator.text.segments import article_sentences
from generator.translators import opus
from generator.translators.local import Local

ROOT = Path(__file__).resolve().parents[1]


def sentences(number: int) -> list[str]:
    """So many sentences of the samples' summaries, again from the first where they end."""
    found: list[str] = []
    for path in readers.find_sources(ROOT / "articles"):
        article = readers.read(path, ROOT)
        chosen = summarize(article, article_sentences(article.blocks), 5)
        found += [segment.text for segment in chosen.segments]
    return list(itertools.islice(itertools.cycle(found), number))


def tiny(folder: Path) -> Path:
    """A folder with the tiny model of the tests, whose translations have 30 tokens."""
    sys.path.insert(0, str(ROOT / "tests"))
    import marian_model  # noqa: PLC0415

    archive = marian_model.archive(folder / "tiny.zip", length=30)
    opus.install(archive, opus.Release("tiny", "", "CC0", ""), folder, "0")
    return folder


def measure(provider: Local, texts: list[str], together: int) -> float:
    """Sentences a second, `together` at a time."""
    provider.translate(texts[0])  # The model is loaded before the clock starts.
    start = time.perf_counter()
    for first in range(0, len(texts), together):
        provider.translate_many(texts[first : first + together])
    return len(texts) / (time.perf_counter() - start)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", help="a model that is here, in place of the tiny one")
    parser.add_argument("--sentences", type=int, default=200)
    arguments = parser.parse_args()
    texts = sentences(arguments.sentences)
    with tempfile.TemporaryDirectory() as temporary:
        if arguments.model:
            provider = Local(model=arguments.model)
        else:
            provider = Local(model="tiny", folder=str(tiny(Path(temporary))))
        print(f"{len(texts)} sentences, {sum(map(len, texts)) / len(texts):.0f} characters each")
        for together in (1, 8, 40):
            speed = measure(provider, texts, together)
            print(f"{together:3} at a time: {speed:8.1f} sentences a second")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:.0f} MB")


if __name__ == "__main__":
    main()
