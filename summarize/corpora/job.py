"""What every worker is told: the request, how rows are read, which are left out, where results go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from summarize.corpora.rows import Columns
from summarize.request import Request

Form = Literal["jsonl", "parquet"]
TOGETHER = 64  # documents that a model is given at once


@dataclass(frozen=True)
class Filters:
    """Which documents are left out; ``languages`` empty leaves out none for its language."""

    languages: tuple[str, ...] = ()
    min_words: int = 0


@dataclass(frozen=True)
class Job:
    """One run, as its workers need it.

    ``output`` is the output folder, ``memory`` the bytes that a worker may use besides those it starts with.
    """

    request: Request
    output: str
    columns: Columns = field(default_factory=Columns)
    filters: Filters = field(default_factory=Filters)
    form: Form = "jsonl"
    memory: int | None = None

    @property
    def writes(self) -> bool:
        """Whether a model writes text, so that documents share its batches."""
        return self.request.task != "extractive" or self.request.target is not None

    @property
    def together(self) -> int:
        """The documents of one group."""
        return TOGETHER if self.writes else 1

    def groups(self, rows: int) -> int:
        """How many groups so many rows are."""
        return -(-rows // self.together)


@dataclass
class Tally:
    """What became of some rows: failed by kind, left out by reason; tokens that models read and wrote."""

    rows: int = 0
    failed: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    tokens_read: int = 0
    tokens_written: int = 0

    def add(self, other: Tally) -> None:
        """Add another tally."""
        self.rows += other.rows
        self.failed.update(other.failed)
        self.left_out.update(other.left_out)
        self.tokens_read += other.tokens_read
        self.tokens_written += other.tokens_written

    @property
    def failures(self) -> int:
        """The rows that failed."""
        return sum(self.failed.values())


def tally_to_json(tally: Tally) -> dict[str, Any]:
    """A tally as JSON."""
    return {
        "rows": tally.rows,
        "failed": dict(sorted(tally.failed.items())),
        "left_out": dict(sorted(tally.left_out.items())),
        "tokens_read": tally.tokens_read,
        "tokens_written": tally.tokens_written,
    }


def tally_from_json(value: Mapping[str, Any]) -> Tally:
    """The tally that ``tally_to_json`` made this of."""
    return Tally(
        value["rows"],
        Counter(value["failed"]),
        Counter(value["left_out"]),
        value["tokens_read"],
        value["tokens_written"],
    )
