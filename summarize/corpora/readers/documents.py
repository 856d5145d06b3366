"""Files that are a document each, read as a single one is."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from summarize.corpora.rows import Columns, Row
from summarize.corpora.shards import Cutter, Scan, Shard, Source
from summarize.corpora.storage import is_address, opened
from summarize.documents import files
from summarize.errors import DocumentError
from summarize.text.documents import Document


def scan(source: Source, columns: Columns, cutter: Cutter) -> Scan:
    """Cut a list of files into shards; one that cannot be read fails later, as a row."""
    total, size = hashlib.sha256(), 0
    for number, path in enumerate(source.documents):
        if cutter.full:
            break
        digest, length = _digest(path)
        total.update(f"{path}\0{digest}\n".encode("utf-8", "surrogateescape"))
        size += length
        cutter.add(number, length)
    return Scan(source, cutter.rows, size, total.hexdigest(), cutter.offsets, cutter.firsts)


def _digest(path: str) -> tuple[str, int]:
    """The SHA-256 and length of a regular file; empty for what cannot be read."""
    sha, size = hashlib.sha256(), 0
    if not is_address(path) and not Path(path).is_file():
        return "", 0
    try:
        with opened(path) as file:
            while block := file.read(1 << 20):
                sha.update(block)
                size += len(block)
    except (OSError, DocumentError):
        return "", 0
    return sha.hexdigest(), size


def read(shard: Shard, columns: Columns) -> Iterator[Row]:
    """The rows of a shard."""
    for path in shard.documents:
        yield Row(path, partial(_document, path, columns), dict.fromkeys(columns.keep))


def _document(path: str, columns: Columns) -> Document:
    if not is_address(path):
        return files.read(path, language=columns.source, options=columns.reading)
    with opened(path) as file:
        return files.from_bytes(file.read(), path, language=columns.source, options=columns.reading)
