"""The standard streams of a process: how they show foreign text, and what happens if they cannot be written.

Whatever is printed passes ``ShownStream.write``: on a terminal control characters are shown as escapes, and
in a log of GitHub Actions nothing that a document or a name says is a workflow command. Files, and pipes
elsewhere, get every character as it is.
"""

from __future__ import annotations

import os
import re
import stat
import sys
from contextlib import suppress
from typing import Any, TextIO, cast

from summarize.errors import SummarizeError
from summarize.files import CheckedStream
from summarize.text.characters import SILENT_CONTROLS, ZERO_WIDTH
from summarize.text.escapes import escaped

# A workflow command is `::` at the start of a line, after white space, or `##[` anywhere in it. The runner of
# GitHub Actions also ends lines at carriage returns, and does not see characters without a width.
_UNSEEN = SILENT_CONTROLS + ZERO_WIDTH + r"\x1c-\x1f\x85\ufe00-\ufe0f"
_INDENT = rf"(?<![^\r\n])(?:[^\S\r\n]|[{_UNSEEN}])*"
_COMMAND = re.compile(rf"{_INDENT}:[{_UNSEEN}]*(?=:)|#[{_UNSEEN}]*#[{_UNSEEN}]*(?=\[)")
_UNFINISHED = re.compile(rf"(?:{_INDENT}(?::[{_UNSEEN}]*)?|#[{_UNSEEN}]*(?:#[{_UNSEEN}]*)?)\Z")
_WITHIN = "."  # stands for a line that has begun with something else


class ShownStream:
    """A stream that is read by a person, or by GitHub: foreign text in it is shown and not obeyed.

    ``direct`` is the stream itself, for our own colours, cursor movements and workflow commands.
    """

    def __init__(self, stream: TextIO, *, terminal: bool, workflow: bool) -> None:
        self.direct = stream
        self._terminal = terminal
        self._workflow = workflow
        self._unfinished = ""

    def write(self, text: str) -> int:
        """Write the text, with what must not be obeyed made visible."""
        shown = escaped(text) if self._terminal else text
        self.direct.write(self._disarmed(shown) if self._workflow else shown)
        return len(text)

    def _disarmed(self, text: str) -> str:
        """The text with a space inside each workflow command, also one that begins in the text before."""
        whole = self._unfinished + text
        unfinished = _UNFINISHED.search(whole)
        disarmed = _COMMAND.sub(r"\g<0> ", whole)[len(self._unfinished) :]
        self._unfinished = unfinished[0] if unfinished else _WITHIN
        return disarmed

    def __getattr__(self, name: str) -> Any:
        return getattr(self.direct, name)


def shown(stream: TextIO, *, workflow: bool = False) -> TextIO:
    """The stream, as ``ShownStream`` if a terminal or (with ``workflow``) GitHub Actions reads it."""
    if isinstance(stream, ShownStream):
        return stream
    terminal = stream.isatty()
    if not terminal and not workflow:
        return stream
    return cast("TextIO", ShownStream(stream, terminal=terminal, workflow=workflow))


def direct(stream: TextIO) -> TextIO:
    """The stream for our own colours, cursor movements and workflow commands.

    Foreign text in them must be escaped before: see ``summarize.text.escapes``.
    """
    return stream.direct if isinstance(stream, ShownStream) else stream


def _is_log(stream: TextIO) -> bool:
    """Whether GitHub Actions reads the stream: it reads all output of a step that does not go to a file."""
    return os.environ.get("GITHUB_ACTIONS") == "true" and not stat.S_ISREG(os.fstat(stream.fileno()).st_mode)


class SilentStream:
    """Standard error that cannot fail: where nothing can be reported, there is nobody to report it to."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write as the stream does, or nothing."""
        with suppress(OSError):
            return self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        """Flush as the stream does, or not."""
        with suppress(OSError):
            self._stream.flush()

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)


class ClosedStream:
    """Standard output that was closed before the program started: writing to it is an error."""

    encoding = "utf-8"
    errors = "replace"

    def write(self, text: str) -> int:
        """Refuse any text."""
        if text:
            raise SummarizeError("standard output is closed")
        return 0

    def flush(self) -> None:
        """Nothing is kept back."""

    def isatty(self) -> bool:
        """It is no terminal."""
        return False

    def writable(self) -> bool:
        """Nothing can be written."""
        return False


def prepare() -> None:
    """Make the standard streams UTF-8, their failures errors of one line, and foreign text in them harmless.

    A closed descriptor is given to the null device: the next file opened would get its number, and
    libraries that write to standard error would write into that file.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.reconfigure(encoding="utf-8", errors="replace", newline="\n")  # type: ignore[union-attr]
    if sys.stdout is not None:
        output = cast("TextIO", CheckedStream(sys.stdout, "standard output"))
        sys.stdout = shown(output, workflow=_is_log(sys.stdout))
    else:
        sys.stdout = cast("TextIO", ClosedStream())
    messages = sys.stderr if sys.stderr is not None else open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    sys.stderr = shown(cast("TextIO", SilentStream(messages)), workflow=_is_log(messages))


def discard_unwritten() -> None:
    """Drop what standard output holds and cannot write: at its end the interpreter would try once more."""
    try:
        sys.stdout.flush()
    except (OSError, SummarizeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
