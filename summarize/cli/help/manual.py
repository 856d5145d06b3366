"""The manual page, made from all help: ``python -m summarize.cli.help.manual > summarize.1``.

It has the sections of man(7): NAME, SYNOPSIS, DESCRIPTION, OPTIONS, one section for each command, EXAMPLES.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import typer

from summarize.cli.output import print_text
from summarize.version import __version__

_LEADING = re.compile(r"^([.'])", re.MULTILINE)


def manual() -> str:
    """The page in roff, in English, whose commands and options are those of ``--help``."""
    from summarize.cli.commands import DEFAULT
    from summarize.cli.main import app

    group: Any = typer.main.get_command(app)
    root = group.make_context("summarize", [], resilient_parsing=True)
    main = group.get_command(root, DEFAULT)
    lines = [
        f'.TH SUMMARIZE 1 "" "summarize {__version__}" "User Commands"',
        ".SH NAME",
        r"summarize \- summaries and translations in English, Russian and Kazakh, offline",
        ".SH SYNOPSIS",
        r".B summarize",
        r"[\fIOPTIONS\fR] [\fIFILES\fR]...",
        ".br",
        r".B summarize",
        r"\fICOMMAND\fR [\fIOPTIONS\fR] ...",
        *_command(main, main.make_context(DEFAULT, [], parent=root, resilient_parsing=True), "OPTIONS"),
    ]
    for name in group.list_commands(root):
        lines += _below(group.get_command(root, name), name, root)
    return "\n".join([*lines, ".SH EXAMPLES AND EXIT CODES", ".nf", roff(main.epilog), ".fi", ""])


def _below(command: Any, name: str, parent: Any) -> Iterator[str]:
    """The sections of a command and of those below it."""
    context = command.make_context(name, [], parent=parent, resilient_parsing=True)
    below = getattr(command, "commands", {})
    path = context.command_path
    yield f'.SH "{roff(path.upper())}"'
    yield rf"\fB{roff(path)}\fR {roff(' '.join(command.collect_usage_pieces(context)))}"
    yield from _command(command, context, None)
    if command.epilog:
        yield from (".PP", ".nf", roff(command.epilog.strip()), ".fi")
    for word, each in below.items():
        yield from _below(each, word, context)


def _command(command: Any, context: Any, heading: str | None) -> Iterator[str]:
    """What a command does, and its options; under section headings if it is the default command."""
    if heading:
        yield ".SH DESCRIPTION"
    for paragraph in (command.help or "").split("\n\n"):
        yield from (".PP", roff(" ".join(paragraph.split())))
    if heading:
        yield f".SH {heading}"
    for parameter in command.get_params(context):
        if record := parameter.get_help_record(context):
            yield from (".TP", rf"\fB{roff(record[0])}\fR", roff(" ".join(record[1].split())))


def roff(text: str) -> str:
    """Text that roff shows as it is."""
    shown = _LEADING.sub(r"\&\1", text.replace("\\", r"\e").replace("-", r"\-"))
    return "".join(each if each.isascii() else rf"\[u{ord(each):04X}]" for each in shown)


if __name__ == "__main__":
    print_text(manual())
