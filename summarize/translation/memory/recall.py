"""What a translation memory has for a sentence: in its context, exactly, or of a similar sentence."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from summarize.checks.agreement import agree
from summarize.errors import UsageError
from summarize.result.segments import MemoryMatch
from summarize.translation.glossary import Lookup
from summarize.translation.memory.store import Store
from summarize.translation.memory.units import Unit, context_in

LEAST = 0.85  # share of equal words from which a sentence is similar


class Remembered(NamedTuple):
    """A translation that is at hand: out of a memory, or what a person made of one if ``match`` is ``None``.

    ``name`` is that of the file it comes from.
    """

    text: str
    match: MemoryMatch | None
    name: str


class Known(Protocol):
    """Where translations are at hand before a model is asked; it has one for all of each ``whole`` block."""

    @property
    def whole(self) -> Set[int]: ...

    def find(self, texts: Sequence[str], places: Sequence[int], lookup: Lookup) -> list[Remembered | None]:
        """The best translation for each of these ``places`` in the sentences of a document."""

    def notes(self) -> tuple[str, ...]:
        """What people should know after a document, one line each."""


@dataclass(frozen=True)
class Recall:
    """Looks sentences up in a memory; those similar to at least ``least``, where 1 means none.

    Raises:
        UsageError: ``least`` is out of range.
    """

    store: Store
    least: float = LEAST
    whole: Set[int] = frozenset()

    def __post_init__(self) -> None:
        if not 0.5 <= self.least <= 1:
            raise UsageError(f"similar sentences need a share of 50 to 100 percent, not {100 * self.least:g}")

    def find(self, texts: Sequence[str], places: Sequence[int], lookup: Lookup) -> list[Remembered | None]:
        """The best that the memory has for each of these ``places`` in the sentences of a document."""
        return [self._find(texts, place, lookup) for place in places]

    def notes(self) -> tuple[str, ...]:
        """Nothing: what was used is in each segment."""
        return ()

    def _find(self, texts: Sequence[str], place: int, lookup: Lookup) -> Remembered | None:
        text, languages = texts[place], (lookup.source, lookup.target)
        exact = self.store.exact(text, *languages)
        if exact:
            context = context_in(texts, place)
            here = next((unit for unit in exact if unit.context == context), None)
            return self._remembered(here or exact[0], "context" if here else "exact", 1.0)
        if self.least < 1:
            for score, unit in self.store.similar(text, *languages, self.least):
                if agree(text, unit.source, lookup.source) and _same_terms(text, unit, lookup):
                    return self._remembered(unit, "fuzzy", score)
        return None

    def _remembered(self, unit: Unit, kind: str, score: float) -> Remembered:
        match = MemoryMatch(
            kind,  # type: ignore[arg-type]
            round(score, 4),
            unit.source,
            self.store.name,
            unit.origin,
            unit.date,
            unit.approved,
        )
        return Remembered(unit.target, match, self.store.name)


def _same_terms(text: str, unit: Unit, lookup: Lookup) -> bool:
    """Whether both sentences have the same glossary terms, and the translation has theirs."""
    wanted = lookup.in_source(text)
    return set(wanted) == set(lookup.in_source(unit.source)) and not lookup.missing(text, unit.target)
