"""What tests stand on: a browser, a web server on loopback, programs, and the shared material.

A test that needs something this machine lacks is skipped with the reason. Where `CI=true`, it fails
instead, so that nothing goes untested unseen.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn, cast

import hypothesis
import installation
import pytest
from installation import Environment
from playwright.sync_api import Browser, Error, Page, Playwright, sync_playwright

ROOT = Path(__file__).resolve().parents[1]

CHROMIUMS = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "google-chrome")
CHROMIUM_FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


# Behaviour is tested, not speed: a busy machine may take its time over an example. Elsewhere each
# run looks for new examples; CI judges a change by the same ones each time.
hypothesis.settings.register_profile("khulasa", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") == "true" else "khulasa")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what asks for the browser, and run it last.

    Playwright's event loop runs on this thread from the browser's start to the end of the session,
    and `asyncio.run` refuses to run beside it. Where several processes share the tests (`-n`), the
    tests of a file stay together, for what they share, but for those with the browser.
    """
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
    items.sort(key=_is_in_browser)
    for item in items:
        one_wheel = "installed" in getattr(item, "fixturenames", ())
        group = "installed" if one_wheel else f"{item.path} {_is_in_browser(item)}"
        item.add_marker(pytest.mark.xdist_group(group))


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes that are no text go by their argument's name: packed ones hold the time of packing, and
    processes that share the tests must agree on their names."""
    if isinstance(val, bytes) and not (val.isascii() and val.decode().isprintable()):
        return argname
    return None


def _is_in_browser(item: pytest.Item) -> bool:
    return item.get_closest_marker("browser") is not None


def lacking(reason: str) -> NoReturn:
    if os.environ.get("CI") == "true":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real material beside the checkout; it is not part of the project."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("needs the material in ../shared, which is not part of the project")
    return folder


@pytest.fixture(scope="session")
def program() -> Callable[[str, str], str]:
    """The path of a program, as `program("msgfmt", "gettext")`: its name and its Debian package."""

    def find(name: str, package: str) -> str:
        return shutil.which(name) or lacking(f"needs {name}. Run: sudo apt-get install {package}")

    return find


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Environment, Path]:
    """An environment in which pip has installed the wheel, and the wheel.

    What the project needs is lent from this environment, so that nothing is fetched.
    """
    if find_spec("ensurepip") is None:
        lacking("needs Python's ensurepip. Run: sudo apt-get install python3-venv")
    scratch = tmp_path_factory.mktemp("installed")
    environment = installation.make(scratch / "environment")
    installation.lend(environment, scratch / "lent")
    wheel = installation.wheel(environment, scratch)
    done = environment.run(
        "pip", "install", "--find-links", str(wheel.parent), "khulasa", cwd=scratch
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return environment, wheel


def launch(playwright: Playwright) -> Browser:
    """The Chromium that KHULASA_CHROMIUM names; without it the first of those installed and
    Playwright's own that starts (Ubuntu's /usr/bin/chromium-browser may only name a snap).

    Playwright starts it without a sandbox, as root and in containers there is none; it opens
    nothing but the pages of the tests.
    """
    named = os.environ.get("KHULASA_CHROMIUM")
    for path in (named,) if named else (*filter(None, map(shutil.which, CHROMIUMS)), None):
        with suppress(Error):
            return playwright.chromium.launch(
                executable_path=path, headless=True, args=CHROMIUM_FLAGS
            )
    lacking(
        f"needs Chromium, and {named} does not start"
        if named
        else "needs Chromium. Run: sudo apt-get install chromium"
        " (or where that is not packaged: .venv/bin/playwright install --with-deps chromium)"
    )


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium, without any request of its own to the network."""
    with ExitStack() as session:
        try:
            playwright = session.enter_context(sync_playwright())
        except Exception:  # its own driver did not start; which error that gives depends on when
            lacking("needs Playwright's driver to start. Run: sudo apt-get install libatomic1")
        chromium = launch(playwright)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page with no history, storage or cache; an error in its scripts fails the test."""
    context = browser.new_context()
    context.set_default_timeout(20_000)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []


class SubpathHandler(SimpleHTTPRequestHandler):
    """Serves `directory` below `prefix`, and answers 404 elsewhere."""

    def __init__(self, *arguments: object, prefix: str, directory: str) -> None:
        self.prefix = prefix
        super().__init__(*arguments, directory=directory)  # type: ignore[arg-type]

    def translate_path(self, path: str) -> str:
        if path.startswith(self.prefix):
            return super().translate_path(path.removeprefix(self.prefix.rstrip("/")))
        return os.path.join(self.directory, "nothing", "here")

    def handle(self) -> None:
        with suppress(ConnectionError):  # a browser drops what it no longer needs
            super().handle()

    def log_message(self, *arguments: object) -> None:
        """The log of a test is its assertions."""


@contextmanager
def serving(folder: Path, prefix: str) -> Iterator[str]:
    handler = partial(SubpathHandler, prefix=prefix, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}{prefix}"
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[..., str]]:
    """Serve a folder over HTTP on loopback until the tests end, and give its address.

    As `serve(site)` or `serve(site, "/digest/")`; the sub-path begins and ends with a slash.
    """
    with ExitStack() as servers:

        def start(folder: Path, prefix: str = "/") -> str:
            return servers.enter_context(serving(folder, prefix))

        yield cast("Callable[..., str]", start)
