"""Turn a finished page into one that runs nothing but its own: its Content-Security-Policy.

The policy stands in the page, as a static site cannot count on the headers of its server. Scripts
come from the site's files; of those written into a page only the theme's own run, each by the
SHA-256 of its text. A script is the theme's when it stands word for word in one of its templates,
so what would slip from an article into a page, past all escaping, does not run for being there.

Refuses inline scripts, styles and event handlers of everybody else, and whatever another host
serves: images, fonts and frames among them.

Sources: Content Security Policy Level 3 (W3C), 3.3 on the meta element and 8.3 on hashes.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256

_INLINE = re.compile(r"<script(?P<facts>[^>]*)>(?P<text>.*?)</script\s*>", re.DOTALL | re.I)
_TYPE = re.compile(r"\btype\s*=\s*[\"']?(?P<type>[^\"'\s>]*)", re.I)
_SOURCE = re.compile(r"\bsrc\s*=", re.I)
_RUNS = frozenset({"", "text/javascript", "application/javascript", "module"})
_PLACEHOLDER = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_CHARSET = re.compile(r"<meta charset=[^>]*>", re.I)
_HEAD = re.compile(r"<head[^>]*>", re.I)

_META = '\n  <meta http-equiv="Content-Security-Policy"'
_DIRECTIVES = (
    "default-src 'none'",
    "script-src {scripts}",
    "style-src 'self'",
    "img-src 'self' data:",  # the theme's stylesheets hold their icons as data
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "media-src 'self'",
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
)
REFERRER = "no-referrer"
"""No site that a link leads to is told what its reader has read."""


def theme_scripts(templates: Iterable[str]) -> re.Pattern[str]:
    """What the inline scripts of these templates become; what they fill in has no quotes."""
    texts = {text for template in templates for text in inline_scripts(template) if text.strip()}
    forms = (r"[^\"'<>\\]*".join(map(re.escape, _PLACEHOLDER.split(text))) for text in texts)
    return re.compile("|".join(sorted(forms)) or r"(?!)")


def inline_scripts(html: str) -> tuple[str, ...]:
    """The text of each script written into a page; data blocks (JSON) are not scripts."""
    return tuple(
        match["text"]
        for match in _INLINE.finditer(html)
        if not _SOURCE.search(match["facts"]) and _script_type(match["facts"]) in _RUNS
    )


def policy(html: str, trusted: re.Pattern[str], serving: bool = False) -> str:
    """The policy of a page, of whose inline scripts only `trusted` ones run.

    With `serving`, any inline script runs: `mkdocs serve` writes one that reloads the page.
    """
    texts = sorted({text for text in inline_scripts(html) if trusted.fullmatch(text)})
    allowed = ["'unsafe-inline'"] if serving else [f"'sha256-{_digest(text)}'" for text in texts]
    return "; ".join(_DIRECTIVES).format(scripts=" ".join(["'self'", *allowed]))


def with_policy(html: str, trusted: re.Pattern[str], serving: bool = False) -> str:
    """The page with its policy, before anything that it could load; twice is as good as once."""
    place = _CHARSET.search(html) or _HEAD.search(html)
    if place is None or html.startswith(_META, place.end()):
        return html
    metas = (
        f'{_META} content="{policy(html, trusted, serving)}">'
        f'\n  <meta name="referrer" content="{REFERRER}">'
    )
    return html[: place.end()] + metas + html[place.end() :]


def _script_type(facts: str) -> str:
    stated = _TYPE.search(facts)
    return stated["type"].lower() if stated else ""


def _digest(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()
