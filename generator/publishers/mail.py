"""Turn a mail into one that is sent, by the SMTP server that the environment names.

| variable | meaning |
|---|---|
| `KHULASA_SMTP_HOST` | the server |
| `KHULASA_SMTP_SECURITY` | `starttls` (the default), `ssl`, or `none` for one on this machine |
| `KHULASA_SMTP_PORT` | its port; 587, 465 or 25 without it |
| `KHULASA_SMTP_USER`, `KHULASA_SMTP_PASSWORD` | the login, for a server that wants one |
| `KHULASA_SMTP_FROM` | the address of the sender |

Refuses to send a password, or a mail to another machine, where nobody guards the line. What the
server says is told but for the password.
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from generator.errors import MailError, SettingsError
from generator.models import Problem
from generator.text.plain import plain

PORTS = {"starttls": 587, "ssl": 465, "none": 25}
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_TIMEOUT = 60
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Account:
    """How to reach the server. `password` is never shown."""

    host: str
    port: int
    security: str
    user: str = ""
    password: str = field(default="", repr=False)

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


def account(environ: Mapping[str, str]) -> Account:
    """The account that the environment names. Raises SettingsError with all that is wrong."""
    get = {name: environ.get(f"KHULASA_SMTP_{name}", "").strip() for name in _NAMES}
    faults = list(_faults(get))
    if faults:
        raise SettingsError(*faults)
    security = get["SECURITY"] or "starttls"
    port = int(get["PORT"] or PORTS[security])
    password = environ.get("KHULASA_SMTP_PASSWORD", "")
    return Account(get["HOST"], port, security, get["USER"], password)


_NAMES = ("HOST", "PORT", "SECURITY", "USER", "PASSWORD")


def _faults(get: Mapping[str, str]) -> list[Problem]:
    faults = []
    if not get["HOST"] or not get["HOST"].isprintable() or " " in get["HOST"]:
        found = "no SMTP server is named"
        faults.append(_unset("HOST", found, "a host such as smtp.example.org"))
    if get["PORT"] and not (get["PORT"].isdecimal() and 0 < int(get["PORT"]) < 65536):
        faults.append(_unset("PORT", "it is no port", "a number from 1 to 65535"))
    if get["SECURITY"] not in ("", *PORTS):
        faults.append(_unset("SECURITY", "it is not known", "starttls, ssl or none"))
    elif get["SECURITY"] == "none" and (get["USER"] or get["HOST"] not in _LOOPBACK):
        found = "'none' would send the mail or the password for all to read"
        faults.append(_unset("SECURITY", found, "starttls or ssl"))
    if bool(get["USER"]) != bool(get["PASSWORD"]):
        missing = "PASSWORD" if get["USER"] else "USER"
        faults.append(_unset(missing, "it is not set", "user and password, or neither"))
    return faults


def _unset(name: str, found: str, expected: str) -> Problem:
    return Problem(f"KHULASA_SMTP_{name}", found, expected, "Set it in the environment.")


def send(mail: bytes, sender: str, to: Sequence[str], account: Account) -> None:
    """Send the mail in one session. Raises MailError, also when some recipients were refused."""
    try:
        with _session(account) as server:
            if account.user:
                server.login(account.user, account.password)
            refused = server.sendmail(sender, list(to), mail)
    except (OSError, ValueError) as error:  # ValueError: of a login that is not in ASCII
        raise MailError(*_problems(error, account)) from None
    if refused:
        raise MailError(*(_refused(address, said, account) for address, said in refused.items()))


@contextmanager
def _session(account: Account) -> Iterator[smtplib.SMTP]:
    """A session; what a server says to its end changes nothing about a mail that it took."""
    server = _connected(account)
    try:
        yield server
    finally:
        with suppress(OSError):
            server.quit()
        server.close()


def _connected(account: Account) -> smtplib.SMTP:
    """A session, encrypted unless it stays on this machine. Raises OSError."""
    if account.security == "ssl":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(account.host, account.port, timeout=_TIMEOUT, context=context)
    server = smtplib.SMTP(account.host, account.port, timeout=_TIMEOUT)
    if account.security == "starttls":
        try:
            server.starttls(context=ssl.create_default_context())
        except BaseException:
            server.close()
            raise
    return server


def _problems(error: Exception, account: Account) -> list[Problem]:
    """What went wrong, and what to do about it."""
    where = str(account)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return [_refused(a, said, account) for a, said in error.recipients.items()]
    if isinstance(error, smtplib.SMTPAuthenticationError):
        found = f"the server refuses the login: {_said(error, account)}"
        action = "Mend KHULASA_SMTP_USER and KHULASA_SMTP_PASSWORD; some want a password for apps."
    elif isinstance(error, smtplib.SMTPSenderRefused):
        found = f"the server refuses the sender: {_said(error, account)}"
        action = "Set KHULASA_SMTP_FROM to an address that this account may write from."
    elif isinstance(error, smtplib.SMTPNotSupportedError):
        found = "the server does not offer what is asked of it (STARTTLS or a login)"
        action = "Set KHULASA_SMTP_SECURITY and KHULASA_SMTP_PORT as the server has them."
    elif isinstance(error, ssl.SSLCertVerificationError):
        found = f"its certificate is not to be trusted: {_clean(error.verify_message, account)}"
        action = "Check the host's name; for an authority of your own, set SSL_CERT_FILE."
    elif isinstance(error, ssl.SSLError):
        found = "no encrypted connection came about"
        action = "Try the other KHULASA_SMTP_SECURITY (starttls or ssl), with its port."
    elif isinstance(error, smtplib.SMTPResponseException):
        found = f"the server refuses the mail: {_said(error, account)}"
        action = "Try again later, or ask who runs the server."
    elif isinstance(error, smtplib.SMTPServerDisconnected):
        found = "the server ended the session"
        action = "Check KHULASA_SMTP_SECURITY and KHULASA_SMTP_PORT, or try again later."
    elif isinstance(error, ValueError):
        found, action = "the login holds letters that SMTP cannot carry", "Use ASCII alone."
    else:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "no answer"
        found = f"the server cannot be reached: {_clean(reason, account)}"
        action = "Check KHULASA_SMTP_HOST and KHULASA_SMTP_PORT, and the network."
    return [Problem(where, found, action=action)]


def _refused(address: str, said: tuple[int, bytes], account: Account) -> Problem:
    reason = _clean(f"{said[0]} {said[1].decode('utf-8', 'replace')}", account)
    found = f"the server refuses {address}: {reason}"
    return Problem(str(account), found, action="Mend the address, and send to it alone.")


def _said(error: smtplib.SMTPResponseException, account: Account) -> str:
    said = error.smtp_error
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return _clean(f"{error.smtp_code} {text}", account)


def _clean(text: str, account: Account) -> str:
    """What a server says on one line, without the password, should it repeat that."""
    if account.password:
        text = text.replace(account.password, "***")
    return plain(text)[:_LONGEST].rstrip(".")
