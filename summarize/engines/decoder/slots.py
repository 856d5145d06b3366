"""The memory of the rows under way: growing caches, shared by beams, refilled as soon as a row ends.

A slot holds one row. Beams never copy their caches: every beam writes its own place at every step,
and an additive mask says which places are its ancestors'. Knows no weights and no scores.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch

_HIDDEN = float("-inf")
# Odd, so that no doubling of it lays the rows of a cache one whole power of two apart: those all fall on
# the same few lines of the processor's cache, and attention then takes four times as long.
_FIRST_CAPACITY = 17


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

    ``shape`` is (layers, heads, size of a head); ``longest`` the longest source to come.
    """

    def __init__(self, shape: tuple[int, int, int], count: int, beams: int, longest: int) -> None:
        layers, heads, size = shape
        self.count, self.beams, self.heads = count, beams, heads
        self.times = torch.zeros(count, dtype=torch.long)
        self.keys = torch.zeros(layers, count, heads, _FIRST_CAPACITY * beams, size)
        self.values = torch.zeros_like(self.keys)
        self.source_keys = torch.zeros(layers, count, heads, longest, size)
        self.source_values = torch.zeros_like(self.source_keys)
        self._source_mask = torch.full((count, 1, longest), _HIDDEN)
        self._lengths = [1] * count
        self._source_mask[:, :, 0] = 0
        self._ancestry = torch.full((count, beams, _FIRST_CAPACITY * beams), _HIDDEN)
        self._own = torch.full((beams, beams), _HIDDEN).fill_diagonal_(0)

    def admit(self, slot: int, memory: Memory) -> None:
        """Begin a row in a slot that is free."""
        length = memory.length
        self.source_keys[:, slot, :, :length] = memory.keys_values[:, 0]
        self.source_values[:, slot, :, :length] = memory.keys_values[:, 1]
        self._source_mask[slot, :, :length] = 0
        self._source_mask[slot, :, length:] = _HIDDEN
        self._lengths[slot] = length
        self._ancestry[slot] = _HIDDEN
        self.times[slot] = 0

    def release(self, slot: int) -> None:
        """End a row; what is computed in its slot until another begins is nobody's."""
        self._lengths[slot] = 1
        self.times[slot] = 0
        self._ancestry[slot] = _HIDDEN

    def begin_step(self, distances: torch.Tensor | None = None) -> Step:
        """Open the places of this step, each beam's own to itself alone.

        ``distances`` (sets, heads, count, places) are added to the masks of self-attention.
        """
        steps = int(self.times.max()) + 1
        while steps * self.beams > self.keys.shape[3]:
            self._grow()
        places = self.times[:, None] * self.beams + torch.arange(self.beams)
        rows = torch.arange(self.count)[:, None]
        self._ancestry[rows[:, :, None], torch.arange(self.beams)[None, :, None], places[:, None]] = self._own
        own = self._mask(self._ancestry, steps * self.beams)
        masks: tuple[torch.Tensor, ...] = (own,)
        if distances is not None:
            masks = tuple(own + each.transpose(0, 1).flatten(0, 1)[:, None] for each in distances)
        return Step(rows, places, masks, self._mask(self._source_mask, max(self._lengths)))

    def end_step(self, parents: torch.Tensor | None) -> None:
        """Every beam goes on from its parent (count, beams); ``None`` where each goes on from itself."""
        self.times += 1
        if parents is not None:
            used = int(self.times.max()) * self.beams
            seen = self._ancestry[:, :, :used]
            self._ancestry[:, :, :used] = seen.gather(1, parents[:, :, None].expand_as(seen))

    def keep(self, chosen: torch.Tensor) -> None:
        """Go on with the slots ``chosen`` only."""
        self.count = len(chosen)
        self.times = self.times[chosen]
        self._lengths = [self._lengths[slot] for slot in chosen.tolist()]
        read = max(self._lengths)
        self.keys, self.values = self.keys[:, chosen], self.values[:, chosen]
        self.source_keys = self.source_keys[:, chosen, :, :read].contiguous()
        self.source_values = self.source_values[:, chosen, :, :read].contiguous()
        self._source_mask = self._source_mask[chosen, :, :read]
        self._ancestry = self._ancestry[chosen]

    def _mask(self, mask: torch.Tensor, used: int) -> torch.Tensor:
        seen = mask[:, None, :, :used].expand(self.count, self.heads, self.beams, used)
        return seen.reshape(self.count * self.heads, self.beams, used)

    def _grow(self) -> None:
        self.keys = torch.cat([self.keys, torch.zeros_like(self.keys)], 3)
        self.values = torch.cat([self.values, torch.zeros_like(self.values)], 3)
        self._ancestry = torch.cat([self._ancestry, torch.full_like(self._ancestry, _HIDDEN)], 2)
