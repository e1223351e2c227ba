"""Turn Arabic into a spelling of itself in Latin letters, marked as no translation.

The supported fake, for tests and for trying out the whole way offline: the same text always gives
the same answer, another text another one, numbers are kept, and it passes the guards. Nobody can
take "[echo] This is not a translation of: qrrt ..." for English.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar

from generator.errors import ProviderUnavailable
from generator.text.normalize import fold
from generator.text.numbers import lost, numbers
from generator.translators.options import check_range

_LATIN = str.maketrans(
    {
        "ا": "a", "ب": "b", "ت": "t", "ث": "th", "ج": "j", "ح": "h", "خ": "kh", "د": "d",
        "ذ": "dh", "ر": "r", "ز": "z", "س": "s", "ش": "sh", "ص": "s", "ض": "d", "ط": "t",
        "ظ": "z", "ع": "'", "غ": "gh", "ف": "f", "ق": "q", "ك": "k", "ل": "l", "م": "m",
        "ن": "n", "ه": "h", "و": "w", "ي": "y", "ء": "'", "؟": "?", "،": ",", "؛": ";",
        "٪": "%", "«": '"', "»": '"',
    }
)  # fmt: skip
_REST_OF_ARABIC = re.compile(r"[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufeff]")


@dataclass(frozen=True)
class Echo:
    """`fail_every`: so many calls apart, one fails as if the service were down; 0 for never."""

    fail_every: int = 0
    _calls: Iterator[int] = field(
        default_factory=lambda: itertools.count(1), init=False, repr=False, compare=False
    )

    name: ClassVar[str] = "echo"
    model: ClassVar[None] = None

    def __post_init__(self) -> None:
        check_range("fail_every", self.fail_every, 0, 1_000_000, self.name)

    def translate(self, text: str) -> str:
        """`text` in Latin letters after the mark. Raises ProviderUnavailable when told to."""
        if self.fail_every and next(self._calls) % self.fail_every == 0:
            raise ProviderUnavailable("echo was told to fail")
        latin = _REST_OF_ARABIC.sub("", fold(text).translate(_LATIN))
        if lost(text, latin):  # "2 mlywn" says nothing about millions.
            values = [v for number in numbers(text) for v in sorted(number.readings[0])]
            latin += f" ({', '.join(f'{value:f}' for value in values)})"
        return f"[echo] This is not a translation of: {latin}"
