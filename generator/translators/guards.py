"""Turn an Arabic text and a provider's answer into the reason not to believe it, or None.

The least that must hold before an answer is stored: it is English text, about as long as it should
be, and keeps the numbers. Whether it is a *good* translation is not asked here.

The bounds were measured on the FLORES-200 development set, Arabic to English: of 997 lines each,
what a person and the two best of five systems wrote is refused in less than 0.5 %, and rightly so
in nearly all of these (a line cut short, an age left out).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.text.normalize import fold
from generator.text.numbers import invented, lost

# Lengths in characters, of the folded Arabic. A faithful answer has 0.6 to 2.1 times the length of
# its source; short titles stray further, hence the allowance.
SHORTEST, SHORTER_BY = 0.4, 12
LONGEST, LONGER_BY = 2.5, 40
FAR_LONGER_BY = 2000


def refusal(source: str, answer: object) -> str | None:
    """Why `answer` cannot be a translation of the Arabic `source`, in a few words; None if it can.

    The reason completes "the answer ..." and quotes nothing but numbers.
    """
    if not isinstance(answer, str):
        return "is no text"
    if not answer.strip():
        return "is empty"
    if len(answer) > LONGEST * len(source) + FAR_LONGER_BY:  # Not worth reading.
        return "is far too long"
    return next(_faults(source, answer), None)


def unfounded(source: str, answer: object) -> str | None:
    """Why `answer` cannot be a sentence that sums up the Arabic `source`; None if it can.

    As `refusal`, but it may leave out what it likes: only what it adds is looked at.
    """
    if not isinstance(answer, str):
        return "is no text"
    if not answer.strip():
        return "is empty"
    if len(answer) > LONGEST * len(source) + LONGER_BY:
        return "is too long for what it rests on"
    return next(_faults_of_summary(source, answer), None)


def _faults_of_summary(source: str, answer: str) -> Iterator[str]:
    yield from _faults_of_form(source, answer)
    yield from _faults_of_language(source, answer)
    if _loops(answer) and not _loops(source):
        yield "repeats itself over and over"
    if added := invented(source, answer):
        yield f"has a number that the Arabic has not: {', '.join(added)}"


def _faults(source: str, answer: str) -> Iterator[str]:
    """The faults of the answer, the plainest first."""
    yield from _faults_of_form(source, answer)
    if _ARABIC.search(source):  # A name or a figure in Latin letters is its own translation.
        yield from _faults_of_language(source, answer)
        yield from _faults_of_substance(source, answer)


def _faults_of_form(source: str, answer: str) -> Iterator[str]:
    if _BROKEN.search(answer):
        yield "holds control characters or broken letters"
    if any(markup.search(answer) and not markup.search(source) for markup in _MARKUP):
        yield "holds HTML"
    if _is_service_message(source, answer):
        yield "is a message of the service about its limits or faults"


def _faults_of_language(source: str, answer: str) -> Iterator[str]:
    if fold(answer) == fold(source):
        yield "is the Arabic itself"
    if _ARABIC.search(_ASIDE.sub("", answer)) or _share(_ARABIC, answer) > 0.2:
        yield "is still in Arabic, or partly so"
    if _is_foreign(source, answer):
        yield "is not in English"
    if _is_shouted(answer):
        yield "is in capitals throughout"


def _faults_of_substance(source: str, answer: str) -> Iterator[str]:
    if reason := _length_fault(source, answer):
        yield reason
    if _loops(answer) and not _loops(source):
        yield "repeats itself over and over"
    if "؟" in source and "?" not in answer:
        yield "has lost the question mark"
    if missing := lost(source, answer):
        yield f"has lost the number {', '.join(missing)}"
    if added := invented(source, answer):
        yield f"has a number that the Arabic has not: {', '.join(added)}"


# C0 and C1 but for the ends of lines, bidi overrides and isolates, the replacement character,
# UTF-8 read as a Western code page.
_BROKEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffd\ud800-\udfff]"
    "|\u00e2\u20ac|\u00c3[\u0080-\u00bf\u0192\u2018-\u2122]"
    "|(?:[\u00d8\u00d9][\u0080-\u00bf\u2020]){2}"
)
_MARKUP = (
    re.compile(r"<\s*[/!]?\s*[a-zA-Z][^<>]*>"),
    re.compile(r"&(?:[a-zA-Z]{2,8}|#x?\w{2,6});"),
)
# Sentences that only a service sends; what an article might also say is left out.
_SERVICE_MESSAGE = re.compile(
    r"MYMEMORY WARNING|ALL AVAILABLE FREE TRANSLATIONS|QUERY LENGTH LIMIT|INVALID LANGUAGE PAIR"
    r"|INVALID EMAIL PROVIDED|SELECT TWO DISTINCT LANGUAGES|NO QUERY SPECIFIED"
    r"|MYMEMORY\.TRANSLATED\.NET|Error [45]\d\d \([^()]*\)!!|[45]\d\d\.\s*That[’']s an error"
    r"|later\.\s*That[’']s all we know|unusual traffic from your computer",
    re.IGNORECASE,
)
_STATUS_LINE = re.compile(
    r"(?:(?:HTTP|Error|Slowdown)\W*)?(?:[45]\d\d\W*)?"
    r"(?:Too Many Requests|Rate limit exceeded|Quota exceeded|Service (?:Temporarily )?Unavailable"
    r"|Bad Gateway|Gateway Time-?out|Internal Server Error|Access Denied|Forbidden|Not Found"
    r"|Unauthorized|Bad Request|Invalid (?:request|api key)|Translation (?:failed|error)"
    r"|null|None|undefined|\[object Object\])\W*(?:Please try again(?: later)?)?\W*",
    re.IGNORECASE,
)
_ARABIC = re.compile(r"[\u0620-\u064a\u066e-\u06d3\u06d5\u06ee-\u06ff\u0750-\u077f\ufb50-\ufefc]")
# Letters that are neither Latin nor Arabic.
_OTHER_LETTER = re.compile(
    r"[^\W\d_A-Za-z\u00aa-\u024f\u02b0-\u02ff\u0600-\u06ff\u0750-\u077f\u1e00-\u1eff\ufb50-\ufefc]"
)
# An Arabic word in brackets or quotation marks is spoken of, not left over.
_ASIDE = re.compile(r"\([^()]{1,60}\)|\[[^][]{1,60}\]|[\"“«][^\"“”«»]{1,60}[\"”»]")
# Small words that are English only; hardly a sentence of a dozen words gets by without any.
_ENGLISH = re.compile(
    r"\b(?:the|of|and|to|with|for|that|from|by|this|these|those|they|his|her|their|its|it|is|are"
    r"|was|were|have|been|will|would|not|who|which|after|before|but|until|can|you|your|we|our|if"
    r"|at|in|or|any|what|about|into|over|when|than|then|more)\b",
    re.IGNORECASE,
)


def _is_service_message(source: str, answer: str) -> bool:
    """A sentence that only a service sends; or nothing but a status, for more than three words."""
    if _SERVICE_MESSAGE.search(answer):
        return True
    return len(source.split()) > 3 and _STATUS_LINE.fullmatch(answer.strip()) is not None


def _share(kind: re.Pattern[str], text: str) -> float:
    """The share of the letters of `text` that are of a kind; 0.0 where there are no letters."""
    letters = sum(character.isalpha() for character in text)
    return len(kind.findall(text)) / letters if letters else 0.0


def _is_foreign(source: str, answer: str) -> bool:
    """Letters of a third script that the source has not, or a dozen words and none of English."""
    if _share(_OTHER_LETTER, answer) > 0.2 and not _OTHER_LETTER.search(source):
        return True
    return len(answer.split()) >= 12 and not _ENGLISH.search(answer)


def _is_shouted(answer: str) -> bool:
    """Four words or more without one small letter: Arabic has no capitals to cause them."""
    return len(re.findall(r"[A-Z]{2,}", answer)) >= 4 and not re.search(r"[a-z]", answer)


def _length_fault(source: str, answer: str) -> str | None:
    arabic, english = len(fold(source)), len(answer.strip())
    if english < SHORTEST * arabic - SHORTER_BY:
        return f"is too short: {english} characters for {arabic} of Arabic"
    if english > LONGEST * arabic + LONGER_BY:
        return f"is too long: {english} characters for {arabic} of Arabic"
    return None


def _loops(text: str) -> bool:
    """One word four times running, a phrase of two to eight words thrice, a syllable ten times."""
    words = re.findall(r"\w+", text.lower())
    return (
        any(_runs(words, size) >= (4 if size == 1 else 3) for size in range(1, 9))
        or re.search(r"([^\W\d_]{1,4}?)\1{9}", text) is not None
    )


def _runs(words: list[str], size: int) -> int:
    """How often at most a phrase of `size` words stands several times without a gap."""
    best = run = 0
    for place in range(size, len(words)):
        run = run + 1 if words[place] == words[place - size] else 0
        best = max(best, run)
    return 1 + best // size
