"""The layers of an encoder and of a decoder. Linears are packed, with query, key and value as one."""

from __future__ import annotations

import torch
from torch.nn import functional

from summarize.engines.decoder.architecture import DECODER, ENCODER, Activation, Architecture
from summarize.engines.decoder.packing import Linear, Norm, Packer
from summarize.engines.decoder.slots import Slots, Step
from summarize.engines.precision import DECODING_ROWS, ENCODING_ROWS


class Residual:
    """The residual connection around a part of a layer, with norms of its input, its result or their sum."""

    def __init__(
        self, first: Norm | None = None, result: Norm | None = None, last: Norm | None = None
    ) -> None:
        self._first, self._result, self._last = first, result, last

    def before(self, x: torch.Tensor) -> torch.Tensor:
        """The input of the part."""
        return self._first(x) if self._first else x

    def after(self, x: torch.Tensor, result: torch.Tensor) -> torch.Tensor:
        """The input of what follows; ``result`` is overwritten."""
        if self._result:
            result = self._result(result)
        result += x
        return self._last(result) if self._last else result


class FeedForward:
    """The feed-forward network of a layer: up, activation and down, with a gate where the family has one."""

    def __init__(
        self, up: Linear, down: Linear, activation: Activation, gated: bool, residual: Residual
    ) -> None:
        self._up, self._down, self._residual = up, down, residual
        self._activation, self._gated = activation, gated

    def __call__(self, x: torch.Tensor) -> torch.Tensor:
        inner = self._up(self._residual.before(x))
        if self._gated:
            gate, passed = inner.chunk(2, -1)
            inner = self._activation(gate).mul_(passed)
        else:
            inner = self._activation(inner)
        return self._residual.after(x, self._down(inner))


class LayerParts:
    """Makes the parts of a layer of one side, encoder or decoder; names are relative to the layer."""

    def __init__(self, packer: Packer, shape: Architecture, side: int, number: int) -> None:
        self._packer, self._shape, self._side = packer, shape, side
        self._names, self._biased = shape.family.names[side], not shape.family.bare
        self._layer = self._names.layer(number)
        self._rows = (ENCODING_ROWS, DECODING_ROWS)[side]
        self._inner = shape.heads[side] * shape.sizes[side]

    def attention(self, name: str, *parts: int) -> Linear:
        """Those of query, key and value (0 to 2) that read one input, or the output (3)."""
        names = [f"{self._layer}.{name}.{self._names.parts[part]}" for part in parts]
        width, inner = self._shape.width, self._inner
        outputs, inputs = ([width], inner) if parts == (3,) else ([inner] * len(parts), width)
        return self._packer.linear(names, outputs, inputs, self._rows, self._biased)

    def residual(self, name: str) -> Residual:
        """With the norm of that name, where the family has it."""
        made = norm(self._packer, self._shape, f"{self._layer}.{name}")
        return Residual(first=made) if self._shape.family.norm_first else Residual(last=made)

    def forward(self) -> FeedForward:
        """The feed-forward network."""
        shape, names = self._shape, self._names
        width, inner = shape.width, shape.inner[self._side]
        ups = [f"{self._layer}.{up}" for up in (names.gated if shape.gated else (names.up,))]
        return FeedForward(
            self._packer.linear(ups, [inner] * len(ups), width, self._rows, self._biased),
            self._packer.linear([f"{self._layer}.{names.down}"], [width], inner, self._rows, self._biased),
            shape.activation,
            shape.gated,
            self.residual(names.forward_norm),
        )


def norm(packer: Packer, shape: Architecture, name: str) -> Norm:
    """The family's norm with the weights of that name."""
    make = packer.root_mean_square_norm if shape.family.bare else packer.layer_norm
    return make(name, shape.width, shape.epsilon)


class EncoderLayer:
    """Self-attention over whole rows, and the feed-forward network."""

    def __init__(self, packer: Packer, shape: Architecture, number: int) -> None:
        names, parts = shape.family.names[ENCODER], LayerParts(packer, shape, ENCODER, number)
        self._heads = shape.heads[ENCODER]
        self._scale = 1.0 if shape.family.bare else shape.sizes[ENCODER] ** -0.5
        self._query_key_value = parts.attention(names.own, 0, 1, 2)
        self._output = parts.attention(names.own, 3)
        self._residual = parts.residual(names.own_norm)
        self._forward = parts.forward()

    def __call__(self, x: torch.Tensor, mask: torch.Tensor | None) -> torch.Tensor:
        rows, length, _ = x.shape
        parts = self._query_key_value(self._residual.before(x)).view(rows, length, 3, self._heads, -1)
        query, key, value = parts.permute(2, 0, 3, 1, 4)
        seen = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask, scale=self._scale)
        result = self._output(seen.transpose(1, 2).reshape(rows, length, -1))
        return self._forward(self._residual.after(x, result))


class DecoderLayer:
    """Self-attention over the row so far, cross-attention over the source, and the feed-forward network."""

    def __init__(self, packer: Packer, shape: Architecture, number: int) -> None:
        names, parts = shape.family.names[DECODER], LayerParts(packer, shape, DECODER, number)
        self._heads = shape.heads[DECODER]
        self._scale = 1.0 if shape.family.bare else shape.sizes[DECODER] ** -0.5
        self._query_key_value = parts.attention(names.own, 0, 1, 2)
        self._output = parts.attention(names.own, 3)
        self._residual = parts.residual(names.own_norm)
        self._cross_query = parts.attention(names.cross, 0)
        self._cross_output = parts.attention(names.cross, 3)
        self._cross_residual = parts.residual(names.cross_norm)
        self._forward = parts.forward()

    def __call__(self, x: torch.Tensor, layer: int, slots: Slots, step: Step) -> torch.Tensor:
        count, beams, heads = slots.count, slots.beams, self._heads
        parts = self._query_key_value(self._residual.before(x)).view(count, beams, 3, heads, -1)
        slots.own.write(layer, step.rows, step.places, parts[:, :, 1], parts[:, :, 2])
        own = step.own[layer % len(step.own)]
        seen = slots.own.attend(layer, parts[:, :, 0], own, self._scale)
        x = self._residual.after(x, self._output(seen))
        query = self._cross_query(self._cross_residual.before(x)).view(count, beams, heads, -1)
        seen = slots.source.attend(layer, query, step.source, self._scale)
        return self._forward(self._cross_residual.after(x, self._cross_output(seen)))
