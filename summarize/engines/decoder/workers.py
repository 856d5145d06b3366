"""Many rows on all cores: workers, each with its own slots and loop, over one set of weights.

Threads do, and share the weights without copies: torch lets go of the interpreter while it computes. A
thread for each worker keeps its core busy; two threads inside one operator wait for each other at its
end. Rows are dealt out beforehand, so that a run repeats itself in every precision. Knows rows, no texts.
"""

from __future__ import annotations

import contextvars
import ctypes
import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress

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


# A worker with fewer rows (beams counted) only waits for memory: every step reads all weights.
_WORTH_A_WORKER = 8
_TURN = 0.1  # seconds between two looks for an interrupt

Work = Callable[[Sequence[int]], list[Written]]


def decode_together(
    network: Network,
    rows: Sequence[Sequence[int]],
    ceilings: Sequence[int],
    rules: Rules,
    on_done: Callable[[], None] | None = None,
    workers: int | None = None,
) -> list[Written]:
    """``decode`` by as many ``workers`` as torch has threads, fewer where there are few rows.

    ``on_done`` is called as each row ends, by one worker at a time. What goes wrong in one, an interrupt
    too, ends all of them at their next operation and is raised here.
    """
    threads, lock = torch.get_num_threads(), threading.Lock()
    count = min(workers or _worth(rows, rules, threads), max(len(rows), 1))
    if count == 1:
        return decode(network, rows, ceilings, rules, on_done)

    def told() -> None:
        with lock:
            if on_done:
                on_done()

    def work(share: Sequence[int]) -> list[Written]:
        own = [rows[index] for index in share]
        return decode(network, own, [ceilings[index] for index in share], rules, told)

    order = sorted(range(len(rows)), key=lambda index: (-len(rows[index]), index))
    shares = [order[number::count] for number in range(count)]
    with _threads(max(threads // count, 1)):
        found = _all(work, shares)
    written = {
        index: one
        for share, own in zip(shares, found, strict=True)
        for index, one in zip(share, own, strict=True)
    }
    return [written[index] for index in range(len(rows))]


class _Stopped(SystemExit):
    """Ends a thread from outside; nobody is told of it."""


class _Worker(threading.Thread):
    """Does its share and says so: ``ended`` gets what went wrong, ``None`` for nothing."""

    def __init__(
        self, work: Work, share: Sequence[int], ended: queue.SimpleQueue[BaseException | None]
    ) -> None:
        super().__init__(daemon=True)
        self._work, self._share, self._ended = work, share, ended
        self._context, self._threads = contextvars.copy_context(), torch.get_num_threads()
        self.written: list[Written] = []

    def run(self) -> None:
        """Compute with the threads, and be heard by whoever listens, of the one who made this worker."""
        failure: BaseException | None = None
        try:
            torch.set_num_threads(self._threads)
            self.written = self._context.run(self._work, self._share)
        except BaseException as error:
            failure = error
        self._ended.put(failure)

    def stop(self) -> None:
        """End it between two operations, as an interrupt would."""
        ident = ctypes.c_ulong(self.ident or 0)
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ident, ctypes.py_object(_Stopped))


def _all(work: Work, shares: Sequence[Sequence[int]]) -> list[list[Written]]:
    ended: queue.SimpleQueue[BaseException | None] = queue.SimpleQueue()
    crew = [_Worker(work, share, ended) for share in shares]
    try:
        for worker in crew:
            worker.start()
        for _ in crew:
            failure = _next(ended)
            if failure:
                raise failure
    except BaseException:
        for worker in crew:
            worker.stop()
        raise
    finally:
        for worker in crew:
            if worker.ident:
                worker.join()
    return [worker.written for worker in crew]


def _next(ended: queue.SimpleQueue[BaseException | None]) -> BaseException | None:
    """Waits in short turns, because not every system ends a long wait at an interrupt."""
    while True:
        with suppress(queue.Empty):
            return ended.get(timeout=_TURN)


def _worth(rows: Sequence[Sequence[int]], rules: Rules, threads: int) -> int:
    return max(1, min(threads, len(rows) * rules.num_beams // _WORTH_A_WORKER))


@contextmanager
def _threads(count: int) -> Iterator[None]:
    """Within this block an operator uses ``count`` threads."""
    before = torch.get_num_threads()
    torch.set_num_threads(count)
    try:
        yield
    finally:
        torch.set_num_threads(before)
