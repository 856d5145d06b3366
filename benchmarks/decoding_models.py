"""Models of real size with synthetic weights, whose texts have a chosen length.

They count down: each token is followed by the next lower one, the lowest by the end of the sentence. The
source says where to begin: it repeats the token before the first. So all engines write the same tokens, rows
have the lengths of real sentences, and nothing has to be downloaded.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
import transformers as hf
from decoding_sizes import SIZES, Size
from safetensors.torch import save_file

from summarize.errors import UsageError

FIRST, LONGEST = 100, 420  # ids of the countdown
# What each layer adds is scaled down, so that the token written last still decides after many layers. The
# speed does not change.
_SCALED_DOWN = 0.1
_ADDING = ("out_proj.weight", "fc2.weight", ".o.weight", ".wo.weight")


def build(name: str) -> Any:
    """A model of that size that counts down; its weights are the same in every run."""
    size = SIZES[name]
    model = _made(size, tied=False)
    if size.counts:
        # From each token to the one before it, the end of the sentence last.
        count_down(model, [model.config.eos_token_id, *range(FIRST, FIRST + LONGEST)])
    return model


def build_as_stored(name: str) -> Any:
    """A model of that size with embeddings tied as in the family's files; what it writes is arbitrary."""
    return _made(SIZES[name], tied=True)


def _made(size: Size, tied: bool) -> Any:
    torch.manual_seed(0)
    unset = {"forced_eos_token_id": None} if "encoder_layers" in size.fields else {}
    config = getattr(hf, f"{size.kind}Config")(**size.fields, **unset, tie_word_embeddings=tied)
    model = hf.AutoModelForCausalLM if size.kind == "Qwen3" else hf.AutoModelForSeq2SeqLM
    made = model.from_config(config).eval()
    for key in ("forced_eos_token_id", "bad_words_ids"):
        setattr(made.generation_config, key, None)
    made.generation_config.num_beams = 1
    if "d_kv" in size.fields:
        # The library ties this projection in a new model, but loads a separate one from files.
        made.lm_head.weight = torch.nn.Parameter(_noise(made.lm_head.weight.shape, 0.1))
    return made


@torch.no_grad()
def count_down(model: Any, chain: Sequence[int]) -> None:
    """Make every token of ``chain`` be followed by the one before it, beginning where the source says.

    The projection must not be tied. Learned positions are set to 0.
    """
    body = model.model if hasattr(model, "model") else model
    shared, output = model.get_input_embeddings().weight, model.lm_head.weight
    vectors = _noise((len(chain), shared.shape[1]), 1.0)
    output.copy_(_noise(output.shape, 0.02))
    output[list(chain[:-1])] = (vectors / vectors.norm(dim=1, keepdim=True) * 2)[1:]
    shared[list(chain)] = vectors
    shared[model.config.decoder_start_token_id] = 0  # has no effect of its own
    for embedding in (body.shared, body.encoder.embed_tokens, body.decoder.embed_tokens):
        embedding.weight = shared
    for name, weight in model.named_parameters():
        if name.endswith("embed_positions.weight") and weight.requires_grad:
            weight.zero_()
        elif name.endswith(_ADDING):
            weight *= _SCALED_DOWN
    _attend_to_source(body.decoder)


def _attend_to_source(decoder: Any) -> None:
    """Make the last layer add the source's token, with less weight than the token written last."""
    if hasattr(decoder, "layers"):
        cross = decoder.layers[-1].encoder_attn
        parts = (cross.q_proj, cross.k_proj, cross.v_proj, cross.out_proj)
    else:
        cross = decoder.block[-1].layer[1].EncDecAttention
        parts = (cross.q, cross.k, cross.v, cross.o)
    for linear in parts:
        linear.weight.zero_()
        if linear.bias is not None:
            linear.bias.zero_()
    for linear, factor in zip(parts[2:], (1.0, 0.5), strict=True):
        torch.nn.init.eye_(linear.weight)
        linear.weight *= factor


def _noise(shape: Sequence[int], spread: float) -> torch.Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(1)) * spread


def sentences(model: Any, count: int, mean: float = 27.0) -> tuple[list[list[int]], list[int]]:
    """Source rows with the lengths of sentences, and how many tokens each is answered with, with the end."""
    draw = random.Random(count)
    spread = math.log(1 + (14 / 27) ** 2) ** 0.5
    lengths = [
        min(90, max(4, round(draw.lognormvariate(math.log(mean) - spread**2 / 2, spread))))
        for _ in range(count)
    ]
    answers = [max(3, round(length * draw.uniform(0.8, 1.25))) for length in lengths]
    rows = [[FIRST + answer - 1] * length for length, answer in zip(lengths, answers, strict=True)]
    return [[*row, model.config.eos_token_id] for row in rows], answers


def save(model: Any, folder: Path) -> None:
    """Write weights and configuration to the disk as a checkpoint."""
    folder.mkdir(parents=True, exist_ok=True)
    model.config.save_pretrained(folder)
    model.generation_config.save_pretrained(folder)
    # A tensor with several names is written once.
    once = {tensor.data_ptr(): name for name, tensor in reversed(model.state_dict().items())}
    tensors = {
        name: tensor.contiguous()
        for name, tensor in model.state_dict().items()
        if once[tensor.data_ptr()] == name
    }
    save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})


def listed(name: str) -> torch.Tensor:
    """A random shortlist of the size's share of tokens, with the whole countdown.

    Raises ``UsageError`` for a size without one.
    """
    size = SIZES[name]
    if not size.listed:
        raise UsageError("its vocabulary has one script only")
    vocabulary = size.fields["vocab_size"]
    dice = torch.rand(vocabulary, generator=torch.Generator().manual_seed(2))
    dice[: FIRST + LONGEST] = 0
    dice[size.fields.get("pad_token_id", 0)] = 0
    return (dice < size.listed).nonzero().squeeze(1)
