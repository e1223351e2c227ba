"""The tree of errors. Each carries the `Problem`s that tell a person where, what and what next::

    KhulasaError
    ├── SettingsError          mkdocs.yml: all faults of the settings at once
    ├── SourceError            a source in articles/ that cannot be read as an article
    ├── TranslationFileError   a file in translations/ that cannot be read or written
    ├── PublishError           a file that cannot be written, or a search index not built
    └── ProviderError          a translator that gave no usable answer
        ├── ProviderMisconfigured   a key or address is missing or refused: asking again is no use
        ├── ProviderUnavailable     no answer, a cut connection, a 5xx: worth another try
        │   └── RateLimited         a 429: worth another try after `retry_after` seconds
        ├── QuotaExhausted          the allowance is used up: no use asking again today
        └── AnswerRefused           an answer that failed its checks

A stage raises; the pipeline gathers, so that one bad article does not keep the others back; the
edges print. No message holds a key or a traceback.
"""

from __future__ import annotations

from generator.models import Problem


class KhulasaError(Exception):
    """A fault that a person can mend, told by one or more `Problem`s."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class SettingsError(KhulasaError):
    """The settings hold faults; all of them are told at once."""


class SourceError(KhulasaError):
    """A source cannot be read as an article."""


class TranslationFileError(KhulasaError):
    """A translation file cannot be read or written."""


class PublishError(KhulasaError):
    """A page, a file or the search index cannot be written."""


class ProviderError(Exception):
    """A provider gave no usable answer. `str()` is one line fit for a person, without any key."""


class ProviderMisconfigured(ProviderError):
    """A key or address is missing or refused: asking again is of no use."""


class ProviderUnavailable(ProviderError):
    """No answer, a cut connection or a server's fault: worth another try."""


class RateLimited(ProviderUnavailable):
    """Too many requests; `retry_after` is in seconds, or None where the server did not say."""

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class QuotaExhausted(ProviderError):
    """The allowance is used up."""


class AnswerRefused(ProviderError):
    """An answer came and failed its checks."""
