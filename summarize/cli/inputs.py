"""Arguments of the command line → the documents to read; and reading each of them."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path, PurePath

from summarize.cli.deliver import STDIN, Input
from summarize.errors import DocumentError, UsageError
from summarize.text import documents
from summarize.text.documents import Document

_NAMED = 10  # skipped files are counted, and at most this many are named


def inputs(arguments: Sequence[str], say: Callable[[str], None]) -> list[Input]:
    """The documents in the order given, each with its place below an output folder.

    Raises:
        UsageError: there is nothing to read, or ``-`` is given twice.
        DocumentError: a folder holds no text.
    """
    if not arguments:
        if sys.stdin is None or sys.stdin.isatty():
            raise UsageError("nothing to read: give files, or pipe a text in; see summarize --help")
        arguments = [STDIN]
    if list(arguments).count(STDIN) > 1:
        raise UsageError("'-' can be given only once: standard input is read to its end")
    if "" in arguments:
        raise UsageError("a file name is empty; check for an empty shell variable")
    found: list[Input] = []
    for argument in arguments:
        if argument == STDIN:
            found.append(Input(STDIN, PurePath("stdin")))
        elif Path(argument).is_dir():
            found += _below(argument, say, alone=len(arguments) == 1)
        else:
            found.append(Input(argument, PurePath(Path(argument).name)))
    return found


def _below(folder: str, say: Callable[[str], None], *, alone: bool) -> list[Input]:
    """The texts in a folder. If it has none and is one of several arguments, reading it reports that."""
    try:
        names, skipped = documents.expand([folder])
    except DocumentError:
        if alone:
            raise
        return [Input(folder, PurePath(Path(folder).resolve().name))]
    if skipped:
        named = ", ".join(skipped[:_NAMED]) + (" …" if len(skipped) > _NAMED else "")
        files = "1 file is" if len(skipped) == 1 else f"{len(skipped)} files are"
        say(f"{folder}: {files} not text; skipped: {named}")
    return [Input(name, PurePath(os.path.relpath(name, folder))) for name in names]


def read(name: str, encoding: str | None = None, language: str | None = None) -> Document:
    """One document, from its file or from standard input.

    Raises:
        DocumentError: it cannot be read.
        UsageError: the encoding or the language is unknown.
    """
    if name != STDIN:
        if Path(name).is_dir():
            documents.expand([name])  # raises an error that says why there is nothing to read
        return documents.read(name, encoding=encoding, language=language)
    if sys.stdin is None:
        raise DocumentError("standard input is closed")
    data = sys.stdin.buffer.read()
    document = documents.from_bytes(data, "standard input", encoding=encoding, language=language)
    return replace(document, name=STDIN)
