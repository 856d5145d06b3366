"""The bookkeeping of a large run: 100,000 shards on 1,000 workers that fail, in simulated time.

    python benchmarks/shard_scheduling.py [--shards 100000] [--workers 1000]

The Ray engine's own code shares out the shards; in the place of Ray is a clock on which actors work, are
lost one by one and by the machine, and some fall silent. Printed are the processor seconds and the memory
that this takes, and that every shard was done and counted once.
"""

from __future__ import annotations

import argparse
import heapq
import random
import resource
import time
import tracemalloc
from array import array
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from summarize.corpora import cluster
from summarize.corpora.job import Job, Tally, tally_to_json
from summarize.corpora.shards import Plan, Scan, Source
from summarize.request import Request

ROWS = 1000  # of a shard
SECONDS = (2.0, 30.0)  # that a shard takes
LOST, SILENT = 0.01, 0.0005  # shares of shards whose actor is lost, or answers no more
NODE, NODES_LOST = 32, 600.0  # actors of a machine, and seconds between two machines that are lost


class Lost(Exception):
    """An actor is gone."""


class Answer:
    """A value that will be there at some time, or an error."""

    __slots__ = ("at", "value")

    def __init__(self, at: float, value: Any) -> None:
        self.at, self.value = at, value


class Handle:
    """An actor: ``work.remote`` and ``beat.remote``."""

    def __init__(self, clock: Clock, number: int) -> None:
        self._clock, self.number, self.silent, self.pending = clock, number, False, None
        self.work = SimpleNamespace(remote=self._work)
        self.beat = SimpleNamespace(remote=self._beat)

    def _work(self, shard: Any) -> Answer:
        dice = self._clock.dice
        at = self._clock.now + dice.uniform(*SECONDS)
        value: Any = {"tally": tally_to_json(Tally(shard.rows))}
        chance = dice.random()
        if chance < LOST:
            value = Lost("actor lost")
        elif chance < LOST + SILENT:
            at, self.silent = float("inf"), True
        self.pending = self._clock.answer(at, value)
        return self.pending

    def _beat(self) -> Answer:
        return self._clock.answer(float("inf") if self.silent else self._clock.now + 0.01, 0)


class Clock:
    """What the engine asks of Ray, in simulated time."""

    exceptions = SimpleNamespace(RayError=Lost)

    def __init__(self, workers: int) -> None:
        self.now, self.dice, self._workers = 0.0, random.Random(17), workers
        self._coming: list[tuple[float, int, Answer]] = []
        self._made, self._next_loss = 0, NODES_LOST
        self.actors: list[Handle] = []
        self.lost = 0

    def answer(self, at: float, value: Any) -> Answer:
        made = Answer(at, value)
        if at < float("inf"):
            self._made += 1
            heapq.heappush(self._coming, (at, self._made, made))
        return made

    def wait(
        self, answers: list[Answer], num_returns: int = 1, timeout: float = 0
    ) -> tuple[list[Answer], list[Answer]]:
        if timeout:
            while self._coming and self._coming[0][0] <= self.now:
                heapq.heappop(self._coming)
            self.now = min(
                self.now + timeout, max(self._coming[0][0], self.now) if self._coming else self.now + timeout
            )
            self._lose_a_machine()
        return [each for each in answers if each.at <= self.now], []

    def _lose_a_machine(self) -> None:
        if self.now < self._next_loss:
            return
        self._next_loss += NODES_LOST
        for actor in self.dice.sample(self.actors, min(NODE, len(self.actors))):
            if actor.pending is not None:
                actor.pending.at, actor.pending.value = self.now, Lost("machine lost")
                self.lost += 1

    def get(self, answer: Answer) -> Any:
        if isinstance(answer.value, Lost):
            raise answer.value
        return answer.value

    def kill(self, handle: Handle, no_restart: bool) -> None:
        self.actors.remove(handle)

    def cluster_resources(self) -> dict[str, float]:
        return {"CPU": float(self._workers)}

    def remote(self, kind: type) -> Any:
        return SimpleNamespace(options=lambda **_: SimpleNamespace(remote=self._actor))

    def _actor(self, *_: Any) -> Handle:
        self.actors.append(Handle(self, len(self.actors)))
        return self.actors[-1]


def plan(shards: int) -> Plan:
    """A plan of files of a thousand shards each."""
    scans = []
    for number in range(-(-shards // 1000)):
        count = min(1000, shards - 1000 * number)
        offsets = array("q", (2000 * ROWS * each for each in range(count)))
        firsts = array("q", (ROWS * each for each in range(count)))
        source = Source(f"corpus/{number:05d}.jsonl", "jsonl", f"{number:05d}.jsonl")
        scans.append(Scan(source, ROWS * count, 2000 * ROWS * count, "0" * 64, offsets, firsts))
    return Plan(scans)


def simulate(shards: int, workers: int) -> dict[str, float]:
    """Do all shards; the processor seconds and bytes that the bookkeeping took, and the simulated hours."""
    clock = Clock(workers)
    cluster.time = SimpleNamespace(monotonic=lambda: clock.now)  # type: ignore[assignment]
    made = plan(shards)
    runner = cluster.RayRunner.__new__(cluster.RayRunner)
    library: Callable[[], Any] = lambda: clock  # noqa: E731
    cluster.library = library
    runner.__init__(Job(Request(), "out"), 600.0, workers, None)  # type: ignore[misc]
    done, total = bytearray(len(made)), Tally()
    began = time.process_time()
    for event in runner._events((made.shard(number) for number in range(len(made))), lambda: 0):
        if event.shard is not None:
            assert not done[event.shard], f"shard {event.shard} was counted twice"
            done[event.shard] = 1
            total.add(event.tally)
    assert all(done)
    assert total.rows == made.rows
    losses = sum(runner._losses.values())
    return {"seconds": time.process_time() - began, "hours": clock.now / 3600, "losses": losses}


def main() -> None:
    """Simulate and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--shards", type=int, default=100_000)
    parser.add_argument("--workers", type=int, default=1000)
    asked = parser.parse_args()
    tracemalloc.start()
    made = plan(asked.shards)
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    print(f"{len(made):,} shards of {made.rows:,} rows: the plan takes {held / 1e6:.1f} MB")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = simulate(asked.shards, asked.workers)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(
        f"{asked.workers:,} workers, {found['hours']:.2f} simulated hours, {found['losses']:.0f} shards lost "
        f"and done again, each counted once; {found['seconds']:.1f} processor seconds, {grown:.1f} MB more "
        "memory, the simulated cluster included"
    )


if __name__ == "__main__":
    main()
