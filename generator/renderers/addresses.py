"""Turn the path of a page or file into its address on the built site.

Without `site_url` nobody can say the whole address; what is made from here then holds relative
ones, which lead to the right place from a site that is served, wherever it is.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import quote

from generator.config import Settings
from generator.text.plain import plain

Place = PurePosixPath | str


@dataclass(frozen=True, slots=True)
class Form:
    """A form in which a file beside the pages is offered."""

    suffix: str
    media_type: str


FEEDS: dict[str, Form] = {
    "Atom": Form(".atom", "application/atom+xml"),
    "RSS": Form(".rss", "application/rss+xml"),
    "JSON Feed": Form(".json", "application/feed+json"),
}
"""The forms of each feed."""


def feed_stem(page: Place) -> PurePosixPath:
    """Where the feed of a list of articles is, without its suffix: below the list's address."""
    path = PurePosixPath(page)
    return (path.parent if path.name == "index.md" else path.with_suffix("")) / "feed"


IN_A_VOLUME = 200
"""Articles in a volume of a book."""


def book_paths(key: str, kind: str = "articles", articles: int = 1) -> list[PurePosixPath]:
    """The PDF of an article or a list, a file a volume: `2016-10.pdf`, `2016-10-2.pdf`."""
    volumes = max(1, -(-articles // IN_A_VOLUME))
    names = (key, *(f"{key}-{number}" for number in range(2, volumes + 1)))
    return [PurePosixPath("pdf", kind, f"{name}.pdf") for name in names]


def epub_path(key: str, kind: str) -> PurePosixPath:
    """The EPUB of an issue: `epub/weeks/2016-W43.epub`."""
    return PurePosixPath("epub", kind, f"{key}.epub")


def on_site(path: Place, settings: Settings) -> str:
    """The address below the root of the site: `ar/articles/x/` for the page `ar/articles/x.md`."""
    path = PurePosixPath(path)
    if path.suffix != ".md":
        return quote(str(path))
    if path.name == "index.md":
        folder = "" if path.parent == PurePosixPath() else f"{quote(str(path.parent))}/"
        return folder if settings.directory_urls else f"{folder}index.html"
    return quote(str(path.with_suffix(""))) + ("/" if settings.directory_urls else ".html")


def full(path: Place, settings: Settings) -> str | None:
    """The whole address, with the scheme and the host; None where the site has no `site_url`."""
    if not settings.site_url:
        return None
    return f"{settings.site_url.rstrip('/')}/{on_site(path, settings)}"


def between(start: Place, target: Place, settings: Settings) -> str:
    """The relative address that leads from one page or file to another."""
    folder = posixpath.dirname(f"/{on_site(start, settings)}")
    aim = f"/{on_site(target, settings)}"
    return posixpath.relpath(aim, folder) + ("/" if aim.endswith("/") else "")


def from_file(start: Place, target: Place, settings: Settings) -> str:
    """The whole address of `target`, or where there is none, the way to it from `start`."""
    return full(target, settings) or between(start, target, settings)


def in_ascii(url: str) -> str:
    """An address from a source as a URI (RFC 3986): what may not stand in one is percent-encoded.

    It leads where it led before; neither a space nor a quotation mark can end it early.
    """
    scheme, mark, rest = plain(url).partition("://")
    host, slash, path = rest.partition("/")
    reserved = "%/:=&?~#+!$,;'@()*"
    # Brackets are only for an IPv6 address (RFC 3986, section 3.2.2).
    return f"{scheme}{mark}{quote(host, safe=f'{reserved}[]')}{slash}{quote(path, safe=reserved)}"
