"""``summarize eval`` on what is scored already: compare, gate, baseline accept, import-scores, report.

Results → verdicts and reports → stdout and files. Importing this module is cheap.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from summarize.errors import MeasurementError, UsageError

app = typer.Typer()
baseline_app = typer.Typer(
    help="The scores that a run is held against.", no_args_is_help=True, add_completion=False
)
app.add_typer(baseline_app, name="baseline")

Run = Annotated[Path, typer.Argument(help="A run's folder, or its results.json.")]
Forms = Annotated[str, typer.Option("--format", help="md, json, junit, html, github; several with commas.")]
Folder = Annotated[Path | None, typer.Option("--output", help="Write the reports into this folder.")]


@app.command()
def compare(
    old: Annotated[Path, typer.Argument(help="A run or a baseline.")],
    new: Annotated[Path, typer.Argument(help="Another, on the same samples.")],
) -> None:
    """Compare two systems sample by sample, both ways; for information, not a verdict."""
    from summarize.evaluation.comparison import compare as compare_results
    from summarize.evaluation.reports.markdown import comparison_table
    from summarize.evaluation.results import read_results

    typer.echo(comparison_table(compare_results(read_results(old), read_results(new))), nl=False)


@app.command()
def gate(
    run: Run,
    baseline: Annotated[Path, typer.Option(help="A committed baseline, or another run.")],
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with 3 where a set is too small to see.")
    ] = False,
    metric: Annotated[
        list[str] | None, typer.Option(help="Gate on this metric too: embedding, or an imported one.")
    ] = None,
    form: Forms = "",
    output: Folder = None,
) -> None:
    """Pass (0) or fail (1) a run against a baseline."""
    from summarize.evaluation.gate import gate as judge
    from summarize.evaluation.reports.delivery import deliver, deliver_unmeasured
    from summarize.evaluation.reports.files import named
    from summarize.evaluation.results import read_results

    forms = named(form) if form else []
    if set(forms) - {"github"} and output is None:
        raise UsageError("--format needs --output, the folder to write the reports into")
    try:
        results = read_results(run)
        verdict = judge(results, read_results(baseline), metric or ())
    except MeasurementError as error:
        _say(deliver_unmeasured(str(error), forms, output))
        raise
    for each in verdict.verdicts:
        if each.status != "PASS":
            typer.echo(f"{each.status} {each.task} {each.subject}: {each.message}")
    passed = sum(each.status == "PASS" for each in verdict.verdicts)
    typer.echo(f"{verdict.status}: {passed} of {len(verdict.verdicts)} rules passed")
    _say(deliver(results, verdict, forms, output))
    if verdict.exit_code:
        raise typer.Exit(verdict.exit_code)
    if strict and any(each.status == "INCONCLUSIVE" for each in verdict.verdicts):
        raise typer.Exit(MeasurementError.exit_code)


@baseline_app.command("accept")
def accept_(
    run: Run,
    baseline: Annotated[Path, typer.Option(help="The baseline file to write.")],
    lower: Annotated[bool, typer.Option("--lower", help="Accept although something gets worse.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Make a run the new baseline; never lowers it without --lower and a yes."""
    from summarize.evaluation.baselines import accept, falls
    from summarize.evaluation.results import read_results

    results = read_results(run)
    found = falls(read_results(baseline), results) if baseline.exists() else []
    for each in found:
        typer.echo(f"worse: {each}")
    if found and not lower:
        typer.echo(f"{baseline} is unchanged; --lower accepts what is worse")
        raise typer.Exit(1)
    if found and not yes and not _agreed(f"Lower {baseline} by these {len(found)}?"):
        typer.echo(f"{baseline} is unchanged")
        raise typer.Exit(1)
    accept(results, baseline, lower=lower)
    typer.echo(f"{baseline}: {len(results.tasks)} tasks accepted")


@app.command("import-scores")
def import_scores_(
    run: Run,
    scores: Annotated[Path, typer.Argument(help='JSON Lines {"id", "metric", "score", "signature"}.')],
) -> None:
    """Add scores that another program computed, such as COMET, to a run."""
    from summarize.evaluation.imports import import_scores
    from summarize.evaluation.results import RESULTS, read_results, write_results

    results = import_scores(read_results(run), scores)
    write_results(results, run / RESULTS if run.is_dir() else run)
    for name, task in results.tasks.items():
        for metric in task.imported:
            typer.echo(f"{name} {metric}: {task.measures[metric].score:.4f}")


@app.command()
def report(
    run: Run,
    form: Forms = "md",
    baseline: Annotated[Path | None, typer.Option(help="Hold the run against it, for the verdicts.")] = None,
    beside: Annotated[
        list[Path] | None, typer.Option(help="Another system's run, drawn beside; may be given again.")
    ] = None,
    output: Folder = None,
) -> None:
    """Draw reports from a run; one goes to stdout, several into --output."""
    from summarize.evaluation.gate import gate as judge
    from summarize.evaluation.reports.delivery import deliver
    from summarize.evaluation.reports.files import FORMATS, named
    from summarize.evaluation.results import read_results

    results = read_results(run)
    verdict = judge(results, read_results(baseline)) if baseline else None
    others = [read_results(each) for each in beside or ()]
    forms = named(form)
    if output is None and "github" not in forms:
        if len(forms) > 1:
            raise UsageError("several formats need --output, the folder to write them into")
        typer.echo(FORMATS[forms[0]].render(results, verdict, others), nl=False)
        return
    _say(deliver(results, verdict, forms, output, others))


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        typer.echo(line)


def _agreed(question: str) -> bool:
    """A yes typed on a terminal; without one, only --yes will do."""
    if not sys.stdin.isatty():
        raise UsageError("nobody to ask: add --yes to lower a baseline")
    return typer.confirm(question)
