"""A translation server on loopback, and the providers that ask it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from translation_server import TranslationServer

from generator.translators import Provider


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[TranslationServer]:
    for variable in ("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy"):
        monkeypatch.delenv(variable, raising=False)
    with TranslationServer() as running:
        yield running


@pytest.fixture
def ask(server: TranslationServer) -> Callable[..., Provider]:
    """`ask("google", {environment}, option=...)` gives a provider that asks the server."""
    return server.provider
