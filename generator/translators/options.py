"""Turn a provider's options from the settings and the environment into the provider.

Refuses unknown options, wrong types, missing ones, and keys among the settings, all at once.
mkdocs.yml is committed and published; a key in it is a key lost, so a key comes from the
environment and its value is never repeated, not even in the error that tells of it.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import MISSING, Field, field, fields, is_dataclass
from typing import Any, TypeVar, get_type_hints
from urllib.parse import urlsplit

from generator.errors import ProviderMisconfigured
from generator.exchange import Limits
from generator.models import Term

T = TypeVar("T")

_SECRET = re.compile(r"key|token|secret|passw|credential|auth|e?mail|user", re.IGNORECASE)
_TYPES = {str: "a text", int: "a whole number", float: "a number", bool: "true or false"}


def from_environment(variable: str, secret: bool = True) -> Any:
    """A field for what the user keeps to themselves: read from `variable`, "" where it is unset.

    It must never be shown, unless it is not `secret`.
    """
    return field(default="", repr=False, metadata={"variable": variable, "secret": secret})


def secrets_of(provider: object) -> tuple[str, ...]:
    """The keys and the like that a provider was made with; what is too short to be one is left."""
    declared = fields(provider) if is_dataclass(provider) else ()
    values = (str(getattr(provider, f.name)) for f in declared if f.metadata.get("secret"))
    return tuple(value for value in values if len(value) >= 6)


def from_termbase() -> Any:
    """A field for the project's terms (`tuple[Term, ...]`), which the provider is made with."""
    return field(default=(), repr=False, metadata={"termbase": True})


def is_option(declared: Field[Any]) -> bool:
    """Whether a field is one of the options that may stand in the settings."""
    return declared.init and not declared.metadata.keys() & {"variable", "termbase"}


def build(
    provider: type[T],
    name: str,
    options: Mapping[str, object],
    environ: Mapping[str, str],
    terms: Sequence[Term] = (),
) -> T:
    """An instance of the dataclass `provider`. Raises ProviderMisconfigured with all faults."""
    declared: tuple[Field[Any], ...] = fields(provider)  # type: ignore[arg-type]
    known = {f.name: f for f in declared if is_option(f)}
    variables = {f.name: str(f.metadata["variable"]) for f in declared if "variable" in f.metadata}
    types = get_type_hints(provider)
    values = {key: _as(types[key], value) for key, value in options.items() if key in known}

    faults = [
        *_unknown(options, known, variables.values()),
        *(
            f"'{key}' must be {_TYPES.get(types[key], 'of another type')}"
            for key, value in values.items()
            if type(value) is not types[key]
        ),
        *(
            f"the option '{key}' is missing"
            for key, f in known.items()
            if key not in options and f.default is MISSING and f.default_factory is MISSING
        ),
    ]
    if faults:
        raise ProviderMisconfigured(f"provider '{name}': {'; '.join(faults)}")
    keys = {key: environ.get(variable, "").strip() for key, variable in variables.items()}
    named = {f.name: tuple(terms) for f in declared if "termbase" in f.metadata}
    return provider(**values, **keys, **named)


def limits(timeout: float, name: str) -> Limits:
    """The limits of an exchange that may take `timeout` seconds in all."""
    check_range("timeout", timeout, 0.05, 600, name)
    usual = Limits()
    return Limits(timeout, min(usual.connect, timeout), min(usual.silence, timeout))


def check_range(option: str, value: float, least: float, most: float, name: str) -> None:
    """Raises ProviderMisconfigured for a number out of bounds."""
    if not least <= value <= most:
        raise ProviderMisconfigured(
            f"provider '{name}': '{option}' is {value:g} and must be from {least:g} to {most:g}"
        )


def check_url(url: str, name: str) -> None:
    """Raises ProviderMisconfigured for what is no plain http(s) address of a server.

    A user or a query is refused: that is where keys are put, and the address is not kept secret.
    """
    try:
        parts = urlsplit(url)
        plain = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        plain = None
    if not plain or parts.username is not None or parts.query or parts.fragment or " " in url:
        raise ProviderMisconfigured(
            f"provider '{name}': 'url' must be an address such as https://example.org/path,"
            " without a user, a key or a query"
        )


def suggestion(word: str, known: Iterable[str]) -> str:
    """ "; did you mean 'google'?", or nothing."""
    close = difflib.get_close_matches(str(word), list(known), n=1)
    return f"; did you mean '{close[0]}'?" if close else ""


def _unknown(
    options: Mapping[str, object], known: Iterable[str], variables: Iterable[str]
) -> Iterator[str]:
    for key in options:
        if key in known:
            continue
        if _SECRET.search(str(key)):
            where = " or ".join(variables)
            yield f"'{key}' does not belong into the settings" + (
                f"; set the environment variable {where} instead"
                if where
                else ": this provider takes no key"
            )
        else:
            yield f"unknown option '{str(key)[:30]}'{suggestion(str(key), known)}"


def _as(wanted: Any, value: object) -> object:
    """A whole number will do where any number is asked for; booleans are no numbers here."""
    return float(value) if wanted is float and type(value) is int else value
