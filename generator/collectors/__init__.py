"""Turn what a person names (files, folders, links, feeds, archives) into what a reader can read.

A `Capture` is bytes as they came. `unpack` gives what is in one: a page is one find, a feed or an
archive of the web holds many. Nothing is written here, and no find is judged: whether it is an
article is the readers' to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.models import Capture


@dataclass(frozen=True, slots=True)
class Find:
    """What may be one article, within the capture that it came in.

    `data` is what a reader reads, and `suffix` names the reader. `facts` is what the container says
    of it (a feed's title, date, authors and topics), by the keys of a sidecar; `hints` are facts
    that count only where the page itself is silent. `follow` is the address of the whole page where
    `data` is only a teaser.
    """

    capture: Capture
    name: str
    suffix: str
    data: bytes = field(repr=False)
    charset: str | None = None
    facts: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    hints: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    follow: str | None = None
