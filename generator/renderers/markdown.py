"""Turn untrusted text into Markdown that shows just that text.

Nothing of it becomes markup, whichever Markdown extensions or template plugins a site has: every
sign that any of them could read is written as a character reference. The same form is safe in
Markdown, in HTML and in an attribute's value.
"""

from __future__ import annotations

import re
from typing import Any

import jinja2
from markupsafe import Markup

from generator.models import Lang
from generator.text.bidi import runs
from generator.text.languages import arabic_share

# Signs that open markup somewhere; then those that do so only in company ("...", "--", "(c)",
# "1/2", "1st", "www.") and stay readable elsewhere; control characters vanish.
_SIGNS = re.compile(
    r"""[&<>"'\\`*_{}\[\]#|~^=$@:!+]|\((?=[A-Za-z])|/(?=\d)|\.(?=[A-Za-z.])|(?<=\.)\.|-(?=-)|(?<=-)-"""
    r"|(?<=\d)(?:s(?=t)|[nr](?=d)|t(?=h))|[\x00-\x08\x0b-\x1f\x7f]"
)


def escape(value: object) -> Markup:
    """`value` as text: on one line, without any sign that could be read as markup."""
    if isinstance(value, Markup):
        return value
    one_line = " ".join(str(value).split())
    return Markup(_SIGNS.sub(_reference, one_line))


def _reference(match: re.Match[str]) -> str:
    return f"&#{ord(match[0])};" if match[0] >= " " else ""


def inline(text: str, lang: Lang) -> Markup:
    """Text that is in `lang`, with what is written the other way round isolated."""
    parts = (
        _isolated(escape(run.text), "en" if lang == "ar" else "ar") if run.isolated
        else _spaced(run.text)
        for run in runs(text, lang)
    )  # fmt: skip
    return Markup("").join(parts).strip()


def either(text: str, lang: Lang) -> Markup:
    """A name or title in Arabic or in Latin letters, on a page in `lang`."""
    its_own: Lang = "ar" if arabic_share(text) > 0.5 else "en"
    if its_own == lang:
        return inline(text, lang)
    return _isolated(inline(text, its_own), its_own)


def _isolated(markup: Markup, lang: Lang) -> Markup:
    # Words in Latin letters may be of any language, and WCAG 3.1.2 leaves names out.
    opening = '<bdi lang="ar" dir="rtl">' if lang == "ar" else '<bdi dir="ltr">'
    return Markup(opening) + markup + Markup("</bdi>")


def _spaced(text: str) -> Markup:
    """`escape`, keeping one space where the run begins or ends with white space."""
    before = " " if text[:1].isspace() else ""
    after = " " if text[-1:].isspace() and text.strip() else ""
    return Markup(before) + escape(text) + Markup(after)


def environment(**filters: Any) -> jinja2.Environment:
    """Jinja with every printed value escaped: what is not `Markup` is text.

    In the templates, never join text with `~`: Jinja itself would escape it, for HTML alone.
    """
    env = jinja2.Environment(
        loader=jinja2.PackageLoader("generator.renderers"),
        autoescape=True,  # So that a macro's output counts as markup and is not escaped again.
        finalize=lambda value: escape("" if value is None else value),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.filters.update(filters)
    return env
