"""Pairs of a query and a text that it should find or not, a site of them, and how to score it."""

from __future__ import annotations

import html
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from generator.models import Term, TermKind

ROOT = Path(__file__).resolve().parents[1]
PAIRS = ROOT / "tests" / "search_pairs.yml"
UNSEEN = ROOT / "tests" / "search_pairs_unseen.yml"


@dataclass(frozen=True)
class Pair:
    kind: str
    query: str
    text: str
    find: bool

    def __str__(self) -> str:
        return f"{self.kind}: {self.query} {'finds' if self.find else 'does not find'} {self.text}"


@dataclass(frozen=True)
class Score:
    """Of the texts to be found, the share that is; of what is found, the share that should be."""

    recall: float
    precision: float
    wrong: Sequence[Pair]

    def __str__(self) -> str:
        return f"recall {self.recall:.1%}, precision {self.precision:.1%}"


def pairs(path: Path = PAIRS) -> list[Pair]:
    kinds = yaml.safe_load(path.read_text("utf-8"))
    del kinds["termbase"]
    return [
        Pair(kind, *(part.strip() for part in line.split("|")), find=side == "find")
        for kind, sides in kinds.items()
        for side, lines in sides.items()
        for line in lines.splitlines()
    ]


def termbase(path: Path = PAIRS) -> list[Term]:
    rows = yaml.safe_load(path.read_text("utf-8"))["termbase"]
    return [
        Term(
            arabic=tuple(row["arabic"]),
            english=row["english"],
            kind=TermKind(row.get("kind", "place")),
            accepted=tuple(row.get("accepted", ())),
        )
        for row in rows
    ]


def lang_of(text: str) -> str:
    return "ar" if any("\u0600" <= letter <= "\u06ff" for letter in text) else "en"


def addresses(all_pairs: Iterable[Pair]) -> dict[str, str]:
    """An address for each text: `{text: "ar/articles/t7/"}`."""
    texts = dict.fromkeys(pair.text for pair in all_pairs)
    return {text: f"{lang_of(text)}/articles/t{n}/" for n, text in enumerate(texts)}


def write_site(site: Path, all_pairs: Iterable[Pair]) -> dict[str, str]:
    """A page for each text, with nothing else on it; the scripts of the theme beside them."""
    where = addresses(all_pairs)
    for text, address in where.items():
        path = site / address / "index.html"
        path.parent.mkdir(parents=True)
        path.write_text(
            f'<!doctype html><html lang="{address[:2]}"><meta charset="utf-8"><body>'
            f"<main data-pagefind-body><p>{html.escape(text)}</p></main></body></html>",
            "utf-8",
        )
    shutil.copytree(ROOT / "overrides" / "assets", site / "assets")
    return where


def score(all_pairs: Sequence[Pair], found: Mapping[str, set[str]]) -> Score:
    """`found` has the addresses that each query found."""
    where = addresses(all_pairs)
    hits = [where[pair.text] in found[pair.query] for pair in all_pairs]
    wanted = sum(pair.find for pair in all_pairs)
    right = sum(hit and pair.find for hit, pair in zip(hits, all_pairs, strict=True))
    wrong = [pair for hit, pair in zip(hits, all_pairs, strict=True) if hit != pair.find]
    return Score(right / wanted, right / max(1, sum(hits)), wrong)
