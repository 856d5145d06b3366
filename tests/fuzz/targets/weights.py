"""Weights: headers of safetensors files, lists of shards, pickles."""

from __future__ import annotations

import json
from pathlib import Path

from fuzz.folders import pack, unpack
from fuzz.trial import check_lines, corpus
from summarize.engines.decoder.tensors import Tensors
from summarize.models.weights import weigh

TOKENS = (
    b'"dtype"', b'"shape"', b'"data_offsets"', b'"__metadata__"', b'"format"', b'"weight_map"', b'"F32"',
    b'"BF16"', b'"F16"', b'"I64"', b'"F4"', b"[0,64]", b"[64,0]", b"[16]", b"[4,4]", b"[0]", b"[]", b"{}",
    b"null", b"true", b"0", b"-1", b"-64", b"64", b"1.0", b"1e3", b"1e999", b"NaN", b"9" * 30, b"9" * 5000,
    b"4294967296", b'"\\ud800"', b'"a\\nb"', b'"\\u001b[31m"', b'"../model.safetensors"', b'"config.json"',
    b'""', b"\xff", b"PK\x03\x04", b"PK\x05\x06", b"\x80\x02}q\x00.",
    b"version https://git-lfs.github.com/spec/v1\n", b"\n%%% model.safetensors\n",
    b"\n%%% pytorch_model.bin\n", b"\n%%% model.safetensors.index.json\n",
)  # fmt: skip


def seeds() -> list[bytes]:
    return [*map(pack, _headers()), *corpus("weights")]


def _headers() -> list[dict[str, str]]:
    one = {"a": {"dtype": "F32", "shape": [16], "data_offsets": [0, 64]}}
    two = {
        "a.weight": {"dtype": "BF16", "shape": [2, 8], "data_offsets": [0, 32]},
        "b.weight": {"dtype": "F16", "shape": [4, 2, 2], "data_offsets": [32, 64]},
    }
    return [{"model.safetensors": json.dumps(header)} for header in (one, two, {"__metadata__": {}, **one})]


def attack(data: bytes, folder: Path) -> None:
    unpack(data, folder)
    found = weigh(folder)
    check_lines(found.problems, folder)
    stored = Tensors(found.files)
    mapped = {name: stored[name] for name in stored._stored}
    room = sum(_data(file) for file in found.files if file.suffix == ".safetensors")
    assert sum(tensor.nbytes for tensor in mapped.values()) <= room, "tensors share bytes"
    for name, tensor in (mapped | stored._loaded).items():
        if tensor.ndim:
            assert len(stored.rows(name, 0, 2)) <= 2


def _data(file: Path) -> int:
    """The bytes after the header."""
    return file.stat().st_size - 8 - int.from_bytes(file.read_bytes()[:8], "little")
