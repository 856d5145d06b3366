"""What comes with a summary that a model wrote: how much it read, what the checks found, what it rests on."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from summarize.checks.findings import Finding


@dataclass(frozen=True)
class Support:
    """A sentence of a generated summary and the source sentences it rests on.

    ``sentences`` are indices into ``Result.sentences``.
    """

    text: str
    sentences: tuple[int, ...]


@dataclass(frozen=True)
class ReadingAccount:
    """How much of the source a model read, and at what cost.

    ``characters`` counts the source's prose and headings without white space; ``characters_read`` is
    the part of it that reached the model. ``tokens_read`` and ``tokens_written`` are sums over all
    passes; ``chunks`` is the number of chunks in the first pass.
    """

    characters: int
    characters_read: int
    tokens_read: int
    tokens_written: int
    chunks: int
    passes: int

    def to_json(self) -> dict[str, object]:
        """The account as JSON, coverage included."""
        return {**asdict(self), "coverage": round(self.coverage, 4)}

    @property
    def coverage(self) -> float:
        """The share of the source that the model read, from 0 to 1."""
        return self.characters_read / self.characters if self.characters else 1.0


@dataclass(frozen=True)
class Generated:
    """What comes with a generated summary: the reading account, check findings and support.

    ``waived`` are findings that a person has accepted, and ``digest`` is what a waiver calls the summary by.
    ``precision`` is the one that the model computed in.
    """

    account: ReadingAccount
    checks: tuple[Finding, ...]
    support: tuple[Support, ...]
    waived: tuple[Finding, ...] = ()
    digest: str = ""
    precision: str = ""

    def to_json(self) -> dict[str, object]:
        """All of it as JSON."""
        return {
            "runtime": {"precision": self.precision},
            "account": self.account.to_json(),
            "checks": [asdict(finding) for finding in self.checks],
            "waived": [asdict(finding) for finding in self.waived],
            "digest": self.digest,
            "support": [{"text": s.text, "sentences": list(s.sentences)} for s in self.support],
        }
