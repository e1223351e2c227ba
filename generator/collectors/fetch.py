"""Turn an address of the web into a `Capture`: politely, safely, and whole or not at all.

Politely: robots.txt is honoured, a host is asked one thing at a time with a pause between two, a
wait that it asks for is kept, what has not changed is not sent again, and the User-Agent says who
asks. Safely: only public addresses are connected to (`addresses`), what a body may cost is bounded
(`exchange`), nothing of it is run.

Refuses, with a `FetchError` whose `kind` says why: what is no address of the web or leads into a
private network, what robots.txt keeps closed, any answer but a 200, a body that is empty, cut
short, too large or packed to do harm, and what is neither a page nor a feed nor an archive of the
web. Keeps no cookies, runs no scripts, sends no password. A proxy of the environment is used: it
resolves names itself, so that only what can be judged from here is refused.
"""

from __future__ import annotations

import http.client
import re
import socket
import ssl
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.message import Message
from typing import Final
from urllib.parse import urlsplit

from generator.collectors import addresses, content_types, faults, robots
from generator.collectors.addresses import Dial, Guard, NotPublicError, Resolve
from generator.collectors.manners import Manners, NotModified, Validators
from generator.collectors.turns import RestingError, Turns
from generator.errors import FetchError, FetchKind
from generator.exchange import (
    Limits,
    OversizedError,
    RedirectError,
    Response,
    UnsafeRedirectError,
    exchange,
    retry_after,
    uses_proxy,
)
from generator.models import Capture
from generator.text.urls import to_uri
from generator.unpacking import ACCEPTED

KEPT_HEADERS: Final = "content-type content-language etag last-modified date link".split()
"""The headers of an answer that matter later; of the links only that to the canonical address."""

_ACCEPT = (
    "text/html, application/xhtml+xml, application/atom+xml, application/rss+xml,"
    " application/feed+json, application/xml;q=0.9, application/json;q=0.9, text/plain;q=0.9,"
    " */*;q=0.5"
)
_ROBOTS_KEPT = 86_400.0  # RFC 9309, section 2.4
_ROBOTS_RETRIED = 60.0
_OUT_OF_REACH = (
    NotPublicError,
    RestingError,
    ssl.SSLError,
    socket.gaierror,
    ConnectionRefusedError,
)
_ON_THE_WAY = (
    *(OSError, http.client.HTTPException, ValueError, OversizedError, RedirectError),
    *(NotPublicError, RestingError, robots.ClosedError, content_types.UnsupportedError),
)


@dataclass
class Fetcher:
    """Fetches. Thread-safe; one for a run, since it remembers when each host was last asked.

    `resolve`, `dial`, `clock` (seconds, monotonic), `sleep` and `now` are what it takes from the
    world.
    """

    manners: Manners = field(default_factory=Manners)
    resolve: Resolve = addresses.resolve
    dial: Dial = socket.create_connection
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], datetime] = lambda: datetime.now(UTC)

    def __post_init__(self) -> None:
        self.guard = Guard(self.manners.allow_private, self.resolve, self.dial)
        self.turns = Turns(self.manners.longest_wait, self.clock, self.sleep)
        self._headers = {
            "User-Agent": self.manners.user_agent,
            "Accept": _ACCEPT,
            "Accept-Language": "ar, en;q=0.5",
            "Accept-Encoding": ACCEPTED,
        }
        self._robots: dict[str, tuple[robots.Rules, float]] = {}
        self._robots_locks: dict[str, threading.Lock] = {}

    def fetch(self, url: str, validators: Validators | None = None) -> Capture | NotModified:
        """What is at `url`, or that it is what `validators` were given for. Raises FetchError.

        A server that is busy and says for how long, at most `longest_wait`, is asked once more.
        """
        try:
            return self._fetch(url, validators)
        except FetchError as error:
            waits = error.kind is FetchKind.BUSY and error.status and error.retry_after is not None
            if not waits or (error.retry_after or 0.0) > self.manners.longest_wait:
                raise
        return self._fetch(url, validators)  # `turns` knows until when the host rests.

    def _fetch(self, url: str, validators: Validators | None) -> Capture | NotModified:
        try:
            uri = to_uri(url)
        except ValueError as error:
            raise faults.no_address(url, str(error)) from None
        conditions = validators.headers if validators else {}
        trip = _Trip(self, url, uri, self.manners.page)
        response = trip.go(self._headers | conditions)
        retrieved = self.now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        if response.status_code == 304:
            if not conditions:
                raise faults.wrong_status(url, response.url, 304, None)
            if validators and validators.url not in (None, response.url):
                return self._fetch(url, None)  # Another page than the one we have says so.
            return NotModified(uri, response.url, retrieved)
        if not response.content:
            raise faults.empty(url, response.url)
        return Capture(
            name=url,
            suffix=trip.suffix(response),
            data=response.content,
            url=uri,
            final_url=response.url,
            retrieved=retrieved,
            charset=_charset(response.headers),
            headers=tuple(_kept(response.headers)),
        )

    def rules(self, uri: str) -> robots.Rules:
        """What robots.txt says of the origin of `uri`, asked once a run.

        Raises what `exchange` raises where the origin is out of reach altogether.
        """
        parts = urlsplit(uri)
        origin = f"{parts.scheme}://{parts.netloc}"
        with self._robots_locks.setdefault(origin, threading.Lock()):
            known, until = self._robots.get(origin, (robots.OPEN, self.clock()))
            if self.clock() >= until:
                known = self._ask_for_rules(f"{origin}/robots.txt")
                until = self.clock() + (_ROBOTS_RETRIED if known.closed else _ROBOTS_KEPT)
                self._robots[origin] = known, until
            return known

    def _ask_for_rules(self, uri: str) -> robots.Rules:
        limits = replace(self.manners.page, size=robots.MAX_BYTES, redirects=5)
        trip = _Trip(self, uri, uri, limits, for_robots=True)
        try:
            response = trip.exchange(self._headers)
        except OversizedError as error:
            return robots.rules(trip.status, error.kept)
        except (FetchError, UnsafeRedirectError):
            return robots.unreadable("redirects to where nobody should go")
        except RedirectError:
            return robots.OPEN  # RFC 9309, section 2.3.1.2
        except _ON_THE_WAY as error:
            at_home = urlsplit(trip.asked).netloc == urlsplit(uri).netloc
            if at_home and isinstance(getattr(error, "reason", error), _OUT_OF_REACH):
                raise  # The page is out of reach for the same reason, which is the better answer.
            return robots.unreadable("cannot be read")
        return robots.rules(response.status_code, response.content)

    def note_rest(self, url: str, status: int, headers: Message) -> float | None:
        """The seconds that a busy server asks to wait, which its host then gets."""
        seconds = None
        if status in (429, 503):
            seconds = retry_after(headers.get("Retry-After"), self.now())
        if seconds is not None:
            self.turns.rest(urlsplit(url).hostname or "", seconds)
        return seconds


@dataclass
class _Trip:
    """One request with its redirects, now at the address `asked`. For one thread."""

    fetcher: Fetcher
    url: str
    asked: str
    limits: Limits
    for_robots: bool = False
    status: int = 0

    def go(self, headers: dict[str, str]) -> Response:
        """The answer. Raises FetchError."""
        try:
            return self.exchange(headers)
        except _ON_THE_WAY as error:
            fault = error  # Raised outside, so that the error of a library does not hang on to it.
        raise faults.failure(self.url, self.asked, fault, self.limits)

    def exchange(self, headers: dict[str, str]) -> Response:
        """The answer. Raises what `exchange` raises, and FetchError."""
        return exchange(
            urllib.request.Request(self.asked, headers=headers),
            self.limits,
            turn=self.turn,
            connect=self.fetcher.guard.connect,
            admit=self.admit,
        )

    @contextmanager
    def turn(self, url: str) -> Iterator[str]:
        """Wait for the turn to ask for `url`, where that may be asked for at all."""
        try:
            self.asked = to_uri(url)
        except ValueError as error:
            raise faults.no_address(self.url, str(error), led_to=url) from None
        parts = urlsplit(self.asked)
        host = parts.hostname or ""
        if uses_proxy(self.asked):
            default = 443 if parts.scheme == "https" else 80
            self.fetcher.guard.check_for_proxy(host, parts.port or default)
        pause = self.fetcher.manners.pause
        if self.fetcher.manners.robots and not self.for_robots:
            rules = self.fetcher.rules(self.asked)
            rules.check(self.asked)
            pause = max(pause, rules.delay)
        with self.fetcher.turns.at(host, pause):
            yield self.asked

    def admit(self, status: int, headers: Message, url: str) -> Limits:
        """The limits for the body that comes with these headers, if it is to be read at all."""
        rest = self.fetcher.note_rest(url, status, headers)
        self.status = status
        if status == 304 or self.for_robots:
            return self.limits
        if status not in (200, 203):
            raise faults.wrong_status(self.url, url, status, rest)
        kind = headers.get("Content-Type")
        content_types.check(kind)
        if content_types.archive(url, kind):
            self.limits = self.fetcher.manners.archive
        declared = headers.get("Content-Length", "")
        if declared.isdecimal() and int(declared[:20]) > self.limits.size:
            raise OversizedError
        return self.limits

    def suffix(self, response: Response) -> str:
        """The suffix for the body. Raises FetchError."""
        try:
            return content_types.suffix(
                response.headers.get("Content-Type"), response.content, response.url
            )
        except content_types.UnsupportedError as error:
            raise faults.failure(self.url, response.url, error, self.limits) from None


def _charset(headers: Message) -> str | None:
    kind = headers.get("Content-Type", "")
    match = re.search(r";\s*charset\s*=\s*[\"']?([\w.:+-]{1,40})", kind, re.IGNORECASE)
    return match[1].lower() if match else None


def _kept(headers: Message) -> Iterator[tuple[str, str]]:
    for name in KEPT_HEADERS:
        for value in headers.get_all(name, []):
            plain = str(value).strip()
            canonical = name != "link" or re.search(r"rel=\"?canonical\b", plain, re.IGNORECASE)
            if plain and plain.isprintable() and len(plain) <= 1000 and canonical:
                yield name, plain
