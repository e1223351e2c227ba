"""Mails: what is in them, what mail programs need, and sending them to a real server on loopback."""

from __future__ import annotations

import email
import shutil
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from bs4 import BeautifulSoup
from conftest import lacking
from hostile import SITE, hostile_digest, hostile_entry
from project import Project

from generator.errors import MailError
from generator.models import Digest
from generator.renderers.editions import LANGS_OF, Layout, Wanted, edition
from generator.renderers.mail import Letterhead, message

HEAD = Letterhead("desk@example.org", ("reader@example.org",), "https://example.org/leave?id=1")
PASSWORD = "s3cret-of-the-desk"
ARTICLE = """\
---
source: نشرة الحي
published: 2016-10-25
url: https://example.org/library
---
مكتبة الحي تفتح أبوابها

فتحت مكتبة الحي أبوابها مساء الأحد لأول مرة منذ 12 عامًا. وقالت أمينة المكتبة إن عدد الزوار فاق المتوقع.
"""


def made(
    layout: Layout = "bilingual", head: Letterhead = HEAD, digest: Digest | None = None
) -> EmailMessage:
    chosen = edition(digest or hostile_digest(), Wanted(issue="2016-W43"), SITE)
    content = message(chosen, layout, head, SITE).content
    return email.message_from_bytes(content, policy=default)  # type: ignore[return-value]


def part(mail: EmailMessage, kind: str) -> str:
    body = mail.get_body((kind,))
    assert body is not None
    return body.get_content()


def test_a_mail_is_a_text_and_html_that_say_the_same() -> None:
    mail = made()
    assert mail.defects == []
    assert mail.get_content_type() == "multipart/alternative"
    assert [p.get_content_type() for p in mail.iter_parts()] == ["text/plain", "text/html"]
    assert mail["Subject"] == "خلاصة · خلاصة الأسبوع 43 من عام 2016 · Digest, week 43 of 2016"
    assert mail["From"].addresses[0].display_name == "خلاصة"
    assert mail["Content-Language"] == "ar, en"
    for kind in ("plain", "html"):
        words = (
            BeautifulSoup(part(mail, kind), "html.parser").get_text()
            if kind == "html"
            else part(mail, kind)
        )
        for said in (
            "Digest, week 43 of 2016",
            "مقال واحد",
            "1 article",
            "Published: 25 October 2016",
        ):
            assert said in words, kind
    assert "&#" not in part(mail, "plain")


@pytest.mark.parametrize("layout", list(LANGS_OF))
def test_html_needs_nothing_from_elsewhere_and_runs_nothing(layout: Layout) -> None:
    page = BeautifulSoup(part(made(layout), "html"), "html.parser")
    assert page.find_all(["script", "img", "link", "style", "iframe", "form"]) == []
    assert [e for e in page.find_all(True) if any(name.startswith("on") for name in e.attrs)] == []
    assert "url(" not in str(page.find_all(style=True))
    assert all(a["href"].startswith(("https://", "mailto:")) for a in page.find_all("a"))
    for element in page.find_all(dir=True, lang=True):
        assert element["dir"] == ("rtl" if element["lang"] == "ar" else "ltr")
    assert page.find("meta", {"name": "color-scheme"})["content"] == "light dark"


def test_each_paragraph_lies_in_a_part_with_its_language_and_direction() -> None:
    page = BeautifulSoup(part(made(), "html"), "html.parser")
    for paragraph in page.find_all(["p", "h1", "h2"]):
        around = paragraph.find_parent(attrs={"dir": True})
        assert f"direction:{around['dir']}" in paragraph["style"]
    assert {div["lang"] for div in page.find_all("div")} == {"ar", "en"}


def test_the_same_edition_gives_the_same_mail_and_another_another_id() -> None:
    first, again = made(), made()
    assert first.as_bytes() == again.as_bytes()
    assert first["Message-ID"].endswith("@example.org>")
    assert made("english")["Message-ID"] != first["Message-ID"]
    assert first["Date"] == "Tue, 01 Nov 2016 12:00:00 +0000"
    assert first["List-Unsubscribe"] == "<https://example.org/leave?id=1>"
    assert "List-Unsubscribe" not in made(head=replace(HEAD, unsubscribe=None))


def test_several_readers_are_not_told_of_each_other() -> None:
    mail = made(head=replace(HEAD, to=("a@example.org", "b@example.org")))
    assert b"a@example.org" not in mail.as_bytes()
    assert mail["To"] == "undisclosed-recipients:;"


@pytest.mark.parametrize(
    "head",
    [
        replace(HEAD, to=("a@example.org\r\nBcc: all@example.org",)),
        replace(HEAD, to=("a@example.org", "b@example.org\nX: 1")),
        replace(HEAD, sender="desk@example.org\nBcc: all@example.org"),
        replace(HEAD, sender="Desk <desk@example.org>"),
        replace(HEAD, to=("nobody",)),
        replace(HEAD, unsubscribe="https://example.org/\r\nX-Evil: 1"),
        replace(HEAD, unsubscribe="javascript:alert(1)"),
    ],
)
def test_nothing_in_an_address_can_begin_another_header(head: Letterhead) -> None:
    with pytest.raises(MailError, match="an address that is none"):
        made(head=head)


def test_nothing_in_a_title_can_begin_another_header() -> None:
    entry = hostile_entry("x")
    title = "عنوان\r\nBcc: all@example.org\r\n\r\nنص"
    spoiled = replace(entry, article=replace(entry.article, title=title))
    made_ = message(edition(Digest((spoiled,)), Wanted(("x",)), SITE), "arabic", HEAD, SITE)
    read = email.message_from_bytes(made_.content, policy=default)
    assert read["Bcc"] is None
    assert read["Subject"] == "خلاصة · عنوان Bcc: all@example.org نص"


@dataclass
class Box:
    """What a server took."""

    mails: list[tuple[str, list[str], bytes]] = field(default_factory=list)
    port: int = 0

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address.startswith("unknown"):
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        self.mails.append((envelope.mail_from or "", list(envelope.rcpt_tos), envelope.content))
        return "250 kept"


def login(server: SMTP, session: Session, envelope: Envelope, how: str, data: object) -> AuthResult:
    assert isinstance(data, LoginPassword)
    good = data.password == PASSWORD.encode()
    message_ = None if good else f"535 5.7.8 {data.password.decode()} is wrong"  # careless
    return AuthResult(success=good, handled=False, message=message_)


class OnAnyPort(Controller):
    """A server on a port that is free; its own check whether it is up asks at that one."""

    def _trigger_server(self) -> None:
        assert self.server is not None
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def serving(**options: object) -> Iterator[Box]:
    box = Box()
    server = OnAnyPort(box, hostname="127.0.0.1", port=0, **options)  # type: ignore[arg-type]
    server.start()
    try:
        box.port = server.port
        yield box
    finally:
        server.stop()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for 127.0.0.1, and its key, in one file."""
    openssl = shutil.which("openssl") or lacking("needs openssl, which makes the certificate")
    folder = tmp_path_factory.mktemp("tls")
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
         "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
         "-keyout", folder / "key.pem", "-out", folder / "cert.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    whole = folder / "both.pem"
    whole.write_text((folder / "key.pem").read_text() + (folder / "cert.pem").read_text())
    return whole


def server_side(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = Project(tmp_path_factory.mktemp("mail") / "digest")
    project.add("library.txt", ARTICLE)
    return project


SEND = ("mail", "--issue", "2016-W43", "--send", "--to", "reader@example.org")


def environ(box: Box | None, **more: str) -> dict[str, str]:
    port = str(box.port) if box else ""
    return {
        "KHULASA_SMTP_HOST": "127.0.0.1",
        "KHULASA_SMTP_PORT": port,
        "KHULASA_SMTP_FROM": "desk@example.org",
        "KHULASA_SMTP_SECURITY": "none",
    } | more


def test_a_mail_is_written_without_any_server(project: Project) -> None:
    done = project.khulasa("mail", "--issue", "2016-W43", "-o", "out.eml")
    assert done.returncode == 0, done.stderr
    read = email.message_from_bytes((project.folder / "out.eml").read_bytes(), policy=default)
    assert "English summary pending" in part(read, "plain")  # type: ignore[arg-type]
    again = project.khulasa("mail", "--issue", "2016-W43", "-o", "-")
    assert again.returncode == 0


def test_a_mail_arrives(project: Project) -> None:
    with serving() as box:
        done = project.khulasa(*SEND, "--to", "second@example.org", environ=environ(box))
    assert done.returncode == 0, done.stderr
    assert "Sent to 2 recipients" in done.stderr
    ((sender, to, content),) = box.mails
    assert (sender, to) == ("desk@example.org", ["reader@example.org", "second@example.org"])
    assert email.message_from_bytes(content, policy=default).defects == []
    assert content.splitlines() == (project.folder / "2016-W43.eml").read_bytes().splitlines()


@pytest.mark.parametrize("security", ["starttls", "ssl"])
def test_a_mail_arrives_through_tls_with_a_login(
    project: Project, certificate: Path, security: str
) -> None:
    context = server_side(certificate)
    options = (
        {"ssl_context": context}
        if security == "ssl"
        else {"tls_context": context, "require_starttls": True}
    )
    variables = {
        "KHULASA_SMTP_SECURITY": security,
        "KHULASA_SMTP_USER": "desk",
        "KHULASA_SMTP_PASSWORD": PASSWORD,
        "SSL_CERT_FILE": str(certificate),
    }
    with serving(authenticator=login, auth_require_tls=security != "ssl", **options) as box:
        done = project.khulasa(*SEND, environ=environ(box, **variables))
        wrong = project.khulasa(
            *SEND, environ=environ(box, **variables | {"SSL_CERT_FILE": "/dev/null"})
        )
    assert done.returncode == 0, done.stderr
    assert len(box.mails) == 1
    assert wrong.returncode == 1
    assert "its certificate is not to be trusted" in wrong.stderr


def test_a_refused_login_is_told_without_the_password_and_the_mail_is_kept(
    project: Project, certificate: Path
) -> None:
    variables = {
        "KHULASA_SMTP_SECURITY": "ssl",
        "KHULASA_SMTP_USER": "desk",
        "KHULASA_SMTP_PASSWORD": f"{PASSWORD} ",
        "SSL_CERT_FILE": str(certificate),
    }
    with serving(
        authenticator=login,
        auth_require_tls=False,  # the line is encrypted before SMTP begins
        ssl_context=server_side(certificate),
    ) as box:
        done = project.khulasa(
            *SEND,
            "-o",
            "kept.eml",
            environ=environ(box, **variables | {"KHULASA_SMTP_PASSWORD": "wr0ng"}),
        )
    assert done.returncode == 1
    assert "the server refuses the login" in done.stderr
    assert "KHULASA_SMTP_PASSWORD" in done.stderr
    assert "wr0ng" not in done.stderr
    assert (project.folder / "kept.eml").is_file()
    assert box.mails == []


def test_a_refused_recipient_is_named_and_the_others_get_theirs(project: Project) -> None:
    with serving() as box:
        some = project.khulasa(*SEND, "--to", "unknown@example.org", environ=environ(box))
        none = project.khulasa(
            "mail", "--all", "--send", "--to", "unknown@example.org", environ=environ(box)
        )
    assert (some.returncode, none.returncode) == (1, 1)
    assert "the server refuses unknown@example.org: 550 no such mailbox" in some.stderr
    assert [to for _, to, _ in box.mails] == [["reader@example.org"]]
    assert (project.folder / "all.eml").is_file()


def test_a_server_that_is_not_there_or_speaks_another_way_is_told(project: Project) -> None:
    with serving() as box:
        plain = project.khulasa(*SEND, environ=environ(box, KHULASA_SMTP_SECURITY="starttls"))
    gone = project.khulasa(*SEND, environ=environ(box))
    assert (plain.returncode, gone.returncode) == (1, 1)
    assert "KHULASA_SMTP_SECURITY" in plain.stderr
    assert "the server cannot be reached: Connection refused" in gone.stderr


@pytest.mark.parametrize(
    ("variables", "told"),
    [
        ({"KHULASA_SMTP_HOST": ""}, "KHULASA_SMTP_HOST: no SMTP server is named"),
        ({"KHULASA_SMTP_PORT": "many"}, "KHULASA_SMTP_PORT"),
        ({"KHULASA_SMTP_SECURITY": "maybe"}, "starttls, ssl or none"),
        (
            {"KHULASA_SMTP_HOST": "smtp.example.org"},
            "would send the mail or the password for all to read",
        ),
        ({"KHULASA_SMTP_SECURITY": "ssl", "KHULASA_SMTP_PASSWORD": PASSWORD}, "KHULASA_SMTP_USER"),
        ({"KHULASA_SMTP_FROM": ""}, "KHULASA_SMTP_FROM: no sender is named"),
    ],
)
def test_settings_of_the_server_that_cannot_work_are_wrong_usage(
    project: Project, variables: dict[str, str], told: str
) -> None:
    done = project.khulasa(*SEND, environ=environ(None, **variables))
    assert done.returncode == 2
    assert told in done.stderr
    assert PASSWORD not in done.stderr


def test_sending_needs_somebody_to_send_it_to(project: Project) -> None:
    assert project.khulasa("mail", "--all", "--send", environ=environ(None)).returncode == 2
