"""Slots for rows in progress, and their key/value caches: shared by beams, reused as soon as a row ends.

A slot holds one row. Beams never copy their caches: every beam writes its own place at every step, and an
additive mask says which places belong to its ancestors. What a row has read before it writes is its
``Memory``: a decoder with an encoder attends to it apart from what is written, one without has it in the
first places of the same cache.

Attention at one step is a small product per head, and its time goes into reading the cache. So where linears
compute in bfloat16 or int8, keys and values are cached in bfloat16.

Caches and masks are on the network's device. Which token each row is at stays on the processor, and is sent
to the device at each step: nothing here waits for the device.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch.nn import functional

from summarize.engines import precision
from summarize.engines.decoder.tensors import PROCESSOR
from summarize.engines.precision import Precision

_HIDDEN = float("-inf")
# Caches grow and shrink by this many steps, or by a sixteenth and more: every change copies the cache, and
# unused places are read too.
_STEPS, _SHARE = 8, 4
# On other devices by more (not measured): torch keeps the memory of every old size there.
DEVICE_STEPS = 64


def cache_dtype(chosen: Precision) -> torch.dtype:
    """The dtype in which keys and values are cached when linears compute in ``chosen``."""
    halved = chosen == "bfloat16" or (chosen == "int8" and "bfloat16" in precision.available())
    return torch.bfloat16 if halved else torch.float32


@dataclass(frozen=True)
class Memory:
    """What a row has read before it writes: keys and values, (layers, 2, heads, length, size)."""

    keys_values: torch.Tensor

    @property
    def length(self) -> int:
        """Tokens read."""
        return int(self.keys_values.shape[3])


@dataclass(frozen=True)
class CacheShape:
    """The shape of a model's key/value cache; ``queries`` is how many query heads share a head of keys."""

    layers: int
    heads: int
    size: int
    dtype: torch.dtype
    queries: int = 1
    device: torch.device = PROCESSOR


@dataclass(frozen=True)
class Step:
    """What all layers share in one step.

    ``rows`` (count, 1) and ``places`` (count, beams) say where each beam writes its key and value. ``own``
    and ``source`` are the masks of self- and cross-attention, (count * heads, queries, places); of ``own``
    there are one or several, for layers to choose from. Without an encoder ``source`` is empty.
    """

    rows: torch.Tensor
    places: torch.Tensor
    own: tuple[torch.Tensor, ...]
    source: torch.Tensor


class Slots:
    """``count`` rows with ``beams`` beams each.

    With ``apart``, what rows have read is attended to on its own. ``windows`` are the numbers of tokens, up
    to the last, that the masks in ``Step.own`` leave visible, ``None`` for all.
    """

    def __init__(
        self, shape: CacheShape, count: int, beams: int, apart: bool, windows: Sequence[int | None] = (None,)
    ) -> None:
        self.count, self.beams = count, beams
        # The token that each row is at, counted from the first that ``own`` knows.
        self.times = torch.zeros(count, dtype=torch.long)
        self.own = Cache(shape, count, beams)
        self.source = Cache(shape, count, beams)
        self._shape, self._apart, self._windows = shape, apart, windows
        # Tokens in ``source``, and tokens in ``own`` that all beams share.
        self._lengths = torch.ones(count, dtype=torch.long)
        self._starts = torch.zeros(count, dtype=torch.long)
        self._ancestry = torch.full((count, beams, 0), _HIDDEN, device=shape.device)
        self._itself = torch.full((beams, beams), _HIDDEN, device=shape.device).fill_diagonal_(0)

    def admit(self, slot: int, memory: Memory) -> None:
        """Begin a row in a free slot."""
        self.release(slot)
        if self._apart:
            if memory.length > self.source.places:
                self.source.resize(self._rounded(memory.length))
            self.source.fill(slot, memory.keys_values)
            self._lengths[slot] = memory.length
            return
        if memory.length > self.own.places:
            self._resize(self._rounded(memory.length + self.beams))
        self.own.fill(slot, memory.keys_values)
        self._ancestry[slot, :, : memory.length] = 0
        self._starts[slot] = self.times[slot] = memory.length

    def release(self, slot: int) -> None:
        """End a row; what is computed in its slot until the next row begins is ignored."""
        self._lengths[slot] = 1
        self._starts[slot] = self.times[slot] = 0
        self._ancestry[slot] = _HIDDEN

    def begin_step(self, distances: torch.Tensor | None = None) -> Step:
        """Open the places of this step; each beam sees only its own.

        ``distances`` (sets, heads, count, places so far) are added to the masks of self-attention.
        """
        beams, rows = torch.arange(self.beams), torch.arange(self.count)[:, None]
        places = (self._starts + (self.times - self._starts) * self.beams)[:, None] + beams
        self._resize(self._rounded(int(places.max()) + 1))
        rows, beams, places = (each.to(self._shape.device) for each in (rows, beams, places))
        self._ancestry[rows[:, :, None], beams[None, :, None], places[:, None]] = self._itself
        masks = [self._mask(each) for each in self._visible()]
        if distances is not None:
            padded = functional.pad(distances, (0, self.own.places - distances.shape[-1]))
            masks = [masks[0] + each.transpose(0, 1).flatten(0, 1)[:, None] for each in padded]
        dtype = self._shape.dtype
        return Step(rows, places, tuple(mask.to(dtype) for mask in masks), self._source_mask().to(dtype))

    def end_step(self, parents: torch.Tensor | None) -> None:
        """Continue every beam from its parent (count, beams); with ``None``, each from itself."""
        self.times += 1
        if parents is not None:
            parents = parents.to(self._shape.device)
            self._ancestry = self._ancestry.gather(1, parents[:, :, None].expand_as(self._ancestry))

    def keep(self, chosen: torch.Tensor) -> None:
        """Drop all slots but ``chosen``."""
        self.count = len(chosen)
        self.times, self._lengths = self.times[chosen], self._lengths[chosen]
        self._starts = self._starts[chosen]
        self.own.keep(chosen)
        self.source.keep(chosen)
        self._ancestry = self._ancestry[chosen]

    def _visible(self) -> list[torch.Tensor]:
        """For each window, what is added where a beam does not see a place: (count, beams, places)."""
        longest = int(self.times.max())
        if all(window is None or window > longest for window in self._windows):
            return [self._ancestry] * len(self._windows)
        device = self._shape.device
        starts, places = self._starts[:, None].to(device), torch.arange(self.own.places, device=device)
        tokens = torch.where(places < starts, places, starts + (places - starts) // self.beams)
        age = self.times[:, None].to(device) - tokens
        return [
            self._ancestry
            if window is None
            else self._ancestry.masked_fill((age >= window)[:, None], _HIDDEN)
            for window in self._windows
        ]

    def _source_mask(self) -> torch.Tensor:
        if not self._apart:
            return self._ancestry[:0]
        self.source.resize(self._rounded(int(self._lengths.max())))
        device = self._shape.device
        beyond = torch.arange(self.source.places, device=device) >= self._lengths[:, None, None].to(device)
        return self._mask(torch.zeros(beyond.shape, device=device).masked_fill_(beyond, _HIDDEN))

    def _mask(self, mask: torch.Tensor) -> torch.Tensor:
        """(count, 1 or beams, places) → (count * heads, beams * queries, places)."""
        heads, queries = self._shape.heads, self._shape.queries
        seen = mask[:, None, :, None].expand(self.count, heads, self.beams, queries, mask.shape[-1])
        return seen.flatten(0, 1).flatten(1, 2)

    def _resize(self, places: int) -> None:
        more = places - self.own.places
        if more:
            self.own.resize(places)
            self._ancestry = functional.pad(self._ancestry, (0, more), value=_HIDDEN)

    def _rounded(self, places: int) -> int:
        """The number of places that a cache has room for: at least ``places``."""
        least = _STEPS if self._shape.device == PROCESSOR else DEVICE_STEPS
        steps = max(least * self.beams, 1 << max(places.bit_length() - _SHARE, 0))
        return -(-places // steps) * steps


class Cache:
    """Key/value cache for ``count`` slots, of one attention in every layer; ``beams`` ask at every step."""

    def __init__(self, shape: CacheShape, count: int, beams: int) -> None:
        # With one query in float32, torch is two or three times as fast where the numbers that it adds up are
        # contiguous; with several queries, or in bfloat16, it is the other way round.
        self._transposed = beams * shape.queries == 1 and shape.dtype == torch.float32
        # While it is a list, each attention adds its weights to it: (count, places), the mean of its heads.
        self.seen: list[torch.Tensor] | None = None
        size = (shape.layers, count, shape.heads, 0, shape.size)
        self._keys = torch.zeros(size, dtype=shape.dtype, device=shape.device)
        self._stored_values = self._keys.transpose(-1, -2) if self._transposed else self._keys.clone()

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

    def write(
        self, layer: int, rows: torch.Tensor, places: torch.Tensor, keys: torch.Tensor, values: torch.Tensor
    ) -> None:
        """Store a step's keys and values, each (count, beams, heads, size), at (rows, places)."""
        self._keys[layer][rows, :, places] = keys.to(self._keys.dtype)
        self._values[layer][rows, :, places] = values.to(self._keys.dtype)

    def fill(self, slot: int, keys_values: torch.Tensor) -> None:
        """Store (layers, 2, heads, length, size) in a slot, from its first place on."""
        length = keys_values.shape[3]
        self._keys[:, slot, :, :length] = keys_values[:, 0]
        self._values[:, slot, :, :length] = keys_values[:, 1]

    def attend(
        self, layer: int, query: torch.Tensor, mask: torch.Tensor, scale: float, cap: float | None = None
    ) -> torch.Tensor:
        """(count, beams, query heads, size), mask (count * heads, queries, places) → (count * beams, width).

        Each head of keys serves as many query heads as there are for it; with ``cap``, scores stay below it.
        """
        count, beams, width, size = query.shape
        keys, values = self._keys[layer], self._values[layer]
        asked = query.to(keys.dtype).view(count, beams, keys.shape[1], -1, size)
        if self.seen is not None:
            self.seen.append(_weights(asked, keys, mask, scale))
        if asked.shape[3] > 1 and cap is None:
            seen = _fused(asked, keys, values, mask, scale)
        else:
            seen = _batched(asked, keys, values, mask, scale, cap)
        seen = seen.view(count, keys.shape[1], beams, -1, size).transpose(1, 2)
        return seen.reshape(count * beams, width * size).to(query.dtype)

    def keep(self, chosen: torch.Tensor) -> None:
        """Drop all slots but ``chosen``."""
        self._keys, self._stored_values = self._keys[:, chosen], self._stored_values[:, chosen]


def _weights(asked: torch.Tensor, keys: torch.Tensor, mask: torch.Tensor, scale: float) -> torch.Tensor:
    """The weights of one query for each head: (count, places), the mean of all heads."""
    count, _, heads, _, size = asked.shape
    scores = torch.matmul(keys, asked.view(count, heads, size, 1)).squeeze(-1).float() * scale
    return (scores + mask.view(count, heads, -1)).softmax(-1).mean(1)


def _fused(
    asked: torch.Tensor, keys: torch.Tensor, values: torch.Tensor, mask: torch.Tensor, scale: float
) -> torch.Tensor:
    """With the fused operator: the fastest where several heads, as queries of one, share keys and values."""
    count, _, heads, _, size = asked.shape
    queries = asked.transpose(1, 2).reshape(count, heads, -1, size)
    mask = mask.view(count, heads, queries.shape[2], -1)
    return functional.scaled_dot_product_attention(queries, keys, values, mask, scale=scale)


def _batched(
    asked: torch.Tensor,
    keys: torch.Tensor,
    values: torch.Tensor,
    mask: torch.Tensor,
    scale: float,
    cap: float | None,
) -> torch.Tensor:
    """With batched products, the keys as the first factor: the fastest with one query for each head."""
    count, _, heads, _, size = asked.shape
    queries = asked.permute(0, 2, 4, 1, 3).reshape(count * heads, size, -1)
    scores = torch.bmm(keys.flatten(0, 1), queries).transpose(1, 2)
    if cap is not None:
        scores, scale = scores.mul(scale / cap).tanh_(), cap
    weights = torch.add(mask, scores, alpha=scale).softmax(-1)
    return torch.bmm(weights, values.flatten(0, 1))
