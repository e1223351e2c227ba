"""Turn the sample site into the picture in the README: one article, its two pages side by side.

    python tests/pictures.py

Builds the site as `khulasa build` does and refuses to go on where that fails, or without Chromium.
"""

from __future__ import annotations

import subprocess
import sys

import pytest
from conftest import ROOT, launch, serving
from playwright.sync_api import sync_playwright

PICTURE = ROOT / "docs" / "assets" / "khulasa.png"
ARTICLE = "library-evening-hours"
WIDTH, HEIGHT = 1280, 800
SIDE_BY_SIDE = """
<style>body {{ margin: 0; display: flex; gap: 8px; background: #8a8f98 }}
iframe {{ flex: 1; height: 100vh; border: 0 }}</style>
<iframe src="{site}en/articles/{article}/"></iframe>
<iframe src="{site}ar/articles/{article}/"></iframe>
"""


def take() -> None:
    subprocess.run([sys.executable, "-m", "generator.cli", "build"], cwd=ROOT, check=True)
    with serving(ROOT / "site", "/") as site, sync_playwright() as playwright:
        page = launch(playwright).new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.set_content(SIDE_BY_SIDE.format(site=site, article=ARTICLE), wait_until="networkidle")
        PICTURE.parent.mkdir(exist_ok=True)
        page.screenshot(path=PICTURE)


if __name__ == "__main__":
    try:
        take()
    except (subprocess.CalledProcessError, pytest.skip.Exception, pytest.fail.Exception) as error:
        sys.exit(str(error))
