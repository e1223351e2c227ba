"""Turn a text into runs, so that what is written the other way round can be isolated.

Numbers, symbols and spaces between Latin words take the direction of the Arabic around them unless
they are isolated: `C++` shows as `++C`, and the groups of a phone number change places.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

_LATIN = "A-Za-z\u00c0-\u024f\u1e00-\u1eff"
_ARABIC = (
    "\u0620-\u065f\u066e-\u06d3\u06d5-\u06ef\u06fa-\u06ff\u0750-\u077f\u08a0-\u08ff"
    "\ufb50-\ufdff\ufe70-\ufeff"
)

# A word with a Latin letter, with the signs that belong to it (C++, AT&T, info@example.org, x=1),
# and further such words, options or numbers after it; a number not after a colon or a stop, which
# leave it to the Arabic ("CNN: 25 قتيلًا").
_REST = rf"[{_LATIN}0-9.\-_/:&@+#=%~?'’*^]*(?:(?<=[0-9]),[0-9][0-9.%]*)*"
_LATIN_WORD = rf"[#@]?[0-9.\-/]{{0,20}}[{_LATIN}]{_REST}"
_CALL = r"(?:\(\))?"
_BETWEEN = r" +(?:[&+\-–/] +)?[\-+/#@$]{0,2}"
_FURTHER = rf"(?:{_BETWEEN}[{_LATIN}]|(?<![:.?]){_BETWEEN}[0-9]){_REST}{_CALL}"
_LATIN_RUN = rf"{_LATIN_WORD}{_CALL}(?:{_FURTHER})*"
# Amounts with a sign or a unit, phone numbers, and numbers in groups: one run as well.
_UNIT = r"(?:[kMGTm]?(?:Hz|B|W|V|g)|[kcm]?m|[kMGT]bps|mAh|°C|USD|EUR|GBP)"
_GROUP = r"(?:[0-9]+|\([0-9]+\))"
_NUMBER_RUN = (
    rf"[+\-−$€£][0-9][0-9.,]*(?:[ \-]{_GROUP})*"
    rf"|\([0-9]+\)(?:[ \-][0-9]+)+|[0-9]+(?:[ \-]{_GROUP}){{2,}}"
    rf"|[0-9][0-9.,]{{0,20}} {_UNIT}(?![{_LATIN}])"
)
_OPPOSITE = {
    "ar": re.compile(rf"(?<![{_LATIN}0-9])(?:{_NUMBER_RUN}|{_LATIN_RUN})"),
    "en": re.compile(rf"[{_ARABIC}]+(?:[ \u0640\u060c\u061b\u0660-\u066c]+[{_ARABIC}]+)*"),
}
_TRAILING = re.compile(r"[.:?'’\-/_~^*=]+$")


class Run(NamedTuple):
    """A stretch of the text; `isolated` where it is written the other way round."""

    text: str
    isolated: bool


def runs(text: str, lang: Literal["ar", "en"]) -> Iterator[Run]:
    """Split `text`, which is in `lang`, into runs that give it back when they are joined."""
    end = 0
    for match in _OPPOSITE[lang].finditer(text):
        found = match[0] if lang == "en" else _TRAILING.sub("", match[0])
        if not found:
            continue
        if match.start() > end:
            yield Run(text[end : match.start()], isolated=False)
        end = match.start() + len(found)
        yield Run(found, isolated=True)
    if end < len(text):
        yield Run(text[end:], isolated=False)


def isolated(text: str, lang: Literal["ar", "en"]) -> str:
    """`text`, which is in `lang`, with its opposite runs between isolates (LRI or RLI, and PDI).

    For what knows no other means, such as typesetting; where there is markup, use `runs`. The text
    must hold no bidi controls of its own (`plain`).
    """
    mark = "\u2066" if lang == "ar" else "\u2067"
    return "".join(
        f"{mark}{run.text}\u2069" if run.isolated else run.text for run in runs(text, lang)
    )
