"""One checkpoint's encoder and decoder: rows are encoded together, and all slots take each step together.

The cross-attention keys and values of all layers come from one linear, computed once per row.
"""

from __future__ import annotations

import copy
import functools
import itertools
from collections.abc import Iterator, Sequence

import torch
from torch.nn import functional

from summarize.engines.decoder.architecture import DECODER, ENCODER, Architecture
from summarize.engines.decoder.layers import DecoderLayer, EncoderLayer, norm
from summarize.engines.decoder.packing import Concatenated, Linear, Packer
from summarize.engines.decoder.positions import Distances, Positions
from summarize.engines.decoder.shortlist import Shortlist
from summarize.engines.decoder.slots import CacheShape, Memory, Slots, cache_dtype
from summarize.engines.decoder.tensors import Tensors, find_embeddings
from summarize.engines.precision import ENCODING_ROWS, Precision


class Side:
    """What encoder and decoder begin and end with: embeddings, positions, norms.

    ``distances`` is what attention adds, in families that tell positions by distance.
    """

    def __init__(self, packer: Packer, shape: Architecture, side: int, embeddings: torch.Tensor) -> None:
        tensors = packer.tensors
        family, names = shape.family, shape.family.names[side]
        self._embeddings, self._scale = embeddings, shape.scale
        self._positions, self.distances = None, None
        if family.positions in ("distances", "distances by layer"):
            self.distances = Distances(shape, tensors, side)
        else:
            self._positions = Positions(shape, tensors, side)
        self._embedding_norm = (
            norm(packer, shape, f"{names.side}.layernorm_embedding") if family.embedding_norm else None
        )
        self._last_norm = (
            norm(packer, shape, f"{names.side}.{names.last_norm}") if family.norm_first else None
        )

    def embed(self, tokens: torch.Tensor, times: torch.Tensor) -> torch.Tensor:
        """(…) ids at (…) times, on the processor → (…, width)."""
        x = functional.embedding(tokens.to(self._embeddings.device), self._embeddings).float()
        if self._positions:
            x = x * self._scale + self._positions.at(times, tokens)
        return self._embedding_norm(x) if self._embedding_norm else x

    def finish(self, x: torch.Tensor) -> torch.Tensor:
        """The last hidden states."""
        return self._last_norm(x) if self._last_norm else x


class Network:
    """An encoder and a decoder.

    Raises:
        ModelError: a weight is not in the files, or has another shape than the architecture; or embedding
            matrices that should be one differ.
    """

    def __init__(self, shape: Architecture, tensors: Tensors, precision: Precision) -> None:
        layers, heads, size = shape.layers[DECODER], shape.heads[DECODER], shape.sizes[DECODER]
        self.shape, self.device = shape, tensors.device
        self._cache = CacheShape(layers, heads, size, cache_dtype(precision), device=self.device)
        packer = Packer(tensors, precision)
        embeddings = find_embeddings(shape, tensors)
        bias = _output_bias(shape, tensors)
        # The ids behind the places of a shortlist; ``None`` for the whole vocabulary.
        self._ids: torch.Tensor | None = None
        self._select = functools.partial(packer.selection, embeddings.output, bias)
        # The two largest first, so that their pages have been released before the others are read.
        self._project: Linear = packer.projection(embeddings.output, shape.vocabulary, bias)
        names = shape.family.names[DECODER]
        crosses = [
            f"{names.layer(number)}.{names.cross}.{part}"
            for number in range(layers)
            for part in names.parts[1:3]
        ]
        self._cross_keys_values = packer.linear(
            crosses, [heads * size] * len(crosses), shape.width, ENCODING_ROWS, not shape.family.bare
        )
        self._encoder = Side(packer, shape, ENCODER, tensors.placed(embeddings.source))
        self._decoder = Side(packer, shape, DECODER, tensors.placed(embeddings.target))
        encoding, decoding = shape.layers
        self._encoder_layers = packer.parallel(lambda number: EncoderLayer(packer, shape, number), encoding)
        self._decoder_layers = packer.parallel(lambda number: DecoderLayer(packer, shape, number), decoding)

    def slots(self, count: int, beams: int) -> Slots:
        """Slots for as many rows with as many beams each."""
        return Slots(self._cache, count, beams, apart=True)

    def shortlist(self, ids: torch.Tensor) -> Shortlist:
        """The tokens ``ids`` with the linears that score them."""
        return Shortlist(ids, tuple(self._select(ids)))

    def narrowed(self, shortlist: Shortlist) -> Network:
        """The same network with a smaller vocabulary: ``step`` reads and scores places on the list."""
        narrowed = copy.copy(self)
        narrowed._ids = shortlist.ids
        narrowed._project = Concatenated(shortlist.parts)
        return narrowed

    def encode(self, rows: Sequence[Sequence[int]]) -> list[Memory]:
        """Each row of ids as the decoder needs it; rows of similar length waste the least."""
        longest = max(len(row) for row in rows)
        ids = torch.tensor([[*row, *[self.shape.pad] * (longest - len(row))] for row in rows])
        lengths = torch.tensor([len(row) for row in rows])
        times = torch.arange(longest)
        hidden = times >= lengths[:, None]
        x = self._encoder.embed(ids, times.expand_as(ids))
        for layer, mask in zip(self._encoder_layers, self._masks(hidden), strict=False):
            x = layer(x, mask)
        made = self._cross_keys_values(self._encoder.finish(x))
        made = made.view(len(rows), longest, self._cache.layers, 2, self._cache.heads, self._cache.size)
        made = made.permute(0, 2, 3, 4, 1, 5)
        return [Memory(each[..., : len(row), :]) for each, row in zip(made, rows, strict=True)]

    def step(self, tokens: torch.Tensor, slots: Slots) -> torch.Tensor:
        """Each beam's last token (count, beams), on the processor → scores of the next, on the device.

        Scores are (count * beams, vocabulary).
        """
        if self._ids is not None:
            tokens = self._ids[tokens]
        x = self._decoder.embed(tokens, slots.times[:, None].expand_as(tokens)).flatten(0, 1)
        distances = self._decoder.distances
        shared = slots.begin_step(distances.behind(slots.times, slots.beams) if distances else None)
        for number, layer in enumerate(self._decoder_layers):
            x = layer(x, number, slots, shared)
        x = self._decoder.finish(x)
        if self.shape.output_scale != 1:
            x = x * self.shape.output_scale
        scores: torch.Tensor = self._project(x)
        return scores

    def _masks(self, hidden: torch.Tensor) -> Iterator[torch.Tensor | None]:
        """For each encoder layer, what is added to the attention where ``hidden`` (rows, length) is padding.

        (rows or 1, heads or 1, length or 1, length), or ``None`` for nothing.
        """
        mask = None
        if hidden.any():
            mask = torch.zeros(hidden.shape).masked_fill_(hidden, float("-inf"))[:, None, None]
            mask = mask.to(self.device)
        if self._encoder.distances is None:
            return itertools.repeat(mask)
        numbers = self._encoder.distances.among(hidden.shape[1])
        masks = (each[None] if mask is None else each + mask for each in numbers)
        return itertools.cycle(masks) if self._encoder.distances.sets == 1 else masks


def _output_bias(shape: Architecture, tensors: Tensors) -> torch.Tensor | None:
    """What is added to the scores of the vocabulary, (vocabulary,); ``None`` for nothing or zeros."""
    if "final_logits_bias" not in tensors:
        return None
    bias = tensors.floats("final_logits_bias", (1, shape.vocabulary)).flatten()
    return bias if tensors["final_logits_bias"].any() else None
