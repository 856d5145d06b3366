"""Continuous batching: rows in, written ids out; a slot takes the next row as soon as its own has ended.

Knows neither texts nor what the scores mean.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import torch

from summarize.engines.decoder.network import Network
from summarize.engines.decoder.rules import Rules
from summarize.engines.decoder.searches import Written, search
from summarize.engines.decoder.slots import Memory, Slots

# Rows decoded at once, beams counted: enough that reading the weights is shared by many, and few enough
# that keys and values stay near the processor.
SLOTS = 64
# Source tokens that the slots hold at most: with long rows there are fewer slots, for the memory they take.
_HELD = 8192
# Source tokens read at once: enough to keep the processor busy, little enough to hold.
_READ_AT_ONCE = 1024
# With nothing left to begin, free slots are dropped when so much of the batch has ended.
_WORTH_SHRINKING = 0.75


def decode(
    network: Network,
    rows: Sequence[Sequence[int]],
    ceilings: Sequence[int],
    rules: Rules,
    on_done: Callable[[], None] | None = None,
    slots: int = SLOTS,
) -> list[Written]:
    """What the model writes for each row of source ids, in the order given.

    ``ceilings`` are the most tokens each may get, at least 1. ``on_done`` is called as each row ends.
    """
    written: dict[int, Written] = {}
    order = sorted(range(len(rows)), key=lambda index: (-len(rows[index]), index))
    if order:
        most = max(min(slots // rules.num_beams, _HELD // len(rows[order[0]])), 1)
        batch = _Batch(network, rules, min(most, len(rows)))
        waiting = _read(network, rows, order)
        with torch.inference_mode():
            for index, result in batch.run(waiting, ceilings):
                written[index] = result
                if on_done:
                    on_done()
    return [written[index] for index in range(len(rows))]


class _Batch:
    """The slots of one call, and which row is in each."""

    def __init__(self, network: Network, rules: Rules, count: int) -> None:
        self._network = network
        self._search = search(rules, count)
        self._slots = Slots(network.heads, count, rules.num_beams, network.kept)
        self._rows: list[int | None] = [None] * count

    def run(
        self, waiting: Iterator[tuple[int, Memory]], ceilings: Sequence[int]
    ) -> Iterator[tuple[int, Written]]:
        """Each row's index and result, as they end."""
        self._fill(waiting, ceilings)
        while any(row is not None for row in self._rows):
            scores = self._network.step(self._search.progress.last, self._slots)
            parents, done = self._search.choose(scores)
            self._slots.end_step(parents)
            ended = [slot for slot in done.nonzero().flatten().tolist() if self._rows[slot] is not None]
            for slot in ended:
                row = self._rows[slot]
                assert row is not None
                yield row, self._search.result(slot)
                self._free(slot)
            self._rest()
            if ended and not self._fill(waiting, ceilings):
                self._shrink()

    def _fill(self, waiting: Iterator[tuple[int, Memory]], ceilings: Sequence[int]) -> bool:
        """Whether every slot has a row."""
        for slot, row in enumerate(self._rows):
            if row is None:
                coming = next(waiting, None)
                if coming is None:
                    return False
                self._rows[slot], memory = coming
                self._slots.admit(slot, memory)
                self._search.begin(slot, ceilings[coming[0]])
        return True

    def _free(self, slot: int) -> None:
        self._rows[slot] = None
        self._slots.release(slot)
        self._search.begin(slot, 1)

    def _rest(self) -> None:
        """Slots without a row stay at their first step, where they cost the least."""
        for slot, row in enumerate(self._rows):
            if row is None:
                self._free(slot)

    def _shrink(self) -> None:
        taken = [slot for slot, row in enumerate(self._rows) if row is not None]
        if 0 < len(taken) <= _WORTH_SHRINKING * len(self._rows):
            chosen = torch.tensor(taken)
            self._slots.keep(chosen)
            self._search.keep(chosen)
            self._rows = [self._rows[slot] for slot in taken]


def _read(
    network: Network, rows: Sequence[Sequence[int]], order: Sequence[int]
) -> Iterator[tuple[int, Memory]]:
    """Rows in ``order``, longest first, encoded a few at a time."""
    start = 0
    while start < len(order):
        together = max(1, _READ_AT_ONCE // max(len(rows[order[start]]), 1))
        chosen = order[start : start + together]
        yield from zip(chosen, network.read([rows[index] for index in chosen]), strict=True)
        start += together
