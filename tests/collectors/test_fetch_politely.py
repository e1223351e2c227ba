"""How a host is asked: after its robots.txt, one thing at a time, and not before it is rested."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from email.utils import format_datetime

import pytest
from web_server import NOON, WebServer, World

from generator.collectors.fetch import Fetcher
from generator.collectors.manners import Manners
from generator.collectors.robots import MAX_BYTES, ClosedError, rules
from generator.errors import FetchError, FetchKind
from generator.models import Capture

PAGE = "<!DOCTYPE html><html lang=ar><p>عاد القطار إلى المدينة.</p></html>"


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[WebServer]:
    for variable in ("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "no_proxy"):
        monkeypatch.delenv(variable, raising=False)
    with WebServer() as running:
        for number in range(20):
            running.page(f"/{number}", PAGE)
        yield running


@pytest.fixture
def world(site: WebServer) -> World:
    return World(site)


def fetcher(world: World, **manners: object) -> Fetcher:
    return Fetcher(
        Manners(**manners),  # type: ignore[arg-type]
        resolve=world.resolve,
        dial=world.dial,
        clock=world.clock,
        sleep=world.sleep,
        now=world.now,
    )


def kind_of_refusal(asking: Fetcher, url: str) -> FetchKind:
    with pytest.raises(FetchError) as caught:
        asking.fetch(url)
    return caught.value.kind


# Pauses ------------------------------------------------------------------------------------------


def test_a_host_gets_a_pause_between_two_requests_and_others_need_not_wait(
    site: WebServer, world: World
) -> None:
    asking = fetcher(world, robots=False, pause=1.5)
    asking.fetch("http://one.example/1")
    asking.fetch("http://two.example/1")
    assert world.slept == []
    asking.fetch("http://one.example/2")
    assert world.slept == [1.5]
    asking.fetch("http://two.example/2")
    assert world.slept == [1.5]
    world.time += 0.5
    asking.fetch("https://one.example:8080/3".replace("https", "http"))
    assert world.slept == [1.5, 1.0]


def test_a_redirect_waits_its_turn_like_any_request(site: WebServer, world: World) -> None:
    site.redirect("/here", "/1")
    site.redirect("/there", "http://two.example/1")
    fetcher(world, robots=False).fetch("http://one.example/here")
    assert world.slept == [1.0]
    fetcher(world, robots=False).fetch("http://one.example/there")
    assert world.slept == [1.0]


def test_many_threads_ask_one_host_one_thing_at_a_time(site: WebServer) -> None:
    world = World(site)
    for number in range(20):
        site.page(f"/{number}", PAGE, behaviour="slow:0.02")
    asking = fetcher(world, pause=0.0)
    urls = [f"http://{host}.example/{n}" for n in range(8) for host in ("one", "two")]
    with ThreadPoolExecutor(4) as pool:
        pages = list(pool.map(asking.fetch, urls))
    assert [isinstance(page, Capture) and page.name for page in pages] == urls
    assert site.most_at_once == {"one.example": 1, "two.example": 1}
    assert site.paths("one.example").count("/robots.txt") == 1


def test_hosts_are_asked_side_by_side(site: WebServer, world: World) -> None:
    """Two requests that each end only when the other has begun."""
    both = threading.Barrier(2, timeout=10)

    def dial(address: tuple[str, int], timeout: float):  # type: ignore[no-untyped-def]
        both.wait()
        return world.dial(address, timeout)

    asking = Fetcher(Manners(robots=False), resolve=world.resolve, dial=dial)
    with ThreadPoolExecutor(2) as pool:
        pages = list(pool.map(asking.fetch, ["http://one.example/1", "http://two.example/1"]))
    assert all(isinstance(page, Capture) for page in pages)


# A host that is busy -----------------------------------------------------------------------------


@pytest.mark.parametrize("behaviour", ["busy:7", "down:7"])
def test_a_busy_host_is_asked_once_more_after_the_wait_it_asks_for(
    site: WebServer, world: World, behaviour: str
) -> None:
    site.plan("/1", behaviour)
    page = fetcher(world, robots=False).fetch("http://one.example/1")
    assert isinstance(page, Capture)
    assert world.slept == [7.0]
    assert site.paths() == ["/1", "/1"]


def test_a_host_that_stays_busy_is_reported(site: WebServer, world: World) -> None:
    site.plan("/1", "busy:7", "busy:8")
    with pytest.raises(FetchError) as caught:
        fetcher(world, robots=False).fetch("http://one.example/1")
    assert (caught.value.kind, caught.value.status) == (FetchKind.BUSY, 429)
    assert caught.value.retry_after == 8.0
    assert "asks to wait 8 s" in str(caught.value)
    assert len(site.asked) == 2


def test_a_long_wait_is_reported_and_the_host_left_alone_meanwhile(
    site: WebServer, world: World
) -> None:
    site.plan("/1", "busy:600")
    asking = fetcher(world, robots=False)
    for url in ("http://one.example/1", "http://one.example/2"):
        with pytest.raises(FetchError) as caught:
            asking.fetch(url)
        assert caught.value.kind is FetchKind.BUSY
        assert caught.value.retry_after == pytest.approx(600.0)
    assert site.paths() == ["/1"]
    asking.fetch("http://two.example/1")
    assert world.slept == []
    world.time += 590
    asking.fetch("http://one.example/2")
    assert world.slept == [pytest.approx(10.0)]


def test_a_wait_until_a_date_in_the_past_is_none(site: WebServer, world: World) -> None:
    site.plan("/1", f"busy:{format_datetime(NOON.replace(year=2020), usegmt=True)}")
    fetcher(world, robots=False, pause=0.0).fetch("http://one.example/1")
    assert world.slept == []


@pytest.mark.parametrize("behaviour", ["busy", "down"])
def test_a_busy_host_that_names_no_wait_is_reported_at_once(
    site: WebServer, world: World, behaviour: str
) -> None:
    site.plan("/1", behaviour)
    with pytest.raises(FetchError) as caught:
        fetcher(world, robots=False).fetch("http://one.example/1")
    assert caught.value.status in (429, 503)
    assert len(site.asked) == 1


# robots.txt --------------------------------------------------------------------------------------


def test_what_robots_txt_closes_is_not_asked_for(site: WebServer, world: World) -> None:
    site.robots("User-agent: *\nDisallow: /1\nDisallow: /أخبار/\nAllow: /12\n")
    site.page("/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1/", PAGE)
    asking = fetcher(world)
    assert kind_of_refusal(asking, "http://one.example/1") is FetchKind.ROBOTS
    assert kind_of_refusal(asking, "http://one.example/x/../1") is FetchKind.ROBOTS
    assert kind_of_refusal(asking, "http://one.example/أخبار/") is FetchKind.ROBOTS
    for path in ("/2", "/12"):
        assert isinstance(asking.fetch(f"http://one.example{path}"), Capture)
    assert site.paths() == ["/robots.txt", "/2", "/12"]


def test_robots_txt_is_ignored_where_that_is_wanted(site: WebServer, world: World) -> None:
    site.robots("User-agent: *\nDisallow: /\n")
    assert isinstance(fetcher(world, robots=False).fetch("http://one.example/1"), Capture)
    assert site.paths() == ["/1"]


def test_a_site_may_speak_to_us_by_name(site: WebServer, world: World) -> None:
    site.robots("User-agent: Khulasa\nDisallow: /1\n\nUser-agent: *\nDisallow: /\n")
    asking = fetcher(world)
    assert kind_of_refusal(asking, "http://one.example/1") is FetchKind.ROBOTS
    assert isinstance(asking.fetch("http://one.example/2"), Capture)


def test_each_origin_has_its_own_and_redirects_go_by_it(site: WebServer, world: World) -> None:
    site.redirect("/old", "http://two.example/1")
    site.redirect("/older", "/1")
    site.robots("User-agent: *\nDisallow: /1\n")
    asking = fetcher(world)
    assert kind_of_refusal(asking, "http://one.example/old") is FetchKind.ROBOTS
    assert kind_of_refusal(asking, "http://one.example/older") is FetchKind.ROBOTS
    assert site.paths("one.example") == ["/robots.txt", "/old", "/older"]
    assert site.paths("two.example") == ["/robots.txt"]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_a_site_without_robots_txt_is_open(site: WebServer, world: World, status: int) -> None:
    site.robots("User-agent: *\nDisallow: /\n", status=status)
    assert isinstance(fetcher(world).fetch("http://one.example/1"), Capture)


@pytest.mark.parametrize(
    "behaviour",
    ["status:500", "status:503", "cut", "garbage", "too_short", "coding:zstd"],
)
def test_a_robots_txt_that_cannot_be_read_closes_the_site_for_a_while(
    site: WebServer, world: World, behaviour: str
) -> None:
    site.robots("User-agent: *\nDisallow: /nothing\n")
    site.plan("/robots.txt", behaviour)
    asking = fetcher(world)
    for url in ("http://one.example/1", "http://one.example/2"):
        assert kind_of_refusal(asking, url) is FetchKind.ROBOTS
    assert site.paths() == ["/robots.txt"]
    world.time += 61
    assert isinstance(asking.fetch("http://one.example/1"), Capture)


def test_robots_txt_is_followed_through_redirects_but_not_into_a_private_network(
    site: WebServer, world: World
) -> None:
    site.redirect("/robots.txt", "/rules")
    site.page("/rules", "User-agent: *\nDisallow: /1", "text/plain")
    assert kind_of_refusal(fetcher(world), "http://one.example/1") is FetchKind.ROBOTS
    world.names = {"inside.example": [["10.1.2.3"]]}
    site.redirect("/robots.txt", "http://inside.example/")
    assert kind_of_refusal(fetcher(world), "http://one.example/2") is FetchKind.ROBOTS
    assert set(world.dialled) == {World.PUBLIC}
    site.page("/robots.txt", behaviour="circle")
    assert isinstance(fetcher(world).fetch("http://one.example/1"), Capture)


def test_a_host_out_of_reach_is_told_as_such(world: World) -> None:
    world.names = {"inside.example": [["10.1.2.3"]], "nowhere.example": [[]]}
    assert kind_of_refusal(fetcher(world), "http://inside.example/") is FetchKind.PRIVATE
    assert kind_of_refusal(fetcher(world), "http://nowhere.example/") is FetchKind.DNS


def test_robots_txt_is_read_up_to_its_limit(site: WebServer, world: World) -> None:
    comment = b"# " + b"x" * 97 + b"\n"
    rule = b"User-agent: *\nDisallow: /1\n"
    site.robots(rule + comment * 6000 + b"User-agent: *\nDisallow: /\n")
    asking = fetcher(world)
    assert kind_of_refusal(asking, "http://one.example/1") is FetchKind.ROBOTS
    assert isinstance(asking.fetch("http://one.example/2"), Capture)
    site.robots(rule + comment * 6000, status=500)
    assert kind_of_refusal(fetcher(world), "http://one.example/2") is FetchKind.ROBOTS
    cut = rule + b"#" * (MAX_BYTES - len(rule) - 13) + b"\nDisallow: /2"
    rules(200, cut).check("http://one.example/3")
    with pytest.raises(ClosedError):
        rules(200, cut).check("http://one.example/1")


@pytest.mark.parametrize(
    ("said", "wait"), [("10", 10.0), ("0.2", 1.0), ("3600", 30.0), ("soon", 1.0), ("-5", 1.0)]
)
def test_a_crawl_delay_is_kept_up_to_half_a_minute(
    site: WebServer, world: World, said: str, wait: float
) -> None:
    site.robots(f"User-agent: *\nCrawl-delay: {said}\nDisallow:\n")
    asking = fetcher(world)
    asking.fetch("http://one.example/1")
    asking.fetch("http://one.example/2")
    assert world.slept == [wait, wait]


def test_a_robots_txt_that_is_a_page_or_noise_holds_no_rules() -> None:
    for body in (PAGE.encode(), b"\xff\xfe\x00\x01", b"", b"\xef\xbb\xbfhello"):
        rules(200, body).check("http://one.example/1")
    with pytest.raises(ClosedError):
        rules(200, b"\xef\xbb\xbfUser-agent: *\nDisallow: /").check("http://one.example/1")


def test_a_busy_robots_txt_makes_the_page_wait(site: WebServer, world: World) -> None:
    site.plan("/robots.txt", "busy:20")
    assert isinstance(fetcher(world).fetch("http://one.example/1"), Capture)
    assert world.slept == [20.0]
