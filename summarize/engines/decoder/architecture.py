"""What the families have in common, and the few places where they differ, as data.

Knows config.json, no weights: a file that asks for anything not written here is not for this decoder.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Any, Literal

import torch
from torch.nn import functional


@dataclass(frozen=True)
class Names:
    """The weights of one side, encoder or decoder; those of a layer stand below the layer's own name.

    ``parts`` are an attention's query, key, value and output; ``gated`` the linear with the activation
    and the one it is multiplied with.
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
    """``last`` is where in a layer the feed-forward stands, counted from 0."""
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
BART = (_bart_names("encoder"), _bart_names("decoder"))
T5 = (_t5_names("encoder", 1), _t5_names("decoder", 2))


# A vector added to every token, or a number added to attention for every distance: one set of numbers for
# all layers, or one for each.
Positions = Literal["learned", "sinusoidal", "padded sinusoidal", "distances", "distances by layer"]
# Which tables of words are one: those of both sides and the projection; the decoder's and the projection;
# none but where files hold no other ("apart"); or any that files do not hold ("as stored").
Tables = Literal["one", "decoder's", "apart", "as stored"]
Activation = Callable[[torch.Tensor], torch.Tensor]

_ACTIVATIONS: dict[str, Activation] = {
    "gelu": functional.gelu,
    "gelu_new": functools.partial(functional.gelu, approximate="tanh"),
    "relu": functional.relu,
    "silu": functional.silu,
    "swish": functional.silu,
}


@dataclass(frozen=True)
class Family:
    """``norm_first`` norms what goes into a block (and the last output), else what comes out of it.

    ``names`` are the encoder's and the decoder's weights. ``bare`` linears and norms add nothing, norms
    take no mean off, and attention does not scale its products.
    """

    norm_first: bool
    embedding_norm: bool
    positions: Positions
    names: tuple[Names, Names] = BART
    bare: bool = False


_FAMILIES = {
    "marian": Family(norm_first=False, embedding_norm=False, positions="sinusoidal"),
    "bart": Family(norm_first=False, embedding_norm=True, positions="learned"),
    "mbart": Family(norm_first=True, embedding_norm=True, positions="learned"),
    "pegasus": Family(norm_first=True, embedding_norm=False, positions="sinusoidal"),
    "m2m_100": Family(norm_first=True, embedding_norm=False, positions="padded sinusoidal"),
}
_T5S = {
    "t5": Family(norm_first=True, embedding_norm=False, positions="distances", names=T5, bare=True),
    "mt5": Family(norm_first=True, embedding_norm=False, positions="distances", names=T5, bare=True),
    "umt5": Family(
        norm_first=True, embedding_norm=False, positions="distances by layer", names=T5, bare=True
    ),
}


@dataclass(frozen=True)
class Architecture:
    """One model's shape; of a pair, the first is the encoder's.

    ``sizes`` are those of a head. ``gated`` is whether the feed-forward's first linear is two.
    ``epsilon`` keeps norms from dividing by nothing. ``scale`` multiplies embeddings, ``output_scale`` the
    last hidden states; ``vocabulary`` is how many words the decoder writes; ``longest`` how many places a
    table has, 0 for none. ``buckets`` are the distances told apart, up to ``farthest``.
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
    tables: Tables
    longest: int = 0
    gated: bool = False
    epsilon: float = 1e-5
    output_scale: float = 1.0
    buckets: int = 0
    farthest: int = 0


def read(config: Mapping[str, Any]) -> Architecture | None:
    """The architecture that a config.json (the library's defaults filled in) describes; else ``None``."""
    kind = str(config.get("model_type"))
    activation = _ACTIVATIONS.get(str(config.get("dense_act_fn" if kind in _T5S else "activation_function")))
    if activation is None:
        return None
    if kind in _T5S:
        return _t5(_T5S[kind], activation, config)
    return _bart(_FAMILIES[kind], activation, config) if kind in _FAMILIES else None


def _bart(family: Family, activation: Activation, config: Mapping[str, Any]) -> Architecture | None:
    width, shared = config["d_model"], config.get("share_encoder_decoder_embeddings", True)
    heads = (config["encoder_attention_heads"], config["decoder_attention_heads"])
    if any(width % number for number in heads):
        return None
    tied = bool(config.get("tie_word_embeddings", True))
    written = config["vocab_size"] if shared else config.get("decoder_vocab_size") or config["vocab_size"]
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
        vocabulary=written,
        tables=("one" if shared else "decoder's") if tied else "apart",
    )


def _t5(family: Family, activation: Activation, config: Mapping[str, Any]) -> Architecture:
    # The library's config says "tied" of every T5, and keeps elsewhere what the file said, which is whether
    # the output is scaled (before 5.24 it did not for UMT5); mT5's never is.
    scaled = config.get("scale_decoder_outputs", config["tie_word_embeddings"])
    heads, size, inner = config["num_heads"], config["d_kv"], config["d_ff"]
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
        tables="as stored",
        gated=config["is_gated_act"],
        epsilon=config["layer_norm_epsilon"],
        output_scale=config["d_model"] ** -0.5 if scaled and config["model_type"] != "mt5" else 1.0,
        buckets=config["relative_attention_num_buckets"],
        farthest=config["relative_attention_max_distance"],
    )
