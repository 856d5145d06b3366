"""The limits of a machine, and how close an engine comes to them.

Two things limit how fast a model writes: every weight of its linears multiplies every token, and every step
of its decoder reads the decoder's weights from memory once, however many rows it serves.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import torch
from decoding_results import Machine, clock

from summarize.engines import precision

_BYTES = {"float32": 4, "bfloat16": 2, "int8": 1}
_SIDE = 2048  # of the square matrices that are multiplied
_STREAM = 1 << 28  # floats that are read: a gigabyte, far more than any cache holds


def measure(threads: int, wall: bool) -> Machine:
    """The fastest of a few products of square matrices in each precision, and of a few long reads."""
    now = clock(wall)
    peak: dict[str, float] = {}
    x, weight = torch.randn(_SIDE, _SIDE), torch.randn(_SIDE, _SIDE)
    for kind in precision.available():
        linear = precision.PackedLinear(weight, None, kind, _SIDE)
        peak[kind] = 2 * _SIDE**3 / _best(partial(linear, x), now)
    buffer = torch.ones(_STREAM)
    return Machine(threads, wall, torch.__version__, peak, 4 * _STREAM / _best(buffer.sum, now))


def _best(run: Callable[[], Any], now: Callable[[], float]) -> float:
    run()
    times = []
    for _ in range(5):
        start = now()
        run()
        times.append(now() - start)
    return min(times)


@dataclass(frozen=True)
class Weights:
    """The number of weights that multiply each token read, and each token written.

    The keys and values of the cross-attention are computed while reading.
    """

    reading: int
    writing: int


def weights(model: Any) -> Weights:
    """Count the weights of a model's linears; embeddings only look up."""
    seq2seq, reading, writing = model.config.is_encoder_decoder, 0, 0
    for name, module in model.named_modules():
        if isinstance(module, torch.nn.Linear):
            count = module.weight.numel()
            parts = name.split(".")
            remembers = parts[-2:-1] in (["encoder_attn"], ["EncDecAttention"]) and parts[-1][0] in "kv"
            if "encoder" in parts or remembers:
                reading += count
            else:
                writing += count
                # A causal model reads with the weights it writes with, except the projection.
                reading += 0 if seq2seq or name == "lm_head" else count
    return Weights(reading, writing)


@dataclass(frozen=True)
class Work:
    """One turn of an engine: tokens read and written, beams, decoder steps and seconds."""

    read: int
    written: int
    beams: int
    steps: int
    seconds: float


def shares(machine: Machine, model: Weights, kind: str, work: Work) -> tuple[float, float]:
    """The shares of the peak of operations and of the memory bandwidth, from 0 to 1.

    Bytes are those of the decoder in the precision ``kind``; the encoder, read once per batch, is left out.
    """
    operations = 2 * (model.reading * work.read + model.writing * work.written * work.beams)
    moved = model.writing * _BYTES[kind] * work.steps
    return (
        operations / work.seconds / machine.peak.get(kind, machine.peak["float32"]),
        moved / work.seconds / machine.bandwidth,
    )
