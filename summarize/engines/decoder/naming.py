"""What each family calls its weights: the same parts under the names of two traditions.

Knows names only; ``.weight`` and ``.bias`` are put behind them where tensors are read.
"""

from __future__ import annotations

from dataclasses import dataclass


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


def _bart(side: str) -> Names:
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


def _t5(side: str, last: int) -> Names:
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
BART = (_bart("encoder"), _bart("decoder"))
T5 = (_t5("encoder", 1), _t5("decoder", 2))
