"""Arguments of the command line → the documents to read; and reading each of them."""

from __future__ import annotations

import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path, PurePath

from summarize.cli.deliver import STDIN, Input
from summarize.documents import archives, files
from summarize.documents.formats import suffixes
from summarize.errors import DocumentError, UsageError
from summarize.request import ReadingOptions
from summarize.text import documents
from summarize.text.binaries import reason
from summarize.text.documents import Document

_NAMED = 10  # skipped files are counted, and at most this many are named
# What a run into a folder leaves there, by its name: news.summary.txt, news-2.summary.kk.json, news.read.md.
_OURS = re.compile(r".\.(?:summary|read)(?:\.(?:en|ru|kk))?\.(?:txt|md|jsonl?)\Z", re.DOTALL)


def inputs(
    arguments: Sequence[str],
    say: Callable[[str], None],
    follow_links: bool = False,
    attachments: bool = False,
) -> list[Input]:
    """The documents in the order given, each with its place below an output folder.

    With ``attachments``, those of an e-mail come after it.

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
        elif documents.is_folder(argument):
            found += _below(argument, say, follow_links, alone=len(arguments) == 1)
        elif archives.is_archive(argument):
            found += _inside(argument, PurePath(), say)
        else:
            found.append(Input(argument, PurePath(Path(argument).name)))
    return _with_attachments(found, say) if attachments else found


def _with_attachments(mails: Sequence[Input], say: Callable[[str], None]) -> list[Input]:
    """The documents, and after each e-mail what is attached to it; reading a damaged one reports that."""
    from summarize.documents.attachments import attached

    found: list[Input] = []
    for item in mails:
        found.append(item)
        if item.name == STDIN:
            continue
        try:
            files, skipped = attached(item.name)
        except DocumentError:
            continue
        if skipped:
            left = "1 attachment is" if len(skipped) == 1 else f"{len(skipped)} attachments are"
            say(f"{item.name}: {left} of no known format; skipped: {_some(skipped)}")
        found += [Input(name, item.place / PurePath(name).name) for name in files]
    return found


def _below(folder: str, say: Callable[[str], None], follow_links: bool, *, alone: bool) -> list[Input]:
    """The texts in a folder. If it has none and is one of several arguments, reading it reports that."""
    try:
        names, skipped, outside = documents.expand([folder], follow_links, suffixes())
    except DocumentError:
        if alone:
            raise
        return [Input(folder, PurePath(Path(folder).resolve().name))]
    _tell_skipped(folder, skipped, say)
    ours = [name for name in names if _OURS.search(name)]
    if ours:
        outputs = "1 file is an output" if len(ours) == 1 else f"{len(ours)} files are outputs"
        say(f"{folder}: {outputs} of an earlier run, by the name; skipped: {_some(ours)}")
        names = [name for name in names if name not in set(ours)]
    if not names and alone:
        raise DocumentError(f"{folder} holds only outputs of earlier runs; name a file to read it anyway")
    if outside:
        links = "1 link leads" if len(outside) == 1 else f"{len(outside)} links lead"
        say(f"{folder}: {links} out of it; not followed without --follow-links: {_some(outside)}")
    found: list[Input] = []
    for name in names:
        place = PurePath(os.path.relpath(name, folder))
        found += _inside(name, place, say) if archives.is_archive(name) else [Input(name, place)]
    return found


def _inside(archive: str, place: PurePath, say: Callable[[str], None]) -> list[Input]:
    """The documents in a ZIP. If there are none, reading the archive itself reports that."""
    try:
        names, skipped = archives.listed(archive)
    except DocumentError:
        return [Input(archive, PurePath(Path(archive).name))]
    _tell_skipped(archive, skipped, say)
    return [Input(name, place / name[len(archive) + 1 :]) for name in names]


def _tell_skipped(folder: str, names: Sequence[str], say: Callable[[str], None]) -> None:
    """Say what is left out, with a count by reason."""
    if not names:
        return
    counts = Counter(reason(PurePath(name).suffix) for name in names)
    reasons = ", ".join(f"{what}: {count}" for what, count in counts.most_common())
    left = "1 file is" if len(names) == 1 else f"{len(names)} files are"
    say(f"{folder}: {left} left out ({reasons}): {_some(names)}")


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")


def read(name: str, language: str | None, options: ReadingOptions) -> Document:
    """One document, from its file or from standard input.

    Raises:
        DocumentError: it cannot be read.
        UsageError: the encoding or the language is unknown.
    """
    if name != STDIN:
        if documents.is_folder(name):
            documents.expand(
                [name], suffixes=suffixes()
            )  # raises an error that says why there is nothing to read
        return files.read(name, language=language, options=options)
    if sys.stdin is None:
        raise DocumentError("standard input is closed")
    try:
        data = sys.stdin.buffer.read()
    except OSError as error:
        raise DocumentError(f"standard input cannot be read: {error.strerror or error}") from None
    options = replace(options, attachments=False)  # they are read from files only, and it says so
    document = files.from_bytes(data, "standard input", language=language, options=options)
    return replace(document, name=STDIN)
