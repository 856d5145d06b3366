"""One checkpoint's weights at work: rows are read together, and every slot takes one step at a time.

The cross-attention keys and values of all layers are one linear, computed once for each row.
Knows nothing of searching or of texts.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch.nn import functional

from summarize.engines.decoder.architecture import Architecture
from summarize.engines.decoder.layers import DecoderLayer, EncoderLayer, Loader, Norm
from summarize.engines.decoder.positions import Positions
from summarize.engines.decoder.slots import Memory, Slots
from summarize.engines.decoder.tensors import Tensors
from summarize.engines.precision import READING_ROWS, Precision


class Half:
    """What encoder and decoder both begin and end with: embeddings, positions, norms."""

    def __init__(self, tensors: Tensors, name: str, shape: Architecture, table: torch.Tensor) -> None:
        self._table, self._scale = table, shape.scale
        self._positions = Positions(shape, tensors.first([f"{name}.embed_positions.weight"]))
        family = shape.family
        self._embedding_norm = Norm(tensors, f"{name}.layernorm_embedding") if family.embedding_norm else None
        self._last_norm = Norm(tensors, f"{name}.layer_norm") if family.norm_first else None

    def embed(self, tokens: torch.Tensor, times: torch.Tensor) -> torch.Tensor:
        """(…) ids at (…) times → (…, width)."""
        x = functional.embedding(tokens, self._table).float()
        x = x * self._scale + self._positions.at(times, tokens)
        return self._embedding_norm(x) if self._embedding_norm else x

    def finish(self, x: torch.Tensor) -> torch.Tensor:
        """The last hidden states."""
        return self._last_norm(x) if self._last_norm else x


class Network:
    """An encoder and a decoder.

    Raises:
        KeyError: a weight that the architecture needs is not in the files.
        ValueError: tables that should be one differ, or have another size than the architecture.
    """

    def __init__(self, shape: Architecture, tensors: Tensors, precision: Precision) -> None:
        self.shape = shape
        loader = Loader(tensors, precision)
        source, target, output = _tables(shape, tensors)
        bias = tensors.first(["final_logits_bias"])
        # The largest first, so that its pages are gone again when the others come.
        self._project = loader.projection(
            tensors[output], bias.float().flatten() if bias is not None and bias.any() else None
        )
        self._encoder = Half(tensors, "model.encoder", shape, source)
        self._decoder = Half(tensors, "model.decoder", shape, target)
        self._reads = [
            EncoderLayer(loader, f"model.encoder.layers.{n}", shape) for n in range(shape.layers[0])
        ]
        names = [f"model.decoder.layers.{n}" for n in range(shape.layers[1])]
        self._writes = [DecoderLayer(loader, name, shape) for name in names]
        crosses = [f"{name}.encoder_attn.{part}_proj" for name in names for part in "kv"]
        self._remember = loader.linear(crosses, (shape.width, shape.width), READING_ROWS)

    @property
    def heads(self) -> tuple[int, int, int]:
        """Layers, heads of each, and the size of a head, in the decoder."""
        return self.shape.layers[1], self.shape.heads[1], self.shape.width // self.shape.heads[1]

    def read(self, rows: Sequence[Sequence[int]]) -> list[Memory]:
        """What the decoder needs of each row of ids; rows of like length waste the least."""
        longest = max(len(row) for row in rows)
        ids = torch.tensor([[*row, *[self.shape.pad] * (longest - len(row))] for row in rows])
        lengths = torch.tensor([len(row) for row in rows])
        times = torch.arange(longest)
        hidden = times >= lengths[:, None]
        mask = None
        if hidden.any():
            mask = torch.zeros(len(rows), 1, 1, longest).masked_fill_(hidden[:, None, None], float("-inf"))
        x = self._encoder.embed(ids, times.expand_as(ids))
        for layer in self._reads:
            x = layer(x, mask)
        layers, heads, size = self.heads
        made = self._remember(self._encoder.finish(x)).view(len(rows), longest, layers, 2, heads, size)
        made = made.permute(0, 2, 3, 4, 1, 5)
        return [Memory(every[..., : len(row), :]) for every, row in zip(made, rows, strict=True)]

    def step(self, tokens: torch.Tensor, slots: Slots) -> torch.Tensor:
        """Each beam's last token (count, beams) → raw scores of the next: (count * beams, words)."""
        x = self._decoder.embed(tokens, slots.times[:, None].expand_as(tokens)).flatten(0, 1)
        shared = slots.begin_step()
        for number, layer in enumerate(self._writes):
            x = layer(x, number, slots, shared)
        scores: torch.Tensor = self._project(self._decoder.finish(x))
        return scores


def _tables(shape: Architecture, tensors: Tensors) -> tuple[torch.Tensor, torch.Tensor, str]:
    """The embeddings of source and target, and the projection's name; one table where all are tied."""
    shared, output = "model.shared.weight", "lm_head.weight"
    source, target = "model.encoder.embed_tokens.weight", "model.decoder.embed_tokens.weight"
    if shape.shared and shape.tied:
        source = target = output = _one(tensors, [shared, output, source, target])
    elif shape.tied:
        target = output = _one(tensors, [target, output])
    else:
        source, target = (name if name in tensors else shared for name in (source, target))
    if tensors[output].shape != (shape.vocabulary, shape.width):
        raise ValueError(f"{output} has another size than the config says")
    return tensors[source], tensors[target], output


def _one(tensors: Tensors, names: Sequence[str]) -> str:
    """The name of the one table that several names stand for."""
    there = [name for name in names if name in tensors]
    if not there:
        raise KeyError(names[0])
    for name in there[1:]:
        first, other = tensors[there[0]], tensors[name]
        if other.data_ptr() != first.data_ptr() and not torch.equal(other, first):
            raise ValueError(f"{name} is not the table that it should be tied to")
    return there[0]
