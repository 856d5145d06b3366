"""``summarize``: options to a request, files or standard input to documents, results to standard output.

Text goes to standard output, everything else to standard error.
"""

from __future__ import annotations

import sys
import traceback
from dataclasses import replace
from functools import lru_cache
from importlib import import_module
from pathlib import PurePath
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, TextIO

import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException

from summarize.cli import interrupts, streams, summary_options
from summarize.cli.destination import Destination
from summarize.cli.help import CONTEXT, Command, localized
from summarize.cli.option_groups import DESTINATION, READING, SUMMARY_REQUEST, VERBOSITY, with_options
from summarize.cli.options import OUTPUT, Debug, Files, FollowLinks, Meaning, SourceLanguage
from summarize.cli.output import Format, print_text, say
from summarize.cli.verbosity import Verbosity, warn
from summarize.errors import ClosedOutput, DocumentError, SummarizeError, UsageError
from summarize.models.offline import offline
from summarize.request import Length, ReadingOptions, Request, Task
from summarize.version import __version__

if TYPE_CHECKING:
    from summarize.text.documents import Document

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
  summarize report.pdf --about "water"       what it says about something
  summarize report.pdf --as outline          each section under its heading
  summarize news/*.txt --together            one summary of several documents
  summarize ./eval                           a file that is named like a command
  summarize --install-completion             complete commands and options in your shell

Exit codes: 0 ok, 1 failure, 2 usage, 3 some of several documents failed, 4 model missing, 130 interrupted
"""


# The other commands, each imported when it is called: its name, its module, its purpose.
COMMANDS = {
    "translate": (
        "summarize.cli.translate",
        "Translate texts between English, Russian and Kazakh, sentence by sentence, and check them.",
    ),
    "batch": (
        "summarize.cli.batch",
        "Summarise or translate every row of a corpus, in parts that survive interruptions.",
    ),
    "read": ("summarize.cli.read", "Show what is read from files: the text, its parts and their places."),
    "memory": ("summarize.cli.memory", "Translation memories: add, search, stats, export."),
    "glossary": ("summarize.cli.glossary", "Glossaries: check, extract, convert."),
    "models": ("summarize.cli.models", "Models on this machine: list, show, pull, check, remove, default."),
    "eval": ("summarize.cli.eval", "Measure summaries and translations; gate a change on them."),
}


_COMPLETION = ("--install-completion", "--show-completion")  # options of the program itself


def meant(word: str) -> str:
    """A hint at the command that a mistyped first word was meant to be; "" if it is like none."""
    from difflib import get_close_matches

    near = get_close_matches(word, COMMANDS, n=1, cutoff=0.7)
    return f"; did you mean summarize {near[0]}?" if near and word not in COMMANDS else ""


class DefaultGroup(TyperGroup):
    """A group whose first word is a command if it names one, and a document otherwise."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Insert the default command before anything that is not a command."""
        ours = args and args[0] in (DEFAULT, *COMMANDS, *_COMPLETION)
        if not ours and not (ctx.resilient_parsing and not args):
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

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        """What the first word may become: a command, or an option of the program or the default command."""
        command = self.get_command(ctx, DEFAULT)
        below = command.make_context(DEFAULT, [], parent=ctx, resilient_parsing=True)
        return [*super().shell_complete(ctx, incomplete), *command.shell_complete(below, incomplete)]


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
@with_options(READING, SUMMARY_REQUEST, DESTINATION, VERBOSITY)
def documents(
    *,
    context: typer.Context,
    files: Files = None,
    source: SourceLanguage = None,
    reading: ReadingOptions,
    follow_links: FollowLinks = False,
    about: summary_options.About = None,
    abstractive: summary_options.Abstractive = False,
    model: summary_options.Model = None,
    request: Request,
    strict: summary_options.Strict = False,
    to: summary_options.To = None,
    route: summary_options.Route = "auto",
    glossary: summary_options.GlossaryFile = None,
    meaning: Meaning = None,
    shape: summary_options.As = "sentences",
    by_section: summary_options.BySection = False,
    entities: summary_options.Entities = False,
    together: summary_options.Together = False,
    style: Annotated[
        Format,
        typer.Option("--format", "-f", rich_help_panel=OUTPUT, help="Format of the results."),
    ] = "text",
    destination: Destination,
    verbosity: Verbosity,
    highlight: summary_options.Highlight = False,
    cite: summary_options.Cite = False,
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
    from summarize.api.run import run
    from summarize.cli.deliver import SOME_FAILED, Delivery, Form, Input
    from summarize.cli.group import Group
    from summarize.cli.inert import is_given, warnings
    from summarize.cli.inputs import inputs
    from summarize.cli.output import SUFFIXES, SummaryPrinter, made, refuse_overwriting
    from summarize.request import TranslationOptions
    from summarize.text.languages import language

    verbosity.begin()
    if highlight and style in ("json", "jsonl"):
        raise UsageError(f"--highlight marks text; with --format {style} use the sentences' start and end")
    if cite and style in ("json", "jsonl"):
        raise UsageError(f"--cite adds to text; with --format {style} use the sentences' place")
    if together and highlight:
        raise UsageError("--highlight marks one document; leave it out with --together")
    if cite and (to or highlight):
        raise UsageError("--cite cannot be combined with --to or --highlight")
    task: Task = "abstractive" if abstractive or (model and not _is_encoder(model)) else "extractive"
    _check_shape(shape, task, request.length)
    request = replace(
        request,
        task=task,
        shape="sentences" if shape == "outline" else shape,
        by_section=by_section or shape == "outline",
        about=(about,) if about is not None else (),
        entities=entities,
        route=route,
        model=model,
        strict=strict,
        translation=TranslationOptions(glossary=glossary, meaning=meaning),
    )
    given = {name for name in context.params if is_given(context, name)}
    generates = request.task == "abstractive"
    for warning in warnings(given, generates=generates, models=bool(generates or model or to), to=bool(to)):
        warn(warning)
    targets: list[str | None] = [language(name) for names in to or () for name in names.split(",")]
    reading = replace(reading, strict=strict)
    document = lru_cache(maxsize=1)(lambda name: _read(name, source, reading))  # once for all its targets

    def printer(stream: TextIO, many: bool) -> SummaryPrinter:
        return SummaryPrinter(stream, style, many=many, task=request.task, highlight=highlight, cite=cite)

    found = inputs(files or [], warn, follow_links, reading.attachments)
    if together:
        refuse_overwriting([each.name for each in found], destination.files)
        group = Group(found, lambda name: _read(name, source, reading))
        found, make = [Input(group.name, PurePath("together"))], group.document
    else:
        make = document
    delivery = Delivery(
        inputs=[replace(one, target=target) for one in found for target in targets or [None]],
        make=lambda item: run(make(item.name), replace(request, target=item.target)),
        form=Form("summary", SUFFIXES[style], printer, made),
        forget=document.cache_clear,
        to=destination,
        following=style in ("text", "md"),
    )
    code = delivery.run()
    for failure in group.failures if together and verbosity.quiet else ():
        say(str(failure))  # otherwise it is a warning of the summary
    raise typer.Exit(code or (SOME_FAILED if together and group.failures else 0))


def _check_shape(shape: str, task: Task, length: Length | None) -> None:
    """Refuse what contradicts itself.

    Raises:
        UsageError: a lead in a model's words, or a headline of a length.
    """
    if shape == "lead" and task == "abstractive":
        raise UsageError("--as lead is the text's own first sentences; leave out --abstractive and --model")
    if shape == "headline" and length:
        raise UsageError("a headline has one length; leave out --sentences, --words, --ratio and --length")


def _read(name: str, language: str | None, options: ReadingOptions) -> Document:
    """One document; a missing one whose name is like a command's gets a hint."""
    from summarize.cli.inputs import read

    try:
        return read(name, language, options)
    except DocumentError as error:
        if error.code == "document-missing" and (hint := meant(name)):
            raise DocumentError(f"{name} does not exist{hint}", code=error.code) from None
        raise


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
    hint = meant(sys.argv[1]) if len(sys.argv) > 1 and command == "summarize" else ""
    message, _, near = " ".join(message.split()).rstrip(".").partition(". Did you mean ")
    if near:
        hint = f"; did you mean {near.replace(chr(39), '')}"
    say(f"{message}; see {command} --help{hint}")


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
