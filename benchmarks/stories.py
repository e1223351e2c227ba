"""Turn real articles and copies made of them into a table: which copies are found, what else is.

    python benchmarks/stories.py [--articles 10000]

First, real pages that are there twice: as HTML, and as text copied from it. Then, of each article
of the corpus, copies are made as other sites make them: each kind is reported by itself, from a
fixed seed. All pairs of different articles are negatives, their copies too. Harder ones are
articles that quote one statement, and texts that are made by one pattern (`patterns.yml`). Beside
ours, MinHash and LSH of `datasketch` on the same shingles, for resemblance and for containment,
where it is installed. Last, articles a second of processor time, and the peak of memory.

The corpus is not part of the project; without it this says so and ends with 2.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from generator import readers, stories
from generator.models import Article, Block, BlockKind
from generator.text.sentences import split_sentences
from generator.text.shingles import shingle

try:
    from datasketch import MinHash, MinHashLSH, MinHashLSHEnsemble
except ImportError:
    MinHash = None

HERE = Path(__file__).resolve().parent
DATA = HERE.parent / ".." / "shared" / "data"
CORPUS = DATA / "easc-dev" / "easc-dev.jsonl"
THRESHOLDS = (0.2, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8)
DAYS = "السبت الأحد الاثنين الثلاثاء الأربعاء الخميس الجمعة".split()
MONTHS = "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر".split()
CITIES = "حلب بغداد تونس الرباط مسقط عدن بنغازي الموصل صيدا نابلس أسوان وهران".split()
NAMES = "النجمة الأهلي الوحدة السلام النهضة الفجر الاتحاد الأمل الميناء الجبل الحرية الربيع".split()

Sentences = Sequence[str]


@dataclass(frozen=True, slots=True)
class Made:
    """An article, the articles it has its text from, and how it was made."""

    article: Article
    families: frozenset[str]
    kind: str
    is_copy: bool = False


def article(slug: str, title: str, sentences: Sentences) -> Article:
    """An article with a paragraph for every three sentences."""
    paragraphs = [" ".join(sentences[i : i + 3]) for i in range(0, len(sentences), 3)]
    blocks = (Block(BlockKind.PARAGRAPH, text, line) for line, text in enumerate(paragraphs, 3))
    return Article(slug, title, "ar", f"articles/{slug}.txt", "", blocks=tuple(blocks))


# -- Copies --------------------------------------------------------------------------------------


class Editor:
    """What other sites do to a text. The same seed gives the same copies."""

    def __init__(self, seed: str, vocabulary: Sequence[str]) -> None:
        self.random = random.Random(seed)
        self.vocabulary = vocabulary

    def headline(self, text: Sentences) -> str:
        return " ".join(text[len(text) // 2].split()[:9])

    def own_words(self, number: int) -> list[str]:
        """Sentences of fifteen words that nobody else has in this order."""
        words = self.random.choices(self.vocabulary, k=number)
        return [" ".join(words[i : i + 15]) + "." for i in range(0, number, 15)]

    def datelined(self, text: Sentences) -> list[str]:
        city = self.random.choice(CITIES)
        return [f"{city} - وكالات - {text[0]}", *text[1:], "المصدر: وكالة الأنباء المحلية"]

    def first(self, text: Sentences, part: float) -> list[str]:
        return list(text[: max(1, round(len(text) * part))])

    def reordered(self, text: Sentences) -> list[str]:
        paragraphs = [text[i : i + 2] for i in range(0, len(text), 2)]
        self.random.shuffle(paragraphs)
        return [sentence for paragraph in paragraphs for sentence in paragraph]

    def added(self, text: Sentences, part: float) -> list[str]:
        extra = self.own_words(round(part * sum(len(s.split()) for s in text)))
        half = len(extra) // 2
        return [*extra[:half], *text, *extra[half:]]

    def new_lead(self, text: Sentences) -> list[str]:
        return [*self.own_words(45), *text[2:]]

    def respelled(self, text: Sentences) -> list[str]:
        table = str.maketrans("أإآىةؤ0123456789«»", "اااي" + "هو" + "٠١٢٣٤٥٦٧٨٩" + '""')
        return [
            "".join(c + ("ـ" if c in "سشك" and self.random.random() < 0.2 else "")
                    for c in sentence.translate(table))
            for sentence in text
        ]  # fmt: skip

    def edited(self, text: Sentences, part: float) -> list[str]:
        """A part of the words exchanged, left out or put in, a third each."""
        return [" ".join(self._edited(sentence.split(), part)) for sentence in text]

    def _edited(self, words: Sequence[str], part: float) -> Iterator[str]:
        for word in words:
            chance = self.random.random() / part
            if chance < 2 / 3:
                yield self.random.choice(self.vocabulary)
            if chance >= 2 / 3 or chance < 1 / 3:
                if chance < 1:
                    continue
                yield word

    def updated(self, text: Sentences) -> list[str]:
        """A later report: a new lead, and every fourth number another one."""
        changed = [
            " ".join(
                str(self.random.randint(2, 99))
                if word.isdigit() and self.random.random() < 0.25 else word
                for word in sentence.split()
            )
            for sentence in text
        ]  # fmt: skip
        return [*self.own_words(30), *changed]


def copies(texts: Mapping[str, Sentences]) -> Iterator[Made]:
    """Each article, and its copies of each kind."""
    names = list(texts)
    vocabulary = [word for text in texts.values() for sentence in text for word in sentence.split()]
    for number, (name, text) in enumerate(texts.items()):
        editor = Editor(name, vocabulary)
        other = names[(number + len(names) // 2) % len(names)]
        title = " ".join(text[0].split()[:9])
        family = frozenset({name})

        def made(
            kind: str, sentences: Sentences, families: frozenset[str], title: str,
            name: str = name,
        ) -> Made:  # fmt: skip
            slug = f"{name} {kind}"
            return Made(article(slug, title, sentences), families, kind, kind != "original")

        yield made("original", text, family, title)
        headline = editor.headline(text)
        third = editor.edited(editor.first(text, 1 / 3), 0.03)
        for kind, sentences in {
            "another headline": text,
            "dateline, agency line": editor.datelined(text),
            "cut to a half": editor.first(text, 1 / 2),
            "cut to a third": editor.first(text, 1 / 3),
            "paragraphs reordered": editor.reordered(text),
            "a half added": editor.added(text, 0.5),
            "as much again added": editor.added(text, 1.0),
            "another lead": editor.new_lead(text),
            "spelling normalized": editor.respelled(text),
            "5 % of words edited": editor.edited(text, 0.05),
            "10 % of words edited": editor.edited(text, 0.10),
            "20 % of words edited": editor.edited(text, 0.20),
            "updated report": editor.updated(text),
            "third, dateline, 3 % edited": editor.datelined(third),
        }.items():
            yield made(kind, sentences, family, headline)
        both = frozenset({name, other})
        yield made("two wires merged", [*text, *texts[other]], both, headline)
        halves = [*editor.first(text, 1 / 2), *editor.first(texts[other], 1 / 2)]
        yield made("halves of two merged", halves, both, headline)


# -- What only looks like a copy -----------------------------------------------------------------


def quoting(texts: Mapping[str, Sentences], marks: tuple[str, str], kind: str) -> Iterator[Made]:
    """Pairs of articles with some 130 words of their own, that quote 40 to 100 of a third one."""
    names = list(texts)
    for number, name in enumerate(names):
        statement = " ".join(" ".join(texts[name]).split()[20 : 60 + number % 60])
        for step in (7, 19):
            whose = names[(number + step) % len(names)]
            own = texts[whose]
            kept, words = [], 0
            for sentence in own[2:]:
                kept.append(sentence)
                words += len(sentence.split())
                if words > 120:
                    break
            kept.insert(1, f"وجاء في البيان: {marks[0]}{statement}{marks[1]}.")
            slug = f"{kind} {name} {step}"
            yield Made(article(slug, f"عنوان {own[1][:40]}", kept), frozenset({whose}), kind)


def patterned(number: int) -> Iterator[Made]:
    """Texts of each pattern, with other numbers, days, cities and names."""
    patterns = yaml.safe_load((HERE / "patterns.yml").read_text("utf-8"))
    for kind, pattern in patterns.items():
        draw = random.Random(kind)
        fillings: dict[str, Callable[[], str]] = {
            "number": lambda draw=draw: str(draw.randint(1, 40)),
            "time": lambda draw=draw: f"{draw.randint(3, 8)}:{draw.randint(0, 59):02}",
            "price": lambda draw=draw: f"{draw.randint(10, 9999)}.{draw.randint(0, 99):02}",
            "share": lambda draw=draw: f"{draw.randint(0, 90)}.{draw.randint(0, 9)}",
            "city": lambda draw=draw: draw.choice(CITIES),
            "name": lambda draw=draw: draw.choice(NAMES),
        }
        for n in range(number):
            day, date = DAYS[n % 7], f"{1 + n % 28} {MONTHS[n // 28 % 12]} {2024 + n // 336}"
            text = pattern.replace("{day}", day).replace("{date}", date)
            for slot, fill in fillings.items():
                while "{" + slot + "}" in text:
                    text = text.replace("{" + slot + "}", fill(), 1)
            title, *sentences = text.strip().split("\n")
            slug = f"{kind} {n:04}"
            yield Made(article(slug, title, sentences), frozenset({slug}), f"pattern: {kind}")


# -- Finding and counting ------------------------------------------------------------------------

Links = set[frozenset[str]]


def ours(made: Sequence[Made], threshold: float) -> Links:
    index = stories.Index(threshold=threshold)
    links: Links = set()
    for one in made:
        story = index.add(one.article)
        found = [*story.copies, *(likeness.slug for likeness in story.near)]
        links.update(frozenset({one.article.slug, slug}) for slug in found)
    return links


def sketches(made: Sequence[Made]) -> dict[str, tuple[object, int]]:
    """The MinHash of each article's shingles, and their number."""
    found = {}
    for one in made:
        text = shingle([one.article.title, *(block.text for block in one.article.blocks)])
        values = {value.to_bytes(4, "big") for value in text.hashes}
        sketch = MinHash(num_perm=128, seed=1)
        sketch.update_batch(values)
        found[one.article.slug] = (sketch, len(values))
    return found


def by_resemblance(made: Sequence[Made], threshold: float, known: dict) -> Links:
    lsh = MinHashLSH(threshold=threshold, num_perm=128)
    links: Links = set()
    for one in made:
        slug = one.article.slug
        sketch, _ = known[slug]
        links.update(
            frozenset({slug, other}) for other in lsh.query(sketch)
            if sketch.jaccard(known[other][0]) >= threshold
        )  # fmt: skip
        lsh.insert(slug, sketch)
    return links


def by_containment(made: Sequence[Made], threshold: float, known: dict) -> Links:
    """Containment of each in the others: from the estimated resemblance and both sizes."""
    lsh = MinHashLSHEnsemble(threshold=threshold, num_perm=128, num_part=16)
    lsh.index((slug, sketch, size) for slug, (sketch, size) in known.items())
    links: Links = set()
    for one in made:
        slug = one.article.slug
        sketch, size = known[slug]
        for other in lsh.query(sketch, size):
            likeness, its_size = sketch.jaccard(known[other][0]), known[other][1]
            shared = likeness * (size + its_size) / (1 + likeness)
            if other != slug and shared / min(size, its_size) >= threshold:
                links.add(frozenset({slug, other}))
    return links


@dataclass(frozen=True, slots=True)
class Score:
    precision: float
    recall: float
    found: Mapping[str, float]
    """For each kind of copy, the part of its links to the originals that were found."""
    false: Mapping[str, int]
    """For each kind of article, the links to articles it has nothing from."""


def score(made: Sequence[Made], links: Links) -> Score:
    """Not counted are two copies of one article, and a quoting article with a copy of what it
    quotes, which may be little more than the statement."""
    by_slug = {one.article.slug: one for one in made}
    expected: dict[str, Links] = {}
    for one in made:
        if one.is_copy:
            those = {frozenset({one.article.slug, f"{name} original"}) for name in one.families}
            expected.setdefault(one.kind, set()).update(those)
    false = dict.fromkeys(["other pairs", *(one.kind for one in made if is_hard(one))], 0)
    for link in links:
        pair = [by_slug[slug] for slug in link]
        quotes_copy = any(one.is_copy for one in pair) and any(map(is_quoting, pair))
        if pair[0].families.isdisjoint(pair[1].families) and not quotes_copy:
            false[next((one.kind for one in pair if is_hard(one)), "other pairs")] += 1
    wanted = set().union(*expected.values())
    right, wrong = len(links & wanted), sum(false.values())
    found = {kind: len(links & those) / len(those) for kind, those in expected.items()}
    precision = right / (right + wrong) if right + wrong else 1.0
    return Score(precision, right / len(wanted), found, false)


def is_quoting(one: Made) -> bool:
    return one.kind.startswith("quoting")


def is_hard(one: Made) -> bool:
    return is_quoting(one) or one.kind.startswith("pattern")


def read_corpus() -> dict[str, list[str]]:
    texts = {}
    for line in CORPUS.read_text("utf-8").splitlines():
        record = json.loads(line)
        lines = [text for text in record["text"].splitlines() if text.strip()]
        texts[f"a{record['id']:03}"] = [
            text[span.start : span.end] for text in lines for span in split_sentences(text)
        ]
    return texts


def collection(texts: Mapping[str, Sentences]) -> list[Made]:
    return [
        *copies(texts),
        *quoting(texts, ("«", "»"), "quoting one statement"),
        *quoting(texts, ("", ""), "quoting without marks"),
        *patterned(20),
    ]


def print_real_copies() -> None:
    """Pages of the material that are there as HTML and as text: furniture apart, the same text."""
    print(f"{'real pages, HTML beside text':<32}{'shared':>7}{'there':>7}{'resemblance':>13}")
    for text in sorted((DATA / "plaintext").glob("*.txt")):
        page = readers.read(DATA / "html" / text.stem / "page.html", DATA)
        copied = readers.read(text, DATA)
        story = stories.nearest(page, stories.Index([replace(copied, slug="text")]))
        figures = [(n.shared, n.shared_there, n.resemblance) for n in story.near] or [(0, 0, 0)]
        if story.copies:
            figures = [(1, 1, 1)]
        print("  {:<30}{:>7.2f}{:>7.2f}{:>13.2f}".format(text.stem, *figures[0]))


def print_scores(name: str, scores: Mapping[float, Score]) -> None:
    print(f"\n{name}")
    print(f"{'threshold':<32}" + "".join(f"{threshold:>7}" for threshold in scores))
    for row in ("precision", "recall"):
        print(f"{row:<32}" + "".join(f"{getattr(s, row):>7.3f}" for s in scores.values()))
    some = next(iter(scores.values()))
    print("copies found")
    for kind in some.found:
        print(f"  {kind:<30}" + "".join(f"{s.found[kind]:>7.2f}" for s in scores.values()))
    print("false links")
    for kind in some.false:
        print(f"  {kind:<30}" + "".join(f"{s.false[kind]:>7}" for s in scores.values()))


def measure_speed(texts: Mapping[str, Sentences], number: int) -> None:
    """A collection of `number` articles: a tenth are near-copies, a tenth made by patterns."""
    vocabulary = [word for text in texts.values() for sentence in text for word in sentence.split()]
    editor = Editor("speed", vocabulary)
    made = [one.article for one in patterned(number // 100)]
    lengths = [sum(len(sentence.split()) for sentence in text) for text in texts.values()]
    while len(made) < number:
        text = editor.own_words(editor.random.choice(lengths))
        slug = f"{len(made):06}"
        made.append(article(slug, " ".join(text[0].split()[:9]), text))
        if len(made) % 9 == 0:
            copy = editor.datelined(editor.edited(editor.first(text, 0.5), 0.03))
            made.append(article(f"{slug} copy", editor.headline(text), copy))
    start = time.process_time()
    found = stories.stories(made)
    seconds = time.process_time() - start
    print(f"\n{len(made)} articles in {seconds:.1f} s, {len(made) / seconds:.0f} a second;"
          f" {len(found)} have a story")  # fmt: skip
    tracemalloc.start()
    index = stories.Index(made)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    start = time.process_time()
    for one in made[:200]:
        stories.nearest(one, index)
    each = (time.process_time() - start) / 200
    print(
        f"peak of memory {peak / 1e6:.0f} MB; one more article is looked up in {each * 1e3:.1f} ms"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=10_000)
    number = parser.parse_args().articles
    if not CORPUS.exists():
        print(f"the corpus is not there: {CORPUS}", file=sys.stderr)
        sys.exit(2)
    texts = read_corpus()
    made = collection(texts)
    ways: dict[str, Callable[[float], Links]] = {"ours": lambda t: ours(made, t)}
    if MinHash is None:
        print("datasketch is not installed and left out", file=sys.stderr)
    else:
        start = time.process_time()
        known = sketches(made)
        print(f"MinHash: {time.process_time() - start:.1f} s for the sketches alone")
        ways["MinHash LSH, resemblance"] = lambda t: by_resemblance(made, t, known)
        ways["MinHash LSH Ensemble, containment"] = lambda t: by_containment(made, t, known)
    print_real_copies()
    print(f"\n{len(made)} articles of {len(texts)} originals; chosen: {stories.THRESHOLD}")
    for name, way in ways.items():
        start = time.process_time()
        scores = {threshold: score(made, way(threshold)) for threshold in THRESHOLDS}
        seconds = (time.process_time() - start) / len(THRESHOLDS)
        print_scores(f"{name} ({seconds:.1f} s for {len(made)} articles)", scores)
    measure_speed(texts, number)


if __name__ == "__main__":
    main()
