"""A task's shown metric by part: by domain, by length of the source.

Small parts have wide intervals; each slice carries its n so that nobody reads one sample as a trend.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from summarize.evaluation import statistics
from summarize.evaluation.metrics import corpus_metric, mean_interval
from summarize.evaluation.results import Scores, TaskResult
from summarize.evaluation.statistics import Interval
from summarize.evaluation.tokens import words


@dataclass(frozen=True)
class Slice:
    """The samples of one part and their score."""

    name: str
    n: int
    interval: Interval


def slices(task: TaskResult) -> Mapping[str, Sequence[Slice]]:
    """Title → parts of the task; a title with fewer than two parts is left out."""
    found = {"domain": _by(task, lambda sample: sample.meta.get("domain", "")), "length": _by_length(task)}
    return {title: parts for title, parts in found.items() if len(parts) > 1}


def _by_length(task: TaskResult) -> list[Slice]:
    """Thirds by the number of words of the source."""
    lengths = {sample.id: len(words(sample.source)) for sample in task.samples}
    if not any(lengths.values()):
        return []
    first, second = (int(edge) for edge in np.quantile(list(lengths.values()), [1 / 3, 2 / 3]))
    names = (f"up to {first} words", f"{first + 1} to {second} words", f"over {second} words")

    def part(sample: Scores) -> str:
        return names[(lengths[sample.id] > first) + (lengths[sample.id] > second)]

    return sorted(_by(task, part), key=lambda each: names.index(each.name))


def _by(task: TaskResult, part: Callable[[Scores], str]) -> list[Slice]:
    metric = task.metrics[0]
    names = [part(sample) for sample in task.samples]
    counts, column = task.counts(metric), task.column(metric)
    found = []
    for name in sorted(set(names) - {""}):
        chosen = np.array([each == name for each in names])
        if counts is None:
            interval = mean_interval(metric, column[chosen])
        else:
            interval = statistics.corpus_interval(counts[chosen], corpus_metric(metric).score)
        found.append(Slice(name, int(chosen.sum()), interval))
    return found
