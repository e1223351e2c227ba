"""The ladder: who is asked when, how long it waits, whom it believes. No test sleeps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import pytest
from translation_server import MYMEMORY_QUOTA, TranslationServer, english_for

from generator.errors import (
    AnswerRefused,
    ProviderError,
    ProviderMisconfigured,
    ProviderUnavailable,
    QuotaExhausted,
    RateLimited,
)
from generator.models import Origin
from generator.translators import Provider, create
from generator.translators.echo import Echo
from generator.translators.ladder import Ladder, NobodyAnswered, Patience, Proposal

SENTENCE = "عاد القطار إلى المدينة بعد 9 سنوات."
ENGLISH = "The train came back to the city after nine years."
DOWN = ProviderUnavailable("first answered 500")


@dataclass
class Scripted:
    """A provider that gives or raises what its script says, then repeats the last of it."""

    name: str
    script: list[str | ProviderError]
    model: str | None = None
    asked: list[str] = field(default_factory=list)

    def translate(self, text: str) -> str:
        self.asked.append(text)
        answer = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        if isinstance(answer, ProviderError):
            raise answer
        return answer


@dataclass
class Time:
    """A clock that only a sleep moves on."""

    now: float = 1000.0
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def ladder(time: Time, told: list[str]) -> Callable[..., Ladder]:
    def build(*providers: Provider, **patience: float) -> Ladder:
        return Ladder(
            providers,
            Patience(**patience),  # type: ignore[arg-type]
            today=lambda: date(2024, 5, 6),
            clock=lambda: time.now,
            sleep=time.sleep,
            chance=lambda: 0.5,
            tell=told.append,
        )

    return build


Build = Callable[..., Ladder]


def test_the_first_provider_that_answers_is_believed(ladder: Build) -> None:
    first, second = Scripted("first", [ENGLISH], model="m-1"), Scripted("second", [ENGLISH])
    assert ladder(first, second).translate(SENTENCE) == Proposal(
        ENGLISH, Origin("first", "m-1", "2024-05-06")
    )
    assert second.asked == []


def test_an_answer_comes_on_one_line(ladder: Build) -> None:
    first = Scripted("first", [f"  {ENGLISH.replace(' after', chr(10) + 'after')}\n"])
    assert ladder(first).translate(SENTENCE).text == ENGLISH


def test_waits_double_and_are_drawn_at_random(ladder: Build, time: Time, told: list[str]) -> None:
    first = Scripted("first", [DOWN, DOWN, DOWN, ENGLISH])
    assert ladder(first, failures=9).translate(SENTENCE).text == ENGLISH
    assert time.slept == [0.5, 1.0, 2.0]
    assert told[-1] == "waiting 2 s for first: first answered 500"


def test_after_the_last_attempt_the_next_provider_is_asked(ladder: Build, time: Time) -> None:
    first, second = Scripted("first", [DOWN]), Scripted("second", [ENGLISH])
    assert ladder(first, second, attempts=3).translate(SENTENCE).origin.provider == "second"
    assert len(first.asked) == 3
    assert len(time.slept) == 2


def test_a_wait_that_a_server_asks_for_is_kept_to(ladder: Build, time: Time) -> None:
    first = Scripted("first", [RateLimited("first answered 429", 7.0), ENGLISH])
    ladder(first).translate(SENTENCE)
    assert time.slept == [7.5]


def test_a_wait_beyond_patience_sends_us_on_until_it_is_over(ladder: Build, time: Time) -> None:
    first = Scripted("first", [RateLimited("first answered 429", 90.0), ENGLISH])
    second = Scripted("second", [ENGLISH])
    steps = ladder(first, second)
    providers = []
    for seconds in (0, 89, 2):
        time.now += seconds
        providers.append(steps.translate(SENTENCE).origin.provider)
    assert providers == ["second", "second", "first"]
    assert time.slept == []
    assert len(first.asked) == 2


def test_a_provider_that_keeps_failing_is_left_alone_then_given_one_try(
    ladder: Build, time: Time
) -> None:
    first, second = Scripted("first", [DOWN]), Scripted("second", [ENGLISH])
    steps = ladder(first, second, attempts=2, failures=3, rest=60)
    asked = []
    for seconds in (0, 0, 0, 61, 0, 61):
        time.now += seconds
        assert steps.translate(SENTENCE).origin.provider == "second"
        asked.append(len(first.asked))
    assert asked == [2, 3, 3, 4, 4, 5]
    first.script = [ENGLISH]
    time.now += 61
    assert steps.translate(SENTENCE).origin.provider == "first"
    first.script = [DOWN]
    steps.translate(SENTENCE)
    assert len(first.asked) == 8, "one success closes the breaker: two attempts again"


@pytest.mark.parametrize(
    "error",
    [
        ProviderMisconfigured("first answered 401; the key may be missing or wrong"),
        QuotaExhausted("first has no more free translations today"),
    ],
)
def test_without_a_key_or_allowance_a_provider_is_not_asked_again(
    ladder: Build, time: Time, error: ProviderError
) -> None:
    first, second = Scripted("first", [error]), Scripted("second", [ENGLISH])
    steps = ladder(first, second)
    for _ in range(3):
        time.now += 1e6
        assert steps.translate(SENTENCE).origin.provider == "second"
    assert len(first.asked) == 1
    assert time.slept == []


@pytest.mark.parametrize(
    "answer", [SENTENCE, MYMEMORY_QUOTA, "The train came back after 8 years.", "", "<b>Train</b>"]
)
def test_an_answer_that_cannot_be_believed_goes_to_the_next_provider_at_once(
    ladder: Build, time: Time, answer: str
) -> None:
    first, second = Scripted("first", [answer]), Scripted("second", [ENGLISH])
    assert ladder(first, second).translate(SENTENCE).origin.provider == "second"
    assert len(first.asked) == 1
    assert time.slept == []


def test_a_provider_that_only_gives_unbelievable_answers_is_left_alone(ladder: Build) -> None:
    first, second = Scripted("first", [MYMEMORY_QUOTA]), Scripted("second", [ENGLISH])
    steps = ladder(first, second, failures=3)
    for number in range(6):
        steps.translate(f"{SENTENCE} {'نعم ' * number}")
    assert len(first.asked) == 3


def test_an_answer_that_was_refused_is_told_and_not_asked_for_again(
    ladder: Build, told: list[str]
) -> None:
    first = Scripted("first", ["The train came back after 8 years."])
    steps = ladder(first)
    for _ in range(2):
        with pytest.raises(NobodyAnswered, match="first's answer is refused: it has lost"):
            steps.translate(SENTENCE)
    assert first.asked == [SENTENCE]
    assert len(told) == 1


def test_one_long_answer_to_two_texts_is_refused_the_second_time(ladder: Build) -> None:
    english = "The council decided on Monday to repair the old bridge over the river."
    first, second = Scripted("first", [english]), Scripted("second", ["The fair was postponed."])
    steps = ladder(first, second)
    assert steps.translate("قرر المجلس يوم الاثنين إصلاح الجسر القديم فوق النهر.").text == english
    assert steps.translate("تأجل المعرض السنوي للكتاب إلى الأسبوع القادم.").text == (
        "The fair was postponed."
    )
    assert steps.translate("قرر المجلس يوم الإثنين اصلاح الجسر القديم فوق النهر.").text == english


def test_when_nobody_answers_each_says_why(ladder: Build, told: list[str]) -> None:
    steps = ladder(
        Scripted("first", [QuotaExhausted("first has no more free translations today")]),
        Scripted("second", [AnswerRefused("second knows no translation")]),
        Scripted("third", [SENTENCE]),
        Scripted("fourth", [ProviderUnavailable("the model folder is gone")]),
        attempts=1,
    )
    with pytest.raises(NobodyAnswered) as caught:
        steps.translate(SENTENCE)
    assert caught.value.reasons == (
        ("first", "first has no more free translations today"),
        ("second", "second knows no translation"),
        ("third", "third's answer is refused: it is the Arabic itself"),
        ("fourth", "the model folder is gone"),
    )
    assert str(caught.value) == (
        "first has no more free translations today; second knows no translation; third's answer"
        " is refused: it is the Arabic itself; fourth: the model folder is gone"
    )
    assert all("القطار" not in line for line in told)


def test_a_provider_that_is_left_alone_still_says_why(ladder: Build) -> None:
    steps = ladder(Scripted("first", [QuotaExhausted("first has had enough")]))
    for _ in range(2):
        with pytest.raises(NobodyAnswered, match="first has had enough"):
            steps.translate(SENTENCE)


def test_without_any_provider_the_error_says_what_to_do(ladder: Build) -> None:
    with pytest.raises(NobodyAnswered, match="name one under 'providers:'"):
        ladder().translate(SENTENCE)


def test_the_whole_way_down_a_real_ladder(
    ladder: Build, server: TranslationServer, time: Time
) -> None:
    """Google is down, MyMemory has no allowance left, LibreTranslate answers."""
    steps = ladder(
        server.provider("google"), server.provider("mymemory"), server.provider("libre"), attempts=2
    )
    server.plan("status:500", "cut", "quota", "well")
    assert steps.translate(SENTENCE) == Proposal(
        english_for(SENTENCE), Origin("libre", None, "2024-05-06")
    )
    assert [question.path for question in server.questions] == ["/m", "/m", "/get", "/translate"]
    assert len(time.slept) == 1


def test_no_key_reaches_a_line_that_is_told(
    ladder: Build, server: TranslationServer, told: list[str]
) -> None:
    libre = server.provider("libre", {"KHULASA_LIBRE_KEY": "hush-hush"})
    steps = ladder(libre, attempts=2)
    server.plan("echo_key:500", "echo_key:403")
    with pytest.raises(NobodyAnswered) as caught:
        steps.translate(SENTENCE)
    assert len(told) == 2
    assert "hush" not in "".join(told) + repr(caught.value) + repr(steps)


def test_echo_passes_the_guards_and_fails_when_told(ladder: Build) -> None:
    texts = [
        SENTENCE, "سوريا", "هل عاد القطار؟", "في الساعة ١٤:٣٥ من يوم ٢٥/١٠/٢٠١٦", "كوفيد-19",
        "قال: «لن نعود» إلى ۱۲٫۵ ألف متر مربع، ثم مضى؛ و20٪ منها ملك للدولة.",
    ]  # fmt: skip
    steps = ladder(create("echo", {}, {}))
    answers = [steps.translate(text).text for text in texts]
    assert len(set(answers)) == len(texts)
    assert all(answer.startswith("[echo] This is not a translation of: ") for answer in answers)
    assert [steps.translate(text).text for text in texts] == answers
    failing = Echo(fail_every=2)
    assert failing.translate(SENTENCE) == answers[0]
    with pytest.raises(ProviderUnavailable):
        failing.translate(SENTENCE)
