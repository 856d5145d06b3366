"""Which tokens of a source the decoder attends to at each token of a given translation.

The translation is not searched for but given, token by token.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch

from summarize.engines.decoder.network import Network
from summarize.engines.protocol import Link

Span = tuple[int, int]

_TOGETHER = 16  # sentences that take their steps together
_LEAST = 0.02  # of the attention of a token; less is not a link


def attention(
    network: Network, sources: Sequence[Sequence[int]], targets: Sequence[Sequence[int]]
) -> list[torch.Tensor]:
    """For each pair, (steps, tokens of the source): the mean of all layers and heads.

    ``targets`` begin with the tokens that begin every translation. Each step reads one token, and its
    attention is to what the next one is written from.
    """
    order = sorted(range(len(sources)), key=lambda index: len(targets[index]))
    found: dict[int, torch.Tensor] = {}
    for first in range(0, len(order), _TOGETHER):
        chosen = order[first : first + _TOGETHER]
        together = _together(network, [sources[i] for i in chosen], [targets[i] for i in chosen])
        found.update(zip(chosen, together, strict=True))
    return [found[index] for index in range(len(sources))]


def _together(
    network: Network, sources: Sequence[Sequence[int]], targets: Sequence[Sequence[int]]
) -> list[torch.Tensor]:
    slots = network.slots(len(sources), 1)
    for number, memory in enumerate(network.encode(sources)):
        slots.admit(number, memory)
    steps: list[torch.Tensor] = []
    for time in range(max(map(len, targets))):
        tokens = torch.tensor([[row[min(time, len(row) - 1)]] for row in targets])
        slots.source.seen = []
        network.step(tokens, slots)
        slots.end_step(None)
        steps.append(torch.stack(slots.source.seen).mean(0))
    slots.source.seen = None
    return [
        torch.stack([step[number, : len(source)] for step in steps[: len(target)]])
        for number, (source, target) in enumerate(zip(sources, targets, strict=True))
    ]


def links(ours: Sequence[Span], theirs: Sequence[Span], weights: torch.Tensor) -> list[Link]:
    """The links of two lists of pieces; each row of ``weights`` (theirs, ours) is made to add up to 1.

    Attention to what is no text, such as the end of the source, does not count.
    """
    shares = weights / weights.sum(1, keepdim=True).clamp_min(1e-9)
    return [
        (ours[column], theirs[row], share)
        for row, line in enumerate(shares.tolist())
        for column, share in enumerate(line)
        if share >= _LEAST and all(start < end for start, end in (ours[column], theirs[row]))
    ]
