"""The header of a GGUF file: what the model is and which tensors the file holds, without reading a tensor.

The layout: magic, version, number of tensors, number of settings, the settings (key, type, value), and for
each tensor its name, shape, type and place; then the tensors. Nothing in it is believed before it is checked.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any, BinaryIO

from summarize.errors import quoted
from summarize.models.files import Damaged, size_of

# Far above any model: the largest have some thousand tensors, and vocabularies of 300,000 tokens.
_MOST_TENSORS, _MOST_SETTINGS, _MOST_ITEMS = 100_000, 10_000, 4_000_000
_LONGEST_KEY, _LONGEST_TEXT, _LONGEST_HEADER = 1_000, 2_000_000, 256_000_000
_MOST_DIMENSIONS, _LARGEST_TENSOR = 4, 1 << 50
_BIG_ENDIAN = (2 << 24, 3 << 24)

# Types of values: struct's letter. 8 is a text, 9 a list.
_NUMBERS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "B", 10: "Q", 11: "q", 12: "d"}
_BOOLEAN, _TEXT, _LIST = 7, 8, 9

# Types of tensors: name, values per block, bytes per block.
_TENSOR_TYPES = {
    0: ("F32", 1, 4), 1: ("F16", 1, 2), 2: ("Q4_0", 32, 18), 3: ("Q4_1", 32, 20), 6: ("Q5_0", 32, 22),
    7: ("Q5_1", 32, 24), 8: ("Q8_0", 32, 34), 9: ("Q8_1", 32, 40), 10: ("Q2_K", 256, 84),
    11: ("Q3_K", 256, 110), 12: ("Q4_K", 256, 144), 13: ("Q5_K", 256, 176), 14: ("Q6_K", 256, 210),
    15: ("Q8_K", 256, 292), 16: ("IQ2_XXS", 256, 66), 17: ("IQ2_XS", 256, 74), 18: ("IQ3_XXS", 256, 98),
    19: ("IQ1_S", 256, 50), 20: ("IQ4_NL", 32, 18), 21: ("IQ3_S", 256, 110), 22: ("IQ2_S", 256, 82),
    23: ("IQ4_XS", 256, 136), 24: ("I8", 1, 1), 25: ("I16", 1, 2), 26: ("I32", 1, 4), 27: ("I64", 1, 8),
    28: ("F64", 1, 8), 29: ("IQ1_M", 256, 56), 30: ("BF16", 1, 2), 34: ("TQ1_0", 256, 54),
    35: ("TQ2_0", 256, 66), 39: ("MXFP4", 32, 17),
}  # fmt: skip


@dataclass(frozen=True)
class Tensor:
    """One tensor: ``kind`` as the format names it (``Q4_K``), the shape outermost first, its bytes."""

    kind: str
    shape: tuple[int, ...]
    start: int
    size: int


@dataclass(frozen=True)
class Header:
    """The settings by key and the tensors by name; texts that are not UTF-8 have replacement characters."""

    settings: Mapping[str, Any]
    tensors: Mapping[str, Tensor]


def read_header(file: Path) -> Header:
    """Read the header of a GGUF file of version 2 or 3, little-endian.

    Raises:
        OSError: the file cannot be read.
        Damaged: it is not such a file, or cut short; the message begins with its name.
    """
    size = size_of(file)
    with file.open("rb") as stream:
        return _Reader(stream, file.name, size).header()


class _Reader:
    """A position in a file that is never believed to hold what it announces."""

    def __init__(self, stream: BinaryIO, name: str, size: int) -> None:
        self._stream, self._name, self._size = stream, name, size
        self._left = min(size, _LONGEST_HEADER)

    def header(self) -> Header:
        magic = self._stream.read(4)
        if magic != b"GGUF":
            pointer = magic == b"vers"
            raise Damaged(
                f"{self._name} is a git-lfs pointer, not the file: fetch it with git lfs pull"
                if pointer
                else f"{self._name} is not a GGUF file"
            )
        self._left -= 4
        version = self._number("I")
        if version in _BIG_ENDIAN:
            raise Damaged(f"{self._name} is a GGUF file for big-endian machines, which is not supported")
        if version not in (2, 3):
            raise Damaged(f"{self._name} is a GGUF file of version {version}; versions 2 and 3 are read")
        count = self._counted(_MOST_TENSORS, "tensors")
        settings = dict(self._setting() for _ in range(self._counted(_MOST_SETTINGS, "settings")))
        entries = [self._entry() for _ in range(count)]
        return Header(settings, self._tensors(entries, settings))

    def _setting(self) -> tuple[str, Any]:
        key = self._text(_LONGEST_KEY)
        kind = self._number("I")
        return key, self._list(key) if kind == _LIST else self._value(kind, key)

    def _value(self, kind: int, key: str) -> Any:
        if kind == _TEXT:
            return self._text(_LONGEST_TEXT)
        if kind not in _NUMBERS:
            raise Damaged(f"{self._name} is damaged: its setting {quoted(key)} has the unknown type {kind}")
        value = self._number(_NUMBERS[kind])
        return bool(value) if kind == _BOOLEAN else value

    def _list(self, key: str) -> list[Any]:
        kind = self._number("I")
        count = self._counted(_MOST_ITEMS, f"values of {quoted(key)}")
        if kind in _NUMBERS:
            letter = f"<{count}{_NUMBERS[kind]}"
            return list(struct.unpack(letter, self._take(struct.calcsize(letter))))
        return [self._value(kind, key) for _ in range(count)]

    def _entry(self) -> tuple[str, tuple[int, ...], int, int]:
        """Name, shape as stored (innermost first), type and offset of one tensor."""
        name = self._text(_LONGEST_KEY)
        dimensions = self._number("I")
        if dimensions > _MOST_DIMENSIONS:
            raise Damaged(f"{self._name} is damaged: {quoted(name)} has {dimensions} dimensions")
        shape = tuple(self._number("Q") for _ in range(dimensions))
        return name, shape, self._number("I"), self._number("Q")

    def _tensors(
        self, entries: list[tuple[str, tuple[int, ...], int, int]], settings: Mapping[str, Any]
    ) -> dict[str, Tensor]:
        """Places in the file, which may not overlap, nor lie outside it."""
        step = settings.get("general.alignment", 32)
        if type(step) is not int or not 0 < step <= 1 << 20:
            raise Damaged(f"{self._name} is damaged: its alignment is {quoted(step)}")
        start = -(-self._stream.tell() // step) * step
        found: dict[str, Tensor] = {}
        end = start
        for name, shape, number, offset in sorted(entries, key=lambda entry: entry[3]):
            if number not in _TENSOR_TYPES:
                raise Damaged(f"{self._name} stores {quoted(name)} in the unknown type {number}")
            kind, block, width = _TENSOR_TYPES[number]
            values = prod(shape)
            if not 0 < values < _LARGEST_TENSOR or (shape[:1] and shape[0] % block):
                raise Damaged(f"{self._name} is damaged: {quoted(name)} has an impossible shape")
            tensor = Tensor(kind, tuple(reversed(shape)), start + offset, values // block * width)
            if tensor.start < end or name in found:
                raise Damaged(f"{self._name} is damaged: {quoted(name)} lies where another tensor does")
            end = tensor.start + tensor.size
            found[name] = tensor
        if end > self._size:
            raise Damaged(
                f"{self._name} is cut short: it has {self._size:,} bytes where it should have {end:,}"
            )
        return found

    def _counted(self, most: int, what: str) -> int:
        count: int = self._number("Q")
        if count > most:
            raise Damaged(f"{self._name} announces {count:,} {what}; at most {most:,} are read")
        return count

    def _text(self, longest: int) -> str:
        length = self._number("Q")
        if length > longest:
            raise Damaged(f"{self._name} has a text of {length:,} bytes; at most {longest:,} are read")
        return self._take(length).decode("utf-8", errors="replace")

    def _number(self, letter: str) -> Any:
        packed = struct.Struct(f"<{letter}")
        return packed.unpack(self._take(packed.size))[0]

    def _take(self, count: int) -> bytes:
        self._left -= count
        content = self._stream.read(count) if self._left >= 0 else b""
        if len(content) != count:
            raise Damaged(f"{self._name} is cut short inside its header")
        return content
