"""Turn a line of text into how much of it is running text, and into the stems of its content words.

Running text is told from headlines, labels and menus by its length, by how it ends and by how many
of its words are function words: a sentence of Arabic has one in four or five, a headline one in
ten, a menu none. (The signs are those of Kohlschütter and others, "Boilerplate Detection using
Shallow Text Features", WSDM 2010, and of Pomikálek's jusText, 2011.)

Refuses nothing. No stem is a root: it is a word without what is most often written onto it, so that
two lines can be asked whether they speak of the same things.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from generator.text.normalize import tokens

FUNCTION_WORDS: Final = frozenset(
    tokens(
        """
        في من على إلى الى عن مع بين بعد قبل عند عندما حين حيث حول دون خلال ضمن ضد نحو منذ حتى لدى أمام
        وراء تحت فوق عبر رغم بسبب بشأن وفق وفقا بحسب حسب أن إن أنه إنه أنها إنها أنهم بأن لأن كأن لكن
        لكنه لكنها ولكن التي الذي الذين اللذين اللتين اللواتي ما من هذا هذه ذلك تلك هؤلاء هنا هناك هو هي
        هم هن نحن أنا أنت كان كانت كانوا يكون تكون ليس ليست لا لم لن قد لقد سوف كل بعض جميع أي أية كما
        مثل غير سوى فقط أيضا ثم أو أم بل إذا إذ لو لولا كي لكي منه منها منهم عنه عنها عليه عليها عليهم
        إليه إليها فيه فيها فيهم به بها بهم له لها لهم لنا معه معها بينهم بينما مما عما كذلك هكذا أكثر
        أقل أول آخر أخرى تم يتم عام وقد وكان وكانت وفي ومن وعلى وإلى وعن ومع وأن وإن وأنه وهو وهي وهم
        وهذا وهذه وذلك ولا ولم ولن وما كذا إياه فإن فقد وقال قال قالت وأضاف وأوضح وأكد وأشار يذكر
        """
    )
)
_LONG_WORDS = 30  # no headline is longer
_HEADLINE_WORDS = 15
_SENTENCE_WORDS = 6  # of a closed line that is more than a label with a stop
_QUESTION_WORDS = 14  # headlines ask and cry too; they are shorter
_IN_PROSE = 0.2  # the share of function words from which an open line is taken for running text
_END = re.compile(r"([.؟?!…۔:؛]+)[\s\"'”»«)\]\u200e\u200f]*$")

_PREFIX = re.compile("^(?:[وف]?(?:بال|كال|لل|ال)|[وف](?=..))")
_SUFFIX = re.compile("(?:هما|ها|هم|ات|ون|ين|ان|يه|وا|ه|ي|ا)$")
_STEM = 3  # letters that must stay of a word


def running_words(text: str) -> int:
    """How many words of a line count as running text: all of a sentence's, none of a label's.

    A line in between, that could be a sentence or a headline, counts in part.
    """
    words = text.split(None, _LONG_WORDS)
    if len(words) < _SENTENCE_WORDS - 2:
        return 0
    if len(words) > _LONG_WORDS:
        return len(text.split())
    match = _END.search(text[-16:])
    end = match[1] if match else ""
    if end in {".", "۔"}:
        return len(words) if len(words) >= _SENTENCE_WORDS else 1
    if end and end not in {":", "؛"} and len(words) >= _QUESTION_WORDS and len(end) == 1:
        return len(words)
    share = function_share(tokens(text))
    if len(words) > _HEADLINE_WORDS and share >= _IN_PROSE:
        return len(words) * 4 // 5
    return 3 if len(words) >= _HEADLINE_WORDS * 2 // 3 and share > 1.25 * _IN_PROSE else 0


def function_share(words: Sequence[str]) -> float:
    """The share of function words among folded `words`, 0.0 to 1.0."""
    return sum(word in FUNCTION_WORDS for word in words) / len(words) if words else 0.0


def stems(text: str) -> frozenset[str]:
    """The content words of `text` without article, conjunction and the commonest endings."""
    return frozenset(
        stem(word) for word in tokens(text) if len(word) >= _STEM and word not in FUNCTION_WORDS
    )


def stem(word: str) -> str:
    """A folded `word` without what is written onto it, as long as three letters stay."""
    short = _PREFIX.sub("", word)
    word = short if len(short) >= _STEM else word
    short = _SUFFIX.sub("", word)
    return short if len(short) >= _STEM else word
