"""Turn a wish for some characters into a tiny GGUF model of llama's kind that prefers them.

Run by the Python of an environment that has `gguf`: `python tiny_gguf.py FILE CHARACTERS`. The
weights are random but for one direction, which all words have in common: along it the first of
CHARACTERS is the likeliest next, then the second, and so on, whatever came before. So its answers
are as foolish as those of a random model, and the same each time.
"""

from __future__ import annotations

import sys

import gguf
import numpy as np

WIDTH, HEADS, CONTEXT = 32, 2, 16_384


def make(path: str, preferred: str) -> None:
    tokens = ["<unk>", "<s>", "</s>", *(f"<0x{byte:02X}>" for byte in range(256)), "▁"]
    tokens += [chr(code) for code in range(33, 127)]
    kinds = [2, 3, 3] + [6] * 256 + [1] * 95  # unknown, control, byte, normal
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(WIDTH)
    writer.add_block_count(1)
    writer.add_feed_forward_length(WIDTH)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(HEADS)
    writer.add_rope_dimension_count(WIDTH // HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_vocab_size(len(tokens))
    writer.add_tokenizer_model("llama")
    writer.add_token_list(tokens)
    writer.add_token_scores([0.0] * len(tokens))
    writer.add_token_types(kinds)
    writer.add_unk_token_id(0)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    for name, weights in tensors(tokens, preferred).items():
        writer.add_tensor(name, weights.astype(np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def tensors(tokens: list[str], preferred: str) -> dict[str, np.ndarray]:
    chance = np.random.default_rng(7)
    square = {
        f"blk.0.{name}.weight": chance.normal(0, 0.02, (WIDTH, WIDTH))
        for name in ("attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down")
    }
    words = chance.normal(0, 0.1, (len(tokens), WIDTH))
    words[:, 0] = 1.0
    output = chance.normal(0, 0.01, (len(tokens), WIDTH))
    for rank, character in enumerate(preferred):
        output[tokens.index(character), 0] = 10.0 - rank
    norms = ("blk.0.attn_norm", "blk.0.ffn_norm", "output_norm")
    return (
        {"token_embd.weight": words, "output.weight": output}
        | square
        | {f"{name}.weight": np.ones(WIDTH) for name in norms}
    )


if __name__ == "__main__":
    make(sys.argv[1], sys.argv[2])
