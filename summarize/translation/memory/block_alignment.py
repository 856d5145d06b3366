"""Blocks of a document and of its translation side by side, and which of them certainly belong together.

The order of both is kept. What a pair costs comes from the lengths of both blocks, after Gale and Church
(1993), and from numbers, names, roles and times; blocks of different kinds are no pair. A pair is certain if
every other choice for its first block costs clearly more.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from summarize.checks.sounds import skeleton
from summarize.text.blocks import Block
from summarize.translation.terminology.alignment import unlikely

Costs = dict[int, float]

_INFINITE = float("inf")
_REACH = 100  # blocks that may be missing before a pair, beyond the difference of both counts
# Costs are -100 ln of a probability, as those of Gale and Church: of a block without a counterpart, …
_GAP = 450
_CERTAIN = 300  # … of every other choice, above that of a certain pair
_LENGTH, _NUMBERS, _NAMES, _ROLE, _TIME = 600, 600, 300, 150, 400  # at most, for what differs
_SAME = 400  # taken off for what is the same
_NAME = re.compile(r"\b[^\W\d_]{3,}")
_NUMBER = re.compile(r"\d+")
_SOUNDS = 3  # consonants of a name that are compared: endings differ


def numbers(text: str) -> Counter[str]:
    """The groups of digits in a text."""
    return Counter(_NUMBER.findall(text))


@dataclass(frozen=True)
class _Signature:
    block: Block
    text: str
    numbers: Counter[str]
    names: frozenset[str]


def _signature(block: Block) -> _Signature:
    text = block.text.strip()
    words = (found[0] for found in _NAME.finditer(text, 1) if found[0][0].isupper())  # not the first word
    names = frozenset(skeleton(word)[:_SOUNDS] for word in words) - {""}
    return _Signature(block, text, numbers(text), names)


def confirmed(one: Block, other: Block) -> bool:
    """Whether a number, a name or all of the text is the same in both, besides their order and lengths."""
    left, right = _signature(one), _signature(other)
    return left.text == right.text or bool(left.numbers & right.numbers or left.names & right.names)


def certain_pairs(ours: Sequence[Block], theirs: Sequence[Block]) -> list[tuple[int, int]]:
    """The indices of blocks that certainly belong together, in order."""
    left, right = [_signature(each) for each in ours], [_signature(each) for each in theirs]
    count, reach = len(right), _REACH + abs(len(left) - len(right))
    costs = [
        {j: _cost(one, right[j]) for j in range(max(i - reach, 0), min(i + reach, count))}
        for i, one in enumerate(left)
    ]
    turned = [{count - 1 - j: cost for j, cost in row.items()} for row in reversed(costs)]
    before = _ways(costs, count, reach)
    after = [{count - j: cost for j, cost in row.items()} for row in reversed(_ways(turned, count, reach))]
    return [(i, j) for i, row in enumerate(costs) for j in _certain(row, before[i], after[i + 1])]


def _certain(row: Costs, before: Costs, after: Costs) -> Iterator[int]:
    """The block that one certainly belongs to, if there is one; ``row`` has the costs of its pairs."""
    choices = {j: before.get(j, _INFINITE) + cost + after.get(j + 1, _INFINITE) for j, cost in row.items()}
    best = min(choices, key=lambda j: choices[j], default=-1)
    alone = min(cost + _GAP + after.get(j, _INFINITE) for j, cost in before.items())
    others = [cost for j, cost in choices.items() if j != best]
    if best >= 0 and min([alone, *others]) - choices[best] >= _CERTAIN:
        yield best


def _ways(costs: Sequence[Costs], count: int, reach: int) -> list[Costs]:
    """What the cheapest way through the first ``i`` blocks here and the first ``j`` there costs, by both."""
    found: list[Costs] = []
    for i in range(len(costs) + 1):
        last, row = (found[-1], costs[i - 1]) if i else ({}, {})
        line: Costs = {}
        for j in range(max(i - reach, 0), min(i + reach, count) + 1):
            line[j] = min(
                0.0 if i == j == 0 else _INFINITE,
                last.get(j, _INFINITE) + _GAP,
                line.get(j - 1, _INFINITE) + _GAP,
                last.get(j - 1, _INFINITE) + row.get(j - 1, _INFINITE),
            )
        found.append(line)
    return found


def _cost(one: _Signature, other: _Signature) -> float:
    """What it costs to take both for a pair."""
    if one.block.kind != other.block.kind:
        return _INFINITE
    cost = min(unlikely(len(one.text), len(other.text)), _LENGTH)
    if one.text == other.text:
        cost -= _SAME
    if one.block.kind == "cue" and one.block.label != other.block.label:  # other labels move with an addition
        cost += _TIME
    if one.numbers or other.numbers:
        shared = (one.numbers & other.numbers).total() / (one.numbers | other.numbers).total()
        cost += _NUMBERS - (_NUMBERS + _SAME) * shared
    if one.names and other.names:
        shared = len(one.names & other.names) / min(len(one.names), len(other.names))
        cost += _NAMES - (_NAMES + _SAME) * shared
    if (one.block.role, one.block.level) != (other.block.role, other.block.level):
        cost += _ROLE
    return cost
