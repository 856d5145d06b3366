"""Words of a sentence and of its translation that belong together for certain, without a model."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from summarize.checks.sounds import difference, skeleton

Span = tuple[int, int]
Known = Mapping[int, frozenset[int]]  # of a token of the source, those of the translation

_TOKEN = re.compile(r"\w+(?:[-’'ʼ.,/:@]\w+)*|[^\w\s]")
_MARKS = {",": ",", ";": ";", ":": ":", "—": "—", "–": "—", ".": ".", "!": ".", "?": ".", "…": "."}
_QUOTES = frozenset('«»“”„"')
_NAMES = 60  # capitalised words of a sentence that are compared by their sound


@dataclass(frozen=True)
class Token:
    """``text[start:end]``: a word, a mark, or a literal anchor with its index among the runs."""

    text: str
    start: int
    end: int
    anchor: int | None = None

    @property
    def is_word(self) -> bool:
        """Whether it is more than a mark."""
        return self.anchor is not None or self.text[0].isalnum()

    @property
    def clause_mark(self) -> str:
        """The sort of mark between clauses that it is; empty if it is none."""
        return "" if self.anchor is not None else _MARKS.get(self.text, "")


def tokens(text: str, literals: Iterable[tuple[int, int, int]]) -> list[Token]:
    """The tokens of a text; ``literals`` are the starts and ends of literal anchors, and their indices."""
    found: list[Token] = []
    start = 0
    for low, high, anchor in (*sorted(literals), (len(text), len(text), -1)):
        found += [Token(m[0], m.start(), m.end()) for m in _TOKEN.finditer(text, start, low)]
        if anchor >= 0:
            found.append(Token(text[low:high], low, high, anchor))
        start = high
    return found


def certain(
    ours: Sequence[Token], theirs: Sequence[Token], exact: Iterable[tuple[Iterable[int], Iterable[int]]] = ()
) -> dict[int, frozenset[int]]:
    """Tokens of the source, each with those of the translation that it is sure to have become.

    They are equal, sound alike as names do, or are in ``exact``, pairs of groups of tokens.
    """
    found: dict[int, set[int]] = defaultdict(set)
    _add_equal(ours, theirs, found)
    _add_named(ours, theirs, found)
    for one, other in exact:
        targets = set(other)
        for index in one:
            found[index] |= targets
    return {index: frozenset(others) for index, others in found.items() if others}


def _add_equal(ours: Sequence[Token], theirs: Sequence[Token], found: dict[int, set[int]]) -> None:
    """Words, numbers and anchors that occur as often on both sides, one after another."""
    sides: list[dict[object, list[int]]] = [defaultdict(list), defaultdict(list)]
    for side, line in zip(sides, (ours, theirs), strict=True):
        for index, token in enumerate(line):
            if token.is_word:
                side[_key(token)].append(index)
    for key, places in sides[0].items():
        if len(places) == len(sides[1].get(key, ())):
            for one, other in zip(places, sides[1][key], strict=True):
                found[one].add(other)


def _key(token: Token) -> object:
    """What equal tokens share; the digits of a number, which languages separate in other ways."""
    if token.anchor is not None:
        return token.anchor
    digits = "".join(each for each in token.text if each not in ".,")
    return digits if digits.isdecimal() else token.text.casefold()


def _add_named(ours: Sequence[Token], theirs: Sequence[Token], found: dict[int, set[int]]) -> None:
    """Capitalised words that sound alike, if there is no other word that they could be."""
    taken = set().union(*found.values()) if found else set()
    names = [i for i, token in enumerate(ours) if _is_name(token) and i not in found][:_NAMES]
    others = [j for j, token in enumerate(theirs) if _is_name(token) and j not in taken][:_NAMES]
    heard = [(i, j) for i in names for j in others if _sound_alike(ours[i].text, theirs[j].text)]
    for i, j in heard:
        if sum(one == i for one, _ in heard) == sum(other == j for _, other in heard) == 1:
            found[i].add(j)


def _is_name(token: Token) -> bool:
    return token.anchor is None and len(token.text) > 2 and token.text[0].isupper() and token.text.isalpha()


def _sound_alike(name: str, other: str) -> bool:
    return difference(skeleton(name), skeleton(other)) is not None


def clauses(ours: Sequence[Token], theirs: Sequence[Token]) -> list[tuple[Span, Span]]:
    """The clauses of both sides, as spans of tokens without the mark after them.

    There are none unless the same marks separate them in the same order.
    """
    marks = [[(i, t.clause_mark) for i, t in enumerate(line) if t.clause_mark] for line in (ours, theirs)]
    if [mark for _, mark in marks[0]] != [mark for _, mark in marks[1]] or len(marks[0]) < 2:
        return []
    sides = [
        list(zip([0, *(i + 1 for i, _ in side)], [*(i for i, _ in side), len(line)], strict=True))
        for side, line in zip(marks, (ours, theirs), strict=True)
    ]
    return list(zip(*sides, strict=True))


def quoted(ours: Sequence[Token], theirs: Sequence[Token]) -> list[tuple[Span, Span]]:
    """What is in quotation marks on both sides, as spans of tokens, if both have as much of it."""
    sides = [list(_in_quotes(line)) for line in (ours, theirs)]
    return list(zip(*sides, strict=True)) if len(sides[0]) == len(sides[1]) else []


def _in_quotes(line: Sequence[Token]) -> Iterator[Span]:
    start = None
    for index, token in enumerate(line):
        if token.anchor is not None or token.text not in _QUOTES:
            continue
        if start is None:
            start = index + 1
        else:
            if start < index:
                yield start, index
            start = None
