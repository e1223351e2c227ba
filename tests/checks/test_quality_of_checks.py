"""What is caught of damaged translations, and flagged of good ones, never gets worse.

The figures held here are in `tests/checks/caught.json`; `python benchmarks/checks.py --pin` writes
it and refuses to write a worse one.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


def load_benchmark() -> ModuleType:
    spec = importlib.util.spec_from_file_location("checking", ROOT / "benchmarks" / "checks.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


benchmark = load_benchmark()


@pytest.mark.slow
@pytest.mark.parametrize("system", list(json.loads(benchmark.PINNED.read_text("utf-8"))))
def test_no_figure_is_worse_than_the_pinned_one(system: str) -> None:
    if not benchmark.CORPUS.exists():
        pytest.skip(f"the FLORES-200 development set is not there: {benchmark.CORPUS}")
    corpus = benchmark.read_corpus(system)
    now = benchmark.figures(benchmark.measure(corpus, range(1, len(corpus.arabic) + 1)))
    held = json.loads(benchmark.PINNED.read_text("utf-8"))[system]
    worse = {
        name: (now[name], old)
        for name, old in held.items()
        if benchmark.is_worse(name, now[name], old)
    }
    assert worse == {}


def test_a_damage_changes_one_thing() -> None:
    corpus = benchmark.Corpus(("",), ("",), ("Lisbon", "Oslo"), frozenset({"the", "mayor", "was"}))
    text = "The mayor of Oslo said that the bridge was built in 1995 by three men."
    chance = benchmark.random.Random(1)
    damaged = {
        name: damage(text, chance, corpus)
        for name, (damage, _) in benchmark.DAMAGES.items()
        if "English" not in name
    }
    assert damaged["name swapped for another"] == text.replace("Oslo", "Lisbon")
    assert damaged["negation added"] == text.replace("was", "was not")
    assert damaged["speaker dropped"] == "The bridge was built in 1995 by three men."
    assert damaged["last third cut"] == "The mayor of Oslo said that the bridge was built."
    assert damaged["negation dropped"] is None
    assert "1995" not in (damaged["number changed, digits"] or "")
