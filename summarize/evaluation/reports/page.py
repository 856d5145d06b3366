"""The report as one HTML file that needs no network: tables, plots and a sample browser.

Style and script are files beside this one, written into the page; its content policy forbids it to
load anything at all. Readable on a phone, in light and dark, and without a script.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from html import escape
from importlib.resources import files
from itertools import groupby

from summarize.evaluation.gate import Gate
from summarize.evaluation.reports import plots
from summarize.evaluation.reports.markdown import encoder_notes, number
from summarize.evaluation.reports.sample_browser import Others, anchor, sample_browser
from summarize.evaluation.reports.systems import Standing, outputs_beside, slices, standings, system_names
from summarize.evaluation.results import Measure, Results, TaskResult

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'"


def page(results: Results, gate: Gate | None = None, beside: Sequence[Results] = ()) -> str:
    """The whole page; ``beside`` are other systems on the same samples."""
    home = files("summarize.evaluation.reports")
    style, script = ((home / name).read_text(encoding="utf-8") for name in ("page.css", "page.js"))
    system = str(results.manifest.get("system", {}).get("name", "unknown"))
    tasks = results.tasks.values()
    others = list(zip(system_names([results, *beside])[1:], beside, strict=True))
    links = "".join(f'<a href="#{anchor(task.name)}">{escape(task.name)}</a>' for task in tasks)
    return "".join(
        (
            '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="color-scheme" content="light dark">',
            f"<title>Evaluation of {escape(system)}</title><style>{style}</style></head><body>",
            f"<header><h1>Evaluation</h1>{_head(results, gate, beside)}</header><nav>{links}</nav><main>",
            _verdicts(gate) if gate else "",
            _overview(results),
            _systems(results, beside) if beside else "",
            *(_task(task, outputs_beside(others, task.name)) for task in tasks),
            _evidence(results),
            f"</main><script>{script}</script></body></html>\n",
        )
    )


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table of cells that are already HTML; wide ones scroll by themselves."""
    head = "".join(f"<th>{cell}</th>" for cell in header)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f'<div class="table"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _head(results: Results, gate: Gate | None, beside: Sequence[Results]) -> str:
    manifest = results.manifest
    system = manifest.get("system", {})
    facts = [f"system <b>{escape(str(system.get('name', 'unknown')))}</b>"]
    if beside:
        facts.append("beside " + ", ".join(escape(name) for name in system_names([results, *beside])[1:]))
    if "samples" in manifest:
        facts.append(f"{manifest['samples']} samples")
    if manifest.get("seconds"):
        facts.append(f"{manifest['seconds']:g} s")
    if manifest.get("tokens"):
        facts.append(f"{manifest['tokens']} tokens")
    notes = "".join(f"<p>{escape(note)}</p>" for note in encoder_notes(manifest))
    badge = f'<p class="badge {gate.status}">Gate: {gate.status}</p>' if gate else ""
    return f"<p>{' · '.join(facts)}</p>{notes}{badge}"


def _verdicts(gate: Gate) -> str:
    shown = [each for each in gate.verdicts if each.status != "PASS"]
    rows = [
        (
            f'<span class="badge {each.status}">{each.status}</span>',
            escape(each.task),
            escape(each.subject),
            escape(each.message),
        )
        for each in shown
    ]
    differences = [each.difference for each in gate.verdicts if each.difference]
    table = _table(("", "task", "what", "why"), rows) if rows else ""
    passed = f"<p>{len(gate.verdicts) - len(shown)} of {len(gate.verdicts)} rules passed.</p>"
    plot = f"<figure>{plots.forest(differences)}<figcaption>New minus baseline, 95 %</figcaption></figure>"
    return f'<section id="gate"><h2>Gate</h2>{table}{passed}{plot if differences else ""}</section>'


def _overview(results: Results) -> str:
    rows = [
        (
            f'<a href="#{anchor(name)}">{escape(name)}</a>',
            escape(metric),
            str(len(task.samples)),
            f"<b>{number(task.measures[metric].score)}</b>",
            _span(task.measures[metric]),
            plots.strip(task.measures[metric], _marks(task, metric), f"{name} {metric}"),
        )
        for name, task in results.tasks.items()
        for metric in dict.fromkeys((*task.metrics, *task.learned))
        if metric in task.measures
    ]
    header = ("task", "metric", "n", "score", "95 %", "among the yardsticks")
    return f'<section id="overview"><h2>Overview</h2>{_key(results)}{_table(header, rows)}</section>'


def _systems(results: Results, beside: Sequence[Results]) -> str:
    """Each metric's ladder of systems, and the table of differences from the first."""
    figures, rows = [], []
    for (task, metric), several in groupby(standings(results, beside), key=lambda s: (s.task, s.metric)):
        group = list(several)
        marks, title = _marks(results.tasks[task], metric), f"{task} {metric}"
        svg = plots.ladder([(each.system, each.measure) for each in group], marks, title)
        figures.append(f"<figure><figcaption>{escape(title)}</figcaption>{svg}</figure>")
        rows += [_standing(each) for each in group]
    header = ("task", "metric", "system", "score", "95 %", "difference", "95 %", "p (Holm)", "up/down/same")
    table = f"<details><summary>Differences from the first system</summary>{_table(header, rows)}</details>"
    return (
        f'<section id="systems"><h2>Systems compared</h2>{_key(results, beside)}<div class="plots">'
        f"{''.join(figures)}</div>{table}</section>"
    )


def _standing(standing: Standing) -> tuple[str, ...]:
    cells = (
        escape(standing.task),
        escape(standing.metric),
        escape(standing.system),
        number(standing.measure.score),
        _span(standing.measure),
    )
    if standing.difference is None:
        return (*cells, "", "", "", "")
    found = standing.difference.comparison
    interval = f'<span class="span">{found.low:+.2f} … {found.high:+.2f}</span>'
    moves = f"{found.wins}/{found.losses}/{found.ties}"
    return (*cells, f"{found.difference:+.2f}", interval, f"{standing.difference.adjusted:.4f}", moves)


def _key(results: Results, beside: Sequence[Results] = ()) -> str:
    marks = dict.fromkeys(mark for task in results.tasks.values() for mark in task.yardsticks)
    signs = ", ".join(f"{plots.shape(mark)} {escape(mark)}" for mark in marks)
    name = escape(system_names([results, *beside])[0])
    others = '<span class="system-sign">◯</span> the others, ' if beside else ""
    first = f'<span class="system-sign">⬤</span> {name} with its 95 % interval'
    return f'<p class="key">{first}, {others}{signs}</p>'


def _marks(task: TaskResult, metric: str) -> dict[str, float]:
    return {mark: scores[metric] for mark, scores in task.yardsticks.items() if metric in scores}


def _span(measure: Measure) -> str:
    return f'<span class="span">{number(measure.low)} … {number(measure.high)}</span>'


def _task(task: TaskResult, beside: Mapping[str, Others]) -> str:
    direction = " → ".join(dict.fromkeys((task.source_language, task.target_language)))
    flags = "".join(f'<span class="flag">{escape(n)} {count}</span>' for n, count in task.checks.items())
    rows = [
        (
            f"<b>{escape(name)}</b>" if name in task.metrics else escape(name),
            number(measure.score),
            _span(measure),
            *(number(scores.get(name)) for scores in task.yardsticks.values()),
        )
        for name, measure in task.measures.items()
    ]
    header = ("metric", "score", "95 %", *(escape(mark) for mark in task.yardsticks))
    return (
        f'<section class="task" id="{anchor(task.name)}"><h2>{escape(task.name)}</h2>'
        f"<p>{escape(task.kind)}, {direction}, n = {len(task.samples)} {flags}</p>"
        f'<div class="measured">{_table(header, rows)}<div class="plots">{_plots(task)}</div></div>'
        f"{sample_browser(task, beside)}</section>"
    )


def _plots(task: TaskResult) -> str:
    metric = task.metrics[0]
    values = task.column(metric).tolist()
    figures = [("Scores of the samples", plots.histogram(values, metric))]
    if any(sample.output for sample in task.samples):
        points = [
            (len(sample.output.split()), value, sample.id, anchor(task.name, sample.id))
            for sample, value in zip(task.samples, values, strict=True)
        ]
        figures.append(("Length against score", plots.scatter(points, "words of the output", metric)))
    figures += [
        (f"{metric} by {title}", plots.bars(parts, f"{metric} by {title}"))
        for title, parts in slices(task).items()
    ]
    return "".join(f"<figure><figcaption>{c}</figcaption>{svg}</figure>" for c, svg in figures)


def _evidence(results: Results) -> str:
    signatures = sorted({m.signature for task in results.tasks.values() for m in task.measures.values()})
    items = "".join(f"<li><code>{escape(signature)}</code></li>" for signature in signatures)
    manifest = escape(json.dumps(dict(results.manifest), ensure_ascii=False, indent=2, sort_keys=True))
    return (
        '<section id="evidence"><h2>Evidence</h2><details><summary>Signatures of the metrics</summary>'
        f"<ul>{items}</ul></details><details><summary>Manifest</summary><pre>{manifest}</pre></details></section>"
    )
