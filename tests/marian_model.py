"""Turn a few sentences into a tiny model as Marian writes it, packed as OPUS-MT publishes models.

The weights are drawn at random from a seed, but for the end of a sentence, which is bound to come
after `LENGTH` pieces: what the model says is no English, but it is said by all that a real model
goes through. It is made in a second and has a few hundred kilobytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import sentencepiece

WIDTH, FEED, HEADS, DEPTH = 32, 64, 4, 2
LENGTH = 10

ARABIC = (
    "افتتح المتحف أبوابه أمام الزوار صباح اليوم في المدينة القديمة.",
    "وقال مدير المكتبة إن العمل استغرق عامين من التحضير.",
    "زرعت البلدية مئة شجرة على ضفاف النهر بمشاركة الأهالي.",
    "يستقبل المرصد تلاميذ المدارس كل يوم خميس لمشاهدة النجوم.",
    "عاد القطار إلى المدينة بعد تسع سنوات من التوقف.",
)
ENGLISH = (
    "The museum opened its doors to visitors this morning in the old city.",
    "The head of the library said that the work took two years to prepare.",
    "The town planted a hundred trees along the river together with the people who live there.",
    "The observatory receives pupils of the schools every Thursday to look at the stars.",
    "The train came back to the city after nine years without one.",
)
SETTINGS = f"""\
type: transformer
enc-depth: {DEPTH}
dec-depth: {DEPTH}
dim-emb: {WIDTH}
transformer-heads: {HEADS}
transformer-dim-ffn: {FEED}
transformer-ffn-activation: relu
transformer-preprocess: ""
transformer-postprocess: dan
transformer-postprocess-emb: d
transformer-decoder-autoreg: self-attention
transformer-no-projection: false
transformer-guided-alignment-layer: last
tied-embeddings-all: true
"""
DECODER = """\
relative-paths: true
models:
  - opus.tiny.npz
vocabs:
  - opus.tiny.vocab.yml
  - opus.tiny.vocab.yml
beam-size: 6
normalize: 1
"""


def sentencepiece_model(sentences: tuple[str, ...], size: int = 90) -> bytes:
    written = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(sentences * 4),
        model_writer=written,
        vocab_size=size,
        hard_vocab_limit=False,
        character_coverage=1.0,
        minloglevel=2,
    )
    return written.getvalue()


def vocabulary(*models: bytes) -> list[str]:
    """All pieces of the models, as Marian lists them: the end of a sentence, the unknown, words."""
    words = ["</s>", "<unk>"]
    for model in models:
        pieces = sentencepiece.SentencePieceProcessor(model_proto=model)
        words += [pieces.id_to_piece(number) for number in range(pieces.get_piece_size())]
    return [word for word in dict.fromkeys(words) if word != "<s>"]


def weights(
    words: list[str], unsaid: set[str], length: int = LENGTH, seed: int = 7
) -> dict[str, np.ndarray]:
    """Marian's parameters; a sentence ends where its position is written into the first number.

    `unsaid` are words that never come out.
    """
    chance = np.random.default_rng(seed)

    def drawn(*shape: int) -> np.ndarray:
        return chance.normal(0, 0.2, shape).astype(np.float32)

    def norm(name: str) -> Iterator[tuple[str, np.ndarray]]:
        yield f"{name}_ln_scale", np.ones((1, WIDTH), np.float32)
        yield f"{name}_ln_bias", np.zeros((1, WIDTH), np.float32)

    def attention(name: str) -> Iterator[tuple[str, np.ndarray]]:
        for part in "qkvo":
            yield f"{name}_W{part}", drawn(WIDTH, WIDTH)
            yield f"{name}_b{part}", drawn(1, WIDTH)
        yield from norm(f"{name}_Wo")

    def feed_forward(name: str) -> Iterator[tuple[str, np.ndarray]]:
        yield f"{name}_W1", drawn(WIDTH, FEED)
        yield f"{name}_b1", drawn(1, FEED)
        yield f"{name}_W2", drawn(FEED, WIDTH)
        yield f"{name}_b2", drawn(1, WIDTH)
        yield from norm(f"{name}_ffn")

    def everything() -> Iterator[tuple[str, np.ndarray]]:
        embeddings = 5 * drawn(len(words), WIDTH)
        embeddings[:, 0] = 0
        embeddings[0] = 0  # </s>
        embeddings[0, 0] = 64
        yield "Wemb", embeddings
        positions = 10 * drawn(1024, WIDTH)
        positions[:, 0] = np.where(np.arange(1024) < length, -2, 200)
        yield "Wpos", positions
        said = np.array([[-99 if word in unsaid else 0 for word in words]], np.float32)
        yield "decoder_ff_logit_out_b", said + drawn(1, len(words))
        for side, parts in (("encoder", ["self"]), ("decoder", ["self", "context"])):
            for layer in range(1, DEPTH + 1):
                for part in parts:
                    yield from attention(f"{side}_l{layer}_{part}")
                yield from feed_forward(f"{side}_l{layer}_ffn")
        settings = np.frombuffer(SETTINGS.encode() + b"\0", np.int8)
        yield "special:model.yml", settings

    found = dict(everything())
    for name, weight in found.items():  # No layer sees or changes the number of the position.
        if name.endswith(("_Wo", "_bo", "_W2", "_b2")):
            weight[:, 0] = 0
        if name.endswith(("_Wq", "_Wk", "_Wv", "_W1")):
            weight[0, :] = 0
    return found


def members(length: int = LENGTH) -> dict[str, bytes]:
    """The files of the archive."""
    source, target = sentencepiece_model(ARABIC), sentencepiece_model(ENGLISH)
    words = vocabulary(source, target)
    unsaid = set(vocabulary(source)) - set(vocabulary(target))
    packed = io.BytesIO()
    np.savez(packed, **weights(words, unsaid, length))
    quoted = (word.replace("\\", "\\\\").replace('"', '\\"') for word in words)
    return {
        "decoder.yml": DECODER.encode(),
        "opus.tiny.npz": packed.getvalue(),
        "opus.tiny.vocab.yml": "".join(f'"{w}": {n}\n' for n, w in enumerate(quoted)).encode(),
        "source.spm": source,
        "target.spm": target,
        "LICENSE": b"CC0 1.0: made of random numbers.\n",
        "README.md": b"# tiny\n",
        "preprocess.sh": b"exit 1\n",
    }


def archive(path: Path, length: int = LENGTH, **changes: bytes | None) -> Path:
    """Write the archive to `path`; `changes` replace, add or (None) leave out members."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in (members(length) | changes).items():
            if content is not None:
                packed.writestr(name, content)
    return path
