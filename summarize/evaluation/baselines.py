"""Baselines: what a run is held against. Written only by hand, never lowered without a word.

Knows which numbers fall when one is replaced; the command line decides whether that is allowed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from summarize.evaluation.results import Results, as_baseline, read_results, write_results


@dataclass(frozen=True)
class Fall:
    """Something that the new baseline would allow and the old one did not."""

    task: str
    subject: str
    old: float | None
    new: float | None

    def __str__(self) -> str:
        if self.old is None or self.new is None:
            return f"{self.task} {self.subject}"
        digits = 2 if round(self.old, 2) != round(self.new, 2) else 4
        return f"{self.task} {self.subject}: {self.old:.{digits}f} → {self.new:.{digits}f}"


def falls(old: Results, new: Results) -> list[Fall]:
    """What gets worse: gated scores, failed checks, and tasks or metrics that are no longer measured."""
    found: list[Fall] = []
    for name, task in old.tasks.items():
        if name not in new.tasks:
            found.append(Fall(name, "is no longer measured", None, None))
            continue
        found += _falls(name, old, new)
        if task.data_sha256 != new.tasks[name].data_sha256:
            found.append(Fall(name, "has other data: its scores cannot be compared", None, None))
    return found


def _falls(name: str, old: Results, new: Results) -> Iterator[Fall]:
    before, after = old.tasks[name], new.tasks[name]
    for metric in before.metrics:
        if metric not in after.measures:
            yield Fall(name, f"no longer has {metric}", None, None)
            continue
        was, now = before.measures[metric].score, after.measures[metric].score
        if now > was if after.measures[metric].better == "lower" else now < was:
            yield Fall(name, metric, was, now)
    for check in sorted({*before.checks, *after.checks}):
        if after.checks.get(check, 0) > before.checks.get(check, 0):
            yield Fall(name, f"check {check}", before.checks.get(check, 0), after.checks.get(check, 0))


def accept(run: Results, path: Path, *, lower: bool) -> list[Fall]:
    """Make ``run`` the baseline at ``path``; what fell by that.

    Nothing is written where something falls and ``lower`` is not set.
    """
    baseline = as_baseline(run)
    found = falls(read_results(path), baseline) if path.exists() else []
    if lower or not found:
        write_results(baseline, path)
    return found
