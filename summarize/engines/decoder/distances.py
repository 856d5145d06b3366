"""What attention adds for the distance between two tokens, for every head: T5's way to know positions.

Near distances have a number of their own, farther ones share it in ever larger steps. Knows lengths and
the checkpoint's numbers; no tokens.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import torch

from summarize.engines.decoder.architecture import Architecture
from summarize.engines.decoder.tensors import Tensors

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
