"""Turn a site's robots.txt into what may be asked of it, and how often.

By RFC 9309, with `Crawl-delay`, which the standard leaves out and many sites write. A site without
one (4xx) is open; one whose robots.txt cannot be read (5xx, no answer) is closed until it can.

Refuses, with `ClosedError`, what a site keeps closed. Lines that are no rules are passed over.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from protego import Protego

PRODUCT: Final = "khulasa"
"""The product token that sites address in `User-agent:` lines."""

MAX_BYTES: Final = 500 * 1024
"""What is read of a robots.txt; RFC 9309, section 2.5. The rest is ignored."""

LONGEST_DELAY: Final = 30.0
"""Seconds: a longer Crawl-delay is taken for this one."""


class ClosedError(Exception):
    """A site keeps an address closed to programs; `why` is a part of a sentence."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Rules:
    """What one origin allows. `closed` says why all of it is closed, as the end of a sentence."""

    closed: str = ""
    delay: float = 0.0
    parsed: Protego | None = None

    def check(self, uri: str) -> None:
        """Raise ClosedError where `uri` may not be asked for."""
        if self.closed:
            raise ClosedError(self.closed)
        if self.parsed is not None and not self.parsed.can_fetch(uri, PRODUCT):
            raise ClosedError("the site's robots.txt asks programs not to fetch it")


OPEN: Final = Rules()


def unreadable(why: str) -> Rules:
    """The rules of a site whose robots.txt could not be read because it `why`."""
    return Rules(closed=f"the site's robots.txt {why}, which counts as closed")


def rules(status: int, body: bytes) -> Rules:
    """The rules that an answer to a request for robots.txt stands for."""
    if 400 <= status < 500:
        return OPEN
    if status != 200:
        return unreadable(f"answered {status}")
    if len(body) >= MAX_BYTES:  # The last line may be half a rule, and mean another.
        body = body[:MAX_BYTES].rpartition(b"\n")[0]
    parsed = Protego.parse(body.decode("utf-8-sig", errors="replace"))
    delay = parsed.crawl_delay(PRODUCT) or 0.0
    return Rules(delay=min(max(delay, 0.0), LONGEST_DELAY), parsed=parsed)
