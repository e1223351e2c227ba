"""Turn requests on loopback into the pages of a web site, served well or badly.

A real server on a real socket. `page` puts something at a path, with a behaviour where it is not to
be served well; `plan` says how to treat the next requests for a path before that; `folder` serves
what lies on disk. `asked` is what was asked, in order.

    with WebServer() as site:
        url = site.page("/news/1", "<html>...", ETag='"1"')
        site.plan("/news/1", "busy:2")

`World` is what a `Fetcher` takes from the world: names that lead to the server, and a clock that
only moves when somebody sleeps.
"""

from __future__ import annotations

import gzip
import mimetypes
import socket
import ssl
import threading
import time
import zlib
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

import brotli

HTML = "text/html; charset=utf-8"
NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)

GZIP_BOMB = gzip.compress(bytes(20_000_000), compresslevel=9)
BROTLI_BOMB = brotli.compress(bytes(20_000_000), quality=5)


@dataclass(frozen=True)
class Asked:
    """One request as it came; times by `time.monotonic`."""

    method: str
    host: str
    path: str
    headers: dict[str, str]
    time: float


@dataclass(frozen=True)
class Served:
    """What is at a path."""

    body: bytes = b""
    status: int = 200
    behaviour: str = "well"
    headers: tuple[tuple[str, str], ...] = ()


@dataclass
class WebServer:
    """Use as a context manager. `most_at_once` counts for each host the requests side by side."""

    port: int = 0
    asked: list[Asked] = field(default_factory=list)
    most_at_once: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._pages: dict[str, Served] = {}
        self._plans: dict[str, deque[str]] = {}
        self._folders: dict[str, Path] = {}
        self._now: Counter[str] = Counter()
        self._lock = threading.Lock()
        self.closing = threading.Event()
        owner = self

        class Handler(_Handler):
            site = owner

        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        self.scheme = "http"

    def __enter__(self) -> WebServer:
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        """The address of `path` on loopback."""
        return f"{self.scheme}://{host}:{self.port}{path}"

    def page(
        self,
        path: str,
        body: str | bytes = "",
        kind: str | None = HTML,
        status: int = 200,
        behaviour: str = "well",
        **headers: str,
    ) -> str:
        """Serve `body` at `path`, and give its address. `Last_Modified=...` adds a header.

        `behaviour` is "name" or "name:detail" of a `behave_...` below. A page with an ETag or
        Last-Modified answers 304 to who has it.
        """
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if kind is not None:
            named = {"Content-Type": kind} | named
        payload = body.encode() if isinstance(body, str) else body
        self._pages[path] = Served(payload, status, behaviour, tuple(named.items()))
        return self.url(path)

    def redirect(self, path: str, target: str, status: int = 302) -> str:
        """Lead from `path` to `target`, and give the address of `path`."""
        return self.page(path, "", status=status, Location=target)

    def robots(self, text: str | bytes, **how: object) -> str:
        """Serve this robots.txt. Without one the server answers 404."""
        return self.page("/robots.txt", text, "text/plain", **how)  # type: ignore[arg-type]

    def folder(self, prefix: str, folder: Path) -> str:
        """Serve the files of `folder` below `prefix`, with the headers of a plain web server."""
        self._folders[prefix.rstrip("/") + "/"] = folder
        return self.url(prefix)

    def plan(self, path: str, *behaviours: str) -> None:
        """How to treat the next requests for `path`, before it is served as usual."""
        self._plans.setdefault(path, deque()).extend(behaviours)

    def paths(self, host: str | None = None) -> list[str]:
        """The paths asked for, in order, of one host or of all."""
        return [asked.path for asked in self.asked if host in (None, asked.host)]

    def use_tls(self, certificate: Path) -> None:
        """From now on speak https, with a certificate and its key in one PEM file."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        self._server.socket = context.wrap_socket(
            self._server.socket, server_side=True, do_handshake_on_connect=False
        )
        self.scheme = "https"

    def begin(self, asked: Asked) -> str | None:
        """Take note of a request; gives the behaviour that was planned for it, if any."""
        with self._lock:
            self.asked.append(asked)
            self._now[asked.host] += 1
            self.most_at_once[asked.host] = max(
                self.most_at_once[asked.host], self._now[asked.host]
            )
            plan = self._plans.get(urlsplit(asked.path).path)
            return plan.popleft() if plan else None

    def end(self, asked: Asked) -> None:
        with self._lock:
            self._now[asked.host] -= 1

    def find(self, path: str) -> Served | None:
        """What is at `path`: a page with this query, one without it, or a file."""
        bare = urlsplit(path).path
        for candidate in (path, bare, unquote(bare)):
            if candidate in self._pages:
                return self._pages[candidate]
        for prefix, folder in self._folders.items():
            file = folder / unquote(bare).removeprefix(prefix)
            if unquote(bare).startswith(prefix) and file.is_file():
                return _file(file)
        return None


def _file(path: Path) -> Served:
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    modified = path.stat().st_mtime
    headers = {
        "Content-Type": kind,
        "Last-Modified": formatdate(modified, usegmt=True),
        "ETag": f'"{int(modified):x}-{path.stat().st_size:x}"',
    }
    return Served(path.read_bytes(), headers=tuple(headers.items()))


class _Handler(BaseHTTPRequestHandler):
    site: WebServer
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Silence."""

    def handle(self) -> None:
        try:
            super().handle()
        except OSError:
            self.close_connection = True  # The client had enough.

    def do_GET(self) -> None:
        host = urlsplit(f"//{self.headers.get('Host', '')}").hostname or ""
        asked = Asked("GET", host, self.path, dict(self.headers), time.monotonic())
        planned = self.site.begin(asked)
        try:
            self.close_connection = True
            self.served = self.site.find(self.path) or Served(b"Not here.", 404)
            behaviour, _, detail = (planned or self.served.behaviour).partition(":")
            getattr(self, f"behave_{behaviour}")(*([detail] if detail else []))
        finally:
            self.site.end(asked)

    def send(
        self, body: bytes, status: int | None = None, length: int | None = None, **more: str
    ) -> None:
        """The headers of what is served and these, and a body; a `length` below 0 is not told."""
        length = len(body) if length is None else length
        told = {"Content-Length": str(length)} if length >= 0 else {}
        headers = told | dict(self.served.headers)
        headers |= {name.replace("_", "-"): value for name, value in more.items()}
        self.send_response(self.served.status if status is None else status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    # Behaviours ----------------------------------------------------------------------------------

    def behave_well(self) -> None:
        headers = dict(self.served.headers)
        known = (
            (headers.get("ETag"), self.headers.get("If-None-Match")),
            (headers.get("Last-Modified"), self.headers.get("If-Modified-Since")),
        )
        if any(ours is not None and ours == theirs for ours, theirs in known):
            self.send(b"", 304, length=-1)
        else:
            self.send(self.served.body)

    def behave_gzip(self) -> None:
        self.send(gzip.compress(self.served.body), Content_Encoding="gzip")

    def behave_gzip_members(self) -> None:
        half = len(self.served.body) // 2
        parts = (self.served.body[:half], self.served.body[half:])
        self.send(b"".join(map(gzip.compress, parts)) + bytes(512), Content_Encoding="x-gzip")

    def behave_deflate(self) -> None:
        self.send(zlib.compress(self.served.body), Content_Encoding="deflate")

    def behave_raw_deflate(self) -> None:
        packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
        body = packer.compress(self.served.body) + packer.flush()
        self.send(body, Content_Encoding="deflate")

    def behave_brotli(self) -> None:
        self.send(brotli.compress(self.served.body), Content_Encoding="br")

    def behave_coding(self, name: str = "") -> None:
        """Claims a Content-Encoding that the body is not in."""
        self.send(self.served.body, Content_Encoding=name)

    def behave_packed_and_cut(self, name: str = "gzip") -> None:
        packed = (gzip.compress if name == "gzip" else brotli.compress)(self.served.body)
        self.send(packed[: len(packed) // 2], Content_Encoding=name)

    def behave_gzip_bomb(self) -> None:
        self.send(GZIP_BOMB, Content_Encoding="gzip")

    def behave_brotli_bomb(self) -> None:
        self.send(BROTLI_BOMB, Content_Encoding="br")

    def behave_chunked(self) -> None:
        self._chunks()
        self.wfile.write(b"0\r\n\r\n")

    def behave_chunks_cut(self) -> None:
        self._chunks()

    def _chunks(self) -> None:
        self.send(b"", length=-1, Transfer_Encoding="chunked")
        for start in range(0, len(self.served.body), 1000):
            piece = self.served.body[start : start + 1000]
            self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))

    def behave_without_length(self) -> None:
        self.send(self.served.body, length=-1)

    def behave_too_short(self) -> None:
        """Declares more than it sends."""
        self.send(self.served.body, length=len(self.served.body) + 100)

    def behave_too_long(self) -> None:
        """Sends more than it declares, as servers do that count characters for bytes."""
        self.send(self.served.body, length=len(self.served.body) // 2)

    def behave_with_line_break(self) -> None:
        """Ends with a line break that belongs to no body, as some servers do."""
        self.send(self.served.body + b"\r\n", length=len(self.served.body))

    def behave_stays_open(self) -> None:
        self.send(self.served.body)
        self.site.closing.wait(20)

    def behave_cut(self) -> None:
        """Closes at once, without a word."""

    def behave_garbage(self) -> None:
        self.wfile.write(b"\x00\xff not HTTP at all\r\n\r\n")

    def behave_silence(self) -> None:
        self.site.closing.wait(20)

    def behave_slow(self, seconds: str) -> None:
        self.site.closing.wait(float(seconds))
        self.behave_well()

    def behave_slow_headers(self) -> None:
        self._drip(b"HTTP/1.1 200 OK\r\nX-Slow: " + b"y" * 1000)

    def behave_drip(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n")
        self._drip(b"z" * 5000)

    def _drip(self, content: bytes) -> None:
        for byte in content:
            if self.site.closing.wait(0.03):
                return
            self.wfile.write(bytes([byte]))
            self.wfile.flush()

    def behave_endless(self) -> None:
        self.send(b"", length=-1)
        while not self.site.closing.is_set():
            self.wfile.write(b"x" * 65536)

    def behave_declares(self, length: str) -> None:
        """Declares a length and sends nothing more."""
        self.send(b"", length=int(length))
        self.site.closing.wait(20)

    def behave_circle(self) -> None:
        self.send(b"", 302, Location=self.path)

    def behave_busy(self, wait: str = "") -> None:
        """429, with a Retry-After of seconds or of a date."""
        self.send(b"Slow down.", 429, **({"Retry_After": wait} if wait else {}))

    def behave_down(self, wait: str = "") -> None:
        self.send(b"Back soon.", 503, **({"Retry_After": wait} if wait else {}))

    def behave_status(self, status: str) -> None:
        self.send(b"<html><body>No.</body></html>", int(status))


@dataclass
class World:
    """Names and times for a `Fetcher`, for one server or several.

    A name in `names` has these addresses, one answer after the other if there are several lists;
    any other has one public address. Each connection ends at `site`, whatever address it was for;
    `dialled` are these addresses. `slept` are the waits, which take no time.
    """

    site: WebServer
    names: dict[str, list[Sequence[str]]] = field(default_factory=dict)
    resolved: list[str] = field(default_factory=list)
    dialled: list[str] = field(default_factory=list)
    slept: list[float] = field(default_factory=list)
    time: float = 1000.0

    PUBLIC = "93.184.215.14"

    def resolve(self, host: str, port: int) -> Sequence[str]:
        self.resolved.append(host)
        answers = self.names.get(host)
        if answers is None:
            return [self.PUBLIC]
        return answers.pop(0) if len(answers) > 1 else answers[0]

    def dial(self, address: tuple[str, int], timeout: float) -> socket.socket:
        self.dialled.append(address[0])
        return socket.create_connection(("127.0.0.1", self.site.port), timeout)

    def clock(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds

    def now(self) -> datetime:
        return NOON + timedelta(seconds=self.time - 1000.0)
