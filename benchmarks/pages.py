"""What a reader's browser fetches for a page of the sample site, and how heavy the page is.

Each page is opened twice in Chromium: at a first visit, with nothing stored, and from another page
of the site. Sizes are those of a server that packs text (gzip, as GitHub Pages does); fonts and
pictures are packed already. With --lighthouse PROGRAM (npm: lighthouse), its four scores stand
beside them, in the same run. Run:

    python benchmarks/pages.py [--site site] [--lighthouse node_modules/.bin/lighthouse]
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from playwright.sync_api import Browser, Response, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from conftest import CHROMIUMS, launch  # noqa: E402

PAGES = (
    "en/",
    "ar/",
    "en/articles/chess-tournament/",
    "ar/articles/chess-tournament/",
    "en/weeks/2025-W33/",
    "en/months/",
)
PACKED_ALREADY = (".woff2", ".png", ".pack", ".gz", ".webp")
KINDS = {"document": "page", "stylesheet": "styles", "script": "scripts", "font": "fonts"}
SCORES = ("performance", "accessibility", "best-practices", "seo")


class Server(SimpleHTTPRequestHandler):
    """Serves a folder, text packed with gzip."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        content = path.read_bytes()
        self.send_response(200)
        if path.suffix not in PACKED_ALREADY:
            content = gzip.compress(content, 6)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "max-age=600")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *arguments: object) -> None:
        """The table is all there is to say."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    handler = partial(Server, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def fetched(browser: Browser, address: str, page_url: str, before: str | None) -> Counter[str]:
    """Bytes by kind, and `requests`, for a page that is opened first or after `before`."""
    context = browser.new_context()
    page = context.new_page()
    if before is not None:
        page.goto(address + before, wait_until="networkidle")
    sizes: Counter[str] = Counter()
    responses: list[Response] = []
    page.on("response", lambda one: responses.append(one))  # noqa: PLW0108  it marks its handlers
    page.goto(address + page_url, wait_until="networkidle")
    for response in responses:
        size = response.request.sizes()["responseBodySize"]
        if size > 0:  # what the browser has stored counts as nothing
            sizes[KINDS.get(response.request.resource_type, "others")] += size
            sizes["requests"] += 1
    context.close()
    return sizes


def lighthouse(program: str, address: str) -> dict[str, int]:
    """Its scores, 0 to 100; it has to be installed, and to find a Chromium."""
    chromium = next(filter(None, map(shutil.which, CHROMIUMS)), "")
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.json")
        flags = "--headless=new --no-sandbox --disable-gpu"
        subprocess.run(
            [program, address, "--quiet", "--output=json", f"--output-path={report}",
             f"--chrome-flags={flags}", f"--only-categories={','.join(SCORES)}"],
            env={**os.environ, "CHROME_PATH": chromium},
            check=True, timeout=300,
        )  # fmt: skip
        categories = json.loads(report.read_text("utf-8"))["categories"]
    return {name: round(100 * categories[name]["score"]) for name in SCORES}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--site", type=Path, default=ROOT / "site", help="a built site")
    parser.add_argument("--lighthouse", metavar="PROGRAM", help="measure by Lighthouse too")
    asked = parser.parse_args()
    if not (asked.site / "index.html").is_file():
        parser.error(f"{asked.site} holds no site. Build it (make site), or name another.")
    columns = (*KINDS.values(), "others", "requests")
    print(f"{'kB, packed':<34}{'visit':<8}{'all':>7}" + "".join(f"{c:>10}" for c in columns))
    with served(asked.site) as address, sync_playwright() as playwright:
        browser = launch(playwright)
        for page in PAGES:
            for visit, before in (("first", None), ("later", "en/topics/")):
                sizes = fetched(browser, address, page, before)
                kilobytes = [f"{sizes[kind] / 1000:>10.1f}" for kind in columns[:-1]]
                total = sum(sizes[kind] for kind in columns[:-1]) / 1000
                print(
                    f"{page:<34}{visit:<8}{total:>7.1f}{''.join(kilobytes)}{sizes['requests']:>10}"
                )
        browser.close()
        for page in PAGES if asked.lighthouse else ():
            scores = lighthouse(asked.lighthouse, address + page)
            print(f"{page:<34}{', '.join(f'{name} {score}' for name, score in scores.items())}")


if __name__ == "__main__":
    main()
