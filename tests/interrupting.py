"""Sends an interrupt from inside the work, so that it comes neither before nor after it."""

from __future__ import annotations

import functools
import itertools
from _thread import interrupt_main
from typing import Any

import pytest


def interrupt_at(patch: pytest.MonkeyPatch, owner: type, name: str, call: int = 5) -> None:
    """Interrupt the main thread, as Ctrl-C does, at one call of the method ``name`` of ``owner``."""
    original, calls = getattr(owner, name), itertools.count(1)

    @functools.wraps(original)
    def counted(*arguments: Any, **named: Any) -> Any:
        if next(calls) == call:
            interrupt_main()
        return original(*arguments, **named)

    patch.setattr(owner, name, counted)
