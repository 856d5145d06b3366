"""Ranking and selection of a text's central sentences.

A sentence is worth more the more central it is to the text, the earlier it comes, the more it introduces
that the text comes back to, the more figures it has, the more plainly it announces what the text does, and
the more it shares with the headline; it is worth less if it is too short or too long, or depends on its
neighbours. Sentences are then selected greedily, each penalised for its similarity to those already
selected (maximal marginal relevance). ``evals/extractive.md`` has the measurements behind the weights.
"""

from __future__ import annotations

import heapq
import math
import re
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from summarize.engines.vectors import Encoder, Floats, Matrix, matrix
from summarize.request import Length
from summarize.summaries.centrality import centrality, introduction, likeness
from summarize.summaries.cues import announcements, says_something, tasks
from summarize.summaries.openings import continuations, histories
from summarize.summaries.sections import bonuses, is_apart
from summarize.summaries.tfidf import Sparse, tfidf

# Weights are in units of the centrality of the most central sentence.
_OPENING: Final = 0.4  # bonus for the first words of a text…
_OPENING_WORDS: Final = 70  # …divided by e after this many words, so that bylines use up little of it…
_SENTENCES: Final = 60  # …and smaller in texts with more sentences: papers and books open slowly
_OPENED: Final = 0.5  # share of the bonus that remains once a sentence is chosen: a text has one opening
_INTRODUCING: Final = 0.2  # for the sentence that introduces the most of what the text comes back to
_FIGURES: Final = 0.25  # for a sentence with figures, outside papers, which have them everywhere…
_MANY: Final = 4  # …if it has so many numbers, a share of it for fewer
_CUE: Final = 0.35  # for each level of ``announcements``
_ABOUT: Final = 2.0  # for a sentence that answers all of a query; what else it is worth counts half
_TASK: Final = 1.0  # for a decision or a task in minutes, which are read for them
_HEADLINE: Final = 0.3
_FULL, _LONG = 18, 45  # words; a sentence outside this range loses worth
_FRAGMENT: Final = 6  # words; a shorter sentence is a heading or a byline and earns less of the opening bonus
_REDUNDANCY: Final = 0.3
_TWIN: Final = 0.95  # cosine similarity from which a sentence repeats another
_SAME: Final = 0.6  # the same between documents, which tell of one event in words of their own
_RECENT: Final = 64  # latest choices to compare a candidate with: long summaries take linear time
_LEANING: Final = 0.7  # factor for a question or part of a quotation, which needs its neighbours…
_CONTINUING: Final = 0.9  # …for one whose first words point back, which comes after the one before it…
_HISTORY: Final = 0.9  # …and for one that tells what led to the news
_QUESTION: Final = ("?", "?»", "?”", '?"')
_QUOTATION: Final = re.compile("[«»“”]")
_INNER: Final = re.compile("„[^„“”]*[“”]")  # a nested quotation, whose closing mark looks like an opening one
_NUMBER: Final = re.compile(r"\d+")
_QUOTED: Final = 6  # sentences after which an unclosed quotation is taken for a typing error
# More than any sentence can be worth: sentences with this penalty are selected only when no others are left.
# Near duplicates and sentences that say nothing ("<media omitted>") pay it once, exact repeats twice and
# ineligible sentences four times: that is their order.
_LAST: Final = 10.0


@dataclass(frozen=True)
class Ranking:
    """What each of n sentences is worth, and the vectors that show which of them repeat each other.

    ``worth`` [n] is negative for sentences to be selected only when no others are left. ``opening`` [n] is
    the part of it earned by coming early. ``words`` [n] are word counts. ``vectors`` has at least n rows.
    ``needs`` gives the sentence without which another is not selected: the answer to a question, what
    follows a colon; -1 if there is none. ``twin`` is the cosine similarity from which one repeats another.
    ``follows`` are the sentences that are not understood without the one before them.
    """

    worth: Floats
    opening: Floats
    words: list[int]
    vectors: Matrix
    needs: dict[int, int] = field(default_factory=dict)
    twin: float = _TWIN
    follows: frozenset[int] = frozenset()

    @property
    def scores(self) -> Floats:
        """``worth`` scaled to 0..1; the best sentence has 1 unless none has positive worth."""
        positive = np.maximum(self.worth, np.float32(0))
        best = positive.max(initial=np.float32(0))
        return positive / best if best else positive


def rank(
    sentences: Sequence[str],
    *,
    encoder: Encoder,
    eligible: Sequence[bool] | None = None,
    headline: str | None = None,
    about: Floats | None = None,
    owners: Sequence[int] | None = None,
    headings: Sequence[str | None] | None = None,
) -> Ranking:
    """Compute what each sentence is worth in a summary, on its own.

    Args:
        sentences: the clean texts of all body sentences, in the order of the text.
        encoder: makes the vectors; see ``summarize.engines.vectors``.
        eligible: False for sentences to be selected only when no others are left.
        headline: the text's, if it has one that is not among the sentences.
        owners: the number of the document of each sentence, ascending, where there are several. Each has an
            opening, and what one repeats of another is not chosen again.
        headings: of the section of each sentence, None where there is none.
        about: how much of a query each sentence answers, 0 to 1; those that answer nothing are not eligible.

    Returns:
        A ``Ranking`` of the sentences, for ``select``. Time and memory grow linearly with the text.
    """
    count = len(sentences)
    vectors = matrix(encoder([*sentences, headline] if headline else sentences))
    words = [len(sentence.split()) for sentence in sentences]
    if not count:
        return Ranking(np.zeros(0, np.float32), np.zeros(0, np.float32), words, vectors)
    levels = announcements(sentences)
    stems = vectors if isinstance(vectors, Sparse) else tfidf(sentences)
    worth = centrality(vectors, stems, count) + _CUE * levels
    if headline:
        worth += _HEADLINE * likeness(vectors, count)[:count]
    worth *= np.where(_leaning(sentences), _LEANING, 1)
    following = continuations(sentences) & (levels == 0)
    numbers = [_NUMBER.findall(sentence) for sentence in sentences]
    worth *= np.where(following, _CONTINUING, 1) * np.where(histories(sentences, numbers), _HISTORY, 1)
    owned = _ranges(owners) if owners else [range(count)]
    opening = np.concatenate([_opening(words[each.start : each.stop]) for each in owned])
    worth = worth * _fullness(words) + opening + _INTRODUCING * introduction(stems, count)
    if not levels.any():
        worth += _FIGURES * _brevity(count) * _figures(numbers)
    if headings:
        worth += bonuses(headings)
        worth -= 4 * _LAST * np.array([is_apart(*each) for each in zip(sentences, headings, strict=True)])
    worth += _TASK * tasks(sentences, headline)
    worth -= 2 * _LAST * _repeats(sentences)
    worth -= _LAST * ~np.array([says_something(sentence) for sentence in sentences], dtype=bool)
    if about is not None:
        worth = _ABOUT * about + worth / 2 - 4 * _LAST * (about == 0)
    if eligible is not None:
        worth -= 4 * _LAST * ~np.array(eligible, dtype=bool)
    return Ranking(
        worth.astype(np.float32),
        opening,
        words,
        vectors,
        _needs(sentences),
        _SAME if len(owned) > 1 else _TWIN,
        _follows(following, owned),
    )


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

    A value only falls as choices are added, so a stale value is an upper bound: candidates wait in a heap
    and are evaluated again only when they reach its top. A sentence that follows another is worth the mean of
    both while that one is not chosen, and both are chosen then; its value may rise when it is chosen.
    """

    def __init__(self, ranking: Ranking, limit: int, budget: int | None) -> None:
        self._ranking, self._limit, self._budget = ranking, limit, budget
        self._latest = _Latest(ranking.vectors, min(limit, _RECENT), ranking.twin)
        self._chosen: dict[int, None] = {}
        self._alone: dict[int, None] = {}  # without what they need, for which there was no room
        worth = ranking.worth.tolist()
        self._seen = [0] * len(worth)  # how many choices a candidate has been compared with
        self._heap = [
            (-(value + worth[index - 1]) / 2 if index in ranking.follows else -value, index)
            for index, value in enumerate(worth)
        ]
        heapq.heapify(self._heap)

    def made(self) -> list[int]:
        """The selection."""
        while self._heap and len(self._chosen) < self._limit:
            cost, index = heapq.heappop(self._heap)
            if index in self._chosen or self._exceeds(cost, index):
                continue
            if self._seen[index] < len(self._chosen):
                self._seen[index] = len(self._chosen)
                cost = -self._value(index)
                if (self._heap and (cost, index) > self._heap[0]) or self._exceeds(cost, index):
                    heapq.heappush(self._heap, (cost, index))
                    continue
            self._take(index)
        left = [index for index in self._alone if index not in self._chosen]
        return [*self._chosen, *(left[: self._limit - len(self._chosen)] if self._budget is None else ())]

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
                self._seen[each + 1] = len(self._chosen)
                heapq.heappush(self._heap, (-self._value(each + 1), each + 1))

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

    def add(self, index: int) -> None:
        if len(self._indices) == self._indices.maxlen:
            self._kept[self._vectors.row(self._indices[0])[0], self._next] = 0
        columns, values = self._vectors.row(index)
        self._kept[columns, self._next] = values
        self._indices.append(index)
        self._next = (self._next + 1) % self._kept.shape[1]

    def penalty(self, index: int) -> float:
        columns, values = self._vectors.row(index)
        similarity = float((values @ self._kept[columns]).max())
        return _REDUNDANCY * similarity + (_LAST if similarity >= self._twin else 0.0)


def _ranges(owners: Sequence[int]) -> list[range]:
    """The sentences of each document."""
    starts = [i for i, owner in enumerate(owners) if i == 0 or owner != owners[i - 1]]
    return [range(first, last) for first, last in zip(starts, [*starts[1:], len(owners)], strict=True)]


def _fullness(words: Sequence[int]) -> Floats:
    """1 for a sentence of readable length, less for a shorter or longer one; shape [n]."""
    lengths = np.maximum(np.array(words, dtype=np.float32), 1)
    fullness: Floats = np.sqrt(np.minimum(1, lengths / _FULL)) * np.minimum(1, _LONG / lengths)
    return fullness


def _opening(words: Sequence[int]) -> Floats:
    """The bonus for coming early, by the number of words before each sentence; shape [n]."""
    lengths = np.array(words, dtype=np.float32)
    before = np.cumsum(lengths) - lengths
    bonus = _OPENING * _brevity(len(words)) * np.exp(-before / _OPENING_WORDS)
    return np.asarray(bonus * np.minimum(1, lengths / _FRAGMENT), dtype=np.float32)


def _brevity(count: int) -> float:
    """1 for a text of few sentences, less for a long one."""
    return min(1.0, math.sqrt(_SENTENCES / count))


def _figures(numbers: Sequence[Sequence[str]]) -> Floats:
    """How many numbers each sentence has, as a share of ``_MANY`` and at most 1; shape [n]."""
    counts = np.array([len(found) for found in numbers], dtype=np.float32)
    return np.minimum(counts / np.float32(_MANY), np.float32(1))


def _leaning(sentences: Sequence[str]) -> list[bool]:
    """Which sentences are questions or parts of a quotation that spans sentences."""
    found, quoted = [], 0  # how many sentences ago a quotation was opened and not closed
    for sentence in sentences:
        inside = quoted > 0 and not sentence.startswith(("«", "“"))
        found.append(inside or _leans(sentence))
        marks = [] if sentence.isascii() else _QUOTATION.findall(_INNER.sub("", sentence))
        if marks:
            quoted = int(marks[-1] in "«“")
        elif quoted:
            quoted = (quoted + 1) % _QUOTED
    return found


def _needs(sentences: Sequence[str]) -> dict[int, int]:
    """For each question the next sentence that is none, and for each colon the next sentence."""
    found: dict[int, int] = {}
    answer = after = -1
    for index in range(len(sentences) - 1, -1, -1):
        if sentences[index].endswith(_QUESTION):
            found[index] = answer
        else:
            if sentences[index].endswith(":"):
                found[index] = after
            answer = index
        after = index
    return found


def _follows(following: NDArray[np.bool_], owned: Sequence[range]) -> frozenset[int]:
    """The sentences that follow another one, which the first of a document does not."""
    firsts = {each.start for each in owned}
    return frozenset(int(index) for index in np.flatnonzero(following) if index not in firsts)


def _leans(sentence: str) -> bool:
    """Whether it is a question, or the beginning or end of a quotation that spans sentences."""
    return (
        sentence.endswith(_QUESTION)
        or sentence.count("«") != sentence.count("»")
        or sum(sentence.count(mark) for mark in '"“”„') % 2 == 1
    )


def _repeats(sentences: Sequence[str]) -> Floats:
    """1 for an exact repeat of an earlier sentence, else 0; shape [n]."""
    first = {sentence: index for index, sentence in reversed(list(enumerate(sentences)))}
    return np.array([first[sentence] != index for index, sentence in enumerate(sentences)], dtype=np.float32)
