"""One worker process and what happens when it dies: the row is found, tried once more alone, then recorded.

Runners call ``Supervisor.run`` with one shard after the other; where the supervisor itself runs, in a thread
of this process or in an actor of Ray, makes no difference to it.
"""

from __future__ import annotations

import json
import os
import pickle
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from summarize.corpora.job import Job, Tally, tally_from_json
from summarize.corpora.shards import Shard
from summarize.corpora.storage import store
from summarize.corpora.work import Failure, Task
from summarize.errors import ModelError, SummarizeError, UsageError
from summarize.files import writing

TIME, CRASH, MEMORY = "timeout", "crash", "memory"
OUT_OF_MEMORY = 77  # the exit code of a worker that has no memory left
_STARTS = 3  # workers that may die before they have begun, one after the other
# Deaths of one group: from the second on its rows are tried alone, a group of one row from the first; where
# all survive that, the rows are worked on one by one from the fourth on, and given up after the tenth.
_SINGLE, _LAST = 4, 10
_LOOK = 0.1  # seconds between two looks at the clock
ERRORS = {error.exit_code: error for error in (SummarizeError, UsageError, ModelError)}


class Stopped(Exception):
    """The run was ended while a shard was being worked on."""


class Supervisor:
    """One worker at a time, started when it is needed.

    ``timeout`` is the seconds that a document may take. ``environment`` is added to the worker's.
    """

    def __init__(self, job: Job, timeout: float, environment: Mapping[str, str] | None = None) -> None:
        self._job, self._timeout, self._environment = job, timeout, dict(environment or {})
        self._worker: _Worker | None = None
        self._stopped = False
        self.rows = 0  # of the shard in work, for progress
        self._folder = store(job.output).scratch()

    def run(self, shard: Shard) -> Tally:
        """Work on a shard until it is committed.

        Raises:
            SummarizeError: the run cannot go on: a model does not load, a disk is full.
            Stopped: ``stop`` was called.
        """
        with writing(self._job.output):
            handle, unfinished = tempfile.mkstemp(
                dir=self._folder, prefix=".summarize-", suffix=".unfinished"
            )
            os.close(handle)
        task = Task(shard, unfinished)
        deaths: Counter[int] = Counter()
        try:
            while True:
                answer, task = self._attempt(task)
                if isinstance(answer, Tally):
                    return answer
                deaths[task.group] += 1
                task = self._without_culprits(task, answer, deaths[task.group])
        finally:
            self.rows = 0
            with suppress(OSError):
                Path(unfinished).unlink(missing_ok=True)

    def _attempt(self, task: Task) -> tuple[Tally | Failure, Task]:
        """The tally of a shard; or how its worker died, and the task from the group in which it did."""
        worker = self._ready()
        together = 1 if task.only is not None else self._job.together
        for message in self._answers(worker, task, self._timeout * together):
            if "done" in message:
                return tally_from_json(message["done"]), task
            if "alone" in message:
                return Tally(), task
            if task.only is None:
                task = replace(task, group=message["begin"], size=message["size"])
                self.rows = task.group * together
        failure = worker.failure(self._timeout)
        self._worker = None
        if self._stopped:
            raise Stopped
        return failure, task

    def _answers(self, worker: _Worker, task: Task, seconds: float) -> Iterator[dict[str, Any]]:
        try:
            yield from worker.answers(task, seconds)
        except SummarizeError:
            self._worker = None  # it has ended
            raise

    def _without_culprits(self, task: Task, death: Failure, deaths: int) -> Task:
        """The task less the rows of its group that end or hold up a worker when they are tried alone."""
        together = self._job.together
        first = task.group * together
        rows = [row for row in range(first, min(first + together, task.shard.rows)) if row not in task.absent]
        if deaths >= _LAST and not rows:  # all is done but the commit
            raise SummarizeError(f"part {task.shard.label} cannot be written: {death.message}")
        if deaths >= _LAST:
            return replace(task, absent={**task.absent, **dict.fromkeys(rows, death)})
        if deaths >= _SINGLE:
            task = replace(task, single=task.single | {task.group})
        if deaths == 1 and together > 1:  # most often somebody ended the process
            return task
        found = dict(task.absent)
        for row in rows:
            answer, _ = self._attempt(replace(task, only=row))
            if isinstance(answer, Failure):
                found[row] = answer
        return replace(task, absent=found)

    def _ready(self) -> _Worker:
        """A worker that has loaded all it needs."""
        reason = ""
        for _ in range(_STARTS):
            if self._stopped:
                raise Stopped
            if self._worker is not None:
                return self._worker
            worker = self._worker = _Worker(self._job, self._environment)
            if self._stopped:
                worker.kill()
            if worker.begins():
                return worker
            self._worker, reason = None, worker.failure(0).message
        if self._stopped:
            raise Stopped
        raise SummarizeError(f"a worker does not start: {reason}")

    def stop(self) -> None:
        """End the worker now; ``run`` then raises ``Stopped``. Called from another thread."""
        self._stopped = True
        worker = self._worker
        if worker is not None:
            worker.kill()

    def close(self) -> None:
        """End the worker; nothing is being worked on."""
        if self._worker is not None:
            self._worker.kill()
            self._worker.wait()
            self._worker = None


class _Worker:
    """A process that runs ``worker.main``, and a clock that ends it when a group takes too long."""

    def __init__(self, job: Job, environment: Mapping[str, str]) -> None:
        session: dict[str, Any] = (
            {"creationflags": 0x200}  # CREATE_NEW_PROCESS_GROUP
            if sys.platform == "win32"
            else {"start_new_session": True}  # Ctrl-C is for the process that shares out the shards
        )
        self._process = subprocess.Popen(
            [sys.executable, "-m", "summarize.corpora.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **importable(), **environment},
            **session,
        )
        self._deadline: float | None = None
        self._late = False
        self._send(job)

    def begins(self) -> bool:
        """Whether it has loaded all it needs; raises ``SummarizeError`` if it says that it cannot."""
        return any("ready" in message for message in self._messages())

    def answers(self, task: Task, seconds: float) -> Iterator[dict[str, Any]]:
        """What it says while it works on a task; ends with the process. A group may take ``seconds``."""
        over = threading.Event()
        self._deadline = None
        watch = threading.Thread(target=self._watch, args=(over,), daemon=True)
        watch.start()
        try:
            self._send(task)
            for message in self._messages():
                self._deadline = None if message.get("last") else time.monotonic() + seconds
                yield message
        finally:
            over.set()

    def _watch(self, over: threading.Event) -> None:
        while not over.wait(_LOOK):
            if self._deadline is not None and time.monotonic() > self._deadline:
                self._late = True
                self.kill()
                return

    def _send(self, value: Any) -> None:
        assert self._process.stdin is not None
        with suppress(OSError):  # it is dead: there will be no answer
            pickle.dump(value, self._process.stdin)
            self._process.stdin.flush()

    def _messages(self) -> Iterator[dict[str, Any]]:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if not line.endswith(b"\n"):
                return  # it died in the middle
            message = json.loads(line)
            if "fatal" in message:
                self.wait()
                raise ERRORS.get(message["exit"], SummarizeError)(message["fatal"])
            yield message

    def failure(self, timeout: float) -> Failure:
        """How it ended."""
        code = self.wait()
        if self._late:
            return Failure(TIME, f"took more than {timeout:g} seconds")
        if code == OUT_OF_MEMORY:
            return Failure(MEMORY, "needs more memory than there is")
        if code < 0:
            with suppress(ValueError):
                name = signal.Signals(-code).name
                memory = "; memory may have run out" if name == "SIGKILL" else ""
                return Failure(CRASH, f"its process was ended by {name}{memory}")
        return Failure(CRASH, f"its process ended with exit code {code}")

    def kill(self) -> None:
        """End it at once."""
        with suppress(OSError):
            self._process.kill()

    def wait(self) -> int:
        """Its exit code, once it has ended."""
        code = self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                assert pipe is not None
                pipe.close()
        return code


def importable() -> dict[str, str]:
    """The setting of the environment that lets a worker import this very package, wherever it is."""
    here = str(Path(__file__).resolve().parents[2])
    paths = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    return {"PYTHONPATH": os.pathsep.join(dict.fromkeys([here, *filter(None, paths)]))}
