"""The rows of one shard → lines in an unfinished file, group after group → the shard's results.

A group is what a model is given at once. Its rows follow from the shard alone, so that a model's batches are
the same whoever works on the shard. A row that ends or holds up its process is absent from its group later.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from summarize.api.run import run
from summarize.corpora import parts
from summarize.corpora.job import Job, Tally
from summarize.corpora.rows import DamagedInput, LeftOut, Row, RowError, failed, reason
from summarize.corpora.shards import Shard
from summarize.corpora.sources import reader
from summarize.corpora.storage import store
from summarize.errors import (
    DocumentError,
    FaithfulnessError,
    InputTooLong,
    ModelError,
    SummarizeError,
    UsageError,
)
from summarize.files import writing
from summarize.text.documents import Document
from summarize.text.escapes import on_one_line

# The kind of a failure, by the error: the first that fits.
_KINDS: tuple[tuple[type[Exception], str], ...] = (
    (RowError, "row"),
    (DamagedInput, "input"),
    (DocumentError, "document"),
    (UsageError, "row"),
    (FaithfulnessError, "unfaithful"),
    (InputTooLong, "too-long"),
    (ModelError, "model"),
    (SummarizeError, "failed"),
)
BUG = "bug"


@dataclass(frozen=True)
class Failure:
    """Why a row failed, in one line, and of which kind that is."""

    kind: str
    message: str


@dataclass(frozen=True)
class Task:
    """What a worker does next: a shard, from a group on; ``only`` is a row that is tried alone instead.

    ``size`` is how much of the unfinished file is kept. ``absent`` are rows that failed already, ``single``
    the groups whose rows are worked on one by one.
    """

    shard: Shard
    unfinished: str
    group: int = 0
    size: int = 0
    absent: Mapping[int, Failure] = field(default_factory=dict)
    single: frozenset[int] = frozenset()
    only: int | None = None


Begin = Callable[[int, int], None]  # a group, and the size of the unfinished file before it


def complete(task: Task, job: Job, begin: Begin) -> Tally:
    """Work on a shard to its end, and commit it.

    ``begin`` is called before each group, and with the number after the last one before the commit.

    Raises:
        SummarizeError: an input is not what it was, or the output cannot be written.
        MemoryError: a document needs too much.
    """
    path = Path(task.unfinished)
    with _continued(path, task.size) as file:
        for number, group in _groups(task, job, begin, file.tell):
            for line in _lines(group, task, job, alone=number in task.single):
                with writing(job.output):
                    file.write(line)
            with writing(job.output):
                file.flush()
        begin(job.groups(task.shard.rows), file.tell())
    tally = parts.commit(store(job.output), task.shard, job, path)
    path.unlink(missing_ok=True)
    return tally


@contextmanager
def _continued(path: Path, size: int) -> Iterator[BinaryIO]:
    """The unfinished file from ``size`` on; everything in it is flushed before it is closed."""
    file = path.open("r+b" if size else "wb")
    try:
        file.truncate(size)
        file.seek(size)
        yield file
    finally:
        with suppress(OSError):
            file.close()


def try_alone(task: Task, job: Job) -> None:
    """Work on one row and forget the result: whether its process survives that is what counts."""
    assert task.only is not None
    row = next(islice(_rows(task.shard, job), task.only, None))
    for _ in answers([row], job, alone=True):
        pass


_Numbered = tuple[int, Row]


def _groups(
    task: Task, job: Job, begin: Begin, size: Callable[[], int]
) -> Iterator[tuple[int, list[_Numbered]]]:
    rows = enumerate(_rows(task.shard, job))
    for _ in islice(rows, task.group * job.together):
        pass
    for number in range(task.group, job.groups(task.shard.rows)):
        begin(number, size())
        wanted = min(job.together, task.shard.rows - number * job.together)
        group = list(islice(rows, wanted))
        if len(group) < wanted:
            raise SummarizeError(
                f"{task.shard.source.name} has fewer rows than before: it was changed during the run"
            )
        yield number, group


def _rows(shard: Shard, job: Job) -> Iterator[Row]:
    """The rows of a shard; those that repeat another are left out."""
    for number, row in enumerate(reader(shard.source.kind).read(shard, job.columns)):
        first = shard.duplicates.get(number)
        yield row if first is None else failed(row.id, LeftOut(f"duplicate\t{first}"), row.kept)


def _lines(group: Sequence[_Numbered], task: Task, job: Job, *, alone: bool) -> Iterator[bytes]:
    """The lines of a group, in its order."""
    present = [row for number, row in group if number not in task.absent]
    found = answers(present, job, alone=alone)
    for number, row in group:
        answer = task.absent.get(number) or next(found)
        yield parts.line(row, answer, job)


def answers(rows: Sequence[Row], job: Job, *, alone: bool) -> Iterator[Any]:
    """What becomes of each row: (result, tokens read, tokens written), a ``Failure``, or a ``LeftOut``.

    Unless they are worked on ``alone``, the rows share the batches of a model.

    Raises:
        MemoryError: memory ran out; what is left of it is not enough for the other rows either.
    """
    jobs = [partial(_answer, row, job) for row in rows]
    if alone or len(jobs) < 2:
        yield from (_caught(each) for each in jobs)
        return
    from summarize.engines.gathering import together

    for each, answer in zip(jobs, together(jobs), strict=True):
        # What no row should raise may be of the group, such as memory that ran out: once more alone.
        yield _caught(each) if isinstance(answer, Exception) else answer


def _caught(each: Callable[[], Any]) -> Any:
    try:
        return each()
    except MemoryError:
        raise
    except Exception as error:
        return failure(error)


def _answer(row: Row, job: Job) -> Any:
    """The result of one row; an exception that is no ``SummarizeError`` is not caught here."""
    from summarize.progress import counting

    try:
        document = row.document()
        _filter(document, job)
        with counting() as tokens:
            result = run(document, job.request)
    except LeftOut as reason:
        return reason
    except SummarizeError as error:
        return failure(error)
    read, written = tokens.read, tokens.written
    if result.generated:
        read += result.generated.account.tokens_read
        written += result.generated.account.tokens_written
    return result, read, written


def _filter(document: Document, job: Job) -> None:
    if job.filters.languages and document.language not in job.filters.languages:
        raise LeftOut(f"language {document.language}")
    if job.filters.min_words and len(document.text.split()) < job.filters.min_words:
        raise LeftOut(f"fewer than {job.filters.min_words} words")


def failure(error: Exception) -> Failure:
    """An exception as a failure of its row."""
    kind = next((kind for fitting, kind in _KINDS if isinstance(error, fitting)), BUG)
    if kind == BUG:
        return Failure(kind, f"{type(error).__name__}: {reason(error)}")
    return Failure(kind, on_one_line(" ".join(str(error).split())))
