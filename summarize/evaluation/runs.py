"""Running a suite: every sample once, written to a journal, and resumed where it stopped.

A run is a folder: ``predictions.jsonl`` (the journal) and, once scored, ``results.json``. The journal has
one JSON line per sample, forced to disk as soon as it is made, so a killed run loses at most the sample
in flight, or those written together with it. An unfinished last line is cut off at the next start; a damaged
line anywhere else is an error. A line is used only while task, sample id, input and system are the same.

``read_predictions`` reads outputs that were made elsewhere. A sample without an output, or an output
without a sample, is an error.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, fields
from functools import partial
from pathlib import Path
from typing import TextIO

from summarize.engines.gathering import together
from summarize.errors import MeasurementError, SummarizeError, UsageError, listed
from summarize.evaluation.samples import Sample, is_jsonl, read_jsonl, read_lines
from summarize.evaluation.suites import Suite, SuiteTask
from summarize.evaluation.systems import Output, System
from summarize.evaluation.typed import build
from summarize.files import appending, locked, writing
from summarize.models.files import Damaged, parse_json

JOURNAL = "predictions.jsonl"
Key = tuple[str, str, str, str]
Work = tuple[SuiteTask, Sample]
Progress = Callable[[int, int], None]  # samples done, samples in total


@dataclass(frozen=True)
class Prediction:
    """What a system wrote for one sample.

    ``error`` is the message of a failure (``output`` is then empty); ``seconds`` is wall time. Token
    counts, ``truncated`` and ``extract`` (the source's own sentences replace a model's) are None where
    the system does not report them.
    """

    task: str
    id: str
    input_sha256: str
    system: str
    output: str
    error: str | None = None
    seconds: float | None = None
    source_tokens: int | None = None
    tokens: int | None = None
    truncated: bool | None = None
    extract: bool | None = None

    @property
    def key(self) -> Key:
        return (self.task, self.id, self.input_sha256, self.system)


Predictions = Mapping[tuple[str, str], Prediction]  # (task, sample id) → prediction


def read_journal(path: Path) -> dict[Key, Prediction]:
    """The last prediction for each key; {} where there is no journal yet."""
    if not _is_file(path):
        return {}
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}") from error
    found = {}
    for number, line in enumerate(content.split(b"\n"), start=1):
        if line:
            prediction = _parse(line, f"{path}:{number}")
            found[prediction.key] = prediction
    return found


def _parse(line: bytes, place: str) -> Prediction:
    try:
        value = parse_json(line, "the line")
    except Damaged as error:
        raise UsageError(f"{place}: not a valid journal line: {error}") from error
    if not isinstance(value, dict):
        raise UsageError(f"{place}: not a valid journal line: it is not an object")
    known = {each.name for each in fields(Prediction)}
    return build(Prediction, {name: value[name] for name in value if name in known}, place)


def repair(path: Path) -> None:
    """Cut off an unfinished last line."""
    if not _is_file(path):
        return
    content = path.read_bytes()
    kept = content[: content.rfind(b"\n") + 1]
    if len(kept) < len(content):
        with path.open("r+b") as file:
            file.truncate(len(kept))
            os.fsync(file.fileno())


def _is_file(path: Path) -> bool:
    """Whether there is something to read: not a device, which may never end."""
    return os.path.isfile(path)  # noqa: PTH113  (it raises nothing)


def append(file: TextIO, *predictions: Prediction) -> None:
    """Write a line each, at once, and wait until they are on disk."""
    lines = [json.dumps(asdict(each), ensure_ascii=False, sort_keys=True) + "\n" for each in predictions]
    with writing(file.name):
        file.write("".join(lines))
        file.flush()
        os.fsync(file.fileno())


def sole_writer(folder: Path) -> AbstractContextManager[None]:
    """Within this block no other process writes into the run's folder, which is made if missing.

    Raises:
        SummarizeError: another process does already, or the folder cannot be written.
    """
    return locked(folder / JOURNAL, f"another process is writing into {folder}; wait, or give another --out")


def task_name(suite: Suite, task: SuiteTask) -> str:
    """The name of a task in journals, results and reports: ``suite/task``."""
    return f"{suite.name}/{task.id}"


def run_suite(suite: Suite, system: System, folder: Path, progress: Progress | None = None) -> Predictions:
    """What ``system`` writes for every sample of ``suite``.

    Samples that the folder's journal already has for the same input and system are not written again,
    except those that failed. Where the system raises a ``SummarizeError``, the sample is kept with the
    message and an empty output; a ``UsageError`` or any other exception ends the run, which can be
    resumed. ``SummarizeError`` where the journal cannot be written.
    """
    found, due = begin(suite, system, folder)
    total = len(found) + len(due)
    with appending(folder / JOURNAL) as file:
        for start in range(0, len(due), system.together):
            if progress:
                progress(len(found), total)
            for prediction in _predict(suite, system, due[start : start + system.together]):
                append(file, prediction)
                found[prediction.task, prediction.id] = prediction
    if progress:
        progress(total, total)
    return in_order(suite, found)


def begin(suite: Suite, system: System, folder: Path) -> tuple[dict[tuple[str, str], Prediction], list[Work]]:
    """What the folder's journal has for this system and these inputs, and the samples that are left."""
    journal = folder / JOURNAL
    with writing(journal):
        folder.mkdir(parents=True, exist_ok=True)
        repair(journal)
    known = read_journal(journal)
    found: dict[tuple[str, str], Prediction] = {}
    due: list[Work] = []
    for task in suite.tasks:
        name = task_name(suite, task)
        for sample in task.samples:
            prediction = known.get((name, sample.id, sample.input_sha256, system.fingerprint))
            if prediction is None or prediction.error is not None:
                due.append((task, sample))
            else:
                found[name, sample.id] = prediction
    return found, due


def in_order(suite: Suite, found: Predictions) -> Predictions:
    """The predictions in the suite's order."""
    keys = [(task_name(suite, task), sample.id) for task in suite.tasks for sample in task.samples]
    return {key: found[key] for key in keys}


def _predict(suite: Suite, system: System, due: Sequence[Work]) -> Iterator[Prediction]:
    """The predictions for samples that are written together; the time is shared out evenly.

    What is done is returned before an error that ends the run is raised.
    """
    started = time.perf_counter()
    jobs = [partial(_answer, system, *each) for each in due]
    answers = together(jobs) if len(jobs) > 1 else [jobs[0]()]
    seconds = round((time.perf_counter() - started) / len(due), 4)
    for (task, sample), answer in zip(due, answers, strict=True):
        if isinstance(answer, Exception):
            raise answer
        output, error = answer
        yield Prediction(
            task_name(suite, task),
            sample.id,
            sample.input_sha256,
            system.fingerprint,
            output.text,
            error,
            seconds,
            output.source_tokens,
            output.tokens,
            output.truncated,
            output.extract,
        )


def _answer(system: System, task: SuiteTask, sample: Sample) -> tuple[Output, str | None]:
    """The output for a sample and the message of a failure; an error that ends the run is raised."""
    try:
        answer = system.write(task, sample)
    except UsageError:
        raise
    except SummarizeError as failure:
        return Output(""), str(failure) or type(failure).__name__
    return answer if isinstance(answer, Output) else Output(answer), None


def read_predictions(suite: Suite, path: Path, system: str) -> Predictions:
    """Outputs that were made elsewhere: JSON Lines ``{"id", "output"}``, or one output per line.

    With several tasks each JSON line names its ``task`` (``suite/task`` or the task's own id). Plain
    lines need a suite of one task and as many lines as samples. Missing samples are a
    ``MeasurementError``; an unknown or repeated id is a ``UsageError``.
    """
    rows = _json_outputs(suite, path) if is_jsonl(path) else _line_outputs(suite, path)
    found: dict[tuple[str, str], Prediction] = {}
    missing = []
    for task in suite.tasks:
        name = task_name(suite, task)
        for sample in task.samples:
            if (row := rows.pop((name, sample.id), None)) is None:
                missing.append(f"{name} {sample.id}")
            else:
                found[name, sample.id] = Prediction(name, sample.id, sample.input_sha256, system, *row)
    if rows:
        raise UsageError(f"{path}: no such sample: {listed([' '.join(key) for key in rows])}")
    if missing:
        raise MeasurementError(f"{path}: {len(missing)} samples have no output: {listed(missing)}")
    return found


def _json_outputs(suite: Suite, path: Path) -> dict[tuple[str, str], tuple[str, str | None]]:
    names = {task.id: task_name(suite, task) for task in suite.tasks}
    known = set(names.values())
    found: dict[tuple[str, str], tuple[str, str | None]] = {}
    for number, row in read_jsonl(path):
        task = row.get("task", next(iter(known)) if len(known) == 1 else None)
        task = names.get(str(task), str(task))
        if task not in known:
            raise UsageError(f"{path}:{number}: task is missing or not one of {', '.join(sorted(names))}")
        if "id" not in row or not isinstance(row.get("output"), str):
            raise UsageError(f'{path}:{number}: an "id" and an "output" text are required')
        key = (task, str(row["id"]))
        if key in found:
            raise UsageError(f"{path}:{number}: a second output for {' '.join(key)}")
        error = row.get("error")
        found[key] = (row["output"], None if error is None else str(error))
    return found


def _line_outputs(suite: Suite, path: Path) -> dict[tuple[str, str], tuple[str, str | None]]:
    if len(suite.tasks) != 1:
        raise UsageError(
            f"{path}: plain lines are for one task, {suite.name} has {len(suite.tasks)}; use JSON Lines"
        )
    (task,) = suite.tasks
    lines = read_lines(path)
    if len(lines) != len(task.samples):
        raise MeasurementError(f"{path} has {len(lines)} lines for {len(task.samples)} samples")
    name = task_name(suite, task)
    return {(name, sample.id): (line, None) for sample, line in zip(task.samples, lines, strict=True)}
