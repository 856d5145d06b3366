"""How many tokens translating took: counted where engines are called, read by whoever asked.

Retries count too, for they cost as much. Between the two lie layers of plain values that have no use
for this, so it goes around them. By default nobody counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from summarize.engine import Generation


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
