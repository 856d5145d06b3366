"""Outputs that somebody made elsewhere, laid beside the samples they answer.

Nothing is guessed: a sample without an output, or an output without a sample, is an error. Knows
nothing of scores.
"""

from __future__ import annotations

from pathlib import Path

from summarize.errors import MeasurementError, UsageError
from summarize.evaluation.journal import Prediction
from summarize.evaluation.runs import Predictions, task_name
from summarize.evaluation.samples import is_jsonl, read_jsonl, read_lines
from summarize.evaluation.suites import Suite


def read_predictions(suite: Suite, path: Path, system: str) -> Predictions:
    """Outputs that somebody made elsewhere: JSON Lines ``{"id", "output"}``, or one output a line.

    With several tasks each JSON line names its ``task`` (``suite/task`` or the task's own id). Plain
    lines need one task and as many lines as samples. Missing samples are a ``MeasurementError``;
    an unknown or repeated id is a ``UsageError``.
    """
    rows = _json_outputs(suite, path) if is_jsonl(path) else _line_outputs(suite, path)
    found: dict[tuple[str, str], Prediction] = {}
    missing = []
    for task in suite.tasks:
        name = task_name(suite, task)
        for sample in task.samples:
            if (row := rows.pop((name, sample.id), None)) is None:
                missing.append(f"{name} {sample.id}")
            else:
                found[name, sample.id] = Prediction(name, sample.id, sample.input_sha256, system, *row)
    if rows:
        raise UsageError(f"{path}: no such sample: {_some([' '.join(key) for key in rows])}")
    if missing:
        raise MeasurementError(f"{path}: {len(missing)} samples have no output: {_some(missing)}")
    return found


def _some(names: list[str]) -> str:
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return ", ".join(names[:3]) + more


def _json_outputs(suite: Suite, path: Path) -> dict[tuple[str, str], tuple[str, str | None]]:
    names = {task.id: task_name(suite, task) for task in suite.tasks}
    known = set(names.values())
    found: dict[tuple[str, str], tuple[str, str | None]] = {}
    for number, row in read_jsonl(path):
        task = row.get("task", next(iter(known)) if len(known) == 1 else None)
        task = names.get(str(task), str(task))
        if task not in known:
            raise UsageError(f"{path}:{number}: task is missing or not one of {', '.join(sorted(names))}")
        if "id" not in row or not isinstance(row.get("output"), str):
            raise UsageError(f'{path}:{number}: an "id" and an "output" text are needed')
        key = (task, str(row["id"]))
        if key in found:
            raise UsageError(f"{path}:{number}: a second output for {' '.join(key)}")
        found[key] = (row["output"], row.get("error"))
    return found


def _line_outputs(suite: Suite, path: Path) -> dict[tuple[str, str], tuple[str, str | None]]:
    if len(suite.tasks) != 1:
        raise UsageError(f"{path}: plain lines can answer one task, {suite.name} has {len(suite.tasks)}")
    (task,) = suite.tasks
    lines = read_lines(path)
    if len(lines) != len(task.samples):
        raise MeasurementError(f"{path} has {len(lines)} lines for {len(task.samples)} samples")
    name = task_name(suite, task)
    return {(name, sample.id): (line, None) for sample, line in zip(task.samples, lines, strict=True)}
