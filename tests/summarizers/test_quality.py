"""The summaries are at least as near to people's as the first sentences are, and never get worse.

The scores held here are in `tests/quality.json`; `python benchmarks/summaries.py --pin` writes it
and refuses to lower one.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

pytest.importorskip("rouge_score", reason="scores need the package rouge-score")

ROOT = Path(__file__).resolve().parents[2]


def load_benchmark() -> ModuleType:
    spec = importlib.util.spec_from_file_location("summaries", ROOT / "benchmarks" / "summaries.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


benchmark = load_benchmark()
NGRAMS = benchmark.METRICS[:2]  # ROUGE-L takes most of the time and tells nothing else


@pytest.fixture(scope="module")
def scores() -> dict[str, Any]:
    if not benchmark.CORPUS.exists():
        pytest.skip(f"the corpus of human summaries is not there: {benchmark.CORPUS}")
    documents = benchmark.read_corpus()
    return {
        "ours": benchmark.measure("ours", benchmark.ours, documents),
        "first": benchmark.measure("first", benchmark.first_sentences, documents, NGRAMS),
    }


def test_no_score_is_below_the_pinned_one(scores: dict[str, Any]) -> None:
    pinned = json.loads(benchmark.PINNED.read_text("utf-8"))["lead"]
    ours = {"sentences": scores["ours"].by_sentences, "words": scores["ours"].by_words}
    fell = {
        f"{metric} by {budget}": (ours[budget][metric], held)
        for budget, metrics in pinned.items()
        for metric, held in metrics.items()
        if round(ours[budget][metric], 4) < held
    }
    assert fell == {}


@pytest.mark.parametrize("metric", NGRAMS)
@pytest.mark.parametrize("budget", ["by_sentences", "by_words"])
def test_it_is_at_least_as_good_as_the_first_sentences(
    scores: dict[str, Any], metric: str, budget: str
) -> None:
    ours, first = (getattr(scores[name], budget)[metric] for name in ("ours", "first"))
    assert ours >= first


def test_a_lower_score_is_not_pinned_unless_allowed(tmp_path: Path) -> None:
    def row(score: float) -> Any:
        found = dict.fromkeys(benchmark.METRICS, score)
        return benchmark.Row("lead", found, found)

    path = tmp_path / "quality.json"
    assert benchmark.pin(row(0.5), path) == []
    before = path.read_bytes()
    assert benchmark.pin(row(0.4), path)
    assert path.read_bytes() == before
    assert benchmark.pin(row(0.4), path, allow_lower=True)
    assert path.read_bytes() != before
    assert benchmark.pin(row(0.6), path) == []
