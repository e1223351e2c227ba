"""Turn an HTTP request into a whole answer within strict limits, or into a plain exception.

Standard library, because what matters here is a deadline that holds: `requests` and the timeouts
of sockets watch single reads, so that a server which sends a byte now and then holds a caller for
hours. Here every read of the headers and of the body gets only the time that is left.

Refuses a body beyond its limit, a body shorter than was declared, more redirects than allowed, a
redirect from https to http or of a POST (which may hold a key). Keeps no cookies, reads no .netrc.
Proxies come from the environment (https_proxy, no_proxy); certificates that the system trusts are
trusted, and those of certifi for systems without any. Not covered by the deadline: the system's
resolver, and a server that dawdles within the TLS handshake (each step has the connect timeout).
"""

from __future__ import annotations

import functools
import http.client
import io
import json
import socket
import ssl
import string
import time
import urllib.request
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import Message
from typing import Any
from urllib.parse import quote, urljoin

import certifi


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
    """A whole answer, with what deep-translator uses of a `requests.Response`."""

    status_code: int
    headers: Message = field(repr=False)
    content: bytes = field(repr=False)

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
    """The body is larger than the limit."""


class RedirectError(Exception):
    """Redirected too often, or to where we do not go."""


def exchange(request: urllib.request.Request, limits: Limits) -> Response:
    """The answer to `request`, whatever its status.

    Raises OSError, http.client.HTTPException, ValueError or zlib.error for what failed on the
    way, OversizedError and RedirectError. Their texts may hold the address: never show them.
    """
    opener = _opener(time.monotonic() + limits.total, limits.silence)
    for _ in range(limits.redirects + 1):
        with opener.open(request, timeout=min(limits.connect, limits.total)) as response:
            location = response.headers.get("Location")
            if response.status in (301, 302, 303, 307, 308) and location and not request.data:
                request = _redirected(request, location)
                continue
            return Response(response.status, response.headers, _body(response, limits.size))
    raise RedirectError


def _redirected(request: urllib.request.Request, location: str) -> urllib.request.Request:
    """The request for where a redirect leads. Headers are bytes that were read as Latin-1."""
    location = quote(location, safe=string.punctuation, encoding="latin-1")
    target = urljoin(request.full_url, location)
    if not target.startswith(("https:", "http:") if request.type == "http" else "https:"):
        raise RedirectError
    return urllib.request.Request(target, headers=dict(request.headers))


def _body(response: http.client.HTTPResponse, size: int) -> bytes:
    """The whole body, unpacked where the server packed it although it was not asked to."""
    body = response.read(size + 1)
    if len(body) > size:
        raise OversizedError
    if response.length:  # http.client lets a body pass that is shorter than its Content-Length.
        raise http.client.IncompleteRead(b"", response.length)
    encoding = response.headers.get("Content-Encoding", "identity").lower()
    if encoding == "identity":
        return body
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise ValueError("unknown encoding")
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)
    unpacked = unpacker.decompress(body, size + 1)
    if len(unpacked) > size:
        raise OversizedError
    if not unpacker.eof:
        raise http.client.IncompleteRead(b"")
    return unpacked


def _opener(deadline: float, silence: float) -> urllib.request.OpenerDirector:
    """An opener that follows no redirect, keeps no cookie and raises for no status."""
    opener = urllib.request.OpenerDirector()
    opener.add_handler(urllib.request.ProxyHandler())
    opener.add_handler(_TimedHandler(deadline, silence))
    opener.add_handler(urllib.request.UnknownHandler())
    return opener


class _TimedHandler(urllib.request.HTTPHandler, urllib.request.HTTPSHandler):
    """Opens connections whose responses are read against a deadline."""

    def __init__(self, deadline: float, silence: float) -> None:
        super().__init__()
        self._response = functools.partial(_TimedResponse, deadline=deadline, silence=silence)

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(self._timed(http.client.HTTPConnection), req)

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        secure = functools.partial(http.client.HTTPSConnection, context=_tls())
        return self.do_open(self._timed(secure), req)

    def _timed(self, kind: Callable[..., http.client.HTTPConnection]) -> Any:
        def connection(*args: Any, **kwargs: Any) -> http.client.HTTPConnection:
            opened = kind(*args, **kwargs)
            opened.response_class = self._response  # type: ignore[assignment]
            return opened

        return connection


class _TimedResponse(http.client.HTTPResponse):
    """A response of which the headers as well as the body are read against a deadline."""

    def __init__(
        self, sock: socket.socket, *args: Any, deadline: float, silence: float, **kwargs: Any
    ) -> None:
        super().__init__(sock, *args, **kwargs)
        self.fp.close()
        self.fp = io.BufferedReader(_TimedStream(sock, deadline, silence))


class _TimedStream(io.RawIOBase):
    """What a socket receives until a deadline: each wait is cut to the time that is left."""

    def __init__(self, sock: socket.socket, deadline: float, silence: float) -> None:
        self._socket, self._deadline, self._silence = sock, deadline, silence
        self._stream = sock.makefile("rb", buffering=0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._socket.settimeout(min(left, self._silence))
        return self._stream.readinto(buffer)

    def close(self) -> None:
        self._stream.close()
        super().close()


@functools.cache
def _tls() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context
