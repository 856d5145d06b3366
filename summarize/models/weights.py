"""The weights in a folder: format, parameters, precision and damage, from file headers alone.

No tensor is read and no runtime imported: the header of a safetensors file is JSON. A pickle is never
opened, so only its size is known.
"""

from __future__ import annotations

import zipfile
from collections import Counter
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any, Literal

from summarize.errors import listed, quoted
from summarize.models import files
from summarize.models.files import Damaged

Format = Literal["safetensors", "pickle", "gguf"]

_WIDTHS = {"float64": 8, "float32": 4, "float16": 2, "bfloat16": 2, "float8": 1, "int8": 1}

_DTYPES = {
    "F64": "float64", "F32": "float32", "F16": "float16", "BF16": "bfloat16",
    "F8_E4M3": "float8", "F8_E5M2": "float8", "I8": "int8", "U8": "int8",
}  # fmt: skip

_BYTES = {
    "BOOL": 1, "U8": 1, "I8": 1, "F8_E4M3": 1, "F8_E5M2": 1, "F8_E8M0": 1,
    "U16": 2, "I16": 2, "F16": 2, "BF16": 2,
    "U32": 4, "I32": 4, "F32": 4, "U64": 8, "I64": 8, "F64": 8, "C64": 8,
}  # fmt: skip

# The only names that from_pretrained looks for, best first: this file, or the shards of its index.
FILES: tuple[tuple[Format, str], ...] = (
    ("safetensors", "model.safetensors"),
    ("pickle", "pytorch_model.bin"),
)

# The format allows 100 MB; the largest models have headers of a few.
_LONGEST_HEADER = 32_000_000

# torch stores its archives uncompressed; one that somebody has compressed may fill the memory.
_MOST_INFLATED = 4


@dataclass(frozen=True)
class Stored:
    """One tensor of a safetensors file: its byte range, and ``dtype`` as the file has it (``BF16``)."""

    dtype: str
    shape: tuple[int, ...]
    start: int
    end: int


@dataclass(frozen=True)
class Header:
    """The tensors of a safetensors file by name."""

    tensors: dict[str, Stored]


def read_header(file: Path) -> Header:
    """Read the header of a safetensors file: eight bytes of length, then JSON; the tensors follow.

    The tensors fill the rest of the file without gaps, and each has the size of its shape.

    Raises:
        OSError: the file cannot be read.
        Damaged: it is not such a file; the message begins with its name.
    """
    size = files.size_of(file)
    with file.open("rb") as stream:
        length = int.from_bytes(stream.read(8), "little")
        if not 0 < length <= size - 8:
            raise Damaged(f"{file.name} is not a safetensors file, or cut short")
        if length > _LONGEST_HEADER:
            raise Damaged(
                f"{file.name} has a header of {length:,} bytes; at most {_LONGEST_HEADER:,} are read"
            )
        content = stream.read(length)
    try:
        entries = files.parse_json(content, file.name, unique=True)
        tensors = {
            name: _stored(entry, 8 + length) for name, entry in entries.items() if name != "__metadata__"
        }
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Damaged(f"{file.name} is not a safetensors file: its header cannot be read") from None
    _check_ranges(file, tensors, 8 + length, size)
    return Header(tensors)


def _stored(entry: Any, start: int) -> Stored:
    first, last = entry["data_offsets"]
    shape = entry["shape"]
    if not all(type(number) is int for number in (first, last, *shape)) or min((0, *shape)) < 0:
        raise ValueError("numbers that are not whole, or below zero")
    return Stored(str(entry["dtype"]), tuple(shape), start + first, start + last)


def _check_ranges(file: Path, tensors: dict[str, Stored], start: int, size: int) -> None:
    """Refuse ranges that overlap, leave gaps, run backwards or do not fit the shapes, or end elsewhere."""
    place = start
    for name, tensor in sorted(tensors.items(), key=lambda item: (item[1].start, item[1].end)):
        if tensor.dtype not in _BYTES:
            raise Damaged(
                f"{file.name} stores {quoted(name)} as {listed([tensor.dtype])}, which is not supported"
            )
        if tensor.start != place or tensor.end - place != prod(tensor.shape) * _BYTES[tensor.dtype]:
            raise Damaged(
                f"{file.name} is damaged: its header gives {quoted(name)} a range that it cannot have"
            )
        place = tensor.end
    if place != size:
        raise Damaged(f"{file.name} is damaged: it has {size:,} bytes where its header says {place:,}")


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
        try:
            found, missing = _files(folder, single)
        except Damaged as error:
            return Weights(form, (), 0, None, None, (str(error),))
        if not found and not missing:
            continue
        size = sum(file.stat().st_size for file in found)
        problems = [f"missing weight files: {listed(missing)}"] if missing else []
        if form == "pickle":
            problems += [problem for file in found if (problem := damage(file))]
            width = _WIDTHS.get(dtype or "float32", 4)
            return Weights(form, found, size, size // width, dtype or "float32", tuple(problems))
        counts: Counter[str] = Counter()
        for file in found:
            counted, problem = _counted(file)
            counts.update(counted)
            problems += [problem] if problem else []
        common = counts.most_common(1)
        return Weights(
            form, found, size, sum(counts.values()) or None, common[0][0] if common else None, tuple(problems)
        )
    return Weights(None, (), 0, None, None, ("no weights (model.safetensors or pytorch_model.bin)",))


def width(dtype: str | None) -> int:
    """Bytes per parameter; four where the precision is unknown."""
    return _WIDTHS.get(dtype or "", 4)


def _files(folder: Path, single: str) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    """The weight files that exist, and the names of those that the index lists and that do not.

    Raises:
        Damaged: the index cannot be used.
    """
    if (folder / single).exists():
        return (folder / single,), ()
    index = folder / f"{single}.index.json"
    try:
        named = files.read_object(index)["weight_map"].values()
    except OSError:
        return (), ()
    except (KeyError, AttributeError):
        raise Damaged(f"{index.name} lists no weights") from None
    shards = sorted({str(name) for name in named})
    # Shards lie beside their index: a path that leads elsewhere is not followed, but reported as missing.
    present = {file.name for file in folder.iterdir() if file.is_file()}
    return tuple(folder / name for name in shards if name in present), tuple(
        name for name in shards if name not in present
    )


def damage(file: Path) -> str | None:
    """What is wrong with a pickle that exists, before it is opened: a line, or ``None``."""
    return _pointer(file) or _inflated(file)


def _pointer(file: Path) -> str | None:
    if not file.is_file():
        return f"{file.name} is not a regular file"
    with file.open("rb") as stream:
        start = stream.read(40)
    if start.startswith(b"version https://git-lfs"):
        return f"{file.name} is a git-lfs pointer, not the file: fetch it with git lfs pull"
    return None if start else f"{file.name} is empty"


def _inflated(file: Path) -> str | None:
    """What is wrong with a pickle that is an archive: its members are much larger than the file."""
    if not zipfile.is_zipfile(file):
        return None
    try:
        with zipfile.ZipFile(file) as archive:
            size = sum(member.file_size for member in archive.infolist())
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError):
        return f"{file.name} is a damaged archive"
    if size <= _MOST_INFLATED * file.stat().st_size:
        return None
    return f"{file.name} is compressed: {size:,} bytes from {file.stat().st_size:,}; it is not unpacked"


def _counted(file: Path) -> tuple[Counter[str], str | None]:
    """Parameters by precision, and what is wrong with the file, if anything."""
    problem = _pointer(file)
    if problem:
        return Counter(), problem
    try:
        header = read_header(file)
    except Damaged as error:
        return Counter(), str(error)
    counts: Counter[str] = Counter()
    for tensor in header.tensors.values():
        counts[_DTYPES.get(tensor.dtype, "other")] += prod(tensor.shape)
    return counts, None
