"""One request and its redirects: what is sent where, what is believed, and how long it may take."""

from __future__ import annotations

import gzip
import socket
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from email.message import Message

import pytest
from hypothesis import given
from hypothesis import strategies as st
from web_server import WebServer

from generator.exchange import (
    Limits,
    OversizedError,
    RedirectError,
    SurplusError,
    UnsafeRedirectError,
    exchange,
)
from generator.unpacking import UnknownCodingError, UnpackError, unpacker

LIMITS = Limits(total=5.0, redirects=3)
BODY = "عاد القطار إلى المدينة. " * 100


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[WebServer]:
    for variable in ("http_proxy", "HTTP_PROXY", "no_proxy"):
        monkeypatch.delenv(variable, raising=False)
    with WebServer() as running:
        yield running


def get(url: str, **headers: str) -> urllib.request.Request:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return urllib.request.Request(url, headers=named)


def test_the_answer_says_which_address_gave_it(site: WebServer) -> None:
    site.page("/new", BODY)
    answer = exchange(get(site.redirect("/old", "new?x=1")), LIMITS)
    assert (answer.url, answer.text) == (site.url("/new?x=1"), BODY)


def test_headers_go_along_but_a_key_only_to_the_server_it_is_for(site: WebServer) -> None:
    secret = {"Authorization": "Bearer secret", "Cookie": "id=1", "X_Plain": "yes"}
    with WebServer() as other:
        other.page("/b", BODY)
        site.page("/b", BODY)
        site.redirect("/a", site.url("/b"))
        exchange(get(site.url("/a"), **secret), LIMITS)
        site.redirect("/a", other.url("/b"))
        exchange(get(site.url("/a"), **secret), LIMITS)
    at_home, abroad = site.asked[1].headers, other.asked[0].headers
    assert at_home["Authorization"] == "Bearer secret"
    assert {name.lower() for name in abroad} & {"authorization", "cookie"} == set()
    assert abroad["X-Plain"] == at_home["X-Plain"] == "yes"


def test_each_address_on_the_way_has_its_turn_which_may_respell_or_refuse_it(
    site: WebServer,
) -> None:
    site.redirect("/a", "/b")
    site.page("/c", BODY)
    turns: list[str] = []

    @contextmanager
    def turn(url: str) -> Iterator[str]:
        turns.append(f"begin {url}")
        yield url.replace("/b", "/c")
        turns.append(f"end {url}")

    assert exchange(get(site.url("/a")), LIMITS, turn=turn).url == site.url("/c")
    assert turns == [
        f"{what} {site.url(path)}" for path in ("/a", "/b") for what in ("begin", "end")
    ]

    @contextmanager
    def nobody(url: str) -> Iterator[str]:
        raise PermissionError(url)
        yield url

    with pytest.raises(PermissionError):
        exchange(get(site.url("/a")), LIMITS, turn=nobody)
    assert site.paths() == ["/a", "/c"]


def test_the_time_for_all_redirects_is_one_but_waiting_for_a_turn_is_free(site: WebServer) -> None:
    site.page("/c", BODY, behaviour="slow:0.3")
    site.page("/a", status=302, behaviour="slow:0.3", Location="/c")
    with pytest.raises(TimeoutError):
        exchange(get(site.url("/a")), replace(LIMITS, total=0.5))

    @contextmanager
    def slow(url: str) -> Iterator[str]:
        site.closing.wait(0.6)
        yield url

    site.page("/c", BODY)
    site.redirect("/a", "/c")
    assert exchange(get(site.url("/a")), replace(LIMITS, total=1.0), turn=slow).text == BODY


def test_the_headers_decide_what_the_body_may_cost(site: WebServer) -> None:
    url = site.page("/a", BODY, "application/warc")
    small = replace(LIMITS, size=100)

    def admit(status: int, headers: Message, asked: str) -> Limits:
        assert (status, headers["Content-Type"], asked) == (200, "application/warc", url)
        return replace(small, size=10_000)

    assert exchange(get(url), small, admit=admit).text == BODY
    with pytest.raises(OversizedError) as caught:
        exchange(get(url), small)
    assert caught.value.kept == BODY.encode()[:100]


def test_the_connection_is_made_by_whom_we_say(site: WebServer) -> None:
    dialled: list[tuple[str, int]] = []

    def connect(address: tuple[str, int], timeout: float) -> socket.socket:
        dialled.append(address)
        return socket.create_connection(("127.0.0.1", site.port), timeout)

    site.page("/a", BODY)
    assert exchange(get("http://news.example/a"), LIMITS, connect=connect).text == BODY
    assert dialled == [("news.example", 80)]


def test_a_question_with_a_body_is_not_sent_elsewhere(site: WebServer) -> None:
    class Asking(urllib.request.Request):
        def get_method(self) -> str:
            return "GET"

    site.redirect("/a", "/b")
    assert exchange(Asking(site.url("/a"), b"key=secret"), LIMITS).status_code == 302
    assert site.paths() == ["/a"]


def test_redirects_end_somewhere(site: WebServer) -> None:
    with pytest.raises(RedirectError):
        exchange(get(site.page("/a", behaviour="circle")), LIMITS)
    assert len(site.asked) == 4
    with pytest.raises(UnsafeRedirectError):
        exchange(get(site.redirect("/b", "file:///etc/hostname")), LIMITS)


def test_a_body_longer_than_declared_is_noticed_but_a_line_break_behind_it_is_none(
    site: WebServer,
) -> None:
    url = site.page("/a", BODY, behaviour="too_long")
    with pytest.raises(SurplusError):
        exchange(get(url), LIMITS)
    site.page("/a", BODY, behaviour="with_line_break")
    assert exchange(get(url), LIMITS).text == BODY


def test_a_connection_that_stays_open_behind_the_body_costs_little_time(site: WebServer) -> None:
    url = site.page("/a", BODY, behaviour="stays_open")
    started = time.monotonic()
    assert exchange(get(url), LIMITS).text == BODY
    assert time.monotonic() - started < 2


@given(st.binary(max_size=300), st.integers(1, 50))
def test_what_was_packed_comes_back_in_any_pieces(body: bytes, step: int) -> None:
    packed = gzip.compress(body) + gzip.compress(b"", mtime=0)
    unpack = unpacker("gzip")
    pieces = [packed[i : i + step] for i in range(0, len(packed), step)]
    assert b"".join(unpack.feed(piece, 1000) for piece in pieces) == body
    assert unpack.done


@given(st.binary(max_size=100), st.sampled_from(["gzip", "deflate", "br"]))
def test_noise_unpacks_to_something_small_or_is_refused(noise: bytes, coding: str) -> None:
    try:
        unpacked = unpacker(coding).feed(noise, 1000)
    except UnpackError:
        return
    assert len(unpacked) <= 100_000


def test_codings_nobody_can_undo_are_named() -> None:
    for coding in ("zstd", "compress", "gzip, gzip", "utf-8"):
        with pytest.raises(UnknownCodingError) as caught:
            unpacker(coding)
        assert caught.value.coding == coding
