"""Ranking and selection of a text's central sentences.

A sentence is worth more the closer it is to the centroid of the text, the earlier it comes, the more
plainly it announces what the text does, and the more it shares with the headline; it is worth less if it
is too short or too long, or depends on its neighbours. Sentences are then selected greedily, each penalised
for its similarity to those already selected (maximal marginal relevance). ``evals/extractive.md`` has the
measurements behind the weights.
"""

from __future__ import annotations

import heapq
import math
import re
from collections import deque
from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from summarize.engines.vectors import Encoder, Floats, Matrix, matrix
from summarize.request import Length
from summarize.summaries.cues import announcements, continuations, says_something, tasks

# Weights are in units of the centrality of the most central sentence.
_OPENING: Final = 0.4  # bonus for the first words of a text…
_OPENING_WORDS: Final = 60  # …divided by e after this many words, so that bylines use up little of it…
_OPENING_SENTENCES: Final = 60  # …and smaller in texts with more sentences: papers and books open slowly
_OPENED: Final = 0.5  # share of the bonus that remains once a sentence is chosen: a text has one opening
_CUE: Final = 0.3  # for each level of ``announcements``
_ABOUT: Final = 2.0  # for a sentence that answers all of a query; what else it is worth counts half
_TASK: Final = 1.0  # for a decision or a task in minutes, which are read for them
_HEADLINE: Final = 0.3
_FULL, _LONG = 20, 45  # words; a sentence outside this range loses worth
_FRAGMENT: Final = 6  # words; a shorter sentence is a heading or a byline and earns less of the opening bonus
_REDUNDANCY: Final = 0.4
_TWIN: Final = 0.95  # cosine similarity from which a sentence repeats another
_SAME: Final = 0.6  # the same between documents, which tell of one event in words of their own
_RECENT: Final = 64  # latest choices to compare a candidate with: long summaries take linear time
_LEANING: Final = 0.7  # factor for a question or part of a quotation, which needs its neighbours…
_CONTINUING: Final = 0.8  # …and for a sentence whose first words point back
_QUESTION: Final = ("?", "?»", "?”", '?"')
_QUOTATION: Final = re.compile("[«»“”]")
_INNER: Final = re.compile("„[^„“”]*[“”]")  # a nested quotation, whose closing mark looks like an opening one
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
    """

    worth: Floats
    opening: Floats
    words: list[int]
    vectors: Matrix
    needs: dict[int, int] = field(default_factory=dict)
    twin: float = _TWIN

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
) -> Ranking:
    """Compute what each sentence is worth in a summary, on its own.

    Args:
        sentences: the clean texts of all body sentences, in the order of the text.
        encoder: makes the vectors; see ``summarize.engines.vectors``.
        eligible: False for sentences to be selected only when no others are left.
        headline: the text's, if it has one that is not among the sentences.
        owners: the number of the document of each sentence, ascending, where there are several. Each has an
            opening, and what one repeats of another is not chosen again.
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
    worth = _centrality(vectors, count) + _CUE * levels
    if headline:
        worth += _HEADLINE * _likeness(vectors, count)[:count]
    worth *= np.where(_leaning(sentences), _LEANING, 1)
    worth *= np.where(continuations(sentences) & (levels == 0), _CONTINUING, 1)
    owned = _ranges(owners) if owners else [range(count)]
    opening = np.concatenate([_opening(words[each.start : each.stop]) for each in owned])
    worth = worth * _fullness(words) + opening
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

    A value only falls as choices are added, so a stale value is an upper bound: candidates wait in a heap
    and are evaluated again only when they reach its top. Sentences that repeat a chosen one are not used
    to fill a budget of words.
    """
    heap = [(-value, index) for index, value in enumerate(ranking.worth.tolist())]
    heapq.heapify(heap)
    latest = _Latest(ranking.vectors, min(limit, _RECENT), ranking.twin)
    chosen: dict[int, None] = {}
    alone: list[int] = []  # without what they need, for which there was no room
    seen = [0] * len(heap)  # how many choices a candidate has been compared with
    while heap and len(chosen) < limit:
        value, index = heapq.heappop(heap)
        if index in chosen or (budget is not None and (value > 0 or ranking.words[index] > budget)):
            continue
        if seen[index] < len(chosen):
            seen[index] = len(chosen)
            opening = (1 - _OPENED) * float(ranking.opening[index])
            value = latest.penalty(index) + opening - float(ranking.worth[index])
            if (heap and (value, index) > heap[0]) or (budget is not None and value > 0):
                heapq.heappush(heap, (value, index))
                continue
        together = _with_need(ranking, index, chosen)
        words = sum(ranking.words[each] for each in together)
        if not together or len(chosen) + len(together) > limit or (budget is not None and words > budget):
            alone.append(index)
            continue
        for each in together:
            chosen[each] = None
            latest.add(each)
        if budget is not None:
            budget -= words
    return [*chosen, *(alone[: limit - len(chosen)] if budget is None else ())]


def _with_need(ranking: Ranking, index: int, chosen: Container[int]) -> tuple[int, ...]:
    """The sentence and the one it needs, if that is not chosen; empty if that one is not to be chosen."""
    need = ranking.needs.get(index, index)
    if need == index or need in chosen:
        return (index,)
    return (index, need) if need >= 0 and ranking.worth[need] >= 0 else ()


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


def _centrality(vectors: Matrix, count: int) -> Floats:
    """Cosine similarity of the first ``count`` rows to their sum, scaled to a maximum of 1; shape [count]."""
    weights = np.zeros(vectors.shape[0], dtype=np.float32)
    weights[:count] = 1
    closeness = vectors.project(vectors.pool(weights))[:count]
    nearest = float(closeness.max())
    return closeness / nearest if nearest > 0 else np.zeros(count, dtype=np.float32)


def _likeness(vectors: Matrix, index: int) -> Floats:
    """Cosine similarity of every row to row ``index``; shape [n]."""
    columns, values = vectors.row(index)
    vector = np.zeros(vectors.shape[1], dtype=np.float32)
    vector[columns] = values
    return vectors.project(vector)


def _fullness(words: Sequence[int]) -> Floats:
    """1 for a sentence of readable length, less for a shorter or longer one; shape [n]."""
    lengths = np.maximum(np.array(words, dtype=np.float32), 1)
    fullness: Floats = np.sqrt(np.minimum(1, lengths / _FULL)) * np.minimum(1, _LONG / lengths)
    return fullness


def _opening(words: Sequence[int]) -> Floats:
    """The bonus for coming early, by the number of words before each sentence; shape [n]."""
    lengths = np.array(words, dtype=np.float32)
    before = np.cumsum(lengths) - lengths
    bonus = _OPENING * min(1.0, math.sqrt(_OPENING_SENTENCES / len(words))) * np.exp(-before / _OPENING_WORDS)
    return np.asarray(bonus * np.minimum(1, lengths / _FRAGMENT), dtype=np.float32)


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
