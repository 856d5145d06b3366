"""Where a token stands, as a vector: a learned table of the checkpoint, or waves computed here.

Knows lengths and the id of the padding; no text.
"""

from __future__ import annotations

import math

import torch

from summarize.engines.decoder.architecture import Architecture

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
