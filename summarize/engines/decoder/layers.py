"""The layers of an encoder and of a decoder: packed linears, with query, key and value as one.

Knows architectures as data; nothing of vocabularies, positions or searching.
"""

from __future__ import annotations

import torch
from torch.nn import functional

from summarize.engines.decoder.packing import Norm, Packer
from summarize.engines.decoder.slots import Slots, Step
from summarize.engines.precision import DECODING_ROWS, READING_ROWS

_ENCODER, _DECODER = 0, 1


class Block:
    """A part of a layer with its residual and its norm, before or after it as the family has it."""

    def __init__(self, norm: Norm, norm_first: bool) -> None:
        self._norm, self._first = norm, norm_first

    def entering(self, x: torch.Tensor) -> torch.Tensor:
        """What the part sees."""
        return self._norm(x) if self._first else x

    def leaving(self, x: torch.Tensor, result: torch.Tensor) -> torch.Tensor:
        """What the next part sees; ``result`` is written to."""
        result += x
        return result if self._first else self._norm(result)


class FeedForward:
    """The linears of a layer: up and down, or a gate and what it lets through, and down."""

    def __init__(self, packer: Packer, name: str, side: int, rows: int) -> None:
        shape = packer.shape
        names, inner = shape.family.names[side], shape.inner[side]
        ups = names.gated if shape.gated else (names.up,)
        self._up = packer.linear([f"{name}.{up}" for up in ups], (inner, shape.width), rows)
        self._down = packer.linear([f"{name}.{names.down}"], (shape.width, inner), rows)
        self._activation, self._gated = shape.activation, shape.gated
        self._block = Block(packer.norm(f"{name}.{names.forward_norm}"), shape.family.norm_first)

    def __call__(self, x: torch.Tensor) -> torch.Tensor:
        made = self._up(self._block.entering(x))
        if self._gated:
            gate, passed = made.chunk(2, -1)
            made = self._activation(gate).mul_(passed)
        else:
            made = self._activation(made)
        return self._block.leaving(x, self._down(made))


class EncoderLayer:
    """Self-attention over whole rows, and the feed-forward."""

    def __init__(self, packer: Packer, number: int) -> None:
        shape, names = packer.shape, packer.shape.family.names[_ENCODER]
        name, norm_first = names.layer(number), shape.family.norm_first
        own, inner = f"{name}.{names.own}", shape.heads[_ENCODER] * shape.sizes[_ENCODER]
        self._heads = shape.heads[_ENCODER]
        self._scale = 1.0 if shape.family.bare else shape.sizes[_ENCODER] ** -0.5
        parts = [f"{own}.{part}" for part in names.parts]
        self._into = packer.linear(parts[:3], (inner, shape.width), READING_ROWS)
        self._out = packer.linear(parts[3:], (shape.width, inner), READING_ROWS)
        self._block = Block(packer.norm(f"{name}.{names.own_norm}"), norm_first)
        self._forward = FeedForward(packer, name, _ENCODER, READING_ROWS)

    def __call__(self, x: torch.Tensor, mask: torch.Tensor | None) -> torch.Tensor:
        rows, length, _ = x.shape
        parts = self._into(self._block.entering(x)).view(rows, length, 3, self._heads, -1)
        query, key, value = parts.permute(2, 0, 3, 1, 4)
        seen = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask, scale=self._scale)
        result = self._out(seen.transpose(1, 2).reshape(rows, length, -1))
        return self._forward(self._block.leaving(x, result))


class DecoderLayer:
    """Self-attention over the row so far, cross-attention over the source, and the feed-forward."""

    def __init__(self, packer: Packer, number: int) -> None:
        shape, names = packer.shape, packer.shape.family.names[_DECODER]
        name, norm_first = names.layer(number), shape.family.norm_first
        inner, width = shape.heads[_DECODER] * shape.sizes[_DECODER], shape.width
        self._scale = 1.0 if shape.family.bare else shape.sizes[_DECODER] ** -0.5
        own = [f"{name}.{names.own}.{part}" for part in names.parts]
        self._into = packer.linear(own[:3], (inner, width), DECODING_ROWS)
        self._out = packer.linear(own[3:], (width, inner), DECODING_ROWS)
        self._block = Block(packer.norm(f"{name}.{names.own_norm}"), norm_first)
        cross = [f"{name}.{names.cross}.{part}" for part in names.parts]
        self._asks = packer.linear(cross[:1], (inner, width), DECODING_ROWS)
        self._answers = packer.linear(cross[3:], (width, inner), DECODING_ROWS)
        self._cross_block = Block(packer.norm(f"{name}.{names.cross_norm}"), norm_first)
        self._forward = FeedForward(packer, name, _DECODER, DECODING_ROWS)

    def __call__(self, x: torch.Tensor, layer: int, slots: Slots, step: Step) -> torch.Tensor:
        count, beams, heads = slots.count, slots.beams, slots.heads
        parts = self._into(self._block.entering(x)).view(count, beams, 3, heads, -1)
        slots.own.write(layer, step.rows, step.places, parts[:, :, 1:])
        own = step.own[layer % len(step.own)]
        seen = slots.own.attend(layer, parts[:, :, 0], own, self._scale)
        x = self._block.leaving(x, self._out(seen))
        asked = self._asks(self._cross_block.entering(x)).view(count, beams, heads, -1)
        seen = slots.source.attend(layer, asked, step.source, self._scale)
        return self._forward(self._cross_block.leaving(x, self._answers(seen)))
