"""Models of real size with made-up weights, whose texts end where they are told to.

Each word of a countdown is followed by the next lower one, and the last by the end of the sentence. The
source says where to begin: all its tokens are the word that comes before. So every engine writes the
same, rows have the lengths of real sentences, and nothing has to be downloaded.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
import transformers as hf
from safetensors.torch import save_file

FIRST, LONGEST = 100, 420  # ids of the countdown

_MARIAN = {
    "vocab_size": 62518, "d_model": 512, "encoder_layers": 6, "decoder_layers": 6, "encoder_ffn_dim": 2048,
    "decoder_ffn_dim": 2048, "encoder_attention_heads": 8, "decoder_attention_heads": 8,
    "max_position_embeddings": 512, "activation_function": "swish", "scale_embedding": True,
    "pad_token_id": 62517, "eos_token_id": 0, "bos_token_id": 0, "decoder_start_token_id": 62517,
}  # fmt: skip
_NLLB = {
    "vocab_size": 256206, "d_model": 1024, "encoder_layers": 12, "decoder_layers": 12,
    "encoder_ffn_dim": 4096, "decoder_ffn_dim": 4096, "encoder_attention_heads": 16,
    "decoder_attention_heads": 16, "max_position_embeddings": 1024, "activation_function": "relu",
    "scale_embedding": True, "decoder_start_token_id": 2,
}  # fmt: skip
_DISTILBART = {
    "vocab_size": 50264, "d_model": 1024, "encoder_layers": 12, "decoder_layers": 6, "encoder_ffn_dim": 4096,
    "decoder_ffn_dim": 4096, "encoder_attention_heads": 16, "decoder_attention_heads": 16,
    "max_position_embeddings": 1024, "activation_function": "gelu", "decoder_start_token_id": 2,
}  # fmt: skip
_MT5 = {
    "vocab_size": 250112, "d_model": 512, "d_kv": 64, "d_ff": 1024, "num_layers": 8, "num_decoder_layers": 8,
    "num_heads": 6, "feed_forward_proj": "gated-gelu", "decoder_start_token_id": 0,
}  # fmt: skip
_QWEN = {
    "vocab_size": 151936, "hidden_size": 1024, "intermediate_size": 3072, "num_hidden_layers": 28,
    "num_attention_heads": 16, "num_key_value_heads": 8, "head_dim": 128, "max_position_embeddings": 8192,
    "pad_token_id": 0, "eos_token_id": 1, "bos_token_id": None,
}  # fmt: skip


@dataclass(frozen=True)
class Size:
    """A model as somebody uses it.

    ``operations`` are what its linears take for a token written and one read, two a weight. ``counts`` is
    whether its texts end by themselves, by the countdown.
    """

    name: str
    build: Callable[[], Any]
    operations: float
    counts: bool = True


def _seq2seq(
    config: Callable[..., Any], model: Callable[..., Any], fields: dict[str, Any]
) -> Callable[[], Any]:
    return lambda: model(config(**fields, forced_eos_token_id=None, tie_word_embeddings=False))


SIZES = {
    "marian": Size(
        "opus-mt, 6+6 × 512, 62,518 words", _seq2seq(hf.MarianConfig, hf.MarianMTModel, _MARIAN), 152e6
    ),
    "nllb": Size(
        "NLLB-600M, 12+12 × 1024, 256,206 words",
        _seq2seq(hf.M2M100Config, hf.M2M100ForConditionalGeneration, _NLLB),
        1229e6,
    ),
    "distilbart": Size(
        "distilbart, 12+6 × 1024, 50,264 words",
        _seq2seq(hf.BartConfig, hf.BartForConditionalGeneration, _DISTILBART),
        607e6,
    ),
    "mt5": Size(
        "mT5-small, 8+8 × 512, 250,112 words",
        _seq2seq(hf.MT5Config, hf.MT5ForConditionalGeneration, _MT5),
        344e6,
        False,
    ),
    "qwen": Size(
        "Qwen3-0.6B, 28 × 1024, 151,936 words",
        lambda: hf.Qwen3ForCausalLM(hf.Qwen3Config(**_QWEN, tie_word_embeddings=False)),
        2073e6,
        False,
    ),
}


def build(name: str) -> Any:
    """A model of that size; its weights are the same every time."""
    torch.manual_seed(0)
    model = SIZES[name].build().eval()
    for key in ("forced_eos_token_id", "bad_words_ids"):
        setattr(model.generation_config, key, None)
    model.generation_config.num_beams = 1
    if SIZES[name].counts:
        _count_down(model)
    elif model.config.is_encoder_decoder:
        # Scores as wide as those of trained models: the library makes mT5's projection its table of words.
        words = torch.randn(model.lm_head.weight.shape, generator=torch.Generator().manual_seed(1))
        model.lm_head.weight = torch.nn.Parameter(words * 0.1)
    return model


@torch.no_grad()
def _count_down(model: Any) -> None:
    generator = torch.Generator().manual_seed(1)
    table, output = model.get_input_embeddings().weight, model.lm_head.weight
    words = torch.randn(LONGEST, table.shape[1], generator=generator) * 0.15
    for embedding in (
        model.get_input_embeddings(),
        model.model.encoder.embed_tokens,
        model.model.decoder.embed_tokens,
    ):
        embedding.weight.copy_(table)
        embedding.weight[FIRST : FIRST + LONGEST] = words
    model.model.decoder.embed_tokens.weight[model.config.decoder_start_token_id] = 0  # says nothing itself
    output.copy_(torch.randn(output.shape, generator=generator) * 0.02)
    directions = words / words.norm(dim=1, keepdim=True) * 2
    output[FIRST : FIRST + LONGEST - 1] = directions[1:]
    output[model.config.eos_token_id] = directions[0]
    # The last layer adds what the source says, less loudly than the word written last.
    last = model.model.decoder.layers[-1].encoder_attn
    for linear in (last.q_proj, last.k_proj, last.v_proj, last.out_proj):
        linear.weight.zero_()
        linear.bias.zero_()
    last.v_proj.weight.copy_(torch.eye(table.shape[1]))
    last.out_proj.weight.copy_(torch.eye(table.shape[1]) * 0.5)


def sentences(model: Any, count: int, mean: float = 27.0) -> tuple[list[list[int]], list[int]]:
    """Source rows with the lengths of sentences, and how many tokens each is answered with, end included."""
    draw = random.Random(count)
    spread = math.log(1 + (14 / 27) ** 2) ** 0.5
    lengths = [
        min(90, max(4, round(draw.lognormvariate(math.log(mean) - spread**2 / 2, spread))))
        for _ in range(count)
    ]
    answers = [max(3, round(length * draw.uniform(0.8, 1.25))) for length in lengths]
    rows = [[FIRST + answer - 1] * length for length, answer in zip(lengths, answers, strict=True)]
    return [[*row, model.config.eos_token_id] for row in rows], answers


def save(model: Any, folder: Path) -> list[Path]:
    """Its weights on the disk, as a checkpoint has them."""
    folder.mkdir(parents=True, exist_ok=True)
    # A table that has several names is written once.
    once = {tensor.data_ptr(): name for name, tensor in reversed(model.state_dict().items())}
    tensors = {
        name: tensor.contiguous()
        for name, tensor in model.state_dict().items()
        if once[tensor.data_ptr()] == name
    }
    save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})
    return sorted(folder.glob("*.safetensors"))
