"""google, mymemory and libre against a real server that behaves well or badly."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import unquote_plus

import deep_translator.google
import pytest
from deep_translator import GoogleTranslator
from translation_server import GOOGLE_ERROR, TranslationServer, english_for

from generator.errors import (
    AnswerRefused,
    ProviderError,
    ProviderMisconfigured,
    ProviderUnavailable,
    QuotaExhausted,
    RateLimited,
)
from generator.translators import Provider
from generator.translators.guards import refusal
from generator.translators.ladder import Ladder, NobodyAnswered

SENTENCE = "افتتح المتحف أبوابه أمام 1200 زائر في 14 آذار."
KEY = "s3cret/KEY+with signs"
Ask = Callable[..., Provider]
ALL = pytest.mark.parametrize("name", ["google", "mymemory", "libre"])
FREE = pytest.mark.parametrize("name", ["google", "mymemory"])


@ALL
def test_a_sentence_is_translated(ask: Ask, server: TranslationServer, name: str) -> None:
    assert ask(name).translate(SENTENCE) == english_for(SENTENCE)
    assert [question.text for question in server.questions] == [SENTENCE]


def test_each_service_is_asked_from_arabic_to_english_in_its_own_way(
    ask: Ask, server: TranslationServer
) -> None:
    for name in ("google", "mymemory", "libre"):
        ask(name).translate(SENTENCE)
    google, mymemory, libre = (question.parameters for question in server.questions)
    assert (google["sl"], google["tl"]) == ("ar", "en")
    assert mymemory["langpair"] == "ar-SA|en-GB"
    assert (libre["source"], libre["target"], libre["format"]) == ("ar", "en", "text")
    assert "api_key" not in libre
    assert "de" not in mymemory


@ALL
def test_the_user_agent_is_honest_and_no_cookie_comes_back(
    ask: Ask, server: TranslationServer, name: str
) -> None:
    server.plan("cookie")
    provider = ask(name)
    provider.translate(SENTENCE)
    provider.translate(SENTENCE)
    assert all(q.headers["User-Agent"].startswith("khulasa/") for q in server.questions)
    assert all("Cookie" not in q.headers for q in server.questions)


def test_netrc_is_not_read(
    ask: Ask, server: TranslationServer, tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = f"{tmp_path}/netrc"
    with open(netrc, "w", encoding="ascii") as file:
        file.write("machine 127.0.0.1 login me password hidden\n")
    monkeypatch.setenv("NETRC", netrc)
    ask("google").translate(SENTENCE)
    assert "Authorization" not in server.questions[0].headers


@ALL
@pytest.mark.parametrize(
    ("behaviour", "error", "said"),
    [
        ("status:500", ProviderUnavailable, "answered 500"),
        ("status:503", ProviderUnavailable, "answered 503"),
        ("status:429", RateLimited, "answered 429"),
        ("status:401", ProviderMisconfigured, "key"),
        ("status:402", QuotaExhausted, "402"),
        ("status:456", QuotaExhausted, "456"),
        ("status:404", ProviderMisconfigured, "check the option 'url'"),
        ("status:413", AnswerRefused, "413"),
        ("silence", ProviderUnavailable, "did not answer in time"),
        ("slow_headers", ProviderUnavailable, "did not answer in time"),
        ("drip", ProviderUnavailable, "did not answer in time"),
        ("cut", ProviderUnavailable, "cut the connection"),
        ("cut_body", ProviderUnavailable, "cut the connection"),
        ("chunks_cut", ProviderUnavailable, "cut the connection"),
        ("garbage", ProviderUnavailable, "cut the connection"),
        ("half", ProviderUnavailable, "half a page|cannot be read"),
        ("bomb", ProviderUnavailable, "more than 2,000,000 bytes"),
        ("json:", ProviderUnavailable, "cannot be read"),
        ("json:{", ProviderUnavailable, "cannot be read"),
    ],
)
def test_each_misbehaviour_becomes_one_plain_error(
    server: TranslationServer, name: str, behaviour: str, error: type[ProviderError], said: str
) -> None:
    server.plan(behaviour)
    timeout = 0.3 if behaviour in ("silence", "slow_headers", "drip") else 20.0
    started = time.monotonic()
    with pytest.raises(error, match=said) as caught:
        server.provider(name, timeout=timeout).translate(SENTENCE)
    assert type(caught.value) is error
    assert str(caught.value).startswith(name)
    assert "\n" not in str(caught.value)
    assert time.monotonic() - started < 5


@ALL
@pytest.mark.parametrize("behaviour", ["huge", "endless"])
def test_ten_megabytes_are_not_read(
    ask: Ask, server: TranslationServer, name: str, behaviour: str
) -> None:
    server.plan(behaviour)
    with pytest.raises(ProviderUnavailable, match="more than 2,000,000 bytes"):
        ask(name).translate(SENTENCE)


@ALL
def test_a_server_that_asks_to_wait_is_quoted(
    ask: Ask, server: TranslationServer, name: str
) -> None:
    server.plan("busy:7", "busy_until_date", "busy:soon")
    waits = []
    for _ in range(3):
        with pytest.raises(RateLimited) as caught:
            ask(name).translate(SENTENCE)
        waits.append(caught.value.retry_after)
    assert waits == [7.0, 86_400.0, None]


@FREE
def test_a_service_without_keys_that_answers_403_has_had_enough_of_us(
    ask: Ask, server: TranslationServer, name: str
) -> None:
    server.plan("status:403")
    with pytest.raises(QuotaExhausted):
        ask(name).translate(SENTENCE)


@FREE
def test_a_redirect_is_followed_but_not_in_circles_nor_to_a_file(
    ask: Ask, server: TranslationServer, name: str
) -> None:
    server.plan(f"moved:{server.port}")
    assert ask(name).translate(SENTENCE) == english_for(SENTENCE)
    for behaviour in ("file", "circle"):
        server.plan(behaviour)
        before = len(server.questions)
        with pytest.raises(ProviderUnavailable, match="redirects in circles or to an unsafe"):
            ask(name).translate(SENTENCE)
        assert len(server.questions) - before <= 4


def test_a_post_with_a_key_is_never_redirected(ask: Ask, server: TranslationServer) -> None:
    server.plan(f"moved:{server.port}")
    with pytest.raises(ProviderMisconfigured, match="302; check the option 'url'"):
        ask("libre", {"KHULASA_LIBRE_KEY": KEY}).translate(SENTENCE)
    assert len(server.questions) == 1


@ALL
def test_a_packed_answer_is_unpacked(ask: Ask, server: TranslationServer, name: str) -> None:
    server.plan("gzip")
    assert ask(name).translate(SENTENCE) == english_for(SENTENCE)


def test_a_server_that_is_not_there_is_told_plainly() -> None:
    with TranslationServer() as gone:
        url = gone.url("libre")
    with pytest.raises(ProviderUnavailable, match="is the server running"):
        gone.provider("libre", url=url).translate(SENTENCE)


@ALL
def test_eight_threads_on_one_provider_each_get_their_own_answer(
    ask: Ask, server: TranslationServer, name: str
) -> None:
    provider = ask(name)
    texts = [f"سجلت المحطة {number} زائراً في ذلك اليوم." for number in range(100, 260)]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(provider.translate, texts))
    assert answers == [english_for(text) for text in texts]
    assert len(server.questions) == len(texts)


def test_deep_translator_itself_is_left_as_it_was(ask: Ask) -> None:
    before = dict(vars(deep_translator.google)), GoogleTranslator.translate
    ask("google").translate(SENTENCE)
    assert (dict(vars(deep_translator.google)), GoogleTranslator.translate) == before
    assert "requests" in GoogleTranslator.translate.__code__.co_names


# Traps of single services ---------------------------------------------------------------------


def test_googles_error_page_is_not_taken_for_a_translation(
    ask: Ask, server: TranslationServer
) -> None:
    server.plan(f"say:{GOOGLE_ERROR}")
    with pytest.raises(NobodyAnswered, match="message of the service about its limits or faults"):
        Ladder([ask("google")]).translate(SENTENCE)


def test_googles_apostrophes_and_marks_come_out_as_text(
    ask: Ask, server: TranslationServer
) -> None:
    server.plan("say:The museum’s “gate” & its <tower> didn't close.")
    assert ask("google").translate(SENTENCE) == ("The museum’s “gate” & its <tower> didn't close.")


@FREE
def test_the_source_sent_back_is_no_crash(ask: Ask, server: TranslationServer, name: str) -> None:
    server.plan(f"say:{SENTENCE}")
    assert ask(name).translate(SENTENCE) == SENTENCE  # The guards refuse it.


@ALL
def test_lines_are_joined_before_they_are_sent(
    ask: Ask, server: TranslationServer, name: str
) -> None:
    ask(name).translate("السطر الأول\nوالسطر\u00a0الثاني\u200f")
    assert server.questions[0].text == "السطر الأول والسطر الثاني"


@ALL
def test_a_text_without_letters_is_not_sent(ask: Ask, server: TranslationServer, name: str) -> None:
    assert ask(name).translate("٢٠١٦ - ٢٠١٧ … ؟") == "2016 - 2017 … ?"
    assert server.questions == []


@FREE
def test_long_texts_travel_in_pieces_that_fit_the_address(
    ask: Ask, server: TranslationServer, name: str
) -> None:
    text = " ".join(
        f"هذه الجملة رقم {number} عن المدينة القديمة، وفيها تفاصيل." for number in range(90)
    )
    ask(name).translate(text)
    sent = [question.text for question in server.questions]
    assert " ".join(sent) == text
    assert all(piece.endswith(".") for piece in sent)
    assert max(len(question.target) for question in server.questions) < 8200
    if name == "mymemory":
        assert max(map(len, sent)) < 500


def test_googles_pieces_are_measured_in_bytes_of_the_address(
    ask: Ask, server: TranslationServer
) -> None:
    ask("google", longest=300).translate("كلمة " * 200)
    assert all(len(question.target) < 300 + 60 for question in server.questions)
    assert sum(unquote_plus(q.target).count("كلمة") for q in server.questions) == 200


@pytest.mark.parametrize("behaviour", ["quota", "quota_429", "quota_flag"])
def test_mymemorys_quota_message_is_not_taken_for_a_translation(
    ask: Ask, server: TranslationServer, behaviour: str
) -> None:
    server.plan(behaviour)
    with pytest.raises(QuotaExhausted, match="no more free translations today"):
        ask("mymemory").translate(SENTENCE)


def test_a_translation_about_quotas_is_not_taken_for_the_quota_message(
    ask: Ask, server: TranslationServer
) -> None:
    server.plan("say:The quota was used up before the limit was exceeded.")
    assert ask("mymemory").translate("استنفدت الحصة").startswith("The quota")


def test_mymemorys_empty_list_of_matches_is_no_crash(ask: Ask, server: TranslationServer) -> None:
    server.plan("no_match")
    with pytest.raises(AnswerRefused, match="knows no translation"):
        ask("mymemory").translate(SENTENCE)


def test_mymemorys_translation_of_a_similar_sentence_is_refused(
    ask: Ask, server: TranslationServer
) -> None:
    server.plan("similar")
    with pytest.raises(AnswerRefused, match="similar sentence"):
        ask("mymemory").translate("أغلق الجسر في العام الحالي")


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ("INVALID EMAIL PROVIDED", ProviderMisconfigured),
        ("QUERY LENGTH LIMIT EXCEEDED. MAX ALLOWED QUERY : 500 CHARS", AnswerRefused),
    ],
)
def test_mymemorys_faults_within_a_status_200_are_seen(
    ask: Ask, server: TranslationServer, said: str, error: type[ProviderError]
) -> None:
    server.plan(f"wrong:{said}")
    with pytest.raises(error, match="403"):
        ask("mymemory").translate(SENTENCE)


@pytest.mark.parametrize(
    "body",
    ["[]", '"text"', "null", '{"responseData": null}', '{"responseData": {"translatedText": 7}}',
     '{"translatedText": null}', '{"translatedText": ["a"]}', "[" * 100_000],
)  # fmt: skip
@pytest.mark.parametrize("name", ["mymemory", "libre"])
def test_json_of_another_shape_is_refused(
    ask: Ask, server: TranslationServer, name: str, body: str
) -> None:
    server.plan(f"json:{body}")
    with pytest.raises((AnswerRefused, ProviderUnavailable)):
        ask(name).translate(SENTENCE)


def test_libre_sends_key_and_text_in_the_body_only(ask: Ask, server: TranslationServer) -> None:
    ask("libre", {"KHULASA_LIBRE_KEY": KEY}).translate(SENTENCE)
    (question,) = server.questions
    assert question.parameters["api_key"] == KEY
    assert (question.method, question.target) == ("POST", "/translate")


@pytest.mark.parametrize("ending", ["", "/", "/translate"])
def test_libres_address_may_end_as_one_likes(
    ask: Ask, server: TranslationServer, ending: str
) -> None:
    ask("libre", url=server.url("libre") + ending).translate(SENTENCE)
    assert server.questions[0].target == "/translate"


@pytest.mark.parametrize(
    ("sentence", "sent", "kept"),
    [
        ("أعلنت وكالة NASA موعد الإطلاق الجديد.", "Nasa", "NASA"),
        ("أعلنت NASA وESA موعد الإطلاق الجديد.", "Nasa وESA", "NASA"),
        ("أصدرت الشركة هاتف iphone الجديد أمس.", "Iphone", "iphone"),
        ("تحدث موقع BBC News عن المعرض الجديد.", "BBC News", "BBC"),
    ],
)
def test_libre_does_not_put_the_answer_into_capitals_for_an_acronym(
    ask: Ask, server: TranslationServer, sentence: str, sent: str, kept: str
) -> None:
    server.plan("shaped")
    answer = ask("libre").translate(sentence)
    assert sent in server.questions[0].text
    assert kept in answer.split()
    assert "What" in answer
    assert not answer.isupper()
    assert refusal(sentence, answer) is None


@pytest.mark.parametrize("sentence", ["يفيد فيتامين C في الشتاء والصيف.", "تعني العلامة x جداء."])
def test_an_answer_of_libre_in_one_case_is_refused(
    ask: Ask, server: TranslationServer, sentence: str
) -> None:
    server.plan("shaped")
    with pytest.raises(AnswerRefused, match="letters of one case"):
        ask("libre").translate(sentence)


def test_libre_keeps_the_question_mark(ask: Ask, server: TranslationServer) -> None:
    server.plan("shaped")
    answer = ask("libre").translate("متى يفتح المتحف أبوابه؟")
    assert server.questions[0].text.endswith("?")
    assert answer.endswith("?")


def test_a_question_mark_that_is_lost_all_the_same_is_seen(
    ask: Ask, server: TranslationServer
) -> None:
    server.plan("say:The museum opens its doors.")
    with pytest.raises(NobodyAnswered, match="has lost the question mark"):
        Ladder([ask("libre")]).translate("متى يفتح المتحف أبوابه؟")


# Keys -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "behaviour",
    ["echo_key", "echo_key:400", "echo_key:500", "status:401", "silence", "cut",
     "garbage", "half", "moved:1", "huge"],
)  # fmt: skip
@pytest.mark.parametrize("name", ["libre", "mymemory"])
def test_no_error_holds_a_key_or_the_address(
    ask: Ask, server: TranslationServer, name: str, behaviour: str
) -> None:
    email = "desk.officer@example.org"
    environ = {"KHULASA_LIBRE_KEY": KEY, "KHULASA_MYMEMORY_EMAIL": email}
    provider = ask(name, environ, timeout=0.3 if behaviour == "silence" else 20.0)
    server.plan(behaviour)
    with pytest.raises(ProviderError) as caught:
        provider.translate(SENTENCE)
    told = "".join(traceback.format_exception(caught.value)) + repr(caught.value) + repr(provider)
    for hidden in (KEY, "s3cret", "with+signs", email, "desk.officer", "/translate?", "%D8", "q="):
        assert hidden not in told
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


def test_a_servers_own_words_are_quoted_without_the_key(
    ask: Ask, server: TranslationServer
) -> None:
    server.plan("echo_key")
    with pytest.raises(ProviderMisconfigured) as caught:
        ask("libre", {"KHULASA_LIBRE_KEY": KEY}).translate(SENTENCE)
    assert str(caught.value) == (
        'libre answered 403: "Invalid API key [key] at /translate"; the key may be missing or wrong'
    )
