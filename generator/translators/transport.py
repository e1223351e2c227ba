"""Turn the questions of the adapters into answers of a service, or into a `ProviderError`.

All that goes to the network goes through a `Service`, which knows the limits and what a status
means. It refuses to show what it sent: errors name the service and what happened, never the
address asked, for that holds the text and sometimes a key. What is quoted of a server's own words
goes through `redact`. Errors are raised outside of any `except`, so that no original error with
such an address hangs on to them.
"""

from __future__ import annotations

import http.client
import json
import re
import socket
import ssl
import urllib.request
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar
from urllib.parse import quote, quote_plus, urlencode

from generator import __version__
from generator.errors import (
    AnswerRefused,
    ProviderError,
    ProviderMisconfigured,
    ProviderUnavailable,
    QuotaExhausted,
    RateLimited,
)
from generator.exchange import (
    Limits,
    OversizedError,
    RedirectError,
    Response,
    exchange,
    retry_after,
)

USER_AGENT = f"khulasa/{__version__} (digest site generator)"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Service:
    """Who is asked: the name for messages, the limits, and what must never be shown.

    `takes_key` says what a 403 means: a refused key, or a service without keys that has had enough
    of this address for today.
    """

    name: str
    limits: Limits = field(default_factory=Limits)
    secrets: tuple[str, ...] = field(default=(), repr=False)
    takes_key: bool = False

    def get(self, url: str, params: Mapping[str, str]) -> Response:
        """The answer to a GET, whatever its status. Raises ProviderError."""
        return self.send(urllib.request.Request(f"{url}?{urlencode(params)}"))

    def post(self, url: str, body: Mapping[str, object]) -> Response:
        """The answer to a POST of a JSON object, whatever its status. Raises ProviderError."""
        request = urllib.request.Request(url, json.dumps(body).encode())
        request.add_header("Content-Type", "application/json")
        return self.send(request)

    def send(self, request: urllib.request.Request) -> Response:
        """The answer to any request, whatever its status. Raises ProviderError.

        For the packages of services, which build their requests themselves.
        """
        request.add_header("User-Agent", USER_AGENT)
        try:
            return exchange(request, self.limits)
        except OversizedError:
            what = f"sent more than {self.limits.size:,} bytes for one answer"
        except RedirectError:
            what = "redirects in circles or to an unsafe address"
        except (OSError, http.client.HTTPException, ValueError, zlib.error) as error:
            what = _in_plain_words(error)
        raise ProviderUnavailable(f"{self.name} {what}")

    def check(self, response: Response) -> None:
        """Raise the ProviderError that the status of `response` stands for, if any."""
        if failure := self._failure(response):
            raise failure

    def reading(self, read: Callable[[], T]) -> T:
        """What `read` makes of an answer, all its failures told as one ProviderUnavailable.

        For the code of others (JSON, HTML, deep-translator) at work on what a server sent.
        """
        try:
            return read()
        except ProviderError:
            raise
        except Exception:  # deep-translator's errors share no base class, and raw ones pass it.
            pass
        raise ProviderUnavailable(f"{self.name} sent an answer that cannot be read")

    def quote(self, said: object) -> str:
        """A server's own words as the end of a message: `: "Slow down"`, or nothing."""
        return f': "{redact(said, self.secrets)}"' if isinstance(said, str) and said else ""

    def _failure(self, response: Response) -> ProviderError | None:
        status = response.status_code
        if status == 200:
            return None
        message = f"{self.name} answered {status}{self.quote(_error_text(response))}"
        wait = retry_after(response.headers.get("Retry-After"))
        if status == 429 or (status == 503 and wait is not None):
            return RateLimited(message, wait)
        if status in (402, 456) or (status == 403 and not self.takes_key):
            return QuotaExhausted(message)
        if status in (401, 403):
            return ProviderMisconfigured(f"{message}; the key may be missing or wrong")
        if status in (404, 405, 410) or 300 <= status < 400:
            return ProviderMisconfigured(f"{message}; check the option 'url'")
        if 400 <= status < 500 and status not in (408, 425):
            return AnswerRefused(message)
        return ProviderUnavailable(message)


def _error_text(response: Response) -> object:
    """`{"error": "..."}`, `{"error": {"message": "..."}}` or `{"message": "..."}`."""
    try:
        body = response.json()
    except ValueError:
        return None
    error = body.get("error", body) if isinstance(body, dict) else None
    return error.get("message") if isinstance(error, dict) else error


def _in_plain_words(error: Exception) -> str:
    """What happened, without the words of the error, which may hold the address."""
    reason = getattr(error, "reason", error)
    if isinstance(reason, TimeoutError):
        return "did not answer in time"
    if isinstance(reason, ssl.SSLCertVerificationError):
        return "shows a certificate that is not trusted"
    if isinstance(reason, socket.gaierror):
        return "cannot be found: no network, or a wrong host in the option 'url'"
    if isinstance(reason, ConnectionRefusedError):
        return "refuses connections: is the server running?"
    if isinstance(reason, ConnectionError | http.client.HTTPException):
        return "cut the connection before the answer was complete"
    if isinstance(reason, ValueError | zlib.error):
        return "sent an answer that cannot be read"
    return "cannot be reached"


def redact(text: str, secrets: Iterable[str] = (), longest: int = 120) -> str:
    """A stranger's words on one line, fit to be shown: cut, and without keys, addresses, mail.

    `secrets` go in every spelling they may come back in; so does whatever looks like a key.
    """
    for secret in sorted(filter(None, secrets), key=len, reverse=True):
        for said in {secret, quote(secret, safe=""), quote_plus(secret), json.dumps(secret)[1:-1]}:
            text = re.sub(re.escape(said), "[key]", text, flags=re.IGNORECASE)
    text = text[:2000]
    text = re.sub(r"\w+://\S+|www\.\S+", "[address]", text)
    text = re.sub(r"\S+@\S+", "[mail]", text)
    text = re.sub(r"(?<![\w-])(?=[\w+/=.-]*\d)[\w+/=.-]{16,}", "[key]", text)
    text = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return text if len(text) <= longest else text[: longest - 1] + "…"
