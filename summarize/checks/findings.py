"""One thing a check found; the word every check speaks.

Knows nothing of languages or of what is checked.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """A reason to distrust a hypothesis.

    ``kind`` is a stable identifier (``number``, ``name``, ``script`` …), ``message`` one line for
    people, ``value`` the offending piece. ``start`` and ``end`` are character offsets in the
    hypothesis; for something the hypothesis lacks they are both its length.
    """

    kind: str
    message: str
    value: str
    start: int
    end: int

    @property
    def detail(self) -> str:
        """The message, where the kind is said beside it already."""
        return self.message.removeprefix(f"{self.kind} ")


def absence(kind: str, message: str, value: str, hypothesis: str) -> Finding:
    """A finding about something of the source that the hypothesis does not have."""
    return Finding(kind, message, value, len(hypothesis), len(hypothesis))
