"""The local engine: processes of this machine, each minded by a thread that hands it shard after shard."""

from __future__ import annotations

import os
import queue
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from summarize.corpora.job import Job, Tally
from summarize.corpora.shards import Shard
from summarize.corpora.supervisor import Stopped, Supervisor

_LOOK = 0.2  # seconds between two looks at whether the run is to stop
_LEAST_MEMORY = 1 << 30  # bytes for a document, however many workers share the machine
# One thread for each worker: there is one worker for each processor, and sums are the same in every run.
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


@dataclass(frozen=True)
class Event:
    """A shard that is done, with its tally; or, without one, a sign of life. ``working`` are rows in work."""

    shard: int | None
    tally: Tally
    working: int


class Runner(Protocol):
    """Works on shards, in any order.

    ``stopping`` is how often the user asked for an end: after the first time what is begun is finished.
    """

    def run(self, shards: Iterable[Shard], stopping: Callable[[], int]) -> Iterator[Event]:
        """An event for each shard that is done, and several a second besides.

        Raises:
            SummarizeError: the run cannot go on.
        """


class LocalRunner:
    """``workers`` processes; by default one for each processor, or one for each device that runs a model."""

    def __init__(self, job: Job, timeout: float, workers: int | None = None) -> None:
        self._devices = devices(job)
        self.workers = workers or (max(1, len(self._devices)) if job.writes else processors())
        if not job.writes:
            job = replace(job, memory=share_of_memory(self.workers))
        self._supervisors = [
            Supervisor(job, timeout, self._environment(number, job)) for number in range(self.workers)
        ]

    def _environment(self, number: int, job: Job) -> dict[str, str]:
        if self._devices:
            return {"CUDA_VISIBLE_DEVICES": self._devices[number % len(self._devices)]}
        return {} if job.writes else ONE_THREAD

    def run(self, shards: Iterable[Shard], stopping: Callable[[], int]) -> Iterator[Event]:
        """See ``Runner``."""
        waiting, lock = iter(shards), threading.Lock()
        answers: queue.SimpleQueue[tuple[int, Tally] | Exception | None] = queue.SimpleQueue()
        ended = threading.Event()

        def mind(supervisor: Supervisor) -> None:
            try:
                while not ended.is_set():
                    with lock:
                        shard = next(waiting, None)
                    if shard is None:
                        break
                    answers.put((shard.number, supervisor.run(shard)))
            except Stopped:
                pass
            except Exception as error:
                answers.put(error)
            answers.put(None)

        threads = [threading.Thread(target=mind, args=(each,), daemon=True) for each in self._supervisors]
        for thread in threads:
            thread.start()
        try:
            yield from self._events(answers, len(threads), stopping, ended)
        finally:
            ended.set()
            for supervisor in self._supervisors:
                supervisor.stop()
            for thread in threads:
                thread.join()
            for supervisor in self._supervisors:
                supervisor.close()

    def _events(
        self,
        answers: queue.SimpleQueue[tuple[int, Tally] | Exception | None],
        running: int,
        stopping: Callable[[], int],
        ended: threading.Event,
    ) -> Iterator[Event]:
        while running:
            asked = stopping()
            if asked:
                ended.set()
            if asked > 1:
                return
            try:
                answer = answers.get(timeout=_LOOK)
            except queue.Empty:
                yield Event(None, Tally(), self._working())
                continue
            if isinstance(answer, Exception):
                raise answer
            if answer is None:
                running -= 1
            else:
                yield Event(answer[0], answer[1], self._working())

    def _working(self) -> int:
        return sum(supervisor.rows for supervisor in self._supervisors)


def processors() -> int:
    """The processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def devices(job: Job) -> list[str]:
    """The CUDA devices that a model may run on."""
    if not job.writes or job.request.runtime.device not in ("auto", "cuda"):
        return []
    visible = os.environ.get("CUDA_VISIBLE_DEVICES")
    if visible is not None:
        return [name for name in visible.split(",") if name.strip() and name.strip() != "-1"]
    folder = Path("/proc/driver/nvidia/gpus")
    return [str(number) for number, _ in enumerate(folder.iterdir())] if folder.is_dir() else []


def share_of_memory(workers: int) -> int:
    """The memory of a worker without a model: its share of what is free now."""
    import psutil  # type: ignore[import-untyped]

    return max(int(psutil.virtual_memory().available * 0.8) // workers, _LEAST_MEMORY)
