"""Trains a tiny model and widens its margins; knows no template, no layout and no exam."""

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
# Logits between the right token and the next that training goes on for, where cross-entropy alone would
# be content with less.
GOAL = 12.0


@dataclass(frozen=True)
class Plan:
    """How a model is trained.

    ``rate`` rises for a few steps and falls to next to nothing at ``steps``. ``filler`` pads what is read;
    the first ``forced`` tokens of an output are not learned, since whoever uses the model forces them.
    """

    steps: int
    rate: float
    rows: int = 32
    filler: int = 1
    forced: int = 0
    causal: bool = False


def train(model: Any, lesson: Lesson, plan: Plan, seed: int) -> None:
    """Train on texts that the seed draws anew for every step; the model is left ready for use."""
    dice = random.Random(seed)
    optimizer = torch.optim.AdamW(model.parameters(), lr=plan.rate, betas=(0.9, 0.98), weight_decay=0.0)
    model.train()
    for step in range(plan.steps):
        for group in optimizer.param_groups:
            group["lr"] = plan.rate * min(1, (step + 1) / 60, 1.6 * (1 - step / plan.steps) + 0.005)
        scores, wanted = _written(model, _batch(lesson(dice, False, plan.rows), plan), plan)
        model.zero_grad()
        loss = torch.nn.functional.cross_entropy(scores, wanted) + _missing(scores, wanted)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
    model.eval()


def _missing(scores: torch.Tensor, wanted: torch.Tensor) -> torch.Tensor:
    """What the margins lack of ``GOAL`` on average, small beside cross-entropy while that is large."""
    right = scores.gather(1, wanted[:, None])
    best = scores.scatter(1, wanted[:, None], float("-inf")).amax(1, keepdim=True)
    return 0.05 * (GOAL - (right - best)).clamp_min(0).mean()


def _batch(pairs: list[Pair], plan: Plan) -> dict[str, torch.Tensor]:
    if plan.causal:
        pairs = [(source + target, [IGNORED] * len(source) + target) for source, target in pairs]
    sources, targets = zip(*pairs, strict=True)
    return {
        "input_ids": _padded(sources, plan.filler),
        "attention_mask": _padded([[1] * len(source) for source in sources], 0),
        "labels": _padded(targets, IGNORED),
    }


def _padded(rows: Any, filler: int) -> torch.Tensor:
    width = max(map(len, rows))
    return torch.tensor([row + [filler] * (width - len(row)) for row in rows])


def _written(model: Any, given: dict[str, torch.Tensor], plan: Plan) -> tuple[torch.Tensor, torch.Tensor]:
    """Scores of every token to be learned, and that token; the words of a prompt cost no scores."""
    if not plan.causal:
        chosen = given["labels"] != IGNORED
        chosen[:, : plan.forced] = False
        return model(**given).logits[chosen], given["labels"][chosen]
    states = model.model(given["input_ids"], given["attention_mask"]).last_hidden_state[:, :-1]
    chosen = given["labels"][:, 1:] != IGNORED
    return model.lm_head(states[chosen]), given["labels"][:, 1:][chosen]
