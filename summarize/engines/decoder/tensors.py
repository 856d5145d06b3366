"""Weights in the checkpoint's files: mapped instead of read, and released tensor by tensor.

Each tensor has a mapping of its own, so that packing a model never holds all of it in memory. The device of
the tensors is that of everything made from them: linears, tables, caches, masks.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from weakref import WeakValueDictionary

import numpy as np
import torch

from summarize.engines.decoder.architecture import Architecture
from summarize.engines.failures import explained
from summarize.errors import ModelError
from summarize.models.files import Damaged
from summarize.models.weights import read_header

PROCESSOR = torch.device("cpu")
# numpy has no bfloat16: its bits are mapped as integers and then viewed as bfloat16.
_STORED: dict[str, tuple[type[np.generic], torch.dtype]] = {
    "F32": (np.float32, torch.float32),
    "F16": (np.float16, torch.float16),
    "BF16": (np.int16, torch.bfloat16),
}


# What the names of a decoder without an encoder begin with, and the name of its projection to the vocabulary.
# A model that also sees images has its decoder in a part of its own.
_ROOTS = {
    "model.": "lm_head.weight",
    "model.language_model.": "lm_head.weight",
    "language_model.model.": "language_model.lm_head.weight",
}


@dataclass(frozen=True)
class _Stored:
    """A tensor of a safetensors file: where it begins, in bytes, and what it is made of."""

    file: Path
    start: int
    shape: tuple[int, ...]
    kind: type[np.generic]
    dtype: torch.dtype


class Tensors:
    """The tensors of a checkpoint by name, each as stored: those of its files, and those ``loaded`` already.

    Files are mapped for the processor; ``placed`` and ``floats`` are on the ``device`` that computes.

    Raises:
        ModelError: a file cannot be read, or is not what its suffix says; or, of a .bin file, it holds more
            than plain tensors. No code in it is run.
    """

    def __init__(
        self,
        files: Sequence[Path],
        loaded: Mapping[str, torch.Tensor] | None = None,
        device: torch.device = PROCESSOR,
    ) -> None:
        self.device = device
        self._placed: WeakValueDictionary[str, torch.Tensor] = WeakValueDictionary()
        self._stored: dict[str, _Stored] = {}
        self._loaded = dict(loaded or {})
        for file in files:
            if file.suffix == ".safetensors":
                self._stored |= _index(file)
            else:
                self._loaded |= _unpickle(file)

    def __contains__(self, name: object) -> bool:
        return name in self._stored or name in self._loaded

    def __getitem__(self, name: str) -> torch.Tensor:
        """The tensor as stored, mapped for as long as it lives.

        Raises:
            ModelError: no file has it, or it is not stored as floats.
        """
        if name in self._loaded:
            return self._loaded[name]
        if name not in self._stored:
            raise ModelError(f"{name} is not in the files, or not stored as floats")
        return _map(self._stored[name], 0, self._stored[name].shape or (1,))

    def drop(self, names: Sequence[str]) -> None:
        """Forget tensors in memory that nobody needs any more."""
        for name in names:
            self._loaded.pop(name, None)

    def rows(self, name: str, first: int, count: int) -> torch.Tensor:
        """At most ``count`` rows of the tensor from ``first`` on, in a mapping of their own."""
        if name in self._loaded:
            return self._loaded[name][first : first + count]
        stored = self._stored[name]
        length, *rest = stored.shape
        return _map(stored, first, (min(count, length - first), *rest))

    def placed(self, name: str) -> torch.Tensor:
        """The tensor as stored, on the device: one copy for as long as anything uses it.

        Raises:
            ModelError: as when it is read from the files.
        """
        found = self._placed.get(name)
        if found is None:
            found = self._placed[name] = self[name].to(self.device)
        return found

    def floats(self, name: str, shape: tuple[int, ...]) -> torch.Tensor:
        """A tensor of this shape, in float32, on the device.

        Raises:
            ModelError: it is not in the files, or has another shape.
        """
        tensor = self[name].to(self.device).float()
        if tensor.shape != shape:
            raise ModelError(f"{name} has the shape {tuple(tensor.shape)}; config.json says {shape}")
        return tensor


def _index(file: Path) -> dict[str, _Stored]:
    """The tensors of floats in a safetensors file."""
    try:
        header = read_header(file)
    except OSError as error:
        raise ModelError(f"{file.name} cannot be read: {error.strerror}; fetch the model again") from error
    except Damaged as error:
        raise ModelError(f"{error}; fetch the model again") from error
    return {
        name: _Stored(file, tensor.start, tensor.shape, *_STORED[tensor.dtype])
        for name, tensor in header.tensors.items()
        if tensor.dtype in _STORED
    }


def _map(stored: _Stored, first: int, shape: tuple[int, ...]) -> torch.Tensor:
    """A tensor of ``shape``, from the row ``first`` of the stored one on."""
    begin = stored.start + first * math.prod(shape[1:]) * np.dtype(stored.kind).itemsize
    with explained(stored.file.name, "its weights cannot be read"):
        # Mapped copy-on-write, because torch has no read-only tensors.
        mapped = np.memmap(stored.file, stored.kind, "c", begin, shape)
    return torch.from_numpy(mapped).view(stored.dtype)


def _unpickle(file: Path) -> dict[str, torch.Tensor]:
    with explained(file.name, "its weights cannot be read"):
        try:
            found = torch.load(file, map_location="cpu", weights_only=True, mmap=True)
        except RuntimeError:  # the format of before 2020 cannot be mapped
            found = torch.load(file, map_location="cpu", weights_only=True)
    if not isinstance(found, dict):
        raise ModelError(f"{file.name} does not hold weights by name")
    return {str(name): tensor for name, tensor in found.items() if isinstance(tensor, torch.Tensor)}


@dataclass(frozen=True)
class Embeddings:
    """Names of the embedding matrices of source and target and of the output projection; often one."""

    source: str
    target: str
    output: str


def find_embeddings(shape: Architecture, tensors: Tensors) -> Embeddings:
    """The embedding matrices in the files.

    Raises:
        ModelError: one is missing, or has another shape than config.json says, or two that should be one
            differ.
    """
    encoder, decoder = shape.family.names
    root = encoder.side.removesuffix("encoder")
    shared, output = f"{root}shared.weight", "lm_head.weight"
    source, target = f"{encoder.side}.embed_tokens.weight", f"{decoder.side}.embed_tokens.weight"
    if shape.tied == "all":
        source = target = output = _one(tensors, [shared, output, source, target])
    elif shape.tied == "decoder":
        target = output = _one(tensors, [target, output])
    elif shape.tied == "apart":
        source, target = (name if name in tensors else shared for name in (source, target))
    else:
        # The library ties whatever is missing to the first of these that exists.
        known = [name for name in (shared, source, target, output) if name in tensors]
        first = known[0] if known else shared
        source, target, output = (name if name in tensors else first for name in (source, target, output))
    for name in (source, target, output) if shape.tied == "as stored" else (output,):
        if tensors[name].shape != (shape.vocabulary, shape.width):
            raise ModelError(f"{name} has another shape than config.json says")
    return Embeddings(source, target, output)


def find_root(tensors: Tensors) -> tuple[str, str]:
    """What the names of a decoder without an encoder begin with, and its projection's name.

    Raises:
        ModelError: the files have no decoder.
    """
    for root, output in _ROOTS.items():
        if f"{root}embed_tokens.weight" in tensors:
            return root, output
    raise ModelError("model.embed_tokens.weight is not in the files")


def one(tensors: Tensors, names: Sequence[str], shape: tuple[int, ...]) -> str:
    """The first of several names of one matrix that the files have.

    Raises:
        ModelError: none is in the files, or they differ, or it has another shape.
    """
    found = _one(tensors, names)
    if tensors[found].shape != shape:
        raise ModelError(f"{found} has another shape than config.json says")
    return found


def _one(tensors: Tensors, names: Sequence[str]) -> str:
    """The first of several names of one matrix that the files have."""
    found = [name for name in names if name in tensors]
    if not found:
        raise ModelError(f"{names[0]} is not in the files")
    for name in found[1:]:
        first, other = tensors[found[0]], tensors[name]
        if other.data_ptr() != first.data_ptr() and not torch.equal(other, first):
            raise ModelError(f"{name} differs from {found[0]}, to which config.json ties it")
    return found[0]
