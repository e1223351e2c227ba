"""Turn a page's tables into boxes of their own, which scroll where the page is too narrow for them.

Only tables without attributes: those of the pages that people write. Whoever reads by keyboard can
reach the box and scroll it (WCAG 2.1.1); no script is needed.
"""

from __future__ import annotations

import re

from generator.models import Lang
from generator.renderers.labels import labels

_TABLE = re.compile("<table>.*?</table>", re.DOTALL)


def boxed(html: str, lang: Lang) -> str:
    """`html` with each table in a box."""
    name = labels(lang)["table"]
    box = f'<div class="khulasa-table" role="group" tabindex="0" aria-label="{name}">'
    return _TABLE.sub(lambda table: f"{box}\n{table[0]}\n</div>", html)
