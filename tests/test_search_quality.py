"""Search that finds: every spelling and form of a word, and no other word, in a real browser."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from search_quality import PAIRS, UNSEEN, Score, pairs, score, termbase, write_site

from generator.publishers.search import build_search_index
from generator.text.search_spelling import words
from generator.text.search_terms import exported, joined, keys
from generator.text.sounds import latin_sounds

ASK = """async ({site, queries}) => {
  const { openIndex, search } = await import(`${site}assets/javascripts/search-index.js`);
  const index = await openIndex();
  const found = {};
  for (const query of queries) {
    const { documents } = await search(query);
    const pages = await Promise.all(documents.map((n) => index.load(`documents/${n}`)));
    found[query] = pages.flatMap((page) => Object.keys(page.pages).map((l) => `${l}/${page.address}`));
  }
  return found;
}"""
TWIN = """async ({site, texts, tables}) => {
  const { latinSounds, termsOf } = await import(`${site}assets/javascripts/search-terms.js`);
  const { joined, keys, words } = termsOf(tables);
  return texts.map((text) => [joined(text),
    words(text).map((word) => [word, keys(word), latinSounds(word)])]);
}"""


@pytest.fixture(scope="module", params=[PAIRS, UNSEEN], ids=["pairs", "unseen pairs"])
def scored(
    request: pytest.FixtureRequest,
    browser: Browser,
    tmp_path_factory: pytest.TempPathFactory,
    serve: Callable[..., str],
) -> Score:
    all_pairs = pairs(request.param)
    site = tmp_path_factory.mktemp("pairs")
    write_site(site, all_pairs)
    build_search_index(site, termbase(request.param))
    address = serve(site, "/digest/")
    page = browser.new_page()
    page.goto(f"{address}en/articles/")
    queries = list(dict.fromkeys(pair.query for pair in all_pairs))
    found = page.evaluate(ASK, {"site": address, "queries": queries})
    page.close()
    return score(all_pairs, {query: set(pages) for query, pages in found.items()})


def test_there_are_enough_pairs_of_either_kind() -> None:
    wanted = sum(pair.find for pair in pairs())
    assert (wanted >= 120, len(pairs()) - wanted >= 50) == (True, True)


def test_what_should_be_found_is_found(scored: Score) -> None:
    assert scored.recall >= 0.97, "\n".join(str(pair) for pair in scored.wrong if pair.find)


def test_what_is_found_is_what_was_asked_for(scored: Score) -> None:
    assert scored.precision >= 0.97, "\n".join(str(p) for p in scored.wrong if not p.find)


def in_browser(browser: Browser, serve: Callable[..., str], root: Path, texts: list[str]) -> object:
    address = serve(root / "overrides")
    page = browser.new_page()
    page.goto(f"{address}main.html")
    tables = json.loads(json.dumps(exported()))
    try:
        return page.evaluate(TWIN, {"site": address, "texts": texts, "tables": tables})
    finally:
        page.close()


def in_python(texts: list[str]) -> object:
    return [
        [
            [list(compound) for compound in joined(text).items()],
            [[w, list(keys(w)), latin_sounds(w)] for w in words(text)],
        ]
        for text in texts
    ]


def test_the_browser_makes_the_same_keys_of_the_pairs(
    browser: Browser, serve: Callable[..., str], root: Path
) -> None:
    texts = [text for pair in pairs() for text in (pair.query, pair.text)]
    assert in_browser(browser, serve, root, texts) == in_python(texts)


def test_the_browser_makes_the_same_keys_of_words_of_every_shape(
    browser: Browser, serve: Callable[..., str], root: Path
) -> None:
    """Words of chance: clitics before, endings behind, and the letters that rules turn on."""
    chance = random.Random(7)
    before = ("", "ال", "و", "وال", "بال", "لل", "ل", "ب", "ك", "ف", "س", "وسي", "أ", "عبدال", "م")
    behind = (
        "",
        "ة",
        "ه",
        "ها",
        "هم",
        "نا",
        "ات",
        "ات",
        "ين",
        "ون",
        "ي",
        "ية",
        "ا",
        "اء",
        "ت",
        "تي",
    )
    arabic = [
        chance.choice(before)
        + "".join(chance.choices("ابتنلميوسرحكءأئؤىة", k=chance.randint(1, 6)))
        + chance.choice(behind)
        for _ in range(6_000)
    ]
    tails = (
        "",
        "s",
        "es",
        "ies",
        "ed",
        "ied",
        "ing",
        "men",
        "our",
        "tre",
        "ogue",
        "ise",
        ".u.k",
        "-in",
    )
    english = [
        "".join(chance.choices("abceiklorstuy", k=chance.randint(1, 6))) + chance.choice(tails)
        for _ in range(3_000)
    ]
    texts = arabic + english
    assert in_browser(browser, serve, root, texts) == in_python(texts)


def test_the_browser_makes_the_same_keys_of_odd_letters(
    browser: Browser, serve: Callable[..., str], root: Path
) -> None:
    """Every letter of Arabic and Latin script, alone and between others, with each kind of mark."""
    letters = [chr(c) for c in (*range(0x21, 0x250), *range(0x600, 0x700), *range(0x750, 0x780))]
    forms = [chr(c) for c in (*range(0xFB50, 0xFE00), *range(0xFE70, 0xFEFD))]
    texts = [f"{a} كتا{a}ب abc{a}d {a}\u064e\u0654 1{a}500" for a in (*letters, *forms)]
    texts += ["İstanbul ΣΑΣ straße ﷺ 𝒜lgebra 𞤀 ١٬٥٠٠ 🙂 می‌خواهم", "ء", "ال", "لل", "وال"]
    assert in_browser(browser, serve, root, texts) == in_python(texts)


def test_the_browser_makes_the_same_keys_of_real_articles(
    browser: Browser, serve: Callable[..., str], root: Path, shared: Path
) -> None:
    files = sorted((*shared.rglob("*.txt"), *shared.rglob("*.jsonl"), *shared.rglob("flores*.*")))
    found = {word for path in files for word in path.read_text("utf-8", "ignore").split()}
    texts = sorted(word for word in found if len(word) < 60)
    assert len(texts) > 10_000
    assert in_browser(browser, serve, root, texts) == in_python(texts)
