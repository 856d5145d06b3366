"""``summarize``: options to a request, files or standard input to documents, results to standard output.

Text goes to standard output, everything else to standard error.
"""

from __future__ import annotations

import os
import sys
import traceback
from dataclasses import replace
from functools import lru_cache
from importlib import import_module
from typing import Annotated, Any, Literal, NoReturn, TextIO

import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException

from summarize.cli import interrupts, streams
from summarize.cli.help import CONTEXT, Command, localized
from summarize.cli.options import (
    LENGTH,
    MODEL,
    OUTPUT,
    TRANSLATION,
    Allow,
    Debug,
    Files,
    FollowLinks,
    MaxInput,
    Output,
    Prefix,
    PromptFile,
    SkipExisting,
    SourceLanguage,
    Waivers,
    decoding_options,
    read_allowance,
    reading_options,
    runtime_options,
)
from summarize.cli.output import Format, print_text, say
from summarize.errors import ClosedOutput, SummarizeError, UsageError
from summarize.models.offline import offline
from summarize.request import Decoding, ReadingOptions, Runtime
from summarize.version import __version__

INTERRUPTED = 130
_OUT_OF_MEMORY = -1
DEFAULT = "documents"  # what `summarize FILE` means; never typed

EPILOG = """\
Examples:

  summarize article.txt                      a summary of a file, in its own sentences
  summarize article.txt --sentences 2        exactly two sentences
  cat article.txt | summarize                from a pipe
  summarize article.txt --to ru --to kk      in Russian and Kazakh, by a local model
  summarize news/ -o summaries/              every text in a folder, each to its own file
  summarize a.txt b.txt --format jsonl       one JSON object per line
  summarize report.pdf --cite                with the page of each sentence
  summarize ./eval                           a file that is named like a command

Exit codes: 0 ok, 1 failure, 2 usage, 3 some of several documents failed, 4 model missing, 130 interrupted
"""


# The other commands, each imported when it is called: its name, its module, its purpose.
COMMANDS = {
    "translate": (
        "summarize.cli.translate",
        "Translate texts between English, Russian and Kazakh, sentence by sentence, and check them.",
    ),
    "read": ("summarize.cli.read", "Show what is read from files: the text, its parts and their places."),
    "models": ("summarize.cli.models", "Models on this machine: list, show, pull, check, remove, default."),
    "eval": ("summarize.cli.eval", "Measure summaries and translations; gate a change on them."),
}


class DefaultGroup(TyperGroup):
    """A group whose first word is a command if it names one, and a document otherwise."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Insert the default command before anything that is not a command."""
        if not (args and args[0] in (DEFAULT, *COMMANDS)) and not (ctx.resilient_parsing and not args):
            args = [DEFAULT, *args]
        return super().parse_args(ctx, args)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """A command by its name, imported now."""
        if cmd_name in COMMANDS:
            command: Any = typer.main.get_command(import_module(COMMANDS[cmd_name][0]).app)
        else:
            command = super().get_command(ctx, cmd_name)
        return command and localized(command)

    def list_commands(self, ctx: Any) -> list[str]:
        """The names, for completion."""
        return list(COMMANDS)


class DocumentsCommand(Command):
    """The default command: its help is the program's help."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """``summarize [OPTIONS] [FILES]...`` without the command's own name."""
        formatter.write_usage(ctx.parent.command_path, " ".join(self.collect_usage_pieces(ctx)))

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """The other commands, then the examples and exit codes."""
        from summarize.cli.help.texts import about

        with formatter.section("Commands"):
            formatter.write_dl([(word, about(word, purpose)) for word, (_, purpose) in COMMANDS.items()])
        super().format_epilog(ctx, formatter)


app = typer.Typer(
    cls=DefaultGroup,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=True,
    context_settings=CONTEXT,
)


@app.callback()
def group() -> None:
    """Summaries and translations with local models."""


def _version(wanted: bool) -> None:
    if wanted:
        print_text(f"summarize {__version__}\n")
        raise typer.Exit


def _formats(wanted: bool) -> None:
    if wanted:
        from summarize.documents.formats import table

        print_text(f"{table()}\n")
        raise typer.Exit


@app.command(DEFAULT, cls=DocumentsCommand, hidden=True, epilog=EPILOG)
@reading_options
@runtime_options
@decoding_options
def documents(
    *,
    files: Files = None,
    source: SourceLanguage = None,
    reading: ReadingOptions,
    follow_links: FollowLinks = False,
    sentences: Annotated[
        int | None,
        typer.Option("--sentences", "-s", metavar="N", rich_help_panel=LENGTH, help="Exactly N sentences."),
    ] = None,
    words: Annotated[
        int | None,
        typer.Option("--words", "-w", metavar="N", rich_help_panel=LENGTH, help="At most N words."),
    ] = None,
    ratio: Annotated[
        float | None,
        typer.Option(
            "--ratio",
            "-r",
            metavar="R",
            rich_help_panel=LENGTH,
            help="A share of the text's sentences, above 0 and at most 1.",
        ),
    ] = None,
    abstractive: Annotated[
        bool,
        typer.Option(
            "--abstractive", "-a", rich_help_panel=MODEL, help="Write the summary in a model's own words."
        ),
    ] = False,
    model: Annotated[
        str | None,
        typer.Option(
            "--model",
            "-m",
            metavar="NAME",
            rich_help_panel=MODEL,
            help="A folder, a hub id or an alias (see summarize models): a model that writes summaries, "
            "or a sentence encoder that chooses sentences.",
        ),
    ] = None,
    prompt: PromptFile = None,
    prefix: Prefix = None,
    max_input: MaxInput = None,
    unfaithful: Annotated[
        Literal["warn", "fail", "extract"],
        typer.Option(
            "--on-unfaithful",
            rich_help_panel=MODEL,
            help="What to do with a generated summary that says something its source does not; "
            "'extract' uses the text's own sentences instead.",
        ),
    ] = "warn",
    strict: Annotated[
        bool,
        typer.Option(
            "--strict",
            rich_help_panel=MODEL,
            help="Fail on every error found and on every shortfall of the model; doubts pass.",
        ),
    ] = False,
    allow: Allow = None,
    waivers: Waivers = None,
    decoding: Decoding,
    runtime: Runtime,
    to: Annotated[
        list[str] | None,
        typer.Option(
            "--to",
            "-t",
            metavar="LANG",
            rich_help_panel=TRANSLATION,
            help="Translate the summary into en, ru or kk; repeatable.",
        ),
    ] = None,
    translator: Annotated[
        list[str] | None,
        typer.Option(
            "--translator",
            metavar="NAME",
            rich_help_panel=TRANSLATION,
            help="A model that translates; repeatable.",
        ),
    ] = None,
    route: Annotated[
        Literal["auto", "summarize-first", "translate-first"],
        typer.Option(
            rich_help_panel=TRANSLATION,
            help="What to do first with --to; auto summarises first if the model reads the text's language.",
        ),
    ] = "auto",
    style: Annotated[
        Format,
        typer.Option("--format", "-f", rich_help_panel=OUTPUT, help="Format of the results."),
    ] = "text",
    output: Output = None,
    skip_existing: SkipExisting = False,
    highlight: Annotated[
        bool,
        typer.Option(
            "--highlight",
            rich_help_panel=OUTPUT,
            help="Show the whole source with the chosen sentences marked.",
        ),
    ] = False,
    cite: Annotated[
        bool,
        typer.Option(
            "--cite",
            rich_help_panel=OUTPUT,
            help="Show the page, slide or time of each sentence after it, such as [p. 3].",
        ),
    ] = False,
    debug: Debug = False,
    formats: Annotated[
        bool,
        typer.Option(
            "--formats", callback=_formats, is_eager=True, help="Show the formats that are read and exit."
        ),
    ] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Summarise texts in English, Russian or Kazakh, offline.

    By default the summary is made of the text's own most central sentences, which needs no model; with
    --abstractive or --model a local model writes it, and it is checked against the text.
    """
    from summarize.api.run import length, run
    from summarize.cli.deliver import Delivery, Form
    from summarize.cli.help.readers import reader
    from summarize.cli.inputs import inputs, read
    from summarize.cli.output import SUFFIXES, SummaryPrinter
    from summarize.request import Request
    from summarize.text.languages import language

    if highlight and style in ("json", "jsonl"):
        raise UsageError(f"--highlight marks text; with --format {style} use the sentences' start and end")
    if cite and style in ("json", "jsonl"):
        raise UsageError(f"--cite adds to text; with --format {style} use the sentences' place")
    if cite and (to or highlight):
        raise UsageError("--cite cannot be combined with --to or --highlight")
    read_allowance(allow, waivers)
    request = Request(
        task="abstractive" if abstractive or (model and not _is_encoder(model)) else "extractive",
        length=length(sentences, words, ratio),
        translators=tuple(translator or ()),
        route=route,
        model=model,
        max_input=max_input,
        prefix=prefix,
        prompt=prompt,
        unfaithful=unfaithful,
        strict=strict,
        allow=tuple(allow or ()),
        waivers=waivers,
        reader=reader(os.environ),
        decoding=decoding,
        runtime=runtime,
    )
    targets: list[str | None] = [language(name) for names in to or () for name in names.split(",")]
    document = lru_cache(maxsize=1)(lambda name: read(name, source, reading))  # once for all its targets

    def printer(stream: TextIO, many: bool) -> SummaryPrinter:
        return SummaryPrinter(stream, style, many=many, task=request.task, highlight=highlight, cite=cite)

    delivery = Delivery(
        inputs=[
            replace(one, target=target)
            for one in inputs(files or [], say, follow_links)
            for target in targets or [None]
        ],
        make=lambda item: run(document(item.name), replace(request, target=item.target)),
        form=Form("summary", SUFFIXES[style], printer),
        forget=document.cache_clear,
        output=output,
        skip_existing=skip_existing,
    )
    raise typer.Exit(delivery.run())


def _is_encoder(model: str) -> bool:
    """Whether a model makes sentence vectors rather than text."""
    from summarize.models.cache import checkpoint

    return checkpoint(model).family.kind in ("encoder", "static")


def _explain(error: TyperException) -> None:
    """Say what is wrong with the command line and where its help is; a group without a command shows help."""
    message = error.format_message().replace("Value error, ", "")  # the prefix of pydantic's messages
    context = getattr(error, "ctx", None)
    if context and message.startswith(context.get_usage()):
        print(message, file=sys.stderr)  # noqa: T201
        return
    command = context.command_path.removesuffix(f" {DEFAULT}") if context else "summarize"
    say(f"{' '.join(message.split()).rstrip('.')}; see {command} --help")


def main() -> NoReturn:
    """Run the command line and exit with the published code."""
    streams.prepare()
    offline()
    try:
        sys.exit(_run(debug="--debug" in sys.argv))
    finally:
        streams.discard_unwritten()


def _run(*, debug: bool) -> int:
    """Run once and return the exit code; every way to end is handled here."""
    try:
        code = app(prog_name="summarize", standalone_mode=False) or 0
        sys.stdout.flush()
    except ClosedOutput:
        return 0
    except SummarizeError as error:
        say(str(error))
        return error.exit_code
    except TyperException as error:
        _explain(error)
        return error.exit_code
    except MemoryError:
        code = _OUT_OF_MEMORY  # reported below, where the frames that held the memory are gone
    except Exception as error:
        _report(error, debug=debug)
        return 1
    if code == _OUT_OF_MEMORY:
        from summarize.models.memory import exhausted

        say(exhausted())
        return 1
    if code == INTERRUPTED:
        say(interrupts.message())
        return interrupts.exit_code()
    return code


def _report(error: Exception, *, debug: bool) -> None:
    """Report an exception that nothing expected: a file that cannot be opened or examined, or a bug."""
    if debug:
        sys.stderr.write(traceback.format_exc())  # print_exc() would add colours
    elif isinstance(error, OSError) and error.filename is not None:
        say(f"{error.filename}: {error.strerror}")
    else:
        said = " ".join(str(error).split())
        say(f"this is a bug: {type(error).__name__}: {said}; run again with --debug to see where")
