"""Doing a suite with a system: every sample once, journalled, and taken up again where it stopped.

A run is a folder: ``predictions.jsonl`` (the journal) and, once scored, ``results.json``. Knows
nothing of scores; ``scoring`` makes them from what is collected here.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path

from summarize.errors import SummarizeError, UsageError
from summarize.evaluation.journal import Key, Prediction, append, appending, mend, read_journal
from summarize.evaluation.samples import Sample
from summarize.evaluation.suites import Suite, SuiteTask
from summarize.evaluation.systems import Output, System

JOURNAL = "predictions.jsonl"
Progress = Callable[[int, int], None]
Predictions = Mapping[tuple[str, str], Prediction]  # (task, sample id) → prediction


def task_name(suite: Suite, task: SuiteTask) -> str:
    """How a task is called in journals, results and reports: ``suite/task``."""
    return f"{suite.name}/{task.id}"


def run_suite(suite: Suite, system: System, folder: Path, progress: Progress | None = None) -> Predictions:
    """What ``system`` writes for every sample of ``suite``.

    Samples that the folder's journal holds for the same input and system are not done again; those
    that failed are. A sample on which the system raises a ``SummarizeError`` is kept with its
    message and an empty output; any other exception ends the run, which can be resumed.
    """
    journal = folder / JOURNAL
    mend(journal)
    known = read_journal(journal)
    work = [(task, sample) for task in suite.tasks for sample in task.samples]
    found: dict[tuple[str, str], Prediction] = {}
    with appending(journal) as file:
        for number, (task, sample) in enumerate(work):
            if progress:
                progress(number, len(work))
            name = task_name(suite, task)
            key: Key = (name, sample.id, sample.input_sha256, system.fingerprint)
            prediction = known.get(key)
            if prediction is None or prediction.error is not None:
                prediction = _predict(system, task, sample, name)
                append(file, prediction)
            found[name, sample.id] = prediction
    if progress:
        progress(len(work), len(work))
    return found


def _predict(system: System, task: SuiteTask, sample: Sample, name: str) -> Prediction:
    started = time.perf_counter()
    error = None
    try:
        answer = system.write(task, sample)
        output = answer if isinstance(answer, Output) else Output(answer)
    except UsageError:
        raise
    except SummarizeError as failure:
        output, error = Output(""), str(failure) or type(failure).__name__
    return Prediction(
        name,
        sample.id,
        sample.input_sha256,
        system.fingerprint,
        output.text,
        error,
        round(time.perf_counter() - started, 4),
        output.source_tokens,
        output.tokens,
        output.truncated,
        output.extract,
    )
