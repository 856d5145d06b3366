"""Models without an encoder, tiny and random, side by side in our decoder and in the library.

Every family, and every type of rotary positions; windows are shorter than most prompts. Rows end at many
lengths.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

import torch
import transformers as hf

from summarize.engines import batching, loading, precision
from summarize.engines.decoder import causal_architecture
from summarize.engines.decoder.causal_network import CausalNetwork
from summarize.engines.decoder.rules import rules
from summarize.engines.decoder.searches import Written
from summarize.engines.decoder.tensors import Tensors
from summarize.engines.decoder.workers import decode

LENGTHS = (5, 1, 17, 2, 40, 9)
CEILING, END, WORDS = 14, 2, 90
_SMALL = {
    "vocab_size": WORDS,
    "hidden_size": 24,
    "intermediate_size": 40,
    "num_hidden_layers": 3,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "head_dim": 8,
    "max_position_embeddings": 256,
    "bos_token_id": 1,
    "eos_token_id": END,
    "pad_token_id": 0,
}
_WINDOWS = ["sliding_attention", "full_attention", "sliding_attention"]
_ORIGINAL = {"rope_theta": 50.0, "factor": 4.0, "original_max_position_embeddings": 16}


def _llama(**changes: Any) -> Any:
    return hf.LlamaConfig(**(_SMALL | changes))


def _rotary(kind: str, **settings: Any) -> Any:
    return _llama(rope_parameters={"rope_type": kind, "rope_theta": 50.0, **settings})


LAYOUTS: dict[str, Any] = {
    "llama": lambda: _llama(tie_word_embeddings=True),
    "llama, biases": lambda: _llama(attention_bias=True, mlp_bias=True, num_key_value_heads=4),
    "llama, llama3": lambda: _rotary("llama3", **_ORIGINAL, low_freq_factor=1.0, high_freq_factor=4.0),
    "llama, linear": lambda: _rotary("linear", factor=3.0),
    "llama, dynamic": lambda: _rotary("dynamic", factor=3.0),
    "llama, yarn": lambda: _rotary("yarn", **_ORIGINAL),
    "mistral": lambda: hf.MistralConfig(**_SMALL, sliding_window=4),
    "mistral, no window": lambda: hf.MistralConfig(
        **(_SMALL | {"num_key_value_heads": 1}), sliding_window=None
    ),
    "phi3": lambda: hf.Phi3Config(**{name: value for name, value in _SMALL.items() if name != "head_dim"}),
    "phi3, half": lambda: hf.Phi3Config(
        **(_SMALL | {"head_dim": 6}),
        sliding_window=5,
        rope_parameters={"rope_type": "default", "rope_theta": 50.0, "partial_rotary_factor": 0.67},
    ),
    "phi3, longrope": lambda: hf.Phi3Config(
        **(_SMALL | {"head_dim": 6}),
        original_max_position_embeddings=256,
        rope_parameters={
            "rope_type": "longrope",
            "rope_theta": 50.0,
            "factor": 8.0,
            "short_factor": [1.0, 1.3, 2.0],
            "long_factor": [1.0, 4.0, 9.0],
            "original_max_position_embeddings": 256,
        },
    ),
    "qwen2": lambda: hf.Qwen2Config(**_SMALL, use_sliding_window=True, sliding_window=6, max_window_layers=1),
    "qwen3": lambda: hf.Qwen3Config(**_SMALL, tie_word_embeddings=True),
    "smollm3": lambda: hf.SmolLM3Config(**_SMALL, no_rope_layers=[1, 0, 1]),
    "gemma2": lambda: hf.Gemma2Config(
        **_SMALL,
        layer_types=_WINDOWS,
        sliding_window=4,
        query_pre_attn_scalar=12,
        attn_logit_softcapping=2.0,
        final_logit_softcapping=9.0,
    ),
    "gemma3": lambda: hf.Gemma3TextConfig(
        **_SMALL, layer_types=_WINDOWS, sliding_window=7, query_pre_attn_scalar=12
    ),
    "gemma3, linear": lambda: hf.Gemma3TextConfig(
        **_SMALL,
        sliding_window=4,
        query_pre_attn_scalar=8,
        final_logit_softcapping=5.0,
        rope_parameters={
            "full_attention": {"rope_type": "linear", "factor": 8.0, "rope_theta": 90.0},
            "sliding_attention": {"rope_type": "default", "rope_theta": 30.0},
        },
        layer_types=_WINDOWS,
    ),
}
SETTINGS: dict[str, dict[str, Any]] = {
    "greedy": {},
    "greedy, no repeats": {"no_repeat_ngram_size": 2, "min_new_tokens": 5},
    "greedy, discouraged": {"repetition_penalty": 1.4},
    "greedy, bad words": {"bad_words_ids": [[7], [8, 9], [3, 4, 5], [11], [END]], "forced_eos_token_id": 9},
    "greedy, ends": {"eos_token_id": [END, 5, 17, 30]},
    "beams": {"num_beams": 4},
    "beams, long": {"num_beams": 3, "length_penalty": 2.0, "early_stopping": True, "no_repeat_ngram_size": 3},
    "beams, never": {"num_beams": 4, "length_penalty": 0.3, "early_stopping": "never"},
    "beams, discouraged": {"num_beams": 3, "repetition_penalty": 1.3, "min_new_tokens": 3},
    "beams, short": {"num_beams": 2, "length_penalty": -1.0, "bad_words_ids": [[7], [8, 9], [3, 4]]},
}
# In the library these count the padding, too, so rows beside each other change what is written.
_OF_THE_WHOLE_ROW = {"no_repeat_ngram_size", "repetition_penalty"}


@functools.cache
def model(name: str) -> Any:
    """The library's model; nothing in it is 0 or 1 by chance, and its rows end."""
    generator = torch.Generator().manual_seed(31)
    with loading.quiet():
        made = hf.AutoModelForCausalLM.from_config(LAYOUTS[name](), dtype=torch.float32).eval()
    for path, weight in made.named_parameters():
        drawn = torch.randn(weight.shape, generator=generator) * (0.35 if weight.dim() == 2 else 0.25)
        centred = made.config.model_type.startswith("gemma")
        weight.data = drawn + (1 if path.endswith("norm.weight") and not centred else 0)
    made.get_output_embeddings().weight.data[END] *= -3 if name == "gemma2" else 1.7
    return made


@functools.cache
def network(name: str, kind: precision.Precision = "float32") -> CausalNetwork:
    return CausalNetwork(
        causal_architecture.read(model(name).config), Tensors((), model(name).state_dict()), kind
    )


def rows_of(lengths: Sequence[int] = LENGTHS, seed: int = 3) -> list[list[int]]:
    generator = torch.Generator().manual_seed(seed)
    return [torch.randint(3, WORDS, (length,), generator=generator).tolist() for length in lengths]


def ours(name: str, rows: Sequence[Sequence[int]], options: dict[str, Any], **how: Any) -> list[Written]:
    own = {"eos_token_id": END, "num_beams": 1} | options
    ceilings = how.pop("ceilings", [CEILING] * len(rows))
    return decode(how.pop("network", None) or network(name), rows, ceilings, rules(own), **how)


def theirs(
    name: str, rows: Sequence[Sequence[int]], options: dict[str, Any]
) -> list[tuple[list[int], float]]:
    """The tokens of ``generate`` up to the first end, and its scores; rows are padded on the left."""
    if len(rows) > 1 and _OF_THE_WHOLE_ROW & set(options):
        return [theirs(name, [row], options)[0] for row in rows]
    ids, mask = batching.pad(rows, 0, "left")
    own = {"num_beams": 1, "max_new_tokens": CEILING, "do_sample": False, "pad_token_id": 0}
    with torch.inference_mode(), loading.quiet():
        output = model(name).generate(
            input_ids=torch.tensor(ids),
            attention_mask=torch.tensor(mask),
            return_dict_in_generate=True,
            output_scores=True,
            **(own | options),
        )
    ends = options.get("eos_token_id", [END])
    scores = output.sequences_scores.tolist() if options.get("num_beams", 1) > 1 else [0.0] * len(rows)
    found = []
    for row in output.sequences[:, len(ids[0]) :].tolist():
        stops = [place for place, token in enumerate(row) if token in ends]
        found.append(row[: stops[0] + 1] if stops else row)
    return list(zip(found, scores, strict=True))
