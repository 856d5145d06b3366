"""One checkpoint's weights, packed: linears, concatenated where they have the same input, and norms."""

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
    """Mean 0 and variance 1 over the width, times a weight, plus a bias."""

    def __init__(self, weight: torch.Tensor, bias: torch.Tensor, epsilon: float) -> None:
        self._weight, self._bias, self._epsilon = weight, bias, epsilon

    def __call__(self, x: torch.Tensor) -> torch.Tensor:
        return functional.layer_norm(x, self._weight.shape, self._weight, self._bias, self._epsilon)


class RootMeanSquareNorm:
    """Mean square 1 over the width, times a weight; the mean is kept, and there is no bias."""

    def __init__(self, weight: torch.Tensor, epsilon: float) -> None:
        self._weight, self._epsilon = weight, epsilon

    def __call__(self, x: torch.Tensor) -> torch.Tensor:
        # The squares are never stored: with the many rows of a source that takes a tenth of the time.
        squares: torch.Tensor = torch.linalg.vecdot(x, x).unsqueeze_(-1)
        return (x * squares.div_(len(self._weight)).add_(self._epsilon).rsqrt_()).mul_(self._weight)


class Concatenated:
    """Linears with the same input as one, (rows, in) → (rows, all their outputs).

    A result is valid until the same thread calls again: so large a result is written to the same memory every
    time, since the system takes as long to provide new memory as it takes to fill it.
    """

    def __init__(self, parts: Sequence[PackedLinear]) -> None:
        self._parts, self._width = parts, sum(part.out_features for part in parts)
        self._local = threading.local()

    def __call__(self, x: torch.Tensor) -> torch.Tensor:
        if len(getattr(self._local, "memory", ())) < len(x):
            self._local.memory = torch.empty(len(x), self._width)
        result: torch.Tensor = self._local.memory[: len(x)]
        return torch.cat([part(x) for part in self._parts], -1, out=result)


class Packer:
    """Packs the linears and norms of one checkpoint; each mapped weight is released once it is packed."""

    def __init__(self, shape: Architecture, tensors: Tensors, precision: Precision) -> None:
        self.shape, self.tensors = shape, tensors
        self._precision = precision

    def linear(self, names: Sequence[str], shape: tuple[int, int], rows: int) -> PackedLinear:
        """The linears ``names``, each of ``shape`` (out, in), as one: their outputs are concatenated."""
        weight = self.tensors.floats([f"{name}.weight" for name in names], shape)
        bias = None
        if not self.shape.family.bare:
            bias = self.tensors.floats([f"{name}.bias" for name in names], shape[:1])
        return PackedLinear(weight, bias, self._precision, rows)

    def norm(self, name: str) -> Norm:
        """The family's norm with the weights of that name."""
        shape = (self.shape.width,)
        weight = self.tensors.floats([f"{name}.weight"], shape).clone()
        if self.shape.family.bare:
            return RootMeanSquareNorm(weight, self.shape.epsilon)
        return LayerNorm(weight, self.tensors.floats([f"{name}.bias"], shape).clone(), self.shape.epsilon)

    def projection(self, name: str, bias: torch.Tensor | None) -> Linear:
        """From hidden states to scores of the vocabulary; in int8 a large one is read and packed in parts."""
        whole = self.shape.vocabulary <= LARGEST_WHOLE or self._precision != "int8"
        if whole:
            return self._scores(self.tensors[name], bias)

        def part(number: int) -> PackedLinear:
            first = number * OUTPUTS_AT_ONCE
            weight = self.tensors.rows(name, first, OUTPUTS_AT_ONCE)
            return self._scores(weight, None if bias is None else bias[first : first + len(weight)])

        return Concatenated(self.parallel(part, -(-self.shape.vocabulary // OUTPUTS_AT_ONCE)))

    def selection(self, name: str, bias: torch.Tensor | None, ids: torch.Tensor) -> list[PackedLinear]:
        """From hidden states to scores of the tokens ``ids``, in parts."""
        return [
            self._scores(self.tensors[name][some], None if bias is None else bias[some])
            for some in torch.split(ids, OUTPUTS_AT_ONCE)
        ]

    def parallel(self, make: Callable[[int], Made], count: int) -> list[Made]:
        """``make`` of 0 … ``count`` - 1, on all cores: torch packs each weight on one."""
        threads = torch.get_num_threads()
        with ThreadPoolExecutor(threads, initializer=torch.set_num_threads, initargs=(1,)) as pool:
            return list(pool.map(make, range(count)))

    def _scores(self, weight: torch.Tensor, bias: torch.Tensor | None) -> PackedLinear:
        return PackedLinear(weight.float(), bias, self._precision, DECODING_ROWS)
