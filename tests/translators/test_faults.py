"""What every provider may do wrong: one table over all that ask a server, through the ladder.

Each fault becomes a gap with its reason. It shows no key, keeps nothing, is in the account, and
what was answered and refused is not asked for a second time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field

import pytest
from chat_server import ChatServer
from paid_server import KEYS, PaidServer
from translation_server import TranslationServer, english_for

from generator.translators import Provider
from generator.translators.ladder import Ladder, NobodyAnswered, Patience
from generator.translators.ledger import Line

SENTENCE = "افتتح المتحف أبوابه أمام 1200 زائر في 14 آذار."
OTHER = "وقال المدير إن العمل استغرق 3 أعوام من التحضير."
FRENCH = (
    "Le musée a ouvert ses portes devant 1200 visiteurs le 14 mars dernier malgré la pluie froide."
)
SECRET = "s3cret"
SERVERS: dict[str, type[TranslationServer]] = {
    "google": TranslationServer,
    "mymemory": TranslationServer,
    "libre": TranslationServer,
    "deepl": PaidServer,
    "microsoft": PaidServer,
    "google-cloud": PaidServer,
    "openai": ChatServer,
}
ENVIRONMENTS = KEYS | {
    "google": {},
    "mymemory": {"KHULASA_MYMEMORY_EMAIL": "s3cret.desk@example.org"},
    "libre": {"KHULASA_LIBRE_KEY": "s3cret/KEY+with signs"},
    "openai": {"KHULASA_OPENAI_KEY": "sk-s3cretKEYwith0123456789"},
}
WITH_A_KEY = [name for name, environ in ENVIRONMENTS.items() if environ]
each_provider = pytest.mark.parametrize("name", SERVERS)


@dataclass
class Asked:
    """A ladder of one provider, and all that it says to the outside."""

    server: TranslationServer
    ladder: Ladder
    told: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    def refused(self, text: str = SENTENCE) -> str:
        """The reason why there is no English for `text`."""
        with pytest.raises(NobodyAnswered) as caught:
            self.ladder.translate(text)
        ((_, reason),) = caught.value.reasons
        return reason

    def outcomes(self) -> list[str]:
        return [line.outcome for line in self.lines]


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Asked]]:
    for variable in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(variable, raising=False)
    with ExitStack() as running:

        def start(name: str) -> Asked:
            server = running.enter_context(SERVERS[name]())
            provider: Provider = server.provider(name, ENVIRONMENTS[name])
            told: list[str] = []
            lines: list[Line] = []
            ladder = Ladder(
                [provider], Patience(attempts=1), tell=told.append, account=lines.append
            )
            return Asked(server, ladder, told, lines)

        yield start


Ask = Callable[[str], Asked]


@each_provider
@pytest.mark.parametrize(
    ("english", "said"),
    [
        (FRENCH, "is not in English"),
        (SENTENCE, "is the Arabic itself"),
        (english_for(OTHER), "has lost the number 1200"),
        ("<div>The museum opened to 1200 visitors on 14 March.</div>", "holds HTML"),
        ("The museum opened to 1200 visitors on 14 March. " * 90, "is far too long"),
    ],
    ids=["another language", "no language", "another sentence", "HTML", "without an end"],
)
def test_what_is_no_translation_of_the_sentence_is_refused_and_not_paid_for_twice(
    ask: Ask, name: str, english: str, said: str
) -> None:
    asked = ask(name)
    asked.server.plan(f"say:{english}")
    reason = asked.refused()
    # deep-translator notices by itself that Google sent the Arabic back.
    assert said in reason or (name, english) == ("google", SENTENCE)
    assert reason.startswith(name)
    assert asked.refused() == reason
    assert len(asked.server.questions) == 1
    assert asked.outcomes() == ["refused"]
    assert asked.told == [reason]


@each_provider
def test_the_answer_to_the_sentence_before_is_refused(ask: Ask, name: str) -> None:
    """A cache or a queue that is one behind."""
    asked = ask(name)
    first, second = (
        "افتتحت المدينة مكتبتها الجديدة بحضور الأهالي.",
        "أغلق النهر الطريق القديم أمام الناس.",
    )
    english = "The city opened its new library in the presence of its inhabitants."
    asked.server.plan(f"say:{english}", f"say:{english}")
    assert asked.ladder.translate(first).text == english
    assert "was given for another text before" in asked.refused(second)


@each_provider
@pytest.mark.parametrize(
    ("behaviour", "said"),
    [
        ("status:200", "half a page|cannot be read|no translation"),
        ("half", "half a page|cannot be read"),
        ("huge", "more than 2,000,000 bytes"),
        ("bomb", "more than 2,000,000 bytes"),
        ("cut", "cut the connection"),
        ("cut_body", "cut the connection"),
        ("chunks_cut", "cut the connection"),
        ("garbage", "cut the connection"),
    ],
    ids=lambda value: value.partition(":")[0] if "|" not in value else "",
)
def test_what_is_no_answer_is_told_in_a_line_and_counted_and_the_next_sentence_goes_on(
    ask: Ask, name: str, behaviour: str, said: str
) -> None:
    asked = ask(name)
    asked.server.plan(behaviour)
    reason = asked.refused()
    assert any(part in reason for part in said.split("|")), reason
    assert reason.startswith(name)
    assert "\n" not in reason
    assert asked.outcomes() in (["failed"], ["refused"])
    assert asked.lines[0].usage.questions == 1
    assert asked.ladder.translate(OTHER).text == english_for(OTHER)
    assert asked.outcomes()[1:] == ["kept"]


@pytest.mark.parametrize("name", WITH_A_KEY)
@pytest.mark.parametrize("behaviour", ["echo_key:401", "echo_key:500", "cut_body", "half"])
def test_no_fault_shows_the_key(ask: Ask, name: str, behaviour: str) -> None:
    asked = ask(name)
    asked.server.plan(behaviour)
    reason = asked.refused()
    assert SECRET not in reason + repr(asked.told) + repr(asked.lines) + repr(asked.ladder)


@pytest.mark.parametrize("name", WITH_A_KEY)
def test_an_answer_that_holds_the_key_is_never_kept(ask: Ask, name: str) -> None:
    """A server that puts its error where the translation should be, under the status 200."""
    asked = ask(name)
    (key,) = [value for value in ENVIRONMENTS[name].values() if SECRET in value]
    asked.server.plan(f"say:Sorry, {key} may not ask for the 1200 and the 14 of this sentence.")
    reason = asked.refused()
    assert reason == f"{name}'s answer is refused: it holds the key"
    assert SECRET not in repr(asked.told) + repr(asked.lines)


def test_a_region_is_no_key_and_may_be_named(ask: Ask) -> None:
    asked = ask("microsoft")
    english = "The museum in westeurope opened to 1200 visitors on 14 March."
    asked.server.plan(f"say:{english}")
    assert asked.ladder.translate(SENTENCE).text == english


def test_a_summary_that_holds_the_key_is_refused_as_a_whole(ask: Ask) -> None:
    asked = ask("openai")
    key = ENVIRONMENTS["openai"]["KHULASA_OPENAI_KEY"]
    asked.server.plan(f'content:{{"title": "x", "sentences": ["{key}"]}}')
    with pytest.raises(NobodyAnswered, match="it holds the key"):
        asked.ladder.write("Sum up.", '{"sentence": ""}', {}, lambda answer: answer)


def test_a_summary_that_was_refused_is_not_paid_for_twice(ask: Ask) -> None:
    def read(answer: object) -> object:
        raise ValueError("has no sentence that is needed")

    asked = ask("openai")
    for _ in range(2):
        asked.server.plan('content:{"title": "x"}')
        with pytest.raises(NobodyAnswered, match="it has no sentence that is needed"):
            asked.ladder.write("Sum up.", '{"sentence": ""}', {}, read)
    assert len(asked.server.questions) == 1
    assert asked.outcomes() == ["refused"]
    assert asked.lines[0].usage.tokens_out == 40
