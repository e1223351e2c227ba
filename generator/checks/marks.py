"""Turn a pair into what can be seen without reading: script, quotation marks, repetition.

Looked for are Arabic left in the English, the source copied, a quotation of several words without
its marks, a lost question, and the loops that translation models fall into.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from generator.checks.pair import Pair
from generator.models import Finding, Rule
from generator.text.normalize import fold

QUOTED_WORDS = 6
"""From how many words on the marks around them are a quotation and not the name of something."""

_ARABIC = re.compile(r"[\u0620-\u064a\u066e-\u06d3\u06d5\u06ee-\u06ff\u0750-\u077f\ufb50-\ufefc]+")
# An Arabic word in brackets or quotation marks is spoken of, not left over.
_ASIDE = re.compile(r"\([^()]{1,60}\)|\[[^][]{1,60}\]|[\"“«][^\"“”«»]{1,60}[\"”»]")
_QUOTATION = re.compile(r"[\"“«„]([^\"“”«»„]+)[\"”»“]")
_SINGLE = re.compile(r"(?<![A-Za-z])[‘']([^‘’']+(?:['’](?=[a-z])[^‘’']+)*)[’'](?![A-Za-z])")
_ANY_MARK = re.compile(r"[\"“”„«»‘]|(?<!\w)'|''|``")
_ENGLISH_WORD = re.compile(
    r"\b(?:the|of|and|to|with|for|that|from|by|this|these|those|they|his|her|their|its|it|is|are"
    r"|was|were|have|been|will|would|not|who|which|after|before|but|until|can|you|your|we|our|if"
    r"|at|in|or|any|what|about|into|over|when|than|then|more|a|an|on|as|he|she|had|has)\b",
    re.IGNORECASE,
)


def find(pair: Pair) -> Iterator[Finding]:
    yield from _untranslated(pair)
    yield from _quotations(pair)
    yield from _repetitions(pair)


def unsupported(pair: Pair) -> Iterator[Finding]:
    """The same of a text that need not say all that its sources say."""
    yield from (f for f in _untranslated(pair) if "question" not in f.evidence)
    yield from (f for f in _quotations(pair) if f.evidence.startswith("the English"))
    yield from _repetitions(pair)


def _untranslated(pair: Pair) -> Iterator[Finding]:
    if not pair.arabic_words:
        return
    if not pair.english.strip():
        yield Finding(Rule.UNTRANSLATED, "there is no English")
        return
    left = _ARABIC.findall(_ASIDE.sub("", pair.english))
    if fold(pair.english) == pair.folded:
        yield Finding(Rule.UNTRANSLATED, "the English is the Arabic itself")
    elif left:
        yield Finding(Rule.UNTRANSLATED, f'Arabic is left in the English: "{left[0][:40]}"')
    elif len(pair.english_words) >= 10 and not _ENGLISH_WORD.search(pair.plain):
        yield Finding(Rule.UNTRANSLATED, "the English has none of the small words of English")
    elif "؟" in pair.arabic and "?" not in pair.english:
        yield Finding(Rule.UNTRANSLATED, "the Arabic asks a question and the English none")


def _quotations(pair: Pair) -> Iterator[Finding]:
    arabic = _longest(_QUOTATION.findall(pair.arabic))
    if arabic and not _ANY_MARK.search(pair.english):
        yield Finding(
            Rule.QUOTATION, f'the Arabic quotes "{_short(arabic)}" and the English quotes nothing'
        )
        return
    english = _longest([*_QUOTATION.findall(pair.english), *_SINGLE.findall(pair.english)])
    if english and not re.search(r"[\"“”„«»‘’'():]", pair.arabic):
        yield Finding(
            Rule.QUOTATION, f'the English quotes "{_short(english)}" and the Arabic quotes nothing'
        )


def _longest(quoted: list[str]) -> str:
    longest = max(quoted, key=lambda text: len(text.split()), default="")
    return longest if len(longest.split()) >= QUOTED_WORDS else ""


def _short(text: str) -> str:
    words = text.split()
    return " ".join(words[:5]) + (" ..." if len(words) > 5 else "")


def _repetitions(pair: Pair) -> Iterator[Finding]:
    words = [word.lower for word in pair.english_words]
    arabic = [word.text for word in pair.arabic_words]
    for size, times in ((1, 4), (2, 3), (3, 3), (4, 3), (5, 2), (8, 2)):
        phrase = _run(words, size, times)
        if phrase and not _run(arabic, size, times):
            yield Finding(Rule.REPEATED, f'"{phrase}" stands {times} times running')
            return
    again = _again(words)
    if again and not _again(arabic, 4):
        yield Finding(Rule.REPEATED, f'"{again}" stands more than once')


def _run(words: list[str], size: int, times: int) -> str:
    """The phrase of `size` words that stands `times` times without a gap; "" if there is none."""
    run = 0
    for at in range(size, len(words)):
        run = run + 1 if words[at] == words[at - size] else 0
        if run >= size * (times - 1):
            return " ".join(words[at - size + 1 : at + 1])
    return ""


def _again(words: list[str], size: int = 6) -> str:
    """The first phrase of `size` words that comes again somewhere; "" if there is none."""
    counts = Counter(tuple(words[at : at + size]) for at in range(len(words) - size + 1))
    return next((" ".join(phrase) for phrase, count in counts.items() if count > 1), "")
