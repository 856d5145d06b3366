"""Packed linears: one class for every linear of every model, in float32, bfloat16 or int8.

Each weight is laid out once, as the processor reads it best. Float32 loses nothing: oneDNN's blocked layout
saves repacking at every call. Bfloat16 halves the bytes. Int8 has one scale per output of the weight, and
rounds the input at every call with one scale per row, so that what a row gets does not depend on the rows
beside it. Rounding the input is what costs int8 its quality; where that matters, the rounding error of a row
is rounded once more and multiplied too (``digits``).

The operators, and what will replace them:

* ``mkldnn::_reorder_linear_weight`` and ``mkldnn::_linear_pointwise`` (float32, bfloat16) are private;
  torch's own compiler emits them for a frozen linear. Without them: ``F.linear``.
* ``quantized::linear_prepack`` and ``quantized::linear_with_input_q_dq_qweight_dq_output_fp32`` (FBGEMM, for
  int8) are torch's eager quantisation, which torch says it will remove. ``quantized::linear_dynamic`` would
  choose one scale for all rows of a call.
* ``onednn::qlinear_prepack`` and ``onednn::qlinear_pointwise``, which torch.export's quantiser emits, are
  their successors, with the same results to the last bit. They use a processor's matrix instructions
  (AMX), with which they are faster from two rows on, and three times as fast with hundreds. Without, they
  are slower with few rows, as decoding has.
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

Precision = Literal["float32", "bfloat16", "int8"]

# oneDNN's layout depends on how many rows are expected: decoding has tens, encoding has hundreds.
DECODING_ROWS, ENCODING_ROWS = 64, 512
_FEWEST_PACKED = 3  # rows
# Tokens whose scores are computed again: enough that probabilities, too, are nearly those of float32.
_CANDIDATES = 256
# The least that digits are divided by: with less, the quotient would be more than a float can hold.
_SMALLEST = 1e-30
_FEW = 8  # rows, for which one operator takes less time than four
# FBGEMM packs a vocabulary of 256,000 tokens three times as fast in parts. With few parts, concatenating
# their results costs more than that gains.
LARGEST_WHOLE, OUTPUTS_AT_ONCE = 1 << 16, 1 << 14
# Values that are quantised at once: few enough to stay in the processor's cache.
_QUANTIZED_AT_ONCE = 1 << 18
_PAGEOUT = 21  # MADV_PAGEOUT, since Linux 5.4: a page that is needed again is read again


def available() -> tuple[Precision, ...]:
    """The precisions that this processor has kernels for, float32 first.

    bfloat16 only where there are instructions for it: elsewhere it is slower than float32.
    """
    found: list[Precision] = ["float32"]
    if _onednn() and torch.cpu._is_avx512_bf16_supported():
        found.append("bfloat16")
    if "fbgemm" in quantized.supported_engines and torch.cpu._is_avx2_supported():
        found.append("int8")
    return tuple(found)


def choose(asked: str) -> Precision:
    """The requested precision; what ``auto`` takes is decided in ``summarize.engines.automatic``.

    Raises:
        UsageError: the processor has no kernels for it.
    """
    for precision in available():
        if precision == asked:
            return precision
    supported = ", ".join(available())
    raise UsageError(
        f"--precision {asked}: this processor has no kernels for it; use auto or one of {supported}"
    )


class PackedLinear(torch.nn.Module):
    """``x @ weight.T + bias``, packed in one precision; input and output have the caller's dtype.

    ``weight`` is (out, in), ``bias`` (out,) or ``None``; neither is kept where packing copies it. ``rows`` is
    the number of rows that calls will have: a hint, any number is computed. ``precision`` must be one of
    ``available()``. ``digits``, for int8 only, are how often an input is rounded: with 2, its rounding error
    is multiplied as well, which doubles the products and leaves the rounding of the weights only.
    """

    def __init__(
        self,
        weight: torch.Tensor,
        bias: torch.Tensor | None,
        precision: Precision,
        rows: int = DECODING_ROWS,
        digits: Literal[1, 2] = 1,
    ) -> None:
        super().__init__()
        self.out_features, self.in_features = weight.shape
        # Models read the dtype of a weight (T5 does), never its values.
        self.weight = torch.empty(0, dtype=torch.int8 if precision == "int8" else weight.dtype)
        weight, bias = weight.detach(), None if bias is None else bias.detach()
        self._run: Callable[[torch.Tensor], torch.Tensor]
        if precision == "int8":
            self._run = _int8(weight, bias, digits)
        elif precision == "bfloat16":
            bias = None if bias is None else bias.bfloat16()
            self._run = _in_bfloat16(_packed(weight.bfloat16(), bias, rows))
        elif rows == DECODING_ROWS and torch.cpu._is_amx_tile_supported():
            self._run = _PackedOnDemand(weight, bias, rows)
        else:
            self._run = _packed(weight, bias, rows)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(…, in) → (…, out)."""
        return self._run(x)


class ExactChoice(torch.nn.Module):
    """A vocabulary's projection in int8, whose best scores are computed again from the weight itself.

    Rounded weights of a vocabulary change which token comes first more often than those of all layers
    together. The scores of the other tokens stay rounded.
    """

    def __init__(self, weight: torch.Tensor, bias: torch.Tensor | None) -> None:
        super().__init__()
        self._rounded = PackedLinear(weight, bias, "int8")
        self.weight, self._bias = weight.detach(), None if bias is None else bias.detach()

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(…, in) → (…, vocabulary)."""
        scores: torch.Tensor = self._rounded(x)
        best = scores.topk(min(_CANDIDATES, scores.shape[-1])).indices
        exact = (self.weight[best].to(x.dtype) @ x[..., None]).squeeze(-1)
        return scores.scatter_(-1, best, exact if self._bias is None else exact + self._bias[best])


def swap(
    model: torch.nn.Module,
    precision: Precision | None,
    rows: int = ENCODING_ROWS,
    chooses: torch.nn.Module | None = None,
) -> int:
    """Replace every ``nn.Linear`` of a model by a packed one; return how many were replaced.

    A weight that an embedding shares stays for the embedding. With ``None`` nothing is replaced. ``chooses``
    is the projection to the vocabulary of a model that only decodes: in int8 such a model keeps its text,
    because its inputs have two digits and its choice of tokens is exact.
    """
    if precision is None:
        return 0
    digits: Literal[1, 2] = 1 if chooses is None else 2
    found = [
        (parent, name, child)
        for parent in model.modules()
        for name, child in parent.named_children()
        if type(child) is torch.nn.Linear
    ]
    count = len(found)
    shared = {child.weight.data_ptr() for child in model.modules() if isinstance(child, torch.nn.Embedding)}
    # Each linear is released as soon as it is packed, so that memory never holds the whole model twice.
    while found:
        parent, name, child = found.pop()
        if child is chooses and precision == "int8":
            setattr(parent, name, ExactChoice(child.weight, child.bias))
            continue
        setattr(parent, name, PackedLinear(child.weight, child.bias, precision, rows, digits))
        if child.weight.data_ptr() not in shared:
            release_pages(child.weight)
    return count


def release_pages(weight: torch.Tensor) -> None:
    """Tell the system that it may drop a tensor's pages; they are read again if they are needed again.

    A library that maps a file keeps the mapping while any of its tensors lives, and every page read so far
    counts as the process's own. Does nothing on systems other than Linux.
    """
    if not sys.platform.startswith("linux") or not weight.is_contiguous():
        return
    start = -(-weight.data_ptr() // mmap.PAGESIZE) * mmap.PAGESIZE
    end = (weight.data_ptr() + weight.nbytes) // mmap.PAGESIZE * mmap.PAGESIZE
    if end > start:
        ctypes.CDLL(None).madvise(ctypes.c_void_p(start), ctypes.c_size_t(end - start), _PAGEOUT)


def _onednn() -> bool:
    found: bool = torch.backends.mkldnn.is_available()  # type: ignore[no-untyped-call]
    return found and hasattr(torch.ops.mkldnn, "_linear_pointwise")


def _packed(weight: torch.Tensor, bias: torch.Tensor | None, rows: int) -> Callable[[torch.Tensor], Any]:
    # Other processors and older versions of torch do not have the layout.
    if not _onednn() or weight.dtype not in (torch.float32, torch.bfloat16):
        kept = weight.clone()
        return lambda x: functional.linear(x, kept, bias)
    laid_out = torch.ops.mkldnn._reorder_linear_weight(weight.contiguous(), rows)
    kept_bias = None if bias is None else bias.clone()
    run = torch.ops.mkldnn._linear_pointwise
    return lambda x: run(x, laid_out, kept_bias, "none", [], "")


class _PackedOnDemand:
    """A linear in float32, packed when a call first has as many rows as packing is for.

    On Intel's processors with matrix instructions torch's own linear takes 0.6 to 0.9 of the time with one or
    two rows, and as long with hundreds; packed, four to sixteen rows take down to 0.6 of the time.
    """

    def __init__(self, weight: torch.Tensor, bias: torch.Tensor | None, rows: int) -> None:
        self._plain: torch.Tensor | None = _in_own_pages(weight)
        self._bias, self._rows = None if bias is None else bias.clone(), rows
        self._packed: Callable[[torch.Tensor], Any] | None = None

    def __call__(self, x: torch.Tensor) -> torch.Tensor:
        plain = self._plain  # read first: another worker may pack meanwhile, and drops it last
        if plain is not None:
            if not _FEWEST_PACKED <= x.numel() // plain.shape[1] <= self._rows:
                return functional.linear(x, plain, self._bias)
            self._packed = _packed(plain, self._bias, self._rows)
            self._plain = None
        assert self._packed is not None
        found: torch.Tensor = self._packed(x)
        return found


def _in_own_pages(weight: torch.Tensor) -> torch.Tensor:
    """A copy in memory that the system gets back with it, which an allocator would keep."""
    pages = mmap.mmap(-1, weight.nbytes)
    return torch.frombuffer(pages, dtype=weight.dtype).view(weight.shape).copy_(weight)


def _in_bfloat16(run: Callable[[torch.Tensor], Any]) -> Callable[[torch.Tensor], Any]:
    return lambda x: run(x.bfloat16()).to(x.dtype)


def quantize(weight: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """(out, in) floats → int8 of the same shape and (out,) float32 scales: ``weight ≈ ints * scales``."""
    ints = torch.empty(weight.shape, dtype=torch.int8)
    scales = torch.empty(weight.shape[0])
    step = max(1, _QUANTIZED_AT_ONCE // weight.shape[1])
    for start in range(0, len(weight), step):
        part = weight[start : start + step].float()
        largest = torch.maximum(part.amax(1), -part.amin(1)).clamp_min_(1e-12)
        ints[start : start + step] = part.mul((127 / largest)[:, None]).round_()
        scales[start : start + step] = largest / 127
    return ints, scales


def _int8(
    weight: torch.Tensor, bias: torch.Tensor | None, digits: Literal[1, 2]
) -> Callable[[torch.Tensor], torch.Tensor]:
    # Without VNNI two products of eight-bit numbers overflow sixteen bits, so the input gets seven bits.
    largest = 127 if torch.cpu._is_vnni_supported() else 63
    base = 2 * largest  # so many second digits make a first one, and none is above ``largest``
    at_once = OUTPUTS_AT_ONCE if len(weight) > LARGEST_WHOLE else len(weight)
    products = [_int8_product(part, largest) for part in torch.split(weight, max(at_once, 1))]
    own_bias = None if bias is None else bias.float()
    units = torch.tensor([largest, base * largest][:digits])

    def product(rounded: torch.Tensor) -> torch.Tensor:
        found = [one(rounded) for one in products]
        return found[0] if len(found) == 1 else torch.cat(found, -1)

    def linear(x: torch.Tensor) -> torch.Tensor:
        rows = x.float()
        scales = _largest(rows)
        # (digits, …, in): the first digit; with two, all of the number in second digits, less the first.
        rounded = (rows * (units.view(-1, *[1] * x.dim()) / scales)).round_()
        if digits == 2:
            rounded[1].sub_(rounded[0], alpha=base)
        result, *rest = product(rounded)
        if rest:
            result = result.add_(rest[0], alpha=1 / base)
        scaled = result.mul_(scales) if own_bias is None else torch.addcmul(own_bias, result, scales)
        return scaled.to(x.dtype)

    return linear


def _largest(rows: torch.Tensor) -> torch.Tensor:
    """The largest absolute number of each row, (…, 1), but not 0."""
    if len(rows) <= _FEW:
        found: torch.Tensor = torch.linalg.vector_norm(rows, torch.inf, -1, keepdim=True)
    else:
        # With many rows this takes a fifth of the time of a norm, and a third of that of ``abs().amax()``.
        found = torch.maximum(rows.amax(-1, keepdim=True), rows.amin(-1, keepdim=True).neg_())
    return found.clamp_min_(_SMALLEST)


def _int8_product(weight: torch.Tensor, largest: int) -> Callable[[torch.Tensor], torch.Tensor]:
    """``largest`` times a row, rounded to integers, (…, in) → the product of the row: (…, out)."""
    threads = torch.get_num_threads()
    # The parts are small: on a busy machine two threads wait for each other many times longer than they work.
    torch.set_num_threads(1)
    try:
        ints, scales = quantize(weight)
    finally:
        torch.set_num_threads(threads)
    make = _onednn_product if torch.cpu._is_amx_tile_supported() else _fbgemm_product
    return make(ints, scales / largest, largest)


def _fbgemm_product(
    ints: torch.Tensor, scales: torch.Tensor, largest: int
) -> Callable[[torch.Tensor], torch.Tensor]:
    with _fbgemm:
        zeros = torch.zeros(len(scales), dtype=torch.long)
        rounded = torch._make_per_channel_quantized_tensor(ints, scales.double(), zeros, 0)
        packed = torch.ops.quantized.linear_prepack(rounded, None)
    run = torch.ops.quantized.linear_with_input_q_dq_qweight_dq_output_fp32
    return lambda x: run(x, 1.0, largest + 1, packed)


def _onednn_product(
    ints: torch.Tensor, scales: torch.Tensor, largest: int
) -> Callable[[torch.Tensor], torch.Tensor]:
    packed = torch.ops.onednn.qlinear_prepack(ints, None)
    zeros = torch.zeros(len(scales), dtype=torch.int32)
    rest: tuple[Any, ...] = (None, 1.0, 0, torch.float32, "none", [], "")
    run = torch.ops.onednn.qlinear_pointwise
    return lambda x: run(x.to(torch.int8), 1.0, 0, packed, scales, zeros, *rest)


class _Fbgemm:
    """Within this block torch packs for FBGEMM and does not warn that these operators are deprecated.

    Both are settings of the whole process: the first thread to enter changes them, the last to leave
    restores them.
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
