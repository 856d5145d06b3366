"""The program ``summarize``: which command runs, and how every way to end becomes an exit code.

Text goes to standard output, everything else to standard error.
"""

from __future__ import annotations

import sys
import traceback
from importlib import import_module
from typing import Any, NoReturn

import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException

from summarize.cli import interrupts, streams
from summarize.cli.commands import COMMANDS, DEFAULT, meant
from summarize.cli.help import CONTEXT, Command, localized
from summarize.cli.output import say
from summarize.cli.summary import EPILOG, summary
from summarize.errors import ClosedOutput, SummarizeError
from summarize.models.offline import offline

INTERRUPTED = 130
_OUT_OF_MEMORY = -1
_COMPLETION = ("--install-completion", "--show-completion")  # options of the program itself


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


app.command(DEFAULT, cls=DocumentsCommand, hidden=True, epilog=EPILOG)(summary)


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
