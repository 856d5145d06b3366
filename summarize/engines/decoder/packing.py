"""One checkpoint's weights, packed: linears, concatenated where they have the same input, and norms.

Only the processor gains from a layout of its own. Other devices keep weights as they are.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Literal, TypeVar

import torch
from torch.nn import functional

from summarize.engines.decoder.tensors import PROCESSOR, Tensors
from summarize.engines.precision import (
    DECODING_ROWS,
    LARGEST_WHOLE,
    OUTPUTS_AT_ONCE,
    ExactChoice,
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
    """Mean square 1 over the last dimension, times a weight, which may have more dimensions; no bias."""

    def __init__(self, weight: torch.Tensor, epsilon: float) -> None:
        self._weight, self._epsilon = weight, epsilon

    def __call__(self, x: torch.Tensor) -> torch.Tensor:
        # The squares are never stored: with the many rows of a source that takes a tenth of the time.
        squares: torch.Tensor = torch.linalg.vecdot(x, x).unsqueeze_(-1)
        return (x * squares.div_(self._weight.shape[-1]).add_(self._epsilon).rsqrt_()).mul_(self._weight)


class PlainLinear:
    """``x @ weight.T + bias``, the weight kept as it is; input and output have the caller's dtype."""

    def __init__(self, weight: torch.Tensor, bias: torch.Tensor | None, precision: Precision) -> None:
        dtype = torch.bfloat16 if precision == "bfloat16" else torch.float32
        self.out_features = len(weight)
        self._weight, self._bias = weight.to(dtype), None if bias is None else bias.to(dtype)

    def __call__(self, x: torch.Tensor) -> torch.Tensor:
        return functional.linear(x.to(self._weight.dtype), self._weight, self._bias).to(x.dtype)


Part = PackedLinear | PlainLinear


class Concatenated:
    """Linears with the same input as one, (rows, in) → (rows, all their outputs).

    A result is valid until the same thread calls again: so large a result is written to the same memory every
    time, since the system takes as long to provide new memory as it takes to fill it.
    """

    def __init__(self, parts: Sequence[Part]) -> None:
        self._parts, self._width = parts, sum(part.out_features for part in parts)
        self._local = threading.local()

    def __call__(self, x: torch.Tensor) -> torch.Tensor:
        if len(getattr(self._local, "memory", ())) < len(x):
            self._local.memory = torch.empty(len(x), self._width, device=x.device)
        result: torch.Tensor = self._local.memory[: len(x)]
        return torch.cat([part(x) for part in self._parts], -1, out=result)


class Packer:
    """Packs the linears of one checkpoint; each mapped weight is released once it is packed.

    ``digits`` are those of ``PackedLinear``. With two of them the scores of the best tokens are exact in
    int8.
    """

    def __init__(self, tensors: Tensors, precision: Precision, digits: Literal[1, 2] = 1) -> None:
        self.tensors = tensors
        self._precision, self._digits = precision, digits
        self._packs = tensors.device == PROCESSOR

    def linear(
        self, names: Sequence[str], outputs: Sequence[int], inputs: int, rows: int, biased: bool
    ) -> Part:
        """The linears ``names`` of one input as one: their ``outputs``, so many each, are concatenated."""
        weight = self._joined([f"{name}.weight" for name in names], [(size, inputs) for size in outputs])
        bias = None
        if biased:
            bias = self._joined([f"{name}.bias" for name in names], [(size,) for size in outputs])
        packed = (
            PackedLinear(weight, bias, self._precision, rows, self._digits)
            if self._packs
            else PlainLinear(weight, bias, self._precision)
        )
        self.tensors.drop([f"{name}.weight" for name in names])
        return packed

    def layer_norm(self, name: str, width: int, epsilon: float) -> Norm:
        """The norm with the weight and the bias of that name."""
        weight, bias = (self.tensors.floats(f"{name}.{part}", (width,)) for part in ("weight", "bias"))
        return LayerNorm(weight.clone(), bias.clone(), epsilon)

    def root_mean_square_norm(self, name: str, width: int, epsilon: float, offset: float = 0.0) -> Norm:
        """The norm with the weight of that name; ``offset`` is added to the weight."""
        return RootMeanSquareNorm(self.tensors.floats(f"{name}.weight", (width,)) + offset, epsilon)

    def projection(self, name: str, vocabulary: int, bias: torch.Tensor | None) -> Linear:
        """From hidden states to scores of the vocabulary; a large one is read and packed in parts."""
        if not self._packs:
            return self._scores(self.tensors.placed(name), bias)
        if self._precision == "int8" and self._digits == 2:
            return ExactChoice(self.tensors[name], bias)
        if vocabulary <= LARGEST_WHOLE:
            return self._scores(self.tensors[name], bias)

        def part(number: int) -> Part:
            first = number * OUTPUTS_AT_ONCE
            weight = self.tensors.rows(name, first, OUTPUTS_AT_ONCE)
            return self._scores(weight, None if bias is None else bias[first : first + len(weight)])

        return Concatenated(self.parallel(part, -(-vocabulary // OUTPUTS_AT_ONCE)))

    def selection(self, name: str, bias: torch.Tensor | None, ids: torch.Tensor) -> list[Part]:
        """From hidden states to scores of the tokens ``ids``, in parts."""
        return [
            self._scores(self.tensors[name][some], None if bias is None else bias[some])
            for some in torch.split(ids, OUTPUTS_AT_ONCE)
            if len(some)
        ]

    def parallel(self, make: Callable[[int], Made], count: int) -> list[Made]:
        """``make`` of 0 … ``count`` - 1, on all cores: torch packs each weight on one."""
        if not self._packs:
            return [make(number) for number in range(count)]
        threads = torch.get_num_threads()
        with ThreadPoolExecutor(threads, initializer=torch.set_num_threads, initargs=(1,)) as pool:
            return list(pool.map(make, range(count)))

    def _joined(self, names: Sequence[str], shapes: Sequence[tuple[int, ...]]) -> torch.Tensor:
        found = [self.tensors.floats(name, shape) for name, shape in zip(names, shapes, strict=True)]
        return found[0] if len(found) == 1 else torch.cat(found)

    def _scores(self, weight: torch.Tensor, bias: torch.Tensor | None) -> Part:
        if not self._packs:
            return PlainLinear(weight.to(self.tensors.device), bias, self._precision)
        return PackedLinear(weight.float(), bias, self._precision, DECODING_ROWS)
