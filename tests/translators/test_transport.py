"""What is shown of a stranger's words, how a Retry-After is read, and TLS."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from translation_server import TranslationServer, english_for

from generator import exchange
from generator.errors import ProviderUnavailable
from generator.translators.pieces import pieces, url_bytes
from generator.translators.transport import redact, retry_after

NOW = datetime(2024, 5, 6, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("0", 0.0),
        (" 120 ", 120.0),
        ("999999", 86_400.0),
        ("Mon, 06 May 2024 12:00:30 GMT", 30.0),
        ("Mon, 06 May 2024 12:00:30 -0000", 30.0),
        ("Mon, 06 May 2024 11:00:00 GMT", 0.0),
        ("Mon, 06 May 2030 11:00:00 GMT", 86_400.0),
        ("-5", None),
        ("1.5", None),
        ("soon", None),
        ("", None),
        ("٣٠", None),
    ],
)
def test_retry_after_is_seconds_or_a_date_and_at_most_a_day(
    value: str | None, seconds: float | None
) -> None:
    assert retry_after(value, NOW) == seconds


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Slow down:\n 20 per\t1 minute", "Slow down: 20 per 1 minute"),
        ("bad key a/b c+d!", "bad key [key]!"),
        ("bad key a%2Fb%20c%2Bd", "bad key [key]"),
        ("bad key A/B C+D", "bad key [key]"),
        ("see https://example.org/?key=1 or www.example.org", "see [address] or [address]"),
        ("for desk@example.org", "for [mail]"),
        ("key sk-proj-Ab12Cd34Ef56Gh78 is wrong", "key [key] is wrong"),
        ("translation_not_available_here", "translation_not_available_here"),
        ("a\x1b[31mred\u202e", "a [31mred"),
        ("word " * 100, "word " * 23 + "word…"),
    ],
)
def test_a_strangers_words_are_shown_short_and_without_keys(said: str, shown: str) -> None:
    assert redact(said, ["a/b c+d", ""]) == shown


@pytest.mark.parametrize("most", [40, 100, 300])
def test_pieces_fit_and_give_back_every_word(most: int) -> None:
    text = "الجملة الأولى هنا، وفيها فاصلة. والثانية؟ " * 5 + "كلمةطويلةجداًبلافراغ" * 3
    cut = pieces(text, url_bytes, most)
    assert max(map(url_bytes, cut)) <= most
    assert "".join("".join(cut).split()) == "".join(text.split())


def test_pieces_end_where_sentences_end_if_they_can() -> None:
    text = "جملة أولى، قصيرة. جملة ثانية، أطول قليلا. ثالثة."
    assert pieces(text, len, 25) == ["جملة أولى، قصيرة.", "جملة ثانية، أطول قليلا.", "ثالثة."]
    assert pieces(text, len, 1000) == [text]
    assert pieces("  ", len, 10) == []


@given(st.text(alphabet="كلمة .؟،1\n"), st.integers(6, 200))
def test_pieces_lose_nothing_but_white_space(text: str, most: int) -> None:
    cut = pieces(text, url_bytes, most)
    assert all(0 < url_bytes(piece) <= most for piece in cut)
    assert "".join("".join(cut).split()) == "".join(text.split())


def test_a_proxy_of_the_environment_is_used(
    server: TranslationServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{server.port}")
    text = "عاد القطار إلى المدينة."
    google = server.provider("google", url="http://mirror.invalid/m")
    assert google.translate(text) == english_for(text)
    assert server.questions[0].target.startswith("http://mirror.invalid/m?")


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for 127.0.0.1 that nobody signed, with its key."""
    if not (openssl := shutil.which("openssl")):
        pytest.skip("openssl, which makes the certificate, is not installed")
    path = tmp_path / "server.pem"
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
         "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", tmp_path / "key.pem",
         "-out", path],
        check=True, capture_output=True, timeout=60,
    )  # fmt: skip
    path.write_text(path.read_text() + (tmp_path / "key.pem").read_text())
    return path


def test_https_is_spoken_only_where_the_certificate_is_trusted(
    server: TranslationServer, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.use_tls(certificate)
    libre = server.provider("libre", url=f"https://127.0.0.1:{server.port}")
    text = "عاد القطار إلى المدينة."
    with pytest.raises(ProviderUnavailable, match="certificate that is not trusted"):
        libre.translate(text)
    trusting = ssl.create_default_context(cafile=str(certificate))
    monkeypatch.setattr(exchange, "_tls", lambda: trusting)
    assert libre.translate(text) == english_for(text)
    server.plan("drip")
    with pytest.raises(ProviderUnavailable, match="did not answer in time"):
        server.provider("libre", url=libre.url, timeout=0.5).translate(text)  # type: ignore[attr-defined]
    server.plan(f"moved:{server.port}")
    google = server.provider("google", url=f"https://127.0.0.1:{server.port}/m")
    with pytest.raises(ProviderUnavailable, match="redirects in circles or to an unsafe"):
        google.translate(text)
