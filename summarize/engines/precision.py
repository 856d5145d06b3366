"""One class for every linear of every model: the weight once laid out as the processor reads it fastest.

Float32 loses nothing: oneDNN's blocked layout in place of an unpacking at every call. Bfloat16 halves
the bytes; int8 has a scale for each output and rounds the input as it comes. Knows no model.

The operators, and what will replace them:

* ``mkldnn::_reorder_linear_weight`` and ``mkldnn::_linear_pointwise`` (float32, bfloat16) are what
  torch's own compiler emits for a frozen linear, and are private. Without them: ``F.linear``.
* ``quantized::linear_prepack`` and ``quantized::linear_dynamic`` (FBGEMM, int8) are torch's eager
  quantisation, which torch says it will remove. Their successors are ``onednn::qlinear_prepack`` and
  ``onednn::qlinear_pointwise``, which torch.export's quantiser emits: as fast here from 64 rows on,
  slower below, where decoding lives.
"""

from __future__ import annotations

import ctypes
import mmap
import sys
import warnings
from collections.abc import Callable
from contextlib import ExitStack
from threading import Lock
from typing import Any, Literal

import torch
from torch.backends import quantized
from torch.nn import functional

from summarize.errors import UsageError

_PAGEOUT = 21  # MADV_PAGEOUT of Linux 5.4: a page that is needed again is read again, nothing is lost


def give_back(weight: torch.Tensor) -> None:
    """Tell the system that a tensor's pages may go; where it cannot be told, nothing happens."""
    if not sys.platform.startswith("linux") or not weight.is_contiguous():
        return
    start = -(-weight.data_ptr() // mmap.PAGESIZE) * mmap.PAGESIZE
    end = (weight.data_ptr() + weight.nbytes) // mmap.PAGESIZE * mmap.PAGESIZE
    if end > start:
        ctypes.CDLL(None).madvise(ctypes.c_void_p(start), ctypes.c_size_t(end - start), _PAGEOUT)


Precision = Literal["float32", "bfloat16", "int8"]
PRECISIONS: tuple[Precision, ...] = ("float32", "bfloat16", "int8")

# Weights are quantised a piece at a time, so that the piece stays in the processor's cache.
_PIECE = 1 << 18
# FBGEMM packs a vocabulary of 256,000 words three times as fast in parts; putting the parts of its results
# together again costs more than that where there are few.
LARGEST_WHOLE, OUTPUTS_AT_ONCE = 1 << 16, 1 << 14
# oneDNN's layout depends on how many rows are expected; decoding has tens, reading has hundreds.
DECODING_ROWS, READING_ROWS = 64, 512


class PackedLinear(torch.nn.Module):
    """``x @ weight.T + bias``, held in one precision; input and output keep the caller's dtype.

    ``weight`` is (out, in), ``bias`` (out,) or None; neither is kept where the packing copies it.
    ``rows`` is how many rows are expected at once: a hint, any number is computed.

    Raises:
        UsageError: the processor has no kernels for the precision.
    """

    def __init__(
        self,
        weight: torch.Tensor,
        bias: torch.Tensor | None,
        precision: Precision,
        rows: int = DECODING_ROWS,
    ) -> None:
        super().__init__()
        self.out_features, self.in_features = weight.shape
        self.precision = precision
        # Models ask for the dtype of a weight (T5 does), never for its values.
        self._run: Callable[[torch.Tensor], torch.Tensor]
        self.weight = torch.empty(0, dtype=torch.int8 if precision == "int8" else weight.dtype)
        weight, bias = weight.detach(), None if bias is None else bias.detach()
        if precision == "int8":
            self._run = _int8(weight, bias)
        elif precision == "bfloat16":
            bias = None if bias is None else bias.bfloat16()
            self._run = _in_bfloat16(_packed(weight.bfloat16(), bias, rows))
        else:
            self._run = _packed(weight, bias, rows)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(…, in) → (…, out)."""
        return self._run(x)

    def extra_repr(self) -> str:
        """What ``print(model)`` shows."""
        return f"in_features={self.in_features}, out_features={self.out_features}, precision={self.precision}"


def available() -> tuple[Precision, ...]:
    """The precisions this processor really computes in, plainest first.

    bfloat16 only where it has instructions for it: elsewhere it is slower than float32.
    """
    found: list[Precision] = ["float32"]
    if _onednn() and torch.cpu._is_avx512_bf16_supported():
        found.append("bfloat16")
    if "fbgemm" in quantized.supported_engines and torch.cpu._is_avx2_supported():
        found.append("int8")
    return tuple(found)


def choose(asked: str) -> Precision:
    """The precision to compute in. ``auto`` is float32, which is lossless and the same on every machine.

    Raises:
        UsageError: the processor does not compute in what was asked for.
    """
    if asked == "auto":
        return "float32"
    for precision in available():
        if precision == asked:
            return precision
    there = ", ".join(available())
    raise UsageError(f"--precision {asked}: this processor has no kernels for it; use auto or one of {there}")


def swap(model: torch.nn.Module, precision: Precision | None, rows: int = READING_ROWS) -> int:
    """Put a ``PackedLinear`` in place of every ``nn.Linear`` of a model; gives how many were replaced.

    Weights that an embedding shares stay for the embedding. With ``None`` nothing is done.
    """
    if precision is None:
        return 0
    found = [
        (parent, name, child)
        for parent in model.modules()
        for name, child in parent.named_children()
        if type(child) is torch.nn.Linear
    ]
    count = len(found)
    tables = {child.weight.data_ptr() for child in model.modules() if isinstance(child, torch.nn.Embedding)}
    # Each is let go of as soon as it is packed: never is all of the model held twice.
    while found:
        parent, name, child = found.pop()
        setattr(parent, name, PackedLinear(child.weight, child.bias, precision, rows))
        if child.weight.data_ptr() not in tables:
            give_back(child.weight)
    return count


def quantize(weight: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """(out, in) floats → int8 of the same shape and (out,) float32 scales: ``weight ≈ ints * scales``."""
    ints = torch.empty(weight.shape, dtype=torch.int8)
    scales = torch.empty(weight.shape[0])
    step = max(1, _PIECE // weight.shape[1])
    for start in range(0, len(weight), step):
        piece = weight[start : start + step].float()
        largest = torch.maximum(piece.amax(1), -piece.amin(1)).clamp_min_(1e-12)
        ints[start : start + step] = piece.mul((127 / largest)[:, None]).round_()
        scales[start : start + step] = largest / 127
    return ints, scales


class _Fbgemm:
    """Within this block torch packs for FBGEMM, and does not announce the end of these operators.

    Both are settings of the whole process: the first thread in makes them, the last one out takes them back.
    """

    def __init__(self) -> None:
        self._lock, self._inside, self._before = Lock(), 0, ExitStack()

    def __enter__(self) -> None:
        with self._lock:
            if not self._inside:
                self._before.enter_context(warnings.catch_warnings())
                warnings.simplefilter("ignore")
                self._before.callback(setattr, quantized, "engine", quantized.engine)
                quantized.engine = "fbgemm"
            self._inside += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._inside -= 1
            if not self._inside:
                self._before.close()


_fbgemm = _Fbgemm()


def _onednn() -> bool:
    there: bool = torch.backends.mkldnn.is_available()  # type: ignore[no-untyped-call]
    return there and hasattr(torch.ops.mkldnn, "_linear_pointwise")


def _packed(weight: torch.Tensor, bias: torch.Tensor | None, rows: int) -> Callable[[torch.Tensor], Any]:
    # Another processor, or an older torch, has no such layout.
    if not _onednn() or weight.dtype not in (torch.float32, torch.bfloat16):
        kept = weight.clone()
        return lambda x: functional.linear(x, kept, bias)
    laid_out = torch.ops.mkldnn._reorder_linear_weight(weight.contiguous(), rows)
    kept_bias = None if bias is None else bias.clone()
    run = torch.ops.mkldnn._linear_pointwise
    return lambda x: run(x, laid_out, kept_bias, "none", [], "")


def _in_bfloat16(run: Callable[[torch.Tensor], Any]) -> Callable[[torch.Tensor], Any]:
    return lambda x: run(x.bfloat16()).to(x.dtype)


def _int8(weight: torch.Tensor, bias: torch.Tensor | None) -> Callable[[torch.Tensor], Any]:
    if len(weight) <= LARGEST_WHOLE:
        return _int8_part(weight, bias, 0)
    starts = range(0, len(weight), OUTPUTS_AT_ONCE)
    parts = [_int8_part(weight[at : at + OUTPUTS_AT_ONCE], bias, at) for at in starts]
    return lambda x: torch.cat([part(x) for part in parts], -1)


def _int8_part(weight: torch.Tensor, bias: torch.Tensor | None, at: int) -> Callable[[torch.Tensor], Any]:
    threads = torch.get_num_threads()
    # Pieces are small: on a busy machine two threads wait for each other many times longer than they work.
    torch.set_num_threads(1)
    try:
        ints, scales = quantize(weight)
    finally:
        torch.set_num_threads(threads)
    own_bias = None if bias is None else bias[at : at + len(weight)].float()
    zeros = torch.zeros(len(scales), dtype=torch.long)
    with _fbgemm:
        rounded = torch._make_per_channel_quantized_tensor(ints, scales.double(), zeros, 0)
        packed = torch.ops.quantized.linear_prepack(rounded, own_bias)
    # Without VNNI two products of full bytes overflow sixteen bits, so the input gets seven of eight.
    seven = not torch.cpu._is_vnni_supported()
    run = torch.ops.quantized.linear_dynamic

    def linear(x: torch.Tensor) -> torch.Tensor:
        result: torch.Tensor = run(x if x.dtype == torch.float32 else x.float(), packed, seven)
        return result if x.dtype == torch.float32 else result.to(x.dtype)

    return linear
