"""How many articles a second, on one core: read, summarize, render, and all of `build`.

Articles are made from the samples in articles/, each with words of its own. Run:

    python benchmarks/throughput.py [--articles 1000]
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
import time
from pathlib import Path

from generator import memory, pipeline, readers, renderers
from generator.config import Settings
from generator.publishers.files import publish
from generator.summarizers import summarize
from generator.text.segments import article_sentences

ROOT = Path(__file__).resolve().parents[1]


def make_sources(folder: Path, number: int) -> None:
    samples = sorted((ROOT / "articles").glob("*.txt"))
    for n in range(number):
        sample = samples[n % len(samples)]
        text = sample.read_text(encoding="utf-8").rstrip()
        name = f"{n:05}"
        path = folder / "articles" / f"{name}.txt"
        path.write_text(f"{text}\n\nهذه النسخة رقم {name} من المقال.\n", encoding="utf-8")
        sidecar = sample.with_suffix(".yml")
        if sidecar.exists():
            shutil.copy(sidecar, path.with_suffix(".yml"))


def timed(stages: dict[str, float], name: str, work: object) -> object:
    start = time.process_time()
    result = work()  # type: ignore[operator]
    stages[name] = time.process_time() - start
    return result


def measure(number: int) -> dict[str, float]:
    """Seconds of processor time for each stage over `number` articles."""
    stages: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as temporary:
        settings = Settings(root=Path(temporary))
        for folder in (settings.articles_path, settings.translations_path, settings.docs_path):
            folder.mkdir()
        make_sources(settings.root, number)
        paths = readers.find_sources(settings.articles_path)
        articles = timed(
            stages, "read", lambda: [readers.read(path, settings.root) for path in paths]
        )
        summaries = timed(
            stages,
            "summarize",
            lambda: [
                (article, sentences := article_sentences(article.blocks),
                 summarize(article, sentences, settings.sentences))
                for article in articles
            ],
        )  # fmt: skip
        for article, sentences, chosen in summaries:
            record = memory.recall(None, article.title, chosen, sentences)
            memory.save(memory.path_of(settings.translations_path, article.slug), record)
        digest = timed(
            stages, "digest (read, summarize, recall)", lambda: pipeline.digest(settings)
        )
        pages = timed(stages, "render", lambda: list(renderers.render(digest, settings)))
        timed(stages, "publish (first time)", lambda: publish(pages, settings.docs_path))
        timed(stages, "build again, nothing changed", lambda: pipeline.build(settings))
    return stages


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=1000)
    number = parser.parse_args().articles
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    stages = measure(number)
    stages["read + summarize + render"] = sum(
        stages[name] for name in ("read", "summarize", "render")
    )
    print(f"{number} articles, processor time on one core")
    for name, seconds in stages.items():
        print(f"{name:<34} {seconds:7.2f} s {number / seconds:9.0f} articles a second")


if __name__ == "__main__":
    main()
