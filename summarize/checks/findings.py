"""The result of a check."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """A reason to distrust a hypothesis.

    ``kind`` is a stable identifier (``number``, ``name``, ``script`` …), ``message`` one line for
    people, ``value`` the text in question. ``start`` and ``end`` are character offsets in the
    hypothesis; for something that is missing there, both are its length.
    """

    kind: str
    message: str
    value: str
    start: int
    end: int

    @property
    def detail(self) -> str:
        """The message without the kind, to print beside it."""
        return self.message.removeprefix(f"{self.kind} ")


def absence(kind: str, message: str, value: str, hypothesis: str) -> Finding:
    """A finding about something that the hypothesis lacks."""
    return Finding(kind, message, value, len(hypothesis), len(hypothesis))
