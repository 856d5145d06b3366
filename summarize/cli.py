"""Flags → Request; files or standard input → Document; Result → standard output.

The only module that prints. Text goes to stdout, everything else to stderr.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import Annotated, Any, Literal, NoReturn

import typer
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

from summarize import cli_models
from summarize.errors import ClosedOutput, DocumentError, SummarizeError, UsageError
from summarize.models.offline import offline
from summarize.version import __version__

STDIN = "-"
INTERRUPTED = 130
DEFAULT = "documents"  # what `summarize FILE` means; never typed

EPILOG = """\
Examples:

  summarize article.txt                      a summary of a file, in its own sentences
  summarize article.txt --sentences 2        exactly two sentences
  cat article.txt | summarize                from a pipe
  summarize news/ -o summaries/              every text in a folder, one file each
  summarize a.txt b.txt --format jsonl       one JSON object a line
  summarize ./eval                           a file that is named like a command

Exit codes: 0 ok, 1 failure, 2 usage, 3 some of several documents failed, 4 model missing, 130 interrupted
"""


class DefaultGroup(TyperGroup):
    """A group whose words are commands when they name one, and documents when they do not."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the default command in front of anything that is not a command."""
        if not (args and args[0] in self.commands) and not (ctx.resilient_parsing and not args):
            args = [DEFAULT, *args]
        return super().parse_args(ctx, args)


class DocumentsCommand(TyperCommand):
    """The default command: its help is the program's help."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """``summarize [OPTIONS] [FILES]...`` without the command's own name."""
        formatter.write_usage(ctx.parent.command_path, " ".join(self.collect_usage_pieces(ctx)))

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """The other commands, then the examples and exit codes, line by line as written."""
        commands = [
            (name, command.get_short_help_str(80))
            for name, command in ctx.parent.command.commands.items()
            if name != DEFAULT
        ]
        if commands:
            with formatter.section("Commands"):
                formatter.write_dl(commands)
        formatter.write(f"\n{EPILOG}")


app = typer.Typer(
    cls=DefaultGroup,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


app.add_typer(cli_models.app, name="models")


@app.callback()
def group() -> None:
    """Summaries and translations with local models."""


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"summarize {__version__}")
        raise typer.Exit


@dataclass(frozen=True)
class Writing:
    """Where results go and how they look."""

    style: Literal["text", "md", "json", "jsonl"]
    output: str | None
    skip_existing: bool
    highlight: bool


@app.command(DEFAULT, cls=DocumentsCommand, hidden=True)
def documents(
    files: Annotated[
        list[str] | None,
        typer.Argument(
            show_default=False, help="Text files or folders, in order; '-' or nothing reads standard input."
        ),
    ] = None,
    sentences: Annotated[
        int | None, typer.Option("--sentences", "-s", metavar="N", help="Exactly N sentences.")
    ] = None,
    words: Annotated[int | None, typer.Option("--words", "-w", metavar="N", help="At most N words.")] = None,
    ratio: Annotated[
        float | None,
        typer.Option("--ratio", "-r", metavar="R", help="A share of the text's sentences, up to 1."),
    ] = None,
    source: Annotated[
        str | None,
        typer.Option("--from", metavar="LANG", help="Language of the text: en, ru or kk; found if not given."),
    ] = None,
    encoding: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Encoding of the bytes, such as cp1251; found if not given."),
    ] = None,
    style: Annotated[
        Literal["text", "md", "json", "jsonl"], typer.Option("--format", "-f", help="How results are written.")
    ] = "text",
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="PATH",
            help="A file, or a folder (one that exists, or a name ending in /) for one file a document.",
        ),
    ] = None,
    skip_existing: Annotated[
        bool, typer.Option("--skip-existing", help="Leave out documents whose output file is there.")
    ] = False,
    highlight: Annotated[
        bool, typer.Option("--highlight", help="Show the whole source with the chosen sentences marked.")
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of a bug.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Summarise texts in English, Russian or Kazakh, offline, with their own sentences."""
    from summarize import tasks
    from summarize.request import Request

    request = Request(length=tasks.length(sentences, words, ratio))
    writing = Writing(style, output, skip_existing, highlight)
    if highlight and style in ("json", "jsonl"):
        raise UsageError(f"--highlight marks text; with --format {style} use the sentences' start and end")
    inputs = _inputs(files or [])

    def result(name: str) -> Any:
        return tasks.run(_read(name, encoding, source), request)

    raise typer.Exit(_write_all(inputs, result, writing, request.task))


def _inputs(arguments: list[str]) -> list[tuple[str, PurePath]]:
    """The documents in the order given, each with its place below an output folder."""
    if not arguments:
        if sys.stdin is None or sys.stdin.isatty():
            raise UsageError("nothing to read: give files, or pipe a text in; see summarize --help")
        arguments = [STDIN]
    if arguments.count(STDIN) > 1:
        raise UsageError("'-' can be given only once: standard input is read to its end")
    from summarize.text.documents import expand

    inputs: list[tuple[str, PurePath]] = []
    for argument in arguments:
        if argument == STDIN:
            inputs.append((STDIN, PurePath("stdin")))
        elif Path(argument).is_dir():
            found, skipped = expand([argument])
            if skipped:
                _say(f"{argument}: {len(skipped)} files that are not text are left out: {', '.join(skipped)}")
            inputs += [(name, PurePath(os.path.relpath(name, argument))) for name in found]
        else:
            inputs.append((argument, PurePath(Path(argument).name)))
    return inputs


def _read(name: str, encoding: str | None, language: str | None) -> Any:
    from summarize.text import documents

    if name != STDIN:
        return documents.read(name, encoding=encoding, language=language)
    if sys.stdin is None:
        raise DocumentError("standard input is closed")
    document = documents.from_bytes(
        sys.stdin.buffer.read(), "standard input", encoding=encoding, language=language
    )
    return replace(document, name=STDIN)


def _write_all(
    inputs: list[tuple[str, PurePath]], result: Callable[[str], Any], writing: Writing, task: Any
) -> int:
    """Do and write each document; return the exit code."""
    from summarize import output as out

    folder = _output_folder(writing.output)
    targets = out.destinations([place for _, place in inputs], folder, writing.style) if folder else []
    _refuse_overwriting(inputs, targets or ([Path(writing.output)] if writing.output else []))
    errors: list[SummarizeError] = []
    with ExitStack() as stack:
        shared = None
        if not targets:
            if writing.output and writing.skip_existing and Path(writing.output).exists():
                _say(f"{writing.output} is there; nothing was done")
                return 0
            stream = stack.enter_context(out.replacing(Path(writing.output))) if writing.output else sys.stdout
            shared = out.Printer(stream, writing.style, many=len(inputs) > 1, highlight=writing.highlight)
        for number, (name, _) in enumerate(_progress(inputs)):
            if targets and writing.skip_existing and targets[number].exists():
                _say(f"{name}: {targets[number]} is there; left out")
                continue
            try:
                done = result(name)
            except SummarizeError as error:
                errors.append(error)
                _say(str(error))
                if shared:
                    shared.failure(name, task, error)
                continue
            for warning in done.warnings:
                _say(f"{_called(name)}: {warning}")
            if shared:
                shared.result(done)
            else:
                with out.replacing(targets[number]) as stream:
                    out.Printer(stream, writing.style, many=False, highlight=writing.highlight).result(done)
        if shared:
            shared.close()
        if errors and len(errors) == len(inputs) and writing.output and shared:
            raise errors[-1]  # nothing to keep: the output file stays as it was
    return 0 if not errors else errors[-1].exit_code if len(errors) == len(inputs) else 3


def _output_folder(output: str | None) -> Path | None:
    if output and (Path(output).is_dir() or output.endswith(("/", os.sep))):
        return Path(output)
    return None


def _refuse_overwriting(inputs: list[tuple[str, PurePath]], targets: list[Path]) -> None:
    sources = {Path(name).resolve(): name for name, _ in inputs if name != STDIN}
    for target in targets:
        if target.resolve() in sources:
            raise UsageError(f"--output {target} would overwrite the source {sources[target.resolve()]}")


@contextmanager
def _bar(total: int) -> Iterator[Callable[[], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("summarising"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=total)
        yield lambda: progress.advance(task)


def _progress(inputs: list[tuple[str, PurePath]]) -> Iterator[tuple[str, PurePath]]:
    """The inputs themselves, with a bar on a terminal when there are several."""
    if len(inputs) < 2 or not sys.stderr.isatty():
        yield from inputs
        return
    with _bar(len(inputs)) as advance:
        for item in inputs:
            yield item
            advance()


def _called(name: str) -> str:
    return "standard input" if name == STDIN else name


def _say(message: str) -> None:
    """One line to a person, on stderr."""
    print(f"summarize: {' '.join(message.split())}", file=sys.stderr)  # noqa: T201


def main() -> NoReturn:
    """Run the command line and exit with the published code."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.reconfigure(encoding="utf-8", errors="replace", newline="\n")  # type: ignore[union-attr]
    offline()
    sys.exit(_run(debug="--debug" in sys.argv))


def _run(*, debug: bool) -> int:
    """The exit code of one run; every kind of ending in one place."""
    try:
        code = app(prog_name="summarize", standalone_mode=False) or 0
        sys.stdout.flush()
    except ClosedOutput:
        # The reader has had enough. What is still buffered must not be flushed at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except SummarizeError as error:
        _say(str(error))
        return error.exit_code
    except TyperException as error:
        _say(f"{error.format_message().rstrip('.')}; see summarize --help")
        return error.exit_code
    except Exception as error:
        if debug:
            traceback.print_exc()
        else:
            _say(f"this is a bug: {type(error).__name__}: {error}; run again with --debug to see where")
        return 1
    if code == INTERRUPTED:
        _say("interrupted")
    return code
