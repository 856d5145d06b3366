"""SIGTERM and SIGHUP end a run as Ctrl-C does, so that no file is left half written."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

_received = signal.SIGINT


def listen() -> None:
    """Raise ``KeyboardInterrupt`` on SIGTERM and SIGHUP too, unless they are ignored, as under ``nohup``."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)  # Windows has no SIGHUP
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _interrupt)


def _interrupt(number: int, frame: FrameType | None) -> None:
    global _received
    _received = signal.Signals(number)
    raise KeyboardInterrupt


def message() -> str:
    """What to say of the interrupt that ended the run."""
    return "interrupted" if _received is signal.SIGINT else f"interrupted by {_received.name}"


def exit_code() -> int:
    """128 and the signal's number, as shells count: 130 after Ctrl-C."""
    return 128 + _received


@dataclass
class Count:
    """How many interrupts came while they were ``deferred``; those that come otherwise end the run."""

    count: int = 0
    deferred: bool = False


@contextmanager
def counted() -> Iterator[Count]:
    """Within this block interrupts can be deferred: then they are counted, for whoever works to look at.

    A signal that is ignored stays ignored.
    """
    found = Count()

    def hear(number: int, frame: FrameType | None) -> None:
        if not found.deferred:
            _interrupt(number, frame)
        global _received
        _received = signal.Signals(number)
        found.count += 1

    numbers = [getattr(signal, name, None) for name in ("SIGINT", "SIGTERM", "SIGHUP")]
    before = {
        number: signal.getsignal(number)
        for number in numbers
        if number is not None and signal.getsignal(number) != signal.SIG_IGN
    }
    for number in before:
        signal.signal(number, hear)
    try:
        yield found
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
