"""The registry: from a name, options and the environment to a provider, or to a clear error."""

from __future__ import annotations

import dataclasses
import importlib
import subprocess
import sys

import pytest

from generator.errors import ProviderMisconfigured
from generator.translators import PROVIDERS, create

URL = {"url": "http://localhost:5000"}


@pytest.mark.parametrize("name", PROVIDERS)
def test_every_provider_is_a_documented_frozen_dataclass_called_as_it_is_registered(
    name: str,
) -> None:
    module, _, class_name = PROVIDERS[name].partition(":")
    provider = getattr(importlib.import_module(module), class_name)
    assert dataclasses.is_dataclass(provider)
    assert provider.__dataclass_params__.frozen
    assert provider.name == name
    assert provider.__doc__
    assert sys.modules[module].__doc__.startswith("Turn ")


def test_providers_are_imported_only_when_they_are_named() -> None:
    code = (
        "import sys, generator.translators.ladder;"
        "print([m for m in sys.modules if m.startswith(('deep_translator', 'requests', 'bs4'))])"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert result.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("name", "options", "said"),
    [
        ("gogle", {}, r"no provider 'gogle'; there are google, .*; did you mean 'google'\?"),
        ("google", {"timout": 3}, r"unknown option 'timout'; did you mean 'timeout'\?"),
        ("google", {"timeout": "3"}, "'timeout' must be a number"),
        ("google", {"timeout": True}, "'timeout' must be a number"),
        ("google", {"timeout": -1}, "'timeout' is -1 and must be from 0.05 to 600"),
        ("google", {"longest": 8.5}, "'longest' must be a whole number"),
        ("google", {"longest": 0}, "'longest' is 0 and must be from 50"),
        ("google", {"name": "x"}, "unknown option 'name'"),
        ("mymemory", {"longest": 500}, "'longest' is 500 and must be from 50 to 499"),
        ("libre", {}, "the option 'url' is missing"),
        ("libre", {"url": None}, "'url' must be a text"),
        ("libre", {"url": "localhost:5000"}, "'url' must be an address"),
        ("libre", {"url": "file:///etc/passwd"}, "'url' must be an address"),
        ("libre", {"url": "http://[::1"}, "'url' must be an address"),
        ("echo", {"fail_every": -1}, "'fail_every' is -1"),
        ("echo", {"_calls": 1}, "unknown option '_calls'"),
    ],
)
def test_a_wrong_setting_is_told_plainly(name: str, options: dict[str, object], said: str) -> None:
    with pytest.raises(ProviderMisconfigured, match=said):
        create(name, options, {})


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(ProviderMisconfigured) as caught:
        create("libre", {"adress": "x", "timeout": "soon", "api_key": "hush"}, {})
    for fault in ("adress", "timeout", "api_key", "'url' is missing"):
        assert fault in str(caught.value)


@pytest.mark.parametrize(
    ("name", "options", "instead"),
    [
        ("libre", URL | {"api_key": "hush"}, "KHULASA_LIBRE_KEY"),
        ("libre", URL | {"key": "hush"}, "KHULASA_LIBRE_KEY"),
        ("libre", URL | {"token": "hush"}, "KHULASA_LIBRE_KEY"),
        ("libre", URL | {"PASSWORD": "hush"}, "KHULASA_LIBRE_KEY"),
        ("mymemory", {"email": "hush"}, "KHULASA_MYMEMORY_EMAIL"),
        ("google", {"key": "hush"}, "takes no key"),
        ("libre", {"url": "http://me:hush@localhost"}, "without a user, a key or a query"),
        ("libre", {"url": "http://localhost/?api_key=hush"}, "without a user, a key or a query"),
    ],
)
def test_a_key_among_the_settings_is_refused_and_not_repeated(
    name: str, options: dict[str, object], instead: str
) -> None:
    with pytest.raises(ProviderMisconfigured, match=instead.replace("?", r"\?")) as caught:
        create(name, options, {})
    assert "hush" not in str(caught.value) + repr(caught.value)


def test_keys_come_from_the_environment_and_no_repr_shows_them() -> None:
    libre = create("libre", URL, {"KHULASA_LIBRE_KEY": " hush\n"})
    assert libre.key == "hush"  # type: ignore[attr-defined]
    assert "hush" not in repr(libre)
    assert create("libre", URL, {}).key == ""  # type: ignore[attr-defined]


def test_a_whole_number_will_do_for_seconds() -> None:
    assert create("google", {"timeout": 7}, {}).timeout == 7.0  # type: ignore[attr-defined]
