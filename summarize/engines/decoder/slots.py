"""The memory of the rows under way: growing caches, shared by beams, refilled as soon as a row ends.

A slot holds one row. Beams never copy their caches: every beam writes its own place at every step,
and an additive mask says which places are its ancestors'. Knows no weights and no scores.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch.nn import functional

from summarize.engines.decoder.caches import Cache, rounded

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
