"""What editors changed in a draft: TER and chrF++, the share left as it was, and edits by the kind of flag.

The lift of a kind is the share of edited segments among those with such a flag, divided by the share among
those without it. Above 1, editors change what is flagged more often than the rest: the flags predict edits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from summarize.errors import MeasurementError
from summarize.evaluation.corpus import CHRF, TER
from summarize.translation.bilingual import Entry

UNFLAGGED, FLAGGED = "no flag", "any flag"


@dataclass(frozen=True)
class KindOfFlag:
    """The segments with a kind of flag: how many, how many of them were edited, and the lift.

    ``lift`` is ``None`` where there is nothing to compare with: no segment with, or none edited without.
    """

    kind: str
    segments: int
    edited: int
    lift: float | None

    @property
    def share(self) -> float:
        """The share of its segments that were edited."""
        return self.edited / self.segments if self.segments else 0.0


@dataclass(frozen=True)
class Edits:
    """What became of a draft. ``ter`` and ``chrf`` are 0 and 100 where nothing was changed.

    ``unmatched`` counts the segments that only one of the files has, or that one has with another source;
    they are not part of the other numbers. ``removed`` counts those whose translation was deleted.
    """

    segments: int
    untouched: int
    ter: float
    chrf: float
    kinds: tuple[KindOfFlag, ...]
    unmatched: int
    removed: int
    signatures: tuple[str, str]

    def to_json(self) -> dict[str, Any]:
        """All of it as JSON."""
        kinds = [{**asdict(each), "share": round(each.share, 4)} for each in self.kinds]
        return {**asdict(self), "kinds": kinds, "share_untouched": round(self.untouched / self.segments, 4)}


def edits(draft: Sequence[Entry], edited: Sequence[Entry]) -> Edits:
    """Compare a draft with what editors made of it; what was already in the target language is left out.

    Raises:
        MeasurementError: no segment is in both.
    """
    pairs, unmatched = _pairs(draft, edited)
    removed = sum(not after.target.strip() for _, after in pairs)
    pairs = [(before, after) for before, after in pairs if after.target.strip()]
    if not pairs:
        raise MeasurementError("the two files have no translated segment in common: nothing was measured")
    hypotheses = [before.target for before, _ in pairs]
    references = [[after.target] for _, after in pairs]
    return Edits(
        segments=len(pairs),
        untouched=sum(not _changed(*pair) for pair in pairs),
        ter=float(TER.score(TER.count(hypotheses, references).sum(0))),
        chrf=float(CHRF.score(CHRF.count(hypotheses, references).sum(0))),
        kinds=_by_kind(pairs),
        unmatched=unmatched,
        removed=removed,
        signatures=(TER.signature(references), CHRF.signature(references)),
    )


def _pairs(draft: Sequence[Entry], edited: Sequence[Entry]) -> tuple[list[tuple[Entry, Entry]], int]:
    """The segments that both files have, and how many others there are."""
    before = {(entry.document, entry.id): entry for entry in draft if entry.state != "kept"}
    after = {(entry.document, entry.id): entry for entry in edited if entry.state != "kept"}
    found = [
        (entry, after[key])
        for key, entry in before.items()
        if key in after and _same(entry.source, after[key].source) and entry.target.strip()
    ]
    every = before.keys() | {key for key in after if key not in before}
    return found, len(every) - len(found)


def _same(one: str, other: str) -> bool:
    return one.split() == other.split()


def _changed(before: Entry, after: Entry) -> bool:
    return not _same(before.target, after.target)


def _by_kind(pairs: Sequence[tuple[Entry, Entry]]) -> tuple[KindOfFlag, ...]:
    """A row for segments without flags, for those with any, and for each kind, most frequent first."""
    rows = {
        UNFLAGGED: [not before.kinds for before, _ in pairs],
        FLAGGED: [bool(before.kinds) for before, _ in pairs],
    }
    kinds = dict.fromkeys(kind for before, _ in pairs for kind in before.kinds)
    rows |= {kind: [kind in before.kinds for before, _ in pairs] for kind in kinds}
    changed = [_changed(*pair) for pair in pairs]
    counted = [_row(name, has, changed) for name, has in rows.items()]
    return (*counted[:2], *sorted(counted[2:], key=lambda row: (-row.segments, row.kind)))


def _row(kind: str, has: Sequence[bool], changed: Sequence[bool]) -> KindOfFlag:
    with_it = [done for here, done in zip(has, changed, strict=True) if here]
    without = [done for here, done in zip(has, changed, strict=True) if not here]
    share = sum(with_it) / len(with_it) if with_it else None
    other = sum(without) / len(without) if without else None
    return KindOfFlag(
        kind, len(with_it), sum(with_it), share / other if share is not None and other else None
    )


def table(found: Edits) -> str:
    """The comparison as Markdown."""
    shares = (
        f"{found.untouched} of {found.segments} segments untouched ({found.untouched / found.segments:.0%})"
    )
    lines = [f"{shares}; TER {found.ter:.1f}, chrF++ {found.chrf:.1f} of the draft against the edited text."]
    if found.unmatched:
        lines.append(f"{found.unmatched} segments are not in both files, or have another source: left out.")
    if found.removed:
        lines.append(f"{found.removed} translations were deleted: left out.")
    lines += ["", "| flag | segments | edited | share | lift |", "|---|--:|--:|--:|--:|"]
    lines += [
        f"| {row.kind} | {row.segments} | {row.edited} | {row.share:.0%} "
        f"| {'–' if row.lift is None else f'{row.lift:.2f}'} |"
        for row in found.kinds
    ]
    return "\n".join([*lines, "", *found.signatures]) + "\n"
