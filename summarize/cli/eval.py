"""``summarize eval``: run, score, compare, gate, baseline accept, import-scores, report.

The commands about the data itself are in ``eval_data``.

Exit codes: 0 pass, 1 a regression or a failed check, 2 wrong usage, 3 nothing could be measured.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from summarize.cli.eval_data import contrast, edits, export, list_, validate
from summarize.cli.eval_options import (
    Data,
    EncoderModel,
    Engine,
    Folder,
    Forms,
    Kind,
    Languages,
    Model,
    Out,
    Profile,
    References,
    Run,
    Suites,
    Tasks,
    Timeout,
)
from summarize.cli.help import Command
from summarize.cli.option_groups import DECODING, RUNTIME, with_options
from summarize.cli.options import INPUT, MaxInput, PromptFile, RayAddress, Workers
from summarize.cli.output import print_line, print_text, write
from summarize.cli.progress_bar import display, start
from summarize.cli.streams import direct
from summarize.errors import MeasurementError, SummarizeError, UsageError
from summarize.request import Decoding, Runtime
from summarize.text.escapes import on_one_line

if TYPE_CHECKING:
    from summarize.evaluation.metrics import Scoring
    from summarize.evaluation.runs import Predictions, Progress
    from summarize.evaluation.suites import Suite
    from summarize.evaluation.systems import System


app = typer.Typer(
    name="eval",
    help="Measure summaries and translations; gate a change on them.",
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
)


@app.command("run", cls=Command)
@with_options(RUNTIME, DECODING)
def run_(
    *,
    suites: Suites,
    task: Tasks = None,
    model: Model = None,
    prompt: PromptFile = None,
    max_input: MaxInput = None,
    decoding: Decoding,
    runtime: Runtime,
    data: Data = None,
    references: References = None,
    languages: Languages = None,
    kind: Kind = None,
    profile: Profile = "unicode",
    encoder: EncoderModel = None,
    engine: Engine = None,
    workers: Workers = None,
    ray_address: RayAddress = None,
    timeout: Timeout = None,
    out: Out = None,
) -> None:
    """Write and score every sample of some suites; an interrupted run continues where it stopped."""
    from summarize.evaluation.runs import sole_writer
    from summarize.evaluation.suites import DataFiles, open_suites
    from summarize.evaluation.systems import library_system

    write_all = _writer(engine, workers, ray_address, timeout)
    chosen = open_suites(suites, DataFiles(data, references or (), languages, kind), task or ())
    scoring = _scoring(profile, encoder)
    system = library_system(model, decoding, runtime, prompt=prompt, max_input=max_input)
    folder = out or Path("eval-runs") / "+".join([*(suite.name for suite in chosen), system.name])
    predictions: dict[tuple[str, str], Any] = {}
    with sole_writer(folder):
        for suite in chosen:
            with _progress(suite.name) as progress:
                predictions |= write_all(suite, system, folder, progress)
        _score(chosen, system, predictions, scoring, folder)


def _writer(
    engine: Literal["local", "ray"] | None,
    workers: int | None,
    ray_address: str | None,
    timeout: float | None,
) -> Callable[[Suite, System, Path, Progress | None], Predictions]:
    """What writes the outputs of a suite: this process, or workers."""
    if engine is None:
        for name, value in (("--workers", workers), ("--ray-address", ray_address), ("--timeout", timeout)):
            if value is not None:
                raise UsageError(f"{name} needs --engine: local or ray")
        from summarize.evaluation.runs import run_suite

        return run_suite
    from summarize.corpora.batches import TIMEOUT, Options
    from summarize.evaluation.batch_runs import run_suite_in_batches

    options = Options(engine=engine, workers=workers, ray_address=ray_address, timeout=timeout or TIMEOUT)
    return lambda suite, system, folder, progress: run_suite_in_batches(
        suite, system, folder, options, progress
    )


@app.command(cls=Command)
def score(
    suites: Suites,
    predictions: Annotated[
        Path,
        typer.Option(rich_help_panel=INPUT, help='JSON Lines {"id", "output"}, or one output per line.'),
    ],
    system: Annotated[
        str, typer.Option(rich_help_panel=INPUT, help="Name of the system that wrote the outputs.")
    ] = "predictions",
    data: Data = None,
    references: References = None,
    languages: Languages = None,
    kind: Kind = None,
    profile: Profile = "unicode",
    encoder: EncoderModel = None,
    out: Out = None,
) -> None:
    """Score outputs of another program; needs no model."""
    from summarize.evaluation.runs import read_predictions
    from summarize.evaluation.suites import DataFiles, open_suites
    from summarize.evaluation.systems import precomputed

    chosen = open_suites(suites, DataFiles(data, references or (), languages, kind))
    if len(chosen) != 1:
        raise UsageError("score takes one suite, because a file of predictions is for one suite")
    scoring = _scoring(profile, encoder)
    source = precomputed(system, predictions)
    found = read_predictions(chosen[0], predictions, source.fingerprint)
    _score(chosen, source, found, scoring, out or Path("eval-runs") / f"{chosen[0].name}+{system}")


app.command("validate")(validate)
app.command("list")(list_)
app.command("contrast")(contrast)
app.command("export")(export)
app.command("edits")(edits)


def _scoring(profile: str, encoder: str | None) -> Scoring:
    """How to score. The encoder is loaded now, so that a missing one is noticed before hours of work."""
    from summarize.evaluation.embedding import local_scorer
    from summarize.evaluation.metrics import Scoring
    from summarize.evaluation.tokens import check_profile

    check_profile(profile)
    return Scoring(profile, encoder=local_scorer(encoder) if encoder else None)


def _score(suites: list[Suite], system: Any, predictions: Any, scoring: Scoring, folder: Path) -> None:
    """Score the outputs, write the results, and print the scores."""
    from summarize.evaluation.reports.markdown import encoder_notes, overview
    from summarize.evaluation.results import RESULTS, write_results
    from summarize.evaluation.scoring import score_run

    results = score_run(suites, system, predictions, scoring)
    write_results(results, folder / RESULTS)
    print_text(overview(results))
    for note in encoder_notes(results.manifest):
        print_line(note)
    print_line(f"evidence: {folder / RESULTS}")
    if all(task.wordless for task in results.tasks.values()):
        raise MeasurementError(f"all {results.manifest['samples']} outputs are empty: nothing was measured")


@contextmanager
def _progress(name: str) -> Iterator[Callable[[int, int], None] | None]:
    """A progress bar with the time left, on a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn

    named = TextColumn("{task.description}", markup=False)
    with display(named, BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()) as bar:
        start(bar)
        row = bar.add_task(on_one_line(name))
        yield lambda done, total: bar.update(row, completed=done, total=total)


baseline_app = typer.Typer(
    help="The scores that a run is compared with.", no_args_is_help=True, add_completion=False
)
app.add_typer(baseline_app, name="baseline")


@app.command()
def compare(
    old: Annotated[Path, typer.Argument(help="A run or a baseline.")],
    new: Annotated[Path, typer.Argument(help="Another run or baseline on the same samples.")],
) -> None:
    """Compare two systems sample by sample, in both directions; for information, not a verdict."""
    from summarize.evaluation.comparison import compare as compare_results
    from summarize.evaluation.reports.markdown import comparison_table
    from summarize.evaluation.results import read_results

    print_text(comparison_table(compare_results(read_results(old), read_results(new))))


@app.command()
def gate(
    run: Run,
    baseline: Annotated[Path, typer.Option(help="A committed baseline, or another run.")],
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with 3 if a suite is too small to detect a regression.")
    ] = False,
    metric: Annotated[
        list[str] | None,
        typer.Option(help="Gate on this metric too: embedding, or an imported one; repeatable."),
    ] = None,
    form: Forms = "",
    output: Folder = None,
) -> None:
    """Pass (0) or fail (1) a run compared with a baseline."""
    from summarize.evaluation.gate import gate as judge
    from summarize.evaluation.reports.files import deliver, deliver_unmeasured, named
    from summarize.evaluation.results import read_results

    forms = named(form) if form else []
    if set(forms) - {"github"} and output is None:
        raise UsageError("--format needs --output, the folder to write the reports into")
    try:
        results = read_results(run)
        verdict = judge(results, read_results(baseline), metric or ())
    except MeasurementError as error:
        try:
            _deliver(deliver_unmeasured(str(error), forms, output))
        except SummarizeError as unwritten:
            raise MeasurementError(f"{error}; {unwritten}") from error
        raise
    for each in verdict.verdicts:
        if each.status != "PASS":
            print_line(f"{each.status} {each.task} {each.subject}: {each.message}")
    passed = sum(each.status == "PASS" for each in verdict.verdicts)
    print_line(f"{verdict.status}: {passed} of {len(verdict.verdicts)} rules passed")
    _deliver(deliver(results, verdict, forms, output))
    if verdict.exit_code:
        raise typer.Exit(verdict.exit_code)
    if strict and any(each.status == "INCONCLUSIVE" for each in verdict.verdicts):
        raise typer.Exit(MeasurementError.exit_code)


@baseline_app.command("accept")
def accept_(
    run: Run,
    baseline: Annotated[Path, typer.Option(help="The baseline file to write.")],
    lower: Annotated[bool, typer.Option("--lower", help="Accept even if a score falls.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Make a run the new baseline; never lowers a score without --lower and a confirmation."""
    from summarize.evaluation.gate import accept, falls
    from summarize.evaluation.results import read_results

    results = read_results(run)
    found = falls(read_results(baseline), results) if baseline.exists() else []
    for each in found:
        print_line(f"worse: {each}")
    if found and not lower:
        print_line(f"{baseline} is unchanged; to accept what is worse, add --lower")
        raise typer.Exit(1)
    if found and not yes and not _agreed(f"Accept {len(found)} changes for the worse in {baseline}?"):
        print_line(f"{baseline} is unchanged")
        raise typer.Exit(1)
    accept(results, baseline, lower=lower)
    print_line(f"{baseline}: {len(results.tasks)} tasks accepted")


@app.command("import-scores")
def import_scores_(
    run: Run,
    scores: Annotated[Path, typer.Argument(help='JSON Lines {"id", "metric", "score", "signature"}.')],
) -> None:
    """Add scores computed by another program, such as COMET, to a run."""
    from summarize.evaluation.results import import_scores, read_results, results_file, write_results

    results = import_scores(read_results(run), scores)
    write_results(results, results_file(run))
    for name, task in results.tasks.items():
        for metric in task.imported:
            print_line(f"{name} {metric}: {task.measures[metric].score:.4f}")


@app.command()
def report(
    run: Run,
    form: Forms = "md",
    baseline: Annotated[Path | None, typer.Option(help="Compare the run with it, for the verdicts.")] = None,
    beside: Annotated[
        list[Path] | None, typer.Option(help="Another system's run, shown beside it; repeatable.")
    ] = None,
    output: Folder = None,
) -> None:
    """Write reports of a run; one goes to standard output, several into --output."""
    from summarize.evaluation.gate import gate as judge
    from summarize.evaluation.reports.files import FORMATS, deliver, named
    from summarize.evaluation.results import read_results

    results = read_results(run)
    verdict = judge(results, read_results(baseline)) if baseline else None
    others = [read_results(each) for each in beside or ()]
    forms = named(form)
    if output is None and "github" not in forms:
        if len(forms) > 1:
            raise UsageError("several formats need --output, the folder to write them into")
        print_text(FORMATS[forms[0]].render(results, verdict, others))
        return
    _deliver(deliver(results, verdict, forms, output, others))


def _deliver(lines: Iterable[str]) -> None:
    """Print the lines of delivered reports: annotations are workflow commands, and are meant to be."""
    for line in lines:
        write(direct(sys.stdout), f"{line}\n")


def _agreed(question: str) -> bool:
    """Whether the user agrees, asked on a terminal; without one, --yes is needed."""
    if sys.stdin is None or not sys.stdin.isatty():
        raise UsageError("there is no terminal to ask on; add --yes to lower a baseline")
    return typer.confirm(on_one_line(question))
