"""How far a piece of work is: told by whoever does it, heard by whoever asked; by default nobody hears it.

Between the command line and the model that writes lie layers of plain values that have no use for this,
so it goes around them. Knows neither models nor terminals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from summarize.engines.protocol import Generation


@dataclass
class Tally:
    """Tokens that models read and wrote, in all attempts and on every leg of the way."""

    read: int = 0
    written: int = 0


_OPEN: ContextVar[Tally | None] = ContextVar("tally", default=None)


def add(generations: Sequence[Generation]) -> None:
    """Count what these took, if anybody wants to know."""
    tally = _OPEN.get()
    if tally is not None:
        tally.read += sum(each.source_tokens for each in generations)
        tally.written += sum(each.tokens for each in generations)


@contextmanager
def counting() -> Iterator[Tally]:
    """The tokens of all translating within this block."""
    token = _OPEN.set(tally := Tally())
    try:
        yield tally
    finally:
        _OPEN.reset(token)


Hear = Callable[[str, int, int], None]

_HEARER: ContextVar[Hear | None] = ContextVar("hearer", default=None)


def tell(work: str, done: int, total: int) -> None:
    """Say that ``done`` of ``total`` texts are done; a ``total`` of 0 where nobody can know."""
    hear = _HEARER.get()
    if hear:
        hear(work, done, total)


@contextmanager
def heard(by: Hear) -> Iterator[None]:
    """Within this block ``by(work, done, total)`` is called for all that is told."""
    token = _HEARER.set(by)
    try:
        yield
    finally:
        _HEARER.reset(token)
