"""Turn an HTTP request into a whole answer within strict limits, or into a plain exception.

Standard library, because what matters here is a deadline that holds: `requests` and the timeouts
of sockets watch single reads, so that a server which sends a byte now and then holds a caller for
hours. Here every read of the headers and of the body gets only the time that is left.

Refuses a body beyond its limit, one shorter or longer than was declared, more redirects than
allowed, a redirect from https to http or of a POST (which may hold a key). A redirect to another
server takes no Authorization along. Keeps no cookies, reads no .netrc. Proxies come from the
environment (https_proxy, no_proxy); certificates that the system trusts are trusted, and those of
certifi for systems without any. Not covered by the deadline: the system's resolver, and a server
that dawdles within the TLS handshake (each step has the connect timeout). Not noticed: a cut of a
body that neither declares its length nor comes in chunks.
"""

from __future__ import annotations

import functools
import http.client
import io
import json
import re
import socket
import ssl
import string
import time
import urllib.request
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

import certifi

from generator.unpacking import unpacker

Turn = Callable[[str], AbstractContextManager[str]]
Connect = Callable[[tuple[str, int], float], socket.socket]
Admit = Callable[[int, Message, str], "Limits"]


@dataclass(frozen=True, slots=True)
class Limits:
    """What an exchange may cost.

    Seconds in all, and of these for the connection and for a silence; bytes of the body;
    redirects.
    """

    total: float = 30.0
    connect: float = 5.0
    silence: float = 15.0
    size: int = 2_000_000
    redirects: int = 3


@dataclass(frozen=True, slots=True)
class Response:
    """A whole answer, with what deep-translator uses of a `requests.Response`.

    `url` is the address that answered, after all redirects.
    """

    status_code: int
    headers: Message = field(repr=False)
    content: bytes = field(repr=False)
    url: str = ""

    @property
    def text(self) -> str:
        """The body as UTF-8, which every service speaks; `requests` would guess Latin-1."""
        return self.content.decode("utf-8", errors="replace")

    def json(self) -> Any:
        """The body as JSON. Raises ValueError, also for a nesting too deep to be an answer."""
        try:
            return json.loads(self.text)
        except RecursionError:
            raise ValueError("nested too deeply") from None

    def close(self) -> None:
        """Nothing: the connection is closed by now."""


class OversizedError(Exception):
    """The body is larger than the limit.

    `kept` is its beginning, `received` the number of bytes that came, packed or not.
    """

    def __init__(self, kept: bytes = b"", received: int = 0) -> None:
        super().__init__("larger than the limit")
        self.kept, self.received = kept, received


class SurplusError(ValueError):
    """The body is longer than the server declared: where it would end is anybody's guess."""


class RedirectError(Exception):
    """Redirected too often, or to where we do not go."""


class UnsafeRedirectError(RedirectError):
    """Redirected to what is no web address, or, as `downgrade` says, from https to http."""

    def __init__(self, downgrade: bool) -> None:
        super().__init__("unsafe redirect")
        self.downgrade = downgrade


def exchange(
    request: urllib.request.Request,
    limits: Limits,
    *,
    turn: Turn = nullcontext,
    connect: Connect = socket.create_connection,
    admit: Admit | None = None,
) -> Response:
    """The answer to `request`, whatever its status.

    `turn` is entered for each address on the way, redirects too, and says how it is spelt; it may
    wait, which costs nothing of the limits, or refuse by an error of its own. `connect` opens the
    connection, except to a proxy. `admit` sees the status, the headers and the address of the last
    answer before its body is read: it gives the limits for that, or refuses by an error of its own.

    Raises OSError, http.client.HTTPException or ValueError for what failed on the way,
    OversizedError and RedirectError. Their texts may hold the address: never show them.
    """
    left = limits.total
    for _ in range(limits.redirects + 1):
        with turn(request.full_url) as request.full_url:
            started = time.monotonic()
            opener = _opener(started + left, limits.silence, connect)
            with opener.open(request, timeout=min(limits.connect, max(left, 0.01))) as response:
                location = response.headers.get("Location")
                if response.status not in _REDIRECTS or not location or request.data:
                    return _answer(response, request.full_url, limits, admit)
            left -= time.monotonic() - started
        request = _redirected(request, location)
    raise RedirectError


_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_SECRET_HEADERS = frozenset({"authorization", "cookie", "proxy-authorization"})


def _redirected(request: urllib.request.Request, location: str) -> urllib.request.Request:
    """The request for where a redirect leads. Headers are bytes that were read as Latin-1."""
    location = quote(location, safe=string.punctuation, encoding="latin-1")
    try:
        target = urljoin(request.full_url, location)
        scheme, host = urlsplit(target)[:2]
    except ValueError:
        raise UnsafeRedirectError(downgrade=False) from None
    if scheme not in ("https", "http") or (request.type, scheme) == ("https", "http"):
        raise UnsafeRedirectError(downgrade=scheme == "http")
    elsewhere = (scheme, host) != urlsplit(request.full_url)[:2]
    headers = {
        name: value
        for name, value in request.headers.items()
        if not (elsewhere and name.lower() in _SECRET_HEADERS)
    }
    return urllib.request.Request(target, headers=headers)


def _answer(response: _TimedResponse, url: str, limits: Limits, admit: Admit | None) -> Response:
    status, headers = response.status, response.headers
    if admit:
        granted = admit(status, headers, url)
        response.extend(granted.total - limits.total)
        limits = granted
    return Response(status, headers, _body(response, limits.size), url)


def _body(response: _TimedResponse, size: int) -> bytes:
    """The whole body, unpacked where the server packed it."""
    unpack = unpacker(response.headers.get("Content-Encoding", ""))
    body, received = bytearray(), 0
    while piece := response.read(_PIECE):
        received += len(piece)
        body += unpack.feed(piece, size - len(body))
        if len(body) > size or received > size:
            raise OversizedError(bytes(body[:size]), received)
    if response.length:  # http.client lets a body pass that is shorter than its Content-Length.
        raise http.client.IncompleteRead(b"", response.length)
    if received and not unpack.done:
        raise http.client.IncompleteRead(b"")
    if response.surplus:
        raise SurplusError
    return bytes(body)


_PIECE = 65_536

LONGEST_RETRY_AFTER = 86_400.0
"""Seconds: what a server asks for beyond a day is taken for a day."""


def uses_proxy(url: str) -> bool:
    """Whether the environment wants a proxy asked for `url`."""
    parts = urlsplit(url)
    return parts.scheme in urllib.request.getproxies() and not urllib.request.proxy_bypass(
        parts.netloc
    )


def retry_after(value: str | None, now: datetime | None = None) -> float | None:
    """The seconds that a Retry-After header (RFC 9110, section 10.2.3) asks for, at most a day.

    None where there is no header, or neither a number of seconds nor a date in it.
    """
    if value is None:
        return None
    if re.fullmatch(r"\s*[0-9]{1,9}\s*", value):
        return min(float(value), LONGEST_RETRY_AFTER)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    seconds = (moment - (now or datetime.now(UTC))).total_seconds()
    return min(max(seconds, 0.0), LONGEST_RETRY_AFTER)


def _opener(deadline: float, silence: float, connect: Connect) -> urllib.request.OpenerDirector:
    """An opener that follows no redirect, keeps no cookie and raises for no status."""
    opener = urllib.request.OpenerDirector()
    opener.add_handler(urllib.request.ProxyHandler())
    opener.add_handler(_TimedHandler(deadline, silence, connect))
    opener.add_handler(urllib.request.UnknownHandler())
    return opener


class _TimedHandler(urllib.request.HTTPHandler, urllib.request.HTTPSHandler):
    """Opens connections by `connect` whose responses are read against a deadline."""

    def __init__(self, deadline: float, silence: float, connect: Connect) -> None:
        super().__init__()
        self._response = functools.partial(_TimedResponse, deadline=deadline, silence=silence)
        self._connect = connect

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(self._timed(http.client.HTTPConnection, req), req)

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        secure = functools.partial(http.client.HTTPSConnection, context=_tls())
        return self.do_open(self._timed(secure, req), req)

    def _timed(
        self, kind: Callable[..., http.client.HTTPConnection], request: urllib.request.Request
    ) -> Any:
        to_proxy = request.has_proxy() or getattr(request, "_tunnel_host", None)

        def connection(*args: Any, **kwargs: Any) -> http.client.HTTPConnection:
            opened = kind(*args, **kwargs)
            opened.response_class = self._response  # type: ignore[assignment]
            if not to_proxy:
                opened._create_connection = (  # type: ignore[attr-defined]
                    lambda address, timeout, *_: self._connect(address, timeout)
                )
            return opened

        return connection


class _TimedResponse(http.client.HTTPResponse):
    """A response of which the headers as well as the body are read against a deadline.

    `surplus` tells, once the declared length was read, whether more bytes came behind it.
    """

    def __init__(
        self, sock: socket.socket, *args: Any, deadline: float, silence: float, **kwargs: Any
    ) -> None:
        super().__init__(sock, *args, **kwargs)
        self.fp.close()
        self._stream = _TimedStream(sock, deadline, silence)
        self.fp = io.BufferedReader(self._stream)
        self.surplus = False

    def extend(self, seconds: float) -> None:
        """Move the deadline."""
        self._stream.deadline += seconds

    def _close_conn(self) -> None:
        # We asked for one answer only, so the connection should end where the body does. Bytes
        # counted as characters declare half of an Arabic page.
        declared = self.length == 0 and self.status not in (204, 304)
        if declared and self.fp is not None and not self.fp.closed:
            self._stream.silence = 0.2 if self.will_close else 0.0
            with suppress(OSError, ValueError):
                self.surplus = bool(self.fp.peek(1).strip())
        super()._close_conn()  # type: ignore[misc]


class _TimedStream(io.RawIOBase):
    """What a socket receives until a deadline: each wait is cut to the time that is left."""

    def __init__(self, sock: socket.socket, deadline: float, silence: float) -> None:
        self._socket, self.deadline, self.silence = sock, deadline, silence
        self._stream = sock.makefile("rb", buffering=0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._socket.settimeout(min(left, self.silence))
        return self._stream.readinto(buffer)

    def close(self) -> None:
        self._stream.close()
        super().close()


@functools.cache
def _tls() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context
