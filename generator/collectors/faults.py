"""Turn what goes wrong on the way to a page into a `FetchError` that a person can act on.

Nothing of an exception's own words is shown: they are those of libraries, and hold addresses.
"""

from __future__ import annotations

import http.client
import socket
import ssl
from typing import Final

from generator.collectors.addresses import NotPublicError
from generator.collectors.content_types import UnsupportedError
from generator.collectors.robots import ClosedError
from generator.collectors.turns import RestingError
from generator.errors import FetchError, FetchKind
from generator.exchange import (
    Limits,
    OversizedError,
    RedirectError,
    SurplusError,
    UnsafeRedirectError,
)
from generator.models import Problem
from generator.text.urls import shown, to_uri
from generator.unpacking import UnknownCodingError, UnpackError

BOMB_RATIO: Final = 100
"""Bytes out of one, from which an oversized body was packed to do harm; text gives 4 to 10."""

EXPECTED_TYPES: Final = "a web page, a feed, text or an archive of the web"

_AGAIN = "Try again later."
_BY_HAND = "Open it in a browser, save the page, and add the file."
_CHECK = "Check the address."

_STATUS_ACTIONS = {
    401: "It wants a login: save the page in a browser where you are logged in, and add the file.",
    402: "It wants to be paid: save the page in a browser where you are logged in.",
    403: f"The site keeps programs out. {_BY_HAND}",
    404: "The page is not there: check the address, or look for a copy in a web archive.",
    407: "The proxy wants a login: check http_proxy and https_proxy.",
    410: "The page was taken away for good: look for a copy in a web archive.",
    429: "The site has had enough requests for now: try again later, or with a longer pause.",
    451: "The page is withheld for legal reasons: look for a copy in a web archive.",
}


def error(
    url: str, kind: FetchKind, found: str, expected: str = "", action: str = _AGAIN
) -> FetchError:
    """A FetchError on `url`, which is shown short and without a password."""
    return FetchError(_problem(url, found, expected, action), kind)


def no_address(url: str, why: str, led_to: str = "") -> FetchError:
    """`url` is no address of the web, or leads to none; `why` follows on it."""
    if led_to:
        return error(url, FetchKind.REDIRECTS, f"it redirects to {shown(led_to)}, which {why}",
                     "a redirect to an address of the web", _BY_HAND)  # fmt: skip
    return error(url, FetchKind.ADDRESS, f"it {why}", "an address of the web",
                 "Check the address: it should look like https://example.org/page.")  # fmt: skip


def empty(url: str, asked: str) -> FetchError:
    """The answer holds nothing."""
    return error(url, FetchKind.CUT_SHORT, f"{_via(url, asked)}the answer is empty", EXPECTED_TYPES)


def wrong_status(url: str, asked: str, status: int, retry_after: float | None) -> FetchError:
    """The server answered `status` in place of the page; `retry_after` is in seconds."""
    reason = http.client.responses.get(status, "")
    found = f"{_via(url, asked)}the server answered {status} {reason}".rstrip()
    if retry_after is not None:
        found += f" and asks to wait {_duration(retry_after)}"
    busy = status == 429 or (status == 503 and retry_after is not None)
    kind = FetchKind.BUSY if busy else FetchKind.STATUS
    action = _STATUS_ACTIONS.get(status, _AGAIN if status >= 500 else _BY_HAND)
    return FetchError(_problem(url, found, "200 OK", action), kind, status, retry_after)


def _problem(url: str, found: str, expected: str, action: str) -> Problem:
    return Problem(shown(url), found, expected, action)


def _via(url: str, asked: str) -> str:
    """How it came that `asked` was asked for in place of `url`."""
    try:
        same = to_uri(url) == asked
    except ValueError:
        same = False
    return "" if same else f"it redirects to {shown(asked)}, and "


def failure(url: str, asked: str, fault: Exception, limits: Limits) -> FetchError:
    """What `fault` means for `url`; `asked` is the address of the request that it befell."""
    via = _via(url, asked)
    match fault:
        case ClosedError():
            action = f"{_BY_HAND} Or give --ignore-robots, where you may."
            found = f"{via}{fault.why}"
            return error(url, FetchKind.ROBOTS, found, "a page open to programs", action)
        case NotPublicError():
            return error(url, FetchKind.PRIVATE, f"{via}the host has {fault.kind}",
                         "a host on the public internet",
                         "If you do want this, run it again with --allow-private.")  # fmt: skip
        case RestingError():
            found = f"{via}the host asked to be left alone for {_duration(fault.seconds)} more"
            return FetchError(_problem(url, found, "", _AGAIN), FetchKind.BUSY, None, fault.seconds)
        case UnsupportedError():
            found = f"{via}what is there is {fault.what}"
            action = "Get the text of it, and add that as a .txt file."
            return error(url, FetchKind.CONTENT_TYPE, found, EXPECTED_TYPES, action)
        case OversizedError():
            return _oversized(url, via, fault, limits)
        case UnsafeRedirectError():
            where = "from https to http" if fault.downgrade else "to what is no address of the web"
            found = f"{via}the server redirects {where}"
            expected = "a redirect to an https address"
            return error(url, FetchKind.REDIRECTS, found, expected, _BY_HAND)
        case RedirectError():
            found = f"{via}it redirects more than {limits.redirects} times"
            action = f"It may want cookies, which are not kept. {_BY_HAND}"
            return error(url, FetchKind.REDIRECTS, found, "a page", action)
        case UnknownCodingError():
            coding = fault.coding if fault.coding.isascii() and fault.coding.isprintable() else ""
            found = f"{via}the server packed it as {coding[:40] or 'something'!r}"
            return error(url, FetchKind.ENCODING, found, "gzip, deflate, br or nothing", _BY_HAND)
        case UnpackError():
            found = f"{via}the packed body has a fault and cannot be unpacked"
            return error(url, FetchKind.ENCODING, found, action=_BY_HAND)
        case _:
            return _of_the_network(url, via, fault, limits)


def _oversized(url: str, via: str, fault: OversizedError, limits: Limits) -> FetchError:
    most = f"at most {_size(limits.size)}"
    if fault.received and limits.size > BOMB_RATIO * fault.received:
        found = f"{via}{_size(fault.received)} unpack to more than {_size(limits.size)}"
        return error(url, FetchKind.BOMB, found, most, "Leave it: that is made to do harm.")
    found = f"{via}it is larger than {_size(limits.size)}"
    return error(url, FetchKind.TOO_LARGE, found, most, _BY_HAND)


def _of_the_network(url: str, via: str, fault: Exception, limits: Limits) -> FetchError:
    reason = getattr(fault, "reason", fault)
    match reason:
        case TimeoutError():
            found = f"{via}there was no whole answer in time"
            expected = f"one within {_duration(limits.total)}"
            return error(url, FetchKind.TIMEOUT, found, expected)
        case ssl.SSLCertVerificationError():
            found = f"{via}its certificate is not trusted"
            return error(url, FetchKind.TLS, found, "a valid certificate", _BY_HAND)
        case ssl.SSLError():
            found = f"{via}no secure connection comes about"
            return error(url, FetchKind.TLS, found, "TLS 1.2 or newer", _BY_HAND)
        case socket.gaierror():
            found = f"{via}the host cannot be found"
            action = f"{_CHECK} Is this machine connected?"
            return error(url, FetchKind.DNS, found, "a host that exists", action)
        case SurplusError():
            found = f"{via}the body is longer than the server declared"
            return error(url, FetchKind.CUT_SHORT, found, "the declared length", _BY_HAND)
        case http.client.RemoteDisconnected():
            found = f"{via}the server closed the connection without an answer"
            return error(url, FetchKind.CUT_SHORT, found, "an answer")
        case http.client.IncompleteRead() | ConnectionResetError() | ConnectionAbortedError():
            found = f"{via}the answer was cut short"
            return error(url, FetchKind.CUT_SHORT, found, "the whole of it")
        case http.client.HTTPException() | ValueError():
            found = f"{via}the server's answer is no HTTP"
            return error(url, FetchKind.CUT_SHORT, found, "an answer in HTTP", _CHECK)
        case ConnectionRefusedError():
            found = f"{via}the host refuses connections"
            return error(url, FetchKind.CONNECTION, found, "a running web server")
        case _:
            found = f"{via}the host cannot be reached"
            return error(url, FetchKind.CONNECTION, found, "a host that answers")


def _size(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB" if size >= 100_000 else f"{size:,} bytes"


def _duration(seconds: float) -> str:
    if seconds < 120:
        return f"{seconds:.0f} s" if seconds >= 1 else f"{seconds:.1f} s"
    return f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:.0f} h"
