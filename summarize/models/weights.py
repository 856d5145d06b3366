"""The weights in a folder: format, parameters, precision and damage, from file headers alone.

No tensor is read and no runtime imported: the header of a safetensors file is JSON. A pickle is never
opened, so only its size is known.
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

# The only names that from_pretrained looks for, best first: this file, or the shards of its index.
FILES: tuple[tuple[Format, str], ...] = (
    ("safetensors", "model.safetensors"),
    ("pickle", "pytorch_model.bin"),
)

# The format's own limit on the size of a header.
_LONGEST_HEADER = 100_000_000


@dataclass(frozen=True)
class Stored:
    """One tensor of a safetensors file: its byte range, and ``dtype`` as the file has it (``BF16``)."""

    dtype: str
    shape: tuple[int, ...]
    start: int
    end: int


@dataclass(frozen=True)
class Header:
    """The tensors of a safetensors file by name, and the size in bytes that a complete file has."""

    tensors: dict[str, Stored]
    size: int


def read_header(file: Path) -> Header:
    """Read the header of a safetensors file: eight bytes of length, then JSON; the tensors follow.

    Raises:
        OSError: the file cannot be read.
        ValueError: it is not a safetensors file; the message says why and does not name the file.
    """
    with file.open("rb") as stream:
        length = int.from_bytes(stream.read(8), "little")
        if not 0 < length <= min(file.stat().st_size - 8, _LONGEST_HEADER):
            raise ValueError("not a safetensors file, or cut short")
        content = stream.read(length)
    start = 8 + length
    try:
        entries: dict[str, Any] = json.loads(content)
        entries.pop("__metadata__", None)
        tensors = {
            name: Stored(str(entry["dtype"]), tuple(map(int, entry["shape"])), start + first, start + last)
            for name, entry in entries.items()
            for first, last in (map(int, entry["data_offsets"]),)
        }
        return Header(tensors, max((tensor.end for tensor in tensors.values()), default=start))
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        raise ValueError("not a safetensors file: its header cannot be read") from None


@dataclass(frozen=True)
class Weights:
    """What a folder holds; ``dtype`` is that of most parameters, ``size`` is in bytes.

    ``parameters`` is an estimate for a pickle.
    """

    format: Format | None
    files: tuple[Path, ...]
    size: int
    parameters: int | None
    dtype: str | None
    problems: tuple[str, ...] = ()


def weigh(folder: Path, dtype: str | None = None) -> Weights:
    """The weights of ``folder``; ``dtype`` is the one its config claims, used for pickles only."""
    for form, single in FILES:
        files, missing = _files(folder, single)
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
            counted, problem = _counted(file)
            counts.update(counted)
            problems += [problem] if problem else []
        common = counts.most_common(1)
        return Weights(
            form, files, size, sum(counts.values()) or None, common[0][0] if common else None, tuple(problems)
        )
    return Weights(None, (), 0, None, None, ("no weights (model.safetensors or pytorch_model.bin)",))


def width(dtype: str | None) -> int:
    """Bytes per parameter; four where the precision is unknown."""
    return _WIDTHS.get(dtype or "", 4)


def _files(folder: Path, single: str) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    """The weight files that exist, and the names of those that the index lists and that do not."""
    if (folder / single).is_file():
        return (folder / single,), ()
    try:
        listed = json.loads((folder / f"{single}.index.json").read_text("utf-8"))["weight_map"].values()
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return (), ()
    shards = sorted({str(name) for name in listed})
    # Shards lie beside their index: a path that leads elsewhere is not followed, but reported as missing.
    present = {file.name for file in folder.iterdir() if file.is_file()}
    return tuple(folder / name for name in shards if name in present), tuple(
        name for name in shards if name not in present
    )


def _pointer(file: Path) -> str | None:
    with file.open("rb") as stream:
        start = stream.read(40)
    if start.startswith(b"version https://git-lfs"):
        return f"{file.name} is a git-lfs pointer, not the file: fetch it with git lfs pull"
    return None if start else f"{file.name} is empty"


def _counted(file: Path) -> tuple[Counter[str], str | None]:
    """Parameters by precision, and what is wrong with the file, if anything."""
    problem = _pointer(file)
    if problem:
        return Counter(), problem
    try:
        header = read_header(file)
    except ValueError as error:
        return Counter(), f"{file.name} is {error}"
    counts: Counter[str] = Counter()
    for tensor in header.tensors.values():
        counts[_DTYPES.get(tensor.dtype, "other")] += prod(tensor.shape)
    size = file.stat().st_size
    if header.size != size:
        return counts, f"{file.name} is damaged: it has {size:,} bytes where its header says {header.size:,}"
    return counts, None
