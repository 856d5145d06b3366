"""Result → text, Markdown, JSON or JSON Lines, on stdout or in files that are never half written.

Knows how a result looks, not how it was made.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import Literal, TextIO

from summarize.errors import ClosedOutput, SummarizeError, UsageError
from summarize.request import Task
from summarize.result import Result, failure_to_json

Format = Literal["text", "md", "json", "jsonl"]
SUFFIXES: dict[str, str] = {"text": "txt", "md": "md", "json": "json", "jsonl": "jsonl"}


def say(message: str) -> None:
    """One line to a person, on standard error."""
    print(f"summarize: {' '.join(message.split())}", file=sys.stderr)  # noqa: T201


class Printer:
    """Writes results to one stream, in order, each as soon as it is there.

    ``many`` is whether several documents share the stream: text then gets ``==> name <==`` lines as
    ``head`` prints them, and JSON becomes an array.
    """

    def __init__(self, stream: TextIO, style: Format, *, many: bool, highlight: bool = False) -> None:
        self._stream = stream
        self._style = style
        self._many = many
        self._highlight = highlight
        self._colour = highlight and stream.isatty() and not os.environ.get("NO_COLOR")
        self._count = 0

    def result(self, result: Result) -> None:
        """Write one result."""
        if self._style in ("json", "jsonl"):
            self._object(result.to_json())
            return
        text = marked(result, colour=self._colour, style=self._style) if self._highlight else result.text
        title = ""
        if self._style == "md":
            title = f"## {_title(result)}\n\n"
            text = text if self._highlight else text.replace("\n", "\n\n")
        elif self._many:
            language = f" ({result.target})" if result.target else ""
            title = f"==> {result.document.name}{language} <==\n"
        self._write(f"{'' if self._count == 0 else chr(10)}{title}{text.rstrip(chr(10))}\n")

    def failure(self, name: str, task: Task, error: SummarizeError) -> None:
        """Write the line of a document that failed; text and Markdown have none."""
        if self._style in ("json", "jsonl"):
            self._object(failure_to_json(name, task, str(error)))

    def close(self) -> None:
        """End the array of a JSON run over several documents."""
        if self._style == "json" and self._many:
            self._write("\n]\n" if self._count else "[]\n")

    def _object(self, value: dict[str, object]) -> None:
        if self._style == "jsonl":
            self._write(json.dumps(value, ensure_ascii=False) + "\n")
            return
        text = json.dumps(value, ensure_ascii=False, indent=2)
        if self._many:
            self._write(("[\n" if self._count == 0 else ",\n") + text)
        else:
            self._write(text + "\n")

    def _write(self, text: str) -> None:
        write(self._stream, text)
        self._count += 1


def _title(result: Result) -> str:
    return result.document.name if result.document.name != "-" else "Summary"


def marked(result: Result, *, colour: bool, style: Format = "text") -> str:
    """The source as read, its chosen sentences marked.

    Bold yellow on a terminal, ``**…**`` in Markdown, ``⟦…⟧`` elsewhere.
    """
    before, after = ("\x1b[1;33m", "\x1b[0m") if colour else ("**", "**") if style == "md" else ("⟦", "⟧")
    text, pieces, position = result.document.text, [], 0
    for sentence in result.sentences:
        pieces += [text[position : sentence.start], before, text[sentence.start : sentence.end], after]
        position = sentence.end
    return "".join([*pieces, text[position:]])


def standard_output() -> TextIO:
    """Where results go when no file was named.

    Raises:
        SummarizeError: whoever started the program closed it.
    """
    if sys.stdout is None:
        raise SummarizeError("standard output is closed; give --output FILE")
    return sys.stdout


def write(stream: TextIO, text: str) -> None:
    """Write ``text``, all of it and now.

    Raises:
        ClosedOutput: the reader of a pipe has had enough.
        SummarizeError: it cannot be written, as on a full disk.
    """
    try:
        # A lone surrogate can come in through the library's own callers; it must not stop the output.
        stream.write(text.encode("utf-8", "replace").decode("utf-8"))
        stream.flush()
    except BrokenPipeError as error:
        raise ClosedOutput("the output was closed") from error
    except OSError as error:
        raise SummarizeError(f"the output cannot be written: {error.strerror or error}") from error


@contextmanager
def replacing(path: Path) -> Iterator[TextIO]:
    """A text stream that becomes ``path`` when the block ends well, and leaves nothing behind if not.

    Raises:
        UsageError: the folder cannot be written to.
    """
    if path.exists() and not path.is_file():  # a pipe or a device: there is nothing to replace
        with path.open("w", encoding="utf-8", newline="\n") as stream:
            yield stream
        return
    target = path.resolve()  # a symbolic link stays one
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror or error}") from error
    try:
        with open(handle, "w", encoding="utf-8", newline="\n") as stream:  # noqa: PTH123  (a descriptor)
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).chmod(_mode(target))
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _mode(target: Path) -> int:
    """The mode of the file that is replaced, or what the umask gives a new one."""
    if target.exists():
        return target.stat().st_mode & 0o7777
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask


def folder_named(output: str | None) -> Path | None:
    """The folder that gets one file a document, if ``--output`` names one that exists or ends in a slash."""
    if output and (Path(output).is_dir() or output.endswith(("/", os.sep))):
        return Path(output)
    return None


def destinations(places: Iterable[tuple[PurePath, str]], folder: Path) -> list[Path]:
    """Where each text goes: ``folder/…/stem.ending``, no two alike.

    Args:
        places: each document's place below ``folder`` (folders given on the command line are mirrored),
            and the ending of what is made of it, such as ``summary.kk.txt``.
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
    """See that no output takes the place of what it is made from.

    Raises:
        UsageError: one of ``paths`` is one of ``sources``, the names of the files to be read.
    """
    read = {Path(name).resolve(): name for name in sources}
    for path in paths:
        if path.resolve() in read:
            raise UsageError(f"--output {path} would overwrite the source {read[path.resolve()]}")
