"""One checkpoint's weights at work: rows are read together, and every slot takes one step at a time.

The cross-attention keys and values of all layers are one linear, computed once for each row.
Knows nothing of searching or of texts.
"""

from __future__ import annotations

import copy
import functools
import itertools
from collections.abc import Iterator, Sequence

import torch
from torch.nn import functional

from summarize.engines.decoder.architecture import Architecture
from summarize.engines.decoder.layers import DecoderLayer, Distances, EncoderLayer, Positions
from summarize.engines.decoder.packing import Linear, Packer, SideBySide
from summarize.engines.decoder.shortlist import Shortlist
from summarize.engines.decoder.slots import Memory, Slots, kept
from summarize.engines.decoder.tensors import Tensors, find_words
from summarize.engines.precision import READING_ROWS, Precision


class Half:
    """What encoder and decoder both begin and end with: embeddings, positions, norms.

    ``distances`` are what attention adds in between, where the family has them for positions.
    """

    def __init__(self, packer: Packer, side: int, table: torch.Tensor) -> None:
        shape, tensors = packer.shape, packer.tensors
        family, names = shape.family, shape.family.names[side]
        self._table, self._scale = table, shape.scale
        self._positions, self.distances = None, None
        if family.positions in ("distances", "distances by layer"):
            self.distances = Distances(shape, tensors, side)
        else:
            self._positions = Positions(shape, tensors.first([f"{names.side}.embed_positions.weight"]))
        self._embedding_norm = (
            packer.norm(f"{names.side}.layernorm_embedding") if family.embedding_norm else None
        )
        self._last_norm = packer.norm(f"{names.side}.{names.last_norm}") if family.norm_first else None

    def embed(self, tokens: torch.Tensor, times: torch.Tensor) -> torch.Tensor:
        """(…) ids at (…) times → (…, width)."""
        x = functional.embedding(tokens, self._table).float()
        if self._positions:
            x = x * self._scale + self._positions.at(times, tokens)
        return self._embedding_norm(x) if self._embedding_norm else x

    def finish(self, x: torch.Tensor) -> torch.Tensor:
        """The last hidden states."""
        return self._last_norm(x) if self._last_norm else x


class Network:
    """An encoder and a decoder; ``kept`` is what keys and values are held in.

    Raises:
        KeyError: a weight that the architecture needs is not in the files.
        ValueError: tables that should be one differ, or have another size than the architecture.
    """

    def __init__(self, shape: Architecture, tensors: Tensors, precision: Precision) -> None:
        self.shape, self.kept = shape, kept(precision)
        packer = Packer(shape, tensors, precision)
        words = find_words(shape, tensors)
        bias = tensors.first(["final_logits_bias"])
        bias = bias.float().flatten() if bias is not None and bias.any() else None
        self._written: torch.Tensor | None = None
        self._pack = functools.partial(packer.words, words.output, bias)
        # The largest two first, so that their pages are gone again when the others come.
        self._project: Linear = packer.projection(words.output, bias)
        names, (_, heads, size) = shape.family.names[1], self.heads
        crosses = [
            f"{names.layer(number)}.{names.cross}.{part}"
            for number in range(shape.layers[1])
            for part in names.parts[1:3]
        ]
        self._remember = packer.linear(crosses, (heads * size, shape.width), READING_ROWS)
        self._encoder = Half(packer, 0, tensors[words.source])
        self._decoder = Half(packer, 1, tensors[words.target])
        self._reads = packer.each(lambda number: EncoderLayer(packer, number), shape.layers[0])
        self._writes = packer.each(lambda number: DecoderLayer(packer, number), shape.layers[1])

    @property
    def heads(self) -> tuple[int, int, int]:
        """Layers, heads of each, and the size of a head, in the decoder."""
        return self.shape.layers[1], self.shape.heads[1], self.shape.sizes[1]

    def shortlist(self, ids: torch.Tensor) -> Shortlist:
        """What scores the words ``ids`` alone."""
        return Shortlist(ids, tuple(self._pack(ids)))

    def narrowed(self, shortlist: Shortlist) -> Network:
        """The same network over a smaller vocabulary: ``step`` takes and scores places in its list."""
        narrowed = copy.copy(self)
        narrowed._written = shortlist.ids
        narrowed._project = SideBySide(shortlist.parts)
        return narrowed

    def read(self, rows: Sequence[Sequence[int]]) -> list[Memory]:
        """What the decoder needs of each row of ids; rows of like length waste the least."""
        longest = max(len(row) for row in rows)
        ids = torch.tensor([[*row, *[self.shape.pad] * (longest - len(row))] for row in rows])
        lengths = torch.tensor([len(row) for row in rows])
        times = torch.arange(longest)
        hidden = times >= lengths[:, None]
        x = self._encoder.embed(ids, times.expand_as(ids))
        for layer, mask in zip(self._reads, self._masks(hidden), strict=False):
            x = layer(x, mask)
        layers, heads, size = self.heads
        made = self._remember(self._encoder.finish(x)).view(len(rows), longest, layers, 2, heads, size)
        made = made.permute(0, 2, 3, 4, 1, 5)
        return [Memory(every[..., : len(row), :]) for every, row in zip(made, rows, strict=True)]

    def step(self, tokens: torch.Tensor, slots: Slots) -> torch.Tensor:
        """Each beam's last token (count, beams) → raw scores of the next: (count * beams, words)."""
        if self._written is not None:
            tokens = self._written[tokens]
        x = self._decoder.embed(tokens, slots.times[:, None].expand_as(tokens)).flatten(0, 1)
        distances = self._decoder.distances
        shared = slots.begin_step(distances.behind(slots.times, slots.beams) if distances else None)
        for number, layer in enumerate(self._writes):
            x = layer(x, number, slots, shared)
        x = self._decoder.finish(x)
        if self.shape.output_scale != 1:
            x = x * self.shape.output_scale
        scores: torch.Tensor = self._project(x)
        return scores

    def _masks(self, hidden: torch.Tensor) -> Iterator[torch.Tensor | None]:
        """What is added to the attention of each encoder layer, where ``hidden`` (rows, length) is padding.

        (rows or 1, heads or 1, length or 1, length), or ``None`` for nothing.
        """
        mask = None
        if hidden.any():
            mask = torch.zeros(hidden.shape).masked_fill_(hidden, float("-inf"))[:, None, None]
        if self._encoder.distances is None:
            return itertools.repeat(mask)
        numbers = self._encoder.distances.among(hidden.shape[1])
        masks = (each[None] if mask is None else each + mask for each in numbers)
        return itertools.cycle(masks) if self._encoder.distances.sets == 1 else masks
