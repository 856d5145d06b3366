"""The families of BART and T5 as data: the names of their weights, and the architecture of one checkpoint.

A config.json that asks for anything else is refused.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Any, Literal

import torch
from torch.nn import functional

from summarize.errors import ModelError

# A vector is added to every token, or a number to the attention for every distance: the same numbers in all
# layers, or different ones in each.
Positions = Literal["learned", "sinusoidal", "padded sinusoidal", "distances", "distances by layer"]
# Which embedding matrices are one: the encoder's, the decoder's and the output projection; the decoder's and
# the projection; none, unless the files lack one ("apart"); or whichever the files lack ("as stored").
Tied = Literal["all", "decoder", "apart", "as stored"]
Activation = Callable[[torch.Tensor], torch.Tensor]

ENCODER, DECODER = 0, 1  # places in the pairs of an ``Architecture``

_ACTIVATIONS: dict[str, Activation] = {
    "gelu": functional.gelu,
    "gelu_new": functools.partial(functional.gelu, approximate="tanh"),
    "gelu_pytorch_tanh": functools.partial(functional.gelu, approximate="tanh"),
    "relu": functional.relu,
    "silu": functional.silu,
    "swish": functional.silu,
}


@dataclass(frozen=True)
class Names:
    """Names of the weights of one side, encoder or decoder; those in a layer are relative to the layer.

    ``.weight`` and ``.bias`` are appended where tensors are read. ``parts`` are the query, key, value and
    output of an attention; ``gated`` are the linear with the activation and the one it is multiplied by.
    """

    side: str
    layers: str
    parts: tuple[str, str, str, str]
    own: str
    own_norm: str
    cross: str
    cross_norm: str
    up: str
    gated: tuple[str, str]
    down: str
    forward_norm: str
    last_norm: str

    def layer(self, number: int) -> str:
        """The name of a layer, counted from 0."""
        return f"{self.side}.{self.layers}.{number}"


def _bart_names(side: str) -> Names:
    return Names(
        side=f"model.{side}",
        layers="layers",
        parts=("q_proj", "k_proj", "v_proj", "out_proj"),
        own="self_attn",
        own_norm="self_attn_layer_norm",
        cross="encoder_attn",
        cross_norm="encoder_attn_layer_norm",
        up="fc1",
        gated=("", ""),
        down="fc2",
        forward_norm="final_layer_norm",
        last_norm="layer_norm",
    )


def _t5_names(side: str, last: int) -> Names:
    """``last`` is the number of the feed-forward network among a layer's parts, counted from 0."""
    forward = f"layer.{last}.DenseReluDense"
    return Names(
        side=side,
        layers="block",
        parts=("q", "k", "v", "o"),
        own="layer.0.SelfAttention",
        own_norm="layer.0.layer_norm",
        cross="layer.1.EncDecAttention",
        cross_norm="layer.1.layer_norm",
        up=f"{forward}.wi",
        gated=(f"{forward}.wi_0", f"{forward}.wi_1"),
        down=f"{forward}.wo",
        forward_norm=f"layer.{last}.layer_norm",
        last_norm="final_layer_norm",
    )


# The encoder's and the decoder's.
_BART_NAMES = (_bart_names("encoder"), _bart_names("decoder"))
_T5_NAMES = (_t5_names("encoder", 1), _t5_names("decoder", 2))


@dataclass(frozen=True)
class Family:
    """What all checkpoints of a family have in common.

    ``norm_first`` normalises the input of each block (and the last output), otherwise the output. With
    ``bare``, linears and norms have no bias, norms keep the mean, and attention does not scale its products.
    """

    norm_first: bool
    embedding_norm: bool
    positions: Positions
    names: tuple[Names, Names] = _BART_NAMES
    bare: bool = False


def _t5_family(positions: Positions) -> Family:
    return Family(norm_first=True, embedding_norm=False, positions=positions, names=_T5_NAMES, bare=True)


_BARTS = {
    "marian": Family(norm_first=False, embedding_norm=False, positions="sinusoidal"),
    "bart": Family(norm_first=False, embedding_norm=True, positions="learned"),
    "mbart": Family(norm_first=True, embedding_norm=True, positions="learned"),
    "pegasus": Family(norm_first=True, embedding_norm=False, positions="sinusoidal"),
    "m2m_100": Family(norm_first=True, embedding_norm=False, positions="padded sinusoidal"),
}
_T5S = {
    "t5": _t5_family("distances"),
    "mt5": _t5_family("distances"),
    "umt5": _t5_family("distances by layer"),
}


@dataclass(frozen=True)
class Architecture:
    """The shape of one model; in a pair, the first is the encoder's.

    ``sizes`` are those of a head. ``vocabulary`` is the number of tokens that the decoder writes, ``pad`` the
    id of the padding. ``scale`` multiplies embeddings, ``output_scale`` the last hidden states.
    ``longest`` is the number of positions, 0 for no limit. ``gated`` splits the first linear of the
    feed-forward network in two. ``epsilon`` keeps norms from dividing by zero. ``buckets`` distances are told
    apart, up to ``farthest``.
    """

    family: Family
    width: int
    heads: tuple[int, int]
    sizes: tuple[int, int]
    layers: tuple[int, int]
    inner: tuple[int, int]
    activation: Activation
    scale: float
    pad: int
    vocabulary: int
    tied: Tied
    longest: int = 0
    gated: bool = False
    epsilon: float = 1e-5
    output_scale: float = 1.0
    buckets: int = 0
    farthest: int = 0


def read(config: Mapping[str, Any]) -> Architecture:
    """The architecture that a config.json describes, the library's defaults filled in.

    Raises:
        ModelError: it is of another family, or asks for something that this decoder does not compute.
    """
    kind = str(config.get("model_type"))
    if kind not in _BARTS and kind not in _T5S:
        raise ModelError(f"the decoder does not run the family {kind}")
    if config.get("pad_token_id") is None:
        raise ModelError("config.json names no pad_token_id")
    activation = find_activation(str(config.get("dense_act_fn" if kind in _T5S else "activation_function")))
    shape = _t5(_T5S[kind], activation, config) if kind in _T5S else _bart(_BARTS[kind], activation, config)
    sizes = (shape.width, shape.vocabulary, *shape.heads, *shape.sizes, *shape.layers, *shape.inner)
    if min(sizes) < 1 or (kind in _BARTS and shape.longest < 1):
        raise ModelError("config.json describes a model without layers, heads, tokens or positions")
    return shape


def find_activation(name: str) -> Activation:
    """The activation of that name.

    Raises:
        ModelError: this decoder does not compute it.
    """
    if name not in _ACTIVATIONS:
        raise ModelError(f"the decoder does not compute the activation {name}")
    return _ACTIVATIONS[name]


def _bart(family: Family, activation: Activation, config: Mapping[str, Any]) -> Architecture:
    width, shared = config["d_model"], config.get("share_encoder_decoder_embeddings", True)
    heads = (config["encoder_attention_heads"], config["decoder_attention_heads"])
    if any(number < 1 or width % number for number in heads):
        raise ModelError(f"config.json divides a width of {width} between {heads[0]} and {heads[1]} heads")
    tied = bool(config.get("tie_word_embeddings", True))
    vocabulary = config["vocab_size"] if shared else config.get("decoder_vocab_size") or config["vocab_size"]
    return Architecture(
        family=family,
        width=width,
        heads=heads,
        sizes=(width // heads[0], width // heads[1]),
        layers=(config["encoder_layers"], config["decoder_layers"]),
        inner=(config["encoder_ffn_dim"], config["decoder_ffn_dim"]),
        activation=activation,
        scale=sqrt(width) if config.get("scale_embedding") else 1.0,
        longest=config["max_position_embeddings"],
        pad=config["pad_token_id"],
        vocabulary=vocabulary,
        tied=("all" if shared else "decoder") if tied else "apart",
    )


def _t5(family: Family, activation: Activation, config: Mapping[str, Any]) -> Architecture:
    # The library's config says "tied" of every T5. What the file said decides whether the output is scaled;
    # the library keeps it under another name (UMT5 from 5.24 on). The output of mT5 is never scaled.
    scaled = config.get("scale_decoder_outputs", config["tie_word_embeddings"])
    heads, size, inner = config["num_heads"], config["d_kv"], config["d_ff"]
    buckets, farthest = config["relative_attention_num_buckets"], config["relative_attention_max_distance"]
    if not 4 <= buckets < 2 * farthest:
        raise ModelError(f"config.json has {buckets} buckets for distances up to {farthest}")
    if config["d_model"] < 1:
        raise ModelError("config.json describes a model without width")
    return Architecture(
        family=family,
        width=config["d_model"],
        heads=(heads, heads),
        sizes=(size, size),
        layers=(config["num_layers"], config["num_decoder_layers"]),
        inner=(inner, inner),
        activation=activation,
        scale=1.0,
        pad=config["pad_token_id"],
        vocabulary=config["vocab_size"],
        tied="as stored",
        gated=config["is_gated_act"],
        epsilon=config["layer_norm_epsilon"],
        output_scale=config["d_model"] ** -0.5 if scaled and config["model_type"] != "mt5" else 1.0,
        buckets=buckets,
        farthest=farthest,
    )
