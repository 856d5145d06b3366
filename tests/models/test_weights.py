"""Headers of safetensors files that lie, and archives that grow: no reader of weights believes them."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from layouts_by_hand import LAYOUTS, make
from safetensors.numpy import save_file

from summarize.engines.decoder.tensors import Tensors
from summarize.errors import ModelError
from summarize.models import weights
from summarize.models.checkpoints import describe
from summarize.models.files import Damaged

DATA = 64  # bytes after the header


def entry(first: Any, last: Any, shape: Any = (8,), dtype: Any = "F32") -> dict[str, Any]:
    return {"dtype": dtype, "shape": shape, "data_offsets": [first, last]}


def write(path: Path, entries: Any, data: int = DATA) -> Path:
    header = entries if isinstance(entries, bytes) else json.dumps(entries).encode()
    path.write_bytes(len(header).to_bytes(8, "little") + header + bytes(data))
    return path


HONEST = {"a": entry(0, 32), "b": entry(32, 64, [2, 4])}
LYING: dict[str, Any] = {
    "overlapping": {"a": entry(0, 32), "b": entry(16, 48), "c": entry(48, 64, [4])},
    "the same range twice": {"a": entry(0, 32), "b": entry(0, 32), "c": entry(32, 64)},
    "a gap": {"a": entry(0, 32), "b": entry(48, 64, [4])},
    "a gap in front": {"a": entry(32, 64)},
    "beyond the file": {"a": entry(0, 32), "b": entry(32, 96, [16])},
    "short of the file": {"a": entry(0, 32)},
    "before the file": {"a": entry(-32, 0), "b": entry(0, 64, [16])},
    "reversed": {"a": entry(32, 0), "b": entry(32, 64)},
    "shorter than its shape": {"a": entry(0, 32), "b": entry(32, 64, [9])},
    "longer than its shape": {"a": entry(0, 32), "b": entry(32, 64, [7])},
    "a negative shape": {"a": entry(0, 32, [-2, -4]), "b": entry(32, 64)},
    "a huge shape": {"a": entry(0, 32), "b": entry(32, 64, [10**4000])},
    "a shape that multiplies to less": {"a": entry(0, 32), "b": entry(32, 64, [2**62, 2**62, 0])},
    "a fraction": {"a": entry(0, 32), "b": entry(32, 64.0, [8])},
    "truth as a number": {"a": entry(False, 32), "b": entry(32, 64)},
    "text as a number": {"a": entry("0", 32), "b": entry(32, 64)},
    "no range": {"a": {"dtype": "F32", "shape": [16]}},
    "three numbers": {"a": {"dtype": "F32", "shape": [16], "data_offsets": [0, 32, 64]}},
    "an unknown type": {"a": entry(0, 64, [16], "Q99")},
    "a type that is a list": {"a": entry(0, 64, [16], ["F32"])},
    "a name twice": b'{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},'
    + json.dumps({"a": entry(0, 64, [16])})[1:].encode(),
    "a list": [1, 2],
    "tensors in a list": {"a": [0, 64]},
    "nested": b"[" * 100_000,
    "nested in the shape": b'{"a":{"dtype":"F32","data_offsets":[0,64],"shape":'
    + b"[" * 900
    + b"]" * 900
    + b"}}",
    "not UTF-8": b'{"\xff": 1}',
}


@pytest.mark.parametrize("case", LYING)
def test_a_lying_header_is_refused_by_every_reader(case: str, tmp_path: Path) -> None:
    folder = make(tmp_path / "model", LAYOUTS["bart-cnn"], weights="")
    file = write(folder / "model.safetensors", LYING[case])
    with pytest.raises(Damaged, match=r"^model.safetensors ") as raised:
        weights.read_header(file)
    assert len(str(raised.value)) < 120
    assert describe(folder).problems == (str(raised.value),)
    with pytest.raises(ModelError, match=r"^model.safetensors .*fetch the model again$"):
        Tensors([file])


def test_a_name_in_a_header_is_quoted_and_shortened(tmp_path: Path) -> None:
    for entries in ({"a\nb" * 99: entry(0, 60)}, {"a": entry(0, 64, [16], "\n\x1b[31m" * 99)}):
        file = write(tmp_path / "model.safetensors", entries)
        with pytest.raises(Damaged) as raised:
            weights.read_header(file)
        assert str(raised.value).isprintable()
        assert len(str(raised.value)) < 200


def test_an_honest_header_is_read(tmp_path: Path) -> None:
    file = write(tmp_path / "model.safetensors", HONEST | {"__metadata__": {"format": "pt"}})
    found = weights.read_header(file).tensors
    assert {name: (tensor.shape, tensor.end - tensor.start) for name, tensor in found.items()} == {
        "a": ((8,), 32),
        "b": ((2, 4), 32),
    }
    assert Tensors([file])["b"].shape == (2, 4)
    saved = {
        "one": np.zeros((), np.float32),
        "none": np.zeros((0, 3), np.float16),
        "x": np.ones((3, 5), np.int64),
    }
    save_file(saved, tmp_path / "saved.safetensors")
    read = weights.read_header(tmp_path / "saved.safetensors").tensors
    assert {name: tensor.shape for name, tensor in read.items()} == {n: a.shape for n, a in saved.items()}


def test_a_long_header_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "model.safetensors"
    with file.open("wb") as stream:
        stream.write((40_000_000).to_bytes(8, "little"))
        stream.truncate(50_000_000)
    with pytest.raises(Damaged, match="a header of 40,000,000 bytes; at most 32,000,000 are read"):
        weights.read_header(file)


INDEXES: dict[str, tuple[Any, str]] = {
    "nested": ("[" * 100_000, "model.safetensors.index.json is nested too deeply"),
    "a list": ([], "model.safetensors.index.json is not a JSON object"),
    "no weights": ({"metadata": {}}, "model.safetensors.index.json lists no weights"),
    "a list of weights": ({"weight_map": ["a"]}, "model.safetensors.index.json lists no weights"),
    "another folder": ({"weight_map": {"a": "../x.safetensors"}}, "missing weight files: ../x.safetensors"),
}


@pytest.mark.parametrize("case", INDEXES)
def test_an_index_that_cannot_be_used_is_a_problem(case: str, tmp_path: Path) -> None:
    content, problem = INDEXES[case]
    files = {**LAYOUTS["bart-cnn"], "model.safetensors.index.json": content}
    (tmp_path / "x.safetensors").write_bytes(b"x")
    assert describe(make(tmp_path / "model", files, weights="")).problems == (problem,)


def test_a_compressed_pickle_is_refused(tmp_path: Path) -> None:
    folder = make(tmp_path / "model", LAYOUTS["bart-cnn"], weights="")
    with zipfile.ZipFile(folder / "pytorch_model.bin", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("archive/data/0", bytes(1_000_000))
    (problem,) = describe(folder).problems
    assert problem.startswith("pytorch_model.bin is compressed: 1,000,000 bytes from 1,")
    with zipfile.ZipFile(folder / "pytorch_model.bin", "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("archive/data/0", bytes(1_000_000))
    assert describe(folder).problems == ()
