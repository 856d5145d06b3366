"""Selection of sentences by what each is worth, for a summary of a length in sentences or words.

Sentences are selected greedily, each penalised for its similarity to those already selected (maximal marginal
relevance). One that is not understood without the sentence before it comes with that one, or not at all.
"""

from __future__ import annotations

import heapq
import math
from collections import deque
from collections.abc import Sequence
from itertools import islice
from typing import Final

import numpy as np

from summarize.engines.vectors import Matrix
from summarize.request import Length
from summarize.summaries.ranking import LAST, Ranking

_OPENED: Final = 0.5  # share of the bonus that remains once a sentence is chosen: a text has one opening
_REDUNDANCY: Final = 0.3
_REMEMBERED: Final = 4096
_RECENT: Final = 64  # latest choices to compare a candidate with: long summaries take linear time


def select(ranking: Ranking, length: Length) -> list[int]:
    """The indices of a summary's sentences, ascending; empty only for an empty text.

    ``sentences`` gives exactly that many, or all there are; ``scale`` is of ``default_length`` and ``ratio``
    of all sentences, rounded to at least one. ``words`` is never exceeded unless every sentence is longer:
    then the shortest one is returned.
    """
    count = len(ranking.words)
    if length.unit == "words":
        return _select_words(ranking, int(length.amount))
    wanted = sentences_wanted(length, count)
    if wanted >= count:
        return list(range(count))
    return sorted(_choose(ranking, limit=max(1, wanted)))


def sentences_wanted(length: Length, count: int) -> int:
    """How many of ``count`` sentences a length in sentences, as a ratio or a scale asks for."""
    if length.unit == "sentences":
        return int(length.amount)
    of = default_length([""] * count).amount if length.unit == "scale" else count
    return max(1, math.floor(of * length.amount + 0.5))


def default_length(sentences: Sequence[str]) -> Length:
    """The default length: 3 sentences for a text of 8 to 15, one more for each doubling, at least 1."""
    return Length("sentences", max(1, len(sentences).bit_length() - 1))


def shortest_sentence_warning(words: int, length: Length) -> str:
    """The warning for a summary of one sentence that is longer than the words requested."""
    return f"the shortest sentence has {words} words, {length.amount:g} were requested; sentences are not cut"


def _select_words(ranking: Ranking, budget: int) -> list[int]:
    if not ranking.words or sum(ranking.words) <= budget:
        return list(range(len(ranking.words)))
    chosen = _choose(ranking, limit=len(ranking.words), budget=budget)
    if chosen:
        return sorted(chosen)
    return [min(range(len(ranking.words)), key=lambda i: (ranking.words[i] or math.inf, -ranking.worth[i]))]


def _choose(ranking: Ranking, *, limit: int, budget: int | None = None) -> list[int]:
    """Indices in the order of selection: at each step the sentence of most value given those before it.

    Sentences that repeat a chosen one are not used to fill a budget of words.
    """
    return _Selection(ranking, limit, budget).made()


class _Selection:
    """Sentences being selected, at most ``limit``, of at most ``budget`` words if that is given.

    A value only falls as choices are added, so a stale value is an upper bound: candidates come into a heap
    one after another, in the order of their first values, and are evaluated again only when they reach its
    top. A sentence that follows another is worth the mean of both while that one is not chosen, and both are
    chosen then; its value may rise when it is chosen.
    """

    def __init__(self, ranking: Ranking, limit: int, budget: int | None) -> None:
        self._ranking, self._limit, self._budget = ranking, limit, budget
        self._latest = _Latest(ranking.vectors, min(limit, _RECENT), ranking.twin)
        self._chosen: dict[int, None] = {}
        self._alone: dict[int, None] = {}  # without what they need, for which there was no room
        worth = ranking.worth.astype(np.float64)
        following = np.fromiter(ranking.follows, np.int64, len(ranking.follows))
        self._costs = -worth  # the negated values before anything is chosen
        self._costs[following] = -(worth[following] + worth[following - 1]) / 2
        self._order = iter(np.argsort(self._costs, kind="stable"))
        # The negated value of a candidate, its index, and how many choices that considers.
        self._heap: list[tuple[float, int, int]] = []
        self._await_next()

    def made(self) -> list[int]:
        """The selection."""
        while self._heap and len(self._chosen) < self._limit:
            cost, index, considered = heapq.heappop(self._heap)
            if not considered:
                self._await_next()
            if index in self._chosen or self._exceeds(cost, index):
                continue
            if considered < len(self._chosen):
                current = (-self._value(index), index, len(self._chosen))
                if (self._heap and current > self._heap[0]) or self._exceeds(current[0], index):
                    heapq.heappush(self._heap, current)
                    continue
            self._take(index)
        left = [index for index in self._alone if index not in self._chosen]
        return [*self._chosen, *(left[: self._limit - len(self._chosen)] if self._budget is None else ())]

    def _await_next(self) -> None:
        """Put the best sentence that has not been considered yet among the candidates."""
        for index in islice(self._order, 1):
            heapq.heappush(self._heap, (float(self._costs[index]), int(index), 0))

    def _exceeds(self, cost: float, index: int) -> bool:
        """Whether a sentence repeats another or is too long, where there is a budget."""
        return self._budget is not None and (cost > 0 or self._ranking.words[index] > self._budget)

    def _value(self, index: int) -> float:
        value = self._own_value(index)
        return (value + self._own_value(index - 1)) / 2 if self._lacks(index) else value

    def _own_value(self, index: int) -> float:
        if not self._chosen:
            return float(self._ranking.worth[index])
        opening = (1 - _OPENED) * float(self._ranking.opening[index])
        return float(self._ranking.worth[index]) - self._latest.penalty(index) - opening

    def _lacks(self, index: int) -> bool:
        """Whether a sentence follows one that is not chosen."""
        return index in self._ranking.follows and index - 1 not in self._chosen

    def _take(self, index: int) -> None:
        """Choose a sentence and the one that it needs, or leave it until that one is chosen."""
        together = self._with_need(index)
        words = sum(self._ranking.words[each] for each in together)
        room = len(self._chosen) + len(together) <= self._limit
        if not together or not room or (self._budget is not None and words > self._budget):
            self._alone[index] = None
            return
        for each in together:
            self._chosen[each] = None
            self._latest.add(each)
        if self._budget is not None:
            self._budget -= words
        for each in together:
            if each + 1 in self._alone and not self._lacks(each + 1):
                del self._alone[each + 1]
            if each + 1 in self._ranking.follows and each + 1 not in self._chosen:
                heapq.heappush(self._heap, (-self._value(each + 1), each + 1, len(self._chosen)))

    def _with_need(self, index: int) -> tuple[int, ...]:
        """The sentence and the one it needs, if that is not chosen; empty if that one is not to be chosen."""
        need = index - 1 if self._lacks(index) else self._ranking.needs.get(index, index)
        if need == index or need in self._chosen:
            return (index,)
        return (index, need) if need >= 0 and self._ranking.worth[need] >= 0 and not self._lacks(need) else ()


class _Latest:
    """The vectors of the latest choices, and the penalty of a candidate for its similarity to them."""

    def __init__(self, vectors: Matrix, size: int, twin: float) -> None:
        self._vectors, self._twin = vectors, twin
        self._kept = np.zeros((vectors.shape[1], size), dtype=np.float32)
        self._indices: deque[int] = deque(maxlen=size)
        self._next = 0
        self._known: dict[tuple[bytes, bytes], float] = {}  # similarities by row: chats repeat themselves

    def add(self, index: int) -> None:
        if len(self._indices) == self._indices.maxlen:
            self._kept[self._vectors.row(self._indices[0])[0], self._next] = 0
        columns, values = self._vectors.row(index)
        self._kept[columns, self._next] = values
        self._indices.append(index)
        self._next = (self._next + 1) % self._kept.shape[1]
        self._known.clear()

    def penalty(self, index: int) -> float:
        columns, values = self._vectors.row(index)
        row = columns.tobytes(), values.tobytes()
        similarity = self._known.get(row)
        if similarity is None:
            if len(self._known) == _REMEMBERED:
                self._known.clear()
            similarity = self._known[row] = float((values @ self._kept[columns]).max())
        return _REDUNDANCY * similarity + (LAST if similarity >= self._twin else 0.0)
