"""The report as one HTML file that needs no network: tables, plots and a sample browser.

The templates escape everything that they are given. Style and script are written into the page; its
content security policy allows these two, by their hashes, and forbids it to load anything at all. It
is readable on a phone, in light and dark mode, and without the script.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import groupby

from jinja2 import Environment, PackageLoader, StrictUndefined

from summarize.evaluation.gate import Gate
from summarize.evaluation.reports import plots
from summarize.evaluation.reports.markdown import DETECTABLE, encoder_notes, number
from summarize.evaluation.reports.plots import Plot
from summarize.evaluation.reports.sample_browser import Sample, anchor, browse
from summarize.evaluation.reports.systems import Standing, outputs_beside, slices, standings, system_names
from summarize.evaluation.results import Measure, Results, TaskResult

Figure = tuple[str, Plot]  # with its caption


@dataclass(frozen=True)
class _Row:
    """A line of the overview: one metric of one task."""

    task: TaskResult
    metric: str
    measure: Measure
    plot: Plot


@dataclass(frozen=True)
class _Section:
    """A task with its figures and samples."""

    result: TaskResult
    figures: Sequence[Figure]
    samples: Sequence[Sample]


def page(results: Results, gate: Gate | None = None, beside: Sequence[Results] = ()) -> str:
    """The whole page; ``beside`` are other systems on the same samples."""
    style, script = _asset("page.css"), _asset("page.js")
    names = system_names([results, *beside])
    others = list(zip(names[1:], beside, strict=True))
    tasks = list(results.tasks.values())
    ladders = list(_ladders(results, beside))
    compared = [verdict.difference for verdict in gate.verdicts if verdict.difference] if gate else []
    template = _environment().get_template("page.html.j2")
    return template.render(
        policy=_policy(style, script),
        style=style,
        script=script,
        names=names,
        facts=list(_facts(results)),
        notes=list(encoder_notes(results.manifest)),
        gate=gate,
        forest=plots.forest(compared) if compared else None,
        signs={name: plots.sign(name) for task in tasks for name in task.yardsticks},
        overview=list(_overview(results)),
        ladders=[figure for figure, _ in ladders],
        standings=[standing for _, several in ladders for standing in several],
        detectable=DETECTABLE,
        tasks=[_section(task, others) for task in tasks],
        signatures=sorted({each.signature for task in tasks for each in task.measures.values()}),
        manifest=json.dumps(dict(results.manifest), ensure_ascii=False, indent=2, sort_keys=True),
    )


def _section(task: TaskResult, others: Sequence[tuple[str, Results]]) -> _Section:
    samples = browse(task, outputs_beside(others, task.name))
    return _Section(task, list(_figures(task)), samples)


def _asset(name: str) -> str:
    return (files("summarize.evaluation.reports") / "templates" / name).read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    found = Environment(
        loader=PackageLoader("summarize.evaluation.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters["number"] = number
    found.filters["anchor"] = anchor
    return found


def _policy(style: str, script: str) -> str:
    """What the page may do: nothing but use its own style and script."""
    return (
        f"default-src 'none'; style-src {_allowed(style)}; script-src {_allowed(script)}; "
        "form-action 'none'; base-uri 'none'"
    )


def _allowed(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


def _facts(results: Results) -> Iterator[str]:
    manifest = results.manifest
    if "samples" in manifest:
        yield f"{manifest['samples']} samples"
    if manifest.get("seconds"):
        yield _lasting(manifest["seconds"])
    if manifest.get("tokens"):
        yield f"{manifest['tokens']} tokens"


def _lasting(seconds: float) -> str:
    """A time for people: 16 min 30 s, 2.5 s."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{seconds:.3g} s"


def _overview(results: Results) -> Iterator[_Row]:
    for name, task in results.tasks.items():
        for metric in task.shown:
            if measure := task.measures.get(metric):
                plot = plots.strip(measure, _references(task, metric), f"{name} {metric}")
                yield _Row(task, metric, measure, plot)


def _ladders(results: Results, beside: Sequence[Results]) -> Iterator[tuple[Figure, list[Standing]]]:
    """By task and metric, the plot of all systems and where each of them stands."""
    for (task, metric), several in groupby(standings(results, beside), key=lambda s: (s.task, s.metric)):
        group, title = list(several), f"{task} {metric}"
        systems = [(each.system, each.measure) for each in group]
        yield (title, plots.ladder(systems, _references(results.tasks[task], metric), title)), group


def _references(task: TaskResult, metric: str) -> Mapping[str, float]:
    """What the reference systems score on a metric."""
    return {name: scores[metric] for name, scores in task.yardsticks.items() if metric in scores}


def _figures(task: TaskResult) -> Iterator[Figure]:
    metric = task.metrics[0]
    values = task.column(metric).tolist()
    yield "Scores of the samples", plots.histogram(values, metric)
    if any(sample.output for sample in task.samples):
        points = [
            (len(sample.output.split()), value, sample.id, anchor(task.name, sample.id))
            for sample, value in zip(task.samples, values, strict=True)
        ]
        yield "Length against score", plots.scatter(points, "words of the output", metric)
    for title, parts in slices(task).items():
        yield f"{metric} by {title}", plots.bars(parts, f"{metric} by {title}")
