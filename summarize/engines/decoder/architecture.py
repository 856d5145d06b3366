"""What the BART-like families have in common, and the few places where they differ, as data.

Knows config.json, no weights: a file that asks for anything not written here is not for this decoder.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Any, Literal

import torch
from torch.nn import functional

Positions = Literal["learned", "sinusoidal", "padded sinusoidal"]
Activation = Callable[[torch.Tensor], torch.Tensor]

_ACTIVATIONS: dict[str, Activation] = {
    "gelu": functional.gelu,
    "relu": functional.relu,
    "silu": functional.silu,
    "swish": functional.silu,
}


@dataclass(frozen=True)
class Family:
    """``norm_first`` norms what goes into a block (and the last output), else what comes out of it."""

    norm_first: bool
    embedding_norm: bool
    positions: Positions


_FAMILIES = {
    "marian": Family(norm_first=False, embedding_norm=False, positions="sinusoidal"),
    "bart": Family(norm_first=False, embedding_norm=True, positions="learned"),
    "mbart": Family(norm_first=True, embedding_norm=True, positions="learned"),
    "pegasus": Family(norm_first=True, embedding_norm=False, positions="sinusoidal"),
    "m2m_100": Family(norm_first=True, embedding_norm=False, positions="padded sinusoidal"),
}


@dataclass(frozen=True)
class Architecture:
    """One model's shape; of a pair, the first is the encoder's.

    ``scale`` multiplies embeddings; ``vocabulary`` is how many words the decoder writes; ``longest`` how
    many places a table has. ``shared`` is whether both sides have one table of embeddings, ``tied``
    whether the projection to the vocabulary is that table too.
    """

    family: Family
    width: int
    heads: tuple[int, int]
    layers: tuple[int, int]
    inner: tuple[int, int]
    activation: Activation
    scale: float
    longest: int
    pad: int
    vocabulary: int
    shared: bool
    tied: bool


def read(config: Mapping[str, Any]) -> Architecture | None:
    """The architecture that a config.json (the library's defaults filled in) describes; else ``None``."""
    family = _FAMILIES.get(str(config.get("model_type")))
    activation = _ACTIVATIONS.get(str(config.get("activation_function")))
    if family is None or activation is None:
        return None
    width, shared = config["d_model"], config.get("share_encoder_decoder_embeddings", True)
    heads = (config["encoder_attention_heads"], config["decoder_attention_heads"])
    if any(width % number for number in heads):
        return None
    written = config["vocab_size"] if shared else config.get("decoder_vocab_size") or config["vocab_size"]
    return Architecture(
        family=family,
        width=width,
        heads=heads,
        layers=(config["encoder_layers"], config["decoder_layers"]),
        inner=(config["encoder_ffn_dim"], config["decoder_ffn_dim"]),
        activation=activation,
        scale=sqrt(width) if config.get("scale_embedding") else 1.0,
        longest=config["max_position_embeddings"],
        pad=config["pad_token_id"],
        vocabulary=written,
        shared=shared,
        tied=bool(config.get("tie_word_embeddings", True)),
    )
