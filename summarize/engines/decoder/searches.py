"""Greedy and beam search: which tokens every slot continues with, and which rows are done.

Apart from ties, the choices are those of Hugging Face's ``generate``: the same candidates, the same
penalties, the same stopping rules. The best tokens of a vocabulary are found without a full pass for each:
first the best blocks, then the best tokens in them; of equal scores, the greedy search takes the lower id.

A search is on the processor, wherever the scores are: of them, only the best are fetched from their device.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from typing import Protocol

import torch

from summarize.engines.decoder.rules import EMPTY, Progress, Rules
from summarize.engines.decoder.tensors import PROCESSOR

_ARGMAX_BLOCK, _TOP_BLOCK = 256, 128
# A token this many powers of two below the best adds nothing to a sum of floats. A little farther down,
# powers are denormal numbers, with which processors take twelve times as long.
_NEGLIGIBLE = -115.0
_LOG2_E = 1 / log(2)
# The library's score of a beam that does not exist, or must not win.
_HOPELESS = -1.0e9


@dataclass(frozen=True)
class Written:
    """The ids of one row without the start token; ``score`` is that of its beam, 0 for greedy.

    ``others`` are the ids of the other beams that finished, the best first.
    """

    ids: list[int]
    score: float = 0.0
    others: tuple[list[int], ...] = ()


class Search(Protocol):
    """The state of a search in every slot."""

    progress: Progress

    def begin(self, slot: int, first: Sequence[int], ceiling: int) -> None:
        """Begin a row in a slot, with the tokens ``first``."""

    def choose(self, scores: torch.Tensor) -> tuple[torch.Tensor | None, torch.Tensor]:
        """Scores (slots * beams, vocabulary), on any device → each beam's parent, and which slots are done.

        ``scores`` are overwritten.
        """

    def result(self, slot: int) -> Written:
        """The row that a finished slot has written."""

    def keep(self, chosen: torch.Tensor) -> None:
        """Drop all slots but ``chosen``."""


def search(rules: Rules, count: int) -> Search:
    """A search by these rules over ``count`` slots."""
    return Beams(rules, count) if rules.num_beams > 1 else Greedy(rules, count)


class Greedy:
    """The most likely token at every step."""

    def __init__(self, rules: Rules, count: int) -> None:
        self._rules = rules
        self._ends = torch.tensor(rules.eos_token_id)
        self.progress = Progress(count, 1)

    def begin(self, slot: int, first: Sequence[int], ceiling: int) -> None:
        """Begin a row in a slot, with the tokens ``first``."""
        self.progress.begin(slot, first, ceiling)

    def choose(self, scores: torch.Tensor) -> tuple[None, torch.Tensor]:
        """Without normalising: the largest score stays the largest."""
        self._rules.apply(scores, self.progress)
        tokens = largest(scores).cpu()
        self.progress.write(tokens[:, None], None)
        return None, torch.isin(tokens, self._ends) | (self.progress.written >= self.progress.ceilings)

    def result(self, slot: int) -> Written:
        """The row that a finished slot has written."""
        progress = self.progress
        begun, end = int(progress.begun[slot]), int(progress.lengths[slot])
        return Written(progress.history[slot, 0, begun:end].tolist())

    def keep(self, chosen: torch.Tensor) -> None:
        """Drop all slots but ``chosen``."""
        self.progress.keep(chosen)


class Beams:
    """The ``num_beams`` most likely sequences at every step, with a penalty on their lengths."""

    def __init__(self, rules: Rules, count: int) -> None:
        self._rules, self._beams = rules, rules.num_beams
        self._ends = torch.tensor(rules.eos_token_id)
        # Enough candidates that ``num_beams`` of them continue even if all the others end.
        self._candidates = max(2, 1 + len(rules.eos_token_id)) * rules.num_beams
        self.progress = Progress(count, rules.num_beams)
        shape = (count, rules.num_beams)
        self._running = torch.full(shape, _HOPELESS)
        self._finished_scores = torch.full(shape, _HOPELESS)
        self._is_finished = torch.zeros(shape, dtype=torch.bool)
        self._finished = torch.full((*shape, 1), EMPTY)
        self._hopeful = torch.ones(count, dtype=torch.bool)

    def begin(self, slot: int, first: Sequence[int], ceiling: int) -> None:
        """Begin a row in a slot, with the tokens ``first``; its beams are equal, so only one counts."""
        self.progress.begin(slot, first, ceiling)
        self._running[slot] = _HOPELESS
        self._running[slot, 0] = 0
        self._finished_scores[slot] = _HOPELESS
        self._is_finished[slot] = False
        self._finished[slot] = EMPTY
        self._hopeful[slot] = True

    def choose(self, scores: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Normalise over the whole vocabulary, but take log-probabilities of the candidates only."""
        certain = normalizer(scores)
        self._rules.apply(scores, self.progress, certain)
        values, ids = top(scores, min(self._candidates, scores.shape[1]))
        slots = len(self._running)
        values, ids = (values - certain).cpu(), ids.cpu()
        totals = values.view(slots, self._beams, -1) + self._running[:, :, None]
        best, places = totals.flatten(1).topk(self._candidates, -1)
        parents = places // values.shape[1]
        tokens = ids.view(slots, -1).gather(1, places)
        length = self.progress.written + 1
        ends = torch.isin(tokens, self._ends) | (length >= self.progress.ceilings)[:, None]
        self._collect(best, parents, tokens, ends)
        self._running, going = (best + ends * _HOPELESS).topk(self._beams, -1)
        parents = parents.gather(1, going)
        self.progress.write(tokens.gather(1, going), parents)
        return parents, self._is_done(ends.all(-1))

    def result(self, slot: int) -> Written:
        """The best finished sequence."""
        best, *others = (ids[ids != EMPTY].tolist() for ids in self._finished[slot])
        ended = self._is_finished[slot, 1:].tolist()
        also = tuple(ids for ids, finished in zip(others, ended, strict=True) if finished)
        return Written(best, float(self._finished_scores[slot, 0]), also)

    def keep(self, chosen: torch.Tensor) -> None:
        """Drop all slots but ``chosen``."""
        self.progress.keep(chosen)
        self._running, self._hopeful = self._running[chosen], self._hopeful[chosen]
        self._finished, self._finished_scores = self._finished[chosen], self._finished_scores[chosen]
        self._is_finished = self._is_finished[chosen]

    def _collect(
        self, best: torch.Tensor, parents: torch.Tensor, tokens: torch.Tensor, ends: torch.Tensor
    ) -> None:
        """Add the candidates that end to the finished ones; only the best ``num_beams`` may end."""
        ending = ends.clone()
        ending[:, self._beams :] = False
        full = self._is_finished.all(-1) & (self._rules.early_stopping is True)
        ending &= (self._hopeful & ~full)[:, None]
        if not ending.any():
            return
        length = (self.progress.written + 1)[:, None]
        scores = (best / length**self._rules.length_penalty).masked_fill(~ending, _HOPELESS)
        merged = torch.cat([self._finished_scores, scores], 1)
        self._finished_scores, order = merged.topk(self._beams, -1)
        self._is_finished = torch.cat([self._is_finished, ending], 1).gather(1, order)
        seen = self.progress.texts
        candidates = seen.gather(1, parents[:, :, None].expand(-1, -1, seen.shape[2]))
        candidates = torch.cat([candidates, torch.full_like(tokens, EMPTY)[:, :, None]], 2)
        candidates.scatter_(
            2, self.progress.written[:, None, None].expand(*tokens.shape, 1), tokens[:, :, None]
        )
        kept = torch.nn.functional.pad(
            self._finished, (0, candidates.shape[2] - self._finished.shape[2]), value=EMPTY
        )
        together = torch.cat([kept, candidates], 1)
        self._finished = together.gather(1, order[:, :, None].expand(-1, -1, together.shape[2]))

    def _is_done(self, all_end: torch.Tensor) -> torch.Tensor:
        """Where the library would stop, or earlier, where no beam can become better than the best."""
        rules, written = self._rules, self.progress.written
        # A sum of log-probabilities only falls, and the penalty favours it the most at this length.
        kindest = self.progress.ceilings if rules.length_penalty > 0 else written + 1
        decided = self._finished_scores[:, 0] > self._running[:, 0] / kindest**rules.length_penalty
        longest = rules.early_stopping == "never" and rules.length_penalty > 0
        hoped = self.progress.ceilings if longest else written
        possible = self._running[:, 0] / hoped**rules.length_penalty
        worst = self._finished_scores.amin(-1).masked_fill(~self._is_finished.all(-1), _HOPELESS)
        self._hopeful &= possible > worst
        full = self._is_finished.all(-1) & (rules.early_stopping is True)
        return ~self._hopeful | full | all_end | decided


def largest(scores: torch.Tensor) -> torch.Tensor:
    """(rows, vocabulary) → (rows,) the id with the largest score in each row."""
    rows, count = scores.shape
    whole = count // _ARGMAX_BLOCK * _ARGMAX_BLOCK
    if whole < 4 * _ARGMAX_BLOCK or scores.device != PROCESSOR:
        return scores.argmax(-1)
    blocks = _blocks(scores[:, :whole], _ARGMAX_BLOCK)
    best, block = blocks.amax(-1).max(-1)
    every = torch.arange(rows)
    found: torch.Tensor = block * _ARGMAX_BLOCK + blocks[every, block].argmax(-1)
    if whole < count:
        rest, place = scores[:, whole:].max(-1)
        found = torch.where(rest > best, place + whole, found)
    return found


def top(scores: torch.Tensor, count: int) -> tuple[torch.Tensor, torch.Tensor]:
    """(rows, vocabulary) → the ``count`` largest of each row in order, and their ids: (rows, count) each."""
    vocabulary = scores.shape[1]
    whole = vocabulary // _TOP_BLOCK * _TOP_BLOCK
    if whole < 2 * count * _TOP_BLOCK or scores.device != PROCESSOR:
        values, ids = scores.topk(count, -1)
        return values, ids
    blocks = _blocks(scores[:, :whole], _TOP_BLOCK)
    chosen = blocks.amax(-1).topk(count, -1, sorted=False).indices
    pool = blocks.gather(1, chosen[:, :, None].expand(-1, -1, _TOP_BLOCK)).flatten(1)
    ids = (chosen[:, :, None] * _TOP_BLOCK + torch.arange(_TOP_BLOCK)).flatten(1)
    if whole < vocabulary:
        pool = torch.cat([pool, scores[:, whole:]], 1)
        ids = torch.cat([ids, torch.arange(whole, vocabulary).expand(len(ids), -1)], 1)
    values, places = pool.topk(count, -1)
    return values, ids.gather(1, places)


def normalizer(scores: torch.Tensor) -> torch.Tensor:
    """(rows, vocabulary) → (rows, 1): what log-softmax subtracts from each row.

    On the processor row by row, so that the exponentials stay in its cache.
    """
    if scores.device != PROCESSOR:
        return scores.logsumexp(-1, keepdim=True)
    highest = scores.amax(-1, keepdim=True)
    # Powers of two take a third of the time of powers of e.
    sums = [
        (row - high).mul_(_LOG2_E).clamp_min_(_NEGLIGIBLE).exp2_().sum()
        for row, high in zip(scores, highest, strict=True)
    ]
    return highest + torch.stack(sums)[:, None].log()


def _blocks(scores: torch.Tensor, size: int) -> torch.Tensor:
    """A view (rows, blocks, size); ``scores`` may itself be a view of some columns."""
    rows, count = scores.shape
    return scores.as_strided((rows, count // size, size), (scores.stride(0), size, 1))
