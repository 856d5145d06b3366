"""Progress callbacks and a token counter, passed through ``ContextVar`` instead of through every call.

The layers between the command line and the model that writes need neither. Without a listener
``report`` does nothing; without a counter neither does ``count``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

Listener = Callable[[str, int, int], None]


@dataclass
class Tokens:
    """Tokens that models read and wrote, all attempts and all steps of a route included."""

    read: int = 0
    written: int = 0


_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)
_counter: ContextVar[Tokens | None] = ContextVar("counter", default=None)


def report(work: str, done: int, total: int) -> None:
    """Report that ``done`` of ``total`` texts are done; ``total`` is 0 where the number is unknown."""
    listener = _listener.get()
    if listener is not None:
        listener(work, done, total)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Call ``listener(work, done, total)`` for everything reported within this block."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def count(read: int, written: int) -> None:
    """Add to the token counter of the enclosing ``counting`` block, if there is one."""
    counter = _counter.get()
    if counter is not None:
        counter.read += read
        counter.written += written


@contextmanager
def counting() -> Iterator[Tokens]:
    """Count the tokens of all translations within this block."""
    token = _counter.set(counter := Tokens())
    try:
        yield counter
    finally:
        _counter.reset(token)
