"""Scores that another program computed: COMET, BERTScore and the like, whose packages cannot live here.

One JSON line a sample: ``{"id", "metric", "score", "signature"}`` and, with several tasks, ``"task"``.
They join the results as means of per-sample scores; nothing here judges whether they are right.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from summarize.errors import MeasurementError, UsageError
from summarize.evaluation import statistics
from summarize.evaluation.results import Measure, Results, TaskResult
from summarize.evaluation.samples import read_jsonl

Table = dict[tuple[str, str], dict[str, float]]  # (task, metric) → sample id → score


def import_scores(results: Results, path: Path) -> Results:
    """``results`` with the metrics of a file.

    A metric that misses a sample is a ``MeasurementError``; an unknown sample or task, a second
    score for one, a signature that changes within a metric, or the name of a metric that is our own
    is a ``UsageError``.
    """
    table, signatures = _read(path, results)
    if not table:
        raise MeasurementError(f"{path} holds no scores")
    tasks = dict(results.tasks)
    for (name, metric), scores in table.items():
        tasks[name] = _join(tasks[name], metric, scores, signatures[metric])
    return replace(results, tasks=tasks)


def _read(path: Path, results: Results) -> tuple[Table, dict[str, str]]:
    table: Table = {}
    signatures: dict[str, str] = {}
    known = {name: {sample.id for sample in task.samples} for name, task in results.tasks.items()}
    for number, row in read_jsonl(path):
        place = f"{path}:{number}"
        task, identity, metric, score = _row(row, known, place)
        if signatures.setdefault(metric, str(row["signature"])) != row["signature"]:
            raise UsageError(f"{place}: {metric} has two signatures")
        column = table.setdefault((task, metric), {})
        if identity in column:
            raise UsageError(f"{place}: a second {metric} for {identity}")
        column[identity] = score
    return table, signatures


def _row(row: Mapping[str, Any], known: Mapping[str, set[str]], place: str) -> tuple[str, str, str, float]:
    missing = [name for name in ("id", "metric", "score", "signature") if row.get(name) in (None, "")]
    if missing:
        raise UsageError(f"{place}: {', '.join(missing)} missing")
    task = str(row.get("task", next(iter(known)) if len(known) == 1 else ""))
    if task not in known:
        raise UsageError(f"{place}: task must be one of {', '.join(known)}")
    if str(row["id"]) not in known[task]:
        raise UsageError(f"{place}: {task} has no sample {row['id']}")
    if type(row["score"]) not in (int, float) or not math.isfinite(row["score"]):
        raise UsageError(f"{place}: score must be a finite number")
    return task, str(row["id"]), str(row["metric"]), float(row["score"])


def _join(task: TaskResult, metric: str, scores: Mapping[str, float], signature: str) -> TaskResult:
    if metric in task.measures and metric not in task.imported:
        raise UsageError(f"{task.name} has its own {metric}; give the imported one another name")
    missing = [sample.id for sample in task.samples if sample.id not in scores]
    if missing:
        raise MeasurementError(f"{task.name}: {metric} misses {len(missing)} samples, such as {missing[0]}")
    interval = statistics.mean_interval(list(scores.values()))
    low, high = (interval.low, interval.high) if len(scores) > 1 else (None, None)
    measured = Measure(interval.value, low, high, "higher", signature)
    samples = tuple(
        replace(sample, scores={**sample.scores, metric: scores[sample.id]}) for sample in task.samples
    )
    imported = tuple(dict.fromkeys((*task.imported, metric)))
    return replace(task, measures={**task.measures, metric: measured}, samples=samples, imported=imported)
