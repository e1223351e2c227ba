"""Turn untrusted text into what a template of `typesetting` shows as text: a language and runs.

`{"lang": "ar", "runs": ["plain", ["isolated", "en"]]}`: each run is a string, which Typst never
reads as markup; what is written the other way round is isolated, and says in which language it is
where that is known. Latin letters within Arabic may be of any language, and get none.
"""

from __future__ import annotations

import re
from typing import Any

from generator.models import Lang
from generator.text.bidi import runs
from generator.text.languages import arabic_share
from generator.text.plain import plain

Text = dict[str, Any]

_LONG_WORD = 40  # letters; longer ones, in a narrow column, would leave the page
_MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u200d\ufe00-\ufe0f\U0001f3fb-\U0001f3ff"
_BREAK = re.compile(rf"([^\s\u200d]{{20}})(?=[^\s{_MARKS}])")
_WORD = re.compile(rf"\S{{{_LONG_WORD},}}")


def text_in(text: str, lang: Lang) -> Text:
    """`text`, which is in `lang`."""
    return {
        "lang": lang,
        "runs": [
            [_breakable(run.text), "ar" if lang == "en" else ""]
            if run.isolated
            else _breakable(run.text)
            for run in runs(plain(text), lang)
        ],
    }


def name_in(text: str) -> Text:
    """A name or title in either script."""
    return text_in(text, "ar" if arabic_share(text) > 0.5 else "en")


def shortened(text: str, most: int = 70) -> str:
    """`text` on one line of at most so many letters, cut at a word where there is one."""
    line = plain(text)
    if len(line) <= most:
        return line
    return (line[:most].rpartition(" ")[0] or line[:most]) + "…"


def _breakable(text: str) -> str:
    """A word that is too long for any line may be broken between any two letters."""
    return _WORD.sub(lambda word: _BREAK.sub("\\1\u200b", word[0]), text)
