"""What a language module makes of a term: a slot for each of its words, and a test of their context."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from summarize.text.forms.tokens import Token

Part = Literal["noun", "verb", "adjective", "name"]
PARTS: tuple[Part, ...] = ("noun", "verb", "adjective", "name")

# Whether, after the first token, the others may stand before the next word of a term.
Gap = Callable[[Token, Sequence[Token]], bool]
Fits = Callable[[Sequence[Token], Sequence[int]], bool]  # whether tokens at these places are the term


def listed(words: str) -> frozenset[str]:
    """The words of a list that is written as a line."""
    return frozenset(words.split())


@dataclass(frozen=True)
class Slot:
    """One word of a term: its folded forms, and what may stand between the word before and this one."""

    forms: frozenset[str]
    gap: Gap | None = None


@dataclass(frozen=True)
class Pattern:
    """A term, ready to be looked for: its words, a slot for each, and ``fits``.

    ``fits`` decides on homonyms and agreement, given the context.
    """

    words: tuple[Token, ...]
    slots: tuple[Slot, ...]
    fits: Fits
