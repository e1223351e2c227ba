"""deepl, microsoft and google-cloud against a server that speaks their protocols, well or badly."""

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
ALL = pytest.mark.parametrize("name", KEYS)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[PaidServer]:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with PaidServer() as running:
        yield running


@ALL
def test_a_sentence_is_translated(server: PaidServer, name: str) -> None:
    assert server.provider(name).translate(SENTENCE) == english_for(SENTENCE)
    (question,) = server.questions
    assert question.text == SENTENCE
    assert question.headers["User-Agent"].startswith("khulasa/")


def test_each_is_asked_from_arabic_to_english_in_its_own_way(server: PaidServer) -> None:
    for name in KEYS:
        server.provider(name).translate(SENTENCE)
    deepl, microsoft, google = server.questions
    asked = deepl.parameters
    assert (asked["source_lang"], asked["target_lang"]) == ("AR", "EN-GB")
    assert not asked.keys() & {"formality", "glossary_id"}
    assert deepl.headers["Authorization"] == "DeepL-Auth-Key s3cret-deepl-key-0123456789:fx"
    assert "from=ar&to=en" in microsoft.target
    assert microsoft.headers["Ocp-Apim-Subscription-Region"] == "westeurope"
    asked = google.parameters
    assert (asked["source"], asked["target"], asked["format"]) == ("ar", "en", "text")
    assert google.target == "/language/translate/v2"  # Neither text nor key.
    assert google.headers["X-Goog-Api-Key"] == "AIzas3cretgooglekey0123456789"


@ALL
def test_without_a_key_it_says_which_variable_to_set(server: PaidServer, name: str) -> None:
    with pytest.raises(
        ProviderMisconfigured, match=f"KHULASA_{name.upper().replace('-', '_')}_KEY"
    ):
        server.provider(name, {})


@pytest.mark.parametrize(("key", "host"), [("k:fx", "api-free.deepl.com"), ("k", "api.deepl.com")])
def test_the_key_says_which_of_deepls_servers_is_asked(key: str, host: str) -> None:
    provider = create("deepl", {}, {"KHULASA_DEEPL_KEY": key})
    assert host in provider._client().server_url  # type: ignore[attr-defined]


@ALL
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


@ALL
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


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ("403:dailyLimitExceeded:Daily Limit Exceeded", QuotaExhausted),
        ("403:userRateLimitExceeded:User Rate Limit Exceeded", RateLimited),
        ("400:badRequest:API key not valid. Please pass a valid API key.", ProviderMisconfigured),
        ("403:forbidden:Requests from this address are blocked.", ProviderMisconfigured),
        ("403:accessNotConfigured:The API is not enabled", ProviderMisconfigured),
        ("400:invalid:Bad language pair", AnswerRefused),
    ],
)
def test_googles_statuses_are_told_apart_by_what_it_says(
    server: PaidServer, said: str, error: type[ProviderError]
) -> None:
    server.plan(f"google_says:{said}")
    with pytest.raises(error) as caught:
        server.provider("google-cloud").translate(SENTENCE)
    assert type(caught.value) is error


@ALL
def test_characters_are_counted_at_the_price_of_the_settings(server: PaidServer, name: str) -> None:
    ladder = Ladder([server.provider(name, price=20.0)])
    ladder.translate(SENTENCE)
    used = ladder.used[name]
    assert (used.questions, used.characters) == (1, len(SENTENCE))
    assert used.cost == pytest.approx(len(SENTENCE) * 20 / 1e6)


def test_what_deepl_still_allows_can_be_asked(server: PaidServer) -> None:
    assert server.provider("deepl").allowance() == (1200, 500000)  # type: ignore[attr-defined]


# Several at once --------------------------------------------------------------------------------

SENTENCES = [f"سجلت المحطة {number} زائراً في ذلك اليوم." for number in range(100, 108)]


def said_of(ladder: Ladder, texts: list[str]) -> list[str]:
    """The English of each text, or why there is none."""
    found = []
    for text in texts:
        try:
            found.append(ladder.translate(text).text)
        except NobodyAnswered as error:
            found.append(str(error))
    return found


@ALL
def test_several_sentences_travel_in_one_question_and_each_gets_its_own_answer(
    server: PaidServer, name: str
) -> None:
    ladder = Ladder([server.provider(name, price=20.0)])
    ladder.ahead([*SENTENCES, *SENTENCES])
    assert server.questions == []
    assert said_of(ladder, SENTENCES[::-1]) == [english_for(text) for text in SENTENCES[::-1]]
    assert len(server.questions) == 1
    used = ladder.used[name]
    assert (used.questions, used.characters) == (8, sum(map(len, SENTENCES)))
    assert used.cost == pytest.approx(used.characters * 20 / 1e6)


@ALL
def test_a_batch_is_as_a_sentence_alone_in_what_is_sent(server: PaidServer, name: str) -> None:
    """On one line, cleaned, and not at all where it has no letter."""
    provider = server.provider(name)
    texts = ["السطر الأول\nوالسطر\u00a0الثاني\u200f", "٢٠١٦ - ٢٠١٧ … ؟", SENTENCE]
    (batch,) = provider.batches(texts)  # type: ignore[attr-defined]
    answers = provider.translate_many(batch)  # type: ignore[attr-defined]
    sent = ["السطر الأول والسطر الثاني", SENTENCE]
    assert answers == [english_for(sent[0]), "2016 - 2017 … ?", english_for(SENTENCE)]
    assert server.questions[0].text.split("\n") == sent


@ALL
def test_batches_keep_to_what_the_service_takes(server: PaidServer, name: str) -> None:
    texts = [f"{n} " + "كلمة " * 60 for n in range(300)]
    batches = server.provider(name).batches(texts)  # type: ignore[attr-defined]
    assert [text for batch in batches for text in batch] == texts
    assert max(map(len, batches)) == 10
    assert max(sum(map(len, batch)) for batch in batches) <= 5_000
    assert server.provider(name).batches([]) == []  # type: ignore[attr-defined]


def test_a_text_too_long_for_a_batch_travels_in_pieces(server: PaidServer) -> None:
    ladder = Ladder([server.provider("microsoft", longest=100)])
    long = "هذه الجملة طويلة وفيها تفاصيل كثيرة. " * 6
    ladder.ahead([SENTENCE, long])
    ladder.translate(SENTENCE)
    assert [question.text for question in server.questions] == [SENTENCE]
    ladder.translate(long)
    assert max(len(question.text) for question in server.questions) <= 100
    assert len(server.questions) > 2


@ALL
def test_fewer_answers_than_sentences_are_told_and_each_is_asked_for_alone(
    server: PaidServer, name: str
) -> None:
    told: list[str] = []
    ladder = Ladder([server.provider(name)], tell=told.append)
    server.plan("fewer")
    ladder.ahead(SENTENCES)
    assert said_of(ladder, SENTENCES) == [english_for(text) for text in SENTENCES]
    assert told == [f"{name} gave 7 answers to 8 texts"]
    assert len(server.questions) == 9


@ALL
def test_answers_in_another_order_are_not_believed(server: PaidServer, name: str) -> None:
    ladder = Ladder([server.provider(name)])
    server.plan("swapped")
    ladder.ahead(SENTENCES)
    assert all("lost the number" in said for said in said_of(ladder, SENTENCES))
    assert len(server.questions) == 1


@ALL
def test_one_bad_answer_of_several_is_a_gap_and_the_others_are_kept(
    server: PaidServer, name: str
) -> None:
    ladder = Ladder([server.provider(name)])
    server.plan("none_for_one")
    ladder.ahead(SENTENCES)
    *good, bad = said_of(ladder, SENTENCES)
    assert good == [english_for(text) for text in SENTENCES[:-1]]
    assert bad == f"{name}'s answer is refused: it is empty"
    assert len(server.questions) == 1


@ALL
@pytest.mark.parametrize("behaviour", ["cut", "cut_body", "half", "huge", "status:500", "busy:1"])
def test_a_batch_that_fails_is_asked_for_again_and_told(
    server: PaidServer, name: str, behaviour: str
) -> None:
    told: list[str] = []
    waits: list[float] = []
    ladder = Ladder([server.provider(name)], tell=told.append, sleep=waits.append)
    server.plan(behaviour)
    ladder.ahead(SENTENCES)
    assert said_of(ladder, SENTENCES) == [english_for(text) for text in SENTENCES]
    assert len(server.questions) == 2
    assert len(told) == len(waits) == 1
    assert "s3cret" not in told[0]


def test_a_key_that_is_refused_ends_it_at_the_first_batch(server: PaidServer) -> None:
    server.usual = "status:401"
    ladder = Ladder([server.provider("deepl")])
    ladder.ahead(SENTENCES)
    assert all("the key may be missing or wrong" in said for said in said_of(ladder, SENTENCES))
    assert len(server.questions) == 1


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
