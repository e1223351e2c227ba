"""Turn a published OPUS-MT archive into a model folder for the provider `local`.

An archive is a zip of Marian's weights, a vocabulary, two SentencePiece models, a licence and
decoder.yml, which names them. CTranslate2's own converter reads the weights as they are; neither
torch nor transformers is needed.

Refuses an archive with another hash than the one that is known, and whatever in it is not a plain
file of its top level, too large, or not there. Nothing is found under the model's name before all
of it is right.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import yaml

from generator.errors import ProviderMisconfigured

RECOMMENDED = "opus-mt-tc-big-ar-en"

CARD = "khulasa-model.json"
"""In each model's folder: where it came from, its licence and the hash of its archive."""

LARGEST = 4_000_000_000
"""Bytes that an archive may unpack to."""

_POUTA = "https://object.pouta.csc.fi"


@dataclass(frozen=True, slots=True)
class Release:
    """A published model.

    `size` is about how many bytes the archive has, `sha256` its hash where it is known beforehand.
    """

    name: str
    url: str
    licence: str
    about: str
    size: int = 0
    sha256: str | None = None


RELEASES = {
    release.name: release
    for release in (
        Release(
            RECOMMENDED,
            f"{_POUTA}/Tatoeba-MT-models/ara-eng/opusTCv20210807%2Bbt_transformer-big_2022-03-09.zip",
            "CC BY 4.0, Language Technology Research Group at the University of Helsinki",
            "Arabic to English, transformer-big of 2022; about 240 MB when converted",
            860_000_000,
            "b2440a530982ada0823cd4718d6be2b8669a38db348f11bc289ac4af6d30f0e2",
        ),
        Release(
            "opus-mt-ar-en",
            f"{_POUTA}/OPUS-MT-models/ar-en/opus-2019-12-18.zip",
            "see the LICENSE in the archive",
            "Arabic to English, transformer of 2019: smaller and faster, and clearly worse",
        ),
    )
}
"""The models that can be got by name."""


def models_folder() -> Path:
    """Where models are kept: $KHULASA_MODELS, else the user's folder for the files of programs."""
    if chosen := os.environ.get("KHULASA_MODELS"):
        return Path(chosen)
    home = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(home) / "khulasa" / "models"


def installed(folder: Path) -> Iterator[dict[str, object]]:
    """The card of each model in `folder`, by name; one without a card has its name only."""
    for path in sorted(folder.glob("*/")):
        if (path / "model.bin").is_file() or (path / "model" / "model.bin").is_file():
            try:
                card = json.loads((path / CARD).read_text(encoding="utf-8"))
            except (OSError, ValueError):
                card = {}
            yield (card if isinstance(card, dict) else {}) | {"name": path.name}


def check(archive: Path, expected: str | None) -> str:
    """The SHA-256 of the archive. Raises ProviderMisconfigured if another one was expected."""
    with archive.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if expected and found != expected.lower():
        raise ProviderMisconfigured(
            f"the archive has the SHA-256 {found} and should have {expected}: it was damaged on the"
            " way or exchanged; it was deleted, and nothing was installed"
        )
    return found


def install(archive: Path, release: Release, folder: Path, sha256: str) -> Path:
    """Unpack and convert the archive into `folder`/name. Raises ProviderMisconfigured."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".new-") as scratch:
        unpacked, converted = Path(scratch, "marian"), Path(scratch, release.name)
        unpacked.mkdir()
        _unpack(archive, unpacked)
        _convert(unpacked, converted)
        for name in ("source.spm", "target.spm", "LICENSE", "README.md"):
            if (unpacked / name).is_file():
                shutil.copyfile(unpacked / name, converted / name)
        card = {"url": release.url, "licence": release.licence, "sha256": sha256}
        (converted / CARD).write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")
        target = folder / release.name
        if target.exists():
            os.replace(target, Path(scratch, "old"))
        os.replace(converted, target)
    return target


def _unpack(archive: Path, target: Path) -> None:
    """The files that the conversion needs. They are asked for by name, so none lands elsewhere."""
    try:
        with zipfile.ZipFile(archive) as opened:
            _check_size(opened)
            _take(opened, "decoder.yml", target)
            for name in _named_in(target / "decoder.yml"):
                _take(opened, name, target)
            for name in ("source.spm", "target.spm"):
                _take(opened, name, target)
            for name in {"LICENSE", "README.md"} & set(opened.namelist()):
                _take(opened, name, target)
        for weights in target.glob("*.npz"):
            with zipfile.ZipFile(weights) as opened:
                _check_size(opened)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise _refused(f"cannot be unpacked ({type(error).__name__})") from None


def _check_size(opened: zipfile.ZipFile) -> None:
    if sum(member.file_size for member in opened.infolist()) > LARGEST:
        raise _refused(f"unpacks to more than {LARGEST:,} bytes")


def _take(opened: zipfile.ZipFile, name: str, target: Path) -> None:
    """Write one member, and no byte more than it declares."""
    if name not in opened.namelist():
        raise _refused(f"has no {name[:60]}")
    member = opened.getinfo(name)
    with opened.open(member) as source, (target / name).open("xb") as file:
        _copy(source, file, member.file_size)


def _copy(source: IO[bytes], file: IO[bytes], size: int) -> None:
    while piece := source.read(1_000_000):
        size -= len(piece)
        if size < 0:
            raise _refused("holds more than it declares")
        file.write(piece)


def _named_in(decoder: Path) -> list[str]:
    """The files of weights and vocabularies that decoder.yml names, each once."""
    if decoder.stat().st_size > 100_000:
        raise _refused("has a decoder.yml of more than 100 kB")
    try:
        settings = yaml.safe_load(decoder.read_text(encoding="utf-8"))
        names = [settings["models"][0], *settings["vocabs"]]
    except (yaml.YAMLError, ValueError, TypeError, KeyError, IndexError, RecursionError):
        raise _refused("has a decoder.yml that does not say where weights and words are") from None
    for name in names:
        if not isinstance(name, str) or Path(name).name != name or name.startswith("."):
            raise _refused("names files outside of itself")
    if not names[0].endswith(".npz"):
        raise _refused("has no weights of Marian (.npz)")
    return list(dict.fromkeys(names))


def _convert(unpacked: Path, converted: Path) -> None:
    from ctranslate2.converters import OpusMTConverter  # noqa: PLC0415  (an extra)

    try:
        OpusMTConverter(str(unpacked)).convert(str(converted), quantization="int8")
    except Exception as error:  # Whatever the converter makes of what a stranger packed.
        raise _refused(f"cannot be converted ({type(error).__name__})") from None


def _refused(what: str) -> ProviderMisconfigured:
    return ProviderMisconfigured(f"the archive {what}; nothing was installed")
