"""The memory of the rows under way: growing caches, shared by beams, refilled as soon as a row ends.

A slot holds one row. Beams never copy their caches: every beam writes its own place at every step,
and an additive mask says which places are its ancestors'. Knows no weights and no scores.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch.nn import functional

from summarize.engines import precision
from summarize.engines.precision import Precision

# Places come and go by so many for each beam: a change copies the cache, and a place too many is read.
_STEPS = 8


class Cache:
    """As many keys and values as are attended to, for each of ``count`` slots.

    ``shape`` is (layers, heads, size of a head); ``queries`` come at once for each slot; ``kept`` is what
    keys and values are held in.
    """

    def __init__(self, shape: tuple[int, int, int], count: int, queries: int, kept: torch.dtype) -> None:
        layers, heads, size = shape
        # With one query of float32 torch is two or three times as fast where the numbers that are added up
        # lie side by side; with several queries, or in bfloat16, it is the other way round.
        self._upright = queries == 1 and kept == torch.float32
        self._keys = torch.zeros(layers, count, heads, 0, size, dtype=kept)
        self._laid = self._keys.transpose(-1, -2) if self._upright else self._keys

    @property
    def dtype(self) -> torch.dtype:
        """Of the numbers kept, and of the masks that ``attend`` adds."""
        return self._keys.dtype

    @property
    def _values(self) -> torch.Tensor:
        """As the keys are, whichever way they are laid out: a view."""
        return self._laid.transpose(-1, -2) if self._upright else self._laid

    @property
    def places(self) -> int:
        """How many keys there are in a slot."""
        return int(self._keys.shape[3])

    def resize(self, places: int) -> None:
        """Have so many places, the first as they were, new ones 0.

        Never a view of more: torch would copy what it multiplies at every step.
        """
        more = places - self.places
        if more:
            self._keys = functional.pad(self._keys, (0, 0, 0, more))
            self._laid = functional.pad(self._laid, (0, more) if self._upright else (0, 0, 0, more))

    def write(self, layer: int, rows: torch.Tensor, places: torch.Tensor, made: torch.Tensor) -> None:
        """Keys and values of a step: ``made`` (count, queries, 2, heads, size) to (rows, places)."""
        made = made.to(self.dtype)
        self._keys[layer][rows, :, places] = made[:, :, 0]
        self._values[layer][rows, :, places] = made[:, :, 1]

    def fill(self, slot: int, keys_values: torch.Tensor) -> None:
        """A slot from its first place on: (layers, 2, heads, length, size)."""
        length = keys_values.shape[3]
        self._keys[:, slot, :, :length] = keys_values[:, 0]
        self._values[:, slot, :, :length] = keys_values[:, 1]

    def attend(self, layer: int, query: torch.Tensor, mask: torch.Tensor, scale: float) -> torch.Tensor:
        """(count, queries, heads, size), mask (count * heads, queries, places) → (count * queries, width).

        Batched products, with the keys as the first factor: several times faster than the fused operator.
        """
        count, queries, heads, size = query.shape
        asked = query.to(self.dtype).permute(0, 2, 3, 1).reshape(count * heads, size, queries)
        scores = torch.bmm(self._keys[layer].flatten(0, 1), asked).transpose(1, 2)
        weights = torch.add(mask, scores, alpha=scale).softmax(-1)
        seen = torch.bmm(weights, self._values[layer].flatten(0, 1))
        seen = seen.view(count, heads, queries, size).transpose(1, 2)
        return seen.reshape(count * queries, heads * size).to(query.dtype)

    def keep(self, chosen: torch.Tensor) -> None:
        """Go on with the slots ``chosen`` only."""
        self._keys, self._laid = self._keys[:, chosen], self._laid[:, chosen]


def rounded(steps: int) -> int:
    """The number of steps, no fewer, that there are places for."""
    return -(-steps // _STEPS) * _STEPS


def kept(chosen: Precision) -> torch.dtype:
    """What keys and values are held in where linears compute in ``chosen``."""
    return torch.bfloat16 if chosen != "float32" and "bfloat16" in precision.available() else torch.float32


_HIDDEN = float("-inf")


@dataclass(frozen=True)
class Memory:
    """What the encoder made of one row for the cross-attention: (layers, 2, heads, length, size)."""

    keys_values: torch.Tensor

    @property
    def length(self) -> int:
        """Tokens of the source."""
        return int(self.keys_values.shape[3])


@dataclass(frozen=True)
class Step:
    """What all layers share in one step.

    ``rows`` (count, 1) and ``places`` (count, beams) say where each beam writes its key and value;
    ``own`` and ``source`` are the masks of self- and cross-attention, (count * heads, beams, places);
    of ``own`` there is one for all layers, or one for each.
    """

    rows: torch.Tensor
    places: torch.Tensor
    own: tuple[torch.Tensor, ...]
    source: torch.Tensor


class Slots:
    """``count`` rows of ``beams`` beams each.

    ``shape`` is (layers, heads, size of a head); ``kept`` is what keys and values are held in.
    """

    def __init__(self, shape: tuple[int, int, int], count: int, beams: int, kept: torch.dtype) -> None:
        self.count, self.beams, self.heads = count, beams, shape[1]
        self.times = torch.zeros(count, dtype=torch.long)
        self.own = Cache(shape, count, beams, kept)
        self.source = Cache(shape, count, beams, kept)
        self._lengths = torch.ones(count, dtype=torch.long)
        self._ancestry = torch.full((count, beams, 0), _HIDDEN)
        self._itself = torch.full((beams, beams), _HIDDEN).fill_diagonal_(0)

    def admit(self, slot: int, memory: Memory) -> None:
        """Begin a row in a slot that is free."""
        if memory.length > self.source.places:
            self.source.resize(rounded(memory.length))
        self.source.fill(slot, memory.keys_values)
        self._lengths[slot] = memory.length
        self._ancestry[slot] = _HIDDEN
        self.times[slot] = 0

    def release(self, slot: int) -> None:
        """End a row; what is computed in its slot until another begins is nobody's."""
        self._lengths[slot] = 1
        self.times[slot] = 0
        self._ancestry[slot] = _HIDDEN

    def begin_step(self, distances: torch.Tensor | None = None) -> Step:
        """Open the places of this step, each beam's own to itself alone.

        ``distances`` (sets, heads, count, places so far) are added to the masks of self-attention.
        """
        self.source.resize(rounded(int(self._lengths.max())))
        self._resize(rounded(int(self.times.max()) + 1) * self.beams)
        beams, rows = torch.arange(self.beams), torch.arange(self.count)[:, None]
        places = self.times[:, None] * self.beams + beams
        self._ancestry[rows[:, :, None], beams[None, :, None], places[:, None]] = self._itself
        masks = [self._mask(self._ancestry)]
        if distances is not None:
            every = functional.pad(distances, (0, self.own.places - distances.shape[-1]))
            masks = [masks[0] + each.transpose(0, 1).flatten(0, 1)[:, None] for each in every]
        beyond = torch.arange(self.source.places) >= self._lengths[:, None, None]
        source = self._mask(torch.zeros(beyond.shape).masked_fill_(beyond, _HIDDEN))
        kept = self.own.dtype
        return Step(rows, places, tuple(mask.to(kept) for mask in masks), source.to(kept))

    def end_step(self, parents: torch.Tensor | None) -> None:
        """Every beam goes on from its parent (count, beams); ``None`` where each goes on from itself."""
        self.times += 1
        if parents is not None:
            self._ancestry = self._ancestry.gather(1, parents[:, :, None].expand_as(self._ancestry))

    def keep(self, chosen: torch.Tensor) -> None:
        """Go on with the slots ``chosen`` only."""
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
