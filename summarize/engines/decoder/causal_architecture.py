"""The families of Llama and Gemma as data: the names of weights, and the architecture of one checkpoint.

They have no encoder: what they read and what they write is one row. A config.json that asks for anything that
this decoder does not compute is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import torch

from summarize.engines.decoder.architecture import Activation, find_activation
from summarize.errors import ModelError

_FULL, _SLIDING = "full_attention", "sliding_attention"


@dataclass(frozen=True)
class CausalFamily:
    """What all checkpoints of a family have in common.

    ``attention`` are the linears of query, key and value, or one for all three; ``up`` the linear with the
    activation and the one it is multiplied by, or one for both. ``biases`` says which linears have a bias: a
    key of config.json, or ``True``; all others have none. ``windows`` says which layers see only the last
    tokens: "all", or those that config.json lists. ``offset`` is added to the weights of norms.
    ``result_norms`` also normalise what attention and feed-forward network return, ``head_norms`` queries and
    keys. ``scaled`` multiplies embeddings by the root of the width and scales attention by a number of its
    own, ``capped`` limits the scores of attention.
    """

    attention: tuple[str, ...] = ("q_proj", "k_proj", "v_proj")
    up: tuple[str, ...] = ("gate_proj", "up_proj")
    activation: str = "hidden_act"
    biases: Mapping[str, str | bool] = field(default_factory=dict)
    windows: Literal["none", "all", "listed"] = "none"
    offset: float = 0.0
    result_norms: bool = False
    head_norms: bool = False
    scaled: bool = False
    capped: bool = False


_ATTENTION_BIAS = {"query": "attention_bias", "output": "attention_bias"}


def _gemma(**own: bool) -> CausalFamily:
    """What the generations of Gemma have in common, and what is ``own`` to one."""
    gemma = CausalFamily(
        activation="hidden_activation",
        biases=_ATTENTION_BIAS,
        windows="listed",
        offset=1.0,
        result_norms=True,
        scaled=True,
    )
    return replace(gemma, **own)  # type: ignore[arg-type]


# By model_type.
FAMILIES: dict[str, CausalFamily] = {
    "llama": CausalFamily(biases=_ATTENTION_BIAS | {"inner": "mlp_bias"}),
    "mistral": CausalFamily(windows="all"),
    "phi3": CausalFamily(attention=("qkv_proj",), up=("gate_up_proj",), windows="all"),
    "qwen2": CausalFamily(biases={"query": True}, windows="listed"),
    "qwen3": CausalFamily(biases=_ATTENTION_BIAS, windows="listed", head_norms=True),
    "smollm3": CausalFamily(biases=_ATTENTION_BIAS | {"inner": "mlp_bias"}, windows="listed"),
    "gemma2": _gemma(capped=True),
    "gemma3_text": _gemma(head_norms=True),
}


@dataclass(frozen=True)
class Frequencies:
    """Of rotary positions: radians per token, (pairs of numbers,), and a factor on what is rotated."""

    values: torch.Tensor
    factor: float


@dataclass(frozen=True)
class Layer:
    """What differs between layers: the places of a window and of frequencies, ``None`` for no rotation."""

    window: int
    rotary: int | None


@dataclass(frozen=True)
class CausalArchitecture:
    """The shape of one model.

    ``heads`` are those of queries and of keys, ``size`` that of one. ``layers`` choose from ``windows``, the
    numbers of tokens that are seen (``None`` for all), and ``frequencies``. ``biases`` are the linears that
    have one. ``scale`` multiplies embeddings, ``attention_scale`` the products of queries and keys; caps
    limit the scores of attention and of the vocabulary. ``longest`` is the number of positions.
    """

    family: CausalFamily
    width: int
    heads: tuple[int, int]
    size: int
    inner: int
    layers: tuple[Layer, ...]
    windows: tuple[int | None, ...]
    frequencies: tuple[Frequencies, ...]
    biases: frozenset[str]
    activation: Activation
    epsilon: float
    scale: float
    attention_scale: float
    attention_cap: float | None
    output_cap: float | None
    vocabulary: int
    tied: bool
    longest: int


def read(config: Any, longest: int | None = None) -> CausalArchitecture:
    """The architecture that the library's configuration of a checkpoint describes.

    ``longest`` is the most tokens that a row will have; without it, all positions are used.

    Raises:
        ModelError: it is of another family, or asks for something that this decoder does not compute.
    """
    text = config.get_text_config()
    family = FAMILIES.get(text.model_type)
    if family is None:
        raise ModelError(f"the decoder does not run the family {config.model_type}")
    if getattr(text, "use_bidirectional_attention", None):
        raise ModelError("the decoder does not compute attention in both directions")
    heads = (text.num_attention_heads, text.num_key_value_heads)
    width, count = text.hidden_size, text.num_hidden_layers
    size = getattr(text, "head_dim", None) or width // max(heads[0], 1)
    if min(width, count, size, text.intermediate_size, text.vocab_size, *heads) < 1 or heads[0] % heads[1]:
        raise ModelError(
            "config.json describes a model without layers, heads or tokens, or heads that differ"
        )
    kinds = _kinds(family, text)
    windows = list(dict.fromkeys(window for window, _ in kinds))
    names = list(dict.fromkeys(name for _, name in kinds if name is not None))
    most = longest or text.max_position_embeddings
    return CausalArchitecture(
        family=family,
        width=width,
        heads=heads,
        size=size,
        inner=text.intermediate_size,
        layers=tuple(
            Layer(windows.index(window), None if name is None else names.index(name))
            for window, name in kinds
        ),
        windows=tuple(windows),
        frequencies=tuple(_frequencies(text, name, most) for name in names),
        biases=frozenset(
            part for part, key in family.biases.items() if key is True or getattr(text, str(key), False)
        ),
        activation=find_activation(getattr(text, family.activation)),
        epsilon=text.rms_norm_eps,
        scale=width**0.5 if family.scaled else 1.0,
        attention_scale=(text.query_pre_attn_scalar if family.scaled else size) ** -0.5,
        attention_cap=text.attn_logit_softcapping if family.capped else None,
        output_cap=getattr(text, "final_logit_softcapping", None),
        vocabulary=text.vocab_size,
        tied=bool(text.tie_word_embeddings),
        longest=text.max_position_embeddings,
    )


def _kinds(family: CausalFamily, text: Any) -> list[tuple[int | None, str | None]]:
    """Of each layer: how many tokens it sees, and by what name config.json has its rotary positions.

    The name is empty where there is one for all layers, and ``None`` for a layer that rotates nothing.
    """
    window = getattr(text, "sliding_window", None)
    kinds = [_SLIDING if family.windows == "all" and window else _FULL] * text.num_hidden_layers
    if family.windows == "listed":
        kinds = text.layer_types
    unknown = set(kinds) - {_FULL, _SLIDING}
    if unknown or (_SLIDING in kinds and not window):
        raise ModelError(f"the decoder does not compute {', '.join(sorted(unknown)) or 'windows of no size'}")
    rotates = getattr(text, "no_rope_layers", None) or [1] * len(kinds)
    by_kind = _FULL in text.rope_parameters or _SLIDING in text.rope_parameters
    return [
        (window if kind == _SLIDING else None, (kind if by_kind else "") if rotated else None)
        for kind, rotated in zip(kinds, rotates, strict=False)
    ]


def _frequencies(text: Any, name: str, longest: int) -> Frequencies:
    """The frequencies of that name, computed by the library.

    Raises:
        ModelError: it is of an unknown type, or changes while a row of ``longest`` tokens grows.
    """
    from transformers.modeling_rope_utils import ROPE_INIT_FUNCTIONS

    settings = text.rope_parameters[name] if name else text.rope_parameters
    kind = settings["rope_type"]
    constant = {
        "dynamic": text.max_position_embeddings,
        "longrope": settings.get("original_max_position_embeddings"),
    }.get(kind)
    if constant is not None and longest > constant:
        raise ModelError(
            f"the decoder computes rotary positions of type {kind} up to {constant} tokens, "
            f"and {longest} may be read"
        )
    if kind == "default":
        size = getattr(text, "head_dim", None) or text.hidden_size // text.num_attention_heads
        rotated = int(size * settings.get("partial_rotary_factor", 1.0))
        return Frequencies(
            1.0 / (settings["rope_theta"] ** (torch.arange(0, rotated, 2).float() / rotated)), 1.0
        )
    if kind not in ROPE_INIT_FUNCTIONS:
        raise ModelError(f"the decoder does not compute rotary positions of type {kind}")
    return Frequencies(*ROPE_INIT_FUNCTIONS[kind](text, **({"layer_type": name} if name else {})))
