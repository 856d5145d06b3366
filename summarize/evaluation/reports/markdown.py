"""The report as Markdown: verdicts first, then a table per task, the slices and the signatures.

Plain enough to be read in a terminal or in a pull request.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from summarize.evaluation.comparison import Difference
from summarize.evaluation.gate import Gate
from summarize.evaluation.reports.systems import slices, standings
from summarize.evaluation.results import Measure, Results, TaskResult
from summarize.text.escapes import on_one_line

_UNKNOWN = 0.05  # share of unknown tokens above which an encoder's score is doubtful
DETECTABLE = (
    "Detectable: the drop that a set of this size shows four times out of five (one-sided, 5 %), "
    "if the scores of two systems correlate 0.5; a comparison gives the exact one."
)
_MARKS = {"FAIL": "❌ FAIL", "WARN": "⚠️ WARN", "INCONCLUSIVE": "❔ INCONCLUSIVE", "PASS": "✅ PASS"}


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """A Markdown table, the first column aligned left, the others right; cells are escaped."""
    yield "| " + " | ".join(header) + " |"
    yield "|---" + "|---:" * (len(header) - 1) + "|"
    for row in rows:
        yield "| " + " | ".join(" ".join(cell.replace("|", "\\|").split()) for cell in row) + " |"


def number(value: float | None) -> str:
    """Two decimals, or a dash for a value that is missing or not finite."""
    return "–" if value is None or not math.isfinite(value) else f"{round(value, 2) + 0.0:.2f}"


def markdown(results: Results, gate: Gate | None = None, beside: Sequence[Results] = ()) -> str:
    """The whole report; ``beside`` are other systems on the same samples."""
    lines = ["# Evaluation", "", *_head(results), ""]
    if gate:
        lines += [*_verdicts(gate), ""]
    if beside:
        lines += [*_systems(results, beside), ""]
    for task in results.tasks.values():
        lines += [*_task(task), ""]
    lines += ["## Signatures", "", *_signatures(results)]
    return _text(lines)


def _text(lines: Iterable[str]) -> str:
    """The lines as one text; a name in one of them cannot begin another."""
    return "".join(f"{on_one_line(line)}\n" for line in lines)


def overview(results: Results) -> str:
    """The gated and learned metrics and the facts of every task, beside its reference systems."""
    rows = [
        (
            name,
            metric,
            str(task.measured(metric)),
            number(task.measures[metric].score) if metric in task.measures else "–",
            _span(task.measures[metric].low, task.measures[metric].high) if metric in task.measures else "–",
            number(task.measures[metric].detectable) if metric in task.measures else "–",
            ", ".join(f"{mark} {number(scores.get(metric))}" for mark, scores in task.yardsticks.items()),
            str(task.checks.get("empty", 0)),
        )
        for name, task in results.tasks.items()
        for metric in task.shown
    ]
    header = ("task", "metric", "n", "score", "95 %", "detectable", "reference systems", "empty")
    return _text(table(header, rows))


def _head(results: Results) -> Iterator[str]:
    manifest = results.manifest
    system = manifest.get("system", {})
    yield (
        f"System **{system.get('name', 'unknown')}** (`{str(system.get('fingerprint'))[:12]}`), "
        + ", ".join(f"{name} {value}" for name, value in manifest.get("versions", {}).items())
    )
    for note in encoder_notes(manifest):
        yield ""
        yield note
    if {"seconds", "samples"} <= manifest.keys():
        yield ""
        tokens = f", {manifest['tokens']} tokens written" if manifest.get("tokens") else ""
        seconds = f" in {manifest['seconds']} s" if manifest["seconds"] else ""
        yield f"{manifest['samples']} samples{seconds}{tokens}."


def encoder_notes(manifest: Mapping[str, Any]) -> Iterator[str]:
    """The encoder that made the embedding score, and the languages whose words it lacks."""
    encoder = manifest.get("scoring", {}).get("encoder")
    if not encoder:
        return
    yield f"Embedding score by {encoder['name']} ({encoder['fingerprint'][:12]})."
    unknown = {code: share for code, share in encoder["unknown"].items() if share > _UNKNOWN}
    if unknown:
        shares = ", ".join(f"{code} {share:.0%}" for code, share in unknown.items())
        yield f"The encoder lacks many tokens of the references ({shares}): its score there means little."


def _verdicts(gate: Gate) -> Iterator[str]:
    yield f"## Gate: {_MARKS[gate.status]}"
    yield ""
    shown = [each for each in gate.verdicts if each.status != "PASS"]
    if shown:
        rows = [(each.task, each.subject, _MARKS[each.status], each.message) for each in shown]
        yield from table(("task", "what", "verdict", "why"), rows)
        yield ""
    yield f"{len(gate.verdicts) - len(shown)} of {len(gate.verdicts)} rules passed."


def _systems(results: Results, beside: Sequence[Results]) -> Iterator[str]:
    yield "## Systems"
    yield ""
    rows = []
    for each in standings(results, beside):
        d = each.difference
        score = (number(each.measure.score), _span(each.measure.low, each.measure.high))
        against = (f"{d.comparison.difference:+.2f}", f"{d.adjusted:.4f}", _moves(d)) if d else ("", "", "")
        rows.append((each.task, each.metric, each.system, *score, *against))
    header = ("task", "metric", "system", "score", "95 %", "difference", "p (Holm)", "up/down/same")
    yield from table(header, rows)


def _moves(difference: Difference) -> str:
    found = difference.comparison
    return f"{found.wins}/{found.losses}/{found.ties}"


def _task(task: TaskResult) -> Iterator[str]:
    yield f"## {task.name}"
    yield ""
    direction = (
        task.source_language
        if task.source_language == task.target_language
        else f"{task.source_language} → {task.target_language}"
    )
    empty = task.checks.get("empty", 0)
    yield f"{task.kind}, {direction}, n = {len(task.samples)}, {empty} empty"
    yield ""
    header = ("metric", "score", "95 %", "detectable", *task.yardsticks)
    rows = [_row(name, each, task) for name, each in task.measures.items()]
    yield from table(header, rows)
    yield ""
    yield DETECTABLE
    if task.checks:
        yield ""
        yield "Failed checks: " + ", ".join(f"{name} {count}" for name, count in task.checks.items())
    for title, parts in slices(task).items():
        yield ""
        rows = [
            (p.name, str(p.n), number(p.interval.value), _span(p.interval.low, p.interval.high))
            for p in parts
        ]
        yield from table((f"{task.metrics[0]} by {title}", "n", "score", "95 %"), rows)


def _row(name: str, measure: Measure, task: TaskResult) -> tuple[str, ...]:
    gated = f"**{name}**" if name in task.metrics else name
    marks = [number(scores.get(name)) for scores in task.yardsticks.values()]
    span = _span(measure.low, measure.high)
    return (gated, number(measure.score), span, number(measure.detectable), *marks)


def _span(low: float | None, high: float | None) -> str:
    return f"{number(low)} … {number(high)}"


def _signatures(results: Results) -> Iterator[str]:
    seen = {each.signature for task in results.tasks.values() for each in task.measures.values()}
    yield from (f"- `{signature}`" for signature in sorted(seen))


def comparison_table(differences: Sequence[Difference]) -> str:
    """Old against new, a row per metric, with everything needed to judge a difference."""
    header = (
        "task",
        "metric",
        "old",
        "new",
        "difference",
        "95 %",
        "p (Holm)",
        "up/down/same",
        "n",
        "minimum detectable effect",
    )
    rows = [
        (
            each.task,
            each.metric,
            number(each.old),
            number(each.new),
            f"{each.comparison.difference:+.2f}",
            _span(each.comparison.low, each.comparison.high),
            f"{each.adjusted:.4f}",
            _moves(each),
            str(each.comparison.n),
            number(each.comparison.detectable),
        )
        for each in differences
    ]
    return _text(table(header, rows))
