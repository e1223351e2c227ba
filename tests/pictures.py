"""Turn the sample site into pictures: the one in the README, and those of the manual's tour.

    python tests/pictures.py

Builds the site as `khulasa build` does and refuses to go on where that fails, or without Chromium.
"""

from __future__ import annotations

import base64
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT, launch, serving
from playwright.sync_api import Browser, Page, sync_playwright

PICTURE = ROOT / "docs" / "assets" / "khulasa.png"
MANUAL = ROOT / "docs" / "assets" / "manual"
ARTICLE = "library-evening-hours"
WIDTH, HEIGHT = 1280, 800
SIDE_BY_SIDE = """
<style>body {{ margin: 0; display: flex; gap: 8px; background: #8a8f98 }}
iframe {{ flex: 1; height: 100vh; border: 0 }}</style>
<iframe src="{site}en/articles/{article}/"></iframe>
<iframe src="{site}ar/articles/{article}/"></iframe>
"""
SCALE, QUALITY = 1.5, 60
"""Pixels of the picture for one of the page, and how closely WebP keeps them, of 100."""

QUERY = {"en": "library", "ar": "مكتبة"}


def home(page: Page, lang: str) -> None:
    page.goto(f"{lang}/")


def article(page: Page, lang: str) -> None:
    page.goto(f"{lang}/articles/{ARTICLE}/")


def search(page: Page, lang: str) -> None:
    page.goto(f"{lang}/")
    page.locator("[data-khulasa-search]").click()
    page.locator("dialog input").fill(QUERY[lang])
    page.locator("dialog mark").first.wait_for()


def citation(page: Page, lang: str) -> None:
    page.goto(f"{lang}/articles/{ARTICLE}/")
    page.locator(".khulasa-cite").evaluate("e => window.scrollTo(0, e.offsetTop - 70)")


VIEWS: dict[str, tuple[Callable[[Page, str], None], int, int]] = {
    "home": (home, 1000, 680),
    "article": (article, 1000, 760),
    "search": (search, 1000, 620),
    "citation": (citation, 1000, 560),
    "phone": (article, 390, 780),
}
"""What the tour shows: how to get there, and the width and height of the window."""


def take() -> None:
    subprocess.run([sys.executable, "-m", "generator.cli", "build"], cwd=ROOT, check=True)
    with serving(ROOT / "site", "/") as site, sync_playwright() as playwright:
        browser = launch(playwright)
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.set_content(SIDE_BY_SIDE.format(site=site, article=ARTICLE), wait_until="networkidle")
        page.screenshot(path=PICTURE)
        MANUAL.mkdir(exist_ok=True)
        for lang in QUERY:
            for name in VIEWS:
                (MANUAL / f"{name}-{lang}.webp").write_bytes(view(browser, site, name, lang))


def view(browser: Browser, site: str, name: str, lang: str) -> bytes:
    """A view of the tour, as WebP."""
    visit, width, height = VIEWS[name]
    context = browser.new_context(
        base_url=site,
        viewport={"width": width, "height": height},
        device_scale_factor=SCALE,
        color_scheme="light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    visit(page, lang)
    page.evaluate("document.fonts.ready")
    session = context.new_cdp_session(page)
    shown = {"width": width, "height": height, "deviceScaleFactor": SCALE, "mobile": False}
    session.send("Emulation.setDeviceMetricsOverride", shown)  # a session has its own scale: 1
    taken = session.send("Page.captureScreenshot", {"format": "webp", "quality": QUALITY})
    context.close()
    return base64.b64decode(taken["data"])


def sizes() -> dict[Path, tuple[int, int]]:
    """The pictures of the tour with their width and height on the page."""
    return {
        MANUAL / f"{name}-{lang}.webp": (width, height)
        for name, (_, width, height) in VIEWS.items()
        for lang in QUERY
    }


if __name__ == "__main__":
    try:
        take()
    except (subprocess.CalledProcessError, pytest.skip.Exception, pytest.fail.Exception) as error:
        sys.exit(str(error))
