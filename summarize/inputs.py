"""What the command line was given → the documents to read, and each of them read.

Knows paths and standard input; not what is made of a document.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path, PurePath

from summarize.delivery import STDIN, Input
from summarize.errors import DocumentError, UsageError
from summarize.text import documents
from summarize.text.documents import Document


def inputs(arguments: Sequence[str], say: Callable[[str], None]) -> list[Input]:
    """The documents in the order given, each with its place below an output folder.

    Raises:
        UsageError: there is nothing to read, or ``-`` stands there twice.
        DocumentError: a folder holds no text.
    """
    if not arguments:
        if sys.stdin is None or sys.stdin.isatty():
            raise UsageError("nothing to read: give files, or pipe a text in; see summarize --help")
        arguments = [STDIN]
    if list(arguments).count(STDIN) > 1:
        raise UsageError("'-' can be given only once: standard input is read to its end")
    if "" in arguments:
        raise UsageError("a file name is empty; a shell variable may have been")
    found: list[Input] = []
    for argument in arguments:
        if argument == STDIN:
            found.append(Input(STDIN, PurePath("stdin")))
        elif Path(argument).is_dir():
            names, skipped = documents.expand([argument])
            if skipped:
                say(f"{argument}: {len(skipped)} files that are not text are left out: {', '.join(skipped)}")
            found += [Input(name, PurePath(os.path.relpath(name, argument))) for name in names]
        else:
            found.append(Input(argument, PurePath(Path(argument).name)))
    return found


def read(name: str, encoding: str | None = None, language: str | None = None) -> Document:
    """One document, from its file or from standard input.

    Raises:
        DocumentError: it cannot be read.
        UsageError: the encoding or the language is unknown.
    """
    if name != STDIN:
        return documents.read(name, encoding=encoding, language=language)
    if sys.stdin is None:
        raise DocumentError("standard input is closed")
    data = sys.stdin.buffer.read()
    document = documents.from_bytes(data, "standard input", encoding=encoding, language=language)
    return replace(document, name=STDIN)
