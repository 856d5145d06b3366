"""Fingerprints of models: two folders with the same one hold the same model."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

_SAMPLED = 1 << 20  # bytes read at the head, middle and tail of a large file


def model_digest(folder: Path) -> str:
    """SHA-256 of a model folder or GGUF file: small files whole, of large ones the size and three parts.

    A weight file of gigabytes is not read in full: a retrained or damaged file differs at the head,
    the middle or the tail in all but contrived cases.
    """
    if folder.is_file():  # GGUF
        return _digest([[folder.name, folder.stat().st_size, _sampled(folder)]])
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return _digest(
        [[path.relative_to(folder).as_posix(), path.stat().st_size, _sampled(path)] for path in files]
    )


def _sampled(path: Path) -> str:
    size = path.stat().st_size
    if size <= 8 * _SAMPLED:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    total = hashlib.sha256()
    with path.open("rb") as file:
        for start in (0, size // 2, size - _SAMPLED):
            file.seek(start)
            total.update(file.read(_SAMPLED))
    return total.hexdigest()


def _digest(value: list[list[str | int]]) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
