"""What has been written in each slot so far, and how much more may be.

Knows ids and counts; no scores and no caches.
"""

from __future__ import annotations

import torch

EMPTY = -1
_FIRST_CAPACITY = 32


class Progress:
    """``history`` (slots, beams, places) holds the start token and what was written after it, then ``EMPTY``.

    ``written`` (slots,) counts the tokens after the start; ``ceilings`` (slots,) is how many there may be.
    """

    def __init__(self, count: int, beams: int, start: int) -> None:
        self._start = start
        self.history = torch.full((count, beams, _FIRST_CAPACITY), EMPTY)
        self.history[:, :, 0] = start
        self.written = torch.zeros(count, dtype=torch.long)
        self.ceilings = torch.ones(count, dtype=torch.long)

    @property
    def last(self) -> torch.Tensor:
        """(slots, beams) the tokens that were written last."""
        places = self.written[:, None, None].expand(*self.history.shape[:2], 1)
        return self.history.gather(2, places).squeeze(2)

    @property
    def seen(self) -> torch.Tensor:
        """The part of ``history`` in use: a view, (slots, beams, the longest)."""
        return self.history[:, :, : int(self.written.max()) + 1]

    def begin(self, slot: int, ceiling: int) -> None:
        """A new row in a slot."""
        self.history[slot] = EMPTY
        self.history[slot, :, 0] = self._start
        self.written[slot] = 0
        self.ceilings[slot] = ceiling

    def write(self, tokens: torch.Tensor, parents: torch.Tensor | None) -> None:
        """Append ``tokens`` (slots, beams), each to the history of its parent beam."""
        if int(self.written.max()) + 2 > self.history.shape[2]:
            self.history = torch.cat([self.history, torch.full_like(self.history, EMPTY)], 2)
        if parents is not None:
            seen = self.seen
            seen.copy_(seen.gather(1, parents[:, :, None].expand_as(seen)))
        self.written += 1
        self.history.scatter_(2, self.written[:, None, None].expand(*tokens.shape, 1), tokens[:, :, None])

    def keep(self, chosen: torch.Tensor) -> None:
        """Go on with the slots ``chosen`` only."""
        self.history, self.written = self.history[chosen], self.written[chosen]
        self.ceilings = self.ceilings[chosen]
