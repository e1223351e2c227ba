"""What comes of an address: the whole page with where it came from, or one error that says why."""

from __future__ import annotations

import hashlib
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from web_server import HTML, WebServer, World

from generator import exchange
from generator.collectors.fetch import Fetcher
from generator.collectors.manners import PAGE, Manners, NotModified, Validators
from generator.errors import FetchError, FetchKind, KhulasaError
from generator.models import Capture
from generator.text.calendars import Moment

ARTICLE = (
    "<!DOCTYPE html><html lang=ar><head><title>عاد القطار</title></head><body><article>"
    + "".join(f"<p>عاد القطار {n * n} إلى المدينة بعد غياب، وانتظره الناس.</p>" for n in range(200))
    + "</article></body></html>"
)
FEED = '<?xml version="1.0"?><rss version="2.0"><channel><title>نشرة</title></channel></rss>'


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[WebServer]:
    for variable in ("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "no_proxy"):
        monkeypatch.delenv(variable, raising=False)
    with WebServer() as running:
        yield running


@pytest.fixture
def world(site: WebServer) -> World:
    return World(site)


def fetcher(world: World, **manners: object) -> Fetcher:
    """A fetcher for which `site` is the whole web, and waits take no time."""
    return Fetcher(
        Manners(**manners),  # type: ignore[arg-type]
        resolve=world.resolve,
        dial=world.dial,
        clock=world.clock,
        sleep=world.sleep,
        now=world.now,
    )


def captured(world: World, url: str, **manners: object) -> Capture:
    result = fetcher(world, **manners).fetch(url)
    assert isinstance(result, Capture)
    return result


def refusal(world: World, url: str, **manners: object) -> FetchError:
    with pytest.raises(FetchError) as caught:
        fetcher(world, **manners).fetch(url)
    error = caught.value
    assert isinstance(error, KhulasaError)
    (problem,) = error.problems
    assert all((problem.path, problem.found, problem.action))
    assert error.__context__ is None or error.__suppress_context__
    return error


# A page ------------------------------------------------------------------------------------------


def test_a_page_comes_with_where_when_and_how(site: WebServer, world: World) -> None:
    site.page(
        "/news/%D8%AE%D8%A8%D8%B1",
        ARTICLE,
        'text/html; Charset="Windows-1256"',
        ETag='"v1"',
        Last_Modified="Tue, 03 Mar 2026 10:00:00 GMT",
        Content_Language="ar",
        Set_Cookie="id=1",
        Link='<https://news.example/1>; rel="canonical"',
    )
    page = captured(world, "http://news.example/news/خبر?utm_source=x#top")
    assert page.name == "http://news.example/news/خبر?utm_source=x#top"
    assert page.url == "http://news.example/news/%D8%AE%D8%A8%D8%B1?utm_source=x"
    assert page.final_url == page.url
    assert page.suffix == ".html"
    assert page.data.decode() == ARTICLE
    assert page.charset == "windows-1256"
    assert page.retrieved == "2026-03-04T12:00:01Z"
    assert str(Moment.of(page.retrieved)) == "2026-03-04T12:00+00:00"
    headers = dict(page.headers)
    assert headers.pop("date")
    assert headers == {
        "content-type": 'text/html; Charset="Windows-1256"',
        "content-language": "ar",
        "etag": '"v1"',
        "last-modified": "Tue, 03 Mar 2026 10:00:00 GMT",
        "link": '<https://news.example/1>; rel="canonical"',
    }


def test_the_server_learns_who_asks_and_nothing_else(site: WebServer, world: World) -> None:
    site.page("/a", ARTICLE, Set_Cookie="id=1; Path=/")
    manners = {"site": "https://digest.example/about", "robots": False}
    asking = fetcher(world, **manners)
    asking.fetch("http://news.example/a")
    asking.fetch("http://news.example/a")
    for asked in site.asked:
        agent = asked.headers.pop("User-Agent")
        assert agent.startswith("khulasa/")
        assert agent.endswith(" (+https://digest.example/about; digest site generator)")
        assert asked.headers.pop("Accept-Encoding") == "gzip, deflate, br"
        assert set(asked.headers) == {"Host", "Accept", "Accept-Language", "Connection"}
    with pytest.raises(ValueError, match="no address of the web"):
        Fetcher(Manners(site="digest.example"))


@pytest.mark.parametrize(
    "behaviour",
    "well gzip gzip_members deflate raw_deflate brotli chunked without_length coding:identity"
    " coding:".split(),
)
def test_a_body_arrives_whole_however_it_was_packed(
    site: WebServer, world: World, behaviour: str
) -> None:
    site.page("/a", ARTICLE, behaviour=behaviour)
    assert captured(world, "http://news.example/a").data.decode() == ARTICLE


def test_a_feed_sent_as_a_page_is_a_feed(site: WebServer, world: World) -> None:
    site.page("/feed", FEED, HTML)
    assert captured(world, "http://news.example/feed").suffix == ".xml"


def test_an_archive_may_be_larger_than_a_page(site: WebServer, world: World) -> None:
    warc = b"WARC/1.0\r\n" + b"x" * 5_500_000
    site.page("/a.warc", warc, "application/warc")
    site.page("/a.html", warc)
    assert captured(world, "http://news.example/a.warc").suffix == ".warc"
    assert refusal(world, "http://news.example/a.html").kind is FetchKind.TOO_LARGE


# Redirects ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed_to_the_final_address(
    site: WebServer, world: World, status: int
) -> None:
    site.redirect("/old", "http://other.example/new?x=1#part", status)
    site.page("/new?x=1", ARTICLE)
    page = captured(world, "http://news.example/old", robots=False)
    assert (page.url, page.final_url) == ("http://news.example/old", "http://other.example/new?x=1")
    assert [asked.host for asked in site.asked] == ["news.example", "other.example"]


@pytest.mark.parametrize(
    ("location", "path"),
    [
        ("/new", "/new"),
        ("new", "/news/new"),
        ("?page=2", "/news/old?page=2"),
        ("//other.example/new", "/new"),
        ("/خبر".encode().decode("latin-1"), "/%D8%AE%D8%A8%D8%B1"),
        ("http://مثال.example/new".encode().decode("latin-1"), "/new"),
    ],
)
def test_a_redirect_may_be_written_in_any_way(
    site: WebServer, world: World, location: str, path: str
) -> None:
    site.redirect("/news/old", location)
    site.page(path, ARTICLE)
    assert captured(world, "http://news.example/news/old", robots=False).data.decode() == ARTICLE
    assert site.paths()[-1] == path


def test_five_redirects_are_followed_and_no_more(site: WebServer, world: World) -> None:
    for number in range(6):
        site.redirect(f"/{number}", f"/{number + 1}")
    site.page("/6", ARTICLE)
    assert captured(world, "http://news.example/1", robots=False).data
    error = refusal(world, "http://news.example/0", robots=False)
    assert error.kind is FetchKind.REDIRECTS
    assert "more than 5 times" in error.problems[0].found
    site.page("/circle", behaviour="circle")
    error = refusal(world, "http://news.example/circle", robots=False)
    assert "cookies" in error.problems[0].action


@pytest.mark.parametrize(
    "location",
    "file:///etc/hostname ftp://news.example/a javascript:alert(1) data:text/html,a http://["
    " http://user:secret@news.example/ http://news.example:25/ http://a..b/".split(),
)
def test_a_redirect_to_no_address_of_the_web_is_not_followed(
    site: WebServer, world: World, location: str
) -> None:
    site.redirect("/old", location)
    error = refusal(world, "http://news.example/old", robots=False)
    assert error.kind is FetchKind.REDIRECTS
    assert "secret" not in str(error)
    assert len(site.asked) == 1


def test_what_goes_wrong_behind_a_redirect_names_both_addresses(
    site: WebServer, world: World
) -> None:
    site.redirect("/old", "http://other.example/gone")
    error = refusal(world, "http://news.example/old", robots=False)
    assert str(error).startswith("http://news.example/old: it redirects to http://other.example/go")


# Private addresses -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://localhost/", "http://LOCALHOST./", "http://2130706433/",
        "http://0x7f.1/", "http://0177.0.0.1/", "http://127.1/", "http://１２７.0.0.1/",
        "http://%31%32%37.0.0.1/", "http://[::1]/", "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/", "http://0/", "http://0.0.0.0/", "http://[::]/",
        "http://10.0.0.1/", "http://192.168.0.1/", "http://169.254.169.254/latest/meta-data/",
        "http://[fd00:ec2::254]/", "http://100.100.100.200/", "http://[fe80::1]/",
        "http://[64:ff9b::a9fe:a9fe]/", "http://[2002:7f00:1::]/", "http://224.0.0.1/",
    ],
)  # fmt: skip
@pytest.mark.parametrize("port", ["", "PORT"])
def test_private_addresses_are_refused_however_they_are_spelt(
    site: WebServer, url: str, port: str
) -> None:
    """By the system's own resolver, and without a connection."""
    site.page("/", ARTICLE)
    if port:
        head, _, tail = url.removeprefix("http://").partition("/")
        url = f"http://{head}:{site.port}/{tail}"
    with pytest.raises(FetchError) as caught:
        Fetcher(Manners(pause=0.0)).fetch(url)
    assert caught.value.kind is FetchKind.PRIVATE
    assert site.asked == []


def test_private_addresses_are_fetched_from_where_that_is_allowed(site: WebServer) -> None:
    url = site.page("/a", ARTICLE)
    page = Fetcher(Manners(allow_private=True, pause=0.0)).fetch(url)
    assert isinstance(page, Capture)
    assert page.final_url == url


@pytest.mark.parametrize(
    "location",
    "http://127.0.0.1:PORT/secret http://inside.example/secret //[::1]:PORT/secret"
    " http://169.254.169.254/secret http://0x7f.1:PORT/secret".split(),
)
def test_a_redirect_to_a_private_address_is_not_followed(
    site: WebServer, world: World, location: str
) -> None:
    world.names = {
        "inside.example": [["10.1.2.3"]], "127.0.0.1": [["127.0.0.1"]], "::1": [["::1"]],
        "169.254.169.254": [["169.254.169.254"]],
    }  # fmt: skip
    site.redirect("/old", location.replace("PORT", str(site.port)))
    site.page("/secret", ARTICLE)
    error = refusal(world, "http://news.example/old", robots=False)
    assert error.kind is FetchKind.PRIVATE
    assert "--allow-private" in error.problems[0].action
    assert site.paths() == ["/old"]
    assert world.dialled == [World.PUBLIC]


def test_a_name_server_that_changes_its_mind_gains_nothing(site: WebServer, world: World) -> None:
    world.names = {"rebinding.example": [[World.PUBLIC], ["127.0.0.1"]]}
    site.page("/a", ARTICLE)
    asking = fetcher(world, robots=False)
    assert isinstance(asking.fetch("http://rebinding.example/a"), Capture)
    assert world.resolved == ["rebinding.example"]
    assert world.dialled == [World.PUBLIC]
    with pytest.raises(FetchError) as caught:
        asking.fetch("http://rebinding.example/a")
    assert caught.value.kind is FetchKind.PRIVATE
    assert world.dialled == [World.PUBLIC]


def test_a_proxy_is_used_but_not_asked_for_private_addresses(
    site: WebServer, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{site.port}")
    world.names = {"inside.example": [["10.1.2.3"]]}
    site.page("http://news.example/a", ARTICLE)
    assert captured(world, "http://news.example/a", robots=False).data.decode() == ARTICLE
    assert site.paths() == ["http://news.example/a"]
    assert world.dialled == []
    for url in ("http://inside.example/a", "http://intranet/a", "http://printer.local/"):
        assert refusal(world, url, robots=False).kind is FetchKind.PRIVATE
    assert len(site.asked) == 1


# What is refused ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "said"),
    [
        *((404, "check the address"), (410, "for good"), (403, "save the page"), (401, "login")),
        *((451, "legal"), (500, "later"), (502, "later"), (204, "browser"), (206, "browser")),
        *((304, "browser"), (300, "browser"), (418, "browser"), (599, "later")),
    ],
)
def test_any_status_but_200_is_told_with_what_to_do(
    site: WebServer, world: World, status: int, said: str
) -> None:
    site.page("/a", "" if status in (204, 304) else "x", behaviour=f"status:{status}")
    error = refusal(world, "http://news.example/a")
    assert (error.kind, error.status) == (FetchKind.STATUS, status)
    assert f"the server answered {status}" in error.problems[0].found
    assert said in error.problems[0].action


@pytest.mark.parametrize(
    ("behaviour", "kind", "said"),
    [
        ("too_short", FetchKind.CUT_SHORT, "cut short"),
        ("too_long", FetchKind.CUT_SHORT, "longer than the server declared"),
        ("chunks_cut", FetchKind.CUT_SHORT, "cut short"),
        ("packed_and_cut:gzip", FetchKind.CUT_SHORT, "cut short"),
        ("packed_and_cut:br", FetchKind.CUT_SHORT, "cut short"),
        ("cut", FetchKind.CUT_SHORT, "without an answer"),
        ("garbage", FetchKind.CUT_SHORT, "no HTTP"),
        ("coding:gzip", FetchKind.ENCODING, "fault"),
        ("coding:br", FetchKind.ENCODING, "fault"),
        ("coding:zstd", FetchKind.ENCODING, "'zstd'"),
        ("coding:gzip, br", FetchKind.ENCODING, "'gzip, br'"),
        ("gzip_bomb", FetchKind.BOMB, "unpack to more than 5.0 MB"),
        ("brotli_bomb", FetchKind.BOMB, "unpack to more than 5.0 MB"),
        ("endless", FetchKind.TOO_LARGE, "larger than 5.0 MB"),
        ("declares:6000000", FetchKind.TOO_LARGE, "larger than 5.0 MB"),
    ],
)
def test_nothing_is_half_believed(
    site: WebServer, world: World, behaviour: str, kind: FetchKind, said: str
) -> None:
    site.page("/a", ARTICLE, behaviour=behaviour)
    error = refusal(world, "http://news.example/a")
    assert error.kind is kind
    assert said in error.problems[0].found


def test_an_empty_page_is_refused(site: WebServer, world: World) -> None:
    site.page("/a", "")
    assert "empty" in refusal(world, "http://news.example/a").problems[0].found


def test_a_page_may_be_as_large_as_the_limit(site: WebServer, world: World) -> None:
    small = replace(PAGE, size=len(ARTICLE.encode()))
    for behaviour in ("well", "gzip", "brotli", "chunked"):
        site.page("/a", ARTICLE, behaviour=behaviour)
        assert captured(world, "http://news.example/a", page=small).data.decode() == ARTICLE
        error = refusal(world, "http://news.example/a", page=replace(small, size=small.size - 1))
        assert error.kind is FetchKind.TOO_LARGE


@pytest.mark.parametrize(
    ("kind", "body", "what"),
    [
        ("application/pdf", b"%PDF-1.7", "a PDF"),
        ("text/html", b"%PDF-1.7", "a PDF"),
        ("image/jpeg", b"\xff\xd8\xff", "a picture"),
        ("video/mp4", b"x", "a video"),
    ],
)
def test_what_is_no_page_is_refused_by_its_name(
    site: WebServer, world: World, kind: str, body: bytes, what: str
) -> None:
    site.page("/a", body, kind)
    error = refusal(world, "http://news.example/a")
    assert error.kind is FetchKind.CONTENT_TYPE
    assert what in error.problems[0].found


def test_a_picture_is_refused_before_it_is_read(site: WebServer, world: World) -> None:
    site.page("/a", kind="image/jpeg", behaviour="endless")
    assert refusal(world, "http://news.example/a").kind is FetchKind.CONTENT_TYPE


@pytest.mark.parametrize("behaviour", ["silence", "slow_headers", "drip"])
def test_a_server_that_dawdles_is_left_within_the_time(
    site: WebServer, world: World, behaviour: str
) -> None:
    site.page("/a", ARTICLE, behaviour=behaviour)
    started = time.monotonic()
    error = refusal(world, "http://news.example/a", page=replace(PAGE, total=0.5), robots=False)
    assert error.kind is FetchKind.TIMEOUT
    assert time.monotonic() - started < 5


def test_a_silence_has_a_limit_of_its_own(site: WebServer, world: World) -> None:
    site.page("/a", ARTICLE, behaviour="silence")
    error = refusal(world, "http://news.example/a", page=replace(PAGE, silence=0.2), robots=False)
    assert error.kind is FetchKind.TIMEOUT


def test_a_host_that_is_not_there_is_told_apart(world: World) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    private = Fetcher(Manners(allow_private=True))
    with pytest.raises(FetchError) as caught:
        private.fetch(f"http://127.0.0.1:{port}/")
    assert caught.value.kind is FetchKind.CONNECTION
    world.names = {"nowhere.example": [[]]}
    assert refusal(world, "http://nowhere.example/").kind is FetchKind.DNS


@pytest.mark.parametrize(
    "url", ["news.example/a", "ftp://news.example/", "https://user:secret@news.example/", "http://"]
)
def test_what_is_no_address_is_refused_without_a_secret(world: World, url: str) -> None:
    error = refusal(world, url)
    assert error.kind is FetchKind.ADDRESS
    assert "secret" not in str(error)
    assert world.resolved == []


def test_an_error_is_one_line_that_says_where_what_and_what_next(
    site: WebServer, world: World
) -> None:
    assert str(refusal(world, "http://news.example/%D8%AE%D8%A8%D8%B1?key=secret")) == (
        "http://news.example/خبر?key=…: the server answered 404 Not Found (expected 200 OK)."
        " The page is not there: check the address, or look for a copy in a web archive."
    )


# Again -------------------------------------------------------------------------------------------


def test_what_has_not_changed_is_not_sent_again(site: WebServer, world: World) -> None:
    site.page("/a", ARTICLE, ETag='"v1"', Last_Modified="Tue, 03 Mar 2026 10:00:00 GMT")
    asking = fetcher(world, robots=False)
    first = asking.fetch("http://news.example/a")
    assert isinstance(first, Capture)
    again = asking.fetch("http://news.example/a", Validators.of(first))
    assert isinstance(again, NotModified)
    assert (again.url, again.final_url) == (first.url, first.final_url)
    assert again.retrieved == "2026-03-04T12:00:01Z"
    assert site.asked[1].headers["If-None-Match"] == '"v1"'
    assert site.asked[1].headers["If-Modified-Since"] == "Tue, 03 Mar 2026 10:00:00 GMT"
    site.page("/a", ARTICLE + "<p>تصحيح", ETag='"v2"')
    changed = asking.fetch("http://news.example/a", Validators.of(first))
    assert isinstance(changed, Capture)
    assert changed.data.decode().endswith("تصحيح")


def test_an_unchanged_page_that_is_not_the_one_we_have_is_fetched(
    site: WebServer, world: World
) -> None:
    """The copy came from behind a redirect; now the address itself answers, with an old date."""
    site.page("/a", ARTICLE, Last_Modified="Tue, 03 Mar 2026 10:00:00 GMT")
    had = Validators(None, "Tue, 03 Mar 2026 10:00:00 GMT", "http://other.example/a")
    page = fetcher(world, robots=False).fetch("http://news.example/a", had)
    assert isinstance(page, Capture)


def test_validators_that_no_header_can_hold_are_left_out(site: WebServer, world: World) -> None:
    site.page("/a", ARTICLE)
    odd = Validators('"v1"\r\nX-Evil: 1', None)
    assert isinstance(fetcher(world, robots=False).fetch("http://news.example/a", odd), Capture)
    assert "If-None-Match" not in site.asked[0].headers


# TLS ---------------------------------------------------------------------------------------------


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for news.example that nobody signed, with its key."""
    if not (openssl := shutil.which("openssl")):
        pytest.skip("openssl, which makes the certificate, is not installed")
    path = tmp_path / "server.pem"
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
         "/CN=news.example", "-addext", "subjectAltName=DNS:news.example", "-keyout",
         tmp_path / "key.pem", "-out", path],
        check=True, capture_output=True, timeout=60,
    )  # fmt: skip
    path.write_text(path.read_text() + (tmp_path / "key.pem").read_text())
    return path


def test_only_a_host_with_a_trusted_certificate_of_its_own_is_believed(
    site: WebServer, world: World, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.use_tls(certificate)
    site.page("/a", ARTICLE, behaviour="gzip")
    site.page("/long", ARTICLE, behaviour="too_long")
    assert refusal(world, "https://news.example/a").kind is FetchKind.TLS
    trusting = ssl.create_default_context(cafile=str(certificate))
    monkeypatch.setattr(exchange, "_tls", lambda: trusting)
    assert captured(world, "https://news.example/a").data.decode() == ARTICLE
    assert refusal(world, "https://other.example/a").kind is FetchKind.TLS
    assert refusal(world, "https://news.example/long").kind is FetchKind.CUT_SHORT


def test_a_redirect_does_not_leave_https(
    site: WebServer, world: World, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.use_tls(certificate)
    trusting = ssl.create_default_context(cafile=str(certificate))
    monkeypatch.setattr(exchange, "_tls", lambda: trusting)
    site.redirect("/old", "http://news.example/a")
    error = refusal(world, "https://news.example/old", robots=False)
    assert error.kind is FetchKind.REDIRECTS
    assert "from https to http" in error.problems[0].found


# The real material -------------------------------------------------------------------------------


def test_real_pages_and_feeds_arrive_as_they_are(
    site: WebServer, world: World, shared: Path
) -> None:
    folder = shared / "data"
    site.folder("/data", folder)
    expected = {".html": ".html", ".xml": ".xml", ".json": ".json", ".txt": ".txt"}
    files = [
        path
        for path in sorted(folder.rglob("*"))
        if path.suffix in expected and path.stat().st_size < 5_000_000
    ]
    assert files
    asking = fetcher(world, robots=False)
    for path in files:
        url = f"http://news.example/data/{path.relative_to(folder).as_posix()}"
        page = asking.fetch(url)
        assert isinstance(page, Capture)
        assert page.suffix == expected[path.suffix], path.name
        digest = hashlib.sha256(path.read_bytes()).digest()
        assert hashlib.sha256(page.data).digest() == digest, path.name
        again = asking.fetch(url, Validators.of(page))
        assert isinstance(again, NotModified), path.name
