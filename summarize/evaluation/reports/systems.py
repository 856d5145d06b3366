"""What reports show beyond the scores of one system: parts of a task, and several systems compared.

``slices`` splits the metric that a task shows by domain and by length of the source. Small parts have
wide intervals, so each slice carries its n. ``standings`` puts systems that ran on the same samples side
by side; as in every comparison, other data or other signatures are refused.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from summarize.evaluation import statistics
from summarize.evaluation.comparison import Difference, compare
from summarize.evaluation.corpus import CORPUS_METRICS
from summarize.evaluation.results import Measure, Results, Scores, TaskResult
from summarize.evaluation.statistics import Interval
from summarize.evaluation.tokens import words


@dataclass(frozen=True)
class Slice:
    """One part of a task: how many samples, and their score."""

    name: str
    n: int
    interval: Interval


def slices(task: TaskResult) -> Mapping[str, Sequence[Slice]]:
    """Title → parts of the task; only titles with two parts or more."""
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
            interval = statistics.mean_interval(column[chosen])
        else:
            interval = statistics.corpus_interval(counts[chosen], CORPUS_METRICS[metric].score)
        found.append(Slice(name, int(chosen.sum()), interval))
    return found


@dataclass(frozen=True)
class Standing:
    """A system's score on one metric of one task; ``difference`` is None for the first system."""

    task: str
    metric: str
    system: str
    measure: Measure
    difference: Difference | None


def system_names(systems: Sequence[Results]) -> list[str]:
    """The name of each system, with the start of its fingerprint where two share a name."""
    said = [results.manifest.get("system", {}) for results in systems]
    names = [str(each.get("name", "unknown")) for each in said]
    counts = Counter(names)
    return [
        name if counts[name] == 1 else f"{name} ({str(each.get('fingerprint'))[:6]})"
        for name, each in zip(names, said, strict=True)
    ]


def standings(first: Results, others: Sequence[Results]) -> Iterator[Standing]:
    """By task and metric, the first system and then the others; empty where there are no others.

    ``MeasurementError`` where two cannot be compared.
    """
    names = system_names([first, *others])
    found = [{(each.task, each.metric): each for each in compare(first, other)} for other in others]
    for task, metric in dict.fromkeys(key for differences in found for key in differences):
        yield Standing(task, metric, names[0], first.tasks[task].measures[metric], None)
        for name, other, differences in zip(names[1:], others, found, strict=True):
            if (task, metric) in differences:
                measure = other.tasks[task].measures[metric]
                yield Standing(task, metric, name, measure, differences[task, metric])


def outputs_beside(others: Sequence[tuple[str, Results]], task: str) -> dict[str, list[tuple[str, Scores]]]:
    """Sample id → what the other systems, by name, wrote for it."""
    found: dict[str, list[tuple[str, Scores]]] = {}
    for name, other in others:
        for sample in other.tasks[task].samples if task in other.tasks else ():
            found.setdefault(sample.id, []).append((name, sample))
    return found
