"""Turn `translations/*.po` into known translations, and proposals and reviews back into them.

`record` holds what is known of an article and follows it through the article's changes; `files`
reads and writes it as gettext PO, the desk on which people review; `units` knows the form of one
unit.
"""

from generator.memory.files import (
    Change,
    adopt,
    decide,
    english_in,
    last_saved,
    lines_of,
    load,
    path_of,
    propose,
    save,
    sole_writer,
)
from generator.memory.record import SEAM, WRITTEN, Record, recall
from generator.memory.units import CONTEXTS

__all__ = [
    "CONTEXTS",
    "SEAM",
    "WRITTEN",
    "Change",
    "Record",
    "adopt",
    "decide",
    "english_in",
    "last_saved",
    "lines_of",
    "load",
    "path_of",
    "propose",
    "recall",
    "save",
    "sole_writer",
]
