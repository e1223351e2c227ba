"""libre against a real LibreTranslate server with a tiny model, offline.

The server pins old packages and has an environment of its own, which is named in the environment
variable KHULASA_LIBRETRANSLATE:

    python3.11 -m venv /some/where
    /some/where/bin/pip install libretranslate==1.9.6 onnx
    KHULASA_LIBRETRANSLATE=/some/where python -m pytest -m slow tests/translators
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import marian_model
import pytest
from real_server import running

from generator.errors import AnswerRefused
from generator.translators import Provider, create, opus

pytestmark = pytest.mark.slow

HERE = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A running server that knows Arabic to English."""
    place = os.environ.get("KHULASA_LIBRETRANSLATE")
    if not place:
        pytest.skip("KHULASA_LIBRETRANSLATE does not name an environment with LibreTranslate")
    home = tmp_path_factory.mktemp("libretranslate")
    _pack(home, Path(place, "bin", "python"))

    def server(port: int) -> list[str | Path]:
        return [f"{place}/bin/libretranslate", "--host", "127.0.0.1", "--port", str(port),
                "--disable-web-ui", "--disable-files-translation", "--threads", "2"]  # fmt: skip

    environ = {f"XDG_{name}_HOME": str(home) for name in ("DATA", "CONFIG", "CACHE")}
    with running(server, "/languages", home, environ) as address:
        yield address


def _pack(home: Path, python: Path) -> None:
    """The tiny model as two packages of Argos Translate: with fewer the server looks for more."""
    argos = home / "argos-translate"
    release = opus.Release("tiny", "", "CC0", "")
    model = opus.install(marian_model.archive(home / "tiny.zip"), release, home / "models", "0")
    names = {"ar": "Arabic", "en": "English"}
    for source, target in (("ar", "en"), ("en", "ar")):
        package = argos / "packages" / f"translate-{source}_{target}-1_0"
        (package / "model").mkdir(parents=True)
        (package / "minisbd").mkdir()
        for name in ("model.bin", "config.json", "shared_vocabulary.json"):
            shutil.copy(model / name, package / "model")
        shutil.copy(model / "source.spm", package / "sentencepiece.model")
        about = {"package_version": "1.0", "argos_version": "1.9", "from_code": source,
                 "from_name": names[source], "to_code": target, "to_name": names[target]}  # fmt: skip
        (package / "metadata.json").write_text(json.dumps(about), encoding="utf-8")
        subprocess.run(
            [python, HERE / "whole_sentences.py", package / "minisbd" / f"{source}.onnx"],
            check=True,
            timeout=60,
        )
    (argos / "index.json").write_text("[]", encoding="utf-8")


@pytest.fixture
def libre(url: str, monkeypatch: pytest.MonkeyPatch) -> Provider:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    return create("libre", {"url": url}, {})


def raw(url: str, text: str) -> str:
    """What the server says when it is asked without our care."""
    question = json.dumps({"q": text, "source": "ar", "target": "en", "format": "text"}).encode()
    request = urllib.request.Request(f"{url}/translate", question)
    request.add_header("Content-Type", "application/json")
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=60) as response:
        return str(json.load(response)["translatedText"])


def test_a_real_server_answers(libre: Provider) -> None:
    assert any(map(str.isalpha, libre.translate(marian_model.ARABIC[0])))


def test_an_acronym_puts_the_servers_answer_into_capitals_but_not_ours(
    url: str, libre: Provider
) -> None:
    sentence = "أعلنت وكالة NASA موعد الإطلاق الجديد."
    assert raw(url, sentence).isupper()
    assert not libre.translate(sentence).isupper()


def test_the_server_loses_the_question_mark_but_we_do_not(url: str, libre: Provider) -> None:
    sentence = "متى يفتح المتحف أبوابه؟"
    assert not raw(url, sentence).endswith("?")
    assert libre.translate(sentence).endswith("?")


def test_a_letter_alone_is_refused_in_capitals(url: str, libre: Provider) -> None:
    sentence = "يفيد فيتامين C في الشتاء والصيف."
    if len(raw(url, sentence).split()) > 3:
        with pytest.raises(AnswerRefused, match="letters of one case"):
            libre.translate(sentence)
    else:
        assert raw(url, sentence).isupper()
