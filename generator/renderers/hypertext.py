"""Turn untrusted text into HTML that shows just that text, and that is XML as well.

For what no Markdown passes through: feeds, books, mails. Each value that a template prints is
escaped and on one line, without any character that XML 1.0 has not.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import jinja2
from markupsafe import Markup, escape

from generator.models import Lang
from generator.text.bidi import runs
from generator.text.languages import arabic_share, direction
from generator.text.plain import plain


@cache
def environment() -> jinja2.Environment:
    """Jinja with every printed value as text, and the filters `name` and `inline`.

    `as_text` is for what is no HTML: it leaves every sign as it is.
    """
    env = jinja2.Environment(
        loader=jinja2.PackageLoader("generator.renderers"),
        autoescape=True,
        finalize=_finalize,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters.update(name=name, inline=inline, dir=direction, as_text=_as_text)
    return env


def _finalize(value: Any) -> Any:
    return value if isinstance(value, Markup) else plain(str(value))


def _as_text(text: str) -> Markup:
    return Markup(plain(text))


def name(text: str, lang: Lang) -> Markup:
    """A name or title in either script, set apart where it is not in that of the language."""
    own = language_of(text)
    if own == lang:
        return escape(plain(text))
    return Markup('<bdi lang="{}">{}</bdi>').format(own, plain(text))


def language_of(text: str) -> Lang:
    """The language of a name or title, by its letters."""
    return "ar" if arabic_share(text) > 0.5 else "en"


def inline(text: str, lang: Lang) -> Markup:
    """Text that is in `lang`, with what is written the other way round isolated."""
    other = "ltr" if lang == "ar" else "rtl"
    bdi = (
        Markup('<bdi dir="{}">{}</bdi>')
        if lang == "ar"
        else Markup('<bdi lang="ar" dir="{}">{}</bdi>')
    )
    return Markup("").join(
        bdi.format(other, run.text) if run.isolated else escape(run.text)
        for run in runs(plain(text), lang)
    )
