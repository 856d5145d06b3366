"""One input given to one target, and what is wrong with how that ended."""

from __future__ import annotations

import importlib
import tempfile
import traceback
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, cast

from summarize.errors import SummarizeError

HERE = Path(__file__).parent
TARGETS = tuple(sorted(path.stem for path in (HERE / "targets").glob("[a-z]*.py")))
_LONGEST = 400  # characters of a message, without the folder's own name


class Target(Protocol):
    """A module in ``targets/``."""

    TOKENS: tuple[bytes, ...]  # what its inputs are made of, for insertions

    def seeds(self) -> list[bytes]:
        """Inputs that are read without an error, or nearly."""

    def attack(self, data: bytes, folder: Path) -> None:
        """Give the input to the readers; ``folder`` is empty.

        Raises:
            SummarizeError: the readers refuse it.
            Exception: anything else is a failure of the readers.
        """


def target(name: str) -> Target:
    """The target of this name."""
    return cast("Target", importlib.import_module(f"fuzz.targets.{name}"))


def corpus(name: str) -> list[bytes]:
    """The files of a target's corpus, by name."""
    return [path.read_bytes() for path in sorted((HERE / "corpus" / name).iterdir())]


def failure(attacked: Target, data: bytes) -> str | None:
    """What is wrong with how the target ended, with its traceback; ``None`` if nothing is."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        try:
            attacked.attack(data, folder)
        except SummarizeError as error:
            try:
                check_lines([str(error)], folder)
            except AssertionError as wrong:
                return f"{type(error).__name__}: {wrong}\n{traceback.format_exc()}"
        except Exception:
            return traceback.format_exc()
    return None


def check_lines(messages: Sequence[str], folder: Path) -> None:
    """Each message is one short line that a terminal and a log show as it is.

    Raises:
        AssertionError: one is not.
    """
    for message in messages:
        shown = message.replace(str(folder), "FOLDER")
        assert shown, "an empty message"
        odd = {c for c in shown if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")}
        assert not odd, f"control characters in the message {shown!r}"
        assert len(shown) <= _LONGEST, f"a message of {len(shown)} characters: {shown[:200]!r}"
