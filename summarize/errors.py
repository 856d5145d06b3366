"""Errors a user can fix, each with its exit code.

    SummarizeError            1   a request could not be fulfilled
    ├── UsageError            2   the command line or an argument is invalid
    ├── DocumentError         1   a document cannot be read (missing, binary, empty, unreadable)
    ├── FaithfulnessError     1   a result failed its checks and that was made an error (``--strict``)
    ├── ClosedOutput          0   the reader of standard output closed it (``| head``)
    ├── MeasurementError      3   an evaluation cannot measure: samples missing, data changed, nothing scored
    └── ModelError            4   a model is missing, unusable or too large
        └── InputTooLong      4   a text is longer than the model reads at once

A message is one line: what is wrong, which value, and what to do. Messages may change; ``code``, which the
JSON of a document that failed has, does not: see ``CODES``. Any other exception is a bug and keeps its
traceback.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any, Final

# Every code, with its meaning. Codes are added, never changed or given another meaning.
CODES: Final = {
    "failed": "the request could not be fulfilled",
    "usage": "the command line or an argument is invalid",
    "document-missing": "there is no such file, or it is a broken link",
    "document-empty": "there is no text in the file",
    "document-format": "the file has a format that is not read",
    "document-unreadable": "the file is damaged, protected, no text, or cannot be opened",
    "unfaithful": "the result failed its checks, or falls short, and that was made an error",
    "nothing-found": "nothing in the text is about what was asked",
    "output-unwritable": "the output cannot be written",
    "output-closed": "the reader of standard output closed it",
    "out-of-memory": "there was not enough memory",
    "not-measurable": "an evaluation cannot measure what it was asked to",
    "model": "a model is missing, cannot be used, or is too large",
    "input-too-long": "a text has more tokens than the model reads at once",
}

_LONGEST_QUOTED, _LONGEST_LIST = 80, 160  # characters
_MOST_LISTED = 3


def quoted(value: object, longest: int = _LONGEST_QUOTED) -> str:
    """A value of somebody's file for a message: as Python writes it, on one line and shortened."""
    text = repr(value)
    return text if len(text) <= longest else f"{text[:longest]}…"


def listed(names: Iterable[str], most: int = _MOST_LISTED) -> str:
    """The first names from somebody's file, for a message: each as in ``quoted`` but without its marks."""
    every = list(names)
    shown: list[str] = []
    while len(shown) < min(most, len(every)) and sum(map(len, shown)) < _LONGEST_LIST:
        shown.append(quoted(every[len(shown)]).removeprefix("'").removesuffix("'"))
    more = len(every) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")


class SummarizeError(Exception):
    """The base class: a mistake or circumstance that a user can fix."""

    exit_code = 1
    code = "failed"  # of the kind of error, for programs; it never changes

    def __init__(self, message: str, *, code: str | None = None) -> None:
        super().__init__(message)
        self.code = code or type(self).code

    def __reduce__(self) -> tuple[Any, ...]:
        return partial(type(self), code=self.code), (str(self),)

    def to_json(self) -> dict[str, str]:
        """The error as JSON: its ``code`` (one of ``CODES``), and its message for people."""
        return {"code": self.code, "message": str(self)}


class UsageError(SummarizeError):
    """The command line, or an argument of the library, is invalid."""

    exit_code = 2
    code = "usage"


class DocumentError(SummarizeError):
    """A document cannot be read; the message names it."""

    code = "document-unreadable"


class FaithfulnessError(SummarizeError):
    """A result failed its checks, and the caller made that an error."""

    code = "unfaithful"


class ClosedOutput(SummarizeError):
    """The reader of standard output closed it; nothing is wrong and nothing is left to do."""

    exit_code = 0
    code = "output-closed"


class MeasurementError(SummarizeError):
    """An evaluation cannot measure what it was asked to, and gives no verdict rather than a false one."""

    exit_code = 3
    code = "not-measurable"


class ModelError(SummarizeError):
    """A model is missing, unusable or too large for this machine; the message says what to do."""

    exit_code = 4
    code = "model"


class InputTooLong(ModelError):
    """A text has more tokens than the model reads at once; it was not truncated."""

    code = "input-too-long"
