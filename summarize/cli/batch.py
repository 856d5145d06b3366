"""``summarize batch``: rows of large files in, shards of results out, resumed where they were interrupted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import typer

from summarize.cli import batch_options, interrupts
from summarize.cli.batch_progress import Meter, account
from summarize.cli.help import Command, application
from summarize.cli.option_groups import READING, RECALL, SUMMARY_REQUEST, TRANSLATING, with_options
from summarize.cli.options import Debug, FollowLinks, RayAddress, SourceLanguage, Workers
from summarize.cli.output import print_line, say
from summarize.errors import UsageError
from summarize.request import MemoryOptions, ReadingOptions, Request, Task, TranslationOptions

if TYPE_CHECKING:
    from summarize.corpora.batches import Limits, Options, Progress, Report

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
    inputs: batch_options.Inputs = None,
    source: SourceLanguage = None,
    text_column: batch_options.TextColumn = "text",
    id_column: batch_options.IdColumn = None,
    language_column: batch_options.LanguageColumn = None,
    keep: batch_options.Keep = None,
    languages: batch_options.OnlyLanguages = None,
    min_words: batch_options.MinWords = 0,
    dedup: batch_options.Dedup = None,
    limit: batch_options.Limit = None,
    reading: ReadingOptions,
    follow_links: FollowLinks = False,
    task: batch_options.Task = None,
    model: batch_options.Models = None,
    request: Request,
    strict: batch_options.Strict = False,
    to: batch_options.To = None,
    route: batch_options.Route = None,
    translation: TranslationOptions,
    known: MemoryOptions,
    output: batch_options.Output = None,
    style: batch_options.Style = "jsonl",
    shard_rows: batch_options.ShardRows = None,
    status: batch_options.Status = None,
    retry_errors: batch_options.RetryErrors = False,
    engine: batch_options.Engine = "local",
    workers: Workers = None,
    ray_address: RayAddress = None,
    timeout: batch_options.Timeout = 600.0,
    max_errors: batch_options.MaxErrors = None,
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
    remembering = replace(translation, memory=known)
    request = _asked(replace(request, strict=strict), task, model, to, route, remembering)
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
    _run(inputs or [], output, request, options)


def _run(inputs: Sequence[str], output: str, request: Request, options: Options) -> None:
    """Run, show how far it is, and say what became of it.

    The first interrupt lets the run finish the shards that are begun; the second ends it at once.
    """
    from summarize.corpora import batches

    with interrupts.counted() as interrupt, Meter() as meter:

        def hear(progress: Progress) -> None:
            interrupt.deferred = progress.phase == "working"
            meter.show(progress)

        def stopping() -> int:
            if interrupt.count == 1 and not meter.stopping:
                meter.stopping = True
                say("finishing what is begun; interrupt again to end now")
            return interrupt.count

        report = batches.batch(inputs, output, request, options, progress=hear, stopping=stopping)
    say(account(report))
    if interrupt.count and not report.complete:
        say("run the same command again for the rest")
        raise typer.Exit(INTERRUPTED)
    if report.tally.failures:
        raise typer.Exit(SOME_FAILED)


def _asked(
    request: Request,
    task: Task | None,
    model: Sequence[str] | None,
    to: str | None,
    route: str | None,
    translation: TranslationOptions,
) -> Request:
    """The request for every row; models that translate are given by ``--model`` where that is the task.

    Raises:
        UsageError: a summary is asked of several models, or the language or the route is wrong.
    """
    from summarize.text.languages import language

    chosen = _task(task, model, to)
    translates = chosen == "translation"
    return replace(
        request,
        task=chosen,
        target=language(to) if to else None,
        translators=request.translators + (tuple(model or ()) if translates else ()),
        model=None if translates else _single(model),
        reader="en",  # results do not depend on who runs it
        **_way(route, chosen, translation),
    )


def _task(task: Task | None, model: Sequence[str] | None, to: str | None) -> Task:
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
