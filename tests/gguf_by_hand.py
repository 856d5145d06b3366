"""GGUF files, put together byte by byte."""

from __future__ import annotations

import struct


def text(value: str) -> bytes:
    return struct.pack("<Q", len(value.encode())) + value.encode()


def setting(key: str, kind: int, value: bytes) -> bytes:
    return text(key) + struct.pack("<I", kind) + value


def tensor(name: str, shape: tuple[int, ...], kind: int = 0, offset: int = 0) -> bytes:
    numbers = struct.pack(f"<I{len(shape)}QIQ", len(shape), *shape, kind, offset)
    return text(name) + numbers


ARCHITECTURE = setting("general.architecture", 8, text("llama"))
LIST = setting("words", 9, struct.pack("<IQ", 8, 2) + text("қала") + text("b"))


def content(
    settings: tuple[bytes, ...] = (ARCHITECTURE, LIST),
    tensors: tuple[bytes, ...] = (tensor("a", (4, 2)),),
    data: int = 32,
    version: int = 3,
) -> bytes:
    """A file with this many bytes of zeros as the data of its tensors."""
    head = b"GGUF" + struct.pack("<IQQ", version, len(tensors), len(settings))
    head += b"".join((*settings, *tensors))
    return head + bytes(-len(head) % 32 + data)
