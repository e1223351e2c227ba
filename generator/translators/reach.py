"""Turn a provider into what it says of itself, without anything being translated.

Refuses nothing: who cannot be reached raises the ProviderError that a translation would raise.
"""

from __future__ import annotations

import urllib.request
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from generator.errors import ProviderMisconfigured, ProviderUnavailable
from generator.translators.options import limits, secrets_of
from generator.translators.transport import Service

NEARLY = 0.9
"""Of an allowance: whoever has used so much will soon have used it up."""


@dataclass(frozen=True, slots=True)
class Reached:
    """What was learnt, in a line; `used` is the part of the allowance, 0 to 1, where it is told."""

    told: str
    used: float | None = None


@runtime_checkable
class Limited(Protocol):
    """A provider that says how much of an allowance is used."""

    def allowance(self) -> tuple[int, int] | None:
        """Characters used and allowed. Raises ProviderError."""


@runtime_checkable
class Telling(Protocol):
    """A provider that says whether it can do what is wanted of it."""

    def tell(self) -> str:
        """What its server says, in a line. Raises ProviderError."""


def reach(provider: object) -> Reached:
    """Ask `provider`'s server for something small. Raises ProviderError."""
    if isinstance(provider, Limited):
        allowance = provider.allowance()
        if allowance is None:
            return Reached("answers, and names no limit")
        used, allowed = allowance
        return Reached(f"{used:,} of {allowed:,} characters used", used / max(allowed, 1))
    if isinstance(provider, Telling):
        return Reached(provider.tell())
    url, name = getattr(provider, "url", ""), str(getattr(provider, "name", ""))
    if not url:
        return Reached("works on this machine, asks nobody")
    timeout = getattr(provider, "timeout", 20.0)
    service = Service(name, limits(timeout, name), secrets=secrets_of(provider))
    status = service.send(urllib.request.Request(url)).status_code
    if status >= 500:
        raise ProviderUnavailable(f"{name} answered {status}")
    return Reached("answers, and does not say what is left")


def languages(name: str, found: object) -> str:
    """What a LibreTranslate server's list of languages means. Raises ProviderMisconfigured."""
    listed = [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
    arabic = next((one for one in listed if one.get("code") == "ar"), None)
    targets = arabic.get("targets", ["en"]) if arabic else []
    if not isinstance(targets, list) or "en" not in targets:
        raise ProviderMisconfigured(f"{name} does not translate from Arabic to English")
    return "translates from Arabic to English"


def models(name: str, wanted: str, found: object) -> str:
    """What a server's list of models means. Raises ProviderMisconfigured."""
    data = found.get("data") if isinstance(found, dict) else None
    names = [str(one.get("id")) for one in data or () if isinstance(one, dict)]
    if names and wanted not in names:
        shown = ", ".join(name[:40] for name in names[:5])
        raise ProviderMisconfigured(f"{name} has no model '{wanted}'; it has {shown}")
    return f"has the model {wanted}" if names else "answers, and does not list its models"
