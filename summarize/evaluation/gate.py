"""Pass or fail: a run against a committed baseline, by rules that noise does not trip.

FAIL: a hard check fails more often than its limit (by default, than in the baseline); a score is under
its floor; a drop is at least ``min_effect`` points and significant (5 %, Holm over all tests of the
gate); more samples fall badly than the limit allows, and falls outnumber equally large rises beyond
chance (1 %); or too many samples are worse than the worst that is allowed. WARN: only one half of the
third or the fourth rule; a soft check that fails more often; a rise too large to believe. INCONCLUSIVE:
the minimum detectable effect is over ``min_effect``. What cannot be compared at all is a
``MeasurementError``.

A baseline is written only by ``accept``, which never lowers one unless told to.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from summarize.errors import MeasurementError
from summarize.evaluation import statistics
from summarize.evaluation.comparison import Difference, adjust, compare_task
from summarize.evaluation.results import Results, TaskResult, as_baseline, read_results, write_results
from summarize.evaluation.scoring import HARD

Status = Literal["FAIL", "WARN", "INCONCLUSIVE", "PASS"]
_ORDER: tuple[Status, ...] = ("FAIL", "WARN", "INCONCLUSIVE", "PASS")

_ALPHA = 0.05
_SEVERE_ALPHA = 0.01
_FEW = 2  # this many samples may always fall badly
_FEW_WORST = 6  # this many may always be under the baseline's lowest score


@dataclass(frozen=True)
class Verdict:
    """One rule applied to one metric or check of one task; ``message`` is one line for people."""

    task: str
    subject: str
    status: Status
    message: str
    difference: Difference | None = None


@dataclass(frozen=True)
class Gate:
    """All verdicts of a gate, and the worst of them."""

    verdicts: tuple[Verdict, ...]

    @property
    def status(self) -> Status:
        return min((each.status for each in self.verdicts), key=_ORDER.index)

    @property
    def exit_code(self) -> int:
        """1 where something failed, else 0."""
        return 1 if self.status == "FAIL" else 0


def gate(run: Results, baseline: Results, metrics: Sequence[str] = ()) -> Gate:
    """Compare a run with a baseline; ``metrics`` are tested in addition to those that the suites name.

    ``MeasurementError`` where the run lacks a task of the baseline, or data, samples or signatures
    differ. A task that only the run has is a WARN, as long as any task can be compared.
    """
    missing = [name for name in baseline.tasks if name not in run.tasks]
    if missing or not baseline.tasks:
        raise MeasurementError(f"the run lacks {', '.join(missing) or 'every task'}")
    if all(task.wordless for side in (run, baseline) for task in side.tasks.values()):
        raise MeasurementError("every output is empty, in the run and in the baseline")
    pairs = [(baseline.tasks[name], run.tasks[name]) for name in baseline.tasks]
    differences = adjust(
        [
            compare_task(old, new, metric)
            for old, new in pairs
            for metric in dict.fromkeys((*new.metrics, *metrics))
        ]
    )
    verdicts = [_judge(each, run.tasks[each.task].limits.min_effect) for each in differences]
    verdicts += _severe(pairs)
    for old, new in pairs:
        verdicts += [*_checks(old, new), *_floors(new), *_worst(old, new)]
    verdicts += [
        Verdict(name, "baseline", "WARN", "not in the baseline; accept a new one to gate this task")
        for name in run.tasks
        if name not in baseline.tasks
    ]
    return Gate(tuple(sorted(verdicts, key=lambda each: _ORDER.index(each.status))))


def _judge(found: Difference, min_effect: float) -> Verdict:
    c = found.comparison
    drop, significant = found.worse_by, found.adjusted < _ALPHA
    numbers = (
        f"{found.old:.2f} → {found.new:.2f} ({c.difference:+.2f}, 95 % {c.low:+.2f} … {c.high:+.2f}), "
        f"p {found.adjusted:.4f}, n {c.n}, {c.wins} up {c.losses} down {c.ties} same, "
        f"minimum detectable effect {c.detectable:.2f}"
    )
    status: Status = "PASS"
    reason = ""
    if drop >= min_effect and significant:
        status, reason = "FAIL", f"dropped by at least {min_effect:g}: "
    elif drop >= min_effect:
        status, reason = "WARN", "dropped, but chance could explain it: "
    elif drop > 0 and significant:
        status, reason = "WARN", f"dropped by less than {min_effect:g}: "
    elif -drop >= max(min_effect, c.high - c.low):
        status, reason = "WARN", "rose more than chance explains (stale baseline or broken metric?): "
    elif c.detectable > min_effect:
        status, reason = "INCONCLUSIVE", f"{c.n} samples cannot show a drop of {min_effect:g}: "
    return Verdict(found.task, found.metric, status, reason + numbers, found)


def _severe(pairs: list[tuple[TaskResult, TaskResult]]) -> Iterator[Verdict]:
    """Samples that fall badly while the mean hardly moves."""
    moves = {new.name: _bad_moves(old, new) for old, new in pairs}
    adjusted = statistics.holm({name: statistics.sign_test(*each) for name, each in moves.items()})
    for _, new in pairs:
        falls, rises = moves[new.name]
        allowed = max(_FEW, int(new.limits.severe_share * len(new.samples)))
        failed = falls > allowed and adjusted[new.name] < _SEVERE_ALPHA
        message = (
            f"{falls} samples fell by {new.limits.severe_drop:g} points or more ({allowed} allowed), "
            f"{rises} rose by as much, p {adjusted[new.name]:.4f}"
        )
        status: Status = "FAIL" if failed else "WARN" if falls > allowed else "PASS"
        yield Verdict(new.name, "severe drops", status, message)


def _bad_moves(old: TaskResult, new: TaskResult) -> tuple[int, int]:
    """How many samples fell, and how many rose, by ``severe_drop`` points on the shown metric."""
    metric = new.metrics[0]
    gain = new.column(metric) - old.column(metric)
    if new.measures[metric].better == "lower":
        gain = -gain
    limit = new.limits.severe_drop
    return int((gain <= -limit).sum()), int((gain >= limit).sum())


def _checks(old: TaskResult, new: TaskResult) -> Iterator[Verdict]:
    for name in sorted({*old.checks, *new.checks, *new.limits.checks}):
        count, before = new.checks.get(name, 0), old.checks.get(name, 0)
        limit = new.limits.checks.get(name, before)
        message = f"{count} of {len(new.samples)} samples (limit {limit}, baseline {before})"
        hard = name in HARD or name in new.limits.checks
        status: Status = "PASS" if count <= limit else "FAIL" if hard else "WARN"
        yield Verdict(new.name, f"check {name}", status, message)


def _floors(new: TaskResult) -> Iterator[Verdict]:
    for metric, floor in new.limits.floors.items():
        if metric not in new.measures:
            raise MeasurementError(f"{new.name}: a floor is set for {metric}, but {metric} was not scored")
        measured = new.measures[metric]
        under = measured.score > floor if measured.better == "lower" else measured.score < floor
        message = f"{measured.score:.2f}, floor {floor:.2f}"
        yield Verdict(new.name, f"floor {metric}", "FAIL" if under else "PASS", message)


def _worst(old: TaskResult, new: TaskResult) -> Iterator[Verdict]:
    """Single samples that are worse than the worst allowed, whatever the mean says.

    A score that is set holds as it is. Under the baseline's lowest score, falls must also outnumber equally
    large rises beyond chance: a system that moves up and down as much is no worse.
    """
    shown = new.metrics[0]
    for metric in dict.fromkeys((shown, *new.limits.worst)):
        if metric not in new.measures:
            raise MeasurementError(f"{new.name}: worst is set for {metric}, but {metric} was not scored")
        sign = -1 if new.measures[metric].better == "lower" else 1
        stated = new.limits.worst.get(metric)
        worst = float((sign * old.column(metric)).min()) if stated is None else sign * stated
        count = int((sign * new.column(metric) < worst).sum())
        allowed = int(new.limits.worst_share * len(new.samples))
        failed = count > allowed
        if stated is None:
            allowed = max(allowed, _FEW_WORST)
            failed = count > allowed and statistics.sign_test(*_bad_moves(old, new)) < _SEVERE_ALPHA
        message = f"{count} of {len(new.samples)} samples are worse than {sign * worst:g} ({allowed} allowed)"
        yield Verdict(new.name, f"worst {metric}", "FAIL" if failed else "PASS", message)


@dataclass(frozen=True)
class Fall:
    """Something that gets worse with a new baseline."""

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
    """Make ``run`` the baseline at ``path``; returns what got worse.

    Nothing is written where something gets worse and ``lower`` is not set.
    """
    baseline = as_baseline(run)
    found = falls(read_results(path), baseline) if path.exists() else []
    if lower or not found:
        write_results(baseline, path)
    return found
