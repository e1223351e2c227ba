"""Turn articles with human summaries into scores: how near each summarizer comes to people.

    python benchmarks/summaries.py           the table
    python benchmarks/summaries.py --pin     also write the scores that the tests hold
                                             (with --allow-lower even where one fell)

The material is half of the Essex Arabic Summaries Corpus: articles with five summaries each, made
by five people out of the article's own sentences. It is not part of the project; without it this
says so and ends with 2.

How it is scored, the same for every system:

- Ours reads the text as `khulasa summarize FILE` does. The others get its paragraphs, with the
  lines put together (a third of the articles is broken at 80 columns), split by our
  `split_sentences`; sumy gets them through its document model.
- ROUGE-1, -2 and -L by `rouge-score`, F1, over `tokens`: both sides folded alike, since the
  references write alef without hamza. A summary's score is the mean of its scores against each of
  the five references (not the best of them), a system's the mean over the articles.
- Two budgets. By sentences: every system gives 3, then 4, then 5, and the mean of the three is
  reported. That favours whoever chooses long sentences, so also by words: every system gives as
  many sentences as fit into the mean length of the article's five references, at least one.
- "people" is each human summary against the four others; they had no budget.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from statistics import mean

from rouge_score.rouge_scorer import RougeScorer

from generator.models import Article, Block, BlockKind, Sentence
from generator.readers import Source, plain_text
from generator.summarizers import summarize
from generator.text.normalize import tokens
from generator.text.segments import article_sentences

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT / ".." / "shared" / "data" / "easc-dev" / "easc-dev.jsonl"
PINNED = ROOT / "tests" / "quality.json"
COUNTS = (3, 4, 5)
_CLOSED = re.compile(r"[.؟?!:…]\W*$")
METRICS = ("rouge1", "rouge2", "rougeL")

Scores = dict[str, float]


@dataclass(frozen=True)
class Document:
    """An article of the corpus and what five people made of it.

    `article` is what `khulasa read` makes of the text; `sentences` are those of the bare text.
    """

    article: Article
    sentences: tuple[Sentence, ...]
    references: tuple[str, ...]

    @cached_property
    def words(self) -> float:
        """The mean length of the references."""
        return mean(len(tokens(reference)) for reference in self.references)


System = Callable[[Document, int], Sequence[str]]
"""The sentences a system chooses from a document, so many."""


def read_corpus(path: Path = CORPUS) -> list[Document]:
    with path.open(encoding="utf-8") as lines:
        return [_document(json.loads(line)) for line in lines]


def _document(row: dict[str, str]) -> Document:
    lines = enumerate(_unwrapped(row["text"]), start=1)
    blocks = [Block(BlockKind.PARAGRAPH, text, number) for number, text in lines]
    article = plain_text.read(Source(f"easc-{row['id']}.txt", row["text"].encode()))
    return Document(article, article_sentences(blocks), tuple(row["summaries"]))


def _unwrapped(text: str) -> list[str]:
    """The paragraphs of `text`: the corpus breaks a third of its articles at 80 columns."""
    paragraphs: list[str] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        if paragraphs and not _CLOSED.search(paragraphs[-1]):
            paragraphs[-1] += f" {line}"
        else:
            paragraphs.append(line)
    return paragraphs


# -- Systems -------------------------------------------------------------------------------------


def ours(document: Document, count: int) -> list[str]:
    article = document.article
    summary = summarize(article, article_sentences(article.blocks), count)
    return [segment.text for segment in summary.segments]


def first_sentences(document: Document, count: int) -> list[str]:
    return [sentence.text for sentence in document.sentences[:count]]


def of_sumy(name: str) -> System:
    """sumy's LexRank or TextRank over our sentences and words, as it comes."""
    from sumy.models.dom import ObjectDocumentModel, Paragraph  # noqa: PLC0415
    from sumy.models.dom import Sentence as SumySentence  # noqa: PLC0415
    from sumy.summarizers.lex_rank import LexRankSummarizer  # noqa: PLC0415
    from sumy.summarizers.text_rank import TextRankSummarizer  # noqa: PLC0415

    class Words:
        def to_words(self, text: str) -> tuple[str, ...]:
            return tuple(tokens(text))

    rank = {"LexRank": LexRankSummarizer, "TextRank": TextRankSummarizer}[name]()

    def system(document: Document, count: int) -> list[str]:
        model = ObjectDocumentModel(
            [Paragraph([SumySentence(s.text, Words()) for s in document.sentences])]
        )
        return [str(sentence) for sentence in rank(model, count)]

    return system


# -- Scores --------------------------------------------------------------------------------------


class _Words:
    """The tokenizer of both sides, as `rouge-score` asks for one: its own drops all Arabic."""

    def tokenize(self, text: str) -> list[str]:
        return list(_tokens(text))


@cache
def _tokens(text: str) -> tuple[str, ...]:
    return tuple(tokens(text))


_SCORERS = {metric: RougeScorer([metric], tokenizer=_Words()) for metric in METRICS}


@cache
def _against(reference: str, summary: str, metric: str) -> float:
    found: float = _SCORERS[metric].score(reference, summary)[metric].fmeasure
    return found


def score_by_sentences(
    system: System, documents: Sequence[Document], metrics: Sequence[str] = METRICS
) -> Scores:
    """The mean over budgets of 3, 4 and 5 sentences."""
    summaries = [
        (document, " ".join(system(document, count))) for document in documents for count in COUNTS
    ]
    return _scores([(document.references, text) for document, text in summaries], metrics)


def score_by_words(
    system: System, documents: Sequence[Document], metrics: Sequence[str] = METRICS
) -> Scores:
    """As many sentences as fit into the mean length of the references."""
    summaries = [(d.references, " ".join(_fitting(system, d))) for d in documents]
    return _scores(summaries, metrics)


def _fitting(system: System, document: Document) -> Sequence[str]:
    chosen = system(document, 1)
    for count in range(2, len(document.sentences) + 1):
        more = system(document, count)
        if len(tokens(" ".join(more))) > document.words:
            break
        chosen = more
    return chosen


def score_people(documents: Sequence[Document]) -> Scores:
    """Each human summary against the four others."""
    held_out = [
        (document.references[:at] + document.references[at + 1 :], summary)
        for document in documents
        for at, summary in enumerate(document.references)
    ]
    return _scores(held_out, METRICS)


def _scores(summaries: Sequence[tuple[Sequence[str], str]], metrics: Sequence[str]) -> Scores:
    """The mean over pairs of references and a summary; `words` is the summaries' mean length."""
    scores = {
        metric: mean(mean(_against(r, text, metric) for r in refs) for refs, text in summaries)
        for metric in metrics
    }
    return scores | {"words": mean(len(_tokens(text)) for _, text in summaries)}


# -- The table and the pin -----------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    name: str
    by_sentences: Scores
    by_words: Scores


def measure(
    name: str, system: System, documents: Sequence[Document], metrics: Sequence[str] = METRICS
) -> Row:
    return Row(
        name,
        score_by_sentences(system, documents, metrics),
        score_by_words(system, documents, metrics),
    )


def print_table(rows: Sequence[Row], people: Scores) -> None:
    budgets = {
        "3 to 5 sentences": [(row.name, row.by_sentences) for row in rows],
        "as many words as people": [(row.name, row.by_words) for row in rows],
    }
    for budget, scores in budgets.items():
        base = dict(scores)["first sentences"]
        print(f"\n{budget:24} ROUGE-1       ROUGE-2       ROUGE-L       words")
        for name, found in [*scores, ("people", people)]:
            cells = [f"{found[m]:.3f} ({found[m] / base[m]:.2f})" for m in METRICS]
            print(f"{name:24} {'  '.join(cells)}  {found['words']:5.0f}")
    print("\nIn brackets: the share of what the first sentences score.")


def pin(row: Row, path: Path = PINNED, allow_lower: bool = False) -> list[str]:
    """Write the scores of `row`; unless allowed, leave the file and say which scores fell."""
    scores = {
        "sentences": {m: round(row.by_sentences[m], 4) for m in METRICS},
        "words": {m: round(row.by_words[m], 4) for m in METRICS},
    }
    held = json.loads(path.read_text("utf-8"))["lead"] if path.exists() else {}
    fell = [
        f"{metric} by {budget}: {scores[budget][metric]} is below the pinned {old}"
        for budget, metrics in held.items()
        for metric, old in metrics.items()
        if scores[budget][metric] < old
    ]
    if not fell or allow_lower:
        path.write_text(json.dumps({"lead": scores}, indent=2) + "\n", "utf-8")
    return fell


def main() -> int:
    parser = argparse.ArgumentParser(description="Score summarizers against five people's choice.")
    parser.add_argument("--pin", action="store_true", help=f"write our scores to {PINNED.name}")
    parser.add_argument(
        "--allow-lower", action="store_true", help="with --pin: even where one fell"
    )
    options = parser.parse_args()
    if not CORPUS.exists():
        print(f"{CORPUS}: not found; expected the Essex Arabic Summaries Corpus", file=sys.stderr)
        return 2
    documents = read_corpus()
    systems = {
        "first sentences": first_sentences,
        "khulasa (lead)": ours,
        "sumy LexRank": of_sumy("LexRank"),
        "sumy TextRank": of_sumy("TextRank"),
    }
    rows = [measure(name, system, documents) for name, system in systems.items()]
    print(f"{len(documents)} articles, {sum(len(d.references) for d in documents)} references")
    print_table(rows, score_people(documents))
    if options.pin:
        fell = pin(rows[1], allow_lower=options.allow_lower)
        for line in fell:
            print(line, file=sys.stderr)
        if fell and not options.allow_lower:
            print("Nothing was pinned: mend it, or pass --allow-lower.", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
