"""The header of GGUF files: read without a runtime, and not believed."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import pytest
from gguf_by_hand import ARCHITECTURE, LIST, content, setting, tensor

from summarize.models import gguf
from summarize.models.files import Damaged


def write(folder: Path, *args: Any, **kwargs: Any) -> Path:
    file = folder / "model.gguf"
    file.write_bytes(content(*args, **kwargs))
    return file


def test_settings_and_tensors(tmp_path: Path) -> None:
    header = gguf.read_header(write(tmp_path, (ARCHITECTURE, LIST, setting("yes", 7, b"\1"))))
    assert header.settings == {"general.architecture": "llama", "words": ["қала", "b"], "yes": True}
    [found] = header.tensors.values()
    assert (found.kind, found.shape, found.size) == ("F32", (2, 4), 32)


def test_blocks_are_counted(tmp_path: Path) -> None:
    file = write(tmp_path, tensors=(tensor("a", (256, 2), 12),), data=288)
    assert gguf.read_header(file).tensors["a"].size == 288


@pytest.mark.parametrize(
    ("kwargs", "problem"),
    [
        ({"version": 1}, "version 1; versions 2 and 3"),
        ({"version": 3 << 24}, "big-endian"),
        ({"data": 31}, "is cut short: it has"),
        ({"tensors": (tensor("a", (4, 2)), tensor("a", (4, 2), 0, 32)), "data": 64}, "where another"),
        ({"tensors": (tensor("a", (4, 2)), tensor("b", (4, 2), 0, 16)), "data": 64}, "where another"),
        ({"tensors": (tensor("a", (4, 0)),)}, "impossible shape"),
        ({"tensors": (tensor("a", (1 << 40, 1 << 40)),)}, "impossible shape"),
        ({"tensors": (tensor("a", (31,), 8),)}, "impossible shape"),
        ({"tensors": (tensor("a", (1, 1, 1, 1, 1)),)}, "has 5 dimensions"),
        ({"tensors": (tensor("a", (4, 2), 99),)}, "unknown type 99"),
        ({"settings": (setting("x", 77, b""),)}, "unknown type 77"),
        ({"settings": (setting("x", 8, struct.pack("<Q", 1 << 60)),)}, "a text of 1,152,921,504"),
        ({"settings": (setting("x", 9, struct.pack("<IQ", 8, 1 << 60)),)}, "values of 'x'; at most"),
        ({"settings": (setting("x", 9, struct.pack("<IQ", 9, 1)),)}, "unknown type 9"),
        ({"settings": (setting("general.alignment", 4, struct.pack("<I", 0)),)}, "alignment is 0"),
    ],
)  # fmt: skip
def test_hostile_headers(tmp_path: Path, kwargs: dict[str, Any], problem: str) -> None:
    with pytest.raises(Damaged, match=f"^model.gguf .*{problem}"):
        gguf.read_header(write(tmp_path, **kwargs))


def test_cut_short_anywhere(tmp_path: Path) -> None:
    file = write(tmp_path)
    whole = file.read_bytes()
    for length in range(len(whole)):
        file.write_bytes(whole[:length])
        with pytest.raises(Damaged, match=r"^model\.gguf is (cut short|not a GGUF file)"):
            gguf.read_header(file)


def test_announced_counts_fill_no_memory(tmp_path: Path) -> None:
    file = tmp_path / "model.gguf"
    file.write_bytes(b"GGUF" + struct.pack("<IQQ", 3, 1 << 40, 1))
    with pytest.raises(Damaged, match="1,099,511,627,776 tensors"):
        gguf.read_header(file)


def test_a_pointer(tmp_path: Path) -> None:
    file = tmp_path / "model.gguf"
    file.write_bytes(b"version https://git-lfs.github.com/spec/v1\n")
    with pytest.raises(Damaged, match="git lfs pull"):
        gguf.read_header(file)


def test_not_a_file(tmp_path: Path) -> None:
    with pytest.raises(Damaged, match="not a regular file"):
        gguf.read_header(tmp_path)
