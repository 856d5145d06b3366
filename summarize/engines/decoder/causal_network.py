"""One checkpoint's decoder without an encoder: prompts are read in blocks, and slots take each step together.

A prompt is read up to its last token, which is the first that a step is taken from. What prompts have in
common at their beginning (the system's message, the instruction, examples) is read once and kept for those
that come later.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch.nn import functional

from summarize.engines.decoder.causal_architecture import CausalArchitecture
from summarize.engines.decoder.causal_layers import CausalLayer, Span
from summarize.engines.decoder.packing import Linear, Packer
from summarize.engines.decoder.positions import Rotary
from summarize.engines.decoder.slots import CacheShape, Memory, Slots, cache_dtype
from summarize.engines.decoder.tensors import Tensors, find_root, one
from summarize.engines.precision import Precision

# Tokens of one row read at once: enough to keep the processor busy, few enough to hold in memory.
_BLOCK = 1024
# Tokens at the beginning of a prompt that are kept for the next: system's message, instruction and examples.
_KEPT = 1024


@dataclass(frozen=True)
class _Beginning:
    """Ids that a prompt begins with, and what the model has read of them."""

    ids: tuple[int, ...] = ()
    memory: Memory | None = None

    def shared(self, row: Sequence[int]) -> int:
        """The number of tokens with which a row begins as this does."""
        pairs = enumerate(zip(self.ids, row, strict=False))
        return next((at for at, (mine, theirs) in pairs if mine != theirs), min(len(self.ids), len(row)))


class CausalNetwork:
    """A decoder without an encoder.

    Raises:
        ModelError: a weight is not in the files, or has another shape than the architecture; or embedding
            matrices that should be one differ.
    """

    def __init__(self, shape: CausalArchitecture, tensors: Tensors, precision: Precision) -> None:
        self.shape, self.device = shape, tensors.device
        (queries, keys), dtype = shape.heads, cache_dtype(precision)
        self._cache = CacheShape(len(shape.layers), keys, shape.size, dtype, queries // keys, self.device)
        packer, (root, head) = Packer(tensors, precision, digits=2), find_root(tensors)
        table, size = f"{root}embed_tokens.weight", (shape.vocabulary, shape.width)
        output = one(tensors, [table, head], size) if shape.tied else one(tensors, [head], size)
        self._embeddings = tensors.placed(one(tensors, [table], size))
        self._project: Linear = packer.projection(output, shape.vocabulary, None)
        self._norm = packer.root_mean_square_norm(
            f"{root}norm", shape.width, shape.epsilon, shape.family.offset
        )
        self._rotaries = [Rotary(frequencies, self.device) for frequencies in shape.frequencies]
        self._layers = packer.parallel(
            lambda number: CausalLayer(packer, shape, f"{root}layers", number), len(shape.layers)
        )
        self._begun = _Beginning()

    def slots(self, count: int, beams: int) -> Slots:
        """Slots for as many rows with as many beams each."""
        return Slots(self._cache, count, beams, apart=False, windows=self.shape.windows)

    def forget(self) -> None:
        """Read the next prompt from its first token on, whatever it begins with."""
        self._begun = _Beginning()

    def encode(self, rows: Sequence[Sequence[int]]) -> list[Memory]:
        """Each row of ids, without its last, as the decoder needs it."""
        begun = self._begin(rows)
        memories = [self._memory(len(row) - 1) for row in rows]
        known = [min(begun.shared(row), memory.length) for row, memory in zip(rows, memories, strict=True)]
        for memory, length in zip(memories, known, strict=True):
            if begun.memory and length:
                memory.keys_values[:, :, :, :length] = begun.memory.keys_values[:, :, :, :length]
        self._read(rows, memories, known)
        return memories

    def step(self, tokens: torch.Tensor, slots: Slots) -> torch.Tensor:
        """Each beam's last token (count, beams), on the processor → scores of the next, on the device.

        Scores are (count * beams, vocabulary).
        """
        x = self._embed(tokens.flatten())
        rotations = [rotary.at(slots.times.repeat_interleave(slots.beams)) for rotary in self._rotaries]
        step = slots.begin_step()
        for layer in self._layers:
            x = layer(x, slots, step, rotations)
        scores: torch.Tensor = self._project(self._norm(x))
        if self.shape.output_cap is not None:
            scores = scores.div_(self.shape.output_cap).tanh_().mul_(self.shape.output_cap)
        return scores

    def _begin(self, rows: Sequence[Sequence[int]]) -> _Beginning:
        """The beginning that all rows share, or most of the only one: read now, unless it is known."""
        begun, first = self._begun, rows[0]
        shared = min(_KEPT, *(_Beginning(tuple(first[:_KEPT])).shared(row[:-1]) for row in rows))
        known = begun.shared(first[:shared])
        if known < shared:
            # Workers share this object; each goes on with the beginning that it has seen here.
            memory = self._memory(shared)
            if begun.memory:
                memory.keys_values[:, :, :, :known] = begun.memory.keys_values[:, :, :, :known]
            self._read([first], [memory], [known])
            begun = self._begun = _Beginning(tuple(first[:shared]), memory)
        return begun

    def _memory(self, length: int) -> Memory:
        cache = self._cache
        size = (cache.layers, 2, cache.heads, length, cache.size)
        return Memory(torch.empty(size, dtype=cache.dtype, device=cache.device))

    def _embed(self, tokens: torch.Tensor) -> torch.Tensor:
        x = functional.embedding(tokens.to(self.device), self._embeddings).float()
        return x if self.shape.scale == 1 else x * self.shape.scale

    def _read(self, rows: Sequence[Sequence[int]], memories: Sequence[Memory], known: Sequence[int]) -> None:
        """Fill each memory from its ``known`` tokens on, all rows a block at a time."""
        starts = list(known)
        while any(start < memory.length for start, memory in zip(starts, memories, strict=True)):
            ids, times, spans = list[int](), list[torch.Tensor](), list[Span]()
            for number, memory in enumerate(memories):
                start, end = starts[number], min(starts[number] + _BLOCK, memory.length)
                if start < end:
                    cached = memory.keys_values
                    masks = tuple(_mask(start, end, window, cached) for window in self.shape.windows)
                    spans.append(Span(cached, start, len(ids), len(ids) + end - start, masks))
                    ids.extend(rows[number][start:end])
                    times.append(torch.arange(start, end))
                    starts[number] = end
            self._read_block(torch.tensor(ids), torch.cat(times), spans)

    def _read_block(self, ids: torch.Tensor, times: torch.Tensor, spans: Sequence[Span]) -> None:
        x = self._embed(ids)
        rotations = [rotary.at(times) for rotary in self._rotaries]
        for layer in self._layers[:-1]:
            x = layer.read(x, spans, rotations)
        self._layers[-1].keep(x, spans, rotations)


def _mask(start: int, end: int, window: int | None, cached: torch.Tensor) -> torch.Tensor | None:
    """What is added to the attention of tokens ``start`` to ``end`` to all before ``end``.

    It is on the device of what is ``cached``, in its dtype. ``None`` if the tokens are the first of their row
    and see all before them.
    """
    if start == 0 and (window is None or window >= end):
        return None
    mask = _hidden(start, end, cached).triu_(start + 1)
    return mask if window is None else mask.add_(_hidden(start, end, cached).tril_(start - window))


def _hidden(start: int, end: int, cached: torch.Tensor) -> torch.Tensor:
    return cached.new_full((end - start, end), float("-inf"))
