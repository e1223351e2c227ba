"""An address of the web: how it is asked for, compared and shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.text.urls import canonical, shown, to_uri


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("https://example.org", "https://example.org/"),
        (" \u200fhttps://example.org/a\n", "https://example.org/a"),
        ("https://example.org/a/\n  b", "https://example.org/a/%20%20b"),
        ("HTTP://Example.ORG:80/A?B#part", "http://example.org/A?B"),
        ("https://example.org:8443/", "https://example.org:8443/"),
        ("https://example.org/أخبار/خبر أول?س=ص", "https://example.org/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1/%D8%AE%D8%A8%D8%B1%20%D8%A3%D9%88%D9%84?%D8%B3=%D8%B5"),
        ("https://example.org/%d8%a3?utm_source=x", "https://example.org/%d8%a3?utm_source=x"),
        ("https://example.org/100%?a=50%", "https://example.org/100%?a=50%"),
        ("https://مثال.إختبار/", "https://xn--mgbh0fb.xn--kgbechtv/"),
        ("https://مثال。إختبار./", "https://xn--mgbh0fb.xn--kgbechtv/"),
        ("https://%D9%85%D8%AB%D8%A7%D9%84.example/", "https://xn--mgbh0fb.example/"),
        ("https://a_b.example/", "https://a_b.example/"),
        ("https://example.org/public/../private/./x", "https://example.org/private/x"),
        ("https://example.org/public/%2e%2E/private/..", "https://example.org/"),
        ("https://example.org\\a\\b?c\\d", "https://example.org/a/b?c%5Cd"),
        ("http:\\\\example.org/", "http://example.org/"),
        ("https:example.org/a", "https://example.org/a"),
        ("http://example.org\\@evil.example/", "http://example.org/@evil.example/"),
        ("http://[2606:4700::0001]:80/", "http://[2606:4700::1]/"),
        # One and the same loopback address:
        *((f"http://{host}/", "http://127.0.0.1/") for host in (
            "127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.0.0.1", "0177.0.0.1",
            "017700000001", "127.0.0.1.", "%31%32%37.0.0.1", "１２７.0.0.1", "①②⑦.⓪.⓪.①",
        )),
    ],
)  # fmt: skip
def test_an_address_is_asked_for_in_one_plain_spelling(written: str, asked: str) -> None:
    assert to_uri(written) == asked
    assert to_uri(asked) == asked


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("", "no address of the web"),
        ("example.org/page", "no address of the web"),
        ("//example.org/page", "no address of the web"),
        ("ftp://example.org/", "scheme 'ftp'"),
        ("file:///etc/passwd", "scheme 'file'"),
        ("javascript:alert(1)", "scheme 'javascript'"),
        ("gopher://127.0.0.1:6379/_", "scheme 'gopher'"),
        ("https://", "no host"),
        ("https:///", "no host"),
        ("https://.", "no host"),
        ("https://a..example/", "no host"),
        ("https://a b.example/", "no host"),
        ("https://a<b>.example/", "no host"),
        ("https://" + "a" * 64 + ".example/", "no host"),
        ("https://" + "a." * 130 + "example/", "no host"),
        ("https://1.2.3.4.5/", "no host"),
        ("https://256.1.1.1/", "no host"),
        ("https://0x1ffffffff/", "no host"),
        ("https://08.1.1.1/", "no host"),
        ("https://1..1/", "no host"),
        ("https://[::1/", "no host"),
        ("https://[::g]/", "no host"),
        ("https://[v1.a]/", "no host"),
        ("https://[fe80::1%25eth0]/", "zone"),
        ("https://example.org%2f@evil.example/", "user name or password"),
        ("https://user@example.org/", "user name or password"),
        ("https://user:secret@example.org/", "user name or password"),
        ("https://example.org:0/", "port 0"),
        ("https://example.org:25/", "port 25"),
        ("https://example.org:99999/", "port that cannot be"),
        ("https://example.org:٨٠/", "port that cannot be"),
        ("https://example.org:-1/", "port that cannot be"),
        ("https://example.org/\ud800", "half a character"),
        ("https://example.org/" + "a" * 8000, "too long"),
        ("https://example.org／evil.example", "no host"),
    ],
)
def test_what_is_no_address_of_the_web_is_refused_with_the_reason(written: str, why: str) -> None:
    for function in (to_uri, canonical):
        with pytest.raises(ValueError, match=why):
            function(written)


@pytest.mark.parametrize(
    "other",
    [
        "https://example.org/%D8%AE%D8%A8%D8%B1/1?id=7&page=2",
        "https://example.org/خبر/1?id=7&page=2",
        "HTTPS://EXAMPLE.org:443/%d8%ae%d8%a8%d8%b1/1?id=7&page=2#comments",
        "https://example.org./%D8%AE%D8%A8%D8%B1/1?id=%37&page=2",
        "https://example.org/%D8%AE%D8%A8%D8%B1/%31?id=7&page=2",
        "https://example.org/x/../%D8%AE%D8%A8%D8%B1/1?id=7&page=2",
        "https://example.org/خبر/1?utm_source=a&id=7&UTM_Medium=b&page=2&fbclid=c&gclid=d",
        "https://example.org/خبر/1?igshid=a&mc_cid=b&id=7&&page=2&utm%5Fterm=x&__cft__%5B0%5D=q",
    ],
)
def test_spellings_of_one_address_are_one(other: str) -> None:
    assert canonical(other) == "https://example.org/%D8%AE%D8%A8%D8%B1/1?id=7&page=2"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/a", "http://example.org/a"),
        ("https://example.org/a", "https://www.example.org/a"),
        ("https://example.org/a", "https://example.org/A"),
        ("https://example.org/a", "https://example.org/a/"),
        ("https://example.org/a?x=1&y=2", "https://example.org/a?y=2&x=1"),
        ("https://example.org/a%2Fb", "https://example.org/a/b"),
        ("https://example.org/?a=b%26c", "https://example.org/?a=b&c"),
        ("https://example.org/?a=1+1", "https://example.org/?a=1%2B1"),
        ("https://example.org/?pk=1", "https://example.org/?pk=2"),
        ("https://example.org/?s=1&ref=2", "https://example.org/?s=1"),
    ],
)
def test_addresses_that_may_be_two_pages_stay_two(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


def test_an_address_without_its_tracking_has_no_question_mark_left() -> None:
    assert canonical("https://example.org?utm_source=x") == "https://example.org/"


@given(st.text(alphabet="%aA2F5eE./?&=#+ خ\\~_-", max_size=40))
def test_the_canonical_spelling_is_final(tail: str) -> None:
    once = canonical(f"https://example.org/{tail}")
    assert canonical(once) == once
    assert once.isascii()
    assert "#" not in once


@given(st.text(max_size=60))
def test_any_text_is_a_plain_address_or_refused(text: str) -> None:
    for wish in (text, f"https://{text}", f"https://example.org/{text}"):
        try:
            asked = to_uri(wish)
        except ValueError:
            continue
        assert asked.isascii()
        assert asked.isprintable()
        assert to_uri(asked) == asked


@pytest.mark.parametrize(
    ("url", "line"),
    [
        ("https://user:secret@example.org/a", "https://example.org/a"),
        ("user:secret@example.org", "example.org"),
        ("https://user:se/cret@example.org/a", "https://example.org/a"),
        ("https://example.org:8080/a@b", "https://example.org:8080/a@b"),
        ("https://example.org/@someone/1", "https://example.org/@someone/1"),
        ("https://example.org/?id=1&api_key=secret&x=2", "https://example.org/?id=1&api_key=…&x=2"),
        ("https://example.org/?token=secret#a", "https://example.org/?token=…#a"),
        ("https://example.org/%D8%AE%D8%A8%D8%B1%20%41", "https://example.org/خبر%20%41"),
        ("https://example.org/%FF%D8", "https://example.org/%FF%D8"),
        ("https://example.org/%E2%80%AEfdp\u202e\n\x1b[31m", "https://example.org/fdp[31m"),
        ("https://example.org/" + "a" * 200, "https://example.org/" + "a" * 79 + "…"),
    ],
)
def test_an_address_is_shown_readable_short_and_without_secrets(url: str, line: str) -> None:
    assert shown(url) == line
