"""PDF: any objects are a text or one line."""

from __future__ import annotations

from pathlib import Path

from fuzz.reading import attack_document
from fuzz.trial import corpus

TOKENS = (
    b"<<", b">>", b"[", b"]", b"obj", b"endobj", b"stream\n", b"endstream", b"xref", b"trailer",
    b"startxref", b"%%EOF", b"1 0 R", b"4 0 R", b"999 0 R", b"/Kids", b"/Count", b"/Parent 2 0 R",
    b"/Contents", b"/Length", b"/Prev 9", b"/Filter /FlateDecode", b"/Rotate 90", b"/Encrypt 5 0 R", b"BT",
    b"ET", b"Tj", b"Tm", b"cm", b"q", b"Q", b"0", b"-1", b"1e30", b"0.00001", b"99999999999", b"(", b")",
    b"<", b">", b"\x00", b"\xff", b"/F1 1000 Tf",
)  # fmt: skip


def seeds() -> list[bytes]:
    return corpus("pdf")


def attack(data: bytes, folder: Path) -> None:
    attack_document(data, folder)
