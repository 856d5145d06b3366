"""How each family tells a model the positions of tokens.

A position is a vector that is added to a token (``Positions``), a number that is added to the attention
between two tokens, one per head, by the distance between them (``Distances``, T5's way), or an angle by which
queries and keys are rotated (``Rotary``).

Tables are on the network's device; times come from the processor, which knows how large a table must be.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import torch

from summarize.engines.decoder.architecture import ENCODER, Architecture
from summarize.engines.decoder.causal_architecture import Frequencies
from summarize.engines.decoder.slots import DEVICE_STEPS
from summarize.engines.decoder.tensors import PROCESSOR, Tensors

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
        self._device = tensors.device
        self._offset = {"learned": _LEARNED_OFFSET, "padded sinusoidal": self._pad + 1}.get(self._kind, 0)
        name, count = f"{shape.family.names[side].side}.embed_positions.weight", shape.longest + self._offset
        if self._kind == "learned":
            self._table, self._grows = tensors.floats(name, (count, self._width)), False
        elif self._kind == "sinusoidal" and name in tensors:
            self._table, self._grows = tensors.placed(name).float(), False
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
        return table[places.to(self._device)]

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
        return table.to(self._device)


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
            tensors.floats(f"{names.layer(number)}.{names.own}.relative_attention_bias.weight", size)
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

        (sets, heads, rows, places * beams); places later than a row's own time have no meaning. Other devices
        than the processor get some more of them, so that the shape does not change at every step.
        """
        # Workers share this object: a table that one has grown must not shrink under another.
        longest, backwards = self._longest(times), self._backwards
        if longest > backwards.shape[-1] // 2:
            backwards = self._backwards = self._reversed(2 * longest)
        now = backwards.shape[-1] // 2
        windows: torch.Tensor = backwards.unfold(-1, longest, 1)[:, :, now - 1 - times]
        return windows if beams == 1 else windows.repeat_interleave(beams, -1)

    def _longest(self, times: torch.Tensor) -> int:
        longest = int(times.max()) + 1
        if self._table.device == PROCESSOR:
            return longest
        return -(-longest // DEVICE_STEPS) * DEVICE_STEPS

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


@dataclass(frozen=True)
class Rotation:
    """Cosines and sines for tokens, (tokens, 1, numbers); the sines of the first half are negated."""

    cosines: torch.Tensor
    sines: torch.Tensor

    def __call__(self, x: torch.Tensor) -> torch.Tensor:
        """(tokens, heads, size) → the same, rotated; numbers beyond those that are rotated stay."""
        rotated = self.cosines.shape[-1]
        if rotated < x.shape[-1]:
            return torch.cat([self(x[..., :rotated]), x[..., rotated:]], -1)
        return torch.addcmul(x * self.cosines, x.roll(rotated // 2, -1), self.sines)


class Rotary:
    """Rotates each pair of numbers of a query or key by an angle that grows with its token's time.

    The two numbers of a pair are half of the rotated numbers apart.
    """

    def __init__(self, frequencies: Frequencies, device: torch.device = PROCESSOR) -> None:
        self._frequencies, self._device = frequencies, device
        self._table = self._rotations(_FIRST_CAPACITY)

    def at(self, times: torch.Tensor) -> Rotation:
        """For tokens at ``times`` (tokens,), counted from 0."""
        # Workers share this object: a table that one has grown must not shrink under another.
        table, longest = self._table, int(times.max()) + 1
        if longest > table.shape[1]:
            table = self._table = self._rotations(2 * longest)
        cosines, sines = table[:, times.to(self._device), None]
        return Rotation(cosines, sines)

    def _rotations(self, count: int) -> torch.Tensor:
        """(2, times, rotated numbers): cosines and sines."""
        angles = torch.arange(count).float()[:, None] * self._frequencies.values
        cosines, sines = angles.cos() * self._frequencies.factor, angles.sin() * self._frequencies.factor
        both = torch.stack([torch.cat([cosines, cosines], -1), torch.cat([-sines, sines], -1)])
        return both.to(self._device)
