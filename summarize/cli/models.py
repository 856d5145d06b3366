"""``summarize models``: the models on this machine; downloading, trying and removing them.

Facts go to standard output, questions and progress to standard error.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from summarize.cli.help import Command
from summarize.cli.option_groups import RUNTIME, with_options
from summarize.cli.options import INPUT
from summarize.cli.output import print_json, print_line, print_text, say
from summarize.cli.progress_bar import Bar, display, start
from summarize.errors import UsageError
from summarize.request import Runtime
from summarize.text.escapes import on_one_line

if TYPE_CHECKING:
    from summarize.engines.trial import EncoderTrial, Trial
    from summarize.models.checkpoints import Checkpoint
    from summarize.models.pull import Plan
    from summarize.request import Instruction

app = typer.Typer(
    help="Models on this machine: list, show, pull, check, remove, default.",
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Name = Annotated[
    str,
    typer.Argument(
        metavar="NAME", rich_help_panel=INPUT, help="A folder, a hub id in the cache, or an alias."
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]


@app.command("list")
def list_models(
    known: Annotated[
        bool, typer.Option("--known", help="List the reviewed models, which have an alias, instead.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """List the models in the cache: task, languages, size, licence, complete or partial."""
    from summarize.models import cache, catalogue, model_report

    if known:
        rows = catalogue.rows().values()
        if as_json:
            print_json([asdict(row) for row in rows])
        else:
            lines = [model_report.known_row(row) for row in rows]
            print_text(model_report.aligned(lines, model_report.KNOWN_HEADERS))
        return
    found = cache.local()
    if as_json:
        print_json([_to_json(checkpoint) for checkpoint in found])
    elif found:
        print_text(model_report.aligned([model_report.row(one) for one in found], model_report.HEADERS))
    else:
        say(f"no models in {cache.root()}; see summarize models list --known")


@app.command()
def show(name: Name, as_json: AsJson = False) -> None:
    """Show what a model is, from its files alone."""
    from summarize.engines.load import choose_precision
    from summarize.models import cache, model_report

    checkpoint = cache.checkpoint(name)
    if as_json:
        print_json(_to_json(checkpoint))
    else:
        choice = choose_precision(checkpoint)
        print_text(model_report.aligned(model_report.facts(checkpoint, choice.precision, choice.reason)))


@app.command()
def pull(
    name: Annotated[str, typer.Argument(metavar="ID", help="A hub id (ORGANISATION/NAME) or an alias.")],
    revision: Annotated[str, typer.Option(metavar="REV", help="A branch, tag or commit.")] = "main",
    yes: Yes = False,
    as_json: AsJson = False,
) -> None:
    """Download a model: the only command that uses the network. Resumes an interrupted download."""
    from summarize.models import cache, model_report
    from summarize.models.pull import pull as fetch

    def ask(plan: Plan) -> bool:
        say(model_report.planned(plan))
        return plan.remaining == 0 or _agreed("Download it?", yes)

    with _bar() as progress:
        folder = fetch(name, revision, ask, progress)
    if folder is None:
        raise typer.Exit(1)
    checkpoint = cache.checkpoint(str(folder))
    if as_json:
        print_json(_to_json(checkpoint))
    else:
        print_line(f"{checkpoint.name}  {folder}")
    for problem in checkpoint.problems:
        say(f"{checkpoint.name}: {problem}")


@app.command(cls=Command)
@with_options(RUNTIME)
def check(
    *,
    name: Name,
    source: Annotated[
        str | None,
        typer.Option("--from", metavar="LANG", rich_help_panel=INPUT, help="Only from en, ru or kk."),
    ] = None,
    target: Annotated[
        str | None, typer.Option("--to", metavar="LANG", rich_help_panel=INPUT, help="Only to en, ru or kk.")
    ] = None,
    languages: Annotated[
        str | None,
        typer.Option(
            metavar="LANG,LANG",
            rich_help_panel=INPUT,
            help="Try these languages, by default those that its files name.",
        ),
    ] = None,
    runtime: Runtime,
    as_json: AsJson = False,
) -> None:
    """Load a model, run a few sentences in each direction, and report speed, memory and problems."""
    from summarize.engines.trial import try_out
    from summarize.models import cache

    checkpoint = cache.checkpoint(name)
    with Bar(1, printing=True) as bar, bar.document():
        trial = try_out(checkpoint, runtime, _instructions(checkpoint, source, target, languages))
    if as_json:
        print_json(trial.to_json())
    else:
        _print_trial(trial)
    raise typer.Exit(1 if trial.problems else 0)


@app.command()
def remove(name: Name, yes: Yes = False, as_json: AsJson = False) -> None:
    """Delete a model from the cache."""
    from summarize.models import cache, catalogue, model_report

    if not cache.storage(catalogue.hub_id(name)).is_dir():
        cache.remove(name)
    if not _agreed(f"Delete {catalogue.hub_id(name)} from {cache.root()}?", yes):
        raise typer.Exit(1)
    freed = cache.remove(name)
    if as_json:
        print_json({"removed": catalogue.hub_id(name), "freed": freed})
    else:
        print_line(f"removed {catalogue.hub_id(name)}, {model_report.size(freed)} freed")


@app.command()
def default(
    task: Annotated[
        str | None,
        typer.Argument(
            metavar="TASK", help="summarization, translation, or one with its languages: translation:ru-kk."
        ),
    ] = None,
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="The model; without it, the current one is shown.")
    ] = None,
    forget: Annotated[bool, typer.Option("--forget", help="Remove the default of the task.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show or set the model that a task uses when none is named."""
    from summarize.models import choices

    if forget and (task is None or name is not None):
        raise UsageError("--forget takes a task, but no model")
    if task and (name or forget):
        choices.set_default(task, name)
    chosen = choices.defaults()
    shown = chosen if task is None else {task: chosen[task]} if task in chosen else {}
    if as_json:
        print_json(shown)
    else:
        for key, value in sorted(shown.items()):
            print_line(f"{key}  {value}")
        if not shown and not forget:
            say(f"no default is set{f' for {task}' if task else ''}; the most suitable local model is used")


def _instructions(
    checkpoint: Checkpoint, source: str | None, target: str | None, languages: str | None
) -> tuple[Instruction, ...]:
    """What was asked for: one direction, or all tasks in some languages; nothing if all that is named."""
    from summarize.engines.trial import among
    from summarize.request import Instruction
    from summarize.text.language_table import LANGUAGES

    if languages is not None:
        if source or target:
            raise UsageError("give --languages, or --from and --to")
        asked = [one.strip() for one in languages.split(",")]
        for language in asked:
            if language not in LANGUAGES:
                raise UsageError(f"{language!r} is not one of {', '.join(LANGUAGES)}")
        return tuple(among(checkpoint, asked))
    if source is None and target is None:
        return ()
    start, end = source or target or "", target or source or ""
    for language in (start, end):
        if language not in LANGUAGES:
            raise UsageError(f"{language!r} is not one of {', '.join(LANGUAGES)}")
    return (Instruction("summarization" if start == end else "translation", start, end),)


def _agreed(question: str, yes: bool) -> bool:
    if yes:
        return True
    if sys.stdin is None or not sys.stdin.isatty():
        raise UsageError("there is no terminal to ask on; add --yes")
    return typer.confirm(on_one_line(question), err=True)


@contextmanager
def _bar() -> Iterator[Callable[[int, int], None] | None]:
    """A download's progress bar, shown from its first byte on; None where there is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.progress import BarColumn, DownloadColumn, TimeRemainingColumn, TransferSpeedColumn

    bar = display(BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn())
    task = bar.add_task("", total=None)

    def advance(done: int, total: int) -> None:
        start(bar)  # only once the question is answered; harmless if running
        bar.update(task, completed=done, total=total)

    try:
        yield advance
    finally:
        bar.stop()


def _print_trial(trial: Trial | EncoderTrial) -> None:
    from summarize.models.model_report import aligned, size

    memory = size(trial.peak_memory)
    facts = f"; {trial.facts}" if trial.facts else ""
    print_line(f"{trial.name}: loaded in {trial.load_seconds:.1f} s, {memory} of memory at most{facts}")
    headers, *rows = trial.table()
    if rows:
        print_text(aligned(rows, headers))
    for line in (*trial.problems, *trial.advice):
        say(line)


def _to_json(checkpoint: Checkpoint) -> dict[str, Any]:
    from summarize.engines.load import choose_precision
    from summarize.models import model_report

    return model_report.to_json(checkpoint, choose_precision(checkpoint).precision)
