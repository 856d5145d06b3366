"""One checkpoint's weights made ready: linears packed, side by side where they read the same; norms.

Knows the precision and what a family leaves out; nothing of layers.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import torch
from torch.nn import functional

from summarize.engines.decoder.architecture import Architecture
from summarize.engines.decoder.tensors import Tensors
from summarize.engines.precision import (
    DECODING_ROWS,
    LARGEST_WHOLE,
    OUTPUTS_AT_ONCE,
    PackedLinear,
    Precision,
)

Linear = Callable[[torch.Tensor], torch.Tensor]
Norm = Callable[[torch.Tensor], torch.Tensor]
Made = TypeVar("Made")


class LayerNorm:
    """The width to mean 0 and variance 1, weighed and shifted."""

    def __init__(self, weight: torch.Tensor, bias: torch.Tensor, epsilon: float) -> None:
        self._weight, self._bias, self._epsilon = weight, bias, epsilon

    def __call__(self, x: torch.Tensor) -> torch.Tensor:
        return functional.layer_norm(x, self._weight.shape, self._weight, self._bias, self._epsilon)


class RootMeanSquareNorm:
    """The width to mean square 1, weighed; its mean stays, and nothing is added."""

    def __init__(self, weight: torch.Tensor, epsilon: float) -> None:
        self._weight, self._epsilon = weight, epsilon

    def __call__(self, x: torch.Tensor) -> torch.Tensor:
        # The squares are never laid out: on the many rows of a source that takes a tenth of the time.
        squares: torch.Tensor = torch.linalg.vecdot(x, x).unsqueeze_(-1)
        return (x * squares.div_(len(self._weight)).add_(self._epsilon).rsqrt_()).mul_(self._weight)


class SideBySide:
    """Linears of the same input as one, (rows, in) → (rows, all their outputs).

    What it gives is valid until the same thread calls it again: so large a result is written to the same
    memory every time, since having it anew takes the system as long as filling it.
    """

    def __init__(self, parts: Sequence[PackedLinear]) -> None:
        self._parts, self._width = parts, sum(part.out_features for part in parts)
        self._kept = threading.local()

    def __call__(self, x: torch.Tensor) -> torch.Tensor:
        if len(getattr(self._kept, "memory", ())) < len(x):
            self._kept.memory = torch.empty(len(x), self._width)
        result: torch.Tensor = self._kept.memory[: len(x)]
        return torch.cat([part(x) for part in self._parts], -1, out=result)


class Packer:
    """Packs linears and norms of one checkpoint; the weights on the disk are let go of one by one."""

    def __init__(self, shape: Architecture, tensors: Tensors, precision: Precision) -> None:
        self.shape, self.tensors = shape, tensors
        self._precision = precision

    def linear(self, names: Sequence[str], shape: tuple[int, int], rows: int) -> PackedLinear:
        """The linears ``names``, ``shape`` (out, in) each, as one: their outputs side by side."""
        weight = self.tensors.floats(*(f"{name}.weight" for name in names))
        if weight.shape != (shape[0] * len(names), shape[1]):
            raise ValueError(f"{names[0]}.weight has another size than the config says")
        bias = None if self.shape.family.bare else self.tensors.floats(*(f"{name}.bias" for name in names))
        return PackedLinear(weight, bias, self._precision, rows)

    def each(self, make: Callable[[int], Made], count: int) -> list[Made]:
        """What ``make`` makes of 0, 1, … ``count`` - 1, on all cores: torch packs each weight on one."""
        threads = torch.get_num_threads()
        with ThreadPoolExecutor(threads, initializer=torch.set_num_threads, initargs=(1,)) as pool:
            return list(pool.map(make, range(count)))

    def projection(self, name: str, bias: torch.Tensor | None) -> Linear:
        """From hidden states to the vocabulary; a large one in int8 is read and packed in parts."""
        whole = self.shape.vocabulary <= LARGEST_WHOLE or self._precision != "int8"
        if whole:
            return self._scoring(self.tensors[name], bias)

        def part(number: int) -> PackedLinear:
            first = number * OUTPUTS_AT_ONCE
            weight = self.tensors.rows(name, first, OUTPUTS_AT_ONCE)
            return self._scoring(weight, None if bias is None else bias[first : first + len(weight)])

        parts = self.each(part, -(-self.shape.vocabulary // OUTPUTS_AT_ONCE))
        return SideBySide(parts)

    def words(self, name: str, bias: torch.Tensor | None, ids: torch.Tensor) -> list[PackedLinear]:
        """From hidden states to some words of the vocabulary, in parts."""
        return [
            self._scoring(self.tensors[name][some], None if bias is None else bias[some])
            for some in torch.split(ids, OUTPUTS_AT_ONCE)
        ]

    def _scoring(self, weight: torch.Tensor, bias: torch.Tensor | None) -> PackedLinear:
        return PackedLinear(weight.float(), bias, self._precision, DECODING_ROWS)

    def norm(self, name: str) -> Norm:
        """The family's norm with the weights of that name."""
        weight = self.tensors.floats(f"{name}.weight").clone()
        if self.shape.family.bare:
            return RootMeanSquareNorm(weight, self.shape.epsilon)
        return LayerNorm(weight, self.tensors.floats(f"{name}.bias").clone(), self.shape.epsilon)
