"""XLSX: any XML in its package is a text or one line."""

from __future__ import annotations

from pathlib import Path

from fuzz.reading import XML, attack_document, zipped
from fuzz.trial import corpus

TOKENS = (
    *XML, b"<row>", b"</row>", b"<c>", b"<c t=\"s\">", b"<v>", b"<f/>", b"<row r=\"0\">",
    b"<c r=\"ZZZ9999999\">", b"45580.5", b"-1", b"<si>", b"<cols>", b"[h]:mm", b"hidden=\"1\"",
)  # fmt: skip


def seeds() -> list[bytes]:
    return corpus("xlsx")


def attack(data: bytes, folder: Path) -> None:
    attack_document(zipped(data), folder)
