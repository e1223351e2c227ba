"""The tree of errors. Each carries the `Problem`s that tell a person where, what and what next::

    KhulasaError
    ├── SettingsError          mkdocs.yml: all faults of the settings at once
    ├── SelectionError         an issue, topic or article that is asked for and not there
    ├── SourceError            a source in articles/ that cannot be read as an article
    ├── TranslationFileError   a file in translations/ that cannot be read or written
    ├── InterchangeError       a file to import that is not of its format, or must not be read
    ├── PublishError           a file that cannot be written, or a search index not built
    ├── MailError              a mail that was not sent, or not to everybody
    ├── FetchError             an address from which nothing was fetched; its `kind` says why
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

from enum import StrEnum

from generator.models import Problem


class KhulasaError(Exception):
    """A fault that a person can mend, told by one or more `Problem`s."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class SettingsError(KhulasaError):
    """The settings hold faults; all of them are told at once."""


class SelectionError(KhulasaError):
    """Nothing answers to what was asked for."""


class SourceError(KhulasaError):
    """A source cannot be read as an article."""


class TranslationFileError(KhulasaError):
    """A translation file cannot be read or written."""


class InterchangeError(KhulasaError):
    """A file to import is not of its format, or must not be read; nothing of it was taken."""


class PublishError(KhulasaError):
    """A page, a file or the search index cannot be written."""


class MailError(KhulasaError):
    """A mail was not sent, or not to everybody it is for."""


class FetchKind(StrEnum):
    """Why nothing was fetched from an address."""

    ADDRESS = "address"  # it is no address of the web
    PRIVATE = "private"  # it leads into a private network, to this machine, or nowhere public
    ROBOTS = "robots"  # the site's robots.txt keeps it closed, or cannot be read
    STATUS = "status"  # the server answered with another status than 200
    BUSY = "busy"  # the server asks to wait for longer than we do
    REDIRECTS = "redirects"  # too many of them, or one that is not followed
    CONTENT_TYPE = "content_type"  # neither a page nor a feed nor an archive
    ENCODING = "encoding"  # packed in a way that cannot be undone
    TOO_LARGE = "too_large"
    BOMB = "bomb"  # it unpacks to a hundred times its size and more
    CUT_SHORT = "cut_short"  # shorter or longer than declared, empty, or no HTTP
    TIMEOUT = "timeout"
    TLS = "tls"
    DNS = "dns"
    CONNECTION = "connection"


class FetchError(KhulasaError):
    """Nothing was fetched from an address.

    `status` is that of HTTP where it is the reason; `retry_after` is in seconds, where the server
    said when to come back.
    """

    def __init__(
        self,
        problem: Problem,
        kind: FetchKind,
        status: int | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(problem)
        self.kind, self.status, self.retry_after = kind, status, retry_after


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
