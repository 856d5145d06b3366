"""The layers of an encoder and of a decoder, and how each family tells them the positions of tokens.

A position is either a vector that is added to a token (``Positions``), or a number that is added to the
attention between two tokens, one per head, by the distance between them (``Distances``, T5's way). Linears
are packed, with query, key and value as one.
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
from summarize.engines.precision import DECODING_ROWS, ENCODING_ROWS

ENCODER, DECODER = 0, 1  # places in the pairs of an ``Architecture``
# BART's matrices of positions begin with two rows that no token uses.
_LEARNED_OFFSET = 2
_FIRST_CAPACITY = 128


class Positions:
    """Vectors of positions: the checkpoint's matrix, or sines and cosines computed here.

    Learned positions end where the matrix ends.

    Raises:
        ModelError: learned positions are not in the files, or not as many as config.json says.
    """

    def __init__(self, shape: Architecture, tensors: Tensors, side: int) -> None:
        self._kind, self._width, self._pad = shape.family.positions, shape.width, shape.pad
        self._offset = {"learned": _LEARNED_OFFSET, "padded sinusoidal": self._pad + 1}.get(self._kind, 0)
        name, count = f"{shape.family.names[side].side}.embed_positions.weight", shape.longest + self._offset
        if self._kind == "learned":
            self._table, self._grows = tensors.floats([name], (count, self._width)), False
        elif self._kind == "sinusoidal" and name in tensors:
            self._table, self._grows = tensors[name].float(), False
        else:
            self._table, self._grows = self._waves(count), True

    def at(self, times: torch.Tensor, tokens: torch.Tensor) -> torch.Tensor:
        """Vectors for ``tokens`` (…) at ``times`` (…), counted from 0: (…, width)."""
        places = times + self._offset
        if self._kind == "padded sinusoidal":
            # M2M100 gives its padding token no position, wherever it is.
            places = torch.where(tokens == self._pad, self._pad, places)
        # Workers share this object: a table that one has grown must not shrink under another.
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


class Distances:
    """What attention adds for the distance between two tokens, for every head of one side of a model.

    There is one set of numbers for all layers, or one for each layer. Short distances have a number of their
    own, longer ones share numbers in ever larger steps.

    Raises:
        ModelError: the numbers are not in the files, or not as many as config.json says.
    """

    def __init__(self, shape: Architecture, tensors: Tensors, side: int) -> None:
        names, by_layer = shape.family.names[side], shape.family.positions == "distances by layer"
        size = (shape.buckets, shape.heads[side])
        self.sets = shape.layers[side] if by_layer else 1
        tables = [
            tensors.floats([f"{names.layer(number)}.{names.own}.relative_attention_bias.weight"], size)
            for number in range(self.sets)
        ]
        # (sets, heads, buckets)
        self._table = torch.stack(tables).transpose(1, 2).contiguous()
        self._both_ways, self._farthest = side == ENCODER, shape.farthest
        self._backwards = self._reversed(_FIRST_CAPACITY)

    def among(self, length: int) -> Iterator[torch.Tensor]:
        """For rows that are encoded together, set by set: (heads, length, length), query by key."""
        for values in self._values(torch.arange(1 - length, length)):
            # A query's numbers are a window of them, one place to the left of the previous query's.
            yield values.unfold(-1, length, 1).flip(-2)

    def behind(self, times: torch.Tensor, beams: int) -> torch.Tensor:
        """For rows at ``times`` (rows,), counted from 0, to each place so far; every beam has one of each.

        (sets, heads, rows, places * beams); places later than a row's own time have no meaning.
        """
        # Workers share this object: a table that one has grown must not shrink under another.
        longest, backwards = int(times.max()) + 1, self._backwards
        if longest > backwards.shape[-1] // 2:
            backwards = self._backwards = self._reversed(2 * longest)
        now = backwards.shape[-1] // 2
        windows: torch.Tensor = backwards.unfold(-1, longest, 1)[:, :, now - 1 - times]
        return windows if beams == 1 else windows.repeat_interleave(beams, -1)

    def _reversed(self, capacity: int) -> torch.Tensor:
        """For distances from ``1 - capacity`` to ``capacity``, so that no window runs over the end."""
        return self._values(torch.arange(1 - capacity, capacity + 1))

    def _values(self, distances: torch.Tensor) -> torch.Tensor:
        """(sets, heads, distances); a distance is the key's place minus the query's."""
        return self._table[:, :, bucket(distances, self._table.shape[2], self._farthest, self._both_ways)]


def bucket(distances: torch.Tensor, count: int, farthest: int, both_ways: bool) -> torch.Tensor:
    """The bucket, of ``count``, that each distance falls in; with ``both_ways`` half of them look ahead.

    Otherwise tokens ahead, which are not seen, share the bucket of distance 0.
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


class Residual:
    """The residual connection around a part of a layer, with its norm before or after it."""

    def __init__(self, norm: Norm, norm_first: bool) -> None:
        self._norm, self._first = norm, norm_first

    def before(self, x: torch.Tensor) -> torch.Tensor:
        """The input of the part."""
        return self._norm(x) if self._first else x

    def after(self, x: torch.Tensor, result: torch.Tensor) -> torch.Tensor:
        """The input of what follows; ``result`` is overwritten."""
        result += x
        return result if self._first else self._norm(result)


class FeedForward:
    """The feed-forward network of a layer: up, activation and down, with a gate where the family has one."""

    def __init__(self, packer: Packer, name: str, side: int, rows: int) -> None:
        shape = packer.shape
        names, inner = shape.family.names[side], shape.inner[side]
        ups = names.gated if shape.gated else (names.up,)
        self._up = packer.linear([f"{name}.{up}" for up in ups], (inner, shape.width), rows)
        self._down = packer.linear([f"{name}.{names.down}"], (shape.width, inner), rows)
        self._activation, self._gated = shape.activation, shape.gated
        self._residual = Residual(packer.norm(f"{name}.{names.forward_norm}"), shape.family.norm_first)

    def __call__(self, x: torch.Tensor) -> torch.Tensor:
        inner = self._up(self._residual.before(x))
        if self._gated:
            gate, passed = inner.chunk(2, -1)
            inner = self._activation(gate).mul_(passed)
        else:
            inner = self._activation(inner)
        return self._residual.after(x, self._down(inner))


class EncoderLayer:
    """Self-attention over whole rows, and the feed-forward network."""

    def __init__(self, packer: Packer, number: int) -> None:
        shape, names = packer.shape, packer.shape.family.names[ENCODER]
        name, norm_first = names.layer(number), shape.family.norm_first
        own, inner = f"{name}.{names.own}", shape.heads[ENCODER] * shape.sizes[ENCODER]
        self._heads = shape.heads[ENCODER]
        self._scale = 1.0 if shape.family.bare else shape.sizes[ENCODER] ** -0.5
        parts = [f"{own}.{part}" for part in names.parts]
        self._query_key_value = packer.linear(parts[:3], (inner, shape.width), ENCODING_ROWS)
        self._output = packer.linear(parts[3:], (shape.width, inner), ENCODING_ROWS)
        self._residual = Residual(packer.norm(f"{name}.{names.own_norm}"), norm_first)
        self._forward = FeedForward(packer, name, ENCODER, ENCODING_ROWS)

    def __call__(self, x: torch.Tensor, mask: torch.Tensor | None) -> torch.Tensor:
        rows, length, _ = x.shape
        parts = self._query_key_value(self._residual.before(x)).view(rows, length, 3, self._heads, -1)
        query, key, value = parts.permute(2, 0, 3, 1, 4)
        seen = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask, scale=self._scale)
        result = self._output(seen.transpose(1, 2).reshape(rows, length, -1))
        return self._forward(self._residual.after(x, result))


class DecoderLayer:
    """Self-attention over the row so far, cross-attention over the source, and the feed-forward network."""

    def __init__(self, packer: Packer, number: int) -> None:
        shape, names = packer.shape, packer.shape.family.names[DECODER]
        name, norm_first = names.layer(number), shape.family.norm_first
        inner, width = shape.heads[DECODER] * shape.sizes[DECODER], shape.width
        self._scale = 1.0 if shape.family.bare else shape.sizes[DECODER] ** -0.5
        own = [f"{name}.{names.own}.{part}" for part in names.parts]
        self._query_key_value = packer.linear(own[:3], (inner, width), DECODING_ROWS)
        self._output = packer.linear(own[3:], (width, inner), DECODING_ROWS)
        self._residual = Residual(packer.norm(f"{name}.{names.own_norm}"), norm_first)
        cross = [f"{name}.{names.cross}.{part}" for part in names.parts]
        self._cross_query = packer.linear(cross[:1], (inner, width), DECODING_ROWS)
        self._cross_output = packer.linear(cross[3:], (width, inner), DECODING_ROWS)
        self._cross_residual = Residual(packer.norm(f"{name}.{names.cross_norm}"), norm_first)
        self._forward = FeedForward(packer, name, DECODER, DECODING_ROWS)

    def __call__(self, x: torch.Tensor, layer: int, slots: Slots, step: Step) -> torch.Tensor:
        count, beams, heads = slots.count, slots.beams, slots.heads
        parts = self._query_key_value(self._residual.before(x)).view(count, beams, 3, heads, -1)
        slots.own.write(layer, step.rows, step.places, parts[:, :, 1:])
        own = step.own[layer % len(step.own)]
        seen = slots.own.attend(layer, parts[:, :, 0], own, self._scale)
        x = self._residual.after(x, self._output(seen))
        query = self._cross_query(self._cross_residual.before(x)).view(count, beams, heads, -1)
        seen = slots.source.attend(layer, query, step.source, self._scale)
        return self._forward(self._cross_residual.after(x, self._cross_output(seen)))
