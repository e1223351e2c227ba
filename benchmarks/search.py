"""How well the site's search finds, and what a reader has to fetch for it, in a real browser.

Quality is measured on the pairs of `tests/search_pairs.yml`, and apart from them on those of
`tests/search_pairs_unseen.yml`, beside Material's own search and plain
Pagefind on the same pages. The cost is measured on a site of many articles, made at run time of
sentences from ../shared (without it, of the samples in articles/): bytes from a server
that packs nothing, and the time from the query to the first results shown. Run:

    python benchmarks/search.py [--articles 10000] [--only quality|cost]
"""

from __future__ import annotations

import argparse
import html
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from conftest import launch  # noqa: E402
from search_quality import PAIRS, UNSEEN, Pair, pairs, score, termbase, write_site  # noqa: E402

from generator.publishers.search import build_search_index  # noqa: E402

SHARED = ROOT.parent / "shared"
OURS = """async (query) => {
  const { openIndex, search } = await import("/assets/javascripts/search-index.js");
  const { documents } = await search(query);
  const index = await openIndex();
  const pages = await Promise.all(documents.map((n) => index.load(`documents/${n}`)));
  return pages.flatMap((page) => Object.keys(page.pages).map((l) => `${l}/${page.address}`));
}"""
PAGEFIND = """async (query) => {
  const pagefind = await import("/pagefind/pagefind.js");
  await pagefind.options({ excerptLength: 24 });
  const { results } = await pagefind.search(query);
  const pages = await Promise.all(results.map((result) => result.data()));
  return pages.map((page) => page.url.replace(/^\\//, ""));
}"""
QUERIES = ("الحكومة", "water", "المدينة القديمة", "2024", "مصر")


class Server(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments: object) -> None:
        """Nothing: the results are the output."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    handler = partial(Server, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def index_with_pagefind(site: Path) -> None:
    command = [sys.executable, "-m", "pagefind", "--site", str(site)]
    subprocess.run(command, check=True, capture_output=True, timeout=1800)


def build_with_material(folder: Path, all_pairs: list[Pair], where: Mapping[str, str]) -> Path:
    """The same pages as a site of plain MkDocs with Material's own search for both languages."""
    for pair in all_pairs:
        path = folder / "docs" / where[pair.text] / "index.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# {where[pair.text].split('/')[2]}\n\n{pair.text}\n", "utf-8")
    (folder / "docs" / "index.md").write_text("# Home\n", "utf-8")
    (folder / "mkdocs.yml").write_text(
        "site_name: pairs\ntheme: {name: material, font: false}\n"
        "plugins: [search: {lang: [ar, en]}]\nuse_directory_urls: true\n",
        "utf-8",
    )
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    subprocess.run(command, cwd=folder, check=True, timeout=600, capture_output=True)
    return folder / "site"


def asked_of_material(page: Page, address: str, queries: list[str]) -> dict[str, set[str]]:
    """What Material's own box shows for each query, all results unfolded."""
    page.goto(address, wait_until="networkidle")
    page.locator("[data-md-component=search-query]").focus()
    page.locator(".md-search-result__meta").wait_for(state="attached")
    found = {}
    for query in queries:
        page.locator("[data-md-component=search-query]").fill(query)
        page.keyboard.press("End")  # it listens to keys
        page.wait_for_timeout(250)  # it says nowhere to which query its list belongs
        hrefs = page.locator("a.md-search-result__link").evaluate_all("all => all.map(a => a.href)")
        found[query] = {href.split("?")[0].split("#")[0].removeprefix(address) for href in hrefs}
    return found


def quality(page: Page, path: Path) -> None:
    all_pairs = pairs(path)
    queries = list(dict.fromkeys(pair.query for pair in all_pairs))
    with tempfile.TemporaryDirectory() as temporary:
        site = Path(temporary) / "site"
        where = write_site(site, all_pairs)
        build_search_index(site, termbase(path))
        index_with_pagefind(site)
        found: dict[str, dict[str, set[str]]] = {}
        with served(site) as address:
            for name, script in (("this site", OURS), ("plain Pagefind", PAGEFIND)):
                found[name] = {}
                for lang in ("ar", "en"):  # plain Pagefind asks the index of the page's language
                    page.goto(f"{address}{lang}/articles/{_first(where, lang)}/")
                    for query in queries:
                        hits = set(page.evaluate(script, query))
                        found[name].setdefault(query, set()).update(hits)
        material = build_with_material(Path(temporary) / "material", all_pairs, where)
        with served(material) as address:
            found["Material's own"] = asked_of_material(page, address, queries)
    unwanted = sum(not pair.find for pair in all_pairs)
    print(
        f"{path.name}: {len(all_pairs)} pairs: {len(all_pairs) - unwanted} to find,"
        f" {unwanted} not to find"
    )
    for name, of_query in found.items():
        result = score(all_pairs, of_query)
        false = sum(not pair.find for pair in result.wrong)
        print(f"{name:<16} {result}, {false} false friends")


def _first(where: Mapping[str, str], lang: str) -> str:
    return next(path.split("/")[2] for path in where.values() if path.startswith(lang))


def sentences() -> dict[str, list[str]]:
    """Arabic and English sentences to make articles of."""
    found: dict[str, list[str]] = {"ar": [], "en": []}
    for lang in found:
        flores = SHARED / "data" / "flores-dev" / f"flores-dev.{lang}"
        if flores.is_file():
            found[lang] += flores.read_text("utf-8").splitlines()
    corpus = SHARED / "data" / "easc-dev" / "easc-dev.jsonl"
    if corpus.is_file():
        texts = (str(json.loads(line)) for line in corpus.read_text("utf-8").splitlines())
        found["ar"] += [piece for text in texts for piece in text.split(".") if len(piece) > 40]
    if not found["ar"]:
        samples = (ROOT / "articles").glob("*.txt")
        found["ar"] = [s for p in samples for s in p.read_text("utf-8").split(".") if s.strip()]
        found["en"] = ["The library opened its doors on Saturday and people came for water"]
    return found


def write_many(site: Path, number: int) -> None:
    """Articles of about 400 Arabic and 90 English words, with names and dates of their own."""
    pool, choose = sentences(), random.Random(5)
    for n in range(number):
        day = f"{2015 + n % 10}-{n % 12 + 1:02}-{n % 28 + 1:02}"
        facts = (
            f'<p data-pagefind-ignore><time datetime="{day}" data-pagefind-meta="date">{day}</time>'
            f'<span data-pagefind-meta="source">صحيفة {n % 40}</span>'
            f'<span data-pagefind-meta="status">{("reviewed", "machine", "missing")[n % 3]}</span>'
            + "".join(
                f'<i data-pagefind-filter="topic">موضوع {(n * k) % 97}</i>' for k in (1, 7, 11)
            )
            + "</p>"
        )
        for lang, words in (("ar", 400), ("en", 90)):
            text, length = [], 0
            while length < words:
                text.append(choose.choice(pool[lang]))
                length += len(text[-1].split())
            own = f"{choose.choice(pool[lang])[:70]} {n:05}"
            path = site / lang / "articles" / f"article-number-{n:05}" / "index.html"
            path.parent.mkdir(parents=True)
            path.write_text(
                f'<!doctype html><html lang="{lang}"><meta charset="utf-8"><body>'
                f"<main data-pagefind-body><h1>{html.escape(own)}</h1>{facts}"
                f"<p>{html.escape('. '.join(text))}</p></main></body></html>",
                "utf-8",
            )


def cost(page: Page, number: int) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        site = Path(temporary) / "site"
        write_many(site, number)
        write_site(site, [])
        for name, build, ask in (
            ("this site", partial(build_search_index, site), _show_ours),
            ("plain Pagefind", partial(index_with_pagefind, site), _show_pagefind),
        ):
            start = time.perf_counter()
            build()
            print(f"{name}: {number} articles indexed in {time.perf_counter() - start:.0f} s")
            with served(site) as address:
                for query in QUERIES:
                    took, size = _first_query(page, address, query, ask)
                    print(f"  first query {query:<18} {took:5.2f} s {size / 1000:7.1f} kB")


def _first_query(
    page: Page, address: str, query: str, ask: Callable[[Page, str], None]
) -> tuple[float, int]:
    """Seconds until the first ten results are there, and bytes fetched for them, headers aside."""
    context = page.context.browser.new_context()  # type: ignore[union-attr]
    fresh = context.new_page()
    fresh.goto(f"{address}ar/articles/article-number-00000/", wait_until="networkidle")
    sizes: list[int] = []
    fresh.on("response", lambda answer: sizes.append(int(answer.headers.get("content-length", 0))))
    start = time.perf_counter()
    ask(fresh, query)
    took = time.perf_counter() - start
    context.close()
    return took, sum(sizes)


def _show_ours(page: Page, query: str) -> None:
    page.evaluate(
        """async (query) => {
          const { openPanel } = await import("/assets/javascripts/search-panel.js");
          openPanel(query);
        }""",
        query,
    )
    page.locator(f"dialog ol[data-query='{query}']").wait_for(state="attached")
    page.wait_for_load_state("networkidle")


def _show_pagefind(page: Page, query: str) -> None:
    page.evaluate(
        """async (query) => {
          const pagefind = await import("/pagefind/pagefind.js");
          const { results } = await pagefind.search(query);
          await Promise.all(results.slice(0, 10).map((result) => result.data()));
        }""",
        query,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--only", choices=("quality", "cost"))
    arguments = parser.parse_args()
    with sync_playwright() as playwright:
        browser = launch(playwright)
        page = browser.new_page()
        if arguments.only != "cost":
            for path in (PAIRS, UNSEEN):
                quality(page, path)
        if arguments.only != "quality":
            cost(page, arguments.articles)
        browser.close()


if __name__ == "__main__":
    main()
