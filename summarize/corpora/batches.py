"""``batch``: a run over a corpus, from its inputs to a folder of parts, resumed where it was interrupted."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from summarize.corpora import manifest, parts
from summarize.corpora.duplicates import Dedup, duplicates
from summarize.corpora.job import Filters, Form, Job, Tally
from summarize.corpora.local import LocalRunner, Runner, devices
from summarize.corpora.rows import Columns
from summarize.corpora.shards import MODEL_ROWS, ROWS, Plan, Shard
from summarize.corpora.sources import plan, scanned, sources
from summarize.corpora.storage import Store, is_address, needed, store
from summarize.errors import SummarizeError, UsageError
from summarize.files import locked
from summarize.request import Request

SUMMARY, LOCK = "summary.json", ".lock"
TIMEOUT = 600.0  # seconds that a document may take, by default
_EVERY = 1000  # rows before a share of failures counts
Engine = Literal["local", "ray"]


@dataclass(frozen=True)
class Limits:
    """When a run ends early: after so many failures, or when more than this share of its rows failed."""

    failures: int | None = None
    share: float | None = None

    def exceeded(self, tally: Tally, *, at_end: bool = False) -> bool:
        """Whether too many rows failed."""
        if self.failures is not None and tally.failures > self.failures:
            return True
        enough = at_end or tally.rows >= _EVERY
        return self.share is not None and enough and tally.failures > self.share * max(tally.rows, 1)

    def __str__(self) -> str:
        return f"{self.failures}" if self.failures is not None else f"{100 * (self.share or 0):g}%"


@dataclass(frozen=True)
class Options:
    """How a corpus is read, and how its results are written.

    ``shard_rows`` is the most rows of a shard; ``limit`` the most rows that are read. ``workers`` and
    ``engine`` change nothing in the results. ``timeout`` is in seconds a document.
    """

    columns: Columns = field(default_factory=Columns)
    filters: Filters = field(default_factory=Filters)
    dedup: Dedup | None = None
    form: Form = "jsonl"
    shard_rows: int | None = None
    limit: int | None = None
    engine: Engine = "local"
    workers: int | None = None
    ray_address: str | None = None
    timeout: float = TIMEOUT
    max_errors: Limits = field(default_factory=Limits)
    retry_errors: bool = False
    follow_links: bool = False


@dataclass
class Progress:
    """How far a run is.

    ``phase`` is ``reading``, ``comparing`` or ``working``; ``total`` is 0 while it is unknown. ``rows`` are
    done, in this run and before; ``tally`` is of this run alone.
    """

    phase: str
    rows: int
    total: int
    tally: Tally
    seconds: float


@dataclass(frozen=True)
class Report:
    """What became of a run. ``tally`` is of all rows in the folder, those of earlier runs included."""

    output: str
    tally: Tally
    total: int
    shards: int
    done: int
    seconds: float
    new: Tally

    @property
    def complete(self) -> bool:
        """Whether every shard is done."""
        return self.done == self.shards

    def to_json(self) -> dict[str, Any]:
        """The content of ``summary.json``: rates are those of the last run."""
        rate = self.new.rows / self.seconds if self.seconds else 0.0
        return {
            "rows": self.tally.rows,
            "of": self.total,
            "shards": self.done,
            "of_shards": self.shards,
            "failed": dict(sorted(self.tally.failed.items())),
            "left_out": dict(sorted(self.tally.left_out.items())),
            "tokens_read": self.tally.tokens_read,
            "tokens_written": self.tally.tokens_written,
            "last_run": {
                "rows": self.new.rows,
                "seconds": round(self.seconds, 3),
                "rows_per_second": round(rate, 2),
            },
        }


Hear = Callable[[Progress], None]


def batch(
    inputs: str | Path | Sequence[str | Path],
    output: str | Path,
    request: Request | None = None,
    options: Options | None = None,
    *,
    progress: Hear | None = None,
    stopping: Callable[[], int] | None = None,
) -> Report:
    """Do what ``request`` asks with every row of a corpus; what an earlier run has done is kept.

    Args:
        inputs: files, folders, globs or addresses: JSON Lines, CSV, Parquet, WARC, documents, lists of them.
        output: the folder for ``part-00000.jsonl`` and the other files; an address with pyarrow.
        request: as for a single document; by default an extractive summary.
        progress: called when a shard is done, and several times a second.
        stopping: how often the user has asked for an end: once, and what is begun is finished; twice, and
            the run ends now. Without it an interrupt ends the run now. Finished shards are kept in any case.

    Raises:
        UsageError: the folder has results of another run, or an option or a column is wrong.
        DocumentError: an input does not exist.
        ModelError: the model is missing or does not load.
        SummarizeError: more rows failed than ``max_errors`` allows, or the output cannot be written.
    """
    request, options = request or Request(), options or Options()
    names = [str(each) for each in ([inputs] if isinstance(inputs, (str, Path)) else inputs)]
    return _Batch(names, str(output), request, options, progress or _silent, stopping or _never).run()


def _silent(progress: Progress) -> None:
    pass


def _never() -> int:
    return 0


class _Batch:
    """One run."""

    def __init__(
        self,
        inputs: Sequence[str],
        output: str,
        request: Request,
        options: Options,
        progress: Hear,
        stopping: Callable[[], int],
    ) -> None:
        self._inputs, self._options = inputs, options
        self._progress, self._stopping = progress, stopping
        self._job = Job(request, output, options.columns, options.filters, options.form)
        self._began = time.monotonic()
        _check(request, options)

    def run(self) -> Report:
        """Plan, work, account."""
        models = manifest.fingerprints(self._job.request)
        if self._job.request.runtime.device in ("auto", "cpu") and not devices(self._job):
            self._job = replace(self._job, request=manifest.in_every_place(self._job.request))
        made = self._plan()
        folder = store(self._job.output)
        with _sole_writer(folder):
            settings = manifest.Settings(self._most, self._options.limit, self._options.dedup)
            manifest.begin(folder, folder.names(), manifest.manifest(self._job, made, settings, models))
            _clear(folder)
            if self._options.retry_errors:
                self._mark(folder)
            return self._work(folder, made)

    @property
    def _most(self) -> int:
        return self._options.shard_rows or (MODEL_ROWS if self._job.writes else ROWS)

    def _plan(self) -> Plan:
        options = self._options

        def read(name: str, rows: int) -> None:
            self._hear("reading", rows)

        every = sources(self._inputs, options.follow_links)
        made = plan(scanned(every, options.columns, self._most, options.limit, read))
        if options.dedup:
            made.duplicates = duplicates(
                made, options.columns, options.dedup, lambda rows: self._hear("comparing", rows, made.rows)
            )
        return made

    def _hear(self, phase: str, rows: int, total: int = 0) -> None:
        self._progress(Progress(phase, rows, total, Tally(), time.monotonic() - self._began))

    def _mark(self, folder: Store) -> None:
        """Mark the shards with failures, to be done again."""
        for number in parts.failing(folder.names()):
            folder.write(parts.marker(f"{number:05d}"), b"")

    def _work(self, folder: Store, made: Plan) -> Report:
        names = folder.names()
        done = parts.finished(names, len(made))
        kept = Tally()
        for number, is_done in enumerate(done):
            if is_done:
                kept.add(parts.tally(folder, names, f"{number:05d}", self._job.form))
        new, began = Tally(), time.monotonic()
        total = Tally()
        total.add(kept)
        try:
            if not all(done):
                for event in self._runner().run(_due(made, done), self._stopping):
                    if event.shard is not None:
                        done[event.shard] = 1
                        new.add(event.tally)
                        total.add(event.tally)
                    self._tell(total, new, event.working, made.rows, began)
                    if self._options.max_errors.exceeded(total):
                        break
        finally:
            _clear(folder)
            seconds = time.monotonic() - began
            report = Report(folder.name, total, made.rows, len(made), sum(done), seconds, new)
            folder.write(
                SUMMARY, (json.dumps(report.to_json(), ensure_ascii=False, indent=1) + "\n").encode()
            )
        if self._options.max_errors.exceeded(total, at_end=report.complete):
            raise SummarizeError(
                f"{total.failures:,} of {total.rows:,} rows failed, more than --max-errors "
                f"{self._options.max_errors}; what is done is kept in {folder.name}"
            )
        return report

    def _tell(self, total: Tally, new: Tally, working: int, rows: int, began: float) -> None:
        seconds = time.monotonic() - began
        self._progress(Progress("working", total.rows + working, rows, new, seconds))

    def _runner(self) -> Runner:
        options = self._options
        if options.engine == "ray":
            from summarize.corpora.cluster import RayRunner

            return RayRunner(self._job, options.timeout, options.workers, options.ray_address)
        return LocalRunner(self._job, options.timeout, options.workers)


def _check(request: Request, options: Options) -> None:
    """Refuse what can be seen to be wrong before anything is read.

    Raises:
        UsageError: a column to keep has the name of one of ours, or a package is not installed.
    """
    for name in options.columns.keep:
        if name in parts.RESERVED:
            raise UsageError(f"--keep {name}: the results have a column of this name; rename it in the input")
    if request.task == "translation" and request.target is None:
        raise UsageError("a translation needs a target language: give --to")
    if options.form == "parquet":
        needed("pyarrow", "--format parquet")
    if options.dedup == "near":
        needed("rensa", "--dedup near")


def _clear(folder: Store) -> None:
    """Delete what workers have left that were killed."""
    for name in parts.unfinished(folder.names()):
        folder.delete(name)


def _due(made: Plan, done: bytearray) -> Iterator[Shard]:
    """The shards that are not done, in order; each is made when its turn comes."""
    for number in range(len(made)):
        if not done[number]:
            yield made.shard(number)


def _sole_writer(folder: Store) -> AbstractContextManager[None]:
    """Within this block no other run writes into a folder of this machine."""
    if is_address(folder.name):
        return nullcontext()
    return locked(
        Path(folder.name) / LOCK,
        f"another process is writing into {folder.name}; wait, or give another --output",
    )


def status(output: str | Path) -> Report:
    """How far the runs into a folder are; nothing is changed.

    Raises:
        SummarizeError: there is no manifest in it.
    """
    folder = store_of(output)
    value = manifest.read(folder)
    names, form = folder.names(), value["options"]["format"]
    done = parts.finished(names, value["shards"])
    tally = Tally()
    for number, is_done in enumerate(done):
        if is_done:
            tally.add(parts.tally(folder, names, f"{number:05d}", form))
    return Report(folder.name, tally, value["rows"], value["shards"], sum(done), 0.0, Tally())


def store_of(output: str | Path) -> Store:
    """The folder of earlier runs, which is not made here.

    Raises:
        UsageError: there is no such folder.
    """
    name = str(output)
    if not is_address(name) and not Path(name).is_dir():
        raise UsageError(f"{name} is no folder of results")
    return store(name)
