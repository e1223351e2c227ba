"""deepl and microsoft against a server that speaks their protocols, well or badly."""

from __future__ import annotations

import time
import traceback
from collections.abc import Iterator

import pytest
from paid_server import KEYS, PaidServer
from translation_server import english_for

from generator.errors import (
    AnswerRefused,
    ProviderError,
    ProviderMisconfigured,
    ProviderUnavailable,
    QuotaExhausted,
    RateLimited,
)
from generator.models import Term, TermKind
from generator.translators import create
from generator.translators.ladder import Ladder, NobodyAnswered

SENTENCE = "افتتح المتحف أبوابه أمام 1200 زائر في 14 آذار."
TERMS = (
    Term(("ناديا الحصري", "نادية الحصري"), "Nadia al-Husri", TermKind.PERSON),
    Term(("صنعاء",), "Sanaa", TermKind.PLACE),
)
BOTH = pytest.mark.parametrize("name", ["deepl", "microsoft"])


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[PaidServer]:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with PaidServer() as running:
        yield running


@BOTH
def test_a_sentence_is_translated(server: PaidServer, name: str) -> None:
    assert server.provider(name).translate(SENTENCE) == english_for(SENTENCE)
    (question,) = server.questions
    assert question.text == SENTENCE
    assert question.headers["User-Agent"].startswith("khulasa/")


def test_each_is_asked_from_arabic_to_english_in_its_own_way(server: PaidServer) -> None:
    for name in KEYS:
        server.provider(name).translate(SENTENCE)
    deepl, microsoft = server.questions
    asked = deepl.parameters
    assert (asked["source_lang"], asked["target_lang"]) == ("AR", "EN-GB")
    assert not asked.keys() & {"formality", "glossary_id"}
    assert deepl.headers["Authorization"] == "DeepL-Auth-Key s3cret-deepl-key-0123456789:fx"
    assert "from=ar&to=en" in microsoft.target
    assert microsoft.headers["Ocp-Apim-Subscription-Region"] == "westeurope"


@BOTH
def test_without_a_key_it_says_which_variable_to_set(server: PaidServer, name: str) -> None:
    with pytest.raises(ProviderMisconfigured, match=f"KHULASA_{name.upper()}_KEY"):
        server.provider(name, {})


@pytest.mark.parametrize(("key", "host"), [("k:fx", "api-free.deepl.com"), ("k", "api.deepl.com")])
def test_the_key_says_which_of_deepls_servers_is_asked(key: str, host: str) -> None:
    provider = create("deepl", {}, {"KHULASA_DEEPL_KEY": key})
    assert host in provider._client().server_url  # type: ignore[attr-defined]


@BOTH
@pytest.mark.parametrize(
    ("behaviour", "error", "said"),
    [
        ("status:500", ProviderUnavailable, "answered 500"),
        ("status:503", ProviderUnavailable, "answered 503"),
        ("status:429", RateLimited, "answered 429"),
        ("busy:7", RateLimited, "answered 429"),
        ("status:401", ProviderMisconfigured, "key"),
        ("status:403", ProviderMisconfigured, "key"),
        ("status:456", QuotaExhausted, "456"),
        ("status:404", ProviderMisconfigured, "check the option 'url'"),
        ("status:413", AnswerRefused, "413"),
        ("moved:1", ProviderMisconfigured, "302"),
        ("silence", ProviderUnavailable, "did not answer in time"),
        ("drip", ProviderUnavailable, "did not answer in time"),
        ("cut", ProviderUnavailable, "cut the connection"),
        ("cut_body", ProviderUnavailable, "cut the connection"),
        ("chunks_cut", ProviderUnavailable, "cut the connection"),
        ("garbage", ProviderUnavailable, "cut the connection"),
        ("bomb", ProviderUnavailable, "more than 2,000,000 bytes"),
        ("huge", ProviderUnavailable, "more than 2,000,000 bytes"),
        ("json:", ProviderUnavailable, "cannot be read"),
        ("json:{", ProviderUnavailable, "cannot be read"),
        ("json:{}", ProviderUnavailable, "cannot be read"),
        ('json:{"translations": [{"text": 7}]}', ProviderUnavailable, "cannot be read"),
    ],
)
def test_each_misbehaviour_becomes_one_plain_error_after_one_question(
    server: PaidServer, name: str, behaviour: str, error: type[ProviderError], said: str
) -> None:
    server.plan(behaviour)
    slow = behaviour in ("silence", "drip")
    provider = server.provider(name, timeout=0.3 if slow else 20.0)
    started = time.monotonic()
    with pytest.raises(error, match=said) as caught:
        provider.translate(SENTENCE)
    assert type(caught.value) is error
    assert str(caught.value).startswith(name)
    assert len(server.questions) == 1
    assert time.monotonic() - started < 5


@BOTH
@pytest.mark.parametrize("behaviour", ["echo_key", "echo_key:400", "echo_key:500", "cut", "json:{"])
def test_no_error_holds_the_key(server: PaidServer, name: str, behaviour: str) -> None:
    provider = server.provider(name)
    server.plan(behaviour)
    with pytest.raises(ProviderError) as caught:
        provider.translate(SENTENCE)
    told = "".join(traceback.format_exception(caught.value)) + repr(caught.value) + repr(provider)
    assert "s3cret" not in told
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


def test_microsofts_free_allowance_that_is_used_up_is_no_wrong_key(server: PaidServer) -> None:
    server.plan("free_quota")
    with pytest.raises(QuotaExhausted, match="no more translations this month"):
        server.provider("microsoft").translate(SENTENCE)


@BOTH
def test_characters_are_counted_at_the_price_of_the_settings(server: PaidServer, name: str) -> None:
    ladder = Ladder([server.provider(name, price=20.0)])
    ladder.translate(SENTENCE)
    used = ladder.used[name]
    assert (used.questions, used.characters) == (1, len(SENTENCE))
    assert used.cost == pytest.approx(len(SENTENCE) * 20 / 1e6)


def test_what_deepl_still_allows_can_be_asked(server: PaidServer) -> None:
    assert server.provider("deepl").allowance() == (1200, 500000)  # type: ignore[attr-defined]


# Glossaries -------------------------------------------------------------------------------------


def test_the_terms_become_a_glossary_that_is_made_once(server: PaidServer) -> None:
    for _ in range(2):
        provider = server.provider("deepl", terms=TERMS)
        provider.translate(SENTENCE)
        provider.translate(SENTENCE)
    assert len(server.glossaries) == 1
    assert server.glossaries[0]["entry_count"] == 3
    assert {q.parameters["glossary_id"] for q in server.translations()} == {"g-1"}


def test_other_terms_are_another_glossary_and_the_old_one_is_left_alone(
    server: PaidServer,
) -> None:
    for terms in (TERMS, TERMS[:1], TERMS):
        server.provider("deepl", terms=terms).translate(SENTENCE)
    assert [q.parameters["glossary_id"] for q in server.translations()] == ["g-1", "g-2", "g-1"]
    assert len(server.glossaries) == 2


def test_without_room_for_a_glossary_the_translation_goes_on(
    server: PaidServer, caplog: pytest.LogCaptureFixture
) -> None:
    server.room = 0
    assert server.provider("deepl", terms=TERMS).translate(SENTENCE) == english_for(SENTENCE)
    assert "translating without a glossary" in caplog.text
    assert "glossary_id" not in server.translations()[0].parameters


def test_deepl_can_be_kept_from_making_glossaries(server: PaidServer) -> None:
    server.provider("deepl", terms=TERMS, glossary=False).translate(SENTENCE)
    assert len(server.questions) == 1


def test_what_is_no_translation_is_refused_by_the_guards(server: PaidServer) -> None:
    for english in (SENTENCE, "<p>The museum opened to 1200 visitors on 14 March.</p>"):
        server.plan(f"say:{english}")
        with pytest.raises(NobodyAnswered, match="refused"):
            Ladder([server.provider("deepl")]).translate(SENTENCE)
