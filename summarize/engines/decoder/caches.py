"""Keys and values of one attention in every slot and layer, laid out as the processor reads them fastest.

Attention at a step is a small product for each head, and what it takes is reading the cache: where linears
compute in bfloat16 or int8, keys and values are held in bfloat16. Knows neither weights nor rows.
"""

from __future__ import annotations

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
