"""The layers of an encoder and of a decoder: packed linears, with query, key and value as one.

Knows architectures as data; nothing of vocabularies, positions or searching.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch.nn import functional

from summarize.engines.decoder.architecture import Architecture
from summarize.engines.decoder.slots import Slots, Step
from summarize.engines.decoder.tensors import Tensors
from summarize.engines.precision import DECODING_ROWS, READING_ROWS, PackedLinear, Precision


class Norm:
    """A layer norm."""

    def __init__(self, tensors: Tensors, name: str) -> None:
        self._weight, self._bias = (
            tensors.floats(name + ".weight").clone(),
            tensors.floats(name + ".bias").clone(),
        )

    def __call__(self, x: torch.Tensor) -> torch.Tensor:
        return functional.layer_norm(x, self._weight.shape, self._weight, self._bias)


class Loader:
    """Packs linears of one checkpoint in one precision; their weights are let go of one by one."""

    def __init__(self, tensors: Tensors, precision: Precision) -> None:
        self.tensors = tensors
        self._precision = precision

    def linear(self, names: Sequence[str], shape: tuple[int, int], rows: int) -> PackedLinear:
        """The linears ``names``, ``shape`` (out, in) each, as one: their outputs side by side."""
        weight = self.tensors.floats(*(f"{name}.weight" for name in names))
        if weight.shape != (shape[0] * len(names), shape[1]):
            raise ValueError(f"{names[0]}.weight has another size than the config says")
        bias = self.tensors.floats(*(f"{name}.bias" for name in names))
        return PackedLinear(weight, bias, self._precision, rows)

    def projection(self, weight: torch.Tensor, bias: torch.Tensor | None) -> PackedLinear:
        """From hidden states to the vocabulary."""
        return PackedLinear(weight.float(), bias, self._precision, DECODING_ROWS)


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
    """The two linears of a layer."""

    def __init__(self, loader: Loader, name: str, shape: Architecture, inner: int, rows: int) -> None:
        self._up = loader.linear([f"{name}.fc1"], (inner, shape.width), rows)
        self._down = loader.linear([f"{name}.fc2"], (shape.width, inner), rows)
        self._activation = shape.activation
        self._block = Block(Norm(loader.tensors, f"{name}.final_layer_norm"), shape.family.norm_first)

    def __call__(self, x: torch.Tensor) -> torch.Tensor:
        return self._block.leaving(x, self._down(self._activation(self._up(self._block.entering(x)))))


class EncoderLayer:
    """Self-attention over whole rows, and the feed-forward."""

    def __init__(self, loader: Loader, name: str, shape: Architecture) -> None:
        own = f"{name}.self_attn"
        self._heads, square = shape.heads[0], (shape.width, shape.width)
        self._into = loader.linear([f"{own}.{part}_proj" for part in "qkv"], square, READING_ROWS)
        self._out = loader.linear([f"{own}.out_proj"], square, READING_ROWS)
        self._block = Block(Norm(loader.tensors, f"{name}.self_attn_layer_norm"), shape.family.norm_first)
        self._forward = FeedForward(loader, name, shape, shape.inner[0], READING_ROWS)

    def __call__(self, x: torch.Tensor, mask: torch.Tensor | None) -> torch.Tensor:
        rows, length, width = x.shape
        parts = self._into(self._block.entering(x)).view(rows, length, 3, self._heads, -1)
        query, key, value = parts.permute(2, 0, 3, 1, 4)
        seen = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        result = self._out(seen.transpose(1, 2).reshape(rows, length, width))
        return self._forward(self._block.leaving(x, result))


class DecoderLayer:
    """Self-attention over the row so far, cross-attention over the source, and the feed-forward."""

    def __init__(self, loader: Loader, name: str, shape: Architecture) -> None:
        own, cross, first = f"{name}.self_attn", f"{name}.encoder_attn", shape.family.norm_first
        square = (shape.width, shape.width)
        self._scale = (shape.width // shape.heads[1]) ** -0.5
        self._into = loader.linear([f"{own}.{part}_proj" for part in "qkv"], square, DECODING_ROWS)
        self._out = loader.linear([f"{own}.out_proj"], square, DECODING_ROWS)
        self._block = Block(Norm(loader.tensors, f"{name}.self_attn_layer_norm"), first)
        self._asks = loader.linear([f"{cross}.q_proj"], square, DECODING_ROWS)
        self._answers = loader.linear([f"{cross}.out_proj"], square, DECODING_ROWS)
        self._cross_block = Block(Norm(loader.tensors, f"{name}.encoder_attn_layer_norm"), first)
        self._forward = FeedForward(loader, name, shape, shape.inner[1], DECODING_ROWS)

    def __call__(self, x: torch.Tensor, layer: int, slots: Slots, step: Step) -> torch.Tensor:
        count, beams, heads = slots.count, slots.beams, slots.heads
        parts = self._into(self._block.entering(x)).view(count, beams, 3, heads, -1)
        slots.keys[layer][step.rows, :, step.places] = parts[:, :, 1]
        slots.values[layer][step.rows, :, step.places] = parts[:, :, 2]
        seen = self._attend(parts[:, :, 0], slots.keys[layer], slots.values[layer], step.own)
        x = self._block.leaving(x, self._out(seen))
        asked = self._asks(self._cross_block.entering(x)).view(count, beams, heads, -1)
        seen = self._attend(asked, slots.source_keys[layer], slots.source_values[layer], step.source)
        return self._forward(self._cross_block.leaving(x, self._answers(seen)))

    def _attend(
        self, query: torch.Tensor, keys: torch.Tensor, values: torch.Tensor, mask: torch.Tensor
    ) -> torch.Tensor:
        """Batched products on flat views: several times faster than the fused operator for one query."""
        count, beams, heads, size = query.shape
        used = mask.shape[-1]
        flat = query.transpose(1, 2).reshape(count * heads, beams, size)
        keys = keys.view(count * heads, -1, size)[:, :used]
        values = values.view(count * heads, -1, size)[:, :used]
        weights = torch.baddbmm(mask, flat, keys.transpose(1, 2), alpha=self._scale).softmax(-1)
        seen = torch.bmm(weights, values).view(count, heads, beams, size)
        return seen.transpose(1, 2).reshape(count * beams, heads * size)
