"""The layers of an encoder and of a decoder: packed linears, with query, key and value as one.

Knows architectures as data; nothing of vocabularies, positions or searching.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import torch
from torch.nn import functional

from summarize.engines.decoder.architecture import Architecture
from summarize.engines.decoder.packing import Norm, Packer
from summarize.engines.decoder.slots import Slots, Step
from summarize.engines.decoder.tensors import Tensors
from summarize.engines.precision import DECODING_ROWS, READING_ROWS

_FIRST_CAPACITY = 128


class Distances:
    """The numbers of one side of a model: one set of them for all layers, or one for each."""

    def __init__(self, shape: Architecture, tensors: Tensors, side: int) -> None:
        names, by_layer = shape.family.names[side], shape.family.positions == "distances by layer"
        layers = range(shape.layers[side] if by_layer else 1)
        tables = [f"{names.layer(number)}.{names.own}.relative_attention_bias.weight" for number in layers]
        # (sets, heads, buckets)
        self._table = torch.stack([tensors.floats(name) for name in tables]).transpose(1, 2).contiguous()
        if self._table.shape[1:] != (shape.heads[side], shape.buckets):
            raise ValueError(f"{tables[0]} has another size than the config says")
        self._both_ways, self._farthest = side == 0, shape.farthest
        self._backwards = self._reversed(_FIRST_CAPACITY)

    @property
    def sets(self) -> int:
        """How many there are."""
        return len(self._table)

    def among(self, length: int) -> Iterator[torch.Tensor]:
        """For rows read at once, set by set: (heads, length, length), of every query to every key."""
        for values in self._values(torch.arange(1 - length, length)):
            # Each query's numbers are a window of them, one place to the left of that of the query before.
            yield values.unfold(-1, length, 1).flip(-2)

    def behind(self, times: torch.Tensor, beams: int) -> torch.Tensor:
        """For rows at ``times`` (rows,), counted from 0, to each place so far, which every beam has one of.

        (sets, heads, rows, places * beams); places later than a row's own time mean nothing.
        """
        # Workers share this object: what one has grown must not shrink under another.
        longest, backwards = int(times.max()) + 1, self._backwards
        if longest > backwards.shape[-1] // 2:
            backwards = self._backwards = self._reversed(2 * longest)
        now = backwards.shape[-1] // 2
        windows: torch.Tensor = backwards.unfold(-1, longest, 1)[:, :, now - 1 - times]
        return windows if beams == 1 else windows.repeat_interleave(beams, -1)

    def _reversed(self, capacity: int) -> torch.Tensor:
        """Of distances from ``1 - capacity`` to ``capacity``, so that no window runs over."""
        return self._values(torch.arange(1 - capacity, capacity + 1))

    def _values(self, distances: torch.Tensor) -> torch.Tensor:
        """(sets, heads, distances); a distance is the key's place less the query's."""
        return self._table[:, :, bucket(distances, self._table.shape[2], self._farthest, self._both_ways)]


def bucket(distances: torch.Tensor, count: int, farthest: int, both_ways: bool) -> torch.Tensor:
    """Which of ``count`` buckets each distance falls in; with ``both_ways`` half of them look forward.

    Where tokens ahead are not seen, they share the bucket of distance 0.
    """
    first = torch.zeros_like(distances)
    if both_ways:
        count //= 2
        first = (distances > 0) * count
        away = distances.abs()
    else:
        away = distances.neg().clamp_min(0)
    exact = count // 2
    steps = torch.log(away.float() / exact) / math.log(farthest / exact) * (count - exact)
    far = (exact + steps.clamp_min(0).long()).clamp_max(count - 1)
    return first + torch.where(away < exact, away, far)


# BART's tables begin with two rows that no token uses.
_LEARNED_OFFSET = 2


class Positions:
    """Vectors of positions, (width,) each.

    ``stored`` is the checkpoint's table where it has one; learned positions end where it ends.
    """

    def __init__(self, architecture: Architecture, stored: torch.Tensor | None) -> None:
        self._kind = architecture.family.positions
        self._width, self._pad = architecture.width, architecture.pad
        self._offset = {"learned": _LEARNED_OFFSET, "padded sinusoidal": self._pad + 1}.get(self._kind, 0)
        self._grows = stored is None or self._kind == "padded sinusoidal"
        self._table = self._waves(architecture.longest + self._offset) if self._grows else stored.float()  # type: ignore[union-attr]

    def at(self, times: torch.Tensor, tokens: torch.Tensor) -> torch.Tensor:
        """Vectors for ``tokens`` (…) at ``times`` (…), counted from 0: (…, width)."""
        places = times + self._offset
        if self._kind == "padded sinusoidal":
            # M2M100 gives its padding token no position, wherever it stands.
            places = torch.where(tokens == self._pad, self._pad, places)
        # Workers share this object: what one has grown must not shrink under another.
        table = self._table
        if self._grows and int(places.max()) >= len(table):
            table = self._table = self._waves(2 * int(places.max()))
        return table[places]

    def _waves(self, count: int) -> torch.Tensor:
        if self._kind == "padded sinusoidal":
            half = self._width // 2
            rates = torch.exp(torch.arange(half).float() * -(math.log(10000) / (half - 1)))
            angles = torch.arange(count).float()[:, None] * rates
        else:
            rates = 10000 ** (-torch.arange(0, self._width, 2).double() / self._width)
            angles = torch.arange(count).double()[:, None] * rates
        table = torch.cat([angles.sin(), angles.cos()], 1).float()
        if self._kind == "padded sinusoidal":
            table[self._pad] = 0
        return table


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
