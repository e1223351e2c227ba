"""Turn a text into pieces that a service accepts, and the pieces' answers into one; and several
texts into batches, and a batch's answers into one for each.

A piece ends where a sentence ends, else where a clause does, else between words; inside a word only
where a single word is too long. It refuses nothing and loses nothing but white space.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from urllib.parse import quote_plus

from generator.errors import AnswerRefused
from generator.text.normalize import ascii_digits, clean

_SEAMS = (
    re.compile(r"(?<=[.؟!…?؛;])\s+"),
    re.compile(r"(?<=[،,:])\s+"),
    re.compile(r"\s+"),
)
_PUNCTUATION = str.maketrans({"؟": "?", "،": ",", "؛": ";", "٪": "%"})


def url_bytes(text: str) -> int:
    """How long `text` gets in the query of an address: six bytes for an Arabic letter."""
    return len(quote_plus(text))


def pieces(text: str, size: Callable[[str], int], most: int) -> list[str]:
    """`text` in as few pieces as need be, each of a `size` of at most `most`."""
    return _split(" ".join(text.split()), size, most, 0)


def translate_in_pieces(
    text: str, ask: Callable[[str], str], size: Callable[[str], int], most: int
) -> str:
    """The English of `text`, asked for piece by piece.

    On one line, cleaned of what only a typesetter sees: a line break is lost by Google's page,
    which glues the words around it. A piece without a letter (a year, a row of dots) is not sent:
    services answer such with an error or with nothing.
    """
    answers = [
        ask(piece) if any(map(str.isalpha, piece)) else without_letters(piece)
        for piece in pieces(clean(text), size, most)
    ]
    return " ".join(answer.strip() for answer in answers)


def batches(texts: Iterable[str], most: int, longest: int) -> list[list[str]]:
    """`texts` in their order, at most `most` and `longest` characters at once.

    A text that is longer by itself, and travels in pieces, is in none.
    """
    found: list[list[str]] = []
    for text in texts:
        if len(text) > longest:
            continue
        if not found or len(found[-1]) == most or sum(map(len, found[-1])) + len(text) > longest:
            found.append([])
        found[-1].append(text)
    return found


def translate_batch(texts: Sequence[str], ask: Callable[[list[str]], list[str]]) -> list[str]:
    """The English of each text of a batch, which is asked for at once, as `translate_in_pieces`
    asks for a text of one piece."""
    cleaned = [" ".join(clean(text).split()) for text in texts]
    wanted = [text for text in cleaned if any(map(str.isalpha, text))]
    left = iter(ask(wanted) if wanted else ())
    return [
        next(left).strip() if any(map(str.isalpha, text)) else without_letters(text)
        for text in cleaned
    ]


def answers(name: str, found: Sequence[object], wanted: int) -> list[str]:
    """What a service called `name` has answered to so many texts, each a text itself.

    Raises AnswerRefused, also for more or fewer: which belongs to which is then anybody's guess.
    """
    if len(found) != wanted:
        raise AnswerRefused(f"{name} gave {len(found)} answers to {wanted} texts")
    texts = [answer for answer in found if isinstance(answer, str)]
    if len(texts) < wanted:
        raise AnswerRefused(f"{name} gave no translation")
    return texts


def without_letters(piece: str) -> str:
    """A piece that has no letter, as the English writes it."""
    return ascii_digits(piece).translate(_PUNCTUATION)


def _split(text: str, size: Callable[[str], int], most: int, seam: int) -> list[str]:
    if size(text) <= most:
        return [text] if text else []
    if seam == len(_SEAMS):
        middle = len(text) // 2
        if middle == 0:
            return [text]
        return [
            *_split(text[:middle], size, most, seam),
            *_split(text[middle:], size, most, seam),
        ]
    filled: list[str] = []
    for part in _SEAMS[seam].split(text):
        for piece in _split(part, size, most, seam + 1):
            if filled and size(f"{filled[-1]} {piece}") <= most:
                filled[-1] = f"{filled[-1]} {piece}"
            else:
                filled.append(piece)
    return filled
