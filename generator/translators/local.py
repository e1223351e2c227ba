"""Turn Arabic into English on this machine: an OPUS-MT model in a folder, by CTranslate2.

Nothing leaves the machine. The folder holds what `khulasa models get` makes of a published model
(model.bin, source.spm, target.spm), or a model packed for Argos Translate (sentencepiece.model and
model/). Weights are computed with as 8-bit integers, texts together in batches sized by tokens, in
this one process.

Refuses a translation that ran on until it was stopped; a sentence too long for the model is
translated in parts, never cut.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any, ClassVar

import ctranslate2
import sentencepiece

from generator.errors import AnswerRefused, ProviderMisconfigured, ProviderUnavailable
from generator.text.normalize import clean
from generator.translators.options import check_range
from generator.translators.opus import RECOMMENDED, models_folder
from generator.translators.pieces import pieces, without_letters

LONGEST_IN, LONGEST_OUT = 200, 500
"""Tokens of a part that is translated at once, and of its translation."""

_PUNCTUATION = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "–": "-", "…": "..."}
)
"""What OPUS-MT's models have seen in the place of what typesetters write."""


@dataclass(frozen=True)
class Local:
    """`model`: the name of its folder; `folder`: where models are, if not in the usual place;
    `beam`: translations weighed against each other; `batch`: tokens computed with at once;
    `threads`: 0 for as many as the machine has, up to four."""

    model: str = RECOMMENDED
    folder: str = ""
    beam: int = 4
    batch: int = 2048
    threads: int = 0

    name: ClassVar[str] = "local"

    def __post_init__(self) -> None:
        check_range("beam", self.beam, 1, 32, self.name)
        check_range("batch", self.batch, LONGEST_IN, 100_000, self.name)
        check_range("threads", self.threads, 0, 64, self.name)
        if not re.fullmatch(r"[\w+][\w+.-]*", self.model):
            raise ProviderMisconfigured(
                f"provider '{self.name}': 'model' must be the name of a folder; where that folder"
                " is goes into 'folder'"
            )
        if not (self._weights / "model.bin").is_file():
            raise ProviderMisconfigured(
                f"provider '{self.name}': there is no model {self._path.name} in"
                f" {self._path.parent}; run: khulasa models get {self.model}"
            )

    def translate(self, text: str) -> str:
        """The English of `text`. Raises ProviderError."""
        (english,) = self.translate_many([text])
        if not english:
            raise AnswerRefused(f"{self.name}'s translation did not come to its end")
        return english

    def batches(self, texts: Sequence[str]) -> list[list[str]]:
        """All at once: their parts are put together by their tokens."""
        return [list(texts)] if texts else []

    def translate_many(self, texts: Sequence[str]) -> list[str]:
        """The English of each of `texts`, "" for one that did not end. Raises ProviderError."""
        parts = [
            pieces(clean(text).translate(_PUNCTUATION), self._tokens, LONGEST_IN) for text in texts
        ]
        wanted = [piece for piece in chain(*parts) if any(map(str.isalpha, piece))]
        english = dict(zip(wanted, self._compute(wanted), strict=True))
        found = [[english.get(piece, without_letters(piece)) for piece in part] for part in parts]
        return [" ".join(part) if all(part) else "" for part in found]

    def _compute(self, wanted: Sequence[str]) -> list[str]:
        """The English of parts none of which is too long, "" for one that did not end."""
        source, target = self._tokenizers
        try:
            results = self._translator.translate_batch(
                [source.encode(piece, out_type=str) for piece in wanted],
                max_batch_size=self.batch,
                batch_type="tokens",
                beam_size=self.beam,
                max_decoding_length=LONGEST_OUT,
                disable_unk=True,
            )
        except RuntimeError:
            results = None
        if results is None:
            raise ProviderUnavailable(f"{self.name} ran out of memory or into a fault of the model")
        found = [result.hypotheses[0] for result in results]
        return [target.decode(t).strip() if len(t) < LONGEST_OUT else "" for t in found]

    def _tokens(self, text: str) -> int:
        return len(self._tokenizers[0].encode(text))

    @property
    def _path(self) -> Path:
        return (Path(self.folder) if self.folder else models_folder()) / self.model

    @property
    def _weights(self) -> Path:
        argos = self._path / "model"
        return argos if argos.is_dir() else self._path

    @cached_property
    def _translator(self) -> Any:
        return self._loaded(
            lambda: ctranslate2.Translator(
                str(self._weights),
                device="cpu",
                compute_type="int8",
                inter_threads=1,
                intra_threads=self.threads,
            )
        )

    @cached_property
    def _tokenizers(self) -> tuple[Any, Any]:
        """Of the source and of the target; an Argos model has one for both."""
        shared = self._path / "sentencepiece.model"
        files = [shared if shared.is_file() else self._path / f"{side}.spm" for side in _SIDES]

        def load() -> tuple[Any, Any]:
            source, target = (
                sentencepiece.SentencePieceProcessor(model_file=str(file)) for file in files
            )
            return source, target

        found: tuple[Any, Any] = self._loaded(load)
        return found

    def _loaded(self, load: Any) -> Any:
        try:
            return load()
        except (RuntimeError, OSError, ValueError):
            pass
        raise ProviderMisconfigured(
            f"provider '{self.name}': the model {self.model} is damaged or of another kind; delete"
            f" {self._path} and run: khulasa models get {self.model}"
        )


_SIDES = ("source", "target")
