"""Running a suite with workers: its samples are the rows of runs of ``summarize batch``, one for each task.

The journal and the predictions are those of ``runs``. Samples of a task that the journal does not have are
written as rows into a folder below ``batches/`` in the run's folder; when all are done, the results are read
back into the journal. An interrupted run finds the same samples due, hence the same folder and the parts that
are finished. A sample that failed is a prediction with an error, and is due again in the next run.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from summarize.corpora import parts
from summarize.corpora.batches import Options, batch, store_of
from summarize.corpora.rows import Columns
from summarize.errors import UsageError
from summarize.evaluation.runs import JOURNAL, Prediction, Predictions, append, begin, in_order, task_name
from summarize.evaluation.samples import Sample, digest
from summarize.evaluation.systems import TOGETHER, System
from summarize.files import appending, replacing
from summarize.request import Request

if TYPE_CHECKING:
    from summarize.corpora.batches import Progress as Progressed
    from summarize.evaluation.runs import Progress
    from summarize.evaluation.suites import Suite

BATCHES, ROWS = "batches", "samples.jsonl"
_COLUMNS = Columns(id="id", language="language")


def run_suite_in_batches(
    suite: Suite, system: System, folder: Path, options: Options, progress: Progress | None = None
) -> Predictions:
    """What ``run_suite`` returns, but for ``seconds``, which are None: workers do not time samples.

    Of ``options``, those that say who works count: engine, workers, address and timeout. A sample that fails
    is kept with the message and an empty output, also where its worker crashed or took too long.

    Raises:
        UsageError: the system is not the tool itself, or the tool cannot do what it is asked.
        SummarizeError: the run cannot go on. Parts that were finished are kept.
    """
    if system.request is None:
        raise UsageError(f"{system.name} has no request for a task: workers cannot be given its samples")
    found, due = begin(suite, system, folder)
    total = len(found) + len(due)
    for task in suite.tasks:
        samples = [sample for each, sample in due if each is task]
        if not samples:
            continue
        name, request = task_name(suite, task), system.request(task)
        place = _place(folder, name, system, request, samples)
        hear = _counting(progress, len(found), total)
        rows = _results(place, samples, request, options, hear)
        made = [_prediction(name, sample, system, row) for sample, row in zip(samples, rows, strict=True)]
        with appending(folder / JOURNAL) as file:
            append(file, *made)
        found |= {(each.task, each.id): each for each in made}
    if progress:
        progress(total, total)
    return in_order(suite, found)


def _counting(progress: Progress | None, before: int, total: int) -> Callable[[Progressed], None]:
    """Hears of the rows of one task and tells of the samples of the suite."""

    def hear(now: Progressed) -> None:
        if progress:
            progress(before + (now.rows if now.phase == "working" else 0), total)

    return hear


def _place(folder: Path, name: str, system: System, request: Request, samples: Sequence[Sample]) -> Path:
    """The folder of a batch run: another one for whatever would make its results others."""
    place = folder.absolute() / BATCHES
    of = [str(place), system.fingerprint, asdict(request), [sample.input_sha256 for sample in samples]]
    return place / f"{re.sub(r'[^A-Za-z0-9_-]+', '-', name)}-{digest(of)[:12]}"


def _results(
    place: Path,
    samples: Sequence[Sample],
    request: Request,
    options: Options,
    hear: Callable[[Progressed], None],
) -> list[dict[str, Any]]:
    """The rows that workers make of the samples, in their order."""
    place.mkdir(parents=True, exist_ok=True)
    with replacing(place / ROWS) as file:
        for sample in samples:
            row = {"id": sample.id, "text": sample.source, "language": sample.source_language}
            file.write(json.dumps(row) + "\n")
    # Failures of an earlier run that did not reach the journal are due like all others.
    options = replace(options, columns=_COLUMNS, shard_rows=TOGETHER, retry_errors=True)
    report = batch(place / ROWS, place, request, options, progress=hear)
    results = store_of(place)
    for failure in parts.failures(results, results.names(), report.tally.failures):
        if failure["kind"] == "row":  # the samples are sound: what was asked of the tool is wrong
            raise UsageError(failure["message"])
    return list(parts.rows(results, options.form, report.shards))


def _prediction(task: str, sample: Sample, system: System, row: Mapping[str, Any]) -> Prediction:
    """A row of results as a prediction: what ``run_suite`` has of the result itself."""
    failed = row["error"] is not None
    return Prediction(
        task,
        sample.id,
        sample.input_sha256,
        system.fingerprint,
        "" if failed else row["text"],
        row["error"],
        source_tokens=row.get("tokens_read") or None,
        tokens=row.get("tokens_written") or None,
        extract=None if failed else row.get("extract", False),
    )
