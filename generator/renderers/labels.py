"""Turn a key into the words of the interface in one language, from `labels.yml`."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from babel import Locale
from babel.numbers import format_decimal

from generator.models import Lang


@cache
def labels(lang: Lang) -> dict[str, Any]:
    """All words of the interface in `lang`."""
    table = yaml.safe_load(files("generator.renderers").joinpath("labels.yml").read_text("utf-8"))
    words: dict[str, Any] = table[lang]
    return words


def count(number: int, what: str, lang: Lang) -> str:
    """`number` of something, in the plural form that the language asks for (CLDR)."""
    forms: dict[str, str] = labels(lang)[what]
    form = Locale.parse(lang).plural_form(number)
    return forms[form].format(n=format_decimal(number, locale=lang))
