"""Turn `translations/*.po` into known translations, and proposals back into them.

`record` holds what is known of an article and follows it through the article's changes; `files`
reads and writes it as gettext PO, the desk on which people review.
"""

from generator.memory.files import adopt, english_in, load, path_of, propose, save, sole_writer
from generator.memory.record import WRITTEN, Record, recall

__all__ = [
    "WRITTEN",
    "Record",
    "adopt",
    "english_in",
    "load",
    "path_of",
    "propose",
    "recall",
    "save",
    "sole_writer",
]
