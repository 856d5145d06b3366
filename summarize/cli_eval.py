"""``summarize eval``: run, score, compare, gate, baseline accept, import-scores, report, validate, list.

Flags → the evaluation package → stdout. Exit codes: 0 pass, 1 a regression or a failed check, 2 a
mistake on the command line, 3 nothing could be measured. Importing this module is cheap.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from summarize.cli_eval_results import app as results_app
from summarize.errors import MeasurementError, UsageError

if TYPE_CHECKING:
    from summarize.evaluation.metrics import Scoring
    from summarize.evaluation.suites import Suite

app = typer.Typer(
    name="eval",
    help="Measure summaries and translations; gate a change on them.",
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
)
Suites = Annotated[
    list[str], typer.Argument(help="Names of shipped suites, or files: a suite's .json, or data.")
]
Data = Annotated[
    str | None,
    typer.Option(
        "--data", help="Format of data files given in place of suites: jsonl, lines, xlsum, scitldr."
    ),
]
References = Annotated[
    list[Path] | None,
    typer.Option("--references", help="Reference lines, for --data lines; may be given again."),
]
Languages = Annotated[str | None, typer.Option(help="Languages of data files, such as kk or en-ru.")]
Kind = Annotated[
    str | None,
    typer.Option(
        help="What data files are for: extractive, abstractive, cross-lingual, translation, headline."
    ),
]
Profile = Annotated[str, typer.Option(help="Words as ROUGE counts them: unicode, xlsum or gazeta.")]
EncoderModel = Annotated[
    str | None,
    typer.Option("--encoder", help="A sentence model on this machine; adds a score of meaning (embedding)."),
]
Out = Annotated[Path | None, typer.Option("--out", help="The run's folder.", show_default="eval-runs/…")]


@app.command("run")
def run_(
    suites: Suites,
    model: Annotated[
        str | None, typer.Option(help="A model folder, or a name on this machine; needless for extractive.")
    ] = None,
    task: Annotated[list[str] | None, typer.Option(help="Only these tasks of the suites.")] = None,
    beams: Annotated[int | None, typer.Option(help="num_beams of the decoding.")] = None,
    max_new_tokens: Annotated[int | None, typer.Option(help="max_new_tokens of the decoding.")] = None,
    data: Data = None,
    references: References = None,
    languages: Languages = None,
    kind: Kind = None,
    profile: Profile = "unicode",
    encoder: EncoderModel = None,
    out: Out = None,
) -> None:
    """Write and score every sample of some suites; taken up again where it stopped."""
    from summarize.evaluation.inputs import DataFiles, open_suites
    from summarize.evaluation.runs import run_suite
    from summarize.evaluation.systems import library_system
    from summarize.request import Decoding

    chosen = open_suites(suites, DataFiles(data, references or (), languages, kind), task or ())
    scoring = _scoring(profile, encoder)
    system = library_system(model, Decoding(num_beams=beams, max_new_tokens=max_new_tokens))
    folder = out or Path("eval-runs") / "+".join([*(suite.name for suite in chosen), system.name])
    predictions: dict[tuple[str, str], Any] = {}
    for suite in chosen:
        with _progress(suite.name) as progress:
            predictions |= run_suite(suite, system, folder, progress)
    _score(chosen, system, predictions, scoring, folder)


@app.command()
def score(
    suites: Suites,
    predictions: Annotated[Path, typer.Option(help='JSON Lines {"id", "output"}, or one output a line.')],
    system: Annotated[str, typer.Option(help="What the outputs were made by.")] = "predictions",
    data: Data = None,
    references: References = None,
    languages: Languages = None,
    kind: Kind = None,
    profile: Profile = "unicode",
    encoder: EncoderModel = None,
    out: Out = None,
) -> None:
    """Score outputs that were made elsewhere; needs no model."""
    from summarize.evaluation.inputs import DataFiles, open_suites
    from summarize.evaluation.outputs import read_predictions
    from summarize.evaluation.systems import precomputed

    chosen = open_suites(suites, DataFiles(data, references or (), languages, kind))
    if len(chosen) != 1:
        raise UsageError("score takes one suite at a time: one file of predictions answers one suite")
    scoring = _scoring(profile, encoder)
    source = precomputed(system, predictions)
    found = read_predictions(chosen[0], predictions, source.fingerprint)
    _score(chosen, source, found, scoring, out or Path("eval-runs") / f"{chosen[0].name}+{system}")


@app.command()
def validate(
    suites: Suites,
    data: Data = None,
    references: References = None,
    languages: Languages = None,
    kind: Kind = None,
) -> None:
    """Look for mistakes in the data itself: hashes, languages, look-alike letters, numbers, duplicates."""
    from summarize.evaluation.inputs import DataFiles, open_suites
    from summarize.evaluation.validation import validate as lint

    problems = 0
    for suite in open_suites(suites, DataFiles(data, references or (), languages, kind)):
        for problem in lint(suite):
            problems += problem.error
            typer.echo(str(problem))
        typer.echo(f"{suite.name}: {len(suite.tasks)} tasks, sha256 {suite.sha256}")
    if problems:
        raise typer.Exit(1)


app.add_typer(results_app)


@app.command("list")
def list_() -> None:
    """Show the suites that come with the tool."""
    from summarize.evaluation.suites import load_suite, shipped

    for name in shipped():
        suite = load_suite(name)
        typer.echo(f"{name}: {suite.description}")
        for task in suite.tasks:
            typer.echo(
                f"  {task.id}  {task.kind}, {task.source} to {task.target}, {len(task.samples)} samples"
            )


def _scoring(profile: str, encoder: str | None) -> Scoring:
    """How to score; an encoder that is not there must not be found out after hours of writing."""
    from summarize.evaluation.embedding import local_scorer
    from summarize.evaluation.metrics import Scoring
    from summarize.evaluation.tokens import check_profile

    check_profile(profile)
    return Scoring(profile, encoder=local_scorer(encoder) if encoder else None)


def _score(suites: list[Suite], system: Any, predictions: Any, scoring: Scoring, folder: Path) -> None:
    """Score, write the evidence, and print the scores."""
    from summarize.evaluation.reports.markdown import encoder_notes, overview
    from summarize.evaluation.results import RESULTS, write_results
    from summarize.evaluation.scoring import score_run

    results = score_run(suites, system, predictions, scoring)
    write_results(results, folder / RESULTS)
    typer.echo(overview(results), nl=False)
    for note in encoder_notes(results.manifest):
        typer.echo(note)
    typer.echo(f"evidence: {folder / RESULTS}")
    if all(task.wordless for task in results.tasks.values()):
        raise MeasurementError(f"all {results.manifest['samples']} outputs are empty: nothing was measured")


@contextmanager
def _progress(name: str) -> Iterator[Callable[[int, int], None] | None]:
    """A bar with the time that is left, on a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn(name), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        row = bar.add_task("")
        yield lambda done, total: bar.update(row, completed=done, total=total)
