"""What weights lie in a folder: format, parameters, precision and damage, from headers alone.

Reads no tensor and imports no runtime: the head of a safetensors file is JSON. A pickle is
never opened, so of one only its size is known.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any, Literal

Format = Literal["safetensors", "pickle"]

_WIDTHS = {"float64": 8, "float32": 4, "float16": 2, "bfloat16": 2, "float8": 1, "int8": 1}

_DTYPES = {
    "F64": "float64", "F32": "float32", "F16": "float16", "BF16": "bfloat16",
    "F8_E4M3": "float8", "F8_E5M2": "float8", "I8": "int8", "U8": "int8",
}  # fmt: skip

# The only names that from_pretrained looks for, best first: one file, or the shards of an index.
_NAMES: tuple[tuple[Format, str, str], ...] = (
    ("safetensors", "model.safetensors", "model.safetensors.index.json"),
    ("pickle", "pytorch_model.bin", "pytorch_model.bin.index.json"),
)

# The format's own ceiling on the JSON head.
_LONGEST_HEAD = 100_000_000


@dataclass(frozen=True)
class Weights:
    """``parameters`` is an estimate for a pickle; ``dtype`` is what most parameters are stored in."""

    format: Format | None
    files: tuple[Path, ...]
    size: int
    parameters: int | None
    dtype: str | None
    problems: tuple[str, ...] = ()


def weigh(folder: Path, dtype: str | None = None) -> Weights:
    """The weights of ``folder``; ``dtype`` is what its config claims, used for pickles only."""
    for form, single, index in _NAMES:
        files, missing = _files(folder, single, index)
        if not files and not missing:
            continue
        size = sum(file.stat().st_size for file in files)
        problems = [f"missing weight files: {', '.join(missing)}"] if missing else []
        if form == "pickle":
            problems += [problem for file in files if (problem := _pointer(file))]
            width = _WIDTHS.get(dtype or "float32", 4)
            return Weights(form, files, size, size // width, dtype or "float32", tuple(problems))
        counts: Counter[str] = Counter()
        for file in files:
            counted, problem = _header(file)
            counts.update(counted)
            problems += [problem] if problem else []
        common = counts.most_common(1)
        return Weights(
            form, files, size, sum(counts.values()) or None, common[0][0] if common else None, tuple(problems)
        )
    return Weights(None, (), 0, None, None, ("no weights (model.safetensors or pytorch_model.bin)",))


def width(dtype: str | None) -> int:
    """Bytes of one parameter; four where the precision is not known."""
    return _WIDTHS.get(dtype or "", 4)


def _files(folder: Path, single: str, index: str) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    """The files there are, and the names of those that an index lists and are not there."""
    if (folder / single).is_file():
        return (folder / single,), ()
    try:
        listed = json.loads((folder / index).read_text("utf-8"))["weight_map"].values()
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return (), ()
    shards = sorted({str(name) for name in listed})
    # A shard lies beside its index: a path to elsewhere is no shard, and is reported as missing.
    present = {file.name for file in folder.iterdir() if file.is_file()}
    there = tuple(folder / name for name in shards if name in present)
    return there, tuple(name for name in shards if name not in present)


def _pointer(file: Path) -> str | None:
    with file.open("rb") as stream:
        start = stream.read(40)
    if start.startswith(b"version https://git-lfs"):
        return f"{file.name} is a git-lfs pointer, not the file: fetch it with git lfs pull"
    return None if start else f"{file.name} is empty"


def _header(file: Path) -> tuple[Counter[str], str | None]:
    """Parameters by precision, and what is wrong: the last tensor must end where the file ends."""
    problem = _pointer(file)
    if problem:
        return Counter(), problem
    size = file.stat().st_size
    with file.open("rb") as stream:
        length = int.from_bytes(stream.read(8), "little")
        if not 0 < length <= min(size - 8, _LONGEST_HEAD):
            return Counter(), f"{file.name} is not a safetensors file, or cut short"
        try:
            head: dict[str, Any] = json.loads(stream.read(length))
            tensors = [entry for name, entry in head.items() if name != "__metadata__"]
            end = max((entry["data_offsets"][1] for entry in tensors), default=0)
            counts: Counter[str] = Counter()
            for entry in tensors:
                counts[_DTYPES.get(entry["dtype"], "other")] += prod(entry["shape"])
        except (ValueError, KeyError, TypeError, AttributeError, IndexError):
            return Counter(), f"{file.name} is not a safetensors file: its head cannot be read"
    if 8 + length + end != size:
        return counts, f"{file.name} is damaged: {size:,} bytes where its head says {8 + length + end:,}"
    return counts, None
