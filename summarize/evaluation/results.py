"""The evidence: what a run scored, as one JSON file from which every report is made.

``results.json`` holds the texts; a baseline is the same file without texts and timings. One sample per
line keeps diffs readable. Both load as ``Results`` and can be compared and gated against each other.

``import_scores`` adds scores that another program computed (COMET, BERTScore and the like): one JSON
line per sample, ``{"id", "metric", "score", "signature"}`` and, with several tasks, ``"task"``. They are
taken as they are and reported as means of per-sample scores.
"""

from __future__ import annotations

import json
import math
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from summarize.errors import MeasurementError, UsageError, quoted
from summarize.evaluation import statistics
from summarize.evaluation.corpus import CORPUS_METRICS
from summarize.evaluation.embedding import EMBEDDING
from summarize.evaluation.facts import CONTRADICTED, FACTS, FactResult
from summarize.evaluation.samples import check_name, read_json, read_jsonl
from summarize.evaluation.suites import Limits
from summarize.evaluation.typed import build
from summarize.files import replacing

SCHEMA = "summarize-evaluation/1"
RESULTS = "results.json"
_LEAF = 5  # from this depth on, a value is written on one line


@dataclass(frozen=True)
class Measure:
    """One metric of one task: the score and its 95 % interval (None for a single sample)."""

    score: float
    low: float | None
    high: float | None
    better: str
    signature: str

    @property
    def detectable(self) -> float | None:
        """The drop that a task of this size shows four times out of five; None for a single sample.

        Assumes that the scores of two systems correlate 0.5; a comparison knows better.
        """
        if self.low is None or self.high is None:
            return None
        return statistics.DETECTABLE * (self.high - self.low) / (2 * statistics.NORMAL)


@dataclass(frozen=True)
class Scores:
    """One sample's scores, counts and failed checks; the texts are empty in a baseline."""

    id: str
    scores: Mapping[str, float]
    counts: Mapping[str, list[float]]
    checks: tuple[str, ...]
    output_sha256: str
    output: str = ""
    source: str = ""
    references: tuple[str, ...] = ()
    error: str | None = None
    meta: Mapping[str, str] = field(default_factory=dict)
    facts: tuple[FactResult, ...] = ()


@dataclass(frozen=True)
class TaskResult:
    """Everything measured on one task.

    ``metrics`` are the gated ones, the one that reports show first; ``yardsticks`` are the scores of the
    reference systems (lead, random, oracle, copy); ``checks`` counts the samples that failed each
    check; ``imported`` names the metrics that were scored elsewhere.
    """

    name: str
    kind: str
    source_language: str
    target_language: str
    data_sha256: str
    metrics: tuple[str, ...]
    limits: Limits
    measures: Mapping[str, Measure]
    yardsticks: Mapping[str, Mapping[str, float]]
    checks: Mapping[str, int]
    samples: tuple[Scores, ...]
    imported: tuple[str, ...] = ()

    @property
    def wordless(self) -> bool:
        """Whether every output is empty."""
        return self.checks.get("empty", 0) == len(self.samples)

    @property
    def learned(self) -> tuple[str, ...]:
        """The metrics that a model computed: the embedding score and what was imported."""
        return tuple(name for name in self.measures if name == EMBEDDING or name in self.imported)

    @property
    def shown(self) -> tuple[str, ...]:
        """The metrics of an overview: the gated ones, facts if there are any, and the learned ones."""
        facts = [FACTS] if FACTS in self.measures else []
        return tuple(dict.fromkeys((*self.metrics, *facts, *self.learned)))

    def measured(self, metric: str) -> int:
        """How many samples a metric was measured on: all, but for facts those of articles that have some."""
        if metric not in (FACTS, CONTRADICTED):
            return len(self.samples)
        return sum(metric in sample.scores for sample in self.samples)

    def column(self, metric: str) -> NDArray[np.float64]:
        """Scores of ``metric`` per sample, in their order; a corpus metric scores each sample by itself.

        ``MeasurementError`` where a sample has none.
        """
        counts = self.counts(metric)
        if all(metric in sample.scores for sample in self.samples):
            return np.array([sample.scores[metric] for sample in self.samples], dtype=np.float64)
        if counts is None:
            raise MeasurementError(f"{self.name}: not every sample has a score of {metric}")
        return CORPUS_METRICS[metric].score(counts)

    def counts(self, metric: str) -> NDArray[np.float64] | None:
        """Counts of a corpus metric ``(samples, k)``; None for a mean of per-sample scores."""
        if not self.samples or any(metric not in sample.counts for sample in self.samples):
            return None
        return np.array([sample.counts[metric] for sample in self.samples], dtype=np.float64)


@dataclass(frozen=True)
class Results:
    """A scored run, or a baseline (whose manifest has no timings)."""

    manifest: Mapping[str, Any]
    tasks: Mapping[str, TaskResult]


@dataclass(frozen=True)
class _System:
    name: str = ""
    fingerprint: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class _Encoder:
    name: str
    fingerprint: str
    unknown: Mapping[str, float]


@dataclass(frozen=True)
class _Scoring:
    profile: str = ""
    encoder: _Encoder | None = None


@dataclass(frozen=True)
class _Manifest:
    """The types of what reports read in a manifest; a baseline has no more than the first two."""

    system: _System = _System()
    scoring: _Scoring = _Scoring()
    versions: Mapping[str, str] = field(default_factory=dict)
    samples: int = 0
    seconds: float = 0.0
    tokens: int | None = None


def as_baseline(results: Results) -> Results:
    """``results`` without texts, errors and anything that differs between machines."""
    kept = ("suites", "system", "scoring")
    manifest = {name: results.manifest[name] for name in kept if name in results.manifest}
    tasks = {
        name: replace(
            task,
            samples=tuple(
                Scores(each.id, each.scores, each.counts, each.checks, each.output_sha256)
                for each in task.samples
            ),
        )
        for name, task in results.tasks.items()
    }
    return Results(manifest, tasks)


def to_json(results: Results) -> dict[str, Any]:
    """The JSON value that ``from_json`` reads."""
    return {
        "schema": SCHEMA,
        "manifest": dict(results.manifest),
        "tasks": {name: asdict(task) for name, task in results.tasks.items()},
    }


def from_json(value: Any, place: str) -> Results:
    """``Results`` from JSON; ``UsageError`` where it is not a results file."""
    if not isinstance(value, dict) or value.get("schema") != SCHEMA:
        raise UsageError(f"{place} is not a results file ({SCHEMA})")
    results = build(Results, {name: value[name] for name in value if name != "schema"}, place)
    known = {each.name for each in fields(_Manifest)} & results.manifest.keys()
    build(_Manifest, {name: results.manifest[name] for name in known}, f"{place}: manifest")
    for name, task in results.tasks.items():
        if task.name != name:
            raise UsageError(f"{place}: {quoted(name)} has the name {quoted(task.name)}")
        check_name(name, place)
        _check(task, f"{place}: {quoted(name)}")
    return results


def _check(task: TaskResult, place: str) -> None:
    """``UsageError`` where names or counts are of the right types and still not possible."""
    if not task.metrics:
        raise UsageError(f"{place} names no metric")
    if len({sample.id for sample in task.samples}) != len(task.samples):
        raise UsageError(f"{place} has two samples of one id")
    for sample in task.samples:
        check_name(sample.id, place)
        for metric, counts in sample.counts.items():
            known = CORPUS_METRICS.get(metric)
            if known is None or len(counts) != known.width or min(counts) < 0:
                raise UsageError(
                    f"{place}: sample {quoted(sample.id)} has no valid counts of {quoted(metric)}"
                )


def read_results(path: Path) -> Results:
    """The results of a run's folder, a results file, or a baseline.

    ``MeasurementError`` where the file does not exist or holds no scored sample: a comparison with
    nothing must not pass.
    """
    file = results_file(path)
    if not os.path.exists(file):  # noqa: PTH110  (it raises nothing)
        raise MeasurementError(f"{file} does not exist: nothing to measure")
    results = from_json(read_json(file), str(file))
    if not any(task.samples for task in results.tasks.values()):
        raise MeasurementError(f"{file} holds no scored sample")
    return results


def results_file(path: Path) -> Path:
    """The results of a run's folder; any other path is that of the results themselves."""
    return path / RESULTS if os.path.isdir(path) else path  # noqa: PTH112  (it raises nothing)


def write_results(results: Results, path: Path) -> None:
    """Write the file in one step, in a fixed order and layout with one sample per line.

    ``SummarizeError`` where it cannot be written.
    """
    with replacing(path) as file:
        file.write("".join(_layout(to_json(results), 0)) + "\n")


def _layout(value: Any, depth: int) -> Iterator[str]:
    """Indented JSON down to the samples, which take one line each.

    Keys keep the order in which the code makes them, the same on every run.
    """
    if depth >= _LEAF or not value or not isinstance(value, (dict, list, tuple)):
        yield json.dumps(value, ensure_ascii=False)
        return
    if isinstance(value, dict):
        start, end = "{}"
        rows = [(f"{json.dumps(key, ensure_ascii=False)}: ", value[key]) for key in value]
    else:
        start, end = "[]"
        rows = [("", each) for each in value]
        depth = _LEAF - 1
    indent = " " * (depth + 1)
    yield start + "\n"
    for index, (key, each) in enumerate(rows):
        yield indent + key
        yield from _layout(each, depth + 1)
        yield ",\n" if index + 1 < len(rows) else "\n"
    yield " " * depth + end


Table = dict[tuple[str, str], dict[str, float]]  # (task, metric) → sample id → score


def import_scores(results: Results, path: Path) -> Results:
    """``results`` with the metrics of a file added.

    ``MeasurementError`` where a metric lacks a sample; ``UsageError`` for an unknown sample or task, a
    second score for a sample, two signatures of one metric, or the name of a metric of our own.
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
        raise UsageError(f"{place}: {', '.join(missing)} is missing or empty")
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
        raise UsageError(f"{task.name} already has its own {metric}; give the imported metric another name")
    missing = [sample.id for sample in task.samples if sample.id not in scores]
    if missing:
        raise MeasurementError(f"{task.name}: {metric} lacks {len(missing)} samples, such as {missing[0]}")
    interval = statistics.mean_interval(list(scores.values()))
    low, high = (interval.low, interval.high) if len(scores) > 1 else (None, None)
    measured = Measure(interval.value, low, high, "higher", signature)
    samples = tuple(
        replace(sample, scores={**sample.scores, metric: scores[sample.id]}) for sample in task.samples
    )
    imported = tuple(dict.fromkeys((*task.imported, metric)))
    return replace(task, measures={**task.measures, metric: measured}, samples=samples, imported=imported)
