"""How much a run says on standard error: only errors, warnings too, or also what was chosen and the times."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass

from summarize.cli.output import say
from summarize.errors import UsageError


@dataclass(frozen=True)
class Verbosity:
    """``quiet`` leaves only errors; ``verbose`` adds what was chosen and how long it took.

    Raises ``UsageError`` if both are asked for.
    """

    quiet: bool = False
    verbose: bool = False

    def __post_init__(self) -> None:
        if self.quiet and self.verbose:
            raise UsageError("--quiet and --verbose exclude each other; give one of them")

    def begin(self) -> None:
        """Let this run say so much."""
        _chosen.set(self)
        if self.verbose:
            _say_what_is_logged()


def _say_what_is_logged() -> None:
    """Say what the package logs: what it chose where nothing was asked for."""
    import logging

    class Said(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            tell(record.getMessage())

    logger = logging.getLogger("summarize")
    logger.handlers = [Said(logging.INFO)]
    logger.setLevel(logging.INFO)


_chosen: ContextVar[Verbosity] = ContextVar("verbosity", default=Verbosity())  # noqa: B039


def is_quiet() -> bool:
    """Whether only errors are to be said, and no progress is to be shown."""
    return _chosen.get().quiet


def warn(message: str) -> None:
    """Say what a reader should know about a result, unless the run is quiet."""
    if not is_quiet():
        say(message)


def tell(message: str) -> None:
    """Say how a result was made, if the run is verbose."""
    if _chosen.get().verbose:
        say(message)
