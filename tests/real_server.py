"""Turn a command into a real server on loopback, for as long as a test needs it."""

from __future__ import annotations

import os
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

PATIENCE = 90
"""Seconds for a server to come up."""


@contextmanager
def running(
    command: Callable[[int], Sequence[str | Path]],
    ready: str,
    folder: Path,
    environ: Mapping[str, str] | None = None,
) -> Iterator[str]:
    """The address of the server that `command` starts for a port, once it answers at `ready`.

    It has no way out: all that it needs is here.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    away = dict.fromkeys(("http_proxy", "https_proxy"), "http://127.0.0.1:9")
    server = subprocess.Popen(
        command(port),
        cwd=folder,
        env=os.environ | away | dict(environ or {}),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        _await(url + ready, server)
        yield url
    finally:
        server.terminate()
        server.communicate(timeout=30)


def _await(url: str, server: subprocess.Popen[bytes]) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with opener.open(url, timeout=5):
                return
        except OSError:
            with suppress(subprocess.TimeoutExpired):
                server.wait(0.1)
    server.kill()
    said = server.communicate()[0].decode(errors="replace")
    pytest.fail(f"the server did not come up: {said[-2000:]}")
