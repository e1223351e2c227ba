"""Turn questions on loopback into answers as Google, MyMemory and LibreTranslate give them, or not.

A real server on a real socket. `plan` says how it behaves, request by request; when the plan is
used up it behaves as `usual`, which is well. It also runs by itself:
`python translation_server.py PORT [BEHAVIOUR...]`.

    /m          Google's mobile page        ?q=
    /get        MyMemory's JSON             ?q=
    /translate  LibreTranslate's JSON       a POST of {"q": ...}
"""

from __future__ import annotations

import gzip
import hashlib
import html
import json
import re
import ssl
import sys
import threading
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from generator.text.numbers import numbers
from generator.translators import Provider, create

MYMEMORY_QUOTA = (
    "MYMEMORY WARNING: YOU USED ALL AVAILABLE FREE TRANSLATIONS FOR TODAY. NEXT AVAILABLE IN"
    "  05 HOURS 12 MINUTES 40 SECONDS VISIT HTTPS://MYMEMORY.TRANSLATED.NET/DOC/USAGELIMITS.PHP"
    " TO TRANSLATE MORE"
)
GOOGLE_ERROR = (
    "Error 500 (Server Error)!!1500.That’s an error.There was an error. Please try again later."
    "That’s all we know."
)
BOMB = gzip.compress(b" " * 20_000_000, compresslevel=1)


def english_for(text: str) -> str:
    """An English answer that belongs to `text` alone, with its numbers and about its length."""
    names = [_name(text, number) for number in range(1 + len(text) // 16)]
    values = [f"{v:f}" for number in numbers(text) for v in sorted(number.readings[0])]
    end = "?" if "؟" in text else "."
    return f"What {' and '.join(names)} said of {', '.join(values) or 'this'}{end}"


def _name(text: str, number: int) -> str:
    digest = hashlib.sha256(f"{number} {text}".encode()).hexdigest()
    return "".join(chr(ord("a") + int(digit, 16)) for digit in digest[:9])


@dataclass
class Question:
    """One request as it came."""

    method: str
    path: str
    text: str
    parameters: dict[str, str]
    headers: dict[str, str]
    target: str


@dataclass
class TranslationServer:
    """Use as a context manager. `questions` is what was asked, in order."""

    port: int = 0
    usual: str = "well"
    questions: list[Question] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._plan: deque[str] = deque()
        self._asked = threading.Condition()
        self.closing = threading.Event()
        handler = type("Handler", (self.handler(),), {"server_owner": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]

    def __enter__(self) -> TranslationServer:
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @staticmethod
    def handler() -> type[Handler]:
        """What answers; a server of another protocol has its own."""
        return Handler

    def url(self, service: str) -> str:
        path = {"google": "/m", "mymemory": "/get", "libre": ""}[service]
        return f"http://127.0.0.1:{self.port}{path}"

    def plan(self, *behaviours: str) -> None:
        """How to treat the next requests: "name" or "name:detail" of a `behave_...` below."""
        self._plan.extend(behaviours)

    def use_tls(self, certificate: Path) -> None:
        """From now on speak https, with a certificate and its key in one PEM file."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        self._server.socket = context.wrap_socket(
            self._server.socket, server_side=True, do_handshake_on_connect=False
        )

    def provider(
        self, name: str, environ: Mapping[str, str] | None = None, **options: object
    ) -> Provider:
        """The provider called `name`, asking this server."""
        return create(name, {"url": self.url(name)} | options, environ or {})

    def wait_for_questions(self, number: int, seconds: float) -> None:
        """Until so many were asked; an AssertionError after so many seconds."""
        with self._asked:
            assert self._asked.wait_for(lambda: len(self.questions) >= number, seconds)

    def take(self, question: Question) -> str:
        with self._asked:
            self.questions.append(question)
            self._asked.notify_all()
            return self._plan.popleft() if self._plan else self.usual

    def serve_forever(self) -> None:
        self._server.serve_forever()


class Handler(BaseHTTPRequestHandler):
    server_owner: TranslationServer
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Silence."""

    def handle(self) -> None:
        try:
            super().handle()
        except OSError:
            self.close_connection = True  # The client had enough.

    def do_GET(self) -> None:
        query = {key: values[0] for key, values in parse_qs(urlsplit(self.path).query).items()}
        self._behave(query)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self._behave(json.loads(body))

    def _behave(self, parameters: dict[str, str]) -> None:
        path = urlsplit(self.path).path
        text = self.text_of(parameters)
        self.question = Question(
            self.command, path, text, parameters, dict(self.headers), self.path
        )
        behaviour, _, detail = self.server_owner.take(self.question).partition(":")
        self.close_connection = True
        getattr(self, f"behave_{behaviour}")(*([detail] if detail else []))

    def text_of(self, parameters: dict[str, str]) -> str:
        return parameters.get("q", "")

    # What the three services send ----------------------------------------------------------------

    def page(self, english: str) -> tuple[str, str]:
        """The answer of the service that was asked, and its content type."""
        if self.question.path == "/m":
            return (
                "<!DOCTYPE html><html><head><title>Google Translate</title></head><body>"
                f'<div class="root-container"><div class="result-container">{html.escape(english)}'
                '</div><div class="links-container"></div></div></body></html>'
            ), "text/html; charset=UTF-8"
        if self.question.path == "/get":
            return json.dumps(self.memory(english)), "application/json; charset=utf-8"
        return json.dumps({"translatedText": english}), "application/json"

    def memory(self, english: str, **changes: object) -> dict[str, object]:
        return {
            "responseData": {"translatedText": english, "match": 0.85},
            "quotaFinished": False,
            "responseDetails": "",
            "responseStatus": 200,
            "matches": [
                {
                    "segment": self.question.text,
                    "translation": english,
                    "created-by": "MT!",
                    "match": 0.85,
                }
            ],
        } | changes

    def send(
        self, body: str | bytes, kind: str = "text/html", status: int = 200, **headers: str
    ) -> None:
        payload = body.encode() if isinstance(body, str) else body
        headers = {"Content-Type": kind, "Content-Length": str(len(payload))} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(payload)

    # Behaviours ----------------------------------------------------------------------------------

    def behave_well(self) -> None:
        self.send(*self.page(english_for(self.question.text)))

    def behave_say(self, english: str) -> None:
        self.send(*self.page(english))

    def behave_shaped(self, english: str = "") -> None:
        """As LibreTranslate 1.9 shapes an answer after the question."""
        text = self.question.text.strip()
        english = english or english_for(text).replace("?", ".")
        if text[-1] in "!?.,;":
            english = english.rstrip("!?.,;") + text[-1]
        else:
            english = english.rstrip("!?.,;")
        for latin in re.findall("[A-Za-z]+", text):
            english = f"{latin} and {english}"
        if text.islower():
            english = english.lower()
        if text.isupper():
            english = english.upper()
        self.send(*self.page(english))

    def behave_slow(self, seconds: str) -> None:
        self.server_owner.closing.wait(float(seconds))
        self.behave_well()

    def behave_cookie(self) -> None:
        self.send(*self.page(english_for(self.question.text)), Set_Cookie="id=1; Path=/")

    def behave_gzip(self) -> None:
        body, kind = self.page(english_for(self.question.text))
        self.send(gzip.compress(body.encode()), kind, Content_Encoding="gzip")

    def behave_bomb(self) -> None:
        self.send(BOMB, Content_Encoding="gzip")

    def behave_status(self, status: str) -> None:
        self.send("<html><body>No.</body></html>", status=int(status))

    def behave_busy(self, seconds: str) -> None:
        self.send("slow down", status=429, retry_after=seconds)

    def behave_busy_until_date(self) -> None:
        self.send("slow down", status=429, Retry_After=formatdate(4_000_000_000, usegmt=True))

    def behave_echo_key(self, status: str = "403") -> None:
        key = self.question.parameters.get("api_key") or self.headers["Authorization"]
        said = f"Invalid API key {key} at {self.path}"
        self.send(json.dumps({"error": said}), "application/json", int(status))

    def behave_silence(self) -> None:
        self.server_owner.closing.wait(20)

    def behave_slow_headers(self) -> None:
        self._drip(b"HTTP/1.1 200 OK\r\nX-Slow: " + b"y" * 1000)

    def behave_drip(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n")
        self._drip(b"z" * 5000)

    def _drip(self, content: bytes) -> None:
        for byte in content:
            if self.server_owner.closing.wait(0.03):
                return
            self.wfile.write(bytes([byte]))
            self.wfile.flush()

    def behave_cut(self) -> None:
        """Closes at once, without a word."""

    def behave_cut_body(self) -> None:
        body, kind = self.page(english_for(self.question.text))
        self.send(body[:-20], kind, Content_Length=str(len(body)))

    def behave_half(self) -> None:
        """Half a page or half a JSON, of the length that it says."""
        english = english_for(self.question.text)
        body, kind = self.page(english)
        self.send(body[: body.index(english[:4]) + 10], kind)

    def behave_chunks_cut(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n20\r\nhalf a")

    def behave_huge(self) -> None:
        self.send(b"<p>" + b"x" * 10_000_000)

    def behave_endless(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while not self.server_owner.closing.is_set():
            self.wfile.write(b"x" * 65536)

    def behave_circle(self) -> None:
        self.server_owner.plan("circle")
        self.send("", status=302, Location=self.path)

    def behave_moved(self, port: str = "") -> None:
        self.send("", status=302, Location=f"http://127.0.0.1:{port}{self.path}")

    def behave_file(self) -> None:
        self.send("", status=302, Location="file:///etc/hostname")

    def behave_garbage(self) -> None:
        self.wfile.write(b"\x00\xff not HTTP at all\r\n\r\n")

    def behave_json(self, body: str = "") -> None:
        self.send(body, "application/json")

    def behave_quota(self) -> None:
        self.send(json.dumps(self.memory(MYMEMORY_QUOTA, matches=[])), "application/json")

    def behave_quota_429(self) -> None:
        body = self.memory(MYMEMORY_QUOTA, matches=[], responseStatus="429")
        self.send(json.dumps(body), "application/json", 429)

    def behave_quota_flag(self) -> None:
        body = self.memory("Ok.", matches=[], quotaFinished=True)
        self.send(json.dumps(body), "application/json")

    def behave_no_match(self) -> None:
        body = self.memory("", matches=[])
        self.send(json.dumps(body), "application/json")

    def behave_similar(self) -> None:
        english = "The bridge was closed in the year before."
        match = {"segment": "أغلق الجسر في العام الماضي", "translation": english, "match": 0.9}
        self.send(json.dumps(self.memory(english, matches=[match])), "application/json")

    def behave_wrong(self, said: str) -> None:
        body = self.memory(said, matches=[], responseStatus="403", responseDetails=said)
        self.send(json.dumps(body), "application/json")


if __name__ == "__main__":
    alone = TranslationServer(int(sys.argv[1]))
    alone.plan(*sys.argv[2:])
    print(alone.port, flush=True)
    alone.serve_forever()
