"""The Ray engine: actors on many machines, each with a supervisor and its worker, which Ray places.

No error of a document leaves an actor, Ray is not asked to retry anything, and nothing is sent through its
object store but shards and tallies of some hundred bytes. What was done is known from the output folder, so
that a cluster, a node or the process that shares out the shards may be lost at any time.
"""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from summarize.corpora.job import Job, Tally, tally_from_json, tally_to_json
from summarize.corpora.local import ONE_THREAD, Event, processors, share_of_memory
from summarize.corpora.rows import reason
from summarize.corpora.shards import Shard
from summarize.corpora.storage import is_address
from summarize.corpora.supervisor import ERRORS, Supervisor, importable
from summarize.errors import SummarizeError, UsageError

_LOOK = 0.2  # seconds between two looks at what is done
_BEAT = 5.0  # seconds between two questions to an actor
SILENT = 60.0  # seconds without an answer after which an actor is given up
_KNOCK = 20.0  # seconds for somebody to answer at the address of a cluster
_LOSSES = 20  # nodes and actors that may be lost with one shard
_LOOPBACK = "127.0.0.1"


def library() -> Any:
    """Ray, with its usage statistics off.

    Raises:
        UsageError: it is not installed.
    """
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    try:
        import ray
    except ImportError:
        raise UsageError("--engine ray needs the extra ray: pip install 'summarize[ray]'") from None
    return ray


class Actor:
    """What runs on a node: one supervisor. Every answer is a value, also that something failed."""

    def __init__(self, job: Job, timeout: float, folder: str) -> None:
        self._job, self._timeout, self._folder = job, timeout, folder
        self._supervisor: Supervisor | None = None

    def work(self, shard: Shard) -> dict[str, Any]:
        """The tally of a shard, or the message and exit code of an error that ends the run."""
        try:
            self._supervisor = self._supervisor or self._started()
            return {"tally": tally_to_json(self._supervisor.run(shard))}
        except SummarizeError as error:
            return {"fatal": str(error), "exit": error.exit_code}
        except Exception as error:
            return {"fatal": f"a worker failed: {type(error).__name__}: {reason(error)}", "exit": 1}

    def beat(self) -> int:
        """The rows of the shard in work that are done: a sign of life."""
        return self._supervisor.rows if self._supervisor else 0

    def _started(self) -> Supervisor:
        with suppress(OSError):
            os.chdir(self._folder)  # inputs may have been named from there
        job = self._job
        if job.writes:
            return Supervisor(job, self._timeout)
        return Supervisor(replace(job, memory=share_of_memory(processors())), self._timeout, ONE_THREAD)


@dataclass
class _Placed:
    """One actor, as the process that shares out the shards knows it."""

    handle: Any
    shard: Shard
    work: Any  # the answer to come
    beat: Any = None  # a question without an answer yet
    heard: float | None = None  # when it last gave an answer; None before it has begun
    rows: int = 0


class RayRunner:
    """At most ``workers`` actors; by default one for each processor of the cluster, or each GPU for a model.

    The cluster is the one at ``address``; without one it is started for the run, on this machine.
    """

    def __init__(self, job: Job, timeout: float, workers: int | None, address: str | None) -> None:
        self._ray = library()
        output = job.output if is_address(job.output) else str(Path(job.output).absolute())
        self._job, self._timeout = replace(job, output=output), timeout
        self._asked, self._address = workers, address
        self._actors: list[_Placed] = []
        self._again: deque[Shard] = deque()  # shards whose actor was lost
        self._losses: Counter[int] = Counter()
        self._resources: dict[str, float] = {}  # of the cluster, when they were last looked at
        self._looked = self._listened = -_BEAT

    def run(self, shards: Iterable[Shard], stopping: Callable[[], int]) -> Iterator[Event]:
        """See ``Runner``."""
        with _connected(self._ray, self._address, self._asked):
            try:
                yield from self._events(iter(shards), stopping)
            except (self._ray.exceptions.RayError, ConnectionError) as error:
                raise SummarizeError(
                    f"the Ray cluster is lost: {_line(error)}; run the same command again for the rest"
                ) from None
            finally:
                for actor in self._actors:
                    self._end(actor)

    def _events(self, shards: Iterator[Shard], stopping: Callable[[], int]) -> Iterator[Event]:
        while stopping() < 2:
            while not stopping() and len(self._actors) < self._most() and (shard := self._next(shards)):
                self._actors.append(self._placed(shard))
            if not self._actors:
                return
            for actor in self._done([actor.work for actor in self._actors]):
                shard, tally = actor.shard, self._answer(actor)
                following = None if tally is None or stopping() else self._next(shards)
                if following:
                    actor.shard, actor.rows = following, 0
                    actor.work = actor.handle.work.remote(following)
                elif actor in self._actors:
                    self._end(actor)
                    self._actors.remove(actor)
                if tally is not None:
                    yield Event(shard.number, tally, self._working())
            self._listen()
            yield Event(None, Tally(), self._working())

    def _done(self, answers: list[Any]) -> list[_Placed]:
        """The actors that have an answer, all of them, once there is one or a moment has passed."""
        self._ray.wait(answers, timeout=_LOOK)
        done = set(self._ray.wait(answers, num_returns=len(answers), timeout=0)[0])
        return [actor for actor in self._actors if actor.work in done]

    def _next(self, shards: Iterator[Shard]) -> Shard | None:
        return self._again.popleft() if self._again else next(shards, None)

    def _most(self) -> int:
        """How many actors there may be now: a cluster may grow."""
        if time.monotonic() - self._looked >= _BEAT:
            self._looked, self._resources = time.monotonic(), self._ray.cluster_resources()
        return self._asked or max(1, int(self._resources.get("GPU" if self._on_gpu() else "CPU", 1)))

    def _on_gpu(self) -> bool:
        device = self._job.request.runtime.device
        return self._job.writes and device != "cpu" and "GPU" in self._resources

    def _placed(self, shard: Shard) -> _Placed:
        """A new actor that works on a shard as soon as the cluster has room for it."""
        options = {
            "num_cpus": 1,
            "num_gpus": 1 if self._on_gpu() else 0,
            "max_restarts": 0,
            "max_task_retries": 0,
            "max_concurrency": 2,  # it answers while it works
            "runtime_env": {"env_vars": importable()},
        }
        kind = self._ray.remote(Actor).options(**options)
        handle = kind.remote(self._job, self._timeout, str(Path.cwd()))
        return _Placed(handle, shard, handle.work.remote(shard))

    def _answer(self, actor: _Placed) -> Tally | None:
        """The tally of the shard; None if the actor is lost, and the shard is to be worked on again."""
        try:
            answer = self._ray.get(actor.work)
        except self._ray.exceptions.RayError as error:
            self._lose(actor, _line(error))
            return None
        if "fatal" in answer:
            raise ERRORS.get(answer["exit"], SummarizeError)(answer["fatal"])
        return tally_from_json(answer["tally"])

    def _lose(self, actor: _Placed, reason: str) -> None:
        number = actor.shard.number
        self._losses[number] += 1
        if self._losses[number] > _LOSSES:
            raise SummarizeError(
                f"{_LOSSES} actors were lost with shard {number}, the last one because: {reason}"
            )
        self._again.append(actor.shard)
        self._end(actor)
        self._actors.remove(actor)

    def _listen(self) -> None:
        """Ask every actor for a sign of life, and give up those that have been silent for too long."""
        now = time.monotonic()
        if now - self._listened < _BEAT:
            return
        self._listened = now
        waiting = [actor.beat for actor in self._actors if actor.beat is not None]
        done = set(self._ray.wait(waiting, num_returns=len(waiting), timeout=0)[0]) if waiting else set()
        for actor in list(self._actors):
            if actor.beat in done:
                with suppress(self._ray.exceptions.RayError):  # it is lost: the answer of its work says so
                    actor.rows, actor.heard = self._ray.get(actor.beat), now
                actor.beat = None
            elif actor.heard is not None and now - actor.heard > SILENT:
                self._lose(actor, f"silent for {SILENT:g} seconds")
                continue
            actor.beat = actor.beat or actor.handle.beat.remote()

    def _end(self, actor: _Placed) -> None:
        with suppress(Exception):  # it may be gone, and the cluster with it
            self._ray.kill(actor.handle, no_restart=True)

    def _working(self) -> int:
        return sum(actor.rows for actor in self._actors)


@contextmanager
def _connected(ray: Any, address: str | None, workers: int | None) -> Iterator[None]:
    """Within this block the process is connected to the cluster.

    Raises:
        SummarizeError: there is none at the address.
    """
    quiet = {"log_to_driver": False, "logging_level": "ERROR", "configure_logging": True}
    place: dict[str, Any] = (
        {"address": address}
        if address
        else {"address": "local", "include_dashboard": False, "num_cpus": workers}
    )
    if not address or address.startswith((_LOOPBACK, "localhost")):
        place["_node_ip_address"] = _LOOPBACK  # Ray would take an address that others can reach
    handlers = _handlers()
    try:
        _knock(address)
        ray.init(**place, **quiet)
    except Exception as error:
        where = f"at {address}" if address else "on this machine"
        raise SummarizeError(f"no Ray cluster {where}: {_line(error)}") from None
    for number, handler in handlers.items():
        signal.signal(number, handler)  # Ray has put its own there
    try:
        yield
    finally:
        ray.shutdown()


def _knock(address: str | None) -> None:
    """Raise ``OSError`` if nobody listens at ``host:port``: Ray would wait for it for many minutes."""
    host, _, port = (address or "").rpartition(":")
    if host and port.isdigit() and "/" not in host:
        with socket.create_connection((host.strip("[]"), int(port)), timeout=_KNOCK):
            pass


def _handlers() -> dict[int, Any]:
    """The handlers of the signals that end a run, where this thread may set them."""
    if threading.current_thread() is not threading.main_thread():
        return {}
    numbers = [getattr(signal, name, None) for name in ("SIGINT", "SIGTERM", "SIGHUP")]
    return {number: signal.getsignal(number) for number in numbers if number is not None}


def _line(error: BaseException) -> str:
    """The first line of an error, whose others are a traceback."""
    lines = str(error).strip().splitlines()
    return f"{type(error).__name__}: {' '.join(lines[0].split())}" if lines else type(error).__name__
