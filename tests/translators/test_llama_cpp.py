"""openai against llama-cpp-python's real server, with a tiny model of random weights, offline.

The server is compiled when it is installed, and has an environment of its own, which is named in
the environment variable KHULASA_LLAMA_CPP:

    python3.11 -m venv /some/where
    /some/where/bin/pip install 'llama-cpp-python[server]' gguf
    KHULASA_LLAMA_CPP=/some/where python -m pytest -m slow tests/translators/test_llama_cpp.py
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from real_server import running

from generator.errors import AnswerRefused
from generator.translators import Provider, create
from generator.translators.ladder import Ladder, NobodyAnswered
from generator.translators.ledger import Line

pytestmark = pytest.mark.slow

HERE = Path(__file__).resolve().parents[1]
SENTENCE = "افتتح المتحف أبوابه أمام 1200 زائر في 14 آذار."
OTHER = "وقال المدير إن العمل استغرق 3 أعوام."


@pytest.fixture(scope="module")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], str]]:
    """`serve('}"')`: a server whose model likes best to say "}", then a quotation mark."""
    place = os.environ.get("KHULASA_LLAMA_CPP")
    if not place:
        pytest.skip("KHULASA_LLAMA_CPP does not name an environment with llama-cpp-python[server]")
    python = Path(place, "bin", "python")
    with ExitStack() as servers:

        def start(preferred: str) -> str:
            folder = tmp_path_factory.mktemp("llama")
            model = folder / "tiny.gguf"
            command = [python, HERE / "tiny_gguf.py", model, preferred]
            subprocess.run(command, check=True, timeout=120)

            def server(port: int) -> list[str | Path]:
                options = ("--host", "127.0.0.1", "--port", str(port), "--n_ctx", "8192")
                return [python, "-m", "llama_cpp.server", "--model", model, *options,
                        "--chat_format", "chatml", "--n_threads", "1"]  # fmt: skip

            return servers.enter_context(running(server, "/v1/models", folder))

        yield start


def provider(url: str) -> Provider:
    return create("openai", {"url": f"{url}/v1", "model": "tiny", "most_tokens": 60}, {})


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


def test_a_real_server_that_takes_no_schema_is_asked_for_json_and_not_believed(
    serve: Callable[[str], str],
) -> None:
    """It says 500 to a `json_schema`, and holds the model to JSON, which "{}" is."""
    lines: list[Line] = []
    ladder = Ladder([provider(serve('}"'))], account=lines.append)
    for sentence in (SENTENCE, OTHER):
        with pytest.raises(NobodyAnswered, match="is not of the form that was asked for"):
            ladder.translate(sentence)
    assert [(line.outcome, line.usage.questions) for line in lines] == [("refused", 1)] * 2


def test_a_real_servers_count_of_tokens_is_within_what_was_reckoned_before(
    serve: Callable[[str], str],
) -> None:
    asked = provider(serve('}"'))
    reckoned = asked.estimate(SENTENCE)  # type: ignore[attr-defined]
    with pytest.raises(AnswerRefused):
        asked.translate(SENTENCE)
    spent = asked.spent()  # type: ignore[attr-defined]
    assert 1000 < spent.tokens_in < reckoned.tokens_in
    assert 0 < spent.tokens_out < reckoned.tokens_out


def test_a_real_model_that_does_not_end_is_cut_off_and_not_believed(
    serve: Callable[[str], str],
) -> None:
    with pytest.raises(AnswerRefused, match="cut off at 60 tokens"):
        provider(serve('"a')).translate(SENTENCE)
