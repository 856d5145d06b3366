"""What a user can mend: one tree, each branch with its exit code.

    SummarizeError            1   something asked for could not be done
    ├── UsageError            2   the command line or the arguments are off
    ├── DocumentError         1   a document cannot be read (missing, binary, empty, unreadable)
    ├── FaithfulnessError     1   a result failed its checks and was asked to (``--strict``)
    ├── ClosedOutput          0   whoever read our output has had enough (``| head``)
    ├── MeasurementError      3   an evaluation cannot measure: samples missing, data changed, nothing scored
    └── ModelError            4   a model is missing, unusable or does not fit
        └── InputTooLong      4   a text is longer than the model reads at once

A message is one line: what is wrong, which value, and what to do. Everything that is
not in this tree is a bug and keeps its traceback.
"""


class SummarizeError(Exception):
    """The root: a mistake or a circumstance a user can mend."""

    exit_code = 1


class UsageError(SummarizeError):
    """The command line, or an argument of the library, is off."""

    exit_code = 2


class DocumentError(SummarizeError):
    """A document cannot be read; the message names it."""


class FaithfulnessError(SummarizeError):
    """A result failed its checks, and the caller asked for that to be a failure."""


class ClosedOutput(SummarizeError):
    """The other end of standard output was closed; nothing is wrong, and nothing is left to do."""

    exit_code = 0


class MeasurementError(SummarizeError):
    """An evaluation cannot measure what it was asked to; no verdict is better than a false one."""

    exit_code = 3


class ModelError(SummarizeError):
    """A model is missing, unusable, or does not fit; the message says what to do."""

    exit_code = 4


class InputTooLong(ModelError):
    """A text has more tokens than the model reads at once; nothing was cut."""
