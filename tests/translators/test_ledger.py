"""What questions cost: the account, the budget, and who is asked when it is reached."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from generator.errors import (
    AnswerRefused,
    ProviderUnavailable,
    PublishError,
    QuotaExhausted,
    RateLimited,
)
from generator.translators import accounts, ledger
from generator.translators.ladder import Ladder, NobodyAnswered, Patience
from generator.translators.ledger import Budget, Line, Usage

SENTENCE = "عاد القطار إلى المدينة بعد 9 سنوات."
ENGLISH = "The train came back to the city after nine years."
NOON = datetime(2024, 5, 6, 12, 0, tzinfo=UTC)


@dataclass
class Priced:
    """A provider with a price, which says its script and repeats the last of it."""

    name: str = "first"
    price: float = 20.0
    script: tuple[str | Exception, ...] = (ENGLISH,)
    model: str | None = None
    asked: list[str] = field(default_factory=list)

    def translate(self, text: str) -> str:
        self.asked.append(text)
        answer = self.script[min(len(self.asked), len(self.script)) - 1]
        if isinstance(answer, Exception):
            raise answer
        return answer


@dataclass
class Together(Priced):
    """One that takes many texts at once, and counts how often."""

    most: int = 50
    given: tuple[list[str] | Exception, ...] = ()
    sent: list[list[str]] = field(default_factory=list)

    def batches(self, texts: list[str]) -> list[list[str]]:
        return [texts[at : at + self.most] for at in range(0, len(texts), self.most)]

    def translate_many(self, texts: list[str]) -> list[str]:
        self.sent.append(list(texts))
        answer = self.given[len(self.sent) - 1] if self.given else [ENGLISH for _ in texts]
        if isinstance(answer, Exception):
            raise answer
        return answer


def ladder(*providers: Priced, budget: Budget | None = None, **kwargs: object) -> Ladder:
    return Ladder(
        providers,
        kwargs.pop("patience", Patience(failures=99)),  # type: ignore[arg-type]
        today=lambda: date(2024, 5, 6),
        sleep=lambda seconds: None,
        budget=budget or Budget(),
        **kwargs,  # type: ignore[arg-type]
    )


def test_characters_and_cost_of_each_provider_are_counted() -> None:
    lines: list[Line] = []
    asked = ladder(Priced(script=("",)), Priced("second", 0.0), account=lines.append)
    asked.translate(SENTENCE)
    size = len(SENTENCE)
    assert asked.used == {
        "first": Usage(1, size, cost=size * 20 / 1e6),
        "second": Usage(1, size),
    }
    assert [(line.provider, line.outcome) for line in lines] == [
        ("first", "refused"),
        ("second", "kept"),
    ]


@pytest.mark.parametrize(
    ("failure", "counted"),
    [(RateLimited("busy", 1), 0), (QuotaExhausted("used up"), 0), (AnswerRefused("odd"), 1)],
)
def test_what_was_turned_away_is_not_counted_as_sent(failure: Exception, counted: int) -> None:
    asked = ladder(Priced(script=(failure,)))
    with pytest.raises(NobodyAnswered):
        asked.translate(SENTENCE)
    assert bool(asked.used["first"].characters) == bool(counted)
    assert asked.used["first"].questions >= 1


def test_the_run_stops_before_the_budget_of_characters_is_passed() -> None:
    provider = Priced()
    asked = ladder(provider, budget=Budget(characters=2 * len(SENTENCE) + 5))
    asked.translate(SENTENCE)
    asked.translate(SENTENCE)
    with pytest.raises(NobodyAnswered, match="budget of 75 characters would be passed") as caught:
        asked.translate(SENTENCE)
    assert caught.value.reasons[0][0] == "budget"
    assert len(provider.asked) == 2
    assert ledger.total(asked.used).characters <= 75


def test_the_run_stops_before_the_budget_of_money_is_passed() -> None:
    cost = len(SENTENCE) * 20 / 1e6
    provider = Priced()
    asked = ladder(provider, budget=Budget(cost=2.5 * cost))
    asked.translate(SENTENCE)
    asked.translate(SENTENCE)
    with pytest.raises(NobodyAnswered, match="could be passed"):
        asked.translate(SENTENCE)
    assert ledger.total(asked.used).cost <= 2.5 * cost


def test_a_second_try_is_counted_and_stopped_as_the_first_is() -> None:
    provider = Priced(script=(ProviderUnavailable("first cut the connection"),))
    asked = ladder(provider, budget=Budget(characters=2 * len(SENTENCE)))
    with pytest.raises(NobodyAnswered, match="budget"):
        asked.translate(SENTENCE)
    assert len(provider.asked) == 2


def test_nothing_goes_on_to_a_dearer_provider_beyond_the_budget() -> None:
    dear = Priced("dear", 1_000_000.0)
    asked = ladder(Priced(script=("",), price=0.0), dear, budget=Budget(cost=1.0))
    with pytest.raises(NobodyAnswered, match="budget"):
        asked.translate(SENTENCE)
    assert dear.asked == []


def test_texts_asked_for_together_are_asked_for_once_and_counted_each() -> None:
    provider = Together()
    asked = ladder(provider)
    texts = [SENTENCE, "عاد القطار إلى القرية بعد 9 سنوات.", SENTENCE]
    asked.ahead(texts)
    assert [asked.translate(text).text for text in texts[:2]] == [ENGLISH, ENGLISH]
    assert provider.sent == [texts[:2]]
    assert provider.asked == []
    assert asked.used["first"].questions == 2


def test_nothing_is_asked_for_together_that_could_pass_the_budget() -> None:
    provider = Together()
    asked = ladder(provider, budget=Budget(characters=len(SENTENCE)))
    asked.ahead([SENTENCE, SENTENCE + "."])
    assert asked.translate(SENTENCE).text == ENGLISH
    assert provider.sent == []


def texts(number: int) -> list[str]:
    return [f"عاد القطار رقم {n} إلى المدينة." for n in range(10, 10 + number)]


def english(text: str) -> str:
    return f"Train number {text.split()[3]} came back to the city."


def test_what_was_asked_for_together_is_in_the_account_before_it_is_used() -> None:
    lines: list[Line] = []
    asked = ladder(Together(given=([english(t) for t in texts(3)],)), account=lines.append)
    asked.ahead(texts(3))
    assert lines == []
    for text in texts(3):
        assert asked.translate(text).text == english(text)
        assert [(line.outcome, line.usage.questions) for line in lines] == [("together", 3)]
    size = sum(map(len, texts(3)))
    assert asked.used["first"].characters == size
    assert asked.used["first"].cost == pytest.approx(size * 20 / 1e6)


def test_no_more_is_asked_for_together_than_a_batch_before_it_is_used() -> None:
    """What is not on disk yet when the run is killed is one batch at most."""
    halves = tuple([english(t) for t in half] for half in (texts(4)[:2], texts(4)[2:]))
    provider = Together(most=2, given=halves)
    asked = ladder(provider)
    asked.ahead(texts(4))
    batches = []
    for text in texts(4):
        asked.translate(text)
        batches.append(len(provider.sent))
    assert batches == [1, 1, 2, 2]


def test_what_another_provider_has_to_answer_is_asked_for_alone() -> None:
    first = Together(given=(["", english(texts(2)[1])],))
    second = Together("second", script=(english(texts(1)[0]),))
    asked = ladder(first, second)
    asked.ahead(texts(2))
    assert [asked.translate(t).origin.provider for t in texts(2)] == ["second", "first"]
    assert (first.sent, first.asked) == ([texts(2)], [])
    assert (second.sent, second.asked) == ([], texts(1))


def test_where_the_first_provider_is_shut_the_next_is_asked_for_several() -> None:
    first = Priced(script=(QuotaExhausted("used up"),))
    second = Together(
        "second", given=([english(t) for t in texts(4)[1:]],), script=(english(texts(1)[0]),)
    )
    asked = ladder(first, second)
    asked.ahead(texts(4))
    assert [asked.translate(t).text for t in texts(4)] == [english(t) for t in texts(4)]
    assert (second.asked, second.sent) == (texts(1), [texts(4)[1:]])


def test_the_budget_counts_each_batch_before_it_is_asked_for_and_then_each_text() -> None:
    size = len(texts(1)[0])
    provider = Together(most=2, script=("",), given=([english(t) for t in texts(2)],))
    asked = ladder(provider, budget=Budget(characters=3 * size))
    asked.ahead(texts(4))
    assert [asked.translate(t).text for t in texts(2)] == [english(t) for t in texts(2)]
    assert provider.sent == [texts(2)]
    for text, said in zip(texts(4)[2:], ("is empty", "budget"), strict=True):
        with pytest.raises(NobodyAnswered, match=said):
            asked.translate(text)
    assert provider.asked == texts(3)[2:]


def test_an_answer_of_several_that_is_refused_is_not_paid_for_again() -> None:
    lines: list[Line] = []
    provider = Together(given=([english(texts(1)[0]), "Train 99 came."],))
    asked = ladder(provider, account=lines.append)
    asked.ahead(texts(2))
    assert asked.translate(texts(2)[0])
    for _ in range(2):
        with pytest.raises(NobodyAnswered, match="lost the number 11"):
            asked.translate(texts(2)[1])
        asked.ahead(texts(2)[1:])
    assert provider.asked == []
    assert len(provider.sent) == 1
    assert [(line.outcome, line.usage.characters > 0) for line in lines] == [
        ("together", True),
        ("refused", False),
    ]


def test_answers_that_are_paid_for_are_taken_though_their_provider_has_failed_too_often() -> None:
    bad = ["", "", "", english(texts(4)[3])]
    asked = ladder(Together(given=(bad,)), patience=Patience(failures=3))
    asked.ahead(texts(4))
    for text in texts(3):
        with pytest.raises(NobodyAnswered):
            asked.translate(text)
    assert asked.translate(texts(4)[3]).text == english(texts(4)[3])


@pytest.mark.parametrize("answers", [[ENGLISH], [ENGLISH] * 3, []])
def test_more_or_fewer_answers_than_texts_are_refused_and_counted(answers: list[str]) -> None:
    told: list[str] = []
    provider = Together(given=(answers,), script=(english(texts(1)[0]), english(texts(2)[1])))
    asked = ladder(provider, tell=told.append)
    asked.ahead(texts(2))
    assert [asked.translate(t).text for t in texts(2)] == [english(t) for t in texts(2)]
    assert told == [f"first gave {len(answers)} answers to 2 texts"]
    assert asked.used["first"].questions == 4


def test_a_batch_that_fails_is_asked_for_again_as_one_text_is_and_counted_as_often() -> None:
    told: list[str] = []
    down = ProviderUnavailable("first cut the connection")
    provider = Together(given=(down, [english(t) for t in texts(2)]))
    asked = ladder(provider, tell=told.append)
    asked.ahead(texts(2))
    assert [asked.translate(t).text for t in texts(2)] == [english(t) for t in texts(2)]
    assert len(told) == 1
    assert "first cut the connection" in told[0]
    assert asked.used["first"].characters == 2 * sum(map(len, texts(2)))
    assert provider.asked == []


def test_without_texts_nobody_is_asked() -> None:
    provider = Together()
    ladder(provider).ahead([])
    assert provider.sent == []


def test_a_provider_that_could_have_a_price_and_has_none_is_named() -> None:
    free = Priced("libre", price=0.0)
    assert ledger.without_price([Priced("deepl"), free, object()]) == ["libre"]


# The file ---------------------------------------------------------------------------------------


def test_each_line_is_in_the_file_at_once_with_its_run(tmp_path: Path) -> None:
    path = tmp_path / ledger.FILE
    times = iter([NOON, NOON.replace(minute=1), NOON.replace(minute=2)])
    enter = accounts.bookkeeper(path, lambda: next(times))
    line = Line("openai", "m-1", "kept", Usage(1, 30, 200, 40, 0.0012))
    enter(line)
    (kept,) = accounts.read(path)
    assert kept == replace(line, run="2024-05-06T12:00:00Z", time="2024-05-06T12:01:00Z")
    enter(line)
    assert len(accounts.read(path)) == 2
    assert ledger.totals(accounts.read(path)) == {"openai": Usage(2, 60, 400, 80, 0.0024)}


@pytest.mark.parametrize(
    "damage",
    ['{"run": "2024', "not json", "[]", "null", '{"provider": "x"}', '{"cost": "NaN"}', "\ufffd",
     '{"run":"r","time":"t","provider":"p","outcome":"kept","characters":-5}',
     '{"run":"r","time":"t","provider":"p","outcome":"kept","cost":1e999}', "[" * 99],
)  # fmt: skip
def test_half_a_line_costs_no_other(tmp_path: Path, damage: str) -> None:
    path = tmp_path / ledger.FILE
    line = Line("libre", None, "kept", Usage(1, 30))
    accounts.bookkeeper(path)(line)
    with path.open("a", encoding="utf-8") as file:
        file.write(damage)
    accounts.bookkeeper(path)(line)
    assert ledger.totals(accounts.read(path)) == {"libre": Usage(2, 60)}


def test_what_cannot_be_accounted_for_ends_the_run(tmp_path: Path) -> None:
    asked = ladder(Priced(), account=accounts.bookkeeper(tmp_path / "none" / ledger.FILE))
    with pytest.raises(PublishError, match="cannot write the ledger"):
        asked.translate(SENTENCE)


def test_what_was_used_is_told_in_a_line() -> None:
    assert ledger.told(Usage(1, 30)) == "1 question, 30 characters"
    assert ledger.told(Usage(1200, 3, 400, 80, 0.00125)) == (
        "1,200 questions, 3 characters, 480 tokens, cost 0.00125"
    )
