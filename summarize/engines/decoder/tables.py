"""The tables of words: which of the files' tensors embed the source, the target, and write the output.

Knows names and sizes; nothing of what a word is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch

from summarize.engines.decoder.architecture import Architecture
from summarize.engines.decoder.tensors import Tensors


@dataclass(frozen=True)
class Words:
    """The names of the tensors; often one and the same."""

    source: str
    target: str
    output: str


def words(shape: Architecture, tensors: Tensors) -> Words:
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
