"""Two systems on the same samples: is the second worse, better, or the same?

``MeasurementError`` where data, samples or a metric's signature differ. What a difference means is for
``gate`` to decide.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from numpy.typing import NDArray

from summarize.errors import MeasurementError, quoted
from summarize.evaluation import statistics
from summarize.evaluation.corpus import CORPUS_METRICS
from summarize.evaluation.results import Results, TaskResult
from summarize.evaluation.statistics import Alternative, Array, Comparison


@dataclass(frozen=True)
class Difference:
    """One metric of one task, old against new; ``comparison.difference`` is new minus old.

    ``adjusted`` is p after Holm's adjustment for everything tested together; ``worse_by`` is positive
    where the new system is worse, whichever way the metric improves.
    """

    task: str
    metric: str
    better: str
    old: float
    new: float
    comparison: Comparison
    adjusted: float

    @property
    def worse_by(self) -> float:
        return self.comparison.difference if self.better == "lower" else -self.comparison.difference


def check_comparable(old: TaskResult, new: TaskResult, metric: str) -> None:
    """``MeasurementError`` where data, samples or the metric's signature differ."""
    if old.data_sha256 != new.data_sha256:
        raise MeasurementError(f"{new.name}: the data changed since the baseline; accept a new one")
    if [each.id for each in old.samples] != [each.id for each in new.samples]:
        raise MeasurementError(f"{new.name}: the samples are not those of the baseline")
    for side, task in (("baseline", old), ("run", new)):
        if metric not in task.measures:
            raise MeasurementError(f"{new.name}: the {side} has no {metric}")
    ours, theirs = new.measures[metric].signature, old.measures[metric].signature
    if ours != theirs:
        was, now = (quoted(signature, 150) for signature in (theirs, ours))
        raise MeasurementError(f"{new.name}: {metric} was computed as {was}, now as {now}")


def same_outputs(old: TaskResult, new: TaskResult) -> bool:
    """Whether every sample has the same output."""
    return [each.output_sha256 for each in old.samples] == [each.output_sha256 for each in new.samples]


def compare_task(
    old: TaskResult, new: TaskResult, metric: str, alternative: Alternative = "less"
) -> Difference:
    """One metric on one task; identical outputs have p = 1 by rule. ``adjusted`` is p, not yet adjusted."""
    check_comparable(old, new, metric)
    better = new.measures[metric].better
    sign = -1.0 if better == "lower" else 1.0
    if same_outputs(old, new):
        n = len(new.samples)
        found = Comparison(n, 0.0, 0.0, 0.0, 1.0, 0, 0, n, 0.0)
    elif (ours := new.counts(metric)) is not None and (theirs := old.counts(metric)) is not None:
        found = statistics.compare_corpora(theirs, ours, _signed(metric, sign), alternative)
    else:
        found = statistics.compare_means(sign * old.column(metric), sign * new.column(metric), alternative)
    if sign < 0:
        found = replace(found, difference=-found.difference, low=-found.high, high=-found.low)
    scores = old.measures[metric].score, new.measures[metric].score
    return Difference(new.name, metric, better, *scores, found, found.p)


def _signed(metric: str, sign: float) -> Callable[[Array], Array]:
    score = CORPUS_METRICS[metric].score

    def signed(counts: NDArray) -> NDArray:  # type: ignore[type-arg]
        return sign * score(counts)

    return signed


def adjust(differences: list[Difference]) -> list[Difference]:
    """The same differences, p adjusted for all of them by Holm's method."""
    adjusted = statistics.holm({index: each.comparison.p for index, each in enumerate(differences)})
    return [replace(each, adjusted=adjusted[index]) for index, each in enumerate(differences)]


def compare(old: Results, new: Results) -> list[Difference]:
    """Every task that both have, two-sided; ``MeasurementError`` where they share none.

    Compared are the gated metrics, and the learned ones (embedding, imported) that both sides have.
    """
    shared = [name for name in new.tasks if name in old.tasks]
    if not shared:
        raise MeasurementError("the two have no task in common")
    return adjust(
        [
            compare_task(old.tasks[name], new.tasks[name], metric, "two-sided")
            for name in shared
            for metric in _compared(old.tasks[name], new.tasks[name])
        ]
    )


def _compared(old: TaskResult, new: TaskResult) -> tuple[str, ...]:
    learned = (metric for metric in new.learned if metric in old.measures)
    return tuple(dict.fromkeys((*new.metrics, *learned)))
