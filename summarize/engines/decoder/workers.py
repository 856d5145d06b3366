"""Continuous batching, on all cores: rows of source ids in, written ids out.

A slot takes the next row as soon as its own has ended. Workers have their own slots and loop, and share one
set of weights. They are threads, because torch releases the interpreter while it computes: one thread per
worker keeps its core busy, where two threads inside one operator wait for each other at its end. Rows are
dealt out beforehand, so that a run is repeatable in every precision.
"""

from __future__ import annotations

import contextvars
import ctypes
import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace

import torch

from summarize.engines.decoder.causal_network import CausalNetwork
from summarize.engines.decoder.network import Network
from summarize.engines.decoder.rules import Rules
from summarize.engines.decoder.searches import Written, search
from summarize.engines.decoder.slots import Memory
from summarize.engines.decoder.tensors import PROCESSOR
from summarize.engines.stopping import Watch

# Rows decoded at once, counting beams: enough that many share each reading of the weights, few enough that
# keys and values stay near the processor.
SLOTS = 64
# The most source tokens in all slots together: with long rows there are fewer slots, to save memory.
_SOURCE_TOKENS = 8192
# Source tokens encoded at once: enough to keep the processor busy, few enough to hold in memory.
_ENCODED_AT_ONCE = 1024
# Once no rows are waiting, free slots are dropped when at most this share of the slots is taken.
_WORTH_SHRINKING = 0.75
# Rows per worker, counting beams. With fewer, a worker only waits for memory: every step reads all weights.
_ROWS_PER_WORKER = 8
_NOTHING = (0,)  # what a free slot begins with
_POLL = 0.1  # seconds between two checks for an interrupt

Decodes = Network | CausalNetwork
Work = Callable[[Sequence[int]], list[Written]]


@dataclass(frozen=True)
class Course:
    """What is told while rows are written, and what may end them early.

    ``on_done`` is called after each row, ``on_step`` after each step with the number of rows in progress;
    both may be called by several workers at once. ``watches`` has one for each row, or is empty; a row ends
    where its watch says so. ``ids`` maps what the search writes to the ids that a watch reads.
    """

    on_done: Callable[[], None] = lambda: None
    on_step: Callable[[int], None] = lambda _: None
    watches: Sequence[Watch | None] = ()
    ids: Callable[[list[int]], list[int]] = list

    def ends(self, index: int, length: int, written: Callable[[], list[int]]) -> bool:
        """Whether row ``index`` ends at this ``length``."""
        watch = self.watches[index] if self.watches else None
        return watch is not None and watch.is_due(length) and watch.ends(self.ids(written()))

    def of(self, share: Sequence[int]) -> Course:
        """The same for some of the rows."""
        return replace(self, watches=[self.watches[index] for index in share] if self.watches else ())


_QUIET = Course()


def decode_parallel(
    network: Decodes,
    rows: Sequence[Sequence[int]],
    ceilings: Sequence[int],
    rules: Rules,
    course: Course = _QUIET,
    workers: int | None = None,
) -> list[Written]:
    """``decode`` by ``workers``; by default one for each of torch's threads, fewer for few rows.

    A device other than the processor has one, for it takes one operation at a time from all of them.

    An error in one worker, or an interrupt, ends all of them at their next operation and is raised here.
    """
    threads = torch.get_num_threads()
    most = threads if network.device == PROCESSOR else 1
    count = min(workers or _worthwhile(rows, rules, most), max(len(rows), 1))
    if count == 1:
        return decode(network, rows, ceilings, rules, course)

    def work(share: Sequence[int]) -> list[Written]:
        own = [rows[index] for index in share]
        return decode(network, own, [ceilings[index] for index in share], rules, course.of(share))

    order = _longest_first(rows)
    shares = [order[number::count] for number in range(count)]
    with _threads(max(threads // count, 1)):
        found = _run(work, shares)
    written = {
        index: one
        for share, own in zip(shares, found, strict=True)
        for index, one in zip(share, own, strict=True)
    }
    return [written[index] for index in range(len(rows))]


def decode(
    network: Decodes,
    rows: Sequence[Sequence[int]],
    ceilings: Sequence[int],
    rules: Rules,
    course: Course = _QUIET,
    slots: int = SLOTS,
) -> list[Written]:
    """What the model writes for each row of source ids, in the order given.

    ``ceilings`` are the most tokens that each row may get, at least 1.
    """
    written: dict[int, Written] = {}
    order = _longest_first(rows)
    if order:
        most = max(min(slots // rules.num_beams, _SOURCE_TOKENS // len(rows[order[0]])), 1)
        batch = _Batch(network, rules, min(most, len(rows)), course)
        waiting = _encode(network, rows, order)
        with torch.inference_mode():
            for index, result in batch.run(waiting, rows, ceilings):
                written[index] = result
                course.on_done()
    return [written[index] for index in range(len(rows))]


class _Batch:
    """The slots of one call, and the row in each."""

    def __init__(self, network: Decodes, rules: Rules, count: int, course: Course) -> None:
        self._network, self._rules, self._course = network, rules, course
        self._search = search(rules, count)
        self._slots = network.slots(count, rules.num_beams)
        self._rows: list[int | None] = [None] * count

    def run(
        self, waiting: Iterator[tuple[int, Memory]], rows: Sequence[Sequence[int]], ceilings: Sequence[int]
    ) -> Iterator[tuple[int, Written]]:
        """Each row's index and result, as rows end."""
        self._fill(waiting, rows, ceilings)
        while any(row is not None for row in self._rows):
            scores = self._network.step(self._search.progress.last, self._slots)
            parents, done = self._search.choose(scores)
            self._slots.end_step(parents)
            ended = 0
            lengths = self._search.progress.written.tolist()
            self._course.on_step(sum(row is not None for row in self._rows))
            for slot, is_done in enumerate(done.tolist()):
                row = self._rows[slot]
                if row is not None and (is_done or self._ends(row, slot, lengths[slot])):
                    yield row, self._search.result(slot)
                    self._free(slot)
                    ended += 1
            self._rewind()
            if ended and not self._fill(waiting, rows, ceilings):
                self._shrink()

    def _fill(
        self, waiting: Iterator[tuple[int, Memory]], rows: Sequence[Sequence[int]], ceilings: Sequence[int]
    ) -> bool:
        """Put waiting rows into free slots; return whether every slot now has a row."""
        for slot, row in enumerate(self._rows):
            if row is None:
                coming = next(waiting, None)
                if coming is None:
                    return False
                index, memory = coming
                self._rows[slot] = index
                self._slots.admit(slot, memory)
                self._search.begin(slot, self._rules.first(rows[index]), ceilings[index])
        return True

    def _ends(self, row: int, slot: int, length: int) -> bool:
        return self._course.ends(row, length, lambda: self._search.result(slot).ids)

    def _free(self, slot: int) -> None:
        self._rows[slot] = None
        self._slots.release(slot)
        self._search.begin(slot, _NOTHING, 1)

    def _rewind(self) -> None:
        """Keep free slots at their first step, where they cost the least."""
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


def _encode(
    network: Decodes, rows: Sequence[Sequence[int]], order: Sequence[int]
) -> Iterator[tuple[int, Memory]]:
    """Rows in ``order``, longest first, encoded a few at a time."""
    start = 0
    while start < len(order):
        together = max(1, _ENCODED_AT_ONCE // max(len(rows[order[start]]), 1))
        chosen = order[start : start + together]
        yield from zip(chosen, network.encode([rows[index] for index in chosen]), strict=True)
        start += together


def _longest_first(rows: Sequence[Sequence[int]]) -> list[int]:
    return sorted(range(len(rows)), key=lambda index: (-len(rows[index]), index))


def _worthwhile(rows: Sequence[Sequence[int]], rules: Rules, threads: int) -> int:
    """The number of workers for which there are enough rows."""
    return max(1, min(threads, len(rows) * rules.num_beams // _ROWS_PER_WORKER))


class _Stopped(SystemExit):
    """Ends a thread from outside, silently."""


class _Worker(threading.Thread):
    """Decodes its share, then puts its error into ``ended``, or ``None`` if there was none."""

    def __init__(
        self, work: Work, share: Sequence[int], ended: queue.SimpleQueue[BaseException | None]
    ) -> None:
        super().__init__(daemon=True)
        self._work, self._share, self._ended = work, share, ended
        self._context, self._threads = contextvars.copy_context(), torch.get_num_threads()
        self._lock, self._stopped, self._working = threading.Lock(), False, False
        self.written: list[Written] = []

    def run(self) -> None:
        """Work with the context variables and the number of threads of the thread that made this worker."""
        failure: BaseException | None = None
        try:
            try:
                with self._lock:
                    self._working = True
                    if self._stopped:
                        raise _Stopped
                torch.set_num_threads(self._threads)
                self.written = self._context.run(self._work, self._share)
            finally:
                with self._lock:
                    self._working = False
                _arrive()
        except BaseException as error:
            failure = error
        self._ended.put(failure)

    def stop(self) -> None:
        """End the work between two operations, as an interrupt would; nothing if it has ended.

        Outside its work the thread has nothing that would catch the exception.
        """
        with self._lock:
            self._stopped = True
            if self._working:
                ident = ctypes.c_ulong(self.ident or 0)
                ctypes.pythonapi.PyThreadState_SetAsyncExc(ident, ctypes.py_object(_Stopped))


def _arrive() -> None:
    """An exception that another thread has sent to this one arrives at the next call of a function."""


def _run(work: Work, shares: Sequence[Sequence[int]]) -> list[list[Written]]:
    """The results of ``work`` on each share, each in a thread of its own."""
    ended: queue.SimpleQueue[BaseException | None] = queue.SimpleQueue()
    workers = [_Worker(work, share, ended) for share in shares]
    try:
        for worker in workers:
            worker.start()
        for _ in workers:
            failure = _next(ended)
            if failure:
                raise failure
    except BaseException:
        for worker in workers:
            worker.stop()
        raise
    finally:
        for worker in workers:
            if worker.ident:
                worker.join()
    return [worker.written for worker in workers]


def _next(ended: queue.SimpleQueue[BaseException | None]) -> BaseException | None:
    """Wait in short intervals, because not every system lets an interrupt end a long wait."""
    while True:
        with suppress(queue.Empty):
            return ended.get(timeout=_POLL)


@contextmanager
def _threads(count: int) -> Iterator[None]:
    """Within this block an operator uses ``count`` threads."""
    before = torch.get_num_threads()
    torch.set_num_threads(count)
    try:
        yield
    finally:
        torch.set_num_threads(before)
