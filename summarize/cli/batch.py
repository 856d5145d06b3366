"""``summarize batch``: rows of large files in, shards of results out, resumed where they were interrupted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from summarize.cli import interrupts
from summarize.cli.batch_progress import Meter, account
from summarize.cli.help import Command, application
from summarize.cli.option_groups import READING, RECALL, SUMMARY_REQUEST, TRANSLATING, with_options
from summarize.cli.options import (
    INPUT,
    MODEL,
    OUTPUT,
    RUN,
    TRANSLATION,
    Debug,
    FollowLinks,
    RayAddress,
    SourceLanguage,
    Workers,
)
from summarize.cli.output import print_line, say
from summarize.errors import UsageError
from summarize.request import MemoryOptions, ReadingOptions, Request, TranslationOptions

if TYPE_CHECKING:
    from summarize.corpora.batches import Limits, Progress, Report

app = application()
SOME_FAILED, INTERRUPTED = 3, 130
_SHOWN = 10  # failures listed by --status

EPILOG = """\
Examples:

  summarize batch news.jsonl.gz -o out/                        a summary of each row
  summarize batch crawl/ -o out/ --keep url --min-words 50     every file in a folder
  summarize batch news.parquet -o kk/ --task translation --to kk --model ./nllb
  summarize batch --status out/                                how far it is, what failed
  summarize batch news.jsonl.gz -o out/ --retry-errors         do again what failed

Exit codes: 0 ok, 1 failure, 2 usage, 3 some rows failed, 4 model missing, 130 interrupted
"""


@app.command(cls=Command, epilog=EPILOG)
@with_options(READING, SUMMARY_REQUEST, TRANSLATING, RECALL)
def batch(
    *,
    inputs: Annotated[
        list[str] | None,
        typer.Argument(
            show_default=False,
            rich_help_panel=INPUT,
            help="Files, folders or globs: .jsonl, .csv, .parquet, .warc (.gz, .zst), documents of any "
            "format, or a .txt list of them.",
        ),
    ] = None,
    source: SourceLanguage = None,
    text_column: Annotated[
        str, typer.Option(metavar="NAME", rich_help_panel=INPUT, help="Column of the text.")
    ] = "text",
    id_column: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", rich_help_panel=INPUT, help="Column of the id; by default id, or else file:row."
        ),
    ] = None,
    language_column: Annotated[
        str | None,
        typer.Option(metavar="NAME", rich_help_panel=INPUT, help="Column of the text's language."),
    ] = None,
    keep: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAMES", rich_help_panel=INPUT, help="Columns to copy to the results, such as url,date."
        ),
    ] = None,
    languages: Annotated[
        list[str] | None,
        typer.Option(
            "--language", metavar="LANGS", rich_help_panel=INPUT, help="Only texts in these languages."
        ),
    ] = None,
    min_words: Annotated[
        int, typer.Option(metavar="N", min=0, rich_help_panel=INPUT, help="Only texts of at least N words.")
    ] = 0,
    dedup: Annotated[
        Literal["exact", "near"] | None,
        typer.Option(
            "--dedup", rich_help_panel=INPUT, help="Leave out texts that repeat an earlier one, or nearly do."
        ),
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, rich_help_panel=INPUT, help="Only the first N rows."),
    ] = None,
    reading: ReadingOptions,
    follow_links: FollowLinks = False,
    task: Annotated[
        Literal["extractive", "abstractive", "translation"] | None,
        typer.Option(
            "--task",
            rich_help_panel=MODEL,
            help="What to do with each text; by default what --model is for: extractive without one.",
        ),
    ] = None,
    model: Annotated[
        list[str] | None,
        typer.Option(
            "--model",
            "-m",
            metavar="NAME",
            rich_help_panel=MODEL,
            help="A folder, a hub id or an alias; repeatable for translations.",
        ),
    ] = None,
    request: Request,
    strict: Annotated[
        bool,
        typer.Option(
            "--strict", rich_help_panel=MODEL, help="A row with a finding or a shortfall counts as failed."
        ),
    ] = False,
    to: Annotated[
        str | None,
        typer.Option(
            "--to",
            "-t",
            metavar="LANG",
            rich_help_panel=TRANSLATION,
            help="Language of the results: en, ru or kk.",
        ),
    ] = None,
    route: Annotated[
        str | None,
        typer.Option(
            metavar="WAY",
            rich_help_panel=TRANSLATION,
            help="For translations the languages to go through, such as en-ru-kk; "
            "for summaries summarize-first or translate-first.",
        ),
    ] = None,
    translation: TranslationOptions,
    known: MemoryOptions,
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FOLDER",
            rich_help_panel=OUTPUT,
            help="Folder of the results; a run into the same one continues it.",
        ),
    ] = None,
    style: Annotated[
        Literal["jsonl", "parquet"],
        typer.Option("--format", "-f", rich_help_panel=OUTPUT, help="Format of the results."),
    ] = "jsonl",
    shard_rows: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            min=1,
            rich_help_panel=OUTPUT,
            help="Rows of one file of results; by default 1000, or 256 where a model writes.",
        ),
    ] = None,
    status: Annotated[
        str | None,
        typer.Option(
            "--status", metavar="FOLDER", rich_help_panel=RUN, help="Show how far a run is, and exit."
        ),
    ] = None,
    retry_errors: Annotated[
        bool,
        typer.Option("--retry-errors", rich_help_panel=RUN, help="Do again what failed in earlier runs."),
    ] = False,
    engine: Annotated[
        Literal["local", "ray"],
        typer.Option(rich_help_panel=RUN, help="Processes of this machine, or a Ray cluster."),
    ] = "local",
    workers: Workers = None,
    ray_address: RayAddress = None,
    timeout: Annotated[
        float,
        typer.Option(metavar="SECONDS", min=0.1, rich_help_panel=RUN, help="Time limit for each document."),
    ] = 600.0,
    max_errors: Annotated[
        str | None,
        typer.Option(
            metavar="N|R%", rich_help_panel=RUN, help="End early when more rows than this have failed."
        ),
    ] = None,
    debug: Debug = False,
) -> None:
    """Summarise or translate every row of a corpus: of files of rows, web archives and folders of documents.

    Results are written in parts, each whole or not at all; run the same command again after an interruption.
    """
    from summarize.corpora import batches
    from summarize.corpora.job import Filters
    from summarize.corpora.rows import Columns
    from summarize.text.languages import language

    if status is not None:
        _show(batches.status(status))
        return
    if output is None:
        raise UsageError("--output is missing: name a folder for the results, such as -o out/")
    if known.memory and not to:
        raise UsageError("--memory is for translations; give --to")
    chosen = _task(task, model, to)
    request = replace(
        request,
        task=chosen,
        target=language(to) if to else None,
        translators=request.translators + (tuple(model or ()) if chosen == "translation" else ()),
        model=_single(model) if chosen != "translation" else None,
        strict=strict,
        reader="en",  # results do not depend on who runs it
        **_way(route, chosen, replace(translation, memory=known)),
    )
    columns = Columns(
        text_column, id_column, language_column, _names(keep), source and language(source), reading
    )
    options = batches.Options(
        columns=columns,
        filters=Filters(tuple(language(name) for name in _names(languages)), min_words),
        dedup=dedup,
        form=style,
        shard_rows=shard_rows,
        limit=limit,
        engine=engine,
        workers=workers,
        ray_address=ray_address,
        timeout=timeout,
        max_errors=_limits(max_errors, batches.Limits),
        retry_errors=retry_errors,
        follow_links=follow_links,
    )
    with interrupts.counted() as interrupt, Meter() as meter:

        def hear(progress: Progress) -> None:
            interrupt.deferred = progress.phase == "working"
            meter.show(progress)

        def stopping() -> int:
            if interrupt.count == 1 and not meter.stopping:
                meter.stopping = True
                say("finishing what is begun; interrupt again to end now")
            return interrupt.count

        report = batches.batch(inputs or [], output, request, options, progress=hear, stopping=stopping)
    say(account(report))
    if interrupt.count and not report.complete:
        say("run the same command again for the rest")
        raise typer.Exit(INTERRUPTED)
    if report.tally.failures:
        raise typer.Exit(SOME_FAILED)


def _task(task: Any, model: Sequence[str] | None, to: str | None) -> Any:
    """The task that was named, or the one that the model is for."""
    if task is not None:
        return task
    if not model:
        return "extractive"
    from summarize.models.cache import checkpoint

    found = checkpoint(model[0])
    if found.family.kind in ("encoder", "static"):
        return "extractive"
    if found.tasks == ("translation",) and to:
        return "translation"
    return "abstractive"


def _single(model: Sequence[str] | None) -> str | None:
    if model and len(model) > 1:
        raise UsageError(
            "--model can be given only once for summaries; models that translate are --translator"
        )
    return model[0] if model else None


def _names(given: Sequence[str] | None) -> tuple[str, ...]:
    """The names in options that may be repeated and hold several, separated by commas."""
    every = [name.strip() for each in given or () for name in each.split(",")]
    return tuple(dict.fromkeys(name for name in every if name))


def _way(route: str | None, task: str, asked: TranslationOptions) -> dict[str, Any]:
    """The fields of a request for ``--route`` and the options of translations."""
    if route is None or task != "translation":
        if route not in (None, "auto", "summarize-first", "translate-first"):
            raise UsageError(f"--route {route}: for summaries give summarize-first or translate-first")
        return {"translation": asked, "route": route or "auto"}
    from summarize.translation.routes import way

    return {"translation": replace(asked, path=way(route))}


def _limits(given: str | None, limits: type[Limits]) -> Limits:
    if given is None:
        return limits()
    number = given.strip().removesuffix("%")
    try:
        if given.strip().endswith("%") and 0 <= float(number) <= 100:
            return limits(share=float(number) / 100)
        if number == given.strip() and int(number) >= 0:
            return limits(failures=int(number))
    except ValueError:
        pass
    raise UsageError(f"--max-errors {given}: give a number of rows, such as 100, or a share, such as 2%")


def _show(report: Report) -> None:
    from summarize.corpora.batches import store_of
    from summarize.corpora.parts import failures

    print_line(account(report))
    print_line(
        f"{report.done:,} of {report.shards:,} parts are there" + (": complete" if report.complete else "")
    )
    folder = store_of(report.output)
    for each in failures(folder, folder.names(), _SHOWN):
        print_line(f"{each['kind']}  {each['id']}  {each['message']}")
    if report.tally.failures > _SHOWN:
        print_line(f"… and {report.tally.failures - _SHOWN:,} more; all are in errors-*.jsonl")
