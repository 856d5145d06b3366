"""Trains a tiny model until it is right about sentences it never saw; knows no template and no layout."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch

Ids = list[int]
Pair = tuple[Ids, Ids]  # what is read, what is to be written
Lesson = Callable[[random.Random, bool, int], list[Pair]]  # dice, whether of held-out words, rows
IGNORED = -100


@dataclass(frozen=True)
class Plan:
    """``rate`` rises for a few steps and falls to nothing at ``steps``; then once more, lower."""

    steps: int
    rate: float = 8e-3
    rows: int = 32
    exam: int = 96  # samples, after 32 others were right


READY = 0.05  # a loss that makes an exam worth its time
ROUNDS = 5  # of a plan's steps; one is mostly enough


def train(model: Any, lesson: Lesson, plan: Plan, *, filler: int, causal: bool = False) -> int:
    """Train until every token of the plan's exam of held-out words is right; gives the steps it took.

    Raises ``AssertionError`` where that was not enough, so that no test runs on a model that does not
    know its rule.
    """
    torch.set_num_threads(1)  # many times faster than two for models this small
    torch.manual_seed(20)
    dice = random.Random(20)
    exams = [_batch(lesson(random.Random(21 + rows), True, rows), filler, causal) for rows in (32, plan.exam)]
    optimizer = torch.optim.AdamW(model.parameters(), lr=plan.rate, betas=(0.9, 0.98), weight_decay=0.0)
    best = 0.0
    model.train()
    for step in range(ROUNDS * plan.steps):
        rounds, done = divmod(step, plan.steps)
        for group in optimizer.param_groups:
            slope = min(1, (done + 1) / 30, 1.6 * (1 - done / plan.steps) + 0.02)
            group["lr"] = plan.rate * slope / (1 + 3 * rounds)
        given = _batch(lesson(dice, False, plan.rows), filler, causal)
        scores, wanted = _written(model, given, causal)
        model.zero_grad()
        loss = torch.nn.functional.cross_entropy(scores, wanted)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        if step % 20 == 19 and loss < READY:
            right = _right(model, exams[0], causal)
            best = max(best, right)
            if right == 1 == _right(model, exams[1], causal):
                model.eval()
                return step + 1
    raise AssertionError(
        f"after {ROUNDS * plan.steps} steps at most {best:.0%} of the held-out tokens are right"
    )


def _batch(pairs: list[Pair], filler: int, causal: bool) -> dict[str, torch.Tensor]:
    if causal:
        pairs = [(source + target, [IGNORED] * len(source) + target) for source, target in pairs]
    sources, targets = zip(*pairs, strict=True)
    return {
        "input_ids": _padded(sources, filler),
        "attention_mask": _padded([[1] * len(source) for source in sources], 0),
        "labels": _padded(targets, IGNORED),
    }


def _padded(rows: Any, filler: int) -> torch.Tensor:
    width = max(map(len, rows))
    return torch.tensor([row + [filler] * (width - len(row)) for row in rows])


def _written(model: Any, given: dict[str, torch.Tensor], causal: bool) -> tuple[torch.Tensor, torch.Tensor]:
    """Scores of every token to be written, and that token; the words of a prompt cost no scores."""
    if not causal:
        chosen = given["labels"] != IGNORED
        return model(**given).logits[chosen], given["labels"][chosen]
    states = model.model(given["input_ids"], given["attention_mask"]).last_hidden_state[:, :-1]
    chosen = given["labels"][:, 1:] != IGNORED
    return model.lm_head(states[chosen]), given["labels"][:, 1:][chosen]


@torch.inference_mode()
def _right(model: Any, exam: dict[str, torch.Tensor], causal: bool) -> float:
    """The share of tokens that are the likeliest one where they have to be written."""
    model.eval()
    scores, wanted = _written(model, exam, causal)
    model.train()
    return float((scores.argmax(-1) == wanted).float().mean().item())
