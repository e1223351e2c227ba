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
    return value if isinstance(value, Markup) else Markup(_escaped(_one_line(str(value))))


def inline(text: str, lang: Lang) -> Markup:
    """Text that is in `lang`, with what is written the other way round isolated."""
    opening = _OPENING["en" if lang == "ar" else "ar"]
    return Markup(
        "".join(
            f"{opening}{_escaped(run.text)}</bdi>" if run.isolated else _escaped(run.text)
            for run in runs(_one_line(text), lang)
        )
    )


def either(text: str, lang: Lang) -> Markup:
    """A name or title in Arabic or in Latin letters, on a page in `lang`."""
    its_own: Lang = "ar" if arabic_share(text) > 0.5 else "en"
    name = inline(text, its_own)
    return name if its_own == lang else Markup(f"{_OPENING[its_own]}{name}</bdi>")


# Words in Latin letters may be of any language, and WCAG 3.1.2 leaves names out.
_OPENING: dict[Lang, str] = {"ar": '<bdi lang="ar" dir="rtl">', "en": '<bdi dir="ltr">'}


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _escaped(text: str) -> str:
    return _SIGNS.sub(_reference, text)


def _reference(match: re.Match[str]) -> str:
    return f"&#{ord(match[0])};" if match[0] >= " " else ""


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
