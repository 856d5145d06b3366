"""Scoring a run: predictions → results with intervals, reference systems, failed checks and the manifest.

The same predictions give the same scores, byte for byte. What differs between two runs of one system
(seconds, machine) is in the manifest, never among the scores.

``flags`` names the checks that an output fails, whatever its scores say. ``HARD`` checks are failures of
the task itself and are gated: nothing written, an error, the wrong language or script, a copy of the
source, a loop, an extract instead of a model's text, a text several times too long or too short. The
others, from the checks against the source (numbers, names, quotations …), are counted and reported.
"""

from __future__ import annotations

import math
import platform
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from summarize.errors import MeasurementError
from summarize.evaluation import metrics, statistics
from summarize.evaluation.corpus import CORPUS_METRICS
from summarize.evaluation.facts import fact_results
from summarize.evaluation.metrics import Scored, Scoring
from summarize.evaluation.reference_systems import reference_systems
from summarize.evaluation.results import SCHEMA, Measure, Results, Scores, TaskResult
from summarize.evaluation.runs import Prediction, Predictions, task_name
from summarize.evaluation.samples import Sample, digest
from summarize.evaluation.suites import Suite, SuiteTask
from summarize.evaluation.systems import System
from summarize.evaluation.tokens import normalize, words
from summarize.request import Length
from summarize.text.collector import paused
from summarize.version import __version__

_DECIMALS = 4
_PACKAGES = (
    "numpy",
    "sacrebleu",
    "torch",
    "transformers",
    "ctranslate2",
    "razdel",
    "sentencex",
    "snowballstemmer",
)
HARD = (
    "chatter", "copy", "empty", "error", "extract", "language", "length", "loop", "residue", "script",
    "truncated",
)  # fmt: skip
_TOO_LONG, _SPARE = 3, 10  # times the longest reference, and words more; times what was asked is 2
_TOO_SHORT = 0.25  # of the shortest reference


def flags(sample: Sample, prediction: Prediction, kind: str, length: Length | None = None) -> tuple[str, ...]:
    """The names of the checks that an output fails, sorted; an empty output is not checked further.

    ``length`` is what the task asks for.
    """
    reported = {
        "error": prediction.error is not None,
        "truncated": bool(prediction.truncated),
        "extract": bool(prediction.extract),
    }
    found = {name for name, failed in reported.items() if failed}
    if not normalize(prediction.output):
        return tuple(sorted(found | {"empty"}))
    if kind != "translation" and _is_off_length(sample, prediction.output, length):
        found.add("length")
    return tuple(sorted(found | _kinds(sample, prediction.output, kind)))


def _is_off_length(sample: Sample, output: str, length: Length | None) -> bool:
    """Whether a summary is far from the references' lengths, or twice as long as asked for."""
    count = len(words(output))
    lengths = [len(words(reference)) for reference in sample.references]
    if count > _TOO_LONG * max(lengths) + _SPARE or count < _TOO_SHORT * min(lengths):
        return True
    if length is None or length.unit == "ratio":
        return False
    counted = (
        len(metrics.sentences_of(output, sample.target_language)) if length.unit == "sentences" else count
    )
    return counted > 2 * length.amount


def _kinds(sample: Sample, output: str, kind: str) -> set[str]:
    from summarize.checks.verdict import check_summary, check_translation

    check = check_translation if kind == "translation" else check_summary
    found = {
        finding.kind
        for finding in check(
            output,
            sample.source,
            source_language=sample.source_language,
            target_language=sample.target_language,
        )
        if finding.certain
    }
    if kind in ("abstractive", "headline") and normalize(output) == normalize(sample.source):
        found.add("copy")
    return found


def score_run(
    suites: Sequence[Suite], system: System, predictions: Predictions, scoring: Scoring | None = None
) -> Results:
    """Every task of the suites scored, with the manifest.

    ``MeasurementError`` where a sample has no prediction or there is nothing to score.
    """
    scoring = scoring or Scoring()
    with paused():
        tasks = {
            task_name(suite, task): _score_task(suite, task, predictions, scoring)
            for suite in suites
            for task in suite.tasks
        }
    if not tasks:
        raise MeasurementError("the suites have no task: nothing to score")
    return Results(_manifest(suites, system, predictions, scoring), tasks)


def _score_task(suite: Suite, task: SuiteTask, predictions: Predictions, scoring: Scoring) -> TaskResult:
    name = task_name(suite, task)
    missing = [sample.id for sample in task.samples if (name, sample.id) not in predictions]
    if missing or not task.samples:
        raise MeasurementError(f"{name}: {len(missing)} of {len(task.samples)} samples have no prediction")
    made = [predictions[name, sample.id] for sample in task.samples]
    scored = metrics.score(task.samples, [each.output for each in made], task.kind, scoring)
    failed = [
        flags(sample, each, task.kind, task.length) for sample, each in zip(task.samples, made, strict=True)
    ]
    return TaskResult(
        name=name,
        kind=task.kind,
        source_language=task.source,
        target_language=task.target,
        data_sha256=task.data_sha256,
        metrics=task.metrics,
        limits=task.limits,
        measures=_measures(scored),
        yardsticks=_reference_scores(task, scoring),
        checks=dict(sorted(Counter(flag for each in failed for flag in each).items())),
        samples=tuple(_rows(task, made, scored, failed)),
    )


def _rows(
    task: SuiteTask, made: Sequence[Prediction], scored: Scored, failed: Sequence[tuple[str, ...]]
) -> list[Scores]:
    kept = [name for name in scored.counts if name != "chrf++-folded"]
    return [
        Scores(
            id=sample.id,
            scores=scored.samples[index],
            counts={name: scored.counts[name][index].tolist() for name in kept},
            checks=failed[index],
            output_sha256=digest(made[index].output),
            output=made[index].output,
            source=sample.source,
            references=sample.references,
            error=made[index].error,
            meta=dict(sample.meta),
            facts=fact_results(sample.facts, made[index].output, sample.source_facts) if sample.facts else (),
        )
        for index, sample in enumerate(task.samples)
    ]


def _measures(scored: Scored) -> dict[str, Measure]:
    """Each metric's score over all samples, with its interval."""
    found = {}
    for name in scored.signatures:
        if name in scored.counts:
            interval = statistics.corpus_interval(scored.counts[name], CORPUS_METRICS[name].score)
        elif values := [row[name] for row in scored.samples if name in row]:
            interval = statistics.mean_interval(values)
        else:
            continue
        found[name] = Measure(
            _finite(interval.value) or 0.0,
            _finite(interval.low),
            _finite(interval.high),
            metrics.better(name),
            scored.signatures[name],
        )
    return found


def _finite(value: float) -> float | None:
    return round(value, _DECIMALS) + 0.0 if math.isfinite(value) else None


def _reference_scores(task: SuiteTask, scoring: Scoring) -> dict[str, dict[str, float]]:
    plain = replace(scoring, brief=True)
    answers = reference_systems(task.samples, task.kind, _sentences_asked(task))
    return {
        name: {
            metric: each.score
            for metric, each in _measures(metrics.score(task.samples, texts, task.kind, plain)).items()
        }
        for name, texts in answers.items()
    }


def _sentences_asked(task: SuiteTask) -> int:
    """How many sentences lead, random and oracle take: as many as the task asks for, else 1 or 3."""
    if task.length and task.length.unit == "sentences":
        return int(task.length.amount)
    return 1 if task.kind == "headline" else 3


def _manifest(
    suites: Sequence[Suite], system: System, predictions: Predictions, scoring: Scoring
) -> dict[str, Any]:
    """System, data, scoring and versions, and what the run took."""
    values = predictions.values()
    return {
        "schema": SCHEMA,
        "suites": {suite.name: {"sha256": suite.sha256, "tasks": len(suite.tasks)} for suite in suites},
        "system": {
            "name": system.name,
            "fingerprint": system.fingerprint,
            "settings": dict(system.settings),
        },
        "scoring": _scoring(scoring, suites),
        "versions": _versions(),
        "samples": len(predictions),
        "seconds": round(sum(each.seconds or 0.0 for each in values), 3),
        "source_tokens": _total([each.source_tokens for each in values]),
        "tokens": _total([each.tokens for each in values]),
    }


def _scoring(scoring: Scoring, suites: Sequence[Suite]) -> dict[str, Any]:
    """The profile and, where there is one, the encoder with its share of unknown tokens."""
    if scoring.encoder is None:
        return {"profile": scoring.profile}
    references: dict[str, list[str]] = defaultdict(list)
    for sample in (sample for suite in suites for task in suite.tasks for sample in task.samples):
        references[sample.target_language] += sample.references[:1]
    unknown = {code: round(scoring.encoder.unknown(texts), 3) for code, texts in sorted(references.items())}
    encoder = {"name": scoring.encoder.name, "fingerprint": scoring.encoder.fingerprint, "unknown": unknown}
    return {"profile": scoring.profile, "encoder": encoder}


def _total(values: Sequence[int | None]) -> int | None:
    return sum(value or 0 for value in values) if any(value is not None for value in values) else None


def _versions() -> dict[str, str]:
    found = {"summarize": __version__, "python": platform.python_version(), "platform": sys.platform}
    for name in _PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
