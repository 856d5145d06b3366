"""Progress callbacks and a token counter, passed through ``ContextVar`` instead of through every call.

The layers between the command line and the model that writes need neither. Without a listener
``report`` does nothing; without a counter neither does ``count``.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

Listener = Callable[[str, int, int, int], None]
Reader = Callable[[str], None]


_INTERVAL = 0.2  # seconds


@dataclass
class Tokens:
    """Tokens that models read and wrote, all attempts and all steps of a route included."""

    read: int = 0
    written: int = 0


_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)
_reader: ContextVar[Reader | None] = ContextVar("reader", default=None)
_counter: ContextVar[Tokens | None] = ContextVar("counter", default=None)


def report(work: str, done: int, total: int, tokens: int = 0) -> None:
    """Report that ``done`` of ``total`` texts are done, and the tokens written for all of them so far.

    ``total`` is 0 where the number is unknown. Work begins with a report of no tokens.
    """
    listener = _listener.get()
    if listener is not None:
        listener(work, done, total, tokens)


class Meter:
    """Reports one call of an engine, which writes for ``total`` texts of which ``done`` need no work.

    Both methods may be called from several threads.
    """

    def __init__(self, work: str, done: int, total: int) -> None:
        self._work, self._done, self._total = work, done, total
        self._tokens, self._told = 0, time.monotonic()
        self._lock = threading.Lock()
        report(work, done, total)

    def done(self) -> None:
        """One more text is done."""
        with self._lock:
            self._done += 1
            report(self._work, self._done, self._total, self._tokens)

    def wrote(self, tokens: int) -> None:
        """So many more tokens are written; told at most every ``_INTERVAL`` seconds."""
        with self._lock:
            self._tokens += tokens
            if (now := time.monotonic()) - self._told >= _INTERVAL:
                self._told = now
                report(self._work, self._done, self._total, self._tokens)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Call ``listener(work, done, total, tokens)`` for everything reported within this block."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


@contextmanager
def following(reader: Reader) -> Iterator[None]:
    """Call ``reader(text)`` with a summary as far as it is written, again and again, within this block.

    It may be called from another thread, and what is written last may still be changed or dropped.
    """
    token = _reader.set(reader)
    try:
        yield
    finally:
        _reader.reset(token)


def follower() -> Reader | None:
    """The reader of the enclosing ``following`` block, if there is one."""
    return _reader.get()


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
