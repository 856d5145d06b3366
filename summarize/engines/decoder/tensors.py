"""Weights as they lie on the disk: mapped, not read, and let go of tensor by tensor.

A mapping of its own for each tensor means that packing a model never holds all of it in memory.
Knows names and numbers, nothing of what they are for.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from summarize.engines.decoder.architecture import Architecture

# numpy has no bfloat16: the bits are read as integers and seen as what they are afterwards.
_STORED: dict[str, tuple[type[np.generic], torch.dtype]] = {
    "F32": (np.float32, torch.float32),
    "F16": (np.float16, torch.float16),
    "BF16": (np.int16, torch.bfloat16),
}


class Tensors:
    """The tensors of a checkpoint's files by name, each as stored.

    Raises:
        OSError, ValueError: a file cannot be read, or is not what its ending says.
        pickle.UnpicklingError: a .bin holds more than plain tensors; nothing in it is run.
    """

    def __init__(self, files: Sequence[Path]) -> None:
        self._places: dict[str, tuple[Path, dict[str, Any], int]] = {}
        self._loaded: dict[str, torch.Tensor] = {}
        for file in files:
            if file.suffix == ".safetensors":
                self._index(file)
            else:
                self._loaded |= _unpickle(file)

    def __contains__(self, name: object) -> bool:
        return name in self._places or name in self._loaded

    def __getitem__(self, name: str) -> torch.Tensor:
        """The tensor as stored; a mapping that lasts as long as the tensor. ``KeyError`` for none."""
        if name in self._loaded:
            return self._loaded[name]
        return self._map(name, 0, tuple(self._places[name][1]["shape"]) or (1,))

    def rows(self, name: str, first: int, count: int) -> torch.Tensor:
        """At most ``count`` rows of the tensor from ``first`` on, with a mapping of their own."""
        if name in self._loaded:
            return self._loaded[name][first : first + count]
        there, *rest = self._places[name][1]["shape"]
        return self._map(name, first, (min(count, there - first), *rest))

    def first(self, names: Iterable[str]) -> torch.Tensor | None:
        """The first of ``names`` that there is."""
        return next((self[name] for name in names if name in self), None)

    def floats(self, *names: str) -> torch.Tensor:
        """The tensors below one another, in float32."""
        found = [self[name].float() for name in names]
        return found[0] if len(found) == 1 else torch.cat(found)

    def _map(self, name: str, first: int, shape: tuple[int, ...]) -> torch.Tensor:
        """A tensor of that shape, from the row ``first`` on."""
        file, entry, start = self._places[name]
        kind, dtype = _STORED[entry["dtype"]]
        begin = start + entry["data_offsets"][0] + first * math.prod(shape[1:]) * np.dtype(kind).itemsize
        # Mapped for copying on write, because torch has no tensors that cannot be written to.
        return torch.from_numpy(np.memmap(file, kind, "c", begin, shape)).view(dtype)

    def _index(self, file: Path) -> None:
        with file.open("rb") as stream:
            length = int.from_bytes(stream.read(8), "little")
            head: dict[str, Any] = json.loads(stream.read(length))
        head.pop("__metadata__", None)
        for name, entry in head.items():
            if entry["dtype"] in _STORED:
                self._places[name] = (file, entry, 8 + length)


def _unpickle(file: Path) -> dict[str, torch.Tensor]:
    try:
        found = torch.load(file, map_location="cpu", weights_only=True, mmap=True)
    except RuntimeError:  # the format of before 2020 cannot be mapped
        found = torch.load(file, map_location="cpu", weights_only=True)
    return {str(name): tensor for name, tensor in found.items() if isinstance(tensor, torch.Tensor)}


@dataclass(frozen=True)
class Words:
    """The names of the tensors; often one and the same."""

    source: str
    target: str
    output: str


def find_words(shape: Architecture, tensors: Tensors) -> Words:
    """Where the tables are.

    Raises:
        KeyError, IndexError: one is not in the files, or none is.
        ValueError: tables that should be one differ, or have another size than the config says.
    """
    encoder, decoder = shape.family.names
    root = encoder.side.removesuffix("encoder")
    shared, output = f"{root}shared.weight", "lm_head.weight"
    source, target = f"{encoder.side}.embed_tokens.weight", f"{decoder.side}.embed_tokens.weight"
    if shape.tables == "one":
        source = target = output = _one(tensors, [shared, output, source, target])
    elif shape.tables == "decoder's":
        target = output = _one(tensors, [target, output])
    elif shape.tables == "apart":
        source, target = (name if name in tensors else shared for name in (source, target))
    else:
        # The library ties whatever is missing to the first of these that there is.
        known = [name for name in (shared, source, target, output) if name in tensors]
        source, target, output = (name if name in tensors else known[0] for name in (source, target, output))
    for name in (source, target, output) if shape.tables == "as stored" else (output,):
        if tensors[name].shape != (shape.vocabulary, shape.width):
            raise ValueError(f"{name} has another size than the config says")
    return Words(source, target, output)


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
