"""Slots for rows in progress, and their key/value caches: shared by beams, reused as soon as a row ends.

A slot holds one row. Beams never copy their caches: every beam writes its own place at every step, and an
additive mask says which places belong to its ancestors.

Attention at one step is a small product per head, and its time goes into reading the cache. So where linears
compute in bfloat16 or int8, keys and values are cached in bfloat16.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch.nn import functional

from summarize.engines import precision
from summarize.engines.precision import Precision

_HIDDEN = float("-inf")
# Caches grow and shrink by this many steps: every change copies the cache, and unused places are read too.
_STEPS = 8


def cache_dtype(chosen: Precision) -> torch.dtype:
    """The dtype in which keys and values are cached when linears compute in ``chosen``."""
    return torch.bfloat16 if chosen != "float32" and "bfloat16" in precision.available() else torch.float32


@dataclass(frozen=True)
class Memory:
    """One row's keys and values for the cross-attention: (layers, 2, heads, length, size)."""

    keys_values: torch.Tensor

    @property
    def length(self) -> int:
        """Tokens of the source."""
        return int(self.keys_values.shape[3])


@dataclass(frozen=True)
class Step:
    """What all layers share in one step.

    ``rows`` (count, 1) and ``places`` (count, beams) say where each beam writes its key and value. ``own``
    and ``source`` are the masks of self- and cross-attention, (count * heads, beams, places); ``own`` has one
    for all layers, or one for each.
    """

    rows: torch.Tensor
    places: torch.Tensor
    own: tuple[torch.Tensor, ...]
    source: torch.Tensor


class Slots:
    """``count`` rows with ``beams`` beams each.

    ``shape`` is (layers, heads, size of a head); ``dtype`` is what keys and values are cached in.
    """

    def __init__(self, shape: tuple[int, int, int], count: int, beams: int, dtype: torch.dtype) -> None:
        self.count, self.beams, self.heads = count, beams, shape[1]
        self.times = torch.zeros(count, dtype=torch.long)
        self.own = Cache(shape, count, beams, dtype)
        self.source = Cache(shape, count, beams, dtype)
        self._lengths = torch.ones(count, dtype=torch.long)
        self._ancestry = torch.full((count, beams, 0), _HIDDEN)
        self._itself = torch.full((beams, beams), _HIDDEN).fill_diagonal_(0)

    def admit(self, slot: int, memory: Memory) -> None:
        """Begin a row in a free slot."""
        if memory.length > self.source.places:
            self.source.resize(_rounded(memory.length))
        self.source.fill(slot, memory.keys_values)
        self._lengths[slot] = memory.length
        self._ancestry[slot] = _HIDDEN
        self.times[slot] = 0

    def release(self, slot: int) -> None:
        """End a row; what is computed in its slot until the next row begins is ignored."""
        self._lengths[slot] = 1
        self.times[slot] = 0
        self._ancestry[slot] = _HIDDEN

    def begin_step(self, distances: torch.Tensor | None = None) -> Step:
        """Open the places of this step; each beam sees only its own.

        ``distances`` (sets, heads, count, places so far) are added to the masks of self-attention.
        """
        self.source.resize(_rounded(int(self._lengths.max())))
        self._resize(_rounded(int(self.times.max()) + 1) * self.beams)
        beams, rows = torch.arange(self.beams), torch.arange(self.count)[:, None]
        places = self.times[:, None] * self.beams + beams
        self._ancestry[rows[:, :, None], beams[None, :, None], places[:, None]] = self._itself
        masks = [self._mask(self._ancestry)]
        if distances is not None:
            padded = functional.pad(distances, (0, self.own.places - distances.shape[-1]))
            masks = [masks[0] + each.transpose(0, 1).flatten(0, 1)[:, None] for each in padded]
        beyond = torch.arange(self.source.places) >= self._lengths[:, None, None]
        source = self._mask(torch.zeros(beyond.shape).masked_fill_(beyond, _HIDDEN))
        dtype = self.own.dtype
        return Step(rows, places, tuple(mask.to(dtype) for mask in masks), source.to(dtype))

    def end_step(self, parents: torch.Tensor | None) -> None:
        """Continue every beam from its parent (count, beams); with ``None``, each from itself."""
        self.times += 1
        if parents is not None:
            self._ancestry = self._ancestry.gather(1, parents[:, :, None].expand_as(self._ancestry))

    def keep(self, chosen: torch.Tensor) -> None:
        """Drop all slots but ``chosen``."""
        self.count = len(chosen)
        self.times, self._lengths = self.times[chosen], self._lengths[chosen]
        self.own.keep(chosen)
        self.source.keep(chosen)
        self._ancestry = self._ancestry[chosen]

    def _mask(self, mask: torch.Tensor) -> torch.Tensor:
        """(count, 1 or beams, places) → (count * heads, beams, places)."""
        seen = mask[:, None].expand(self.count, self.heads, self.beams, mask.shape[-1])
        return seen.flatten(0, 1)

    def _resize(self, places: int) -> None:
        more = places - self.own.places
        if more:
            self.own.resize(places)
            self._ancestry = functional.pad(self._ancestry, (0, more), value=_HIDDEN)


def _rounded(steps: int) -> int:
    """The number of steps that a cache has places for: at least ``steps``."""
    return -(-steps // _STEPS) * _STEPS


class Cache:
    """Key/value cache for ``count`` slots, of one attention in every layer.

    ``shape`` is (layers, heads, size of a head); ``queries`` is how many each slot has per step.
    """

    def __init__(self, shape: tuple[int, int, int], count: int, queries: int, dtype: torch.dtype) -> None:
        layers, heads, size = shape
        # With one query in float32, torch is two or three times as fast where the numbers that it adds up are
        # contiguous; with several queries, or in bfloat16, it is the other way round.
        self._transposed = queries == 1 and dtype == torch.float32
        self._keys = torch.zeros(layers, count, heads, 0, size, dtype=dtype)
        self._stored_values = self._keys.transpose(-1, -2) if self._transposed else self._keys

    @property
    def dtype(self) -> torch.dtype:
        """The dtype of keys and values, and of the masks that ``attend`` adds."""
        return self._keys.dtype

    @property
    def places(self) -> int:
        """The number of keys in a slot."""
        return int(self._keys.shape[3])

    @property
    def _values(self) -> torch.Tensor:
        """Values in the order of the keys, however they are stored: a view."""
        return self._stored_values.transpose(-1, -2) if self._transposed else self._stored_values

    def resize(self, places: int) -> None:
        """Grow or shrink to ``places``, keeping the first ones; new places are 0.

        Never a view of something larger: torch would copy what it multiplies at every step.
        """
        more = places - self.places
        if more:
            self._keys = functional.pad(self._keys, (0, 0, 0, more))
            padding = (0, more) if self._transposed else (0, 0, 0, more)
            self._stored_values = functional.pad(self._stored_values, padding)

    def write(self, layer: int, rows: torch.Tensor, places: torch.Tensor, made: torch.Tensor) -> None:
        """Store a step's keys and values, ``made`` (count, queries, 2, heads, size), at (rows, places)."""
        made = made.to(self.dtype)
        self._keys[layer][rows, :, places] = made[:, :, 0]
        self._values[layer][rows, :, places] = made[:, :, 1]

    def fill(self, slot: int, keys_values: torch.Tensor) -> None:
        """Store (layers, 2, heads, length, size) in a slot, from its first place on."""
        length = keys_values.shape[3]
        self._keys[:, slot, :, :length] = keys_values[:, 0]
        self._values[:, slot, :, :length] = keys_values[:, 1]

    def attend(self, layer: int, query: torch.Tensor, mask: torch.Tensor, scale: float) -> torch.Tensor:
        """(count, queries, heads, size), mask (count * heads, queries, places) → (count * queries, width).

        Batched products with the keys as the first factor: several times as fast as the fused operator.
        """
        count, queries, heads, size = query.shape
        asked = query.to(self.dtype).permute(0, 2, 3, 1).reshape(count * heads, size, queries)
        scores = torch.bmm(self._keys[layer].flatten(0, 1), asked).transpose(1, 2)
        weights = torch.add(mask, scores, alpha=scale).softmax(-1)
        seen = torch.bmm(weights, self._values[layer].flatten(0, 1))
        seen = seen.view(count, heads, queries, size).transpose(1, 2)
        return seen.reshape(count * queries, heads * size).to(query.dtype)

    def keep(self, chosen: torch.Tensor) -> None:
        """Drop all slots but ``chosen``."""
        self._keys, self._stored_values = self._keys[:, chosen], self._stored_values[:, chosen]
