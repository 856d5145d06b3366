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
from typing import Any, TypeAlias, overload

import numpy as np
from numpy.typing import NDArray

Test = Callable[[str], Any]  # of a token; its truth counts
Mask: TypeAlias = NDArray[np.bool_]  # of sentences, or of tokens; [n]

# Makes a test remember its answers for the latest distinct tokens: most are in the next text as well.
token_test = lru_cache(maxsize=1 << 15)

_BLOCK = 50  # sentences split at a time: few enough words to stay in the processor's cache


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
            sizes = counts[at + 1 : at + 1 + len(split)]
            sizes[:] = np.fromiter(map(len, split), np.int64, len(split))
            tokens = chain.from_iterable(split)
            found = np.fromiter(map(known.__getitem__, tokens), np.int32, int(sizes.sum()))
            numbers.frombytes(found.tobytes())
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

    def each(self, value: Callable[[str], Any]) -> NDArray[np.int64]:
        """What a function says of each distinct token, as numbers; shape [vocabulary]."""
        return np.fromiter(map(value, self.vocabulary), np.int64, len(self.vocabulary))

    def having(self, test: Test | Mask, *, among: int | None = None) -> Mask:
        """Which sentences have a token that passes; ``among`` is how many of their first ones are asked.

        ``test`` may be which of the distinct tokens pass.
        """
        passed = test if isinstance(test, np.ndarray) else self.each(lambda token: bool(test(token))) > 0
        found = np.zeros(len(self), dtype=np.bool_)
        if passed.any():
            places = np.flatnonzero(passed[self.numbers])
            rows = np.searchsorted(self.starts, places, side="right") - 1
            found[rows if among is None else rows[places - self.starts[rows] < among]] = True
        return found

    def at(self, place: int, test: Test) -> Mask:
        """Which sentences have a token at this place that passes; 0 is the first one and -1 the last one."""
        rows = np.flatnonzero(self.lengths > (place if place >= 0 else -place - 1))
        tokens = self.numbers[(self.starts[:-1] if place >= 0 else self.starts[1:])[rows] + place]
        passed = np.zeros(len(self.vocabulary), dtype=np.bool_)
        passed[tokens] = True
        for number in np.flatnonzero(passed).tolist():
            passed[number] = bool(test(self.vocabulary[number]))
        found = np.zeros(len(self), dtype=np.bool_)
        found[rows[passed[tokens]]] = True
        return found

    def total(self, count: Callable[[str], int]) -> NDArray[np.int64]:
        """What ``count`` says of the tokens of each sentence, added up; shape [n]."""
        counts = self.each(count)
        places = np.flatnonzero((counts != 0)[self.numbers])
        rows = np.searchsorted(self.starts, places, side="right") - 1
        return np.bincount(rows, counts[self.numbers[places]], len(self)).astype(np.int64)

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
