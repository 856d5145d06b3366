"""Help in Russian and Kazakh, which replaces the English texts just before they are shown.

A text is found by the words that call its command and by the name of its option or argument:
``[models.list]`` has ``about`` for the command and ``known`` for ``--known``. A text that a command does
not have is looked up in the groups above it and then in ``[shared]``; without any it stays English. Names,
metavars and choices are never translated.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import typer

from summarize.cli.help.readers import LANGUAGES, reader

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_OWN = ("about", "epilog")  # texts of a command itself
# The notes in brackets at the end of an option's help: [default: 1; x>=1; required].
_NOTES = re.compile(r"(?:^|(?<=  ))\[[^\[\]]*\]$")


@cache
def texts(language: str) -> dict[str, Any]:
    """The file of a language; empty for English, whose texts are in the commands."""
    if language not in LANGUAGES:
        return {}
    with (Path(__file__).parent / f"{language}.toml").open("rb") as file:
        return tomllib.load(file)


def text(table: Mapping[str, Any], path: Sequence[str], name: str) -> str | None:
    """The text of option or argument ``name`` of the command called by ``path``; None if there is none."""
    tables = [table.get("shared", {})]
    for word in path:
        table = table.get(word, {})
        tables.append(table)
    return next((found for each in reversed(tables) if isinstance(found := each.get(name), str)), None)


def own(table: Mapping[str, Any], path: Sequence[str], name: str) -> str | None:
    """``about`` or ``epilog`` of the command called by ``path``, never inherited from a group."""
    for word in path:
        table = table.get(word, {})
    return table.get(name)


def about(word: str, english: str) -> str:
    """The purpose of a command in one line, in the reader's language."""
    return _line(own(texts(reader(os.environ)), (word,), "about") or english)


def name_of(parameter: Any) -> str:
    """The key of a parameter: ``max-input`` for ``--max-input``, ``files`` for an argument.

    ``--about`` keeps its dashes, because ``about`` is the command's own text.
    """
    long = [name for name in parameter.opts if name.startswith("--")]
    if not long:
        return str(parameter.name)
    name = str(long[0])
    return name if name.removeprefix("--") in _OWN else name.removeprefix("--")


def translate(context: typer.Context) -> None:
    """Replace English with the reader's language in a command that is about to show its help."""
    table = texts(reader(os.environ))
    if not table:
        return
    path = _path(context)
    command: Any = context.command
    for parameter in command.get_params(context):
        parameter.help = text(table, path, name_of(parameter)) or parameter.help
    command.help = own(table, path, "about") or command.help
    command.epilog = own(table, path, "epilog") or command.epilog
    for word, below in getattr(command, "commands", {}).items():
        if found := own(table, (*path, word), "about"):
            below.short_help = _line(found)
    context.formatter_class = Page


def _path(context: Any) -> tuple[str, ...]:
    """The words that call a command, without the program's own name."""
    words: list[str] = []
    while context.parent:
        words.insert(0, context.info_name)
        context = context.parent
    return tuple(words)


def _line(about: str) -> str:
    return about.partition("\n\n")[0]


class Page(typer.Context.formatter_class):  # type: ignore[valid-type,misc]  # it has no public name
    """A help page with headings and notes in the reader's language."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.words: dict[str, str] = texts(reader(os.environ))["words"]

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The line that shows how the command is called."""
        super().write_usage(prog, args, prefix or f"{self.words['Usage']}: ")

    def write_heading(self, heading: str) -> None:
        """The heading of a section."""
        super().write_heading(self.words.get(heading, heading))

    def write_dl(self, rows: Sequence[tuple[str, str]], *arguments: Any, **named: Any) -> None:
        """Names and their descriptions, with notes such as [default: 1] at the end."""
        rows = [(name, _NOTES.sub(self._note, meaning)) for name, meaning in rows]
        super().write_dl(rows, *arguments, **named)

    def _note(self, found: re.Match[str]) -> str:
        notes = []
        for note in found[0][1:-1].split("; "):
            name, colon, value = note.partition(": ")
            notes.append(f"{self.words.get(name, name)}{colon}{value}")
        return f"[{'; '.join(notes)}]"
