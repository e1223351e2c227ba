"""Turn the wish to fetch politely into what `fetch` goes by, and what comes of it.

The records of `fetch`. Refuses, with `ValueError`, a `site` that is no address of the web.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from generator import __version__
from generator.collectors import robots
from generator.exchange import Limits
from generator.models import Capture
from generator.text.urls import to_uri

PAGE: Final = Limits(total=60.0, connect=10.0, silence=20.0, size=5_000_000, redirects=5)
"""What a page or a feed may cost."""

ARCHIVE: Final = Limits(total=900.0, connect=10.0, silence=20.0, size=200_000_000, redirects=5)
"""What an archive of the web may cost."""


@dataclass(frozen=True, slots=True)
class Manners:
    """How to ask.

    `site` is an address under which people learn who asks, for the User-Agent. Seconds: `pause`
    between two requests to a host, `longest_wait` that a host may ask for. `robots` false ignores
    robots.txt, `allow_private` lets private addresses pass. `page` and `archive` (WARC, WACZ) are
    the limits of one fetch; their sizes are those of the unpacked body.
    """

    site: str = ""
    pause: float = 1.0
    longest_wait: float = 60.0
    robots: bool = True
    allow_private: bool = False
    page: Limits = PAGE
    archive: Limits = ARCHIVE

    @property
    def user_agent(self) -> str:
        """Such as `khulasa/1.0 (+https://example.org/; digest site generator)`."""
        contact = f"+{to_uri(self.site)}; " if self.site else ""
        return f"{robots.PRODUCT}/{__version__} ({contact}digest site generator)"


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server said of the copy we have, to ask whether it is still the same.

    `url` is the address that the copy came from in the end.
    """

    etag: str | None = None
    last_modified: str | None = None
    url: str | None = None

    @classmethod
    def of(cls, capture: Capture) -> Validators:
        """The validators of an earlier capture."""
        headers = dict(capture.headers)
        return cls(headers.get("etag"), headers.get("last-modified"), capture.final_url)

    @property
    def headers(self) -> dict[str, str]:
        """The headers of a conditional request (RFC 9110, section 13.1)."""
        named = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in named.items() if value and value.isprintable()}


@dataclass(frozen=True, slots=True)
class NotModified:
    """The server says that what we have of `url` is still the same, at `retrieved`."""

    url: str
    final_url: str
    retrieved: str
