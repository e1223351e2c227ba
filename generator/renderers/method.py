"""Turn settings and entries into the facts of the page that says how the digest is made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from generator.config import Settings
from generator.models import Digest, Origin, Status, Translation


@dataclass(frozen=True, slots=True)
class Maker:
    """A provider, its model where it says one, and the sentences whose English it proposed."""

    provider: str
    model: str | None
    sentences: int


@dataclass(frozen=True, slots=True)
class Method:
    """What is true of the whole digest.

    `makers` are those whose English is there, the most frequent first; `asked` are the providers of
    the settings in their order. `sentences` counts titles and sentences of summaries by status.
    """

    makers: tuple[Maker, ...]
    asked: tuple[str, ...]
    sentences: Counter[Status]
    reviewers: tuple[str, ...]
    written: bool


def method(digest: Digest, settings: Settings) -> Method:
    """The facts of how this digest is made."""
    translations = [t for entry in digest.entries for t in entry.translations]
    return Method(
        makers=_makers(t.origin for t in translations if t.origin and t.text),
        asked=tuple(provider.name for provider in settings.providers),
        sentences=Counter(t.status for t in translations),
        reviewers=_reviewers(translations),
        written=settings.summarizer == "llm",
    )


def _makers(origins: Iterable[Origin]) -> tuple[Maker, ...]:
    counts = Counter((origin.provider, origin.model) for origin in origins)
    return tuple(Maker(provider, model, n) for (provider, model), n in counts.most_common())


def _reviewers(translations: Iterable[Translation]) -> tuple[str, ...]:
    """Who reviewed, where they are named, whoever reviewed most first."""
    names = Counter(t.reviewer for t in translations if t.reviewer and t.status is Status.REVIEWED)
    return tuple(name for name, _ in names.most_common())
