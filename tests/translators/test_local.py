"""local: a tiny model of Marian's format, converted and computed with as a real one is."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import marian_model
import pytest
from marian_model import ARABIC

from generator.errors import AnswerRefused, ProviderMisconfigured
from generator.translators import Batching, create, opus
from generator.translators.ladder import Ladder, NobodyAnswered
from generator.translators.local import LONGEST_IN, Local

TINY = opus.Release("tiny", "http://localhost/tiny.zip", "CC0", "a test")


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the model `tiny`, and `endless`, which never comes to an end."""
    folder = tmp_path_factory.mktemp("models")
    for name, length in (("tiny", marian_model.LENGTH), ("endless", 1000)):
        archive = marian_model.archive(folder / "model.zip", length)
        release = opus.Release(name, "", "CC0", "")
        opus.install(archive, release, folder, opus.check(archive, None))
    return folder


def local(folder: Path, **options: object) -> Local:
    provider = create("local", {"folder": str(folder), "model": "tiny"} | options, {})
    assert isinstance(provider, Local)
    return provider


def test_a_marian_model_is_converted_without_torch_or_transformers(models: Path) -> None:
    found = {path.name for path in (models / "tiny").iterdir()}
    assert {"model.bin", "config.json", "source.spm", "target.spm", "LICENSE"} <= found
    assert (models / "tiny" / "model.bin").stat().st_size < 230_000  # 8 bits, not 32.
    assert not {"torch", "transformers"} & sys.modules.keys()


def test_the_model_says_something_else_for_another_sentence_and_the_same_for_the_same(
    models: Path,
) -> None:
    provider = local(models)
    english = [provider.translate(text) for text in ARABIC]
    assert all(english)
    assert len(set(english)) > 1
    assert [local(models).translate(text) for text in ARABIC] == english


def test_many_texts_together_are_translated_as_they_are_one_by_one(models: Path) -> None:
    provider = local(models, batch=LONGEST_IN)
    assert isinstance(provider, Batching)
    texts = [*ARABIC, *ARABIC, "٢٠١٦ - ٢٠١٧"]
    assert provider.translate_many(texts) == [provider.translate(text) for text in texts]
    assert provider.translate_many(texts)[-1] == "2016 - 2017"


def test_a_sentence_too_long_for_the_model_is_translated_in_parts_and_never_cut(
    models: Path,
) -> None:
    provider = local(models)
    long = " ".join(ARABIC * 10)
    parts = provider.translate(long)
    assert len(parts) > len(provider.translate(ARABIC[0])) * 2


def test_a_translation_that_does_not_end_is_refused(models: Path) -> None:
    provider = local(models, model="endless", beam=1)
    assert provider.translate_many([ARABIC[0]]) == [""]
    with pytest.raises(AnswerRefused, match="did not come to its end"):
        provider.translate(ARABIC[0])


def test_the_ladder_believes_answers_computed_ahead_no_more_than_others(models: Path) -> None:
    def said(ahead: bool) -> list[str]:
        ladder = Ladder([local(models)])
        if ahead:
            ladder.ahead(ARABIC)
        found = []
        for text in ARABIC:
            try:
                found.append(ladder.translate(text).text)
            except NobodyAnswered as error:
                found.append(str(error))
        return found

    assert said(ahead=True) == said(ahead=False)
    assert any("refused" in text for text in said(ahead=True))


def test_the_origin_names_the_model_not_the_folder(models: Path) -> None:
    assert local(models).model == "tiny"


def test_a_model_packed_for_argos_is_used_as_it_is(models: Path, tmp_path: Path) -> None:
    argos = tmp_path / "translate-ar_en-1_0"
    (argos / "model").mkdir(parents=True)
    for name in ("model.bin", "config.json", "shared_vocabulary.json"):
        shutil.copy(models / "tiny" / name, argos / "model")
    shutil.copy(models / "tiny" / "source.spm", argos / "sentencepiece.model")
    assert local(tmp_path, model=argos.name).translate(ARABIC[0])


def test_a_missing_model_says_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(ProviderMisconfigured, match="run: khulasa models get tiny"):
        local(tmp_path)


@pytest.mark.parametrize("name", ["../x", "a/b", "", ".hidden", "/etc"])
def test_a_model_is_a_name_and_no_path(tmp_path: Path, name: str) -> None:
    with pytest.raises(ProviderMisconfigured, match="must be the name of a folder"):
        local(tmp_path, model=name)


@pytest.mark.parametrize("file", ["model.bin", "source.spm", "config.json"])
def test_a_damaged_model_is_told_as_such(models: Path, tmp_path: Path, file: str) -> None:
    shutil.copytree(models / "tiny", tmp_path / "tiny")
    (tmp_path / "tiny" / file).write_bytes(b"no model")
    with pytest.raises(ProviderMisconfigured, match="is damaged or of another kind"):
        local(tmp_path).translate(ARABIC[0])


# Archives ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"decoder.yml": None}, "has no decoder.yml"),
        ({"decoder.yml": b"models: ["}, "does not say where"),
        ({"decoder.yml": b"- a\n"}, "does not say where"),
        ({"decoder.yml": b"models: [../../x.npz]\nvocabs: [v.yml]\n"}, "files outside of itself"),
        ({"decoder.yml": b"models: [/etc/passwd]\nvocabs: [v.yml]\n"}, "files outside of itself"),
        (
            {"decoder.yml": b"models: [preprocess.sh]\nvocabs: [source.spm]\n"},
            "no weights of Marian",
        ),
        ({"source.spm": None}, "has no source.spm"),
        ({"opus.tiny.npz": None}, "has no opus.tiny.npz"),
        ({"opus.tiny.npz": b"not weights"}, "cannot be unpacked"),
        ({"opus.tiny.vocab.yml": b"half"}, "cannot be converted"),
    ],
)
def test_an_archive_that_is_no_model_is_refused_and_leaves_nothing(
    tmp_path: Path, changes: dict[str, bytes | None], said: str
) -> None:
    archive = marian_model.archive(tmp_path / "x.zip", **changes)
    with pytest.raises(ProviderMisconfigured, match=said):
        opus.install(archive, TINY, tmp_path / "models", "0")
    assert list((tmp_path / "models").iterdir()) == []


def test_a_member_that_leads_out_of_the_folder_is_not_unpacked(tmp_path: Path) -> None:
    archive = marian_model.archive(tmp_path / "x.zip", **{"../../evil.txt": b"evil"})
    opus.install(archive, TINY, tmp_path / "a" / "models", "0")
    assert list(tmp_path.rglob("evil*")) == []


def test_a_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opus, "LARGEST", 2_000_000)
    archive = marian_model.archive(tmp_path / "x.zip", bomb=bytes(3_000_000))
    assert archive.stat().st_size < 1_000_000
    with pytest.raises(ProviderMisconfigured, match="unpacks to more than 2,000,000 bytes"):
        opus.install(archive, TINY, tmp_path / "models", "0")


def test_a_zip_cut_in_half_is_refused(tmp_path: Path) -> None:
    archive = marian_model.archive(tmp_path / "x.zip")
    archive.write_bytes(archive.read_bytes()[:200_000])
    with pytest.raises(ProviderMisconfigured, match="cannot be unpacked"):
        opus.install(archive, TINY, tmp_path / "models", "0")


def test_an_old_model_is_replaced_only_by_a_whole_one(models: Path, tmp_path: Path) -> None:
    archive = marian_model.archive(tmp_path / "x.zip")
    opus.install(archive, TINY, tmp_path / "models", "0")
    opus.install(archive, TINY, tmp_path / "models", "1")
    broken = marian_model.archive(tmp_path / "y.zip", **{"decoder.yml": b"broken: ["})
    with pytest.raises(ProviderMisconfigured):
        opus.install(broken, TINY, tmp_path / "models", "2")
    assert local(tmp_path / "models").translate(ARABIC[0])
