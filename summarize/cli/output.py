"""Lines and texts on the standard streams, and the files that results go to."""

from __future__ import annotations

import json
import os
import sys
import zipfile
from collections.abc import Iterable
from pathlib import Path, PurePath
from typing import Any, Literal, TextIO

from summarize.errors import ClosedOutput, SummarizeError, UsageError
from summarize.files import real
from summarize.text.escapes import on_one_line

Format = Literal["text", "md", "json", "jsonl"]
SUFFIXES: dict[str, str] = {"text": "txt", "md": "md", "json": "json", "jsonl": "jsonl"}
_PACKAGES = frozenset(["docx", "docm", "odt", "ott", "pptx", "pptm", "ppsx", "xlsx", "xlsm", "epub"])
_BINARY = _PACKAGES | {"pdf", "doc", "xls", "ppt"}  # which no program opens if there is only text in the file
_ENDS = {"html": "</html>", "tmx": "</tmx>", "xlf": "</xliff>"}


def say(message: str) -> None:
    """Print one line on standard error, in the reader's language where there is a translation.

    Line feeds and control characters in it are shown as escapes.
    """
    from summarize.cli.help.messages import translated

    print(f"summarize: {on_one_line(translated(message.strip()))}", file=sys.stderr)  # noqa: T201


def print_line(line: str) -> None:
    """Print one line on standard output; line feeds and control characters in it are shown as escapes."""
    print_text(f"{on_one_line(line)}\n")


def print_text(text: str) -> None:
    """Print a text on standard output, as it is."""
    write(sys.stdout, text)


def print_json(value: Any) -> None:
    """Print a value on standard output as indented JSON."""
    print_text(json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n")


def standard_output() -> TextIO:
    """Where results go if no file is named.

    Raises:
        SummarizeError: it was closed before the program started.
    """
    if not sys.stdout.writable():
        raise SummarizeError("standard output is closed; give --output FILE")
    return sys.stdout


def write(stream: TextIO, text: str) -> None:
    """Write ``text`` in full and flush it.

    Raises:
        ClosedOutput: the reader of a pipe closed it.
        SummarizeError: it cannot be written, for instance on a full disk.
    """
    try:
        # Callers of the library may pass lone surrogates; they must not stop the output.
        stream.write(text.encode("utf-8", "replace").decode("utf-8"))
        stream.flush()
    except BrokenPipeError as error:
        raise ClosedOutput("the output was closed") from error


def folder_named(output: str | None) -> Path | None:
    """The folder for one file per document, if ``--output`` names an existing one or ends in a slash.

    Raises:
        UsageError: the name is empty.
    """
    if output == "":
        raise UsageError("--output is empty; check for an empty shell variable")
    if output and (output.endswith(("/", os.sep)) or os.path.isdir(output)):  # noqa: PTH112  (never raises)
        return Path(output)
    return None


def is_binary(output: str | None) -> bool:
    """Whether an output has the name of a format that programs refuse to open if it holds text alone."""
    return bool(output) and PurePath(str(output)).suffix[1:].lower() in _BINARY


def destinations(places: Iterable[tuple[PurePath, str]], folder: Path) -> list[Path]:
    """The output file of each document, ``folder/…/stem.ending``; no two are the same.

    Args:
        places: each document's place below ``folder`` (folders given on the command line are mirrored),
            and the ending of its output file, such as ``summary.kk.txt``.
        folder: the output folder.
    """
    taken: dict[Path, None] = {}
    for place, ending in places:
        path, number = folder / place.with_name(f"{place.stem}.{ending}"), 2
        while path in taken:
            path = folder / place.with_name(f"{place.stem}-{number}.{ending}")
            number += 1
        taken[path] = None
    return list(taken)


def refuse_overwriting(sources: Iterable[str], paths: Iterable[Path]) -> None:
    """Refuse an output file that is one of the sources.

    Raises:
        UsageError: one of ``paths`` is one of ``sources``, the names of the files to be read.
    """
    read = {real(name): name for name in sources}
    for path in paths:
        if real(path) in read:
            raise UsageError(f"--output {path} would overwrite the source {read[real(path)]}")


def unfinished(path: Path, suffix: str, *, own: bool = False) -> str:
    """Why an output file that exists is not a finished one; empty if it is.

    A file is finished if it has content and, in a format that shows where it ends (JSON, JSON Lines,
    HTML, TMX, zip packages such as DOCX), is whole.

    Args:
        path: the output file.
        suffix: of the format, such as ``jsonl``.
        own: the file is a document in the format of its source, in any encoding.
    """
    try:
        if suffix in _PACKAGES:
            return "" if zipfile.is_zipfile(path) else "cut off or damaged"
        if own:
            return "" if path.stat().st_size else "empty"
        text = path.read_text("utf-8").strip()
        if not text:
            return "empty"
        for value in text.split("\n") if suffix == "jsonl" else [text] if suffix == "json" else []:
            json.loads(value)
    except (ValueError, RecursionError):
        return "cut off or damaged"
    except OSError as error:
        return f"unreadable: {error.strerror or error}"
    return "cut off" if suffix in _ENDS and not text.endswith(_ENDS[suffix]) else ""
