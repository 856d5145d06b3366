"""Sentences whose tokens are numbered once, so that rules look at each distinct token and not at every one.

A token is what white space separates, with its capitals and marks. A text has some fifty times as many tokens
as distinct ones: a test that most sentences fail is made on the distinct ones, and only sentences with a
token that passes are read by the rule itself.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import chain
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

Test = Callable[[str], Any]  # of a token; its truth counts

# Makes a test remember its answers for the latest distinct tokens: most are in the next text as well.
token_test = lru_cache(maxsize=1 << 15)

_BLOCK = 1000  # sentences split at a time, which bounds the memory for their words


class _Numbers(dict[str, int]):
    """Tokens by their numbers, in the order in which they first appear."""

    def __missing__(self, token: str) -> int:
        number = self[token] = len(self)
        return number


class Sentences(Sequence[str]):
    """Sentences and their tokens: those of sentence i are ``numbers[starts[i]:starts[i + 1]]``.

    ``vocabulary`` are the distinct tokens by number, in the order in which they first appear.
    """

    def __init__(self, sentences: Sequence[str]) -> None:
        self._sentences = sentences
        known = _Numbers()
        counts = np.zeros(len(sentences) + 1, dtype=np.int64)
        numbers = array("i")
        for at in range(0, len(sentences), _BLOCK):
            split = [sentence.split() for sentence in sentences[at : at + _BLOCK]]
            counts[at + 1 : at + 1 + len(split)] = np.fromiter(map(len, split), np.int64, len(split))
            numbers.extend(map(known.__getitem__, chain.from_iterable(split)))
        self.numbers = np.frombuffer(numbers, np.int32) if numbers else np.zeros(0, np.int32)
        self.starts = np.cumsum(counts)
        self.vocabulary = list(known)

    @classmethod
    def of(cls, sentences: Sequence[str]) -> Sentences:
        """The same sentences with their tokens, which are not counted again."""
        return sentences if isinstance(sentences, Sentences) else cls(sentences)

    def first(self, count: int) -> Sentences:
        """The first sentences; their tokens are not counted again."""
        found = Sentences.__new__(Sentences)
        found._sentences = self._sentences[:count]
        found.starts = self.starts[: count + 1]
        found.numbers = self.numbers[: found.starts[-1]]
        found.vocabulary = self.vocabulary
        return found

    @cached_property
    def lengths(self) -> NDArray[np.int64]:
        """The number of tokens of each sentence; shape [n]."""
        return np.diff(self.starts)

    @cached_property
    def _worded(self) -> NDArray[np.int64]:
        """The indices of the sentences with a token."""
        return np.flatnonzero(self.lengths)

    def having(self, test: Test, *, among: int | None = None) -> list[int]:
        """The indices of the sentences with a token that passes, ascending; ``among`` their first so many."""
        passed = np.fromiter(map(bool, map(test, self.vocabulary)), np.bool_, len(self.vocabulary))
        if not passed.any():
            return []
        rows, tokens = self._worded, passed[self.numbers]
        if among is not None:
            tokens &= np.arange(len(tokens)) - np.repeat(self.starts[:-1], self.lengths) < among
        found: list[int] = rows[np.logical_or.reduceat(tokens, self.starts[rows])].tolist()
        return found

    def beginning(self, test: Test) -> list[int]:
        """The indices of the sentences whose first token passes, ascending."""
        rows = self._worded
        firsts = zip(rows.tolist(), self.numbers[self.starts[rows]].tolist(), strict=True)
        return [row for row, number in firsts if test(self.vocabulary[number])]

    def __iter__(self) -> Iterator[str]:
        return iter(self._sentences)

    def __len__(self) -> int:
        return len(self._sentences)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[str]: ...
    def __getitem__(self, index: int | slice) -> str | Sequence[str]:
        return self._sentences[index]
