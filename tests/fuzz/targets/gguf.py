"""GGUF files: the header, and the model that it describes."""

from __future__ import annotations

import json
import struct
from itertools import pairwise
from pathlib import Path

from gguf_by_hand import ARCHITECTURE, content, setting, tensor, text

from fuzz.trial import check_lines
from summarize.models import checkpoints, gguf, model_report
from summarize.models.checkpoints import describe
from summarize.models.files import Damaged

TOKENS = (
    *(struct.pack("<Q", value) for value in (0, 1, 4, 32, 255, 1 << 20, 1 << 31, 1 << 40, (1 << 64) - 1)),
    *(struct.pack("<I", value) for value in (0, 2, 3, 8, 9, 12, 39, (1 << 32) - 1)),
    struct.pack("<f", float("nan")), struct.pack("<f", float("inf")), b"GGUF", b"\n", b"\0",
    b"\x1b[31m", b"\xff",
    text("general.alignment"), text("llama.block_count"), text("tokenizer.chat_template"),
    text("gemma3"), text("t5"),
)  # fmt: skip


def _number(key: str, value: int) -> bytes:
    return setting(key, 4, struct.pack("<I", value))


def seeds() -> list[bytes]:
    numbers = {"block_count": 1, "embedding_length": 32, "context_length": 512, "feed_forward_length": 64,
               "attention.head_count": 4, "attention.head_count_kv": 2}  # fmt: skip
    llama = tuple(_number(f"llama.{key}", value) for key, value in numbers.items())
    tokens = setting(
        "tokenizer.ggml.tokens", 9, struct.pack("<IQ", 8, 3) + text("<s>") + text("а") + text("b")
    )
    stated = (
        setting("general.name", 8, text("tiny")),
        setting("general.license", 8, text("mit")),
        setting("general.languages", 9, struct.pack("<IQ", 8, 2) + text("kk") + text("ru")),
        setting("tokenizer.chat_template", 8, text("{{ messages[0].content }}")),
        _number("tokenizer.ggml.eos_token_id", 1),
    )
    rows = (tensor("token_embd.weight", (32, 3)), tensor("output_norm.weight", (32,), offset=384))
    t5 = (setting("general.architecture", 8, text("t5")), *stated[:2])
    return [
        content(),
        content((ARCHITECTURE, *llama, tokens), rows, 512),
        content((ARCHITECTURE, *stated, *llama, tokens), rows, 512),
        content(t5, (tensor("token_embd.weight", (32, 2), 8),), 68),
    ]


def attack(data: bytes, folder: Path) -> None:
    file = folder / "model-Q8_0.gguf"
    file.write_bytes(data)
    try:
        header = gguf.read_header(file)
    except Damaged as damage:
        check_lines([str(damage)], folder)
    else:
        places = sorted((tensor.start, tensor.start + tensor.size) for tensor in header.tensors.values())
        assert all(end <= start for (_, end), (start, _) in pairwise(places)), "tensors share bytes"
        assert not places or places[-1][1] <= len(data), "a tensor ends after the file"
    found = describe(file)
    check_lines([*found.problems, *found.notes], folder)
    json.dumps(model_report.to_json(found, "float32"), ensure_ascii=False).encode()
    checkpoints.directions(found)
    for task in found.tasks:
        checkpoints.settings(found, task, "en", "kk")
