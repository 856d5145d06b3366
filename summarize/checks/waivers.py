"""Findings that a person has seen and accepted: kinds that pass everywhere, and waivers of single segments.

A waiver file is a table with tabs and the columns ``segment``, ``kind``, ``who`` and ``why``: the segment's
digest as JSON and TSV output show it, the kind of the finding (``*`` for all), the person who decided, and
the reason. A waiver holds as long as neither side of its segment changes.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from summarize.checks.findings import Finding
from summarize.checks.wording import PHRASES
from summarize.errors import UsageError

KINDS = tuple(sorted({phrase.kind for phrase in PHRASES.values()}))
_COLUMNS = ["segment", "kind", "who", "why"]
_DIGITS = 12
_DIGEST = re.compile(rf"[0-9a-f]{{{_DIGITS}}}")


def digest(source: str, hypothesis: str) -> str:
    """Twelve hexadecimal digits that stand for a source and its translation or summary, white space aside."""
    sides = (" ".join(side.split()) for side in (source, hypothesis))
    return sha256("\0".join(sides).encode()).hexdigest()[:_DIGITS]


@dataclass(frozen=True)
class Allowance:
    """What is muted: ``kinds`` everywhere, ``waived`` kinds by the digest of their segment."""

    kinds: frozenset[str] = frozenset()
    waived: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def mutes(self, finding: Finding, segment: str) -> bool:
        """Whether a finding about the segment with this digest is muted."""
        here = self.waived.get(segment, frozenset())
        return finding.kind in self.kinds or finding.kind in here or "*" in here

    def split(
        self, findings: Iterable[Finding], source: str, hypothesis: str
    ) -> tuple[list[Finding], list[Finding]]:
        """The findings that stand, and those that are muted."""
        segment = digest(source, hypothesis) if self.waived else ""
        stand: list[Finding] = []
        muted: list[Finding] = []
        for one in findings:
            (muted if self.mutes(one, segment) else stand).append(one)
        return stand, muted


@lru_cache(maxsize=1)
def allowance(kinds: tuple[str, ...], waivers: str | None) -> Allowance:
    """The allowance of some kinds and a waiver file, which is read once for many documents: it may be a pipe.

    Raises:
        UsageError: a kind that does not exist, or a file that cannot be read as waivers.
    """
    allowed = frozenset(kind.strip() for names in kinds for kind in names.split(",") if kind.strip())
    for kind in sorted(allowed):
        _known(kind, "--allow")
    return Allowance(allowed, _read(Path(waivers)) if waivers else {})


def _known(kind: str, place: str) -> None:
    if kind not in KINDS:
        raise UsageError(f"{place}: no check reports {kind!r}; the kinds are {', '.join(KINDS)}")


def _read(path: Path) -> dict[str, frozenset[str]]:
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"the waivers {path} cannot be read: {error}") from error
    rows = csv.reader((line for line in lines if not line.startswith("#")), delimiter="\t")
    if next(rows, None) != _COLUMNS:
        raise UsageError(f"the waivers {path} need a first line with the columns {', '.join(_COLUMNS)}")
    found: dict[str, set[str]] = defaultdict(set)
    for number, row in enumerate(rows, start=2):
        if not row:
            continue
        place = f"{path}, row {number}"
        if len(row) != len(_COLUMNS) or not all(cell.strip() for cell in row):
            raise UsageError(f"{place}: fill in {', '.join(_COLUMNS)}, with a tab between them")
        segment, kind = (cell.strip() for cell in row[:2])
        if not _DIGEST.fullmatch(segment):
            raise UsageError(
                f"{place}: {segment!r} is not a segment's digest of {_DIGITS} hexadecimal digits"
            )
        if kind != "*":
            _known(kind, place)
        found[segment].add(kind)
    return {segment: frozenset(muted) for segment, muted in found.items()}
