"""The standard streams of a process: what happens if one is closed or cannot be written."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TextIO, cast

from summarize.errors import SummarizeError
from summarize.files import CheckedStream


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
    """Make the standard streams UTF-8 and their failures errors of one line.

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
    output = CheckedStream(sys.stdout, "standard output") if sys.stdout is not None else ClosedStream()
    sys.stdout = cast("TextIO", output)
    messages = sys.stderr if sys.stderr is not None else open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    sys.stderr = cast("TextIO", SilentStream(messages))


def discard_unwritten() -> None:
    """Drop what standard output holds and cannot write: at its end the interpreter would try once more."""
    try:
        sys.stdout.flush()
    except (OSError, SummarizeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
